package app

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"shirube/internal/api"
	"shirube/internal/ingest"
	"shirube/internal/mcp"
	"shirube/internal/origin"
)

// mcpPath is where assistants ask a server, under the base path.
const mcpPath = "/mcp"

// assistants is the route for those who speak MCP over HTTP.
func (s *server) assistants(origins origin.Set) (api.Guarded, error) {
	front, err := mcp.New(mcp.Config{Version: Version(), Log: s.queries, Progress: func() mcp.Progress { return mcp.Progress(s.progress()) }}, s.gate, s.log)
	if err != nil {
		return api.Guarded{}, err
	}
	handler := front.Handler(mcp.HTTPConfig{AllowOrigins: origins, Keyed: s.keys.Any})
	return api.Guarded{Path: mcpPath, Scope: api.ScopeRetrieve, Serve: handler.Serve}, nil
}

// looked is how often it is looked for an index that another process made.
const looked = 2 * time.Second

// MCP answers one assistant over a pair of streams until in ends, or ctx. It
// answers at once; what needs the index waits until that was opened, and brought in
// step where no other process does it. An index that another process makes later
// takes its place.
func (a *App) MCP(ctx context.Context, in io.Reader, out io.Writer) error {
	own := *a
	own.addressOf = mcp.ResourceURI // no page of it is served
	s := &server{App: &own, gate: newGate(), meter: &ingest.Meter{}}
	front, err := mcp.New(mcp.Config{Version: Version(), Progress: func() mcp.Progress { return mcp.Progress(s.progress()) }}, s.gate, a.log)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	served, worked := make(chan error, 1), make(chan error, 1)
	go func() { served <- front.ServeIO(ctx, in, out) }()
	go func() { worked <- s.openFor(ctx) }()
	for {
		select {
		case err := <-served:
			cancel()
			if worked != nil {
				err = errors.Join(err, unlessCanceled(<-worked))
			}
			return errors.Join(err, s.gate.close())
		case err := <-worked:
			if worked = nil; unlessCanceled(err) != nil {
				return errors.Join(err, s.gate.close())
			}
		}
	}
}

func unlessCanceled(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// openFor opens the index for one assistant, and keeps to the newest one until ctx ends.
func (s *server) openFor(ctx context.Context) error {
	s.phase.set(phaseIndexing)
	session, err := s.Open(ctx, "mcp", s.meter)
	if err != nil {
		return err
	}
	s.gate.open(session.Engine, session.state.served)
	s.phase.set(phaseReady)
	var beside sync.WaitGroup
	defer beside.Wait()
	beside.Go(func() { s.followRules(ctx) })
	session.follow(ctx)
	return nil
}

// followRules takes up what editors decide, until ctx ends: an assistant is asked for days, and
// must not tell what was hidden meanwhile.
func (s *server) followRules(ctx context.Context) {
	ticker := time.NewTicker(looked)
	defer ticker.Stop()
	for !s.hasStore() {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
	kept, err := s.Store(ctx)
	if err != nil {
		if ctx.Err() == nil {
			s.log.Warn("changes of the editors' rules will not be seen", "error", err)
		}
		return
	}
	defer s.logged("database", kept.Close)
	newCurator(s.App, kept, s.gate).follow(ctx)
}

// follow serves each generation that another process makes, until ctx ends. One
// that other rules made waits for a program that has them.
func (s *Session) follow(ctx context.Context) {
	ticker := time.NewTicker(looked)
	defer ticker.Stop()
	seen := s.state.generation
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		newest := s.state.dir.Newest()
		if newest == "" || newest == seen {
			continue
		}
		seen = newest
		s.log("index", func() error { return s.state.reopen(ctx) })
	}
}

// reopen is open for a generation with the same fingerprint as the one before.
func (s *state) reopen(ctx context.Context) error {
	current, err := s.dir.Current(ctx)
	if err != nil {
		return err
	}
	stats, err := current.Stats(ctx)
	if err != nil || current.Fingerprint() != s.fingerprint || stats.Generation == s.generation {
		return errors.Join(err, current.Close())
	}
	s.generation, s.skipped = stats.Generation, current.Skipped()
	return s.served.Swap(current)
}
