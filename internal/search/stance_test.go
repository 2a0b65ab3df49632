package search

import (
	"testing"

	"shirube/index"
)

// A passage on what may happen goes below others for who asks for what does not do so only
// where something that answers as well says that it does not: else the risk is what there is
// to read.
func TestARiskIsNotPushedBelowWhatDoesNotSpeakOfIt(t *testing.T) {
	u := understandingEngine(t).understand("失明しない ヒアルロン酸", everything(), true)
	if len(u.denials) != 1 {
		t.Fatalf("denials %+v", u.denials)
	}
	all := func() []bool {
		has := make([]bool, len(u.groups))
		for i := range has {
			has[i] = !u.groups[i].Optional
		}
		return has
	}
	asserts := index.PassageHit{ID: "asserts", Groups: all()}
	denies := index.PassageHit{ID: "denies", Groups: all()}
	denies.Groups[u.denials[0].denied] = true
	astray := index.PassageHit{ID: "astray", Groups: make([]bool, len(u.groups))} // denies it of something else
	astray.Groups[u.denials[0].asked], astray.Groups[u.denials[0].denied] = true, true

	for _, tt := range []struct {
		beside []index.PassageHit
		pushed bool
	}{{nil, false}, {[]index.PassageHit{astray}, false}, {[]index.PassageHit{denies}, true}} {
		var hits []index.Hit
		for _, p := range append(tt.beside, asserts) {
			hits = append(hits, index.Hit{Article: p.ID, Passages: []index.PassageHit{p}})
		}
		u.noteDeniers(&index.Result{Hits: hits})
		if factor := u.stance(asserts); (factor < 1) != tt.pushed {
			t.Errorf("beside %+v: factor %g, want it pushed below: %v", tt.beside, factor, tt.pushed)
		}
		if u.stance(denies) != 1 {
			t.Error("what denies it is pushed below")
		}
	}
}
