// Package statementtest holds articles without an index, for tests of what reads all of
// them: the embedded sample, or those that a test makes.
package statementtest

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/corpus/articles"
	"shirube/corpus/reader"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// Shelf holds articles. It embeds an engine that names concepts and finds nothing.
type Shelf struct {
	*search.Engine
	Articles []*corpus.Article
	// Served is the generation that it says it is of.
	Served string
}

// New is a shelf with these articles, which are normalized.
func New(list ...*corpus.Article) (*Shelf, error) {
	lex, err := lexicon.Default()
	if err != nil {
		return nil, fmt.Errorf("shelf: %w", err)
	}
	an, err := analysis.New(lex)
	if err != nil {
		return nil, fmt.Errorf("shelf: %w", err)
	}
	return &Shelf{Engine: search.New(an, lex, nil), Articles: list, Served: "1"}, nil
}

// Sample is a shelf with the articles of the embedded knowledge base.
func Sample(ctx context.Context) (*Shelf, error) {
	s, err := New()
	if err != nil {
		return nil, err
	}
	files, err := fs.ReadDir(articles.FS, ".")
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	for _, f := range files {
		data, err := fs.ReadFile(articles.FS, f.Name())
		if err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		if err := s.Read(ctx, f.Name(), string(data)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Read adds the articles of a text as a file of this name would be read.
func (s *Shelf) Read(ctx context.Context, name, content string) error {
	_, err := reader.New(s.Lexicon()).Read(ctx, name, strings.NewReader(content), func(a *corpus.Article) error {
		if a.ID == "" {
			a.ID = strings.TrimSuffix(name, path.Ext(name))
		}
		a.Normalize()
		s.Articles = append(s.Articles, a)
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Scan goes through the articles in their order.
func (s *Shelf) Scan(ctx context.Context, scan search.Scan, each func(total int, a *corpus.Article) error) (search.Scanned, error) {
	var list []*corpus.Article
	for _, a := range s.Articles {
		about := len(scan.Treatments) == 0 || slices.ContainsFunc(scan.Treatments, func(t string) bool { return slices.Contains(a.Treatments, t) })
		if about && (scan.Unpublished || a.Status != corpus.StatusDraft) && seen(scan.Collections, a) {
			list = append(list, a)
		}
	}
	out := search.Scanned{Generation: s.Served, Total: len(list)}
	for i, a := range list {
		if scan.Most > 0 && i == scan.Most {
			break
		}
		if err := each(len(list), a); err != nil {
			return out, err
		}
	}
	return out, ctx.Err() //nolint:wrapcheck // as Engine.Scan
}

func seen(collections []string, a *corpus.Article) bool {
	return len(collections) == 0 || slices.Contains(collections, a.Collection)
}

// Article is the one with the id, search.ErrNotFound where the scope does not show it.
func (s *Shelf) Article(_ context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	for _, a := range s.Articles {
		if a.ID == id && a.Status != corpus.StatusDraft && seen(scope.Collections, a) {
			return a, nil
		}
	}
	return nil, search.ErrNotFound
}

// Generation is Served.
func (s *Shelf) Generation(context.Context) (string, error) { return s.Served, nil }

// Many is n articles made of a shelf's, over and over: each copy under an id of its own, with
// other words in every second sentence, so that they are as alike as articles of one group of
// clinics. Each is made when it is asked for.
func (s *Shelf) Many(n int, each func(a *corpus.Article)) error {
	for i := range n {
		from := s.Articles[i%len(s.Articles)]
		raw, err := json.Marshal(from)
		if err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		a := &corpus.Article{}
		if err := json.Unmarshal([]byte(reworded(string(raw), i/len(s.Articles))), a); err != nil {
			return fmt.Errorf("copy: %w", err)
		}
		a.ID = fmt.Sprintf("%s-%d", from.ID, i)
		a.Normalize()
		each(a)
	}
	return nil
}

// reworded is a text with a word of its own in every second sentence.
func reworded(s string, copied int) string {
	parts := strings.Split(s, "ます。")
	for i := range len(parts) - 1 {
		if i%2 == 1 {
			parts[i] += fmt.Sprintf("（例%d）", copied)
		}
	}
	return strings.Join(parts, "ます。")
}
