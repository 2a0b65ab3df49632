package search

import (
	"slices"
	"sync"

	"shirube/internal/analysis"
	"shirube/internal/lexicon"
)

// reader analyses what is typed. That of a request remembers the terms: whether a query is
// spelt right, what it bounds, and what it asks for are found out from the same words.
type reader struct {
	*analysis.Analyzer
	memory *memory // nil: nothing is remembered
}

// memory is what was analysed for one request. What the request sets going and does not
// wait for reads with it as well.
type memory struct {
	mu     sync.Mutex
	tokens map[string][]analysis.Token
	// mentions and intents are what texts name.
	mentions map[string][]lexicon.Mention
	intents  map[string][]lexicon.IntentMention
}

func newMemory() *memory {
	return &memory{tokens: map[string][]analysis.Token{}, mentions: map[string][]lexicon.Mention{}, intents: map[string][]lexicon.IntentMention{}}
}

// mostRemembered is how many texts a request remembers the terms of: more than a query has
// stretches that are looked at twice.
const mostRemembered = 64

// Tokens is analysis.Analyzer.Tokens; the list is the caller's own.
func (r reader) Tokens(s string) []analysis.Token {
	if r.memory == nil {
		return r.Analyzer.Tokens(s)
	}
	r.memory.mu.Lock()
	have, ok := r.memory.tokens[s]
	r.memory.mu.Unlock()
	if ok {
		return slices.Clone(have)
	}
	have = r.Analyzer.Tokens(s)
	remember(r.memory, r.memory.tokens, s, slices.Clone(have))
	return have
}

// remember keeps what was found in a text.
func remember[T any](m *memory, in map[string][]T, s string, found []T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(in) < mostRemembered {
		in[s] = found
	}
}

// mentions are the concepts named in a text; the list is shared by all of the request.
func (e *Engine) mentions(s string) []lexicon.Mention {
	m := e.analyzer.memory
	if m == nil {
		return e.lexicon.Find(s)
	}
	m.mu.Lock()
	have, ok := m.mentions[s]
	m.mu.Unlock()
	if !ok {
		have = e.lexicon.Find(s)
		remember(m, m.mentions, s, have)
	}
	return have
}

// intents are the kinds and facts named in a text, shared likewise.
func (e *Engine) intents(s string) []lexicon.IntentMention {
	m := e.analyzer.memory
	if m == nil {
		return e.lexicon.Intents(s)
	}
	m.mu.Lock()
	have, ok := m.intents[s]
	m.mu.Unlock()
	if !ok {
		have = e.lexicon.Intents(s)
		remember(m, m.intents, s, have)
	}
	return have
}
