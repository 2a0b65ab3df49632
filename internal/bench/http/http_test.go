package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// Both count the same: a facet that Shirube gains must be asked of OpenSearch, and be in
// its documents, or one of them would do less.
func TestOpenSearchIsAskedForTheSame(t *testing.T) {
	q := question("痛み")
	counts := q["aggs"].(object)
	properties := settings()["mappings"].(object)["properties"].(object)
	for name := range counts {
		if properties[name] == nil {
			t.Errorf("%s is counted but not in the mapping", name)
		}
	}
	for _, name := range append(append(index.ArticleFacets(), index.PassageFacets()...), index.RangeCost, index.RangeDowntime) {
		if counts[name] == nil {
			t.Errorf("%s is not counted", name)
		}
	}
	if len(counts) != facets() || q["size"] != search.DefaultPerPage {
		t.Errorf("%d facets instead of %d, %v hits", len(counts), facets(), q["size"])
	}
}

func TestADocumentIsAPassageWithItsArticlesFacets(t *testing.T) {
	a := &corpus.Article{ID: "a", Title: "題"}
	a.Normalize()
	docs := documents(&index.ArticleDocument{
		Article: a, Facets: map[string][]string{index.FacetTag: {"札"}},
		Passages: []index.PassageDocument{
			{Passage: corpus.Passage{ID: "a#1", Text: "一"}, Facets: map[string][]string{index.FacetKind: {"risks"}}},
			{Passage: corpus.Passage{ID: "a#2", Text: "二"}},
		},
	})
	if len(docs) != 2 || docs[1]["id"] != "a#2" || docs[1]["text"] != "二" || docs[1]["article_id"] != "a" {
		t.Fatalf("%v", docs)
	}
	if !slices.Equal(docs[0][index.FacetTag].([]string), []string{"札"}) || !slices.Equal(docs[0][index.FacetKind].([]string), []string{"risks"}) {
		t.Errorf("facets: %v", docs[0])
	}
	properties := settings()["mappings"].(object)["properties"].(object)
	for name := range docs[0] {
		if properties[name] == nil { // the mapping is strict
			t.Errorf("%s is not in the mapping", name)
		}
	}
}

// The generator's figures are of what was answered: every connection asks everything, in
// an order of its own, as it was meant, and answers that are errors are counted as such.
func TestLoadIsAskedAndCounted(t *testing.T) {
	var answered, refused atomic.Int64
	var lock sync.Mutex
	asked := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		lock.Lock()
		asked[string(body)]++
		lock.Unlock()
		if r.URL.Path != "/ask" || r.Header.Get("Content-Type") != "application/json" || string(body) == "refused" {
			refused.Add(1)
			http.Error(w, "no", http.StatusTeapot)
			return
		}
		answered.Add(1)
		_, _ = io.WriteString(w, strings.Repeat("答", 40_000)) // in chunks
	}))
	defer server.Close()
	e := &engine{base: server.URL, path: "/ask", pid: strconv.Itoa(os.Getpid())}
	for _, body := range []string{"一", "二", "refused"} {
		e.requests = append(e.requests, []byte(body))
	}
	r, err := e.ask(t.Context(), 4, 100*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(r.milliseconds)) != answered.Load()+refused.Load() || int64(r.failed) != refused.Load() || refused.Load() == 0 {
		t.Errorf("%d answers, %d failed; the server gave %d and refused %d", len(r.milliseconds), r.failed, answered.Load(), refused.Load())
	}
	if asked["一"] == 0 || asked["二"] == 0 || len(asked) != 3 {
		t.Errorf("asked: %v", asked)
	}
	server.Close()
	if _, err := e.ask(t.Context(), 1, time.Millisecond); err == nil {
		t.Error("a server that is gone was measured")
	}
}

func TestFiguresAreMediansOfRounds(t *testing.T) {
	f := figuresOf([]round{
		{seconds: 2, milliseconds: []float64{1, 1, 1, 9}, cpu: 0.004, failed: 1},
		{seconds: 1, milliseconds: []float64{2, 2}, cpu: 0.004},
		{seconds: 1, milliseconds: []float64{3, 3, 3, 3, 3}, cpu: 0.005},
	})
	if want := (figures{requests: 2, p50: 2, p99: 3, cpu: 1, failed: 1}); f != want {
		t.Errorf("%+v instead of %+v", f, want)
	}
}
