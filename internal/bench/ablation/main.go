// Ablation prints what each signal of the ranking is worth: every figure of every set
// of judged queries with everything on, and how far it moves when one signal is
// switched off, as a Markdown table for docs/relevance.md.
//
//	go run ./internal/bench/ablation [--data DIR] [--pages DIR --page-queries FILE] [--questions N] [--only NAME]...
//
// The signals are the fields of search.Weights, whatever there are, and the parts of
// reading a query that a caller can switch off. DIR and FILE are as those of
// internal/bench/lines; sets that are not given are named below the table.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"shirube/internal/bench"
	"shirube/internal/bench/sets"
)

func main() {
	os.Exit(run())
}

func run() int {
	var in sets.Input
	var only bench.List
	in.Flags(flag.CommandLine)
	flag.Var(&only, "only", "switch off only the signal of this `NAME`; several times for several")
	flag.Parse()
	changes, err := selected(changes(), only)
	if flag.NArg() > 0 || (in.Pages == "") != (in.PageQueries == "") || err != nil {
		fmt.Fprintln(os.Stderr, "usage: ablation [--data DIR] [--pages DIR --page-queries FILE] [--questions N] [--queries DIR] [--only NAME]...")
		if err != nil {
			fmt.Fprintln(os.Stderr, "ablation:", err)
		}
		return 2
	}
	return bench.Run("ablation", func(ctx context.Context) (int, error) {
		t := newTable(changes)
		lacks, err := in.Each(ctx, func(list []*sets.Set) error { return t.measure(ctx, list) })
		if err != nil {
			return 0, err
		}
		fmt.Println(bench.Header())
		if err := t.write(os.Stdout); err != nil {
			return 0, err
		}
		for _, l := range lacks {
			fmt.Println("NOT MEASURED", l)
		}
		return 0, nil
	})
}
