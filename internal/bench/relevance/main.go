// Relevance prints how well Shirube's plain passage search and Bleve's own BM25
// find the passages that questions were written from: nDCG@10, MRR@10 and
// recall@10 of both on the same questions, with the same analyzer, in one run.
//
//	go run ./internal/bench/relevance --data DIR [--data DIR]...
//
// DIR has passages.jsonl ({"id","title","text"} a line) and queries.jsonl
// ({"id","query","relevant":{id:grade}} a line).
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"

	"shirube/internal/bench"
)

func main() {
	os.Exit(run())
}

// options are the command's flags.
type options struct {
	data  bench.List
	flips int
	least bench.List // NAME=nDCG
	lead  bench.List // NAME=nDCG above Bleve's
}

func run() int {
	var o options
	flag.Var(&o.data, "data", "a `folder` with passages.jsonl and queries.jsonl; several times for several")
	flag.IntVar(&o.flips, "flips", 10_000, "how often the randomisation test flips signs")
	flag.Var(&o.least, "least", "`NAME=X`: exit with 1 unless passages with match=any reach an nDCG@10 of X on the set of that name")
	flag.Var(&o.lead, "lead", "`NAME=X`: exit with 1 unless they are X above the best of Bleve's own BM25")
	flag.Parse()
	if len(o.data) == 0 || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: relevance --data DIR [--data DIR]...")
		return 2
	}
	return bench.Run("relevance", func(ctx context.Context) (int, error) {
		lines, err := o.measure(ctx)
		return bench.Judge(os.Stdout, lines), err
	})
}

func (o *options) measure(ctx context.Context) ([]bench.Line, error) {
	least, err := bounds(o.least)
	if err != nil {
		return nil, err
	}
	lead, err := bounds(o.lead)
	if err != nil {
		return nil, err
	}
	parts, err := bench.Load()
	if err != nil {
		return nil, err
	}
	if err := registerTerms(parts.Analyzer); err != nil {
		return nil, err
	}
	fmt.Println(bench.Header())
	var lines []bench.Line
	for _, dir := range o.data {
		set, err := bench.OpenSet(dir)
		if err != nil {
			return nil, err
		}
		c, err := compare(ctx, parts, set)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", set.Name, err)
		}
		if err := c.write(os.Stdout, o.flips); err != nil {
			return nil, err
		}
		ours, theirs := c.plain().NDCG10, c.best(false).NDCG10
		if bound, ok := least[set.Name]; ok {
			lines = append(lines, bench.Line{What: set.Name + " nDCG@10", Got: ours, Bound: bound})
		}
		if bound, ok := lead[set.Name]; ok {
			lines = append(lines, bench.Line{What: set.Name + " nDCG@10 above Bleve's own BM25", Got: ours - theirs, Bound: bound})
		}
	}
	return lines, nil
}

// bounds reads NAME=X flags.
func bounds(list bench.List) (map[string]float64, error) {
	out := map[string]float64{}
	for _, s := range list {
		name, value, _ := strings.Cut(s, "=")
		x, err := strconv.ParseFloat(value, 64)
		if err != nil || name == "" {
			return nil, fmt.Errorf("%q is not NAME=NUMBER", s)
		}
		out[name] = x
	}
	return out, nil
}
