// Startup builds the program, starts servers on the embedded sample, and
// measures how long each takes to be ready and how much memory it has: with an
// empty data directory (cold) and with the index of the run before (warm).
//
//	go run ./internal/bench/startup
//
// Time counts from the start of the process to the first answer of /readyz that
// says it is ready.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"shirube/internal/bench"
)

// What a server on the sample may take: seconds to readiness, MB of memory.
const (
	mostCold   = 3
	mostWarm   = 1.5
	mostMemory = 350
)

func main() {
	os.Exit(run())
}

func run() int {
	runs := flag.Int("runs", 5, "how many servers are started, cold and warm each")
	queries := flag.Int("queries", 200, "how many queries each answers")
	program := flag.String("program", "", "a `file` that was built already; default: build the repository's")
	flag.Parse()
	if flag.NArg() > 0 || *runs < 1 {
		fmt.Fprintln(os.Stderr, "usage: startup [--runs N] [--queries N] [--program FILE]")
		return 2
	}
	return bench.Run("startup", func(ctx context.Context) (status int, err error) {
		err = bench.Temporary(func(dir string) error {
			lines, err := measure(ctx, dir, *runs, *queries, *program)
			status = bench.Judge(os.Stdout, lines)
			return err
		})
		return status, err
	})
}

func measure(ctx context.Context, dir string, runs, queries int, program string) ([]bench.Line, error) {
	program, err := bench.Program(ctx, program, dir)
	if err != nil {
		return nil, err
	}
	var cold, warm []result
	for n := range runs {
		data := filepath.Join(dir, strconv.Itoa(n))
		for _, to := range []*[]result{&cold, &warm} { // the first of the two leaves the index
			r, err := serve(ctx, program, data, queries)
			if err != nil {
				return nil, err
			}
			*to = append(*to, r)
		}
	}
	fmt.Println(bench.Header())
	return append(report("cold", cold, mostCold, queries), report("warm", warm, mostWarm, queries)...), nil
}

// result is what one server took.
type result struct {
	seconds      float64
	ready, after bench.Memory
}

// report prints the runs and makes lines of their medians.
func report(name string, runs []result, mostSeconds float64, queries int) []bench.Line {
	column := func(of func(result) float64) []float64 {
		out := make([]float64, len(runs))
		for i, r := range runs {
			out[i] = of(r)
		}
		return out
	}
	seconds := column(func(r result) float64 { return r.seconds })
	ready := column(func(r result) float64 { return r.ready.Resident })
	after := column(func(r result) float64 { return r.after.Resident })
	peak := column(func(r result) float64 { return r.after.Peak })
	fmt.Printf("%s: ready after %.2f s (%.2f to %.2f); resident %.0f MB when ready, %.0f MB after %d queries, at most %.0f MB (medians of %d)\n",
		name, bench.Median(seconds), bench.Percentile(seconds, 0), bench.Percentile(seconds, 1),
		bench.Median(ready), bench.Median(after), queries, bench.Median(peak), len(runs))
	return []bench.Line{
		{What: name + " start to readiness", Got: bench.Median(seconds), Bound: mostSeconds, Most: true, Unit: " s"},
		{What: name + ", resident when ready", Got: bench.Median(ready), Bound: mostMemory, Most: true, Unit: " MB"},
		{What: name + ", resident after queries", Got: bench.Median(after), Bound: mostMemory, Most: true, Unit: " MB"},
	}
}
