package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/text"
)

// Scope is what a caller may see.
type Scope struct {
	Collections []string  // empty: all
	WithHidden  bool      // passages that editors hid as well: for those who look after them
	Now         time.Time // for publication dates; zero is the present
}

func (s Scope) now() time.Time {
	if s.Now.IsZero() {
		return time.Now()
	}
	return s.Now
}

func (s Scope) sees(a *corpus.Article) bool {
	now := s.now()
	return a.Status != corpus.StatusDraft &&
		(a.PublishAt == nil || !a.PublishAt.After(now)) &&
		(a.ExpiresAt == nil || a.ExpiresAt.After(now)) &&
		(len(s.Collections) == 0 || slices.Contains(s.Collections, a.Collection))
}

// over is the backend as the scope sees it.
func (s Scope) over(e *Engine, backend index.Backend) index.Backend {
	if s.WithHidden {
		return backend
	}
	return e.snapshot(s.Collections).over(backend)
}

// PassageDetail is one passage with the head of its article.
type PassageDetail struct {
	PassageView
	Article ArticleSummary `json:"article"`
}

// Article returns a whole article, ErrNotFound if it is not in the scope.
func (e *Engine) Article(ctx context.Context, id string, scope Scope) (*corpus.Article, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	got, err := scope.over(e, backend).Articles(ctx, []string{id}, true)
	if err != nil {
		return nil, fmt.Errorf("article %q: %w", id, err)
	}
	if got[0] == nil || !scope.sees(got[0].Article) {
		return nil, fmt.Errorf("article %q: %w", id, ErrNotFound)
	}
	a := got[0].Article
	a.URL = e.urlOf(a)
	return a, nil
}

// Passage returns one passage, ErrNotFound if its article is not in the scope.
func (e *Engine) Passage(ctx context.Context, id string, scope Scope) (*PassageDetail, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	got, err := scope.over(e, backend).Passages(ctx, []string{id})
	if err != nil {
		return nil, fmt.Errorf("passage %q: %w", id, err)
	}
	if got[0] == nil {
		return nil, fmt.Errorf("passage %q: %w", id, ErrNotFound)
	}
	articles, err := backend.Articles(ctx, []string{got[0].Passage.Article}, false)
	if err != nil {
		return nil, fmt.Errorf("passage %q: %w", id, err)
	}
	if articles[0] == nil || !scope.sees(articles[0].Article) {
		return nil, fmt.Errorf("passage %q: %w", id, ErrNotFound)
	}
	a := articles[0].Article
	return &PassageDetail{PassageView: viewPassage(&got[0].Passage, a), Article: e.summarize(a)}, nil
}

// FacetValuesRequest asks for the values of one facet under a search.
type FacetValuesRequest struct {
	Name    string
	Query   string // values that contain this, in any spelling
	Prefix  string // values that begin with this, in any spelling
	Request Request
}

// FacetValues returns the values of a facet, the most frequent first, at most
// Request.FacetLimit of them.
func (e *Engine) FacetValues(ctx context.Context, r FacetValuesRequest) ([]Facet, error) {
	if !isFacet(r.Name) {
		return nil, &InvalidError{Parameter: "name", Value: r.Name, Reason: "there is no such facet", Allowed: facetNames()}
	}
	limit := r.Request.FacetLimit
	request := r.Request
	request.Facets, request.FacetLimit, request.Page, request.PerPage, request.CountOnly = []string{r.Name}, noFacetLimit, 1, 1, true
	response, err := e.Search(ctx, request)
	if err != nil {
		return nil, err
	}
	if limit == 0 {
		limit = DefaultFacetLimit
	}
	contains, begins := spelling(r.Query), spelling(r.Prefix)
	out := []Facet{}
	for _, f := range response.Facets[r.Name] {
		if name := spelling(f.Label); len(out) < limit && strings.Contains(name, contains) && strings.HasPrefix(name, begins) {
			out = append(out, f)
		}
	}
	return out, nil
}

// spelling is s in the form in which spellings of one word are equal.
func spelling(s string) string {
	return text.FoldKana(text.Normalize(strings.TrimSpace(s)).String)
}

// SameSpelling reports whether two words differ in their spelling at most.
func SameSpelling(a, b string) bool { return spelling(a) == spelling(b) }

// MarkIn marks in the label of a facet's value what FacetValues found it by.
func MarkIn(label, query string) Marked {
	out := Marked{Text: label, Marks: [][2]int{}}
	wanted, n := spelling(query), text.Normalize(label)
	if wanted == "" {
		return out
	}
	for from := range n.String {
		for size := range n.String[from:] {
			_, last := utf8.DecodeRuneInString(n.String[from+size:])
			to := from + size + last
			if text.FoldKana(n.String[from:to]) == wanted {
				start, end := n.Original(from, to)
				out.Marks = text.RuneOffsets(label, [][2]int{{start, end}})
				return out
			}
		}
	}
	return out
}

// viewPassage is a stored passage as a hit shows it.
func viewPassage(p *corpus.Passage, a *corpus.Article) PassageView {
	return PassageView{
		ID: p.ID, ArticleID: p.Article, Kind: p.Kind, Heading: p.Heading,
		Path: notNil(p.Path), Text: p.Text, Sources: notNil(p.Sources), Supervision: notNil(a.Supervisors), Facts: notNil(p.Facts),
	}
}

func (e *Engine) summarize(a *corpus.Article) ArticleSummary {
	return ArticleSummary{
		ID: a.ID, Collection: a.Collection, Title: a.Title, Description: a.Description,
		URL: e.urlOf(a), Image: a.Image, Treatments: notNil(a.Treatments), Supervisors: notNil(a.Supervisors),
		Reviewed: a.Reviewed, Updated: a.Updated, Cost: a.Cost, Downtime: a.Downtime,
		Insurance: a.Insurance, Approval: a.Approval,
	}
}

// urlOf is never empty: an article without one has its page here.
func (e *Engine) urlOf(a *corpus.Article) string {
	if a.URL == "" && e.articleURL != nil {
		return e.articleURL(a.ID)
	}
	return a.URL
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// viewOrDefault is the view a request means.
func viewOrDefault(v index.View) index.View {
	if v == "" {
		return index.Articles
	}
	return v
}
