// Package survey goes through all articles of an index once a generation, in the background,
// and keeps what was made of them: for what is told of all articles, which no page can wait
// for. What is made of an article is left to the collection that it is given.
package survey

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"shirube/corpus"
	"shirube/internal/search"
)

// Source is where the articles are.
type Source interface {
	Scan(ctx context.Context, s search.Scan, each func(total int, a *corpus.Article) error) (search.Scanned, error)
	// Generation names what a scan would go through now.
	Generation(ctx context.Context, s search.Scan) (string, error)
}

// Collection takes the articles of a generation, one after the other.
type Collection interface {
	Add(a *corpus.Article)
	// Done ends it; nothing is added any more, and it may be read by many.
	Done()
}

// State is how far a survey is.
type State struct {
	// Generation is that of what was returned; empty: nothing is there yet.
	Generation string
	// Current: it is of what is served now.
	Current bool
	// Done of Total articles are through, while a survey of a newer generation runs. Both are 0
	// at its beginning.
	Running     bool
	Done, Total int
	// Took is how long the last one that ended took.
	Took time.Duration
	// Err is why the last one ended without a result; nil where it had one.
	Err error
}

// Keeper keeps the collection of the generation that is served, and makes the next one when
// somebody asks after the generation has changed. It is safe for concurrent use.
type Keeper[T Collection] struct {
	source Source
	scan   search.Scan
	begin  func() (T, error)
	log    *slog.Logger

	life context.Context //nolint:containedctx // it ends what runs in the background
	end  context.CancelFunc
	wait sync.WaitGroup

	mu    sync.Mutex
	kept  T
	state State
	tried string        // generation of which a survey failed, or empty
	ready chan struct{} // closed when what runs has ended; nil: nothing runs
}

// New returns a keeper of what scan goes through; begin makes an empty collection. Close ends
// it.
func New[T Collection](source Source, scan search.Scan, begin func() (T, error), log *slog.Logger) *Keeper[T] {
	k := &Keeper[T]{source: source, scan: scan, begin: begin, log: log}
	k.life, k.end = context.WithCancel(context.Background())
	return k
}

// Close ends a survey that runs.
func (k *Keeper[T]) Close() {
	k.end()
	k.wait.Wait()
}

// Get returns the collection that there is, and how it stands with it. Where it is not of the
// generation that is served, a survey begins and Get waits for it, but not longer than patience:
// ok is false while there is nothing at all. The error is the source's, such as
// index.ErrNotReady, or ctx's.
func (k *Keeper[T]) Get(ctx context.Context, patience time.Duration) (kept T, state State, ok bool, err error) {
	generation, err := k.source.Generation(ctx, k.scan)
	if err != nil {
		return kept, state, false, err //nolint:wrapcheck // it says what it is
	}
	ready := k.started(generation)
	if ready != nil && patience > 0 {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case <-ready:
		case <-timer.C:
		case <-ctx.Done():
			return kept, state, false, ctx.Err() //nolint:wrapcheck // the caller's own
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	state = k.state
	state.Current = state.Generation == generation
	return k.kept, state, state.Generation != "", nil
}

// started begins a survey where one is needed, and returns what is closed when the one that
// runs has ended; nil where none does.
func (k *Keeper[T]) started(generation string) chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state.Generation != generation && k.ready == nil && k.tried != generation && k.life.Err() == nil {
		k.ready = make(chan struct{})
		k.state.Running, k.state.Done, k.state.Total = true, 0, 0
		k.wait.Go(func() { k.run(generation) })
	}
	return k.ready
}

// Retry lets the next Get try a generation again of which a survey failed.
func (k *Keeper[T]) Retry() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.tried = ""
}

// run makes a collection and keeps it.
func (k *Keeper[T]) run(asked string) {
	began := time.Now()
	next, generation, err := k.survey()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.state.Running, k.state.Done, k.state.Total = false, 0, 0
	k.state.Took, k.state.Err = time.Since(began), err
	if err == nil {
		k.kept, k.state.Generation, k.tried = next, generation, ""
		k.log.Debug("articles surveyed", "generation", generation, "took", k.state.Took.String())
	} else {
		k.tried = asked
		if !errors.Is(err, context.Canceled) {
			k.log.Warn("articles not surveyed", "error", err)
		}
	}
	close(k.ready)
	k.ready = nil
}

func (k *Keeper[T]) survey() (T, string, error) {
	next, err := k.begin()
	if err != nil {
		return next, "", err
	}
	done := 0
	scanned, err := k.source.Scan(k.life, k.scan, func(total int, a *corpus.Article) error {
		next.Add(a)
		done++
		k.mu.Lock()
		k.state.Done, k.state.Total = done, total
		k.mu.Unlock()
		return k.life.Err() //nolint:wrapcheck // the keeper's own
	})
	if err != nil {
		return next, "", err //nolint:wrapcheck // it says what it is
	}
	next.Done()
	return next, scanned.Generation, nil
}
