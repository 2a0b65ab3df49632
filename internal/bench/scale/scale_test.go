package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"shirube/internal/bench"
	"shirube/internal/search"
)

func sources() []bench.Passage {
	return []bench.Passage{
		{Title: "灯台の話", Text: "岬の灯台は1874年に建てられた。レンズはフランスから運ばれた。夜は沖の船を照らす。"},
		{Title: "市場の話", Text: "朝の市場には魚が並ぶ。サーモンとイワシが人気である。3時間で売り切れる。"},
		{Title: "山の話", Text: "山頂までは5時間かかる。途中のロッジで休む。"},
	}
}

func generated(t *testing.T, n int, seed uint64) []bench.Passage {
	t.Helper()
	g, err := newGenerator(sources(), seed)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]bench.Passage, n)
	for i := range out {
		out[i] = g.next(i)
	}
	return out
}

// Figures of two days, and of two sizes, are of the same passages.
func TestTheSameSeedMakesTheSamePassages(t *testing.T) {
	all := generated(t, 200, 1)
	if !slices.Equal(all, generated(t, 200, 1)) || !slices.Equal(all[:50], generated(t, 50, 1)) {
		t.Error("the same seed made other passages")
	}
	if slices.Equal(all, generated(t, 200, 2)) {
		t.Error("another seed made the same passages")
	}
	ids := map[string]bool{}
	for _, p := range all {
		if ids[p.ID] = true; p.Title == "" || len([]rune(p.Text)) < 20 {
			t.Errorf("passage %+v", p)
		}
	}
	if len(ids) != len(all) {
		t.Errorf("%d ids of %d passages", len(ids), len(all))
	}
}

// A search over passages whose words are all alike, or none of them rare, is not
// that of a large collection.
func TestWordsAreUnequalAndNewOnesComeIn(t *testing.T) {
	counts := map[string]int{}
	names := func(passages []bench.Passage) map[string]bool {
		out := map[string]bool{}
		for _, p := range passages {
			for _, w := range strings.FieldsFunc(p.Text, func(r rune) bool { return r < 'ァ' || r > 'ー' }) {
				out[w] = true
			}
		}
		return out
	}
	all := generated(t, 2000, 1)
	for _, p := range all {
		counts[p.Title]++
	}
	if few, many := len(names(all[:500])), len(names(all)); many < 2*few {
		t.Errorf("%d names in 500 passages, %d in 2,000", few, many)
	}
	invented := 0
	for name := range names(all) {
		if !slices.ContainsFunc(sources(), func(p bench.Passage) bool { return strings.Contains(p.Text, name) }) {
			invented++
		}
	}
	if invented < 200 {
		t.Errorf("%d invented names", invented)
	}
	if len(counts) != 3 || slices.Max([]int{counts["灯台の話"], counts["市場の話"], counts["山の話"]}) < 2000*4/10 {
		t.Errorf("subjects %v", counts)
	}
}

func TestZipf(t *testing.T) {
	z := zipf{n: 1000, s: 0.9}
	r := rand.New(rand.NewPCG(1, 1))
	counts := make([]int, z.n)
	for range 100_000 {
		counts[z.draw(r)]++
	}
	// p(rank 1) / p(rank 10) = 10^0.9 in the limit; near enough for the integral.
	if ratio := float64(counts[0]) / float64(counts[9]); ratio < 4 || ratio > 10 {
		t.Errorf("the first rank is drawn %.1f times as often as the tenth", ratio)
	}
	if counts[999] == 0 && counts[998] == 0 && counts[997] == 0 {
		t.Error("the last ranks are never drawn")
	}
}

func TestNamesOfDifferentRanksDiffer(t *testing.T) {
	seen := map[string]int{}
	for rank := range 50_000 {
		name := invented(rank)
		if before, twice := seen[name]; twice {
			t.Fatalf("%s is the name of rank %d and %d", name, before, rank)
		}
		seen[name] = rank
	}
}

// Every question must stand in a passage as it is asked, with so many words.
func TestQuestionsAreTakenFromPassages(t *testing.T) {
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	passages := generated(t, 50, 1)
	for _, words := range []int{1, 4, 8} {
		all := phrases(parts.Analyzer, passages, words, 20, 1)
		if len(all) != 20 {
			t.Errorf("%d questions of %d words", len(all), words)
		}
		for _, q := range all {
			if !slices.ContainsFunc(passages, func(p bench.Passage) bool { return strings.Contains(p.Text, q) }) {
				t.Errorf("%q stands in no passage", q)
			}
		}
	}
	if n := len(mixed(parts.Analyzer, passages, 70, 1)); n != 70 {
		t.Errorf("%d questions", n)
	}
}

// The whole way, small: tables with every size, a picture that is one, and lines only
// where they are meant.
func TestRun(t *testing.T) {
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	r := &report{}
	o := &options{questions: 14, seed: 1, match: search.MatchAuto}
	passages := generated(t, 120, 1)
	for _, n := range []int{30, 120} {
		if err := o.measure(t.Context(), parts, passages[:n], r); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range r.sizes {
		if p := s.all; len(p.Milliseconds) != 14 || p.P(0.50) <= 0 || p.P(0.99) < p.P(0.50) || p.Allocations < 1 || p.Postings < 1 || p.Read < 1 || s.terms < 20 || s.megabytes <= 0 {
			t.Errorf("%+v", s)
		}
	}
	if r.sizes[1].all.Postings <= r.sizes[0].all.Postings {
		t.Errorf("four times the passages have %g postings, instead of %g", r.sizes[1].all.Postings, r.sizes[0].all.Postings)
	}
	var b strings.Builder
	r.write(&b)
	if !strings.Contains(b.String(), "| 30 | ") || !strings.Contains(b.String(), "| 32 | ") {
		t.Error(b.String())
	}
	if len(r.lines()) != 0 {
		t.Errorf("lines for 120 passages: %v", r.lines())
	}
	r.sizes[1].passages = lined
	if l := r.lines(); len(l) != 2 || l[0].Got != r.sizes[1].all.P(0.50) || l[1].Got != r.sizes[1].all.P(0.99) {
		t.Errorf("lines %v", l)
	}
	d := xml.NewDecoder(strings.NewReader(string(r.draw())))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(string(r.draw()), "<polyline"); n != 4 || strings.Contains(string(r.draw()), "NaN") {
		t.Errorf("%d curves in %s", n, r.draw())
	}
}
