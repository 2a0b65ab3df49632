package bleve

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A cursor that jumps must stand where one stands that takes every step.
func TestCursorAdvances(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	for range 200 {
		var list []uint32
		for doc := uint32(0); doc < 400; doc += 1 + r.Uint32N(9) {
			list = append(list, doc)
		}
		c := newCursor(&queryTerm{term: &term{list: list}})
		for doc := r.Uint32N(20); c.doc != noDoc; doc += 1 + r.Uint32N(60) {
			if c.doc >= doc {
				continue
			}
			c.advance(doc)
			want := uint32(noDoc)
			if i := slices.IndexFunc(list, func(d uint32) bool { return d >= doc }); i >= 0 {
				want = list[i]
			}
			if c.doc != want {
				t.Fatalf("advanced to %d it stands on %d, want %d", doc, c.doc, want)
			}
		}
	}
}

// Terms beyond the bound are read again, and are the same.
func TestTermsAreReadAgain(t *testing.T) {
	x := zipfIndex(t, 300)
	kept, err := x.term(fieldWords, "1")
	check(t, err)
	if again, err := x.term(fieldWords, "1"); err != nil || again != kept {
		t.Errorf("a term is read twice, %v", err)
	}
	x.terms.most = 0
	_, err = x.term(fieldWords, "2") // drives out all others
	check(t, err)
	again, err := x.term(fieldWords, "1")
	check(t, err)
	if again == kept || !slices.Equal(again.list, kept.list) || !slices.Equal(again.frequencies, kept.frequencies) || again.max != kept.max || !again.docs.Equals(kept.docs) {
		t.Errorf("a term that was read again has %d passages, not %d", len(again.list), len(kept.list))
	}
	none, err := x.term(fieldWords, "no such word")
	if err != nil || len(none.list) != 0 || !none.docs.IsEmpty() {
		t.Errorf("a term that no passage has: %v, %v", none, err)
	}
}
