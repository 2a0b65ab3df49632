// Instep measures how an index is kept in step with many articles: how long it
// takes to make it, to find that nothing has changed, and until an edit and an
// article that is put are searchable; and how much memory that takes.
//
//	go run ./internal/bench/instep [--articles N] [--edits N]
//
// The articles are its own, put together of sentences with gaps. The figures are
// of processes that it starts, as a user would; the machine's load is printed
// beside them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"shirube/internal/bench"
)

// What 10,000 articles may take: seconds, and MB of memory.
const (
	mostBuild     = 60
	mostUnchanged = 2
	mostEdit      = 2
	mostMemory    = 600
)

func main() {
	os.Exit(run())
}

func run() int {
	articles := flag.Int("articles", 10_000, "how many articles there are")
	edits := flag.Int("edits", 20, "how many edits are measured, of files and over HTTP each")
	program := flag.String("program", "", "a `file` that was built already; default: build the repository's")
	only := flag.String("generate", "", "write the articles into this `folder`, and no more")
	flag.Parse()
	if flag.NArg() > 0 || *articles < 4 || *edits < 1 {
		fmt.Fprintln(os.Stderr, "usage: instep [--articles N] [--edits N] [--program FILE] [--generate DIR]")
		return 2
	}
	return bench.Run("instep", func(ctx context.Context) (status int, err error) {
		if *only != "" {
			n, err := generate(*only, *articles)
			if err == nil {
				fmt.Println(n, "characters")
			}
			return 0, err
		}
		err = bench.Temporary(func(dir string) error {
			lines, err := measure(ctx, dir, *articles, *edits, *program)
			status = bench.Judge(os.Stdout, lines)
			return err
		})
		return status, err
	})
}

func measure(ctx context.Context, dir string, articles, edits int, program string) ([]bench.Line, error) {
	program, err := bench.Program(ctx, program, dir)
	if err != nil {
		return nil, err
	}
	corpus := filepath.Join(dir, "corpus")
	characters, err := generate(corpus, articles)
	if err != nil {
		return nil, err
	}
	fmt.Println(bench.Header())
	fmt.Printf("%d articles, %.1f million characters; load %s\n", articles, float64(characters)/1e6, load())

	p := process{program: program, corpus: corpus, data: filepath.Join(dir, "data")}
	built, err := p.served(ctx, func(*bench.Server) error { return nil })
	if err != nil {
		return nil, err
	}
	fmt.Printf("from files to a served index: %.1f s (%.1f s of processor time); at most %.0f MB\n", built.seconds, built.cpu, built.peak)
	again, err := p.refresh(ctx, 3)
	if err != nil {
		return nil, err
	}
	fmt.Printf("unchanged: %.2f s; at most %.0f MB\n", again.seconds, again.peak)
	var saved, put []float64
	watched, err := p.served(ctx, func(s *bench.Server) error {
		for i := range edits {
			t, err := editFile(ctx, s, corpus, i, articles)
			if err != nil {
				return err
			}
			saved = append(saved, t)
			if t, err = putArticle(ctx, s, i); err != nil {
				return err
			}
			put = append(put, t)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	fmt.Printf("a saved file is searchable after %.2f s (median; %.2f at most), a put article after %.2f s (%.2f), of %d each; at most %.0f MB; load %s\n",
		bench.Median(saved), bench.Percentile(saved, 1), bench.Median(put), bench.Percentile(put, 1), edits, watched.peak, load())
	return []bench.Line{
		{What: "from files to a served index", Got: built.seconds, Bound: mostBuild, Most: true, Unit: " s"},
		{What: "unchanged", Got: again.seconds, Bound: mostUnchanged, Most: true, Unit: " s"},
		{What: "a saved file is searchable, the slowest", Got: bench.Percentile(saved, 1), Bound: mostEdit, Most: true, Unit: " s"},
		{What: "a put article is searchable, the slowest", Got: bench.Percentile(put, 1), Bound: mostEdit, Most: true, Unit: " s"},
		{What: "memory, at most", Got: max(built.peak, again.peak, watched.peak), Bound: mostMemory, Most: true, Unit: " MB"},
	}, nil
}

// load is how busy the machine is: the mean over the last minute.
func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(data), " ")
	return first
}
