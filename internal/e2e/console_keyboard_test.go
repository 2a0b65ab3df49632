//go:build e2e

package e2e

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What staff do all day: find, trust, quote. One server is enough for all of it; each part has a
// tab of its own.
func TestConsoleDesk(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir(), "--site-url", "https://kb.example.jp")
	for _, part := range []struct {
		name string
		look screen
		try  func(p *tab)
	}{
		{"answers with few keys", screens()[0], consoleAnswersWithFewKeys},
		{"answers through an input method", screens()[0], consoleAnswersThroughAnInputMethod},
		{"search by keys", screens()[0], consoleSearchByKeys},
		{"search while typing", screens()[0], consoleSearchWhileTyping},
		{"facets and chips", screens()[0], consoleSearchFacetsAndChips},
		{"article", screens()[0], consoleArticle},
		{"quotes effects with risks", screens()[1], consoleQuotesEffectsWithRisks},
		{"copies what it may", screens()[0], consoleCopiesWhatItMay},
		{"basket", screens()[2], consoleBasket},
	} {
		t.Run(part.name, func(t *testing.T) {
			p := open(b, t, s, part.look)
			p.allowClipboard()
			part.try(p)
		})
	}
}

// emptyBasket begins a case.
func (p *tab) emptyBasket() {
	p.t.Helper()
	p.visitConsole("/console/basket")
	eval[chromedp.Void](p, `fetch("/console/basket/clear", {method: "POST", redirect: "manual"})`, chromedp.EvalAwaitPromise)
}

// supportQuestion is a question as patients ask it on the phone, with the keys by which somebody
// at the console answers it from the sample, and the passages that answer.
type supportQuestion struct {
	asked   string
	typed   string   // letters as they are typed, without an input method
	then    []string // keys that follow
	answers []string // ids of passages, each of which answers
}

// copyFirst is the chord that copies the first passage without leaving the box; two keys.
const copyFirst = "Ctrl+Enter"

func supportQuestions() []supportQuestion {
	return []supportQuestion{
		{"妊娠中ですが、ハイフは受けられますか", "hai nin", []string{copyFirst}, []string{"hifu-face-lifting#fc195d3ae8", "hifu-face-lifting#4641995b7a"}},
		{"ハイフの料金はいくらくらいですか", "hai ryo", []string{copyFirst}, []string{"hifu-face-lifting#cdc2ebb096"}},
		{"ハイフは痛いですか", "hai ita", []string{copyFirst}, []string{"hifu-face-lifting#0f0dd91ec5"}},
		{"シミ取りレーザーのあと、何日くらい隠せませんか", "simi dau", []string{copyFirst}, []string{"pigmented-spot-laser#51566bd43b"}},
		{"ピルを飲むと太りますか", "piru futo", []string{copyFirst}, []string{"oral-contraceptive#096a8bae2f"}},
		{"AGAの薬で性欲が落ちると聞きました", "aga fuku", []string{copyFirst}, []string{"aga-medication#21770e65f7"}},
		{"ピロリ菌の薬を飲んでいる間、お酒は飲めますか", "piro sake", []string{copyFirst}, []string{"helicobacter-eradication#504d1b8b01"}},
		{"親知らずを抜いたあと、どのくらい腫れますか", "oyas har", []string{"Enter", "ArrowDown", "ArrowDown", "c"}, []string{"wisdom-tooth-extraction#d52fc68678"}},
		{"ホワイトニングで歯がしみるのが心配です", "howa tik", []string{copyFirst}, []string{"teeth-whitening#2c336ff918"}},
		{"日焼けをしていても脱毛できますか", "datu hiya", []string{copyFirst}, []string{"medical-laser-hair-removal#3b37fa726d"}},
	}
}

// pressKey presses one key of a name, and returns how many keys that takes.
func (p *tab) pressKey(key string) int {
	p.t.Helper()
	if key == copyFirst {
		p.keys(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl))
		return 2
	}
	p.keys(map[string]string{"ArrowDown": kb.ArrowDown, "ArrowUp": kb.ArrowUp, "Enter": kb.Enter, "Escape": kb.Escape}[key] + map[bool]string{true: key}[len(key) == 1])
	return 1
}

// allowClipboard lets pages read and write the clipboard, as somebody does who is asked.
func (p *tab) allowClipboard() {
	p.t.Helper()
	p.do("allow the clipboard", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		for _, name := range []string{"clipboard-read", "clipboard-write"} {
			_, err := cdp.Call(ctx, tab, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
				Permission: &cdpbrowser.PermissionDescriptor{Name: name}, Setting: cdpbrowser.PermissionSettingGranted, Origin: p.base,
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// toast is what the page says was done; untold forgets what it said before.
const (
	toast  = `document.querySelector("#toast:not([hidden])")?.textContent`
	untold = `document.querySelector("#toast")?.setAttribute("hidden", "")`
)

// copied waits until something was copied, and returns it as text or as HTML.
func (p *tab) copied(kind string) string {
	p.t.Helper()
	p.until("something is copied", toast)
	if wrong := eval[bool](p, `document.querySelector("#toast.wrong") !== null`); wrong {
		p.t.Fatalf("not copied: %s", eval[string](p, `document.querySelector("#toast").textContent`))
	}
	return eval[string](p, fmt.Sprintf(`navigator.clipboard.read().then(i => i[0].getType(%q)).then(b => b.text())`, kind), chromedp.EvalAwaitPromise)
}

// Ten questions, answered by keys alone from the focus in the box to a quote in the clipboard: at
// most 12 keys for half of them. Counted is every key that goes down, Ctrl and space among them,
// with the keyboard typing letters. An input method takes the same letters and Enter after each
// word, nothing converted: that is counted as well.
func consoleAnswersWithFewKeys(p *tab) {
	t := p.t
	questions := supportQuestions()
	counts := make([]int, len(questions))
	withMethod := make([]int, len(questions))
	var table strings.Builder
	for i, q := range questions {
		p.visitConsole("/")
		p.until("the box has the focus", `document.activeElement.id === "q"`)
		for _, letter := range q.typed {
			p.keys(string(letter))
			counts[i]++
		}
		for n, key := range q.then {
			if n == 0 && key != copyFirst { // somebody looks before they choose
				p.until("what was typed is answered", fmt.Sprintf(quiet+` && new URLSearchParams(location.search).get("q") === %q`, q.typed))
			}
			counts[i] += p.pressKey(key)
			if key == "Enter" {
				p.until("settled", quiet+` && !document.querySelector("#completions")`)
			}
		}
		withMethod[i] = counts[i] + len(strings.Fields(q.typed))
		got := p.copied("text/plain")
		if !slices.ContainsFunc(q.answers, func(id string) bool { return got == p.quoteOf(id) }) {
			t.Errorf("%s: %q and %v copied\n%s", q.asked, q.typed, q.then, got)
		}
		fmt.Fprintf(&table, "%2d keys (%2d with an input method)  %-10s %-28s %s\n", counts[i], withMethod[i], q.typed, strings.Join(q.then, " "), q.asked)
	}
	t.Logf("\n%smedian %.1f keys, with an input method %.1f", table.String(), medianOf(counts), medianOf(withMethod))
	if m := medianOf(withMethod); medianOf(counts) > 12 || m > 12 {
		t.Errorf("half of the questions take more than 12 keys: median %.1f, with an input method %.1f", medianOf(counts), m)
	}
	for _, wrong := range p.complained() {
		t.Error(wrong)
	}
}

// What an input method has not converted is enough, and its Enter copies nothing.
func consoleAnswersThroughAnInputMethod(p *tab) {
	t := p.t
	p.visitConsole("/")
	p.until("the box has the focus", `document.activeElement.id === "q"`)
	p.compose("はい")
	p.process("Enter")
	p.commit("はい")
	p.commit("　")
	p.compose("いた")
	p.until("what is not committed is searched for", `document.querySelector("#taken")?.textContent.includes("ハイフ 痛み")`)
	p.process("Enter")
	p.commit("いた")
	if eval[bool](p, `Boolean(`+toast+`)`) {
		t.Error("the Enter of a conversion copied something")
	}
	p.pressKey(copyFirst)
	if got := p.copied("text/plain"); got != p.quoteOf("hifu-face-lifting#0f0dd91ec5") {
		t.Errorf("copied\n%s", got)
	}
}

// quoteOf is a passage as the server quotes it.
func (p *tab) quoteOf(id string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`fetch(%q).then(a => a.ok ? a.text() : "status " + a.status)`, "/console/quote?as=text&passage="+url.QueryEscape(id)), chromedp.EvalAwaitPromise)
}

func medianOf(list []int) float64 {
	sorted := slices.SortedFunc(slices.Values(list), cmp.Compare[int])
	n := len(sorted)
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2
}
