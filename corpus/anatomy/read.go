package anatomy

import (
	"strings"

	"shirube/corpus"
)

// Read makes the article of a draft: complete, normalized, not yet validated.
func Read(lex Lexicon, d *Draft) *corpus.Article {
	a := d.Article
	for i := range d.Parts {
		p := &d.Parts[i]
		text := p.Text()
		if text == "" && p.Heading == "" {
			continue
		}
		kind := corpus.KindOverview
		if p.Heading != "" {
			kind = corpus.KindOther
		}
		a.Sections = append(a.Sections, corpus.Section{
			Kind: kind, Heading: strings.TrimSpace(p.Heading), Level: max(p.Level, 1), Text: text, StartLine: p.Line,
		})
	}
	a.Normalize()
	return &a
}
