package retrieve

import (
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
)

func hifu() *corpus.Article {
	return article("hifu", []string{"HIFU"},
		effects("効果", lifts), section{kind: corpus.KindOverview, heading: "とは", text: "超音波の治療です。"},
		risks("よいところ", lucky), risks("リスク", lucky+burns+"数日で引きます。"), precautions())
}

// Who quotes the effect has its risk and who must not have it at hand, right behind it,
// and a risk section that only praises is no risk.
func TestEffectsComeWithRisks(t *testing.T) {
	a := ask(t, newWorld(t, hifu()), Request{TopK: 3})
	equal(t, "passages", lines(a),
		"match 効果: "+lifts, "risk_pair リスク: "+lucky+burns+"数日で引きます。", "contraindication 受けられない方: "+notFor)
	if p := a.Passages[0]; !p.Effect || len(p.PairedWith) != 2 || p.PairedWith[0] != a.Passages[1].ID || p.Unpaired != "" {
		t.Errorf("%+v", p)
	}
	if a.Passages[1].Score != a.Passages[0].Score {
		t.Errorf("the pair has the score %g, and would be cut from %g by a threshold", a.Passages[1].Score, a.Passages[0].Score)
	}
}

// The risk takes its room first: at least one sentence that names it.
func TestPairingWithinTheBudget(t *testing.T) {
	w := newWorld(t, article("hifu", []string{"HIFU"}, effects("効果", lifts+"三か月ほど続きます。"), risks("リスク", lucky+burns+"数日で引きます。")))
	both := len([]rune(lifts + burns))
	equal(t, "room for one sentence of each", lines(ask(t, w, Request{MaxChars: both})), "match 効果: "+lifts, "risk_pair リスク: "+burns)
	a := ask(t, w, Request{MaxChars: both - 1})
	equal(t, "no room for both", lines(a), "match リスク: "+burns+"数日で引きます。")
	if len(a.Omitted) != 1 || a.Omitted[0].Reason != OmittedUnpaired || !slices.Contains(a.Notices, noticeOmitted) {
		t.Errorf("what was left out is not said: %+v, %q", a.Omitted, a.Notices)
	}
	equal(t, "one passage only", lines(ask(t, w, Request{TopK: 1})), "match リスク: "+lucky+burns+"数日で引きます。")
	equal(t, "in tokens", lines(ask(t, w, Request{MaxTokens: EstimateTokens(lifts) + EstimateTokens(burns)})), "match 効果: "+lifts, "risk_pair リスク: "+burns)
	off := false
	equal(t, "not asked for", lines(ask(t, w, Request{MaxChars: len([]rune(lifts)), PairRisks: &off})), "match 効果: "+lifts)
}

// Who must not have the treatment comes along where there is room; where there is none, that
// is said, unless the passage answers and finds a place itself.
func TestContraindicationsWithoutRoomAreTold(t *testing.T) {
	w := newWorld(t, hifu())
	a := ask(t, w, Request{MaxChars: len([]rune(lifts + burns))})
	if len(a.Omitted) != 1 || a.Omitted[0].Reason != OmittedContraindication || !slices.Contains(a.Notices, noticeNoRoom) {
		t.Errorf("what was left out is not said: %+v, %q", a.Omitted, a.Notices)
	}
	if a := ask(t, w, Request{}); len(a.Omitted) != 0 || slices.Contains(a.Notices, noticeNoRoom) {
		t.Errorf("nothing was left out, but it is said: %+v, %q", a.Omitted, a.Notices)
	}
}

// An effect told in a section of another kind is one as well; one that is denied is not.
func TestEffectsOfAnySection(t *testing.T) {
	overview := func(said string, stance corpus.Stance) *corpus.Article {
		return article("hifu", []string{"HIFU"},
			section{kind: corpus.KindOverview, heading: "とは", text: said, effects: []corpus.Claim{claim("若返り", said, stance)}}, risks("リスク", burns))
	}
	young := "肌がよみがえるといわれています。"
	equal(t, "hedged", lines(ask(t, newWorld(t, overview(young, corpus.Hedged)), Request{TopK: 2})), "match とは: "+young, "risk_pair リスク: "+burns)
	if a := ask(t, newWorld(t, overview("たるみの改善は期待できません。", corpus.Denied)), Request{}); a.Passages[0].Effect {
		t.Errorf("%q promises an effect?", a.Passages[0].Text)
	}
}

func TestOnePairServesSeveral(t *testing.T) {
	w := newWorld(t, article("hifu", []string{"HIFU"}, effects("頬", lifts), effects("首", "首の"+lifts), risks("リスク", burns)))
	a := ask(t, w, Request{})
	equal(t, "passages", lines(a), "match 頬: "+lifts, "risk_pair リスク: "+burns, "match 首: 首の"+lifts)
	if a.Passages[0].PairedWith[0] != a.Passages[2].PairedWith[0] {
		t.Errorf("%v, %v", a.Passages[0].PairedWith, a.Passages[2].PairedWith)
	}
}

// Where the article tells no risk, another on the same treatment does, whatever kind of
// passage was asked for; never one of a collection that the caller may not see.
func TestRisksOfAnotherArticle(t *testing.T) {
	praise := article("praise", []string{"HIFU"}, effects("効果", lifts), risks("リスク", lucky))
	other := article("other", []string{"HIFU"}, risks("起こりうること", burns))
	ask1 := Request{TopK: 2, Filters: []index.Filter{{Name: index.FacetKind, Any: []string{"effects"}}}}
	equal(t, "passages", lines(ask(t, newWorld(t, praise, other), ask1)), "match 効果: "+lifts, "risk_pair 起こりうること: "+burns)
	other.Collection = "staff"
	ask1.Collections = []string{corpus.DefaultCollection}
	a := ask(t, newWorld(t, praise, other), ask1)
	equal(t, "not allowed to see it", lines(a), "match 効果: "+lifts)
	if a.Passages[0].Unpaired != UnpairedNoneFound || !slices.Contains(a.Notices, noticeUnpaired) {
		t.Errorf("that no risk was found is not said: %+v, %q", a.Passages[0], a.Notices)
	}
	for _, n := range a.Notices {
		if strings.Contains(n, "リスクはありません") {
			t.Errorf("%q says that there is none", n)
		}
	}
}

// A section on risks has no word of most questions about effects, and is found all the
// same; one on this treatment alone rather than one on several.
func TestRisksOfAnotherArticleNeedNoWordOfTheQuery(t *testing.T) {
	w := newWorld(t, article("praise", []string{"HIFU"}, effects("効果", lifts), effects("首", "首の"+lifts)),
		article("both", []string{"糸リフト", "HIFU"}, risks("糸のリスク", burns)), article("alone", []string{"HIFU"}, risks("リスク", burns)))
	got := lines(ask(t, w, Request{Filters: []index.Filter{{Name: index.FacetKind, Any: []string{"effects"}}}}))
	equal(t, "passages", got, "match 効果: "+lifts, "risk_pair リスク: "+burns, "match 首: 首の"+lifts)
	if last := w.asked[len(w.asked)-1]; len(w.asked) != 2 || last.Query != "" {
		t.Errorf("the risks are looked for by %q", last.Query)
	}
}

// The risks of one treatment are not beside the effects of another that its article tells
// of as well.
func TestRisksOfTheTreatmentThatIsNamed(t *testing.T) {
	of := func(text string) []string {
		w := newWorld(t, article("two", []string{"糸リフト", "HIFU"}, effects("効果", text)),
			article("thread", []string{"糸リフト"}, risks("糸のリスク", burns)), article("hifu", []string{"HIFU"}, risks("熱のリスク", burns)))
		return lines(ask(t, w, Request{TopK: 2, Filters: []index.Filter{{Name: index.FacetKind, Any: []string{"effects"}}}}))
	}
	equal(t, "named by another name", of("ハイフで"+lifts), "match 効果: ハイフで"+lifts, "risk_pair 熱のリスク: "+burns)
	equal(t, "none named", of(lifts), "match 効果: "+lifts, "risk_pair 糸のリスク: "+burns)
}

// What is left of a section on risks names one, whatever it begins with.
func TestShortenedRisksTellARisk(t *testing.T) {
	both := risks("リスク", lifts+"ただし、"+burns)
	both.effects = []corpus.Claim{claim("たるみ改善", lifts, corpus.Hedged)}
	both.risks[0].Sentence = "ただし、" + burns
	w := newWorld(t, article("hifu", []string{"HIFU"}, both))
	equal(t, "whole", lines(ask(t, w, Request{})), "match リスク: "+lifts+"ただし、"+burns)
	equal(t, "shortened", lines(ask(t, w, Request{MaxChars: len([]rune("ただし、" + burns))})), "match リスク: ただし、"+burns)
	equal(t, "no room for the risk", lines(ask(t, w, Request{MaxChars: len([]rune(lifts))})))
}

// The risk of the treatment whose effect is told, where an article is about several.
func TestRisksOfTheSamePart(t *testing.T) {
	a := article("lift", []string{"HIFU", "糸リフト"}, risks("ほか", "ほかに"+burns), effects("効果", lifts), risks("リスク", burns))
	a.Sections[0].Path, a.Sections[1].Path, a.Sections[2].Path = []string{"糸", "ほか"}, []string{"ハイフ", "効果"}, []string{"ハイフ", "リスク"}
	got := lines(ask(t, newWorld(t, a), Request{Filters: []index.Filter{{Name: index.FacetKind, Any: []string{"effects"}}}}))
	equal(t, "passages", got, "match 効果: "+lifts, "risk_pair リスク: "+burns)
}

// Who is pregnant reads first whether they may have the treatment that they ask for.
func TestContraindicationFirst(t *testing.T) {
	other := article("laser", []string{"ダーマペン"}, precautions(), section{kind: corpus.KindCost, heading: "費用", text: "1回3万円です。"})
	w := newWorld(t, other, hifu())
	first := func(query string) string {
		p := ask(t, w, Request{Query: query}).Passages[0]
		return string(p.Role) + " " + p.ArticleID
	}
	w.intent = []string{"precautions"}
	for query, want := range map[string]string{
		"妊娠中にハイフを受けられる？": "contraindication hifu",
		"妊娠中にダーマペンは？":    "contraindication laser",
		"妊娠中でも受けられる治療は？": "contraindication laser",
	} {
		if got := first(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	w.intent = nil
	w.articles = []*corpus.Article{hifu(), other}
	if got, want := first("妊娠していない人のハイフ"), "match hifu"; got != want {
		t.Errorf("who is not pregnant gets %s, want %s", got, want)
	}
}
