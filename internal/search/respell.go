package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/text"
)

// respelling is a query as it was probably meant.
type respelling struct {
	query    string
	replaced []replaced // in order
}

// replaced is a stretch of bytes of the query as typed, what stands for it in the
// new one, and the words of that.
type replaced struct {
	start, end       int
	newStart, newEnd int
	words            []word
	// sure: it is the same word, in letters that the index has it in.
	sure bool
}

// original gives a place in the new query in bytes of the one that was typed. What
// lies in a replaced stretch is all of that stretch.
func (r *respelling) original(start, end int) (int, int) {
	if r == nil {
		return start, end
	}
	return r.place(start, false), r.place(end, true)
}

func (r *respelling) place(at int, isEnd bool) int {
	shift := 0
	for _, p := range r.replaced {
		switch {
		case at < p.newStart || !isEnd && at == p.newStart && p.newStart == p.newEnd || isEnd && at == p.newStart:
			return at + shift
		case at < p.newEnd || isEnd && at == p.newEnd:
			if isEnd {
				return p.end
			}
			return p.start
		}
		shift = p.end - p.newEnd
	}
	return at + shift
}

// respelt brings an interpretation of a respelt query back to what was typed.
func (u *understood) respelt(typed string, r *respelling) {
	for i, t := range u.said.Terms {
		start, end := r.original(byteOffset(r.query, t.Start), byteOffset(r.query, t.End))
		span := text.RuneOffsets(typed, [][2]int{{start, end}})[0]
		u.said.Terms[i].Start, u.said.Terms[i].End = span[0], span[1]
	}
	u.said.Corrected = &Correction{From: typed, To: r.query}
}

// byteOffset is where the n-th code point of s begins.
func byteOffset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// respell reads what was typed in romaji or in kana where the index has it in
// kanji, and puts right one slip in a word that is in neither index nor lexicon.
// Nil: nothing to change. Words that only the index has must be found by the same
// caller, or nothing is told of them; what the caller finds as it was typed stays,
// as do filters. What would be put right but for that is the offer: what was typed and
// what could have been meant can both be found.
func (e *Engine) respell(ctx context.Context, backend index.Backend, r Request) (spelt, offer *respelling, err error) {
	v, err := e.vocabulary(ctx, backend)
	if err != nil {
		return nil, nil, err
	}
	var sure, likely []replaced
	for _, c := range split(r.Query) {
		if c.quoted || c.excluded {
			continue
		}
		for _, f := range fieldsOf(r.Query, c) {
			if _, filter := e.named(r.Query[f[0]:f[1]]); filter {
				continue
			}
			for _, p := range e.respellField(v, r.Query, f) {
				if !p.sure && spelling(surfaces(p.words)) == spelling(r.Query[p.start:p.end]) {
					continue
				}
				if joins(r.Query[p.start:p.end], surfaces(p.words)) {
					continue
				}
				ok, err := e.visible(ctx, backend, r, p.words)
				if err != nil {
					return nil, nil, err
				}
				if !ok {
					continue
				}
				if isNamed(p.words) {
					likely = append(likely, p)
				}
				if !p.sure {
					ok, err = e.unknown(ctx, backend, r, r.Query[p.start:p.end], v.byChance(r.Query[p.start:p.end]))
				}
				if err != nil {
					return nil, nil, err
				}
				if ok {
					sure = append(sure, p)
				}
			}
			rare, err := e.rare(ctx, backend, r, v, f)
			if err != nil {
				return nil, nil, err
			}
			likely = append(likely, rare...)
		}
	}
	if spelt = respelled(r.Query, sure); spelt == nil {
		offer = respelled(r.Query, likely)
	}
	return spelt, offer, nil
}

// isNamed reports whether words are names of the lexicon without hiragana: what is offered
// beside what was typed must be worth a line, and is not how a verb goes on.
func isNamed(words []word) bool {
	return !slices.ContainsFunc(words, func(w word) bool { return !w.concept || hasHiragana(w.surface) })
}

// minRare is the characters of the shortest word for which another is offered.
const minRare = 5

// rareShare is how many times as many passages must name a concept as have a word that is one
// slip away from its name, for the word to be taken for a slip that somebody else made, too.
const rareShare = 5

// rare are the words in katakana that articles have, but hardly any, while many have a name
// that is one slip away.
func (e *Engine) rare(ctx context.Context, backend index.Backend, r Request, v *vocabulary, f [2]int) ([]replaced, error) {
	s := r.Query[f[0]:f[1]]
	var out []replaced
	for _, at := range runs(s, text.IsKatakana) {
		typedWord := s[at[0]:at[1]]
		if utf8.RuneCountInString(typedWord) < minRare || !v.terms[spelling(typedWord)] || overlaps(e.covered(s), at[0], at[1]) {
			continue
		}
		meant := v.slip(spelling(typedWord), minRare, func(w *word) bool { return w.concept && isKatakanaWord(w) })
		if meant == nil {
			continue
		}
		has, err := countOf(ctx, backend, r, []index.Term{{Field: index.Words, Text: spelling(typedWord), Weight: weightTyped}})
		if err != nil {
			return nil, err
		}
		names, err := countOf(ctx, backend, r, typed(e.analyzer.Tokens(meant[0].surface)))
		if err != nil {
			return nil, err
		}
		if has > 0 && names >= rareShare*has {
			out = append(out, replaced{start: f[0] + at[0], end: f[0] + at[1], words: meant})
		}
	}
	return out, nil
}

// respelled is a query with some stretches replaced; nil where there are none.
func respelled(q string, list []replaced) *respelling {
	if len(list) == 0 {
		return nil
	}
	out := &respelling{replaced: slices.Clone(list)}
	var b strings.Builder
	done := 0
	for i := range out.replaced {
		p := &out.replaced[i]
		b.WriteString(q[done:p.start])
		p.newStart = b.Len()
		b.WriteString(surfaces(p.words))
		p.newEnd, done = b.Len(), p.end
	}
	b.WriteString(q[done:])
	out.query = b.String()
	return out
}

// fieldsOf are the stretches of a clause between white space.
func fieldsOf(q string, c clause) [][2]int {
	var out [][2]int
	start := -1
	for i, r := range q[c.start:c.end] {
		switch space := unicode.IsSpace(r); {
		case space && start >= 0:
			out = append(out, [2]int{start, c.start + i})
			start = -1
		case !space && start < 0:
			start = c.start + i
		}
	}
	if start >= 0 {
		out = append(out, [2]int{start, c.end})
	}
	return out
}

// visible reports whether the caller can find the words that are not in the lexicon.
func (e *Engine) visible(ctx context.Context, backend index.Backend, r Request, words []word) (bool, error) {
	for _, w := range words {
		if !w.ofIndex() {
			continue
		}
		tokens := e.analyzer.Tokens(w.surface)
		if len(tokens) == 0 {
			return false, nil
		}
		if found, err := finds(ctx, backend, r, typed(tokens)); err != nil || !found {
			return false, err
		}
	}
	return true, nil
}

// unknown reports whether the caller does not find a stretch as it was typed. The
// vocabulary can be that of the generation before, and does not know which words
// stand together. A piece of a word may also have been read by chance.
func (e *Engine) unknown(ctx context.Context, backend index.Backend, r Request, s string, byChance bool) (bool, error) {
	ways := [][]index.Term{{{Field: index.Words, Text: spelling(s), Weight: weightTyped}}}
	if tokens := e.analyzer.Tokens(s); len(tokens) > 0 && !isRomaji(s) && !isKana(s) && !syllabic(s, tokens) { // those are parted by chance
		ways = append(ways, typed(tokens))
	}
	piece := byChance || strings.IndexFunc(s, text.IsKanji) >= 0 || utf8.RuneCountInString(s) < minNear // of a word or of several
	if pairs := text.DistinctPairs(s); len(pairs) > 1 && piece {
		ways = append(ways, pairTerms(pairs, weightTyped))
	}
	found, err := finds(ctx, backend, r, ways...)
	return !found, err
}

// maxLatinPiece is the letters of the longest piece of a Latin word (white of whitening) that is
// romaji by chance.
const maxLatinPiece = 4

// byChance reports whether s is so few Latin letters that they are the romaji of something by
// chance, unless a word is read just so.
func (v *vocabulary) byChance(s string) bool {
	return isRomaji(s) && len(s) <= maxLatinPiece && !slices.ContainsFunc(readings(s), func(kana string) bool {
		_, ok := v.readStrict(text.ReadingKey(kana))
		return ok
	})
}

// syllabic reports whether a word was parted into single kanji.
func syllabic(s string, tokens []analysis.Token) bool {
	return len(tokens) > 1 && slices.ContainsFunc(tokens, func(t analysis.Token) bool { return isKanjiWord(s[t.Start:t.End]) })
}

// finds reports whether the caller finds a passage with all terms of one alternative.
func finds(ctx context.Context, backend index.Backend, r Request, alternatives ...[]index.Term) (bool, error) {
	n, err := countOf(ctx, backend, r, alternatives...)
	return n > 0, err
}

// countOf is how many passages the caller finds with all terms of one alternative.
func countOf(ctx context.Context, backend index.Backend, r Request, alternatives ...[]index.Term) (int, error) {
	found, err := backend.Search(ctx, &index.Query{View: index.Passages, Need: 1, Collections: r.Collections, Now: r.Now,
		Groups: []index.Group{{Alternatives: alternatives}}})
	if err != nil {
		return 0, fmt.Errorf("spelling: %w", err)
	}
	return found.Total, nil
}
