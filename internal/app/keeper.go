package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/api"
	"shirube/internal/ingest"
	"shirube/internal/search"
	"shirube/internal/uploads"
)

// keeper is the one goroutine of a server that writes: it takes what callers
// want changed and what the watch tells, and brings the index in step, several
// wishes in one generation. Searches go on meanwhile.
type keeper struct {
	*server
	know  *knowledge
	st    *state
	owing bool // something is kept that was promised to be searchable, and is not yet
}

// order is something that the keeper is asked to do.
type order struct {
	// changes says what to keep; it is called by the keeper, which knows the
	// articles of the index. Nil: nothing.
	changes func(*keeper) ([]uploads.Change, error)
	rebuild bool
	// generation is to be served in place of the current one; empty: none.
	generation string
	cause      string
	state      atomic.Int32
	outcome    chan outcome // has room for one
	made       []uploads.Change
	undo       func() error
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
	case <-s.ended:
		return outcome{}, api.ErrBusy
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
	if err := s.uploads.Recover(); err != nil {
		return err
	}
	k, err := s.begin(ctx)
	if err != nil {
		return err
	}
	k.warm(ctx) // of what is on disk: a run can take long
	failed := k.once(ctx, nil, causeStart)
	if failed != nil && (!s.gate.ready() || ctx.Err() != nil) {
		return failed
	}
	collectSeldom()
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
	options := []search.Option{search.WithArticleURL(s.articleURL)}
	if s.queries != nil {
		options = append(options, search.WithPopular(s.kept))
	}
	engine := search.New(know.analyzer, know.lexicon, st.served, options...)
	if err := s.rules.apply(ctx, engine); err != nil {
		return nil, errors.Join(err, st.close()) // what is hidden must not be shown
	}
	s.gate.open(engine, st.served)
	if st.generation != "" {
		s.log.Info("serving the index on disk", "generation", st.generation, "after_ms", time.Since(began).Milliseconds())
	}
	s.know.Store(know)
	return &keeper{server: s, know: know, st: st}, nil
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
// where changes are watched, for what is wrong may be mended without a file
// changing, and where somebody was told that what they sent will be searchable.
func (k *keeper) loop(ctx context.Context, failed error) {
	pause := retryFirst
	for ctx.Err() == nil {
		var retry <-chan time.Time
		if failed != nil && (k.watcher != nil || k.owing) {
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
		if o.generation != "" {
			err := k.goBack(ctx, o.generation)
			o.state.CompareAndSwap(orderTaken, orderDone)
			o.outcome <- outcome{err: err}
			continue
		}
		if err := k.keep(o); err != nil {
			o.state.CompareAndSwap(orderTaken, orderDone)
			o.outcome <- outcome{err: err}
			continue
		}
		rebuild = rebuild || o.rebuild
		taken = append(taken, o)
	}
	if len(orders) > 0 && len(taken) == 0 {
		return nil
	}
	if k.st.held() && !wantsCorpus(taken) {
		k.postpone(taken)
		return nil
	}
	started := time.Now()
	report, err := k.bringInStep(ctx, rebuild)
	run := k.record(cause, started, report, err)
	k.showPhase(err)
	k.settle(taken, err)
	for _, o := range taken {
		out := outcome{report: report, run: run}
		if err != nil {
			out.err = &api.RunError{Err: err}
		}
		o.outcome <- out
	}
	k.warm(ctx)
	return err
}

// goBack serves an earlier generation. The corpus is not taken up then until somebody asks for
// it; going forth to the one that was made last ends that.
func (k *keeper) goBack(ctx context.Context, name string) error {
	latest := k.st.known != nil && k.st.known.Generation == name
	if err := k.dir.SwitchTo(ctx, name, !latest); err != nil {
		return err
	}
	if err := k.st.open(ctx); err != nil {
		return fmt.Errorf("the other index: %w", err)
	}
	k.st.match()
	k.log.Warn("another generation of the index is served", "generation", name, "held", k.st.held())
	k.warm(ctx)
	return nil
}

// wantsCorpus reports whether somebody asks for the corpus to be taken up, even if an earlier
// generation is held.
func wantsCorpus(orders []*order) bool {
	return slices.ContainsFunc(orders, func(o *order) bool { return o.cause == causeReindex })
}

// postpone tells orders that what they wanted kept is, and will be searchable when the corpus is
// taken up again.
func (k *keeper) postpone(taken []*order) {
	k.log.Info("an earlier generation of the index is held: changes wait until the index is made anew", "generation", k.st.generation)
	k.phase.set(phaseReady)
	for _, o := range taken {
		o.state.CompareAndSwap(orderTaken, orderDone)
		o.outcome <- outcome{err: api.ErrPending}
	}
}

// settle closes orders that were taken, and takes back those that could not be
// indexed. An order is closed before that: who asked can no longer leave it and be
// told that it is kept.
func (k *keeper) settle(taken []*order, err error) {
	if err == nil {
		k.owing = false
	}
	var promised []uploads.Change
	undone := false
	for _, o := range taken {
		if left := !o.state.CompareAndSwap(orderTaken, orderDone); left && err != nil {
			promised = append(promised, o.made...)
			o.undo = nil
		}
	}
	if err == nil {
		return
	}
	for i := len(taken) - 1; i >= 0; i-- { // backwards: see uploads.Apply
		if o := taken[i]; o.undo != nil {
			k.logged("stored articles", o.undo)
			undone = true
		}
	}
	k.owing = k.owing || len(promised) > 0
	if undone && len(promised) > 0 {
		// They may be changes of the same articles.
		k.logged("stored articles", func() error {
			_, err := k.uploads.Apply(promised)
			return err
		})
	}
}

// warm has the words of what is served made, which else the first query that needs
// them would wait for. Nobody waits for it here.
func (k *keeper) warm(ctx context.Context) {
	in := k.gate.inside.Load()
	if in == nil {
		return
	}
	go func() {
		if err := in.engine.Warm(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, index.ErrNotReady) {
			k.log.Warn("spelling", "error", err)
		}
	}()
}

// showPhase says how a run ended: where it failed, what was served before is served
// on.
func (k *keeper) showPhase(err error) {
	switch {
	case err == nil, errors.Is(err, errOrphan):
		k.phase.set(phaseReady)
	case k.gate.ready():
		k.phase.set(phaseStale)
	}
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
	o.made = changes
	o.undo, err = k.uploads.Apply(changes)
	return err
}

// bringInStep looks at the corpus and makes the index follow.
func (k *keeper) bringInStep(ctx context.Context, rebuild bool) (*ingest.Report, error) {
	if k.orphan(k.st) {
		return nil, errOrphan
	}
	c, err := k.compare(ctx, k.know, k.st)
	if err != nil {
		return nil, err
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
		return nil, err
	}
	k.remember(k.st, c)
	return report, nil
}

// errOrphan is that nothing can be kept in step with what is not known.
var errOrphan = errors.New("the data directory has no record of what its index was made from, which is served as it is: name the corpus (--corpus)")

// collectionOf is that of an article as it is served, whatever its status, and
// found says that it is; else as it is kept and waits to be searchable. Empty:
// there is no such article.
func (k *keeper) collectionOf(ctx context.Context, id string) (collection string, found bool, err error) {
	backend, release, err := k.st.served.Acquire()
	switch {
	case err == nil:
		defer release()
		list, err := backend.Articles(ctx, []string{id}, false)
		if err != nil || len(list) > 0 && list[0] != nil {
			if err == nil {
				collection = list[0].Article.Collection
			}
			return collection, err == nil, err
		}
	case !errors.Is(err, index.ErrNotReady):
		return "", false, err
	}
	kept, err := k.uploads.Get(id)
	if err != nil || kept.Record == nil {
		return "", false, err
	}
	var record struct{ Collection string }
	if err := json.Unmarshal(kept.Record, &record); err != nil {
		return "", false, fmt.Errorf("stored article %s: %w", id, err)
	}
	return cmp.Or(record.Collection, corpus.DefaultCollection), false, nil
}

// mayChange reports whether a caller may change an article of a collection; empty:
// there is none yet.
func mayChange(scope search.Scope, collection string) bool {
	return collection == "" || sees(scope, collection)
}

// history is what the last runs did.
type history struct {
	mu       sync.Mutex
	runs     []api.Run // the latest first
	full     []fullReport
	problems []api.RunProblem
	skipped  ingest.Skipped
	checked  *time.Time
	told     map[string]bool // problems that the log has
	failure  string          // the last error that the log has
}
