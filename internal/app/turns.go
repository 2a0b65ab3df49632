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

// searchesAtOnce is one for each processor. With more of them those that have a turn wait for
// one another, and so do answers that are found and only to be written, and requests that
// arrived and are not read yet.
func searchesAtOnce() int64 { return int64(runtime.GOMAXPROCS(0)) }

func newTurns(atOnce int64) turns { return turns{semaphore.NewWeighted(atOnce)} }

// take waits for a turn; done ends it. The error is that of ctx, wrapped.
func (t turns) take(ctx context.Context) (done func(), err error) {
	if err := t.running.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting for other searches: %w", err)
	}
	return func() { t.running.Release(1) }, nil
}
