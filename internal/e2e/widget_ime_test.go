//go:build e2e

package e2e

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// process presses a key as an input method hands it on: a keydown of code 229.
func (p *tab) process(key string) {
	p.t.Helper()
	p.do("the input method takes "+key, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, typ := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			if _, err := cdp.Call(ctx, tab, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: typ, Key: key, WindowsVirtualKeyCode: 229}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// watchSearches counts what is submitted, live searches left out, and what is chosen.
func (p *tab) watchSearches() {
	p.t.Helper()
	eval[chromedp.Void](p, `window.submitted = []; window.chosen = [];
		document.addEventListener("shirube-search", (e) => { if (!e.detail.live) submitted.push(e.detail.query) });
		document.addEventListener("shirube-select", (e) => { chosen.push(e.detail.type); e.preventDefault() });`)
}

func (p *tab) submitted() []string { p.t.Helper(); return eval[[]string](p, `submitted`) }
func (p *tab) chosen() []string    { p.t.Helper(); return eval[[]string](p, `chosen`) }

// While kana are converted, answers come as one types, and neither the Enter that commits
// nor the arrows that choose a conversion do anything in the box. The next Enter searches.
func TestWidgetLeavesConversionToTheInputMethod(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	p.watchSearches()
	p.focusBox()
	for _, s := range []string{"え", "えk", "えく", "えくs", "えくそ", "えくそそーむ"} {
		p.compose(s)
	}
	p.shownOptions("えくそそーむ")
	if asked := c.queries(); asked[len(asked)-1] != "えくそそーむ" {
		t.Errorf("searched while composing: %q", asked)
	}
	for _, key := range []string{"ArrowDown", "ArrowDown", "Enter", "Escape", "Home"} {
		p.process(key)
	}
	if got := eval[string](p, inBox("input")+`.getAttribute("aria-activedescendant") || ""`); got != "" {
		t.Errorf("the arrows of the input method chose %s in the list", got)
	}
	if !eval[bool](p, "!"+inBox(`[part~="panel"]`)+".hidden") {
		t.Error("Escape of the input method closed the list")
	}
	p.compose("エクソソーム")
	p.process("Enter")
	p.commit("エクソソーム")
	p.shownOptions("エクソソーム")
	if got := eval[string](p, inBox("input")+".value"); got != "エクソソーム" {
		t.Errorf("in the box is %q", got)
	}
	if s, ch := p.submitted(), p.chosen(); len(s)+len(ch) > 0 {
		t.Fatalf("the conversion searched for %q and chose %q", s, ch)
	}
	p.keys(kb.Enter)
	if got := p.submitted(); !slices.Equal(got, []string{"エクソソーム"}) {
		t.Errorf("Enter after the conversion searched for %q", got)
	}
	p.check("")
}

// Safari ends the composition before the keydown of the Enter that committed it: the key is
// known by its code 229 alone, and with an option active it must not be followed.
func TestWidgetEnterAfterCompositionEndOfSafari(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	p.watchSearches()
	p.focusBox()
	p.keys("かんせん")
	p.shownOptions("かんせん")
	p.keys(kb.ArrowDown)
	eval[chromedp.Void](p, `(() => {
		const input = `+inBox("input")+`;
		input.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
		input.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true, data: "感染"}));
		input.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, which: 229, bubbles: true, cancelable: true}));
		input.form.requestSubmit(); // what an engine may do by itself with that Enter
		input.dispatchEvent(new KeyboardEvent("keyup", {key: "Enter", keyCode: 13, bubbles: true}));
	})()`)
	if s, ch := p.submitted(), p.chosen(); len(s)+len(ch) > 0 {
		t.Fatalf("the conversion searched for %q and chose %q", s, ch)
	}
	p.keys(kb.Enter)
	if got := p.chosen(); len(got) != 1 {
		t.Errorf("Enter of one's own chose %q", got)
	}
}

// Keyboards of phones send the code 229 for every letter and say what was typed in input
// events alone; their search key is an Enter of its own.
func TestWidgetWithPredictiveKeyboard(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, phone(), "/")
	p.watchSearches()
	p.focusBox()
	typed := ""
	for letter := range strings.SplitSeq("しみとり", "") {
		typed += letter
		p.process("Unidentified")
		p.compose(typed)
	}
	p.shownOptions("しみとり")
	p.compose("シミ取り")
	p.shownOptions("シミ取り")
	p.commit("シミ取り")
	p.keys(kb.Enter)
	if got := p.submitted(); !slices.Equal(got, []string{"シミ取り"}) {
		t.Errorf("the search key searched for %q", got)
	}
	p.check("")
}
