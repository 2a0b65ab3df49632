package corrections

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
)

// applySection changes the kind or the heading of a section, or takes text out.
func (e *editing) applySection() error {
	if e.c.Kind != "" {
		e.setKind(e.at, e.c.Kind)
	}
	if e.c.Heading != "" {
		e.setHeading(e.at, e.c.Heading)
	}
	switch {
	case !e.c.Hide:
		return nil
	case e.c.Passage != "":
		return e.hidePassage()
	}
	e.hideSection()
	return nil
}

// setKind changes the kind of a section, and of those below that had theirs from
// it. What is no FAQ any more has no entries; what is one now, under a question,
// is an entry.
func (e *editing) setKind(at int, kind corpus.Kind) {
	was := e.Sections[at].Kind
	for i := at; i < len(e.Sections) && (i == at || e.Sections[i].Level > e.Sections[at].Level); i++ {
		s := &e.Sections[i]
		if i > at && s.Kind != was {
			continue
		}
		e.note("kind", s.ID, string(s.Kind))
		e.changed[s.ID] = true
		s.Kind = kind
		switch {
		case kind != corpus.KindFAQ:
			e.FAQs = slices.DeleteFunc(e.FAQs, func(f corpus.FAQ) bool { return f.Section == s.ID })
		case asks(s.Heading) && s.Text != "" && !slices.ContainsFunc(e.FAQs, func(f corpus.FAQ) bool { return f.Section == s.ID }):
			e.insertFAQ(corpus.FAQ{Question: s.Heading, Answer: s.Text, Section: s.ID})
		}
	}
}

func asks(heading string) bool {
	h := strings.TrimSpace(heading)
	return strings.HasSuffix(h, "?") || strings.HasSuffix(h, "？") || strings.HasSuffix(h, "か") || strings.HasSuffix(h, "か。")
}

// setHeading changes a heading, and the paths of the sections below it. Ids stay.
func (e *editing) setHeading(at int, heading string) {
	s := &e.Sections[at]
	e.note("heading", s.ID, s.Heading)
	e.changed[s.ID] = true
	for i := range e.FAQs {
		if f := &e.FAQs[i]; f.Section == s.ID && s.Heading != "" && holds(s.Heading, f.Question) {
			f.Question = heading
		}
	}
	if s.Heading == "" || len(s.Path) == 0 { // the lead: it has no path, and nothing below it
		s.Heading, s.Path = heading, []string{heading}
		return
	}
	s.Heading = heading
	depth := len(s.Path) - 1
	for i := at; i < len(e.Sections) && (i == at || e.Sections[i].Level > s.Level); i++ {
		if p := e.Sections[i].Path; depth < len(p) {
			p[depth] = heading
		}
	}
}

// whyHidden is what Dropped says of text that a correction took out.
const whyHidden = "hidden by an editor"

// hideSection takes the text of a section out, with its questions. The section
// itself goes where nothing is below it.
func (e *editing) hideSection() {
	s := e.Sections[e.at]
	said := strings.TrimSpace(s.Heading + "\n" + s.Text)
	e.note("text", s.ID, said)
	e.Dropped = append(e.Dropped, corpus.Dropped{Line: s.StartLine, Text: said, Why: whyHidden})
	e.FAQs = slices.DeleteFunc(e.FAQs, func(f corpus.FAQ) bool { return f.Section == s.ID })
	e.changed[s.ID] = true
	if e.at+1 < len(e.Sections) && e.Sections[e.at+1].Level > s.Level {
		e.setText(e.at, "", nil)
		return
	}
	e.forget(s.ID, func(string) bool { return true })
	e.Sections = slices.Delete(e.Sections, e.at, e.at+1)
}

// hidePassage takes one passage out of its section, and of the answer that holds it.
func (e *editing) hidePassage() error {
	s := &e.Sections[e.at]
	if strings.TrimSpace(s.Text) == strings.TrimSpace(e.text) {
		e.hideSection()
		return nil
	}
	found := false
	for i, f := range e.FAQs {
		if f.Section != s.ID || !strings.Contains(f.Answer, e.text) {
			continue
		}
		found = true
		if strings.TrimSpace(f.Answer) == e.text {
			e.note("text", s.ID, f.Question+" "+f.Answer)
			e.drop(s, f.Question+"\n"+f.Answer, f.Answer)
			e.cutText(e.at, f.Question, f.Answer)
			e.FAQs = slices.Delete(e.FAQs, i, i+1)
			return nil
		}
		e.FAQs[i].Answer = strings.TrimSpace(strings.Replace(f.Answer, e.text, "", 1))
		break
	}
	if !found && !strings.Contains(s.Text, e.text) {
		return gone("article %s: the text of passage %s is not there any more", e.ID, e.c.Passage)
	}
	e.note("text", s.ID, e.text)
	e.drop(s, e.text, e.text)
	e.cutText(e.at, "", e.text)
	return nil
}

// drop lists hidden text with the line on which the part of it stands.
func (e *editing) drop(s *corpus.Section, text, part string) {
	line := s.StartLine
	if at := strings.Index(s.Text, part); at >= 0 {
		if n := strings.Count(s.Text[:at], "\n"); n < len(s.Lines) {
			line = s.Lines[n]
		}
	}
	e.Dropped = append(e.Dropped, corpus.Dropped{Line: line, Text: text, Why: whyHidden})
}

// cutText takes a stretch out of a section's text: from the question, where there
// is one before it, to the end of the part.
func (e *editing) cutText(at int, question, part string) {
	s := &e.Sections[at]
	end := strings.Index(s.Text, part)
	if end < 0 {
		return // declared beside the text
	}
	start := end
	if question != "" {
		if q := strings.LastIndex(s.Text[:end], question); q >= 0 {
			start = q
		}
	}
	start = markStart(s.Text, start)
	e.replaceText(at, start, end+len(part), "")
}

// markStart moves back over the mark of a question or an answer before a byte,
// when nothing else stands before it on its line.
func markStart(s string, at int) int {
	line := strings.LastIndexByte(s[:at], '\n') + 1
	if len([]rune(s[line:at])) <= 6 {
		return line
	}
	return at
}

// replaceText puts text in place of the bytes [start,end) of a section's text, and
// keeps the numbers of its lines.
func (e *editing) replaceText(at, start, end int, with string) {
	s := &e.Sections[at]
	lines := s.Lines
	if lines != nil {
		first, last := strings.Count(s.Text[:start], "\n"), strings.Count(s.Text[:end], "\n")
		if last >= len(lines) {
			lines = nil
		} else {
			kept := slices.Clone(lines[:first+1])
			for range strings.Count(with, "\n") {
				kept = append(kept, lines[first])
			}
			lines = append(kept, lines[last+1:]...)
		}
	}
	e.setText(at, s.Text[:start]+with+s.Text[end:], lines)
}

// setText gives a section another text, without blank lines at its ends or two of
// them inside, and forgets what was read from sentences that are gone.
func (e *editing) setText(at int, text string, lines []int) {
	s := &e.Sections[at]
	kept := strings.Split(text, "\n")
	if len(lines) != len(kept) {
		lines = nil
	}
	blank := func(i int) bool { return i < 0 || i >= len(kept) || strings.TrimSpace(kept[i]) == "" }
	var out []string
	var numbers []int
	for i := range kept {
		if blank(i) && (len(out) == 0 || strings.TrimSpace(out[len(out)-1]) == "") {
			continue
		}
		out = append(out, kept[i])
		if lines != nil {
			numbers = append(numbers, lines[i])
		}
	}
	for len(out) > 0 && strings.TrimSpace(out[len(out)-1]) == "" {
		out = out[:len(out)-1]
		if lines != nil {
			numbers = numbers[:len(out)]
		}
	}
	was := s.Text
	s.Text, s.Lines = strings.Join(out, "\n"), numbers
	e.changed[s.ID] = true
	now := s.Text
	e.forget(s.ID, func(sentence string) bool { return strings.Contains(was, sentence) && !strings.Contains(now, sentence) })
}

// forget drops what was read in a section from sentences that are gone.
func (e *editing) forget(section string, lost func(sentence string) bool) {
	claim := func(c corpus.Claim) bool { return c.Section == section && lost(c.Sentence) }
	e.Effects = slices.DeleteFunc(e.Effects, claim)
	e.Risks = slices.DeleteFunc(e.Risks, claim)
	e.Contraindications = slices.DeleteFunc(e.Contraindications, claim)
	evidence := func(v corpus.Evidence) bool { return v.Section == section && lost(v.Sentence) }
	if n := len(e.Cost.Evidence); n > 0 {
		if e.Cost.Evidence = slices.DeleteFunc(e.Cost.Evidence, evidence); len(e.Cost.Evidence) == 0 {
			e.Cost = corpus.Cost{Evidence: []corpus.Evidence{}} // nothing says so any more
		}
	}
	if n := len(e.Downtime.Evidence); n > 0 {
		if e.Downtime.Evidence = slices.DeleteFunc(e.Downtime.Evidence, evidence); len(e.Downtime.Evidence) == 0 {
			e.Downtime = corpus.Downtime{Evidence: []corpus.Evidence{}}
		}
	}
	e.Fees = slices.DeleteFunc(e.Fees, func(f corpus.Fee) bool { return evidence(f.Evidence) })
}

// applyFAQ adds, changes or removes an FAQ entry.
func (e *editing) applyFAQ() error {
	c := e.c.FAQ
	if c == nil {
		return nil
	}
	if c.Of == "" {
		return e.addFAQ(c)
	}
	at := -1
	for i, f := range e.FAQs {
		if e.at >= 0 && f.Section != e.Sections[e.at].ID || plain(f.Question) != plain(c.Of) {
			continue
		}
		if at >= 0 {
			return fmt.Errorf("article %s: the question %q stands more than once: name its section", e.ID, short(c.Of))
		}
		at = i
	}
	if at < 0 {
		return gone("article %s: there is no question %q any more", e.ID, short(c.Of))
	}
	f := &e.FAQs[at]
	e.note("faq", f.Section, f.Question+" "+f.Answer)
	e.changed[f.Section] = true
	if c.Remove {
		e.FAQs = slices.Delete(e.FAQs, at, at+1)
		return nil
	}
	e.rewriteFAQ(f, c)
	return nil
}

// rewriteFAQ changes an entry, and the words in its section that it was read from.
func (e *editing) rewriteFAQ(f *corpus.FAQ, c *FAQ) {
	in := sectionOf(e.Article, f.Section)
	s := &e.Sections[in]
	answer := strings.Index(s.Text, f.Answer)
	if c.Question != "" {
		q := strings.LastIndex(s.Text[:max(answer, 0)], f.Question)
		if q >= 0 {
			e.replaceText(in, q, q+len(f.Question), c.Question)
		} else if s.Heading != "" && holds(s.Heading, f.Question) {
			e.setHeading(in, c.Question)
		}
		f.Question = c.Question
	}
	if c.Answer != "" {
		if answer = strings.Index(s.Text, f.Answer); f.Answer != "" && answer >= 0 {
			e.replaceText(in, answer, answer+len(f.Answer), c.Answer)
		}
		f.Answer = c.Answer
	}
}

func (e *editing) addFAQ(c *FAQ) error {
	in := e.at
	if in < 0 {
		in = slices.IndexFunc(e.Sections, func(s corpus.Section) bool { return s.Kind == corpus.KindFAQ })
	}
	if in < 0 {
		return fmt.Errorf("article %s: it has no section of questions to add one to: name a section", e.ID)
	}
	s := &e.Sections[in]
	e.note("faq", s.ID, "")
	e.changed[s.ID] = true
	if s.Kind != corpus.KindFAQ {
		e.setKind(in, corpus.KindFAQ)
	}
	e.FAQs = slices.DeleteFunc(e.FAQs, func(f corpus.FAQ) bool { return f.Section == s.ID && f.Question == c.Question })
	if !strings.Contains(s.Text, c.Answer) { // it is read there, too
		e.appendText(in, "Q. "+c.Question+"\nA. "+c.Answer)
	}
	e.insertFAQ(corpus.FAQ{Question: c.Question, Answer: c.Answer, Section: s.ID})
	return nil
}

// appendText adds a paragraph to a section. It has no line of its own in the
// source: its lines count as the last one.
func (e *editing) appendText(at int, paragraph string) {
	s := &e.Sections[at]
	if s.Text == "" {
		e.setText(at, paragraph, slices.Repeat([]int{s.StartLine}, strings.Count(paragraph, "\n")+1))
		return
	}
	e.replaceText(at, len(s.Text), len(s.Text), "\n\n"+paragraph)
}

// insertFAQ adds an entry after those of its section and the ones before.
func (e *editing) insertFAQ(f corpus.FAQ) {
	order := map[string]int{}
	for i := range e.Sections {
		order[e.Sections[i].ID] = i
	}
	at := len(e.FAQs)
	for at > 0 && order[e.FAQs[at-1].Section] > order[f.Section] {
		at--
	}
	e.FAQs = slices.Insert(e.FAQs, at, f)
}

// applySource adds, changes or removes a cited source.
func (e *editing) applySource() error {
	c := e.c.Source
	if c == nil {
		return nil
	}
	if c.Of == "" {
		s := corpus.Source{Name: c.Name, Title: c.Title, URL: c.URL, Type: c.Type, Year: c.Year.Value}
		if s.Type == "" {
			s.Type = corpus.SourceOther
		}
		e.Sources = append(e.Sources, s)
		section := ""
		if e.at >= 0 {
			section = e.Sections[e.at].ID
			e.Sections[e.at].Sources = append(e.Sections[e.at].Sources, len(e.Sources)-1)
			e.sourced(section)
		}
		e.note("source", section, "")
		return nil
	}
	at, err := e.sourceOf(c.Of)
	if err != nil {
		return err
	}
	s := &e.Sources[at]
	e.note("source", "", sourceText(*s))
	if c.Remove {
		e.removeSource(at)
		return nil
	}
	for _, field := range []struct {
		to   *string
		from string
	}{{&s.Name, c.Name}, {&s.Title, c.Title}, {&s.URL, c.URL}, {(*string)(&s.Type), string(c.Type)}} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	c.Year.to(&s.Year)
	return nil
}

// sourceOf finds the one source that a correction means.
func (e *editing) sourceOf(of string) (int, error) {
	if n, err := strconv.Atoi(of); err == nil {
		if n < 1 || n > len(e.Sources) {
			return 0, gone("article %s: there is no source number %d: it cites %d", e.ID, n, len(e.Sources))
		}
		return n - 1, nil
	}
	found := -1
	for i, s := range e.Sources {
		if s.URL != of && plain(sourceText(s)) != plain(of) && plain(s.Title) != plain(of) && plain(s.Name) != plain(of) {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("article %s: more than one source is called %q: name it by its title or URL", e.ID, short(of))
		}
		found = i
	}
	if found < 0 {
		return 0, gone("article %s: there is no source %q any more", e.ID, short(of))
	}
	return found, nil
}

func sourceText(s corpus.Source) string {
	if s.Title == "" {
		return s.Name
	}
	return s.Name + "「" + s.Title + "」"
}

// removeSource takes a source out, and moves the indexes of those after it.
func (e *editing) removeSource(at int) {
	e.Sources = slices.Delete(e.Sources, at, at+1)
	for i := range e.Sections {
		s := &e.Sections[i]
		cited := len(s.Sources) > 0
		s.Sources = slices.DeleteFunc(s.Sources, func(n int) bool { return n == at })
		for j, n := range s.Sources {
			if n > at {
				s.Sources[j] = n - 1
			}
		}
		if cited {
			e.sourced(s.ID)
		}
	}
}

// sourced brings the claims of a section in step with whether it cites a source.
func (e *editing) sourced(section string) {
	in := sectionOf(e.Article, section)
	for _, list := range [][]corpus.Claim{e.Effects, e.Risks, e.Contraindications} {
		for i := range list {
			if list[i].Section == section {
				list[i].Sourced = len(e.Sections[in].Sources) > 0
			}
		}
	}
}
