package retrieve

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// carriedTurns is how many of the latest turns are read.
const carriedTurns = 8

// carry is the query with what the conversation is about, where the query names no
// treatment itself.
func carry(s Searcher, r Request) (string, []Carried) {
	none := []Carried{}
	if r.Carry != nil && !*r.Carry || len(r.History) == 0 || r.Interpret != nil && !r.Interpret.Synonyms || namesTreatment(s.Named(r.Query)) {
		return r.Query, none
	}
	turns := r.History[max(0, len(r.History)-carriedTurns):]
	for i := len(turns) - 1; i >= 0; i-- {
		if turns[i].Role != TurnUser {
			continue
		}
		for _, n := range s.Named(turns[i].Content) {
			if !n.Denied && isTreatment(n.Concept) && utf8.RuneCountInString(r.Query+" "+n.Concept.Label) <= search.MaxQueryRunes {
				return r.Query + " " + n.Concept.Label, []Carried{{Concept: n.Concept.ID, Label: n.Concept.Label, From: n.Text}}
			}
		}
	}
	return r.Query, none
}

func isTreatment(c *lexicon.Concept) bool {
	return c.Is(lexicon.Treatment) || c.Is(lexicon.Ingredient) || c.Is(lexicon.Device)
}

func namesTreatment(named []search.Named) bool {
	for _, n := range named {
		if isTreatment(n.Concept) {
			return true
		}
	}
	return false
}

// asTyped is an interpretation without the terms that stand behind the typed query.
func asTyped(in search.Interpretation, query string) search.Interpretation {
	length := utf8.RuneCountInString(strings.TrimRight(query, " "))
	var terms []search.QueryTerm
	for _, t := range in.Terms {
		if t.Start < length {
			terms = append(terms, t)
		}
	}
	if terms != nil {
		in.Terms = terms
	}
	return in
}
