package search

import (
	"sync"
	"sync/atomic"

	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
	"shirube/internal/suggest"
)

// Engine answers searches on whatever index generation is served. It is safe
// for concurrent use.
type Engine struct {
	*shared

	analyzer   reader
	lexicon    *lexicon.Lexicon
	index      *index.Switch
	articleURL func(id string) string
	weights    Weights
	answerAt   AnswerAt

	// curated is what editors decided, for one request; under is what is looked at instead of
	// what is in force, nil for that.
	curated curated
	under   *curated

	nameReadings func() map[string]string // made when they are first asked for
	askingWords  func() *suggest.Index    // likewise
}

// shared is what an engine and those that it is for single requests have in common.
type shared struct {
	vocabularies vocabularies
	curation     atomic.Pointer[Curation]
	suggested    suggestionKeeper
	popular      popularity
	lore         lore
	answers      answers
}

// forRequest is the engine for one request in some collections: it analyses the same words
// once, and what editors decide meanwhile is for the next.
func (e *Engine) forRequest(collections []string) *Engine {
	one := *e
	one.analyzer.memory = newMemory()
	one.curated = e.snapshot(collections)
	return &one
}

// Option changes an Engine.
type Option func(*Engine)

// WithArticleURL says where an article without a URL of its own can be read.
func WithArticleURL(f func(id string) string) Option {
	return func(e *Engine) { e.articleURL = f }
}

// WithWeights ranks by other weights than DefaultWeights.
func WithWeights(w Weights) Option {
	return func(e *Engine) { e.weights = w }
}

// WithAnswerAt shows FAQ entries as answers from other thresholds on than DefaultAnswerAt.
func WithAnswerAt(at AnswerAt) Option {
	return func(e *Engine) { e.answerAt = at }
}

// New returns an Engine that searches what sw serves. The analyzer and lexicon
// must be those that the index was made with.
func New(an *analysis.Analyzer, lex *lexicon.Lexicon, sw *index.Switch, options ...Option) *Engine {
	e := &Engine{shared: &shared{}, analyzer: reader{Analyzer: an}, lexicon: lex, index: sw, weights: DefaultWeights(), answerAt: DefaultAnswerAt()}
	e.nameReadings = sync.OnceValue(func() map[string]string { return newNameReadings(an, lex) })
	e.askingWords = sync.OnceValue(func() *suggest.Index { return newAskingWords(e) })
	for _, option := range options {
		option(e)
	}
	return e
}
