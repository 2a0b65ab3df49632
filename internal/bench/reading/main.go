// Reading prints how well pages are read: what a careful person labelled in them
// (gold) beside what corpus/reader made of them, item by item, each with the
// line that it must reach.
//
//	go run ./internal/bench/reading [--pages DIR] [--gold FILE] [--worst N [--held]] [--hide] [--json] [--strict]
//	go run ./internal/bench/reading --learn [--folds N] [--lessons DIR] [--beside LABELS,FOLDER] [--write FILE]
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
	"path/filepath"

	"shirube/internal/bench"
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
	hide        bool
	learn       bool
	folds       int
	write       string
	beside      string
	lessons     string
}

func run() int {
	var o options
	flag.StringVar(&o.pages, "pages", "testdata/pages", "the `folder` of the pages")
	flag.StringVar(&o.gold, "gold", "", "the `file` of labels; default: gold.jsonl in that folder")
	flag.IntVar(&o.worst, "worst", 0, "list what is wrong on the `N` pages with most wrong")
	flag.BoolVar(&o.held, "held", false, "list it for pages that were held back, too")
	flag.BoolVar(&o.json, "json", false, "print JSON")
	flag.BoolVar(&o.strict, "strict", false, "exit with 1 when a line is missed")
	flag.BoolVar(&o.hide, "hide", false, "hide the words of headings, and print what the kinds of sections are then")
	flag.BoolVar(&o.learn, "learn", false, "print how well kinds are told by weights made without the page, page by page")
	flag.IntVar(&o.folds, "folds", 10, "leave out pages in `N` turns")
	flag.StringVar(&o.lessons, "lessons", "testdata/kinds", "the `folder` of sections and headings to learn from")
	flag.StringVar(&o.beside, "beside", "", "`LABELS,FOLDER` of pages to judge by the weights that are not learned from")
	flag.StringVar(&o.write, "write", "", "write the weights of all pages to a `file`")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: reading [--pages DIR] [--gold FILE] [--worst N [--held]] [--hide] [--json] [--strict]")
		return 2
	}
	if o.gold == "" {
		o.gold = filepath.Join(o.pages, "gold.jsonl")
	}
	return bench.Run("reading", o.run)
}

func (o options) run(ctx context.Context) (status int, err error) {
	if o.learn {
		return 0, learn(ctx, os.Stdout, o)
	}
	pages, err := measure(ctx, o.pages, o.gold, o.hide)
	if err != nil {
		return 0, err
	}
	rows := table(pages)
	if o.strict && !o.hide && missed(rows) {
		status = 1
	}
	switch {
	case o.hide:
		return status, writeHidden(os.Stdout, pages, o.worst, o.held)
	case o.json:
		return status, writeJSON(os.Stdout, rows, pages)
	default:
		return status, writeTable(os.Stdout, rows, pages, o.worst, o.held)
	}
}
