package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"shirube/internal/origin"
)

func origins(t *testing.T, patterns ...string) origin.Set {
	t.Helper()
	set, err := origin.ParseSet(patterns)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Pages of the tests.
const (
	allowedPage = "https://allowed.example"
	boundPage   = "https://clinic.example"
	otherPage   = "https://other.example"
)

// everyRoute is a server with all the routes of a whole one, and a request for each.
func everyRoute(t *testing.T, edit func(*Config)) (http.Handler, []gin.RouteInfo) {
	t.Helper()
	cfg := Config{
		BasePath: "/kb", AllowOrigins: origins(t, allowedPage),
		Guarded: []Guarded{{Path: "/mcp", Scope: ScopeRetrieve, Serve: func(w http.ResponseWriter, _ *http.Request, _ []string) {
			w.WriteHeader(http.StatusOK)
		}}},
	}
	if edit != nil {
		edit(&cfg)
	}
	srv, err := newServer(cfg, &fake{}, ready, discard(), func(r gin.IRouter) {
		for _, path := range []string{"/", "/search", "/articles/:id", "/assets/style.css", "/widget/shirube.js"} {
			r.GET(path, func(c *gin.Context) { c.String(http.StatusOK, "ok") })
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := srv.wrap(srv.engine)
	if err != nil {
		t.Fatal(err)
	}
	routes := slices.DeleteFunc(srv.engine.Routes(), func(r gin.RouteInfo) bool { return r.Method == http.MethodOptions })
	if len(routes) < 25 {
		t.Fatalf("only %d routes", len(routes))
	}
	return h, routes
}

// address is one that a pattern matches.
func address(pattern string) string {
	parts := strings.Split(pattern, "/")
	for i, p := range parts {
		if strings.HasPrefix(p, ":") {
			parts[i] = map[string]string{":name": "kind", ":tool": "search"}[p]
			if parts[i] == "" {
				parts[i] = "a"
			}
		}
	}
	return strings.Join(parts, "/")
}

// shared are the routes that pages of other origins may read, and how. Every other
// route, also one that comes to be, is closed.
func shared() map[string]string {
	named, all := "named", "all"
	return map[string]string{
		"GET /kb/v1/search": named, "POST /kb/v1/search": named, "GET /kb/v1/suggest": named, "POST /kb/v1/events": named,
		"GET /kb/v1/articles/:id": named, "GET /kb/v1/passages/:id": named, "GET /kb/v1/facets/:name": named,
		"POST /kb/instantsearch": named, "POST /kb/instantsearch/facets": named,
		"POST /kb/v1/retrieve": named, "POST /kb/retrieval": named, "POST /kb/mcp": named,
		"GET /kb/v1/tools.json": named, "POST /kb/v1/tools/:tool": named,
		"GET /kb/openapi.json": named, "GET /kb/healthz": named, "GET /kb/readyz": named,
		"GET /kb/widget/shirube.js": all,
	}
}

// Every route, asked before and in earnest, by a page that may and one that may not.
func TestCrossOrigin(t *testing.T) {
	h, routes := everyRoute(t, func(c *Config) {
		c.Keys = KeyList{{Name: "page", Secret: "page-secret", Scopes: []Scope{ScopeSearch}, Origins: []string{boundPage}}}
	})
	for _, r := range routes {
		for _, page := range []string{allowedPage, boundPage, otherPage, "null"} {
			how := shared()[r.Method+" "+r.Path]
			want := how == "all" || how == "named" && (page == allowedPage || page == boundPage)
			t.Run(r.Method+" "+r.Path+" "+page, func(t *testing.T) {
				testPreflight(t, h, r, page, how, want)
				testRequest(t, h, r, page, how, want)
			})
		}
	}
}

func testPreflight(t *testing.T, h http.Handler, r gin.RouteInfo, page, how string, want bool) {
	t.Helper()
	const headers = "authorization,content-type,x-shirube-client,x-shirube-key,x-shirube-session"
	w := do(h, http.MethodOptions, address(r.Path), "", "Origin", page,
		"Access-Control-Request-Method", r.Method, "Access-Control-Request-Headers", headers, "Access-Control-Request-Private-Network", "true")
	got := w.Header()
	if w.Code != http.StatusNoContent {
		t.Errorf("preflight: %d %s", w.Code, w.Body)
	}
	if !want {
		for name := range got {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("preflight: %s: %s", name, got.Get(name))
			}
		}
		return
	}
	for name, value := range map[string]string{
		"Access-Control-Allow-Origin":          allowOrigin(how, page),
		"Access-Control-Allow-Methods":         r.Method,
		"Access-Control-Allow-Headers":         headers,
		"Access-Control-Max-Age":               "7200",
		"Access-Control-Allow-Private-Network": "true",
		"Access-Control-Allow-Credentials":     "",
	} {
		if got.Get(name) != value {
			t.Errorf("preflight: %s: %q, want %q", name, got.Get(name), value)
		}
	}
	for _, name := range []string{"Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers", "Access-Control-Request-Private-Network"} {
		if !strings.Contains(strings.Join(got.Values("Vary"), ", "), name) {
			t.Errorf("preflight: Vary %q lacks %s", got.Values("Vary"), name)
		}
	}
}

func testRequest(t *testing.T, h http.Handler, r gin.RouteInfo, page, how string, want bool) {
	t.Helper()
	w := do(h, r.Method, address(r.Path), "", "Origin", page) // without a key: errors are read as well
	got := w.Header()
	if !want {
		for name := range got {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("request: %s: %s", name, got.Get(name))
			}
		}
	} else {
		if got.Get("Access-Control-Allow-Origin") != allowOrigin(how, page) || got.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("request: %v", got)
		}
		for _, name := range []string{"X-Request-Id", "Retry-After", "Ratelimit", "Ratelimit-Policy"} {
			if !strings.Contains(got.Get("Access-Control-Expose-Headers"), name) {
				t.Errorf("request: %s is not exposed", name)
			}
		}
	}
	if how == "named" && !strings.Contains(strings.Join(got.Values("Vary"), ", "), "Origin") {
		t.Errorf("request: Vary %q", got.Values("Vary"))
	}
	if corp := got.Get("Cross-Origin-Resource-Policy"); (corp == "cross-origin") != (how == "all") {
		t.Errorf("Cross-Origin-Resource-Policy %q", corp)
	}
}

func allowOrigin(how, page string) string {
	if how == "all" {
		return "*"
	}
	return page
}

// A preflight for what the route does not take, or with headers that nobody set out
// to allow, is answered without a word.
func TestPreflightsForMore(t *testing.T) {
	h, _ := everyRoute(t, nil)
	for _, tt := range []struct{ target, method, headers string }{
		{"/kb/v1/search", "DELETE", ""},
		{"/kb/v1/articles/a", "PUT", "content-type"},
		{"/kb/v1/articles/a", "DELETE", ""},
		{"/kb/v1/search", "POST", "x-evil"},
		{"/kb/metrics", "GET", ""},
	} {
		w := do(h, http.MethodOptions, tt.target, "", "Origin", allowedPage,
			"Access-Control-Request-Method", tt.method, "Access-Control-Request-Headers", tt.headers)
		if got := w.Header().Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("%s %s with %q is allowed to %s", tt.method, tt.target, tt.headers, got)
		}
	}
	problemOf(t, do(h, http.MethodOptions, "/kb/nothing", "", "Origin", allowedPage, "Access-Control-Request-Method", "GET"), http.StatusNotFound)
	if w := do(h, http.MethodOptions, "/kb/v1/search", ""); w.Code != http.StatusNoContent || w.Header().Get("Allow") != "GET, POST, OPTIONS" {
		t.Errorf("OPTIONS: %d %v", w.Code, w.Header())
	}
}

// A key that is bound to pages works in those, and a refusal says why.
func TestKeysOfPages(t *testing.T) {
	h := handler(t, &fake{}, func(c *Config) {
		c.Keys = KeyList{
			{Name: "page", Secret: "page-secret", Scopes: []Scope{ScopeSearch}, Origins: []string{boundPage, "https://*.group.example"}},
			{Name: "free", Secret: "free-secret", Scopes: []Scope{ScopeSearch}},
		}
	})
	tests := []struct {
		name, key, origin, referer string
		status                     int
		says                       string
	}{
		{"its page", "page-secret", boundPage, "", 200, ""},
		{"its page, by a request to its own origin", "page-secret", "", boundPage + "/faq?x=1", 200, ""},
		{"under its name", "page-secret", "https://kobe.group.example", "", 200, ""},
		{"the name itself", "page-secret", "https://group.example", "", 403, "https://group.example is not one"},
		{"another page", "page-secret", otherPage, "", 403, otherPage + " is not one"},
		{"another page with its referer", "page-secret", otherPage, boundPage + "/", 403, otherPage + " is not one"},
		{"a page without an origin", "page-secret", "null", boundPage + "/", 403, "null is not one"},
		{"no page", "page-secret", "", "", 403, "does not say which page"},
		{"another scheme", "page-secret", "http://clinic.example", "", 403, "is not one"},
		{"a name that begins like it", "page-secret", boundPage + ".evil.example", "", 403, "is not one"},
		{"a key that is not bound, anywhere", "free-secret", otherPage, "", 200, ""},
		{"a key that is not bound, no page", "free-secret", "", "", 200, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := []string{"X-Shirube-Key", tt.key}
			if tt.origin != "" {
				header = append(header, "Origin", tt.origin)
			}
			if tt.referer != "" {
				header = append(header, "Referer", tt.referer)
			}
			w := get(h, "/v1/search?q=a", header...)
			if tt.status == http.StatusOK {
				if w.Code != http.StatusOK {
					t.Errorf("%d %s", w.Code, w.Body)
				}
				return
			}
			if p := problemOf(t, w, tt.status); !strings.Contains(p.Detail, tt.says) || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s", w.Body)
			}
		})
	}
}

// A key that stands in a page can do no more than search, and is bound to real origins.
func TestKeysOfPagesAreChecked(t *testing.T) {
	for want, k := range map[string]Key{
		"its scope can be search alone, not retrieve": {Scopes: []Scope{ScopeSearch, ScopeRetrieve}, Origins: []string{boundPage}},
		"its scope can be search alone, not admin":    {Scopes: []Scope{ScopeAdmin}, Origins: []string{boundPage}},
		"nothing after them":                          {Scopes: []Scope{ScopeSearch}, Origins: []string{boundPage + "/"}},
		`origin "*"`:                                  {Scopes: []Scope{ScopeSearch}, Origins: []string{"*"}},
		"everyone can have a host under co.jp":        {Scopes: []Scope{ScopeSearch}, Origins: []string{"https://*.co.jp"}},
	} {
		k.Name, k.Secret = "page", "page-secret"
		if err := (KeyList{k}).Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// A key in an address is refused wherever a key is asked for, and not repeated.
func TestKeysInAddresses(t *testing.T) {
	h := handler(t, &fake{}, withKeys)
	for _, name := range []string{"key", "api_key", "api-key", "apikey", "access_token", "token", "X-Shirube-Key", "secret", "Authorization"} {
		w := get(h, "/v1/search?q=a&"+name+"=site-secret", "X-Shirube-Key", "site-secret")
		if p := problemOf(t, w, http.StatusBadRequest); !strings.Contains(p.Detail, "must not be in the address") || strings.Contains(w.Body.String(), "site-secret") {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
}

// Two keys in one request could be read as one by a proxy and as the other here.
func TestTwoKeys(t *testing.T) {
	h := handler(t, &fake{}, withKeys)
	for _, name := range []string{"X-Shirube-Key", "Authorization"} {
		r := newRequest(http.MethodGet, "/v1/search", "")
		r.Header[name] = []string{"Bearer all-secret-1", "Bearer site-secret"}
		if w := serve(h, r); w.Code != http.StatusUnauthorized {
			t.Errorf("%s twice: %d", name, w.Code)
		}
	}
}
