//go:build e2e

package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What a patient says of themselves is ticked, and the sentences follow the ticks; who has no
// JavaScript presses the button.
func TestConsolePatient(t *testing.T) {
	b, axe := browser(t), axeSource(t)
	s := serve(t, t.TempDir())
	t.Run("ticks", func(t *testing.T) {
		p := open(b, t, s, screens()[0])
		p.visitConsole("/console/patient")
		p.do("reach the tick", chromedp.Focus(chromedp.CSS(`input[value="pregnancy"]`)))
		p.keys(" ")
		p.until("the result follows", `document.querySelector("#level-excluded .treatment") && location.search.includes("c=pregnancy")`)
		before := eval[int](p, `document.querySelectorAll("#level-excluded .treatment").length`)
		if before < 20 {
			t.Errorf("%d treatments must not be had while pregnant", before)
		}
		p.click(`input[value="anticoagulants"]`)
		p.until("both are told", `document.querySelectorAll(".patient-ticks .chip").length === 2 && document.querySelector(".treatment .finding:nth-of-type(2)")`)
		if text := eval[string](p, `document.querySelector("#results").innerText`); strings.Contains(text, "問題なし") || strings.Contains(text, "問題ありません") {
			t.Error("something is told to be without problem")
		}
		p.click(".patient-ticks a")
		p.until("one is taken away", `document.readyState === "complete" && document.querySelectorAll(".patient-ticks .chip").length === 1`)
	})
	t.Run("words of the patient", func(t *testing.T) {
		p := open(b, t, s, screens()[2])
		p.visitConsole("/console/patient")
		p.do("type", chromedp.SendKeys(chromedp.CSS("#said"), "ワーファリンを飲んでいて、卵アレルギー"))
		p.keys("\r")
		p.until("they are understood", `document.querySelectorAll(".patient-ticks .chip").length === 2`)
		if ticks := eval[string](p, `document.querySelector(".patient-ticks").innerText`); !strings.Contains(ticks, "抗凝固薬の服用") || !strings.Contains(ticks, "卵アレルギー") {
			t.Errorf("understood %q", ticks)
		}
	})
	t.Run("a quote is copied", func(t *testing.T) {
		p := open(b, t, s, screens()[0])
		p.visitConsole("/console/patient?c=pacemaker&treatment=HIFU")
		passage := eval[string](p, `document.querySelector("[data-copy-quote]").dataset.copyQuote`)
		if !strings.HasPrefix(passage, "hifu-face-lifting#") {
			t.Fatalf("quotes %q", passage)
		}
		eval[chromedp.Void](p, `navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; navigator.clipboard.write = async (items) => { window.copied = await (await items[0].getType("text/plain")).text(); };`)
		p.click("[data-copy-quote]")
		p.until("it is copied with its source", `window.copied && window.copied.includes("ペースメーカー") && window.copied.includes("HIFU")`)
	})
	for _, look := range []screen{screens()[0], screens()[3]} { // TestConsoleOnEveryScreen sees the rest
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, s, look)
			p.visitConsole("/console/patient?c=pregnancy&c=egg_allergy")
			p.check(axe)
		})
	}
	t.Run("without JavaScript", func(t *testing.T) {
		status, page := s.get("/console/patient?" + url.Values{"c": {"epilepsy"}}.Encode())
		for _, want := range []string{`value="epilepsy" checked`, "てんかんで光による発作", "該当する文なし（確認が必要）", "医学的な判断ではありません"} {
			if status != http.StatusOK || !strings.Contains(string(page), want) {
				t.Errorf("%d: %q is missing", status, want)
			}
		}
	})
}
