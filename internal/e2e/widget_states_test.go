//go:build e2e

package e2e

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// widgetStates are what a search can come to, by what is typed.
func widgetStates() map[string]func(http.ResponseWriter, *http.Request) {
	urgent := func(w http.ResponseWriter, r *http.Request) {
		a := found(r)
		a["notices"] = []string{selfPay, emergency}
		a["interpretation"] = object{"corrected": object{"from": "しmi", "to": "しみ"}}
		a["answerable"] = false
		hit := foundArticle("faq", "よくある質問", "faq", "当日は湯船を避けてください。")
		a["answer"] = object{
			"article": hit["article"], "passage": hit["passage"], "question": "当日に入浴できますか？", "text": "当日は湯船を避けてください。",
			"risks": object{"id": "faq#r", "kind": "risks", "text": riskText}, "notices": []string{selfPay, "未承認の医薬品を用います。"},
		}
		reply(w, a)
	}
	return map[string]func(http.ResponseWriter, *http.Request){
		"results": nil,
		"urgent":  urgent,
		"nothing": func(w http.ResponseWriter, _ *http.Request) {
			reply(w, answerTo("量子", nil, object{"suggestions": []string{"エクソソーム点滴", "AGA治療"}, "notices": []string{emergency}}))
		},
		"busy": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(http.StatusServiceUnavailable)
		},
		"refused": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
	}
}

// Every state of every mode, narrow and wide, light and dark: nothing sticks out, nothing
// cannot be read or reached, nobody else is asked, nothing is complained about.
func TestWidgetInEveryState(t *testing.T) {
	b := browser(t)
	axe := axeSource(t)
	for _, look := range []screen{desktop(), phone(), {"dark", 1440, 900, false, "dark"}} {
		for _, mode := range []string{"inline", "modal", "page"} {
			for name, answer := range widgetStates() {
				if look.name == "dark" && name != "results" && name != "urgent" {
					continue // the same colours
				}
				t.Run(look.name+", "+mode+", "+name, func(t *testing.T) {
					c := newClinic(t, `<shirube-search mode="`+mode+`" results="/results"></shirube-search>`)
					c.search = answer
					p := c.visitor(b, look, "/")
					if name == "results" {
						p.check(axe)
					}
					if mode == "modal" {
						p.press(".opener")
					}
					p.focusBox()
					p.keys("しみ")
					where := map[bool]string{true: ".results", false: `[part~="panel"]`}[mode == "page"]
					p.until("something is shown", `!`+inBox(where)+`.hidden && `+inBox(where)+`.textContent.length > 20 && !`+inBox(".base")+`.hasAttribute("data-busy")`)
					p.check(axe, "Failed to load resource")
					if mode != "page" && (name == "results" || name == "urgent") {
						p.keys(kb.ArrowDown)
						p.check(axe)
					}
				})
			}
		}
	}
}

// An emergency comes first, then what is not insured or approved, then the answer with its
// risks; an effect is followed by the way to its risks.
func TestWidgetShowsNoticesFirst(t *testing.T) {
	b := browser(t)
	for _, mode := range []string{"inline", "page"} {
		c := newClinic(t, `<shirube-search mode="`+mode+`"></shirube-search>`)
		c.search = widgetStates()["urgent"]
		p := c.visitor(b, desktop(), "/")
		p.focusBox()
		p.keys("しみ")
		where := map[bool]string{true: ".results", false: `[part~="panel"]`}[mode == "page"]
		p.until("the answer", inBox(where)+`.textContent.includes("しみとは")`)
		shown := eval[string](p, inBox(where)+".innerText")
		at := -1
		for _, text := range []string{emergency, selfPay, "未承認の医薬品を用います。", "当日に入浴できますか？", "当日は湯船を避けてください。", "（見本）内科専門医", "2026年3月13日", "しみとは", riskText, "リスク・副作用の説明を読む"} {
			n := strings.Index(shown[at+1:], text)
			if n < 0 {
				t.Errorf("%s: %q is not shown, or not in its place", mode, text)
				continue
			}
			at += 1 + n
		}
		if n := strings.Count(shown, selfPay); n != 1 {
			t.Errorf("%s: a notice is shown %d times", mode, n)
		}
		p.until("the emergency is announced", inBox("[role=status]")+`.textContent.includes("119")`)
		hrefs := eval[[]string](p, allInBox("a")+`.filter(a => a.textContent.includes("リスク・副作用の説明")).map(a => a.pathname + a.hash)`)
		if !slices.Contains(hrefs, "/articles/drip#p-r1") {
			t.Errorf("%s: risks are read at %q", mode, hrefs)
		}
	}
}

// Who wants no motion sees none; who has colours of their own sees which option is active.
func TestWidgetHonoursPreferences(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	p.do("prefer no motion, and colours", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-reduced-motion", Value: "reduce"}, {Name: "forced-colors", Value: "active"},
		}})
		return err
	}))
	p.focusBox()
	eval[chromedp.Void](p, inBox(".base")+`.setAttribute("data-busy", "")`)
	if got := eval[string](p, `getComputedStyle(`+inBox(".form")+`, "::after").animationName`); got != "none" {
		t.Errorf("something moves: %s", got)
	}
	p.keys("し")
	p.shownOptions("し")
	p.keys(kb.ArrowDown)
	if got := eval[string](p, `getComputedStyle(`+inBox(`[aria-selected="true"]`)+`).outlineStyle`); got != "solid" {
		t.Errorf("the active option has an outline %s", got)
	}
	p.check("")
}

// A page changes how the box looks by variables and parts, and which of light and dark.
func TestWidgetIsThemed(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<style>shirube-search { --shirube-accent: rgb(120, 40, 90) } shirube-search::part(submit) { border-radius: 0 }</style><shirube-search theme="dark"></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	got := eval[[]string](p, `(() => { const s = getComputedStyle(`+inBox(".submit")+`), f = getComputedStyle(`+inBox(".form")+`); return [s.backgroundColor, s.borderTopRightRadius, f.backgroundColor] })()`)
	if want := []string{"rgb(120, 40, 90)", "0px", "rgb(28, 35, 38)"}; !slices.Equal(got, want) {
		t.Errorf("colours and corners %q, want %q", got, want)
	}
	// Unless it is told, it is dark only where the page around it is.
	for page, want := range map[string]string{"": "rgb(28, 35, 38)", `<style>:root { color-scheme: only light }</style>`: "rgb(255, 255, 255)"} {
		c := newClinic(t, page+`<shirube-search></shirube-search>`)
		p := c.visitor(b, screen{"dark", 1440, 900, false, "dark"}, "/")
		if got := eval[string](p, `getComputedStyle(`+inBox(".form")+`).backgroundColor`); got != want {
			t.Errorf("%q, seen by who prefers the dark: the box is %s, want %s", page, got, want)
		}
	}
}
