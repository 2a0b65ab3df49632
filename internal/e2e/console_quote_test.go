//go:build e2e

package e2e

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A passage on an effect is copied in every format together with what its article says of risks.
func consoleQuotesEffectsWithRisks(p *tab) {
	t := p.t
	p.visitConsole("/?view=passages&kind=effects&q=" + url.QueryEscape("ハイフ 効果"))
	passage := `document.querySelector(".passage")`
	if kind := eval[string](p, passage+`.querySelector(".kind").textContent`); kind != "効果" {
		t.Fatalf("the first passage is of kind %s", kind)
	}
	for _, format := range []struct{ as, kind, says string }{
		{"text", "text/plain", "URL：https://kb.example.jp/articles/hifu-face-lifting"},
		{"markdown", "text/plain", "URL：<https://kb.example.jp/articles/hifu-face-lifting>"},
		{"html", "text/html", "https://kb.example.jp/articles/hifu-face-lifting"},
	} {
		eval[chromedp.Void](p, untold)
		p.click(".passage .formats summary")
		p.click(fmt.Sprintf(".passage .formats a[data-as=%s]", format.as))
		got := p.copied(format.kind)
		for _, says := range []string{format.says, "この治療のリスク・副作用", "やけど", "最終確認日：", "監修：", "出典：", "承認されていない"} {
			if !strings.Contains(got, says) {
				t.Errorf("%s does not say %q:\n%s", format.as, says, got)
			}
		}
		if open := eval[bool](p, `document.querySelector(".formats[open]") !== null`); open {
			t.Errorf("%s: the menu stays open", format.as)
		}
	}
	for _, wrong := range p.complained() {
		t.Error(wrong)
	}
}

// Where the browser does not let pages write the clipboard, what is selected is copied; where it does
// not let them do that, the quote is shown, selected, for the keys of the browser.
func consoleCopiesWhatItMay(p *tab) {
	t := p.t
	address := "/?view=passages&kind=effects&q=" + url.QueryEscape("ハイフ 効果")
	refuse := `navigator.clipboard.write = () => Promise.reject(new DOMException("no", "NotAllowedError"))`
	for name, missing := range map[string]string{"refused": refuse, "absent": `Object.defineProperty(window, "ClipboardItem", {value: undefined})`} {
		p.visitConsole(address)
		passage := eval[string](p, `document.querySelector("article[data-passage]").dataset.passage`)
		eval[chromedp.Void](p, missing+`; undefined`)
		p.keys(kb.ArrowDown + "c")
		if got := p.copied("text/plain"); got != p.quoteOf(passage) {
			t.Errorf("%s: copied\n%s", name, got)
		}
		if focused := eval[string](p, passageInFocus); focused != passage {
			t.Errorf("%s: the focus went to %q", name, focused)
		}
	}
	p.visitConsole(address)
	eval[chromedp.Void](p, refuse+`; document.execCommand = () => false; undefined`)
	p.keys(kb.ArrowDown + "c")
	p.until("the quote is shown", `document.querySelector("#by-hand")?.open`)
	p.check(axeSource(t))
	shown := eval[string](p, `(a => a.value.slice(a.selectionStart, a.selectionEnd))(document.querySelector("#by-hand textarea"))`)
	if !strings.Contains(shown, "この治療のリスク・副作用") || !strings.Contains(shown, "最終確認日：") {
		t.Errorf("selected\n%s", shown)
	}
	p.keys(kb.Escape)
	p.until("it is said that nothing was copied", `document.querySelector("#toast.wrong:not([hidden])") && !document.querySelector("#by-hand")`)
}

// A basket holds the quotes of one case: put in order, with a note, copied as one document; what
// was taken away by mistake comes back.
func consoleBasket(p *tab) {
	t := p.t
	p.emptyBasket()
	p.visitConsole("/?q=" + url.QueryEscape("ピル 血栓症"))
	for n := range 2 {
		eval[chromedp.Void](p, untold)
		eval[chromedp.Void](p, fmt.Sprintf(`document.querySelectorAll("article[data-passage] form[data-basket] button")[%d].click()`, n))
		p.until("it is said", toast+`?.includes("かご")`)
	}
	p.visitConsole("/console/basket")
	order := func() []string {
		return eval[[]string](p, `[...document.querySelectorAll(".basket li h2 a")].map(a => a.hash)`)
	}
	before := order()
	if len(before) != 2 {
		t.Fatalf("in the basket: %q", before)
	}
	p.click(".basket button[value=down]")
	p.do("moved", chromedp.WaitReady(chromedp.CSS(".flash")))
	if after := order(); after[0] != before[1] || after[1] != before[0] {
		t.Errorf("%q became %q", before, after)
	}
	p.do("write a note", chromedp.SendKeys(chromedp.CSS("#note"), "お問い合わせの件です。"))
	p.click(".note button")
	p.until("the note is kept", `document.querySelector(".flash")?.textContent.includes("メモ")`)
	p.click("[data-copy-from='/console/basket/quote?as=']")
	got := p.copied("text/plain")
	if !strings.HasPrefix(got, "お問い合わせの件です。") || strings.Count(got, "監修：") != strings.Count(got, "記事：") {
		t.Errorf("copied\n%s", got)
	}
	p.click("form[action$='/basket/clear'] button")
	p.until("it is empty", `document.querySelectorAll(".basket li").length === 0 && document.querySelector(".flash") !== null`)
	p.click("form[action$='/basket/undo'] button")
	p.until("it is as it was", `document.querySelectorAll(".basket li").length === 2 && document.querySelector("#note").value === "お問い合わせの件です。"`)
	p.check(axeSource(t))
}
