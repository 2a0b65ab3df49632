package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"shirube/internal/bench"
	"shirube/internal/search"
)

// line is what the share of a class is judged by.
const line = "same first article"

// tally counts the spellings of one sort.
type tally struct {
	sort          *sort
	asked, same   int // those with one right answer
	unclear, also int // the others, and those of them with the same first article
	worst         []string
}

// shareOf is a share as it is printed: none of nothing.
func shareOf(asked, same int) string {
	if asked == 0 {
		return "–"
	}
	return fmt.Sprintf("%.4f", float64(same)/float64(asked))
}

// spellings asks every query in every spelling.
func (m *measured) spellings(ctx context.Context, o options) ([]bench.Line, error) {
	list, err := m.read(ctx)
	if err != nil {
		return nil, err
	}
	terms, err := m.served.Vocabulary(ctx)
	if err != nil {
		return nil, err
	}
	k := newKnown(m.parts, terms)
	sorts := append(writings(m.parts), slips(m.parts, o.seed)...)
	tallies := make([]tally, len(sorts))
	for i := range sorts {
		tallies[i].sort = &sorts[i]
	}
	n := 0
	for i, q := range queries(names(m.parts, list)) {
		if i/2%o.every != 0 {
			continue
		}
		plain, err := m.first(ctx, q.String())
		if err != nil {
			return nil, err
		}
		if plain.article == "" {
			continue // the index does not know it
		}
		n++
		for i := range tallies {
			if err := m.ask(ctx, &tallies[i], k, q, plain); err != nil {
				return nil, err
			}
		}
	}
	fmt.Println(bench.Header())
	fmt.Printf("%d queries\n", n)
	return report(os.Stdout, tallies, o)
}

// ask asks one query in one spelling.
func (m *measured) ask(ctx context.Context, t *tally, k *known, q query, plain answer) error {
	typed, ok := t.sort.spell(q.name)
	if !ok || typed == "" {
		return nil
	}
	unclear := k.ambiguous(q.name, typed, t.sort)
	if q.intent != "" {
		intent := q.intent
		if s, ok := t.sort.spell(intent); ok && t.sort.whole && s != "" {
			intent = s
		}
		typed += " " + intent
	}
	got, err := m.first(ctx, typed)
	if err != nil {
		return err
	}
	same := got.article == plain.article
	switch {
	case unclear && same:
		t.also++
		t.unclear++
	case unclear:
		t.unclear++
	case same:
		t.same++
		t.asked++
	default:
		t.asked++
		t.worst = append(t.worst, fmt.Sprintf("%s\t%s\t%s\t%s (%s)", q, typed, plain.article, got.article, got.corrected))
	}
	return nil
}

// answer is what matters of a response.
type answer struct{ article, corrected string }

func (m *measured) first(ctx context.Context, q string) (answer, error) {
	r, err := m.served.Search(ctx, search.Request{Query: q, PerPage: 1, Facets: []string{}, Highlight: search.HighlightOff})
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", q, err)
	}
	var a answer
	if c := r.Interpreted.Corrected; c != nil {
		a.corrected = c.To
	}
	if len(r.Hits) > 0 {
		a.article = r.Hits[0].Article.ID
	}
	return a, nil
}

func report(w io.Writer, tallies []tally, o options) ([]bench.Line, error) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "spelling\tasked\t%s\tunclear\tof these the same\t\n", line)
	for i := range tallies {
		s := &tallies[i]
		fmt.Fprintf(t, "%s\t%d\t%s\t%d\t%d\t\n", s.sort.name, s.asked, shareOf(s.asked, s.same), s.unclear, s.also)
	}
	var lines []bench.Line
	for _, class := range []string{forms, inKana, inRomaji, misspelt} {
		asked, same := 0, 0
		for i := range tallies {
			if s := &tallies[i]; s.sort.class == class && !s.sort.open {
				asked, same = asked+s.asked, same+s.same
			}
		}
		fmt.Fprintf(t, "all: %s\t%d\t%s\t\t\t\n", class, asked, shareOf(asked, same))
		if asked > 0 {
			lines = append(lines, bench.Line{What: class + ", " + line, Got: float64(same) / float64(asked), Bound: o.least})
		}
	}
	if err := t.Flush(); err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	t = tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range tallies {
		s := &tallies[i]
		if len(s.worst) == 0 || o.worst == 0 {
			continue
		}
		fmt.Fprintf(t, "\n%s\ttyped\tplain\tfound (as)\n", s.sort.name)
		for j := range min(o.worst, len(s.worst)) { // spread over all
			fmt.Fprintln(t, s.worst[j*len(s.worst)/min(o.worst, len(s.worst))])
		}
	}
	if err := t.Flush(); err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	return lines, nil
}

// corrections prints which of the queries of a file, that have nothing wrong with them,
// are put right nevertheless.
func (m *measured) corrections(ctx context.Context, file string, worst int) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("queries: %w", err)
	}
	asked := 0
	var changed []string
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		q := strings.TrimSpace(lines.Text())
		var one struct{ Query string }
		if json.Unmarshal([]byte(q), &one) == nil && one.Query != "" {
			q = one.Query
		}
		if q == "" {
			continue
		}
		asked++
		got, err := m.first(ctx, q)
		if err != nil {
			return err
		}
		if got.corrected != "" {
			changed = append(changed, q+"\n    "+got.corrected)
		}
	}
	fmt.Println(bench.Header())
	fmt.Printf("%d of %d queries put right (%.4f)\n", len(changed), asked, float64(len(changed))/float64(max(asked, 1)))
	for _, c := range changed[:min(len(changed), worst)] {
		fmt.Println(c)
	}
	return nil
}
