// Package querylog is what is noted of searches, and of what people did with their
// answers: the entries, the masking of what could tell who asked, and a queue that
// takes them off the way of a request. A search never waits for it and never fails
// with it: what finds no room, or cannot be written, is dropped and counted. Where
// entries are kept is left to a Sink (internal/store).
package querylog

import (
	"context"
	"time"

	"shirube/index"
	"shirube/internal/retrieve"
	"shirube/internal/search"
)

// FrontEnd is the way by which a search came.
type FrontEnd string

// The front ends.
const (
	API           FrontEnd = "api"
	Page          FrontEnd = "page"
	Console       FrontEnd = "console"
	Retrieve      FrontEnd = "retrieve"
	Dify          FrontEnd = "dify"
	MCP           FrontEnd = "mcp"
	InstantSearch FrontEnd = "instantsearch"
)

// Search is a search that was answered. Never in it: the address of who asked.
type Search struct {
	Time        time.Time
	RequestID   string
	FrontEnd    FrontEnd
	Client      string   // what asked, by its own name (widget); empty: it did not say
	Key         string   // the key's name
	Collections []string // those that were searched; nil: all
	Query       string   // as typed; masked before it is kept
	Filters     []index.Filter
	View        index.View
	Page        int
	Total       int
	Confidence  float64 // of the best hit, 0 to 1; 0 where there is none
	Answerable  bool
	Took        time.Duration
	// Session is what a page made up at random as it was loaded; kept only as a hash
	// with a salt that is forgotten every day.
	Session string
}

// Type is what somebody did.
type Type string

// The types of events.
const (
	Click      Type = "click"      // a hit was opened
	Copy       Type = "copy"       // a hit was copied
	Helpful    Type = "helpful"    // 👍
	Unhelpful  Type = "unhelpful"  // 👎
	Suggestion Type = "suggestion" // a suggestion was taken
)

// Types are all types of events.
func Types() []Type { return []Type{Click, Copy, Helpful, Unhelpful, Suggestion} }

// Event is what somebody did with an answer.
type Event struct {
	Time      time.Time
	Type      Type
	RequestID string // of the search
	Hit       string // id of the hit; may be empty
	Position  int    // of the hit among the hits, from 1; 0: not said
	Query     string // the suggestion that was taken; masked before it is kept
	Client    string
	Key       string
	Session   string
}

// Caller is who asks, as far as it is noted. A front end that mounts others puts it
// into the context of their requests (WithCaller), and fills it in as it learns.
type Caller struct {
	RequestID, Client, Key, Session string
	Collections                     []string // those that the key sees; nil: all
}

type callerKey struct{}

// WithCaller returns a context that knows the caller.
func WithCaller(ctx context.Context, c *Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf is the caller of a request; one without a name where nobody said.
func CallerOf(ctx context.Context) *Caller {
	if c, ok := ctx.Value(callerKey{}).(*Caller); ok {
		return c
	}
	return &Caller{}
}

// Searched notes a search and its answer.
func (l *Log) Searched(ctx context.Context, f FrontEnd, r search.Request, a *search.Response) {
	if l == nil {
		return
	}
	e := Search{
		FrontEnd: f, Collections: r.Collections, Query: r.Query, Filters: r.Filters, View: a.View, Page: a.Page, Total: a.Total,
		Answerable: a.Answerable, Took: time.Duration(a.TookMS * float64(time.Millisecond)),
	}
	if len(a.Hits) > 0 {
		e.Confidence = a.Hits[0].Confidence
	}
	l.Record(ctx, e)
}

// Retrieved notes a search for a chatbot and what it may quote. Of the conversation
// before it nothing is noted.
func (l *Log) Retrieved(ctx context.Context, f FrontEnd, r retrieve.Request, a *retrieve.Answer, took time.Duration) {
	if l == nil {
		return
	}
	e := Search{
		FrontEnd: f, Collections: r.Collections, Query: r.Query, Filters: r.Filters, View: index.Passages, Page: 1,
		Total: len(a.Passages), Answerable: a.Answerable, Took: took,
	}
	if len(a.Passages) > 0 {
		e.Confidence = a.Passages[0].Score
	}
	l.Record(ctx, e)
}

// Record notes a search, by the caller of ctx and now.
func (l *Log) Record(ctx context.Context, e Search) {
	if l == nil {
		return
	}
	c := CallerOf(ctx)
	e.Time, e.RequestID, e.Client, e.Key, e.Session = time.Now(), c.RequestID, c.Client, c.Key, c.Session
	if room := maxFilters; !fit(e.Filters, &room) {
		e.Filters = []index.Filter{{Name: LeftOut}}
	}
	l.put(func() { l.searches = append(l.searches, e) })
}

// LeftOut is the name of the filter that stands for more than is kept.
const LeftOut = "…"

// maxFilters is the size in bytes of the filters that an entry has at most. A body can have
// hundreds of kilobytes of them, and thousands of entries wait while nothing can be written.
const maxFilters = 4 << 10

// fit takes the size of filters from room, and reports whether there was enough.
func fit(filters []index.Filter, room *int) bool {
	const each = 32 // of a value that is empty
	for _, f := range filters {
		*room -= each + len(f.Name)
		for _, values := range [][]string{f.Any, f.None} {
			for _, v := range values {
				*room -= each + len(v)
			}
		}
		if *room < 0 || !fit(f.Either, room) || f.Not != nil && !fit([]index.Filter{*f.Not}, room) {
			return false
		}
	}
	return true
}

// Happened notes an event, by the caller of ctx and now.
func (l *Log) Happened(ctx context.Context, e Event) {
	if l == nil {
		return
	}
	c := CallerOf(ctx)
	e.Time, e.Client, e.Key, e.Session = time.Now(), c.Client, c.Key, c.Session
	l.put(func() { l.events = append(l.events, e) })
}
