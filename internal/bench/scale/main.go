// Scale prints how the time of a query grows with the index and with the query, in
// process, with everything on: ten hits with snippets and marks, all facets.
//
//	go run ./internal/bench/scale [--sizes 10000,50000,100000,200000] [--from DIR] [--svg FILE]
//	go run ./internal/bench/scale --write FILE --sizes 200000 [--from DIR]
//
// The passages are generated (generate.go says how), from the sentences of the sample
// knowledge base, or of DIR's passages.jsonl; with --write they are only written, as
// {"id","title","text"} lines. The questions are words that follow one another in a
// passage, two to eight of them, as many questions of each length. For each size a new
// index is made in a temporary folder: 200,000 passages take some minutes and 2 GB.
//
// The largest index must answer in the times that are printed below the tables.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/corpus/articles"
	"shirube/internal/bench"
	"shirube/internal/bench/generate"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// lined is the size that the lines are about, and the most milliseconds there.
const (
	lined   = 200_000
	mostP50 = 10
	mostP99 = 50
)

func main() {
	os.Exit(run())
}

// options are the command's flags.
type options struct {
	sizes            []int
	from, write, svg string
	questions        int
	seed             uint64
	match            search.Match
}

func run() int {
	var o options
	sizes := flag.String("sizes", "10000,50000,100000,200000", "how many passages, `N,N,…`")
	match := flag.String("match", string(search.MatchAuto), "how much of a question a hit must mention: auto, all or any")
	flag.StringVar(&o.from, "from", "", "take the sentences from the passages.jsonl of this `folder`, not from the sample")
	flag.StringVar(&o.write, "write", "", "only write the passages to this `file`")
	flag.StringVar(&o.svg, "svg", "", "draw the growth into this `file`")
	flag.IntVar(&o.questions, "questions", 1000, "how many `N` questions are asked of each index")
	flag.Uint64Var(&o.seed, "seed", 1, "of passages and questions, a `number`")
	flag.Parse()
	o.match = search.Match(*match)
	for _, s := range strings.Split(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 || flag.NArg() > 0 || o.questions < 1 {
			fmt.Fprintln(os.Stderr, "usage: scale [--sizes N,N,…] [--from DIR] [--svg FILE] [--write FILE] [--questions N] [--match auto|all|any] [--seed N]")
			return 2
		}
		o.sizes = append(o.sizes, n)
	}
	slices.Sort(o.sizes)
	return bench.Run("scale", func(ctx context.Context) (int, error) {
		lines, err := o.run(ctx)
		return bench.Judge(os.Stdout, lines), err
	})
}

func (o *options) run(ctx context.Context) ([]bench.Line, error) {
	parts, err := bench.Load()
	if err != nil {
		return nil, err
	}
	sources, err := o.sources(ctx, parts)
	if err != nil {
		return nil, err
	}
	passages, err := generate.Passages(sources, o.sizes[len(o.sizes)-1], o.seed)
	if err != nil {
		return nil, err
	}
	if o.write != "" {
		return nil, writePassages(o.write, passages)
	}
	fmt.Println(bench.Header())
	r := &report{}
	for _, n := range o.sizes {
		if err := o.measure(ctx, parts, passages[:n], r); err != nil {
			return nil, fmt.Errorf("%d passages: %w", n, err)
		}
	}
	r.write(os.Stdout)
	if o.svg != "" {
		if err := os.WriteFile(o.svg, r.draw(), 0o644); err != nil { //nolint:gosec // a picture for everyone
			return nil, fmt.Errorf("picture: %w", err)
		}
	}
	return r.lines(), nil
}

// sources are the passages that sentences are taken from.
func (o *options) sources(ctx context.Context, parts *bench.Parts) ([]bench.Passage, error) {
	if o.from != "" {
		set, err := bench.OpenSet(o.from)
		if err != nil {
			return nil, err
		}
		return set.Passages, nil
	}
	files, err := articles.FS.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	var out []bench.Passage
	for _, entry := range files {
		f, err := articles.FS.Open(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("sample: %w", err)
		}
		_, err = parts.Reader.Read(ctx, entry.Name(), f, func(a *corpus.Article) error {
			for _, p := range a.Passages() {
				out = append(out, bench.Passage{ID: p.ID, Title: strings.TrimSpace(a.Title + " " + p.Heading), Text: p.Text})
			}
			return nil
		})
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func writePassages(path string, passages []bench.Passage) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("passages: %w", err)
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range passages {
		if err := enc.Encode(&passages[i]); err != nil {
			return errors.Join(fmt.Errorf("passages: %w", err), f.Close())
		}
	}
	if err := errors.Join(w.Flush(), f.Close()); err != nil {
		return fmt.Errorf("passages: %w", err)
	}
	return nil
}

// measure makes an index of the passages and asks it.
func (o *options) measure(ctx context.Context, parts *bench.Parts, passages []bench.Passage, r *report) error {
	return bench.Temporary(func(dir string) error {
		file := filepath.Join(dir, "passages.jsonl")
		if err := writePassages(file, passages); err != nil {
			return err
		}
		return parts.Indexed(ctx, ingest.Source{Path: file}, func(served *bench.Served) error {
			return o.ask(ctx, parts, served, passages, r)
		})
	})
}

// ask asks the index of the passages.
func (o *options) ask(ctx context.Context, parts *bench.Parts, served *bench.Served, passages []bench.Passage, r *report) error {
	terms, err := served.Vocabulary(ctx)
	if err != nil {
		return err
	}
	s := size{passages: len(passages), megabytes: float64(served.Stats.Bytes) / 1e6, terms: len(terms)}
	if s.all, err = ask(ctx, served, mixed(parts.Analyzer, passages, o.questions, o.seed), o.match); err != nil {
		return err
	}
	for _, words := range lengths() {
		f, err := ask(ctx, served, phrases(parts.Analyzer, passages, words, max(o.questions/5, 1), o.seed), o.match)
		if err != nil {
			return err
		}
		s.byLength = append(s.byLength, f)
	}
	r.sizes = append(r.sizes, s)
	return nil
}
