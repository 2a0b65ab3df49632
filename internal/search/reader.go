package search

import (
	"slices"
	"sync"

	"shirube/internal/analysis"
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
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	if r.memory.tokens == nil {
		r.memory.tokens = map[string][]analysis.Token{}
	}
	if len(r.memory.tokens) < mostRemembered {
		r.memory.tokens[s] = slices.Clone(have)
	}
	return have
}
