package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"shirube/index"
)

// pinnedHit is a hit that editors put at a place.
type pinnedHit struct {
	index.Hit
	position int
	passage  string // what was pinned is this passage of the article; empty: the article
}

// pinned are the hits that editors put in their places for a request, by position.
type pinned []pinnedHit

// pins are the rules for a request, in the order of their positions.
func (e *Engine) pins(r Request) []Pin {
	c := e.curated
	if c.Curation == nil || r.WithoutPins || r.Sort != index.ByRelevance {
		return nil
	}
	var out []Pin
	for _, i := range c.pinned.of(r.Query) {
		if c.holds(c.pins[i].Collection) {
			out = append(out, c.pins[i])
		}
	}
	slices.SortStableFunc(out, func(a, b Pin) int { return cmp.Compare(a.Position, b.Position) })
	return out
}

// pin has what is pinned found as well, where scope and filters keep it, and returns the
// result with it: totals and counts are of what is shown.
func (e *Engine) pin(ctx context.Context, backend index.Backend, r Request, u *understood, result *index.Result) (pinned, *index.Result, error) {
	rules := e.pins(r)
	if len(rules) == 0 {
		return nil, result, nil
	}
	var out pinned
	var also []string
	taken := map[string]bool{}
	for _, rule := range rules {
		h, err := e.pinnedBy(ctx, backend, r, u, rule)
		if err != nil {
			return nil, nil, err
		}
		if h == nil || taken[docOf(r.View, h.Hit)] {
			continue
		}
		taken[docOf(r.View, h.Hit)] = true
		out = append(out, *h)
		switch {
		case r.View == index.Passages:
			also = append(also, h.Passages[0].ID)
		case h.passage != "":
			also = append(also, h.passage)
		default:
			also = append(also, h.Article)
		}
	}
	if len(out) == 0 {
		return nil, result, nil
	}
	q := e.query(r, u)
	q.Also, q.Need, q.Enough = also, result.Need, 0
	result, err := backend.Search(ctx, q)
	if err != nil {
		return nil, nil, fmt.Errorf("pins: %w", err)
	}
	return out, result, nil
}

// docOf is the id of what a hit counts as in a view.
func docOf(view index.View, h index.Hit) string {
	if view == index.Passages && len(h.Passages) > 0 {
		return h.Passages[0].ID
	}
	return h.Article
}

// pinnedBy is what a rule pins: in the passages view the best passage of an article. Nil
// where it is not there, not for who asks, or shut out by a filter.
func (e *Engine) pinnedBy(ctx context.Context, backend index.Backend, r Request, u *understood, rule Pin) (*pinnedHit, error) {
	q := e.query(r, u)
	q.Facets, q.Numbers, q.Limit, q.Need, q.Enough = nil, nil, 1, 0, 0
	q.Groups = slices.Clone(q.Groups)
	for i := range q.Groups {
		q.Groups[i].Optional, q.Groups[i].Must = true, false
	}
	stored, err := backend.Passages(ctx, []string{rule.Target})
	if err != nil {
		return nil, fmt.Errorf("pins: %w", err)
	}
	h := &pinnedHit{position: rule.Position}
	name := index.IDArticle
	if stored[0] != nil {
		name, h.passage = index.IDPassage, rule.Target
	}
	q.Filters = append(q.Filters, index.Filter{Name: name, Any: []string{rule.Target}})
	found, err := backend.Search(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("pins: %w", err)
	}
	if len(found.Hits) == 0 || r.View == index.Passages && len(found.Hits[0].Passages) == 0 {
		return nil, nil
	}
	h.Hit = found.Hits[0]
	return h, nil
}

// place puts what is pinned in its places among the hits, each of which stands once.
func (p pinned) place(k *ranker, ranked []rankedHit) []rankedHit {
	if len(p) == 0 {
		return ranked
	}
	natural := map[string]rankedHit{}
	for _, h := range p {
		natural[docOf(k.r.View, h.Hit)] = rankedHit{}
	}
	rest := make([]rankedHit, 0, len(ranked)+len(p))
	for _, h := range ranked {
		id := docOf(k.r.View, h.Hit)
		if _, ok := natural[id]; ok {
			natural[id] = h
		} else {
			rest = append(rest, h)
		}
	}
	for _, h := range p {
		one := k.rescore(h.Hit, newRoom([]index.Hit{h.Hit}))
		if was := natural[docOf(k.r.View, h.Hit)]; was.Article != "" {
			one = h.leading(was, one)
		}
		one.pinned = true
		rest = slices.Insert(rest, min(max(h.position, 1)-1, len(rest)), one)
	}
	return rest
}

// leading is a hit as it was found, with the passage first that was pinned.
func (p pinnedHit) leading(found, pinned rankedHit) rankedHit {
	if p.passage == "" || len(found.Passages) == 0 || found.Passages[0].ID == p.passage || len(pinned.Passages) == 0 {
		return found
	}
	out := found
	out.Passages, out.engine = pinned.Passages[:1:1], pinned.engine[:min(1, len(pinned.engine)):1]
	for i, other := range found.Passages {
		if other.ID != p.passage && len(out.Passages) < passagesPerArticle {
			out.Passages = append(out.Passages, other)
			if i < len(found.engine) {
				out.engine = append(out.engine, found.engine[i])
			}
		}
	}
	return out
}
