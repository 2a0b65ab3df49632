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

// dropRelated takes out sections that are lists of other pages or a table of
// contents by their heading, with their subsections.
func (r *reading) dropRelated(parts []Part) []Part {
	headings := map[string]bool{}
	for _, p := range parts {
		headings[contentsItem(p.Heading)] = true
	}
	out := make([]Part, 0, len(parts))
	below := 0 // level of the section being dropped
	why := ""
	var kinds kindStack
	for _, p := range parts {
		kind := kinds.open(p.Heading, p.Level)
		if below > 0 && p.Level > below && (why != whyContact && why != whyCampaign || !ofArticle(p.Heading)) {
			r.dropPart(p, why)
			continue
		}
		below = 0
		if p.Heading == "" {
			out = append(out, p)
			continue
		}
		h := bare(p.Heading)
		switch {
		case relatedHeads[h], isAlsoRead(p.Heading):
			why = whyRelated
		case isAppeal(p.Heading) && isShort(p.Lines):
			why = whyShare
		case headsSiteLines(p):
			why = noticeReason(fold(strings.TrimSpace(p.Heading)))
		case tocHeads[h] && (listOnly(p.Lines) || textAfterList(p.Lines) >= 0), looseTocHeads[h] && listsHeadings(p.Lines, headings):
			why = whyContents
		case noiseLines[h] != "" && isShort(p.Lines) && !hasPrices(p.Lines):
			why = noiseLines[h]
		case kind != corpus.KindProcedure && kind != corpus.KindFAQ && invitesOnly(p):
			why = whyContact
		case offers(p) && (!hasPrices(p.Lines) || r.pricedBeside(parts, p)):
			why = whyCampaign
		case relatedTreatments[h] && isShort(p.Lines) && !hasPrices(p.Lines):
			why = whyRelated
		case newsHeading.MatchString(h) && (isNews(p.Lines) || containsAny(h, "一覧", "新着") && isShort(p.Lines) && !hasPrices(p.Lines)):
			why = whyRelated
		case placeHeading.MatchString(fold(p.Heading)):
			why = whyContact
		default:
			out = append(out, p)
			continue
		}
		below = max(p.Level, 1)
		if i := textAfterList(p.Lines); i >= 0 && (why == whyContents || why == whyRelated && i > 0) {
			rest := p
			rest.Heading, rest.Level, rest.Line, rest.Lines = "", 0, p.Lines[i].No, p.Lines[i:]
			p.Lines = p.Lines[:i]
			out = append(out, rest)
		}
		if why == whyContact {
			if kept := r.keepTelling(p); len(kept.Lines) > 0 {
				out = append(out, kept)
				continue
			}
		}
		r.dropPart(p, why)
	}
	return out
}

// textAfterList returns the index of the first line of the text that goes on below a list
// of links, to the end in sentences; -1 where none does.
func textAfterList(lines []Line) int {
	first := slices.IndexFunc(lines, func(l Line) bool { return endsSentence(l.Text) && listMark(l.Text) == 0 })
	if first < 0 {
		return -1
	}
	for i, l := range lines {
		if !isBlank(l.Text) && (i < first) == (listMark(l.Text) == 0) {
			return -1
		}
	}
	return first
}

// keepTelling drops what a part says of where the clinic is and when it is open, and
// returns the rest: sentences about the treatment (車で帰れません). Without such a sentence
// nothing is dropped yet.
func (r *reading) keepTelling(p Part) Part {
	tells := func(l Line) bool { return endsSentence(l.Text) && tellingWords.MatchString(l.Text) }
	kept := p
	kept.Lines = nil
	for _, l := range p.Lines {
		if tells(l) {
			kept.Lines = append(kept.Lines, l)
		}
	}
	if len(kept.Lines) > 0 {
		for _, l := range p.Lines {
			if !tells(l) {
				r.drop(l, whyContact)
			}
		}
	}
	return kept
}

// tellingWords are words of what a treatment does, asks or forbids, which directions to a
// clinic do without.
var tellingWords = regexp.MustCompile(`副作用|合併症|腫れ|赤み|出血|痛み|麻酔|鎮静|点滴|注射|手術|施術の|施術後|治療後|術後|運転|妊娠|授乳|服用|内服|絶食|飲酒|入浴|受けられません|できません|避けて|控えて|お控え|持参|同意書|禁忌|アレルギー|発熱`)

// pricedBeside reports whether another part gives prices: where one is the only one, its
// offer is all that the page says of them.
func (r *reading) pricedBeside(parts []Part, p Part) bool {
	return slices.ContainsFunc(parts, func(other Part) bool { return other.Line != p.Line && hasPrices(other.Lines) })
}

// ofArticle reports whether a heading names a kind of section that no description of
// a clinic has below it.
func ofArticle(heading string) bool {
	h := readHeading(heading)
	return !h.weak && h.kind != "" && h.kind != corpus.KindOther
}

func (r *reading) dropPart(p Part, why string) {
	r.drop(Line{p.Heading, p.Line}, why)
	for _, l := range p.Lines {
		r.drop(l, why)
	}
}

// listOnly reports whether the lines are nothing but list items.
func listOnly(lines []Line) bool {
	for _, l := range lines {
		if !isBlank(l.Text) && listMark(l.Text) == 0 {
			return false
		}
	}
	return true
}

// listsHeadings reports whether every line is the heading of a part.
func listsHeadings(lines []Line, headings map[string]bool) bool {
	for _, l := range lines {
		if !isBlank(l.Text) && !headings[contentsItem(l.Text)] {
			return false
		}
	}
	return true
}

// isShort reports whether the lines hold no sentence.
func isShort(lines []Line) bool {
	return !slices.ContainsFunc(lines, func(l Line) bool { return len(l.Text) > maxNoise || endsSentence(l.Text) })
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
	case s.head.weak && kind == s.head.kind && (s.parent == nil || !isSpecific(s.parent.Kind) || s.parent.guessed):
		return r.overruled(s)
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
	if kind := r.kindOfNames(s); kind != "" {
		return kind
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
