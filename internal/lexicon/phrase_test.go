package lexicon

import (
	"slices"
	"testing"
)

func TestExpand(t *testing.T) {
	for phrase, want := range map[string][]string{
		"がん":             {"がん"},
		"(がん|癌)治療中":      {"がん治療中", "癌治療中"},
		"がん(の|)治療":       {"がんの治療", "がん治療"},
		"(a(b|c)|d)(e|)": {"abe", "ab", "ace", "ac", "de", "d"},
		"a|b":            {"a", "b"},
		"(治って)(も|から)5年":  {"治っても5年", "治ってから5年"},
	} {
		got, err := expand(phrase)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("expand(%q) = %v, %v; want %v", phrase, got, err, want)
		}
	}
	for _, phrase := range []string{"", "(a", "a)", "(a|)", "a||b", "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)"} {
		if got, err := expand(phrase); err == nil {
			t.Errorf("expand(%q) = %v, want an error", phrase, got)
		}
	}
}

func FuzzExpand(f *testing.F) {
	f.Add("(がん|癌)(の|)治療中")
	f.Add("((a|)(b|))")
	f.Fuzz(func(t *testing.T, s string) {
		ways, err := expand(s)
		if err == nil && (len(ways) == 0 || len(ways) > maxWays) {
			t.Errorf("expand(%q): %d ways", s, len(ways))
		}
	})
}
