// Package curation keeps what editors decide about what is found: synonyms, pins, redirects and
// hidden passages. All rules are one document, which is read and written as YAML; each save is a
// numbered revision that can be compared with others and taken back. It says what a change would
// move before it is saved, and which rules have lost what they are about. What a rule does to a
// search is internal/search's, where revisions are kept internal/store's, and who may change them
// the console's.
package curation

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"shirube/internal/search"
)

// Kind is what a rule does.
type Kind string

// The kinds.
const (
	KindSynonym  Kind = "synonym"
	KindPin      Kind = "pin"
	KindRedirect Kind = "redirect"
	KindHide     Kind = "hide"
)

// Kinds returns every kind, in the order in which they are shown.
func Kinds() []Kind { return []Kind{KindSynonym, KindPin, KindRedirect, KindHide} }

// Match says which queries a rule is for.
type Match string

// The matches: the query is one of those named, or has one of them in it.
const (
	MatchExact    Match = "exact"
	MatchContains Match = "contains"
)

// Rule is one decision. Which fields it has depends on its kind.
type Rule struct {
	ID   string
	Kind Kind

	// Of a synonym: Words mean the same; where there is To, a query that says one of Words
	// finds what says one of To as well, and not the other way round.
	Words []string
	To    []string

	// Of a pin or a redirect: the queries.
	Queries []string
	Match   Match

	// Of a pin: the id of an article or a passage, and its place, from 1.
	Target   string
	Position int

	// Of a redirect: another query, or an address, and what the link says.
	Query string
	URL   string
	Text  string

	// Of a hidden passage: its id.
	Passage string

	// Quote is how the text of the pinned or hidden passage began, or the title of the pinned
	// article, when the rule was made: it says what the rule was about when that has gone.
	Quote string

	Collection string // empty: all
	Until      string // the last day on which it holds, as 2006-01-02 in Japan; empty: for ever
	Note       string // why
	Who        string // made or changed it last
	When       time.Time
}

// Limits of a document.
const (
	MaxRules    = 5000
	MaxList     = 50  // words or queries of a rule
	MaxLength   = 200 // characters of a word, a query or a text
	MaxNote     = 2000
	MaxPosition = 20
	MaxBytes    = 4 << 20 // of the YAML
)

// Problem is what is wrong with a field of a rule. Code is for who words it in another language.
type Problem struct {
	Field string // as in YAML
	Code  Code
	Text  string // in English
}

// Code names a sort of problem.
type Code string

// The codes.
const (
	Missing     Code = "missing"
	TooMany     Code = "too_many"
	TooLong     Code = "too_long"
	NotAllowed  Code = "not_allowed"
	NotADay     Code = "not_a_day"
	NotAURL     Code = "not_a_url"
	Both        Code = "both"
	Same        Code = "same"
	NoPosition  Code = "no_position"
	NeedsReason Code = "needs_reason"
)

// Check returns what is wrong with a rule by itself; nothing for a good one.
func (r *Rule) Check() []Problem {
	c := checker{r: r}
	if !validID(r.ID) {
		c.problem("id", NotAllowed, "an id is 1 to 40 of a-z, 0-9 and -")
	}
	switch r.Kind {
	case KindSynonym:
		c.synonym()
	case KindPin:
		c.queries()
		c.needed("target", r.Target)
		if r.Position < 1 || r.Position > MaxPosition {
			c.problem("position", NoPosition, fmt.Sprintf("a place from 1 to %d is needed", MaxPosition))
		}
	case KindRedirect:
		c.queries()
		c.redirect()
	case KindHide:
		c.needed("passage", r.Passage)
	default:
		c.problem("kind", NotAllowed, "a kind is one of synonym, pin, redirect and hide")
	}
	if r.Until != "" {
		if _, err := time.Parse(time.DateOnly, r.Until); err != nil {
			c.problem("until", NotADay, "a day such as 2026-12-31 is needed")
		}
	}
	for field, most := range map[string]int{"note": MaxNote, "text": MaxLength, "who": MaxLength, "collection": MaxLength, "quote": MaxLength} {
		if value := map[string]string{"note": r.Note, "text": r.Text, "who": r.Who, "collection": r.Collection, "quote": r.Quote}[field]; utf8.RuneCountInString(value) > most {
			c.problem(field, TooLong, fmt.Sprintf("at most %d characters are kept", most))
		}
	}
	slices.SortStableFunc(c.found, func(a, b Problem) int { return strings.Compare(a.Field, b.Field) })
	return c.found
}

type checker struct {
	r     *Rule
	found []Problem
}

func (c *checker) problem(field string, code Code, text string) {
	c.found = append(c.found, Problem{field, code, text})
}

func (c *checker) needed(field, value string) {
	switch {
	case strings.TrimSpace(value) == "":
		c.problem(field, Missing, "it is missing")
	case utf8.RuneCountInString(value) > MaxNote:
		c.problem(field, TooLong, fmt.Sprintf("at most %d characters are kept", MaxNote))
	}
}

// list checks words or queries.
func (c *checker) list(field string, list []string, least int) {
	switch {
	case len(list) < least:
		c.problem(field, Missing, fmt.Sprintf("at least %d needed", least))
	case len(list) > MaxList:
		c.problem(field, TooMany, fmt.Sprintf("at most %d", MaxList))
	}
	for i, s := range list {
		switch {
		case strings.TrimSpace(s) == "" || strings.IndexFunc(s, unicode.IsControl) >= 0 || !utf8.ValidString(s):
			c.problem(field, NotAllowed, fmt.Sprintf("%q cannot be searched for", s))
		case utf8.RuneCountInString(s) > MaxLength:
			c.problem(field, TooLong, fmt.Sprintf("at most %d characters", MaxLength))
		case slices.ContainsFunc(list[:i], func(o string) bool { return search.SameQuery(o, s) }):
			c.problem(field, Same, fmt.Sprintf("%q is there twice", s))
		}
	}
}

func (c *checker) synonym() {
	least := 2
	if len(c.r.To) > 0 {
		least = 1
		c.list("to", c.r.To, 1)
		for _, s := range c.r.To {
			if slices.ContainsFunc(c.r.Words, func(o string) bool { return search.SameQuery(o, s) }) {
				c.problem("to", Same, fmt.Sprintf("%q is one of the words already", s))
			}
		}
	}
	c.list("words", c.r.Words, least)
}

func (c *checker) queries() {
	c.list("queries", c.r.Queries, 1)
	if c.r.Match != MatchExact && c.r.Match != MatchContains {
		c.problem("match", NotAllowed, "it is exact or contains")
	}
}

func (c *checker) redirect() {
	switch r := c.r; {
	case r.Query == "" && r.URL == "":
		c.problem("url", Missing, "a query or a url is needed")
	case r.Query != "" && r.URL != "":
		c.problem("url", Both, "a query or a url, not both")
	case r.Query != "":
		c.list("query", []string{r.Query}, 1)
		if slices.ContainsFunc(r.Queries, func(o string) bool { return search.SameQuery(o, r.Query) }) {
			c.problem("query", Same, "it leads to itself")
		}
	case !SafeURL(r.URL):
		c.problem("url", NotAURL, "an address is http, https or a path of this server that begins with /")
	}
}

// SafeURL reports whether visitors may be given an address: http or https with a host, or a path
// of this server.
func SafeURL(s string) bool {
	if len(s) > MaxNote || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\\' }) {
		return false
	}
	u, err := url.Parse(s)
	if err != nil || u.User != nil {
		return false
	}
	if u.Scheme == "" {
		return u.Host == "" && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != ""
}

func validID(id string) bool {
	return len(id) >= 1 && len(id) <= 40 && !strings.ContainsFunc(id, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-'
	})
}

// japan is where the days of rules are counted.
func japan() *time.Location { return time.FixedZone("JST", 9*60*60) }

// Holds reports whether a rule holds at a time: it has not expired.
func (r *Rule) Holds(now time.Time) bool {
	return r.Until == "" || now.In(japan()).Format(time.DateOnly) <= r.Until
}

// About is the ids of the article or passage that a rule is about; empty for those about words.
func (r *Rule) About() string {
	switch r.Kind {
	case KindPin:
		return r.Target
	case KindHide:
		return r.Passage
	case KindSynonym, KindRedirect:
	}
	return ""
}

// Line says what a rule does in one line of its own words, for lists and logs.
func (r *Rule) Line() string {
	switch r.Kind {
	case KindSynonym:
		if len(r.To) > 0 {
			return strings.Join(r.Words, ", ") + " → " + strings.Join(r.To, ", ")
		}
		return strings.Join(r.Words, " = ")
	case KindPin:
		return fmt.Sprintf("%s → %d. %s", strings.Join(r.Queries, ", "), r.Position, r.Target)
	case KindRedirect:
		return strings.Join(r.Queries, ", ") + " → " + r.Query + r.URL
	case KindHide:
		return r.Passage
	}
	return r.ID
}
