package corpus

import (
	"strings"
	"unicode/utf8"
)

// facts names what a passage holds besides words: what its own words show, and
// what the article's claims and evidence were read from it.
func facts(a *Article, s *Section, part string) []string {
	out := []string{}
	add := func(fact string, holds bool) {
		if holds {
			out = append(out, fact)
		}
	}
	if s.Kind == KindSources || s.Kind == KindSupervision {
		return out // a title or a career mentions such things, but states none
	}
	add(FactCost, HasAmount(part))
	add(FactDowntime, evidenced(a.Downtime.Evidence, s, part) || s.Kind == KindDowntime || strings.Contains(part, "ダウンタイム"))
	add(FactDuration, hasCounted(part, "分", "時間") && (strings.Contains(part, "所要") || strings.Contains(part, "時間")))
	add(FactSessions, hasCounted(part, "回", "クール"))
	add(FactInsurance, strings.Contains(part, "保険") || strings.Contains(part, "自費") || strings.Contains(part, "自由診療"))
	add(FactRisk, claimed(a.Risks, s, part))
	add(FactContraindication, claimed(a.Contraindications, s, part))
	return out
}

func claimed(claims []Claim, s *Section, part string) bool {
	for i := range claims {
		if claims[i].Section == s.ID && strings.Contains(part, claims[i].Sentence) {
			return true
		}
	}
	return false
}

func evidenced(evidence []Evidence, s *Section, part string) bool {
	for _, e := range evidence {
		if e.Section == s.ID && strings.Contains(part, e.Sentence) {
			return true
		}
	}
	return false
}

// HasAmount reports whether an amount of money stands in s: 10万円, １，０００円,
// 三千円, ¥5,000, 5千円台.
func HasAmount(s string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], "円")
		if i < 0 {
			break
		}
		if endsInNumber(s[:from+i]) {
			return true
		}
		from += i + len("円")
	}
	for _, sign := range []string{"¥", "￥"} {
		if i := strings.Index(s, sign); i >= 0 {
			r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[i+len(sign):], " 　"))
			if isDigit(r) {
				return true
			}
		}
	}
	return false
}

// hasCounted reports whether one of the counters stands after a number.
func hasCounted(s string, counters ...string) bool {
	for _, c := range counters {
		for from := 0; ; {
			i := strings.Index(s[from:], c)
			if i < 0 {
				break
			}
			if r, _ := utf8.DecodeLastRuneInString(s[:from+i]); isDigit(r) || isKanjiDigit(r) {
				return true
			}
			from += i + len(c)
		}
	}
	return false
}

// endsInNumber reports whether a number, with its kanji units, ends s. The units
// 万 and 億 need a number before them, 千 and below are numbers themselves.
func endsInNumber(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch {
		case isDigit(r), isKanjiDigit(r), strings.ContainsRune("十百千", r):
			return true
		case r == '万', r == '億', r == ' ':
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

func isKanjiDigit(r rune) bool { return strings.ContainsRune("一二三四五六七八九〇", r) }
