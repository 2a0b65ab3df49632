package main

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// checked is what is left of a model's answer.
type checked struct {
	text    string   // the sentences with a source
	cited   []int    // indexes of the passages that they cite, in order of the answer
	dropped []string // the others, each with why
}

// What is looked for in a line of an answer, once fold has written it as here.
var (
	// A mark such as [1] or [1, 2].
	citation = regexp.MustCompile(`\[\s*\d+(?:\s*[,、]\s*\d+)*\s*\]`)
	// A stretch up to the end of a sentence, which is not within quotation marks or
	// parentheses, and the marks that follow it.
	sentence = regexp.MustCompile("(?:「[^」]*」|『[^』]*』|（[^）]*）|[^。！？!?])*(?:[。！？!?]+|$)" +
		`(?:\s*\[[\d\s,、]+\])*[。．]?`)
	number = regexp.MustCompile(`\d+`)
	amount = regexp.MustCompile(`\d+(?:,\d{3})*(?:\.\d+)?`)
	// What a line of a list begins with: its number is no amount.
	bullet = regexp.MustCompile(`^\s*(?:[-*・•]|\d+(?:[)．）]|\.\s))\s*`)
)

// check keeps the sentences of a model's answer that cite passages which there are
// and which have the amounts that the sentence names. What is not sourced is not
// shown: it may be true, but nobody could tell.
func check(said string, passages []passage) checked {
	var out checked
	var lines []string
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(fold(line))
		var kept strings.Builder
		for _, part := range sentence.FindAllString(line, -1) {
			if strings.TrimSpace(citation.ReplaceAllString(part, "")) == "" {
				continue
			}
			cited, why := sources(part, passages)
			if why != "" {
				out.dropped = append(out.dropped, strings.TrimSpace(part)+"（"+why+"）")
				continue
			}
			kept.WriteString(part)
			for _, i := range cited {
				if !slices.Contains(out.cited, i) {
					out.cited = append(out.cited, i)
				}
			}
		}
		if kept.Len() > 0 {
			lines = append(lines, kept.String())
		}
	}
	out.text = strings.Join(lines, "\n")
	return out
}

// fold writes brackets and digits as they are in citations.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '【':
			return '['
		case r == '】':
			return ']'
		case r == '［', r == '］', '０' <= r && r <= '９':
			return width.LookupRune(r).Narrow()
		}
		return r
	}, s)
}

// sources are the passages that a sentence cites, or why it is not sourced.
func sources(said string, passages []passage) (cited []int, why string) {
	for _, mark := range citation.FindAllString(said, -1) {
		for _, digits := range number.FindAllString(mark, -1) {
			n, err := strconv.Atoi(digits)
			if err != nil || n < 1 || n > len(passages) || len(passages[n-1].Suspicious) > 0 {
				return nil, "資料にない番号"
			}
			cited = append(cited, n-1)
		}
	}
	if len(cited) == 0 {
		return nil, "出典なし"
	}
	var texts strings.Builder
	for _, i := range cited {
		texts.WriteString(passages[i].Text + "\n")
	}
	have := amounts(texts.String())
	for _, a := range amounts(bullet.ReplaceAllString(citation.ReplaceAllString(said, ""), "")) {
		if !slices.Contains(have, a) {
			return nil, "出典にない数"
		}
	}
	return cited, ""
}

// amounts are the numbers in a text, without the commas of thousands.
func amounts(s string) []string {
	var out []string
	for _, a := range amount.FindAllString(fold(s), -1) {
		out = append(out, strings.ReplaceAll(a, ",", ""))
	}
	return out
}

// mustTell are the passages that a reader is shown in the article's own words,
// whatever the model made of them: risks and contraindications that came along, and
// those that belong to an effect that is told.
func mustTell(passages []passage, told []int) []int {
	paired := map[string]bool{}
	for _, i := range told {
		for _, id := range passages[i].PairedWith {
			paired[id] = true
		}
	}
	var out []int
	for i, p := range passages {
		if p.Role == roleRisk || p.Role == roleContraindication || paired[p.ID] {
			out = append(out, i)
		}
	}
	return out
}
