package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"shirube/index"
)

// Shelf is where the articles are that judgments name; index.Backend is one.
type Shelf interface {
	// Articles returns the articles with these ids, in their order, whole or only
	// their heads; an id that does not exist leaves a nil.
	Articles(ctx context.Context, ids []string, whole bool) ([]*index.StoredArticle, error)
}

// Resolve returns the queries with the ids of the passages that their judgments
// name for people to read:
//
//	<article id>#<heading>             a passage under this heading; of a question, the question
//	<article id>#                      what stands before the first heading
//	<article id>#<parent> > <heading>  the same, where two sections have one heading
//
// A name that fits several passages, such as the pieces of a long section, stands
// for each of them. What fits none, and ids of articles and passages, stay as they
// are. The queries that are given are not changed.
func Resolve(ctx context.Context, shelf Shelf, queries []Query) ([]Query, error) {
	named := places{shelf: shelf, found: map[string]map[string][]string{}}
	out := slices.Clone(queries)
	for i := range out {
		resolved := make(map[string]int, len(out[i].Relevant))
		for judged, grade := range out[i].Relevant {
			ids, err := named.passages(ctx, judged)
			if err != nil {
				return nil, fmt.Errorf("query %s: %w", out[i].ID, err)
			}
			for _, id := range ids {
				if before, twice := resolved[id]; !twice || grade > before {
					resolved[id] = grade
				}
			}
		}
		out[i].Relevant = resolved
	}
	return out, nil
}

// places knows the names of the passages of articles that were asked for before.
type places struct {
	shelf Shelf
	found map[string]map[string][]string // article → name → ids
}

// passages are the ids that a judged name stands for: itself, when it is no name.
func (p places) passages(ctx context.Context, judged string) ([]string, error) {
	article, heading, isName := strings.Cut(judged, "#")
	if !isName || passageID.MatchString(judged) {
		return []string{judged}, nil
	}
	names, known := p.found[article]
	if !known {
		stored, err := p.shelf.Articles(ctx, []string{article}, true)
		if err != nil {
			return nil, fmt.Errorf("the article of %q: %w", judged, err)
		}
		names = namesIn(stored)
		p.found[article] = names
	}
	if ids := names[heading]; len(ids) > 0 {
		return ids, nil
	}
	return []string{judged}, nil
}

// namesIn are the names of the passages of articles, with their ids.
func namesIn(stored []*index.StoredArticle) map[string][]string {
	names := map[string][]string{}
	for _, s := range stored {
		if s == nil {
			continue
		}
		for _, p := range s.Article.Passages() {
			names[p.Heading] = append(names[p.Heading], p.ID)
			above := slices.Clone(p.Path)
			if n := len(above); n > 0 && above[n-1] == p.Heading {
				above = above[:n-1]
			}
			if n := len(above); n > 0 {
				long := above[n-1] + " > " + p.Heading
				names[long] = append(names[long], p.ID)
			}
		}
	}
	return names
}
