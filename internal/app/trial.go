package app

import (
	"context"
	"fmt"
	"time"

	"shirube/corpus/corrections"
	"shirube/index"
	"shirube/index/bleve"
	"shirube/internal/console"
	"shirube/internal/curation"
	"shirube/internal/search"
)

// spareBytes is what a trial leaves free on the disk, beside room for the index once more.
const spareBytes = 64 << 20

// trials is the right to make a trial index, of which there is one at a time.
type trials chan struct{}

func newTrials() trials { return make(trials, 1) }

// take waits for its turn, for so long. console.ErrTrialBusy: others took longer.
func (t trials) take(ctx context.Context, within time.Duration) (done func(), err error) {
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, console.ErrTrialBusy
	}
}

// room reports whether a disk has room for a trial of an index that takes so many bytes, even if
// its files cannot be shared; yes where that cannot be told.
func room(free, total, bytes int64) bool { return total == 0 || free >= bytes+spareBytes }

// Preview says what a correction would move: the queries that a change of the rules is previewed
// with are asked of the index that is served, and of a trial of it with the article as it would
// be read. What is served is not touched.
func (c corrector) Preview(ctx context.Context, correction corrections.Correction, collections []string, progress func(done, of int)) (*curation.Report, error) {
	in, know := c.s.gate.inside.Load(), c.s.know.Load()
	if in == nil || know == nil {
		return nil, index.ErrNotReady
	}
	done, err := c.s.trials.take(ctx, c.s.previewFor())
	if err != nil {
		return nil, err
	}
	defer done()
	backend, release, err := in.served.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	stats, err := backend.Stats(ctx)
	if err != nil {
		return nil, err
	}
	if free, total := diskSpace(c.s.data); !room(free, total, stats.Bytes) {
		return nil, console.ErrTrialSpace
	}
	report, err := c.s.tryOut(ctx, know, in.engine, backend, correction, collections, progress)
	if now, other := c.s.gate.Generation(ctx, search.Scan{WithHidden: true}); other == nil && now != stats.Generation {
		return nil, console.ErrTrialStale // the two sides were not of one index, or a file of it is gone
	}
	return report, err
}

// tryOut asks the queries of what an engine serves, which is this backend, and of a trial.
func (s *server) tryOut(ctx context.Context, know *knowledge, served *search.Engine, backend index.Backend, correction corrections.Correction, collections []string, progress func(done, of int)) (*curation.Report, error) {
	rules, _, err := s.rules.Current(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // the book says what it is
	}
	asked, err := s.askedForPreview(ctx, backend, s.kept, collections)
	if err != nil {
		return nil, err
	}
	trial, err := s.trial(ctx, know, backend, correction)
	if err != nil {
		return nil, err
	}
	sw := index.NewSwitch(trial)
	defer s.logged("trial index", func() error { return sw.Swap(nil) })
	tried, now := search.New(know.analyzer, know.lexicon, sw), time.Now()
	report, err := curation.Preview(ctx, served.Under(s.compiled(served, rules, now)), tried.Under(s.compiled(tried, rules, now)), collections, asked, s.previewFor(), progress)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	return report, nil
}

// trial is a backend with an article as it would be read with a correction.
func (s *server) trial(ctx context.Context, know *knowledge, backend index.Backend, correction corrections.Correction) (*bleve.Trial, error) {
	base, ok := backend.(*bleve.Index)
	if !ok {
		return nil, fmt.Errorf("trial: of a %T", backend)
	}
	list, err := base.Articles(ctx, []string{correction.Article}, true)
	if err != nil {
		return nil, err
	}
	if list[0] == nil {
		return nil, fmt.Errorf("article %q: %w", correction.Article, search.ErrNotFound)
	}
	after, err := correction.Try(list[0].Article, know.reread)
	if err != nil {
		return nil, err
	}
	document, err := know.builder.Document(after)
	if err != nil {
		return nil, fmt.Errorf("trial: %w", err)
	}
	return s.dir.Trial(ctx, base, document)
}
