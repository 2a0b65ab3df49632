package importer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
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
	data, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", &at, err)
	}
	group := data.FindGroup(agentName)
	return &robots{group: group, sitemaps: data.Sitemaps, delay: group.CrawlDelay}, nil
}

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

// saysRobots reports whether a page tells robots something, such as noindex.
func saysRobots(said, word string) bool {
	for _, w := range strings.FieldsFunc(said, func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		if w == word || w == "none" && (word == "noindex" || word == "nofollow") {
			return true
		}
	}
	return false
}
