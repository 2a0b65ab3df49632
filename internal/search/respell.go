package search

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/index"
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
// as do filters.
func (e *Engine) respell(ctx context.Context, backend index.Backend, r Request) (*respelling, error) {
	v, err := e.vocabulary(ctx, backend)
	if err != nil {
		return nil, err
	}
	out := &respelling{}
	var b strings.Builder
	done := 0
	for _, c := range split(r.Query) {
		if c.quoted || c.excluded {
			continue
		}
		for _, f := range fieldsOf(r.Query, c) {
			if _, filter := e.named(r.Query[f[0]:f[1]]); filter {
				continue
			}
			for _, p := range e.respellField(v, r.Query, f) {
				ok, err := e.visible(ctx, backend, r, p.words)
				if err == nil && ok {
					ok, err = e.unknown(ctx, backend, r, r.Query[p.start:p.end])
				}
				if err != nil {
					return nil, err
				}
				if !ok {
					continue
				}
				b.WriteString(r.Query[done:p.start])
				p.newStart = b.Len()
				for _, w := range p.words {
					b.WriteString(w.surface)
				}
				p.newEnd, done = b.Len(), p.end
				out.replaced = append(out.replaced, p)
			}
		}
	}
	if len(out.replaced) == 0 {
		return nil, nil
	}
	b.WriteString(r.Query[done:])
	out.query = b.String()
	return out, nil
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

// respellField finds what of q[at[0]:at[1]] is to be spelt otherwise.
func (e *Engine) respellField(v *vocabulary, q string, at [2]int) []replaced {
	s := q[at[0]:at[1]]
	if utf8.RuneCountInString(s) > maxField {
		return nil
	}
	whole := func(words []word) []replaced {
		if words == nil {
			return nil
		}
		return []replaced{{start: at[0], end: at[1], words: words}}
	}
	named := e.covered(s)
	switch {
	case isRomaji(s):
		if len(named) > 0 || v.terms[spelling(s)] {
			return nil
		}
		if kana, rest, ok := text.Katakana(s); ok && rest == "" {
			if words := v.cover(kana); words != nil {
				return whole(words)
			}
		}
		return whole(v.slip(spelling(s), minLatinSlip))
	case isHiragana(s):
		if v.terms[spelling(s)] || allCovered(named, len(s)) {
			return nil
		}
		if words := v.cover(spelling(s)); words != nil {
			return whole(words)
		}
		return whole(v.slip(text.ReadingKey(spelling(s)), minKanaSlip))
	}
	if isKatakana(s) && len(named) == 0 && !v.terms[spelling(s)] {
		// Kagome parts what it does not know by chance: as a whole first.
		if words := v.slip(text.ReadingKey(spelling(s)), minNear); words != nil {
			return whole(words)
		}
	}
	out := e.slips(v, s, named)
	if len(out) == 0 {
		out = e.conversions(v, s, named)
	}
	for i := range out {
		out[i].start += at[0]
		out[i].end += at[0]
	}
	return out
}

// maxField is the characters of the longest stretch that is looked at.
const maxField = 40

// Characters of the shortest words in which a slip is put right.
const (
	minKanaSlip  = 5 // in hiragana, by how words are read
	minLatinSlip = 5
)

func isRomaji(s string) bool {
	n := 0
	for _, r := range text.Normalize(s).String {
		switch {
		case r >= 'a' && r <= 'z', strings.ContainsRune("āīūēōâîûêô", r):
			n++
		case r != '-' && r != '\'':
			return false
		}
	}
	return n >= 3
}

func isKatakana(s string) bool {
	return strings.IndexFunc(text.Normalize(s).String, func(r rune) bool { return !text.IsKatakana(r) }) < 0
}

func isHiragana(s string) bool {
	n := 0
	for _, r := range text.Normalize(s).String {
		if !text.IsHiragana(r) && r != 'ー' {
			return false
		}
		n++
	}
	return n >= 2
}

// covered are the bytes of s that name concepts, kinds or facts.
func (e *Engine) covered(s string) [][2]int {
	var out [][2]int
	for _, m := range e.lexicon.Find(s) {
		out = append(out, [2]int{m.Start, m.End})
	}
	for _, m := range e.lexicon.Intents(s) {
		out = append(out, [2]int{m.Start, m.End})
	}
	return out
}

func allCovered(spans [][2]int, n int) bool {
	seen := 0
	for at := 0; at < n; at = seen {
		for _, s := range spans {
			if s[0] <= at && s[1] > seen {
				seen = s[1]
			}
		}
		if seen <= at {
			return false
		}
	}
	return true
}

func overlaps(spans [][2]int, start, end int) bool {
	for _, s := range spans {
		if s[0] < end && start < s[1] {
			return true
		}
	}
	return false
}

// cutsName reports whether a name that is found reaches beyond s[start:end], or is
// all of it.
func cutsName(spans [][2]int, start, end int) bool {
	for _, s := range spans {
		if s[0] < end && start < s[1] && (s[0] < start || s[1] > end || s == [2]int{start, end}) {
			return true
		}
	}
	return false
}

// slips puts right the words in katakana or Latin letters that nothing knows.
func (e *Engine) slips(v *vocabulary, s string, named [][2]int) []replaced {
	var out []replaced
	for _, t := range e.analyzer.Tokens(s) {
		if overlaps(named, t.Start, t.End) || v.terms[t.Term] || hasHiragana(s[t.Start:t.End]) {
			continue
		}
		least := minLatinSlip
		key := t.Term
		if strings.IndexFunc(t.Term, func(r rune) bool { return !text.IsKatakana(r) }) < 0 {
			least, key = minNear, text.ReadingKey(t.Term)
		} else if strings.IndexFunc(t.Term, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
			continue
		}
		if words := v.slip(key, least); words != nil {
			out = append(out, replaced{start: t.Start, end: t.End, words: words})
		}
	}
	return out
}

// hasHiragana reports whether a word is written as ordinary words are: within a
// sentence those are left alone.
func hasHiragana(s string) bool {
	return strings.IndexFunc(s, text.IsHiragana) >= 0
}

// conversions puts right a kanji that was chosen wrongly for the reading: 歯周秒 for
// 歯周病. Only names of the lexicon are taken, and only for what is no word itself.
func (e *Engine) conversions(v *vocabulary, s string, named [][2]int) []replaced {
	for start := range s {
		n := 0
		for i := range s[start:] {
			end := start + i
			if n++; n > maxSpelt {
				break
			}
			if n <= 3 || cutsName(named, start, end) {
				continue // n counts the rune that begins at end
			}
			if w, ok := e.conversion(v, s[start:end]); ok {
				return []replaced{{start: start, end: end, words: []word{w}}}
			}
		}
		if w, ok := e.conversion(v, s[start:]); ok && !cutsName(named, start, len(s)) {
			return []replaced{{start: start, end: len(s), words: []word{w}}}
		}
	}
	return nil
}

func (e *Engine) conversion(v *vocabulary, s string) (best word, ok bool) {
	key := spelling(s)
	if n := utf8.RuneCountInString(key); n < 3 || n > maxSpelt || v.terms[key] {
		return best, false
	}
	v.nearly(key, func(i int32) {
		if w := v.words[i]; w.concept && e.misconverted(key, v.keys[i]) && (!ok || w.better(best)) {
			best, ok = w, true
		}
	})
	return best, ok
}

// misconverted reports whether two words differ in one kanji that is read alike.
func (e *Engine) misconverted(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return false
	}
	differ := -1
	for i := range x {
		if x[i] != y[i] {
			if differ >= 0 || !text.IsKanji(x[i]) || !text.IsKanji(y[i]) {
				return false
			}
			differ = i
		}
	}
	if differ < 0 {
		return false
	}
	for _, r := range e.analyzer.Readings(string(x[differ])) {
		for _, o := range e.analyzer.Readings(string(y[differ])) {
			if r == o {
				return true
			}
		}
	}
	return false
}

// visible reports whether the caller can find the words that are not in the lexicon.
func (e *Engine) visible(ctx context.Context, backend index.Backend, r Request, words []word) (bool, error) {
	for _, w := range words {
		if w.concept || w.passages == 0 {
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
// stand together.
func (e *Engine) unknown(ctx context.Context, backend index.Backend, r Request, s string) (bool, error) {
	ways := [][]index.Term{{{Field: index.Words, Text: spelling(s), Weight: weightTyped}}}
	if tokens := e.analyzer.Tokens(s); len(tokens) > 0 && !isRomaji(s) && !isHiragana(s) { // those are parted by chance
		ways = append(ways, typed(tokens))
	}
	found, err := finds(ctx, backend, r, ways...)
	return !found, err
}

// finds reports whether the caller finds a passage with all terms of one alternative.
func finds(ctx context.Context, backend index.Backend, r Request, alternatives ...[]index.Term) (bool, error) {
	found, err := backend.Search(ctx, &index.Query{View: index.Passages, Need: 1, Collections: r.Collections, Now: r.Now,
		Groups: []index.Group{{Alternatives: alternatives}}})
	if err != nil {
		return false, fmt.Errorf("spelling: %w", err)
	}
	return found.Total > 0, nil
}
