package app

import (
	"context"
	"sync/atomic"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/api"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// gate is what the front ends search. Until it is open, they are told that the
// index is not ready: the dictionary takes a second to load, and a server should
// answer before that.
type gate struct {
	inside atomic.Pointer[inside]
	turns  turns
}

func newGate() *gate { return &gate{turns: newTurns(searchesAtOnce())} }

type inside struct {
	engine *search.Engine
	served *index.Switch
}

var _ api.Searcher = (*gate)(nil)

func (g *gate) open(engine *search.Engine, served *index.Switch) {
	g.inside.Store(&inside{engine, served})
}

// ready reports whether a search would be answered.
func (g *gate) ready() bool {
	_, release, err := g.acquire()
	if err != nil {
		return false
	}
	release()
	return true
}

func (g *gate) acquire() (index.Backend, func(), error) {
	in := g.inside.Load()
	if in == nil {
		return nil, nil, index.ErrNotReady
	}
	return in.served.Acquire()
}

// close closes the index; who still searches finishes first.
func (g *gate) close() error {
	if in := g.inside.Load(); in != nil {
		return in.served.Swap(nil)
	}
	return nil
}

func (g *gate) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	in := g.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	done, err := g.turns.take(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	return in.engine.Search(ctx, r)
}

func (g *gate) Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	in := g.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	return in.engine.Article(ctx, id, scope)
}

func (g *gate) Passage(ctx context.Context, id string, scope search.Scope) (*search.PassageDetail, error) {
	in := g.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	return in.engine.Passage(ctx, id, scope)
}

func (g *gate) Quotable(ctx context.Context, ids []string, scope search.Scope) ([]*search.Quotable, error) {
	in := g.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	return in.engine.Quotable(ctx, ids, scope)
}

func (g *gate) FacetValues(ctx context.Context, r search.FacetValuesRequest) ([]search.Facet, error) {
	in := g.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	return in.engine.FacetValues(ctx, r)
}

func (g *gate) Suggest(ctx context.Context, r search.SuggestRequest) (*search.SuggestResponse, error) {
	in := g.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	return in.engine.Suggest(ctx, r)
}

func (g *gate) Complete(ctx context.Context, r search.SuggestRequest) (*search.SuggestResponse, error) {
	in := g.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	done, err := g.turns.take(ctx) // it searches
	if err != nil {
		return nil, err
	}
	defer done()
	return in.engine.Complete(ctx, r)
}

// Scan goes through articles; it takes no turn: it works in the background.
func (g *gate) Scan(ctx context.Context, scan search.Scan, each func(total int, a *corpus.Article) error) (search.Scanned, error) {
	in := g.inside.Load()
	if in == nil {
		return search.Scanned{}, index.ErrNotReady
	}
	return in.engine.Scan(ctx, scan, each)
}

// Generation names what a scan would go through.
func (g *gate) Generation(ctx context.Context, scan search.Scan) (string, error) {
	in := g.inside.Load()
	if in == nil {
		return "", index.ErrNotReady
	}
	return in.engine.Generation(ctx, scan)
}

// Hidden are the passages that editors hid; nil until the gate is open.
func (g *gate) Hidden() map[string]bool {
	in := g.inside.Load()
	if in == nil {
		return nil
	}
	return in.engine.Hidden()
}

// Lexicon is nil until the gate is open.
func (g *gate) Lexicon() *lexicon.Lexicon {
	in := g.inside.Load()
	if in == nil {
		return nil
	}
	return in.engine.Lexicon()
}

// Named names nothing until the gate is open: the search that follows says why.
func (g *gate) Named(s string) []search.Named {
	in := g.inside.Load()
	if in == nil {
		return nil
	}
	return in.engine.Named(s)
}

// stats is of the served index.
func (g *gate) stats(ctx context.Context) (index.Stats, error) {
	backend, release, err := g.acquire()
	if err != nil {
		return index.Stats{}, err
	}
	defer release()
	return backend.Stats(ctx)
}

// phase is what a server is doing besides answering.
type phase struct{ v atomic.Pointer[string] }

// The phases, as /readyz shows them. Stale: the index could not be brought up to
// date, and the one before is served.
const (
	phaseStarting = "starting"
	phaseIndexing = "indexing"
	phaseReady    = "ready"
	phaseStale    = "stale"
	phaseStopping = "stopping"
)

func (p *phase) set(name string) { p.v.Store(&name) }

func (p *phase) get() string {
	if name := p.v.Load(); name != nil {
		return *name
	}
	return phaseStarting
}

// progress is what /readyz says.
func (s *server) progress() api.Progress {
	p := api.Progress{Phase: s.phase.get()}
	p.Ready = p.Phase != phaseStopping && s.gate.ready()
	if p.Phase == phaseIndexing {
		p.Done, p.Total = estimate(s.meter.Read())
	}
	return p
}

// estimate is how many articles are through, of how many: while files are still
// being read, as many as there were in what was read, in proportion.
func estimate(r ingest.Reading) (done, total int) {
	switch {
	case r.Bytes <= 0 || r.Found == 0:
		return int(r.Articles), 0
	case r.Bytes >= r.BytesTotal:
		return int(r.Articles), int(r.Found)
	}
	return int(r.Articles), int(float64(r.Found) * float64(r.BytesTotal) / float64(r.Bytes))
}
