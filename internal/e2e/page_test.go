//go:build e2e

package e2e

import (
	"context"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

func search(values url.Values) string { return "/search?" + values.Encode() }

// Every kind of page, on every screen: nothing to scroll sideways, nothing that
// cannot be read or reached, no error, and no request to anyone else.
func TestPagesOnEveryScreen(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir())
	axe := axeSource(t)
	for _, look := range screens() {
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, s, look)
			pages := map[string]string{
				"start":    "/search",
				"articles": search(url.Values{"q": {"妊娠中でも受けられる"}}),
				"passages": search(url.Values{"q": {"副作用"}, "view": {"passages"}, "kind": {"risks"}}),
				"urgent":   search(url.Values{"q": {"施術後に息苦しい"}}),
				"nothing":  search(url.Values{"q": {"量子色力学"}, "cost_max": {"1"}}),
				"filters":  search(url.Values{"q": {"注意"}, "find_risk": {"痛"}, "more": {"treatment"}, "kind": {"precautions"}, "risk": {"-内出血"}}),
				"answer":   search(url.Values{"q": {"ピルを飲むと太る？"}}),
				"past":     search(url.Values{"q": {"副作用"}, "page": {"99"}}),
				"help":     search(url.Values{"q": {"ホワイトニング"}, "cost_max": {"1"}, "kind": {"faq"}}),
				"article":  p.firstArticle(),
			}
			for name, path := range pages {
				t.Run(name, func(t *testing.T) {
					p.t = t
					p.visit(path)
					p.check(axe)
				})
			}
			p.t = t
			p.visit("/articles/no-such-article")
			p.check(axe, "404")
		})
	}
}

// An FAQ that answers stands first, what the visitor must know beside it; a question that names a
// reason not to be treated and no treatment has no answer of one article for all.
func TestPageAnswersFirst(t *testing.T) {
	b := browser(t)
	p := open(b, t, serve(t, t.TempDir()), screens()[0])
	p.visit(search(url.Values{"q": {"ピルを飲むと太る？"}}))
	if got := eval[string](p, `document.querySelector("#answer-title").textContent + " " + document.querySelector(".answer-box .review").textContent`); !strings.Contains(got, "ピルを飲むと太りますか？") || !strings.Contains(got, "監修") {
		t.Errorf("the answer is %q", got)
	}
	if !eval[bool](p, `document.querySelector(".answer-box").getBoundingClientRect().bottom < document.querySelector(".hit").getBoundingClientRect().top`) {
		t.Error("a result stands before the answer")
	}
	p.visit(search(url.Values{"q": {"妊娠中でも受けられる"}, "view": {"passages"}}))
	if got := eval[string](p, `(document.querySelector(".answer-box") ? "answer " : "") + document.querySelector(".passage").className`); got != "passage kind-precautions" {
		t.Errorf("precautions do not come first: %q", got)
	}
	p.check("")
}

// firstArticle is the path of an article of the sample.
func (p *tab) firstArticle() string {
	p.t.Helper()
	p.visit(search(url.Values{"q": {"副作用"}}))
	href := eval[string](p, `(document.querySelector('a[href*="/articles/"]') || {getAttribute: () => ''}).getAttribute('href')`)
	if href == "" {
		p.t.Fatal("no result leads to an article of this server")
	}
	return href
}

// mark is a marked word as it is shown.
type mark struct {
	Text    string  `json:"text"`
	Width   float64 `json:"width"`
	Height  float64 `json:"height"`
	Differs bool    `json:"differs"`
}

// What was found must be seen: marks have a size and another colour than the
// text around them.
func TestPageShowsMarks(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir())
	for _, look := range screens() {
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, s, look)
			p.visit(search(url.Values{"q": {"内出血"}, "view": {"passages"}}))
			marks := eval[[]mark](p, `[...document.querySelectorAll('.snippet mark')].map(m => {
				const own = getComputedStyle(m), around = getComputedStyle(m.parentElement), box = m.getBoundingClientRect();
				return {text: m.textContent, width: box.width, height: box.height,
					differs: own.backgroundColor !== around.backgroundColor || own.color !== around.color || own.fontWeight !== around.fontWeight};
			})`)
			if len(marks) == 0 {
				t.Fatal("nothing is marked in the snippets")
			}
			for _, m := range marks {
				if m.Width < 8 || m.Height < 8 || !m.Differs {
					t.Errorf("the mark of %q cannot be seen: %+v", m.Text, m)
				}
			}
			if !slices.ContainsFunc(marks, func(m mark) bool { return m.Text == "内出血" }) {
				t.Errorf("the word of the query is not among the marks: %v", marks)
			}
		})
	}
}

// A visitor without JavaScript chooses a facet, sees fewer results and the
// choice, and takes it back.
func TestPageFiltersWithoutScripts(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir())
	for _, look := range screens() {
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, s, look)
			p.do("switch scripts off", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
				_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
				return err
			}))
			p.visit(search(url.Values{"q": {"注意"}, "view": {"passages"}}))
			all := p.total()

			const choice = `input[type="checkbox"][name="kind"][value="precautions"]`
			if look.phone {
				p.click("details.filters-box > summary")
			}
			p.showChoice(choice)
			p.click(choice)
			p.submit(`.apply button[type="submit"]`)
			some := p.total()
			if some == 0 || some >= all {
				t.Errorf("with the filter %d are found, without it %d", some, all)
			}
			if !eval[bool](p, `document.querySelector('`+choice+`').checked`) {
				t.Error("the chosen value is not shown as chosen")
			}
			others := eval[[]string](p, `[...document.querySelectorAll('.passage')].map(e => e.className).filter(c => !c.includes('kind-precautions'))`)
			if len(others) > 0 {
				t.Errorf("passages of other kinds are shown: %q", others)
			}
			p.submit(".chips a.chip")
			if again := p.total(); again != all {
				t.Errorf("with the filter taken back %d are found, want %d", again, all)
			}
			p.check("")
		})
	}
}

// total is how many results the page says there are.
func (p *tab) total() int {
	p.t.Helper()
	return eval[int](p, `parseInt(document.querySelector('.total').textContent.replace(/[^0-9]*([0-9,]+)[^]*/, '$1').replace(/,/g, ''), 10)`)
}

// The checks of this file find what they are for.
func TestPageChecksFindDefects(t *testing.T) {
	b := browser(t)
	s := serve(t, t.TempDir())
	axe := axeSource(t)
	p := open(b, t, s, screens()[2])
	p.visit("/search")
	eval[chromedp.Void](p, `(() => {
		const main = document.querySelector('main');
		main.insertAdjacentHTML('beforeend', '<p id="bad">wide and pale</p><img src="http://192.0.2.1/x.png" alt="">');
		Object.assign(document.getElementById('bad').style, {width: '2000px', color: '#ccc', background: '#fff'});
		console.error('defect');
	})()`)
	found := strings.Join(slices.Concat(p.tooWide(), p.inaccessible(axe), p.complained()), "\n")
	want := []string{"wider than the screen: P.", "left the server: http://192.0.2.1/x.png", "console: error"}
	if axe != "" {
		want = append(want, "color-contrast")
	}
	for _, w := range want {
		if !strings.Contains(found, w) {
			t.Errorf("%q is not among what was found:\n%s", w, found)
		}
	}
}

// TestScreenshot makes the picture of the README: SHIRUBE_SCREENSHOT is its path.
func TestScreenshot(t *testing.T) {
	path := os.Getenv("SHIRUBE_SCREENSHOT")
	if path == "" {
		t.Skip("SHIRUBE_SCREENSHOT names no file")
	}
	b := browser(t)
	s := serve(t, t.TempDir())
	p := open(b, t, s, screen{"README", 1280, 960, false, "light"})
	p.visit(search(url.Values{"q": {"妊娠中でも受けられる"}, "view": {"passages"}}))
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, picture, 0o644); err != nil {
		t.Fatal(err)
	}
}
