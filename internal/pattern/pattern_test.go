package pattern

import "testing"

// How an expression is laid out must not change what it matches: one that wants a space
// still does, and no line break or tab has to be in what is matched.
func TestJoined(t *testing.T) {
	got := Joined(`^(?:
		再診料
		|初診 料(?:
			金
			|額
		)?
	)$`)
	if want := `^(?:再診料|初診 料(?:金|額)?)$`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
