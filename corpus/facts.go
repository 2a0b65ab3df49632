package corpus

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// facts names what a passage holds besides words: what its own words show, and
// what the article's claims and evidence were read from it.
func facts(t *telling, kind Kind, part string) []string {
	out := []string{}
	add := func(fact string, holds bool) {
		if holds {
			out = append(out, fact)
		}
	}
	if kind == KindSources || kind == KindSupervision {
		return out // a title or a career mentions such things, but states none
	}
	shown := shownIn(part)
	add(FactCost, shown.amount)
	add(FactDowntime, shown.downtime || kind == KindDowntime || t != nil && holdsAny(part, t.downtime))
	add(FactDuration, shown.minutes && shown.lasting)
	add(FactSessions, shown.times)
	add(FactInsurance, shown.insurance)
	add(FactEffect, t != nil && holdsAny(part, t.effects))
	add(FactRisk, t != nil && holdsAny(part, t.risks))
	add(FactContraindication, t != nil && holdsAny(part, t.contraindications))
	return out
}

// shown is what the words of a text show by themselves.
type shown struct {
	amount, downtime, minutes, lasting, times, insurance bool
}

// shownIn looks at a text once, character by character: every passage of an index
// goes through it.
func shownIn(s string) shown {
	var f shown
	for i, r := range s {
		rest := s[i:]
		switch r {
		case '円':
			f.amount = f.amount || endsInNumber(s[:i])
		case '¥', '￥':
			f.amount = f.amount || beginsWithDigit(rest[utf8.RuneLen(r):])
		case 'ダ':
			f.downtime = f.downtime || strings.HasPrefix(rest, "ダウンタイム")
		case '分':
			f.minutes = f.minutes || endsInDigit(s[:i])
		case '時':
			if strings.HasPrefix(rest, "時間") {
				f.minutes = f.minutes || endsInDigit(s[:i])
				f.lasting = true
			}
		case '所':
			f.lasting = f.lasting || strings.HasPrefix(rest, "所要")
		case '回':
			f.times = f.times || endsInDigit(s[:i])
		case '保':
			f.insurance = f.insurance || strings.HasPrefix(rest, "保険")
		case '自':
			f.insurance = f.insurance || strings.HasPrefix(rest, "自費") || strings.HasPrefix(rest, "自由診療")
		}
	}
	return f
}

// telling is what was read from a section: the sentences of its claims and of the
// downtime's evidence. What an effect is denied in promises nothing.
type telling struct {
	effects, risks, contraindications, downtime []string
}

// tellings groups the claims of an article by section; nil where it makes none.
func tellings(a *Article) map[string]*telling {
	if len(a.Effects)+len(a.Risks)+len(a.Contraindications)+len(a.Downtime.Evidence) == 0 {
		return nil
	}
	out := map[string]*telling{}
	of := func(section string) *telling {
		if out[section] == nil {
			out[section] = &telling{}
		}
		return out[section]
	}
	for _, c := range a.Effects {
		if c.Stance != Denied {
			t := of(c.Section)
			t.effects = append(t.effects, c.Sentence)
		}
	}
	for _, c := range a.Risks {
		t := of(c.Section)
		t.risks = append(t.risks, c.Sentence)
	}
	for _, c := range a.Contraindications {
		t := of(c.Section)
		t.contraindications = append(t.contraindications, c.Sentence)
	}
	for _, e := range a.Downtime.Evidence {
		t := of(e.Section)
		t.downtime = append(t.downtime, e.Sentence)
	}
	return out
}

// holdsAny reports whether one of the sentences stands in a part of their section.
func holdsAny(part string, sentences []string) bool {
	return slices.ContainsFunc(sentences, func(s string) bool { return strings.Contains(part, s) })
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
		if i := strings.Index(s, sign); i >= 0 && beginsWithDigit(s[i+len(sign):]) {
			return true
		}
	}
	return false
}

func beginsWithDigit(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " 　"))
	return isDigit(r)
}

func endsInDigit(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isDigit(r) || isKanjiDigit(r)
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
