package pattern

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// Guarded is an expression that reads no text that cannot match: every match of it has one
// of some words, which are taken from the expression itself, and a text without any is
// told by one pass over it. It matches what the expression alone matches.
//
// It is worth it for an expression that is asked of many texts, matches few of them, and
// may begin anywhere in them; one that is bound to the start of a text is quick by itself.
type Guarded struct {
	*regexp.Regexp // for what has no quick way here

	needs  *Words // nil: nothing is known that a match must have
	enough bool   // a text with one of the words matches
}

// MustGuard compiles an expression as regexp.MustCompile does.
func MustGuard(expr string) *Guarded {
	g := &Guarded{Regexp: regexp.MustCompile(expr)}
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return g
	}
	n := needOf(parsed.Simplify())
	switch {
	case n.only && len(n.whole) > 0 && !slices.Contains(n.whole, ""):
		g.needs, g.enough = NewWords(n.whole...), true
	case n.best() != nil:
		g.needs = NewWords(n.best()...)
	}
	return g
}

// IsGuarded reports whether words were found that every match has.
func (g *Guarded) IsGuarded() bool { return g.needs != nil }

// May reports whether a text has what a match needs: where it has not, no part of it
// matches either.
func (g *Guarded) May(s string) bool { return g.needs == nil || g.needs.In(s) }

// MatchString is as of regexp.Regexp, and so are the others.
func (g *Guarded) MatchString(s string) bool {
	return g.May(s) && (g.enough || g.Regexp.MatchString(s))
}

// FindString is the leftmost match.
func (g *Guarded) FindString(s string) string {
	if !g.May(s) {
		return ""
	}
	return g.Regexp.FindString(s)
}

// FindStringIndex is where the leftmost match is.
func (g *Guarded) FindStringIndex(s string) []int {
	if !g.May(s) {
		return nil
	}
	return g.Regexp.FindStringIndex(s)
}

// FindStringSubmatch is the leftmost match with its groups.
func (g *Guarded) FindStringSubmatch(s string) []string {
	if !g.May(s) {
		return nil
	}
	return g.Regexp.FindStringSubmatch(s)
}

// FindAllStringSubmatch is the first n matches with their groups; all if n < 0.
func (g *Guarded) FindAllStringSubmatch(s string, n int) [][]string {
	if !g.May(s) {
		return nil
	}
	return g.Regexp.FindAllStringSubmatch(s, n)
}

// FindAllStringSubmatchIndex is where they are.
func (g *Guarded) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !g.May(s) {
		return nil
	}
	return g.Regexp.FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString is the text with all matches replaced.
func (g *Guarded) ReplaceAllString(s, by string) string {
	if !g.May(s) {
		return s
	}
	return g.Regexp.ReplaceAllString(s, by)
}

// need is what is known of the matches of an expression.
type need struct {
	whole []string // all that they can be; nil: too many, or not known
	some  []string // each has one of these; nil: not known
	only  bool     // nothing around a match matters
}

// How many words are followed; more would be a slow test.
const (
	maxWhole  = 64  // that are put together of parts
	maxChoice = 256 // that an expression lists
)

func needOf(re *syntax.Regexp) need {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return need{whole: []string{""}, only: true}
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return need{whole: []string{""}}
	case syntax.OpLiteral:
		// A broken byte reads as utf8.RuneError, and is not that character.
		if re.Flags&syntax.FoldCase != 0 || slices.Contains(re.Rune, utf8.RuneError) {
			return need{}
		}
		return need{whole: []string{string(re.Rune)}, only: true}
	case syntax.OpCharClass:
		return needOfClass(re.Rune)
	case syntax.OpCapture:
		return needOf(re.Sub[0])
	case syntax.OpPlus:
		return need{some: needOf(re.Sub[0]).best()}
	case syntax.OpQuest:
		n := needOf(re.Sub[0])
		if n.whole == nil {
			return need{}
		}
		return need{whole: append(slices.Clone(n.whole), ""), only: n.only}
	case syntax.OpConcat:
		return needOfRow(re.Sub)
	case syntax.OpAlternate:
		return needOfChoice(re.Sub)
	}
	return need{}
}

func needOfClass(ranges []rune) need {
	var out []string
	for i := 0; i+1 < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i])+len(out) >= maxWhole || ranges[i] <= utf8.RuneError && utf8.RuneError <= ranges[i+1] {
			return need{}
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			out = append(out, string(r))
		}
	}
	return need{whole: out, only: true}
}

// needOfRow is of expressions one after the other: the best that one of them needs, or
// that some next to each other need together.
func needOfRow(subs []*syntax.Regexp) need {
	run := need{whole: []string{""}, only: true}
	var best []string
	whole, only := true, true
	for _, sub := range subs {
		n := needOf(sub)
		only = only && n.only
		if n.whole != nil && len(n.whole)*len(run.whole) <= maxWhole {
			run.whole = joined(run.whole, n.whole)
			continue
		}
		whole = false
		best = better(better(best, run.best()), n.best())
		run.whole = []string{""}
		if n.whole != nil {
			run.whole = n.whole
		}
	}
	if whole {
		return need{whole: run.whole, only: only}
	}
	return need{some: better(best, run.best())}
}

func needOfChoice(subs []*syntax.Regexp) need {
	out := need{whole: []string{}, some: []string{}, only: true}
	for _, sub := range subs {
		n := needOf(sub)
		out.only = out.only && n.only
		if n.whole == nil || out.whole == nil {
			out.whole = nil
		} else {
			out.whole = append(out.whole, n.whole...)
		}
		words := n.best()
		if words == nil || out.some == nil {
			out.some = nil
		} else {
			out.some = append(out.some, words...)
		}
	}
	if len(out.whole) > maxChoice {
		out.whole = nil
	}
	if len(out.some) > maxChoice {
		out.some = nil
	}
	return out
}

// best is words of which each match has one; nil where there are none.
func (n need) best() []string {
	if n.whole != nil && !slices.Contains(n.whole, "") && len(n.whole) > 0 {
		return better(n.some, n.whole)
	}
	return n.some
}

// better is those of two sets of words that fewer texts have: the one whose shortest word
// is longer, of equals the smaller.
func better(a, b []string) []string {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	if x, y := shortest(a), shortest(b); x != y {
		if x > y {
			return a
		}
		return b
	}
	if len(b) < len(a) {
		return b
	}
	return a
}

func shortest(words []string) int {
	n := len(words[0])
	for _, w := range words {
		n = min(n, len(w))
	}
	return n
}

// joined is every word of a with every word of b behind it.
func joined(a, b []string) []string {
	out := make([]string, 0, len(a)*len(b))
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}
