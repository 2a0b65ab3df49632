package importer

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Limits of sitemaps: what the protocol allows in one, and what is read in all.
const (
	maxSitemaps    = 500
	maxSitemapURLs = 200_000
)

// sitemapEntries are the addresses of one sitemap: of pages, and of other sitemaps.
type sitemapEntries struct {
	pages, sitemaps []string
}

// parseSitemap reads a sitemap, an index of sitemaps, a feed, or a list of
// addresses. What stands before a fault in it counts.
func parseSitemap(body []byte) (sitemapEntries, error) {
	var e sitemapEntries
	text := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if !bytes.HasPrefix(text, []byte("<")) {
		for _, line := range strings.Split(string(text), "\n") {
			if line = strings.TrimSpace(line); strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://") {
				e.pages = append(e.pages, line)
			}
		}
		return e, nil
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // addresses are ASCII
	var path []string
	known := false
	for {
		token, err := d.RawToken()
		if err != nil {
			switch {
			case !errors.Is(err, io.EOF):
				return e, fmt.Errorf("not well-formed: %w", err)
			case !known:
				return e, errors.New("neither a sitemap nor an index of sitemaps")
			case len(path) > 0:
				return e, errors.New("it ends in the middle")
			}
			return e, nil
		}
		switch t := token.(type) {
		case xml.StartElement:
			known = known || t.Name.Local == "urlset" || t.Name.Local == "sitemapindex"
			path = append(path, t.Name.Local)
		case xml.EndElement:
			if len(path) > 0 {
				path = path[:len(path)-1]
			}
		case xml.CharData:
			n := len(path)
			if n < 2 || path[n-1] != "loc" {
				continue
			}
			address := strings.TrimSpace(string(t))
			switch {
			case address == "":
			case path[n-2] == "sitemap":
				e.sitemaps = append(e.sitemaps, address)
			case path[n-2] == "url":
				e.pages = append(e.pages, address)
			}
		}
	}
}

// sitemapPages lists the pages that the sitemaps of a site list. Declared are the
// addresses of sitemaps in robots.txt; where there are none, the usual places are
// looked at. Whole: every sitemap that was named could be read.
func (s *siteImport) sitemapPages(ctx context.Context, declared []string) (pages []*url.URL, whole bool, err error) {
	whole = true
	queue := declared
	guessed := len(queue) == 0
	if guessed {
		for _, p := range []string{"/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml"} {
			queue = append(queue, s.home.ResolveReference(&url.URL{Path: p}).String())
		}
	}
	seen := map[string]bool{}
	for read := 0; len(queue) > 0; {
		next := queue[0]
		queue = queue[1:]
		u, bad := parseAddress(next)
		if bad != nil || !sameSite(u, s.home) || seen[u.String()] {
			continue
		}
		seen[u.String()] = true
		if read++; read > maxSitemaps || len(pages) > maxSitemapURLs {
			s.report.note(next, 0, "there are too many sitemaps: the rest of them was left out")
			return pages, false, nil
		}
		entries, bad := s.sitemap(ctx, u)
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		if bad != nil && !(guessed && isAbsent(bad)) {
			whole = false
			s.report.reject(next, 0, "this sitemap was not read to its end: %v", bad)
		}
		if guessed && len(entries.pages)+len(entries.sitemaps) > 0 {
			guessed, queue = false, nil // one of the usual places is enough
		}
		queue = append(queue, entries.sitemaps...)
		for _, p := range entries.pages {
			if page, bad := parseAddress(p); bad == nil && sameSite(page, s.home) {
				pages = append(pages, normal(page))
			}
		}
	}
	return pages, whole, nil
}

var errIsPage = errors.New("it is a page")

// isAbsent reports whether an error says that there is no sitemap where one was
// looked for, other than that it cannot be had now.
func isAbsent(err error) bool {
	var status *statusError
	if errors.As(err, &status) {
		return status.status < 500 && status.status != http.StatusTooManyRequests
	}
	return errors.Is(err, errIsPage) || errors.Is(err, errDisallowed) || errors.Is(err, errOtherHost) || errors.Is(err, errCircle)
}

func (s *siteImport) sitemap(ctx context.Context, u *url.URL) (sitemapEntries, error) {
	if !s.robots.allows(u) {
		return sitemapEntries{}, errDisallowed
	}
	r, err := s.fetcher.get(ctx, u, "", "")
	switch {
	case err != nil:
		return sitemapEntries{}, err
	case r.problem != nil:
		return sitemapEntries{}, r.problem
	case r.status != http.StatusOK:
		return sitemapEntries{}, &statusError{r.status}
	case r.kind == "text/html":
		return sitemapEntries{}, errIsPage
	}
	return parseSitemap(r.body)
}
