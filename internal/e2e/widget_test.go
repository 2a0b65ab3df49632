//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// clinic is a web site with the search box in its pages, and the search server that the
// box asks: what the server answers is the test's.
type clinic struct {
	t    *testing.T
	site *httptest.Server
	// page is what stands in the body of every page, head in its head; header goes with it.
	page, head string
	header     http.Header
	// search answers a search, suggest a request for completions; nil: as the sample does.
	search, suggest http.HandlerFunc

	mu    sync.Mutex
	asked []asked
}

// asked is one request to the search server.
type asked struct {
	Path   string
	Body   map[string]any
	Header http.Header
}

// newClinic serves pages with the markup in them.
func newClinic(t *testing.T, page string) *clinic {
	t.Helper()
	c := &clinic{t: t, page: page, header: http.Header{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /widget/shirube.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		http.ServeFile(w, r, filepath.Join("..", "widget", "shirube.js"))
	})
	mux.HandleFunc("POST /v1/search", c.record(func(w http.ResponseWriter, r *http.Request) {
		if c.search != nil {
			c.search(w, r)
			return
		}
		reply(w, found(r))
	}))
	mux.HandleFunc("GET /v1/suggest", c.record(func(w http.ResponseWriter, r *http.Request) {
		if c.suggest != nil {
			c.suggest(w, r)
			return
		}
		reply(w, completions(r.URL.Query().Get("q")))
	}))
	mux.HandleFunc("POST /v1/events", c.record(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	mux.HandleFunc("GET /site.css", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/css")
		_, _ = io.WriteString(w, ":root { background: Canvas; color: CanvasText }") // axe takes a page without a ground for white
	})
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /", c.serve)
	c.site = httptest.NewServer(mux)
	t.Cleanup(c.site.Close)
	return c
}

func (c *clinic) serve(w http.ResponseWriter, _ *http.Request) {
	for name, values := range c.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>さくら見本クリニック</title>
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/site.css"><meta name="viewport" content="width=device-width, initial-scale=1">%s
<script type="module" src="/widget/shirube.js"></script></head>
<body><main><h1>治療のご案内</h1>%s</main><footer class="site"><p id="after">診療時間のご案内</p></footer></body></html>`, c.head, c.page)
}

// record notes what is asked before it is answered.
func (c *clinic) record(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a := asked{Path: r.URL.RequestURI(), Header: r.Header.Clone()}
		content, err := io.ReadAll(r.Body)
		if err == nil && len(content) > 0 {
			err = json.Unmarshal(content, &a.Body)
		}
		if err != nil {
			c.t.Errorf("%s %s: the body is not JSON: %v: %q", r.Method, r.URL, err, content)
		}
		r.Body = io.NopCloser(strings.NewReader(string(content)))
		c.mu.Lock()
		c.asked = append(c.asked, a)
		n := len(c.asked)
		c.mu.Unlock()
		w.Header().Set("X-Request-Id", fmt.Sprintf("request-%d", n))
		h(w, r)
	}
}

// requests are those so far whose path begins so.
func (c *clinic) requests(path string) []asked {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []asked
	for _, a := range c.asked {
		if strings.HasPrefix(a.Path, path) {
			out = append(out, a)
		}
	}
	return out
}

func (c *clinic) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = nil
}

// queries are the queries that were searched for, in order.
func (c *clinic) queries() []string {
	var out []string
	for _, a := range c.requests("/v1/search") {
		out = append(out, fmt.Sprint(a.Body["q"]))
	}
	return out
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // a browser that left hears nothing
}

type object = map[string]any

// foundArticle is a hit as the API words it.
func foundArticle(id, title, kind, text string, more ...object) object {
	article := object{
		"id": id, "collection": "default", "title": title, "description": "", "url": "/articles/" + id, "image": "",
		"treatments": []string{"エクソソーム点滴"}, "supervisors": []object{{"name": "（見本）内科専門医", "title": "", "affiliation": "", "representative": ""}},
		"reviewed": "2026-03-13T00:00:00Z", "updated": nil, "insurance": "self_pay", "approval": "unapproved",
	}
	passage := object{
		"id": id + "#p1", "article_id": id, "kind": kind, "heading": "この章の見出し", "path": []string{}, "text": text,
		"sources": []object{{"name": "見本学会", "title": "診療の手引き", "url": "", "type": "society", "year": 2024}}, "supervision": []object{}, "facts": []string{},
	}
	hit := object{
		"id": id, "article": article, "passage": passage, "title": object{"text": title, "marks": [][]int{{0, 2}}},
		"snippet": object{"text": text, "marks": [][]int{{0, 2}}}, "score": 1, "confidence": .8, "passages": []object{},
	}
	for _, m := range more {
		for name, v := range m {
			hit[name] = v
		}
	}
	return hit
}

// answerTo is an answer of the API with these hits.
func answerTo(query string, hits []object, more ...object) object {
	if hits == nil {
		hits = []object{}
	}
	a := object{
		"query": query, "view": "articles", "total": len(hits), "total_relation": "eq", "answerable": true, "page": 1, "per_page": 10, "took_ms": 1,
		"relaxed": false, "interpretation": object{"terms": []object{}, "corrected": nil, "expansions": []object{}, "intent": []string{}, "filters": []object{}, "negations": []string{}, "excluded": []string{}},
		"hits": hits, "facets": object{}, "notices": []string{}, "suggestions": []string{}, "answer": nil,
	}
	for _, m := range more {
		for name, v := range m {
			a[name] = v
		}
	}
	return a
}

const (
	selfPay   = "公的医療保険が使えない自由診療の記事が含まれます。費用は全額自己負担です。"
	emergency = "緊急の症状があるときは、検索を続けずに119番へ電話してください。"
	riskText  = "まれに、発熱やアレルギー反応が起こることがあります。"
)

// found answers a search as the sample would: an effect with its risks, and three more.
func found(r *http.Request) object {
	var asked struct {
		Q       string   `json:"q"`
		Page    int      `json:"page"`
		PerPage int      `json:"per_page"`
		Kind    []string `json:"kind"`
	}
	_ = json.NewDecoder(r.Body).Decode(&asked)
	risks := object{"id": "drip#r1", "article_id": "drip", "kind": "risks", "heading": "リスク", "path": []string{}, "text": riskText, "sources": []object{}, "supervision": []object{}, "facts": []string{"risk"}}
	all := []object{
		foundArticle("drip", asked.Q+"とは", "effects", "期待されていることを説明します。", object{"risks": risks}),
		foundArticle("cost", "費用の目安", "cost", "1回10万円からです。"),
		foundArticle("time", "ダウンタイムについて", "downtime", "ほぼありません。"),
		foundArticle("care", "治療のあとの過ごし方", "aftercare", "当日は入浴を控えます。"),
	}
	answer := answerTo(asked.Q, all, object{
		"notices": []string{selfPay}, "total": 34, "page": asked.Page, "per_page": asked.PerPage,
		"facets": object{
			"kind":      []object{facetValue("effects", "効果", 12, asked.Kind), facetValue("risks", "リスク・副作用・デメリット", 9, asked.Kind)},
			"treatment": []object{facetValue("エクソソーム点滴", "エクソソーム点滴", 3, nil)},
		},
	})
	if strings.Contains(asked.Q, "見つからない") {
		answer = answerTo(asked.Q, nil, object{"suggestions": []string{"エクソソーム点滴", "AGA治療"}})
	}
	return answer
}

func facetValue(value, label string, count int, selected []string) object {
	return object{"value": value, "min": nil, "max": nil, "label": label, "count": count, "selected": strings.Contains(strings.Join(selected, ","), value)}
}

func completions(q string) object {
	return object{"query": q, "suggestions": []object{
		{"text": q + "の費用", "kind": "query", "group": "よく検索されることば", "marks": [][]int{{0, len([]rune(q))}}, "url": "", "filter": nil},
		{"text": q + "の副作用", "kind": "query", "group": "よく検索されることば", "marks": [][]int{{0, len([]rune(q))}}, "url": "", "filter": nil},
	}}
}

// visitor opens a page of the clinic, and waits until the box is there.
func (c *clinic) visitor(browser context.Context, look screen, path string) *tab {
	c.t.Helper()
	p := open(browser, c.t, &server{addr: strings.TrimPrefix(c.site.URL, "http://")}, look)
	p.visit(path)
	p.until("the box is there", `(() => { const e = document.querySelector("shirube-search"); return e && e.shadowRoot && e.shadowRoot.querySelector('[part~="input"]') })()`)
	return p
}

// inBox is an expression for what is in the shadow of the first box.
func inBox(selector string) string {
	return fmt.Sprintf(`document.querySelector("shirube-search").shadowRoot.querySelector(%q)`, selector)
}

func allInBox(selector string) string {
	return fmt.Sprintf(`[...document.querySelector("shirube-search").shadowRoot.querySelectorAll(%q)]`, selector)
}

// until waits for an expression to become true.
func (p *tab) until(what, expression string) {
	p.t.Helper()
	wait := fmt.Sprintf(`new Promise((done) => {
		const end = Date.now() + 15000;
		const look = () => { let v = false; try { v = !!(%s) } catch {} if (v || Date.now() > end) done(v); else setTimeout(look, 15); };
		look();
	})`, expression)
	ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](wait, chromedp.EvalAwaitPromise))
	for range 5 { // a page that is left takes the promise with it
		if err == nil || p.ctx.Err() != nil {
			break
		}
		ok, err = chromedp.Run(p.ctx, chromedp.Evaluate[bool](wait, chromedp.EvalAwaitPromise))
	}
	if err != nil || !ok {
		p.t.Fatalf("never: %s: %s\nshown: %s", what, expression, eval[string](p, `(document.querySelector("shirube-search")?.shadowRoot?.querySelector(".base")?.innerText || "nothing").slice(0, 600)`))
	}
}

// focusBox puts the cursor into the box.
func (p *tab) focusBox() {
	p.t.Helper()
	eval[chromedp.Void](p, inBox("input")+".focus()")
}

// keys presses keys, as a keyboard does.
func (p *tab) keys(keys string, options ...chromedp.KeyOption) {
	p.t.Helper()
	p.do("press "+keys, chromedp.KeyEvent(keys, options...))
}

// compose shows text as an input method does that has not committed it.
func (p *tab) compose(text string) {
	p.t.Helper()
	n := int64(len([]rune(text)))
	p.do("compose "+text, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n})
		return err
	}))
}

// commit ends the composition with the text.
func (p *tab) commit(text string) {
	p.t.Helper()
	p.do("commit "+text, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// shownOptions waits until the list shows the results for a query, and returns its options.
func (p *tab) shownOptions(query string) []string {
	p.t.Helper()
	p.until("results for "+query, fmt.Sprintf(`!%s.hidden && %s.textContent.includes(%q)`, inBox(`[part~="panel"]`), inBox(".list"), query))
	return eval[[]string](p, allInBox("[role=option]")+".map(o => o.querySelector('.title').textContent)")
}

// picture writes a screenshot where SHIRUBE_PICTURES says, for the documentation.
func (p *tab) picture(name string) {
	p.t.Helper()
	dir := os.Getenv("SHIRUBE_PICTURES")
	if dir == "" {
		return
	}
	image, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), image, 0o600); err != nil {
		p.t.Fatal(err)
	}
}

func desktop() screen { return screen{"1440 px", 1440, 900, false, "light"} }
func phone() screen   { return screen{"320 px", 320, 640, true, "light"} }
