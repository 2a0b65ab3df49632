// Package compare puts treatments side by side: what articles state of each one's effects,
// risks, contraindications, cost, downtime, sessions, insurance, approval and sources,
// sentence by sentence. It judges nothing: what articles say differently stays side by side,
// and what no article states is told as not stated, never as not there. How a table looks is
// left to the console.
package compare

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/search"
	"shirube/internal/statement"
)

const (
	// MostSubjects is how many treatments or articles stand side by side at most.
	MostSubjects = 4
	// MostArticles is how many articles of one treatment are read at most, those that were
	// updated last. A column says how many there are.
	MostArticles = 100
)

// ArticlePrefix begins a subject that is an article: what follows is its id.
const ArticlePrefix = "article:"

// Aspect is what treatments are compared by: a row.
type Aspect string

// The aspects, in the order of the rows.
const (
	Effects           Aspect = "effects"
	Risks             Aspect = "risks"
	Contraindications Aspect = "contraindications"
	Cost              Aspect = "cost"
	Downtime          Aspect = "downtime"
	Sessions          Aspect = "sessions"
	Insurance         Aspect = "insurance"
	Approval          Aspect = "approval"
	Sources           Aspect = "sources"
)

// Aspects are all aspects, in the order of the rows.
func Aspects() []Aspect {
	return []Aspect{Effects, Risks, Contraindications, Cost, Downtime, Sessions, Insurance, Approval, Sources}
}

// Table is treatments side by side.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is a treatment, or an article.
type Column struct {
	Subject string // as it was asked for
	Label   string // preferred label of the treatment, or the article's title
	// Narrower are the treatments that are a sort of it and whose articles are read as well.
	Narrower []string
	Articles []*statement.Article
	Total    int  // how many articles there are; more than Articles only above MostArticles
	Unknown  bool // neither a treatment of any article nor an article that can be seen

	single   bool // an article, not a treatment
	readings []*reading
}

// Row is what is stated of one aspect, a cell for each column.
type Row struct {
	Aspect Aspect
	Cells  []Cell
}

// Cell is what the articles of a column state of an aspect.
type Cell struct {
	Entries []Entry
	// Missing: no article states anything of it. That is not to say that there is none.
	Missing bool
	// Silent are the articles that state nothing of it, where others do.
	Silent []*statement.Article
	// Differs: articles give amounts or days that have nothing in common, or say different
	// things of insurance or approval.
	Differs bool
}

// Entry is one thing that is stated, with the sentences that state it: a risk by its name, a
// price as it is. A source has its works instead.
type Entry struct {
	Label      string
	Statements []statement.Statement
	Source     *corpus.Source // of an entry of Sources
	Article    *statement.Article
}

// Articles are what a comparison is made from.
type Articles interface {
	Scan(ctx context.Context, s search.Scan, each func(total int, a *corpus.Article) error) (search.Scanned, error)
	// Article returns a whole article, search.ErrNotFound if it is not in the scope.
	Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error)
	Lexicon() *lexicon.Lexicon
}

// reading is an article with its statements.
type reading struct {
	*statement.Reader
	article *corpus.Article
}

// Compare puts subjects side by side: names of treatments in any spelling, or articles as
// ArticlePrefix with an id. Only what the scope shows is read. More than MostSubjects are
// not looked at, and none stands there twice.
func Compare(ctx context.Context, from Articles, subjects []string, scope search.Scope) (*Table, error) {
	t := &Table{}
	for _, s := range subjects {
		if len(t.Columns) == MostSubjects {
			break
		}
		if strings.TrimSpace(s) == "" {
			continue
		}
		c, err := column(ctx, from, strings.TrimSpace(s), scope)
		if err != nil {
			return nil, fmt.Errorf("compare %q: %w", s, err)
		}
		if !slices.ContainsFunc(t.Columns, func(o Column) bool { return o.single == c.single && o.key() == c.key() }) {
			t.Columns = append(t.Columns, *c)
		}
	}
	for _, aspect := range Aspects() {
		row := Row{Aspect: aspect}
		for i := range t.Columns {
			row.Cells = append(row.Cells, t.Columns[i].cell(aspect))
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// key tells columns apart.
func (c *Column) key() string {
	if c.single {
		return c.Subject
	}
	return c.Label
}

func column(ctx context.Context, from Articles, subject string, scope search.Scope) (*Column, error) {
	c := &Column{Subject: subject, Label: subject}
	lex := from.Lexicon()
	if id, ok := strings.CutPrefix(subject, ArticlePrefix); ok {
		c.single, c.Label = true, id
		a, err := from.Article(ctx, id, scope)
		if errors.Is(err, search.ErrNotFound) {
			c.Unknown = true
			return c, nil
		}
		if err != nil {
			return nil, err //nolint:wrapcheck // Compare does
		}
		c.Label, c.Total = a.Title, 1
		c.add(a, lex)
		return c, nil
	}
	labels := []string{subject}
	if concept := treatmentNamed(lex, subject); concept != nil {
		c.Label = concept.Label
		labels = append([]string{concept.Label}, below(lex, concept)...)
	}
	scanned, err := from.Scan(ctx, search.Scan{Collections: scope.Collections, Treatments: labels, Newest: true, Most: MostArticles, Now: scope.Now},
		func(_ int, a *corpus.Article) error {
			c.add(a, lex)
			return nil
		})
	if err != nil {
		return nil, err //nolint:wrapcheck // Compare does
	}
	c.Total, c.Unknown = scanned.Total, scanned.Total == 0
	for _, narrower := range labels[1:] {
		if slices.ContainsFunc(c.Articles, func(a *statement.Article) bool { return slices.Contains(a.Treatments, narrower) }) {
			c.Narrower = append(c.Narrower, narrower)
		}
	}
	return c, nil
}

// treatmentNamed is the concept of a treatment, by its id or any name; nil where the lexicon
// knows none.
func treatmentNamed(lex *lexicon.Lexicon, name string) *lexicon.Concept {
	if c := lex.ByID(name); c != nil {
		return c
	}
	return lex.Lookup(name)
}

// below are the labels of what is narrower than a concept, over any number of steps.
func below(lex *lexicon.Lexicon, c *lexicon.Concept) []string {
	var out []string
	seen := map[string]bool{c.ID: true}
	for todo := lex.Narrower(c.ID); len(todo) > 0; todo = todo[1:] {
		if n := todo[0]; !seen[n.ID] {
			seen[n.ID] = true
			out = append(out, n.Label)
			todo = append(todo, lex.Narrower(n.ID)...)
		}
	}
	return out
}

func (c *Column) add(a *corpus.Article, lex *lexicon.Lexicon) {
	r := &reading{Reader: statement.Read(a, lex), article: a}
	c.readings = append(c.readings, r)
	c.Articles = append(c.Articles, r.Ref())
}
