package analysis

import (
	"slices"
	"testing"
)

func TestReadings(t *testing.T) {
	a := analyzer(t)
	for term, want := range map[string]string{
		"糖尿病": "トウニョウビョウ", "効果": "コウカ", "洗ウ": "アラウ", "ハイフ": "ハイフ", "メソガン": "メソガン",
		"取リ扱イ": "トリアツカイ", "痛イ": "イタイ",
	} {
		if got := a.Readings(term); !slices.Contains(got, want) {
			t.Errorf("%s is read %q, not %s", term, got, want)
		}
	}
	for _, term := range []string{"glp1", "hifu", "㍉x", ""} {
		if got := a.Readings(term); len(got) > 0 {
			t.Errorf("%q is read %q", term, got)
		}
	}
	// What every term of a text is read as can be read itself.
	for _, token := range a.Tokens("妊娠中の方や血液サラサラの薬を飲んでいる方は、2週間前までに主治医へご相談ください。") {
		for _, r := range a.Readings(token.Term) {
			if got := a.Readings(r); !slices.Equal(got, []string{r}) {
				t.Errorf("%s: %s is read %q", token.Term, r, got)
			}
		}
	}
}
