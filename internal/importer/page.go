package importer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/corpus/reader"
)

// page fetches a page and writes its article. The error is one after which nothing
// can follow.
func (c *crawl) page(ctx context.Context, t target) (*pageState, error) {
	p := &pageState{URL: t.url.String(), Key: pageKey(t.url), Depth: t.depth}
	before := c.known[p.Key]
	etag, modified := "", ""
	if before != nil && !t.anyway && before.Failed == "" && (before.File == "" || c.folder.holds(before.File)) {
		etag, modified = before.ETag, before.Modified
	}
	r, err := c.fetcher.get(ctx, t.url, etag, modified)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	switch {
	case err != nil:
		c.without(p, before, err)
	case r.status == http.StatusNotModified && before != nil:
		c.failed = 0
		p.ETag, p.Modified, p.File, p.ID, p.LeftOut, p.Also, p.Links = before.ETag, before.Modified, before.File, before.ID, before.LeftOut, before.Also, before.Links
		if p.File != "" {
			c.folder.keep(p.File)
			p.Status = Unchanged
		}
	case r.status == http.StatusNotFound || r.status == http.StatusGone:
		c.failed = 0
		p.LeftOut = leftOutMissing
	case r.status != http.StatusOK:
		c.fail(p, before, fmt.Sprintf("status %d", r.status))
	case r.problem != nil:
		c.failed = 0
		c.fail(p, before, r.problem.Error())
	default:
		c.failed = 0
		p.ETag, p.Modified = r.header.Get("ETag"), r.header.Get("Last-Modified")
		return p, c.read(p, r, t.anyway)
	}
	return p, nil
}

// without says what became of a page that gave no answer.
func (c *crawl) without(p, before *pageState, err error) {
	if errors.Is(err, errOtherHost) || errors.Is(err, errDisallowed) {
		p.LeftOut = err.Error()
		return
	}
	c.fail(p, before, err.Error())
}

// fail says that a page could not be had. The article that it was before stays.
func (c *crawl) fail(p, before *pageState, why string) {
	c.failed++
	p.Failed = why
	if before != nil {
		p.ETag, p.Modified, p.File, p.ID, p.Links = before.ETag, before.Modified, before.File, before.ID, before.Links
		if p.File != "" && c.folder.holds(p.File) {
			c.folder.keep(p.File)
			p.Status = Unchanged
		}
	}
}

// read makes an article of a page, if it is one.
func (c *crawl) read(p *pageState, r *fetched, anyway bool) error {
	if r.kind != "text/html" {
		p.LeftOut = "not a page (" + orUnknown(r.kind) + ")"
		return nil
	}
	p.Links = c.links(r)
	at := normal(r.url)
	if other := c.sameAs(at, r); other != nil && !anyway && pageKey(other) != p.Key {
		p.LeftOut, p.Also = leftOutSame, other.String()
		return nil
	}
	if r.moved && pageKey(at) != p.Key {
		p.LeftOut = leftOutSame
		if !anyway {
			p.Also = at.String()
		}
		return nil
	}
	switch why := notAPage(at); {
	case why != "":
		p.LeftOut = why
	case saysRobots(r.robots, "noindex"):
		p.LeftOut = leftOutNoindex
	case isListing(at) || isListingBody(r.bodyTag):
		p.LeftOut = leftOutListing
	}
	if p.LeftOut != "" {
		return nil
	}
	body := steady(string(r.body))
	if text := []rune(reader.PlainHTML(body)); len(text) < minText {
		p.LeftOut = leftOutEmpty
		return nil
	}
	return c.store(p, at, body)
}

// store writes the article of a page.
func (c *crawl) store(p *pageState, at *url.URL, body string) error {
	p.ID = at.String()
	name := pageFile(at)
	status, err := c.folder.put(name, &reader.HTMLArticle{ID: p.ID, URL: p.ID, Status: corpus.StatusPublished, HTML: body})
	switch {
	case isDisk(err):
		return err
	case err != nil:
		p.Failed = err.Error()
		c.folder.keep(name)
	default:
		p.File, p.Status = name, status
	}
	return nil
}

// links are the pages of the site that a page leads to.
func (c *crawl) links(r *fetched) []string {
	if c.start.Method != MethodLinks || saysRobots(r.robots, "nofollow") {
		return nil
	}
	var list []string
	seen := map[string]bool{}
	for _, l := range r.doc {
		u, err := parseAddress(l.address)
		if err != nil || !sameSite(u, c.home) || strings.Contains(strings.ToLower(l.rel), "nofollow") {
			continue
		}
		u = normal(u)
		if key := pageKey(u); !seen[key] && notAPage(u) == "" {
			seen[key] = true
			list = append(list, u.String())
		}
	}
	return list
}

// sameAs is the page that a page says it is another address of; nil: it is itself.
// A site whose every page names the first one is mistaken.
func (c *crawl) sameAs(at *url.URL, r *fetched) *url.URL {
	u, err := parseAddress(r.canon)
	if err != nil || !sameSite(u, c.home) {
		return nil
	}
	u = normal(u)
	if pageKey(u) == pageKey(at) || u.Path == "/" && u.RawQuery == "" && at.Path != "/" || notAPage(u) != "" || !c.robots.allows(u) {
		return nil
	}
	return u
}

// isListingBody reports whether the classes that WordPress gives a page say that
// it lists others, or holds no more than a picture.
func isListingBody(classes string) bool {
	if strings.Contains(classes, " single ") {
		return false
	}
	for _, c := range []string{" archive ", " search-results ", " error404 ", " attachment "} {
		if strings.Contains(classes, c) {
			return true
		}
	}
	return false
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// steady takes out of a page what is another thing each time it is made and that no
// reader sees: scripts but for data, tokens, remarks of the server. A page
// that says the same is then the same.
func steady(body string) string {
	body = scriptElement.ReplaceAllStringFunc(body, func(s string) string {
		if m := scriptElement.FindStringSubmatch(s); strings.Contains(strings.ToLower(m[1]), "ld+json") {
			return s
		}
		return ""
	})
	for _, e := range []*regexp.Regexp{plainComment, nonce, hiddenInput, tokenMeta} {
		body = e.ReplaceAllString(body, "")
	}
	return body
}
