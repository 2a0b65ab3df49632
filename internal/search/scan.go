package search

import (
	"context"
	"fmt"
	"math"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/lexicon"
)

// Scan says which articles to go through: for what is told of all of them, not for
// what is shown of a few.
type Scan struct {
	Collections []string // empty: all
	// Treatments are labels of which an article has one; empty: whatever it is about.
	Treatments []string
	// Unpublished takes drafts as well, what is to be published and what has expired.
	Unpublished bool
	// WithHidden takes the passages that editors hid as well: for who looks after them.
	WithHidden bool
	// Newest goes from the article that was updated last to the first, else by id.
	Newest bool
	// Most ends after that many articles; 0: after all of them.
	Most int
	Now  time.Time // for publication dates; zero is the present
}

// Scanned is what a Scan went through.
type Scanned struct {
	// Generation is that of the index which all articles were read from, as Generation has it.
	Generation string
	// Total is how many articles there are, whatever Most is.
	Total int
}

// scanBatch is how many whole articles are in memory at a time.
const scanBatch = 32

// Scan calls each with every article that a scan asks for, whole and the caller's own, and
// how many there are; all of one generation. It ends with the error that each returns, or
// ctx's. It is for work in the background: ten thousand articles take seconds.
func (e *Engine) Scan(ctx context.Context, s Scan, each func(total int, a *corpus.Article) error) (Scanned, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return Scanned{}, err
	}
	defer release()
	c := s.curated(e)
	backend = c.over(backend)
	stats, err := backend.Stats(ctx)
	if err != nil {
		return Scanned{}, fmt.Errorf("scan: %w", err)
	}
	q := &index.Query{View: index.Articles, Collections: s.Collections, Sort: index.ByRelevance, Limit: math.MaxInt32}
	if s.Newest {
		q.Sort = index.ByUpdated
	}
	if s.Most > 0 {
		q.Limit = s.Most
	}
	if len(s.Treatments) > 0 {
		q.Filters = []index.Filter{{Name: index.FacetTreatment, Any: s.Treatments}}
	}
	if !s.Unpublished {
		q.Now = Scope{Now: s.Now}.now()
	}
	found, err := backend.Search(ctx, q)
	if err != nil {
		return Scanned{}, fmt.Errorf("scan: %w", err)
	}
	out := Scanned{Generation: c.generation(stats.Generation), Total: found.Total}
	for from := 0; from < len(found.Hits); from += scanBatch {
		ids := make([]string, 0, scanBatch)
		for _, h := range found.Hits[from:min(len(found.Hits), from+scanBatch)] {
			ids = append(ids, h.Article)
		}
		batch, err := backend.Articles(ctx, ids, true)
		if err != nil {
			return out, fmt.Errorf("scan: %w", err)
		}
		for i, stored := range batch {
			if stored == nil {
				return out, fmt.Errorf("scan: article %q was found but is not stored", ids[i])
			}
			stored.Article.URL = e.urlOf(stored.Article)
			if err := each(found.Total, stored.Article); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// curated is what editors decided, as far as a scan goes by it.
func (s Scan) curated(e *Engine) curated {
	if s.WithHidden {
		return curated{}
	}
	return e.snapshot(s.Collections)
}

// Generation names what a scan would go through now: it is another one as soon as another
// index is served, or other passages are hidden from the scan.
func (e *Engine) Generation(ctx context.Context, s Scan) (string, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return "", err
	}
	defer release()
	stats, err := backend.Stats(ctx)
	if err != nil {
		return "", fmt.Errorf("generation: %w", err)
	}
	return s.curated(e).generation(stats.Generation), nil
}

// Lexicon is what the engine knows concepts from.
func (e *Engine) Lexicon() *lexicon.Lexicon { return e.lexicon }
