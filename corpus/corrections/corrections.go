// Package corrections is what editors put right after an article was read: a
// layer of YAML files, kept apart from the articles and from the index, that is
// applied to every article as it is read. A correction names its article, and
// the section or passage where it is about one, by id; it may quote words that
// must still stand there. One that no longer fits is reported and changes
// nothing. How articles are read is left to corpus/reader and corpus/anatomy,
// when they are read to internal/ingest.
package corrections

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"

	"go.yaml.in/yaml/v3"

	"shirube/corpus"
)

// Correction is one entry of a file: where it applies, what is changed, and who
// changed it why. At least one change is set.
type Correction struct {
	Article string `yaml:"article"`           // id
	Section string `yaml:"section,omitempty"` // id within the article
	Passage string `yaml:"passage,omitempty"` // id, <article>#<hash>; not together with Section
	// Anchor are words that must stand in the section, or where none is named
	// anywhere in the article, for the correction to apply. Spaces, line breaks and
	// width do not matter.
	Anchor string `yaml:"anchor,omitempty"`

	// Changes of a section or passage. A passage's kind and heading are those of
	// its section; Hide takes the text out of the article and lists it as dropped.
	Kind    corpus.Kind `yaml:"kind,omitempty"`
	Heading string      `yaml:"heading,omitempty"`
	Hide    bool        `yaml:"hide,omitempty"`

	FAQ    *FAQ    `yaml:"faq,omitempty"`
	Source *Source `yaml:"source,omitempty"`

	// Changes of the article as a whole. Lists replace what was read; an empty
	// list says that there is none.
	Cost        *Cost         `yaml:"cost,omitempty"`
	Fees        *[]Fee        `yaml:"fees,omitempty"`
	Downtime    *Downtime     `yaml:"downtime,omitempty"`
	Supervisors *[]Supervisor `yaml:"supervisors,omitempty"`
	Insurance   string        `yaml:"insurance,omitempty"`
	Approval    string        `yaml:"approval,omitempty"`
	Treatments  *[]string     `yaml:"treatments,omitempty,flow"`
	Tags        *[]string     `yaml:"tags,omitempty,flow"`

	Why  string `yaml:"why,omitempty"`
	By   string `yaml:"by,omitempty"`   // a role or initials
	Date string `yaml:"date,omitempty"` // 2006-01-02

	File string `yaml:"-" json:"-"` // where it stands
	Line int    `yaml:"-" json:"-"` // 1-based
}

// FAQ changes an FAQ entry, or adds one. Question and Answer replace what was
// read where they are not empty. Remove says that it is no question: its text
// stays what it is, text of its section.
type FAQ struct {
	Of       string `yaml:"of,omitempty"` // the question as it was read; empty: a new entry
	Question string `yaml:"question,omitempty"`
	Answer   string `yaml:"answer,omitempty"`
	Remove   bool   `yaml:"remove,omitempty"`
}

// Source changes a cited source, or adds one, which then supports the section
// that the correction names. Fields that are not set stay as they were read.
type Source struct {
	// Of says which one: its name, title or URL as it was read, as long as that is
	// one alone, or its number, counted from 1. Empty: a new one.
	Of     string            `yaml:"of,omitempty"`
	Name   string            `yaml:"name,omitempty"`
	Title  string            `yaml:"title,omitempty"`
	URL    string            `yaml:"url,omitempty"`
	Type   corpus.SourceType `yaml:"type,omitempty"`
	Year   Number            `yaml:"year,omitempty"`
	Remove bool              `yaml:"remove,omitempty"`
}

// Number is a number that a correction may leave alone (not Set), set, or set to
// unknown (Value nil).
type Number struct {
	Set   bool
	Value *int
}

// Known is a number that is set.
func Known(n int) Number { return Number{Set: true, Value: &n} }

// Unknown is a number that is set to unknown.
func Unknown() Number { return Number{Set: true} }

// IsZero reports whether the number is left alone.
func (n Number) IsZero() bool { return !n.Set }

// MarshalYAML is the number, or null.
func (n Number) MarshalYAML() (any, error) { return n.Value, nil }

// Cost sets the treatment's own price; what it leaves alone stays as it was read.
type Cost struct {
	MinYen       Number `yaml:"min_yen,omitempty"`
	MaxYen       Number `yaml:"max_yen,omitempty"`
	Per          string `yaml:"per,omitempty"` // one of corpus.CostUnits; session where a price has none
	CourseMinYen Number `yaml:"course_min_yen,omitempty"`
	CourseMaxYen Number `yaml:"course_max_yen,omitempty"`
}

// Fee is a price beside the treatment's own.
type Fee struct {
	Label string `yaml:"label"`
	Yen   *int   `yaml:"yen"`
}

// Downtime sets how long recovery takes; what it leaves alone stays.
type Downtime struct {
	MinDays Number `yaml:"min_days,omitempty"`
	MaxDays Number `yaml:"max_days,omitempty"`
}

// Supervisor is who reviewed the article: at least a name or a title.
type Supervisor struct {
	Name           string `yaml:"name,omitempty"`
	Title          string `yaml:"title,omitempty"`
	Affiliation    string `yaml:"affiliation,omitempty"`
	Representative string `yaml:"representative,omitempty"`
}

// Set is the corrections of one or more files. It does not change once loaded,
// and is safe for use by many goroutines. A nil set holds none.
type Set struct {
	byArticle map[string][]Correction
	reread    func(a *corpus.Article, sections []string)
}

// Load reads files; of two corrections of the same thing the later one wins. What
// is wrong with them is reported all at once, each as "file:line: why".
func Load(files ...string) (*Set, error) {
	s := &Set{byArticle: map[string][]Correction{}}
	var errs []error
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			errs = append(errs, fmt.Errorf("corrections: %w", err))
			continue
		}
		list, err := Parse(file, data)
		errs = append(errs, err)
		for _, c := range list {
			s.byArticle[c.Article] = append(s.byArticle[c.Article], c)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return s, nil
}

// New returns a set of corrections that are in no file.
func New(list ...Correction) *Set {
	s := &Set{byArticle: map[string][]Correction{}}
	for _, c := range list {
		s.byArticle[c.Article] = append(s.byArticle[c.Article], c)
	}
	return s
}

// Parse reads the text of one file; name is for messages. Its errors are joined,
// each naming the line it stands on. An empty text holds no corrections.
func Parse(name string, data []byte) ([]Correction, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, syntaxError(name, err)
	}
	d := &decoder{file: name}
	list := d.document(&doc)
	if err := errors.Join(d.errs...); err != nil {
		return nil, err
	}
	return list, nil
}

// Rereading returns the same set, whose Apply has what it changed read again: f
// gets the article with the ids of the sections whose kind or text is another
// one now, and brings what was read from them (claims, numbers) in step.
func (s *Set) Rereading(f func(a *corpus.Article, sections []string)) *Set {
	if s == nil {
		return nil
	}
	return &Set{byArticle: s.byArticle, reread: f}
}

// IDs returns the ids of the articles that have corrections, sorted.
func (s *Set) IDs() []string {
	if s == nil {
		return nil
	}
	ids := make([]string, 0, len(s.byArticle))
	for id := range s.byArticle {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Of returns the corrections of an article in the order in which they apply.
func (s *Set) Of(articleID string) []Correction {
	if s == nil {
		return nil
	}
	return slices.Clone(s.byArticle[articleID])
}

// Fingerprint is another one whenever the corrections of the article are others,
// and empty where it has none. Where they stand in which file does not matter.
func (s *Set) Fingerprint(articleID string) string {
	if s == nil || len(s.byArticle[articleID]) == 0 {
		return ""
	}
	data, err := json.Marshal(s.byArticle[articleID])
	if err != nil { // structs of strings and numbers: there is nothing that could fail
		data = []byte(err.Error())
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}
