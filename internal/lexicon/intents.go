package lexicon

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

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
	Start, End int
}

// intent is an entry of the table of everyday words.
type intent struct {
	Kinds     []string `yaml:"kinds"`
	Facts     []string `yaml:"facts"`
	Words     []string `yaml:"words"`     // one means as much as the other
	Phrases   []string `yaml:"phrases"`   // further wordings, as in Concept.Phrases
	Final     []string `yaml:"final"`     // words and wordings found only where a phrase ends: とは
	Compounds []string `yaml:"compounds"` // as in Concept.Compounds
	NotIn     []string `yaml:"not_in"`    // as in Concept.NotIn
}

// Intents returns the words of s that name a section kind or a fact, leftmost and
// longest, not overlapping. It knows nothing of concepts: 痛み is not among them.
func (l *Lexicon) Intents(s string) []IntentMention {
	var out []IntentMention
	l.words.find(text.Normalize(s), func(value, start, end int) {
		in := l.intents[value]
		out = append(out, IntentMention{
			Kinds: slices.Clone(in.Kinds), Facts: slices.Clone(in.Facts),
			Word: s[start:end], Words: slices.Clone(in.Words), Start: start, End: end,
		})
	})
	return out
}

// readIntents reads the table of everyday words:
//
//	intents:
//	  - kinds: [cost]
//	    facts: [cost]
//	    words: [費用, 料金, 値段]
func (b *builder) readIntents(file string, src []byte) {
	root, err := document(file, src, "intents")
	if err != nil {
		b.problem(err)
		return
	}
	list := field(root, "intents")
	if list == nil || list.Kind != yaml.SequenceNode {
		b.problem(fmt.Errorf("lexicon: %s:%d: intents: a list of entries is needed", file, root.Line))
		return
	}
	for _, n := range list.Content {
		var in intent
		if err := decode(file, n, &in, []string{"kinds", "facts", "words", "phrases", "final", "compounds", "not_in"}); err != nil {
			b.problem(err)
			continue
		}
		if err := b.addIntent(in); err != nil {
			b.problem(fmt.Errorf("lexicon: %s:%d: %w", file, n.Line, err))
		}
	}
}

func (b *builder) addIntent(in intent) error {
	for _, k := range in.Kinds {
		if !slices.ContainsFunc(corpus.KindLabels(), func(l corpus.Label) bool { return l.Value == k }) {
			return fmt.Errorf("%q is not a section kind", k)
		}
	}
	for _, f := range in.Facts {
		if !slices.Contains(facts(), f) {
			return fmt.Errorf("%q is not a fact", f)
		}
	}
	compound := map[string]bool{}
	for _, w := range in.Compounds {
		compound[key(w)] = true
	}
	value := len(b.intents)
	add := func(pattern string, final bool) error {
		ways, err := expand(pattern)
		if err != nil {
			return err
		}
		for _, w := range ways {
			k := key(w)
			if old, taken := b.words[k]; taken && old.value != blocked && old.value != value {
				return fmt.Errorf("the word %q is in two entries", w)
			}
			b.words[k] = name{value: value, final: final, compound: compound[k]}
		}
		return nil
	}
	for _, w := range slices.Concat(in.Words, in.Phrases) {
		if err := add(w, false); err != nil {
			return err
		}
	}
	for _, w := range in.Final {
		if err := add(w, true); err != nil {
			return err
		}
	}
	for _, w := range in.NotIn {
		if _, taken := b.words[key(w)]; !taken {
			b.words[key(w)] = name{value: blocked}
		}
	}
	b.intents = append(b.intents, in)
	return nil
}

func facts() []string {
	return []string{corpus.FactCost, corpus.FactDowntime, corpus.FactDuration, corpus.FactSessions,
		corpus.FactInsurance, corpus.FactRisk, corpus.FactContraindication}
}
