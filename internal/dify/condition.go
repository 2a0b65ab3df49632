package dify

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// operator is a comparison that holds or not; each of Dify's is one of these or the
// contrary of one.
type operator string

const (
	contains  operator = "contains"
	startWith operator = "start with"
	endWith   operator = "end with"
	is        operator = "is"
	in        operator = "in"
	notEmpty  operator = "not empty"
	above     operator = ">"
	below     operator = "<"
	atLeast   operator = "≥"
	atMost    operator = "≤"
	before    operator = "before"
	after     operator = "after"
)

// meaning is what one of Dify's operators asks for.
type meaning struct {
	operator operator
	contrary bool
}

// meanings are by the operators' names; Dify's own ASCII spellings and its older names
// for empty are among them.
func meanings() map[string]meaning {
	return map[string]meaning{
		"contains": {contains, false}, "not contains": {contains, true},
		"start with": {startWith, false}, "end with": {endWith, false},
		"is": {is, false}, "is not": {is, true}, "in": {in, false}, "not in": {in, true},
		"empty": {notEmpty, true}, "not empty": {notEmpty, false}, "null": {notEmpty, true}, "not null": {notEmpty, false},
		"=": {is, false}, "≠": {is, true}, "==": {is, false}, "!=": {is, true},
		">": {above, false}, "<": {below, false}, "≥": {atLeast, false}, "≤": {atMost, false}, ">=": {atLeast, false}, "<=": {atMost, false},
		"before": {before, false}, "after": {after, false},
	}
}

// OperatorNames are Dify's operators, as an error lists them.
func OperatorNames() []string {
	return []string{"contains", "not contains", "start with", "end with", "is", "is not", "in", "not in", "empty", "not empty",
		"=", "≠", ">", "<", "≥", "≤", "before", "after"}
}

// test is one condition, checked: one of the fields, or none of them where it is the
// contrary, compares so with one of the values.
type test struct {
	meaning
	where  string // in the request, for errors
	typed  string // the operator as it was sent
	fields []field
	values []string
}

// Bounds of what one condition may compare with.
const (
	maxValues     = 200
	maxValueRunes = 200
)

func (w Comparison) read(where string) (test, error) {
	t := test{where: where}
	if len(w.Name) == 0 {
		return t, invalid(where+".name", "is missing")
	}
	for _, name := range w.Name {
		f, ok := fieldOf(name)
		if !ok {
			return t, invalid(where+".name", "there is no metadata %q to compare with; there are %s", shorten(name), strings.Join(FieldNames(), ", "))
		}
		t.fields = append(t.fields, f)
	}
	if w.Operator == "" {
		return t, invalid(where+".comparison_operator", "is missing")
	}
	m, ok := meanings()[strings.TrimSpace(w.Operator)]
	if !ok {
		return t, invalid(where+".comparison_operator", "%q is none of %s", shorten(w.Operator), strings.Join(OperatorNames(), ", "))
	}
	t.meaning, t.typed = m, w.Operator
	for _, f := range t.fields {
		if !slices.Contains(f.form.operators(), t.operator) {
			return t, invalid(where+".comparison_operator", "%q is not possible with %s, which is %s", t.typed, f.name, f.form)
		}
	}
	if t.operator == notEmpty {
		return t, nil // a value, which Dify may send along, says nothing
	}
	var err error
	t.values, err = valuesOf(w.Value, t.operator, where+".value")
	return t, err
}

// valuesOf reads what is compared with: several values are alternatives. A string after
// "in" is a list separated by commas, as Dify writes it.
func valuesOf(v any, op operator, where string) ([]string, error) {
	list := listOf(v, op)
	if len(list) > maxValues {
		return nil, invalid(where, "there are %d values; at most %d are possible", len(list), maxValues)
	}
	if len(list) == 0 && op != in {
		return nil, invalid(where, "%s needs a value", op)
	}
	out := make([]string, 0, len(list))
	for _, one := range list {
		s, err := scalar(one)
		switch {
		case err != nil:
			return nil, invalid(where, "%s", err)
		case s == "":
			return nil, invalid(where, "%s needs a value", op)
		case utf8.RuneCountInString(s) > maxValueRunes:
			return nil, invalid(where, "has more than %d characters", maxValueRunes)
		}
		out = append(out, s)
	}
	return out, nil
}

// listOf is the values of a list, or one by itself.
func listOf(v any, op operator) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	one, ok := v.(string)
	if !ok || op != in {
		return []any{v}
	}
	var list []any
	for part := range strings.SplitSeq(one, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// scalar is a string or a number as a string.
func scalar(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return strings.TrimSpace(v), nil
	case json.Number:
		return v.String(), nil
	}
	return "", fmt.Errorf("must be a string, a number, or an array of them")
}
