package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// A key that stands in a page is everybody's. Over every route there is: with it one can
// search, read what is published in its collections, tell of clicks, and nothing else. A
// route that comes to be is refused here until somebody has thought about it.
func TestALeakedKeyCanOnlySearch(t *testing.T) {
	may := []string{
		"GET /kb/v1/search", "POST /kb/v1/search", "GET /kb/v1/suggest", "POST /kb/v1/events",
		"GET /kb/v1/articles/:id", "GET /kb/v1/passages/:id", "GET /kb/v1/facets/:name",
		"POST /kb/instantsearch", "POST /kb/instantsearch/facets",
	}
	open := []string{ // for everybody, without any key
		"GET /kb/healthz", "GET /kb/readyz", "GET /kb/openapi.json", "GET /kb/docs", "GET /kb/v1/tools.json",
		"GET /kb/widget/shirube.js", "GET /kb/assets/style.css", "GET /kb/", "GET /kb/search", "GET /kb/articles/:id",
	}
	h, routes := everyRoute(t, func(c *Config) {
		c.Keys = KeyList{
			{Name: "page", Secret: "page-secret", Scopes: []Scope{ScopeSearch}, Collections: []string{"clinic"}, Origins: []string{boundPage}},
			{Name: "ops", Secret: "ops-secret-1", Scopes: []Scope{ScopeAdmin}},
		}
		c.Keeper = idle{}
	})
	for _, r := range routes {
		route := r.Method + " " + r.Path
		body := bodyOf(route)
		t.Run(route, func(t *testing.T) {
			key := []string{"X-Shirube-Key", "page-secret"}
			own := do(h, r.Method, address(r.Path), body, append(key, "Origin", boundPage)...)
			foreign := do(h, r.Method, address(r.Path), body, append(key, "Origin", otherPage)...)
			nobody := do(h, r.Method, address(r.Path), body)
			switch {
			case slices.Contains(open, route) || strings.HasPrefix(r.Path, "/kb/docs/"):
				if nobody.Code != http.StatusOK {
					t.Errorf("without a key: %d %s", nobody.Code, nobody.Body)
				}
				return
			case slices.Contains(may, route):
				if own.Code >= http.StatusMultipleChoices {
					t.Errorf("from its page: %d %s", own.Code, own.Body)
				}
			case strings.HasPrefix(route, "POST /kb/v1/tools/"):
				testLeakedTools(t, h)
				return
			case own.Code != http.StatusForbidden:
				t.Errorf("from its page: %d %s", own.Code, own.Body)
			}
			if foreign.Code != http.StatusForbidden {
				t.Errorf("from another page: %d %s", foreign.Code, foreign.Body)
			}
			if nobody.Code != http.StatusUnauthorized && r.Path != "/kb/retrieval" || nobody.Code < http.StatusBadRequest {
				t.Errorf("without a key: %d %s", nobody.Code, nobody.Body)
			}
		})
	}
}

// What editors noted beside an article is not for everyone.
func TestALeakedKeyReadsTheArticleAlone(t *testing.T) {
	h := handler(t, &fake{}, func(c *Config) {
		c.Keys = KeyList{
			{Name: "page", Secret: "page-secret", Scopes: []Scope{ScopeSearch}, Origins: []string{boundPage}},
			{Name: "site", Secret: "site-secret", Scopes: []Scope{ScopeSearch}},
		}
	})
	for key, want := range map[string]bool{"page-secret": false, "site-secret": true} {
		w := get(h, "/v1/articles/a", "X-Shirube-Key", key, "Origin", boundPage)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "編集者") != want || strings.Contains(w.Body.String(), "お問い合わせ") != want {
			t.Errorf("%s: %d %s", key, w.Code, w.Body)
		}
		if !strings.Contains(w.Body.String(), `"dropped":[`) || !strings.Contains(w.Body.String(), `"corrected":[`) {
			t.Errorf("%s: a list is missing: %s", key, w.Body)
		}
	}
}

// bodyOf is a body that a route would take, were the key the right one.
func bodyOf(route string) string {
	switch {
	case !strings.HasPrefix(route, "POST "):
		return ""
	case strings.Contains(route, "/instantsearch/facets"):
		return `{"requests":[{"indexName":"articles","params":{"facetName":"kind"}}]}`
	case strings.Contains(route, "/instantsearch"):
		return `{"requests":[{"indexName":"articles","params":{"query":"a"}}]}`
	case strings.HasSuffix(route, "/v1/events"):
		return `{"type":"click","request_id":"r","id":"a","position":1}`
	}
	return `{}`
}

// A call of a tool can do what its operation can.
func testLeakedTools(t *testing.T, h http.Handler) {
	t.Helper()
	for name, body := range map[string]string{"search": `{"q":"a"}`, "retrieve": `{"query":"a"}`} {
		w := do(h, http.MethodPost, "/kb/v1/tools/"+name, body, "X-Shirube-Key", "page-secret", "Origin", boundPage)
		if allowed := w.Code == http.StatusOK; allowed != (name == "search") {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}
