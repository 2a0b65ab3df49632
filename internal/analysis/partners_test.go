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
	for term, partner := range partners() {
		if got := a.Tokens(inHiragana(term)); len(got) != 1 || got[0].Term != term {
			t.Errorf("%s is analysed as %v", term, got)
		}
		if got := Partner(partner); got != term {
			t.Errorf("the partner of %s is %q, want %s", partner, got, term)
		}
	}
	if got := Partner("痛ム"); got != "" {
		t.Errorf("痛む has the partner %q", got)
	}
}
