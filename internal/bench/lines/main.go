// Lines prints what Shirube's search must reach with today's figures, beside those of
// Lucene (kuromoji's words + 0.3 × CJK bigrams) on the same passages and queries.
//
//	go run ./internal/bench/lines [--data DIR] [--pages DIR --page-queries FILE] [--peers DIR]
//
// DIR of --data holds the question sets jsquad-valid and jaquad-train, each a folder
// with passages.jsonl and queries.jsonl. The judged queries over the sample are those
// of testdata/queries. --peers keeps what Lucene measured for the next time.
//
// It exits with 0 when every line is kept, with 1 when one is missed, and with 4 when
// none is missed but something was not measured; what that is, and what for, is said
// below the table. (go run itself exits with 1 for any of them: build it to tell.)
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"shirube/internal/bench"
	"shirube/internal/bench/lucene"
	"shirube/internal/bench/sets"
)

func main() {
	os.Exit(run())
}

// options are the command's flags.
type options struct {
	sets.Input
	peers    string
	noLucene bool
	every    int
}

func run() int {
	var o options
	o.Flags(flag.CommandLine)
	flag.StringVar(&o.peers, "peers", "", "`folder` that keeps what Lucene measured; default a temporary one")
	flag.BoolVar(&o.noLucene, "no-lucene", false, "leave Lucene out")
	flag.IntVar(&o.every, "every", 10, "make spellings of every `N`th name only; 0 makes none")
	flag.Parse()
	if flag.NArg() > 0 || (o.Pages == "") != (o.PageQueries == "") {
		fmt.Fprintln(os.Stderr, "usage: lines [--data DIR] [--pages DIR --page-queries FILE] [--peers DIR] [--no-lucene] [--every N]")
		return 2
	}
	return bench.Run("lines", func(ctx context.Context) (int, error) {
		t, err := o.measure(ctx)
		if err != nil {
			return 0, err
		}
		fmt.Println(bench.Header())
		return t.status(), t.write(os.Stdout)
	})
}

func (o *options) measure(ctx context.Context) (*table, error) {
	t := &table{}
	err := bench.Temporary(func(dir string) error {
		peer, err := o.peer(ctx, t, dir)
		if err != nil {
			return err
		}
		lacks, err := o.Each(ctx, func(list []*sets.Set) error { return t.measure(ctx, list, peer) })
		t.lacks = append(t.lacks, lacks...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, o.spellings(ctx, t)
}

// peer is Lucene; nil where it is left out or cannot be run, which the table says.
func (o *options) peer(ctx context.Context, t *table, dir string) (*sets.Peer, error) {
	if o.noLucene {
		t.lack("lucene", "left out by --no-lucene")
		return nil, nil
	}
	if o.peers == "" {
		o.peers = filepath.Join(dir, "peers")
	}
	folder, err := filepath.Abs(o.peers)
	if err != nil {
		return nil, fmt.Errorf("peers: %w", err)
	}
	peer, err := sets.NewPeer(ctx, folder)
	if errors.Is(err, lucene.ErrUnavailable) {
		t.lack("lucene", err.Error())
		return nil, nil
	}
	return peer, err
}
