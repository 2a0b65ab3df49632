package eval

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"shirube/index"
)

// RunFile is a TREC run: the results of each query by its id, best first.
type RunFile map[string][]Ranked

// ReadRun reads a run in TREC format, of any system: "qid Q0 docid rank score tag"
// lines in any order. Like trec_eval it sorts by the score and leaves the rank
// aside; lines with the same score keep their order. An error names the file and
// the line.
func ReadRun(name string, r io.Reader) (RunFile, error) {
	run := RunFile{}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, maxLine)
	n := 0
	for scanner.Scan() {
		n++
		fields := strings.Fields(strings.TrimPrefix(scanner.Text(), "\ufeff"))
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 6 {
			return nil, fmt.Errorf("%s:%d: a run's line has six fields (qid Q0 docid rank score tag), not %d", name, n, len(fields))
		}
		score, err := strconv.ParseFloat(fields[4], 64)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: the score %q is not a number", name, n, fields[4])
		}
		run[fields[0]] = append(run[fields[0]], Ranked{ID: fields[2], Score: score})
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
	}
	if len(run) == 0 {
		return nil, fmt.Errorf("%s: no results in it", name)
	}
	for _, results := range run {
		slices.SortStableFunc(results, func(a, b Ranked) int { return cmp.Compare(b.Score, a.Score) })
	}
	return run, nil
}

// Judge gives a run's results their grades, as Run does: an outcome for each of the
// queries, in their order, without latencies. A query that the run does not know
// found nothing.
func (f RunFile) Judge(view index.View, queries []Query) []Outcome {
	outcomes := make([]Outcome, len(queries))
	for i, q := range queries {
		results := slices.Clone(f[q.ID])
		names := fileNames(q)
		for j := range results {
			r := &results[j]
			r.Article = articleOf(r.ID)
			if article, ok := names[r.Article]; ok {
				r.Article = article
			}
			if id, ok := names[r.ID]; ok {
				r.ID = id
			}
		}
		outcomes[i] = judge(view, q, results[:min(len(results), Depth)])
	}
	return outcomes
}

// Knows counts the queries that the run has results for.
func (f RunFile) Knows(queries []Query) int {
	n := 0
	for _, q := range queries {
		if len(f[q.ID]) > 0 {
			n++
		}
	}
	return n
}

// fileNames are the ids that matter to a query, by how run files have them.
func fileNames(q Query) map[string]string {
	names := map[string]string{}
	for id := range q.Relevant {
		names[docID(id)] = id
		names[docID(articleOf(id))] = articleOf(id)
	}
	return names
}
