package main

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestRegressionFindsTheWeightsThatMadeTheSamples(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	truth := []float64{-2, 3, 1.5}
	var samples []sample
	for range 50_000 {
		f := []float64{1, r.Float64(), r.Float64() * 2}
		samples = append(samples, sample{f, r.Float64() < probability(truth, f)})
	}
	got, err := regress(samples)
	if err != nil {
		t.Fatal(err)
	}
	for i := range truth {
		if math.Abs(got[i]-truth[i]) > 0.1 {
			t.Errorf("weight %d is %.3f, want %.1f", i, got[i], truth[i])
		}
	}
}

func TestRegressionOfNothing(t *testing.T) {
	if _, err := regress(nil); err == nil {
		t.Error("weights of no samples")
	}
}
