package index

import (
	"encoding/binary"
	"errors"
)

// Token is a term that covers the bytes [Start,End) of its text; Position is
// its number in the text, from 0.
type Token struct {
	Term       string
	Start, End int
	Position   int
}

// Tokens are the terms of a text with their places, packed for storage: the
// distinct terms in order of first use, then for every token the distance from
// the start before, its length in bytes, and its term's number, all as uvarints.
type Tokens []byte

// PackTokens packs tokens, which must be in ascending order of Start.
func PackTokens(tokens []Token) Tokens {
	numbers := make(map[string]int, len(tokens))
	terms := make([]string, 0, len(tokens))
	size := 0
	for _, t := range tokens {
		if _, ok := numbers[t.Term]; !ok {
			numbers[t.Term] = len(terms)
			terms = append(terms, t.Term)
			size += len(t.Term) + 1
		}
	}
	out := make([]byte, 0, size+4*len(tokens)+8)
	out = binary.AppendUvarint(out, uint64(len(terms)))
	for _, term := range terms {
		out = binary.AppendUvarint(out, uint64(len(term)))
		out = append(out, term...)
	}
	out = binary.AppendUvarint(out, uint64(len(tokens)))
	last := 0
	for _, t := range tokens {
		out = binary.AppendUvarint(out, uint64(t.Start-last))
		out = binary.AppendUvarint(out, uint64(t.End-t.Start))
		out = binary.AppendUvarint(out, uint64(numbers[t.Term]))
		last = t.Start
	}
	return out
}

// ErrTokens is what Select returns for bytes that PackTokens did not make.
var ErrTokens = errors.New("index: packed tokens are damaged")

// TermSet is terms to select from texts. Its zero value is empty.
type TermSet struct {
	terms map[string]string // each by itself
	// maybe has a bit set for the hash of each: most terms of a text are told by it to be
	// none of them.
	maybe [1024 / 64]uint64
}

// Add adds a term.
func (s *TermSet) Add(term string) {
	if s.terms == nil {
		s.terms = map[string]string{}
	}
	s.terms[term] = term
	if term != "" {
		h := hashTerm([]byte(term))
		s.maybe[h/64] |= 1 << (h % 64)
	}
}

// Len is how many terms there are.
func (s *TermSet) Len() int { return len(s.terms) }

// Has reports whether a term was added.
func (s *TermSet) Has(term string) bool {
	_, ok := s.terms[term]
	return ok
}

// mayHave reports whether a term can be one of those that were added.
func (s *TermSet) mayHave(term []byte) bool {
	if len(term) == 0 {
		return false
	}
	h := hashTerm(term)
	return s.maybe[h/64]&(1<<(h%64)) != 0
}

// hashTerm is below 1024. It looks at the bytes in which terms differ most.
func hashTerm(term []byte) uint32 {
	n := len(term)
	return (uint32(n)*0x9E3779B1 + uint32(term[n-1])*0x85EBCA77 + uint32(term[n/2])*0xC2B2AE3D) >> 22 //nolint:gosec // of a term's length
}

// Select appends to out the tokens whose term is in the set, in order. Most terms of a
// text are not: it is for marking a query's terms, not for reading everything.
// Where none is wanted, their places are not looked at.
func (t Tokens) Select(out []Token, set *TermSet) ([]Token, error) {
	if len(t) == 0 {
		return out, nil
	}
	r := unpacker{rest: t}
	// places[number] is where in wanted a term is, counted from 1; 0: not wanted.
	var few [512]int32
	places := few[:]
	n := r.count()
	if n > len(few) {
		places = make([]int32, n)
	}
	var some [32]string
	wanted := some[:0]
	for i := range n {
		term := r.bytes()
		if !set.mayHave(term) {
			continue
		}
		if term, ok := set.terms[string(term)]; ok {
			wanted = append(wanted, term)
			places[i] = int32(len(wanted)) //nolint:gosec // a byte each at least
		}
	}
	if r.bad {
		return nil, ErrTokens
	}
	if len(wanted) == 0 {
		return out, nil
	}
	return r.tokens(out, places[:n], wanted)
}

type unpacker struct {
	rest []byte
	bad  bool
}

// tokens appends the tokens whose term's number has a place in wanted.
func (r *unpacker) tokens(out []Token, places []int32, wanted []string) ([]Token, error) {
	start := 0
	for position, n := 0, r.count(); position < n && !r.bad; position++ {
		var length, number int
		// Nearly all are three bytes.
		if s := r.rest; len(s) >= 3 && s[0]|s[1]|s[2] < 0x80 {
			start, length, number = start+int(s[0]), int(s[1]), int(s[2])
			r.rest = s[3:]
		} else {
			start += r.int()
			length, number = r.int(), r.int()
		}
		if number >= len(places) {
			return nil, ErrTokens
		}
		if at := places[number]; at > 0 {
			out = append(out, Token{Term: wanted[at-1], Start: start, End: start + length, Position: position})
		}
	}
	if r.bad {
		return nil, ErrTokens
	}
	return out, nil
}

func (r *unpacker) int() int {
	if len(r.rest) > 0 && r.rest[0] < 0x80 { // nearly all are one byte
		v := r.rest[0]
		r.rest = r.rest[1:]
		return int(v)
	}
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > 1<<31 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}

// count is a number of things still to come, each at least a byte long.
func (r *unpacker) count() int {
	n := r.int()
	if n > len(r.rest) {
		r.bad = true
		return 0
	}
	return n
}

func (r *unpacker) bytes() []byte {
	if s := r.rest; len(s) > 0 && s[0] < 0x80 && int(s[0]) < len(s) {
		n := int(s[0]) + 1
		r.rest = s[n:]
		return s[1:n]
	}
	n := r.count()
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// ConceptTerm is the term of a token that is a mention of a concept: tokens of
// both sorts stand in one list, and no word has such a term.
func ConceptTerm(conceptID string) string { return "\x00" + conceptID }
