package anatomy

import (
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/text"
)

// Lengths in code points above which a line is prose.
const (
	maxHeading  = 45
	maxQuestion = 70
	maxTitle    = 110
)

const (
	prose     shape = iota // sentences, list items, notes: what headings stand before
	cell                   // a price, a number: never a heading, but not prose either
	candidate              // short: a heading or a cell of a flattened table
)

// block is a stretch of lines between blank ones.
type block struct {
	lines []Line
	shape shape // of a block of one line; longer ones are prose
	head  bool  // is a heading
}

// outline finds the headings of a text that marks none: short lines that stand
// alone before prose. The first line is the title where none is declared. A run
// of short lines without prose between them is a flattened table, not headings.
func (r *reading) outline(lines []Line) []Part {
	lines = r.takeTitle(lines)
	r.subject = newSubject(r.lex, r.article.Title)
	o := outliner{reading: r, blocks: r.blocks(lines)}
	o.markRuns()
	first := 1
	if len(lines) > 0 {
		first = lines[0].No
	}
	o.parts = []Part{{Line: first}}
	for i := range o.blocks {
		o.place(i)
	}
	return o.parts
}

// takeTitle takes the title off the lines, or the line that repeats it.
func (r *reading) takeTitle(lines []Line) []Line {
	i := slices.IndexFunc(lines, func(l Line) bool { return !isBlank(l.Text) })
	if i < 0 {
		return lines
	}
	t := strings.TrimSpace(lines[i].Text)
	if r.article.Title != "" {
		if len(t) <= maxNoise && bare(t) == bare(r.article.Title) {
			r.drop(lines[i], whyDuplicate)
			return lines[i+1:]
		}
		return lines
	}
	if rest, ok := r.takeTitleBelow(lines, i); ok {
		return rest
	}
	if endsSentence(t) || runes(t) > maxTitle || listMark(t) > 0 && !strings.ContainsAny(t, "?？!！") {
		return lines
	}
	r.article.Title = t
	return lines[i+1:]
}

// blocks cuts lines at blank lines, and before and after a heading that stands
// right on its text.
func (r *reading) blocks(lines []Line) []block {
	var out []block
	var cur []Line
	flush := func() {
		if len(cur) == 0 {
			return
		}
		b := block{lines: cur}
		if len(cur) == 1 {
			b.shape = shapeOf(cur[0].Text)
		}
		out = append(out, b)
		cur = nil
	}
	for i, l := range lines {
		switch {
		case isBlank(l.Text):
			flush()
		case len(cur) == 0 && i+2 < len(lines) && r.leads(l.Text, lines[i+1].Text):
			flush()
			out = append(out, block{lines: []Line{l}, shape: candidate, head: true})
		case i+1 < len(lines) && !goesOnList(cur, l.Text) && r.attached(l.Text, lines[i+1].Text):
			flush()
			out = append(out, block{lines: []Line{l}, shape: candidate, head: true})
		default:
			cur = append(cur, l)
		}
	}
	flush()
	return out
}

// leads reports whether the first line of a block is the heading of the short lines
// below it: its words say nothing but what a section is about, and the next line's
// do not.
func (r *reading) leads(line, next string) bool {
	if isBlank(next) || shapeOf(line) != candidate || listMark(line) > 0 || !r.saysOnlyKind(line) {
		return false
	}
	h := readHeading(next)
	return shapeOf(next) == cell || shapeOf(next) == candidate && (h.kind == "" || h.weak) || corpus.HasAmount(next)
}

// saysOnlyKind reports whether the strong words of a heading, the subject and fillers
// are all that a line says.
func (r *reading) saysOnlyKind(line string) bool {
	h := readHeading(line)
	if h.kind == "" || h.weak {
		return false
	}
	rest, _ := r.subject.remainder(r.lex, h)
	return rest == ""
}

// goesOnList reports whether a line has the mark of the one before it: one of a run of
// marked lines is an item, even where text stands below the last.
func goesOnList(before []Line, line string) bool {
	if len(before) == 0 || !isMarked(line) || isBracketed(line) {
		return false
	}
	last := strings.TrimSpace(before[len(before)-1].Text)
	return last != "" && firstRune(last) == firstRune(strings.TrimSpace(line))
}

// attached reports whether a line is a heading that stands right on the text
// below it: a mark or its words must say so.
func (r *reading) attached(line, next string) bool {
	if isBlank(next) || shapeOf(line) != candidate {
		return false
	}
	if isBracketed(line) {
		return !isBracketed(next) // whatever its list items are marked with
	}
	if _, step := numberMark(strings.TrimSpace(next)); shapeOf(next) != prose && (step == 0 || listMark(line) > 0 && !isMarked(line)) {
		return false
	}
	if isMarked(line) {
		return !isMarked(next)
	}
	if _, n := numberMark(strings.TrimSpace(line)); n > 0 {
		return runes(line) <= 25 && listMark(next) == 0 && !sourceLine(next) // a step over its text
	}
	if listMark(line) > 0 {
		return false
	}
	return r.saysOnlyKind(line)
}

// outliner places blocks under the headings it finds among them.
type outliner struct {
	*reading
	blocks []block
	parts  []Part

	top         corpus.Kind // kind of the open section
	topHeading  heading
	hasTop      bool
	children    int  // subsections of it so far
	topMark     rune // the mark before sections: ■
	topNumber   int  // number of the last numbered section
	childNumber int  // and subsection
}

// markRuns decides which candidates are headings by what stands around them.
func (o *outliner) markRuns() {
	for i := 0; i < len(o.blocks); {
		if o.blocks[i].shape == prose || o.blocks[i].head {
			i++
			continue
		}
		end := i
		for end < len(o.blocks) && o.blocks[end].shape != prose && !o.blocks[end].head {
			end++
		}
		o.markRun(o.blocks[i:end], end < len(o.blocks))
		i = end
	}
}

// markRun decides on one run of short blocks; followed says that text comes
// after it. Up to two are a section and its subsection. Of a longer run only
// what says so by its words can be a heading: at its start the section that
// holds a flattened table, at its end the section that comes after one.
func (o *outliner) markRun(run []block, followed bool) {
	if followed && len(run) <= 2 {
		for i := range run {
			run[i].head = run[i].shape == candidate
		}
		return
	}
	if len(run) == 1 {
		return // the last line of the text has nothing to be the heading of
	}
	start := 0
	for start < len(run)-1 && run[start].shape == candidate && o.saysKind(run[start], false) {
		run[start].head = true
		start++
		if !followed {
			break
		}
	}
	if !followed {
		return
	}
	for end := len(run) - 1; end >= start && run[end].shape == candidate; end-- {
		line := run[end].lines[0].Text
		_, n := numberMark(strings.TrimSpace(line))
		_, before := 0, 0
		if end > 0 {
			_, before = numberMark(strings.TrimSpace(run[end-1].lines[0].Text))
		}
		if !o.saysKind(run[end], true) && !isMarked(line) && !(n > 0 && before == 0) {
			break
		}
		run[end].head = true
	}
}

// saysKind reports whether a line names a section kind; bareOnly asks that it
// says nothing else but the subject.
func (o *outliner) saysKind(b block, bareOnly bool) bool {
	h := readHeading(unmark(b.lines[0].Text))
	if h.kind == "" || h.weak {
		return false
	}
	if !bareOnly {
		return true
	}
	rest, _ := o.subject.remainder(o.lex, h)
	return rest == ""
}

// place puts a block under the open heading, or opens one with it.
func (o *outliner) place(i int) {
	b := &o.blocks[i]
	if len(b.lines) == 1 && b.shape != cell {
		if o.top == corpus.KindFAQ {
			o.markInFAQ(i)
		}
		if b.head {
			o.open(b.lines[0], o.below(i))
			return
		}
	}
	last := &o.parts[len(o.parts)-1]
	if n := len(last.Lines); n > 0 {
		// What stood apart stays apart: the blank lines between come back.
		for no := last.Lines[n-1].No + 1; no < b.lines[0].No; no++ {
			last.Lines = append(last.Lines, Line{"", no})
		}
	}
	last.Lines = append(last.Lines, b.lines...)
}

// markInFAQ decides under よくある質問: a question is a heading however short its
// neighbours are, and what comes right after a question is its answer.
func (o *outliner) markInFAQ(i int) {
	b := &o.blocks[i]
	line := b.lines[0].Text
	if b.shape == candidate && isQuestion(line) {
		b.head = i+1 < len(o.blocks)
		return
	}
	last := &o.parts[len(o.parts)-1]
	if b.head && last.Level == 2 && len(last.Lines) == 0 && isQuestion(last.Heading) {
		b.head = false
	}
}

// below is the text between heading i and the next one.
func (o *outliner) below(i int) string {
	var b strings.Builder
	for _, next := range o.blocks[i+1:] {
		if next.head || b.Len() > 4000 {
			break
		}
		for _, l := range next.lines {
			b.WriteString(l.Text)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// open begins a part with a heading over a text.
func (o *outliner) open(l Line, body string) {
	text := unmark(l.Text)
	level := o.level(text)
	if level == 2 && o.leaves(text, body) {
		level = 1
	}
	if isMarked(l.Text) {
		mark := firstRune(strings.TrimSpace(l.Text))
		if o.topMark == 0 && level == 1 {
			o.topMark = mark
		}
		if mark == o.topMark && !(o.top == corpus.KindFAQ && isQuestion(text)) {
			level = 1 // what is marked alike is alike
		}
	}
	h := readHeading(text)
	number, _ := numberMark(text)
	if level == 1 {
		o.top, o.topHeading, o.hasTop, o.children = h.kind, h, true, 0
		if o.top == "" {
			o.top = corpus.KindOverview
		}
		if number > 0 {
			o.topNumber = number
		}
		o.childNumber = 0
	} else {
		o.children++
		o.childNumber = number
	}
	o.parts = append(o.parts, Part{Heading: text, Level: level, Line: l.No})
}

// level decides whether a heading is a section (1) or a subsection (2) of the
// open one, by its words: a section's heading says its kind or the subject of
// the article, a subsection's something particular.
func (o *outliner) level(s string) int {
	if !o.hasTop {
		return 1
	}
	number, n := numberMark(s)
	h := readHeading(s[n:])
	rest, aboutSubject := o.subject.remainder(o.lex, h)
	strong := h.kind != "" && !h.weak
	switch {
	case n > 0:
		return o.numberedLevel(number, strong && rest == "")
	case o.top == corpus.KindFAQ && isQuestion(s):
		return 2
	case o.top == corpus.KindProcedure && o.children > 0 && h.kind == corpus.KindAftercare:
		return 2 // the last step
	case len(o.topHeading.all) > 1 && !aboutSubject && slices.Contains(o.topHeading.all, h.kind):
		return 2 // メリット under メリット・デメリット
	case strong && o.opensSection(h, rest, aboutSubject):
		return 1
	case strong && h.kind == o.top && !aboutSubject:
		return 2 // 受けられない人 under 注意点
	case o.standsAlone(s, h, rest, aboutSubject):
		return 1
	}
	return 2
}

// leaves reports whether a heading that names no kind goes on to something else than
// the open section, by what stands below it: no price after costs, nothing about a
// time after downtime, no number where the steps before had one.
func (o *outliner) leaves(heading, body string) bool {
	if h := readHeading(heading); h.kind != "" && !h.weak || body == "" {
		return false
	}
	number, _ := numberMark(heading)
	switch {
	case o.childNumber > 0 && number == 0 && o.top == corpus.KindProcedure:
		return true
	case o.top == corpus.KindCost:
		return !corpus.HasAmount(body) && !containsAny(heading+body, "費", "料", "円", "保険", "支払", "ローン", "税", "無料", "控除")
	case o.top == corpus.KindDowntime:
		return !containsAny(heading+body, "ダウンタイム", "日", "週", "時間", "か月", "ヶ月", "腫れ", "赤み", "内出血", "痛み", "回復")
	}
	return false
}

// opensSection reports whether a heading that names a kind is a section's: it
// says nothing else but the subject, or comes where nothing particular is open.
func (o *outliner) opensSection(h heading, rest string, aboutSubject bool) bool {
	if h.kind == o.top && !aboutSubject {
		return rest == "" && o.justOpened()
	}
	switch {
	case rest == "", aboutSubject, !isSpecific(o.top):
		return true
	case o.top == corpus.KindFAQ:
		return false
	case h.kind == corpus.KindComparison:
		return true
	}
	return o.top != corpus.KindRisks && listsKind(h) // 偶発症・リスク
}

// standsAlone reports whether a heading that names no kind, or only faintly, is
// a section's.
func (o *outliner) standsAlone(s string, h heading, rest string, aboutSubject bool) bool {
	if rest == strings.Join(weakWords(h), "") {
		// 期間・回数 is a section of its own after costs, but part of a procedure.
		return aboutSubject || !isSpecific(o.top) || o.top == corpus.KindCost || o.top == corpus.KindCandidates
	}
	if aboutSubject && (!isSpecific(o.top) || endsInNoun(s)) {
		return true
	}
	return o.top == corpus.KindSummary || o.top == corpus.KindFAQ && !isQuestion(s)
}

// justOpened reports whether the open section has nothing under it yet: a heading
// of the same kind then says the same in other words (FAQ over よくあるご質問).
func (o *outliner) justOpened() bool {
	last := o.parts[len(o.parts)-1]
	return last.Level == 1 && len(last.Lines) == 0
}

// listsKind reports whether a heading ends in a kind word that stands beside
// another noun: 「偶発症・リスク」, not 「美肌効果」.
func listsKind(h heading) bool {
	last := h.words[len(h.words)-1]
	if last.weak || last.end != len(h.folded) || last.start == 0 {
		return false
	}
	return strings.HasSuffix(h.folded[:last.start], "・") || strings.HasSuffix(h.folded[:last.start], "と") || strings.HasSuffix(h.folded[:last.start], "や")
}

// numberedLevel decides for 「2.点滴投与」: it continues the numbered sections or
// the numbered subsections, whichever it follows.
func (o *outliner) numberedLevel(number int, saysSection bool) int {
	continues := o.topNumber > 0 && number == o.topNumber+1
	if continues && (saysSection || number != o.childNumber+1) {
		return 1
	}
	return 2
}

func weakWords(h heading) []string {
	var out []string
	for _, w := range h.words {
		if w.weak {
			out = append(out, w.word)
		}
	}
	return out
}

// endsInNoun reports whether a heading ends as a noun does, not as a sentence.
func endsInNoun(s string) bool {
	r := lastRune(strings.TrimRight(s, "?？!！ 　"))
	return text.IsKanji(r) || text.IsKatakana(r)
}
