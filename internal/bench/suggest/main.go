// Suggest measures the completions of a search box: how long they take over an index with as
// many questions and headings as a large publisher's, what they take in memory, how long they
// take to be made; and, over the sample, how much of a name must be typed before it is seen.
//
//	go run ./internal/bench/suggest
//
// Every query is asked once, so that none is answered from what another left behind. The
// texts are made of the lexicon's names and of invented ones; what is typed is beginnings of
// names and texts, as they are written, in kana and in romaji, and with a slip.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"shirube/corpus/articles"
	"shirube/internal/bench"
	"shirube/internal/ingest"
	"shirube/internal/search"
	"shirube/internal/suggest"
)

// What the completions must keep to.
const (
	mostMillis    = 5   // of the slowest of a hundred, with 200,000 texts
	mostBytes     = 600 // a text
	leastComplete = 99  // percent of names that are among the first when all is typed
)

func main() {
	os.Exit(run())
}

func run() int {
	texts := flag.Int("texts", 200_000, "how many questions and headings there are")
	queries := flag.Int("queries", 20_000, "how many beginnings are typed")
	flag.Parse()
	if flag.NArg() > 0 || *texts < 100 || *queries < 100 {
		fmt.Fprintln(os.Stderr, "usage: suggest [--texts N] [--queries N]")
		return 2
	}
	return bench.Run("suggest", func(ctx context.Context) (int, error) {
		fmt.Println(bench.Header())
		parts, err := bench.Load()
		if err != nil {
			return 0, err
		}
		var lines []bench.Line
		source := ingest.Source{Path: "sample", FS: articles.FS}
		err = parts.Indexed(ctx, source, func(s *bench.Served) error {
			found, err := reach(ctx, parts, s)
			lines = append(lines, found...)
			return err
		})
		if err != nil {
			return 0, err
		}
		more, err := atSize(ctx, parts, *texts, *queries)
		return bench.Judge(os.Stdout, append(lines, more...)), err
	})
}

// atSize measures an index of generated articles.
func atSize(ctx context.Context, parts *bench.Parts, texts, queries int) (lines []bench.Line, err error) {
	g := newGenerator(parts)
	err = bench.Temporary(func(dir string) error {
		file, err := g.write(dir, texts)
		if err != nil {
			return err
		}
		fmt.Printf("\n%d texts in %d articles\n", len(g.texts), (texts+textsOfArticle-1)/textsOfArticle)
		lines = append(lines, memory(parts, g))
		return parts.Indexed(ctx, ingest.Source{Path: file}, func(s *bench.Served) error {
			if _, err := s.Search(ctx, search.Request{Query: "えくそそむ"}); err != nil { // the words are made
				return err
			}
			seconds, before, err := made(ctx, s)
			if err != nil {
				return err
			}
			fmt.Printf("made from the index in %.1f s of processor time; %.1f MB more in all, what the index keeps of what was read included\n", seconds, (heap()-before)/1e6)
			more, err := measure(ctx, s, g, queries)
			lines = append(lines, more...)
			return err
		})
	})
	return lines, err
}

// made has what can be suggested made, and tells the processor time it took and the bytes that
// were in use before.
func made(ctx context.Context, s *bench.Served) (seconds, before float64, err error) {
	before = heap()
	began, err := bench.CPUSeconds()
	if err != nil {
		return 0, 0, err
	}
	if err := s.Warm(ctx); err != nil {
		return 0, 0, err
	}
	ended, err := bench.CPUSeconds()
	return ended - began, before, err
}

// memory is what the texts take in the form in which they are searched.
func memory(parts *bench.Parts, g *generator) bench.Line {
	entries := make([]suggest.Entry, 0, len(g.texts))
	for i, t := range g.texts {
		e := suggest.Entry{Text: t, Group: uint32(i)} //nolint:gosec // a text of memory each
		for _, d := range parts.Analyzer.Details(t) {
			e.Words = append(e.Words, suggest.Word{Start: d.Start, End: d.End, Reading: d.Reading, Begins: d.Kept})
		}
		entries = append(entries, e)
	}
	before := heap()
	began := time.Now()
	x := suggest.New(entries)
	took := time.Since(began)
	after := heap()
	runtime.KeepAlive(entries)
	n := float64(x.Len())
	fmt.Printf("sorted in %.1f s; keys and places %.1f MB on the heap, with the texts %.1f MB\n", took.Seconds(), (after-before)/1e6, float64(x.Bytes())/1e6)
	return bench.Line{What: "memory of a text", Got: float64(x.Bytes()) / n, Bound: mostBytes, Most: true, Unit: " bytes"}
}

// heap is the bytes in use after everything else was given back.
func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// measure asks each query once.
func measure(ctx context.Context, s *bench.Served, g *generator, queries int) ([]bench.Line, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	runtime.GC()
	took, shown := map[string][]float64{}, map[string]int{}
	var all, clock []float64
	for _, q := range g.queries(queries) {
		began, used := time.Now(), threadTime()
		r, err := s.Suggest(ctx, search.SuggestRequest{Query: q.typed})
		if err != nil {
			return nil, err
		}
		ms := milliseconds(threadTime() - used)
		took[q.way], all, clock = append(took[q.way], ms), append(all, ms), append(clock, milliseconds(time.Since(began)))
		if len(r.Suggestions) > 0 {
			shown[q.way]++
		}
	}
	fmt.Printf("\n%-22s %8s %9s %9s %9s %9s\n", "typed", "queries", "answered", "p50 ms", "p99 ms", "most ms")
	for _, way := range ways() {
		t := took[way]
		fmt.Printf("%-22s %8d %8.1f%% %9.3f %9.3f %9.3f\n", way, len(t), 100*float64(shown[way])/float64(max(len(t), 1)), bench.Median(t), bench.Percentile(t, 0.99), bench.Percentile(t, 1))
	}
	fmt.Printf("\nby the clock, other programs of the machine included: p50 %.3f ms, p99 %.3f ms\n\n", bench.Median(clock), bench.Percentile(clock, 0.99))
	return []bench.Line{
		{What: "p50 of an answer", Got: bench.Median(all), Bound: mostMillis, Most: true, Unit: " ms"},
		{What: "p99 of an answer", Got: bench.Percentile(all, 0.99), Bound: mostMillis, Most: true, Unit: " ms"},
	}, nil
}
