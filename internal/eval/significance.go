package eval

import (
	"math"
	"math/rand/v2"
)

// Flips is how often Compare flips the signs of all differences at random.
const Flips = 10_000

// randomisationSeed makes the same figures of the same runs.
const randomisationSeed = 1

// Randomisation is the two-sided paired randomisation test of Smucker, Allan and
// Carterette, "A Comparison of Statistical Significance Tests for Information
// Retrieval Evaluation" (2007): how often the mean of the differences is at least
// as far from 0 when each difference has a random sign. With n flips the least
// value is 1/(n+1); without any difference it is 1.
func Randomisation(differences []float64, n int) float64 {
	r := rand.New(rand.NewPCG(randomisationSeed, 0)) //nolint:gosec // to be repeated
	observed := 0.0
	for _, d := range differences {
		observed += d
	}
	// A little less, so that the same sum in another order counts as far.
	observed = math.Abs(observed) * (1 - 1e-12)
	far := 1
	for range n {
		sum := 0.0
		var bits uint64
		for i, d := range differences {
			if i%64 == 0 {
				bits = r.Uint64()
			}
			if bits&1 == 0 {
				sum += d
			} else {
				sum -= d
			}
			bits >>= 1
		}
		if math.Abs(sum) >= observed {
			far++
		}
	}
	return float64(far) / float64(n+1)
}

// Difference is how far one run is from another on the queries that have something
// relevant.
type Difference struct {
	Judged int     `json:"judged"`
	Other  float64 `json:"other_ndcg_at_10"`
	NDCG10 float64 `json:"ndcg_at_10_difference"` // this run's less the other's
	// Better and Worse are the queries that gained and lost.
	Better int `json:"better"`
	Worse  int `json:"worse"`
	// P is the chance of a mean difference as large if the runs were alike:
	// Randomisation over the queries, 10,000 flips. It is not corrected for looking
	// at several types.
	P float64 `json:"p"`
}

// Comparison is a run beside another over the same queries.
type Comparison struct {
	Overall Difference            `json:"overall"`
	Types   map[string]Difference `json:"types"` // by Query.Type, of the queries that have one
}

// Compare tests whether a run differs from another. Both must be of the same
// queries in the same order, as Run and Judge return them.
func Compare(run, other []Outcome) Comparison {
	types := map[string][][2]float64{}
	var all [][2]float64
	for i := range run {
		if len(run[i].Ideal) == 0 {
			continue
		}
		pair := [2]float64{run[i].NDCG10(), other[i].NDCG10()}
		all = append(all, pair)
		if t := run[i].Query.Type; t != "" {
			types[t] = append(types[t], pair)
		}
	}
	c := Comparison{Overall: difference(all), Types: map[string]Difference{}}
	for t, pairs := range types {
		c.Types[t] = difference(pairs)
	}
	return c
}

func difference(pairs [][2]float64) Difference {
	d := Difference{Judged: len(pairs), P: 1}
	if len(pairs) == 0 {
		return d
	}
	each := make([]float64, len(pairs))
	for i, p := range pairs {
		each[i] = p[0] - p[1]
		d.NDCG10 += each[i] / float64(len(pairs))
		d.Other += p[1] / float64(len(pairs))
		switch {
		case each[i] > 0:
			d.Better++
		case each[i] < 0:
			d.Worse++
		}
	}
	d.P = Randomisation(each, Flips)
	return d
}

// NDCG10 is the nDCG@10 of one query, 0 where nothing is relevant.
func (o *Outcome) NDCG10() float64 {
	if len(o.Ideal) == 0 {
		return 0
	}
	return ndcg(o.Grades, o.Ideal, 10)
}
