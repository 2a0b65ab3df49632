package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
)

// Where no heading says what a section is about, its text does: a list of prices, of
// people, of steps, of citations, or a sentence that says it.

// kindOfContent decides by the text of a section; other where that says nothing.
func kindOfContent(body string) corpus.Kind {
	c := countLines(body)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(body, w) })
	}
	switch {
	case c.prices >= 2:
		return corpus.KindCost
	case has("受けられません", "受けることができません", "施術できません", "治療できません", "接種できません", "お受けいただけません", "禁忌です", "お断りしています", "お断りしております", "医師へ伝えて", "医師に伝えて", "必ず伝えて", "お伝えください", "申告してください"):
		return corpus.KindPrecautions
	case c.people >= 3 && c.people*3 >= c.items*2:
		return corpus.KindCandidates
	case has("副作用として", "合併症として", "副反応として", "リスクとして", "デメリットとして"):
		return corpus.KindRisks
	case has("ダウンタイムは"):
		return corpus.KindDowntime
	case c.steps >= 3 && has("カウンセリング", "診察", "麻酔", "施術"):
		return corpus.KindProcedure
	}
	return corpus.KindOther
}

// listsCitations reports whether a text is nothing but citations: a list of sources
// whatever stands above it.
func listsCitations(body string) bool {
	if !strings.Contains(body, "\n") || len(body) > 20_000 {
		return false
	}
	for _, l := range strings.Split(body, "\n") {
		if !isBlank(l) && !isCitation(l) {
			return false
		}
	}
	return true
}

// lineCounts says how many lines of a text are what.
type lineCounts struct {
	prices, steps, items, people int
}

// whoItem ends a list item that names people: 「毛穴が気になる方」.
var whoItem = regexp.MustCompile(`(?:方|人|かた|ひと)。?$`)

func countLines(body string) lineCounts {
	var c lineCounts
	for _, l := range strings.Split(body, "\n") {
		t := strings.TrimSpace(l)
		if t == "" || len(l) > maxNoise {
			continue
		}
		if !endsSentence(l) && corpus.HasAmount(l) {
			c.prices++
		}
		_, n := numberMark(t)
		if n > 0 {
			c.steps++
		}
		if n > 0 || bulletLen(t) > 0 {
			c.items++
			if whoItem.MatchString(t) {
				c.people++
			}
		}
	}
	return c
}
