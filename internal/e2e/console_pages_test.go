//go:build e2e

package e2e

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// visitConsole opens a page of the console and waits until its modules have run.
func (p *tab) visitConsole(path string) {
	p.t.Helper()
	p.do("visit "+path, chromedp.Navigate(p.base+path), chromedp.WaitReady(chromedp.CSS("#live")))
	p.until("the modules have run", `document.readyState === "complete"`)
}

// samePage are parameters that a page of one shape is shown with or without.
var samePage = []string{"source", "sort", "view", "page", "more", "interpret", "passage"}

// shapeOf is what pages of one kind have in common: the path, each id in it the same, and the
// names of the parameters that make it another one.
func shapeOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	names := make([]string, 0, len(u.Query()))
	for name := range u.Query() {
		if !slices.Contains(samePage, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	path := regexp.MustCompile(`^(/console/articles/)[^/]+`).ReplaceAllString(u.EscapedPath(), "${1}ID")
	path = regexp.MustCompile(`/\d+(/|$)`).ReplaceAllString(path, "/N$1")
	return path + "?" + strings.Join(names, "&")
}

// crawl follows the links of the console from a start, a few pages of each shape, and calls f
// on each page. What is a file, or leads out of the console, is not followed.
func (p *tab) crawl(start []string, each int, f func(path string)) {
	p.t.Helper()
	seen := map[string]bool{}
	shapes := map[string]int{}
	queue := slices.Clone(start)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		shape := shapeOf(path)
		if seen[path] || shapes[shape] >= each {
			continue
		}
		seen[path] = true
		shapes[shape]++
		p.visitConsole(path)
		f(path)
		queue = append(queue, eval[[]string](p, `[...document.querySelectorAll("a[href]:not([download])")]
			.filter(a => a.origin === location.origin && (a.pathname === "/" || a.pathname.startsWith("/console/")))
			.filter(a => !/[.](csv|yaml|jsonl|svg|json)$/.test(a.pathname) && !/[?&](as|format|export|csv)=/.test(a.search))
			.map(a => a.pathname + a.search)`)...)
	}
	if len(seen) < 2 {
		p.t.Fatalf("only %d pages found", len(seen))
	}
}

// consoleStart is where a walk through the console begins.
func consoleStart(query string) []string {
	return []string{"/", "/?q=" + url.QueryEscape(query)}
}

// Every page of the console that a link leads to, on every screen: nothing to scroll sideways,
// nothing that cannot be read or reached, no error, no request to anyone else, one main heading.
func TestConsoleOnEveryScreen(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir())
	axe := axeSource(t)
	for _, look := range screens() {
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, s, look)
			axe := axe
			if look.phone != (look.scheme == "dark") {
				axe = "" // it takes half a second a page: wide in light and narrow in dark have all there is
			}
			p.crawl(consoleStart("妊娠中"), 1, func(path string) {
				for _, wrong := range slices.Concat(p.tooWide(), p.inaccessible(axe), p.complained()) {
					t.Errorf("%s: %s", path, wrong)
				}
				if n := eval[int](p, `document.querySelectorAll("h1").length`); n != 1 {
					t.Errorf("%s has %d main headings", path, n)
				}
			})
		})
	}
}

// Whatever articles and questions say is shown as text on every page of the console, and runs
// nothing.
func TestConsoleShowsScriptAsText(t *testing.T) {
	b := browser(t)
	var articles []object
	for i, bad := range payloads() {
		articles = append(articles, hostileArticle(i, bad))
	}
	s := serve(t, t.TempDir(), "--corpus", writeArticles(t, articles...))
	p := open(b, t, s, screen{"320 px", 320, 640, true, "light"})
	for _, bad := range payloads() { // what is asked here is in the log that other pages show
		p.visitConsole("/?q=" + url.QueryEscape("やけど "+bad))
		p.visitConsole("/?q=" + url.QueryEscape(bad))
	}
	start := consoleStart("やけど " + payloads()[0])
	for i, bad := range payloads() {
		start = append(start, fmt.Sprintf("/console/articles/bad-%d", i), "/console/"+url.PathEscape(bad),
			"/?q="+url.QueryEscape(bad)+"&tag="+url.QueryEscape(bad))
	}
	p.crawl(start, 3, func(path string) {
		if eval[bool](p, `window.hacked !== undefined || document.querySelector("main iframe, base, main script, main svg[onload], main [onerror]") !== null`) {
			t.Errorf("%s: a text became part of the page", path)
		}
		if links := eval[[]string](p, `[...document.querySelectorAll("a")].map(a => a.href).filter(h => !/^https?:/.test(h))`); len(links) > 0 {
			t.Errorf("%s: links lead to %q", path, links)
		}
		for _, wrong := range p.complained("404", "400", "422") {
			t.Errorf("%s: %s", path, wrong)
		}
	})
}
