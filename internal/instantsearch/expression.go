package instantsearch

import (
	"fmt"
	"strings"
	"unicode"

	"shirube/index"
)

// deepest is how many parentheses of an expression may be open at a time.
const deepest = 20

// expression reads the parameter filters: conditions joined by AND, OR and NOT, with
// parentheses. AND and OR beside one another without parentheses are refused, as one cannot
// know what is meant.
func (q *query) expression(p *params) ([]index.Filter, *Error) {
	s := p.text("filters")
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	e := &expression{q: q, s: []rune(s)}
	f, err := e.joined(0)
	if err != nil {
		return nil, err
	}
	if e.skip(); e.at < len(e.s) {
		return nil, e.expected("AND, OR or the end")
	}
	return []index.Filter{f}, nil
}

// expression is an expression that is being read.
type expression struct {
	q          *query
	s          []rune
	at         int
	conditions int
}

// where is the place of a character, counted from 1, for errors.
func where(at int) string { return fmt.Sprintf("filters: at character %d", at+1) }

func (e *expression) expected(what string) *Error {
	found := "the end"
	if e.at < len(e.s) {
		found = fmt.Sprintf("%q", string(e.s[e.at:min(len(e.s), e.at+12)]))
	}
	return malformed("%s: %s was expected, not %s", where(e.at), what, found)
}

func (e *expression) skip() {
	for e.at < len(e.s) && unicode.IsSpace(e.s[e.at]) {
		e.at++
	}
}

// word takes a word that stands here by itself.
func (e *expression) word(w string) bool {
	e.skip()
	end := e.at + len(w)
	if end > len(e.s) || string(e.s[e.at:end]) != w || end < len(e.s) && !unicode.IsSpace(e.s[end]) && e.s[end] != '(' {
		return false
	}
	e.at = end
	return true
}

// joined reads conditions with the same word between them.
func (e *expression) joined(depth int) (index.Filter, *Error) {
	first, err := e.one(depth)
	if err != nil {
		return index.Filter{}, err
	}
	list, word := []index.Filter{first}, ""
	for {
		e.skip()
		from := e.at
		var next string
		switch {
		case e.word("AND"):
			next = "AND"
		case e.word("OR"):
			next = "OR"
		default:
			if word == "OR" {
				return either(list...), nil
			}
			return all(list...), nil
		}
		if word != "" && word != next {
			return index.Filter{}, malformed("%s: put parentheses around what AND or OR joins", where(from))
		}
		word = next
		f, err := e.one(depth)
		if err != nil {
			return index.Filter{}, err
		}
		list = append(list, f)
	}
}

// one reads a condition, what NOT denies, or what is in parentheses.
func (e *expression) one(depth int) (index.Filter, *Error) {
	if depth > deepest {
		return index.Filter{}, malformed("%s: too many parentheses", where(e.at))
	}
	if e.word("NOT") {
		f, err := e.one(depth + 1)
		return negated(f), err
	}
	if e.at < len(e.s) && e.s[e.at] == '(' {
		from := e.at
		e.at++
		f, err := e.joined(depth + 1)
		if err != nil {
			return f, err
		}
		if e.skip(); e.at == len(e.s) {
			return f, malformed("%s: the parenthesis is not closed", where(from))
		}
		if e.s[e.at] != ')' {
			return f, e.expected("AND, OR or )")
		}
		e.at++
		return f, nil
	}
	if e.conditions++; e.conditions > mostFilters {
		return index.Filter{}, malformed("filters: there are more than %d conditions", mostFilters)
	}
	return e.condition()
}

// condition reads attribute:value, attribute:low TO high, a comparison, or a tag.
func (e *expression) condition() (index.Filter, *Error) {
	from := e.at
	name, quoted, err := e.text(":<>=!")
	if err != nil {
		return index.Filter{}, err
	}
	after := e.at
	e.skip()
	switch {
	case e.at < len(e.s) && e.s[e.at] == ':':
		e.at++
		return e.valueOrRange(from, name)
	case e.at < len(e.s) && strings.ContainsRune("<>=!", e.s[e.at]) && !quoted:
		return e.compared(from, name)
	}
	e.at = after
	if !quoted && (name == "AND" || name == "OR" || name == "NOT" || name == "TO") {
		e.at = from
		return index.Filter{}, e.expected("a condition")
	}
	return e.q.valueFilter(where(from), attributeTags, name)
}

func (e *expression) valueOrRange(from int, attribute string) (index.Filter, *Error) {
	e.skip()
	value, _, err := e.text("")
	if err != nil {
		return index.Filter{}, err
	}
	if !isNumber(attribute) {
		return e.q.valueFilter(where(from), attribute, value)
	}
	end := e.at
	if e.word("TO") {
		e.skip()
		high, _, err := e.text("")
		if err != nil {
			return index.Filter{}, err
		}
		return numericFilter(where(from), attribute+":"+value+" TO "+high)
	}
	e.at = end
	return numericFilter(where(from), attribute+"="+value)
}

func (e *expression) compared(from int, attribute string) (index.Filter, *Error) {
	start := e.at
	for e.at < len(e.s) && strings.ContainsRune("<>=!", e.s[e.at]) {
		e.at++
	}
	operator := string(e.s[start:e.at])
	e.skip()
	value, _, err := e.text("")
	if err != nil {
		return index.Filter{}, err
	}
	return numericFilter(where(from), attribute+operator+value)
}

// text reads a word up to a space, a parenthesis or one of the characters of end; or what
// stands in quotes, in which a backslash makes the character after it plain.
func (e *expression) text(end string) (s string, quoted bool, err *Error) {
	if e.at < len(e.s) && (e.s[e.at] == '"' || e.s[e.at] == '\'') {
		s, err = e.quoted(e.s[e.at])
		return s, true, err
	}
	from := e.at
	for e.at < len(e.s) && !unicode.IsSpace(e.s[e.at]) && !strings.ContainsRune("()"+end, e.s[e.at]) {
		e.at++
	}
	if e.at == from {
		return "", false, e.expected("a condition")
	}
	return string(e.s[from:e.at]), false, nil
}

func (e *expression) quoted(quote rune) (string, *Error) {
	from := e.at
	var b strings.Builder
	for e.at++; e.at < len(e.s); e.at++ {
		switch r := e.s[e.at]; {
		case r == '\\' && e.at+1 < len(e.s):
			e.at++
			b.WriteRune(e.s[e.at])
		case r == quote:
			e.at++
			return b.String(), nil
		default:
			b.WriteRune(r)
		}
	}
	return "", malformed("%s: the quotation mark is not closed", where(from))
}
