package analysis

import (
	"slices"
	"testing"
)

func TestForms(t *testing.T) {
	a := analyzer(t)
	wanted := map[string]bool{"黄バム": true, "腫レル": true, "費用": true, "受ケ付ケル": true, "コラーゲン": true}
	got := map[string][]string{}
	a.Forms(func(term string) bool { return wanted[term] }, func(f Form) {
		got[f.Term] = append(got[f.Term], f.Surface+" "+f.Reading)
		if terms := a.Tokens(f.Surface); f.Term == "費用" && (len(terms) != 1 || terms[0].Term != f.Term) {
			t.Errorf("%+v has the terms %v", f, terms)
		}
	})
	for term, want := range map[string][]string{
		"黄バム": {"黄ばみ キバミ"}, "腫レル": {"腫れ ハレ", "腫れる ハレル"}, "費用": {"費用 ヒヨウ"}, "受ケ付ケル": {"受け付け ウケツケ"},
	} {
		for _, w := range want {
			if !slices.Contains(got[term], w) {
				t.Errorf("%s has no form %s: %v", term, w, got[term])
			}
		}
	}
	if len(got["コラーゲン"]) > 0 {
		t.Error("words of kana have no forms in kanji")
	}
}

func TestKnown(t *testing.T) {
	a := analyzer(t)
	for word, want := range map[string]bool{"レーサー": true, "ﾚｰｻｰ": true, "痛み": true, "レーザホ": false, "": false} {
		if a.Known(word) != want {
			t.Errorf("Known(%s) is %v", word, !want)
		}
	}
}
