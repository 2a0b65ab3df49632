package instantsearch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// Hit is a hit by the names of its attributes.
type Hit map[string]any

// hitsOf is the hits of a page.
func (q *query) hitsOf(ctx context.Context, s Searcher, caller Caller, found *search.Response) ([]Hit, error) {
	m := q.marker(found)
	out := make([]Hit, 0, len(found.Hits))
	for i := range found.Hits {
		h := &found.Hits[i]
		hit := q.attributes(h)
		if err := q.addClaims(ctx, s, caller, h.Article.ID, hit); err != nil {
			return nil, err
		}
		for name := range hit {
			if !q.retrieve.has(name) && !slices.Contains(belonging(), name) {
				delete(hit, name)
			}
		}
		hit[attributeID] = h.ID
		if marks := q.highlights(m, h); len(marks) > 0 {
			hit["_highlightResult"] = marks
		}
		if parts := q.snippets(m, h); len(parts) > 0 {
			hit["_snippetResult"] = parts
		}
		if q.ranking {
			hit["_rankingInfo"] = map[string]float64{"score": h.Score, "confidence": h.Confidence}
		}
		out = append(out, hit)
	}
	return out, nil
}

// belonging are the attributes that a hit has whatever was chosen: a front end that shows its
// text, or marks or snippets of it, cannot have left out what must stand beside it.
func belonging() []string {
	return []string{"risks", "tells_effect", "pinned", "notices", "sources", "supervisors"}
}

// attributes is what a hit says, by name.
func (q *query) attributes(h *search.Hit) Hit {
	a := &h.Article
	notices := search.ArticleNotices([]*search.ArticleSummary{a})
	if notices == nil {
		notices = []string{}
	}
	hit := Hit{
		attributeArticle: a.ID, "collection": a.Collection, "title": a.Title, "description": a.Description, "url": a.URL, "image": a.Image,
		index.FacetTreatment: a.Treatments, index.FacetSupervisor: namesOf(a.Supervisors), "supervisors": a.Supervisors,
		index.FacetInsurance: labelOf(index.FacetInsurance, a.Insurance), index.FacetApproval: labelOf(index.FacetApproval, a.Approval),
		index.RangeCost: a.Cost.MinYen, "cost_max": a.Cost.MaxYen, "cost_per": a.Cost.Per,
		index.RangeDowntime: a.Downtime.MaxDays, "downtime_min": a.Downtime.MinDays,
		index.RangeReviewed: seconds(a.Reviewed), "reviewed_on": day(a.Reviewed), index.RangeUpdated: seconds(a.Updated), "updated_on": day(a.Updated),
		"notices": notices,
	}
	if p := h.Passage; p != nil {
		for name, v := range ofPassage(p) {
			hit[name] = v
		}
		hit["sources"] = p.Sources
	}
	hit["risks"], hit["tells_effect"], hit["pinned"] = nil, h.TellsEffect, h.Pinned
	if h.Risks != nil {
		hit["risks"] = ofPassage(h.Risks)
	}
	if q.view == index.Articles {
		passages := []Hit{}
		for i := range h.Passages {
			passages = append(passages, ofPassage(&h.Passages[i].Passage))
		}
		hit["passages"] = passages
	}
	return hit
}

func ofPassage(p *search.PassageView) Hit {
	values := index.FacetsOfPassage(p.Kind, p.Sources)
	return Hit{
		"passage_id":    p.ID,
		index.FacetKind: labelOf(index.FacetKind, string(p.Kind)), "heading": p.Heading, "path": p.Path, "text": p.Text,
		index.FacetSource: labelsOf(index.FacetSource, values), index.FacetSourceType: labelsOf(index.FacetSourceType, values),
	}
}

func namesOf(list []corpus.Supervisor) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, s.Name)
	}
	return append([]string{}, index.Distinct(out)...)
}

func seconds(t *time.Time) *int64 {
	if t == nil {
		return nil
	}
	s := t.Unix()
	return &s
}

func day(t *time.Time) *string {
	if t == nil {
		return nil
	}
	d := t.Format(time.DateOnly)
	return &d
}

// addClaims adds what only the whole article says: the values of its other facets.
func (q *query) addClaims(ctx context.Context, s Searcher, caller Caller, id string, hit Hit) error {
	names := []string{index.FacetCondition, index.FacetDepartment, index.FacetTag, index.FacetEffect, index.FacetRisk, index.FacetContraindication, "departments"}
	if !slices.ContainsFunc(names, q.retrieve.has) {
		return nil
	}
	a, err := s.Article(ctx, id, search.Scope{Collections: caller.Collections})
	if errors.Is(err, search.ErrNotFound) {
		return nil // it was taken away since it was found
	}
	if err != nil {
		return fmt.Errorf("instantsearch: %w", err)
	}
	values := index.FacetsOf(a)
	for _, name := range names[:len(names)-1] {
		hit[name] = labelsOf(name, values)
	}
	levels := []string{}
	for _, d := range a.Departments {
		for _, t := range a.Treatments {
			levels = append(levels, d+levelSeparator+t)
		}
	}
	hit["departments"] = map[string][]string{"lvl0": a.Departments, "lvl1": levels}
	return nil
}

// highlights is the marked attributes of a hit that were asked for.
func (q *query) highlights(m marker, h *search.Hit) map[string]any {
	out := map[string]any{}
	add := func(name string, v func() any) {
		if q.highlight.has(name) {
			out[name] = v()
		}
	}
	add("title", func() any { return m.whole(h.Title) })
	if f := h.Fields; f != nil {
		add("description", func() any { return m.whole(f.Description) })
		add(index.FacetTreatment, func() any { return wholes(m, f.Treatments) })
		if h.Passage != nil {
			add("heading", func() any { return m.whole(f.Heading) })
			add("path", func() any { return wholes(m, f.Path) })
			add("text", func() any { return m.whole(f.Text) })
		}
	}
	if q.view == index.Articles {
		add("passages", func() any {
			list := []map[string]any{}
			for i := range h.Passages {
				if f := h.Passages[i].Fields; f != nil {
					list = append(list, map[string]any{"heading": m.whole(f.Heading), "path": wholes(m, f.Path), "text": m.whole(f.Text)})
				}
			}
			return list
		})
	}
	return out
}

func wholes(m marker, texts []search.Marked) []Highlighted {
	out := make([]Highlighted, 0, len(texts))
	for _, t := range texts {
		out = append(out, m.whole(t))
	}
	return out
}

// snippets is the parts of a hit's attributes that were asked for. How long they are is the
// search's to say: it cuts at the ends of sentences, never inside one that fits, so that a
// risk or a condition at its end is not lost. What is short stays whole.
func (q *query) snippets(m marker, h *search.Hit) map[string]any {
	out := map[string]any{}
	add := func(name string, text search.Marked) {
		if q.snippet.has(name) {
			out[name] = m.part(text)
		}
	}
	add("title", h.Title)
	if f := h.Fields; f != nil {
		add("description", f.Description)
		if h.Passage != nil {
			add("heading", f.Heading)
		}
	}
	if h.Passage != nil {
		add("text", h.Snippet)
	}
	if q.view == index.Articles && q.snippet.has("passages") {
		list := []map[string]any{}
		for i := range h.Passages {
			list = append(list, map[string]any{"text": m.part(h.Passages[i].Snippet)})
		}
		out["passages"] = list
	}
	return out
}
