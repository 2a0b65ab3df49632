package adcheck

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/pattern"
)

// match is a stretch of bytes of a sentence in normal form.
type match struct{ start, end int }

// phrases are the findings of a rule.
func (c *checking) phrases(rule Rule, level Level) []Phrase {
	var out []Phrase
	for i := range c.said {
		s := &c.said[i]
		last := -1
		for _, m := range rule.find(s) {
			if m.start < last || rule.wanted != nil && !rule.wanted(c, s, m) {
				continue
			}
			last = m.end
			out = append(out, Phrase{
				Rule: rule.ID, Label: rule.Label, Why: rule.Why, Basis: rule.Basis, Suggestion: rule.Suggestion,
				Level: level, Position: c.position(s, m.start, m.end),
			})
		}
	}
	return out
}

// each returns what of a form's matches in a sentence keep says is one.
func each(s *sentence, form *regexp.Regexp, keep func(text string, start, end int) bool) []match {
	var out []match
	f := s.text()
	for _, at := range form.FindAllStringIndex(f, -1) {
		if keep(f, at[0], at[1]) && !spokenOf(f, at[0], at[1]) {
			out = append(out, match{at[0], at[1]})
		}
	}
	return out
}

// sorted puts matches in order, and leaves out those that lie in another.
func sorted(list []match) []match {
	slices.SortFunc(list, func(a, b match) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	var out []match
	for _, m := range list {
		if n := len(out); n > 0 && m.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, m.end)
			continue
		}
		out = append(out, m)
	}
	return out
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// isLabel reports whether a sentence is hardly more than the words: a heading in
// all but form, a button.
func isLabel(f string, start, end int) bool {
	return utf8.RuneCountInString(strings.TrimSpace(f)) <= utf8.RuneCountInString(f[start:end])+6 && !strings.HasSuffix(strings.TrimSpace(f), "。")
}

// refrains says that something is not done, shown or to be trusted.
var refrains = regexp.MustCompile(pattern.Joined(`
	(?:
		して|載せて|掲げて|設けて|行って|用いて|使って|使用して|掲載して|紹介して|実施して|募集して
	)(?:い|お)(?:ない|りません|ません)
	|(?:控え|避け|やめ)(?:て|る|ま)
	|だけで(?:は|なく|判断|選|決)
	|だけを(?:見|頼|信|基)
	|鵜呑み|うのみ
	|頼(?:ら|り(?:すぎ|き))
	|惑わ|個人差
	|参考(?:程度|に(?:とど|留))
	|禁止|禁じ|できません
	|認められ(?:て|ま)
	|ありません|ございません|不適切|違反
	|注意(?:し|が|を)
	|慎重|気を付け|気をつけ|見極め|冷静
`))
