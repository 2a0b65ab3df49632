//go:build e2e

package e2e

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// payloads are texts that would run something if they became part of a page; what they run
// sets window.hacked.
func payloads() []string {
	return []string{
		`<script>window.hacked=1</script>`,
		`"><img src=x onerror="window.hacked=1">`,
		`'"--></title></textarea></style></script><svg onload=window.hacked=1>`,
		`</script><script type="module">window.hacked=1</script>`,
		`javascript:window.hacked=1`,
		"`${window.hacked=1}` {{constructor.constructor('window.hacked=1')()}}",
		`<iframe srcdoc="<script>parent.hacked=1</script>">`,
		`&lt;script&gt;window.hacked=1&lt;/script&gt;`,
		`<a href="data:text/html,<script>opener.hacked=1</script>">x</a><base href=//192.0.2.1>`,
	}
}

// writeArticles makes a corpus of articles in a folder.
func writeArticles(t *testing.T, articles ...object) string {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	for _, a := range articles {
		line, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	if err := os.WriteFile(filepath.Join(dir, "articles.jsonl"), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// hostileArticle has a payload in everything that it says.
func hostileArticle(n int, bad string) object {
	return object{
		"id": fmt.Sprint("bad-", n), "title": "シミ取り " + bad, "description": bad, "url": bad, "treatments": []string{bad}, "tags": []string{bad},
		"supervisors": []object{{"name": bad, "title": bad, "affiliation": bad, "representative": bad}},
		"sources":     []object{{"name": bad, "title": bad, "url": bad, "type": "society"}},
		"sections": []object{
			{"id": "a", "kind": "risks", "heading": "リスク " + bad, "level": 1, "path": []string{"リスク " + bad}, "text": "やけどのおそれ。 " + bad, "sources": []int{0}},
			{"id": "b", "kind": "faq", "heading": "質問", "level": 1, "path": []string{"質問"}, "text": "痛いですか " + bad + "\n少し痛みます。 " + bad, "sources": []int{0}},
		},
		"faqs": []object{{"question": "痛いですか " + bad, "answer": "少し痛みます。 " + bad, "section": "b"}},
	}
}

// Whatever stands in a query, a title, a heading, the value of a facet, a source or what a
// page says to programs, is shown as text, on every page, and runs nothing.
func TestPageShowsScriptAsText(t *testing.T) {
	b := browser(t)
	var articles []object
	for i, bad := range payloads() {
		articles = append(articles, hostileArticle(i, bad))
	}
	s := serve(t, t.TempDir(), "--corpus", writeArticles(t, articles...))
	p := open(b, t, s, screen{"320 px", 320, 640, true, "light"})
	for i, bad := range payloads() {
		for _, path := range []string{
			search(url.Values{"q": {"やけど " + bad}}),
			search(url.Values{"q": {bad}, "tag": {bad}, "find_tag": {bad}, "treatment": {"-" + bad}, "view": {"passages"}, "more": {"tag"}}),
			search(url.Values{"q": {"zzz " + bad}, "cost_max": {"1"}}),
			"/articles/bad-" + fmt.Sprint(i),
			"/articles/" + url.PathEscape(bad),
		} {
			p.visit(path)
			p.until("the scripts of the page have run", `document.readyState === "complete"`)
			if eval[bool](p, `window.hacked !== undefined || document.querySelector("main img, main iframe, main svg, base, main script") !== null`) {
				t.Errorf("%s: a text became part of the page", path)
			}
			if !strings.HasPrefix(path, "/articles/"+url.PathEscape(bad)) && !eval[bool](p, `(document.body.textContent + document.querySelector("input")?.value).includes(`+quoteJS(bad)+`)`) {
				t.Errorf("%s: the text is not shown as it is", path)
			}
			if links := eval[[]string](p, `[...document.querySelectorAll("a")].map(a => a.href).filter(h => !/^https?:/.test(h))`); len(links) > 0 {
				t.Errorf("%s: links lead to %q", path, links)
			}
			p.check("", "404", "400")
		}
	}
}

// Whatever can be typed is answered by a page that fits the screen.
func TestPageOddQueries(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir())
	p := open(b, t, s, screen{"320 px", 320, 640, true, "light"})
	for name, query := range map[string]string{
		"512 characters": strings.Repeat("痛くないシミ取り", 64), "more": strings.Repeat("あ", 2000), "one word": strings.Repeat("w", 512),
		"right to left": "\u202eシミ\u202d \u200f", "emoji": strings.Repeat("👩🏽‍⚕️", 60), "nothing": "　 \t", "zero": "\x00シミ",
	} {
		p.visit(search(url.Values{"q": {query}}))
		for _, wrong := range append(p.tooWide(), p.complained()...) {
			t.Errorf("%s: %s", name, wrong)
		}
	}
	for _, raw := range []string{"q=%ED%A0%80%E3%82%B7", "q=%FF%FE&kind=%ED%B0%80", "q=%", "page=99999999999999999999", "q=a;b&&&=&view=%00"} {
		p.visit("/search?" + raw)
		for _, wrong := range append(p.tooWide(), p.complained()...) {
			t.Errorf("%s: %s", raw, wrong)
		}
	}
}

// Of ten thousand values a page shows some, and each is found while one types, by keyboard.
func TestPageManyValues(t *testing.T) {
	b := browser(t)
	var articles []object
	for i := range 250 {
		tags := make([]string, 40)
		for n := range tags {
			tags[n] = fmt.Sprintf("札%05d", 40*i+n)
		}
		articles = append(articles, object{"id": fmt.Sprint("a", i), "title": "記事", "text": "本文です。", "tags": tags})
	}
	s := serve(t, t.TempDir(), "--corpus", writeArticles(t, articles...))
	p := open(b, t, s, screen{"1440 px", 1440, 900, false, "light"})
	for _, path := range []string{"/search", "/search?more=tag", "/search?find_tag=" + url.QueryEscape("札")} {
		p.visit(path)
		if n := eval[int](p, `document.querySelectorAll("input[name=tag]").length`); n == 0 || n > 100 {
			t.Errorf("%s shows %d values", path, n)
		}
		if n := eval[int](p, `document.getElementsByTagName("*").length`); n > 1500 {
			t.Errorf("%s has %d elements", path, n)
		}
	}
	p.visit("/search?q=" + url.QueryEscape("本文"))
	p.showChoice("#find-tag")
	p.click("#find-tag")
	p.keys("09999")
	p.until("the value is found", `document.querySelectorAll("#values-tag input").length === 1 && document.querySelector("#values-tag input").value === "札09999"`)
	if got := eval[string](p, `document.activeElement.id`); got != "find-tag" {
		t.Errorf("who types is taken to %q", got)
	}
	p.keys(kb.Tab + kb.Tab + " ")
	p.submit(`.apply button[type="submit"]`)
	if n := p.total(); n != 1 {
		t.Errorf("%d articles have the value", n)
	}
	p.check("")
}

// The search box takes the place of the plain one, and the form goes where it is sent: what
// was chosen goes along.
func TestPageBox(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir(), "--base-path", "/kb")
	p := open(b, t, s, screen{"1440 px", 1440, 900, false, "light"})
	p.visit("/kb" + search(url.Values{"q": {"シミ"}, "kind": {"risks"}, "cost_max": {"100000"}}))
	p.until("the box is there", `!document.querySelector("shirube-search").hidden`)
	if eval[string](p, inBox("input")+`.value`) != "シミ" || eval[bool](p, `document.querySelector(".box").checkVisibility()`) {
		t.Error("the box did not take the place of the plain one")
	}
	p.focusBox()
	p.keys(" やけど" + kb.Enter)
	p.until("the results are there", `new URL(location.href).searchParams.get("q") === "シミ やけど" && document.querySelector("footer.site") !== null`)
	if got := eval[string](p, `new URL(location.href).searchParams.get("kind") + " " + new URL(location.href).searchParams.get("cost_max")`); got != "risks 100000" {
		t.Errorf("of what was chosen %q is left", got)
	}
	p.check("")
}
