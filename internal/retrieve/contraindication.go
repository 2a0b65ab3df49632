package retrieve

import (
	"cmp"
	"fmt"
	"slices"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// Somebody who is pregnant, takes an anticoagulant or is treated for cancer must read
// first whether they may have a treatment at all. So what says this comes before what the
// search put first: of the treatment that the query names, where it names one.

// mostPrecautions is how many passages are put first for it.
const mostPrecautions = 2

// asLikely is the share of the first hit's confidence that a precaution must have to be put
// before it where the query asks for precautions and names no reason that the lexicon knows.
const asLikely = 0.5

// asksPrecautions reports what the query names as a reason not to be treated, and whether
// it asks for precautions in other words.
func asksPrecautions(found *search.Response, named []search.Named) (reasons []*lexicon.Concept, asked bool) {
	asked = slices.Contains(found.Interpreted.Intent, string(corpus.KindPrecautions))
	for _, n := range named {
		c := n.Concept
		if n.Denied || !c.Is(lexicon.Contraindication) {
			continue
		}
		// A disease is a reason where the search took it for one, or where nothing else is
		// asked of it and what was found is not about it.
		if asked || c.Kind == lexicon.Contraindication && len(found.Interpreted.Intent) == 0 ||
			len(found.Interpreted.Intent) == 0 && len(found.Hits) > 0 && !mentions(found.Hits[0].Article.Title, c) {
			reasons = append(reasons, c)
		}
	}
	return reasons, asked
}

// mentions reports whether a text has one of a concept's names. It is for titles.
func mentions(s string, c *lexicon.Concept) bool {
	folded := key(s)
	return slices.ContainsFunc(c.Names(), func(name string) bool { return containsFold(folded, name) })
}

// precautionsFirst are the hits that say whether somebody with these reasons may be
// treated, best first, at most mostPrecautions.
func (c *chooser) precautionsFirst(found *search.Response, query string) ([]search.Hit, error) {
	named := c.s.Named(query)
	reasons, asked := asksPrecautions(found, named)
	if len(reasons) == 0 && !asked || len(found.Hits) == 0 {
		return nil, nil
	}
	if len(reasons) == 0 {
		return c.likelyPrecautions(found.Hits), nil
	}
	first, right := c.telling(found.Hits, reasons, named)
	subject := has(named, isSubject)
	if len(first) > 0 && (right || !subject) {
		return first, nil
	}
	filters := append(slices.Clone(c.r.Filters), index.Filter{Name: index.FacetKind, Any: []string{string(corpus.KindPrecautions)}})
	if treatments := c.treatmentsOf(found.Hits, named); len(treatments) > 0 {
		filters = append(filters, index.Filter{Name: index.FacetTreatment, Any: treatments})
	}
	more, err := c.s.Search(c.ctx, search.Request{
		Query: query, View: index.Passages, Collections: c.r.Collections, Filters: filters, Match: search.MatchAny,
		Facets: []string{}, Highlight: search.HighlightOff, Interpret: c.r.Interpret, PerPage: c.r.TopK, WithoutPins: true,
	})
	if err != nil {
		return nil, fmt.Errorf("precautions: %w", err)
	}
	// Who must not have another treatment is no answer.
	if first, right = c.telling(more.Hits, reasons, named); subject && !right {
		return nil, nil
	}
	return first, nil
}

// treatmentsOf are the treatments of those articles that are about what is named.
func (c *chooser) treatmentsOf(hits []search.Hit, named []search.Named) []string {
	var out []string
	for i := range hits {
		if c.isOf(&hits[i].Article, named) {
			out = append(out, hits[i].Article.Treatments...)
		}
	}
	return out
}

// likelyPrecautions is the first section on precautions of the article that was found
// first, where it is about as likely to answer.
func (c *chooser) likelyPrecautions(hits []search.Hit) []search.Hit {
	for _, h := range hits {
		if h.Article.ID == hits[0].Article.ID && h.Passage != nil && h.Passage.Kind == corpus.KindPrecautions && h.Confidence >= asLikely*hits[0].Confidence {
			return []search.Hit{h}
		}
	}
	return nil
}

// telling are those of the hits that name one of the reasons where who must not be
// treated is told; only those of the treatments that the query names, if there are such:
// then right is true.
func (c *chooser) telling(hits []search.Hit, reasons []*lexicon.Concept, named []search.Named) (out []search.Hit, right bool) {
	type candidate struct {
		search.Hit
		right bool
		place int
	}
	var found []candidate
	for _, h := range hits {
		if h.Passage == nil || h.Confidence < c.least {
			continue
		}
		place := precautionPlace(h.Passage.Kind)
		if place < 0 || !c.names(h.Passage, reasons) {
			continue
		}
		found = append(found, candidate{h, c.isOf(&h.Article, named), place})
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		if a.right != b.right {
			return cmp.Compare(bit(b.right), bit(a.right))
		}
		return cmp.Compare(a.place, b.place)
	})
	for _, f := range found {
		if len(out) < mostPrecautions && f.right == found[0].right {
			out, right = append(out, f.Hit), f.right
		}
	}
	return out, right
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// precautionPlace orders the kinds of passages that say who must not be treated: the
// section for it, then a question about it; -1 for what only touches it.
func precautionPlace(k corpus.Kind) int {
	switch k {
	case corpus.KindPrecautions:
		return 0
	case corpus.KindFAQ:
		return 1
	case corpus.KindCandidates:
		return 2
	}
	return -1
}

// names reports whether a passage names one of the concepts, or what is narrower or broader.
func (c *chooser) names(p *search.PassageView, reasons []*lexicon.Concept) bool {
	about := p.Text
	if p.Kind == corpus.KindFAQ {
		about = p.Heading
	}
	return slices.ContainsFunc(c.s.Named(about), func(n search.Named) bool {
		return slices.ContainsFunc(reasons, func(r *lexicon.Concept) bool { return related(n.Concept, r) })
	})
}

// related reports whether two concepts are one, or one is directly broader than the other.
func related(a, b *lexicon.Concept) bool {
	return a.ID == b.ID || slices.Contains(a.Broader, b.ID) || slices.Contains(b.Broader, a.ID)
}

// isSubject reports whether an article can be about something that a query names beside
// the reason: a treatment, or a condition that is treated.
func isSubject(c *lexicon.Concept) bool { return isMeans(c) || isNewTopic(c) }

// isOf reports whether an article is about a treatment that is named, or about one of a
// condition that is.
func (c *chooser) isOf(a *search.ArticleSummary, named []search.Named) bool {
	for _, label := range a.Treatments {
		for _, t := range c.s.Named(label) {
			if slices.ContainsFunc(named, func(n search.Named) bool {
				return !n.Denied && isSubject(n.Concept) && (related(n.Concept, t.Concept) || slices.Contains(t.Concept.UsedFor, n.Concept.ID))
			}) {
				return true
			}
		}
	}
	return false
}
