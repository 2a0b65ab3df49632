// Facets compares what the search counts with what somebody counts who goes through the
// articles one by one:
//
//	go run ./internal/bench/facets [--combinations N] [--articles N] [--seed N]
//
// Combinations of filters are drawn at random, over the sample knowledge base and over
// generated articles: several values of several facets, exclusions, passage filters that
// must hold together, ranges, dates, collections, queries and none, in both views; some
// articles are drafts, not yet published or expired. Every count of every facet is
// compared, in its order, with its label and whether it is selected, and so are totals,
// ranges of prices and days, and the search inside a facet's values. The status is 1 if
// anything differs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"

	"shirube/internal/bench"
)

func main() {
	combinations := flag.Int("combinations", 2000, "how many `N` are drawn for each of the two")
	generated := flag.Int("articles", 10_000, "how many `N` articles are generated")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "what is drawn depends on this `number` alone")
	flag.Parse()
	if flag.NArg() > 0 || *combinations < 1 || *generated < 1 {
		flag.Usage()
		os.Exit(2)
	}
	os.Exit(bench.Run("facets", func(ctx context.Context) (int, error) {
		fmt.Println(bench.Header())
		fmt.Println("seed", *seed)
		parts, err := bench.Load()
		if err != nil {
			return 0, err
		}
		status := 0
		for _, n := range []int{0, *generated} {
			err := with(ctx, parts, n, *seed, func(w *world) error {
				got, err := w.compare(ctx, *combinations, *seed)
				if err != nil {
					return err
				}
				got.print(w)
				if len(got.wrong) > 0 {
					status = 1
				}
				if n == 0 {
					return nil
				}
				return w.time(ctx)
			})
			if err != nil {
				return 0, err
			}
		}
		return status, nil
	}))
}

// print says how much was compared, and what differed.
func (c *compared) print(w *world) {
	fmt.Printf("%s: %d articles, %d passages; %d combinations, %d of them with nothing found; %d counts compared (%d of a facet's values searched for), %d differ\n",
		w.name, len(w.model.articles), w.model.passages, c.combinations, c.empty, c.counts, c.searched, len(c.wrong))
	for _, e := range c.wrong[:min(len(c.wrong), 10)] {
		fmt.Println("differs:", e)
	}
}
