package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
)

// agentName is what robots.txt calls this program.
const agentName = "shirube"

var (
	errDisallowed = errors.New("robots.txt does not allow it")
	errOtherHost  = errors.New("it leads to another host")
)

// robots are the rules of a site for programs.
type robots struct {
	group    *robotstxt.Group
	sitemaps []string
	delay    time.Duration
}

// readRobots fetches the rules. A site that has none allows everything; one that
// cannot say now is not to be asked anything.
func readRobots(ctx context.Context, f *fetcher, site *url.URL) (*robots, error) {
	at := *site
	at.Path, at.RawPath, at.RawQuery = "/robots.txt", "", ""
	r, err := f.get(ctx, &at, "", "")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil && !errors.Is(err, errOtherHost) && !errors.Is(err, errCircle) && !errors.Is(err, errRedirects) {
		return nil, fmt.Errorf("%s: %w", &at, err)
	}
	status, body := http.StatusNotFound, []byte(nil)
	if err == nil {
		status, body = r.status, r.body
	}
	if status == http.StatusTooManyRequests || status >= 500 {
		return nil, fmt.Errorf("%s: status %d: as long as the rules of the site cannot be read, nothing of it is fetched; try again later", &at, status)
	}
	if status >= 300 && status < 400 {
		status = http.StatusNotFound
	}
	data, err := robotstxt.FromStatusAndBytes(status, readableRules(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", &at, err)
	}
	group := data.FindGroup(agentName)
	return &robots{group: group, sitemaps: data.Sitemaps, delay: group.CrawlDelay}, nil
}

// readableRules leaves out the lines that are no rules, as RFC 9309 asks for: the
// library would refuse the others with them.
func readableRules(body []byte) []byte {
	var out bytes.Buffer
	addressed := false
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(body), "\ufeff"))
	for line := range strings.SplitSeq(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		key, value, found := strings.Cut(line, ":")
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		if !found || value == "" && key != "disallow" && key != "allow" {
			continue
		}
		switch key {
		case "user-agent", "useragent":
			addressed = true
		case "disallow", "allow":
			if !addressed {
				continue
			}
		case "crawl-delay", "crawldelay":
			seconds, err := strconv.ParseFloat(value, 64)
			if !addressed || err != nil || !(seconds >= 0 && seconds <= maxCrawlDelay.Seconds()) {
				continue
			}
		case "sitemap":
		default:
			continue
		}
		fmt.Fprintf(&out, "%s: %s\n", key, value)
	}
	return out.Bytes()
}

// maxCrawlDelay is the longest pause that is taken for meant.
const maxCrawlDelay = 24 * time.Hour

// allows reports whether a page may be fetched.
func (r *robots) allows(u *url.URL) bool {
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	if u.RawQuery != "" {
		p += "?" + u.RawQuery
	}
	if r.group.Test(p) {
		// Rules are also written without percent signs.
		plain, err := url.PathUnescape(p)
		return err != nil || r.group.Test(plain)
	}
	return false
}

// namedRobot is the name before what a header says to one robot alone.
var namedRobot = regexp.MustCompile(`^\s*([a-z0-9_.*-]+)\s*:`)

// forUs is what a header in lower case says to this program; empty: it is for
// another one.
func forUs(said string) string {
	m := namedRobot.FindStringSubmatch(said)
	switch {
	case m == nil, m[1] == "unavailable_after", strings.HasPrefix(m[1], "max-"):
		return said
	case m[1] == agentName, m[1] == "*":
		return said[len(m[0]):]
	}
	return ""
}

// saysRobots reports whether a page tells robots something, such as noindex.
func saysRobots(said, word string) bool {
	for _, w := range strings.FieldsFunc(said, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if w == word || w == "none" && (word == "noindex" || word == "nofollow") {
			return true
		}
	}
	return false
}
