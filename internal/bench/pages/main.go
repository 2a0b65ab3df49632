// Pages prints how well questions that people asked of real pages find the passages
// that answer them, by type of question: nDCG@10 over all of them, and what each
// question that lost something was given instead.
//
//	go run ./internal/bench/pages --pages DIR --queries FILE [--worst N]
//
// The pages are files that `shirube index` reads, named by their number; FILE holds
// {"id","query","type","relevant":[{"page","heading","grade","parent"?}]} a line. A
// passage answers a judgment when its own heading is the judged one, or else one
// above it is, or, where the page does not mark the heading, when it stands under
// the parent and has the heading in its text. Only the first counts.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/bench/sets"
	"shirube/internal/eval"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

func main() {
	os.Exit(run())
}

func run() int {
	pages := flag.String("pages", "", "`folder` with the pages")
	queries := flag.String("queries", "", "judged questions, a `file` of JSON lines")
	worst := flag.Int("worst", 0, "show what the `N` worst questions were given")
	least := flag.Float64("least", 0, "exit with 1 unless nDCG@10 over all questions is at least this")
	flag.Parse()
	if *pages == "" || *queries == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: pages --pages DIR --queries FILE [--worst N] [--least X]")
		return 2
	}
	return bench.Run("pages", func(ctx context.Context) (int, error) {
		report, err := measure(ctx, *pages, *queries, *worst)
		if err != nil || *least == 0 {
			return 0, err
		}
		return bench.Judge(os.Stdout, []bench.Line{{What: "nDCG@10", Got: report.Overall.NDCG10, Bound: *least}}), nil
	})
}

func measure(ctx context.Context, pages, file string, worst int) (report eval.Report, err error) {
	questions, err := sets.ReadPageQuestions(file)
	if err != nil {
		return report, err
	}
	parts, err := bench.Load()
	if err != nil {
		return report, err
	}
	names, err := sets.PageNames(ctx, parts, pages)
	if err != nil {
		return report, err
	}
	outcomes := make([]eval.Outcome, 0, len(questions))
	err = parts.Indexed(ctx, ingest.Source{Path: pages}, func(served *bench.Served) error {
		for _, q := range questions {
			one, err := eval.Run(ctx, index.Passages, []eval.Query{q.Judged()}, searcher(q, served, names), nil)
			if err != nil {
				return err
			}
			outcomes = append(outcomes, one...)
		}
		return nil
	})
	if err != nil {
		return report, err
	}
	fmt.Println(bench.Header())
	report = eval.Measure(outcomes)
	if err := eval.WriteTable(os.Stdout, report); err != nil {
		return report, err
	}
	return report, writeWorst(os.Stdout, questions, outcomes, worst)
}

// searcher asks the question as a visitor would, and names the passages by the
// judgments that they answer.
func searcher(q *sets.PageQuestion, served *bench.Served, names map[string]string) eval.SearchFunc {
	return func(ctx context.Context, query string) ([]eval.Ranked, error) {
		r, err := served.Search(ctx, search.Request{Query: query, View: index.Passages, PerPage: 20, Facets: []string{}, Highlight: search.HighlightOff})
		if err != nil {
			return nil, err
		}
		out := make([]eval.Ranked, 0, len(r.Hits))
		for _, h := range r.Hits {
			id := h.ID
			place := &sets.Place{Heading: h.Passage.Heading, Path: h.Passage.Path, Text: h.Passage.Text}
			if j := q.Answered(names[h.Article.ID], place); j != nil {
				id = j.ID()
			}
			out = append(out, eval.Ranked{ID: id, Article: h.ID, Score: h.Score})
		}
		return out, nil
	}
}
