//go:build e2e

package e2e

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What there is to look at in the articles is counted, listed, filtered and saved, and leads to
// the place.
func TestConsoleContent(t *testing.T) {
	b, axe := browser(t), axeSource(t)
	home := t.TempDir()
	s := serve(t, home)
	t.Run("from the count to the place", func(t *testing.T) {
		p := open(b, t, s, screens()[0])
		p.visitConsole("/console/content")
		p.until("the counts are there", `document.querySelectorAll(".counts li").length === 10`)
		eval[chromedp.Void](p, `document.querySelectorAll(".charts img").forEach(i => i.loading = "eager")`)
		p.until("the charts are drawn", `[...document.querySelectorAll(".charts img")].length === 2 && [...document.querySelectorAll(".charts img")].every(i => i.complete && i.naturalWidth > 100)`)
		count := eval[string](p, `[...document.querySelectorAll(".counts a")].find(a => a.href.includes("kind=unsourced")).querySelector(".count-number").innerText`)
		p.click(`.counts a[href*="kind=unsourced"]`)
		p.until("the list is there", `document.querySelector("table.findings")`)
		if got := eval[string](p, `document.querySelector(".heading .fine").innerText`); got != count+"件" {
			t.Errorf("%s counted, %s listed", count, got)
		}
		p.do("choose a treatment", chromedp.SetValue(chromedp.CSS("#treatment"), "HIFU"))
		p.click(".content-filter button")
		p.until("it is filtered", `location.search.includes("treatment=HIFU") && document.querySelector("table.findings")`)
		if others := eval[int](p, `[...document.querySelectorAll(".findings tbody tr td:first-child")].filter(c => !/HIFU|ハイフ/.test(c.innerText)).length`); others != 0 {
			t.Errorf("%d of other treatments", others)
		}
		p.click(".findings .said a")
		p.until("the passage is there", `location.pathname.startsWith("/console/articles/") && document.getElementById(decodeURIComponent(location.hash.slice(1)))`)
	})
	for _, look := range []screen{screens()[0], screens()[3]} { // TestConsoleOnEveryScreen sees the rest
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, s, look)
			for _, path := range []string{"/console/content", "/console/content/list?kind=advertising", "/console/content/coverage"} {
				p.visitConsole(path)
				p.check(axe)
			}
		})
	}
	t.Run("tables", func(t *testing.T) {
		for path, least := range map[string]int{"/console/content/list.csv?kind=unsourced": 50, "/console/content/coverage.csv": 30, "/console/content/list.csv?kind=unreviewed": 5} {
			status, table := s.get(path)
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(table), "\uFEFF"))).ReadAll()
			if status != http.StatusOK || err != nil || len(rows) < least {
				t.Errorf("%s: %d, %d rows, %v", path, status, len(rows), err)
			}
		}
		if status, page := s.get("/console/content/coverage"); status != http.StatusOK || !strings.Contains(string(page), `<th scope="row"`) {
			t.Errorf("%d", status)
		}
	})
}
