package eval

import (
	"math"
	"slices"
	"strings"
	"testing"

	"shirube/index"
)

// Of all 2⁴ ways to sign four equal differences, two are as far from 0 as the
// observed one.
func TestRandomisationIsExactInTheLimit(t *testing.T) {
	got := Randomisation([]float64{1, 1, 1, 1}, 100_000)
	if want := 2.0 / 16; math.Abs(got-want) > 0.005 {
		t.Errorf("p = %g, want about %g", got, want)
	}
}

func TestRandomisationTellsChanceFromDifference(t *testing.T) {
	var better, balanced []float64
	for i := range 200 {
		better = append(better, 0.1)
		balanced = append(balanced, 0.1-0.2*float64(i%2))
	}
	if p := Randomisation(better, 1000); p != 1.0/1001 {
		t.Errorf("always better: p = %g, want the least there is", p)
	}
	if p := Randomisation(balanced, 1000); p != 1 {
		t.Errorf("no difference in the mean: p = %g, want 1", p)
	}
}

// rankings is a run of each query's results.
func rankings(t *testing.T, queries []Query, results map[string][]string) []Outcome {
	t.Helper()
	run := RunFile{}
	for q, ids := range results {
		for i, id := range ids {
			run[q] = append(run[q], Ranked{ID: id, Score: float64(-i)})
		}
	}
	return run.Judge(index.Articles, queries)
}

func TestCompareByType(t *testing.T) {
	queries := []Query{
		{ID: "q1", Relevant: map[string]int{"a": 1}, Type: "kana"},
		{ID: "q2", Relevant: map[string]int{"b": 1}, Type: "kana"},
		{ID: "q3", Relevant: map[string]int{"c": 1}, Type: "romaji"},
		{ID: "q4", Relevant: map[string]int{"d": 0}, Type: "romaji"}, // nothing answers it
	}
	run := rankings(t, queries, map[string][]string{"q1": {"a"}, "q2": {"b"}, "q3": {"x", "c"}, "q4": {"x"}})
	other := rankings(t, queries, map[string][]string{"q1": {"x", "a"}, "q2": {"b"}, "q3": {"c"}})
	second := 1 / math.Log2(3)
	c := Compare(run, other)
	if k := c.Types["kana"]; k.Judged != 2 || k.Better != 1 || k.Worse != 0 || !near(k.NDCG10, (1-second)/2) || !near(k.Other, (1+second)/2) {
		t.Errorf("kana: %+v", k)
	}
	if r := c.Types["romaji"]; r.Judged != 1 || r.Worse != 1 || !near(r.NDCG10, second-1) || r.P != 1 {
		t.Errorf("romaji: %+v", r)
	}
	if o := c.Overall; o.Judged != 3 || !near(o.NDCG10, 0) || o.P != 1 {
		t.Errorf("overall: %+v", o)
	}
}

// What WriteRun wrote, ReadRun must judge as the run was judged, ids with spaces
// included: else a run differs from itself.
func TestRunFilesAreJudgedLikeTheirRun(t *testing.T) {
	const part = "#0123456789"
	queries := []Query{
		{ID: "q1", Relevant: map[string]int{"記事 1": 2, "b": 1}},
		{ID: "q2", Relevant: map[string]int{"記事 1" + part: 1, "b" + part: 1}},
		{ID: "q3", Relevant: map[string]int{"c": 1}},
	}
	results := [][]Ranked{
		passages("b"+part, "記事 1"+part), // judged by their articles
		passages("x"+part, "記事 1"+part, "b"+part),
		nil,
	}
	var run []Outcome
	for i, q := range queries {
		run = append(run, judge(index.Passages, q, results[i]))
	}
	var file strings.Builder
	if err := WriteRun(&file, run); err != nil {
		t.Fatal(err)
	}
	read, err := ReadRun("out.run", strings.NewReader(file.String()))
	if err != nil {
		t.Fatal(err)
	}
	if n := read.Knows(queries); n != 2 {
		t.Errorf("the file knows %d queries", n)
	}
	for i, o := range read.Judge(index.Passages, queries) {
		if !slices.Equal(o.Grades, run[i].Grades) && len(o.Grades)+len(run[i].Grades) > 0 {
			t.Errorf("%s: grades %v, want %v", o.Query.ID, o.Grades, run[i].Grades)
		}
	}
	if d := Compare(read.Judge(index.Passages, queries), run).Overall; d.NDCG10 != 0 || d.P != 1 || d.Better+d.Worse != 0 {
		t.Errorf("a run differs from itself: %+v", d)
	}
}

// Other systems write their lines in any order; the score decides.
func TestReadRunSortsByScore(t *testing.T) {
	run, err := ReadRun("out.run", strings.NewReader("q1 Q0 b 9 1.5 x\n\nq1\tQ0\ta\t8\t2e1\tx\nq1 Q0 c 1 1.5 x\n"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range run["q1"] {
		ids = append(ids, r.ID)
	}
	if got := strings.Join(ids, " "); got != "a b c" {
		t.Errorf("order %s", got)
	}
}

func TestReadRunNamesTheLine(t *testing.T) {
	for name, c := range map[string][2]string{
		"five fields":  {"q1 Q0 a 1 2 x\nq1 Q0 a 1 2\n", "out.run:2: a run's line has six fields"},
		"no number":    {"q1 Q0 a 1 high x\n", `out.run:1: the score "high"`},
		"nothing":      {"\n", "out.run: no results"},
		"endless line": {strings.Repeat("x", maxLine+1), "out.run:1: "},
	} {
		if _, err := ReadRun("out.run", strings.NewReader(c[0])); err == nil || !strings.HasPrefix(err.Error(), c[1]) {
			t.Errorf("%s: %v, want %s…", name, err, c[1])
		}
	}
}
