package search

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/text"
)

// A part of a query that is no word of the index can be the beginning of one: somebody is
// still typing (えくそs, botokk), or knows no more of the name (エクソ, ひあるろん). It is looked
// for by the words that begin so, below what is found as it was typed.

// partial is a stretch of bytes of the query with the words that begin so.
type partial struct {
	start, end int
	words      []word
}

// Bounds of what is looked for by its beginning.
const (
	minPartial = 3 // kana of what was typed
	maxPartial = 8 // words
)

// understandPartly understands a query in which there may be the beginnings of words.
func (e *Engine) understandPartly(ctx context.Context, backend index.Backend, r Request, q string) (*understood, error) {
	filters := *r.Interpret != Interpret{}
	if !r.Interpret.Spelling {
		return e.understand(q, *r.Interpret, filters), nil
	}
	v, err := e.vocabulary(ctx, backend)
	if err != nil {
		return nil, err
	}
	list, err := e.partials(ctx, backend, v, r, q)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		u := e.understand(q, *r.Interpret, filters)
		u.pieces(q)
		return u, e.character(ctx, backend, v, r, u, q)
	}
	u := e.understand(blank(q, list), *r.Interpret, filters)
	u.begun(e, q, list)
	return u, nil
}

// partials finds the beginnings of words in what was not respelt.
func (e *Engine) partials(ctx context.Context, backend index.Backend, v *vocabulary, r Request, q string) ([]partial, error) {
	var out []partial
	for _, c := range split(q) {
		if c.quoted || c.excluded {
			continue
		}
		for _, f := range fieldsOf(q, c) {
			if _, filter := e.named(q[f[0]:f[1]]); filter {
				continue
			}
			words, err := e.visibleOf(ctx, backend, r, e.beginnings(v, q[f[0]:f[1]]))
			if err != nil {
				return nil, err
			}
			if len(words) > 0 {
				out = append(out, partial{start: f[0], end: f[1], words: words})
			}
		}
	}
	return out, nil
}

// visibleOf is those of the words that the caller can find, or that are of the lexicon. One
// search tells of most of them: which of them its hits have.
func (e *Engine) visibleOf(ctx context.Context, backend index.Backend, r Request, words []word) ([]word, error) {
	words = slices.DeleteFunc(words, func(w word) bool { return w.ofIndex() && len(e.analyzer.Tokens(w.surface)) == 0 })
	if !slices.ContainsFunc(words, word.ofIndex) {
		return words, nil
	}
	query := &index.Query{View: index.Passages, Need: 1, Collections: r.Collections, Now: r.Now, Limit: rescoreDepth}
	for _, w := range words {
		tokens := e.analyzer.Tokens(w.surface)
		if len(tokens) == 0 {
			tokens = []analysis.Token{{Term: spelling(w.surface)}}
		}
		query.Groups = append(query.Groups, index.Group{Alternatives: [][]index.Term{typed(tokens)}})
	}
	result, err := backend.Search(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("spelling: %w", err)
	}
	var out []word
	for i, w := range words {
		ok := !w.ofIndex() || slices.ContainsFunc(result.Hits, func(h index.Hit) bool { return h.Passages[0].Groups[i] })
		if !ok && result.Total > len(result.Hits) {
			if ok, err = e.visible(ctx, backend, r, []word{w}); err != nil {
				return nil, err
			}
		}
		if ok {
			out = append(out, w)
		}
	}
	return out, nil
}

// beginnings are the words that s is the beginning of, the likeliest first.
func (e *Engine) beginnings(v *vocabulary, s string) []word {
	if utf8.RuneCountInString(s) > maxSpelt*2 || e.understands(v, s) {
		return nil
	}
	normal := text.Normalize(s).String
	// Latin letters after kana are a syllable that is being typed; alone they are romaji.
	kana := strings.TrimRight(normal, "abcdefghijklmnopqrstuvwxyz'-")
	rest := normal[len(kana):]
	if rest != "" {
		head, tail, ok := text.Katakana(rest)
		switch {
		case ok:
			kana, rest = kana+head, tail
		case kana == "" || len(rest) > 3:
			return nil
		}
	}
	if isKana(kana) {
		if key := text.ReadingKey(kana); utf8.RuneCountInString(key)+min(len(rest), 1) >= minPartial {
			return v.begin(v.byReading, key, rest)
		}
		return nil
	}
	if rest == "" && utf8.RuneCountInString(kana) >= 2 && strings.IndexFunc(kana, func(r rune) bool { return !text.IsKanji(r) && !text.IsKatakana(r) }) < 0 {
		return v.begin(v.byReading, text.ReadingKey(spelling(kana)), "")
	}
	return nil
}

// understands reports whether a stretch of a query is words that index or lexicon have.
func (e *Engine) understands(v *vocabulary, s string) bool {
	key := spelling(s)
	return v.terms[key] || v.isWritten(key) || len(e.covered(s)) > 0 || e.allTerms(v, s)
}

// begin lists the words whose key begins with key, and goes on with a kana whose romaji
// begin with rest: names before words of the index, those of many passages before others,
// short before long.
func (v *vocabulary) begin(sorted []int32, key, rest string) []word {
	i := sort.Search(len(sorted), func(i int) bool { return v.keys[sorted[i]] >= key })
	var found []int32
	for ; i < len(sorted) && strings.HasPrefix(v.keys[sorted[i]], key) && len(found) < maxBegun; i++ {
		if after := v.keys[sorted[i]][len(key):]; after != "" && goesOn(after, rest) {
			found = append(found, sorted[i])
		}
	}
	slices.SortStableFunc(found, func(a, b int32) int {
		switch x, y := v.words[a], v.words[b]; {
		case x.better(y):
			return -1
		case y.better(x):
			return 1
		}
		return len(v.keys[a]) - len(v.keys[b])
	})
	var out []word
	for _, n := range found {
		if w := v.words[n]; len(out) < maxPartial && !slices.ContainsFunc(out, func(o word) bool { return o.surface == w.surface }) {
			out = append(out, w)
		}
	}
	return out
}

// beginsName reports whether a stretch of katakana is the beginning of a name that is written
// in katakana.
func (v *vocabulary) beginsName(s string) bool {
	key := text.ReadingKey(s)
	if utf8.RuneCountInString(key) < minPartial {
		return false
	}
	return slices.ContainsFunc(v.begin(v.byReading, key, ""), func(w word) bool { return w.concept && isKatakanaWord(&w) })
}

// maxBegun bounds how many words are compared.
const maxBegun = 2000

// goesOn reports whether kana can be what romaji that begin with rest stand for.
func goesOn(kana, rest string) bool {
	if rest == "" {
		return true
	}
	if strings.HasPrefix(kana, "ッ") {
		_, n := utf8.DecodeRuneInString(kana)
		return len(rest) > 1 && rest[0] == rest[1] && goesOn(kana[n:], rest[1:])
	}
	for _, vowel := range []string{"a", "i", "u", "e", "o", "ya", "yu", "yo", "hi", "sa"} {
		if syllable, left, ok := text.Katakana(rest + vowel); ok && left == "" && strings.HasPrefix(kana, text.ReadingKey(syllable)) {
			return true
		}
	}
	return rest == "n" && strings.HasPrefix(kana, "ン")
}

// character looks for a query of one kanji by the words that begin with it as well: 眉間 for
// 眉. They are below the kanji as a word of its own.
func (e *Engine) character(ctx context.Context, backend index.Backend, v *vocabulary, r Request, u *understood, q string) error {
	kanji := spelling(q)
	only, size := utf8.DecodeRuneInString(kanji)
	if size != len(kanji) || !text.IsKanji(only) || u.weights.Begun == 0 {
		return nil
	}
	at := slices.IndexFunc(u.groups, func(g index.Group) bool { return !g.Optional })
	if at < 0 {
		return nil
	}
	var found []word
	for _, i := range v.beginWith(only) {
		if w := v.words[i]; !slices.ContainsFunc(found, func(o word) bool { return o.surface == w.surface }) {
			found = append(found, w)
		}
	}
	slices.SortStableFunc(found, func(a, b word) int { return b.passages - a.passages })
	x := Expansion{From: q}
	for _, w := range found[:min(len(found), maxPartial)] {
		tokens := e.analyzer.Tokens(w.surface)
		if len(tokens) == 0 {
			continue
		}
		// Of names too nothing is told that only hidden articles have.
		ok, err := finds(ctx, backend, r, typed(tokens))
		if err != nil {
			return err
		}
		if ok {
			x.To = append(x.To, w.surface)
			u.groups[at].Alternatives = append(u.groups[at].Alternatives, weighted(tokens, u.weights.Begun))
			u.marks.words(tokens)
		}
	}
	if len(x.To) > 0 {
		u.said.Expansions = append(u.said.Expansions, x)
	}
	return nil
}

// beginWith are the words of the index that begin with a kanji and go on with another.
func (v *vocabulary) beginWith(kanji rune) []int32 {
	v.sorting.Do(func() {
		v.byKanji = map[rune][]int32{}
		for i, w := range v.words {
			first := firstRune(w.surface)
			if rest := w.surface[min(utf8.RuneLen(first), len(w.surface)):]; text.IsKanji(first) && text.IsKanji(firstRune(rest)) && v.terms[spelling(w.surface)] {
				v.byKanji[first] = append(v.byKanji[first], int32(i)) //nolint:gosec // a word of memory each
			}
		}
	})
	return v.byKanji[kanji]
}

// blank is a query with spaces in place of its partial words, as long as it in bytes and
// in characters.
func blank(q string, list []partial) string {
	var b strings.Builder
	for i, r := range q {
		if !slices.ContainsFunc(list, func(p partial) bool { return p.start <= i && i < p.end }) {
			b.WriteString(q[i : i+utf8.RuneLen(r)])
			continue
		}
		switch utf8.RuneLen(r) {
		case 1:
			b.WriteByte(' ')
		case 2:
			b.WriteRune('\u00a0')
		default:
			b.WriteRune('\u3000')
		}
	}
	return b.String()
}

// begun adds the groups of partial words: what was typed, and the words that begin so.
func (u *understood) begun(e *Engine, q string, list []partial) {
	for _, p := range list[:min(len(list), max(0, maxGroups-len(u.groups)))] {
		typedText := q[p.start:p.end]
		g := index.Group{Alternatives: [][]index.Term{{{Field: index.Words, Text: spelling(typedText), Weight: weightTyped}}}}
		x := Expansion{From: typedText}
		for _, w := range p.words {
			x.To = append(x.To, w.surface)
			tokens := e.analyzer.Tokens(w.surface)
			if len(tokens) > 0 {
				g.Alternatives = append(g.Alternatives, weighted(tokens, u.weights.Begun))
				u.marks.words(tokens)
			}
			if c := e.lexicon.Lookup(w.surface); c != nil {
				g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Concepts, Text: c.ID, Weight: u.weights.Begun}})
				u.marks.concept(c.ID)
			}
		}
		u.names[len(u.groups)] = typedText
		u.groups = append(u.groups, g)
		u.said.Expansions = append(u.said.Expansions, x)
		span := text.RuneOffsets(q, [][2]int{{p.start, p.end}})[0]
		u.said.Terms = append(u.said.Terms, QueryTerm{Text: typedText, Start: span[0], End: span[1]})
	}
	slices.SortStableFunc(u.said.Terms, func(a, b QueryTerm) int { return a.Start - b.Start })
}
