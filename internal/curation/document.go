package curation

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"shirube/internal/search"
)

// Schema is the version of the documents that are written.
const Schema = 1

// Document is all rules.
type Document struct{ Rules []Rule }

// ruleYAML is a rule as it is written, in this order.
type ruleYAML struct {
	ID         string   `yaml:"id"`
	Kind       Kind     `yaml:"kind"`
	Words      []string `yaml:"words,omitempty,flow"`
	To         []string `yaml:"to,omitempty,flow"`
	Queries    []string `yaml:"queries,omitempty,flow"`
	Match      Match    `yaml:"match,omitempty"`
	Target     string   `yaml:"target,omitempty"`
	Position   int      `yaml:"position,omitempty"`
	Query      string   `yaml:"query,omitempty"`
	URL        string   `yaml:"url,omitempty"`
	Text       string   `yaml:"text,omitempty"`
	Passage    string   `yaml:"passage,omitempty"`
	Quote      string   `yaml:"quote,omitempty"`
	Collection string   `yaml:"collection,omitempty"`
	Until      string   `yaml:"until,omitempty"`
	Note       string   `yaml:"note,omitempty"`
	Who        string   `yaml:"who,omitempty"`
	When       string   `yaml:"when,omitempty"`
}

// fieldsOf are the keys that a rule of a kind has.
func fieldsOf(k Kind) []string {
	common := []string{"id", "kind", "collection", "until", "note", "who", "when"}
	switch k {
	case KindSynonym:
		return append(common, "words", "to")
	case KindPin:
		return append(common, "queries", "match", "target", "position", "quote")
	case KindRedirect:
		return append(common, "queries", "match", "query", "url", "text")
	case KindHide:
		return append(common, "passage", "quote")
	}
	return common
}

func (r *Rule) yaml() ruleYAML {
	out := ruleYAML{
		r.ID, r.Kind, r.Words, r.To, r.Queries, r.Match, r.Target, r.Position, r.Query, r.URL, r.Text, r.Passage, r.Quote,
		r.Collection, r.Until, r.Note, r.Who, "",
	}
	if !r.When.IsZero() {
		out.When = r.When.UTC().Format(time.RFC3339)
	}
	return out
}

// YAML is the document as it is exported and kept.
func (d *Document) YAML() ([]byte, error) {
	rules := make([]ruleYAML, len(d.Rules))
	for i := range d.Rules {
		rules[i] = d.Rules[i].yaml()
	}
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	err := enc.Encode(struct {
		Schema int        `yaml:"schema"`
		Rules  []ruleYAML `yaml:"rules"`
	}{Schema, rules})
	if err = errors.Join(err, enc.Close()); err != nil {
		return nil, fmt.Errorf("curation: %w", err)
	}
	return b.Bytes(), nil
}

// Parse reads a document. Each problem is an error that names file and line; all of them are
// joined. Rules without an id are given one, pins and redirects without a match are exact, and
// pins without a position stand first.
func Parse(file string, src []byte) (*Document, error) {
	if len(src) > MaxBytes {
		return nil, fmt.Errorf("%s:1: %d bytes, at most %d are read", file, len(src), MaxBytes)
	}
	p := parser{file: file}
	var root yaml.Node
	if err := yaml.Unmarshal(src, &root); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(root.Content) == 0 {
		return nil, fmt.Errorf("%s:1: the file is empty (no rules are written as schema: 1 and rules: [])", file)
	}
	d := p.document(root.Content[0])
	if len(p.problems) > 0 {
		return nil, errors.Join(p.problems...)
	}
	return d, nil
}

type parser struct {
	file     string
	problems []error
}

func (p *parser) errorf(n *yaml.Node, format string, args ...any) {
	p.problems = append(p.problems, fmt.Errorf("%s:%d: %s", p.file, n.Line, fmt.Sprintf(format, args...)))
}

// values are the values of a mapping by key. Keys that are not known are problems.
func (p *parser) values(n *yaml.Node, what string, known []string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		p.errorf(n, "%s: keys and values are needed", what)
		return nil
	}
	out := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		switch {
		case !slices.Contains(known, k.Value):
			p.errorf(k, "%s: unknown key %q (known: %s)", what, k.Value, strings.Join(known, ", "))
		case out[k.Value] != nil:
			p.errorf(k, "%s: key %q twice", what, k.Value)
		}
		out[k.Value] = n.Content[i+1]
	}
	return out
}

func (p *parser) document(root *yaml.Node) *Document {
	top := p.values(root, "top of the file", []string{"schema", "rules"})
	if top == nil {
		return nil
	}
	var schema int
	switch n := top["schema"]; {
	case n == nil:
		p.errorf(root, "schema is missing: this program reads schema: %d", Schema)
	case n.Decode(&schema) != nil || schema != Schema:
		p.errorf(n, "schema %s: this program reads schema %d", n.Value, Schema)
	}
	d := &Document{Rules: []Rule{}}
	rules := top["rules"]
	switch {
	case rules == nil:
		p.errorf(root, "rules is missing")
		return d
	case rules.Kind == yaml.ScalarNode && rules.Tag == "!!null":
		return d
	case rules.Kind != yaml.SequenceNode:
		p.errorf(rules, "rules: a list is needed")
		return d
	case len(rules.Content) > MaxRules:
		p.errorf(rules, "%d rules, at most %d are kept", len(rules.Content), MaxRules)
		return d
	}
	lines := map[string]int{}
	for _, n := range rules.Content {
		r, ok := p.rule(n)
		if !ok {
			continue
		}
		if line := lines[r.ID]; line > 0 {
			p.errorf(n, "rule %s: the id is that of the rule in line %d", r.ID, line)
		}
		lines[r.ID] = n.Line
		d.Rules = append(d.Rules, r)
	}
	return d
}

// rule reads a rule; false where it is none.
func (p *parser) rule(n *yaml.Node) (Rule, bool) {
	before := len(p.problems)
	what := "rule"
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "id" {
				what = "rule " + n.Content[i+1].Value
			}
		}
	}
	kind := Kind("")
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == "kind" {
			kind = Kind(n.Content[i+1].Value)
		}
	}
	if n.Kind == yaml.MappingNode && !slices.Contains(Kinds(), kind) {
		p.errorf(n, "%s: kind %q is not one of synonym, pin, redirect, hide", what, kind)
		return Rule{}, false
	}
	values := p.values(n, what, fieldsOf(kind))
	if values == nil {
		return Rule{}, false
	}
	var y ruleYAML
	if err := n.Decode(&y); err != nil {
		var te *yaml.TypeError
		if errors.As(err, &te) {
			p.errorf(n, "%s: %s", what, strings.Join(te.Errors, "; "))
		} else {
			p.errorf(n, "%s: %v", what, err)
		}
		return Rule{}, false
	}
	r := Rule{
		ID: y.ID, Kind: y.Kind, Words: y.Words, To: y.To, Queries: y.Queries, Match: y.Match, Target: y.Target, Position: y.Position,
		Query: y.Query, URL: y.URL, Text: y.Text, Passage: y.Passage, Quote: y.Quote, Collection: y.Collection, Until: y.Until, Note: y.Note, Who: y.Who,
	}
	if y.When != "" {
		when, err := time.Parse(time.RFC3339, y.When)
		if err != nil {
			p.errorf(values["when"], "%s: when: a time such as 2026-05-01T09:00:00Z is needed", what)
		}
		r.When = when
	}
	r.Complete()
	for _, problem := range r.Check() {
		at := n
		if v := values[problem.Field]; v != nil {
			at = v
		}
		p.errorf(at, "%s: %s: %s", what, problem.Field, problem.Text)
	}
	return r, len(p.problems) == before
}

// Complete gives a rule what it may leave out.
func (r *Rule) Complete() {
	if r.ID == "" {
		r.ID = NewID(r.Kind)
	}
	if r.Kind == KindPin || r.Kind == KindRedirect {
		if r.Match == "" {
			r.Match = MatchExact
		}
	}
	if r.Kind == KindPin && r.Position == 0 {
		r.Position = 1
	}
}

// NewID is an id that no rule has.
func NewID(k Kind) string {
	var random [5]byte
	_, _ = rand.Read(random[:]) // never fails, as its documentation says
	return string(k) + "-" + hex.EncodeToString(random[:])
}

// Rule returns the rule with an id, nil where there is none.
func (d *Document) Rule(id string) *Rule {
	for i := range d.Rules {
		if d.Rules[i].ID == id {
			return &d.Rules[i]
		}
	}
	return nil
}

// With is the document with a rule in the place of the one with its id, or at the end.
func (d *Document) With(r Rule) *Document {
	out := &Document{Rules: slices.Clone(d.Rules)}
	if at := out.Rule(r.ID); at != nil {
		*at = r
	} else {
		out.Rules = append(out.Rules, r)
	}
	return out
}

// Without is the document without the rule with an id.
func (d *Document) Without(id string) *Document {
	return &Document{Rules: slices.DeleteFunc(slices.Clone(d.Rules), func(r Rule) bool { return r.ID == id })}
}

// At is the rules that hold at a time, as a search takes them.
func (d *Document) At(now time.Time) search.Rules {
	var out search.Rules
	for i := range d.Rules {
		r := &d.Rules[i]
		if !r.Holds(now) {
			continue
		}
		contains := r.Match == MatchContains
		switch r.Kind {
		case KindSynonym:
			out.Synonyms = append(out.Synonyms, r.synonym())
		case KindPin:
			out.Pins = append(out.Pins, search.Pin{Queries: r.Queries, Contains: contains, Target: r.Target, Position: r.Position, Collection: r.Collection})
		case KindRedirect:
			to := search.Redirect{Query: r.Query, URL: r.URL, Text: r.Text}
			out.Redirects = append(out.Redirects, search.RedirectRule{Queries: r.Queries, Contains: contains, To: to, Collection: r.Collection})
		case KindHide:
			out.Hidden = append(out.Hidden, r.Passage)
		}
	}
	return out
}

func (r *Rule) synonym() search.Synonym {
	if len(r.To) == 0 {
		return search.Synonym{From: r.Words, To: r.Words, Collection: r.Collection}
	}
	return search.Synonym{From: r.Words, To: r.To, Collection: r.Collection}
}

// Changes reports whether another set of rules holds at one time than at another.
func (d *Document) Changes(from, to time.Time) bool {
	return slices.ContainsFunc(d.Rules, func(r Rule) bool { return r.Holds(from) != r.Holds(to) })
}
