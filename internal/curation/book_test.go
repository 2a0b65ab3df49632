package curation_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"shirube/internal/curation"
	"shirube/internal/store"
)

func openBook(t *testing.T) *curation.Book {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return curation.NewBook(s)
}

func hide(id string) curation.Rule {
	return curation.Rule{ID: id, Kind: curation.KindHide, Passage: "a#" + id}
}

// Each save is a revision that says who, when and why; what was can be had back; and nobody
// saves over what somebody else saved meanwhile.
func TestRevisions(t *testing.T) {
	b := openBook(t)
	d, r, err := b.Current(t.Context())
	if err != nil || r.Number != 0 || len(d.Rules) != 0 {
		t.Fatalf("%v %v %v", d, r, err)
	}
	one, err := b.Save(t.Context(), 0, d.With(hide("x")), "編集", "古い")
	if err != nil || one.Number != 1 {
		t.Fatal(one, err)
	}
	two, err := b.Save(t.Context(), 1, d.With(hide("x")).With(hide("y")), "別の人", "これも古い")
	if err != nil || two.Number != 2 {
		t.Fatal(two, err)
	}
	var conflict *curation.ConflictError
	if _, err := b.Save(t.Context(), 1, d.With(hide("z")), "編集", "遅れて"); !errors.As(err, &conflict) || conflict.Latest.Who != "別の人" || !strings.Contains(err.Error(), "revision 1") {
		t.Fatalf("no conflict: %v", err)
	}
	d, _, err = b.Current(t.Context())
	if err != nil || len(d.Rules) != 2 || d.Rules[0].Who != "編集" || d.Rules[1].Who != "別の人" || d.Rules[1].When.IsZero() {
		t.Fatalf("%+v %v", d, err)
	}
	if _, err := b.Save(t.Context(), 2, d, "編集", "同じ"); !errors.Is(err, curation.ErrUnchanged) {
		t.Errorf("unchanged: %v", err)
	}
	if _, err := b.Save(t.Context(), 2, d.Without("x"), "編集", " "); !errors.Is(err, curation.ErrNoReason) {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := b.Save(t.Context(), 2, d.With(curation.Rule{ID: "bad", Kind: curation.KindPin}), "編集", "だめ"); err == nil {
		t.Error("a bad rule was saved")
	}
	for to, want := range map[int]int{1: 1, 0: 0} {
		_, latest, err := b.Current(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		r, err := b.Restore(t.Context(), latest.Number, to, "編集", "戻す")
		if err != nil || r.Number != latest.Number+1 {
			t.Fatalf("back to %d: %v %v", to, r, err)
		}
		if d, _, err := b.Current(t.Context()); err != nil || len(d.Rules) != want {
			t.Errorf("back to %d: %+v %v", to, d, err)
		}
	}
	changes, r, err := b.Changes(t.Context(), 2)
	if err != nil || len(changes) != 1 || changes[0].ID != "y" || r.Why != "これも古い" {
		t.Errorf("%v %v %v", changes, r, err)
	}
	history, err := b.History(t.Context(), 4, 2)
	if err != nil || len(history) != 2 || history[0].Number != 3 || history[0].Why != "戻す" {
		t.Errorf("%v %v", history, err)
	}
	if _, _, err := b.At(t.Context(), 99); !errors.Is(err, curation.ErrNoRevision) {
		t.Error(err)
	}
}

// Of many who save on the same revision, one does.
func TestOneOfManySaves(t *testing.T) {
	b := openBook(t)
	var wg sync.WaitGroup
	saved := make(chan int, 8)
	for i := range 8 {
		wg.Go(func() {
			r, err := b.Save(t.Context(), 0, new(curation.Document).With(hide(string(rune('a'+i)))), "編集", "同時に")
			var conflict *curation.ConflictError
			switch {
			case err == nil:
				saved <- r.Number
			case !errors.As(err, &conflict):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(saved) != 1 {
		t.Errorf("%d saved", len(saved))
	}
}
