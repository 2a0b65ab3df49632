package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
)

// judgeFAQs matches the labelled questions with those that were read, one to
// one. A pair whose answer lacks what was labelled of it is not that pair.
func judgeFAQs(p *page, g *gold, a *corpus.Article) {
	used := make([]bool, len(a.FAQs))
	right := 0
	for i := range g.FAQ {
		want := &g.FAQ[i]
		at := findQuestion(a.FAQs, used, want)
		if at < 0 {
			p.Faults = append(p.Faults, fault{faqRecall, want.Question, "not found"})
			continue
		}
		used[at] = true
		if why := want.wrong(a.FAQs[at].Answer); why != "" {
			p.Faults = append(p.Faults, fault{faqRecall, want.Question + ": " + why, a.FAQs[at].Answer})
			continue
		}
		right++
	}
	// Questions counted, but not listed: any further pair may be one of them.
	unlisted := *g.FAQCount - len(g.FAQ)
	for i, taken := range used {
		switch {
		case taken:
		case unlisted > 0:
			unlisted--
			right++
		default:
			p.Faults = append(p.Faults, fault{faqPrecision, "no question", fmt.Sprintf("%s → %s", a.FAQs[i].Question, a.FAQs[i].Answer)})
		}
	}
	p.add(faqPrecision, tally{right, len(a.FAQs)})
	p.add(faqRecall, tally{right, *g.FAQCount})
}

// findQuestion returns which entry asks the question: the same words before most
// of them, and of two that ask the same the one that answers as labelled.
func findQuestion(faqs []corpus.FAQ, used []bool, want *goldFAQ) int {
	w, best, bestRank := question(want.Question), -1, 0
	for i := range faqs {
		q := question(faqs[i].Question)
		var rank int
		switch {
		case used[i] || q == "":
			continue
		case q == w:
			rank = 3
		case mostOf(q, w):
			rank = 1
		default:
			continue
		}
		if want.wrong(faqs[i].Answer) == "" {
			rank++
		}
		if rank > bestRank {
			best, bestRank = i, rank
		}
	}
	return best
}

// mostOf reports whether one of two texts holds the other and little more.
func mostOf(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	return strings.Contains(a, b) && 10*utf8.RuneCountInString(b) >= 7*utf8.RuneCountInString(a)
}

// wrong says what is wrong with an answer; nothing if it is as labelled.
func (f *goldFAQ) wrong(answer string) string {
	answer = letters(answer)
	switch {
	case answer == "":
		return "an answer"
	case !strings.Contains(answer, letters(f.Start)):
		return "the answer begins " + f.Start
	case !strings.Contains(answer, letters(f.End)):
		return "the answer ends " + f.End
	case f.Not != "" && strings.Contains(answer, letters(f.Not)):
		return "the answer is without " + f.Not
	}
	return ""
}
