package precaution

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/text"
)

// phrases are patterns of groups.yaml for what articles say of somebody without a name that
// the lexicon has for them.
type phrases struct {
	Words    []string `yaml:"words"`
	Cautions []string `yaml:"cautions"`
	Mentions []string `yaml:"mentions"`
}

// typedRule is what somebody types that no concept of the lexicon is, in whole or in part.
type typedRule struct {
	ID      string   `yaml:"id"`
	Pattern string   `yaml:"pattern"`
	Unless  string   `yaml:"unless"`
	Concept string   `yaml:"concept"`
	Also    []string `yaml:"also"`
	phrases `yaml:",inline"`

	pattern, unless *regexp.Regexp // unless nil: never
}

// means reports whether a part of what somebody types is what a rule is for.
func (r *typedRule) means(part string) bool {
	return r.pattern.MatchString(part) && (r.unless == nil || !r.unless.MatchString(part))
}

// ofRule are the patterns of a rule; nil where it has none of a sort.
type ofRule struct {
	id                        string
	words, cautions, mentions *phrase
}

// phrase is a pattern, and literals of which each text that matches has one: looking for
// those is what keeps the reading of many articles cheap. No literals: none are known.
type phrase struct {
	re       *regexp.Regexp
	literals []string
}

func compile(patterns []string) (*phrase, error) {
	joined := strings.Join(patterns, "|")
	re, err := regexp.Compile(joined)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(joined, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &phrase{re, literalsOf(tree)}, nil
}

// literalsOf are strings of which each match of an expression has one; nil where that cannot
// be told.
func literalsOf(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return []string{string(re.Rune)}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return literalsOf(re.Sub[0])
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if in := literalsOf(sub); in != nil && (best == nil || shortest(in) > shortest(best)) {
				best = in
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			in := literalsOf(sub)
			if in == nil {
				return nil
			}
			all = append(all, in...)
		}
		return all
	}
	return nil
}

func shortest(list []string) int {
	least := len(list[0])
	for _, s := range list {
		least = min(least, len(s))
	}
	return least
}

// in reports whether a sentence has the phrase; nobody's phrase is in none.
func (p *phrase) in(sentence string) bool {
	if p == nil || p.literals != nil && !slices.ContainsFunc(p.literals, func(l string) bool { return strings.Contains(sentence, l) }) {
		return false
	}
	return p.re.MatchString(sentence)
}

// readPhrases compiles the patterns of the table.
func (m *Matcher) readPhrases() error {
	add := func(id string, p phrases) (err error) {
		r := ofRule{id: id}
		for _, to := range []struct {
			to   **phrase
			from []string
		}{{&r.words, p.Words}, {&r.cautions, p.Cautions}, {&r.mentions, p.Mentions}} {
			if len(to.from) == 0 {
				continue
			}
			if *to.to, err = compile(to.from); err != nil {
				return fmt.Errorf("phrases of %s: %w", id, err)
			}
		}
		if r != (ofRule{id: id}) {
			m.phrases = append(m.phrases, r)
		}
		return nil
	}
	for _, w := range m.table.With {
		if err := add(w.Concept, w.phrases); err != nil {
			return err
		}
	}
	for i := range m.table.Typed {
		r := &m.table.Typed[i]
		var err error
		if r.pattern, err = regexp.Compile(r.Pattern); err != nil {
			return fmt.Errorf("typed %s: %w", r.ID, err)
		}
		if r.Unless != "" {
			if r.unless, err = regexp.Compile(r.Unless); err != nil {
				return fmt.Errorf("typed %s: %w", r.ID, err)
			}
		}
		if err := add(r.ID, r.phrases); err != nil {
			return err
		}
	}
	return nil
}

// typedRules are the rules for a part of what somebody types.
func (m *Matcher) typedRules(part string) []*typedRule {
	part = text.Normalize(part).String
	var out []*typedRule
	for i := range m.table.Typed {
		if r := &m.table.Typed[i]; r.means(part) {
			out = append(out, r)
		}
	}
	return out
}

// implied is that a sentence has a phrase of a rule.
type implied struct {
	id    string
	level Level // Unstated: that of the sentence
}

// impliedIn are the rules of which a sentence in a section of a kind has a phrase.
func (m *Matcher) impliedIn(sentence string, k corpus.Kind) []implied {
	if k == corpus.KindSources || k == corpus.KindSupervision {
		return nil
	}
	var out []implied
	for i := range m.phrases {
		r := &m.phrases[i]
		switch {
		// A bound of age shuts out who is below it where it is told whom a treatment is for;
		// among precautions it shuts out who is above it.
		case k != corpus.KindPrecautions && k != corpus.KindRisks && r.cautions.in(sentence):
			out = append(out, implied{r.id, Caution})
		case speaksOfReasons(k) && r.words.in(sentence):
			out = append(out, implied{id: r.id})
		case r.mentions.in(sentence):
			out = append(out, implied{r.id, Mentioned})
		}
	}
	if len(out) > 0 && cites.MatchString(sentence) {
		return nil
	}
	return out
}

var cites = regexp.MustCompile(`^\s*参照元`)

// wording is the level of a sentence by its words alone, without a name of whom it is about.
func wording(k corpus.Kind, sentence string) Level {
	switch {
	case regulatory.MatchString(sentence):
	case forbids.MatchString(sentence):
		return Caution
	case (k == corpus.KindPrecautions || k == corpus.KindFAQ || k == corpus.KindCandidates) && (refuses.MatchString(sentence) || asks.MatchString(sentence)):
		return Caution
	}
	return Mentioned
}

// forbids says that somebody must not be treated, in whatever section it stands.
var forbids = regexp.MustCompile(`(?:受けられ|使え|飲め|受けることはでき|使用でき|服用でき)(?:ません|ない)|禁忌|避けて`)

// addImplied notes the rules of which a sentence has a phrase.
func (t *told) addImplied(list []implied) {
	for _, n := range list {
		if !slices.Contains(t.implied, n) {
			t.implied = append(t.implied, n)
		}
	}
}
