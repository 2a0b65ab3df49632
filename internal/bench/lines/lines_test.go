package main

import (
	"strings"
	"testing"

	"shirube/internal/bench/sets"
)

func figures(values map[string][]float64) []sets.Figure {
	var out []sets.Figure
	for _, kind := range []string{"cost", "kana"} {
		for _, v := range values[kind] {
			out = append(out, sets.Figure{Type: kind, Value: v})
		}
	}
	return out
}

func render(t *testing.T, table *table) string {
	t.Helper()
	var b strings.Builder
	if err := table.write(&b); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// A type below its line must be seen, and end the command with 1, however good the
// mean is.
func TestTypesHaveLinesOfTheirOwn(t *testing.T) {
	table := &table{}
	table.add("pages", bound{all: 0.7, types: 0.65}, figures(map[string][]float64{"cost": {1, 1, 1}, "kana": {0.5, 0.6}}),
		figures(map[string][]float64{"cost": {1, 0, 1}, "kana": {0, 0}}))
	text := render(t, table)
	for _, want := range []string{
		"| pages | all | 5 | 0.8200 | 0.4000 | +0.4200 (p = ",
		"≥ 0.7 | ok |", "| pages | cost | 3 | 1.0000 |", "| pages | kana | 2 | 0.5500 |", "| ≥ 0.65 | **missed** |", "1 lines missed",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %s", want, text)
		}
	}
	if table.status() != 1 {
		t.Errorf("status %d", table.status())
	}
}

// A line that depends on Lucene is not kept because Lucene was not measured.
func TestLinesAboveLucene(t *testing.T) {
	ours, theirs := figures(map[string][]float64{"cost": {0.9, 0.9}}), figures(map[string][]float64{"cost": {0.9, 0.89}})
	for _, c := range []struct {
		name   string
		theirs []sets.Figure
		over   float64
		status int
	}{{"kept", theirs, 0.004, 0}, {"missed", theirs, 0.006, 1}, {"not measured", nil, 0.004, 4}} {
		table := &table{}
		table.add("jaquad-train", bound{over: c.over}, ours, c.theirs)
		if table.status() != c.status {
			t.Errorf("%s: status %d", c.name, table.status())
		}
		if got := strings.Contains(render(t, table), "NOT MEASURED jaquad-train"); got != (c.status == 4) {
			t.Errorf("%s: said to be not measured: %t", c.name, got)
		}
	}
}

// Every line must find its set: a renamed set would be measured against nothing.
func TestBoundsAreOfSetsThatExist(t *testing.T) {
	known := append(sets.QuestionSets(), sets.Pages, sets.PagesNothing, sets.SampleArticles, sets.SamplePassages, sets.SampleVariants,
		sets.SampleNegation, sets.SampleUnanswerable, sets.SampleAnswerable)
	for _, name := range known {
		if b, ok := bounds()[name]; !ok || b.all+b.over <= 0 {
			t.Errorf("%s has no line", name)
		}
	}
	if len(bounds()) != len(known) {
		t.Errorf("%d lines for %d sets", len(bounds()), len(known))
	}
}
