package main

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// sample is a passage that was found, with the numbers that speak for it and
// whether it was judged to answer.
type sample struct {
	features []float64
	answers  bool
}

// ridge keeps weights small where the samples say little; the constant is free.
const ridge = 0.3

// maxSteps is far more than Newton's method needs.
const maxSteps = 100

// regress is the logistic regression of samples by Newton's method, as in Hastie,
// Tibshirani and Friedman, "The Elements of Statistical Learning" (2009), 4.4.1,
// with a ridge penalty: the weights of the features, in their order.
func regress(samples []sample) ([]float64, error) {
	if len(samples) == 0 {
		return nil, errors.New("regression: no samples")
	}
	w := make([]float64, len(samples[0].features))
	for range maxSteps {
		gradient, hessian := slope(samples, w)
		var step mat.VecDense
		if err := step.SolveVec(hessian, gradient); err != nil {
			return nil, fmt.Errorf("regression: %w", err)
		}
		for i := range w {
			w[i] -= step.AtVec(i)
		}
		if mat.Norm(&step, math.Inf(1)) < 1e-9 {
			return w, nil
		}
	}
	return nil, fmt.Errorf("regression: no end after %d steps", maxSteps)
}

// slope is the first and second derivative of the penalised loss at w.
func slope(samples []sample, w []float64) (*mat.VecDense, *mat.SymDense) {
	gradient, hessian := mat.NewVecDense(len(w), nil), mat.NewSymDense(len(w), nil)
	for i := 1; i < len(w); i++ {
		gradient.SetVec(i, ridge*w[i])
		hessian.SetSym(i, i, ridge)
	}
	for _, s := range samples {
		p := probability(w, s.features)
		off := p
		if s.answers {
			off--
		}
		for i, x := range s.features {
			gradient.SetVec(i, gradient.AtVec(i)+off*x)
			for j := i; j < len(w); j++ {
				hessian.SetSym(i, j, hessian.At(i, j)+p*(1-p)*x*s.features[j])
			}
		}
	}
	return gradient, hessian
}

// probability is the logistic function of the weighted features.
func probability(w, features []float64) float64 {
	x := 0.0
	for i, f := range features {
		x += w[i] * f
	}
	return 1 / (1 + math.Exp(-x))
}
