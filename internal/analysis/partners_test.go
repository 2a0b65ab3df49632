package analysis

import (
	"strings"
	"testing"
)

// inHiragana is a term as it is written.
func inHiragana(term string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'ァ' && r <= 'ヶ' {
			return r - 'ァ' + 'ぁ'
		}
		return r
	}, term)
}

// A pair that no text is analysed into would never be found.
func TestPartnersAreTerms(t *testing.T) {
	a := analyzer(t)
	for _, p := range partners() {
		for i, term := range p {
			if got := a.Tokens(inHiragana(term)); len(got) != 1 || got[0].Term != term {
				t.Errorf("%s is analysed as %v", term, got)
			}
			if got := Partner(term); got != p[1-i] {
				t.Errorf("the partner of %s is %q, want %s", term, got, p[1-i])
			}
		}
	}
	if got := Partner("痛ム"); got != "" {
		t.Errorf("痛む has the partner %q", got)
	}
}
