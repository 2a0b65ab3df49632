package analysis

import (
	"strings"

	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// Detail is everything that is known of one token of a text.
type Detail struct {
	Surface  string `json:"surface"`  // as it stands in the text
	Base     string `json:"base"`     // dictionary form; the surface in normal form where there is none
	Reading  string `json:"reading"`  // in katakana, of the surface; empty when unknown
	POS      string `json:"pos"`      // part of speech: IPA levels joined by commas
	Term     string `json:"term"`     // index term; empty when not kept
	Start    int    `json:"start"`    // bytes of the text
	End      int    `json:"end"`      //
	Concept  string `json:"concept"`  // id of the concept whose mention covers the token, or empty
	Kept     bool   `json:"kept"`     // is it for the index
	Negation bool   `json:"negation"` // does it negate what it belongs to
	Class    string `json:"class"`    // known or unknown to the dictionary
}

// Details returns all tokens of s, those that make no term included; white
// space is left out. Their spans follow the rules of Tokens.
func (a *Analyzer) Details(s string) []Detail {
	n := a.normal(s)
	mentions := a.named(n.String)
	out := make([]Detail, 0, len(n.String)/4+1)
	a.dict.walk(n.String, mentions, func(p *piece) {
		d := a.dict.describe(n.String, p)
		d.Start, d.End = n.Original(p.start, p.end)
		d.Surface = s[d.Start:d.End]
		for len(mentions) > 0 && mentions[0].End < p.end {
			mentions = mentions[1:]
		}
		d.Concept = covering(mentions, p.start, p.end)
		out = append(out, d)
	})
	return out
}

// covering returns the concept of the first mention when it covers [start,end).
func covering(mentions []lexicon.Mention, start, end int) string {
	if len(mentions) == 0 || mentions[0].Concept == nil || mentions[0].Start > start || mentions[0].End < end {
		return ""
	}
	return mentions[0].Concept.ID
}

// describe tells what the dictionary knows of a piece.
func (d *dictionary) describe(normal string, p *piece) Detail {
	surface := normal[p.start:p.end]
	out := Detail{
		Base: surface, Term: p.term, Kept: p.term != "", Negation: p.role == negates || p.role == prefixes, Class: "unknown",
	}
	switch p.class {
	case known:
		var reading string
		out.Base, reading = d.form(p.id)
		out.Reading = reading
		out.POS = string(d.tags[d.pos[p.id]])
		out.Class = "known"
	case number:
		out.POS = "名詞,数"
	case unitWord:
		out.POS = "名詞,接尾,助数詞"
	case word:
		out.POS, out.Reading = "名詞,一般", kanaReading(surface)
	case unknown:
		out.POS = "記号,一般" // the dictionary takes any symbol for a noun
		if hasLetter(surface) {
			out.POS = "名詞,一般"
			if p.id != noEntry {
				out.POS = string(d.unk[p.id])
			}
		}
		out.Reading = kanaReading(surface)
	}
	return out
}

// kanaReading is the reading of a word of kana, else empty.
func kanaReading(s string) string {
	if s == "" || strings.IndexFunc(s, func(r rune) bool { return !text.IsKatakana(r) && !text.IsHiragana(r) }) >= 0 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= 'ぁ' && r <= 'ゖ' {
			return r + 'ァ' - 'ぁ'
		}
		return r
	}, s)
}
