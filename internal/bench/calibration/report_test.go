package main

import (
	"encoding/xml"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// queries are made so that the first feature decides alone.
func queriesOf(n int) []query {
	r := rand.New(rand.NewPCG(3, 4))
	var out []query
	for i := range n {
		q := query{fold: i % folds, answerable: i%2 == 0}
		for range depth {
			x := r.Float64() * 0.4
			if q.answerable {
				x += 0.6
			}
			q.hits = append(q.hits, sample{[]float64{1, x}, x > 0.8})
		}
		out = append(out, q)
	}
	return out
}

func TestReportSaysWhatTheWeightsAreWorth(t *testing.T) {
	var b strings.Builder
	picture := filepath.Join(t.TempDir(), "reliability.svg")
	if err := report(&b, queriesOf(100), 1, picture); err != nil {
		t.Fatal(err)
	}
	drawn, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(drawn, new(struct{ XMLName xml.Name })); err != nil || !strings.Contains(string(drawn), "<circle") {
		t.Errorf("the diagram is no picture: %v\n%s", err, drawn)
	}
	for _, want := range []string{"100 queries, 50 of them with an answer", "| 3% | 100.0% |", "| 0.0–0.1 |", "weights, of all queries: [", "answerable=true", "answerable=false"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
}

func TestAQueryIsJudgedByWeightsThatHaveNotSeenIt(t *testing.T) {
	queries := queriesOf(100)
	before, err := crossed(queries)
	if err != nil {
		t.Fatal(err)
	}
	for i := range queries {
		if queries[i].fold == 2 {
			for j := range queries[i].hits {
				queries[i].hits[j].answers = !queries[i].hits[j].answers
			}
		}
	}
	after, err := crossed(queries)
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range queries {
		same := before[i][0] == after[i][0]
		if same != (q.fold == 2) {
			t.Fatalf("query %d of fold %d: %v before its fold's judgments were turned, %v after", i, q.fold, before[i][0], after[i][0])
		}
	}
}
