package instantsearch

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
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
	asked    []search.Request
	facets   search.FacetValuesRequest
	articles []string
	response *search.Response
}

func (f *fake) Search(_ context.Context, r search.Request) (*search.Response, error) {
	f.asked = append(f.asked, r)
	if f.err != nil {
		return nil, f.err
	}
	return f.response, nil
}

func (f *fake) Article(_ context.Context, id string, _ search.Scope) (*corpus.Article, error) {
	f.articles = append(f.articles, id)
	if id == "gone" {
		return nil, search.ErrNotFound
	}
	a := &corpus.Article{ID: id, Treatments: []string{"ハイフ"}, Departments: []string{"皮膚科"},
		Risks: []corpus.Claim{{Label: "赤み", Stance: corpus.Asserted}, {Label: "傷跡", Stance: corpus.Denied}}}
	a.Normalize()
	return a, nil
}

func (f *fake) FacetValues(_ context.Context, r search.FacetValuesRequest) ([]search.Facet, error) {
	f.facets = r
	return []search.Facet{{Value: "risks", Label: "リスク・副作用・デメリット", Count: 3}}, f.err
}

func marked(text string, marks ...[2]int) search.Marked {
	return search.Marked{Text: text, Marks: append([][2]int{}, marks...)}
}

// response is one hit, an article with a passage.
func response() *search.Response {
	day := time.Date(2025, 4, 2, 3, 0, 0, 0, time.UTC)
	passage := search.PassageView{ID: "a#1", ArticleID: "a", Kind: corpus.KindEffects, Heading: "効果 <b>", Path: []string{"効果 <b>"}, Text: "たるみの<改善>。",
		Sources: []corpus.Source{{Name: "学会", Type: corpus.SourceSociety}}}
	fields := &search.Fields{
		Description: marked("説明"), Treatments: []search.Marked{marked("ハイフ", [2]int{0, 3})},
		Text: marked("たるみの<改善>。", [2]int{0, 3}), Heading: marked("効果 <b>"), Path: []search.Marked{marked("効果 <b>")},
	}
	three := 3
	return &search.Response{
		Query: "たるみ ハイフ", Total: 41, Answerable: true,
		Interpreted: search.Interpretation{Terms: []search.QueryTerm{{Text: "たるみ"}, {Text: "はいふ"}}, Corrected: &search.Correction{From: "ア", To: "イ"}},
		Hits: []search.Hit{{
			ID: "a", Score: 2, Confidence: 0.5, Passage: &passage, Fields: fields,
			Article: search.ArticleSummary{ID: "a", Title: "ハイフ<i>", Treatments: []string{"ハイフ"}, Reviewed: &day,
				Downtime: corpus.Downtime{MaxDays: &three}, Insurance: corpus.InsuranceSelfPay, Approval: corpus.ApprovalUnapproved,
				Supervisors: []corpus.Supervisor{{Name: "医師"}}},
			Title: marked("ハイフ<i>", [2]int{0, 3}), Snippet: marked("…たるみの<改善>…", [2]int{1, 4}),
			Passages: []search.PassageHit{{Passage: passage, Fields: fields, Snippet: marked("…たるみの<改善>…", [2]int{1, 4})}},
			Risks:    &search.PassageView{ID: "a#2", Kind: corpus.KindRisks, Heading: "リスク", Text: "やけど。"}, TellsEffect: true,
		}},
		Facets: map[string][]search.Facet{
			index.FacetKind:       {{Value: "risks", Label: "リスク・副作用・デメリット", Count: 3}, {Value: "cost", Label: "費用", Count: 2}, {Value: "faq", Label: "よくある質問", Selected: true}},
			index.FacetDepartment: {{Value: "皮膚科", Label: "皮膚科", Count: 4}},
			index.FacetTreatment:  {{Value: "ハイフ", Label: "ハイフ", Count: 2}},
		},
		Numbers: map[string][]index.NumberCount{
			index.RangeCost:    {{Value: 1000, Count: 1}, {Value: 5000, Count: 3}},
			index.RangeUpdated: {{Value: 1743562800.0 / 86400, Count: 1}},
		},
		Notices: []string{"自由診療"}, Suggestions: []string{},
	}
}

// ask asks one query and returns its result as a client reads it.
func ask(t *testing.T, f *fake, params string) map[string]any {
	t.Helper()
	r, fault := Decode([]byte(`{"requests":[{"indexName":"articles","params":` + params + `}]}`))
	if fault != nil {
		t.Fatal(fault)
	}
	answer, err := Ask(t.Context(), f, r, Caller{RequestID: "r1"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(answer.Results[0])
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// at is the value at a path of names and places.
func at(t *testing.T, v any, path string) any {
	t.Helper()
	for part := range strings.SplitSeq(path, " ") {
		switch in := v.(type) {
		case map[string]any:
			v = in[part]
		case []any:
			v = in[int(part[0]-'0')]
		default:
			t.Fatalf("there is no %s in %s", part, path)
		}
	}
	return v
}

func TestAHit(t *testing.T) {
	f := &fake{response: response()}
	got := ask(t, f, `{"query":"たるみ ハイフ","page":1,"hitsPerPage":5,"clickAnalytics":true,"getRankingInfo":true,"attributesToSnippet":["text:10","passages.text"],
		"highlightPreTag":"__ais-highlight__","highlightPostTag":"__/ais-highlight__"}`)
	for path, want := range map[string]any{
		"nbHits": 41.0, "nbPages": 9.0, "page": 1.0, "hitsPerPage": 5.0, "index": "articles", "query": "たるみ ハイフ", "queryID": "r1", "exhaustiveNbHits": true,
		"hits 0 objectID": "a", "hits 0 title": "ハイフ<i>", "hits 0 kind": "効果", "hits 0 insurance": "自由診療", "hits 0 source_type 0": "学会",
		"hits 0 cost": nil, "hits 0 downtime": 3.0, "hits 0 reviewed": 1743562800.0, "hits 0 reviewed_on": "2025-04-02", "hits 0 updated": nil,
		"hits 0 supervisor 0": "医師", "hits 0 departments lvl1 0": "皮膚科 > ハイフ", "hits 0 risk 0": "赤み",
		"hits 0 risks text": "やけど。", "hits 0 passages 0 passage_id": "a#1", "hits 0 _rankingInfo confidence": 0.5,
		// InstantSearch escapes what stands around its placeholders itself.
		"hits 0 _highlightResult title value":           "__ais-highlight__ハイフ__/ais-highlight__<i>",
		"hits 0 _highlightResult title matchLevel":      "partial",
		"hits 0 _highlightResult heading matchLevel":    "none",
		"hits 0 _highlightResult treatment 0 value":     "__ais-highlight__ハイフ__/ais-highlight__",
		"hits 0 _highlightResult passages 0 text value": "__ais-highlight__たるみ__/ais-highlight__の<改善>。",
		"hits 0 _snippetResult text value":              "…__ais-highlight__たるみ__/ais-highlight__の<改善>…",
		"hits 0 _snippetResult passages 0 text value":   "…__ais-highlight__たるみ__/ais-highlight__の<改善>…",
		"userData 0 notices 0":                          "自由診療", "userData 0 corrected to": "イ", "userData 0 answer": nil, "userData 0 answerable": true,
	} {
		if v := at(t, got, path); v != want {
			t.Errorf("%s: %v, want %v", path, v, want)
		}
	}
	r := f.asked[0]
	if r.Page != 2 || r.PerPage != 5 || !r.FacetsFound || !r.PairRisks || !r.Answer || r.CountOnly {
		t.Errorf("asked %+v", r)
	}
	if n := at(t, got, "hits 0 notices"); len(n.([]any)) != 2 {
		t.Errorf("notices of the hit: %v", n)
	}
	if len(at(t, got, "hits 0 risk").([]any)) != 1 {
		t.Error("a risk that the article denies is one of its risks")
	}
}

// Where the tags are HTML, the value is: a page that shows it as it comes must not run what
// an article says.
func TestTagsOfHTMLEscapeTheText(t *testing.T) {
	got := ask(t, &fake{response: response()}, `{"attributesToSnippet":["text"],"snippetEllipsisText":"[...]"}`)
	for path, want := range map[string]string{
		"hits 0 _highlightResult title value": "<em>ハイフ</em>&lt;i&gt;",
		"hits 0 _snippetResult text value":    "[...]<em>たるみ</em>の&lt;改善&gt;[...]",
	} {
		if v := at(t, got, path); v != want {
			t.Errorf("%s: %v, want %v", path, v, want)
		}
	}
}

func TestAttributesAreChosen(t *testing.T) {
	f := &fake{response: response()}
	got := ask(t, f, `{"attributesToRetrieve":["title","url"],"attributesToHighlight":["passages.text"]}`)
	hit := got["hits"].([]any)[0].(map[string]any)
	if len(hit) != 4+len(belonging()) || hit["title"] == nil || hit["objectID"] != "a" || hit["text"] != nil {
		t.Errorf("attributes %v", hit)
	}
	for _, name := range belonging() { // what must be read beside the text was not chosen away
		if hit[name] == nil {
			t.Errorf("the hit came without its %s: %v", name, hit)
		}
	}
	if marks := hit["_highlightResult"].(map[string]any); len(marks) != 1 || marks["passages"] == nil {
		t.Errorf("marks %v", marks)
	}
	if len(f.articles) > 0 {
		t.Error("the article was read though nothing of it was asked for")
	}
	got = ask(t, f, `{"attributesToRetrieve":["*","-text"],"attributesToHighlight":[]}`)
	hit = got["hits"].([]any)[0].(map[string]any)
	if hit["title"] == nil || hit["text"] != nil || hit["_highlightResult"] != nil {
		t.Errorf("all but one: %v", hit)
	}
}

// An article that is taken away between finding and reading it fails nothing.
func TestAnArticleThatIsGone(t *testing.T) {
	r := response()
	r.Hits[0].Article.ID = "gone"
	if got := ask(t, &fake{response: r}, `{}`); at(t, got, "hits 0 title") != "ハイフ<i>" {
		t.Errorf("hits %v", got["hits"])
	}
}

func TestCounts(t *testing.T) {
	f := &fake{response: response()}
	got := ask(t, f, `{"hitsPerPage":0,"facets":["kind","cost","updated","departments.lvl0","departments.lvl1","colour"],"facetFilters":[["kind:費用"]]}`)
	for path, want := range map[string]any{
		"facets kind 費用": 2.0, "facets kind よくある質問": nil, "facets cost 5000": 3.0, "facets updated 1743562800": 1.0,
		"facets departments.lvl0 皮膚科": 4.0, "facets colour": nil,
		"facets_stats cost min": 1000.0, "facets_stats cost max": 5000.0, "facets_stats cost avg": 4000.0, "facets_stats cost sum": 16000.0,
	} {
		if v := at(t, got, path); v != want {
			t.Errorf("%s: %v, want %v", path, v, want)
		}
	}
	if levels := got["facets"].(map[string]any)["departments.lvl1"].(map[string]any); levels["皮膚科 > ハイフ"] != 2.0 {
		t.Errorf("levels %v", levels)
	}
	if hits := got["hits"].([]any); len(hits) != 0 || got["userData"] != nil || got["nbPages"] != 0.0 {
		t.Errorf("%d hits, user data %v", len(hits), got["userData"])
	}
	if !f.asked[0].CountOnly || len(f.asked) != 2 || len(f.asked[0].Filters) != 1 || len(f.asked[1].Filters) != 2 {
		t.Errorf("asked %+v", f.asked)
	}
}

// The most frequent value comes first: JSON objects of InstantSearch have an order.
func TestCountsKeepTheirOrder(t *testing.T) {
	b, err := json.Marshal(Counts{{"b\"", 3}, {"a", 2}})
	if err != nil || string(b) != `{"b\"":3,"a":2}` {
		t.Errorf("%s, %v", b, err)
	}
}

func TestAllFacets(t *testing.T) {
	f := &fake{response: response()}
	got := ask(t, f, `{"facets":["*"]}`)
	order := at(t, got, "renderingContent facetOrdering facets order").([]any)
	if !slices.Contains(order, any("treatment")) || !slices.Contains(order, any("cost")) || len(f.asked[0].Facets) != 13 {
		t.Errorf("order %v, asked %v", order, f.asked[0].Facets)
	}
}

// Pages that nobody can be shown are empty, as Algolia's are, and cost no search of them.
func TestBehindTheLastPage(t *testing.T) {
	f := &fake{response: &search.Response{Total: 20_000, Notices: []string{}, Suggestions: []string{}}}
	got := ask(t, f, `{"page":200,"hitsPerPage":100}`)
	if !f.asked[0].CountOnly || got["nbPages"] != 100.0 || got["nbHits"] != 20_000.0 || len(got["hits"].([]any)) != 0 {
		t.Errorf("%v of %+v", got, f.asked)
	}
}

// What is typed is never an error: what is too long is cut, and that is said.
func TestALongQueryIsCut(t *testing.T) {
	f := &fake{response: response()}
	got := ask(t, f, `{"query":"`+strings.Repeat("字", 600)+`","typoTolerance":false}`)
	if n := len([]rune(f.asked[0].Query)); n != search.MaxQueryRunes || at(t, got, "userData 0 notices 0") != noticeCut() {
		t.Errorf("%d characters, notices %v", n, at(t, got, "userData 0 notices"))
	}
	if f.asked[0].Interpret == nil || f.asked[0].Interpret.Spelling {
		t.Error("spelling was corrected though typoTolerance is false")
	}
}

func TestSearchInsideAFacet(t *testing.T) {
	for name, body := range map[string]string{
		"by its own route": `{"requests":[{"indexName":"articles","params":{"facetName":"kind","facetQuery":"りすく","maxFacetHits":5,"highlightPreTag":"<b>","highlightPostTag":"</b>"}}]}`,
		"by its type":      `{"requests":[{"indexName":"articles","type":"facet","facet":"kind","params":"facetQuery=%E3%82%8A%E3%81%99%E3%81%8F&maxFacetHits=5&highlightPreTag=%3Cb%3E&highlightPostTag=%3C%2Fb%3E"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{}
			r, fault := Decode([]byte(body))
			if fault != nil {
				t.Fatal(fault)
			}
			if name == "by its own route" {
				r.FacetQueries()
			}
			answer, err := Ask(t.Context(), f, r, Caller{})
			if err != nil {
				t.Fatal(err)
			}
			want := FacetHit{Value: "リスク・副作用・デメリット", Highlighted: "<b>リスク</b>・副作用・デメリット", Count: 3}
			if got := answer.Results[0].(*FacetResult); len(got.Hits) != 1 || got.Hits[0] != want {
				t.Errorf("%+v", got)
			}
			if f.facets.Name != "kind" || f.facets.Query != "りすく" || f.facets.Request.FacetLimit != 5 {
				t.Errorf("asked %+v", f.facets)
			}
		})
	}
}

func TestErrorsNameTheQuery(t *testing.T) {
	ask := func(body string, f *fake) error {
		r, fault := Decode([]byte(body))
		if fault != nil {
			return fault
		}
		_, err := Ask(t.Context(), f, r, Caller{})
		return err
	}
	ok := `{"indexName":"articles"}`
	for body, want := range map[string]string{
		`{"requests":[` + ok + `,{"indexName":"x"}]}`:                              "requests[1]: Index x does not exist",
		`{"requests":[` + ok + `,{"indexName":"articles","params":{"page":"a"}}]}`: "requests[1]: page: a is no whole number",
		`{"requests":[{"indexName":"articles","type":"facet","facet":"cost"}]}`:    `there are no values of "cost"`,
		`{"requests":[{"indexName":"articles","type":"facet"}]}`:                   "facetName: is missing",
		`{"requests":[{"indexName":"articles","type":"other"}]}`:                   "neither default nor facet",
		`{"requests":[` + strings.Repeat(ok+",", 50) + ok + `]}`:                   "at most 50",
		`{"requests":[]}`: "there is none", `{}`: "there is none", `[]`: "not a JSON object", `{"requests":[` + ok + `]} x`: "something after",
	} {
		var e *Error
		if err := ask(body, &fake{response: response()}); !errors.As(err, &e) || !strings.Contains(e.Message, want) {
			t.Errorf("%.80s: %v, want %s", body, err, want)
		}
	}
	broken := errors.New("disk on fire")
	if err := ask(`{"requests":[`+ok+`]}`, &fake{err: broken}); !errors.Is(err, broken) {
		t.Errorf("a failure of the search: %v", err)
	}
	if err := ask(`{"requests":[`+ok+`]}`, &fake{err: &search.InvalidError{Parameter: "q", Reason: "no"}}); err == nil || err.Error() != "requests[0]: q: no" {
		t.Errorf("a refusal of the search: %v", err)
	}
}
