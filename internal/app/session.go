package app

import (
	"context"
	"errors"
	"fmt"

	"shirube/index/bleve"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// Session is an index opened for one command.
type Session struct {
	*search.Engine
	// Report is of the run that brought the index in step; nil where another
	// process writes it, and it was opened as it is.
	Report *ingest.Report
	state  *state
	log    func(what string, f func() error)
}

// Close closes the index.
func (s *Session) Close() { s.log("index", s.state.close) }

// Open opens the index for searching, after bringing it in step with the corpus.
// While another process writes it, it is opened as it is and the log says what
// may be missing, as long as it is an index of this corpus.
func (a *App) Open(ctx context.Context, purpose string, meter *ingest.Meter) (*Session, error) {
	dir, err := bleve.OpenDirectory(a.data)
	if err != nil {
		return nil, err
	}
	know, st, err := a.prepare(ctx, dir)
	if err != nil {
		return nil, err
	}
	s := &Session{state: st, log: a.logged}
	if s.Report, err = a.freshen(ctx, know, s, purpose, meter); err != nil {
		s.Close()
		return nil, err
	}
	s.Engine = search.New(know.analyzer, know.lexicon, s.state.served, search.WithArticleURL(a.articleURL))
	a.curate(ctx, s.Engine)
	return s, nil
}

// freshen refreshes the index of a session if it must be and can be.
func (a *App) freshen(ctx context.Context, know *knowledge, s *Session, purpose string, meter *ingest.Meter) (*ingest.Report, error) {
	if a.orphan(s.state) {
		a.log.Warn("the index has no record of what it was made from: using it as it is", "data", a.data)
		return nil, nil
	}
	if s.state.held() {
		a.log.Warn("somebody went back to this generation of the index: using it as it is, until it is made anew (shirube index)", "generation", s.state.generation)
		return nil, nil
	}
	c, err := a.compare(ctx, know, s.state)
	switch {
	case err != nil && len(a.cfg.Corpus) == 0 && s.state.generation != "" && ctx.Err() == nil:
		a.log.Warn("what the index was made from cannot be read: using it as it is", "error", err)
		return nil, nil
	case err != nil:
		return nil, err
	case c.current():
		return a.bring(ctx, know, s.state, c, meter)
	}
	lock, err := lockDirectory(a.data, purpose)
	if err != nil {
		return nil, a.asItIs(know, s.state, c, err)
	}
	defer a.logged("write lock", lock.release)
	// Another process may have done it before the lock was ours.
	st, err := a.look(ctx, s.state.dir)
	if err != nil {
		return nil, err
	}
	s.Close()
	s.state = st
	return a.refresh(ctx, know, st, meter)
}

// asItIs decides whether an index that cannot be brought in step can be used; why
// is what keeps it from being written.
func (a *App) asItIs(know *knowledge, st *state, c comparison, why error) error {
	switch {
	case st.generation == "":
		return fmt.Errorf("there is no index yet: %w", why)
	case st.known == nil || !c.plan.SameSources():
		return fmt.Errorf("the index is not of this corpus, and cannot be made anew: %w", why)
	case st.fingerprint != know.fingerprint:
		a.log.Warn("the index was made by another version: results may differ", "error", why)
	case errors.Is(why, ErrBusy):
		a.log.Warn("the corpus has changed since it was indexed: using the index as it is", "error", why)
	default:
		a.log.Warn("the index cannot be brought up to date: using it as it is", "error", why)
	}
	return nil
}
