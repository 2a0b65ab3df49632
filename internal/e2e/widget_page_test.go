//go:build e2e

package e2e

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The results page keeps what was asked in its address, and back and forward bring
// back what was there: query, filters, page.
func TestWidgetResultsPage(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search mode="page"></shirube-search>`)
	p := c.visitor(b, desktop(), "/find?other=1&q=%E7%97%9B%E3%81%BF")
	title := func(want string) {
		t.Helper()
		p.until("the heading "+want, inBox(".page-title")+fmt.Sprintf("?.textContent === %q", want))
	}
	address := func(want string) {
		t.Helper()
		p.until("the address "+want, fmt.Sprintf("decodeURIComponent(location.search) === %q", want))
	}
	box := func(name string) string { return fmt.Sprintf(`[data-focus="kind %s"]`, name) }
	title("「痛み」の検索結果")
	if got := eval[string](p, inBox("input")+".value"); got != "痛み" {
		t.Errorf("the box has %q", got)
	}
	p.focusBox()
	p.keys("止め")
	title("「痛み止め」の検索結果")
	address("?other=1&q=痛み止め")
	p.keys(kb.Enter)
	p.press(box("risks"))
	address("?other=1&q=痛み止め&kind=risks")
	p.until("the choice is kept", inBox(box("risks"))+".checked")
	p.until("the cursor stays on it", inBox(box("risks"))+".matches(':focus')")
	p.press(`.page-link[aria-label="2ページ目"]`)
	address("?other=1&q=痛み止め&kind=risks&page=2")
	p.until("the second page", inBox(`.page-link[aria-current]`)+`?.textContent === "2"`)
	back := func() { eval[chromedp.Void](p, "history.back()") }
	back()
	address("?other=1&q=痛み止め&kind=risks")
	p.until("the first page again", inBox(`.page-link[aria-current]`)+`?.textContent === "1"`)
	back()
	address("?other=1&q=痛み止め")
	p.until("no filter", "!"+inBox(box("risks"))+".checked")
	back()
	address("?other=1&q=痛み")
	title("「痛み」の検索結果")
	eval[chromedp.Void](p, "history.go(3)")
	address("?other=1&q=痛み止め&kind=risks&page=2")
	p.until("the choice is back", inBox(box("risks"))+".checked")
	asked := c.requests("/v1/search")
	last := asked[len(asked)-1].Body
	if fmt.Sprint(last["q"], last["kind"]) != "痛み止め[risks]" {
		t.Errorf("asked: %v", last)
	}
	// To an article and back: what was there is there.
	p.press(".hit a.title-link")
	p.until("the article is there", `location.pathname.startsWith("/articles/")`)
	back()
	p.until("the results are there", inBox(".hit")+"?.textContent.includes('痛み止めとは')")
	address("?other=1&q=痛み止め&kind=risks&page=2")
	p.check("")
}

// In a box without a page of its own the address is left alone, unless it is asked for.
func TestWidgetHistoryIsAChoice(t *testing.T) {
	b := browser(t)
	for _, tt := range []struct{ attributes, want string }{
		{``, ""}, {` history="on"`, "?q=しみ"}, {` history="on" param="faq"`, "?faq=しみ"},
	} {
		c := newClinic(t, `<shirube-search`+tt.attributes+`></shirube-search>`)
		p := c.visitor(b, desktop(), "/")
		p.focusBox()
		p.keys("しみ")
		p.shownOptions("しみ")
		if got := eval[string](p, "decodeURIComponent(location.search)"); got != tt.want {
			t.Errorf("%s: the address has %q, want %q", tt.attributes, got, tt.want)
		}
		if tt.want == "" {
			continue
		}
		p.do("reload", chromedp.Reload())
		p.until("the query is back", inBox("input")+`?.value === "しみ"`)
		eval[chromedp.Void](p, "history.back()")
		p.until("the box is empty again", inBox("input")+`?.value === ""`)
	}
}

// A person who comes with a finger: what is pressed is large enough, the list scrolls, and
// a press does what a click does.
func TestWidgetByTouch(t *testing.T) {
	b := browser(t)
	for _, mode := range []string{"inline", "modal", "page"} {
		t.Run(mode, func(t *testing.T) {
			c := newClinic(t, `<shirube-search mode="`+mode+`"></shirube-search>`)
			p := c.visitor(b, phone(), "/")
			tap := func(selector string) {
				t.Helper()
				at := eval[[]float64](p, `(() => { const e = `+inBox(selector)+`; e.scrollIntoView({block: "center"}); const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + Math.min(r.height / 2, 20)] })()`)
				p.do("tap "+selector, chromedp.TapXY(at[0], at[1]))
			}
			if mode == "modal" {
				tap(".opener")
			}
			tap("input")
			p.keys("しみ")
			p.until("suggestions", inBox(".option.suggestion")+`?.textContent.includes("しみの")`)
			small := eval[[]string](p, allInBox("button, .option, .choice, .page-link, input[type=text]")+`
				.map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width > 0 && (r.height < 43.9 || r.width < 43.9))
				.map(([e, r]) => e.className + " " + e.textContent.slice(0, 20) + " " + Math.round(r.width) + "×" + Math.round(r.height))`)
			if len(small) > 0 {
				t.Errorf("too small for a finger: %q", small)
			}
			if wide := p.tooWide(); len(wide) > 0 {
				t.Error(wide)
			}
			tap(".option.suggestion")
			p.until("the suggestion is searched for", inBox("input")+`.value === "しみの費用"`)
			p.until("and found", inBox(".base")+`.textContent.includes("しみの費用とは")`)
			if mode == "page" {
				tap(".hit a.title-link")
			} else {
				tap(".option.result")
			}
			p.until("the article is there", `location.pathname === "/articles/drip"`)
			p.check("")
		})
	}
}

// One file, two requests a search, and few elements: counts, which a busy machine leaves as
// they are. The bytes are counted where the script is embedded.
func TestWidgetBudgets(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	if n := len(c.requests("/")); n != 0 {
		t.Errorf("%d requests before anything was typed", n)
	}
	p.focusBox()
	p.keys("し")
	p.shownOptions("し")
	if n := len(c.requests("/")); n != 2 {
		t.Errorf("%d requests for one keystroke, want a search and suggestions", n)
	}
	nodes := eval[int](p, allInBox("*")+".length")
	if nodes > 220 {
		t.Errorf("%d elements for seven options", nodes)
	}
	resources := eval[[]string](p, `performance.getEntriesByType("resource").map(e => new URL(e.name).pathname)`)
	scripts := 0
	for _, r := range resources {
		if strings.HasPrefix(r, "/widget/") {
			scripts++
		}
	}
	if scripts != 1 {
		t.Errorf("the box took %d files: %q", scripts, resources)
	}
}

// The filters of a page hold whatever a visitor chooses or an address says: their facets are
// not offered, and a value in the address does not widen them.
func TestWidgetFiltersOfThePageHold(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search mode="page" filters="kind=risks&amp;insurance=-self_pay"></shirube-search>`)
	p := c.visitor(b, desktop(), "/find?q=%E7%97%9B%E3%81%BF&kind=effects&insurance=covered")
	p.until("results", inBox(".hit"))
	asked := c.requests("/v1/search")
	last := asked[len(asked)-1].Body
	if got := fmt.Sprint(last["kind"], last["insurance"]); got != "[risks] [-self_pay covered]" {
		t.Errorf("asked for %s", got)
	}
	if strings.Contains(fmt.Sprint(last["facets"]), "kind") {
		t.Errorf("counts are asked for: %v", last["facets"])
	}
	if n := eval[int](p, allInBox(`[data-focus*="kind "]`)+".length"); n != 0 {
		t.Errorf("%d values can be chosen that would widen the page's filters", n)
	}
}

// An effect in an article that tells of no risk is shown with word of that, and no link that
// would lead to nothing.
func TestWidgetTellsOfMissingRisks(t *testing.T) {
	b := browser(t)
	for _, mode := range []string{"inline", "page"} {
		c := newClinic(t, `<shirube-search mode="`+mode+`"></shirube-search>`)
		c.search = func(w http.ResponseWriter, _ *http.Request) {
			reply(w, answerTo("しみ", []object{foundArticle("a", "しみの治療", "overview", "しみが薄くなります。", object{"risks": nil, "tells_effect": true})}))
		}
		p := c.visitor(b, desktop(), "/")
		p.focusBox()
		p.keys("しみ")
		p.until("word of it", inBox(".risks-text")+`?.textContent.includes("見つかりませんでした")`)
		if n := eval[int](p, allInBox(".option.risks, .risks-link")+".length"); n != 0 {
			t.Errorf("%s: a link leads to risks that there are not", mode)
		}
	}
}
