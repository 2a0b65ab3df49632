//go:build e2e

package e2e

import (
	"context"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// An article shows its anatomy beside its text, leads to every passage, and prints as text.
func consoleArticle(p *tab) {
	t := p.t
	const passage = "hifu-face-lifting#4641995b7a"
	p.visitConsole("/console/articles/hifu-face-lifting#p-4641995b7a")
	if in := eval[bool](p, `(() => { const r = document.querySelector("#p-4641995b7a").getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight; })()`); !in {
		t.Error("the passage of the address is not in sight")
	}
	if plain := eval[bool](p, `getComputedStyle(document.querySelector(".question:has(:target)")).backgroundColor === "rgba(0, 0, 0, 0)"`); plain {
		t.Error("the passage of the address is not marked")
	}
	for what, expression := range map[string]string{
		"the outline names kinds":         `[...document.querySelectorAll(".outline li")].every(l => l.querySelector(".kind").textContent !== "") && document.querySelectorAll(".outline li").length > 5`,
		"every line leads somewhere":      `[...document.querySelectorAll(".outline a, .mention a")].every(a => document.getElementById(decodeURIComponent(a.hash.slice(1))))`,
		"effects, risks, who must not":    `document.querySelectorAll(".claims").length === 3`,
		"each says whether it is sourced": `[...document.querySelectorAll(".mention")].every(m => m.querySelector(".sourced, .unsourced"))`,
		"advertising items":               `document.querySelectorAll(".check .found").length > 0 && document.querySelector(".check .fine").textContent.includes("法的な助言ではありません")`,
		"every passage can be quoted":     `document.querySelectorAll(".passage-tools").length > 10`,
	} {
		if !eval[bool](p, expression) {
			t.Errorf("not so: %s", what)
		}
	}
	p.keys("c")
	if got := p.copied("text/plain"); got != p.quoteOf(passage) {
		t.Errorf("c copied\n%s", got)
	}
	p.click(".outline a[href^='#s-']")
	p.until("the outline leads to a section", `location.hash.startsWith("#s-")`)
	p.keys(kb.Tab)
	p.do("print", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	for _, selector := range []string{".top", ".places", ".outline", ".passage-tools"} {
		if eval[bool](p, `getComputedStyle(document.querySelector("`+selector+`")).display !== "none"`) {
			t.Errorf("%s is printed", selector)
		}
	}
	if text := eval[string](p, `document.querySelector(".reading").innerText`); !strings.Contains(text, "最終確認日") || !strings.Contains(text, "妊娠中に受けても大丈夫ですか？") {
		t.Error("the text is not printed")
	}
	for _, wrong := range p.complained() {
		t.Error(wrong)
	}
}
