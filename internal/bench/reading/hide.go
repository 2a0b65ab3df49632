package main

import (
	"slices"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/internal/lexicon"
)

// hidden is an article read once more without the words of its headings: what the kinds
// are then, the texts alone have told. Headings are the old ones again afterwards, so
// that labels find them. Questions keep their words: they are no section's heading.
func hidden(lex *lexicon.Lexicon, a *corpus.Article) *corpus.Article {
	d := anatomy.Draft{Article: corpus.Article{ID: a.ID, Title: a.Title, Treatments: a.Treatments}}
	names := map[string]int{}
	for i := range a.Sections {
		s := &a.Sections[i]
		part := anatomy.Part{
			Heading: s.Heading, Level: s.Level, Line: i + 1, Lines: anatomy.SplitLines(s.Text, i+1),
			Question: slices.ContainsFunc(a.FAQs, func(f corpus.FAQ) bool { return f.Section == s.ID && anatomy.SameHeading(s.Heading, f.Question) }),
		}
		if s.Heading != "" && !part.Question {
			part.Heading = meaningless(i)
			names[part.Heading] = i
		}
		d.Parts = append(d.Parts, part)
	}
	out := anatomy.Read(lex, &d)
	for i := range out.Sections {
		s := &out.Sections[i]
		if at, ok := names[s.Heading]; ok {
			s.Heading, s.Path = a.Sections[at].Heading, a.Sections[at].Path
		}
	}
	return out
}

// meaningless is a heading in letters that no Japanese word has, another for each number.
func meaningless(i int) string {
	letters := []rune("աբգդեզէըթժիլխծկհձղճմ")
	n := len(letters)
	return string([]rune{letters[i/n/n%n], letters[i/n%n], letters[i%n]})
}
