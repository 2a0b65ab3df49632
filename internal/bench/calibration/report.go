package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// bins is how many steps of confidence the reliability table has.
const bins = 10

// report fits the weights and prints what they are worth.
func report(w io.Writer, queries []query, worst int) error {
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

// best is the highest of the confidences of a query's hits; 0 of none.
func best(confidence []float64) float64 {
	out := 0.0
	for _, c := range confidence {
		out = max(out, c)
	}
	return out
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
