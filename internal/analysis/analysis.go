// Package analysis turns text into index terms with byte offsets into the text
// as it was given. Both engines index these terms and nothing else, and queries
// go through the same door, so what is one word here is one word everywhere.
//
// A text is brought to normal form (internal/text), split into sentences,
// segmented by Kagome, and every token becomes at most one term: the base form of
// what its part of speech lets through, with kana folded. Where a concept of the
// lexicon is named, words begin and end (names.go).
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

// Tokens returns the index terms of s in ascending order of their start. Spans
// do not overlap, except that the words of one character (㍿ is 株式 and 会社)
// all have its span.
func (a *Analyzer) Tokens(s string) []Token {
	tokens, _ := a.Read(s)
	return tokens
}

// Read returns the index terms of s, as Tokens does, and the concepts named in it,
// as bytes of s.
func (a *Analyzer) Read(s string) ([]Token, []lexicon.Mention) {
	n := a.normal(s)
	named := a.named(n.String)
	tokens := make([]Token, 0, len(n.String)/bytesPerTerm+4)
	a.dict.walk(n.String, named, func(p *piece) {
		if p.term == "" {
			return
		}
		start, end := n.Original(p.start, p.end)
		tokens = append(tokens, Token{Term: p.term, Start: start, End: end})
	})
	return tokens, original(n, named)
}

// bytesPerTerm is how much Japanese text makes one term, roughly.
const bytesPerTerm = 10

// named returns the concepts named in a text in normal form, as bytes of it.
func (a *Analyzer) named(normal string) []lexicon.Mention {
	if a.lex == nil {
		return nil
	}
	return a.lex.FindNormal(text.Normal{String: normal})
}

// original gives mentions in a normal form the bytes of the original. Of two that
// share a character which stands for several (㌘) the first stays.
func original(n text.Normal, named []lexicon.Mention) []lexicon.Mention {
	out := named[:0]
	last := 0
	for _, m := range named {
		m.Start, m.End = n.Original(m.Start, m.End)
		if m.Start >= last {
			out = append(out, m)
			last = m.End
		}
	}
	return out
}
