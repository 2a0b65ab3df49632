// Speed measures how fast text is analysed and indexed beside Kagome alone on
// the same text, how fast queries are answered, and what the index takes on disk
// and in memory.
//
//	go run ./internal/bench/speed --data DIR
//
// DIR has passages.jsonl and queries.jsonl, as for relevance. Each part runs in
// a process of its own, so that none sees another's memory. Quote ratios: they
// are made of runs that alternate, and hold on other machines too.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"shirube/internal/bench"
)

func main() {
	os.Exit(run())
}

// options are the command's flags.
type options struct {
	data  string
	pairs int
	part  string
	index string // where the part indexing leaves an index for the part queries
}

// part is a thing that is measured.
type part struct {
	name string
	run  func(context.Context, *options) ([]bench.Line, error)
}

// parts are all of them, in order: the index of indexing is asked by queries.
func parts() []part {
	return []part{
		{"analysis", measureAnalysis},
		{"indexing", measureIndexing},
		{"queries", measureQueries},
	}
}

func run() int {
	var o options
	flag.StringVar(&o.data, "data", "", "a `folder` with passages.jsonl and queries.jsonl")
	flag.IntVar(&o.pairs, "pairs", 7, "how many pairs of runs a ratio is the median of")
	flag.StringVar(&o.part, "part", "all", "analysis, indexing, queries or all")
	flag.StringVar(&o.index, "index", "", "a `folder` for the index; default a temporary one")
	flag.Parse()
	if o.data == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: speed --data DIR")
		return 2
	}
	if o.part == "all" {
		return bench.Run("speed", o.all)
	}
	for _, p := range parts() {
		if p.name == o.part {
			return bench.Run("speed", func(ctx context.Context) (int, error) {
				lines, err := p.run(ctx, &o)
				return bench.Judge(os.Stdout, lines), err
			})
		}
	}
	fmt.Fprintf(os.Stderr, "speed: there is no part %q\n", o.part)
	return 2
}

// all runs each part as a process and returns the worst exit status.
func (o *options) all(ctx context.Context) (status int, err error) {
	fmt.Println(bench.Header())
	err = bench.Temporary(func(dir string) (err error) {
		status, err = o.runParts(ctx, dir)
		return err
	})
	return status, err
}

func (o *options) runParts(ctx context.Context, dir string) (status int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, fmt.Errorf("own program: %w", err)
	}
	for _, p := range parts() {
		//nolint:gosec // the program runs itself
		cmd := exec.CommandContext(ctx, self, "--data", o.data, "--pairs", strconv.Itoa(o.pairs), "--part", p.name, "--index", filepath.Join(dir, "index"))
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		err := cmd.Run()
		var exit *exec.ExitError
		switch {
		case errors.As(err, &exit):
			status = max(status, exit.ExitCode())
		case err != nil:
			return 0, fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return status, nil
}

// heading begins a part's report.
func heading(name string, set *bench.Set, texts []string) {
	fmt.Printf("\n%s: %s, %d passages, %.2f MB of text\n", name, set.Name, len(set.Passages), float64(bench.Bytes(texts))/1e6)
}

// pair is how long the two things that are compared took.
type pair struct{ ours, theirs float64 } // seconds

// ratio is the median of our speed over theirs, pair by pair, and the least and
// the greatest.
func ratio(pairs []pair) (median, least, most float64) {
	var all []float64
	for _, p := range pairs {
		all = append(all, p.theirs/p.ours)
	}
	return bench.Median(all), bench.Percentile(all, 0), bench.Percentile(all, 1)
}

// speeds are the medians in MB/s of bytes.
func speeds(pairs []pair, bytes int) (ours, theirs float64) {
	var a, b []float64
	for _, p := range pairs {
		a = append(a, float64(bytes)/1e6/p.ours)
		b = append(b, float64(bytes)/1e6/p.theirs)
	}
	return bench.Median(a), bench.Median(b)
}
