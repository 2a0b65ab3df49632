package bleve

import "testing"

// What is kept in memory has a bound, and what was asked for last stays.
func TestRecentStaysWithinItsBound(t *testing.T) {
	r := newRecent[string, int](10)
	for i, key := range []string{"a", "b", "c"} {
		r.keep(key, i, 4) // two fit
	}
	if _, ok := r.get("a"); ok || r.bytes > r.most || len(r.kept) != 2 || r.order.Len() != 2 {
		t.Fatalf("kept %v, %d bytes of at most %d", r.kept, r.bytes, r.most)
	}
	if got, ok := r.get("b"); !ok || got != 1 {
		t.Errorf("b is %d, %t", got, ok)
	}
	r.keep("d", 3, 4)
	if _, ok := r.get("b"); !ok {
		t.Error("what was asked for last was forgotten")
	}
	if got := r.keep("b", 9, 4); got != 1 {
		t.Errorf("a second b takes the place of the first: %d", got)
	}
	if got := r.keep("e", 5, 11); got != 5 || len(r.kept) != 0 || r.bytes != 0 {
		t.Errorf("something too large is %d, and leaves %d bytes", got, r.bytes)
	}
}
