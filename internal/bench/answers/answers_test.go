package main

import (
	"path/filepath"
	"strings"
	"testing"

	"shirube/internal/bench"
	"shirube/internal/search"
)

// Of what is shown as the answer over the sample at least 95 in 100 answer, and something is
// shown; where nothing answers, nothing is.
func TestAnswersAreRight(t *testing.T) {
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := ofSample(t.Context(), parts, filepath.Join("..", "..", "..", "testdata", "queries"))
	if err != nil {
		t.Fatal(err)
	}
	now := search.DefaultAnswerAt()
	if got := at(all, "", now); got.precision() < 0.95 || got.shown < 45 {
		t.Errorf("%d shown, %.3f of them right; want at least 45 and 0.95", got.shown, got.precision())
	}
	if got := at(all, "unanswerable.jsonl", now); got.asked == 0 || got.shown > 0 {
		t.Errorf("%d of %d questions that nothing answers are answered", got.shown, got.asked)
	}
}

func TestReport(t *testing.T) {
	all := []shown{
		{set: "a", query: "x", question: "q", answer: true, right: true, confidence: 0.9, alike: 1},
		{set: "a", query: "y", question: "q", answer: true, confidence: 0.9, alike: 0.6},
		{set: "a", query: "z", question: "q", answer: true, confidence: 0.1, alike: 1},
		{set: "b", query: "w"},
	}
	var b strings.Builder
	report(&b, all, true)
	for _, want := range []string{"| a | 3 | 2 | 0.667 | 1 | 0.500 |", "| b | 1 | 0 | 0.000 | 0 | 1.000 |", "| all | 4 | 2 | 0.500 | 1 | 0.500 |", "| 0 | 1 | 2 | 0.500 | 0.500 |", "a: y"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
}
