package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/internal/lexicon"
)

// writtenLessons are the sections and headings that were written for learning, in the
// files sections.txt and headings.txt of a folder.
func writtenLessons(lex *lexicon.Lexicon, dir string) ([]lesson, error) {
	var out []lesson
	for _, file := range []struct {
		name  string
		parse func(string) ([]corpus.Section, [][]string, error)
	}{{"sections.txt", parseSections}, {"headings.txt", parseHeadings}} {
		path := filepath.Join(dir, file.name)
		src, err := os.ReadFile(path) //nolint:gosec // the caller's own file
		if err != nil {
			return nil, fmt.Errorf("lessons: %w", err)
		}
		sections, kinds, err := file.parse(string(src))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for i := range sections {
			a := corpus.Article{Title: "見本", Sections: sections[i : i+1]}
			out = append(out, lesson{
				page: fmt.Sprintf("%s %d", file.name, i), heading: sections[i].Heading,
				kinds: kinds[i], features: anatomy.FeaturesOf(lex, &a)[0],
			})
		}
	}
	return out, nil
}

// parseSections reads blocks of a line "kind [also right …] | heading" and the text
// below it, up to a blank line. Lines that begin with # before them are comments.
func parseSections(src string) (sections []corpus.Section, kinds [][]string, err error) {
	for block := range strings.SplitSeq(src, "\n\n") {
		block = strings.TrimSpace(block)
		if block == "" || strings.HasPrefix(block, "#") {
			continue
		}
		head, text, _ := strings.Cut(block, "\n")
		kind, heading, ok := strings.Cut(head, " | ")
		if !ok || text == "" {
			return nil, nil, fmt.Errorf("%q is no kind with a heading over a text", head)
		}
		names := strings.Fields(kind)
		if err := knownKinds(names); err != nil {
			return nil, nil, err
		}
		sections = append(sections, corpus.Section{Heading: heading, Level: 1, Text: text})
		kinds = append(kinds, names)
	}
	return sections, kinds, nil
}

// parseHeadings reads lines "kind: heading / heading".
func parseHeadings(src string) (sections []corpus.Section, kinds [][]string, err error) {
	for line := range strings.SplitSeq(src, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		kind, list, ok := strings.Cut(line, ": ")
		if !ok {
			return nil, nil, fmt.Errorf("%q has no kind", line)
		}
		if err := knownKinds([]string{kind}); err != nil {
			return nil, nil, err
		}
		for heading := range strings.SplitSeq(list, " / ") {
			sections = append(sections, corpus.Section{Heading: heading, Level: 1})
			kinds = append(kinds, []string{kind})
		}
	}
	return sections, kinds, nil
}

func knownKinds(names []string) error {
	for _, name := range names {
		if !slices.ContainsFunc(corpus.KindLabels(), func(l corpus.Label) bool { return l.Value == name }) {
			return fmt.Errorf("%q is no kind", name)
		}
	}
	return nil
}
