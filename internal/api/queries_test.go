package api

import (
	"context"
	"testing"

	"shirube/internal/querylog"
)

// fakeLog is a log in which nothing was noted.
type fakeLog struct{ asked []querylog.Span }

func (f *fakeLog) Analytics(_ context.Context, s querylog.Span, _ int) (*querylog.Analytics, error) {
	f.asked = append(f.asked, s)
	return &querylog.Analytics{}, nil
}

func (f *fakeLog) Log(context.Context, querylog.Ask) ([]querylog.Entry, error) {
	return []querylog.Entry{}, nil
}

// What was asked is of all collections together: a key of one does not read it.
func TestLogIsForWhoSeesEverything(t *testing.T) {
	h := handler(t, &fake{}, func(c *Config) {
		c.Keeper, c.Queries = &fakeKeeper{}, &fakeLog{}
		c.Keys = KeyList{
			{Name: "all", Secret: "admin-key", Scopes: []Scope{ScopeAdmin}},
			{Name: "one", Secret: "clinic-key", Scopes: []Scope{ScopeAdmin}, Collections: []string{"clinic"}},
		}
	})
	for _, target := range []string{"/v1/admin/log", "/v1/admin/analytics"} {
		for key, want := range map[string]int{"admin-key": 200, "clinic-key": 403, "no-such-key": 401} {
			w := do(h, "GET", target, "", "X-Shirube-Key", key)
			if w.Code != want || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%s by %s: %d, Cache-Control %q", target, key, w.Code, w.Header().Get("Cache-Control"))
			}
		}
	}
}

// A span is whole days, at most 400, and ends no earlier than it begins.
func TestSpanOfAnalytics(t *testing.T) {
	log := &fakeLog{}
	h := handler(t, &fake{}, func(c *Config) { c.Keeper, c.Queries = &fakeKeeper{}, log })
	for query, want := range map[string]int{
		"": 200, "from=2026-01-01&to=2026-01-01": 200, "from=2025-01-01&to=2026-01-31": 200, "from=2024-12-01&to=2026-01-31": 422,
		"from=2026-01-02&to=2026-01-01": 422, "from=yesterday": 422, "limit=501": 422,
	} {
		if w := do(h, "GET", "/v1/admin/analytics?"+query, "", "Host", "localhost"); w.Code != want {
			t.Errorf("%q: %d %.300s", query, w.Code, w.Body)
		}
	}
	for _, s := range log.asked {
		if d := s.To.Sub(s.From).Hours() / 24; d < 0 || d >= querylog.MaxSpan {
			t.Errorf("asked for %v", s)
		}
	}
}
