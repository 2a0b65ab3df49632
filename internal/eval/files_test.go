package eval

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"shirube/index"
)

func TestReadQueries(t *testing.T) {
	const file = "\ufeff" + `{"id":"q1","query":"痛い？","relevant":{"a":1,"b":0},"type":"keyword","fold":3,"plain":"痛み","note":"more"}

{"id":"q2","query":" 値段 ","relevant":{}}
`
	got, err := ReadQueries("q.jsonl", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []Query{
		{ID: "q1", Query: "痛い？", Relevant: map[string]int{"a": 1, "b": 0}, Type: "keyword", Fold: 3, Plain: "痛み"},
		{ID: "q2", Query: " 値段 ", Relevant: map[string]int{}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestReadQueriesNamesTheLine(t *testing.T) {
	const good = `{"id":"q1","query":"x","relevant":{"a":1}}` + "\n"
	for _, c := range []struct{ name, file, want string }{
		{"not JSON", good + "{\n", "q.jsonl:2: not a query"},
		{"no id", good + "\n" + `{"query":"x","relevant":{}}`, "q.jsonl:3: the query has no id"},
		{"id with a space", `{"id":"a b","query":"x","relevant":{}}`, `q.jsonl:1: the id "a b"`},
		{"no query", `{"id":"a","query":"　","relevant":{}}`, "q.jsonl:1: the query is empty"},
		{"no judgments", `{"id":"a","query":"x"}`, `q.jsonl:1: no "relevant"`},
		{"grade that is no number", `{"id":"a","query":"x","relevant":{"b":"high"}}`, "q.jsonl:1: not a query"},
		{"id twice", good + good, `q.jsonl:2: the id "q1" is that of line 1 already`},
		{"not UTF-8", "{\"id\":\"a\",\"query\":\"\x93\xfa\",\"relevant\":{}}", "q.jsonl:1: not UTF-8"},
		{"nothing", "\n\n", "q.jsonl: no queries"},
		{"a line that never ends", strings.Repeat("x", maxLine+1), "q.jsonl:1: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadQueries("q.jsonl", strings.NewReader(c.file))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %s…", err, c.want)
			}
		})
	}
}

func TestWriteRun(t *testing.T) {
	outcomes := []Outcome{
		judge(index.Articles, Query{ID: "q1"}, []Ranked{{ID: "記事 1", Score: 2.5}, {ID: "b", Score: 2.5}, {ID: "c", Score: 1}}),
		judge(index.Articles, Query{ID: "q2"}, nil),
		judge(index.Articles, Query{ID: "q3"}, []Ranked{{ID: "d", Score: math.NaN()}}),
	}
	var b strings.Builder
	if err := WriteRun(&b, outcomes); err != nil {
		t.Fatal(err)
	}
	// The second score is the largest below 2.5 that single precision has.
	want := "q1 Q0 記事%201 1 2.5 shirube\nq1 Q0 b 2 2.4999998 shirube\nq1 Q0 c 3 1 shirube\nq3 Q0 d 1 3.4028235e+38 shirube\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestWriteTable(t *testing.T) {
	r := Measure([]Outcome{judge(index.Articles, Query{Relevant: map[string]int{"a": 1}, Type: "kana"}, articles("b", "a"))})
	var b strings.Builder
	if err := WriteTable(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"nDCG@10", "kana", "all", "0.6309", "p99"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("no %q in\n%s", part, b.String())
		}
	}
}
