package eval

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/index"
)

func articles(ids ...string) []Ranked {
	var out []Ranked
	for i, id := range ids {
		out = append(out, Ranked{ID: id, Article: id, Score: float64(100 - i)})
	}
	return out
}

func passages(ids ...string) []Ranked {
	var out []Ranked
	for i, id := range ids {
		out = append(out, Ranked{ID: id, Article: articleOf(id), Score: float64(100 - i)})
	}
	return out
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// The expected values are worked out by hand: 1/log2(3) is 0.6309297535714575,
// 1/log2(4) is 0.5, 1/log2(6) is 0.38685280723454163.
func TestMetricsOfOneQuery(t *testing.T) {
	for _, c := range []struct {
		name     string
		relevant map[string]int
		results  []Ranked
		want     Metrics
	}{
		{"first", map[string]int{"a": 1}, articles("a", "b"),
			Metrics{NDCG10: 1, MRR10: 1, Recall1: 1, Recall10: 1, Recall100: 1}},
		{"second", map[string]int{"a": 1}, articles("b", "a"),
			Metrics{NDCG10: 0.6309297535714575, MRR10: 0.5, Recall10: 1, Recall100: 1}},
		{"eleventh", map[string]int{"a": 1}, articles("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "a"),
			Metrics{Recall100: 1}},
		{"graded: 2 at rank 2 and 1 at rank 3 of 2, 1, 1",
			map[string]int{"a": 2, "b": 1, "c": 1, "d": 0}, articles("d", "a", "b"),
			// (3/log2(3) + 1/log2(4)) / (3 + 1/log2(3) + 1/log2(4))
			Metrics{NDCG10: (3*0.6309297535714575 + 0.5) / (3 + 0.6309297535714575 + 0.5), MRR10: 0.5, Recall10: 2. / 3, Recall100: 2. / 3}},
		{"two of two, first and fifth", map[string]int{"a": 1, "b": 1}, articles("a", "x", "y", "z", "b"),
			Metrics{NDCG10: (1 + 0.38685280723454163) / (1 + 0.6309297535714575), MRR10: 1, Recall1: 0.5, Recall10: 1, Recall100: 1}},
		{"nothing found", map[string]int{"a": 1}, nil, Metrics{Unanswered: 1, Missed: 1}},
		{"only others found", map[string]int{"a": 1}, articles("b"), Metrics{Missed: 1}},
		{"a negative grade is not relevant", map[string]int{"a": 1, "b": -1}, articles("b", "a"),
			Metrics{NDCG10: 0.6309297535714575, MRR10: 0.5, Recall10: 1, Recall100: 1}},
		{"a result repeated counts once", map[string]int{"a": 1, "b": 1}, articles("a", "a", "b"),
			Metrics{NDCG10: (1 + 0.5) / (1 + 0.6309297535714575), MRR10: 1, Recall1: 0.5, Recall10: 1, Recall100: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := mean([]Outcome{judge(index.Articles, Query{Relevant: c.relevant}, c.results)})
			c.want.Queries, c.want.Judged = 1, 1
			if !sameMetrics(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func sameMetrics(a, b Metrics) bool {
	return a.Queries == b.Queries && a.Judged == b.Judged && a.Unanswered == b.Unanswered && a.Missed == b.Missed &&
		near(a.NDCG10, b.NDCG10) && near(a.MRR10, b.MRR10) &&
		near(a.Recall1, b.Recall1) && near(a.Recall10, b.Recall10) && near(a.Recall100, b.Recall100)
}

// Without this a set with more than ten relevant documents could never reach 1.
func TestIdealIsCutAtTen(t *testing.T) {
	relevant := map[string]int{}
	var ids []string
	for _, r := range "abcdefghijkl" {
		relevant[string(r)] = 1
		ids = append(ids, string(r))
	}
	got := mean([]Outcome{judge(index.Articles, Query{Relevant: relevant}, articles(ids...))})
	if !near(got.NDCG10, 1) || !near(got.Recall10, 10./12) || !near(got.Recall100, 1) {
		t.Errorf("%+v", got)
	}
}

func TestQueriesWithoutAnythingRelevantAreNotInTheMeans(t *testing.T) {
	got := mean([]Outcome{
		judge(index.Articles, Query{Relevant: map[string]int{"a": 1}}, articles("a")),
		judge(index.Articles, Query{Relevant: map[string]int{}}, nil),
		judge(index.Articles, Query{Relevant: map[string]int{"a": 0}}, articles("a")),
	})
	want := Metrics{Queries: 3, Judged: 1, Unanswered: 1, NDCG10: 1, MRR10: 1, Recall1: 1, Recall10: 1, Recall100: 1}
	if !sameMetrics(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if empty := mean(nil); empty != (Metrics{}) {
		t.Errorf("of nothing: %+v", empty)
	}
}

func TestGradesByView(t *testing.T) {
	const p1, p2, p3 = "a#0123456789", "a#abcdefabcd-2", "b#0123456789"
	for _, c := range []struct {
		name     string
		view     index.View
		relevant map[string]int
		results  []Ranked
		grades   []int
		ideal    []int
	}{
		{"a judged article counts for its first passage", index.Passages,
			map[string]int{"a": 2}, passages(p3, p2, p1), []int{0, 2, 0}, []int{2}},
		{"judged passages count for themselves", index.Passages,
			map[string]int{p1: 1}, passages(p2, p1), []int{0, 1}, []int{1}},
		{"judged passages count for their article, the best of them once", index.Articles,
			map[string]int{p1: 1, p2: 3}, articles("b", "a"), []int{0, 3}, []int{3}},
		{"an article id with # is no passage id", index.Articles,
			map[string]int{"faq#12": 1}, articles("faq", "faq#12"), []int{0, 1}, []int{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := judge(c.view, Query{Relevant: c.relevant}, c.results)
			if !reflect.DeepEqual(o.Grades, c.grades) || !reflect.DeepEqual(o.Ideal, c.ideal) {
				t.Errorf("grades %v ideal %v; want %v, %v", o.Grades, o.Ideal, c.grades, c.ideal)
			}
		})
	}
}

// Judgments name passages by an id whose form the domain decides.
func TestPassageIDsAreRecognised(t *testing.T) {
	same := "痛みは個人差があります。"
	a := corpus.Article{ID: "x/y", Sections: []corpus.Section{
		{ID: "1", Heading: "痛み", Level: 1, Text: same}, {ID: "2", Heading: "痛み", Level: 1, Text: same},
	}}
	a.Normalize()
	found := a.Passages()
	if len(found) != 2 {
		t.Fatalf("%d passages", len(found))
	}
	for _, p := range found {
		if articleOf(p.ID) != "x/y" {
			t.Errorf("the article of %q is taken to be %q", p.ID, articleOf(p.ID))
		}
	}
}

func TestRunAndMeasureByType(t *testing.T) {
	queries := []Query{
		{ID: "1", Query: "good", Relevant: map[string]int{"a": 1}, Type: "keyword"},
		{ID: "2", Query: "bad", Relevant: map[string]int{"a": 1}, Type: "kana"},
		{ID: "3", Query: "good", Relevant: map[string]int{"a": 1}},
	}
	asked, told := 0, 0
	outcomes, err := Run(context.Background(), index.Articles, queries, func(_ context.Context, q string) ([]Ranked, error) {
		asked++
		if q == "bad" {
			return articles("b"), nil
		}
		return articles("a"), nil
	}, func(n int) { told = n })
	if err != nil {
		t.Fatal(err)
	}
	if asked != len(queries)+1 || told != len(queries) {
		t.Errorf("asked %d, told %d", asked, told)
	}
	r := Measure(outcomes)
	if len(r.Types) != 2 || !near(r.Types["keyword"].NDCG10, 1) || r.Types["kana"].Missed != 1 || !near(r.Overall.NDCG10, 2./3) || r.Overall.Queries != 3 {
		t.Errorf("%+v", r)
	}
}

func TestRunStopsAtTheFirstError(t *testing.T) {
	broken := errors.New("broken")
	_, err := Run(context.Background(), index.Articles, []Query{{ID: "q7", Query: "x"}}, func(context.Context, string) ([]Ranked, error) {
		return nil, broken
	}, nil)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "q7") {
		t.Errorf("%v", err)
	}
}

func TestLatencyPercentiles(t *testing.T) {
	var took []time.Duration
	for i := 200; i > 0; i-- {
		took = append(took, time.Duration(i)*time.Millisecond)
	}
	if got, want := latency(took), (Latency{P50: 100, P90: 180, P99: 198, Mean: 100.5}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got, want := latency(took[:1]), (Latency{P50: 200, P90: 200, P99: 200, Mean: 200}); got != want {
		t.Errorf("one: got %+v, want %+v", got, want)
	}
	if got := latency(nil); got != (Latency{}) {
		t.Errorf("none: %+v", got)
	}
}
