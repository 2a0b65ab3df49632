package api

import (
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

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// fake answers from memory and remembers what it was asked.
type fake struct {
	err      error
	wait     bool // until the deadline
	panics   bool
	request  search.Request
	facets   search.FacetValuesRequest
	id       string
	title    string // of the article, where it is another
	scope    search.Scope
	suggest  search.SuggestRequest
	response *search.Response
}

func (f *fake) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	f.request = r
	if f.panics {
		panic("the secret of the engine")
	}
	if f.wait {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(10 * time.Second):
			return nil, errors.New("nobody gave this search up")
		}
	}
	if f.err != nil {
		return nil, f.err
	}
	if f.response != nil {
		return f.response, nil
	}
	return answer(), nil
}

func (f *fake) Article(_ context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	f.id, f.scope = id, scope
	if f.err != nil {
		return nil, f.err
	}
	a := article()
	if f.title != "" {
		a.Title = f.title
	}
	return a, nil
}

func (f *fake) Passage(_ context.Context, id string, scope search.Scope) (*search.PassageDetail, error) {
	f.id, f.scope = id, scope
	if f.err != nil {
		return nil, f.err
	}
	return &search.PassageDetail{PassageView: passage(), Article: summary()}, nil
}

func (f *fake) FacetValues(_ context.Context, r search.FacetValuesRequest) ([]search.Facet, error) {
	f.facets = r
	if f.err != nil {
		return nil, f.err
	}
	return []search.Facet{{Value: "内出血", Label: "内出血", Count: 3, Selected: true}}, nil
}

func (f *fake) Suggest(_ context.Context, r search.SuggestRequest) (*search.SuggestResponse, error) {
	f.suggest = r
	if f.err != nil {
		return nil, f.err
	}
	return &search.SuggestResponse{Query: r.Query, Suggestions: []search.Suggestion{
		{Text: "内出血", Kind: search.SuggestConcept, Group: "リスク・副作用", Marks: [][2]int{{0, 1}}, Filter: &search.SuggestedFilter{Name: "risk", Value: "内出血"}},
		{Text: "入浴はできますか", Kind: search.SuggestQuestion, Group: "よくある質問", Marks: [][2]int{}, URL: "/articles/a#p-1"},
	}}, nil
}

func (f *fake) Named(string) []search.Named { return nil }

func ptr[T any](v T) *T { return &v }

// article is a whole one: every field that can be null is null or set, so that
// the schema is held against both.
func article() *corpus.Article {
	day := time.Date(2025, 4, 2, 0, 0, 0, 0, time.UTC)
	return &corpus.Article{
		ID: "laser/shimi", Collection: "default", Title: "しみ取りレーザーの基礎知識", Lang: "ja",
		Status: corpus.StatusPublished, Reviewed: &day, Updated: &day,
		Treatments: []string{"しみ取りレーザー"}, Conditions: []string{"しみ"}, Departments: []string{"皮膚科"}, Tags: []string{},
		Supervisors: []corpus.Supervisor{{Name: "見本: 皮膚科専門医", Title: "医師"}},
		Sections: []corpus.Section{{
			ID: "s1", Kind: corpus.KindRisks, Heading: "リスク", Level: 1, Path: []string{"リスク"},
			Text: "照射後に赤みが出ることがあります。", Sources: []int{0}, StartLine: 3,
		}},
		FAQs:    []corpus.FAQ{{Question: "痛みはありますか", Answer: "輪ゴムで弾かれる程度です。", Section: "s1"}},
		Sources: []corpus.Source{{Name: "見本皮膚科学会", Title: "手引き", Type: corpus.SourceSociety, Year: ptr(2023)}},
		Effects: []corpus.Claim{}, Contraindications: []corpus.Claim{},
		Risks: []corpus.Claim{{Label: "赤み", Section: "s1", Sentence: "照射後に赤みが出ることがあります。", Stance: corpus.Hedged, Sourced: true}},
		Cost:  corpus.Cost{MinYen: ptr(10000), Per: "session", Evidence: []corpus.Evidence{{Section: "s1", Sentence: "1回1万円から。"}}},
		Fees:  []corpus.Fee{{Label: "初診料", Yen: ptr(3000)}}, Insurance: corpus.InsuranceSelfPay, Approval: corpus.ApprovalApproved,
		Downtime:  corpus.Downtime{MinDays: ptr(0), MaxDays: ptr(7), Evidence: []corpus.Evidence{}},
		Dropped:   []corpus.Dropped{{Line: 9, Text: "お問い合わせ", Why: "navigation"}},
		Corrected: []corpus.Corrected{{Field: "cost", Was: "min_yen 10000", Why: "キャンペーンの価格", By: "編集者", Date: "2026-11-01"}},
	}
}

func summary() search.ArticleSummary {
	a := article()
	return search.ArticleSummary{
		ID: a.ID, Collection: a.Collection, Title: a.Title, Treatments: a.Treatments, Supervisors: a.Supervisors,
		Reviewed: a.Reviewed, Cost: a.Cost, Downtime: a.Downtime, Insurance: a.Insurance, Approval: a.Approval,
	}
}

func passage() search.PassageView {
	return search.PassageView{
		ID: "laser/shimi#a1b2", ArticleID: "laser/shimi", Kind: corpus.KindRisks, Heading: "リスク", Path: []string{"リスク"},
		Text: "照射後に赤みが出ることがあります。", Sources: article().Sources, Supervision: article().Supervisors, Facts: []string{},
	}
}

// answer has a hit with a passage and one without, and one of everything else.
func answer() *search.Response {
	p := passage()
	return &search.Response{
		Query: "赤み", View: index.Articles, Total: 2, TotalRelation: "eq", Answerable: true, Page: 1, PerPage: 10, TookMS: 1.5,
		Interpreted: search.Interpretation{
			Terms:      []search.QueryTerm{{Text: "赤み", End: 2, Concept: "redness"}},
			Corrected:  &search.Correction{From: "赤身", To: "赤み"},
			Expansions: []search.Expansion{{From: "赤み", To: []string{"紅斑"}}},
			Intent:     []string{"risks"}, Filters: []search.AppliedFilter{}, Negations: []string{}, Excluded: []string{},
		},
		Hits: []search.Hit{
			{
				ID: "laser/shimi", Article: summary(), Passage: &p, Title: search.Marked{Text: "しみ取りレーザーの基礎知識", Marks: [][2]int{}},
				Snippet: search.Marked{Text: p.Text, Marks: [][2]int{{4, 6}}}, Score: 3.5,
				Passages:    []search.PassageHit{{Passage: p, Snippet: search.Marked{Text: p.Text, Marks: [][2]int{{4, 6}}}, Score: 3.5}},
				Explanation: []search.Signal{{Name: "bm25", Value: 3.5, Why: "赤み"}}, Confidence: 0.8,
				Evidence: &search.Evidence{Mentioned: 1, Strength: 1.2, Covered: 1, Subjects: 1},
			},
			{
				ID: "other", Article: search.ArticleSummary{
					ID: "other", URL: "https://example.jp/other", Treatments: []string{}, Supervisors: []corpus.Supervisor{},
					Cost: corpus.Cost{Evidence: []corpus.Evidence{}}, Downtime: corpus.Downtime{Evidence: []corpus.Evidence{}},
					Insurance: corpus.Unknown, Approval: corpus.Unknown,
				},
				Title: search.Marked{Marks: [][2]int{}}, Snippet: search.Marked{Marks: [][2]int{}}, Passages: []search.PassageHit{},
			},
		},
		Facets: map[string][]search.Facet{
			"risk": {{Value: "赤み", Label: "赤み", Count: 2}},
			"cost": {{Max: ptr(50000.0), Label: "5万円未満", Count: 1}, {Min: ptr(50000.0), Label: "5万円以上", Count: 1}},
		},
		Notices: []string{"自由診療です。"}, Suggestions: []string{}, Relief: []search.Relief{}, Questions: []search.Question{},
	}
}

func ready() Progress { return Progress{Ready: true, Phase: "ready", Done: 12, Total: 12} }

// server builds a handler around f; edit changes its configuration.
func handler(t *testing.T, f *fake, edit func(*Config)) http.Handler {
	t.Helper()
	return handlerWith(t, f, edit, ready, slog.New(slog.NewTextHandler(io.Discard, nil)))
}

func handlerWith(t *testing.T, f *fake, edit func(*Config), r Readiness, log *slog.Logger) http.Handler {
	t.Helper()
	cfg := Config{Version: "1.2.3"}
	if edit != nil {
		edit(&cfg)
	}
	h, err := New(cfg, f, r, log)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// newRequest is a request with a JSON body, or without one.
func newRequest(method, target, body string) *http.Request {
	if body == "" {
		return httptest.NewRequest(method, target, nil)
	}
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// do sends a request and returns the answer.
func do(h http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := newRequest(method, target, body)
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	return serve(h, r)
}

func get(h http.Handler, target string, header ...string) *httptest.ResponseRecorder {
	return do(h, http.MethodGet, target, "", header...)
}

// decode reads a JSON body.
func decode[T any](t *testing.T, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
	return v
}

// problemOf checks that w is a whole problem document and returns it.
func problemOf(t *testing.T, w *httptest.ResponseRecorder, status int) Problem {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
	}
	if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
		t.Fatalf("Content-Type %q: %s", ct, w.Body)
	}
	p := decode[Problem](t, w)
	if p.Status != status || p.Title == "" || p.Detail == "" || !strings.HasPrefix(p.Type, "urn:shirube:problem:") || p.Errors == nil {
		t.Errorf("problem is not whole: %s", w.Body)
	}
	if id := w.Header().Get("X-Request-Id"); id == "" || p.RequestID != id {
		t.Errorf("request_id %q, header %q", p.RequestID, id)
	}
	for _, e := range p.Errors {
		if e.Parameter == "" || e.Reason == "" || e.Allowed == nil {
			t.Errorf("error is not whole: %+v", e)
		}
	}
	return p
}
