package main

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/analysis"
	"shirube/internal/bench"
	"shirube/internal/text"
)

// query is a plain query: a name, and perhaps what is asked of it.
type query struct {
	name   string
	intent string // empty: none
}

func (q query) String() string { return strings.TrimSpace(q.name + " " + q.intent) }

// intentWords are what names are asked with, in turn.
func intentWords() []string {
	return []string{"費用", "痛み", "副作用", "ダウンタイム", "効果"}
}

// queries makes the plain queries of names: each alone, and with an intent word.
func queries(names []string) []query {
	out := make([]query, 0, 2*len(names))
	words := intentWords()
	for i, n := range names {
		out = append(out, query{n, ""}, query{n, words[i%len(words)]})
	}
	return out
}

// names are the names of what the articles mention and the words of their headings, in order,
// those of one spelling once.
func names(p *bench.Parts, list []*corpus.Article) []string {
	lex := p.Lexicon
	var texts []string
	var headings []string
	for _, a := range list {
		texts = append(texts, a.Title)
		for _, s := range a.Sections {
			texts = append(texts, s.Heading, s.Text)
			headings = append(headings, s.Heading)
		}
	}
	seen := map[string]bool{}
	for _, t := range texts {
		for _, m := range lex.Find(t) {
			seen[m.Concept.ID] = true
		}
	}
	var out []string
	have := map[string]bool{}
	add := func(name string) {
		if key := spelt(name); !have[key] {
			have[key] = true
			out = append(out, name)
		}
	}
	for _, c := range lex.Concepts() {
		if seen[c.ID] {
			for _, name := range slices.Concat([]string{c.Label}, c.Synonyms, c.Lay) {
				add(name)
			}
		}
	}
	for _, h := range headings {
		for _, w := range words(p.Analyzer, h) {
			add(w)
		}
	}
	return out
}

// words are the runs of kanji and of katakana in a heading that people would type: whole words, no 歯並
// of 歯並び.
func words(an *analysis.Analyzer, heading string) []string {
	details := an.Details(heading)
	whole := func(start, end int) bool {
		return !slices.ContainsFunc(details, func(d analysis.Detail) bool {
			return d.Start < start && d.End > start || d.Start < end && d.End > end
		})
	}
	script := func(r rune) int {
		switch {
		case text.IsKanji(r):
			return 1
		case text.IsKatakana(r):
			return 2
		}
		return 0
	}
	var out []string
	start, current := 0, 0
	take := func(end int) {
		if n := len([]rune(heading[start:end])); current > 0 && n >= 2 && n <= 10 && whole(start, end) {
			out = append(out, heading[start:end])
		}
	}
	for i, r := range heading {
		if s := script(r); s != current {
			take(i)
			start, current = i, s
		}
	}
	take(len(heading))
	return out
}

// spelt is a name as spellings of it are compared.
func spelt(s string) string {
	return text.FoldKana(text.Normalize(strings.Join(strings.FieldsFunc(s, unicode.IsSpace), "")).String)
}

// read reads the articles of the source.
func (m *measured) read(ctx context.Context) ([]*corpus.Article, error) {
	files, err := fs.ReadDir(m.source.FS, ".")
	if err != nil {
		return nil, fmt.Errorf("articles: %w", err)
	}
	var out []*corpus.Article
	for _, entry := range files {
		f, err := m.source.FS.Open(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("articles: %w", err)
		}
		_, err = m.parts.Reader.Read(ctx, entry.Name(), f, func(a *corpus.Article) error {
			out = append(out, a)
			return nil
		})
		_ = f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
	}
	return out, nil
}
