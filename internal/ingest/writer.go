package ingest

import (
	"context"
	"sync"

	"shirube/index"
)

// lazyWriter opens its writer when something is first to be written, so that a
// run without changes makes no generation.
type lazyWriter struct {
	begin     func(context.Context) (index.Writer, error)
	mu        sync.Mutex
	w         index.Writer
	err       error
	committed bool
}

func (l *lazyWriter) get(ctx context.Context) (index.Writer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w == nil && l.err == nil {
		l.w, l.err = l.begin(ctx)
	}
	return l.w, l.err
}

func (l *lazyWriter) commit(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w == nil {
		return l.err
	}
	w := l.w
	l.w = nil // committed or, on an error, aborted by Commit itself
	if err := w.Commit(ctx); err != nil {
		return err
	}
	l.committed = true
	return nil
}

func (l *lazyWriter) abort() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.w == nil {
		return nil
	}
	w := l.w
	l.w = nil
	return w.Abort()
}
