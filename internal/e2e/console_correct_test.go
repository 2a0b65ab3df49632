//go:build e2e

package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// What was misread is put right from the article's own sentence, looked at before it is saved,
// in force at once, and taken back; a draft is read and checked, and nothing of it stays.
func TestConsoleCorrect(t *testing.T) {
	b, axe := browser(t), axeSource(t)
	s := serve(t, t.TempDir())
	p := open(b, t, s, screens()[0])
	p.visitConsole("/console/correct?article=hifu-face-lifting&what=downtime")
	p.check(axe)
	set := func(selector, text string) { // in place of what was read
		p.do("fill "+selector, chromedp.SetValue(chromedp.CSS(selector), text))
	}
	set("#f-min", "21")
	set("#f-max", "23")
	p.fill("#why", "表の値を読み違えていた")
	p.click(".correct form button")
	p.until("the preview is there", `document.querySelector("#after") && document.querySelector("ins")?.textContent.includes("23")`)
	p.until("no search moves", `document.querySelector("[aria-labelledby=moves] .notice") && !document.querySelector(".rule-moved")`)
	p.check(axe)
	p.click("#after ~ form button")
	p.until("it is listed", `location.pathname === "/console/corrections" && document.querySelector("tbody")?.textContent.includes("表の値を読み違えていた")`)
	p.check(axe)
	p.visitConsole("/console/correct?article=hifu-face-lifting&what=downtime")
	if got := eval[string](p, `document.querySelector("#f-max").value`); got != "23" {
		t.Errorf("the article is read with %q", got)
	}
	p.visitConsole("/console/corrections")
	p.click("form[action$='/undo'] button")
	p.until("it is taken back", `document.querySelector(".flash") && !document.querySelector("form[action$='/undo']") && document.querySelectorAll(".revisions tbody tr").length === 2`)

	// That the price is no price moves searches, which are shown before anything is saved.
	section := eval[string](p, `fetch("/v1/articles/hifu-face-lifting").then(r => r.json()).then(a => a.sections.find(s => s.kind === "cost").id)`, chromedp.EvalAwaitPromise)
	p.visitConsole("/console/correct?article=hifu-face-lifting&what=kind&section=" + section)
	set("#f-kind", "overview")
	p.fill("#why", "見出しの読み違い")
	p.click(".correct form button")
	p.until("what would move is told", `document.querySelectorAll(".rule-moved .rule-sides").length > 0 && document.querySelector("#after ~ form button")`)
	p.check(axe)
	p.visitConsole("/console/corrections")
	p.until("nothing is saved", `document.querySelectorAll(".revisions tbody tr").length === 2`)

	p.visitConsole("/console/draft")
	set("#text", "# しみのレーザー\n\n## 効果\n\n必ず治ります。<script>alert(1)</script>\n\n## 費用\n\n1回30,000円です。\n")
	p.click(".draft button")
	p.until("the draft is read", `document.querySelector(".read table")?.textContent.includes("円") && document.querySelector(".read mark")`)
	p.check(axe)
}
