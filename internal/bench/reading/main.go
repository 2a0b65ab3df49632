// Reading prints how well pages are read: what a careful person labelled in them
// (gold) beside what corpus/reader made of them, item by item, each with the
// line that it must reach.
//
//	go run ./internal/bench/reading [--pages DIR] [--gold FILE] [--worst N [--held]] [--json] [--strict]
//
// The pages of testdata/pages are our own; others are measured by naming their
// folder and labels. docs/reading.md says what is measured and how labels are
// written. Nothing here uses the rules that it judges: text is compared by its
// letters and digits alone, and main text is found by the labels.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

func main() {
	os.Exit(run())
}

// options are the command's flags.
type options struct {
	pages, gold string
	worst       int
	held        bool
	json        bool
	strict      bool
}

func run() int {
	var o options
	flag.StringVar(&o.pages, "pages", "testdata/pages", "the `folder` of the pages")
	flag.StringVar(&o.gold, "gold", "", "the `file` of labels; default: gold.jsonl in that folder")
	flag.IntVar(&o.worst, "worst", 0, "list what is wrong on the `N` pages with most wrong")
	flag.BoolVar(&o.held, "held", false, "list it for pages that were held back, too")
	flag.BoolVar(&o.json, "json", false, "print JSON")
	flag.BoolVar(&o.strict, "strict", false, "exit with 1 when a line is missed")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: reading [--pages DIR] [--gold FILE] [--worst N [--held]] [--json] [--strict]")
		return 2
	}
	if o.gold == "" {
		o.gold = filepath.Join(o.pages, "gold.jsonl")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	pages, err := measure(ctx, o.pages, o.gold)
	if err != nil {
		fmt.Fprintln(os.Stderr, "reading:", err)
		return 3
	}
	rows := table(pages)
	if o.json {
		err = writeJSON(os.Stdout, rows, pages)
	} else {
		err = writeTable(os.Stdout, rows, pages, o.worst, o.held)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "reading:", err)
		return 3
	}
	if o.strict && missed(rows) {
		return 1
	}
	return 0
}
