package anatomy

import (
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

// Questions stand below headings that do not say FAQ: 「みなさまの気がかり」. They are told
// by standing together, each over its answer and over nothing else.
const (
	leastTold  = 2   // so many, where the heading says that something is asked
	leastAsked = 3   // so many under any heading that names no kind
	maxAnswer  = 400 // characters of an answer: longer ones are sections
	maxLead    = 90  // characters before the first question
)

// askingHead are words of headings under which readers' questions are answered.
var askingHead = regexp.MustCompile(pattern.Joined(`
	質問|疑問|気がかり
	|気になる(?:こと|ところ|点|あれこれ)
	|不安|聞かれ|きかれ|訊かれ|たずね|尋ね|こたえ|答え|知りたい|迷う|迷った|わからない|分からない|問い
	|ギモン|しつもん|お声|声に|ぎもん|なぜ
`))

// groupQuestions makes questions of headings that stand together below one that names
// no kind, or a faint one, and tells no more than that questions follow.
func groupQuestions(parts []Part) []Part {
	for i := range parts {
		p := &parts[i]
		if p.Heading == "" || p.Question || isQuestion(p.Heading) || runes(p.Text()) > maxLead {
			continue
		}
		if h := readHeading(p.Heading); h.kind != "" && !h.weak {
			continue
		}
		end := i + 1
		for end < len(parts) && max(parts[end].Level, 1) > max(p.Level, 1) {
			end++
		}
		least := leastAsked
		if askingHead.MatchString(fold(p.Heading)) {
			least = leastTold
		}
		if children := parts[i+1 : end]; len(children) >= least && allAsk(children) {
			for j := range children {
				children[j].Question = true
			}
		}
	}
	return parts
}

// allAsk reports whether parts are questions beside one another, each over an answer.
func allAsk(parts []Part) bool {
	for i := range parts {
		p := &parts[i]
		text := strings.TrimSpace(p.Text())
		if p.Level != parts[0].Level || !asks(strings.TrimSpace(p.Heading)) || asksWhatIs(p.Heading) || text == "" || runes(text) > maxAnswer {
			return false
		}
	}
	return true
}
