// Mcp asks a server on the sample over MCP, as many assistants do at once, for a
// while, and says whether something failed or grew:
//
//	go run ./internal/bench/mcp
//
// Every session is a client of the official SDK: it lists the tools, calls them all,
// reads a resource and lists those there are, again and again; after some rounds it
// is closed and another one begins. Memory and goroutines are the server's. They are
// compared when a third of the time is over, when everything has been asked once, and
// at the end.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"shirube/internal/bench"
)

// What may be left at the end beyond what was there before: goroutines, and MB of
// memory above what the load took when a third of the time was over.
const (
	mostGoroutines = 10
	mostGrowth     = 40
)

func main() {
	sessions := flag.Int("sessions", 200, "how many assistants ask at once")
	seconds := flag.Int("seconds", 60, "for how long")
	program := flag.String("program", "", "a `file` that was built already; default: build the repository's")
	flag.Parse()
	if flag.NArg() > 0 || *sessions < 1 || *seconds < 1 {
		fmt.Fprintln(os.Stderr, "usage: mcp [--sessions N] [--seconds N] [--program FILE]")
		os.Exit(2)
	}
	os.Exit(bench.Run("mcp", func(ctx context.Context) (status int, err error) {
		err = bench.Temporary(func(dir string) error {
			lines, err := measure(ctx, dir, *program, *sessions, time.Duration(*seconds)*time.Second)
			if err == nil {
				status = bench.Judge(os.Stdout, lines)
			}
			return err
		})
		return status, err
	}))
}

// state is what a server takes.
type state struct {
	memory     float64 // MB, resident
	goroutines int
}

func measure(ctx context.Context, dir, program string, sessions int, long time.Duration) (lines []bench.Line, err error) {
	if program, err = bench.Program(ctx, program, dir); err != nil {
		return nil, err
	}
	server, err := bench.StartServer(ctx, program, filepath.Join(dir, "data"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	before, err := stateOf(ctx, server)
	if err != nil {
		return nil, err
	}
	load := start(ctx, server.URL("/mcp"), sessions, long)
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(long / 3):
	}
	early, err := stateOf(ctx, server)
	if err != nil {
		return nil, err
	}
	done := load.wait()
	late, err := stateOf(ctx, server)
	if err != nil {
		return nil, err
	}
	after, err := settled(ctx, server, before.goroutines+mostGoroutines)
	if err != nil {
		return nil, err
	}
	fmt.Println(bench.Header())
	fmt.Printf("%d sessions at once for %v: %d calls in %d sessions, %.0f calls a second; a call took %.0f ms (median), %.0f ms (99th percentile)\n",
		sessions, long, len(done.milliseconds), done.sessions, float64(len(done.milliseconds))/long.Seconds(),
		bench.Percentile(done.milliseconds, 0.5), bench.Percentile(done.milliseconds, 0.99))
	for _, s := range []struct {
		when string
		state
	}{{"before", before}, {"after a third", early}, {"at the end", late}, {"when all had gone", after}} {
		fmt.Printf("%s: %.0f MB, %d goroutines\n", s.when, s.memory, s.goroutines)
	}
	for _, e := range done.failures {
		fmt.Println("failed:", e)
	}
	return []bench.Line{
		{What: "calls that failed", Got: float64(done.failed), Most: true},
		{What: "growth in two thirds of the time", Got: late.memory - early.memory, Bound: mostGrowth, Most: true, Unit: " MB"},
		{What: "goroutines left over", Got: float64(after.goroutines - before.goroutines), Bound: mostGoroutines, Most: true},
	}, nil
}

// settled waits a while for the goroutines of closed connections to end.
func settled(ctx context.Context, server *bench.Server, most int) (state, error) {
	var s state
	var err error
	for range 100 {
		if s, err = stateOf(ctx, server); err != nil || s.goroutines <= most {
			return s, err
		}
		select {
		case <-ctx.Done():
			return s, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return s, nil
}
