package store

import (
	"context"
	"slices"
	"testing"
	"time"

	"shirube/internal/querylog"
)

// visits is a log of two days: somebody asks twice in one visit, once of another
// collection and once of all.
func visits(t *testing.T) *Store {
	t.Helper()
	s, k, set := clock(t, noon(3))
	in := func(e querylog.Search, session string, collections ...string) querylog.Search {
		e.Session, e.Collections, e.Client = session, collections, "widget"
		return e
	}
	write(t, k, []querylog.Search{
		in(asked(noon(1), "a1", "しみ", 3, true), "one", "default"),
		in(asked(noon(1).Add(time.Minute), "a2", "しみ 費用", 0, false), "one", "default"),
		in(asked(noon(1).Add(2*time.Minute), "a3", "社内 手順", 2, true), "one", "staff"),
		in(asked(noon(1).Add(3*time.Minute), "a4", "しみ", 2, true), "one"),
		in(asked(noon(1).Add(4*time.Minute), "b1", "しみ", 4, false), "two", "default"),
	}, querylog.Event{Time: noon(1).Add(time.Second), Type: querylog.Click, RequestID: "a1", Hit: "laser#1", Position: 1},
		querylog.Event{Time: noon(1).Add(2 * time.Second), Type: querylog.Copy, RequestID: "a1", Hit: "laser#1"},
		querylog.Event{Time: noon(1).Add(3 * time.Minute), Type: querylog.Unhelpful, RequestID: "a4", Hit: "secret#1"})
	write(t, k, []querylog.Search{in(asked(noon(2), "c1", "しみ", 3, true), "one", "default")})
	set(noon(3))
	return s
}

func twoDays() querylog.Span { return querylog.Span{From: noon(1), To: noon(2)} }

// One query over time: its searches, what asked, and what was opened.
func TestOneQuery(t *testing.T) {
	s := visits(t)
	h, err := s.Query(context.Background(), twoDays(), "しみ", 10)
	if err != nil {
		t.Fatal(err)
	}
	if h.Days != 2 || h.Total.Searches != 4 || h.Total.Low != 1 || len(h.Trend) != 2 || h.Trend[0].Searches != 3 || h.Trend[1].Searches != 1 ||
		len(h.Sources) != 1 || h.Sources[0].Source != "widget" || len(h.Entries) != 4 || h.Entries[0].RequestID != "c1" {
		t.Errorf("%+v", h)
	}
	if want := []querylog.HitCounts{{Hit: "laser#1", Opened: 1, Copied: 1}, {Hit: "secret#1", Unhelpful: 1}}; !slices.Equal(h.Hits, want) {
		t.Errorf("hits %+v", h.Hits)
	}
	if h, err = s.Query(context.Background(), twoDays(), "しみ", 2); err != nil || len(h.Entries) != 2 || h.Days != 2 {
		t.Errorf("%v, %+v", err, h)
	}
	if h, err = s.Query(context.Background(), twoDays(), "なかった", 2); err != nil || len(h.Entries) != 0 || h.Total.Searches != 0 {
		t.Errorf("%v, %+v", err, h)
	}
}

// Who sees one collection is told of searches in it alone: not of others', and not of those
// that looked into all.
func TestScopeOfWhatWasNoted(t *testing.T) {
	ctx := context.Background()
	s := visits(t)
	only := []string{"default"}
	span := twoDays()
	span.Collections = only
	a, err := s.Analytics(ctx, span, 10)
	if err != nil {
		t.Fatal(err)
	}
	if a.Total.Searches != 4 || a.Queries != 2 || a.Trend[0].Searches != 3 || len(a.Sources) != 1 || a.Sources[0].Searches != 4 || len(a.Disliked) != 0 {
		t.Errorf("%+v", a)
	}
	for _, q := range a.Top {
		if q.Query == "社内 手順" {
			t.Error("a query of another collection is told")
		}
	}
	all, err := s.Analytics(ctx, twoDays(), 10)
	if err != nil || all.Total.Searches != 6 {
		t.Errorf("%v, %+v", err, all)
	}
	h, err := s.Query(ctx, span, "しみ", 10)
	if err != nil || h.Total.Searches != 3 || len(h.Entries) != 3 || len(h.Hits) != 1 {
		t.Errorf("%v, %+v", err, h)
	}
	if h, err = s.Query(ctx, span, "社内 手順", 10); err != nil || h.Total.Searches != 0 || len(h.Entries) != 0 {
		t.Errorf("%v, %+v", err, h)
	}
	list, err := s.Log(ctx, querylog.Ask{Collections: only, Limit: 10})
	if err != nil || len(list) != 4 {
		t.Errorf("%v, %+v", err, list)
	}
}

// A visit is a sequence within its day, without what is beyond the collections.
func TestVisit(t *testing.T) {
	ctx := context.Background()
	s := visits(t)
	list, err := s.Log(ctx, querylog.Ask{Query: "しみ 費用", Limit: 1})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	session := list[0].Session
	ids := func(v *querylog.Visit) (out []string) {
		for _, e := range v.Entries {
			out = append(out, e.RequestID)
		}
		return out
	}
	v, err := s.Visit(ctx, noon(1), session, nil)
	if err != nil || !slices.Equal(ids(v), []string{"a1", "a2", "a3", "a4"}) || len(v.Events) != 3 {
		t.Errorf("%v, %+v", err, v)
	}
	if v, err = s.Visit(ctx, noon(1), session, []string{"default"}); err != nil || !slices.Equal(ids(v), []string{"a1", "a2"}) || len(v.Events) != 2 {
		t.Errorf("%v, %+v", err, v)
	}
	for _, other := range []string{"", "nobody"} {
		if v, err = s.Visit(ctx, noon(1), other, nil); err != nil || len(v.Entries) != 0 {
			t.Errorf("%v, %+v", err, v)
		}
	}
	if v, err = s.Visit(ctx, noon(2), session, nil); err != nil || len(v.Entries) != 0 {
		t.Errorf("the next day: %v, %+v", err, v)
	}
}
