package app

import (
	"context"
	"fmt"
	"runtime"

	"golang.org/x/sync/semaphore"
)

// turns lets so many searches run at once and the others wait in the order in which
// they came. A search needs a processor and nothing else: many at once are no sooner
// done, but each of them takes as long as all, and some of them far longer.
type turns struct{ running *semaphore.Weighted }

// searchesAtOnce is two for each processor: one may wait for a page of the index to be
// read from disk.
func searchesAtOnce() int64 { return 2 * int64(runtime.GOMAXPROCS(0)) }

func newTurns(atOnce int64) turns { return turns{semaphore.NewWeighted(atOnce)} }

// take waits for a turn; done ends it. The error is that of ctx, wrapped.
func (t turns) take(ctx context.Context) (done func(), err error) {
	if err := t.running.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting for other searches: %w", err)
	}
	return func() { t.running.Release(1) }, nil
}
