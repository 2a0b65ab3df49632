package articles_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/eval"
)

// queriesDir holds the judged queries over the sample; its README says what the
// fields mean.
const queriesDir = "../../testdata/queries"

// folds is how many parts a file of queries has, for cross-validation.
const folds = 5

// queryTypes are those that the search is measured by, each with at least ten
// queries. Those with true are variants of a query as it is usually written.
func queryTypes() map[string]bool {
	return map[string]bool{
		"keyword": false, "compound": false, "natural": false, "synonym": false, "single_kanji": false, "partial": false,
		"source": false, "cost": false, "downtime": false, "contraindication": false, "negation": false, "range": false,
		"effect": false, "risk": false, "comparison": false, "supervision": false, "faq": false,
		"kana": true, "romaji": true, "misspelling": true, "width_nfd": true,
	}
}

// sampleShelf is the sample, for resolving the names of passages.
type sampleShelf map[string]*corpus.Article

func readShelf(t *testing.T) sampleShelf {
	t.Helper()
	shelf := sampleShelf{}
	for _, a := range readEmbedded(t) {
		shelf[a.ID] = a
	}
	return shelf
}

func (s sampleShelf) Articles(_ context.Context, ids []string, _ bool) ([]*index.StoredArticle, error) {
	out := make([]*index.StoredArticle, len(ids))
	for i, id := range ids {
		if a := s[id]; a != nil {
			out[i] = &index.StoredArticle{Article: a}
		}
	}
	return out, nil
}

// passages are the ids of all passages.
func (s sampleShelf) passages() map[string]bool {
	ids := map[string]bool{}
	for _, a := range s {
		for _, p := range a.Passages() {
			ids[p.ID] = true
		}
	}
	return ids
}

func readQueries(t *testing.T, name string) []eval.Query {
	t.Helper()
	f, err := os.Open(filepath.Join(queriesDir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	queries, err := eval.ReadQueries(name, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		if want := int(crc32.ChecksumIEEE([]byte(q.ID)) % folds); q.Fold != want {
			t.Errorf("%s: %s is in fold %d, want %d", name, q.ID, q.Fold, want)
		}
	}
	return queries
}

// Without enough of every type, a figure says little of how people search.
func TestQueriesOfEveryType(t *testing.T) {
	types := queryTypes()
	count := map[string]int{}
	asked := map[string]string{}
	queries := readQueries(t, "sample-articles.jsonl")
	for _, q := range queries {
		count[q.Type]++
		variant, known := types[q.Type]
		if !known {
			t.Errorf("%s: the type %q is not one of those that are measured", q.ID, q.Type)
		}
		if !strings.HasPrefix(q.ID, strings.ReplaceAll(q.Type, "_", "-")+"-") {
			t.Errorf("%s does not begin with its type %q", q.ID, q.Type)
		}
		if variant != (q.Plain != "") {
			t.Errorf("%s: only and every variant says what it is of; plain is %q", q.ID, q.Plain)
		}
		if q.Plain == q.Query {
			t.Errorf("%s is no variant of itself", q.ID)
		}
		if before := asked[q.Query]; before != "" {
			t.Errorf("%s asks the same as %s: %q", q.ID, before, q.Query)
		}
		asked[q.Query] = q.ID
	}
	if len(queries) < 250 {
		t.Errorf("%d queries, want at least 250", len(queries))
	}
	for name := range types {
		if count[name] < 10 {
			t.Errorf("%d queries of the type %s, want at least 10", count[name], name)
		}
	}
}

// A judgment of what is not there counts as never found, and lowers every figure.
func TestQueriesJudgeWhatExists(t *testing.T) {
	shelf := readShelf(t)
	known := shelf.passages()
	byArticle := readQueries(t, "sample-articles.jsonl")
	byPassage := readQueries(t, "sample-passages.jsonl")
	resolved, err := eval.Resolve(t.Context(), shelf, byPassage)
	if err != nil {
		t.Fatal(err)
	}
	if len(byArticle) != len(byPassage) {
		t.Fatalf("%d queries judged by article, %d by passage", len(byArticle), len(byPassage))
	}
	for i, q := range byPassage {
		a := byArticle[i]
		if a.ID != q.ID || a.Query != q.Query || a.Type != q.Type || a.Plain != q.Plain {
			t.Errorf("query %d is %s (%s) by article and %s (%s) by passage", i+1, a.ID, a.Query, q.ID, q.Query)
		}
		for id := range resolved[i].Relevant {
			if !known[id] {
				t.Errorf("%s: there is no passage %q", q.ID, id)
			}
		}
		if best := bestPassages(t, q); !sameGrades(best, a.Relevant) {
			t.Errorf("%s: its articles have the grades %v, their best passages %v", q.ID, a.Relevant, best)
		}
	}
}

// bestPassages are the articles that a query's passages are of, each with the best
// grade; the judgments name passages by their headings.
func bestPassages(t *testing.T, q eval.Query) map[string]int {
	t.Helper()
	best := map[string]int{}
	for name, grade := range q.Relevant {
		if grade < 1 || grade > 3 {
			t.Errorf("%s: %s has the grade %d, want 1, 2 or 3", q.ID, name, grade)
		}
		article, _, isName := strings.Cut(name, "#")
		if !isName {
			t.Errorf("%s: %s is not the name of a passage", q.ID, name)
		}
		best[article] = max(best[article], grade)
	}
	return best
}

func sameGrades(a, b map[string]int) bool {
	return len(a) > 0 && fmt.Sprint(a) == fmt.Sprint(b) // maps are printed in the order of their keys
}

// Near misses are half of what must be recognised as unanswerable, since far ones
// are easy.
func TestQueriesWithNothingToFind(t *testing.T) {
	count := map[string]int{}
	for _, q := range readQueries(t, "unanswerable.jsonl") {
		count[q.Type]++
		if len(q.Relevant) > 0 {
			t.Errorf("%s is answered by %v", q.ID, q.Relevant)
		}
	}
	for _, name := range []string{"near", "far"} {
		if count[name] < 55 {
			t.Errorf("%d queries are %s, want at least 55", count[name], name)
		}
		delete(count, name)
	}
	if len(count) > 0 {
		t.Errorf("unknown types: %v", count)
	}
}

// negated is a line of the pairs.
type negated struct {
	ID      string `json:"id"`
	Query   string `json:"query"`
	Fold    int    `json:"fold"`
	Denies  string `json:"denies"`
	Asserts string `json:"asserts"`
}

func TestQueriesThatAreNegated(t *testing.T) {
	shelf := readShelf(t)
	known := shelf.passages()
	data, err := os.ReadFile(filepath.Join(queriesDir, "negation.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for line := range bytes.Lines(data) {
		var pair negated
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&pair); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if pair.ID == "" || slices.Contains(ids, pair.ID) || pair.Query == "" || pair.Denies == pair.Asserts {
			t.Errorf("not a pair of its own: %+v", pair)
		}
		if want := int(crc32.ChecksumIEEE([]byte(pair.ID)) % folds); pair.Fold != want {
			t.Errorf("%s is in fold %d, want %d", pair.ID, pair.Fold, want)
		}
		ids = append(ids, pair.ID)
		resolved, err := eval.Resolve(t.Context(), shelf, []eval.Query{{ID: pair.ID, Relevant: map[string]int{pair.Denies: 1, pair.Asserts: 1}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(resolved[0].Relevant) != 2 {
			t.Errorf("%s: %d passages, want one that denies and one that asserts", pair.ID, len(resolved[0].Relevant))
		}
		for id := range resolved[0].Relevant {
			if !known[id] {
				t.Errorf("%s: there is no passage %q", pair.ID, id)
			}
		}
	}
	if len(ids) < 30 {
		t.Errorf("%d pairs, want at least 30", len(ids))
	}
}
