package search_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/search/searchtest"
)

// What people type must bring the passage that answers to the top.
func TestThePassageThatAnswersIsFirst(t *testing.T) {
	e := newEngine(t, articles())
	for query, want := range map[string]string{
		"ハイフ 副作用":        "hifu/リスク・副作用",
		"HIFU 値段":        "hifu/費用の目安",
		"ＨＩＦＵ　料金":        "hifu/費用の目安",
		"はいふ ひよう":        "hifu/費用の目安",
		"妊娠中でも受けられる":     "hifu/受けられない方",
		"妊娠中 ハイフ":        "hifu/受けられない方",
		"ヒアルロン酸 内出血":     "filler/副作用",
		"ヒアルロン酸注入はいくら":   "filler/値段",
		"白内障手術の流れ":       "cataract/手術の流れ",
		"ヒアルロン酸 副作用 腫れ":  "filler/副作用", // not the summary, which names them all
		"kind:risks ハイフ": "hifu/リスク・副作用",
		`"神経の損傷"`:        "hifu/リスク・副作用",
	} {
		got := passagesFor(t, e, query)
		if len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v, want %s first", query, got, want)
		}
	}
}

func TestSynonymsAreShownAndCanBeSwitchedOff(t *testing.T) {
	e := newEngine(t, articles())
	on := ask(t, e, search.Request{Query: "内出血", View: index.Passages})
	if on.Total != 1 || on.Hits[0].Article.ID != "filler" {
		t.Fatalf("内出血 found %d, want the passage that says あざ", on.Total)
	}
	if len(on.Interpreted.Expansions) == 0 || !slices.Contains(on.Interpreted.Expansions[0].To, "あざ") {
		t.Errorf("expansions %+v do not say あざ", on.Interpreted.Expansions)
	}
	if !strings.Contains(marked(on.Hits[0].Snippet), "[あざ]") {
		t.Errorf("the synonym is not marked: %s", marked(on.Hits[0].Snippet))
	}
	off := ask(t, e, search.Request{Query: "HIFU", View: index.Passages, Interpret: &search.Interpret{}})
	if off.Total != 0 || len(off.Interpreted.Expansions) != 0 {
		t.Errorf("without synonyms HIFU found %d with %+v", off.Total, off.Interpreted.Expansions)
	}
	if len(off.Suggestions) == 0 {
		t.Error("nothing was found, and nothing suggested")
	}
}

func TestInterpretationTellsWhatWasUnderstood(t *testing.T) {
	e := newEngine(t, articles())
	got := ask(t, e, search.Request{Query: "ﾊｲﾌ 費用 -ヒアルロン酸 kind:cost"}).Interpreted
	if len(got.Terms) != 2 || got.Terms[0].Text != "ﾊｲﾌ" || got.Terms[0].Start != 0 || got.Terms[0].End != 3 || got.Terms[0].Concept == "" {
		t.Errorf("terms %+v", got.Terms)
	}
	if !reflect.DeepEqual(got.Intent, []string{"cost"}) {
		t.Errorf("intent %v, want cost", got.Intent)
	}
	if !reflect.DeepEqual(got.Negations, []string{"ヒアルロン酸"}) {
		t.Errorf("negations %v", got.Negations)
	}
	if want := []search.AppliedFilter{{Name: "kind", Value: "cost", From: "kind:cost"}}; !reflect.DeepEqual(got.Filters, want) {
		t.Errorf("filters %v, want %v", got.Filters, want)
	}
}

func TestMinusExcludes(t *testing.T) {
	e := newEngine(t, articles())
	for _, h := range ask(t, e, search.Request{Query: "腫れ -ヒアルロン酸"}).Hits {
		if h.Article.ID == "filler" {
			t.Error("an article about what was excluded is a hit")
		}
	}
	if got := ask(t, e, search.Request{Query: "腫れ -ヒアルロン酸"}).Total; got != 1 {
		t.Errorf("total %d, want 1", got)
	}
}

func TestMatchModes(t *testing.T) {
	e := newEngine(t, articles())
	for _, c := range []struct {
		match   search.Match
		query   string
		total   int
		relaxed bool
	}{
		{search.MatchAll, "ハイフ 眼内炎", 0, false},
		{search.MatchAny, "ハイフ 眼内炎", 2, false},
		{search.MatchAuto, "ハイフ 眼内炎", 2, true},
		{search.MatchAll, "眼内炎 細菌", 1, false},
	} {
		got := ask(t, e, search.Request{Query: c.query, Match: c.match})
		if got.Total != c.total || got.Relaxed != c.relaxed {
			t.Errorf("%s %s: total %d relaxed %v, want %d %v", c.match, c.query, got.Total, got.Relaxed, c.total, c.relaxed)
		}
	}
}

func TestAnswerable(t *testing.T) {
	e := newEngine(t, articles())
	for query, want := range map[string]bool{"ハイフ 費用": true, "眼内炎": true, "100万円以下": true, "ダウンタイム30日以内": true, "退職代行 おすすめ 比較 料金表 求人": false, "ぬりかべ": false} {
		if got := ask(t, e, search.Request{Query: query}); got.Answerable != want {
			t.Errorf("%s: answerable %v with %d hits, want %v", query, got.Answerable, got.Total, want)
		}
	}
}

func TestFacetsOfARefinedSearchLetSeveralBeChosen(t *testing.T) {
	e := newEngine(t, articles())
	got := ask(t, e, search.Request{Filters: []index.Filter{{Name: index.FacetInsurance, Any: []string{corpus.InsuranceSelfPay}}}})
	if got.Total != 2 {
		t.Fatalf("total %d, want the two self-pay articles", got.Total)
	}
	want := []search.Facet{
		{Value: "self_pay", Label: "自由診療", Count: 2, Selected: true},
		{Value: "covered", Label: "保険診療", Count: 1},
	}
	if !reflect.DeepEqual(got.Facets["insurance"], want) {
		t.Errorf("insurance %+v, want %+v", got.Facets["insurance"], want)
	}
	if f := got.Facets["treatment"]; len(f) != 2 {
		t.Errorf("treatments %+v, want those of the two articles", f)
	}
	cost := got.Facets["cost"]
	if len(cost) != 5 || cost[2].Count != 2 || cost[2].Label != "5万〜10万円未満" {
		t.Errorf("cost %+v, want both between 50,000 and 100,000", cost)
	}
	none := ask(t, e, search.Request{Query: "眼内炎", Filters: []index.Filter{{Name: index.FacetTreatment, Any: []string{"ハイフ"}}}})
	if f := none.Facets["treatment"]; !slices.ContainsFunc(f, func(f search.Facet) bool { return f.Value == "ハイフ" && f.Selected }) {
		t.Errorf("treatments %+v: the chosen value cannot be taken back", f)
	}
}

func TestPassageFiltersMeetOnOnePassage(t *testing.T) {
	e := newEngine(t, articles())
	filters := []index.Filter{
		{Name: index.FacetKind, Any: []string{"risks"}},
		{Name: index.FacetSourceType, Any: []string{"society"}},
	}
	got := ask(t, e, search.Request{Filters: filters})
	var ids []string
	for _, h := range got.Hits {
		ids = append(ids, h.ID)
		if h.Passage == nil || h.Passage.Kind != corpus.KindRisks || len(h.Passage.Sources) == 0 {
			t.Errorf("%s shows %+v, not the passage that passed", h.ID, h.Passage)
		}
	}
	slices.Sort(ids)
	// hifu has a risk passage and a sourced one, but not one that is both.
	if !reflect.DeepEqual(ids, []string{"cataract", "filler"}) {
		t.Errorf("hits %v", ids)
	}
}

func TestSortAndRanges(t *testing.T) {
	e := newEngine(t, articles())
	ids := func(r search.Request) (out []string) {
		for _, h := range ask(t, e, r).Hits {
			out = append(out, h.ID)
		}
		return out
	}
	most := 50_000.0
	for name, c := range map[string]struct {
		r    search.Request
		want []string
	}{
		"updated":  {search.Request{Sort: index.ByUpdated}, []string{"filler", "hifu", "cataract"}},
		"cost":     {search.Request{Sort: index.ByCost}, []string{"hifu", "filler", "cataract"}},
		"downtime": {search.Request{Sort: index.ByDowntime}, []string{"hifu", "cataract", "filler"}},
		"range":    {search.Request{Filters: []index.Filter{{Name: index.RangeCost, Max: &most}}}, []string{"hifu"}},
	} {
		if got := ids(c.r); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestPagesFollowOneAnother(t *testing.T) {
	e := newEngine(t, articles())
	all := ask(t, e, search.Request{Query: "腫れ 手術 超音波", View: index.Passages, Match: search.MatchAny})
	var paged []string
	for page := 1; page <= all.Total+1; page++ {
		got := ask(t, e, search.Request{Query: "腫れ 手術 超音波", View: index.Passages, Match: search.MatchAny, Page: page, PerPage: 1})
		if got.Total != all.Total {
			t.Errorf("page %d: total %d, want %d", page, got.Total, all.Total)
		}
		for _, h := range got.Hits {
			paged = append(paged, h.ID)
		}
	}
	var want []string
	for _, h := range all.Hits {
		want = append(want, h.ID)
	}
	if !reflect.DeepEqual(paged, want) {
		t.Errorf("page by page %v, at once %v", paged, want)
	}
}

func TestCollectionsAreKeptApart(t *testing.T) {
	e := newEngine(t, articles())
	got := ask(t, e, search.Request{Collections: []string{"eye"}})
	if got.Total != 1 || got.Hits[0].ID != "cataract" {
		t.Errorf("collection eye: %d hits", got.Total)
	}
	for _, f := range got.Facets["treatment"] {
		if f.Value != "白内障手術" {
			t.Errorf("a facet gives away %s of another collection", f.Value)
		}
	}
	scope := search.Scope{Collections: []string{"eye"}}
	if _, err := e.Article(t.Context(), "hifu", scope); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("article of another collection: %v, want ErrNotFound", err)
	}
	id := ask(t, e, search.Request{Query: "ハイフ", View: index.Passages}).Hits[0].ID
	if _, err := e.Passage(t.Context(), id, scope); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("passage of another collection: %v, want ErrNotFound", err)
	}
}

func TestArticleAndPassageByID(t *testing.T) {
	e := newEngine(t, articles())
	a, err := e.Article(t.Context(), "hifu", search.Scope{})
	if err != nil || len(a.Sections) != 5 || a.URL != "/articles/hifu" {
		t.Fatalf("%+v, %v", a, err)
	}
	hit := ask(t, e, search.Request{Query: "妊娠中 ハイフ", View: index.Passages}).Hits[0]
	p, err := e.Passage(t.Context(), hit.ID, search.Scope{})
	if err != nil || p.Text != hit.Passage.Text || p.Article.ID != "hifu" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, id := range []string{"", "hifu#", "nowhere#1", "hifu"} {
		if _, err := e.Passage(t.Context(), id, search.Scope{}); !errors.Is(err, search.ErrNotFound) {
			t.Errorf("passage %q: %v, want ErrNotFound", id, err)
		}
	}
}

func TestDraftsAndExpiredArticlesAreNowhere(t *testing.T) {
	list := articles()
	list[0].Status = corpus.StatusDraft
	past := time.Now().Add(-time.Hour)
	list[1].ExpiresAt = &past
	e := newEngine(t, list)
	got := ask(t, e, search.Request{})
	if got.Total != 1 || got.Hits[0].ID != "cataract" {
		t.Errorf("%d hits, want the published one", got.Total)
	}
	if f := got.Facets["treatment"]; len(f) != 1 {
		t.Errorf("facets speak of what is not published: %+v", f)
	}
	for _, id := range []string{"hifu", "filler"} {
		if _, err := e.Article(t.Context(), id, search.Scope{}); !errors.Is(err, search.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", id, err)
		}
	}
	if s := ask(t, e, search.Request{Query: "ハイフハイフハイフ"}).Suggestions; slices.Contains(s, "ハイフ") {
		t.Errorf("suggestions %v speak of a draft", s)
	}
}

func TestNoticesSayWhatAReaderMustKnow(t *testing.T) {
	e := newEngine(t, articles())
	has := func(r *search.Response, words string) bool {
		return slices.ContainsFunc(r.Notices, func(n string) bool { return strings.Contains(n, words) })
	}
	if r := ask(t, e, search.Request{Query: "ヒアルロン酸 腫れ 息苦しい"}); !has(r, "119") || !has(r, "自由診療") || !has(r, "承認されていない") {
		t.Errorf("notices %v", r.Notices)
	}
	if r := ask(t, e, search.Request{Query: "眼内炎", Match: search.MatchAll}); len(r.Notices) != 0 {
		t.Errorf("notices of an insured treatment: %v", r.Notices)
	}
}

func TestFacetValuesAreFoundInAnySpelling(t *testing.T) {
	e := newEngine(t, articles())
	for _, c := range []struct{ query, prefix, want string }{
		{"ﾊｲﾌ", "", "ハイフ"}, {"はいふ", "", "ハイフ"}, {"", "白内障", "白内障手術"}, {"手術", "", "白内障手術"},
	} {
		got, err := e.FacetValues(t.Context(), search.FacetValuesRequest{Name: "treatment", Query: c.query, Prefix: c.prefix})
		if err != nil || len(got) != 1 || got[0].Value != c.want {
			t.Errorf("%q %q: %+v, %v, want %s", c.query, c.prefix, got, err, c.want)
		}
	}
	var invalid *search.InvalidError
	if _, err := e.FacetValues(t.Context(), search.FacetValuesRequest{Name: "colour"}); !errors.As(err, &invalid) {
		t.Errorf("unknown facet: %v", err)
	}
}

func TestUnusableRequestsNameTheirParameter(t *testing.T) {
	e := newEngine(t, articles()[:1])
	lo, hi := 5.0, 1.0
	for want, r := range map[string]search.Request{
		"q":           {Query: strings.Repeat("痛", 513)},
		"view":        {View: "chapters"},
		"sort":        {Sort: "colour"},
		"match":       {Match: "some"},
		"highlight":   {Highlight: "bold"},
		"page":        {Page: 1001},
		"per_page":    {PerPage: 101},
		"facets":      {Facets: []string{"colour"}},
		"facet_limit": {FacetLimit: -1},
		"kind":        {Filters: []index.Filter{{Name: "kind", Any: []string{"nonsense"}}}},
		"cost":        {Filters: []index.Filter{{Name: "cost", Min: &lo, Max: &hi}}},
		"colour":      {Filters: []index.Filter{{Name: "colour", Any: []string{"red"}}}},
	} {
		_, err := e.Search(t.Context(), r)
		var invalid *search.InvalidError
		if !errors.As(err, &invalid) || invalid.Parameter != want || invalid.Reason == "" {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestNothingTypedIsAnError(t *testing.T) {
	e := newEngine(t, articles())
	for _, q := range []string{"", " ", "\x00\x01", "\u202e右から左", `"`, "「「「", "-", "--", "---a", "\xff\xfe", "'; DROP TABLE articles; --", "<script>", "kind:", ":",
		strings.Repeat("痛い ", 128), strings.Repeat("a b ", 128), strings.Repeat("漢", 512), "。、！？", "は が を"} {
		if _, err := e.Search(t.Context(), search.Request{Query: q}); err != nil {
			t.Errorf("%q: %v", q, err)
		}
	}
}

func TestOddQueriesAreAnsweredInTime(t *testing.T) {
	e := newEngine(t, articles())
	for name, q := range searchtest.OddQueries(search.MaxQueryRunes) {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		for _, view := range []index.View{index.Articles, index.Passages} {
			if _, err := e.Search(ctx, search.Request{Query: q, View: view, Highlight: search.HighlightHTML}); err != nil {
				t.Errorf("%s, %s: %v", name, view, err)
			}
		}
		cancel()
	}
}

func TestNotReadyAndCancelled(t *testing.T) {
	e := search.New(nil, nil, index.NewSwitch(nil))
	if _, err := e.Search(t.Context(), search.Request{}); !errors.Is(err, index.ErrNotReady) {
		t.Errorf("without an index: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newEngine(t, articles()[:1]).Search(ctx, search.Request{Query: "ハイフ"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// What a facet promises, its filter must keep: for every value and range, in
// both views.
func TestEveryFacetCountIsWhatItsFilterFinds(t *testing.T) {
	e := newEngine(t, articles())
	for _, view := range []index.View{index.Articles, index.Passages} {
		for name, values := range ask(t, e, search.Request{View: view}).Facets {
			for _, f := range values {
				filter := index.Filter{Name: name, Min: f.Min, Max: f.Max}
				if f.Value != "" {
					filter.Any = []string{f.Value}
				}
				got := ask(t, e, search.Request{View: view, Filters: []index.Filter{filter}})
				if got.Total != f.Count {
					t.Errorf("%s: facet %s says %d for %s, its filter finds %d", view, name, f.Count, f.Label, got.Total)
				}
				if !slices.ContainsFunc(got.Facets[name], func(g search.Facet) bool { return g.Label == f.Label && g.Selected && g.Count == f.Count }) {
					t.Errorf("%s: after choosing %s of %s it is not shown as chosen: %+v", view, f.Label, name, got.Facets[name])
				}
			}
		}
	}
}

// Words that follow one another as they do in the query must count for more than
// the same words apart.
func TestNeighboursInTheQueryAreLookedForAsNeighbours(t *testing.T) {
	filler := "説明を受けてから同意書に署名します。"
	e := newEngine(t, []*corpus.Article{
		articleOf("apart", "案内一", nil, section{corpus.KindOther, "", "表面を冷やします。麻酔はしません。" + filler, ""}),
		articleOf("together", "案内二", nil, section{corpus.KindOther, "", "表面麻酔をします。しません。冷やします。" + filler, ""}),
	})
	got := ask(t, e, search.Request{Query: "表面麻酔", Explain: true})
	if len(got.Hits) != 2 || got.Hits[0].ID != "together" {
		t.Fatalf("hits %+v", got.Hits)
	}
	i := slices.IndexFunc(got.Hits[0].Explanation, func(s search.Signal) bool { return s.Name == "closeness" })
	if i < 0 || got.Hits[0].Explanation[i].Value <= 0 {
		t.Errorf("explanation %+v does not say why", got.Hits[0].Explanation)
	}
	if why := got.Hits[0].Explanation[0].Why; !strings.Contains(why, "mentions ") {
		t.Errorf("%q does not say what the passage mentions", why)
	}
	if s := got.Hits[1].Explanation; s[slices.IndexFunc(s, func(s search.Signal) bool { return s.Name == "closeness" })].Value != 0 {
		t.Errorf("explanation %+v of the words apart", s)
	}
}
