package search_test

import (
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// curated is the usual engine under rules.
func curated(t *testing.T, rules search.Rules) *search.Engine {
	t.Helper()
	e := newEngine(t, articles())
	e.Curate(e.Compile(rules))
	return e
}

// idOf is the passage of an article with a heading.
func idOf(t *testing.T, article, heading string) string {
	t.Helper()
	for _, a := range articles() {
		if a.ID != article {
			continue
		}
		for _, p := range a.Passages() {
			if p.Heading == heading {
				return p.ID
			}
		}
	}
	t.Fatalf("no passage %s/%s", article, heading)
	return ""
}

func hitIDs(r *search.Response) string {
	var out []string
	for _, h := range r.Hits {
		id := h.ID
		if h.Pinned {
			id = "[" + id + "]"
		}
		out = append(out, id)
	}
	return strings.Join(out, " ")
}

// A word of a site's own finds what its synonym finds, in every spelling, as soon as the
// editor says so; the interpretation tells it, and interpret=off looks for the word alone.
func TestSynonymsOfEditors(t *testing.T) {
	e := curated(t, search.Rules{Synonyms: []search.Synonym{
		{From: []string{"ツルリンコース", "ハイフ"}, To: []string{"ハイフ", "ツルリンコース"}},
		{From: []string{"ポカポカ感"}, To: []string{"赤み"}},
		{From: []string{"メガネ不要術"}, To: []string{"白内障手術"}, Collection: "eye"},
	}})
	for query, want := range map[string]string{
		"ツルリンコース 費用": "hifu", "つるりんこーす 費用": "hifu", "ﾂﾙﾘﾝｺｰｽ": "hifu", "ポカポカ感": "hifu", "メガネ不要術": "cataract",
	} {
		got := ask(t, e, search.Request{Query: query})
		if len(got.Hits) == 0 || got.Hits[0].ID != want || !got.Answerable {
			t.Errorf("%s: %q, answerable %v", query, hitIDs(got), got.Answerable)
		}
	}
	got := ask(t, e, search.Request{Query: "ツルリンコース 費用"})
	if got.Hits[0].Passage.Heading != "費用の目安" || !slices.ContainsFunc(got.Interpreted.Expansions, func(x search.Expansion) bool {
		return x.From == "ツルリンコース" && slices.Contains(x.To, "ハイフ")
	}) {
		t.Errorf("%q, expansions %v", got.Hits[0].Passage.Heading, got.Interpreted.Expansions)
	}
	if got := ask(t, e, search.Request{Query: "ツルリンコース", Interpret: &search.Interpret{}}); got.Total > 0 {
		t.Errorf("without synonyms: %q", hitIDs(got))
	}
	// One way: 赤み is not ポカポカ感; and a rule of another collection is not for who asks here.
	if got := ask(t, e, search.Request{Query: "赤み"}); slices.ContainsFunc(got.Interpreted.Expansions, func(x search.Expansion) bool { return slices.Contains(x.To, "ポカポカ感") }) {
		t.Errorf("expansions %v", got.Interpreted.Expansions)
	}
	if got := ask(t, e, search.Request{Query: "メガネ不要術", Collections: []string{"default"}}); slices.ContainsFunc(got.Interpreted.Expansions, func(x search.Expansion) bool { return slices.Contains(x.To, "白内障手術") }) {
		t.Errorf("a rule of another collection: %v", got.Interpreted.Expansions)
	}
}

// What is pinned stands where the editor put it, once, and totals, counts and pages agree;
// nobody is shown what they may not see.
func TestPins(t *testing.T) {
	risk := idOf(t, "filler", "副作用")
	e := curated(t, search.Rules{Pins: []search.Pin{
		{Queries: []string{"ハイフ 痛み"}, Target: risk, Position: 1},
		{Queries: []string{"たるみ"}, Contains: true, Target: "cataract", Position: 2},
	}})
	for _, query := range []string{"ハイフ 痛み", "はいふ　痛み ", "ﾊｲﾌ 痛み"} {
		got := ask(t, e, search.Request{Query: query})
		if ids := hitIDs(got); !strings.HasPrefix(ids, "[filler] hifu") || got.Total != len(got.Hits) || got.Hits[0].Passage.ID != risk || !got.Answerable {
			t.Errorf("%s: %q of %d, answerable %v", query, ids, got.Total, got.Answerable)
		}
	}
	passages := ask(t, e, search.Request{Query: "ハイフ 痛み", View: index.Passages})
	if ids := hitIDs(passages); !strings.HasPrefix(ids, "["+risk+"] ") || strings.Count(ids, risk) != 1 || passages.Total != len(passages.Hits) {
		t.Errorf("passages: %q of %d", ids, passages.Total)
	}
	got := ask(t, e, search.Request{Query: "顔のたるみ"})
	if ids := hitIDs(got); ids != "hifu [cataract]" && !strings.HasPrefix(ids, "hifu [cataract] ") {
		t.Errorf("contains: %q", ids)
	}
	if treatments := counts(got, index.FacetTreatment); treatments["白内障手術"] != 1 {
		t.Errorf("facets leave out what is pinned: %v", treatments)
	}
	var pages []string
	for page := range 3 {
		p := ask(t, e, search.Request{Query: "顔のたるみ", Page: page + 1, PerPage: 1})
		pages = append(pages, hitIDs(p))
	}
	if whole := strings.Join(pages, " "); strings.TrimSpace(whole) != hitIDs(got) {
		t.Errorf("page by page %q, at once %q", whole, hitIDs(got))
	}
	for name, r := range map[string]search.Request{
		"another collection": {Query: "顔のたるみ", Collections: []string{"default"}},
		"a filter":           {Query: "顔のたるみ", Filters: []index.Filter{{Name: index.FacetTreatment, Any: []string{"ハイフ"}}}},
		"another order":      {Query: "顔のたるみ", Sort: index.ByCost},
		"without pins":       {Query: "顔のたるみ", WithoutPins: true},
		"another query":      {Query: "たるん"},
	} {
		if got := ask(t, e, r); strings.Contains(hitIDs(got), "[") {
			t.Errorf("%s: %q", name, hitIDs(got))
		}
	}
}

func counts(r *search.Response, facet string) map[string]int {
	out := map[string]int{}
	for _, f := range r.Facets[facet] {
		out[f.Label] = f.Count
	}
	return out
}

// A passage that is hidden is in no answer, whoever asks in whichever way; what is shown is
// what an index without it shows.
func TestHiddenPassages(t *testing.T) {
	hidden := []string{idOf(t, "filler", "値段"), idOf(t, "hifu", "受けられない方"), idOf(t, "cataract", "手術の流れ"), idOf(t, "cataract", "合併症"), "gone#0123456789"}
	e := curated(t, search.Rules{Hidden: hidden})
	var left []*corpus.Article
	for _, a := range articles() {
		a.Withhold(hidden)
		kept := a.Passages()
		a.Sections = slices.DeleteFunc(a.Sections, func(s corpus.Section) bool {
			return !slices.ContainsFunc(kept, func(p corpus.Passage) bool { return p.Section == s.ID })
		})
		if a.ID != "cataract" {
			left = append(left, a)
		}
	}
	without := newEngine(t, left)
	for _, query := range []string{"", "費用", "値段", "ヒアルロン酸注入 費用", "妊娠中 ハイフ", "白内障", "腫れ", "金属プレート", "点眼麻酔"} {
		for _, view := range []index.View{index.Articles, index.Passages} {
			r := search.Request{Query: query, View: view}
			got, want := ask(t, e, r), ask(t, without, r)
			if got.Total != want.Total {
				t.Errorf("%q in %s: %d found, %d are there", query, view, got.Total, want.Total)
			}
			for _, facet := range []string{index.FacetKind, index.FacetTreatment, index.FacetSource} {
				if g, w := got.Facets[facet], want.Facets[facet]; !slices.EqualFunc(g, w, func(a, b search.Facet) bool { return a.Label == b.Label && a.Count == b.Count }) {
					t.Errorf("%q in %s: %s %v, want %v", query, view, facet, g, w)
				}
			}
			for _, h := range got.Hits {
				for _, p := range append([]search.PassageHit{{Passage: *h.Passage}}, h.Passages...) {
					if slices.Contains(hidden, p.Passage.ID) {
						t.Errorf("%q in %s: shows %s", query, view, p.Passage.ID)
					}
				}
			}
		}
	}
	if _, err := e.Passage(t.Context(), hidden[0], search.Scope{}); err == nil {
		t.Error("the passage is told")
	}
	if _, err := e.Passage(t.Context(), hidden[0], search.Scope{WithHidden: true}); err != nil {
		t.Errorf("for who looks after it: %v", err)
	}
	a, err := e.Article(t.Context(), "filler", search.Scope{})
	check(t, err)
	if ids := a.Passages(); len(ids) != 3 || strings.Contains(a.Sections[2].Text, "6万円") {
		t.Errorf("the article has %d passages, and says %q", len(ids), a.Sections[2].Text)
	}
}

// A redirect is told, not followed.
func TestRedirects(t *testing.T) {
	e := curated(t, search.Rules{Redirects: []search.RedirectRule{
		{Queries: []string{"予約"}, Contains: true, To: search.Redirect{URL: "https://example.jp/reserve", Text: "予約はこちら"}},
		{Queries: []string{"よやく"}, To: search.Redirect{Query: "ハイフ 費用"}, Collection: "eye"},
	}})
	if got := ask(t, e, search.Request{Query: "ハイフの予約"}); got.Redirect == nil || got.Redirect.URL != "https://example.jp/reserve" || got.Total == 0 {
		t.Errorf("%+v, %d hits", got.Redirect, got.Total)
	}
	if got := ask(t, e, search.Request{Query: "ヨヤク"}); got.Redirect == nil || got.Redirect.Query != "ハイフ 費用" {
		t.Errorf("%+v", got.Redirect)
	}
	if got := ask(t, e, search.Request{Query: "よやく", Collections: []string{"default"}}); got.Redirect != nil {
		t.Errorf("of another collection: %+v", got.Redirect)
	}
}

// What is looked at is not in force, and what is in force can be looked away from.
func TestUnder(t *testing.T) {
	e := curated(t, search.Rules{Pins: []search.Pin{{Queries: []string{"ハイフ"}, Target: "filler", Position: 1}}})
	if got := ask(t, e.Under(nil), search.Request{Query: "ハイフ"}); strings.Contains(hitIDs(got), "[") {
		t.Errorf("without rules: %q", hitIDs(got))
	}
	draft := e.Compile(search.Rules{Pins: []search.Pin{{Queries: []string{"ハイフ"}, Target: "cataract", Position: 1}}})
	if got := ask(t, e.Under(draft), search.Request{Query: "ハイフ"}); !strings.HasPrefix(hitIDs(got), "[cataract]") {
		t.Errorf("under the draft: %q", hitIDs(got))
	}
	if got := ask(t, e, search.Request{Query: "ハイフ"}); !strings.HasPrefix(hitIDs(got), "[filler]") {
		t.Errorf("in force: %q", hitIDs(got))
	}
}

// Whoever goes through all articles goes without what is hidden, but for who looks after it; and
// what was made of all articles is of another generation as soon as something else is hidden.
func TestScanLeavesOutWhatIsHidden(t *testing.T) {
	risk := idOf(t, "hifu", "受けられない方")
	e := newEngine(t, articles())
	has := func(s search.Scan) (found bool) {
		scanned, err := e.Scan(t.Context(), s, func(_ int, a *corpus.Article) error {
			found = found || slices.ContainsFunc(a.Passages(), func(p corpus.Passage) bool { return p.ID == risk })
			return nil
		})
		check(t, err)
		if g, err := e.Generation(t.Context(), s); err != nil || g != scanned.Generation {
			t.Errorf("gone through %q, served is %q, %v", scanned.Generation, g, err)
		}
		return found
	}
	generation := func(s search.Scan) string {
		g, err := e.Generation(t.Context(), s)
		check(t, err)
		return g
	}
	all, editors := search.Scan{Unpublished: true}, search.Scan{Unpublished: true, WithHidden: true}
	before := generation(all)
	if !has(all) || !has(editors) {
		t.Fatal("the passage is not there")
	}
	e.Curate(e.Compile(search.Rules{Hidden: []string{risk}}))
	if has(all) || !has(editors) {
		t.Errorf("hidden: all see it %v, editors %v", has(all), has(editors))
	}
	if generation(all) == before || generation(editors) != before {
		t.Errorf("generations %q and %q, before %q", generation(all), generation(editors), before)
	}
	one := generation(all)
	e.Curate(e.Compile(search.Rules{Hidden: []string{idOf(t, "filler", "値段")}}))
	if generation(all) == one {
		t.Errorf("what is hidden is another, the generation still %q", one)
	}
	e.Curate(nil)
	if !has(all) || generation(all) != before {
		t.Error("what is not hidden any more is not back")
	}
}
