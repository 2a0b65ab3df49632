//go:build e2e

package e2e

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func comparing(subjects ...string) string {
	return "/console/compare?" + url.Values{"t": subjects}.Encode()
}

// Two treatments are put side by side by keyboard alone, every cell says something, and each
// sentence leads to the passage that says it.
func TestConsoleCompare(t *testing.T) {
	b, axe := browser(t), axeSource(t)
	s := serve(t, t.TempDir())
	t.Run("by keyboard", func(t *testing.T) {
		p := open(b, t, s, screens()[0])
		p.visitConsole("/console/compare")
		p.do("first field", chromedp.Focus(chromedp.CSS("#t0")))
		p.do("type", chromedp.KeyEvent("ハイフ"))
		p.keys("\t")
		p.do("type", chromedp.KeyEvent("CPAP療法"))
		p.keys("\r")
		p.until("the table is there", `document.querySelectorAll("table.compare thead th").length === 3`)
		if empty := eval[int](p, `[...document.querySelectorAll("table.compare td")].filter(c => c.innerText.trim() === "").length`); empty != 0 {
			t.Errorf("%d cells say nothing", empty)
		}
		if got := eval[string](p, `document.querySelector(".compare-name").innerText + " " + location.search`); !strings.HasPrefix(got, "HIFU ") || strings.HasSuffix(got, "t=") {
			t.Errorf("compared %s", got)
		}
		if missing := eval[string](p, `document.querySelector(".compare-approval td .unstated")?.innerText || ""`); !strings.Contains(missing, "ないという意味ではありません") {
			t.Errorf("what is not stated reads %q", missing)
		}
		sentence := eval[string](p, `document.querySelector(".compare-risks .said a").innerText`)
		p.click(".compare-risks .said a")
		p.until("the passage is there", `location.hash !== "" && document.getElementById(decodeURIComponent(location.hash.slice(1)))`)
		if !eval[bool](p, `document.querySelector("main").innerText.includes(`+quoted(sentence)+`)`) {
			t.Errorf("the article does not say %q", sentence)
		}
	})
	for _, look := range []screen{screens()[0], screens()[3]} { // TestConsoleOnEveryScreen sees the rest
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, s, look)
			p.visitConsole(comparing("HIFU", "ボトックス", "存在しない治療"))
			p.check(axe)
		})
	}
	t.Run("without JavaScript, and as a table", func(t *testing.T) {
		status, page := s.get(comparing("HIFU", "CPAP療法"))
		if status != http.StatusOK || !strings.Contains(string(page), "compare-risks") {
			t.Fatalf("%d", status)
		}
		status, table := s.get("/console/compare/table.csv?" + url.Values{"t": {"HIFU", "CPAP療法"}}.Encode())
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(table), "\uFEFF"))).ReadAll()
		if status != http.StatusOK || err != nil || len(rows) < 40 || !strings.HasPrefix(string(table), "\uFEFF") {
			t.Fatalf("%d, %d rows, %v", status, len(rows), err)
		}
		for _, r := range rows[1:] {
			if r[3] != "" && r[2] != "記載なし" && !strings.HasPrefix(r[10], "http://"+s.addr+"/console/articles/") {
				t.Errorf("a sentence without an address: %q", r)
			}
		}
	})
}

// quoted is a string of JavaScript.
func quoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`).Replace(s) + "'"
}
