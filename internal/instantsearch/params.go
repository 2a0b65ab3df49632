package instantsearch

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// value is a parameter as it was sent; null is as if it were not there.
func (p *params) value(name string) (any, bool) {
	v, ok := p.values[name]
	return v, ok && v != nil
}

// text is a parameter as a string; what is no string is written as JSON.
func (p *params) text(name string) string { return p.textOr(name, "") }

func (p *params) textOr(name, absent string) string {
	v, ok := p.value(name)
	if !ok {
		return absent
	}
	if s, ok := v.(string); ok {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil {
		return absent
	}
	return string(b)
}

func (p *params) flag(name string) bool { return p.text(name) == "true" }

// number is a parameter that is a whole number from least to most.
func (p *params) number(name string, absent, least, most int) int {
	s := p.text(name)
	if s == "" {
		return absent
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		p.fail("%s: %s is no whole number from %d to %d", name, shorten(s), least, most)
		return absent
	}
	return n
}

// list is a parameter that is an array of strings: as such, as JSON in a string, or as a
// string with commas.
func (p *params) list(name string) []string {
	v, ok := p.value(name)
	if !ok {
		return nil
	}
	v, err := unwrapped(name, v)
	if err != nil {
		p.failed(err)
		return nil
	}
	switch v := v.(type) {
	case string:
		out := []string{}
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
		return out
	case []any:
		out := []string{}
		for i, one := range v {
			s, ok := one.(string)
			if !ok {
				p.fail("%s[%d]: is no string", name, i)
				return nil
			}
			out = append(out, s)
		}
		return out
	}
	p.fail("%s: neither an array of strings nor a string", name)
	return nil
}

// unwrapped is what JSON in a string says: so arrays are sent in URL-encoded parameters.
func unwrapped(name string, v any) (any, *Error) {
	s, ok := v.(string)
	if !ok || !strings.HasPrefix(strings.TrimSpace(s), "[") {
		return v, nil
	}
	var list []any
	if err := json.Unmarshal([]byte(s), &list); err != nil {
		return nil, malformed("%s: begins like a JSON array and is none: %s", name, err)
	}
	return list, nil
}

// patterns choose attributes: by name, all (*), or all but some (-name).
type patterns []string

func (p *params) patterns(name string, absent patterns) patterns {
	if list := p.list(name); list != nil {
		return list
	}
	return absent
}

// has reports whether an attribute is chosen, or something in it. A dot goes inside.
func (p patterns) has(attribute string) bool {
	if slices.Contains(p, "-"+attribute) {
		return false
	}
	return slices.ContainsFunc(p, func(s string) bool {
		return s == "*" || s == attribute || strings.HasPrefix(attribute, s+".") || strings.HasPrefix(s, attribute+".")
	})
}
