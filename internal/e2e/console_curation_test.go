//go:build e2e

package e2e

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// send presses the button of the form with a field, and waits for the page that answers.
func (p *tab) send(form string) {
	p.t.Helper()
	p.do("mark the page", chromedp.Evaluate[chromedp.Void](`document.documentElement.dataset.old = "1"`))
	p.click(form + " button:not([type=button])")
	p.until("another page", `document.readyState === "complete" && !document.documentElement.dataset.old && !!document.querySelector("#live")`)
}

// put gives a field another value than it has.
func (p *tab) put(selector, value string) {
	p.t.Helper()
	p.do("put into "+selector, chromedp.SetValue(chromedp.CSS(selector), value))
}

// found is the ids of the articles that visitors find first, those that are pinned in brackets.
func (p *tab) found(query string) string {
	p.t.Helper()
	return eval[string](p, `fetch("/v1/search?facets=kind&q=" + encodeURIComponent(`+uriText(query)+`)).then(r => r.json())
		.then(r => r.hits.slice(0, 3).map(h => h.pinned ? "[" + h.id + "]" : h.id).join(" "))`, chromedp.EvalAwaitPromise)
}

func uriText(s string) string { return `decodeURIComponent("` + url.PathEscape(s) + `")` }

// An editor adds a synonym, pins an answer and hides a passage: each time what would move is
// shown before it is saved, it holds as soon as it is, and it can be taken back.
func TestConsoleCuration(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir())
	axe := axeSource(t)
	p := open(b, t, s, screens()[0])
	shots := os.Getenv("SHIRUBE_SHOTS")
	look := func(name string, expected ...string) {
		t.Helper()
		p.check(axe, expected...)
		if shots == "" {
			return
		}
		image, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
		if err == nil {
			err = os.WriteFile(filepath.Join(shots, name+".png"), image, 0o600)
		}
		if err != nil {
			t.Error(err)
		}
	}
	says := func(want ...string) {
		t.Helper()
		text := eval[string](p, `document.querySelector("main").innerText`)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Fatalf("the page does not say %q:\n%s", w, text)
			}
		}
	}
	save := func(why string) {
		t.Helper()
		p.put("#why", why)
		p.send("form[action$='/curation/save']")
		says("保存しました")
	}

	p.visitConsole("/console/curation")
	says("調整はまだありません")
	p.visitConsole("/console/curation/new?kind=synonym&word=" + url.QueryEscape("つるりんコース"))
	p.put("#words", "つるりんコース\nハイフ")
	look("synonym")
	p.send("form[action$='/curation/rule']")
	says("まだ保存していません", "363件の検索を試しました")
	look("synonym-preview")
	if got := p.found("ツルリンコース 料金"); strings.HasPrefix(got, "hifu-face-lifting") {
		t.Errorf("it holds before it is saved: %s", got)
	}
	save("院内の呼び名")
	if got := p.found("ツルリンコース 料金"); !strings.HasPrefix(got, "hifu-face-lifting") {
		t.Errorf("the synonym finds %q", got)
	}

	p.visitConsole("/console/curation/new?kind=pin&query=" + url.QueryEscape("ＩＣＬ 費用") + "&id=orthokeratology")
	look("pin")
	p.send("form[action$='/curation/rule']")
	says("動く検索", "1.000 → 0.631", "3上がる", "固定")
	look("pin-preview")
	save("いつも聞かれる")
	if got := p.found("icl 費用"); !strings.HasPrefix(got, "[orthokeratology] ") {
		t.Errorf("pinned: %q", got)
	}

	risk := eval[string](p, `fetch("/v1/search?view=passages&kind=risks&q=" + encodeURIComponent("`+"ハイフ やけど"+`")).then(r => r.json()).then(r => r.hits[0].id)`, chromedp.EvalAwaitPromise)
	p.visitConsole("/console/curation/new?kind=hide&id=" + url.QueryEscape(risk))
	says("リスクまたは受けられない人についての文章です")
	look("hide")
	p.do("ask for it without a reason", chromedp.Evaluate[chromedp.Void](`document.querySelector("#note").removeAttribute("required")`))
	p.send("form[action$='/curation/rule']")
	says("理由が必要です")
	p.complained("422") // as it should
	p.put("#note", "別の機器の説明")
	p.send("form[action$='/curation/rule']")
	look("hide-preview")
	save("古い説明")
	if status := eval[int](p, `fetch("/v1/passages/" + encodeURIComponent("`+risk+`")).then(r => r.status)`, chromedp.EvalAwaitPromise); status != 404 {
		t.Errorf("the hidden passage is told: %d", status)
	}
	p.complained("404")

	p.visitConsole("/console/curation?kind=hide")
	says("3件中1件", "別の機器の説明")
	p.visitConsole("/console/curation")
	look("list")
	p.visitConsole("/console/curation/history/2")
	says("いつも聞かれる", "固定表示")
	look("revision")
	p.visitConsole("/console/curation/history/1")
	p.send("form[action$='/history/1/restore']:not(:has(input))")
	says("変更 2件", "削除")
	p.send("form[action$='/curation/save']")
	says("第4版として保存しました", "1件中1件")
	if got := p.found("icl 費用"); strings.Contains(got, "[") {
		t.Errorf("taken back, and still pinned: %q", got)
	}
	p.visitConsole("/console/curation/history")
	says("第4版", "第1版に戻す")
	look("history")

	p.visitConsole("/console/curation/import")
	p.put("#yaml", "schema: 1\nrules:\n  - kind: redirect\n    queries: [採用]\n    url: javascript:alert(1)\n")
	p.send("form[action$='/curation/import']")
	says("YAML:5: rule: url")
	look("import", "422")

	phone := open(b, t, s, screens()[3])
	for _, path := range []string{"/console/curation", "/console/curation/new?kind=pin&query=" + url.QueryEscape("費用"), "/console/curation/history/2"} {
		phone.visitConsole(path)
		phone.check(axe)
	}
}
