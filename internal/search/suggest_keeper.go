package search

import (
	"context"
	"fmt"
	"sync"
	"time"

	"shirube/index"
)

// suggestionKeeper keeps what can be suggested of what is served.
type suggestionKeeper struct {
	mu      sync.Mutex
	current *suggestions
	making  chan struct{} // closed when the next are made; nil: none are being made
	err     error         // why the last could not be made
	next    time.Time     // not to be made anew before
}

// restFactor is how many times as long as making them took nothing is made anew: an index that
// changes all the time leaves the machine to the searches. What is suggested meanwhile is asked
// of the index, so that it is there.
const restFactor = 4

// suggestionsOf returns what can be suggested of a backend, or of the generation before until
// the next is ready: only the first are waited for. It also returns the backend's generation.
func (e *Engine) suggestionsOf(ctx context.Context, b index.Backend) (*suggestions, string, error) {
	stats, err := b.Stats(ctx)
	if err != nil {
		return nil, "", err
	}
	k := &e.suggested
	s, making := e.suggestionsNow(stats.Generation)
	if s != nil {
		return s, stats.Generation, nil
	}
	select {
	case <-making:
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.current == nil {
		return nil, "", k.err
	}
	return k.current, stats.Generation, nil
}

// suggestionsNow returns what there is (nil: nothing yet), and sees to it that those of a
// generation are made: then making is closed when that is done.
func (e *Engine) suggestionsNow(generation string) (s *suggestions, making chan struct{}) {
	k := &e.suggested
	now := time.Now()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.making == nil && (k.current == nil || !k.current.holds(generation, now) && now.After(k.next)) {
		k.making = make(chan struct{})
		go e.makeSuggestions(k.making)
	}
	return k.current, k.making
}

// makeSuggestions makes what can be suggested of what is served now. Where that fails, the next
// request tries again.
func (e *Engine) makeSuggestions(done chan struct{}) {
	began := time.Now()
	s, err := e.readSuggestions(context.Background())
	k := &e.suggested
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err = err; err == nil {
		k.current = s
	}
	k.next = time.Now().Add(restFactor * time.Since(began))
	k.making = nil
	close(done)
}

func (e *Engine) readSuggestions(ctx context.Context) (*suggestions, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	stats, err := backend.Stats(ctx)
	if err != nil {
		return nil, err
	}
	s, err := e.newSuggestions(ctx, backend, stats.Generation)
	if err != nil {
		return nil, fmt.Errorf("suggestions: %w", err)
	}
	return s, nil
}

// warmSuggestions makes what can be suggested of a backend, and returns when it is there.
func (e *Engine) warmSuggestions(ctx context.Context, b index.Backend) error {
	stats, err := b.Stats(ctx)
	if err != nil {
		return fmt.Errorf("suggestions: %w", err)
	}
	_, making := e.suggestionsNow(stats.Generation)
	if making == nil {
		return nil
	}
	select {
	case <-making:
	case <-ctx.Done():
		return ctx.Err()
	}
	e.suggested.mu.Lock()
	defer e.suggested.mu.Unlock()
	return e.suggested.err
}
