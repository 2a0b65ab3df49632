package sets

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"shirube/corpus/articles"
	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/eval"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// The names of the sets over the sample knowledge base.
const (
	SampleArticles     = "sample, articles"
	SamplePassages     = "sample, passages"
	SampleVariants     = "sample, variants"
	SampleNegation     = "sample, negation"
	SampleUnanswerable = "sample, nothing to find"
	SampleAnswerable   = "sample, something to find"
)

// Sample is the sets over the sample knowledge base: the folder with the judged
// queries of testdata/queries, and dir for the index.
func Sample(ctx context.Context, parts *bench.Parts, folder, dir string) ([]*Set, error) {
	c, err := SampleCorpus(ctx, parts, dir)
	if err != nil {
		return nil, err
	}
	byArticle, err := c.Queries(ctx, folder, "sample-articles.jsonl")
	if err != nil {
		return nil, err
	}
	byPassage, err := c.Queries(ctx, folder, "sample-passages.jsonl")
	if err != nil {
		return nil, err
	}
	nothing, err := c.Queries(ctx, folder, "unanswerable.jsonl")
	if err != nil {
		return nil, err
	}
	pairs, err := c.negations(ctx, filepath.Join(folder, "negation.jsonl"))
	if err != nil {
		return nil, err
	}
	variants := slices.DeleteFunc(slices.Clone(byArticle), func(q eval.Query) bool { return q.Plain == "" })
	return []*Set{
		ranked(SampleArticles, c, way{view: index.Articles}, byArticle),
		ranked(SamplePassages, c, way{view: index.Passages}, byPassage),
		shares(SampleVariants, "the same first article as the plain form", c, variants, sameFirst),
		pairs,
		shares(SampleUnanswerable, "answerable is false", c, nothing, isAnswerable(false)),
		shares(SampleAnswerable, "answerable is true", c, byArticle, isAnswerable(true)),
	}, nil
}

// SampleCorpus is the sample knowledge base, with its index in the folder dir.
func SampleCorpus(ctx context.Context, parts *bench.Parts, dir string) (*Corpus, error) {
	return buildCorpus(ctx, parts, "sample", ingest.Source{Path: "sample", FS: articles.FS}, dir)
}

// Queries reads a file of judged queries over the corpus; the passages that they name
// by their headings have their ids.
func (c *Corpus) Queries(ctx context.Context, folder, name string) ([]eval.Query, error) {
	queries, err := Judged(folder, name)
	if err != nil {
		return nil, err
	}
	return eval.Resolve(ctx, c, queries)
}

// Judged reads files of judged queries, with the passages as they are named there.
func Judged(folder string, names ...string) ([]eval.Query, error) {
	var out []eval.Query
	for _, name := range names {
		f, err := os.Open(filepath.Join(folder, name))
		if err != nil {
			return nil, fmt.Errorf("judged queries: %w", err)
		}
		queries, err := eval.ReadQueries(name, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		out = append(out, queries...)
	}
	return out, nil
}

// Articles is what judgments that name passages by their headings are resolved by.
func (c *Corpus) Articles(_ context.Context, ids []string, _ bool) ([]*index.StoredArticle, error) {
	out := make([]*index.StoredArticle, len(ids))
	for i, id := range ids {
		out[i] = c.articles[id]
	}
	return out, nil
}

// sameFirst: a query typed in another way finds the same article first.
func sameFirst(ctx context.Context, s Searcher, q eval.Query) (bool, error) {
	first := func(query string) (string, error) {
		r, err := s.Search(ctx, way{view: index.Articles}.request(query, 1))
		if err != nil || len(r.Hits) == 0 {
			return "", err
		}
		return r.Hits[0].ID, nil
	}
	plain, err := first(q.Plain)
	if err != nil {
		return false, err
	}
	typed, err := first(q.Query)
	return typed == plain && typed != "", err
}

// isAnswerable: the answer says, as it should, whether there is something to find.
// Both the articles view, of search pages, and the passages view, of chatbots, must.
func isAnswerable(want bool) func(ctx context.Context, s Searcher, q eval.Query) (bool, error) {
	return func(ctx context.Context, s Searcher, q eval.Query) (bool, error) {
		for _, view := range []index.View{index.Articles, index.Passages} {
			r, err := s.Search(ctx, way{view: view}.request(q.Query, search.DefaultPerPage))
			if err != nil || r.Answerable != want {
				return false, err
			}
		}
		return true, nil
	}
}

// negated is a negated query with a passage that denies and one that asserts.
type negated struct {
	ID      string `json:"id"`
	Query   string `json:"query"`
	Denies  string `json:"denies"`
	Asserts string `json:"asserts"`
}

// above reports whether what denies stands among the results, above what asserts.
func above(results []string, denies, asserts string) bool {
	d, a := slices.Index(results, denies), slices.Index(results, asserts)
	return d >= 0 && (a < 0 || d < a)
}

func (c *Corpus) negations(ctx context.Context, path string) (*Set, error) {
	data, err := os.ReadFile(path) //nolint:gosec // named by who measures
	if err != nil {
		return nil, fmt.Errorf("judged queries: %w", err)
	}
	s := &Set{Name: SampleNegation, What: "what denies stands above what asserts", Corpus: c}
	var pairs []negated
	lines := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		var p negated
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		for _, name := range []*string{&p.Denies, &p.Asserts} {
			if *name, err = c.passage(ctx, *name); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", path, n, err)
			}
		}
		pairs = append(pairs, p)
		s.asked = append(s.asked, asked{p.ID, p.Query})
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s.measure = func(ctx context.Context, by Searcher) ([]Figure, error) {
		return pairFigures(pairs, func(p negated) ([]string, error) {
			r, err := by.Search(ctx, way{view: index.Passages}.request(p.Query, search.MaxPerPage))
			if err != nil {
				return nil, err
			}
			var ids []string
			for _, h := range r.Hits {
				ids = append(ids, h.ID)
			}
			return ids, nil
		})
	}
	s.judge = func(run eval.RunFile) []Figure {
		out, _ := pairFigures(pairs, func(p negated) ([]string, error) { // this one has no errors
			var ids []string
			for _, r := range run[p.ID] {
				ids = append(ids, r.ID)
			}
			return ids, nil
		})
		return out
	}
	return s, nil
}

func pairFigures(pairs []negated, results func(negated) ([]string, error)) ([]Figure, error) {
	out := make([]Figure, len(pairs))
	for i, p := range pairs {
		ids, err := results(p)
		if err != nil {
			return nil, fmt.Errorf("query %s: %w", p.ID, err)
		}
		out[i] = Figure{Query: p.ID, Value: value(above(ids, p.Denies, p.Asserts))}
	}
	return out, nil
}

// passage is the id of the one passage that a judgment names.
func (c *Corpus) passage(ctx context.Context, name string) (string, error) {
	resolved, err := eval.Resolve(ctx, c, []eval.Query{{Relevant: map[string]int{name: 1}}})
	if err != nil {
		return "", err
	}
	if len(resolved[0].Relevant) != 1 {
		return "", fmt.Errorf("%q names %d passages, not one", name, len(resolved[0].Relevant))
	}
	for id := range resolved[0].Relevant {
		if c.places[id] != nil {
			return id, nil
		}
	}
	return "", fmt.Errorf("there is no passage %q", name)
}
