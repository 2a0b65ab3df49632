// Package sets is what Shirube's search is measured with: judged queries over
// articles, and for each query of each set a figure from 0 to 1, by one code for
// every measurement and for every engine that is compared. What the figures must
// reach, and what is changed between two measurements, is left to the commands.
package sets

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// Corpus is articles with their index.
type Corpus struct {
	Name     string
	parts    *bench.Parts
	dir      string
	places   map[string]*Place               // by the passage's id
	articles map[string]*index.StoredArticle // by the article's id, whole
	// file is the passages as an engine that is compared gets them, when that is
	// not as Shirube cuts them.
	file string
}

// Place is where a passage stands and what it says.
type Place struct {
	Article, Title, Heading string
	Path                    []string
	Text                    string
}

// buildCorpus makes an index of the source in the folder dir.
func buildCorpus(ctx context.Context, parts *bench.Parts, name string, source ingest.Source, dir string) (*Corpus, error) {
	c := &Corpus{Name: name, parts: parts, dir: dir, places: map[string]*Place{}, articles: map[string]*index.StoredArticle{}}
	var lock sync.Mutex
	err := parts.Build(ctx, source, dir, func(a *corpus.Article) {
		passages := a.Passages()
		whole := *a
		lock.Lock()
		defer lock.Unlock()
		c.articles[a.ID] = &index.StoredArticle{Article: &whole}
		for _, p := range passages {
			c.places[p.ID] = &Place{Article: a.ID, Title: a.Title, Heading: p.Heading, Path: p.Path, Text: p.Text}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// All is the articles, whole, by their ids.
func (c *Corpus) All() []*corpus.Article {
	out := make([]*corpus.Article, 0, len(c.articles))
	for _, id := range slices.Sorted(maps.Keys(c.articles)) {
		out = append(out, c.articles[id].Article)
	}
	return out
}

// Serve opens the index for an engine, which options change.
func (c *Corpus) Serve(ctx context.Context, options ...search.Option) (*bench.Served, error) {
	return c.parts.Serve(ctx, c.dir, options...)
}

// peerPassages is a file of the passages for another engine: {"id","title","text"} a
// line. Where Shirube cuts articles, the other engine gets the same passages, each
// with its headings, so that only the search differs.
func (c *Corpus) peerPassages(dir string) (string, error) {
	if c.file != "" {
		return c.file, nil
	}
	var lines []any
	for _, id := range slices.Sorted(maps.Keys(c.places)) {
		p := c.places[id]
		lines = append(lines, bench.Passage{ID: id, Title: p.Title, Text: strings.Join(p.Path, " ") + "\n" + p.Heading + "\n" + p.Text})
	}
	return writeLines(filepath.Join(dir, "passages.jsonl"), lines)
}

// writeLines writes JSON lines and returns the file's name.
func writeLines(path string, lines []any) (string, error) {
	f, err := os.Create(path)
	if err != nil {
		return "", fmt.Errorf("file for the peer: %w", err)
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			return "", errors.Join(fmt.Errorf("file for the peer: %w", err), f.Close())
		}
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		return "", fmt.Errorf("file for the peer: %w", err)
	}
	return path, nil
}
