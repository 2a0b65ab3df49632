package lexicon

import (
	"fmt"
	"strings"
)

// maxWays bounds what one phrase may stand for.
const maxWays = 500

// expand returns the wordings that a phrase stands for: (a|b) is a or b, (a|) is a
// or nothing; groups may hold groups.
func expand(phrase string) ([]string, error) {
	p := &phraseParser{src: phrase}
	ways, err := p.alternatives()
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q: %w", phrase, err)
	case p.src != "":
		return nil, fmt.Errorf("%q: a ) closes nothing", phrase)
	}
	for _, w := range ways {
		if key(w) == "" {
			return nil, fmt.Errorf("%q stands for nothing as well", phrase)
		}
	}
	return ways, nil
}

type phraseParser struct{ src string }

// alternatives reads a|b|c up to the end or a closing bracket.
func (p *phraseParser) alternatives() ([]string, error) {
	var all []string
	for {
		ways, err := p.sequence()
		if err != nil {
			return nil, err
		}
		all = append(all, ways...)
		if len(all) > maxWays {
			return nil, fmt.Errorf("more than %d wordings", maxWays)
		}
		if !strings.HasPrefix(p.src, "|") {
			return all, nil
		}
		p.src = p.src[1:]
	}
}

// sequence reads words and groups one after the other.
func (p *phraseParser) sequence() ([]string, error) {
	ways := []string{""}
	for p.src != "" && p.src[0] != '|' && p.src[0] != ')' {
		var part []string
		switch p.src[0] {
		case '(':
			group, err := p.group()
			if err != nil {
				return nil, err
			}
			part = group
		default:
			n := strings.IndexAny(p.src, "()|")
			if n < 0 {
				n = len(p.src)
			}
			part, p.src = []string{p.src[:n]}, p.src[n:]
		}
		if len(ways)*len(part) > maxWays {
			return nil, fmt.Errorf("more than %d wordings", maxWays)
		}
		ways = product(ways, part)
	}
	return ways, nil
}

// group reads (…).
func (p *phraseParser) group() ([]string, error) {
	p.src = p.src[1:]
	ways, err := p.alternatives()
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(p.src, ")") {
		return nil, fmt.Errorf("a ( is not closed")
	}
	p.src = p.src[1:]
	return ways, nil
}

func product(a, b []string) []string {
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}
