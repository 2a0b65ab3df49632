package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/renameio/v2"

	"shirube/index/bleve"
	"shirube/internal/console"
	"shirube/internal/ingest"
	"shirube/internal/querylog"
	"shirube/internal/store"
	"shirube/internal/watch"
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
	kept, err := store.Open(ctx, a.data)
	if err != nil {
		return err
	}
	defer a.logged("database", kept.Close)
	ring, err := newKeyring(ctx, keys, kept)
	if err != nil {
		return err
	}
	ln, err := a.listen(ctx, ring.Any())
	if err != nil {
		return err
	}
	s := &server{began: time.Now(), keys: ring, kept: kept, App: a, dir: dir, gate: newGate(), meter: &ingest.Meter{}, orders: make(chan *order), trials: newTrials(), ended: make(chan struct{})}
	s.rules = newCurator(a, kept, s.gate)
	s.public = !loopback(ln.Addr())
	if a.logs() {
		s.queries = querylog.Start(kept.Sink(), a.log)
		defer s.queries.Close()
	}
	if a.cfg.Watch {
		s.watcher = watch.New(a.watching)
	}
	handler, err := s.handler()
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
	began time.Time
	dir   *bleve.Directory
	gate  *gate
	meter *ingest.Meter
	phase phase

	know    atomic.Pointer[knowledge] // nil: not loaded yet
	orders  chan *order               // for the keeper
	ended   chan struct{}             // closed when there is no keeper any more
	waiting atomic.Int64              // orders that are not done
	watcher *watch.Watcher            // nil: nothing is watched
	history history
	keys    *keyring
	kept    *store.Store
	rules   *curator
	trials  trials
	queries *querylog.Log // nil: nothing is noted
	desk    *console.Console
	public  bool // other machines can reach it
}

// run serves on ln and fills the index beside it.
func (s *server) run(ctx context.Context, ln net.Listener, handler http.Handler) error {
	srv := s.patient()
	srv.Handler = handler
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()

	work, stopWork := context.WithCancel(ctx)
	defer stopWork()
	var beside sync.WaitGroup // what uses the database
	defer func() { stopWork(); beside.Wait() }()
	beside.Go(func() { s.keys.follow(work, s.log) })
	beside.Go(func() { s.retain(work, s.kept) })
	beside.Go(func() { s.rules.follow(work) })
	if s.watcher != nil {
		go s.watcher.Run(work)
	}
	worked := make(chan error, 1)
	go func() {
		err := s.work(work)
		close(s.ended) // who waits for the keeper need not
		worked <- err
	}()

	var failure error
	for running := true; running; {
		select {
		case <-ctx.Done():
			running = false
		case err := <-served:
			failure, running = fmt.Errorf("serving: %w", err), false
		case err := <-worked:
			// It works as long as it can.
			worked = nil
			if !errors.Is(err, context.Canceled) {
				failure, running = err, false
			}
		}
	}
	s.phase.set(phaseStopping)
	stopWork()
	s.log.Info("stopping", "timeout", s.cfg.ShutdownTimeout.String())
	failure = errors.Join(failure, shutDown(srv, s.cfg.ShutdownTimeout))
	if worked != nil {
		// It was told to stop: what it had begun is cleared away when it says so.
		if err := <-worked; err != nil && !errors.Is(err, context.Canceled) {
			s.log.Warn("indexing was stopped", "error", err)
		}
	}
	s.desk.Close() // what goes through articles keeps the index open
	return errors.Join(failure, s.gate.close())
}

// patient is a server that waits for slow clients, within bounds: whoever sends or reads a
// byte now and then must not hold a connection for ever.
func (s *server) patient() *http.Server {
	return &http.Server{
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30*time.Second + s.cfg.RequestTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug), // what clients do wrong
	}
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
