package mcp

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/search"
)

// maxID is how many characters an id may have.
const maxID = 2048

// FetchInput is what the fetch tool takes.
type FetchInput struct {
	ID string `json:"id" jsonschema:"Id of an article or of a passage, from search or retrieve."`
}

// Document is what it answers: an article, or a passage of one.
type Document struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Text     string   `json:"text"`
	URL      string   `json:"url"`
	Metadata Metadata `json:"metadata"`
}

// Metadata is what is known of a document.
type Metadata struct {
	Type        string              `json:"type"` // article or passage
	ArticleID   string              `json:"article_id"`
	Collection  string              `json:"collection"`
	Kind        corpus.Kind         `json:"kind"`    // of a passage; empty for an article
	Heading     string              `json:"heading"` // likewise
	Path        []string            `json:"path"`    // likewise
	Treatments  []string            `json:"treatments"`
	Supervisors []corpus.Supervisor `json:"supervisors"`
	Reviewed    *time.Time          `json:"reviewed"`
	Updated     *time.Time          `json:"updated"`
	Insurance   string              `json:"insurance"`
	Approval    string              `json:"approval"`
	Sources     []corpus.Source     `json:"sources"`
	Risks       []Part              `json:"risks"` // of a passage: what its article says of risks and precautions, wherever
}

// Part is a section of an article.
type Part struct {
	Kind    corpus.Kind `json:"kind"`
	Heading string      `json:"heading"`
	Text    string      `json:"text"`
}

// fetch finds an article by its id, else a passage.
func (s *Server) fetch(ctx context.Context, in FetchInput) (Document, error) {
	a, err := s.searcher.Article(ctx, in.ID, scope(ctx))
	if err == nil {
		return articleDocument(a), nil
	}
	if !errors.Is(err, search.ErrNotFound) {
		return Document{}, err
	}
	p, err := s.searcher.Passage(ctx, in.ID, scope(ctx))
	if err != nil {
		return Document{}, err
	}
	a, err = s.searcher.Article(ctx, p.ArticleID, scope(ctx))
	if err != nil {
		return Document{}, err
	}
	return passageDocument(p, a), nil
}

func articleDocument(a *corpus.Article) Document {
	return Document{ID: a.ID, Title: a.Title, Text: articleText(a), URL: a.URL, Metadata: metadata(a)}
}

func metadata(a *corpus.Article) Metadata {
	return Metadata{
		Type: "article", ArticleID: a.ID, Collection: a.Collection, Path: []string{},
		Treatments: notNil(a.Treatments), Supervisors: notNil(a.Supervisors), Reviewed: a.Reviewed, Updated: a.Updated,
		Insurance: a.Insurance, Approval: a.Approval, Sources: notNil(a.Sources), Risks: []Part{},
	}
}

func passageDocument(p *search.PassageDetail, a *corpus.Article) Document {
	m := metadata(a)
	m.Type, m.Kind, m.Heading, m.Path, m.Sources = "passage", p.Kind, p.Heading, notNil(p.Path), notNil(p.Sources)
	for _, section := range a.Sections {
		if section.Text != "" && tellsRisks(&section, a) {
			m.Risks = append(m.Risks, Part{section.Kind, section.Heading, section.Text})
		}
	}
	return Document{ID: p.ID, Title: a.Title, Text: p.Text, URL: a.URL, Metadata: m}
}

// tellsRisks reports whether a section is there to tell what may happen and who must not,
// or names it all the same: many articles do so in a question, or in passing.
func tellsRisks(section *corpus.Section, a *corpus.Article) bool {
	switch section.Kind {
	case corpus.KindRisks, corpus.KindPrecautions:
		return true
	case corpus.KindSources, corpus.KindSupervision:
		return false
	}
	stands := func(c corpus.Claim) bool { return c.Section == section.ID && c.Stance != corpus.Denied }
	return slices.ContainsFunc(a.Risks, stands) || slices.ContainsFunc(a.Contraindications, stands)
}

// articleText is an article from its title to its end, headings marked by their
// level, all else in its own words. Questions that stand in no section follow.
func articleText(a *corpus.Article) string {
	var b strings.Builder
	part := func(level int, heading, text string) {
		if heading != "" {
			b.WriteString(strings.Repeat("#", min(max(level, 1), 6)) + " " + heading + "\n\n")
		}
		if text != "" {
			b.WriteString(strings.TrimRight(text, "\n") + "\n\n")
		}
	}
	part(1, a.Title, "")
	told := map[string]string{}
	for _, section := range a.Sections {
		part(section.Level+1, section.Heading, section.Text)
		told[section.ID] = section.Text
	}
	for _, f := range a.FAQs {
		if !strings.Contains(told[f.Section], f.Answer) {
			part(3, f.Question, f.Answer)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
