package page

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/search"
)

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>'{{.}}</title></textarea>&lt;b`

// poison puts hostile text into every string of a value.
func poison(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(hostile)
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				poison(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			poison(v.MapIndex(k))
		}
	}
}

// Articles come from elsewhere and queries from anyone: nothing in them may
// become part of the page.
func TestHostileText(t *testing.T) {
	bad := article()
	poison(reflect.ValueOf(bad))
	for i := range bad.Sections {
		bad.Sections[i].ID = "s"
	}
	f := &fake{article: bad, edit: func(r *search.Response) {
		r.Interpreted = search.Interpretation{
			Corrected: &search.Correction{}, Expansions: []search.Expansion{{To: []string{""}}},
			Filters: []search.AppliedFilter{{}}, Negations: []string{""}, Intent: []string{""},
		}
		r.Notices, r.Suggestions = []string{""}, []string{""}
		r.DidYouMean, r.Relief, r.Questions = &search.Correction{}, []search.Relief{{Filters: []string{""}}}, []search.Question{{}}
		r.Answer = &search.Answer{Text: "a", Notices: []string{""}, Risks: &search.PassageView{Path: []string{""}, Text: "a"}}
		r.Answer.Passage.Sources, r.Answer.Passage.Supervision = sources(), supervisors()
		poison(reflect.ValueOf(r))
	}}
	h := site(t, f, Config{SiteName: hostile})
	q := url.QueryEscape(hostile)
	zero := &fake{edit: func(r *search.Response) {
		r.Hits, r.Total, r.Suggestions = nil, 0, []string{hostile}
		r.Relief, r.Questions = []search.Relief{{Filters: []string{hostile}, Total: 1}}, []search.Question{{Question: hostile, Passage: hostile}}
	}}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"search":  get(h, "/search?q="+q+"&treatment="+q+"&risk=-"+q+"&tag="+q+"&view="+q+"&sort="+q),
		"zero":    get(site(t, zero, Config{}), "/search?q="+q),
		"article": get(h, "/articles/"+url.PathEscape(hostile)),
	} {
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d", name, w.Code)
		}
		doc := parse(t, w)
		if n := doc.Find("script:not([src]):not([type='application/ld+json']), [onerror], [onload], iframe, textarea, style, [style], b").Length(); n != 0 {
			t.Errorf("%s: %d elements of the text became elements of the page", name, n)
		}
		if doc.Find("title, main").Length() != 2 || doc.Find("img").Length() != 1 {
			t.Errorf("%s: the page is not whole", name)
		}
		if !strings.Contains(doc.Find("main").Text(), hostile) {
			t.Errorf("%s: the text is not shown as it is", name)
		}
	}
}

// A link of an article leads to the web or to this server, never into a script.
func TestHostileLinks(t *testing.T) {
	f := &fake{edit: func(r *search.Response) {
		r.Hits[0].Article.URL = "javascript:alert(1)"
		r.Hits[0].Passages[0].Passage.Sources[0].URL = "data:text/html,x"
	}}
	doc := open(t, site(t, f, Config{}), "/search?q=a")
	if got := doc.Find(".hit h2 a").First().AttrOr("href", ""); got != "/articles/eyelid%2Ffold" {
		t.Errorf("title leads to %q", got)
	}
	if doc.Find(".passage").First().Find(".sources a").Length() != 0 {
		t.Error("a source leads into data")
	}
}

// Every page forbids what it does not need, and needs nothing but its own files.
func TestHeadersAndAssets(t *testing.T) {
	h := site(t, &fake{}, Config{BasePath: "/kb"})
	for _, target := range []string{"/kb/search?q=a", "/kb/articles/a"} {
		w := get(h, target)
		for name, want := range map[string]string{
			"Content-Security-Policy": "script-src 'self';", "Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff",
			"Content-Type": "text/html; charset=utf-8", "Cache-Control": "private", "Permissions-Policy": "camera=()",
		} {
			if got := w.Header().Get(name); !strings.Contains(got, want) {
				t.Errorf("%s: %s is %q", target, name, got)
			}
		}
		if strings.Contains(w.Header().Get("Content-Security-Policy"), "unsafe") {
			t.Error("the policy allows inline code")
		}
		doc := parse(t, w)
		if doc.Find("script:not([src]):not([type='application/ld+json']), style, [style], [onclick]").Length() != 0 {
			t.Error("inline code")
		}
		doc.Find("link[rel=stylesheet], link[rel=icon], [src]").Each(func(_ int, s *goquery.Selection) {
			address := s.AttrOr("src", s.AttrOr("href", ""))
			file := get(h, address)
			if !strings.HasPrefix(address, "/kb/assets/") || file.Code != http.StatusOK || !strings.Contains(file.Header().Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %d %s", address, file.Code, file.Header().Get("Cache-Control"))
			}
		})
	}
	if strings.Contains(string(styleSheet), "url(") || strings.Contains(string(styleSheet), "@import") {
		t.Error("the style sheet loads something")
	}
}

// What goes wrong is said in Japanese, and its cause is for the log.
func TestErrorPages(t *testing.T) {
	tests := []struct {
		err            error
		status         int
		heading, retry string
	}{
		{fmt.Errorf("x: %w", search.ErrNotFound), 404, "ページが見つかりません", ""},
		{&search.InvalidError{Parameter: "page", Reason: "secret"}, 422, "この条件では検索できません", ""},
		{fmt.Errorf("x: %w", context.DeadlineExceeded), 503, "ただいま混み合っています", "3"},
		{errors.New("open /secret/path"), 500, "エラーが発生しました", ""},
	}
	for _, tt := range tests {
		for _, target := range []string{"/search?q=a", "/articles/a"} {
			w := get(site(t, &fake{err: tt.err}, Config{}), target)
			if w.Code != tt.status || w.Header().Get("Retry-After") != tt.retry {
				t.Errorf("%v: %d, Retry-After %q", tt.err, w.Code, w.Header().Get("Retry-After"))
			}
			if strings.Contains(w.Body.String(), "secret") {
				t.Error("the cause is shown")
			}
			doc := parse(t, w)
			has(t, doc, "h1", tt.heading)
			has(t, doc, ".request-id", "abc123")
		}
	}
	p, err := New(Config{}, &fake{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for retry, want := range map[string]string{"7": "7秒ほど待ってから", "": "少し待ってから"} {
		limited := httptest.NewRecorder()
		limited.Header().Set("Retry-After", retry)
		p.ErrorPage(limited, httptest.NewRequest(http.MethodGet, "/search", nil), http.StatusTooManyRequests)
		has(t, parse(t, limited), "main", "アクセスが集中しています", want)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	w := httptest.NewRecorder()
	site(t, &fake{err: context.Canceled}, Config{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/search", nil).WithContext(ctx))
	if w.Code != statusClientGone || w.Body.Len() != 0 {
		t.Errorf("to nobody: %d, %d bytes", w.Code, w.Body.Len())
	}
}

// While the first index is built, visitors see how far it is, and the page
// looks again by itself.
func TestNotReady(t *testing.T) {
	w := get(site(t, &fake{err: fmt.Errorf("x: %w", index.ErrNotReady)}, Config{}), "/search?q=a")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	doc := parse(t, w)
	has(t, doc, "main", "検索の準備をしています", "40件のうち12件")
	if doc.Find("meta[http-equiv=refresh]").AttrOr("content", "") != "3" || doc.Find("progress").AttrOr("value", "") != "12" {
		t.Error("does not look again, or does not show how far")
	}
}

// A page that cannot be rendered is a plain error, not half a page.
func TestRenderFailure(t *testing.T) {
	p, err := New(Config{}, &fake{}, func() Progress { return Progress{} }, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	p.render(w, httptest.NewRequest(http.MethodGet, "/", nil), http.StatusOK, "search", p.frame("x", 7))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "<html") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// The pages can be used without seeing them, and without a mouse.
func TestAccessibility(t *testing.T) {
	h := site(t, &fake{edit: func(r *search.Response) { r.Notices = []string{"119", "x"} }}, Config{})
	notReady := get(site(t, &fake{err: index.ErrNotReady}, Config{}), "/search")
	for name, doc := range map[string]*goquery.Document{
		"search":  open(t, h, "/search?q=a&kind=risks&page=2"),
		"start":   open(t, h, "/search"),
		"article": open(t, h, "/articles/a"),
		"message": parse(t, notReady),
	} {
		t.Run(name, func(t *testing.T) {
			count(t, doc, "html[lang=ja]", 1)
			count(t, doc, "h1", 1)
			count(t, doc, "body > main#main", 1)
			count(t, doc, "body > header, body > footer", 2)
			count(t, doc, "a.skip[href='#main']", 1)
			count(t, doc, "img:not([alt])", 0)
			count(t, doc, "p:empty", 0) // a sign of elements that close one another
			checkControls(t, doc)
			checkHeadings(t, doc)
			checkIDs(t, doc)
			doc.Find("nav, aside, section.chips").Each(func(_ int, s *goquery.Selection) {
				if s.AttrOr("aria-label", s.AttrOr("aria-labelledby", "")) == "" {
					t.Errorf("a landmark without a name: %.60s", words(s))
				}
			})
		})
	}
}

func checkControls(t *testing.T, doc *goquery.Document) {
	t.Helper()
	doc.Find("input:not([type=hidden]), select").Each(func(_ int, s *goquery.Selection) {
		label := s.Closest("label")
		if id := s.AttrOr("id", ""); label.Length() == 0 && id != "" {
			label = doc.Find(`label[for="` + id + `"]`)
		}
		if words(label) == "" {
			t.Errorf("%s has no label", s.AttrOr("name", "?"))
		}
		if s.Closest("form#search").Length() == 0 && s.AttrOr("form", "") != "search" {
			t.Errorf("%s belongs to no form", s.AttrOr("name", "?"))
		}
	})
	doc.Find("fieldset").Each(func(_ int, s *goquery.Selection) {
		if words(s.ChildrenFiltered("legend")) == "" {
			t.Error("a group of boxes has no name")
		}
	})
	doc.Find("a, button").Each(func(_ int, s *goquery.Selection) {
		if words(s) == "" {
			t.Errorf("a link or button without words: %s", s.AttrOr("href", ""))
		}
	})
}

func checkHeadings(t *testing.T, doc *goquery.Document) {
	t.Helper()
	level := 0
	doc.Find("h1, h2, h3, h4, h5, h6").Each(func(_ int, s *goquery.Selection) {
		l := int(goquery.NodeName(s)[1] - '0')
		if l > level+1 {
			t.Errorf("%q: h%d after h%d", words(s), l, level)
		}
		level = l
	})
}

func checkIDs(t *testing.T, doc *goquery.Document) {
	t.Helper()
	var ids []string
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		id := s.AttrOr("id", "")
		if slices.Contains(ids, id) {
			t.Errorf("two elements are called %s", id)
		}
		ids = append(ids, id)
	})
	for _, n := range doc.Find("[aria-labelledby], label[for]").Nodes {
		for _, a := range n.Attr {
			if (a.Key == "aria-labelledby" || a.Key == "for") && !slices.Contains(ids, a.Val) {
				t.Errorf("%s %s names nothing", n.Data, attribute(n, a.Key))
			}
		}
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// Every kind has its word, and no article's kind is without a label.
func TestEveryKindHasALabel(t *testing.T) {
	for _, l := range corpus.KindLabels() {
		if got := present.LabelOf(corpus.KindLabels(), l.Value); got != l.Text {
			t.Errorf("%s: %q", l.Value, got)
		}
	}
}
