package search

import (
	"shirube/corpus"
	"shirube/index"
)

// weightTyped is the weight of a word that was typed, a factor of its BM25: what all
// others are measured by.
const weightTyped = 1.0

// Weights are the weights of everything that makes a score beside the words that
// were typed, in one place. Those of words are factors of BM25; those of signals are
// added as they are, where a good word match is worth 5 to 12. An engine is given
// its weights when it is made. A signal is switched off by 0, or by the value that
// its field's tag `off` names.
type Weights struct {
	// A concept, by whichever name the text says it: a text that says it as it
	// was typed has the words too, one that says it otherwise only this.
	Concept float64
	// What is narrower than what was typed (内出血 for 副作用).
	Narrower float64
	// Other words for the same kind or fact: 値段 for 費用.
	Equivalent float64
	// The other verb of a pair: 減らす for 減る.
	Partner float64
	// Two words that follow one another as they do in the query.
	Pair float64
	// A character pair of the query, by how few of the best candidates have it.
	Likeness float64
	// A word that begins as was typed, where what was typed is no word: エクソ.
	Begun float64
	// Each character pair of a short query, where a passage has all of them.
	Piece float64

	// A passage of the kind that the query names.
	Kind float64
	// A passage that holds the fact that the query asks for.
	Fact float64
	// A passage of an article that is about the treatment that the query names.
	About float64
	// Astray is the factor of passages of articles that are about none of the treatments
	// and conditions that the query names, where others that were found are.
	Astray float64 `off:"1"`
	// Elsewhere is the factor of passages of other articles, where the query names a
	// treatment: when to work again after one is not told by the article about another,
	// however much it says of working again.
	Elsewhere float64 `off:"1"`
	// Topic is the share of their weight that the names of treatments and conditions
	// have, where something is asked about them: every passage of an article says its
	// subject, the one that says it most does not answer best.
	Topic float64 `off:"1"`
	// A passage that says what the treatment or condition is, where nothing but names
	// of them was typed.
	Overview float64
	// 「妊娠中」 asks who must not: precautions first.
	Precaution float64

	// What a passage denies that the query denies: 痛くない, factor of its BM25.
	Denial float64
	// Asserted is the factor of passages that speak of what the query denies and do not
	// deny it, Excepted of those that speak of what it takes out (〜以外).
	Asserted float64 `off:"1"`
	Excepted float64 `off:"1"`

	// Coverage is the share of its score that a passage would lose if it mentioned
	// nothing that was asked for; what it lacks counts in proportion.
	Coverage float64
	// Summary is the factor of summaries, which repeat what other passages explain,
	// unless the query asks for one.
	Summary float64 `off:"1"`
	// Imprint is the same for supervision and lists of sources, which are about the
	// article, not about the treatment.
	Imprint float64 `off:"1"`
}

// DefaultWeights are those that a server ranks with.
func DefaultWeights() Weights {
	return Weights{
		Concept:    0.8,
		Narrower:   0.2,
		Equivalent: 0.4,
		Partner:    0.4,
		Pair:       1.0,
		Likeness:   0.8,
		Begun:      0.5,
		Piece:      0.2,
		Kind:       2.0,
		Fact:       2.5,
		About:      4.0,
		Overview:   2.5,
		Precaution: 6.6,
		Denial:     0.8,
		Asserted:   0.5,
		Excepted:   0.15,
		Coverage:   0.5,
		Summary:    0.9,
		Imprint:    0.7,
		Astray:     0.74,
		Elsewhere:  0.8,
		Topic:      0.7,
	}
}

// prior is the factor of a kind of passage that the query does not ask for.
func (w *Weights) prior(k corpus.Kind) float64 {
	switch k {
	case corpus.KindSummary:
		return w.Summary
	case corpus.KindSupervision, corpus.KindSources:
		return w.Imprint
	}
	return 1
}

// coverage is the factor for mentioning a share of what was asked for.
func (w *Weights) coverage(share float64) float64 { return 1 - w.Coverage*(1-share) }

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
