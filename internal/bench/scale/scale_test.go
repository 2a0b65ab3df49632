package main

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"shirube/internal/bench"
	"shirube/internal/bench/generate"
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
	out, err := generate.Passages(sources(), n, seed)
	if err != nil {
		t.Fatal(err)
	}
	return out
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
