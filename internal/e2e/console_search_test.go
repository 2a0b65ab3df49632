//go:build e2e

package e2e

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// quiet is when a page waits for no answer.
const quiet = `!document.querySelector("#results").hasAttribute("aria-busy")`

// passageInFocus is the id of the passage that has the focus.
const passageInFocus = `document.activeElement.dataset.passage || ""`

// Everything on the search page is done by keys: finding, moving, opening, keeping, helping.
func consoleSearchByKeys(p *tab) {
	t := p.t
	p.emptyBasket()
	axe := axeSource(t)

	p.visitConsole("/?q=" + url.QueryEscape("ピル 血栓症"))
	first := eval[string](p, `document.querySelector("[data-passage][tabindex]").dataset.passage`)
	second := eval[string](p, `document.querySelectorAll("[data-passage][tabindex]")[1].dataset.passage`)
	p.strike('/')
	p.until("/ leads into the box", `document.activeElement.id === "q"`)
	p.strike('x') // whatever / would type stands before it
	p.until("the box takes what is typed", `document.querySelector("#q").value.includes("x")`)
	if got := eval[string](p, `document.querySelector("#q").value`); got != "x" { // what was there is selected
		t.Errorf("/ and x in the box make %q", got)
	}
	p.visitConsole("/?q=" + url.QueryEscape("ピル 血栓症"))
	p.keys(kb.ArrowDown)
	if got := eval[string](p, passageInFocus); got != first {
		t.Errorf("down leads to %q, not to %q", got, first)
	}
	p.keys(kb.ArrowDown)
	if got := eval[string](p, passageInFocus); got != second {
		t.Errorf("down leads to %q, not to %q", got, second)
	}
	p.keys("c")
	if got := p.copied("text/plain"); got != p.quoteOf(second) {
		t.Errorf("c copied\n%s", got)
	}
	p.keys("b")
	p.until("b says so", toast+`?.includes("かご")`)
	p.keys(kb.ArrowUp + kb.ArrowUp)
	p.until("up leads back into the box", `document.activeElement.id === "q"`)
	p.keys(kb.ArrowDown)
	p.until("down leads to a passage", passageInFocus)
	p.keys("?")
	p.until("? shows the keys", `document.querySelector("#keys").open`)
	p.check(axe)
	p.keys(kb.Escape)
	p.until("Esc closes them", `!document.querySelector("#keys").open`)
	p.keys(kb.ArrowDown + "o")
	p.until("o opens the passage in its article", `location.pathname.startsWith("/console/articles/") && location.hash.startsWith("#p-")`)
	p.visitConsole("/console/basket")
	if n := eval[int](p, `document.querySelectorAll(".basket li").length`); n != 1 {
		t.Errorf("%d passages in the basket", n)
	}
	p.check(axe)
}

// strike presses a key as a keyboard does: a page that takes the key for itself gets no letter.
func (p *tab) strike(key rune) {
	p.t.Helper()
	p.do("strike "+string(key), chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, event := range kb.Encode(key) {
			if event.Type == kb.KeyDown {
				event.Type = kb.KeyRawDown
			}
			if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, *event); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Results follow what is typed; an answer that comes late is dropped; the history leads back.
func consoleSearchWhileTyping(p *tab) {
	t := p.t
	p.visitConsole("/")
	p.until("the box has the focus", `document.activeElement.id === "q"`)
	eval[chromedp.Void](p, `
		const real = window.fetch;
		window.let = () => {};
		window.fetch = async (at, options) => {
			const query = new URL(at, location.href).searchParams.get("q");
			const answer = await real(at, query === "シミ" ? {...options, signal: undefined} : options);
			if (query !== "シミ") return answer;
			const text = await answer.text();
			await new Promise((done) => { window.let = done; });
			window.late = true;
			return new Response(text);
		}`)
	p.commit("シミ")
	p.until("the first question is under way", `window.let.length !== 0 || document.querySelector("#results").hasAttribute("aria-busy")`)
	p.commit("取りレーザー")
	p.until("the second is answered", quiet+` && document.querySelector("h1").textContent.includes("シミ取りレーザー")`)
	eval[chromedp.Void](p, `window.let()`)
	p.until("the first answer has come", `window.late`)
	if h := eval[string](p, `document.querySelector("h1").textContent`); !strings.Contains(h, "シミ取りレーザー") {
		t.Errorf("a late answer is shown: %s", h)
	}
	p.keys(kb.Enter)
	p.until("it is settled", quiet+` && new URLSearchParams(location.search).get("q") === "シミ取りレーザー" && !document.querySelector("#completions")`)
	p.keys("!")
	p.until("typing goes on", `new URLSearchParams(location.search).get("q") === "シミ取りレーザー!" && `+quiet)
	eval[chromedp.Void](p, `history.back()`)
	p.until("back leads to what was settled", quiet+` && document.querySelector("#q").value === "シミ取りレーザー"`)
	eval[chromedp.Void](p, `history.forward()`)
	p.until("and forward again", quiet+` && document.querySelector("#q").value === "シミ取りレーザー!"`)
	eval[chromedp.Void](p, `document.querySelector("#q").focus(); document.querySelector("#q").value = ""`)
	p.keys("haif nin")
	p.until("letters are taken for words", quiet+` && document.querySelector("#taken")?.textContent.includes("ハイフ 妊娠中")`)
	p.keys(kb.Escape)
	p.until("Esc searches for what was typed", quiet+` && !document.querySelector("#taken") && document.querySelector("h1").textContent.includes("haif nin")`)
	for _, wrong := range p.complained() {
		t.Error(wrong)
	}
}

// Several values of a facet are chosen, and each is taken away again; so is what was understood.
func consoleSearchFacetsAndChips(p *tab) {
	t := p.t
	p.visitConsole("/?q=" + url.QueryEscape("あざ"))
	chosen := func() []string { return eval[[]string](p, `new URLSearchParams(location.search).getAll("kind")`) }
	p.click(`input[name=kind][value=risks]`)
	p.until("the first is applied", quiet+` && document.querySelectorAll(".chip.chosen").length === 1`)
	p.click(`input[name=kind][value=faq]`)
	p.until("the second as well", quiet+` && document.querySelectorAll(".chip.chosen").length === 2`)
	if got := chosen(); !slices.Equal(got, []string{"risks", "faq"}) && !slices.Equal(got, []string{"faq", "risks"}) {
		t.Errorf("chosen: %q", got)
	}
	kinds := eval[[]string](p, `[...new Set([...document.querySelectorAll(".passage .kind")].map(k => k.textContent))]`)
	if slices.ContainsFunc(kinds, func(k string) bool {
		return k != "リスク・副作用・デメリット" && k != "よくある質問"
	}) {
		t.Errorf("other kinds: %q", kinds)
	}
	p.click(".chip.chosen")
	p.until("one is taken away", quiet+` && document.querySelectorAll(".chip.chosen").length === 1`)
	p.until("synonyms are told", `document.querySelector(".understood").textContent.includes("言い換え")`)
	eval[chromedp.Void](p, `[...document.querySelectorAll("a.chip")].find(a => a.textContent.includes("言い換え")).click()`)
	p.until("it is said that they are off", quiet+` && document.querySelector(".chip.off")?.textContent.includes("言い換え")`)
	p.click(".chip.off")
	p.until("and they are on again", quiet+` && !document.querySelector(".chip.off")`)
	for _, wrong := range p.complained() {
		t.Error(wrong)
	}
}

// Without JavaScript the console finds, narrows down, opens and quotes.
func TestConsoleWithoutScript(t *testing.T) {
	b := browser(t)
	p := open(b, t, serve(t, t.TempDir(), "--base-path", "/kb"), screens()[2])
	p.do("switch scripts off", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	p.visitConsole("/kb/?q=" + url.QueryEscape("ピル 血栓症"))
	p.click("#facets-box > summary")
	p.click("input[name=kind][value=risks]")
	p.click("#facets .apply button")
	p.do("the page of results", chromedp.WaitReady(chromedp.CSS(".chip.chosen")))
	passage := eval[string](p, `document.querySelector(".passage").dataset.passage`)
	p.click(".passage a.open")
	p.do("the article", chromedp.WaitReady(chromedp.CSS(".reading")))
	if at := eval[string](p, `location.pathname + location.hash`); !strings.HasPrefix(at, "/kb/console/articles/") || !strings.Contains(at, "#p-") {
		t.Errorf("opened %s", at)
	}
	p.do("quote as text", chromedp.Navigate(p.base+"/kb/console/quote?as=text&passage="+url.QueryEscape(passage)), chromedp.WaitReady(chromedp.CSS("pre")))
	if got := eval[string](p, `document.body.innerText`); !strings.Contains(got, "最終確認日：") || !strings.Contains(got, "/kb/articles/") {
		t.Errorf("quoted\n%s", got)
	}
	p.visitConsole("/kb/?q=" + url.QueryEscape("ピル 血栓症"))
	p.click("form[data-basket] button")
	p.do("it is said", chromedp.WaitReady(chromedp.CSS(".flash")))
	p.visitConsole("/kb/console/basket")
	if n := eval[int](p, `document.querySelectorAll(".basket li").length`); n != 1 {
		t.Errorf("%d passages in the basket", n)
	}
	if wrong := p.complained("favicon"); len(wrong) > 0 {
		t.Error(wrong)
	}
}
