// Answers prints how often an FAQ entry is shown as the answer of a query, and how often it
// was judged to answer, from several thresholds on.
//
//	go run ./internal/bench/answers [--golden DIR] [--pages DIR --queries FILE] [--wrong]
//
// The queries are the judged ones over the sample knowledge base, those that nothing
// answers included, and questions that people asked of real pages, as internal/bench/pages
// takes them. An answer counts as right when the passage that is shown was judged to answer
// at least in part (grade 2). What it prints is in docs/relevance.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/bench/sets"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

func main() {
	os.Exit(run())
}

func run() int {
	golden := flag.String("golden", filepath.Join("testdata", "queries"), "`folder` with the judged queries over the sample")
	pages := flag.String("pages", "", "`folder` with real pages")
	questions := flag.String("queries", "", "judged questions over these, a `file` of JSON lines")
	wrong := flag.Bool("wrong", false, "show the answers that were not judged to answer")
	flag.Parse()
	if flag.NArg() > 0 || (*pages == "") != (*questions == "") {
		fmt.Fprintln(os.Stderr, "usage: answers [--golden DIR] [--pages DIR --queries FILE] [--wrong]")
		return 2
	}
	return bench.Run("answers", func(ctx context.Context) (int, error) {
		parts, err := bench.Load()
		if err != nil {
			return 0, err
		}
		var all []shown
		if all, err = ofSample(ctx, parts, *golden); err != nil {
			return 0, err
		}
		if *pages != "" {
			more, err := ofPages(ctx, parts, *pages, *questions)
			if err != nil {
				return 0, err
			}
			all = append(all, more...)
		}
		report(os.Stdout, all, *wrong)
		return 0, nil
	})
}

// The grade from which on a passage answers.
const answering = 2

// shown is what one query was given in one view, before any threshold.
type shown struct {
	set, query, question string
	view                 index.View
	answer               bool // there is one
	right                bool
	confidence, alike    float64
}

// asked is a judged query: whether it is right to show an entry.
type asked struct {
	query string
	right func(*search.Answer) bool
}

// ofSample asks the judged queries over the sample.
func ofSample(ctx context.Context, parts *bench.Parts, golden string) (out []shown, err error) {
	err = bench.Temporary(func(dir string) error {
		corpus, err := sets.SampleCorpus(ctx, parts, dir)
		if err != nil {
			return err
		}
		served, err := corpus.Serve(ctx, search.WithAnswerAt(search.AnswerAt{}))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, served.Close()) }()
		for _, name := range []string{"sample-passages.jsonl", "precautions.jsonl", "unanswerable.jsonl"} {
			judged, err := corpus.Queries(ctx, golden, name)
			if err != nil {
				return err
			}
			var list []asked
			for _, q := range judged {
				list = append(list, asked{q.Query, func(a *search.Answer) bool { return q.Relevant[a.Passage.ID] >= answering }})
			}
			all, err := ask(ctx, served, name, list)
			if err != nil {
				return err
			}
			out = append(out, all...)
		}
		return nil
	})
	return out, err
}

// ofPages asks the questions over real pages.
func ofPages(ctx context.Context, parts *bench.Parts, pages, file string) (out []shown, err error) {
	questions, err := sets.ReadPageQuestions(file)
	if err != nil {
		return nil, err
	}
	names, err := sets.PageNames(ctx, parts, pages)
	if err != nil {
		return nil, err
	}
	var list []asked
	for _, q := range questions {
		list = append(list, asked{q.Query, func(a *search.Answer) bool {
			j := q.Answered(names[a.Article.ID], &sets.Place{Heading: a.Passage.Heading, Path: a.Passage.Path, Text: a.Passage.Text})
			return j != nil && j.Grade >= answering
		}})
	}
	err = parts.Indexed(ctx, ingest.Source{Path: pages}, func(served *bench.Served) error {
		out, err = ask(ctx, served, filepath.Base(file), list)
		return err
	}, search.WithAnswerAt(search.AnswerAt{}))
	return out, err
}

func ask(ctx context.Context, served *bench.Served, set string, list []asked) ([]shown, error) {
	var out []shown
	for _, q := range list {
		for _, view := range []index.View{index.Articles, index.Passages} {
			r, err := served.Search(ctx, search.Request{Query: q.query, View: view, Facets: []string{}, Highlight: search.HighlightOff, Answer: true})
			if err != nil {
				return nil, fmt.Errorf("query %s: %w", q.query, err)
			}
			one := shown{set: set, query: q.query, view: view}
			if a := r.Answer; a != nil {
				one.answer, one.right = true, q.right(a)
				one.question, one.confidence, one.alike = a.Article.ID+": "+a.Question, a.Confidence, a.Alike
			}
			out = append(out, one)
		}
	}
	return out, nil
}
