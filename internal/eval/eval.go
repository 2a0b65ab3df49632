// Package eval measures relevance: it reads judged queries, asks a search
// function each of them, and computes the usual metrics, per type of query, with
// latencies, and the run as a TREC file. How a search is made is left to its
// caller.
package eval

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"shirube/index"
)

// Query is one judged query: a line of a queries file.
type Query struct {
	ID    string
	Query string
	// Relevant maps ids of articles or passages to their grade. A grade of zero
	// or less says that somebody looked and found it not relevant. Empty: nothing
	// in the corpus answers the query.
	Relevant map[string]int
	Type     string // empty: none
	// Fold is the part of the file that the query is in, from 0, for tuning on some
	// parts and measuring on another. 0 where a file has no parts.
	Fold int
	// Plain is the query as it is usually written, where this one is a variant of
	// it: in kana, in romaji, misspelt, in another width. Both should find the same.
	Plain string
}

// Ranked is one result of a search, in the order of its rank.
type Ranked struct {
	ID      string // what the view counts: an article's or a passage's id
	Article string // id of the article; the same as ID in the articles view
	Score   float64
}

// SearchFunc answers a query with its results, best first, each once.
type SearchFunc func(ctx context.Context, query string) ([]Ranked, error)

// Depth is how many results of a query count, and how many a SearchFunc should
// return: the deepest metric is recall@100.
const Depth = 100

// Outcome is what a search gave for one query.
type Outcome struct {
	Query   Query
	Results []Ranked // at most Depth
	// Grades are those of the results: 0 where one is not relevant.
	Grades []int
	// Ideal are the grades above 0 that the view could have found.
	Ideal []int
	Took  time.Duration
}

// Run asks search every query, one after another, and returns the outcomes in
// the order of the queries. The first error ends it; it names the query. The
// first query is asked once more beforehand, so that no latency includes what a
// process does once. done, when not nil, is told how many queries are through.
func Run(ctx context.Context, view index.View, queries []Query, search SearchFunc, done func(int)) ([]Outcome, error) {
	if len(queries) > 0 {
		if _, err := search(ctx, queries[0].Query); err != nil {
			return nil, fmt.Errorf("query %s: %w", queries[0].ID, err)
		}
	}
	outcomes := make([]Outcome, 0, len(queries))
	for i, q := range queries {
		start := time.Now()
		results, err := search(ctx, q.Query)
		took := time.Since(start)
		if err != nil {
			return nil, fmt.Errorf("query %s: %w", q.ID, err)
		}
		o := judge(view, q, results[:min(len(results), Depth)])
		o.Took = took
		outcomes = append(outcomes, o)
		if done != nil {
			done(i + 1)
		}
	}
	return outcomes, nil
}

// judge gives results their grades. In the articles view a judged passage counts
// for its article, the best one where there are several. In the passages view a
// result has the grade of its own id, else of its article's. What was counted
// once is not counted again: of a judged article only the first passage is
// relevant.
func judge(view index.View, q Query, results []Ranked) Outcome {
	relevant := q.Relevant
	if view != index.Passages {
		relevant = byArticle(relevant)
	}
	o := Outcome{Query: q, Results: results, Grades: make([]int, len(results))}
	for _, grade := range relevant {
		if grade > 0 {
			o.Ideal = append(o.Ideal, grade)
		}
	}
	counted := map[string]bool{}
	for i, r := range results {
		id := r.ID
		if _, judged := relevant[id]; !judged {
			id = r.Article
		}
		if !counted[id] {
			counted[id] = true
			o.Grades[i] = max(relevant[id], 0)
		}
	}
	return o
}

func byArticle(relevant map[string]int) map[string]int {
	out := make(map[string]int, len(relevant))
	for id, grade := range relevant {
		article := articleOf(id)
		if best, ok := out[article]; !ok || grade > best {
			out[article] = grade
		}
	}
	return out
}

// passageID is the form of a passage's id: the article's, #, ten hexadecimal
// digits, and a number where one article holds the same text twice.
var passageID = regexp.MustCompile(`^(.+)#[0-9a-f]{10}(-[0-9]+)?$`)

// articleOf is the article's id in a passage's id. An id that does not have the
// form of a passage's is an article's own.
func articleOf(id string) string {
	if m := passageID.FindStringSubmatch(id); m != nil {
		return m[1]
	}
	return id
}
