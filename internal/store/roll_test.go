package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"shirube/internal/querylog"
)

// What is counted does not depend on when it is: clicks on first and further pages, on what was
// typed on the way, with and without a visit, told before the search was counted or after. And
// who sees one collection gets what a log of it alone would give.
func TestClicksCountWheneverTheyAreTold(t *testing.T) {
	ctx := context.Background()
	random := rand.New(rand.NewPCG(8, 1))
	type noted struct {
		querylog.Search
		clicked, passed bool
	}
	var all []*noted
	at := noon(1)
	for visit := range 120 {
		session := fmt.Sprint("visit", visit)
		if visit%5 == 0 {
			session = ""
		}
		collections := [][]string{nil, {"a"}, {"b"}}[random.IntN(3)]
		for n := range 1 + random.IntN(3) {
			at = at.Add(time.Duration(1+random.IntN(9)*1000) * time.Millisecond)
			e := asked(at, fmt.Sprint("r", visit, "-", n), fmt.Sprint("質問", random.IntN(12)), random.IntN(4), random.IntN(2) == 0)
			e.Session, e.Collections = session, collections
			one := &noted{Search: e}
			if last := len(all) - 1; n > 0 && session != "" && all[last].Page == 1 && all[last].Query != e.Query && at.Sub(all[last].Time) <= typing {
				all[last].passed = true
			}
			all = append(all, one)
			if n == 0 && e.Total > 0 && session != "" && random.IntN(3) == 0 {
				second := *one
				second.Page, second.RequestID = 2, e.RequestID+"-2"
				at = at.Add(30 * time.Second)
				second.Time = at
				all = append(all, &second)
			}
		}
		at = at.Add(time.Minute)
	}
	var searches []querylog.Search
	var events []querylog.Event
	for i, e := range all {
		searches = append(searches, e.Search)
		if e.Total == 0 || random.IntN(3) > 0 {
			continue
		}
		events = append(events, querylog.Event{Time: e.Time, Type: querylog.Click, RequestID: e.RequestID, Hit: "x"})
		if e.Page == 2 {
			all[i-1].clicked = true // the search before it has the first page
		} else {
			e.clicked = true
		}
	}
	want := func(of ...string) (c querylog.Counts) {
		for _, e := range all {
			if e.Page > 1 || e.passed && !e.clicked || len(of) > 0 && !slices.Equal(e.Collections, of) {
				continue
			}
			c.Searches++
			switch {
			case e.Total == 0:
				c.Nothing++
			case !e.Answerable:
				c.Low++
			}
			if e.Total > 0 && (e.Session != "" || e.clicked) {
				c.Watched++
			}
			if e.clicked {
				c.Clicked++
			}
		}
		return c
	}
	for name, before := range map[string]bool{"told at once": true, "told late": false} {
		s, k, _ := clock(t, at.Add(time.Hour))
		if before {
			write(t, k, searches, events...)
		} else {
			write(t, k, searches)
			if err := s.Roll(ctx); err != nil {
				t.Fatal(err)
			}
			write(t, k, nil, events...)
		}
		for _, of := range [][]string{nil, {"a"}} {
			a, err := s.Analytics(ctx, querylog.Span{From: noon(1), To: noon(2), Collections: of}, 100)
			if err != nil {
				t.Fatal(err)
			}
			if a.Total != want(of...) || a.Total.Clicked == 0 {
				t.Errorf("%s, %v: %+v, the log says %+v", name, of, a.Total, want(of...))
			}
			var top querylog.Counts
			for _, q := range a.Top {
				top.Searches, top.Clicked, top.Watched = top.Searches+q.Searches, top.Clicked+q.Clicked, top.Watched+q.Watched
				if q.Clicked > q.Watched || q.Watched > q.Searches {
					t.Errorf("%s: %+v", name, q)
				}
			}
			if top.Searches != a.Total.Searches || top.Clicked != a.Total.Clicked || top.Watched != a.Total.Watched {
				t.Errorf("%s, %v: queries %+v, in all %+v", name, of, top, a.Total)
			}
		}
	}
}
