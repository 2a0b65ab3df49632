// Package loglinear is a multinomial logistic regression over named features: small
// enough to be read, with weights that are the same on every machine. What features
// there are, and what they say, is left to its callers.
package loglinear

import (
	"math"
	"slices"
)

// Feature is something that an example has, and how much of it.
type Feature struct {
	Name  string
	Value float64
}

// Model has a weight for every feature and class. It does not change once it is made.
type Model struct {
	classes []string
	bias    []float64
	weights map[string][]float64 // of a feature, by class
}

// Classes lists the classes, in the order of the scores.
func (m *Model) Classes() []string { return slices.Clone(m.classes) }

// Features is how many features have a weight.
func (m *Model) Features() int { return len(m.weights) }

// Probabilities returns the probability of each class, in the order of Classes.
// Features that the model does not know say nothing.
func (m *Model) Probabilities(features []Feature) []float64 {
	scores := slices.Clone(m.bias)
	for _, f := range features {
		for c, w := range m.weights[f.Name] {
			scores[c] += w * f.Value
		}
	}
	softmax(scores)
	return scores
}

// softmax makes probabilities of scores, in place.
func softmax(scores []float64) {
	top := slices.Max(scores)
	sum := 0.0
	for i, s := range scores {
		scores[i] = math.Exp(s - top)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
