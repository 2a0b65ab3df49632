package reader

import (
	"regexp"
	"strings"
)

// Notes on risks, on approval and on who pays stand in the feet of pages as often as in
// the article, and belong to it: what else a foot says is dropped around them.

// noteWords are what such a note is about, noteForm how it is told from a menu.
var (
	noteWords = regexp.MustCompile(riskWords.String() + `|未承認|適応外|個人輸入|入手経路|救済制度|国内承認|自由診療|公的医療保険|保険適用外|保険適応外|保険診療では|個人差|ダウンタイム`)
	noteForm  = regexp.MustCompile(`^[※＊*]|^(?:注|【[^】]*(?:リスク|副作用|未承認|注意|自由診療)[^】]*】)|。|(?:リスク|副作用|入手経路|救済制度|承認)[^。]{0,12}[:：]`)
)

// leastNote is how many characters a note has.
const leastNote = 10

// isNote reports whether an element without blocks in it is such a note.
func isNote(n *node) bool {
	if !n.isBlock() || n.size.text < leastNote || n.size.links > 0 || hasBlocks(n) {
		return false
	}
	text := strings.TrimSpace(plainText(n))
	return noteWords.MatchString(text) && noteForm.MatchString(text) && !appealsToVisit.MatchString(text)
}

// appealsToVisit is said by clinics of themselves, with the words of notes in it.
var appealsToVisit = regexp.MustCompile(`お気軽|お越し|ご来院|心がけ|目指し|お待ちして|モットー|クッキー|(?i:cookie)`)

// dropAround drops an element with a reason, save the notes in it. It reports whether
// any was kept.
func (p *page) dropAround(n *node, why string) bool {
	notes := find(n, isNote)
	if isNote(n) {
		p.noted(n)
		return true
	}
	if len(notes) == 0 {
		p.dropNode(n, why)
		return false
	}
	holds := map[*node]bool{}
	for _, note := range notes {
		p.noted(note)
		for a := note; a != n; a = a.parent {
			holds[a] = true
		}
	}
	p.dropOthers(n, holds, why)
	return true
}

// dropOthers drops what in an element holds no note.
func (p *page) dropOthers(n *node, holds map[*node]bool, why string) {
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.tag == "" && strings.TrimSpace(c.text) != "":
			p.list(c.line+leadingBreaks(c.text), strings.Join(strings.Fields(c.text), " "), why)
			c.text = ""
		case c.tag == "" || p.notes[c]:
		case holds[c]:
			p.dropOthers(c, holds, why)
		default:
			p.dropNode(c, why)
		}
	}
}

// noted keeps a note.
func (p *page) noted(n *node) {
	if p.notes == nil {
		p.notes = map[*node]bool{}
	}
	p.notes[n] = true
}

// note reads a note that stands outside of the main content: apart from the section
// before it.
func (w *blocks) note(n *node) {
	w.flush()
	from := len(w.out)
	before := w.at
	w.at = n
	w.children(n)
	w.flush()
	w.at = before
	if len(w.out) > from {
		w.out[from].apart = true
	}
}
