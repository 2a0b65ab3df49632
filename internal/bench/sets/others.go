package sets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/eval"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// The names of the sets over real pages.
const (
	Pages        = "pages"
	PagesNothing = "pages, nothing to find"
)

// Questions is the set of a folder with passages.jsonl and queries.jsonl: passages,
// any word of the question; of the questions every Nth.
func Questions(ctx context.Context, parts *bench.Parts, folder, dir string, every int) (*Set, error) {
	set, err := bench.OpenSet(folder)
	if err != nil {
		return nil, err
	}
	c, err := buildCorpus(ctx, parts, set.Name, set.Source(), dir)
	if err != nil {
		return nil, err
	}
	c.file = filepath.Join(folder, "passages.jsonl")
	queries := set.Queries
	if every > 1 {
		queries = nil
		for i := 0; i < len(set.Queries); i += every {
			queries = append(queries, set.Queries[i])
		}
	}
	return ranked(set.Name, c, way{index.Passages, search.MatchAny}, queries), nil
}

// OnPages is the sets over real pages: a folder of files named by their number, and
// a file of questions, as ReadPageQuestions reads them.
func OnPages(ctx context.Context, parts *bench.Parts, folder, file, dir string) ([]*Set, error) {
	questions, err := ReadPageQuestions(file)
	if err != nil {
		return nil, err
	}
	c, err := buildCorpus(ctx, parts, "pages", ingest.Source{Path: folder}, dir)
	if err != nil {
		return nil, err
	}
	pages, err := PageNames(ctx, parts, folder)
	if err != nil {
		return nil, err
	}
	j := &judgedPages{c, pages}
	s := &Set{Name: Pages, What: "nDCG@10", Corpus: c}
	var answered []*PageQuestion
	var nothing []eval.Query
	for _, q := range questions {
		if len(q.Relevant) == 0 {
			nothing = append(nothing, q.Judged())
			continue
		}
		answered = append(answered, q)
		s.asked = append(s.asked, asked{q.ID, q.Query})
	}
	s.measure = func(ctx context.Context, by Searcher) ([]Figure, error) { return j.measure(ctx, by, answered) }
	s.judge = func(run eval.RunFile) []Figure { return j.judge(run, answered) }
	sets := []*Set{s}
	if len(nothing) > 0 {
		sets = append(sets, shares(PagesNothing, "answerable is false", c, nothing, isAnswerable(false)))
	}
	return sets, nil
}

// judgedPages judges results by where on their pages they stand.
type judgedPages struct {
	corpus *Corpus
	pages  map[string]string // by article
}

func (j *judgedPages) measure(ctx context.Context, by Searcher, questions []*PageQuestion) ([]Figure, error) {
	run := eval.RunFile{}
	for _, q := range questions {
		r, err := by.Search(ctx, way{view: index.Passages}.request(q.Query, search.MaxPerPage))
		if err != nil {
			return nil, fmt.Errorf("query %s: %w", q.ID, err)
		}
		for _, h := range r.Hits {
			run[q.ID] = append(run[q.ID], eval.Ranked{ID: h.ID, Score: h.Score})
		}
	}
	return j.judge(run, questions), nil
}

// judge names the results of a run by the judgments that they answer; of several
// that answer one, the first counts.
func (j *judgedPages) judge(run eval.RunFile, questions []*PageQuestion) []Figure {
	named := eval.RunFile{}
	queries := make([]eval.Query, len(questions))
	for i, q := range questions {
		queries[i] = q.Judged()
		for _, r := range run[q.ID] {
			if p := j.corpus.places[r.ID]; p != nil {
				if judgment := q.Answered(j.pages[p.Article], p); judgment != nil {
					r.ID = judgment.ID()
				}
			}
			named[q.ID] = append(named[q.ID], r)
		}
	}
	return gains(named.Judge(index.Passages, queries))
}

// PageNames are the numbers of the pages in a folder, by the ids of their articles:
// a page that gives its own address has that for an id, not the name of its file.
func PageNames(ctx context.Context, parts *bench.Parts, folder string) (map[string]string, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	out := map[string]string{}
	for _, entry := range files {
		f, err := os.Open(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("pages: %w", err)
		}
		_, err = parts.Reader.Read(ctx, entry.Name(), f, func(a *corpus.Article) error {
			out[a.ID] = strings.TrimSuffix(entry.Name(), filepath.Ext(entry.Name()))
			return nil
		})
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
	}
	return out, nil
}
