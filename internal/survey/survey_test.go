package survey

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"shirube/corpus"
	"shirube/internal/search"
)

// shelf gives articles when it is told to.
type shelf struct {
	generation string
	articles   int
	each       time.Duration // before each article
	fail       error
	scans      int
}

func (s *shelf) Generation(context.Context, search.Scan) (string, error) { return s.generation, nil }

func (s *shelf) Scan(ctx context.Context, scan search.Scan, each func(int, *corpus.Article) error) (search.Scanned, error) {
	s.scans++
	out := search.Scanned{Generation: s.generation, Total: s.articles}
	if !scan.Unpublished {
		return out, errors.New("drafts are left out")
	}
	for range s.articles {
		select {
		case <-time.After(s.each):
		case <-ctx.Done():
			return out, ctx.Err()
		}
		if err := each(s.articles, &corpus.Article{}); err != nil {
			return out, err
		}
	}
	return out, s.fail
}

type count struct {
	articles int
	done     bool
}

func (c *count) Add(*corpus.Article) { c.articles++ }
func (c *count) Done()               { c.done = true }

func keeper(s *shelf) *Keeper[*count] {
	return New(s, search.Scan{Unpublished: true}, func() (*count, error) { return &count{}, nil }, slog.New(slog.DiscardHandler))
}

// A page never waits for ten thousand articles: it says how far the survey is, and the one
// before goes on being shown until the next is whole.
func TestSurveyRunsBesideThePages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{generation: "1", articles: 100, each: time.Second}
		k := keeper(s)
		defer k.Close()
		_, state, ok, err := k.Get(t.Context(), 10*time.Second+time.Millisecond)
		if err != nil || ok || !state.Running || state.Done != 10 || state.Total != 100 {
			t.Fatalf("after ten seconds: %+v, %v, %v", state, ok, err)
		}
		first, state, ok, err := k.Get(t.Context(), time.Hour)
		if err != nil || !ok || first.articles != 100 || !first.done || !state.Current || state.Took != 100*time.Second {
			t.Fatalf("when it is done: %+v %+v, %v, %v", first, state, ok, err)
		}
		if s.scans != 1 {
			t.Errorf("%d surveys of one generation", s.scans)
		}
		s.generation, s.articles = "2", 50
		kept, state, ok, _ := k.Get(t.Context(), 0)
		if !ok || kept != first || state.Current || !state.Running || state.Generation != "1" {
			t.Errorf("while the next is made: %+v, %v", state, ok)
		}
		kept, state, _, _ = k.Get(t.Context(), time.Hour)
		if kept.articles != 50 || !state.Current || state.Generation != "2" {
			t.Errorf("the next: %+v %+v", kept, state)
		}
	})
}

// A survey that fails is told, and not tried over and over at the cost of every page.
func TestSurveyThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{generation: "1", articles: 1, fail: errors.New("damaged")}
		k := keeper(s)
		defer k.Close()
		for range 3 {
			_, state, ok, err := k.Get(t.Context(), time.Second)
			if ok || err != nil || state.Err == nil {
				t.Fatalf("%+v, %v, %v", state, ok, err)
			}
		}
		if s.scans != 1 {
			t.Errorf("%d surveys of what cannot be read", s.scans)
		}
		s.fail = nil
		k.Retry()
		if _, state, ok, _ := k.Get(t.Context(), time.Second); !ok || state.Err != nil {
			t.Errorf("after a retry: %+v", state)
		}
	})
}

// What runs ends with the server.
func TestSurveyEndsWithTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := keeper(&shelf{generation: "1", articles: 1000, each: time.Second})
		if _, state, _, _ := k.Get(t.Context(), time.Second); !state.Running {
			t.Fatal("nothing runs")
		}
		k.Close()
		if _, state, ok, _ := k.Get(t.Context(), time.Second); state.Running || ok {
			t.Errorf("after the end: %+v", state)
		}
	})
}
