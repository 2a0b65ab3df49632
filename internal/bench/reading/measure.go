package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"shirube/corpus"
	"shirube/corpus/reader"
	"shirube/internal/lexicon"
)

// item is a line of the table.
type item string

// The items, in the order of the table.
const (
	sectionKind      item = "section kind"
	sectionFound     item = "sections found"
	faqPrecision     item = "FAQ precision"
	faqRecall        item = "FAQ recall"
	faqF1            item = "FAQ F1"
	sourceRecall     item = "sources recall"
	sourcePrecision  item = "sources precision"
	sourceType       item = "source type"
	supervisorRight  item = "supervisor"
	costExact        item = "cost exact"
	insuranceRight   item = "insurance"
	downtimeExact    item = "downtime exact"
	noiseFree        item = "noise kept out"
	textKept         item = "main text kept"
	accounted        item = "kept or listed"
	titleRight       item = "title"
	treatmentRight   item = "treatment"
	withoutRejection item = "pages read"
)

// tally counts what is right of what was to be judged.
type tally struct {
	Right int `json:"right"`
	Of    int `json:"of"`
}

func (t tally) plus(o tally) tally { return tally{t.Right + o.Right, t.Of + o.Of} }

// fault is something read otherwise than labelled.
type fault struct {
	Item     item   `json:"item"`
	Expected string `json:"expected"`
	Read     string `json:"read"`
}

// page is a page as judged.
type page struct {
	Name    string         `json:"page"`
	Held    bool           `json:"held"`
	Tallies map[item]tally `json:"items"`
	Faults  []fault        `json:"faults"`

	kinds []verdict // of the labelled sections
}

// judge notes that something was to be judged, and what was wrong with it.
func (p *page) judge(i item, right bool, expected, read string) {
	t := tally{Of: 1}
	if right {
		t.Right = 1
	}
	p.add(i, t)
	if !right {
		p.Faults = append(p.Faults, fault{i, expected, read})
	}
}

func (p *page) add(i item, t tally) { p.Tallies[i] = p.Tallies[i].plus(t) }

// measure reads every labelled page and judges it; where headings are hidden, the kinds
// of its sections alone.
func measure(ctx context.Context, dir, goldFile string, hide bool) ([]page, error) {
	list, err := loadGold(goldFile)
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Default()
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	r := reader.New(lex)
	pages := make([]page, 0, len(list))
	for i := range list {
		p, err := measurePage(ctx, lex, r, dir, &list[i], hide)
		if err != nil {
			return nil, err
		}
		pages = append(pages, *p)
	}
	return pages, nil
}

// measurePage reads one page, as `shirube parse` does, and judges it. A page that
// is not read is not an error: everything labelled on it counts as wrong.
func measurePage(ctx context.Context, lex *lexicon.Lexicon, r *reader.Reader, dir string, g *gold, hide bool) (*page, error) {
	file, err := pageFile(dir, g.Page)
	if err != nil {
		return nil, err
	}
	a, why, err := readPage(ctx, r, file)
	if err != nil {
		return nil, err
	}
	p := &page{Name: g.Page, Held: g.Held, Tallies: map[item]tally{}, Faults: []fault{}}
	p.judge(withoutRejection, why == "", "one article", why)
	if a == nil {
		a = &corpus.Article{Supervisors: make([]corpus.Supervisor, len(g.Supervisor)+1)} // not even that nobody supervised it was read
	}
	if hide {
		judgeSections(p, g, hidden(lex, a))
		return p, nil
	}
	judgeSections(p, g, a)
	judgeFAQs(p, g, a)
	judgeSources(p, g, a)
	judgeSupervisors(p, g, a)
	judgeCost(p, g, a)
	judgeFacts(p, g, a, lex)
	if err := judgeText(p, g, a, file); err != nil {
		return nil, err
	}
	return p, nil
}

// readPage reads a page; why it is not one article, if it is not.
func readPage(ctx context.Context, r *reader.Reader, file string) (a *corpus.Article, why string, err error) {
	src, err := os.Open(file) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, "", fmt.Errorf("page: %w", err)
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	count := 0
	problems, err := r.Read(ctx, filepath.Base(file), src, func(read *corpus.Article) error {
		if count++; a == nil {
			a = read
		}
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", file, err)
	}
	for _, problem := range problems {
		if problem.Fatal {
			return a, problem.String(), nil
		}
	}
	if count != 1 {
		return a, fmt.Sprintf("%d articles", count), nil
	}
	return a, "", nil
}
