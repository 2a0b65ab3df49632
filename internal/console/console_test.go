package console

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"shirube/corpus"
	"shirube/internal/search"
)

// fake answers from memory.
type fake struct{}

func (fake) Search(_ context.Context, r search.Request) (*search.Response, error) {
	day := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	passage := search.PassageView{ID: "a#1", ArticleID: "a", Kind: corpus.KindRisks, Heading: "リスク", Text: "内出血が出ることがあります。"}
	return &search.Response{Query: r.Query, Total: 1, Hits: []search.Hit{{
		ID: "a", Article: search.ArticleSummary{ID: "a", Title: "記事", URL: "/articles/a", Reviewed: &day},
		Title:    search.Marked{Text: "記事"},
		Passages: []search.PassageHit{{Passage: passage, Snippet: search.Marked{Text: passage.Text, Marks: [][2]int{{0, 3}}}}},
	}}}, nil
}

func (fake) Article(context.Context, string, search.Scope) (*corpus.Article, error) {
	return nil, search.ErrNotFound
}

func (fake) FacetValues(context.Context, search.FacetValuesRequest) ([]search.Facet, error) {
	return nil, nil
}

func (fake) Complete(_ context.Context, r search.SuggestRequest) (*search.SuggestResponse, error) {
	return &search.SuggestResponse{Query: r.Query}, nil
}

func (fake) Quotable(_ context.Context, ids []string, _ search.Scope) ([]*search.Quotable, error) {
	return make([]*search.Quotable, len(ids)), nil
}

// site is a console on a router of its own.
func site(t *testing.T, cfg Config) http.Handler {
	t.Helper()
	return siteOf(t, cfg, fake{})
}

// siteOf is a console that asks a searcher.
func siteOf(t *testing.T, cfg Config, s Searcher) http.Handler {
	t.Helper()
	c, err := New(cfg, s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	gin.SetMode(gin.TestMode)
	e := gin.New()
	c.Mount(e.Group(cfg.BasePath))
	return e
}

// local is a request that somebody makes at the computer itself.
func local(method, target, form string) *http.Request {
	r := httptest.NewRequestWithContext(context.Background(), method, "http://localhost:8080"+target, strings.NewReader(form))
	r.RemoteAddr = "127.0.0.1:5000"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

func answer(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func page(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestSearchUnderBasePath(t *testing.T) {
	h := site(t, Config{BasePath: "/kb", Alone: true})
	w := answer(h, local(http.MethodGet, "/kb/?q=%E5%86%85%E5%87%BA%E8%A1%80", ""))
	doc := page(t, w)
	if w.Code != http.StatusOK || doc.Find("mark").Text() != "内出血" || doc.Find(".kind-risks").Text() != "リスク・副作用・デメリット" {
		t.Fatalf("%d %s", w.Code, doc.Text())
	}
	doc.Find("link[href], script[src], img[src], form[action], a[href^='/']").Each(func(_ int, s *goquery.Selection) {
		for _, name := range []string{"href", "src", "action"} {
			if at, ok := s.Attr(name); ok && !strings.HasPrefix(at, "/kb/") && !strings.HasPrefix(at, "#") && at != "/articles/a" {
				t.Errorf("%s %q leaves the base path", name, at)
			}
		}
	})
	style, _ := doc.Find("link[rel=stylesheet]").Attr("href")
	if w := answer(h, local(http.MethodGet, style, "")); w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the sheet: %d %v", w.Code, w.Header())
	}
}

// A language is kept for the session, and leads back to where it was chosen.
func TestLanguage(t *testing.T) {
	h := site(t, Config{Alone: true})
	w := answer(h, local(http.MethodPost, "/console/language", "language=en&back=%2F%3Fq%3Da"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?q=a" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	r := local(http.MethodGet, "/?q=a", "")
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	doc := page(t, answer(h, r))
	if doc.Find("html").AttrOr("lang", "") != "en" || !strings.Contains(doc.Find("h1").Text(), "Results for “a”") || doc.Find(".kind-risks").Text() != "Risks" {
		t.Errorf("not in English: %s", doc.Find("main").Text())
	}
}

func TestLocalPath(t *testing.T) {
	for sent, want := range map[string]string{
		"/?q=a%20b": "/?q=a%20b", "/console/articles/a%2Fb#p-1": "/console/articles/a%2Fb#p-1",
		"": "/", "//evil.example/": "/", "/\\evil.example": "/", "https://evil.example/": "/", "javascript:alert(1)": "/", "/a\r\nX: y": "/",
		"/%09/evil": "/%09/evil", "relative": "/",
	} {
		if got := localPath(sent); got != want {
			t.Errorf("%q: %q, want %q", sent, got, want)
		}
	}
}
