package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/google/renameio/v2"

	"shirube/index/bleve"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// Serve listens, and serves until ctx ends; then it finishes the requests in
// flight. It answers from the moment it listens: searches as soon as there is
// an index, be it the one before while a new one is made. An error means that
// it could not start, could not make an index, or had to cut requests off.
func (a *App) Serve(ctx context.Context) error {
	keys, err := readKeys(a.cfg.KeyFile)
	if err != nil {
		return err
	}
	dir, lock, err := a.lockedDirectory("serve")
	if err != nil {
		return err
	}
	defer a.logged("write lock", lock.release)
	ln, err := a.listen(ctx, len(keys) > 0)
	if err != nil {
		return err
	}
	s := &server{App: a, dir: dir, gate: &gate{}, meter: &ingest.Meter{}}
	handler, err := s.handler(keys)
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	if err := a.announce(ln.Addr()); err != nil {
		return errors.Join(err, ln.Close())
	}
	defer a.withdraw()
	return s.run(ctx, ln, handler)
}

// server is what serves while Serve runs.
type server struct {
	*App
	dir   *bleve.Directory
	gate  *gate
	meter *ingest.Meter
	phase phase
}

// run serves on ln and fills the index beside it.
func (s *server) run(ctx context.Context, ln net.Listener, handler http.Handler) error {
	srv := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30*time.Second + s.cfg.RequestTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug), // what clients do wrong
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()

	work, stopWork := context.WithCancel(ctx)
	defer stopWork()
	filled := make(chan error, 1)
	go func() { filled <- s.fill(work) }()

	var failure error
	for running := true; running; {
		select {
		case <-ctx.Done():
			running = false
		case err := <-served:
			failure, running = fmt.Errorf("serving: %w", err), false
		case err := <-filled:
			filled = nil
			if failure = s.unfilled(err); failure != nil {
				running = false
			}
		}
	}
	s.phase.set(phaseStopping)
	stopWork()
	s.log.Info("stopping", "timeout", s.cfg.ShutdownTimeout.String())
	failure = errors.Join(failure, shutDown(srv, s.cfg.ShutdownTimeout))
	if filled != nil {
		// It was told to stop: what it had begun is cleared away when it says so.
		if err := <-filled; err != nil && !errors.Is(err, context.Canceled) {
			s.log.Warn("indexing was stopped", "error", err)
		}
	}
	return errors.Join(failure, s.gate.close())
}

// unfilled decides what an error of fill means: with an index to serve, it is
// only for the log.
func (s *server) unfilled(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	if !s.gate.ready() {
		return err
	}
	s.phase.set(phaseStale)
	s.log.Error("the index could not be brought up to date: the one before is served on", "error", err)
	return nil
}

// shutDown waits for the requests in flight, and cuts off those that take too long.
func shutDown(srv *http.Server, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	err := srv.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(fmt.Errorf("requests were cut off: they took longer than %v to end", timeout), srv.Close())
	}
	return err
}

// fill makes what is on disk searchable, then brings it in step with the corpus.
func (s *server) fill(ctx context.Context) error {
	began := time.Now()
	know, st, err := s.prepare(ctx, s.dir)
	if err != nil {
		return err
	}
	s.gate.open(search.New(know.analyzer, know.lexicon, st.served, search.WithArticleURL(s.articleURL)), st.served)
	if st.generation != "" {
		s.log.Info("serving the index on disk", "generation", st.generation, "after_ms", time.Since(began).Milliseconds())
	}
	if s.orphan(st) {
		s.phase.set(phaseReady)
		s.log.Warn("the index has no record of what it was made from: serving it as it is", "data", s.data)
		return nil
	}
	c, err := s.compare(ctx, know, st)
	if err != nil {
		return err
	}
	if !c.current() {
		s.phase.set(phaseIndexing)
		if st.generation != "" && st.fingerprint != know.fingerprint {
			s.log.Info("the index was made by another version: making it anew, serving it meanwhile")
		}
	}
	report, err := s.bring(ctx, know, st, c, s.meter)
	if err != nil {
		return err
	}
	s.phase.set(phaseReady)
	s.tell(report, time.Since(began))
	return nil
}

// tell logs what a run did: every problem, and the sum.
func (s *server) tell(r *ingest.Report, took time.Duration) {
	for _, p := range r.Problems() {
		if p.Rejected {
			s.log.Warn("rejected", "file", p.File, "line", p.Line, "why", p.Why)
		} else {
			s.log.Info("odd", "file", p.File, "line", p.Line, "why", p.Why)
		}
	}
	if r.Articles.Total == 0 {
		s.log.Warn("the corpus has no article: every search finds nothing")
	}
	s.log.Info("index ready", "mode", r.Mode, "generation", r.Generation, "articles", r.Articles.Total,
		"rejected", r.Rejected, "after_ms", took.Milliseconds())
}

// announce says where the server listens.
func (a *App) announce(addr net.Addr) error {
	a.log.Info("listening", "address", addr.String(), "url", fmt.Sprintf("http://%s%s/search", addr, a.cfg.BasePath), "data", a.data)
	if a.cfg.AddrFile == "" {
		return nil
	}
	if err := renameio.WriteFile(a.cfg.AddrFile, []byte(addr.String()+"\n"), 0o644); err != nil {
		return fmt.Errorf("address file: %w", err)
	}
	return nil
}

func (a *App) withdraw() {
	if a.cfg.AddrFile != "" {
		a.logged("address file", func() error { return os.Remove(a.cfg.AddrFile) })
	}
}
