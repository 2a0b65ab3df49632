// Log says what the query log costs: how much of a server's throughput, asked the same
// over HTTP with the log and without in turns, and how long the analytics of a million
// searches take:
//
//	go run ./internal/bench/log
//
// Without the log is --query-log off. Processor time is the server's, read when what was
// noted has been written too.
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

// The lines.
const (
	leastThroughput = 0.95
	mostAnalytics   = 500 // milliseconds
)

func main() {
	pairs := flag.Int("pairs", 9, "how often the server is asked with the log and without")
	seconds := flag.Int("seconds", 4, "for how long each time")
	connections := flag.Int("connections", 4, "how many ask at once")
	searches := flag.Int("searches", 1_000_000, "how many searches are in the log when its analytics are asked for; 0: leave that out")
	program := flag.String("program", "", "a `file` that was built already; default: build the repository's")
	flag.Parse()
	if flag.NArg() > 0 || *pairs < 1 || *seconds < 1 || *connections < 1 || *searches < 0 {
		fmt.Fprintln(os.Stderr, "usage: log [--pairs N] [--seconds N] [--connections N] [--searches N] [--program FILE]")
		os.Exit(2)
	}
	os.Exit(bench.Run("log", func(ctx context.Context) (status int, err error) {
		err = bench.Temporary(func(dir string) error {
			file, err := bench.Program(ctx, *program, dir)
			if err != nil {
				return err
			}
			fmt.Println(bench.Header())
			lines, err := compare(ctx, dir, file, *pairs, *connections, time.Duration(*seconds)*time.Second)
			if err == nil && *searches > 0 {
				var more []bench.Line
				more, err = analyse(ctx, filepath.Join(dir, "large"), file, *searches)
				lines = append(lines, more...)
			}
			if err == nil {
				status = bench.Judge(os.Stdout, lines)
			}
			return err
		})
		return status, err
	}))
}

// compare asks two servers in turns, each first as often as the other.
func compare(ctx context.Context, dir, program string, pairs, connections int, long time.Duration) (lines []bench.Line, err error) {
	var servers [2]*bench.Server // without the log, and with it
	defer func() {
		for _, s := range servers {
			if s != nil {
				err = errors.Join(err, s.Stop())
			}
		}
	}()
	for i, setting := range []string{"off", "on"} {
		if servers[i], err = bench.StartServer(ctx, program, filepath.Join(dir, setting), "--query-log", setting); err != nil {
			return nil, err
		}
		if _, err := ask(ctx, servers[i], connections, long/2); err != nil { // until everything has been read once
			return nil, err
		}
	}
	var ratios []float64
	var rates, costs [2][]float64
	for pair := range pairs {
		var pace [2]float64
		for turn := range 2 {
			i := (pair + turn) % 2
			r, err := ask(ctx, servers[i], connections, long)
			if err != nil {
				return nil, err
			}
			pace[i] = r.rate
			rates[i], costs[i] = append(rates[i], r.rate), append(costs[i], r.cost)
		}
		ratios = append(ratios, pace[1]/pace[0])
	}
	for i, name := range []string{"without the log", "with the log"} {
		fmt.Printf("%s: %.0f searches a second, %.3f ms of processor time each (medians of %d rounds of %v, %d connections)\n",
			name, bench.Median(rates[i]), bench.Median(costs[i]), pairs, long, connections)
	}
	written, dropped, err := noted(ctx, servers[1])
	if err != nil {
		return nil, err
	}
	fmt.Printf("noted: %.0f searches; dropped: %.0f\n", written, dropped)
	return []bench.Line{
		{What: "throughput with the log, of that without (median of pairs)", Got: bench.Median(ratios), Bound: leastThroughput},
		{What: "searches that were not noted", Got: dropped, Most: true},
	}, nil
}
