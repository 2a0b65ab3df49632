package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"shirube/index"
)

// Result is what a run did.
type Result struct {
	// Manifest describes the index as it is now; its Generation and Fingerprint
	// are the caller's to fill in.
	Manifest *Manifest
	Report   *Report
	// Committed: there is a new generation. Otherwise nothing had to change.
	Committed bool
}

// maxPasses is how often a run begins again when it finds that it began wrongly.
// Twice is enough for a corpus that holds still.
const maxPasses = 4

// Run brings the index in step with the corpus: what is new or changed is read,
// analysed and put, what is gone is deleted, all in one commit. Rejected files
// and articles are in the report; an error means that nothing was changed.
func (p *Plan) Run(ctx context.Context, o Options) (*Result, error) {
	o.complete()
	start := time.Now()
	mode := passMode{rebuild: o.Rebuild || p.prev == nil, shared: map[string]bool{}}
	if p.prev != nil {
		for _, url := range p.prev.SharedURLs {
			mode.shared[url] = true
		}
	}
	for n := 1; ; n++ {
		mode.last = n == maxPasses
		pass := newPass(p, o, mode)
		err := pass.run(ctx)
		var again *restart
		if errors.As(err, &again) {
			mode.rebuild = mode.rebuild || again.rebuild
			if again.shared != nil {
				mode.shared = again.shared
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		res := pass.result()
		res.Report.Seconds = time.Since(start).Seconds()
		return res, nil
	}
}

func (o *Options) complete() {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Meter == nil {
		o.Meter = &Meter{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// passMode is what one pass over the corpus takes for granted.
type passMode struct {
	rebuild bool
	// shared are URLs that are no ids, because several articles have them.
	shared map[string]bool
	last   bool // take what is found as it is
}

// restart is that a pass took something for granted that is not so.
type restart struct {
	rebuild bool
	shared  map[string]bool
}

func (*restart) Error() string { return "the pass must begin again" }

// pass is one way through the corpus: files are read side by side, their
// articles are taken in order and claim their ids, workers make the documents
// and put them.
type pass struct {
	*Plan
	Options
	passMode
	writer lazyWriter

	claims  map[string]place  // ids that are taken, by whom
	urls    map[string]int    // URLs that could be ids, by how many articles have them
	before  map[string]string // ids of the manifest's articles → their hashes
	results []*fileResult
	removed []string // ids that the manifest has and the corpus has no more
	puts    int
	doomed  bool // the pass will begin again: nothing needs to be put
	work    chan task
}

// place is where an article stands.
type place struct {
	file      string
	line      int
	overrides bool // its source overrides others
}

func newPass(p *Plan, o Options, mode passMode) *pass {
	w := &pass{Plan: p, Options: o, passMode: mode,
		claims: map[string]place{}, urls: map[string]int{}, before: map[string]string{},
		work: make(chan task, 2*o.Workers)}
	w.writer.begin = func(ctx context.Context) (index.Writer, error) { return o.Begin(ctx, mode.rebuild) }
	if p.prev != nil {
		for i := range p.prev.Files {
			for _, a := range p.prev.Files[i].Articles {
				w.before[a.ID] = a.Hash
			}
		}
	}
	return w
}

// run goes through the corpus and commits, or aborts and says why.
func (w *pass) run(ctx context.Context) (err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, w.writer.abort())
		}
	}()
	if w.rebuild { // also of an empty corpus
		if _, err := w.writer.get(ctx); err != nil {
			return err
		}
	}
	if err := w.through(ctx); err != nil {
		return err
	}
	if err := w.mustRestart(); err != nil {
		return err
	}
	if err := w.deleteGone(ctx); err != nil {
		return err
	}
	w.Meter.committing.Store(true)
	return w.writer.commit(ctx)
}

// through reads what must be read and puts what must be put.
func (w *pass) through(ctx context.Context) error {
	var toRead []*planned
	var bytes int64
	for _, f := range w.files {
		if w.mustRead(f) {
			toRead = append(toRead, f)
			bytes += f.size
		}
	}
	w.Meter.start(len(toRead), bytes)

	group, ctx := errgroup.WithContext(ctx)
	reading := make(chan *readJob, w.Workers) // in the order of the files
	group.Go(func() error { return w.readAll(ctx, toRead, reading) })
	group.Go(func() error {
		defer close(w.work)
		return w.collect(ctx, reading)
	})
	for range w.Workers {
		group.Go(func() error { return w.makeDocuments(ctx) })
	}
	return group.Wait()
}

// mustRead reports whether what the manifest says of a file is not enough.
func (w *pass) mustRead(f *planned) bool {
	switch {
	case f.why != "":
		return false
	case w.rebuild || !f.same || f.again || f.prev.Unsettled && f.prev.Hash != "":
		return true
	}
	return slices.ContainsFunc(f.prev.Articles, func(a ArticleEntry) bool {
		return a.URL != "" && w.shared[a.URL] == (a.ID == a.URL)
	})
}

// mustRestart checks what the pass took for granted.
func (w *pass) mustRestart() error {
	if w.last {
		return nil
	}
	shared := map[string]bool{}
	for url, n := range w.urls {
		if n > 1 {
			shared[url] = true
		}
	}
	again := &restart{rebuild: w.tooMany()}
	if !maps.Equal(shared, w.shared) {
		again.shared = shared
	}
	if again.rebuild || again.shared != nil {
		return again
	}
	return nil
}

// tooMany reports whether an update has so many changes that making the index
// anew is quicker, or takes less memory: an update holds them all.
func (w *pass) tooMany() bool {
	return !w.rebuild && w.puts > min(max(64, w.prev.articles()/4), 2000)
}

// deleteGone deletes what the index has and the corpus has no more.
func (w *pass) deleteGone(ctx context.Context) error {
	there := map[string]bool{}
	for _, r := range w.results {
		for _, a := range r.indexed() {
			there[a.ID] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.before)) {
		if there[id] {
			continue
		}
		w.removed = append(w.removed, id)
		if w.rebuild {
			continue
		}
		writer, err := w.writer.get(ctx)
		if err == nil {
			err = writer.Delete(ctx, id)
		}
		if err != nil {
			return fmt.Errorf("delete article %s: %w", id, err)
		}
	}
	return nil
}

// result sums up a pass that was committed.
func (w *pass) result() *Result {
	m := &Manifest{Format: manifestFormat, Scanned: w.scanned, Sources: w.recorded, Files: []FileEntry{},
		SharedURLs: slices.Sorted(maps.Keys(w.shared))}
	if m.SharedURLs == nil {
		m.SharedURLs = []string{}
	}
	r := w.report(ModeUpdated)
	switch {
	case w.rebuild:
		r.Mode = ModeRebuilt
	case !w.writer.committed:
		r.Mode = ModeUnchanged
	}
	there := map[string]bool{}
	for id := range w.claims {
		there[id] = true
	}
	for _, f := range w.results {
		m.Files = append(m.Files, f.entry(w.Plan))
		r.add(f, w.Plan)
	}
	r.gone(w.Plan)
	r.renames(w.Plan, w.results)
	r.correctionsOfNothing(w.Plan, there)
	r.Articles.Removed = len(w.removed)
	return &Result{Manifest: m, Report: r, Committed: w.writer.committed}
}
