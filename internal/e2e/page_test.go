//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// screen is how a visitor looks at the pages.
type screen struct {
	name          string
	width, height int64
	phone         bool
	scheme        string // prefers-color-scheme
}

func screens() []screen {
	return []screen{
		{"desktop", 1280, 900, false, "light"},
		{"desktop, dark", 1280, 900, false, "dark"},
		{"phone", 390, 844, true, "light"},
		{"phone, dark", 390, 844, true, "dark"},
	}
}

// tab is a page of the browser and what it complained about.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu         sync.Mutex
	complaints []string
}

// browser starts Chromium, or skips the test where there is none.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("SHIRUBE_CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && err == nil {
			path = found
		}
	}
	if path == "" {
		t.Skip("no browser: name one in SHIRUBE_CHROMIUM")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // root has none; only our own pages are opened
		chromedp.Flag("lang", "ja"),
		// Whatever a page or the browser itself may want to reach is not there.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
	)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return ctx
}

// open opens a tab that looks at the server through a screen.
func open(browser context.Context, t *testing.T, s *server, look screen) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	p := &tab{t: t, ctx: ctx, base: "http://" + s.addr}
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		t.Fatal(err)
	}
	size := chromedp.EmulateViewport(look.width, look.height)
	if look.phone {
		size = chromedp.EmulateViewport(look.width, look.height, chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	p.do("open a tab", size,
		chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
			_, err := cdp.Call(ctx, tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}},
			})
			return err
		}))
	return p
}

func (p *tab) listen(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		u, err := url.Parse(e.Request.URL)
		if err != nil || (u.Scheme != "data" && u.Scheme+"://"+u.Host != p.base) {
			p.complain("a request left the server: %s", e.Request.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			p.complain("a request failed: %s", e.ErrorText)
		}
	case *runtime.EventExceptionThrown:
		p.complain("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.complain("console: %s", e.Type)
		}
	case *cdplog.EventEntryAdded:
		if e.Entry.Level == cdplog.EntryLevelError || e.Entry.Level == cdplog.EntryLevelWarning {
			p.complain("log: %s %s", e.Entry.Text, e.Entry.URL)
		}
	}
}

func (p *tab) complain(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, fmt.Sprintf(format, args...))
}

// complained returns what the browser complained about since it was asked last,
// but for what is expected.
func (p *tab) complained(expected ...string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := slices.DeleteFunc(p.complaints, func(c string) bool {
		return slices.ContainsFunc(expected, func(e string) bool { return strings.Contains(c, e) })
	})
	p.complaints = nil
	return found
}

// check fails the test with all that is wrong with the page that is shown.
func (p *tab) check(axe string, expected ...string) {
	p.t.Helper()
	for _, wrong := range slices.Concat(p.tooWide(), p.inaccessible(axe), p.complained(expected...)) {
		p.t.Error(wrong)
	}
}

func (p *tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatalf("%s: %v", what, err)
	}
}

func (p *tab) click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

func (p *tab) visit(path string) {
	p.t.Helper()
	p.do("visit "+path, chromedp.Navigate(p.base+path), chromedp.WaitReady(chromedp.CSS("footer.site")))
}

// eval computes an expression on the page.
func eval[T any](p *tab, expression string, options ...chromedp.EvaluateOption) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, options...))
	if err != nil {
		p.t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

// tooWide names what sticks out when the page is wider than the screen.
func (p *tab) tooWide() []string {
	p.t.Helper()
	wide := eval[[]string](p, `(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return [];
		return [...document.querySelectorAll('body *')]
			.filter(e => e.getBoundingClientRect().right > width + 1)
			.map(e => 'wider than the screen: ' + e.tagName + '.' + e.className + ': ' + Math.round(e.getBoundingClientRect().right) + ' of ' + width);
	})()`)
	return wide[:min(len(wide), 10)]
}

// inaccessible is what axe-core finds: contrast, labels, landmarks, order of
// headings, sizes of what is touched.
func (p *tab) inaccessible(axe string) []string {
	p.t.Helper()
	if axe == "" {
		return nil
	}
	eval[chromedp.Void](p, axe)
	result := eval[string](p, `axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify({
			passes: r.passes.length,
			violations: r.violations.map(v => v.id + ': ' + v.help + '\n' +
				v.nodes.slice(0, 3).map(n => n.html + '\n' + n.failureSummary).join('\n')),
		}))`, chromedp.EvalAwaitPromise)
	var found struct {
		Passes     int
		Violations []string
	}
	if err := json.Unmarshal([]byte(result), &found); err != nil {
		p.t.Fatalf("axe-core: %v: %s", err, result)
	}
	if found.Passes < 10 {
		return append(found.Violations, fmt.Sprintf("axe-core passed only %d rules: it did not look at the page", found.Passes))
	}
	return found.Violations
}

func axeSource(t *testing.T) string {
	t.Helper()
	path := os.Getenv("SHIRUBE_AXE")
	if path == "" {
		t.Log("accessibility is not checked: SHIRUBE_AXE does not name axe.min.js")
		return ""
	}
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

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

// showChoice opens the folded parts that hold an element, as a visitor would.
func (p *tab) showChoice(selector string) {
	p.t.Helper()
	for range 4 {
		folded := eval[int](p, `(() => {
			document.querySelectorAll('[data-fold]').forEach(e => e.removeAttribute('data-fold'));
			const box = document.querySelector('`+selector+`');
			if (!box) return -1;
			const folded = [];
			for (let e = box.closest('details'); e; e = e.parentElement.closest('details'))
				if (!e.open && !e.matches('.filters-box')) folded.unshift(e);
			if (folded.length) folded[0].querySelector('summary').setAttribute('data-fold', '');
			return folded.length;
		})()`)
		if folded < 0 {
			p.t.Fatalf("there is no %s", selector)
		}
		if folded == 0 {
			return
		}
		p.click("[data-fold]")
	}
	p.t.Fatalf("%s stays folded", selector)
}

// submit clicks what leads to another page and waits for that page.
func (p *tab) submit(selector string) {
	p.t.Helper()
	response, err := chromedp.RunResponse(p.ctx, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
	if err != nil {
		p.t.Fatalf("click %s: %v", selector, err)
	}
	if response.Status != 200 {
		p.t.Fatalf("click %s: status %d", selector, response.Status)
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
