package search

import (
	"context"
	"time"
)

// Popular is what a query log knows of what many people ask. The log masks what is personal
// and counts who asked; whether a query finds something for a caller is asked here, each time
// before it is suggested.
type Popular interface {
	// PopularQueries returns the queries that were asked most since a time, at most limit,
	// the most frequent first: those asked by callers who saw no more than these collections
	// (empty: all). It is called in the background, every few minutes a scope.
	PopularQueries(ctx context.Context, collections []string, since time.Time, limit int) ([]PopularQuery, error)
}

// PopularQuery is a query with how often it was asked and by how many: distinct sessions,
// addresses or days, whichever the log can tell. What fewer than MinAskers asked can be
// somebody's own affair and is never suggested.
type PopularQuery struct {
	Query  string
	Count  int
	Askers int
}

// MinAskers is how many must have asked a query before others are told of it.
const MinAskers = 3
