package bleve

import (
	"context"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"shirube/corpus"
	"shirube/index"
)

// storedIndex is articles a to e with a passage each.
func storedIndex(t *testing.T) *Index {
	t.Helper()
	d := openDirectory(t, t.TempDir())
	w, err := d.Build(t.Context(), "stored")
	check(t, err)
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		doc := article(id)
		doc.Passages = []index.PassageDocument{{
			Passage: corpus.Passage{ID: id + "#1", Article: id, Kind: corpus.KindOther, Text: "記事" + id},
			Tokens:  index.PackTokens([]index.Token{{Term: id, End: 1}}),
		}}
		check(t, w.Put(t.Context(), doc))
	}
	check(t, w.Commit(t.Context()))
	return current(t, d)
}

// What is kept in memory has a bound, and what does not fit is read again.
func TestRecordsStayWithinTheirBound(t *testing.T) {
	x := storedIndex(t)
	x.records.recent.most = 2*recordOverhead + recordOverhead/2 // passages here are small: two fit
	for range 3 {
		for _, id := range []string{"a#1", "b#1", "c#1", "d#1", "e#1"} {
			got, err := x.Passages(t.Context(), []string{id})
			check(t, err)
			if got[0] == nil || got[0].Passage.Text != "記事"+id[:1] {
				t.Fatalf("passage %s came back as %+v", id, got[0])
			}
			if x.records.recent.bytes > x.records.recent.most || x.records.recent.order.Len() > 2 || len(x.records.recent.kept) > 2 {
				t.Fatalf("%d records, %d bytes of at most %d", x.records.recent.order.Len(), x.records.recent.bytes, x.records.recent.most)
			}
		}
	}
	x.records.recent.most = 0
	_, err := x.Passages(t.Context(), []string{"a#1"})
	check(t, err)
	if x.records.recent.order.Len() != 0 || x.records.recent.bytes != 0 {
		t.Errorf("%d records and %d bytes are left of nothing", x.records.recent.order.Len(), x.records.recent.bytes)
	}
}

func TestRecordsAreReadOnce(t *testing.T) {
	x := storedIndex(t)
	ids := []string{"b#1", "nowhere", "a#1"}
	tokens, err := x.Tokens(t.Context(), ids)
	check(t, err)
	first, err := x.Passages(t.Context(), ids)
	check(t, err)
	again, err := x.Passages(t.Context(), ids)
	check(t, err)
	if first[0] != again[0] || first[2] != again[2] || first[1] != nil {
		t.Error("what was read is read again")
	}
	if string(tokens[0]) != string(first[0].Tokens) || tokens[1] != nil {
		t.Errorf("tokens %q, of the passage %q", tokens[0], first[0].Tokens)
	}
	// A whole article is its caller's own, and no head is taken for one.
	head, err := x.Articles(t.Context(), []string{"a"}, false)
	check(t, err)
	whole, err := x.Articles(t.Context(), []string{"a"}, true)
	check(t, err)
	other, err := x.Articles(t.Context(), []string{"a"}, true)
	check(t, err)
	if whole[0] == other[0] || whole[0].Article == head[0].Article {
		t.Error("a whole article is shared")
	}
}

func TestRecordsOfAnEndedSearch(t *testing.T) {
	x := storedIndex(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Passages(ctx, []string{"a#1"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// Many ask at once for more than is kept.
func TestRecordsAreSharedSafely(t *testing.T) {
	x := storedIndex(t)
	x.records.recent.most = 2*recordOverhead + recordOverhead/2
	ids := []string{"a#1", "b#1", "c#1", "d#1", "e#1"}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for i := range 50 {
				got, err := x.Passages(t.Context(), ids[(n+i)%3:])
				if err != nil || got[0].Passage.ID != ids[(n+i)%3] {
					t.Errorf("passages %v, %v", got, err)
					return
				}
			}
		})
	}
	wg.Wait()
	if x.records.recent.bytes > x.records.recent.most {
		t.Errorf("%d bytes of at most %d", x.records.recent.bytes, x.records.recent.most)
	}
}

// The bound is on bytes that are estimated: in the heap it must hold as well, and not cost
// half of what could be kept.
func TestRecordsTakeWhatIsCounted(t *testing.T) {
	const passages = 1000
	d := openDirectory(t, t.TempDir())
	w, err := d.Build(t.Context(), "stored")
	check(t, err)
	doc := article("a")
	doc.Passages = nil
	var ids []string
	tokens := make([]index.Token, 150)
	for i := range tokens {
		tokens[i] = index.Token{Term: strconv.Itoa(i), Start: 6 * i, End: 6*i + 6}
	}
	for i := range passages {
		id := "a#" + strconv.Itoa(i)
		ids = append(ids, id)
		doc.Passages = append(doc.Passages, index.PassageDocument{
			Passage: corpus.Passage{
				ID: id, Article: "a", Kind: corpus.KindRisks, Heading: "起こりうること", Path: []string{"施術", "起こりうること"},
				Text:    strings.Repeat("赤みが数日続くことがあります。", 20),
				Sources: []corpus.Source{{Name: "見本学会", Title: "見本の手引き", URL: "https://example.jp/guide", Type: corpus.SourceSociety}},
				Facts:   []string{corpus.FactRisk, corpus.FactDowntime},
			},
			Tokens: index.PackTokens(tokens),
		})
	}
	check(t, w.Put(t.Context(), doc))
	check(t, w.Commit(t.Context()))
	x := current(t, d)
	before := inUse()
	for _, id := range ids {
		_, err := x.Passages(t.Context(), []string{id})
		check(t, err)
	}
	taken := inUse() - before
	if len(x.records.recent.kept) != passages {
		t.Fatalf("%d of %d passages are kept", len(x.records.recent.kept), passages)
	}
	if share := float64(taken) / float64(x.records.recent.bytes); share < 0.5 || share > 1.2 {
		t.Errorf("%d bytes are counted, %d are taken: %.2f", x.records.recent.bytes, taken, share)
	}
	runtime.KeepAlive(x)
}

// inUse is how many bytes the heap holds.
func inUse() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
