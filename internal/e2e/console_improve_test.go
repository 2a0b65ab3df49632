//go:build e2e

package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What somebody asks in vain is counted, drawn, and leads within a click to what can be done about it.
func TestConsoleImprove(t *testing.T) {
	b, axe := browser(t), axeSource(t)
	s := serve(t, t.TempDir())
	for _, q := range []string{"%E9%BC%BB%E6%AF%9B%E8%84%B1%E6%AF%9Bxyzzy", "%E3%83%80%E3%82%A6%E3%83%B3%E3%82%BF%E3%82%A4%E3%83%A0", "%3Cscript%3Ealert(1)%3C/script%3E"} {
		for range 2 {
			if status, _ := s.get("/v1/search?q=" + q); status != http.StatusOK {
				t.Fatalf("search: %d", status)
			}
		}
	}
	// What was asked is written after a second, and counted when it has settled. The console
	// shows counts again for a while, so it is asked when they are there.
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if _, body := s.get("/v1/admin/analytics"); strings.Contains(string(body), `"queries":3`) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the searches are not counted")
		}
	}
	p := open(b, t, s, screens()[0])
	p.visitConsole("/console/improve?days=7")
	p.until("the searches are listed", `document.querySelectorAll(".by-top tbody tr").length === 3`)
	eval[chromedp.Void](p, `document.querySelectorAll("img.chart").forEach(i => { i.loading = "eager"; i.closest("details")?.setAttribute("open", ""); })`)
	p.until("the charts are drawn", `(l => l.length >= 2 && l.every(i => i.complete && i.naturalWidth > 100))([...document.querySelectorAll("img.chart")])`)
	p.check(axe)
	p.click(".by-top tbody th a")
	p.until("the query is shown", `location.pathname === "/console/improve/query" && document.querySelector("#searches")`)
	p.check(axe)
	if got := eval[bool](p, `[...document.querySelectorAll(".improve-actions a")].some(a => a.pathname === "/console/curation/new" && a.search.startsWith("?kind=synonym&word="))`); !got {
		t.Error("no way to a synonym")
	}
	narrow := open(b, t, s, screens()[3])
	narrow.visitConsole("/console/improve?days=7")
	narrow.check(axe)
	if status, table := s.get("/console/improve/list.csv?list=top"); status != http.StatusOK || !strings.Contains(string(table), "xyzzy") {
		t.Errorf("the table: %d %s", status, table)
	}
}
