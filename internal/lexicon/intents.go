package lexicon

import (
	"fmt"
	"slices"

	"shirube/corpus"
	"shirube/internal/text"
)

// IntentMention is a word found in a text, at bytes [Start,End), that names a
// section kind or asks for a fact.
type IntentMention struct {
	Kinds      []string // values of corpus.Kind
	Facts      []string // the corpus.Fact… values
	Word       string   // the text's own
	Words      []string // what people say for the same: 値段, 料金, 費用
	Opposite   []string // what texts say where it is not so: 自費 of 保険
	Start, End int
}

// intent is an entry of the table of everyday words.
type intent struct {
	Kinds     []string `yaml:"kinds"`
	Facts     []string `yaml:"facts"`
	Words     []string `yaml:"words"`     // each means as much as the others
	Phrases   []string `yaml:"phrases"`   // further wordings, as in Concept.Phrases
	Final     []string `yaml:"final"`     // words and wordings found only where a phrase ends: とは
	Compounds []string `yaml:"compounds"` // as in Concept.Compounds
	NotIn     []string `yaml:"not_in"`    // as in Concept.NotIn
	Opposite  []string `yaml:"opposite"`  // what texts say where it is not so
}

// IntentWords returns every word by which kinds and facts are asked for.
func (l *Lexicon) IntentWords() []string {
	var out []string
	for _, in := range l.intents {
		out = append(out, in.Words...)
	}
	return out
}

// Intents returns the words of s that name a section kind or a fact, leftmost and
// longest, not overlapping. It knows nothing of concepts: 痛み is not among them.
func (l *Lexicon) Intents(s string) []IntentMention {
	var out []IntentMention
	l.words.find(text.Normalize(s), func(nm *name, start, end int) {
		in := l.intents[nm.value]
		out = append(out, IntentMention{
			Kinds: slices.Clone(in.Kinds), Facts: slices.Clone(in.Facts),
			Word: s[start:end], Words: slices.Clone(in.Words), Opposite: slices.Clone(in.Opposite), Start: start, End: end,
		})
	})
	return out
}

// intentEntry is an intent with the place it was read from.
type intentEntry struct {
	intent
	file  string
	line  int
	layer int
}

func (e *intentEntry) errorf(format string, args ...any) error {
	return fmt.Errorf("lexicon: %s:%d: intent: %s", e.file, e.line, fmt.Sprintf(format, args...))
}

func intentKeys() []string {
	return []string{"kinds", "facts", "words", "phrases", "final", "compounds", "not_in", "opposite"}
}

// addIntent checks an entry and claims its words; those of a later layer win.
func (b *builder) addIntent(e *intentEntry) {
	if err := e.check(); err != nil {
		b.problem(err)
		return
	}
	value := len(b.intents)
	b.intents = append(b.intents, e.intent)
	compound := map[string]bool{}
	for _, w := range e.Compounds {
		compound[key(w)] = true
	}
	take := func(patterns []string, nm name) {
		for _, p := range patterns {
			ways, err := expand(p)
			if err != nil {
				b.problem(e.errorf("%s", err))
			}
			for _, w := range ways {
				k := key(w)
				nm.compound = compound[k]
				if old, taken := b.words[k]; !taken || old.layer < e.layer || old.value == blocked {
					b.words[k] = word{nm, e.layer}
				} else if nm.value != blocked && old.value != value {
					b.problem(e.errorf("the word %q is in two entries", w))
				}
			}
		}
	}
	take(e.Words, name{value: value, loose: true})
	take(e.Phrases, name{value: value, loose: true})
	take(e.Final, name{value: value, final: true})
	take(e.NotIn, name{value: blocked})
}

func (e *intentEntry) check() error {
	if len(e.Words) == 0 || len(e.Kinds)+len(e.Facts) == 0 {
		return e.errorf("words, and kinds or facts, are needed")
	}
	for _, k := range e.Kinds {
		if !slices.ContainsFunc(corpus.KindLabels(), func(l corpus.Label) bool { return l.Value == k }) {
			return e.errorf("kinds: %q is not known", k)
		}
	}
	for _, f := range e.Facts {
		if !slices.Contains(facts(), f) {
			return e.errorf("facts: %q is not known", f)
		}
	}
	for _, w := range slices.Concat(e.Words, e.NotIn, e.Opposite) {
		if key(w) == "" {
			return e.errorf("%q is not a word", w)
		}
	}
	return nil
}

func facts() []string {
	return []string{corpus.FactCost, corpus.FactDowntime, corpus.FactDuration, corpus.FactSessions,
		corpus.FactInsurance, corpus.FactRisk, corpus.FactContraindication}
}
