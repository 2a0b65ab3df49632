package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"shirube/index"
)

func discard() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// Somebody who reports a problem names one id, and it leads to the log line.
func TestRequestID(t *testing.T) {
	h := handler(t, &fake{}, func(c *Config) { c.AllowOrigins = origins(t, "https://example.jp") })
	for _, target := range []string{"/v1/search", "/v1/search?page=0", "/nothing", "/healthz", "/docs", "/metrics", "/openapi.json"} {
		if id := get(h, target).Header().Get("X-Request-Id"); len(id) < 16 {
			t.Errorf("%s: id %q", target, id)
		}
	}
	w := do(h, http.MethodOptions, "/v1/search", "", "Origin", "https://example.jp", "Access-Control-Request-Method", "POST")
	if w.Header().Get("X-Request-Id") == "" {
		t.Error("a preflight has no id")
	}
	first, second := get(h, "/healthz").Header().Get("X-Request-Id"), get(h, "/healthz").Header().Get("X-Request-Id")
	if first == second {
		t.Error("two requests have one id")
	}
	for sent, kept := range map[string]bool{
		"abc-123_4.5:6": true, "": false, "a b": false, "a\"b": false, "日本": false, strings.Repeat("a", 129): false,
	} {
		if got := get(h, "/v1/search", "X-Request-Id", sent).Header().Get("X-Request-Id"); (got == sent) != kept {
			t.Errorf("sent %q, got %q", sent, got)
		}
	}
}

// A search that takes too long is given up, and the caller is told to come back.
func TestDeadline(t *testing.T) {
	h := handler(t, &fake{wait: true}, func(c *Config) { c.Timeout = time.Millisecond })
	w := get(h, "/v1/search?q=a")
	p := problemOf(t, w, http.StatusServiceUnavailable)
	if w.Header().Get("Retry-After") == "" || !strings.HasSuffix(p.Type, ":timeout") {
		t.Errorf("Retry-After %q, type %s", w.Header().Get("Retry-After"), p.Type)
	}
}

func TestClientThatLeft(t *testing.T) {
	h := handler(t, &fake{wait: true}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/v1/search", nil).WithContext(ctx))
	if w.Code != statusClientGone {
		t.Errorf("status %d", w.Code)
	}
}

func TestNotReady(t *testing.T) {
	progress := Progress{Phase: "indexing", Done: 12, Total: 40}
	h := handlerWith(t, &fake{err: index.ErrNotReady}, nil, func() Progress { return progress }, discard())
	w := get(h, "/readyz")
	if w.Code != http.StatusServiceUnavailable || strings.TrimSpace(w.Body.String()) != `{"ready":false,"phase":"indexing","done":12,"total":40}` {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := get(h, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz: %d", w.Code)
	}
	p := problemOf(t, get(h, "/v1/search"), http.StatusServiceUnavailable)
	if !strings.Contains(p.Detail, "12 of 40") {
		t.Errorf("detail %q", p.Detail)
	}
	progress = Progress{Ready: true, Phase: "ready", Done: 40, Total: 40}
	if w := get(h, "/readyz"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"ready":true`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A panic costs one request, tells nothing and is in the log with its stack.
func TestPanic(t *testing.T) {
	var log bytes.Buffer
	h := handlerWith(t, &fake{panics: true}, nil, ready, slog.New(slog.NewTextHandler(&log, nil)))
	w := get(h, "/v1/search", "Accept-Encoding", "gzip")
	problemOf(t, w, http.StatusInternalServerError)
	if strings.Contains(w.Body.String(), "secret") {
		t.Errorf("shown: %s", w.Body)
	}
	for _, want := range []string{"the secret of the engine", "fake_test.go", w.Header().Get("X-Request-Id")} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log lacks %q: %s", want, log.String())
		}
	}
}

// What somebody searched for can say what they suffer from: it is in no log.
func TestAccessLog(t *testing.T) {
	var log bytes.Buffer
	h := handlerWith(t, &fake{}, nil, ready, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	get(h, "/v1/search?q=%E8%96%84%E6%AF%9B&treatment=hidden", "X-Request-Id", "abc")
	do(h, http.MethodPost, "/v1/search", `{"q":"薄毛","treatment":"hidden"}`)
	get(h, "/v1/search?q=%E8%96%84%E6%AF%9B&page=0")
	for _, secret := range []string{"薄毛", "%E8%96%84", "hidden"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q: %s", secret, log.String())
		}
	}
	var line struct {
		Level, ID, Method, Path, Route string
		Status                         int
		Search                         struct {
			QLength int `json:"q_length"`
			Total   int
		}
	}
	first, _, _ := strings.Cut(log.String(), "\n")
	if err := json.Unmarshal([]byte(first), &line); err != nil {
		t.Fatal(err)
	}
	if line.ID != "abc" || line.Method != "GET" || line.Path != "/v1/search" || line.Route != "/v1/search" ||
		line.Status != 200 || line.Search.QLength != 2 || line.Search.Total != 2 || line.Level != "INFO" {
		t.Errorf("%s", first)
	}
	log.Reset()
	get(h, "/healthz")
	if !strings.Contains(log.String(), `"level":"DEBUG"`) {
		t.Errorf("a health check is not quiet: %s", log.String())
	}
}

func TestBasePathAndSlashes(t *testing.T) {
	h := handler(t, &fake{}, func(c *Config) { c.BasePath = "/kb" })
	for target, status := range map[string]int{
		"/kb/v1/search": 200, "/kb/v1/search/": 200, "/kb/healthz/": 200, "/kb/docs": 200, "/kb/metrics": 200, "/kb/readyz": 200,
		"/v1/search": 404, "/kb": 404, "/kb/": 404, "/": 404, "/kbv1/search": 404,
	} {
		if w := get(h, target); w.Code != status {
			t.Errorf("%s: %d, want %d", target, w.Code, status)
		}
	}
	if !strings.Contains(get(h, "/kb/docs").Body.String(), `href="/kb/openapi.json"`) {
		t.Error("the reference leads out of the base path")
	}
}

func TestHead(t *testing.T) {
	srv := httptest.NewServer(handler(t, &fake{}, nil))
	defer srv.Close()
	for _, path := range []string{"/v1/search", "/healthz", "/docs", "/v1/articles/a"} {
		resp, err := http.Head(srv.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || len(body) != 0 {
			t.Errorf("%s: %d, %d bytes, %v", path, resp.StatusCode, len(body), err)
		}
	}
}

func TestCompression(t *testing.T) {
	h := handler(t, &fake{}, nil)
	w := get(h, "/v1/search", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
		t.Fatalf("headers %v", w.Header())
	}
	zr, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	if want := get(h, "/v1/search").Body.String(); string(plain) != want {
		t.Errorf("unpacked %d bytes, want %d", len(plain), len(want))
	}
	if w := get(h, "/healthz", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "" {
		t.Error("a few bytes are packed")
	}
}

func TestMetrics(t *testing.T) {
	stats := func(context.Context) (index.Stats, error) {
		return index.Stats{Articles: 2, Passages: 7, Collections: map[string]int{"default": 2}, Bytes: 99, Built: time.Unix(1000, 0)}, nil
	}
	h := handler(t, &fake{}, func(c *Config) { c.Stats = stats })
	get(h, "/v1/search")
	get(h, "/v1/search?page=0")
	get(h, "/nothing/at/all")
	do(h, "BREW", "/v1/articles/secret-id", "")
	text := get(h, "/metrics").Body.String()
	for _, want := range []string{
		`shirube_http_requests_total{method="GET",route="/v1/search",status="200"} 1`,
		`shirube_http_requests_total{method="GET",route="/v1/search",status="422"} 1`,
		`shirube_http_requests_total{method="GET",route="none",status="404"} 1`,
		`shirube_http_requests_total{method="other",route="none",status="405"} 1`,
		`shirube_http_request_duration_seconds_count{route="/v1/search"} 2`,
		`shirube_http_requests_in_flight 1`,
		`shirube_searches_total{found="true",view="articles"} 1`,
		`shirube_index_articles{collection="default"} 2`, `shirube_index_passages 7`, `shirube_index_bytes 99`,
		`shirube_index_built_timestamp_seconds 1000`, `shirube_ready 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(text, "secret-id") {
		t.Error("a path became a label")
	}
	failing := handler(t, &fake{}, func(c *Config) {
		c.Stats = func(context.Context) (index.Stats, error) { return index.Stats{}, errors.New("x") }
	})
	if w := get(failing, "/metrics"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "shirube_index_passages") {
		t.Errorf("without an index: %d", w.Code)
	}
}

// The reference works without anything from elsewhere.
func TestReference(t *testing.T) {
	h := handler(t, &fake{}, nil)
	w := get(h, "/docs")
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	page, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	page.Find("[src], link[href]").Each(func(_ int, s *goquery.Selection) {
		if address := s.AttrOr("src", s.AttrOr("href", "")); !strings.HasPrefix(address, "/docs/") || get(h, address).Code != http.StatusOK {
			t.Errorf("loads %q", address)
		}
	})
	if page.Find("script, [style], style").Length() > 0 {
		t.Error("has scripts or inline styles")
	}
	page.Find("a[href^='#']").Each(func(_ int, s *goquery.Selection) {
		if target := s.AttrOr("href", ""); page.Find(target).Length() != 1 {
			t.Errorf("%s leads nowhere", target)
		}
	})
	for _, want := range []string{"/v1/search", "per_page", "Problem", "drug_label"} {
		if !strings.Contains(page.Text(), want) {
			t.Errorf("does not mention %s", want)
		}
	}
}

// Another front end shares the router, and people get their own error pages.
func TestMount(t *testing.T) {
	cfg := Config{BasePath: "/kb", ErrorPage: func(w http.ResponseWriter, _ *http.Request, status int) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<p>sorry</p>")
	}}
	h, err := New(cfg, &fake{}, ready, discard(), func(r gin.IRouter) {
		r.GET("/pages/:id", func(c *gin.Context) {
			if c.Param("id") == "panic" {
				panic("x")
			}
			c.String(http.StatusOK, c.Param("id"))
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if w := get(h, "/kb/pages/a%2Fb+c"); w.Body.String() != "a/b+c" || w.Header().Get("X-Request-Id") == "" {
		t.Errorf("got %q", w.Body)
	}
	const html = "text/html,application/xhtml+xml,*/*;q=0.8"
	for target, status := range map[string]int{"/kb/nothing": 404, "/kb/pages/panic": 500} {
		if w := get(h, target, "Accept", html); w.Code != status || w.Body.String() != "<p>sorry</p>" {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
		problemOf(t, get(h, target), status)
	}
	problemOf(t, get(h, "/kb/v1/nothing", "Accept", html), http.StatusNotFound)
}

func TestConfigIsChecked(t *testing.T) {
	tests := map[string]Config{
		"kb":                 {BasePath: "kb"},
		"base path \"/a b\"": {BasePath: "/a b"},
		"base path \"/:id\"": {BasePath: "/:id"},
		"timeout":            {Timeout: -1},
	}
	for want, cfg := range tests {
		if _, err := New(cfg, &fake{}, ready, discard()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
