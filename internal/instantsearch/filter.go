package instantsearch

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"shirube/index"
)

// mostFilters bounds the conditions of one query.
const mostFilters = 500

// condition reads one condition of a list; where says which it is.
type condition func(where, s string) (index.Filter, *Error)

// facetFilters reads conditions such as kind:費用, or kind:-費用 for what it is not.
func (q *query) facetFilters(p *params) ([]index.Filter, *Error) {
	return p.conditions("facetFilters", func(where, s string) (index.Filter, *Error) {
		attribute, value, ok := strings.Cut(s, ":")
		if !ok {
			return index.Filter{}, malformed("%s: %q is not written like attribute:value", where, shorten(s))
		}
		return q.maybeNot(where, strings.TrimSpace(attribute), value)
	})
}

// tagFilters reads conditions that are tags, -tag for those that it must not have.
func (q *query) tagFilters(p *params) ([]index.Filter, *Error) {
	return p.conditions("tagFilters", func(where, s string) (index.Filter, *Error) {
		return q.maybeNot(where, attributeTags, s)
	})
}

// maybeNot is the filter for a value, or for all others where a minus stands before it; a
// backslash before the minus makes it part of the value.
func (q *query) maybeNot(where, attribute, value string) (index.Filter, *Error) {
	without, denied := strings.CutPrefix(value, "-")
	if plain, ok := strings.CutPrefix(without, `\`); ok && strings.HasPrefix(plain, "-") {
		without = plain
	}
	f, err := q.valueFilter(where, attribute, without)
	if err == nil && denied {
		f = negated(f)
	}
	return f, err
}

// numericFilters reads conditions such as cost<=100000.
func (q *query) numericFilters(p *params) ([]index.Filter, *Error) {
	return p.conditions("numericFilters", numericFilter)
}

var (
	compared = regexp.MustCompile(`^\s*([^\s<>=!:]+)\s*(<=|>=|!=|<|>|=)\s*(\S+)\s*$`)
	ranged   = regexp.MustCompile(`^\s*([^\s<>=!:]+)\s*:\s*(\S+)\s+TO\s+(\S+)\s*$`)
	decimal  = regexp.MustCompile(`^[+-]?[0-9]{1,18}(\.[0-9]{1,18})?$`)
)

func parseNumber(s string) (float64, bool) {
	if !decimal.MatchString(s) {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

func numericFilter(where, s string) (index.Filter, *Error) {
	if m := compared.FindStringSubmatch(s); m != nil {
		v, ok := parseNumber(m[3])
		switch {
		case !isNumber(m[1]):
			return index.Filter{}, unknownNumber(where, m[1])
		case ok:
			return comparison(m[1], m[2], v), nil
		}
		return index.Filter{}, malformed("%s: %q is no number", where, shorten(m[3]))
	}
	if m := ranged.FindStringSubmatch(s); m != nil {
		low, ok := parseNumber(m[2])
		high, ok2 := parseNumber(m[3])
		switch {
		case !isNumber(m[1]):
			return index.Filter{}, unknownNumber(where, m[1])
		case ok && ok2:
			return between(m[1], low, high), nil
		}
	}
	return index.Filter{}, malformed("%s: %q is not written like cost<=100000 or cost:10000 TO 50000", where, shorten(s))
}

func unknownNumber(where, attribute string) *Error {
	return malformed("%s: there is no number %q; there are %s", where, shorten(attribute), strings.Join(numberAttributes(), ", "))
}

// conditions reads a list of conditions that must all hold. An array in it holds
// alternatives. It may also be one string, with commas for AND and parentheses around
// alternatives.
func (p *params) conditions(name string, read condition) ([]index.Filter, *Error) {
	v, ok := p.value(name)
	if !ok {
		return nil, nil
	}
	v, err := unwrapped(name, v)
	if err != nil {
		return nil, err
	}
	if s, ok := v.(string); ok {
		if v, err = fromCommas(name, s); err != nil {
			return nil, err
		}
	}
	list, ok := v.([]any)
	if !ok {
		return nil, malformed("%s: neither an array nor a string", name)
	}
	var out []index.Filter
	n := 0
	for i, item := range list {
		where := fmt.Sprintf("%s[%d]", name, i)
		alternatives, isList := item.([]any)
		if !isList {
			alternatives = []any{item}
		}
		var filters []index.Filter
		for j, one := range alternatives {
			if isList {
				where = fmt.Sprintf("%s[%d][%d]", name, i, j)
			}
			s, ok := one.(string)
			if !ok {
				return nil, malformed("%s: is no string", where)
			}
			if s == "" {
				continue
			}
			if n++; n > mostFilters {
				return nil, malformed("%s: there are more than %d conditions", name, mostFilters)
			}
			f, err := read(where, s)
			if err != nil {
				return nil, err
			}
			filters = append(filters, f)
		}
		if len(filters) > 0 {
			out = append(out, either(filters...))
		}
	}
	return out, nil
}

// fromCommas reads a,(b,c) as the list of a and the alternatives b and c.
func fromCommas(name, s string) ([]any, *Error) {
	var out, group []any
	inside, start := false, 0
	take := func(end int) {
		part := strings.TrimSpace(s[start:end])
		switch {
		case part == "":
		case inside:
			group = append(group, part)
		default:
			out = append(out, part)
		}
		start = end + 1
	}
	for i, r := range s {
		switch {
		case r == ',':
			take(i)
		case r == '(' && !inside && strings.TrimSpace(s[start:i]) == "":
			inside, start = true, i+1
		case r == ')' && inside:
			take(i)
			out, group, inside = append(out, group), nil, false
		}
	}
	if inside {
		return nil, malformed("%s: at character %d: the parenthesis is not closed", name, len([]rune(s)))
	}
	take(len(s))
	return out, nil
}
