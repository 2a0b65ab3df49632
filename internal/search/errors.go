package search

import (
	"errors"
	"fmt"
	"strings"
)

// ErrNotFound is returned for an article or passage that does not exist, or that
// the caller may not see: the two cannot be told apart.
var ErrNotFound = errors.New("not found")

// InvalidError says which part of a request cannot be used, and what could be.
type InvalidError struct {
	Parameter string
	Value     string
	Reason    string
	Allowed   []string // empty where there is no list
}

func (e *InvalidError) Error() string {
	s := fmt.Sprintf("%s=%q: %s", e.Parameter, e.Value, e.Reason)
	if len(e.Allowed) > 0 {
		s += " (allowed: " + strings.Join(e.Allowed, ", ") + ")"
	}
	return s
}
