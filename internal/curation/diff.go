package curation

import (
	"fmt"
	"strconv"
	"strings"
)

// Change is what became of a rule between two documents.
type Change struct {
	ID            string
	Before, After *Rule // nil: it was not there, or is not any more
	Fields        []FieldChange
}

// FieldChange is what became of a field of a rule.
type FieldChange struct{ Name, Before, After string }

// Diff is what changed from one document to another: in the order of the new one, what was
// taken out at the end. Who changed a rule, and when, is no change of it.
func Diff(before, after *Document) []Change {
	out := []Change{}
	for i := range after.Rules {
		now := &after.Rules[i]
		was := before.Rule(now.ID)
		if fields := fieldChanges(was, now); was == nil || len(fields) > 0 {
			out = append(out, Change{now.ID, was, now, fields})
		}
	}
	for i := range before.Rules {
		if was := &before.Rules[i]; after.Rule(was.ID) == nil {
			out = append(out, Change{was.ID, was, nil, fieldChanges(was, nil)})
		}
	}
	return out
}

// Field is a field of a rule in words, as in YAML.
type Field struct{ Name, Value string }

// Fields are the fields of a rule that say something, in the order of YAML, but for who made
// it and when.
func (r *Rule) Fields() []Field {
	if r == nil {
		return nil
	}
	position := ""
	if r.Position > 0 {
		position = strconv.Itoa(r.Position)
	}
	var out []Field
	for _, f := range []Field{
		{"kind", string(r.Kind)}, {"words", strings.Join(r.Words, "、")}, {"to", strings.Join(r.To, "、")}, {"queries", strings.Join(r.Queries, "、")},
		{"match", string(r.Match)}, {"target", r.Target}, {"position", position}, {"query", r.Query}, {"url", r.URL}, {"text", r.Text},
		{"passage", r.Passage}, {"collection", r.Collection}, {"until", r.Until}, {"note", r.Note},
	} {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

func fieldChanges(before, after *Rule) []FieldChange {
	var out []FieldChange
	value := func(list []Field, name string) string {
		for _, f := range list {
			if f.Name == name {
				return f.Value
			}
		}
		return ""
	}
	was, now := before.Fields(), after.Fields()
	for _, f := range was {
		if v := value(now, f.Name); v != f.Value {
			out = append(out, FieldChange{f.Name, f.Value, v})
		}
	}
	for _, f := range now {
		if value(was, f.Name) == "" {
			out = append(out, FieldChange{f.Name, "", f.Value})
		}
	}
	return out
}

// String is a change as a line of a diff for people: +, - or ~, the rule, and its fields.
func (c Change) String() string {
	switch {
	case c.Before == nil:
		return fmt.Sprintf("+ %s: %s", c.After.Kind, c.After.Line())
	case c.After == nil:
		return fmt.Sprintf("- %s: %s", c.Before.Kind, c.Before.Line())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "~ %s: %s", c.After.Kind, c.After.Line())
	for _, f := range c.Fields {
		fmt.Fprintf(&b, "\n    %s: %q → %q", f.Name, f.Before, f.After)
	}
	return b.String()
}
