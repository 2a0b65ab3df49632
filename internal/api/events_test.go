package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"shirube/internal/querylog"
)

// memory is a sink that remembers.
type memory struct {
	mu       sync.Mutex
	searches []querylog.Search
	events   []querylog.Event
}

func (m *memory) Write(_ context.Context, s []querylog.Search, e []querylog.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.searches, m.events = append(m.searches, s...), append(m.events, e...)
	return nil
}

// logged serves requests with a log and returns what was noted of them.
func logged(t *testing.T, edit func(*Config), requests func(h http.Handler)) *memory {
	t.Helper()
	m := &memory{}
	log := querylog.Start(m, discard())
	requests(handler(t, &fake{}, func(c *Config) {
		c.Log = log
		if edit != nil {
			edit(c)
		}
	}))
	log.Close()
	return m
}

// What pages tell is kept: by fetch with headers, and by a beacon, which has none.
func TestEvents(t *testing.T) {
	key := KeyList{{Name: "site", Secret: "site-secret", Scopes: []Scope{ScopeSearch}}}
	m := logged(t, func(c *Config) { c.Keys = key }, func(h http.Handler) {
		for _, r := range [][]string{
			{`{"type":"click","request_id":"r1","id":"a#1","position":2}`, keyHeader, "site-secret", sessionHeader, "s-1", clientHeader, "widget"},
			{`{"type":"helpful","request_id":"r1","id":"a#1","session":"s-1","client":"widget","key":"site-secret"}`, "Content-Type", "text/plain;charset=UTF-8"},
			{`{"type":"suggestion","request_id":"unknown","query":"しみ","later":1}`, keyHeader, "site-secret", sessionHeader, "no session!"},
		} {
			w := do(h, "POST", "/v1/events", r[0], r[1:]...)
			if w.Code != http.StatusAccepted || w.Body.Len() != 0 || w.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s: %d %s", r[0], w.Code, w.Body)
			}
		}
	})
	want := []querylog.Event{
		{Type: querylog.Click, RequestID: "r1", Hit: "a#1", Position: 2, Client: "widget", Key: "site", Session: "s-1"},
		{Type: querylog.Helpful, RequestID: "r1", Hit: "a#1", Client: "widget", Key: "site", Session: "s-1"},
		{Type: querylog.Suggestion, RequestID: "unknown", Query: "しみ", Key: "site"},
	}
	if len(m.events) != len(want) {
		t.Fatalf("%+v", m.events)
	}
	for i, e := range m.events {
		if e.Time.IsZero() {
			t.Error("an event has no time")
		}
		e.Time = want[i].Time
		if e != want[i] {
			t.Errorf("got %+v, want %+v", e, want[i])
		}
	}
}

// What is no event is refused in words, and never kept.
func TestEventsThatAreRefused(t *testing.T) {
	m := logged(t, nil, func(h http.Handler) {
		for _, c := range []struct {
			name, body, parameter string
			status                int
			header                []string
		}{
			{"another type", `{"type":"buy","request_id":"r"}`, "type", 422, nil},
			{"no type", `{"request_id":"r"}`, "type", 422, nil},
			{"no request", `{"type":"click"}`, "request_id", 422, nil},
			{"position", `{"type":"click","request_id":"r","position":-1}`, "position", 422, nil},
			{"a word for a number", `{"type":"click","request_id":"r","position":"1"}`, "position", 422, nil},
			{"session", `{"type":"click","request_id":"r","session":"a b"}`, "session", 422, nil},
			{"an array", `[]`, "body", 422, nil},
			{"not JSON", `type=click`, "", 400, nil},
			{"form", `type=click`, "", 415, []string{"Content-Type", "application/x-www-form-urlencoded"}},
			{"too large", `{"type":"click","request_id":"` + strings.Repeat("r", maxEvent) + `"}`, "", 413, nil},
			{"query string", `{"type":"click","request_id":"r"}`, "", 422, nil},
		} {
			target := "/v1/events"
			if c.name == "query string" {
				target += "?type=click"
			}
			p := problemOf(t, do(h, "POST", target, c.body, c.header...), c.status)
			if c.parameter != "" && (len(p.Errors) == 0 || p.Errors[0].Parameter != c.parameter) {
				t.Errorf("%s: %+v", c.name, p.Errors)
			}
		}
	})
	if len(m.events) != 0 {
		t.Errorf("kept: %+v", m.events)
	}
}

// A key is asked for before anything is told of the body, in the body as in a header.
func TestEventsNeedAKey(t *testing.T) {
	keys := KeyList{{Name: "site", Secret: "site-secret", Scopes: []Scope{ScopeSearch}}, {Name: "none", Secret: "none-secret"}}
	m := logged(t, func(c *Config) { c.Keys = keys }, func(h http.Handler) {
		problemOf(t, do(h, "POST", "/v1/events", `{"type":"buy"}`), http.StatusUnauthorized)
		problemOf(t, do(h, "POST", "/v1/events", `{"type":"click","request_id":"r","key":"guess"}`), http.StatusUnauthorized)
		problemOf(t, do(h, "POST", "/v1/events", `{"type":"click","request_id":"r","key":"none-secret"}`), http.StatusForbidden)
		problemOf(t, do(h, "POST", "/v1/events", `{"type":"click","request_id":"r","key":"site-secret"}`, keyHeader, "guess"), http.StatusUnauthorized)
	})
	if len(m.events) != 0 {
		t.Errorf("kept: %+v", m.events)
	}
}

// Every search is noted with who asked, and never with the address.
func TestSearchesAreNoted(t *testing.T) {
	keys := KeyList{{Name: "site", Secret: "site-secret", Scopes: []Scope{ScopeSearch, ScopeRetrieve}, Collections: []string{"clinic"}}}
	m := logged(t, func(c *Config) { c.Keys = keys }, func(h http.Handler) {
		header := []string{keyHeader, "site-secret", sessionHeader, "visit-1", clientHeader, "widget", requestIDHeader, "r-1"}
		get(h, "/v1/search?q=%E8%B5%A4%E3%81%BF&kind=risks", header...)
		do(h, "POST", "/v1/search", `{"q":"赤み","page":1}`, header...)
		do(h, "POST", "/v1/retrieve", `{"query":"赤み"}`, header...)
		do(h, "POST", "/retrieval", `{"knowledge_id":"clinic","query":"赤み","retrieval_setting":{"top_k":3,"score_threshold":0}}`, header...)
		do(h, "POST", "/v1/tools/search", `{"q":"赤み"}`, header...)
		do(h, "POST", "/instantsearch", `{"requests":[{"indexName":"articles","params":{"query":"赤み"}},`+ // one that was typed
			`{"indexName":"articles","params":{"query":"赤み","hitsPerPage":1,"facets":["kind"]}}]}`, header...)
		do(h, "POST", "/instantsearch/facets", `{"requests":[{"indexName":"articles","facet":"kind","params":{"query":"赤み","facetName":"kind","facetQuery":""}}]}`, header...)
		get(h, "/v1/search?page=0", header...)        // refused
		get(h, "/v1/search?q=x", keyHeader, "nobody") // not let in
	})
	var fronts []querylog.FrontEnd
	for _, s := range m.searches {
		fronts = append(fronts, s.FrontEnd)
		if s.Query != "赤み" || s.Key != "site" || s.Session != "visit-1" || s.Client != "widget" || s.RequestID != "r-1" ||
			len(s.Collections) != 1 || s.Collections[0] != "clinic" || s.Time.IsZero() || s.View == "" || s.Page != 1 {
			t.Errorf("%+v", s)
		}
	}
	if want := "[api api retrieve dify api instantsearch]"; fmt.Sprint(fronts) != want {
		t.Errorf("front ends %v, want %s", fronts, want)
	}
	if first := m.searches[0]; first.Total != 2 || !first.Answerable || first.Confidence != 0.8 || len(first.Filters) != 1 {
		t.Errorf("%+v", first)
	}
}
