package search_test

import (
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// spelt are articles with words that only an index can know.
func spelt() []*corpus.Article {
	pico := articleOf("pico", "メソガンの特徴", []string{"メソガン"},
		section{corpus.KindOverview, "メソガンとは", "極細の針で毛穴に薬剤を届けます。", ""},
		section{corpus.KindEffects, "期待できる効果", "毛穴や小じわの改善が期待できます。コラーゲンが増えるとされます。", ""},
		section{corpus.KindCost, "料金", "1回5万円です。", ""},
	)
	sugar := articleOf("sugar", "糖尿病の症状", nil,
		section{corpus.KindOverview, "糖尿病の症状", "のどが渇く、尿が増えるなどの症状があります。", ""},
		section{corpus.KindProcedure, "検査", "採血で血糖値を調べます。サプリメントの内服も確かめます。", ""},
	)
	hidden := articleOf("hidden", "ゼンマイ療法", nil,
		section{corpus.KindOverview, "ゼンマイ療法とは", "公開前のゼンマイ療法の記事です。", ""},
	)
	hidden.Status = corpus.StatusDraft
	other := articleOf("other", "カゲロウ施術", nil,
		section{corpus.KindOverview, "カゲロウ施術とは", "別の医院だけのカゲロウ施術です。", ""},
	)
	other.Collection = "elsewhere"
	return []*corpus.Article{pico, sugar, hidden, other}
}

func TestRespelling(t *testing.T) {
	e := newEngine(t, append(articles(), spelt()...))
	for typed, want := range map[string]string{
		// romaji: Hepburn, Kunrei, as it is typed into an input method
		"tounyoubyou shoujou": "糖尿病 症状", "mesogan nedan": "メソガン 値段", "haihu kouka": "ハイフ 効果", "koraagen": "コラーゲン",
		"tonyobyo": "糖尿病", "tōnyōbyō": "糖尿病",
		// kana
		"さいけつ しょうじょう": "採血 症状", "さいけつのけんさ": "採血の検査", "とうにょうびょう けんさ": "糖尿病 検査",
		// one slip
		"サプリメソト 料金": "サプリメント 料金", "コラーゲソ": "コラーゲン", "コラゲーン": "コラーゲン", "メソガガン": "メソガン", "ソメガン": "メソガン",
		"睡眠時無呼吸症侯群の検査": "睡眠時無呼吸症候群の検査", // a kanji that is read alike
		// nothing to put right
		"ハイフ": "", "hifu": "", "しわ": "", "痛くない": "", "メソガン": "", "glp-1": "", "hello world": "", "何回で終わりますか": "", "ですか": "",
		`"サプリメソト"`: "", "-サプリメソト ハイフ": "",
	} {
		r, err := e.Search(t.Context(), search.Request{Query: typed, View: index.Passages})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if c := r.Interpreted.Corrected; c != nil {
			got = c.To
			if c.From != typed {
				t.Errorf("%s was corrected from %q", typed, c.From)
			}
		}
		if got != want {
			t.Errorf("%s was taken for %q, want %q", typed, got, want)
		}
		if want != "" && r.Total == 0 {
			t.Errorf("%s finds nothing", typed)
		}
	}
}

func TestRespellingCanBeSwitchedOff(t *testing.T) {
	e := newEngine(t, spelt())
	on := search.Interpret{Synonyms: true, Intent: true, Numbers: true, Negation: true}
	r, err := e.Search(t.Context(), search.Request{Query: "mesogan", View: index.Passages, Interpret: &on})
	if err != nil || r.Interpreted.Corrected != nil || r.Total != 0 {
		t.Errorf("%+v, %v", r.Interpreted, err)
	}
}

// What is told of a respelt query has its places in what was typed.
func TestRespeltTermsPointAtWhatWasTyped(t *testing.T) {
	e := newEngine(t, spelt())
	r, err := e.Search(t.Context(), search.Request{Query: "毛穴 mesogan 料金", View: index.Passages})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]int{"毛穴": {0, 2}, "メソガン": {3, 10}, "料金": {11, 13}}
	for _, term := range r.Interpreted.Terms {
		if w, ok := want[term.Text]; ok && w != [2]int{term.Start, term.End} {
			t.Errorf("%s stands at %d to %d, want %v", term.Text, term.Start, term.End, w)
		}
		delete(want, term.Text)
	}
	if len(want) > 0 {
		t.Errorf("not told: %v of %+v", want, r.Interpreted.Terms)
	}
}

// A correction must not tell of words that only drafts or other collections have.
func TestRespellingTellsNothingOfWhatIsHidden(t *testing.T) {
	e := newEngine(t, spelt())
	for _, q := range []string{"ゼソマイ", "zenmairyouhou", "カゲロソ", "kagerou", "ぜんまい", "かげろう", "かげろう施術", "カゲロ-ウ"} {
		r, err := e.Search(t.Context(), search.Request{Query: q, View: index.Passages, Collections: []string{corpus.DefaultCollection}})
		if err != nil || r.Interpreted.Corrected != nil || r.Total != 0 {
			t.Errorf("%s: %+v, %v", q, r.Interpreted.Corrected, err)
		}
	}
	r, err := e.Search(t.Context(), search.Request{Query: "kagerou", View: index.Passages, Collections: []string{"elsewhere"}})
	if err != nil || r.Interpreted.Corrected == nil {
		t.Errorf("who may see it is not helped: %+v, %v", r, err)
	}
}

// A filter is taken as it was typed, its name and its value: what a facet has need
// not be a word of any text.
func TestRespellingLeavesFiltersAlone(t *testing.T) {
	list := spelt()
	list[0].Tags, list[1].Tags = []string{"サプリメソト"}, []string{"サプリメント"}
	e := newEngine(t, list)
	for _, q := range []string{"tag:サプリメソト", "tag：サプリメソト", "毛穴 tag:サプリメソト"} {
		r, err := e.Search(t.Context(), search.Request{Query: q, View: index.Articles})
		if err != nil || r.Interpreted.Corrected != nil || r.Total != 1 || r.Hits[0].ID != "pico" {
			t.Errorf("%s: %+v, %d hits, %v", q, r.Interpreted.Corrected, r.Total, err)
		}
	}
}

// A word that has just come into the index is not put right by the words that were
// in it before.
func TestRespellingLeavesNewWordsAlone(t *testing.T) {
	e, serve := changingEngine(t, spelt())
	asked := func() *search.Correction {
		t.Helper()
		r, err := e.Search(t.Context(), search.Request{Query: "メソガガン", View: index.Passages})
		check(t, err)
		return r.Interpreted.Corrected
	}
	if asked() == nil {
		t.Error("a slip is not put right")
	}
	serve(append(spelt(), articleOf("new", "メソガガンの特徴", []string{"メソガガン"},
		section{corpus.KindOverview, "メソガガンとは", "メソガガンは新しい施術です。", ""})))
	for range 3 { // with the words of the generation before, and with the new ones
		if c := asked(); c != nil {
			t.Errorf("a word of the index was taken for %q", c.To)
		}
		check(t, e.Warm(t.Context()))
	}
	serve(spelt())
	check(t, e.Warm(t.Context()))
	if asked() == nil {
		t.Error("the words of the index are not those that Warm made")
	}
}
