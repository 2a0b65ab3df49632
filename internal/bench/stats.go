package bench

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Percentile is the nearest-rank percentile of values, p from 0 to 1; 0 of none.
func Percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(max(int(math.Ceil(p*float64(len(sorted))))-1, 0), len(sorted)-1)]
}

// Median is the middle of values, the mean of the middle two of an even number.
func Median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Mean is the mean of values; 0 of none.
func Mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// randomisationSeed makes the same figures of the same runs.
const randomisationSeed = 1

// Randomisation is the two-sided paired randomisation test of Smucker, Allan and
// Carterette, "A Comparison of Statistical Significance Tests for Information
// Retrieval Evaluation" (2007): how often the mean of the differences is at least
// as far from 0 when each difference has a random sign. With n flips the least
// value is 1/(n+1).
func Randomisation(differences []float64, n int) float64 {
	r := rand.New(rand.NewPCG(randomisationSeed, 0))
	// A little less, so that the same sum in another order counts as far.
	observed := math.Abs(Mean(differences)*float64(len(differences))) * (1 - 1e-12)
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
