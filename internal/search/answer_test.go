package search_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// questioned is the fixture with an article of questions: the second is long, the third
// tells of an effect.
func questioned(t *testing.T, change func(*corpus.Article)) []*corpus.Article {
	t.Helper()
	long := strings.Repeat("麻酔のクリームを塗り、効くまで待ちます。", 50) + "痛みが強いときは途中でやめられます。"
	faqs := []corpus.FAQ{
		{Question: "治療の当日に入浴できますか？", Answer: "湯船は翌日からにしてください。"},
		{Question: "麻酔はどうしますか？", Answer: long},
		{Question: "シミは薄くなりますか？", Answer: "照射を重ねると、シミが薄くなります。"},
	}
	var written strings.Builder
	for i := range faqs {
		faqs[i].Section = "a"
		written.WriteString(faqs[i].Question + "\n" + faqs[i].Answer + "\n")
	}
	a := articleOf("pico", "ピコレーザーの治療", []string{"ピコレーザー"},
		section{corpus.KindFAQ, "よくある質問", written.String(), "日本皮膚科学会"},
		section{corpus.KindRisks, "リスク", "やけどや色素沈着が起こることがあります。", ""},
	)
	a.FAQs = faqs
	a.Risks = []corpus.Claim{{Label: "やけど", Section: "b", Sentence: "やけどや色素沈着が起こることがあります。", Stance: corpus.Asserted}}
	a.Supervisors = []corpus.Supervisor{{Name: "見本：皮膚科専門医"}}
	a.Reviewed = day(2026, 4, 2)
	a.Insurance = corpus.InsuranceSelfPay
	if change != nil {
		change(a)
	}
	a.Normalize()
	return append(articles(), a)
}

func answerTo(t *testing.T, e *search.Engine, r search.Request) *search.Answer {
	t.Helper()
	r.Answer = true
	return ask(t, e, r).Answer
}

// A question of an article that was asked is answered in its own words, whole, with all
// that tells where the answer is from, in both views.
func TestAnswerIsTheWholeEntry(t *testing.T) {
	list := questioned(t, nil)
	e := newEngine(t, list)
	for _, view := range []index.View{index.Articles, index.Passages} {
		for query, entry := range map[string]int{"ピコレーザーの当日は入浴できる？": 0, "ピコレーザー 麻酔": 1} {
			got, want := answerTo(t, e, search.Request{Query: query, View: view}), list[3].FAQs[entry]
			if got == nil {
				t.Errorf("%s, %s: no answer", query, view)
				continue
			}
			if got.Question != want.Question || got.Text != want.Answer || got.Article.ID != "pico" {
				t.Errorf("%s, %s: %q %q of %s", query, view, got.Question, got.Text, got.Article.ID)
			}
			if got.Passage.Kind != corpus.KindFAQ || len(got.Passage.Sources) != 1 || len(got.Passage.Supervision) != 1 || got.Article.Reviewed == nil {
				t.Errorf("%s, %s: where it is from: %+v", query, view, got.Passage)
			}
			if c := "ピコレーザーの治療「" + want.Question + "」（監修：見本：皮膚科専門医）（2026年4月2日確認） 出典：日本皮膚科学会 /articles/pico"; got.Citation != c {
				t.Errorf("citation %q, want %q", got.Citation, c)
			}
			if got.Risks != nil || len(got.Notices) != 1 || !strings.Contains(got.Notices[0], "自由診療") {
				t.Errorf("%s: risks %v, notices %q", query, got.Risks, got.Notices)
			}
		}
	}
}

// An effect is never shown without what speaks against its treatment: risks that are told,
// not that there are none; else who must not have it. Where the article has neither, the
// effect is no answer.
func TestAnswerOfAnEffectHasTheRisksBeside(t *testing.T) {
	drop := func(section string, more ...corpus.Section) func(*corpus.Article) {
		return func(a *corpus.Article) {
			a.Sections = append(slices.DeleteFunc(a.Sections, func(s corpus.Section) bool { return s.ID == section }), more...)
			a.Risks = slices.DeleteFunc(a.Risks, func(c corpus.Claim) bool { return c.Section == section })
		}
	}
	none := corpus.Section{ID: "c", Kind: corpus.KindRisks, Heading: "安全性", Level: 1, Path: []string{"安全性"}, Text: "やけどの心配はありません。"}
	who := corpus.Section{ID: "d", Kind: corpus.KindPrecautions, Heading: "受けられない方", Level: 1, Path: []string{"受けられない方"}, Text: "妊娠中の方は受けられません。"}
	denies := func(a *corpus.Article) {
		a.Risks = append(a.Risks, corpus.Claim{Label: "やけど", Section: "c", Sentence: none.Text, Stance: corpus.Denied})
	}
	for name, c := range map[string]struct {
		change func(*corpus.Article)
		beside string
	}{
		"risks":              {nil, "リスク"},
		"denied before told": {func(a *corpus.Article) { a.Sections = append([]corpus.Section{none}, a.Sections...); denies(a) }, "リスク"},
		"only who must not":  {drop("b", who), "受けられない方"},
		"nothing":            {drop("b"), ""},
		"only denied":        {func(a *corpus.Article) { drop("b", none)(a); denies(a) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := answerTo(t, newEngine(t, questioned(t, c.change)), search.Request{Query: "ピコレーザーでシミは薄くなる？"})
			switch {
			case c.beside == "" && got != nil:
				t.Errorf("%q is shown with %+v beside it", got.Text, got.Risks)
			case c.beside != "" && (got == nil || got.Risks == nil || got.Risks.Heading != c.beside):
				t.Errorf("%+v, want it with %s", got, c.beside)
			}
		})
	}
}

// Nobody is answered from what they may not see, in another order, on a later page, or
// about treatments at large.
func TestNoAnswer(t *testing.T) {
	const query = "ピコレーザーの当日は入浴できる？"
	e := newEngine(t, questioned(t, nil))
	if answerTo(t, e, search.Request{Query: query}) == nil {
		t.Fatal("nothing is answered at all")
	}
	for name, r := range map[string]search.Request{
		"second page":        {Query: query, Page: 2},
		"newest first":       {Query: query, Sort: index.ByUpdated},
		"another collection": {Query: query, Collections: []string{"eye"}},
		"any treatment":      {Query: "治療の当日に入浴できますか？"},
		"another treatment":  {Query: "ハイフの当日は入浴できる？"},
		"another question":   {Query: "ピコレーザーの費用はいくらですか"},
		"filtered out":       {Query: query, Filters: []index.Filter{{Name: index.FacetKind, Any: []string{"risks"}}}},
		"nothing":            {},
	} {
		if got := answerTo(t, e, r); got != nil {
			t.Errorf("%s: %s", name, got.Question)
		}
	}
	if got := ask(t, e, search.Request{Query: query}).Answer; got != nil {
		t.Error("an answer was not asked for")
	}
	for name, change := range map[string]func(*corpus.Article){
		"draft":   func(a *corpus.Article) { a.Status = corpus.StatusDraft },
		"later":   func(a *corpus.Article) { at := time.Now().Add(time.Hour); a.PublishAt = &at },
		"expired": func(a *corpus.Article) { at := time.Now().Add(-time.Hour); a.ExpiresAt = &at },
	} {
		if got := answerTo(t, newEngine(t, questioned(t, change)), search.Request{Query: query}); got != nil {
			t.Errorf("%s: %s", name, got.Question)
		}
	}
}

// An entry that was shown is not read again, but never as it was before an editor hid what stood
// beside it, and nobody's answer is changed by what another does with theirs.
func TestAnswersThatWereShownFollowTheEditors(t *testing.T) {
	e := newEngine(t, questioned(t, nil))
	r := search.Request{Query: "ピコレーザーでシミは薄くなる？", View: index.Passages}
	first := answerTo(t, e, r)
	if first == nil || first.Risks == nil || len(first.Notices) == 0 {
		t.Fatalf("answer %+v", first)
	}
	hidden := first.Risks.ID
	first.Notices[0], first.Risks.Text = "", ""
	if again := answerTo(t, e, r); again == nil || again.Risks.Text == "" || again.Notices[0] == "" {
		t.Errorf("what was done to one answer is seen in another: %+v", again)
	}
	e.Curate(e.Compile(search.Rules{Hidden: []string{hidden}}))
	if got := answerTo(t, e, r); got != nil {
		t.Errorf("an effect is told beside a hidden passage, or without risks: %+v", got.Risks)
	}
	e.Curate(nil)
	if got := answerTo(t, e, r); got == nil || got.Risks == nil || got.Risks.ID != hidden {
		t.Errorf("what is hidden no more does not come back: %+v", got)
	}
}
