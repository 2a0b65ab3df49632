package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// reading is one draft on its way to an article.
type reading struct {
	lex      Lexicon
	article  corpus.Article
	declared corpus.Article // what the file said: never overwritten
	subject  subject
	headings map[string]bool // bare, for tables of contents
	pageKind corpus.Kind     // of a page that is about one thing; else empty
	asked    []string        // questions that the file declares as data, to compare with
	dropped  []corpus.Dropped
	sections []*section
	title    string            // in normal form, once somebody asked
	feeNames map[string]string // the fees that labels in normal form name
}

// section is a section of the article with what only the reading needs of it.
type section struct {
	*corpus.Section
	head     heading
	parent   *section
	question bool // holds the answer to its heading
	marked   bool // is a question by a mark of its own, and not by where it stands
	leading  int  // questions that stand first below it, marked as such
	other    bool // something else stands behind them
	links    []Link
	refs     []string
	tail     bool     // cut off the end of a section: who supervised, what is cited
	supports *section // what it cites supports that section too
	told     string   // of a section without a text: what stands below it
	late     bool     // in the second half of the article
	guessed  bool     // no heading has said the kind

	units    []unit
	split    bool // units is set
	mentions []lexicon.Mention
	found    bool // mentions is set
	cues     cue
	scanned  bool // cues is set
}

// Read makes the article of a draft: complete and normalized, not yet validated.
func Read(lex Lexicon, d *Draft) *corpus.Article { return &read(lex, d).article }

func read(lex Lexicon, d *Draft) *reading {
	r := &reading{lex: lex, article: d.Article, declared: d.Article, dropped: d.Dropped}
	parts := r.parts(d)
	if r.subject.names == nil {
		r.subject = newSubject(lex, r.article.Title)
	}
	parts = settleQuestions(groupQuestions(r.declareFAQs(parts, d.FAQs)))
	r.makeSections(r.cutTails(r.expandFAQs(parts)))
	r.readFAQs()
	r.understand(d.Supports)
	r.finish(d.At)
	return r
}

// Complete fills in what an article that was declared with its sections leaves
// open: kinds and ids stay, facts that are set are not read again.
func Complete(lex Lexicon, a *corpus.Article) {
	r := &reading{lex: lex, article: *a, declared: *a, subject: newSubject(lex, a.Title)}
	r.adopt()
	r.readFAQs()
	r.understand(nil)
	r.article.Normalize()
	*a = r.article
}

// understand reads everything that sections and their kinds tell.
func (r *reading) understand(supports map[int][]string) {
	r.readSources(supports)
	r.readSupervision()
	r.readSubject()
	r.readNumbers()
	r.readPolicy()
	r.readClaims()
}

// parts are the parts of the draft without noise; where headings are not
// marked, they are found here.
func (r *reading) parts(d *Draft) []Part {
	if d.Unmarked && len(d.Parts) > 0 {
		p := d.Parts[0]
		parts := r.outline(r.dropTail(p.Lines, r.dropNoise(p.Lines)))
		for i := range parts {
			parts[i].Links = p.Links // each is found again by its words
		}
		if len(parts) == 1 {
			parts[0].Refs = p.Refs // of several parts, which one refers is not known
		}
		return r.dropDecor(r.dropRelated(append(parts, d.Parts[1:]...)))
	}
	r.headings = make(map[string]bool, len(d.Parts))
	for i := range d.Parts {
		if h := d.Parts[i].Heading; h != "" {
			r.headings[contentsItem(h)] = true
		}
	}
	parts := slices.Clone(d.Parts)
	for i := range parts {
		before := parts[i].Lines
		parts[i].Lines = r.dropNoise(before)
		if i == len(parts)-1 && !parts[i].Question {
			parts[i].Lines = r.dropTail(before, parts[i].Lines)
		}
	}
	return r.dropDecor(r.dropRelated(parts))
}

// expandFAQs gives every question its own part. Kinds are needed for that, so
// they are decided here, once, in the order of the parts.
func (r *reading) expandFAQs(parts []Part) []Part {
	if len(r.asked) == 0 && !slices.ContainsFunc(parts, func(p Part) bool {
		return slices.ContainsFunc(p.Lines, func(l Line) bool { return mayAsk(l.Text) })
	}) {
		return parts
	}
	var kinds kindStack
	out := make([]Part, 0, len(parts))
	for _, p := range parts {
		kind := kinds.open(p.Heading, p.Level)
		if split := r.splitFAQ(p, kind == corpus.KindFAQ); split != nil {
			out = append(out, split...)
		} else {
			out = append(out, p)
		}
	}
	return out
}

// mayAsk is a quick test for lines that splitFAQ has to look at.
func mayAsk(line string) bool {
	return line != "" && (questionLen(line) > 0 || len(line) <= 4*maxQuestion && (answerLen(line) > 0 || asks(line)) || strings.ContainsAny(line, "?？|"))
}

// kindStack decides the kinds of sections from headings in reading order.
type kindStack struct {
	heads []heading
	kinds []corpus.Kind
}

// open goes on to the next heading and returns its section's kind; "" where
// neither the heading nor its parents say.
func (s *kindStack) open(text string, level int) corpus.Kind {
	level = max(level, 1)
	if text == "" {
		s.heads, s.kinds = s.heads[:0], s.kinds[:0]
		return corpus.KindOverview
	}
	h := readHeading(text)
	depth := min(level-1, len(s.heads))
	s.heads, s.kinds = s.heads[:depth], s.kinds[:depth]
	kind := h.kind
	if depth > 0 {
		kind = inherit(s.heads[depth-1], h, s.kinds[depth-1])
		h = h.under(s.heads[depth-1])
	}
	s.heads, s.kinds = append(s.heads, h), append(s.kinds, kind)
	return kind
}

// makeSections makes the article's sections of the parts.
func (r *reading) makeSections(parts []Part) {
	var open []*section
	var whole *section // the last that was not cut off another
	r.pageKind = r.kindOfPage()
	for i := range parts {
		p := &parts[i]
		body, numbers := p.numbered()
		if body == "" && p.Heading == "" {
			continue
		}
		s := &section{Section: &corpus.Section{
			Heading: strings.TrimSpace(p.Heading), Level: max(p.Level, 1), Text: body, StartLine: p.Line, Lines: numbers,
		}, question: p.Question || questionLen(p.Heading) > 0 && (answerLen(body) > 0 || isQuestion(p.Heading)), links: p.Links, refs: p.Refs, tail: p.tail, late: 2*i >= len(parts)}
		if s.Heading == "" {
			s.StartLine = firstLine(p)
		}
		for len(open) > 0 && (open[len(open)-1].Level >= s.Level || s.Heading == "") {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			s.parent = open[len(open)-1]
		}
		s.noteQuestion()
		s.head = readHeading(s.Heading)
		if body == "" && s.head.kind == "" && !s.question {
			s.told = toldBelow(s.Level, parts[i+1:])
		}
		s.Kind = r.kindOf(s)
		if s.parent != nil {
			s.head = s.head.under(s.parent.head)
		}
		if !p.tail {
			whole = s
		} else if p.supports {
			s.supports = whole
		}
		open = append(open, s)
		r.sections = append(r.sections, s)
	}
	r.kindByTitle()
	r.kindOfQuestions()
	r.settle()
}

// firstLine is the line of the first text of a part without a heading.
func firstLine(p *Part) int {
	for _, l := range p.Lines {
		if !isBlank(l.Text) {
			return l.No
		}
	}
	return p.Line
}

// kindOf decides a section's kind: by its heading and its parent's, where they
// say nothing by the subject, and at last by the content.
func (r *reading) kindOf(s *section) corpus.Kind {
	kind := s.head.kind
	if own := r.kindByForm(s); own != "" {
		return own
	}
	switch {
	case s.parent != nil && !s.parent.guessed:
		kind = inherit(s.parent.head, s.head, s.parent.Kind)
		if kind != s.head.kind && r.aboutSubjectItself(s) {
			kind = s.head.kind
		}
	case r.pageKind != "" && (kind == "" || s.head.weak):
		kind = r.pageKind
	}
	switch {
	case kind == "", kind == corpus.KindOther && s.head.kind == "", kind == corpus.KindProcedure && addresses(s.head):
		return r.kindBySubject(s)
	case kind == corpus.KindComparison && s.head.kind == "":
		return r.kindOfCompared(s)
	case s.head.kind == "" && s.parent != nil && s.parent.head.weak && s.parent.Kind == s.parent.head.kind:
		return r.overruled(s, kind)
	case s.head.weak && kind == s.head.kind && (s.parent == nil || !isSpecific(s.parent.Kind) || s.parent.guessed):
		return r.overruled(s, kind)
	}
	return kind
}

// kindByForm is the kind of a section that is what it is wherever it stands; "" for
// others.
func (r *reading) kindByForm(s *section) corpus.Kind {
	kind := s.head.kind
	switch {
	case s.question:
		return corpus.KindFAQ
	case s.Heading != "" && (kind == "" || s.head.weak) && listsCitations(s.Text):
		return corpus.KindSources
	case s.Heading == "":
		return corpus.KindOverview
	case kind == corpus.KindOther && aboutStaff(s.Heading) && strings.Contains(s.Text, "監修"):
		return corpus.KindSupervision
	case s.tail && kind != "":
		return kind
	case s.parent == nil || s.parent.Kind != corpus.KindFAQ:
		return ""
	case invites(s.Heading):
		return corpus.KindOther
	case s.followsQuestions() && !s.inAnswer():
		if kind == "" {
			return corpus.KindOther
		}
		return kind
	case kind != "" && r.endsQuestions(s):
		return kind
	}
	return ""
}

// endsQuestions reports whether a section below よくある質問 is none of the questions: all
// those before it ask, and its heading only names what it is about (受診の目安).
func (r *reading) endsQuestions(s *section) bool {
	asked := 0
	for _, sibling := range slices.Backward(r.sections) {
		if sibling == s.parent {
			break
		}
		if sibling.parent != s.parent {
			continue
		}
		if !sibling.question && !isQuestion(sibling.Heading) {
			return false
		}
		asked++
	}
	return asked >= 2 && !s.question && !isQuestion(s.Heading) && s.head.saysNoMore()
}

// kindOfCompared is the kind of a section below a comparison whose heading names no
// kind: it compares where its text does, else it tells of one of those compared.
func (r *reading) kindOfCompared(s *section) corpus.Kind {
	if s.Text == "" || comparing.MatchString(s.Text) || strings.Contains(s.Text, "\n|") {
		return corpus.KindComparison
	}
	return r.kindBySubject(s)
}

// comparing are the words by which a text compares.
var comparing = regexp.MustCompile(`比べ|比較|違い|違って|異な|に対し|より(?:も|は)?、?[^。]{0,20}(?:い|く|かっ|高|低|早|速|多|少)|一方|どちら|ほうが|方が`)

// addresses reports whether a heading of weak words only says to whom it speaks:
// 「歯の治療を受ける方へ」.
func addresses(h heading) bool {
	return h.weak && hasAnySuffix(h.folded, "方へ", "方々へ", "人へ", "皆様へ", "みなさまへ", "患者様へ", "患者さんへ", "ご家族へ")
}

// aboutSubjectItself reports whether the heading of a subsection names the article's
// subject and what of it the section is about: 「ピコレーザーの副作用」 is a section of
// its own wherever it stands, 「料金が高い」 under デメリット is none.
func (r *reading) aboutSubjectItself(s *section) bool {
	if s.head.kind == "" || s.head.weak || s.parent.Kind == corpus.KindFAQ || !endsInNoun(s.Heading) {
		return false
	}
	_, about := r.subject.remainder(r.lex, s.head)
	return about
}

// kindOfPage is the kind that the title names, where it says nothing else but the
// subject: 料金表, よくある質問.
func (r *reading) kindOfPage() corpus.Kind {
	h := readHeading(r.article.Title)
	if h.kind == "" || h.weak || len(distinctKinds(h)) != 1 {
		return ""
	}
	switch h.kind {
	case corpus.KindCost, corpus.KindFAQ, corpus.KindRisks, corpus.KindPrecautions, corpus.KindDowntime, corpus.KindAftercare:
		if rest, _ := r.subject.remainder(r.lex, h); rest == "" {
			return h.kind
		}
	}
	return ""
}

// kindOfQuestions makes a heading without a kind of its own one of the FAQ, where all
// that stands below it are questions.
func (r *reading) kindOfQuestions() {
	for i, s := range r.sections {
		if s.Kind == corpus.KindFAQ || s.Text != "" && (runes(s.Text) > maxLead || !askingHead.MatchString(fold(s.Heading))) || s.head.kind != "" && !s.head.weak {
			continue
		}
		below := 0
		for _, child := range r.sections[i+1:] {
			if child.Level <= s.Level {
				break
			}
			if child.parent == s && !child.question {
				below = 0
				break
			}
			below++
		}
		if below > 0 {
			s.Kind = corpus.KindFAQ
		}
	}
}

// settle hands the sections to the article, which gives them ids and paths; from
// here on both look at the same ones.
func (r *reading) settle() {
	r.article.Sections = make([]corpus.Section, len(r.sections))
	for i, s := range r.sections {
		r.article.Sections[i] = *s.Section
		s.Section = &r.article.Sections[i]
	}
	r.article.Normalize()
}

// kindBySubject decides where no heading says anything: the content does, and what
// else the heading says of the subject is an overview.
func (r *reading) kindBySubject(s *section) corpus.Kind {
	rest, about := r.subject.remainder(r.lex, s.head)
	if about && rest == "" {
		return corpus.KindOverview
	}
	if s.listsCases() {
		return corpus.KindOther
	}
	if kind := r.kindOfNames(s); kind != "" {
		return kind
	}
	if r.namesTreatments(s.Heading) {
		return r.overruled(s, corpus.KindOverview)
	}
	kind := r.kindOfContent(s)
	s.guessed = kind != corpus.KindOther
	if kind == corpus.KindOther && about {
		return corpus.KindOverview // what is told of the subject without a word of what it is about
	}
	return kind
}

// kindByTitle gives a text without any heading the kind of its title, where the
// title names just one: a passage 「ピコレーザーの副作用」.
func (r *reading) kindByTitle() {
	if len(r.sections) != 1 || r.sections[0].Heading != "" {
		return
	}
	if h := readHeading(r.article.Title); h.kind != "" && !h.weak && len(h.all) == 1 && len(distinctKinds(h)) == 1 {
		r.sections[0].Kind = h.kind
	}
}

// distinctKinds are the kinds that a heading's strong words name, wherever they
// stand in it.
func distinctKinds(h heading) map[corpus.Kind]bool {
	out := map[corpus.Kind]bool{}
	for _, w := range h.words {
		if !w.weak {
			out[w.kind] = true
		}
	}
	return out
}

// finish restores what the file declared and lists what was dropped.
func (r *reading) finish(at int) {
	r.article.Dropped = append(slices.Clone(r.declared.Dropped), r.dropped...)
	if at > 0 {
		for i := range r.article.Sections {
			r.article.Sections[i].StartLine, r.article.Sections[i].Lines = at, nil
		}
		for i := range r.article.Dropped {
			r.article.Dropped[i].Line = at
		}
	}
	slices.SortStableFunc(r.article.Dropped, func(a, b corpus.Dropped) int { return a.Line - b.Line })
	r.article.Normalize()
}
