package search

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// word is what a query can be respelt to: a term of the index, a name of a concept
// or a word for a kind or fact.
type word struct {
	surface  string // as people write it
	passages int    // that have it; 0 or less: it is the lexicon's
	concept  bool   // the name of a concept, or a word for a kind
}

// ofIndex reports whether it is known from what articles say, some of which a caller may not
// see, and not from the lexicon.
func (w word) ofIndex() bool { return !w.concept && w.passages > 0 }

// better reports whether w is likelier to be meant than o where both are spelt alike.
func (w word) better(o word) bool {
	if w.concept != o.concept {
		return w.concept
	}
	return w.passages > o.passages
}

// vocabulary finds words by how they are read and by how they are nearly spelt. It
// is made of one generation's terms and the lexicon.
type vocabulary struct {
	generation string
	seed       maphash.Seed
	terms      map[string]bool   // of the index
	written    map[string]string // names of the lexicon by how they are spelt, readings left out
	words      []word
	keys       []string // of words, aligned: reading key, or the name itself
	strict     table    // reading key → words
	loose      table    // reading key without long vowels → words
	near       table    // key less one character → words of four characters and more
	nearNames  table    // of near, the names of concepts that have a kanji: a small part of it
	byReading  []int32  // words in the order of their keys
	sorting    sync.Once
	byKanji    map[rune][]int32 // see beginWith
	// namePairs are the pairs of neighbouring characters in the keys of names.
	namePairs pairFilter
}

// isWritten reports whether a name of the lexicon is spelt so.
func (v *vocabulary) isWritten(key string) bool { return v.written[key] != "" }

func (v *vocabulary) hash(s string) uint64 { return maphash.String(v.seed, s) }

// Lengths in characters of what can be respelt.
const (
	minNear  = 4  // of a word with a slip: shorter ones are too many words at once
	maxNear  = 24 // of a word that is looked for with a slip
	maxSpelt = 16 // of one word within a run of kana
)

// namePairBits: the lexicon has some ten thousand different pairs of neighbours.
const namePairBits = 17

// add takes a word in under one of its keys.
func (v *vocabulary) add(w word, key, loose string) {
	n := int32(len(v.words)) //nolint:gosec // a word of memory each
	v.words = append(v.words, w)
	v.keys = append(v.keys, key)
	v.strict.add(v.hash(key), n)
	if w.concept {
		v.namePairs.addAll(key)
	}
	if loose != "" {
		v.loose.add(v.hash(loose), n)
	}
	v.addNear(key, n)
	// A mark sounds like what stands before it: where that slipped, it goes by its look.
	if w.surface != "" && strings.Contains(w.surface, "ー") && isKana(w.surface) {
		v.words, v.keys = append(v.words, w), append(v.keys, text.FoldKana(w.surface))
		v.addNear(v.keys[n+1], n+1)
	}
}

func (v *vocabulary) addNear(key string, n int32) {
	c := utf8.RuneCountInString(key)
	if c > maxNear || c < minNear && (c < minNear-1 || !v.prolonged(n) && strings.IndexFunc(key, func(r rune) bool { return !text.IsKanji(r) }) >= 0) {
		return
	}
	name := v.words[n].concept && strings.IndexFunc(key, text.IsKanji) >= 0
	v.slips(key, func(hash uint64) {
		v.near.add(hash, n)
		if name {
			v.nearNames.add(hash, n)
		}
	})
}

// prolonged reports whether a word has a long vowel: as a term it can have lost another at its
// end (レーザ).
func (v *vocabulary) prolonged(n int32) bool { return strings.Contains(v.words[n].surface, "ー") }

// addForm takes in a form of a word by how it is read. Nobody is taken to have slipped in it:
// that is what the word itself is for.
func (v *vocabulary) addForm(f analysis.Form) {
	if utf8.RuneCountInString(f.Reading) < 2 {
		return
	}
	n := int32(len(v.words)) //nolint:gosec // a word of memory each
	key := text.ReadingKey(f.Reading)
	v.words, v.keys = append(v.words, word{surface: f.Surface, passages: 1}), append(v.keys, key)
	v.strict.add(v.hash(key), n)
	v.loose.add(v.hash(text.LooseKey(f.Reading)), n)
}

// slips calls f for the hash of s, and of s less each of its characters.
func (v *vocabulary) slips(s string, f func(hash uint64)) {
	f(v.hash(s))
	var space [3 * maxNear]byte
	for i, r := range s {
		rest := append(append(space[:0], s[:i]...), s[i+utf8.RuneLen(r):]...)
		f(maphash.Bytes(v.seed, rest))
	}
}

// names are what of the lexicon can be meant: the same for every generation.
type names struct {
	words   []word
	keys    []string
	written map[string]string
}

func newNames(an *analysis.Analyzer, lex *lexicon.Lexicon) *names {
	n := &names{written: map[string]string{}}
	add := func(surface, name string, passages int) {
		for _, key := range append(an.Readings(text.FoldKana(spelling(name))), spelling(name)) {
			n.words = append(n.words, word{surface: surface, concept: true, passages: passages})
			n.keys = append(n.keys, text.ReadingKey(key))
		}
	}
	for _, c := range lex.Concepts() {
		for _, name := range c.Names() {
			surface := name
			if slices.Contains(c.Readings, name) {
				surface = readSo(an, c, name)
			}
			passages := 0
			if slices.Contains(c.Misspellings, name) {
				surface, passages = c.Label, -1 // after what is spelt well
			}
			if surface == name {
				if key := spelling(name); n.written[key] == "" {
					n.written[key] = name
				}
			}
			add(surface, name, passages)
		}
	}
	for _, w := range lex.IntentWords() {
		add(w, w, 0)
	}
	return n
}

// readSo is the name of a concept that is read so, as people write it: its label, where it is
// not known to be another.
func readSo(an *analysis.Analyzer, c *lexicon.Concept, reading string) string {
	key := text.ReadingKey(reading)
	for _, name := range slices.Concat([]string{c.Label}, c.Synonyms, c.Lay) {
		if slices.ContainsFunc(an.Readings(text.FoldKana(spelling(name))), func(r string) bool { return text.ReadingKey(r) == key }) {
			return name
		}
	}
	return c.Label
}

func newVocabulary(ctx context.Context, b index.Backend, an *analysis.Analyzer, n *names, generation string) (*vocabulary, error) {
	terms, err := b.Vocabulary(ctx)
	if err != nil {
		return nil, err
	}
	v := &vocabulary{generation: generation, seed: maphash.MakeSeed(), terms: make(map[string]bool, len(terms)), written: n.written, namePairs: newPairFilter(namePairBits)}
	for i, w := range n.words {
		v.add(w, n.keys[i], text.LooseKey(n.keys[i]))
	}
	for _, t := range terms {
		v.terms[t.Term] = true
		if !readable(t.Term) {
			continue
		}
		w := word{surface: analysis.Unfold(t.Term), passages: t.Passages}
		readings := an.Readings(t.Term)
		for _, r := range readings {
			v.add(w, text.ReadingKey(r), text.LooseKey(r))
		}
		if len(readings) == 0 {
			v.add(w, t.Term, "")
		}
	}
	an.Forms(func(term string) bool { return v.terms[term] }, v.addForm)
	v.strict.sort()
	v.loose.sort()
	v.near.sort()
	v.nearNames.sort()
	v.byReading = make([]int32, len(v.words))
	for i := range v.byReading {
		v.byReading[i] = int32(i) //nolint:gosec // a word of memory each
	}
	slices.SortFunc(v.byReading, func(a, b int32) int { return strings.Compare(v.keys[a], v.keys[b]) })
	return v, nil
}

// readable reports whether a term is one that people could mean by what they typed:
// words, not numbers.
func readable(term string) bool {
	return strings.IndexFunc(term, func(r rune) bool { return r < '0' || r > '9' && r < 'a' }) < 0 && utf8.RuneCountInString(term) > 1 ||
		utf8.RuneCountInString(term) == 1 && text.IsKanji(firstRune(term))
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// read returns the likeliest word with this reading key; ok is false where none is.
func (v *vocabulary) read(in *table, key string, same func(word int32) bool) (best word, ok bool) {
	in.find(v.hash(key), func(i int32) {
		if same(i) && (!ok || v.words[i].better(best)) {
			best, ok = v.words[i], true
		}
	})
	return best, ok
}

// vocabularies keeps the vocabulary of what is served.
type vocabularies struct {
	mu      sync.Mutex
	names   *names // only who makes a vocabulary uses it
	current *vocabulary
	making  chan struct{} // closed when the next is made; nil: none is being made
	err     error         // why the last could not be made
}

// vocabulary returns the words of a backend, or those of the generation before
// until the next are ready, some tenths of a second for a hundred thousand terms:
// only the first are waited for.
func (e *Engine) vocabulary(ctx context.Context, b index.Backend) (*vocabulary, error) {
	v, making, err := e.vocabularyNow(ctx, b)
	if err != nil || v != nil {
		return v, err
	}
	select {
	case <-making:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	e.vocabularies.mu.Lock()
	defer e.vocabularies.mu.Unlock()
	if e.vocabularies.current == nil {
		return nil, e.vocabularies.err
	}
	return e.vocabularies.current, nil
}

// vocabularyNow returns what there is (nil: nothing yet), and sees to it that the
// backend's is made: then making is closed when that is done.
func (e *Engine) vocabularyNow(ctx context.Context, b index.Backend) (v *vocabulary, making chan struct{}, err error) {
	stats, err := b.Stats(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("vocabulary: %w", err)
	}
	k := &e.vocabularies
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.making == nil && (k.current == nil || k.current.generation != stats.Generation) {
		k.making = make(chan struct{})
		go e.makeVocabulary(k.making)
	}
	return k.current, k.making, nil
}

// makeVocabulary makes the vocabulary of what is served now. Where that fails, the
// next query tries again.
func (e *Engine) makeVocabulary(done chan struct{}) {
	v, err := e.newVocabulary(context.Background())
	k := &e.vocabularies
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err = err; err == nil {
		k.current = v
	}
	k.making = nil
	close(done)
}

func (e *Engine) newVocabulary(ctx context.Context) (*vocabulary, error) {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	stats, err := backend.Stats(ctx)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	k := &e.vocabularies
	if k.names == nil {
		k.names = newNames(e.analyzer.Analyzer, e.lexicon)
	}
	v, err := newVocabulary(ctx, backend, e.analyzer.Analyzer, k.names, stats.Generation)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	return v, nil
}

// Warm makes what queries would have to wait for, or would not have right after a
// change of the index, and returns when it is there.
func (e *Engine) Warm(ctx context.Context) error {
	backend, release, err := e.index.Acquire()
	if err != nil {
		return err
	}
	defer release()
	_, making, err := e.vocabularyNow(ctx, backend)
	if err != nil {
		return err
	}
	if making != nil {
		select {
		case <-making:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := e.vocabularyError(); err != nil {
			return err
		}
	}
	return e.warmSuggestions(ctx, backend)
}

// vocabularyError is why the last vocabulary could not be made.
func (e *Engine) vocabularyError() error {
	e.vocabularies.mu.Lock()
	defer e.vocabularies.mu.Unlock()
	return e.vocabularies.err
}
