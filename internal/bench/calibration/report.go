package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// bins is how many steps of confidence the reliability table has.
const bins = 10

// report fits the weights and prints what they are worth.
func report(w io.Writer, queries []query, worst int, picture string) error {
	held, err := crossed(queries)
	if err != nil {
		return err
	}
	weights, err := regress(samplesOf(queries, -1))
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d queries, %d of them with an answer\n\n", len(queries), count(queries, func(q query) bool { return q.answerable }))
	reliability(&b, queries, held)
	answerability(&b, queries, held)
	writeWorst(&b, queries, held, worst)
	fmt.Fprintf(&b, "\nweights, of all queries: %.2f\n", weights)
	if picture != "" {
		if err := os.WriteFile(picture, diagram(queries, held), 0o644); err != nil { //nolint:gosec // a picture for everyone
			return fmt.Errorf("diagram: %w", err)
		}
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// crossed is the confidence of every hit by weights that have not seen its query.
func crossed(queries []query) ([][]float64, error) {
	out := make([][]float64, len(queries))
	for fold := range folds {
		weights, err := regress(samplesOf(queries, fold))
		if err != nil {
			return nil, err
		}
		for i, q := range queries {
			if q.fold != fold {
				continue
			}
			for _, h := range q.hits {
				out[i] = append(out[i], probability(weights, h.features))
			}
		}
	}
	return out, nil
}

// samplesOf is the hits of all queries that are not in a fold.
func samplesOf(queries []query, without int) []sample {
	var out []sample
	for _, q := range queries {
		if q.fold != without {
			out = append(out, q.hits...)
		}
	}
	return out
}

// bin is a step of confidence: how many passages have one in it, how many of these
// answer, and the sum of their confidences.
type bin struct {
	found, answer int
	sum           float64
}

func (b bin) mean() float64  { return b.sum / float64(b.found) }
func (b bin) share() float64 { return float64(b.answer) / float64(b.found) }

// binned is the passages by their confidence, and their Brier score: the mean square
// of how far the confidence is from the truth.
func binned(queries []query, confidence [][]float64) (out [bins]bin, brier float64, all int) {
	for i, q := range queries {
		for j, h := range q.hits {
			c := confidence[i][j]
			b := &out[min(int(c*bins), bins-1)]
			b.found++
			b.sum += c
			truth := 0.0
			if h.answers {
				truth = 1
				b.answer++
			}
			brier += (c - truth) * (c - truth)
			all++
		}
	}
	return out, brier / float64(max(all, 1)), all
}

// reliability sets the confidence of passages beside the share of them that answers.
func reliability(w *strings.Builder, queries []query, confidence [][]float64) {
	table, brier, all := binned(queries, confidence)
	w.WriteString("| confidence | passages | mean confidence | answer |\n| --- | ---: | ---: | ---: |\n")
	for i, b := range table {
		if b.found > 0 {
			fmt.Fprintf(w, "| %.1f–%.1f | %d | %.2f | %.2f |\n", float64(i)/bins, float64(i+1)/bins, b.found, b.mean(), b.share())
		}
	}
	fmt.Fprintf(w, "\nBrier score %.3f over %d passages\n", brier, all)
}

// answerability tells how many queries without an answer are recognised at the
// thresholds that take some of the others for such: answerableAt is one of them.
func answerability(b *strings.Builder, queries []query, confidence [][]float64) {
	var with, without []float64
	for i, q := range queries {
		if q.answerable {
			with = append(with, best(confidence[i]))
		} else {
			without = append(without, best(confidence[i]))
		}
	}
	slices.Sort(with)
	b.WriteString("\n| answerable from | false alarms | recognised without an answer |\n| ---: | ---: | ---: |\n")
	for _, falseAlarms := range []float64{0.01, 0.03, 0.05, 0.07, 0.10} {
		at := with[int(falseAlarms*float64(len(with)))]
		recognised := 0
		for _, c := range without {
			if c < at {
				recognised++
			}
		}
		fmt.Fprintf(b, "| %.3f | %.0f%% | %.1f%% |\n", at, 100*falseAlarms, 100*float64(recognised)/float64(len(without)))
	}
}

// best is the confidence of a query's first hit, by which it counts as answered; 0
// without hits.
func best(confidence []float64) float64 {
	if len(confidence) == 0 {
		return 0
	}
	return confidence[0]
}

// writeWorst lists the queries that are farthest on the wrong side.
func writeWorst(b *strings.Builder, queries []query, confidence [][]float64, n int) {
	for _, answerable := range []bool{true, false} {
		var places []int
		for i, q := range queries {
			if q.answerable == answerable {
				places = append(places, i)
			}
		}
		slices.SortStableFunc(places, func(i, j int) int {
			if answerable {
				i, j = j, i
			}
			return cmp.Compare(best(confidence[j]), best(confidence[i]))
		})
		for _, i := range places[:min(n, len(places))] {
			var features []float64
			if len(queries[i].hits) > 0 {
				features = queries[i].hits[0].features
			}
			fmt.Fprintf(b, "%.3f answerable=%t %s %s %.2f\n", best(confidence[i]), answerable, queries[i].id, queries[i].text, features)
		}
	}
}

func count(queries []query, test func(query) bool) int {
	n := 0
	for _, q := range queries {
		if test(q) {
			n++
		}
	}
	return n
}
