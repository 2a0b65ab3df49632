package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"shirube/internal/bench"
)

// leastAnalysis is the share of Kagome's raw speed that analysis must keep.
const leastAnalysis = 0.70

// turnEvery is how many texts one side does before the other has its turn: what
// else the machine does then slows both.
const turnEvery = 200

// measureAnalysis compares Analyzer.Tokens with Kagome alone on one core.
func measureAnalysis(ctx context.Context, o *options) ([]bench.Line, error) {
	both, err := open(o.data)
	if err != nil {
		return nil, err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	ours := func(from, to int) {
		for _, t := range both.texts[from:to] {
			both.parts.Analyzer.Tokens(t)
		}
	}
	theirs := func(from, to int) {
		for _, s := range both.cut[from:to] {
			both.raw.run(s)
		}
	}
	first := min(turnEvery, len(both.texts))
	ours(0, first)
	theirs(0, first)
	var pairs []pair
	for n := range o.pairs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var p pair
		for i := 0; i < len(both.texts); i += turnEvery {
			to := min(i+turnEvery, len(both.texts))
			if n%2 == 0 { // who begins alternates
				p.ours += timed(func() { ours(i, to) })
			}
			p.theirs += timed(func() { theirs(i, to) })
			if n%2 == 1 {
				p.ours += timed(func() { ours(i, to) })
			}
		}
		pairs = append(pairs, p)
	}
	heading("analysis, one core", both.set, both.texts)
	return []bench.Line{report("Analyzer.Tokens", "analysis as a share of Kagome's own speed", pairs, both.texts, leastAnalysis)}, nil
}

// report prints the pairs and makes a line of their ratio.
func report(name, what string, pairs []pair, texts []string, bound float64) bench.Line {
	ours, theirs := speeds(pairs, bench.Bytes(texts))
	median, least, most := ratio(pairs)
	fmt.Printf("%s %.2f MB/s, Kagome alone %.2f MB/s (medians of %d alternating runs); ratio %.2f (%.2f to %.2f)\n",
		name, ours, theirs, len(pairs), median, least, most)
	return bench.Line{What: what, Got: median, Bound: bound}
}

func timed(f func()) float64 {
	start := time.Now()
	f()
	return time.Since(start).Seconds()
}
