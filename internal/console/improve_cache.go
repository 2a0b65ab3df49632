package console

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"shirube/internal/querylog"
)

// How long counts are shown again, and how many spans are kept: a page asks for its charts
// right after it was made, and they are of the same counts.
const (
	countsKept   = 20 * time.Second
	countedSpans = 32
)

// countsCache keeps the analytics of the last spans. The zero value is empty.
type countsCache struct {
	mu    sync.Mutex
	kept  map[string]keptCounts
	group singleflight.Group
}

type keptCounts struct {
	a  *querylog.Analytics
	at time.Time
}

// of is the analytics of a span; count works them out where they are not known. Who sees other
// collections never gets the same.
func (k *countsCache) of(ctx context.Context, span querylog.Span, count func(context.Context) (*querylog.Analytics, error)) (*querylog.Analytics, error) {
	// Quoted, for a source is whatever an address says it is: another's collections, too.
	key := fmt.Sprintf("%s %s %q %q", span.From.Format(time.DateOnly), span.To.Format(time.DateOnly), span.Source, span.Collections)
	if a := k.known(key); a != nil {
		return a, nil
	}
	// Who asked first may leave: the others wait for the same.
	ctx = context.WithoutCancel(ctx)
	made, err, _ := k.group.Do(key, func() (any, error) {
		a, err := count(ctx)
		if err == nil {
			k.keep(key, a)
		}
		return a, err
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // it is the caller's own
	}
	return made.(*querylog.Analytics), nil //nolint:forcetypeassert // made above
}

func (k *countsCache) known(key string) *querylog.Analytics {
	k.mu.Lock()
	defer k.mu.Unlock()
	if kept, ok := k.kept[key]; ok && time.Since(kept.at) < countsKept {
		return kept.a
	}
	return nil
}

func (k *countsCache) keep(key string, a *querylog.Analytics) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.kept == nil || len(k.kept) >= countedSpans {
		k.kept = map[string]keptCounts{}
	}
	k.kept[key] = keptCounts{a, time.Now()}
}

// analyticsOf is what was asked in a span, as far as the person may see it.
func (c *Console) analyticsOf(r *request, span spanView) (*querylog.Analytics, error) {
	return c.counts.of(r.ctx(), span.span, func(ctx context.Context) (*querylog.Analytics, error) {
		return c.cfg.Queries.Analytics(ctx, span.span, allQueries)
	})
}
