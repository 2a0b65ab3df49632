package page

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gin-gonic/gin"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/search"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fake answers from memory and remembers what it was asked.
type fake struct {
	err     error
	request search.Request
	id      string
	scope   search.Scope
	edit    func(*search.Response)
	article *corpus.Article
	values  []search.FacetValuesRequest
	found   []search.Facet // of every facet whose values are searched
}

func (f *fake) Search(_ context.Context, r search.Request) (*search.Response, error) {
	f.request = r
	if f.err != nil {
		return nil, f.err
	}
	response := answer(r)
	if f.edit != nil {
		f.edit(response)
	}
	return response, nil
}

func (f *fake) FacetValues(_ context.Context, r search.FacetValuesRequest) ([]search.Facet, error) {
	f.values = append(f.values, r)
	if f.err != nil {
		return nil, f.err
	}
	return f.found, nil
}

func (f *fake) Article(_ context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	f.id, f.scope = id, scope
	if f.err != nil {
		return nil, f.err
	}
	if f.article != nil {
		return f.article, nil
	}
	return article(), nil
}

func ptr[T any](v T) *T { return &v }

func reviewed() *time.Time { return ptr(time.Date(2025, 9, 8, 0, 0, 0, 0, time.UTC)) }

func sources() []corpus.Source {
	return []corpus.Source{
		{Name: "見本眼科学会", Title: "まぶたの手術の手引き", URL: "https://example.jp/guide?a=1&b=2", Type: corpus.SourceSociety, Year: ptr(2023)},
		{Name: "見本病院", Type: corpus.SourceHospital},
	}
}

func supervisors() []corpus.Supervisor {
	return []corpus.Supervisor{{Name: "見本: 形成外科専門医", Title: "医師", Affiliation: "見本病院"}}
}

// answer is a page of two articles; what the request chose is selected.
func answer(r search.Request) *search.Response {
	passage := func(id string, kind corpus.Kind, path []string, heading, text string, sources ...corpus.Source) search.PassageHit {
		return search.PassageHit{
			Passage: search.PassageView{
				ID: "eyelid/fold#" + id, ArticleID: "eyelid/fold", Kind: kind, Path: path, Heading: heading, Text: text,
				Sources: sources, Supervision: supervisors(),
			},
			Snippet: search.Marked{Text: text, Marks: [][2]int{{0, 3}}},
		}
	}
	passages := []search.PassageHit{
		passage("k1", corpus.KindRisks, []string{"リスク", "術後の変化"}, "術後の変化", "内出血が数日から2週間ほど残ることがあります。", sources()...),
		passage("k2", corpus.KindFAQ, []string{"よくある質問"}, "腫れは目立ちますか", "まぶたの腫れは3日ほどで引くことが多いとされます。"),
	}
	response := &search.Response{
		Query: r.Query, View: r.View, Total: 42, TotalRelation: "eq", Answerable: true, Page: r.Page, PerPage: r.PerPage,
		Hits: []search.Hit{
			{
				ID: "eyelid/fold", Title: search.Marked{Text: "二重まぶたの埋没法", Marks: [][2]int{{0, 2}}},
				Article: search.ArticleSummary{
					ID: "eyelid/fold", URL: "https://example.jp/columns/fold", Supervisors: supervisors(), Reviewed: reviewed(),
					Cost: corpus.Cost{MinYen: ptr(80000), MaxYen: ptr(125000), Per: "session"}, Downtime: corpus.Downtime{MinDays: ptr(3), MaxDays: ptr(14)},
					Insurance: corpus.InsuranceSelfPay, Approval: corpus.ApprovalUnapproved,
				},
				Passage: &passages[0].Passage, Snippet: passages[0].Snippet, Passages: passages,
			},
			{
				ID: "cataract", Title: search.Marked{Text: "白内障の手術"}, Snippet: search.Marked{Text: "にごった水晶体を人工のレンズに替える手術です。"},
				Article: search.ArticleSummary{ID: "cataract", URL: "/articles/cataract", Insurance: corpus.InsuranceCovered, Approval: corpus.Unknown},
			},
		},
		Facets: map[string][]search.Facet{
			"treatment": facet(r, "treatment", "二重埋没法", "白内障手術", "眼瞼下垂手術", "涙袋形成", "目頭切開", "目尻切開", "脱脂", "レーシック", "ICL"),
			"risk":      facet(r, "risk", "内出血", "腫れ, 痛み", "-20度"),
			"kind":      facet(r, "kind", "risks", "faq"),
			"insurance": facet(r, "insurance", "self_pay", "covered"),
		},
	}
	if r.View == index.Passages {
		response.Hits = []search.Hit{response.Hits[0]}
		response.Hits[0].ID, response.Hits[0].Passages = passages[0].Passage.ID, nil
	}
	return response
}

func facet(r search.Request, name string, values ...string) []search.Facet {
	var out []search.Facet
	for i, v := range values {
		f := search.Facet{Value: v, Label: present.LabelOf(search.Labels(name), v), Count: 20 - i}
		for _, filter := range r.Filters {
			f.Selected = f.Selected || filter.Name == name && strings.Contains("|"+strings.Join(filter.Any, "|")+"|", "|"+v+"|")
		}
		out = append(out, f)
	}
	return out
}

// article has every sort of section, and passages longer than one piece.
func article() *corpus.Article {
	long := strings.Repeat("腫れの出かたには個人差があり、飲酒や入浴で強まることがあるため、医師の説明に従って過ごしてください。", 18)
	a := &corpus.Article{
		ID: "eyelid/fold", Title: "二重まぶたの埋没法", Description: "糸でまぶたに折り目を作る方法の説明です。", URL: "https://example.jp/columns/fold",
		Supervisors: supervisors(), Reviewed: reviewed(), Published: reviewed(), Insurance: corpus.InsuranceSelfPay, Approval: corpus.ApprovalApproved,
		Cost: corpus.Cost{MinYen: ptr(80000), Per: "session"}, Downtime: corpus.Downtime{MinDays: ptr(3), MaxDays: ptr(14)},
		Fees:    []corpus.Fee{{Label: "初診料", Yen: ptr(3300)}, {Label: "抜糸"}},
		Sources: sources(),
		Sections: []corpus.Section{
			{ID: "a", Kind: corpus.KindOverview, Level: 1, Text: "まぶたを糸で留め、折り目を作る手術です。"},
			{ID: "b", Kind: corpus.KindRisks, Heading: "リスク", Level: 1, Path: []string{"リスク"}, Text: "次のことが起こり得ます。\n\n・内出血\n・糸の露出\n\n" + long, Sources: []int{0, 1}},
			{ID: "c", Kind: corpus.KindRisks, Heading: "術後の変化", Level: 2, Path: []string{"リスク", "術後の変化"}, Text: "1. 当日は冷やす\n2. 翌日から洗顔できる"},
			{ID: "d", Kind: corpus.KindCost, Heading: "費用", Level: 1, Path: []string{"費用"}, Text: "| 方法 | 費用 |\n| --- | --- |\n| 2点留め | 8万円 |"},
			{ID: "e", Kind: corpus.KindFAQ, Heading: "よくある質問", Level: 1, Path: []string{"よくある質問"}, Text: "多い質問をまとめました。\n\n腫れは目立ちますか\n3日ほどで引くことが多いとされます。"},
			{ID: "f", Kind: corpus.KindFAQ, Heading: "Q2. 取れることはありますか", Level: 2, Path: []string{"よくある質問", "Q2. 取れることはありますか"}, Text: "数年でゆるむことがあります。"},
		},
		FAQs: []corpus.FAQ{
			{Question: "腫れは目立ちますか", Answer: "3日ほどで引くことが多いとされます。", Section: "e"},
			{Question: "取れることはありますか", Answer: "数年でゆるむことがあります。", Section: "f"},
		},
		Risks: []corpus.Claim{
			{Label: "内出血", Section: "b", Sentence: "・内出血", Stance: corpus.Asserted, Sourced: true},
			{Label: "腫れ", Section: "b", Sentence: "腫れの出かたには個人差があります。", Stance: corpus.Hedged},
			{Label: "内出血", Section: "c", Sentence: "内出血はありません。", Stance: corpus.Denied},
			{Label: "内出血", Section: "c", Sentence: "内出血が残ることがあります。", Stance: corpus.Hedged},
			{Label: "内出血", Section: "b", Sentence: "・内出血", Stance: corpus.Asserted, Sourced: true},
			{Label: "痛み", Section: "c", Sentence: "痛みはありません。", Stance: corpus.Denied},
		},
	}
	a.Normalize()
	return a
}

// site serves the pages as the real router does.
func site(t *testing.T, f *fake, cfg Config) http.Handler {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	p, err := New(cfg, f, func() Progress { return Progress{Phase: "indexing", Done: 12, Total: 40} }, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	e := gin.New()
	e.UseRawPath = true
	p.Mount(e.Group(cfg.BasePath))
	return e
}

func get(h http.Handler, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	w.Header().Set("X-Request-Id", "abc123")
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	return w
}

// open gets a page that must be there and reads it.
func open(t *testing.T, h http.Handler, target string) *goquery.Document {
	t.Helper()
	w := get(h, target)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	return parse(t, w)
}

func parse(t *testing.T, w *httptest.ResponseRecorder) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// words is the text of a selection with white space folded.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// has checks that a selection reads so.
func has(t *testing.T, doc *goquery.Document, selector string, want ...string) {
	t.Helper()
	got := words(doc.Find(selector))
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("%s reads %q, which lacks %q", selector, got, w)
		}
	}
}

func count(t *testing.T, doc *goquery.Document, selector string, want int) {
	t.Helper()
	if n := doc.Find(selector).Length(); n != want {
		t.Errorf("%s: %d, want %d", selector, n, want)
	}
}

// submit is what a browser sends for the search form: the controls in it and
// those that name it, changed by edit.
func submit(doc *goquery.Document, edit url.Values) string {
	sent := url.Values{}
	doc.Find("#search input[name], [form=search][name]").Each(func(_ int, s *goquery.Selection) {
		name, value := s.AttrOr("name", ""), s.AttrOr("value", "")
		if s.Is("select") {
			value = s.Find("option[selected]").AttrOr("value", "")
		}
		if _, checked := s.Attr("checked"); s.AttrOr("type", "") == "checkbox" && !checked {
			return
		}
		sent.Add(name, value)
	})
	for name, values := range edit {
		sent[name] = values
	}
	return doc.Find("#search").AttrOr("action", "") + "?" + sent.Encode()
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run go test ./internal/page -update and look at the diff", path)
	}
}
