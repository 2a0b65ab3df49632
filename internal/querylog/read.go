package querylog

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Reader reads what was noted.
type Reader interface {
	// Analytics counts a span; limit is how long a list of queries is at most.
	Analytics(ctx context.Context, span Span, limit int) (*Analytics, error)
	// Log returns searches, the latest first.
	Log(ctx context.Context, a Ask) ([]Entry, error)
}

// Span is what of the log is looked at: whole days in Japan.
type Span struct {
	From, To time.Time // the first day and the last one
	Source   string    // what asked; empty: everything
	// Collections: only searches that looked into no others; nil: all. Who sees these
	// collections alone must not be told what was asked of others.
	Collections []string
}

// MaxSpan is how many days are looked at, at most.
const MaxSpan = 400

// ErrSpan is that a span ends before it begins, or has more days than MaxSpan.
var ErrSpan = errors.New("a span begins no later than it ends, and no more than 400 days before it")

// Zone is that of the days that are counted: Japan's.
func Zone() *time.Location { return time.FixedZone("JST", 9*3600) }

// SpanOf reads the first and the last day as 2006-01-02: empty ones are the last thirty days,
// until now. An error is of a date, or ErrSpan.
func SpanOf(from, to string, now time.Time) (Span, error) {
	s := Span{To: now.In(Zone())}
	var err error
	if to != "" {
		if s.To, err = time.ParseInLocation(time.DateOnly, to, Zone()); err != nil {
			return s, fmt.Errorf("the last day: %w", err)
		}
	}
	s.From = s.To.AddDate(0, 0, -29)
	if from != "" {
		if s.From, err = time.ParseInLocation(time.DateOnly, from, Zone()); err != nil {
			return s, fmt.Errorf("the first day: %w", err)
		}
	}
	if days := s.To.Sub(s.From).Hours() / 24; days < 0 || days >= MaxSpan {
		return s, ErrSpan
	}
	return s, nil
}

// Counts are searches by what became of them.
type Counts struct {
	Searches  int64 `json:"searches" doc:"Searches that were finished: neither what was typed on the way to another one, nor further pages"`
	Nothing   int64 `json:"nothing" doc:"Of these, those that found nothing"`
	Low       int64 `json:"low" doc:"Those that found only what shares words with the query"`
	Watched   int64 `json:"watched" doc:"Those that found something, from programs that tell of clicks: that name a session"`
	Clicked   int64 `json:"clicked" doc:"Those of which an answer was opened or copied"`
	Helpful   int64 `json:"helpful" doc:"How often somebody said that an answer helped"`
	Unhelpful int64 `json:"unhelpful" doc:"How often somebody said that it did not"`
}

// QueryCounts are those of one query.
type QueryCounts struct {
	Query string `json:"query" doc:"As it was typed, with what is personal masked"`
	Days  int    `json:"days" doc:"On how many days it was asked"`
	Counts
}

// SourceCounts are those of what asked.
type SourceCounts struct {
	Source string  `json:"source" doc:"The program by the name that it gives itself, else the front end; *: others, counted together"`
	TookMS float64 `json:"took_ms" doc:"Time that a search took, on average"`
	Counts
}

// DayCounts are those of a day.
type DayCounts struct {
	Day string `json:"day" format:"date" doc:"The day, in Japan"`
	Counts
}

// Analytics is what the log says of a span.
type Analytics struct {
	From     string         `json:"from" format:"date" doc:"The first day, in Japan"`
	To       string         `json:"to" format:"date" doc:"The last day"`
	Total    Counts         `json:"total"`
	Sources  []SourceCounts `json:"sources" doc:"What asked, most first"`
	Trend    []DayCounts    `json:"trend" doc:"Every day of the span"`
	Queries  int            `json:"queries" doc:"How many different queries there were"`
	Top      []QueryCounts  `json:"top" doc:"Asked most"`
	Nothing  []QueryCounts  `json:"nothing" doc:"Asked most of those that found nothing"`
	Low      []QueryCounts  `json:"low" doc:"Asked most of those that found only what shares words with them"`
	NoClick  []QueryCounts  `json:"no_click" doc:"Of what was found for them least was opened or copied, by number"`
	Disliked []QueryCounts  `json:"disliked" doc:"Said most not to have helped"`
}

// Filter is a filter as it was noted: one on a name, or of others.
type Filter struct {
	Name   string   `json:"name,omitempty" doc:"What is filtered by"`
	Any    []string `json:"any,omitempty" doc:"One of these values"`
	None   []string `json:"none,omitempty" doc:"None of these"`
	Min    *float64 `json:"min,omitempty"`
	Max    *float64 `json:"max,omitempty"`
	Either []Filter `json:"either,omitempty" doc:"What one of these keeps"`
	Not    *Filter  `json:"not,omitempty" doc:"What this does not keep"`
}

// Entry is a search as it was noted.
type Entry struct {
	ID          int64     `json:"id" doc:"Grows with every entry"`
	Time        time.Time `json:"time"`
	RequestID   string    `json:"request_id"`
	FrontEnd    string    `json:"front_end" doc:"The way by which it came"`
	Client      string    `json:"client" doc:"The program by the name that it gives itself; empty: it gave none"`
	Key         string    `json:"key" doc:"The name of the key; empty: none was needed"`
	Collections []string  `json:"collections" doc:"Those that were searched; empty: all"`
	Query       string    `json:"query" doc:"With what is personal masked"`
	Filters     []Filter  `json:"filters"`
	View        string    `json:"view"`
	Page        int       `json:"page"`
	Total       int       `json:"total" doc:"How much was found"`
	Confidence  float64   `json:"confidence" doc:"Of the best hit, 0 to 1"`
	Answerable  bool      `json:"answerable"`
	TookMS      float64   `json:"took_ms"`
	Session     string    `json:"session" doc:"What belongs to the same visit on the same day; empty: it is not known"`
	Clicked     bool      `json:"clicked" doc:"A hit was opened or copied"`
}

// EventEntry is an event as it was noted.
type EventEntry struct {
	ID        int64     `json:"id"`
	Time      time.Time `json:"time"`
	Type      string    `json:"type"`
	RequestID string    `json:"request_id"`
	Hit       string    `json:"hit"`
	Position  int       `json:"position"`
	Query     string    `json:"query"`
	Client    string    `json:"client"`
	Key       string    `json:"key"`
	Session   string    `json:"session"`
}

// QueryHistory is what the log says of one query in a span.
type QueryHistory struct {
	Query   string
	Days    int // on how many days it was asked
	Total   Counts
	Trend   []DayCounts    // every day of the span
	Sources []SourceCounts // what asked, most first; the time that it took is not known
	Entries []Entry        // the latest searches for it, the latest first
	Hits    []HitCounts    // what was done with what these found, most first
}

// HitCounts are how often a hit was used.
type HitCounts struct {
	Hit                                string // id
	Opened, Copied, Helpful, Unhelpful int
}

// Ask is what of the log is read, the latest first.
type Ask struct {
	// From and To are the times between which it was noted; zero: at any. What is asked of
	// a few days does not read the others.
	From, To    time.Time
	Collections []string // only searches that looked into no others; nil: all
	Before      int64    // ids below this; 0: all
	Session     string   // of this visit; empty: all
	Query       string   // this query; empty: all
	Source      string   // asked by this; empty: by anything
	// Found: "nothing", "low" or "answered"; empty: all.
	Found string
	Limit int
}

// Visit is what somebody asked and did in one visit, the earliest first. Nothing in it
// says who.
type Visit struct {
	Entries []Entry
	Events  []EventEntry // of these searches
}
