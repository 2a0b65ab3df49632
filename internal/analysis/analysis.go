// Package analysis turns text into index terms with byte offsets into the text
// as it was given. Both engines index these terms and nothing else, and queries
// go through the same door, so what is one word here is one word everywhere.
//
// A text is brought to normal form (internal/text), split into sentences,
// segmented by Kagome in search mode, and every token becomes at most one term:
// the base form of what its part of speech lets through, with kana folded.
// Kagome is known to this package alone. Concepts, which can span several
// tokens, are the lexicon's; what a query means is internal/search's.
package analysis

import (
	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// Token is an index term and the bytes [Start,End) of the original text that
// it stands for.
type Token struct {
	Term       string
	Start, End int
}

// Analyzer makes terms. It is safe for concurrent use.
type Analyzer struct {
	dict *dictionary
	lex  *lexicon.Lexicon
}

// New returns an Analyzer over the process's one dictionary, which the first
// call loads (most of a second of one core; concurrent calls share it).
// Without a lexicon (nil) no concepts are found.
func New(lex *lexicon.Lexicon) (*Analyzer, error) {
	d, err := process.get()
	if err != nil {
		return nil, err
	}
	return &Analyzer{dict: d, lex: lex}, nil
}

// Fingerprint identifies the rules and the dictionary: terms made under
// different fingerprints must not meet in one index.
func (a *Analyzer) Fingerprint() string {
	return rules + "+" + a.dict.identity
}

// Tokens returns the index terms of s in ascending order of their start. Spans
// do not overlap, except that the words of one character (㍿ is 株式 and 会社)
// all have its span.
func (a *Analyzer) Tokens(s string) []Token {
	n := text.Normalize(s)
	out := make([]Token, 0, len(n.String)/bytesPerTerm+4)
	a.dict.walk(n.String, func(p *piece) {
		if p.term == "" {
			return
		}
		start, end := n.Original(p.start, p.end)
		out = append(out, Token{Term: p.term, Start: start, End: end})
	})
	return out
}

// bytesPerTerm is how much Japanese text makes one term, roughly.
const bytesPerTerm = 10

// Concepts returns the concepts named in s, with byte offsets into s.
func (a *Analyzer) Concepts(s string) []lexicon.Mention {
	if a.lex == nil {
		return nil
	}
	return a.lex.Find(s)
}
