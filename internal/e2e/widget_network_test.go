//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// problemShown waits for a message of an error, with or without a way to try again.
func (p *tab) problemShown(text string, retry bool) {
	p.t.Helper()
	p.until("a message: "+text, fmt.Sprintf("%s && %s.textContent.includes(%q)", inBox(`[part="error"]`), inBox(`[part="error"]`), text))
	if got := eval[bool](p, "!!"+inBox(`[part="retry"]`)); got != retry {
		p.t.Errorf("%s: a way to try again: %v, want %v", text, got, retry)
	}
	p.until("it is announced", fmt.Sprintf("%s.textContent.includes(%q)", inBox("[role=status]"), text))
}

// Whoever types fast asks at once, then when the typing pauses: not at every key. What was
// asked before is answered from memory.
func TestWidgetAsksSparingly(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	p.focusBox()
	eval[chromedp.Void](p, `(() => { const i = `+inBox("input")+`; for (const c of "エクソソーム点滴") { i.value += c; i.dispatchEvent(new InputEvent("input", {bubbles: true})); } })()`)
	p.shownOptions("エクソソーム点滴")
	if got, want := c.queries(), []string{"エ", "エクソソーム点滴"}; !slices.Equal(got, want) {
		t.Errorf("searched for %q, want %q", got, want)
	}
	if got := len(c.requests("/v1/suggest")); got != 2 {
		t.Errorf("%d requests for suggestions, want 2", got)
	}
	c.forget()
	p.keys(kb.Backspace)
	p.shownOptions("エクソソーム点とは")
	p.keys("滴")
	p.shownOptions("エクソソーム点滴とは")
	if got, want := c.queries(), []string{"エクソソーム点"}; !slices.Equal(got, want) {
		t.Errorf("then searched for %q, want %q", got, want)
	}
	p.keys(" 　")
	if got := c.queries(); len(got) != 1 {
		t.Errorf("a space at the end searched again: %q", got)
	}
}

// Answers that come out of order, or after the box was emptied, are not shown.
func TestWidgetDropsStaleAnswers(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	first, arrived := make(chan struct{}), make(chan struct{}, 2)
	c.search = func(w http.ResponseWriter, r *http.Request) {
		a := found(r)
		if q, _ := a["query"].(string); strings.HasPrefix(q, "遅") {
			arrived <- struct{}{}
			<-first
		}
		reply(w, a)
	}
	p := c.visitor(b, desktop(), "/")
	p.focusBox()
	p.keys("遅")
	<-arrived
	p.keys(kb.Backspace + "速い")
	p.shownOptions("速い")
	close(first)
	if got := p.shownOptions("速い"); !slices.Contains(got, "速いとは") {
		t.Errorf("the late answer is shown: %q", got)
	}
	p.keys(kb.Escape + kb.Escape)
	p.until("the list is gone", inBox(`[part~="panel"]`)+".hidden")
}

// A server that refuses, breaks or talks nonsense is met with a message, never with an
// exception; where waiting can help, the box tries again by itself.
func TestWidgetWithBrokenServers(t *testing.T) {
	b := browser(t)
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	body := func(s string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(s)) }
	}
	shaped := func(change object) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			a := found(r)
			for name, v := range change {
				a[name] = v
			}
			reply(w, a)
		}
	}
	const unreadable = "検索サービスの応答を読み取れませんでした。"
	wrong := foundArticle("a", "題", "effects", "文")
	wrong["title"] = object{"text": 3}
	for _, tt := range []struct {
		name, text string
		retry      bool
		answer     http.HandlerFunc
	}{
		{"no key", "ご利用いただけません", false, status(http.StatusUnauthorized)},
		{"wrong origin", "ご利用いただけません", false, status(http.StatusForbidden)},
		{"refused input", "ことばを変えてお試しください", false, status(http.StatusUnprocessableEntity)},
		{"error", "問題が起きています", true, status(http.StatusInternalServerError)},
		{"busy", "混み合っています", true, status(http.StatusServiceUnavailable)},
		{"broken off", "接続できませんでした", true, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }},
		{"empty", unreadable, false, body("")},
		{"HTML", unreadable, false, body("<!doctype html><script>window.run = 1</script>")},
		{"half", unreadable, false, body(`{"query": "し`)},
		{"null", unreadable, false, body("null")},
		{"a number", unreadable, false, body("7")},
		{"an array", unreadable, false, body("[]")},
		{"no hits", unreadable, false, shaped(object{"hits": nil})},
		{"hits of numbers", unreadable, false, shaped(object{"hits": []int{1}})},
		{"a hit without words", unreadable, false, shaped(object{"hits": []object{wrong}})},
		{"notices of objects", unreadable, false, shaped(object{"notices": []object{{}}})},
		{"total as text", unreadable, false, shaped(object{"total": "7"})},
		{"an answer of text", unreadable, false, shaped(object{"answer": "はい"})},
		{"deep", unreadable, false, body(strings.Repeat("[", 100_000))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClinic(t, `<shirube-search></shirube-search>`)
			c.search = tt.answer
			p := c.visitor(b, desktop(), "/")
			p.focusBox()
			p.keys("しみ")
			p.problemShown(tt.text, tt.retry)
			p.expandedIs("false")
			for _, complaint := range p.complained("log: Failed to load resource", "a request failed: net::ERR_EMPTY_RESPONSE", "a request failed: net::ERR_ABORTED") {
				t.Error(complaint)
			}
			c.search = nil // the server is well again
			p.keys("ん")
			p.shownOptions("しみん")
		})
	}
}

// Suggestions that fail take nothing away from the results.
func TestWidgetWithoutSuggestions(t *testing.T) {
	b := browser(t)
	never := make(chan struct{})
	t.Cleanup(func() { close(never) })
	for name, answer := range map[string]http.HandlerFunc{
		"missing": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) },
		"wrong":   func(w http.ResponseWriter, _ *http.Request) { reply(w, object{"suggestions": 1}) },
		"slow": func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-never:
			case <-r.Context().Done():
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClinic(t, `<shirube-search></shirube-search>`)
			c.suggest = answer
			p := c.visitor(b, desktop(), "/")
			p.focusBox()
			p.keys("しみ")
			if got := p.shownOptions("しみ"); got[0] != "しみとは" {
				t.Errorf("the list begins with %q", got[0])
			}
		})
	}
}

// A busy server is asked again when it said, and not before; the answer then is shown
// without anybody doing anything.
func TestWidgetHonoursRetryAfter(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	var times atomic.Int32
	asked := make(chan time.Time, 10)
	c.search = func(w http.ResponseWriter, r *http.Request) {
		asked <- time.Now()
		if times.Add(1) == 1 {
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		reply(w, found(r))
	}
	p := c.visitor(b, desktop(), "/")
	p.focusBox()
	p.keys("痛")
	p.problemShown("混み合っています。 自動的に再試行します。", true)
	p.shownOptions("痛")
	if first, second := <-asked, <-asked; second.Sub(first) < 2*time.Second {
		t.Errorf("asked again after %v, though the server said 2 s", second.Sub(first))
	}
}

// Without a network that is said, and the search goes on when it is back; the button tries
// at once.
func TestWidgetOfflineAndBack(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	offline := func(is bool) {
		p.do("the network", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
			_, err := cdp.Call(ctx, tab, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: is, DownloadThroughput: -1, UploadThroughput: -1})
			if err != nil {
				return err
			}
			_, err = cdp.Call(ctx, tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
				MatchedNetworkConditions: []*network.Conditions{{URLPattern: "", Offline: is, DownloadThroughput: -1, UploadThroughput: -1}},
			})
			return err
		}))
	}
	offline(true)
	p.focusBox()
	p.keys("痛み")
	p.problemShown("インターネットに接続されていません", true)
	p.picture("offline")
	offline(false)
	p.shownOptions("痛み")
	p.check("", "ERR_INTERNET_DISCONNECTED")
}

// A server that does not answer is given up; what is shown meanwhile moves nothing.
func TestWidgetSlowServerMovesNothing(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<style>shirube-search { display: block; min-height: 50px }</style><shirube-search></shirube-search><p>下の文章</p>`)
	c.search = func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(900 * time.Millisecond) // longer than what counts as following from a key
		reply(w, found(r))
	}
	p := c.visitor(b, desktop(), "/")
	eval[chromedp.Void](p, `window.shifts = 0; new PerformanceObserver((l) => { for (const e of l.getEntries()) shifts += e.value }).observe({type: "layout-shift", buffered: true})`)
	p.focusBox()
	for _, q := range []string{"痛", "痛み", "痛みは"} {
		p.keys(strings.TrimPrefix(q, eval[string](p, inBox("input")+".value")))
		p.shownOptions(q)
	}
	if got := eval[float64](p, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(shifts))))`, chromedp.EvalAwaitPromise); got != 0 {
		t.Errorf("the layout shifted by %v", got)
	}
}

// What is chosen is told to the server, with the request it came from and nothing of the
// person; not where the page or the person says no.
func TestWidgetReportsClicks(t *testing.T) {
	b := browser(t)
	for _, tt := range []struct {
		name, attributes, script string
		want                     bool
	}{
		{"reported", "", "", true},
		{"switched off", ` events="off"`, "", false},
		{"Do Not Track", "", `Object.defineProperty(navigator, "doNotTrack", {value: "1"})`, false},
		{"Global Privacy Control", "", `Object.defineProperty(navigator, "globalPrivacyControl", {value: true})`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClinic(t, `<shirube-search key="public-key"`+tt.attributes+`></shirube-search>`)
			c.head = "<script>" + tt.script + "</script>"
			p := c.visitor(b, desktop(), "/")
			p.focusBox()
			p.keys("し")
			p.shownOptions("し")
			answered := c.requests("/v1/search")
			p.press(".option.result:nth-of-type(1)")
			p.until("the article is there", `location.pathname === "/articles/drip"`)
			p.until("nothing is kept", `document.cookie === "" && localStorage.length + sessionStorage.length === 0`)
			for _, a := range c.requests("/v1/") {
				if a.Header.Get("X-Shirube-Key") != "public-key" || a.Header.Get("X-Shirube-Client") != "widget" || a.Header.Get("Cookie") != "" {
					t.Errorf("%s: headers %v", a.Path, a.Header)
				}
				if got := a.Header.Get("X-Shirube-Session"); (len(got) == 32) != tt.want {
					t.Errorf("%s: session %q", a.Path, got)
				}
			}
			events := c.requests("/v1/events")
			if !tt.want {
				if len(events) > 0 {
					t.Errorf("reported: %v", events)
				}
				return
			}
			if len(events) != 1 || len(answered) != 1 {
				t.Fatalf("%d events, %d searches", len(events), len(answered))
			}
			if id, _ := events[0].Body["request_id"].(string); !strings.HasPrefix(id, "request-") {
				t.Errorf("request id %q", id)
			}
			delete(events[0].Body, "request_id")
			if got, _ := json.Marshal(events[0].Body); string(got) != `{"id":"drip","position":1,"type":"click"}` {
				t.Errorf("reported %s", got)
			}
		})
	}
}

// press presses the mouse on something in the box.
func (p *tab) press(selector string) {
	p.t.Helper()
	at := eval[[]float64](p, `(() => { const e = `+inBox(selector)+`; e.scrollIntoView({block: "nearest"}); const r = e.getBoundingClientRect(); return [r.left + Math.min(r.width / 2, 60), r.top + Math.min(r.height / 2, 20)] })()`)
	p.do("press "+selector, chromedp.MouseClickXY(at[0], at[1]))
}
