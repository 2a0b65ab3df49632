package precaution

import (
	"bytes"
	_ "embed"
	"fmt"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"shirube/internal/lexicon"
	"shirube/internal/statement"
)

//go:embed groups.yaml
var groupsYAML []byte

// table is groups.yaml.
type table struct {
	Groups []groupRule `yaml:"groups"`
	With   []withRule  `yaml:"with"`
	Typed  []typedRule `yaml:"typed"`
	More   []string    `yaml:"more"`
}

type groupRule struct {
	ID       string   `yaml:"id"`
	Concepts []string `yaml:"concepts"`
	Under    []string `yaml:"under"`
	Pattern  string   `yaml:"pattern"`

	pattern *regexp.Regexp // nil: none
}

type withRule struct {
	Concept string   `yaml:"concept"`
	Also    []string `yaml:"also"`
	phrases `yaml:",inline"`
}

// OtherGroup is the id of the group of what no other takes.
const OtherGroup = "other"

// Option is something that a patient can say of themselves.
type Option struct {
	Concept  *lexicon.Concept
	Articles int // that can be seen and name it as a reason not to be treated, or to ask first
}

// Group is options that belong together; the most frequent ones first.
type Group struct {
	ID      string // of groups.yaml: pregnancy, cancer, drugs, allergy, …
	Options []Option
}

// Matcher knows what can be ticked, and what of an article concerns it. It does not change,
// and is safe for use by many goroutines.
type Matcher struct {
	lex   *lexicon.Lexicon
	table table
	with  map[string]withRule
	// phrases are those of the rules, by the id of a concept or of what is typed.
	phrases []ofRule
	// options are the concepts that can be ticked, by id.
	options map[string]bool
}

// NewMatcher is a matcher by a lexicon: what it has as contraindications can be ticked.
func NewMatcher(lex *lexicon.Lexicon) (*Matcher, error) {
	m := &Matcher{lex: lex, with: map[string]withRule{}, options: map[string]bool{}}
	dec := yaml.NewDecoder(bytes.NewReader(groupsYAML))
	dec.KnownFields(true)
	if err := dec.Decode(&m.table); err != nil {
		return nil, fmt.Errorf("groups: %w", err)
	}
	for i := range m.table.Groups {
		if g := &m.table.Groups[i]; g.Pattern != "" {
			re, err := regexp.Compile(g.Pattern)
			if err != nil {
				return nil, fmt.Errorf("group %s: %w", g.ID, err)
			}
			g.pattern = re
		}
	}
	for _, w := range m.table.With {
		m.with[w.Concept] = w
	}
	if err := m.readPhrases(); err != nil {
		return nil, err
	}
	for _, c := range lex.Concepts() {
		if c.Is(lexicon.Contraindication) || slices.Contains(m.table.More, c.ID) {
			m.options[c.ID] = true
		}
	}
	return m, nil
}

// Concept is the concept with an id where it can be ticked; nil otherwise.
func (m *Matcher) Concept(id string) *lexicon.Concept {
	if c := m.lex.ByID(id); c != nil && m.tickable(c) {
		return c
	}
	return nil
}

// tickable reports whether somebody can say a concept of themselves: articles name illnesses
// as well of which the lexicon does not say that they are reasons.
func (m *Matcher) tickable(c *lexicon.Concept) bool {
	return m.options[c.ID] || c.Is(lexicon.Condition)
}

// groupOf is the id of the group of a concept.
func (m *Matcher) groupOf(c *lexicon.Concept) string {
	for _, g := range m.table.Groups {
		if slices.Contains(g.Concepts, c.ID) {
			return g.ID
		}
	}
	for _, g := range m.table.Groups {
		if slices.ContainsFunc(g.Under, func(id string) bool { return statement.Within(m.lex, c, id) }) ||
			g.pattern != nil && g.pattern.MatchString(c.Label) {
			return g.ID
		}
	}
	return OtherGroup
}

// Relation says how what an article names relates to what was ticked.
type Relation string

// The relations.
const (
	Same     Relation = "same"
	Narrower Relation = "narrower" // ワルファリン, where 抗凝固薬 was ticked
	Broader  Relation = "broader"  // アレルギー, where 金属アレルギー was ticked
	Beside   Relation = "beside"   // がん, where がん治療中 was ticked
)

// relations are the concepts that concern who has one, by id.
func (m *Matcher) relations(c *lexicon.Concept) map[string]Relation {
	out := map[string]Relation{}
	m.around(c, out)
	for _, id := range m.with[c.ID].Also {
		also := m.lex.ByID(id)
		if also == nil {
			continue
		}
		near := map[string]Relation{}
		m.around(also, near)
		for id := range near {
			if _, known := out[id]; !known {
				out[id] = Beside
			}
		}
	}
	return out
}

// around notes a concept, what is narrower, and what is broader as long as it is a reason
// not to be treated still.
func (m *Matcher) around(c *lexicon.Concept, out map[string]Relation) {
	out[c.ID] = Same
	for todo := m.lex.Narrower(c.ID); len(todo) > 0; todo = todo[1:] {
		if n := todo[0]; out[n.ID] == "" {
			out[n.ID] = Narrower
			todo = append(todo, m.lex.Narrower(n.ID)...)
		}
	}
	for todo := slices.Clone(c.Broader); len(todo) > 0; todo = todo[1:] {
		b := m.lex.ByID(todo[0])
		if b == nil || out[b.ID] != "" {
			continue
		}
		// A sort of things is a reason where it is one of reasons (アレルギー), not where it
		// is one of what treatments bring about (副作用).
		if m.tickable(b) || b.Kind == lexicon.Class && c.Kind == lexicon.Contraindication {
			out[b.ID] = Broader
			todo = append(todo, b.Broader...)
		}
	}
}
