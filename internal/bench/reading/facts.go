package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// judgeSources looks for each labelled source by a part of its name or title, and
// compares the type where it is labelled.
func judgeSources(p *page, g *gold, a *corpus.Article) {
	used := make([]bool, len(a.Sources))
	for _, want := range g.Sources {
		at := -1
		for i := len(a.Sources) - 1; i >= 0; i-- {
			if strings.Contains(letters(a.Sources[i].Name+" "+a.Sources[i].Title), letters(want.Name)) {
				used[i], at = true, i
			}
		}
		p.judge(sourceRecall, at >= 0, want.Name, sourceNames(a.Sources))
		if at < 0 {
			continue
		}
		if want.Type != "" {
			p.judge(sourceType, string(a.Sources[at].Type) == want.Type, want.Name+" ["+want.Type+"]", string(a.Sources[at].Type))
		}
	}
	for i, named := range used {
		p.judge(sourcePrecision, named, "no source", a.Sources[i].Name+" "+a.Sources[i].Title)
	}
}

func sourceNames(list []corpus.Source) string {
	names := make([]string, len(list))
	for i, s := range list {
		names[i] = strings.TrimSpace(s.Name + " " + s.Title)
	}
	return strings.Join(names, " | ")
}

// judgeSupervisors wants those who supervised, and nobody else.
func judgeSupervisors(p *page, g *gold, a *corpus.Article) {
	right := len(a.Supervisors) == len(g.Supervisor)
	for i := range g.Supervisor {
		right = right && slices.ContainsFunc(a.Supervisors, g.Supervisor[i].is)
	}
	p.judge(supervisorRight, right, fmt.Sprintf("%+v", g.Supervisor), fmt.Sprintf("%+v", a.Supervisors))
}

// is compares the parts that are labelled.
func (s *goldSupervisor) is(read corpus.Supervisor) bool {
	holds := func(field, part string) bool { return strings.Contains(letters(field), letters(part)) }
	return holds(read.Name, s.Name) && holds(read.Title, s.Title) && holds(read.Affiliation, s.Affiliation) && holds(read.Representative, s.Representative) &&
		holds(strings.Join([]string{read.Name, read.Title, read.Affiliation, read.Representative}, "|"), s.Any)
}

// judgeCost compares the range that a page gives: it is right when each of the
// labelled ends is.
func judgeCost(p *page, g *gold, a *corpus.Article) {
	ends := []struct {
		name string
		want bound
		alt  []int
		read *int
	}{
		{"unit from", g.CostMin, g.CostMinAlt, a.Cost.MinYen}, {"to", g.CostMax, g.CostMaxAlt, a.Cost.MaxYen},
		{"course from", g.CourseMin, g.CourseMinAlt, a.Cost.CourseMinYen}, {"to", g.CourseMax, g.CourseMaxAlt, a.Cost.CourseMaxYen},
	}
	scored, right := false, true
	var want, read []string
	for _, e := range ends {
		value := "any"
		if e.want.Scored {
			scored, value = true, number(e.want.Value)
			right = right && (number(e.read) == value || e.read != nil && slices.Contains(e.alt, *e.read))
		}
		want = append(want, e.name+" "+value)
		read = append(read, e.name+" "+number(e.read))
	}
	if scored {
		p.judge(costExact, right, strings.Join(want, " "), strings.Join(read, " ")+evidence(a.Cost.Evidence))
	}
}

func number(n *int) string {
	if n == nil {
		return "none"
	}
	return strconv.Itoa(*n)
}

func evidence(list []corpus.Evidence) string {
	var b strings.Builder
	for _, e := range list {
		b.WriteString(" ← " + e.Sentence)
	}
	return b.String()
}

// judgeFacts compares insurance, downtime, title and treatment.
func judgeFacts(p *page, g *gold, a *corpus.Article, lex *lexicon.Lexicon) {
	if g.Insurance != nil {
		p.judge(insuranceRight, a.Insurance == *g.Insurance, *g.Insurance, a.Insurance)
	}
	if g.Downtime.Scored {
		read := span{a.Downtime.MinDays, a.Downtime.MaxDays}
		right := slices.ContainsFunc(append(spanList{g.Downtime.Span}, g.DowntimeAlt...), func(s span) bool { return s.String() == read.String() })
		p.judge(downtimeExact, right, g.Downtime.Span.String(), read.String()+evidence(a.Downtime.Evidence))
	}
	if g.Title != "" {
		p.judge(titleRight, likeness(fold(a.Title), fold(g.Title)) > 0, g.Title, a.Title)
	}
	if g.Treatment != "" {
		want := letters(g.Treatment)
		known := lex.Lookup(g.Treatment) // a facet has the preferred name
		right := slices.ContainsFunc(a.Treatments, func(t string) bool {
			return known != nil && t == known.Label || t != "" && (strings.Contains(want, letters(t)) || strings.Contains(letters(t), want))
		})
		p.judge(treatmentRight, right, g.Treatment, strings.Join(a.Treatments, ", "))
	}
}

// String is "3 to 7", "none to none".
func (s span) String() string { return number(s[0]) + " to " + number(s[1]) }
