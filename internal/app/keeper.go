package app

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"shirube/index"
	"shirube/internal/api"
	"shirube/internal/ingest"
	"shirube/internal/search"
	"shirube/internal/store"
)

// keeper is the one goroutine of a server that writes: it takes what callers
// want changed and what the watch tells, and brings the index in step, several
// wishes in one generation. Searches go on meanwhile.
type keeper struct {
	*server
	know *knowledge
	st   *state
}

// order is something that the keeper is asked to do.
type order struct {
	// changes says what to keep; it is called by the keeper, which knows the
	// articles of the index. Nil: nothing.
	changes func(*keeper) ([]store.Change, error)
	rebuild bool
	cause   string
	state   atomic.Int32
	outcome chan outcome // has room for one
	undo    func() error
}

// outcome is what became of an order.
type outcome struct {
	report *ingest.Report
	run    api.Run
	err    error
}

// The states of an order. Who asked may leave one that waits, which is then
// forgotten, and one that is taken, which is then done all the same.
const (
	orderWaiting int32 = iota
	orderTaken
	orderLeft
	orderDone
)

// ask hands an order to the keeper and waits until it is done. An error of
// api.ErrBusy: ctx ended, and nothing was done; of api.ErrPending: it is being done.
func (s *server) ask(ctx context.Context, o *order) (outcome, error) {
	o.outcome = make(chan outcome, 1)
	s.waiting.Add(1)
	defer s.waiting.Add(-1)
	select {
	case s.orders <- o:
	case <-ctx.Done():
		return outcome{}, busy(ctx)
	}
	select {
	case out := <-o.outcome:
		return out, out.err
	case <-ctx.Done():
	}
	switch {
	case o.state.CompareAndSwap(orderWaiting, orderLeft):
		return outcome{}, busy(ctx)
	case o.state.CompareAndSwap(orderTaken, orderLeft):
		return outcome{}, api.ErrPending
	}
	out := <-o.outcome
	return out, out.err
}

// busy is why an order was not taken: a caller that left hears nothing of it.
func busy(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return api.ErrBusy
}

// retryFirst and retryMost are how long after a run that failed the next is tried, at first and
// at most.
const (
	retryFirst = time.Second
	retryMost  = 30 * time.Second
)

// work makes what is on disk searchable, brings it in step with the corpus, and
// keeps it so until ctx ends. An error means that there is nothing to serve.
func (s *server) work(ctx context.Context) error {
	if err := s.store.Recover(); err != nil {
		return err
	}
	k, err := s.begin(ctx)
	if err != nil {
		return err
	}
	failed := k.once(ctx, nil, causeStart)
	if failed != nil && (!s.gate.ready() || ctx.Err() != nil) {
		return failed
	}
	k.loop(ctx, failed)
	return ctx.Err()
}

// begin loads what is needed and serves what is on disk.
func (s *server) begin(ctx context.Context) (*keeper, error) {
	began := time.Now()
	know, st, err := s.prepare(ctx, s.dir)
	if err != nil {
		return nil, err
	}
	s.gate.open(search.New(know.analyzer, know.lexicon, st.served, search.WithArticleURL(s.articleURL)), st.served)
	if st.generation != "" {
		s.log.Info("serving the index on disk", "generation", st.generation, "after_ms", time.Since(began).Milliseconds())
	}
	s.know.Store(know)
	return &keeper{s, know, st}, nil
}

// Causes of runs, as /v1/admin/stats names them.
const (
	causeStart   = "start"
	causeWatch   = "watch"
	causeAPI     = "api"
	causeReindex = "reindex"
	causeRetry   = "retry"
)

// loop waits for something to do, and does it. A run that failed is tried again
// where changes are watched: what is wrong may be mended without a file changing.
func (k *keeper) loop(ctx context.Context, failed error) {
	pause := retryFirst
	for ctx.Err() == nil {
		var retry <-chan time.Time
		if failed != nil && k.watcher != nil {
			retry = time.After(pause)
			pause = min(2*pause, retryMost)
		} else {
			pause = retryFirst
		}
		var orders []*order
		cause := causeWatch
		select {
		case <-ctx.Done():
			return
		case o := <-k.orders:
			orders, cause = k.more(o), o.cause
		case <-k.watched():
		case <-retry:
			cause = causeRetry
		}
		failed = k.once(ctx, orders, cause)
	}
}

// watched tells changes; never, where nothing is watched.
func (k *keeper) watched() <-chan struct{} {
	if k.watcher == nil {
		return nil
	}
	return k.watcher.Changes()
}

// more takes the orders that wait with the first.
func (k *keeper) more(first *order) []*order {
	orders := []*order{first}
	for {
		select {
		case o := <-k.orders:
			orders = append(orders, o)
		default:
			return orders
		}
	}
}

// once does orders and brings the index in step. What could not be indexed is not
// kept either, unless its caller was told already that it will be.
func (k *keeper) once(ctx context.Context, orders []*order, cause string) error {
	taken := make([]*order, 0, len(orders))
	rebuild := false
	for _, o := range orders {
		if !o.state.CompareAndSwap(orderWaiting, orderTaken) {
			continue
		}
		if err := k.keep(o); err != nil {
			o.finish(outcome{err: err})
			continue
		}
		rebuild = rebuild || o.rebuild
		taken = append(taken, o)
	}
	if len(orders) > 0 && len(taken) == 0 {
		return nil
	}
	started := time.Now()
	report, err := k.bringInStep(ctx, rebuild)
	run := k.record(cause, started, report, err)
	for i := len(taken) - 1; i >= 0; i-- { // backwards: see store.Apply
		o := taken[i]
		if err != nil && o.undo != nil && o.state.Load() == orderTaken {
			k.logged("stored articles", o.undo)
		}
		out := outcome{report: report, run: run}
		if err != nil {
			out.err = &api.RunError{Err: err}
		}
		o.finish(out)
	}
	return err
}

// keep stores what an order wants kept.
func (k *keeper) keep(o *order) error {
	if o.changes == nil {
		return nil
	}
	changes, err := o.changes(k)
	if err != nil {
		return err
	}
	o.undo, err = k.store.Apply(changes)
	return err
}

// finish tells whoever asked what became of the order.
func (o *order) finish(out outcome) {
	o.state.CompareAndSwap(orderTaken, orderDone)
	o.outcome <- out
}

// bringInStep looks at the corpus and makes the index follow.
func (k *keeper) bringInStep(ctx context.Context, rebuild bool) (*ingest.Report, error) {
	if k.orphan(k.st) {
		k.phase.set(phaseReady)
		return nil, errOrphan
	}
	c, err := k.compare(ctx, k.know, k.st)
	if err != nil {
		return nil, k.stale(err)
	}
	k.watch(c.plan)
	c.rebuild = c.rebuild || rebuild
	if !c.current() {
		k.phase.set(phaseIndexing)
		if k.st.generation != "" && k.st.fingerprint != k.know.fingerprint {
			k.log.Info("the index was made by another version: making it anew, serving it meanwhile")
		}
	}
	report, err := k.bring(ctx, k.know, k.st, c, k.meter)
	if err != nil {
		return nil, k.stale(err)
	}
	k.remember(k.st, c)
	k.phase.set(phaseReady)
	return report, nil
}

// errOrphan is that nothing can be kept in step with what is not known.
var errOrphan = errors.New("the data directory has no record of what its index was made from, which is served as it is: name the corpus (--corpus)")

// stale notes that a run failed: what was served before is served on.
func (k *keeper) stale(err error) error {
	if k.gate.ready() {
		k.phase.set(phaseStale)
	}
	return err
}

// collectionOf is that of a served article, whatever its status.
func (k *keeper) collectionOf(ctx context.Context, id string) (collection string, found bool, err error) {
	backend, release, err := k.st.served.Acquire()
	if errors.Is(err, index.ErrNotReady) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	defer release()
	list, err := backend.Articles(ctx, []string{id}, false)
	if err != nil || len(list) == 0 || list[0] == nil {
		return "", false, err
	}
	return list[0].Article.Collection, true, nil
}

// history is what the last runs did.
type history struct {
	mu       sync.Mutex
	runs     []api.Run // the latest first
	problems []api.RunProblem
	skipped  ingest.Skipped
	checked  *time.Time
	told     map[string]bool // problems that the log has
	failure  string          // the last error that the log has
}
