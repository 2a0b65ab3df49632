// Package view is what pages for people show of a search and of an article: the search that an
// address asks for, the choices of facets, what was understood, hits with their evidence, an
// article with its anatomy. Visitors' pages and the console share it; where their pages are and
// in what language they speak is said by a Site. HTML is left to them, values to
// internal/present.
package view

import "fmt"

// Site is what of a front end shows in what its pages say.
type Site struct {
	// Search is the path of the page of results, such as "/kb/search".
	Search string
	// Article is the path of the page of an article.
	Article func(id string) string
	// Words words a text, written in Japanese, in another language; nil: it stays.
	Words func(text string, args ...any) string
}

// T words a text with what it speaks of.
func (s Site) T(text string, args ...any) string {
	switch {
	case s.Words != nil:
		return s.Words(text, args...)
	case len(args) == 0:
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Label words a text that speaks of nothing else.
func (s Site) Label(text string) string {
	if s.Words == nil {
		return text
	}
	return s.Words(text)
}

// msg marks a text that is translated where it is shown. It is the text.
func msg(text string) string { return text }
