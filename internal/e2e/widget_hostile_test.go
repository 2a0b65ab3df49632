//go:build e2e

package e2e

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A page whose own style hides and disfigures everything, and whose scripts have changed
// the prototypes that everybody uses: the box is there, of its size, and works.
func TestWidgetOnHostilePage(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	c.head = `<style>
		shirube-search, main * { display: none !important; visibility: hidden !important; opacity: 0 !important; font-size: 3px !important;
			letter-spacing: 2em !important; text-transform: uppercase !important; color: transparent !important; pointer-events: none !important; line-height: 0 !important }
		html { font-size: 62.5% } * { all: unset !important } input, button, a, div { display: none !important }
	</style><script>
		Array.prototype.toJSON = function () { return "broken" };
		String.prototype.toJSON = function () { return "broken" };
		Object.prototype.toJSON = function () { return "broken" };
		Array.prototype.last = function () { return this[this.length - 1] };
		Object.prototype.extend = function () {};
		Object.prototype.answer = {question: "from the prototype"};
		Object.prototype.signal = 1; Object.prototype.body = "x"; Object.prototype.once = true; Object.prototype.kind = "prototype";
		for (const name of ["map", "filter", "forEach", "concat", "includes", "indexOf", "push", "join", "slice", "find", "some", "every", "reduce"])
			Array.prototype[name] = function () { throw new Error("Array.prototype." + name + " of the page") };
	</script>`
	p := c.visitor(b, desktop(), "/")
	p.press("input")
	p.keys("しみ")
	p.until("results", `!`+inBox(`[part~="panel"]`)+`.hidden && `+inBox(".option.result")+`.textContent.includes("しみとは")`)
	look := eval[map[string]any](p, `(() => { const e = `+inBox(".option.result .title")+`, s = getComputedStyle(e), r = e.getBoundingClientRect();
		return {size: s.fontSize, color: s.color, spacing: s.letterSpacing, visible: e.checkVisibility({opacityProperty: true, visibilityProperty: true}), height: r.height} })()`)
	if look["size"] != "16px" || look["color"] != "rgb(32, 39, 42)" || look["visible"] != true || look["height"].(float64) < 20 {
		t.Errorf("a title looks so: %v", look)
	}
	a := c.requests("/v1/search")
	if got := a[len(a)-1].Body["q"]; got != "しみ" {
		t.Errorf("searched for %v", got)
	}
	if s := eval[string](p, inBox(".base")+".textContent"); strings.Contains(s, "prototype") {
		t.Errorf("shown from a prototype: %s", s)
	}
	p.keys(kb.ArrowDown + kb.ArrowDown + kb.ArrowDown + kb.Enter)
	p.until("the article is there", `location.pathname === "/articles/drip"`)
	if e := c.requests("/v1/events"); len(e) != 1 || e[0].Body["id"] != "drip" {
		t.Errorf("reported: %v", e)
	}
	if complaints := p.complained(); len(complaints) > 0 {
		t.Error(complaints)
	}
}

// Under the strictest policy that a page can have, with Trusted Types, nothing is
// refused, in any mode.
func TestWidgetUnderStrictPolicy(t *testing.T) {
	b := browser(t)
	for _, mode := range []string{"inline", "modal", "page"} {
		t.Run(mode, func(t *testing.T) {
			c := newClinic(t, `<shirube-search mode="`+mode+`"></shirube-search>`)
			c.header.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'")
			p := c.visitor(b, desktop(), "/")
			if mode == "modal" {
				p.press(".opener")
			}
			p.focusBox()
			p.keys("しみ")
			p.until("suggestions", inBox(".option.suggestion")+`.textContent.includes("しみの")`)
			p.keys(kb.Enter)
			p.until("results", inBox(".base")+`.textContent.includes("しみとは")`)
			if size := eval[string](p, `getComputedStyle(`+inBox("input")+`).borderTopWidth`); size != "0px" {
				t.Error("the style is not in force")
			}
			p.check("")
		})
	}
}

// Script in whatever a server or a person says is text: in the query, titles, headings,
// snippets, suggestions, facet values, answers, notices, addresses.
func TestWidgetShowsScriptAsText(t *testing.T) {
	b := browser(t)
	payloads := []string{
		`<script>run("script")</script>`, `"><img src=x onerror=run("img")>`, `<svg/onload=run("svg")>`, `</mark><iframe srcdoc="<script>parent.run('frame')</script>">`,
		`javascript:run("address")`, `{{constructor.constructor('run("template")')()}}`, "${run(`x`)}", `<style>*{display:none}</style>`, `&lt;b&gt;`, "\u202e\u0000\ud7ff\U0001F600<b>",
	}
	for _, mode := range []string{"inline", "page"} {
		c := newClinic(t, `<shirube-search mode="`+mode+`" history="on"></shirube-search>`)
		c.head = `<script>window.ran = []; window.run = (x) => ran.push(x)</script>`
		var payload string
		c.search = func(w http.ResponseWriter, _ *http.Request) {
			risks := object{"id": payload, "kind": "risks", "text": payload, "heading": payload}
			hit := foundArticle(payload, payload, "effects", payload, object{"risks": risks})
			article, _ := hit["article"].(object)
			article["url"] = payload
			article["supervisors"] = []object{{"name": payload}}
			passage, _ := hit["passage"].(object)
			passage["heading"], passage["sources"] = payload, []object{{"name": payload}}
			reply(w, answerTo(payload, []object{hit}, object{
				"notices": []string{payload}, "facets": object{"kind": []object{facetValue(payload, payload, 1, nil)}},
				"interpretation": object{"corrected": object{"from": payload, "to": payload}},
				"answer":         object{"article": article, "passage": passage, "question": payload, "text": payload, "risks": risks, "notices": []string{}},
			}))
		}
		c.suggest = func(w http.ResponseWriter, _ *http.Request) {
			reply(w, object{"suggestions": []object{{"text": payload, "group": payload, "context": payload, "url": payload, "marks": [][]int{{0, 3}}}}})
		}
		p := c.visitor(b, desktop(), "/")
		for _, payload = range payloads {
			eval[chromedp.Void](p, `document.querySelector("shirube-search").search(`+quoteJS(payload)+`)`)
			where := ".list"
			if mode == "page" {
				where = ".results"
			}
			eval[chromedp.Void](p, `document.querySelector("shirube-search").open()`)
			p.until("shown as text: "+payload, inBox(where)+`.textContent.includes(`+quoteJS(payload)+`.slice(0, 8))`)
			if ran := eval[[]string](p, `ran`); len(ran) > 0 {
				t.Fatalf("%s: %s ran %q", mode, payload, ran)
			}
			if bad := eval[[]string](p, allInBox("script, img, iframe, style, svg[onload], b, a[href^='javascript']")+`.map(e => e.outerHTML)`); len(bad) > 0 {
				t.Errorf("%s: %s became %q", mode, payload, bad)
			}
			for _, href := range eval[[]string](p, allInBox("a[href]")+`.map(e => e.protocol)`) {
				if href != "http:" {
					t.Errorf("%s: a link with %s", mode, href)
				}
			}
		}
	}
}

// Who may write an attribute into a page may not always write scripts into it: an address of
// a results page that is none is as if it were not there.
func TestWidgetGoesToPagesAlone(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search results="javascript:window.ran=1//"></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	p.focusBox()
	p.keys("しみ")
	p.until("results", inBox(".option.result"))
	p.keys(kb.Enter)
	p.until("they stay", `!`+inBox(`[part~="panel"]`)+`.hidden`)
	if eval[bool](p, `"ran" in window`) || eval[int](p, allInBox(".option.all, a[href^='javascript']")+".length") != 0 {
		t.Error("the address is followed")
	}
}

func quoteJS(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r == 0:
			b.WriteString(`\u0000`)
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + `"`
}

// Marks count code points: letters outside of the first plane are not cut in two, and
// marks that make no sense are left out.
func TestWidgetMarksCodePoints(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	c.search = func(w http.ResponseWriter, _ *http.Request) {
		hit := foundArticle("a", "題", "overview", "文")
		hit["title"] = object{"text": "𠮷野家で😀痛み😀です", "marks": [][]int{{0, 1}, {4, 7}, {5, 6}, {9, 99}, {-1, 2}, {3, 3}, {8, 7}, {200, 300}}}
		reply(w, answerTo("痛み", []object{hit}))
	}
	p := c.visitor(b, desktop(), "/")
	p.focusBox()
	p.keys("痛")
	p.until("the title", inBox(".option.result")+"!== null")
	if got, want := eval[[]string](p, allInBox(".title mark")+".map(m => m.textContent)"), []string{"𠮷", "😀痛み", "す"}; !slices.Equal(got[len(got)-3:], want) {
		t.Errorf("marked: %q, want %q", got, want)
	}
}

// Elements come, go, move and change; the script may be loaded twice, or come after
// another library took the name. Nothing throws, and nothing is asked twice.
func TestWidgetLivesWithItsPage(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search id="one" history="off"></shirube-search><shirube-search id="two" lang="en" mode="modal"></shirube-search><div id="elsewhere"></div>`)
	p := c.visitor(b, desktop(), "/")
	eval[chromedp.Void](p, `import("/widget/shirube.js?again").then(() => {})`, chromedp.EvalAwaitPromise)
	p.focusBox()
	p.keys("しみ")
	p.shownOptions("しみ")
	eval[chromedp.Void](p, `(() => { const e = document.getElementById("one"); e.remove(); document.getElementById("elsewhere").append(e); })()`)
	if got := eval[string](p, inBox("#input")+".value"); got != "しみ" && got != "" {
		t.Errorf("the box has %q", got)
	}
	// It is the second one now; by its id, it still searches.
	eval[chromedp.Void](p, `document.getElementById("one").search("移動")`)
	p.until("it searches where it is now", `document.getElementById("one").shadowRoot.textContent.includes("移動とは")`)
	eval[chromedp.Void](p, `(() => { const e = document.getElementById("one"); e.setAttribute("lang", "en"); e.setAttribute("placeholder", "Ask"); e.setAttribute("mode", "page"); })()`)
	p.until("it becomes another", `document.getElementById("one").shadowRoot.querySelector(".page-title")?.textContent === "Results for “移動”"`)
	p.until("with its words", `document.getElementById("one").shadowRoot.querySelector("input").placeholder === "Ask"`)
	eval[chromedp.Void](p, `document.getElementById("two").open()`)
	eval[chromedp.Void](p, `document.getElementById("two").remove()`)
	eval[chromedp.Void](p, `document.getElementById("one").setAttribute("endpoint", "http://[")`)
	p.until("an address that is none is said", `document.getElementById("one").shadowRoot.querySelector("[part=error]") !== null`)
	for _, complaint := range p.complained("console: error") {
		t.Error(complaint)
	}

	taken := newClinic(t, `<shirube-search></shirube-search>`)
	taken.head = `<script>customElements.define("shirube-search", class extends HTMLElement { connectedCallback() { this.attachShadow({mode: "open"}).innerHTML = "<input part=input>" } })</script>`
	q := taken.visitor(b, desktop(), "/")
	if complaints := q.complained(); len(complaints) > 0 {
		t.Errorf("beside another element of the name: %q", complaints)
	}
}

// A page can say no to a search and to a choice, and hears what happens.
func TestWidgetEventsCanBeCancelled(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	eval[chromedp.Void](p, `window.heard = []; for (const n of ["shirube-search", "shirube-results", "shirube-select", "shirube-error"])
		document.addEventListener(n, (e) => { heard.push(n + (e.detail.total ?? "")); if (e.detail.query === "だめ" || n === "shirube-select") e.preventDefault() })`)
	p.focusBox()
	p.keys("し")
	p.shownOptions("し")
	p.press(".option.result")
	if got := eval[[]string](p, `heard`); !slices.Equal(got, []string{"shirube-search", "shirube-results34", "shirube-select"}) {
		t.Errorf("heard %q", got)
	}
	if path := eval[string](p, "location.pathname"); path != "/" {
		t.Errorf("a choice that was refused led to %s", path)
	}
	if e := c.requests("/v1/events"); len(e) > 0 {
		t.Errorf("and was reported: %v", e)
	}
	eval[chromedp.Void](p, `document.querySelector("shirube-search").search("だめ")`)
	if slices.Contains(c.queries(), "だめ") {
		t.Error("a search that was refused was made")
	}
}
