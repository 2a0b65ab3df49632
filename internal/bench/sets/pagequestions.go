package sets

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"shirube/internal/eval"
)

// PageQuestion is a question that somebody asks of real pages: a line of a file of
// {"id","query","type","relevant":[{"page","heading","grade","parent"?}]}.
type PageQuestion struct {
	ID       string     `json:"id"`
	Query    string     `json:"query"`
	Type     string     `json:"type"`
	Relevant []Judgment `json:"relevant"`
}

// Judgment is a place that answers: 3 all of it, 2 a part, 1 touches it.
type Judgment struct {
	Page    string `json:"page"`
	Heading string `json:"heading"`
	Grade   int    `json:"grade"`
	// Parent is the nearest marked heading above one that is not marked.
	Parent string `json:"parent"`
}

// ID is the name of the judged place.
func (j *Judgment) ID() string { return j.Page + " " + j.Heading }

// ReadPageQuestions reads such a file. Empty lines are skipped; an error names the
// file and the line.
func ReadPageQuestions(path string) ([]*PageQuestion, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("questions: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	var out []*PageQuestion
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		q := &PageQuestion{}
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

// Judged is the question as internal/eval knows it: its judgments by their ids.
func (q *PageQuestion) Judged() eval.Query {
	out := eval.Query{ID: q.ID, Query: q.Query, Type: q.Type, Relevant: map[string]int{}}
	for i := range q.Relevant {
		out.Relevant[q.Relevant[i].ID()] = q.Relevant[i].Grade
	}
	return out
}

// Answered is the judgment that a passage of a page answers: by its own heading, else by
// the nearest above it, else by its text under an unmarked heading's parent.
func (q *PageQuestion) Answered(page string, p *Place) *Judgment {
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
