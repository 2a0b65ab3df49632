package search

import (
	"sync"

	"shirube/internal/analysis"
)

// lore is what queries would find out anew about the words of the lexicon each time that one
// of them is named. There is no more of it than the lexicon has words.
type lore struct {
	spellings sync.Map // word → string, see spelling
	terms     sync.Map // word → []analysis.Token
}

// spelt is how a word of the lexicon is spelt.
func (e *Engine) spelt(word string) string {
	if have, ok := e.lore.spellings.Load(word); ok {
		return have.(string) //nolint:forcetypeassert // as it is stored below
	}
	s := spelling(word)
	e.lore.spellings.Store(word, s)
	return s
}

// terms are those of a word of the lexicon. The list is shared.
func (e *Engine) terms(word string) []analysis.Token {
	if have, ok := e.lore.terms.Load(word); ok {
		return have.([]analysis.Token) //nolint:forcetypeassert // as it is stored below
	}
	tokens := e.analyzer.Tokens(word)
	e.lore.terms.Store(word, tokens)
	return tokens
}
