package retrieve

import (
	"fmt"
	"strings"

	"shirube/index"
	"shirube/internal/search"
)

// Request asks for passages. The zero value of a field is its default.
type Request struct {
	Query string
	// History is the turns of the conversation before the query, the oldest first; at
	// most MaxHistory, of which the last few are read.
	History []Turn
	// Carry: take over what the conversation is about where the query names no
	// treatment. Nil is true.
	Carry *bool
	// TopK is how many passages at most, 1 to MaxTopK; 0 is DefaultTopK.
	TopK int
	// MaxChars is how many code points the texts of all passages may have together,
	// 1 to MaxMaxChars; 0 is DefaultMaxChars.
	MaxChars int
	// MaxTokens is how many tokens of a language model they may have together, as
	// EstimateTokens counts them; 0 is no limit beside MaxChars.
	MaxTokens int
	// MinScore is the least score of a passage, 0 to 1.
	MinScore float64
	// PairRisks: a passage on effects comes with the risks and contraindications of its
	// treatment, or not at all. Nil is true.
	PairRisks *bool
	// PairsBeside: what comes along with a passage on effects takes no place of TopK.
	PairsBeside bool
	Filters     []index.Filter
	Collections []string // those the caller may see; empty: all
	Interpret   *search.Interpret
}

// Turn is something that was said before the query.
type Turn struct {
	Role    string // TurnUser, TurnAssistant, or another, which is not read
	Content string
}

// The roles of turns that are read.
const (
	TurnUser      = "user"
	TurnAssistant = "assistant"
)

// Limits and defaults of a Request.
const (
	DefaultTopK     = 8
	MaxTopK         = 50
	DefaultMaxChars = 4000
	MaxMaxChars     = 100_000
	MaxHistory      = 1000
)

func (r Request) pairs() bool { return r.PairRisks == nil || *r.PairRisks }

func (r Request) complete() (Request, error) {
	if r.TopK == 0 {
		r.TopK = DefaultTopK
	}
	if r.MaxChars == 0 {
		r.MaxChars = DefaultMaxChars
	}
	for _, bound := range []struct {
		name        string
		value       float64
		least, most float64
	}{
		{"top_k", float64(r.TopK), 1, MaxTopK},
		{"max_chars", float64(r.MaxChars), 1, MaxMaxChars},
		{"max_tokens", float64(r.MaxTokens), 0, MaxMaxChars},
		{"min_score", r.MinScore, 0, 1},
		{"history", float64(len(r.History)), 0, MaxHistory},
	} {
		if !(bound.least <= bound.value && bound.value <= bound.most) {
			return r, &search.InvalidError{
				Parameter: bound.name, Value: fmt.Sprint(bound.value),
				Reason: fmt.Sprintf("must be from %g to %g", bound.least, bound.most),
			}
		}
	}
	if strings.TrimSpace(r.Query) == "" {
		// A search for nothing lists everything, which would be given as an answer.
		return r, &search.InvalidError{Parameter: "query", Value: r.Query, Reason: "must not be blank"}
	}
	return r, nil
}
