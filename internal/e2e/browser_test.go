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
