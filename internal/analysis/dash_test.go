package analysis

import (
	"slices"
	"testing"
)

// Old pages and hasty fingers write other dashes for the long-vowel mark: they are found all the same.
func TestDashesForLongVowels(t *testing.T) {
	a := analyzer(t)
	want := terms(a, "レーザー治療のカウンセリング")
	for _, dash := range []string{"-", "－", "−", "‐", "‑", "–", "—", "―", "─", "～", "〜", "~", "ｰ"} {
		if got := terms(a, "レ"+dash+"ザ"+dash+"治療のカウンセリング"); !slices.Equal(got, want) {
			t.Errorf("with %s: %q, want %q", dash, got, want)
		}
	}
	for s, same := range map[string]string{
		"ケア-ヘア":        "ケア、ヘア",
		"ボトックス―施術":     "ボトックス、施術",
		"ボトックス-ヒアルロン酸": "ボトックス、ヒアルロン酸",
		"サ−バ−とサ-バ":     "サーバーとサーバ",
		"ダウンタイム-":      "ダウンタイム",
		"-レーザー-":       "レーザー",
	} {
		if got, want := terms(a, s), terms(a, same); !slices.Equal(got, want) {
			t.Errorf("%q has the terms %q, %q has %q", s, got, same, want)
		}
	}
	tokens := a.Tokens("新しいレ－ザ－の機器")
	if i := slices.IndexFunc(tokens, func(tk Token) bool { return tk.Term == "レーザ" }); i < 0 || "新しいレ－ザ－の機器"[tokens[i].Start:tokens[i].End] != "レ－ザ－" {
		t.Errorf("%v", tokens)
	}
}
