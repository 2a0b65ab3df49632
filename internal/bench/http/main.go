// Http measures search over HTTP beside a node of OpenSearch with its kuromoji plugin:
//
//	go run ./internal/bench/http [--data DIR]
//
// Both have the same passages, of the sample knowledge base or of DIR/passages.jsonl, and
// answer the same questions, those of testdata/queries or of DIR/queries.jsonl, with ten
// hits, all facets and highlights. One generator of load asks both on loopback, over
// connections that are kept open, each of which asks again when it was answered. Nobody
// is asked while the other is: rounds alternate. Memory is what is resident, heap and
// mapped files included, when all has been asked.
//
// What OpenSearch is told is in opensearch.go: one document a passage with the facets of
// its article, in one shard of one segment; kuromoji's search mode over title, heading and
// text; terms and ranges to count; highlights by the unified highlighter from offsets that
// are in the index.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"shirube/internal/bench"
)

// What Shirube must reach beside OpenSearch.
const (
	leastRequests = 3.0
	mostP99       = 1.0 / 2
	mostMemory    = 1.0 / 3
)

// Statuses to exit with beside those of bench.Judge.
const (
	usage   = 2
	skipped = 77 // there is no Java, or Maven cannot have OpenSearch
)

// options are the command's flags.
type options struct {
	data        string
	queries     string
	program     string
	peer        string
	connections []int
	rounds      int
	round, warm time.Duration
	smoke       bool
}

func main() {
	var o options
	connections := flag.String("connections", "1,8,64", "how many connections ask at once, one after the other")
	flag.StringVar(&o.data, "data", "", "a `folder` with passages.jsonl and queries.jsonl; default: the sample")
	flag.StringVar(&o.queries, "queries", filepath.Join("testdata", "queries"), "the `folder` of the sample's judged queries")
	flag.StringVar(&o.program, "program", "", "a `file` that was built already; default: build the repository's")
	flag.StringVar(&o.peer, "peer", filepath.Join("test", "peers", "opensearch"), "the `folder` of the peer")
	flag.IntVar(&o.rounds, "rounds", 5, "how many rounds each of the two answers")
	flag.DurationVar(&o.round, "round", 5*time.Second, "how long a round is")
	flag.DurationVar(&o.warm, "warm", 20*time.Second, "how long each of the two is asked before")
	flag.BoolVar(&o.smoke, "smoke", false, "only ask both once for everything, and compare what comes back")
	flag.Parse()
	for n := range strings.SplitSeq(*connections, ",") {
		c, err := strconv.Atoi(n)
		if err != nil || c < 1 {
			flag.Usage()
			os.Exit(usage)
		}
		o.connections = append(o.connections, c)
	}
	if flag.NArg() > 0 || o.rounds < 1 {
		flag.Usage()
		os.Exit(usage)
	}
	os.Exit(bench.Run("http", o.run))
}

func (o *options) run(ctx context.Context) (status int, err error) {
	if err := build(ctx, o.peer); errors.Is(err, errUnavailable) {
		fmt.Fprintln(os.Stderr, err)
		return skipped, nil
	} else if err != nil {
		return 0, err
	}
	err = bench.Temporary(func(dir string) error {
		of, err := o.load(ctx, dir)
		if err != nil {
			return err
		}
		shirube, stop, err := o.startShirube(ctx, dir, of)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stop()) }()
		peer, stopPeer, err := o.startOpenSearch(ctx, dir, of)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, stopPeer()) }()
		status, err = o.measure(ctx, of, shirube, peer)
		return err
	})
	return status, err
}

// measure asks both engines and prints what it saw.
func (o *options) measure(ctx context.Context, of *corpusOf, engines ...*engine) (int, error) {
	fmt.Println(bench.Header())
	fmt.Printf("%s: %d passages of %d articles, %d questions; %s\n", of.name, of.passages, len(of.articles), len(of.questions), engines[1].name)
	for _, e := range engines {
		seen, err := e.check(ctx, of.questions)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", e.name, err)
		}
		fmt.Printf("%s: %d of %d questions have hits, %d of these marks; %.1f kB an answer\n",
			e.name, seen.hits, len(of.questions), seen.marks, float64(seen.bytes)/float64(len(of.questions))/1000)
		if seen.hits*3 < len(of.questions)*2 || seen.marks*10 < seen.hits*9 { // romaji and slips find nothing with some
			return 0, fmt.Errorf("%s does not find what it is asked for", e.name)
		}
	}
	if o.smoke {
		return 0, nil
	}
	for _, e := range engines {
		if _, err := e.ask(ctx, most(o.connections), o.warm); err != nil {
			return 0, fmt.Errorf("%s: %w", e.name, err)
		}
	}
	var table report
	for _, connections := range o.connections {
		for range o.rounds {
			for i, e := range engines {
				r, err := e.ask(ctx, connections, o.round)
				if err != nil {
					return 0, fmt.Errorf("%s: %w", e.name, err)
				}
				table.add(connections, i, r)
			}
		}
	}
	for i, e := range engines {
		memory, err := bench.MemoryOf(e.pid)
		if err != nil {
			return 0, err
		}
		table.memory[i] = memory.Resident
	}
	return table.print(o.connections), nil
}

func most(list []int) int {
	out := list[0]
	for _, n := range list {
		out = max(out, n)
	}
	return out
}
