package corrections

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/text"
)

// Apply puts right what the set has corrections for, and notes each in
// Article.Corrected. The article must be normalized and valid, and still is
// afterwards. It returns why single corrections were left out, each as
// "file:line: why": what they are about is gone, or says something else now.
//
// Changes of the text and its kinds come first, facts after them, so that what an
// editor said of a fact holds whatever else is hidden.
func (s *Set) Apply(a *corpus.Article) []string {
	list, left := s.apply(a)
	var why []string
	for i, err := range left {
		if err != nil {
			why = append(why, fmt.Sprintf("%s:%d: %v", list[i].File, list[i].Line, err))
		}
	}
	return why
}

// apply does what Apply says. It returns the corrections of the article, and why each was left
// out; nil: it was not.
func (s *Set) apply(a *corpus.Article) (list []Correction, left []error) {
	if s == nil || len(s.byArticle[a.ID]) == 0 {
		return nil, nil
	}
	list = s.byArticle[a.ID]
	asRead := clone(a)
	read := passagesOf(a, list)
	changed := map[string]bool{}
	left = make([]error, len(list))
	each := func(concerned func(*Correction) bool, apply func(*editing) error) {
		for i := range list {
			if left[i] != nil || !concerned(&list[i]) {
				continue
			}
			e := &editing{Article: clone(a), c: &list[i], read: read, changed: map[string]bool{}}
			if left[i] = e.attempt(asRead, apply); left[i] == nil {
				*a = *e.Article
				maps.Copy(changed, e.changed)
			}
		}
	}
	each((*Correction).changesText, (*editing).applyText)
	if s.reread != nil && len(changed) > 0 {
		s.reread(a, inOrder(a, changed))
	}
	each((*Correction).changesFacts, (*editing).applyFacts)
	return list, left
}

// inOrder are the ids of changed sections: those that are there in the order of
// the article, then those that are gone.
func inOrder(a *corpus.Article, changed map[string]bool) []string {
	var out []string
	for i := range a.Sections {
		if id := a.Sections[i].ID; changed[id] {
			out = append(out, id)
			delete(changed, id)
		}
	}
	return append(out, slices.Sorted(maps.Keys(changed))...)
}

// place is where a passage stood in the article as it was read: corrections
// before may have given it another id.
type place struct{ section, text string }

func passagesOf(a *corpus.Article, list []Correction) map[string]place {
	if !slices.ContainsFunc(list, func(c Correction) bool { return c.Passage != "" }) {
		return nil
	}
	out := map[string]place{}
	for _, p := range a.Passages() {
		out[p.ID] = place{p.Section, p.Text}
	}
	return out
}

// clone copies an article as deep as corrections change it.
func clone(a *corpus.Article) *corpus.Article {
	b := *a
	b.Sections = slices.Clone(a.Sections)
	for i := range b.Sections {
		b.Sections[i].Path = slices.Clone(b.Sections[i].Path)
		b.Sections[i].Sources = slices.Clone(b.Sections[i].Sources)
		b.Sections[i].Lines = slices.Clone(b.Sections[i].Lines)
	}
	b.FAQs = slices.Clone(a.FAQs)
	b.Sources = slices.Clone(a.Sources)
	b.Effects = slices.Clone(a.Effects)
	b.Risks = slices.Clone(a.Risks)
	b.Contraindications = slices.Clone(a.Contraindications)
	b.Cost.Evidence = slices.Clone(a.Cost.Evidence)
	b.Downtime.Evidence = slices.Clone(a.Downtime.Evidence)
	b.Fees = slices.Clone(a.Fees)
	b.Dropped = slices.Clone(a.Dropped)
	b.Corrected = slices.Clone(a.Corrected)
	return &b
}

// editing is an article under one correction.
type editing struct {
	*corpus.Article
	c       *Correction
	read    map[string]place
	at      int    // index of the section that the correction names; -1: none
	text    string // of the passage that it names
	changed map[string]bool
}

// attempt makes one part of the changes of the correction on a copy of the
// article, or says why it cannot. The words that it quotes count as they were read.
func (e *editing) attempt(asRead *corpus.Article, apply func(*editing) error) error {
	if err := e.anchored(asRead); err != nil {
		return err
	}
	if err := e.find(); err != nil {
		return err
	}
	if err := apply(e); err != nil {
		return err
	}
	if errs := e.Validate(); len(errs) > 0 {
		return &refusal{ErrInvalid, fmt.Sprintf("%v: %v", ErrInvalid, errs[0])}
	}
	return nil
}

// applyText makes the changes of text and kinds.
func (e *editing) applyText() error {
	if err := e.applySection(); err != nil {
		return err
	}
	return e.applyFAQ()
}

// applyFacts makes the others.
func (e *editing) applyFacts() error {
	if err := e.applySource(); err != nil {
		return err
	}
	e.applyNumbers()
	e.applyPolicy()
	return nil
}

// find finds the section that the correction names, or that of its passage.
func (e *editing) find() error {
	e.at = -1
	id := e.c.Section
	switch {
	case e.c.Passage != "":
		p, ok := e.read[e.c.Passage]
		if !ok {
			p, ok = passageNow(e.Article, e.c.Passage)
		}
		if !ok {
			return gone("article %s: there is no passage %s any more: its text or headings were changed", e.ID, e.c.Passage)
		}
		id, e.text = p.section, p.text
	case id == "":
		return nil
	}
	if e.at = sectionOf(e.Article, id); e.at < 0 {
		return gone("article %s: there is no section %s any more", e.ID, id)
	}
	return nil
}

// passageNow finds a passage by the id that corrections before gave it.
func passageNow(a *corpus.Article, id string) (place, bool) {
	for _, p := range a.Passages() {
		if p.ID == id {
			return place{p.Section, p.Text}, true
		}
	}
	return place{}, false
}

// sectionOf is the index of a section, -1 where there is none.
func sectionOf(a *corpus.Article, id string) int {
	return slices.IndexFunc(a.Sections, func(s corpus.Section) bool { return s.ID == id })
}

// anchored reports whether the words that the correction quotes still stand where
// it applies, in the article as it was read.
func (e *editing) anchored(asRead *corpus.Article) error {
	words := e.c.Anchor
	if words == "" {
		return nil
	}
	stands := func(s *corpus.Section) bool { return holds(s.Heading, words) || holds(s.Text, words) }
	id := e.c.Section
	if e.c.Passage != "" {
		id = e.read[e.c.Passage].section
	}
	if id != "" {
		if at := sectionOf(asRead, id); at >= 0 && !stands(&asRead.Sections[at]) {
			return gone("article %s: %q does not stand in section %s any more", e.ID, short(words), id)
		}
		return nil // find says it where the section is gone
	}
	if holds(asRead.Title, words) {
		return nil
	}
	for i := range asRead.Sections {
		if stands(&asRead.Sections[i]) {
			return nil
		}
	}
	for _, s := range asRead.Sources {
		if holds(s.Name, words) || holds(s.Title, words) || holds(s.URL, words) {
			return nil
		}
	}
	return gone("article %s: %q does not stand in it any more", e.ID, short(words))
}

// holds reports whether words stand in a text, whatever its line breaks, spaces
// and widths.
func holds(s, words string) bool {
	return strings.Contains(s, words) || strings.Contains(plain(s), plain(words))
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text.Normalize(s).String)
}

// note lists a change in the article.
func (e *editing) note(field, section, was string) {
	e.Corrected = append(e.Corrected, corpus.Corrected{
		Field: field, Section: section, Was: begin(was, 200), Why: e.c.Why, By: e.c.By, Date: e.c.Date,
	})
}

// short is the beginning of a text, for messages.
func short(s string) string { return begin(s, 60) }

// begin is at most so many runes of a text, on one line.
func begin(s string, most int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}

func (e *editing) applyNumbers() {
	if c := e.c.Cost; c != nil {
		was := &e.Cost
		e.note("cost", "", numbers("min_yen", was.MinYen, "max_yen", was.MaxYen, "course_min_yen", was.CourseMinYen, "course_max_yen", was.CourseMaxYen)+perText(was.Per))
		c.MinYen.to(&was.MinYen)
		c.MaxYen.to(&was.MaxYen)
		c.CourseMinYen.to(&was.CourseMinYen)
		c.CourseMaxYen.to(&was.CourseMaxYen)
		if c.Per != "" {
			was.Per = c.Per
		}
		switch {
		case was.MinYen == nil && was.MaxYen == nil:
			was.Per = ""
		case was.Per == "":
			was.Per = corpus.CostUnits()[0]
		}
	}
	if t := e.c.Downtime; t != nil {
		e.note("downtime", "", numbers("min_days", e.Downtime.MinDays, "max_days", e.Downtime.MaxDays))
		t.MinDays.to(&e.Downtime.MinDays)
		t.MaxDays.to(&e.Downtime.MaxDays)
	}
	if e.c.Fees == nil {
		return
	}
	var was []string
	for _, f := range e.Fees {
		was = append(was, f.Label+" "+number(f.Yen))
	}
	e.note("fees", "", strings.Join(was, ", "))
	fees := make([]corpus.Fee, 0, len(*e.c.Fees))
	for _, f := range *e.c.Fees {
		fee := corpus.Fee{Label: f.Label, Yen: f.Yen}
		for _, known := range e.Fees {
			if known.Label == f.Label { // what it was read from stays
				fee.Evidence = known.Evidence
			}
		}
		fees = append(fees, fee)
	}
	e.Fees = fees
}

// to sets a number where the correction does.
func (n Number) to(field **int) {
	if n.Set {
		*field = n.Value
	}
}

func perText(per string) string {
	if per == "" {
		return ""
	}
	return ", per " + per
}

// numbers lists names with numbers.
func numbers(pairs ...any) string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		n, _ := pairs[i+1].(*int)
		out = append(out, name+" "+number(n))
	}
	return strings.Join(out, ", ")
}

func number(n *int) string {
	if n == nil {
		return corpus.Unknown
	}
	return strconv.Itoa(*n)
}

func (e *editing) applyPolicy() {
	if e.c.Insurance != "" {
		e.note("insurance", "", e.Insurance)
		e.Insurance = e.c.Insurance
	}
	if e.c.Approval != "" {
		e.note("approval", "", e.Approval)
		e.Approval = e.c.Approval
	}
	if e.c.Treatments != nil {
		e.note("treatments", "", strings.Join(e.Treatments, ", "))
		e.Treatments = slices.Clone(*e.c.Treatments)
	}
	if e.c.Tags != nil {
		e.note("tags", "", strings.Join(e.Tags, ", "))
		e.Tags = slices.Clone(*e.c.Tags)
	}
	if e.c.Supervisors != nil {
		var was []string
		for _, s := range e.Supervisors {
			was = append(was, strings.TrimSpace(s.Title+" "+s.Name))
		}
		e.note("supervisors", "", strings.Join(was, ", "))
		e.Supervisors = make([]corpus.Supervisor, 0, len(*e.c.Supervisors))
		for _, s := range *e.c.Supervisors {
			e.Supervisors = append(e.Supervisors, corpus.Supervisor(s))
		}
	}
}
