package eval

import (
	"math"
	"slices"
	"time"
)

// Metrics are means over the judged queries of a group.
type Metrics struct {
	Queries int `json:"queries"`
	// Judged queries have something relevant; only they are in the means.
	Judged int `json:"judged"`
	// Unanswered queries got no result at all.
	Unanswered int `json:"unanswered"`
	// Missed are judged queries with nothing relevant in the first 100 results.
	Missed int `json:"missed"`

	NDCG10    float64 `json:"ndcg_at_10"`
	MRR10     float64 `json:"mrr_at_10"`
	Recall1   float64 `json:"recall_at_1"`
	Recall10  float64 `json:"recall_at_10"`
	Recall100 float64 `json:"recall_at_100"`
}

// Latency is how long the queries took, in milliseconds: nearest-rank
// percentiles.
type Latency struct {
	P50  float64 `json:"p50_ms"`
	P90  float64 `json:"p90_ms"`
	P99  float64 `json:"p99_ms"`
	Mean float64 `json:"mean_ms"`
}

// Report is what a run amounts to.
type Report struct {
	Overall Metrics            `json:"overall"`
	Types   map[string]Metrics `json:"types"` // by Query.Type, of the queries that have one
	Latency Latency            `json:"latency"`
}

// Measure computes the metrics of a run.
func Measure(outcomes []Outcome) Report {
	types := map[string][]Outcome{}
	took := make([]time.Duration, len(outcomes))
	for i, o := range outcomes {
		took[i] = o.Took
		if o.Query.Type != "" {
			types[o.Query.Type] = append(types[o.Query.Type], o)
		}
	}
	r := Report{Overall: mean(outcomes), Types: map[string]Metrics{}, Latency: latency(took)}
	for name, of := range types {
		r.Types[name] = mean(of)
	}
	return r
}

func mean(outcomes []Outcome) Metrics {
	m := Metrics{Queries: len(outcomes)}
	for _, o := range outcomes {
		if len(o.Results) == 0 {
			m.Unanswered++
		}
		if len(o.Ideal) == 0 {
			continue
		}
		m.Judged++
		found := recall(o.Grades, o.Ideal, Depth)
		if found == 0 {
			m.Missed++
		}
		m.NDCG10 += ndcg(o.Grades, o.Ideal, 10)
		m.MRR10 += reciprocalRank(o.Grades, 10)
		m.Recall1 += recall(o.Grades, o.Ideal, 1)
		m.Recall10 += recall(o.Grades, o.Ideal, 10)
		m.Recall100 += found
	}
	if m.Judged > 0 {
		for _, x := range []*float64{&m.NDCG10, &m.MRR10, &m.Recall1, &m.Recall10, &m.Recall100} {
			*x /= float64(m.Judged)
		}
	}
	return m
}

// ndcg is the discounted cumulative gain of the first k results, over that of
// the best possible order. The gain of a grade g at rank r is (2^g − 1) / log2(r
// + 1), as in Burges et al., Learning to Rank using Gradient Descent (2005). With
// grades 0 and 1 it is the same as with the linear gain of Järvelin and
// Kekäläinen (2002), which trec_eval uses.
func ndcg(grades, ideal []int, k int) float64 {
	best := slices.Clone(ideal)
	slices.SortFunc(best, func(a, b int) int { return b - a })
	return dcg(grades, k) / dcg(best, k)
}

func dcg(grades []int, k int) float64 {
	sum := 0.0
	for i, g := range grades[:min(len(grades), k)] {
		sum += (math.Exp2(float64(g)) - 1) / math.Log2(float64(i)+2)
	}
	return sum
}

// reciprocalRank is 1 over the rank of the first relevant of the first k results.
func reciprocalRank(grades []int, k int) float64 {
	for i, g := range grades[:min(len(grades), k)] {
		if g > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// recall is the share of all that is relevant among the first k results.
func recall(grades, ideal []int, k int) float64 {
	found := 0
	for _, g := range grades[:min(len(grades), k)] {
		if g > 0 {
			found++
		}
	}
	return float64(found) / float64(len(ideal))
}

func latency(took []time.Duration) Latency {
	if len(took) == 0 {
		return Latency{}
	}
	sorted := slices.Clone(took)
	slices.Sort(sorted)
	at := func(p float64) float64 {
		return ms(sorted[max(int(math.Ceil(p*float64(len(sorted)))), 1)-1])
	}
	var sum time.Duration
	for _, t := range sorted {
		sum += t
	}
	return Latency{P50: at(0.50), P90: at(0.90), P99: at(0.99), Mean: ms(sum) / float64(len(sorted))}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
