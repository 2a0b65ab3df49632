package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"shirube/internal/eval"
	"shirube/internal/search"
)

// question is a line of the file.
type question struct {
	ID       string     `json:"id"`
	Query    string     `json:"query"`
	Type     string     `json:"type"`
	Relevant []judgment `json:"relevant"`
}

// judgment is a place that answers: 3 all of it, 2 a part, 1 touches it.
type judgment struct {
	Page    string `json:"page"`
	Heading string `json:"heading"`
	Grade   int    `json:"grade"`
	// Parent is the nearest marked heading above one that is not marked.
	Parent string `json:"parent"`
}

// id is the name of the judged place.
func (j *judgment) id() string { return j.Page + " " + j.Heading }

func readQuestions(path string) ([]*question, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("questions: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	var out []*question
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		q := &question{}
		if err := json.Unmarshal(lines.Bytes(), q); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		out = append(out, q)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("questions: %w", err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no question in it", path)
	}
	return out, nil
}

// judged is the question as internal/eval knows it.
func (q *question) judged() eval.Query {
	out := eval.Query{ID: q.ID, Query: q.Query, Type: q.Type, Relevant: map[string]int{}}
	for i := range q.Relevant {
		out.Relevant[q.Relevant[i].id()] = q.Relevant[i].Grade
	}
	return out
}

// answered is the judgment that a passage of a page answers: by its own heading, else by
// the nearest above it, else by its text under an unmarked heading's parent.
func (q *question) answered(page string, p *search.PassageView) *judgment {
	above := slices.Clone(p.Path)
	slices.Reverse(above)
	headings := append([]string{p.Heading}, above...)
	for _, h := range headings {
		for i := range q.Relevant {
			if j := &q.Relevant[i]; j.Page == page && sameHeading(h, j.Heading) {
				return j
			}
		}
	}
	for i := range q.Relevant {
		j := &q.Relevant[i]
		if j.Parent != "" && j.Page == page && strings.Contains(folded(p.Text), folded(j.Heading)) &&
			slices.ContainsFunc(headings, func(h string) bool { return sameHeading(h, j.Parent) }) {
			return j
		}
	}
	return nil
}

// sameHeading compares headings by what they say: one may have decoration around it,
// or be cut.
func sameHeading(a, b string) bool {
	a, b = folded(a), folded(b)
	return a != "" && b != "" && (strings.Contains(a, b) || len(a) > 6 && strings.HasPrefix(b, a))
}

// folded is NFKC without white space.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// writeWorst lists the questions that lost most, with their answers and what they
// were given.
func writeWorst(w io.Writer, questions []*question, outcomes []eval.Outcome, n int) error {
	type loss struct {
		ndcg float64
		at   int
	}
	var losses []loss
	for i := range outcomes {
		if m := eval.Measure(outcomes[i : i+1]).Overall; m.Judged > 0 && m.NDCG10 < 1 {
			losses = append(losses, loss{m.NDCG10, i})
		}
	}
	slices.SortStableFunc(losses, func(a, b loss) int {
		switch {
		case a.ndcg < b.ndcg:
			return -1
		case a.ndcg > b.ndcg:
			return 1
		}
		return 0
	})
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range losses[:min(n, len(losses))] {
		q, o := questions[l.at], outcomes[l.at]
		fmt.Fprintf(t, "\n%.3f\t%s\t%s\n", l.ndcg, q.Type, q.Query)
		for i := range q.Relevant {
			fmt.Fprintf(t, "\twanted %d\t%s\n", q.Relevant[i].Grade, q.Relevant[i].id())
		}
		for i, r := range o.Results[:min(5, len(o.Results))] {
			fmt.Fprintf(t, "\tgiven %d\t%s\n", o.Grades[i], r.ID+" ("+r.Article+")")
		}
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}
