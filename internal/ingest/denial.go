package ingest

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
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

// denials lists what a passage denies, as terms of the Concepts field, each once:
// what its sentences do, what the article was read to deny there, and what was
// asked by the question that it answers with no.
func denials(p corpus.Passage, body, heading part, claims []corpus.Claim) []string {
	var out []string
	add := func(term string) {
		if !slices.Contains(out, term) {
			out = append(out, term)
		}
	}
	for _, d := range analysis.Denials(p.Text, body.tokens, body.mentions) {
		if d.Asks {
			continue
		}
		t := body.tokens[d.Token]
		add(index.DeniedWord(t.Term))
		for _, m := range body.mentions {
			if m.Start < t.End && t.Start < m.End {
				add(index.Denied(m.Concept.ID))
			}
		}
	}
	for _, c := range claims {
		if strings.Contains(p.Text, c.Sentence) {
			add(index.Denied(c.Concept))
		}
	}
	if p.Kind == corpus.KindFAQ && saysNo.MatchString(firstOf(p.Text)) && len(analysis.Denials(p.Heading, heading.tokens, heading.mentions)) == 0 {
		for _, m := range heading.mentions {
			if m.Concept.Is(lexicon.Risk) || m.Concept.Is(lexicon.Effect) || m.Concept.Is(lexicon.Class) {
				add(index.Denied(m.Concept.ID))
			}
		}
	}
	return out
}

// saysNo begins an answer that denies what was asked without naming it again.
var saysNo = regexp.MustCompile(`^(?:[AＡ][0-9０-９]*[.．:：)）]?[\s　]*)?(?:いいえ(?:[、。,]|$)|(?:(?:ほとんど|ほぼ|特に|基本的に|基本的には|通常は|まず|全く|まったく|一切)、?)*(?:ありません|ございません|ないです|なし|感じません|必要ありません|不要です|出ません|残りません|起こりません))`)

// firstOf is the beginning of a text, as much as an answer needs to say no.
func firstOf(s string) string {
	const enough = 90
	if len(s) <= enough {
		return s
	}
	return strings.ToValidUTF8(s[:enough], "")
}
