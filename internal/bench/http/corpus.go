package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"shirube/corpus"
	"shirube/corpus/articles"
	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/bench/sets"
	"shirube/internal/eval"
	"shirube/internal/ingest"
)

// corpusOf is what both engines hold and are asked.
type corpusOf struct {
	name      string
	file      string // empty: the sample, which is in the program
	articles  []*index.ArticleDocument
	passages  int
	questions []string
}

// load reads the articles and the questions. Reading them makes an index in dir, which
// nobody asks.
func (o *options) load(ctx context.Context, dir string) (*corpusOf, error) {
	parts, err := bench.Load()
	if err != nil {
		return nil, err
	}
	out := &corpusOf{name: "sample"}
	source := ingest.Source{Path: out.name, FS: articles.FS}
	var queries []eval.Query
	if o.data != "" {
		set, err := bench.OpenSet(o.data)
		if err != nil {
			return nil, err
		}
		out.name, out.file = set.Name, filepath.Join(o.data, "passages.jsonl")
		source, queries = set.Source(), set.Queries
	} else if queries, err = sets.Judged(o.queries, "sample-articles.jsonl", "sample-passages.jsonl"); err != nil {
		return nil, err
	}
	for _, q := range queries {
		if !slices.Contains(out.questions, q.Query) {
			out.questions = append(out.questions, q.Query)
		}
	}
	var lock sync.Mutex
	var list []*corpus.Article
	if err := parts.Build(ctx, source, filepath.Join(dir, "read"), func(a *corpus.Article) {
		lock.Lock()
		defer lock.Unlock()
		list = append(list, a)
	}); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b *corpus.Article) int { return strings.Compare(a.ID, b.ID) })
	for _, a := range list {
		document, err := parts.Builder.Document(a)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.ID, err)
		}
		out.articles = append(out.articles, document)
		out.passages += len(document.Passages)
	}
	return out, nil
}
