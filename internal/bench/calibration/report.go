package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// falseAlarms is the share of the queries with an answer that may be said to have
// none: answerableAt is set by it.
const falseAlarms = 0.03

// bins is how many steps of confidence the reliability table has.
const bins = 10

// report fits the weights and prints what they are worth.
func report(w io.Writer, queries []query) error {
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
	fmt.Fprintf(&b, "\nweights, of all queries: %.2f\n", weights)
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

// reliability sets the confidence of passages beside the share of them that answers,
// as a reliability diagram does.
func reliability(b *strings.Builder, queries []query, confidence [][]float64) {
	var found, answer [bins]int
	var sum [bins]float64
	brier, all := 0.0, 0
	for i, q := range queries {
		for j, h := range q.hits {
			c := confidence[i][j]
			bin := min(int(c*bins), bins-1)
			found[bin]++
			sum[bin] += c
			truth := 0.0
			if h.answers {
				truth = 1
				answer[bin]++
			}
			brier += (c - truth) * (c - truth)
			all++
		}
	}
	b.WriteString("| confidence | passages | mean confidence | answer |\n| --- | ---: | ---: | ---: |\n")
	for bin := range bins {
		if n := found[bin]; n > 0 {
			fmt.Fprintf(b, "| %.1f–%.1f | %d | %.2f | %.2f |\n", float64(bin)/bins, float64(bin+1)/bins, n, sum[bin]/float64(n), float64(answer[bin])/float64(n))
		}
	}
	fmt.Fprintf(b, "\nBrier score %.3f over %d passages\n", brier/float64(all), all)
}

// answerability tells how many queries without an answer are recognised at the
// threshold that takes falseAlarms of the others for such.
func answerability(b *strings.Builder, queries []query, confidence [][]float64) {
	var with, without []float64
	for i, q := range queries {
		best := 0.0
		for _, c := range confidence[i] {
			best = max(best, c)
		}
		if q.answerable {
			with = append(with, best)
		} else {
			without = append(without, best)
		}
	}
	slices.Sort(with)
	at := with[int(falseAlarms*float64(len(with)))]
	recognised := 0
	for _, c := range without {
		if c < at {
			recognised++
		}
	}
	fmt.Fprintf(b, "answerable at %.3f: %d of %d queries without an answer are recognised (%.1f%%) at %.0f%% false alarms\n",
		at, recognised, len(without), 100*float64(recognised)/float64(len(without)), 100*falseAlarms)
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
