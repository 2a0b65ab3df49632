package lexicon

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// rules is the version of how entries are matched; it is part of the fingerprint.
const rules = "1"

// builder gathers entries and makes a Lexicon of them.
type builder struct {
	entries  []*entry
	byID     map[string]*entry
	intents  []intent
	words    map[string]word
	changes  []Change
	problems []error
}

// word is a way to write an intent, and the layer that said so.
type word struct {
	name
	layer int
}

func newBuilder() *builder {
	return &builder{byID: map[string]*entry{}, words: map[string]word{}}
}

func (b *builder) problem(err error) { b.problems = append(b.problems, err) }

// add checks an entry and takes it in, in place of one with its id from an
// earlier layer.
func (b *builder) add(e *entry) {
	if err := e.check(); err != nil {
		b.problem(err)
		return
	}
	old := b.byID[e.ID]
	if old != nil && old.layer == e.layer {
		b.problem(e.errorf("the id is that of the entry at %s:%d", old.file, old.line))
		return
	}
	b.byID[e.ID] = e
	if e.layer > 0 {
		b.changes = append(b.changes, Change{File: e.file, Line: e.line, ID: e.ID, Label: e.Label, Replaces: old != nil, Taken: []TakenName{}})
	}
	if old != nil {
		b.entries[slices.Index(b.entries, old)] = e
		return
	}
	b.entries = append(b.entries, e)
}

// build resolves names and references.
func (b *builder) build() (*Lexicon, error) {
	l := &Lexicon{byID: map[string]*Concept{}, byName: map[string]*Concept{}, narrower: map[string][]*Concept{}, intents: b.intents}
	owners := b.claim()
	l.changes = b.changes
	b.dropNameless(owners)
	slices.SortStableFunc(b.entries, func(x, y *entry) int {
		return slices.Index(Kinds(), x.Kind) - slices.Index(Kinds(), y.Kind)
	})
	names := map[string]name{}
	for _, e := range b.entries {
		c := &e.Concept
		l.concepts = append(l.concepts, c)
		l.byID[c.ID] = c
		b.match(names, len(l.found), e, owners, l)
		l.found = append(l.found, c)
	}
	b.blockers(names)
	b.references(l)
	if len(b.problems) > 0 {
		return nil, errors.Join(b.problems...)
	}
	words := map[string]name{}
	for k, w := range b.words {
		words[k] = w.name
	}
	l.names, l.words = newMatcher(names), newMatcher(words)
	var err error
	l.fingerprint, err = fingerprint(l)
	return l, err
}

// claim finds whose each folded name is: the latest layer's. Two entries of one
// layer cannot have the same name. The names that remain are set in the entries.
func (b *builder) claim() map[string]*entry {
	owners := map[string]*entry{}
	for _, e := range b.entries {
		for _, n := range slices.Concat(e.spelled, e.phrased) {
			o := owners[n.key]
			switch {
			case o == nil || o.layer < e.layer:
				owners[n.key] = e
			case o != e && o.layer == e.layer:
				b.problem(e.errorf("the name %q is that of %s (%s:%d)", n.text, o.ID, o.file, o.line))
			}
		}
	}
	for _, e := range b.entries {
		seen := map[string]bool{}
		for _, n := range e.spelled {
			if seen[n.text] {
				continue
			}
			seen[n.text] = true
			if o := owners[n.key]; o != e {
				b.take(o, n.text, e.ID)
				continue
			}
			e.names = append(e.names, n.text)
		}
	}
	return owners
}

// take notes that an entry has taken a name from another.
func (b *builder) take(by *entry, name, from string) {
	for i := range b.changes {
		if c := &b.changes[i]; c.File == by.file && c.ID == by.ID {
			c.Taken = append(c.Taken, TakenName{name, from})
		}
	}
}

// dropNameless takes out the entries that lost every name to a user's entry, which
// then stands in their place where others refer to them. An entry that lost its
// label gets its next name for one: two facet values must not look alike.
func (b *builder) dropNameless(owners map[string]*entry) {
	gone := map[string]string{}
	b.entries = slices.DeleteFunc(b.entries, func(e *entry) bool {
		if len(e.names) == 0 {
			gone[e.ID] = owners[key(e.Label)].ID
			return true
		}
		e.Label = e.names[0]
		return false
	})
	rename := func(ids []string) []string {
		out := slices.Clone(ids)
		for i, id := range out {
			if to, ok := gone[id]; ok {
				out[i] = to
			}
		}
		return out
	}
	for _, e := range b.entries {
		e.Broader, e.UsedFor = rename(e.Broader), rename(e.UsedFor)
		e.Broader = slices.DeleteFunc(e.Broader, func(id string) bool { return id == e.ID })
	}
}

// match adds the ways to write e to names, and its names to byName.
func (b *builder) match(names map[string]name, value int, e *entry, owners map[string]*entry, l *Lexicon) {
	forms := slices.Concat(e.spelled, e.phrased)
	compound, hiragana, word := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, s := range e.Compounds {
		compound[key(s)] = true
	}
	for _, n := range forms {
		hiragana[n.key] = hiragana[n.key] || allHiragana(n.text)
		word[n.key] = word[n.key] || !n.reading
	}
	for i, n := range forms {
		kana := kanaLength(n.key)
		nm := name{
			value: value, compound: compound[n.key], loose: i >= len(e.spelled),
			katakana: kana > 0 && kana <= 3 && !hiragana[n.key],
			reading:  kana > 0 && kana < longReading && !word[n.key],
		}
		for _, k := range []string{n.key, withoutHyphens(n.key)} {
			// GLP1 is GLP-1, unless it is something else.
			if o := owners[k]; o != e && (o != nil || k == n.key) {
				continue
			}
			names[k] = nm
			if i < len(e.spelled) {
				l.byName[k] = l.byID[e.ID]
			}
		}
	}
}

// kanaLength is the length of a folded name that is all kana, else 0.
func kanaLength(k string) int {
	if strings.ContainsFunc(k, func(r rune) bool { return !text.IsKatakana(r) }) {
		return 0
	}
	return utf8.RuneCountInString(k)
}

// blockers adds the words that contain names without meaning them.
func (b *builder) blockers(names map[string]name) {
	for _, e := range b.entries {
		for _, s := range e.NotIn {
			k := key(s)
			if _, taken := names[k]; !taken {
				names[k] = name{value: blocked}
			}
		}
	}
}

// references checks that broader and used_for name entries and broader has no
// cycle, and fills narrower.
func (b *builder) references(l *Lexicon) {
	for _, e := range b.entries {
		for _, id := range slices.Concat(e.Broader, e.UsedFor) {
			if l.byID[id] == nil {
				b.problem(e.errorf("there is no entry %q", id))
			}
		}
		for _, id := range e.Broader {
			l.narrower[id] = append(l.narrower[id], &e.Concept)
		}
		if reaches(l, e.Broader, e.ID, map[string]bool{}) {
			b.problem(e.errorf("it is broader than itself"))
		}
	}
}

func reaches(l *Lexicon, from []string, id string, seen map[string]bool) bool {
	for _, f := range from {
		if f == id {
			return true
		}
		if c := l.byID[f]; c != nil && !seen[f] {
			seen[f] = true
			if reaches(l, c.Broader, id, seen) {
				return true
			}
		}
	}
	return false
}

func fingerprint(l *Lexicon) (string, error) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, v := range []any{rules, l.concepts, l.intents} {
		if err := enc.Encode(v); err != nil {
			return "", fmt.Errorf("lexicon: %w", err)
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}
