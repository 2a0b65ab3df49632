package ingest

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// What a passage denies is indexed beside what it names: who looks for 痛くない is
// not served by passages on pain.

// deniedClaims is the claims of an article that deny, by section.
func deniedClaims(a *corpus.Article) map[string][]corpus.Claim {
	var out map[string][]corpus.Claim
	for _, claims := range [][]corpus.Claim{a.Effects, a.Risks} {
		for _, c := range claims {
			if c.Stance != corpus.Denied || c.Concept == "" {
				continue
			}
			if out == nil {
				out = map[string][]corpus.Claim{}
			}
			out[c.Section] = append(out[c.Section], c)
		}
	}
	return out
}

// denied collects terms of the Concepts field, each once.
type denied []string

func (d *denied) add(term string) {
	if !slices.Contains(*d, term) {
		*d = append(*d, term)
	}
}

// said adds what a text denies, and reports whether it denies anything.
func (d *denied) said(s string, of part) bool {
	list := analysis.Denials(s, of.tokens, of.mentions)
	for _, denial := range list {
		if denial.Asks {
			continue
		}
		concept, word := index.Denied, index.DeniedWord
		if denial.Except {
			concept, word = index.Apart, index.ApartWord
		}
		t := of.tokens[denial.Token]
		d.add(word(t.Term))
		for _, m := range of.mentions {
			if m.Start < t.End && t.Start < m.End {
				d.add(concept(m.Concept.ID))
			}
		}
	}
	return len(list) > 0
}

// asked adds what a question asks for: what comes after its topic (「PRP注射は保険が
// 使えますか」), and every risk and effect.
func (d *denied) asked(question string, of part) {
	topic := max(0, strings.LastIndex(question, "は"))
	for _, m := range of.mentions {
		if m.Start >= topic || m.Concept.Is(lexicon.Risk) || m.Concept.Is(lexicon.Effect) || m.Concept.Is(lexicon.Class) {
			d.add(index.Denied(m.Concept.ID))
		}
	}
	for _, t := range of.tokens {
		if t.Start >= topic {
			d.add(index.DeniedWord(t.Term))
		}
	}
}

// denials lists what a passage denies: what its heading and sentences do, what the
// article was read to deny there, and what was asked by the question that it answers
// with no.
func denials(p corpus.Passage, body, heading part, claims []corpus.Claim) []string {
	var out denied
	out.said(p.Text, body)
	headed := out.said(p.Heading, heading)
	for _, c := range claims {
		if strings.Contains(p.Text, c.Sentence) {
			out.add(index.Denied(c.Concept))
		}
	}
	if p.Kind == corpus.KindFAQ && !headed && answersNo(p.Heading, firstOf(p.Text)) {
		out.asked(p.Heading, heading)
	}
	return out
}

// saysNo begins an answer that denies what was asked without naming it again: 「いいえ、…」
// or a short sentence that has no subject, 「使えません。」.
var saysNo = regexp.MustCompile(`^(?:[AＡ][0-9０-９]*[.．:：)）]?[\s　]*)?(?:いいえ(?:[、。,]|$)|[^はがもを。]{0,14}(?:ません|ないです|ない|なし|不要です|ないでしょう)(?:。|$))`)

// noObstacle is a short answer in the form of a denial that allows (問題ありません, かまいません)
// or leaves open (分かっていません) what was asked.
var noObstacle = regexp.MustCompile(pattern.Joined(`^(?:[AＡ][0-9０-９]*[.．:：)）]?[\s　]*)?[^はがもを。]{0,14}?(
	問題|差し支え|差支え|さしつかえ|支障|遠慮|構[いわ]|かま[いわ]|[分わ]か[らっり]|判ら|判明|明らか|断言
	|断定|一概|限りま|限らな|言え
	|いえ(?:ま|な)
)`))

// answersNo reports whether an answer denies what a question asks for: 「問題ありません」 does
// where that is what was asked (飲酒に問題はありますか).
func answersNo(question, answer string) bool {
	if !saysNo.MatchString(answer) {
		return false
	}
	m := noObstacle.FindStringSubmatch(answer)
	return m == nil || strings.Contains(m[0], "いいえ") || strings.Contains(question, m[1])
}

// firstOf is the beginning of a text, as much as an answer needs to say no.
func firstOf(s string) string {
	const enough = 90
	if len(s) <= enough {
		return s
	}
	return strings.ToValidUTF8(s[:enough], "")
}
