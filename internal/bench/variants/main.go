// Variants prints how often another spelling of a query gives the same first article
// as the query itself, by sort of spelling: width, decomposed characters, the other
// kana, kana and romaji for kanji, one slip of the finger.
//
//	go run ./internal/bench/variants [--worst N] [--seed N] [--every N] [--least X]
//	go run ./internal/bench/variants --ordinary FILE [--index DIR]
//
// The queries are names of the lexicon that the sample knowledge base mentions, and
// the words of its headings, alone and with a word for what is asked of them (費用).
// The spellings are made mechanically, from fixed seeds. What has no one right answer
// is counted apart, by rules that look only at the words known to lexicon and index
// (known.go): a spelling by which another word is meant as well, and a slip that makes
// another word, or is one slip away from several.
//
// With --ordinary, FILE holds queries that have nothing wrong with them, one a line or
// in JSON lines ({"query"}). It prints how many of them are put right nevertheless,
// over the sample, or over the passages of DIR (passages.jsonl).
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"shirube/corpus/articles"
	"shirube/internal/bench"
	"shirube/internal/ingest"
)

func main() {
	os.Exit(run())
}

func run() int {
	var o options
	flag.IntVar(&o.worst, "worst", 0, "show `N` spellings of each sort that found something else")
	flag.Uint64Var(&o.seed, "seed", 1, "of the slips, a `number`")
	flag.IntVar(&o.every, "every", 1, "only every `N`th name")
	flag.Float64Var(&o.least, "least", 0, "exit with 1 unless every class of sorts reaches this share")
	ordinary := flag.String("ordinary", "", "queries with nothing wrong in them, a `file`")
	set := flag.String("index", "", "`folder` with the passages.jsonl to ask instead of the sample")
	flag.Parse()
	if flag.NArg() > 0 || *set != "" && *ordinary == "" || o.every < 1 {
		fmt.Fprintln(os.Stderr, "usage: variants [--worst N] [--seed N] [--every N] [--least X] | variants --ordinary FILE [--index DIR] [--worst N]")
		return 2
	}
	return bench.Run("variants", func(ctx context.Context) (int, error) {
		source := ingest.Source{Path: "sample", FS: articles.FS}
		if *set != "" {
			s, err := bench.OpenSet(*set)
			if err != nil {
				return 0, err
			}
			source = s.Source()
		}
		var lines []bench.Line
		err := with(ctx, source, func(m *measured) (err error) {
			if *ordinary != "" {
				return m.corrections(ctx, *ordinary, o.worst)
			}
			lines, err = m.spellings(ctx, o)
			return err
		})
		if err != nil || o.least == 0 {
			return 0, err
		}
		return bench.Judge(os.Stdout, lines), nil
	})
}

// options are what the flags say.
type options struct {
	worst, every int
	seed         uint64
	least        float64
}

// measured is what is asked, and what its queries are made from.
type measured struct {
	parts  *bench.Parts
	served *bench.Served
	source ingest.Source
}

// with calls do with an index of the source.
func with(ctx context.Context, source ingest.Source, do func(*measured) error) error {
	parts, err := bench.Load()
	if err != nil {
		return err
	}
	return parts.Indexed(ctx, source, func(served *bench.Served) error {
		return do(&measured{parts: parts, served: served, source: source})
	})
}
