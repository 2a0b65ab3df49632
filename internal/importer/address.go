package importer

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"shirube/internal/pattern"
)

// sameSite reports whether two addresses are of one site: the same host and port,
// with or without www., by http or https.
func sameSite(a, b *url.URL) bool { return hostKey(a) == hostKey(b) }

func hostKey(u *url.URL) string {
	key := strings.TrimPrefix(strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		key += ":" + port
	}
	return key
}

// scope is the folder of a site that an address stands for: that of a file, else
// itself.
func scope(u *url.URL) string {
	p := u.Path
	if last := p[strings.LastIndexByte(p, '/')+1:]; strings.Contains(last, ".") {
		return strings.TrimSuffix(p, last)
	}
	return strings.TrimSuffix(p, "/") + "/"
}

// visitOnly are parameters that say how a visitor came, or who he is, and not
// which page he sees.
var visitOnly = regexp.MustCompile(`(?i)^(?:utm_.*|fbclid|gclid|gbraid|wbraid|yclid|msclkid|ttclid|_ga|_gl|mc_cid|mc_eid|phpsessid|jsessionid|sid|session_?id|aspsessionid.*|cfid|cftoken|ref_src)$`)

var sessionInPath = regexp.MustCompile(`(?i);jsessionid=[^/?#]*`)

// normal is the address of a page in one form: what makes no other page is taken
// out, so that each page is fetched once.
func normal(u *url.URL) *url.URL {
	n := *u
	n.Scheme, n.Host = strings.ToLower(n.Scheme), strings.ToLower(n.Host)
	if p := n.Port(); p == "80" && n.Scheme == "http" || p == "443" && n.Scheme == "https" {
		n.Host = strings.TrimSuffix(n.Host, ":"+p)
	}
	n.Fragment, n.RawFragment, n.User = "", "", nil
	escaped := sessionInPath.ReplaceAllString(n.EscapedPath(), "")
	slash := strings.HasSuffix(escaped, "/")
	escaped = path.Clean("/" + escaped)
	if slash && escaped != "/" {
		escaped += "/"
	}
	if p, err := url.PathUnescape(escaped); err == nil {
		n.Path, n.RawPath = p, escaped
	}
	var kept []string
	for _, part := range strings.Split(n.RawQuery, "&") {
		key, _, _ := strings.Cut(part, "=")
		if part != "" && !visitOnly.MatchString(key) {
			kept = append(kept, part)
		}
	}
	slices.Sort(kept)
	n.RawQuery, n.ForceQuery = strings.Join(kept, "&"), false
	return &n
}

// pageKey tells pages apart: http and https, with www. and without are one.
func pageKey(u *url.URL) string {
	return hostKey(u) + u.EscapedPath() + "?" + u.RawQuery
}

const (
	maxAddress = 1500 // characters of an address
	maxSegment = 3    // how often a path may hold the same part
)

var (
	noPage = regexp.MustCompile(pattern.Joined(`(?i)\.(?:
		jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|js|mjs|json|xml|rss|atom|pdf|docx?|xlsx?|pptx?|zip|gz
		|tgz|rar|7z|mp[34]|m4[av]|mov|avi|wmv|webm|ogg|wav|woff2?|ttf|eot|ics|vcf|csv|txt|exe|dmg|apk
	)$`))
	// doesSomething are parameters of links that do something, or show the same
	// page in another way.
	doesSomething = regexp.MustCompile(pattern.Joined(`(?i)^(?:
		replytocom|share|print|action|add-to-cart|add_to_wishlist|wp-?nonce|_wpnonce|preview|doing_wp_cron
		|like_comment|unapproved|moderation-hash|s|q|search|keyword|orderby|sort|order|filter.*|tribe.*
		|eventdisplay|ical|outlook-ical|format|login|logout|redirect_to
	)$`))
	adminPath = regexp.MustCompile(`(?i)^/(?:wp-admin|wp-login\.php|wp-json|xmlrpc\.php|cgi-bin|cart|checkout|my-account)(?:/|$)|/(?:feed|embed|trackback|amp)/?$|/comment-page-\d+/?$`)
	// listing is the address of a page that lists others.
	listing = regexp.MustCompile(`(?i)/page/\d+/?$|/archives?/date/|^/(?:19|20)\d\d/(?:\d\d/(?:\d\d/)?)?$`)
	pager   = regexp.MustCompile(`(?i)^(?:paged?|pg|offset|start)$`)
)

// notAPage says why an address is not worth fetching; empty: it may be a page.
func notAPage(u *url.URL) string {
	switch {
	case len(u.String()) > maxAddress:
		return "an address too long to be a page's"
	case noPage.MatchString(u.Path):
		return "a file"
	case adminPath.MatchString(u.Path):
		return "not for readers"
	}
	count := map[string]int{}
	for _, part := range strings.Split(u.Path, "/") {
		if part == "" {
			continue
		}
		if count[part]++; count[part] >= maxSegment {
			return "an address that goes round in a circle"
		}
	}
	for key := range u.Query() {
		if doesSomething.MatchString(key) {
			return "a search, a filter or an action"
		}
	}
	return ""
}

// isListing reports whether an address is one of a page that lists others: it is
// followed and not stored.
func isListing(u *url.URL) bool {
	if listing.MatchString(u.Path) {
		return true
	}
	return isPager(u)
}

// isPager reports whether an address is that of one more page of a list.
func isPager(u *url.URL) bool {
	if strings.Contains(u.Path, "/page/") {
		return true
	}
	for key := range u.Query() {
		if pager.MatchString(key) {
			return true
		}
	}
	return false
}

// pageFile is the name of the file of a page: readable, and another one for every
// address.
func pageFile(u *url.URL) string {
	words := strings.Trim(u.Path, "/")
	if words == "" {
		words = "index"
	}
	words = strings.TrimSuffix(words, path.Ext(words))
	return FolderName("", lastRunes(strings.ReplaceAll(words, "/", "-"), 60)+".x") + "-" + shortHash(pageKey(u)) + ".json"
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	return string(r[max(len(r)-n, 0):])
}
