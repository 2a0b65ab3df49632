package search

import "math"

// The weights of evidence, as `go run ./internal/bench/calibration` fits them: the
// logistic regression of whether a passage was judged to answer the query. What
// they were fitted on and how far they can be trusted is in docs/relevance.md.
const (
	confidenceBias      = -4.0
	confidenceMentioned = 2.0
	confidenceMissing   = -1.0
	confidenceStrength  = 3.0
	confidenceAdjacent  = 1.0
)

// A query counts as answered when one of the answerDepth best hits has a confidence
// of answerableAt.
const (
	answerableAt = 0.2
	answerDepth  = 5
)

// confidence is the share of passages with this evidence that answer: 0 to 1,
// comparable between queries.
func (e evidence) confidence() float64 {
	x := confidenceBias + confidenceMentioned*e.mentioned + confidenceMissing*e.missing +
		confidenceStrength*math.Log1p(max(e.strength, 0)) + confidenceAdjacent*math.Log1p(max(e.adjacent, 0))
	return 1 / (1 + math.Exp(-x))
}
