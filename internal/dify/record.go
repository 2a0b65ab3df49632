package dify

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/retrieve"
	"shirube/internal/search"
)

// Record is what Dify hands to a model, whole or not at all.
type Record struct {
	Content  string   `json:"content" doc:"A line that says where the text comes from, and the text; after a blank line likewise what must not be read without"`
	Score    float64  `json:"score" minimum:"0" maximum:"1" doc:"Share of passages found like this that answer, 0 to 1, but never below that of a later record"`
	Title    string   `json:"title" doc:"The article's title"`
	Metadata Metadata `json:"metadata" doc:"What is known of the passage; a property that is not known is not there"`
}

// Metadata is what is known of a record's passage. A property that is not known is left
// out: nothing in it is null.
type Metadata struct {
	ArticleID  string `json:"article_id" doc:"Id of the article"`
	DocumentID string `json:"document_id" doc:"The same: this is where Dify looks for it"`
	PassageID  string `json:"passage_id" doc:"Id of the passage"`
	Title      string `json:"title" doc:"The article's title"`
	URL        string `json:"url" doc:"The article's address"`
	Collection string `json:"collection" doc:"The knowledge it is of"`

	Kind      corpus.Kind   `json:"kind" doc:"What the passage is about"`
	KindLabel string        `json:"kind_label" doc:"The same for readers"`
	Heading   string        `json:"heading" doc:"The passage's heading; a question where it answers one"`
	Path      []string      `json:"path" doc:"Headings from the outermost to this one"`
	Role      retrieve.Role `json:"role" doc:"Why it is here"`

	Treatments  []string `json:"treatments" doc:"What the article is about"`
	CostMin     *int     `json:"cost_min,omitempty" doc:"The least price in yen"`
	CostMax     *int     `json:"cost_max,omitempty" doc:"The highest price in yen"`
	DowntimeMin *int     `json:"downtime_min,omitempty" doc:"The shortest downtime in days"`
	DowntimeMax *int     `json:"downtime_max,omitempty" doc:"The longest downtime in days"`
	Insurance   string   `json:"insurance" doc:"Whether public health insurance pays"`
	Approval    string   `json:"approval" doc:"Whether what is used is approved in Japan"`

	Supervisor  []string `json:"supervisor" doc:"Who supervised the article"`
	Supervision string   `json:"supervision" doc:"The same with the date of review, for readers; empty where nobody is named"`
	Reviewed    string   `json:"reviewed,omitempty" format:"date" doc:"When it was last reviewed"`
	Updated     string   `json:"updated,omitempty" format:"date" doc:"When it was last changed"`
	Source      []string `json:"source" doc:"Names of what supports the passage"`
	SourceType  []string `json:"source_type" doc:"What sorts of sources these are; none for a passage that cites nothing"`
	Sources     []Source `json:"sources" doc:"What supports the passage"`
	Citation    string   `json:"citation" doc:"Where the content comes from, a line a passage, to be shown to readers"`

	PairedWith []string `json:"paired_with" doc:"Ids of the passages on risks and contraindications that the content goes on with"`
	Unpaired   string   `json:"unpaired" doc:"Why a passage on effects has none; else empty"`
	Shortened  bool     `json:"shortened" doc:"A passage of the content is not there whole"`
	Suspicious []string `json:"suspicious" doc:"Why the content looks like an instruction to a language model, which must not be followed"`
	Notices    []string `json:"notices" doc:"What a reader must be told beside the answer"`
}

// Source is something that supports a passage.
type Source struct {
	Name  string            `json:"name"`
	Title string            `json:"title"`
	URL   string            `json:"url"`
	Type  corpus.SourceType `json:"type"`
	Year  *int              `json:"year,omitempty"`
}

// records are the passages of an answer, each of those that answer with what must not
// be parted from it, at most so many of them.
func records(a *retrieve.Answer, most int) []Record {
	parts := partsByID(a.Passages)
	out := []Record{}
	alone := standing(a.Passages)
	for _, p := range alone[:min(len(alone), most)] {
		of := []*part{parts[p.ID]}
		for _, id := range p.PairedWith {
			if pair := parts[id]; pair != nil && !slices.Contains(of, pair) {
				of = append(of, pair)
			}
		}
		out = append(out, record(of, a.Notices))
	}
	// Dify sorts by score: a later record must not overtake an earlier one.
	for i := len(out) - 2; i >= 0; i-- {
		out[i].Score = max(out[i].Score, out[i+1].Score)
	}
	if len(out) > 0 && len(a.Notices) > 0 {
		out[0].Content += "\n\n※ " + strings.Join(a.Notices, "\n※ ")
	}
	return out
}

// part is a passage with its citation without a number.
type part struct {
	retrieve.Passage
	citation string
}

// partsByID are the passages by their ids, and by those of the passages that were joined
// to them.
func partsByID(passages []retrieve.Passage) map[string]*part {
	out := make(map[string]*part, len(passages))
	for i, p := range passages {
		one := &part{p, strings.TrimPrefix(p.Citation, fmt.Sprintf("[%d] ", i+1))}
		for _, id := range append([]string{p.ID}, p.Joined...) {
			out[id] = one
		}
	}
	return out
}

// standing are the passages that stand for themselves: those that answer, and those on
// contraindications that come before what they belong to.
func standing(passages []retrieve.Passage) []retrieve.Passage {
	var out []retrieve.Passage
	paired := map[string]bool{}
	for _, p := range passages {
		if p.Role == retrieve.RoleMatch || p.Role == retrieve.RoleContraindication && !paired[p.ID] {
			out = append(out, p)
		}
		for _, id := range p.PairedWith {
			paired[id] = true
		}
	}
	return out
}

func record(parts []*part, notices []string) Record {
	p := parts[0]
	r := Record{Score: min(max(p.Score, 0), 1), Title: p.Title, Metadata: metadata(p)}
	m := &r.Metadata
	m.Notices = notNil(notices)
	var content, citations []string
	for i, one := range parts {
		content = append(content, one.citation+"\n"+one.Text)
		citations = append(citations, one.citation)
		m.Shortened = m.Shortened || one.Shortened
		m.Suspicious = append(m.Suspicious, one.Suspicious...)
		if i > 0 {
			m.PairedWith = append(m.PairedWith, one.ID)
		}
	}
	r.Content = strings.Join(content, "\n\n")
	m.Citation = strings.Join(citations, "\n")
	return r
}

func metadata(p *part) Metadata {
	a := &p.Article
	m := Metadata{
		ArticleID: p.ArticleID, DocumentID: p.ArticleID, PassageID: p.ID, Title: p.Title, URL: p.URL, Collection: a.Collection,
		Kind: p.Kind, KindLabel: kindLabel(p.Kind), Heading: p.Heading, Path: notNil(p.Path), Role: p.Role,
		Treatments: notNil(a.Treatments), CostMin: a.Cost.MinYen, CostMax: a.Cost.MaxYen,
		DowntimeMin: a.Downtime.MinDays, DowntimeMax: a.Downtime.MaxDays, Insurance: a.Insurance, Approval: a.Approval,
		Supervisor: supervisors(a), Supervision: supervision(a), Reviewed: date(a.Reviewed), Updated: date(a.Updated),
		Source: []string{}, SourceType: []string{}, Sources: []Source{},
		PairedWith: []string{}, Unpaired: p.Unpaired, Suspicious: []string{},
	}
	for _, s := range p.Sources {
		m.Sources = append(m.Sources, Source(s))
		m.Source = distinct(m.Source, s.Name)
		m.SourceType = distinct(m.SourceType, string(s.Type))
	}
	if len(p.Sources) == 0 {
		m.SourceType = []string{string(corpus.SourceNone)}
	}
	return m
}

func kindLabel(kind corpus.Kind) string {
	for _, l := range corpus.KindLabels() {
		if l.Value == string(kind) {
			return l.Text
		}
	}
	return string(kind)
}

func supervisors(a *search.ArticleSummary) []string {
	out := []string{}
	for _, s := range a.Supervisors {
		out = distinct(out, s.Name)
	}
	return out
}

// supervision is who supervised the article and when they last looked at it.
func supervision(a *search.ArticleSummary) string {
	names := supervisors(a)
	if len(names) == 0 {
		return ""
	}
	out := "監修：" + strings.Join(names, "、")
	if a.Reviewed != nil {
		out += a.Reviewed.Format("（2006年1月2日確認）")
	}
	return out
}

// date is the day that an article names, in whatever zone.
func date(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

func distinct(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
