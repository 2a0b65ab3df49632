// Passages prints what retrieval for chatbots must reach, with today's figures, over the
// sample knowledge base and its judged questions: whether the answer is among the
// passages, whether every effect comes with the risks of its treatment, whether who must
// not be treated is told so first, whether answerable is true where it should be, also in a
// larger index, and whether a conversation is followed.
//
//	go run ./internal/bench/passages [--data DIR] [--worst]
//
// DIR holds the question set jaquad-train (passages.jsonl and queries.jsonl), over which
// the time of a retrieval is measured. --worst shows what each figure lost.
//
// It exits with 0 when every line is kept, with 1 when one is missed, and with 4 when
// none is missed but something was not measured, which is said.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"shirube/internal/bench"
	"shirube/internal/bench/sets"
)

func main() {
	os.Exit(run())
}

type options struct {
	data, queries string
	worst         bool
	filler        int
}

func run() int {
	var o options
	flag.StringVar(&o.data, "data", "", "`folder` with jaquad-train")
	flag.StringVar(&o.queries, "queries", filepath.Join("testdata", "queries"), "`folder` with the judged questions over the sample")
	flag.BoolVar(&o.worst, "worst", false, "show what each figure lost")
	flag.IntVar(&o.filler, "filler", 2000, "`number` of generated articles in the larger index")
	flag.Parse()
	if flag.NArg() > 0 || o.filler < 1 {
		fmt.Fprintln(os.Stderr, "usage: passages [--data DIR] [--queries DIR] [--filler N] [--worst]")
		return 2
	}
	return bench.Run("passages", o.run)
}

func (o *options) run(ctx context.Context) (status int, err error) {
	parts, err := bench.Load()
	if err != nil {
		return 0, err
	}
	lacks := ""
	var lines []bench.Line
	err = bench.Temporary(func(dir string) error {
		c, err := sets.SampleCorpus(ctx, parts, filepath.Join(dir, "sample"))
		if err != nil {
			return err
		}
		figures, err := measureSample(ctx, parts, c, o, filepath.Join(dir, "larger"))
		if err != nil {
			return err
		}
		for _, f := range figures {
			lines = append(lines, f.line())
		}
		if o.data == "" {
			lacks = "NOT MEASURED time of a retrieval: --data names no folder with jaquad-train"
		} else {
			timed, err := measureTime(ctx, parts, filepath.Join(o.data, "jaquad-train"))
			if err != nil {
				return err
			}
			lines = append(lines, timed...)
		}
		if o.worst {
			for _, f := range figures {
				f.writeLost(os.Stdout)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	fmt.Println(bench.Header())
	status = bench.Judge(os.Stdout, lines)
	if lacks != "" {
		fmt.Println(lacks)
		if status == 0 {
			status = 4
		}
	}
	return status, nil
}
