package search

import (
	"shirube/corpus"
	"shirube/index"
)

// The weights of everything that makes a score, in one place. Word weights are
// factors of BM25; signal weights are added as they are, where a good word match
// is worth 5 to 12.
const (
	// A word that was typed.
	weightTyped = 1.0
	// A concept, by whichever name the text says it: a text that says it as it
	// was typed has the words too, one that says it otherwise only this.
	weightConcept = 0.8
	// Two words that follow one another as they do in the query.
	weightPair = 1.0
	// A character pair of the query, by how few of the best candidates have it.
	weightLikeness = 0.6
	// What is narrower than what was typed (内出血 for 副作用) less again.
	weightNarrower = 0.2
	// Other words for the same kind or fact: 値段 for 費用.
	weightEquivalent = 0.4

	// A passage of the kind that the query names, or that holds the fact it asks for.
	signalKind = 2.0
	signalFact = 2.5
	// 「妊娠中」 asks who must not: precautions first.
	signalPrecaution = 4.0
)

// coverageLoss is the share of its score that a passage would lose if it
// mentioned nothing that was asked for; what it lacks counts in proportion.
const coverageLoss = 0.5

// enoughHits is how many documents match=auto wants before it stops relaxing.
// Somebody who reads articles is served by a few that speak of everything;
// somebody who looks for the sentence must not miss one worded differently.
func enoughHits(v index.View) int {
	if v == index.Passages {
		return 10
	}
	return 3
}

// rescoreDepth is how many of the engine's best documents are ranked again by
// the signals that engines do not know.
const rescoreDepth = 50

// likenessDepth is how many of the best candidates are compared by characters.
const likenessDepth = 20

// maxGroups is how many things of a query are looked for; a query of 512
// characters can hold more, and the rest of it is not looked at.
const maxGroups = 64

// shownShare is the share of its article's best passage that a further passage
// must score to be shown beside it.
const shownShare = 0.4

// maxNarrower is how many narrower concepts a concept is looked for by.
const maxNarrower = 32

// kindPrior is by how much a kind of passage counts less than others unless it
// was asked for: summaries repeat what other passages explain, and supervision
// and source lists are about the article, not about the treatment.
func kindPrior(k corpus.Kind) float64 {
	switch k {
	case corpus.KindSummary:
		return 0.9
	case corpus.KindSupervision, corpus.KindSources:
		return 0.7
	}
	return 1
}
