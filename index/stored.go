package index

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/text"
)

// StoredArticle is what comes back of an article.
type StoredArticle struct {
	Article     *corpus.Article
	TitleTokens Tokens

	once  sync.Once
	title string
	about string
}

// StoredPassage is what comes back of a passage.
type StoredPassage struct {
	Passage corpus.Passage
	Tokens  Tokens

	once          sync.Once
	heading, text string

	cutting   sync.Once
	sentences []Sentence
}

// Sentence is the bytes [Start,End) of a text, which are so many characters.
type Sentence struct{ Start, End, Runes int32 }

// Normal is the heading and the text of the passage in normal form. Every query compares those
// of its best hits: they are made once, and kept as long as the passage is.
func (p *StoredPassage) Normal() (heading, body string) {
	p.once.Do(func() {
		p.heading, p.text = text.Normalize(p.Passage.Heading).String, text.Normalize(p.Passage.Text).String
	})
	return p.heading, p.text
}

// Sentences are those of the passage's text, without gaps; made once.
func (p *StoredPassage) Sentences() []Sentence {
	p.cutting.Do(func() {
		for _, s := range text.Sentences(p.Passage.Text) {
			runes := utf8.RuneCountInString(p.Passage.Text[s.Start:s.End])
			p.sentences = append(p.sentences, Sentence{int32(s.Start), int32(s.End), int32(runes)}) //nolint:gosec // texts are smaller
		}
		p.sentences = slices.Clip(p.sentences)
	})
	return p.sentences
}

// NormalTitle is the title of the article in normal form, made once.
func (a *StoredArticle) NormalTitle() string {
	a.once.Do(a.derive)
	return a.title
}

// About is the title, the treatments and the conditions of the article, a line each, in the
// form in which spellings of one word are equal; made once.
func (a *StoredArticle) About() string {
	a.once.Do(a.derive)
	return a.about
}

func (a *StoredArticle) derive() {
	said := strings.Join(slices.Concat([]string{a.Article.Title}, a.Article.Treatments, a.Article.Conditions), "\n")
	a.title = text.Normalize(a.Article.Title).String
	a.about = text.FoldKana(text.Normalize(strings.TrimSpace(said)).String)
}
