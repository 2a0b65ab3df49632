//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// shop is a site of somebody else with the pages of examples/instantsearch.
type shop struct {
	t      *testing.T
	chrome context.Context
	site   *httptest.Server
	folder string

	mu       sync.Mutex
	endpoint string // what the pages say that Shirube's address is
	events   []map[string]any
}

// newShop serves the built pages: SHIRUBE_INSTANTSEARCH names their folder.
func newShop(t *testing.T) *shop {
	t.Helper()
	folder := os.Getenv("SHIRUBE_INSTANTSEARCH")
	if folder == "" {
		t.Skip("no pages: name the folder that examples/instantsearch was built into in SHIRUBE_INSTANTSEARCH")
	}
	s := &shop{t: t, folder: folder, chrome: browser(t)}
	s.site = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.site.Close)
	return s
}

func (s *shop) serve(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.URL.Path)
	if r.URL.Path == "/" {
		name = "index.html"
	}
	content, err := os.ReadFile(filepath.Join(s.folder, name))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	if filepath.Ext(name) == ".html" {
		s.mu.Lock()
		content = []byte(strings.ReplaceAll(string(content), "http://127.0.0.1:8080", s.endpoint))
		s.mu.Unlock()
	}
	w.Header().Set("Content-Type", map[string]string{".html": "text/html", ".js": "text/javascript", ".css": "text/css"}[filepath.Ext(name)])
	_, _ = w.Write(content) // the browser says what it did not get
}

// ask has the pages ask a server, which lets them.
func (s *shop) ask(args ...string) *server {
	s.t.Helper()
	to := serve(s.t, s.t.TempDir(), append([]string{"--allow-origin", s.site.URL}, args...)...)
	s.endpoint = "http://" + to.addr
	return to
}

// visitor opens a page and waits for its first hits.
func (s *shop) visitor(look screen, path string) *tab {
	s.t.Helper()
	p := open(s.chrome, s.t, &server{addr: strings.TrimPrefix(s.site.URL, "http://")}, look)
	p.visit(path)
	if !eval[bool](p, `new Promise(done => { const end = Date.now() + 15000;
		const look = () => `+hitCount+` > 0 || Date.now() > end ? done(`+hitCount+` > 0) : setTimeout(look, 15); look(); })`, chromedp.EvalAwaitPromise) {
		s.t.Fatalf("no hits on %s: %q", path, p.complained())
	}
	return p
}

const (
	hitCount  = `document.querySelectorAll("main article").length`
	foundHits = `Number((document.querySelector(".ais-Stats").textContent.match(/[0-9,]+(?=件)/) || ["-1"])[0].replaceAll(",", ""))`
)

// item is an expression for the line of a list that begins with a label.
func item(within, label string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].find(e => e.textContent.trim().startsWith(%q))`, within, label)
}

// clickOn clicks what an expression finds.
func (p *tab) clickOn(what, expression string) {
	p.t.Helper()
	p.until(what+" is there", expression)
	eval[chromedp.Void](p, "void ("+expression+").click()")
}

// newTotal waits until the number of hits is another than it was, and returns it.
func (p *tab) newTotal(was int) int {
	p.t.Helper()
	p.until("another number of hits", foundHits+" >= 0 && "+foundHits+" !== "+strconv.Itoa(was))
	return eval[int](p, foundHits)
}

// countOf is the number beside a value of a list.
func (p *tab) countOf(within, label string) int {
	p.t.Helper()
	line := item(within+" li", label)
	p.until(label+" is offered", line)
	return eval[int](p, `Number((`+line+`).querySelector('[class*="count"]').textContent.replaceAll(",", ""))`)
}

// ask types a query.
func (p *tab) ask(query string) {
	p.t.Helper()
	eval[chromedp.Void](p, `(() => { const e = document.querySelector("#searchbox input"); e.focus(); e.select(); })()`)
	p.commit(query)
}

func pages() map[string]string {
	return map[string]string{"instantsearch.js": "/index.html", "react": "/react.html"}
}

// What is typed is found and marked, what must be read beside it is there, and nothing on
// the page is in anybody's way.
func TestInstantSearchFindsAndWarns(t *testing.T) {
	s := newShop(t)
	to := s.ask()
	axe := axeSource(t)
	for name, path := range pages() {
		t.Run(name, func(t *testing.T) {
			for _, look := range screens() {
				t.Run(look.name, func(t *testing.T) {
					p := s.onPage(t, look, path)
					p.ask("ハイフの効果")
					p.until("hits are marked", `document.querySelector("main article mark")`)
					p.until("notices are shown", `document.querySelector("#userdata .notice").textContent.includes("自由診療")`)
					p.until("an effect stands beside its risks", `(() => {
						const telling = [...document.querySelectorAll("main article")].filter(e => e.querySelector(".where")?.textContent.startsWith("効果"));
						return telling.length > 0 && telling.every(e => e.querySelector(".risks p"));
					})()`)
					p.check(axe, to.addr)
					if look.name == "desktop" {
						p.picture("instantsearch-" + strings.TrimSuffix(filepath.Base(path), ".html"))
					}
				})
			}
		})
	}
}

// onPage opens a page for a test.
func (s *shop) onPage(t *testing.T, look screen, path string) *tab {
	t.Helper()
	on := &shop{t: t, site: s.site, chrome: s.chrome}
	return on.visitor(look, path)
}

// Lists of values: what a count promises is what one gets, in alternatives and together.
func TestInstantSearchRefines(t *testing.T) {
	s := newShop(t)
	to := s.ask()
	for name, path := range pages() {
		t.Run(name, func(t *testing.T) {
			p := s.onPage(t, desktop(), path)
			all := p.newTotal(-1)

			treatments := eval[[]string](p, `[...document.querySelectorAll("#treatment .ais-RefinementList-labelText")].map(e => e.textContent)`)
			if len(treatments) < 2 {
				t.Fatalf("treatments: %q", treatments)
			}
			first := p.countOf("#treatment", treatments[0])
			p.clickOn(treatments[0], item("#treatment label", treatments[0]))
			if got := p.newTotal(all); got != first {
				t.Errorf("%s: %d hits, %d promised", treatments[0], got, first)
			}
			second := p.countOf("#treatment", treatments[1])
			p.clickOn(treatments[1], item("#treatment label", treatments[1]))
			if got := p.newTotal(first); got > first+second || got <= first {
				t.Errorf("%s or %s: %d hits of %d and %d", treatments[0], treatments[1], got, first, second)
			}
			p.until("the choice is in the address", `decodeURIComponent(location.search).includes(`+strconv.Quote(treatments[1])+`)`)
			p.clickOn("clear", `document.querySelector(".ais-ClearRefinements-button")`)
			p.until("all again", foundHits+" === "+strconv.Itoa(all))

			risk := p.countOf("#risk", "赤み")
			p.clickOn("赤み", item("#risk label", "赤み"))
			if got := p.newTotal(all); got != risk {
				t.Errorf("赤み: %d hits, %d promised", got, risk)
			}
			both := p.countOf("#risk", "腫れ")
			p.clickOn("腫れ", item("#risk label", "腫れ"))
			if both < risk {
				p.until("both", foundHits+" === "+strconv.Itoa(both))
			}
			p.clickOn("clear", `document.querySelector(".ais-ClearRefinements-button")`)
			p.until("all again", foundHits+" === "+strconv.Itoa(all))

			department := eval[string](p, `document.querySelector(".ais-HierarchicalMenu-label").textContent`)
			n := p.countOf(".ais-HierarchicalMenu", department)
			p.clickOn(department, item(".ais-HierarchicalMenu a", department))
			if got := p.newTotal(all); got != n {
				t.Errorf("%s: %d hits, %d promised", department, got, n)
			}
			inner := `document.querySelector(".ais-HierarchicalMenu-list .ais-HierarchicalMenu-list a")`
			p.until("treatments of the department", inner)
			n = eval[int](p, `Number(`+inner+`.querySelector('[class*="count"]').textContent)`)
			p.clickOn("a treatment of the department", inner)
			p.until("its articles", foundHits+" === "+strconv.Itoa(n))
			p.clickOn("back to all by the breadcrumb", `document.querySelector(".ais-Breadcrumb a")`)
			p.until("all again", foundHits+" === "+strconv.Itoa(all))
			for _, c := range p.complained(to.addr) {
				t.Error(c)
			}
		})
	}
}

// Searching inside the values of a facet, in any spelling.
func TestInstantSearchInsideAFacet(t *testing.T) {
	s := newShop(t)
	to := s.ask()
	for name, path := range pages() {
		t.Run(name, func(t *testing.T) {
			p := s.onPage(t, desktop(), path)
			eval[chromedp.Void](p, `document.querySelector("#treatment input[type=search]").focus()`)
			p.commit("ひあるろん")
			p.until("ヒアルロン and nothing else", `(() => {
				const labels = [...document.querySelectorAll("#treatment .ais-RefinementList-labelText")];
				return labels.length > 0 && labels.every(e => e.textContent.includes("ヒアルロン"));
			})()`)
			p.until("it is marked", `document.querySelector("#treatment mark")?.textContent === "ヒアルロン"`)
			n := p.countOf("#treatment", "ヒアルロン")
			p.clickOn("ヒアルロン酸注入", item("#treatment label", "ヒアルロン"))
			p.until("its articles", foundHits+" === "+strconv.Itoa(n))
			for _, c := range p.complained(to.addr) {
				t.Error(c)
			}
		})
	}
}

// Numbers, orders, pages, addresses.
func TestInstantSearchRangesSortsAndPages(t *testing.T) {
	s := newShop(t)
	to := s.ask()
	for name, path := range pages() {
		t.Run(name, func(t *testing.T) {
			p := s.onPage(t, desktop(), path)
			all := p.newTotal(-1)

			p.until("the least price is known", `Number(document.querySelector(".ais-RangeInput-input--max").max) > 0`)
			eval[chromedp.Void](p, `(() => { const e = document.querySelector(".ais-RangeInput-input--max"); e.focus(); e.select(); })()`)
			p.commit("50000")
			p.clickOn("apply", `document.querySelector(".ais-RangeInput-submit")`)
			cheap := p.newTotal(all)
			if facts := eval[[]string](p, `[...document.querySelectorAll("main article")].map(e => e.querySelector(".facts").textContent)`); cheap == 0 || slices.ContainsFunc(facts, tooDear) {
				t.Errorf("%d hits up to 50,000 yen: %q", cheap, facts)
			}
			p.clickOn("days", item("#downtime label", "3日まで")+`.querySelector("input")`)
			short := p.newTotal(cheap)
			if short >= cheap {
				t.Errorf("%d hits up to three days, of %d", short, cheap)
			}
			p.clickOn("clear", `document.querySelector(".ais-ClearRefinements-button")`)
			p.until("all again", foundHits+" === "+strconv.Itoa(all))

			eval[chromedp.Void](p, `(() => { const e = document.querySelector(".ais-SortBy-select"); e.value = "articles_cost";
				e.dispatchEvent(new Event("change", {bubbles: true})); })()`)
			p.until("the address says so", `location.search.includes("articles_cost")`)
			p.until("the cheapest first", `(() => {
				const prices = [...document.querySelectorAll("main article")].map(e => e.querySelector(".facts").textContent.match(/^([0-9,]+)円/))
					.map(m => m ? Number(m[1].replaceAll(",", "")) : Infinity).slice(0, 5);
				return prices.length === 5 && prices[0] < Infinity && prices.every((v, i) => i === 0 || prices[i - 1] <= v);
			})()`)

			titles := `[...document.querySelectorAll("main article h3")].map(e => e.textContent)`
			before := eval[[]string](p, titles)
			if path == "/react.html" {
				p.clickOn("more", `document.querySelector(".ais-InfiniteHits-loadMore")`)
				p.until("ten hits", hitCount+" === 10")
				if after := eval[[]string](p, titles); !slices.Equal(after[:5], before) || len(uniq(after)) != 10 {
					t.Errorf("%q goes on as %q", before, after)
				}
			} else {
				p.clickOn("the second page", `document.querySelector('[aria-label="Page 2"]')`)
				p.until("other hits", titles+`[0] !== `+strconv.Quote(before[0]))
				if after := eval[[]string](p, titles); len(uniq(append(after, before...))) != 10 {
					t.Errorf("after %q comes %q", before, after)
				}
				p.until("the page is in the address", `location.search.includes("page")`)
				p.do("reload", chromedp.Reload())
				p.until("the same page again", `document.querySelector(".ais-Pagination-item--selected")?.textContent.trim() === "2" && `+foundHits+` === `+strconv.Itoa(all))
			}
			for _, c := range p.complained(to.addr) {
				t.Error(c)
			}
		})
	}
}

func tooDear(facts string) bool {
	yen, _, ok := strings.Cut(facts, "円から")
	n, err := strconv.Atoi(strings.ReplaceAll(yen, ",", ""))
	return !ok || err != nil || n > 50_000
}

func uniq(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// Completions, the answer of an FAQ with what belongs to it, and what is told where nothing
// can be found.
func TestInstantSearchCompletesAndAnswers(t *testing.T) {
	s := newShop(t)
	to := s.ask()
	p := s.onPage(t, desktop(), "/index.html")
	p.ask("妊娠中")
	p.until("questions are offered", `document.querySelectorAll("#autocomplete button").length > 0`)
	// In one step, as an answer that is still under way changes the list.
	question := eval[string](p, `(() => { const b = document.querySelector("#autocomplete button"), q = b.textContent; b.focus(); b.click(); return q })()`)
	p.until("it is asked", `document.querySelector("#searchbox input").value === `+strconv.Quote(question))
	p.ask("施術後に息苦しい")
	p.until("where to turn at once", `document.querySelector("#userdata .notice").textContent.includes("119")`)
	for _, c := range p.complained(to.addr) {
		t.Error(c)
	}
}

// While no answer comes, hits that are still there keep their notices; when one comes, it has
// its own, and word of the failure is gone.
func TestInstantSearchKeepsNoticesThroughFailures(t *testing.T) {
	s := newShop(t)
	s.ask()
	for name, path := range pages() {
		p := s.onPage(t, desktop(), path)
		const unapproved = `[...document.querySelectorAll("#userdata .notice")].some((n) => n.textContent.includes("承認されていない"))`
		p.ask("エクソソーム")
		p.until(name+": notices", unapproved)
		eval[chromedp.Void](p, `window.realFetch = fetch; window.fetch = () => Promise.reject(new TypeError("Failed to fetch"))`)
		p.ask("エクソソーム点滴")
		p.until(name+": word of the failure", `document.body.innerText.includes("検索できませんでした")`)
		if shown := eval[bool](p, `document.querySelector(".risks, .text") === null || `+unapproved); !shown {
			t.Errorf("%s: hits are shown without their notices", name)
		}
		eval[chromedp.Void](p, `window.fetch = realFetch`)
		p.ask("エクソソームの効果")
		p.until(name+": notices again", `!document.body.innerText.includes("検索できませんでした") && `+unapproved)
	}
}

// Whatever stands in an article is text.
func TestInstantSearchShowsScriptAsText(t *testing.T) {
	s := newShop(t)
	corpus := t.TempDir()
	evil := `<img src=x onerror="window.pwned=1">毒の施術`
	article := map[string]any{
		"id": "evil", "title": evil, "description": "</mark><script>window.pwned=1</script>", "treatments": []string{evil, `__ais-highlight__<svg onload="window.pwned=1">`},
		"url": "javascript:window.pwned=1",
		"sections": []map[string]any{{"id": "s", "kind": "risks", "heading": `<b onclick="window.pwned=1">毒</b>`, "level": 1,
			"path": []string{"<i>毒</i>"}, "text": `毒は<script>window.pwned=1</script>__ais-highlight__<img src=x onerror=window.pwned=1>__/ais-highlight__です。`}},
	}
	line, err := json.Marshal(article)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(corpus, "evil.jsonl"), append(line, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	to := s.ask("--corpus", corpus)
	for name, path := range pages() {
		t.Run(name, func(t *testing.T) {
			p := s.onPage(t, desktop(), path)
			p.ask("毒")
			p.until("it is marked", `document.querySelector("main article h3 mark")`)
			p.until("the title is text", `document.querySelector("main article h3").textContent.includes('<img src=x onerror="window.pwned=1">')`)
			p.until("so is the passage", `document.querySelector("main article .text").textContent.includes("<script>")`)
			p.until("so is the facet", `document.querySelector("#treatment").textContent.includes("<img")`)
			eval[chromedp.Void](p, `document.querySelector("#treatment input[type=search]").focus()`)
			p.commit("毒")
			p.until("also where one searches in it", `document.querySelector("#treatment mark") && document.querySelector("#treatment").textContent.includes("<img")`)
			if eval[bool](p, `!!window.pwned || !!document.querySelector("main article img, main article script, main article b, #treatment img, #treatment svg:not(.ais-SearchBox *), a[href^='javascript']")`) {
				t.Error("text of the article became part of the page")
			}
			for _, c := range p.complained(to.addr) {
				t.Error(c)
			}
		})
	}
}

// Clicks are reported with the answer they were made in, and no name of a visitor.
func TestInstantSearchReportsClicks(t *testing.T) {
	s := newShop(t)
	to := s.ask()
	target, err := url.Parse(s.endpoint)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	var ids []string
	proxy.ModifyResponse = func(r *http.Response) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		ids = append(ids, r.Header.Get("X-Request-Id"))
		return nil
	}
	between := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/events" {
			proxy.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", s.site.URL)
		w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
		body, _ := io.ReadAll(r.Body) // what is not whole is no event
		var event map[string]any
		if json.Unmarshal(body, &event) == nil {
			s.mu.Lock()
			s.events = append(s.events, event)
			s.mu.Unlock()
		}
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(between.Close)
	s.endpoint = between.URL
	for name, path := range pages() {
		t.Run(name, func(t *testing.T) {
			s.mu.Lock()
			s.events, ids = nil, nil
			s.mu.Unlock()
			p := s.onPage(t, desktop(), path)
			p.until("the answer has a name", hitCount+" > 1")
			eval[chromedp.Void](p, `(() => { const a = document.querySelectorAll("main article a")[1];
				a.addEventListener("click", e => e.preventDefault()); a.click(); })()`)
			p.until("a moment later", `new URL(location.href).pathname.endsWith("html")`)
			var sent []map[string]any
			for range 100 {
				s.mu.Lock()
				sent = slices.Clone(s.events)
				s.mu.Unlock()
				if len(sent) > 0 {
					break
				}
				eval[bool](p, `new Promise(done => setTimeout(() => done(true), 30))`, chromedp.EvalAwaitPromise)
			}
			if len(sent) == 0 {
				t.Fatal("no event was sent")
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, e := range sent {
				if e["type"] != "click" || e["position"] != 2.0 || !slices.Contains(ids, fmt.Sprint(e["request_id"])) || e["id"] == "" || len(e) != 4 {
					t.Errorf("event %v, of answers %q", e, ids)
				}
			}
			for _, c := range p.complained(to.addr, strings.TrimPrefix(between.URL, "http://")) {
				t.Error(c)
			}
			if cookies := eval[string](p, "document.cookie + Object.keys(localStorage) + Object.keys(sessionStorage)"); cookies != "" {
				t.Errorf("kept in the browser: %s", cookies)
			}
		})
	}
}

// Every count that the real helper shows, for random refinements, is that of the articles
// counted one by one.
func TestInstantSearchCountsLikeBruteForce(t *testing.T) {
	built := os.Getenv("SHIRUBE_INSTANTSEARCH")
	if built == "" {
		t.Skip("no helper: name the folder that examples/instantsearch was built into in SHIRUBE_INSTANTSEARCH")
	}
	to := serve(t, t.TempDir())
	out, err := exec.CommandContext(t.Context(), "node", "../../test/clients/instantsearch/counts.mjs", filepath.Dir(built), "http://"+to.addr).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
}
