package querylog

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"shirube/index"
)

// sink keeps what it is given, or calls broken first.
type sink struct {
	broken   func(ctx context.Context) error
	searches []Search
	calls    atomic.Int64
}

func (s *sink) Write(ctx context.Context, searches []Search, _ []Event) error {
	s.calls.Add(1)
	if s.broken != nil {
		if err := s.broken(ctx); err != nil {
			return err
		}
	}
	s.searches = append(s.searches, searches...)
	return nil
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// What was noted before a log is closed is written, and counted.
func TestCloseWritesWhatWaits(t *testing.T) {
	s := &sink{}
	l := start(s, quiet(), time.Hour, time.Hour)
	for range batch + 10 {
		l.Record(t.Context(), Search{Query: "しみ"})
	}
	l.Close()
	if n := len(s.searches); n != batch+10 || l.Stats() != (Stats{Written: int64(n)}) {
		t.Errorf("%d written, %+v", n, l.Stats())
	}
}

// Nobody waits for a sink that hangs: what finds no room is dropped and counted.
func TestWhatFindsNoRoomIsDropped(t *testing.T) {
	called, release := make(chan struct{}), make(chan struct{})
	s := &sink{}
	s.broken = func(context.Context) error {
		if s.calls.Load() == 1 {
			close(called)
		}
		<-release
		return nil
	}
	l := start(s, quiet(), 0, time.Hour)
	l.Record(t.Context(), Search{})
	<-called
	for range capacity + 7 {
		l.Record(t.Context(), Search{})
	}
	if got := l.Stats(); got.Dropped != 7 || got.Waiting != capacity {
		t.Errorf("%+v", got)
	}
	close(release)
	l.Close()
	if got := l.Stats(); got.Written != capacity+1 || got.Dropped != 7 || got.Waiting != 0 {
		t.Errorf("%+v", got)
	}
}

// A log whose sink is broken is closed after one try, whatever waits.
func TestCloseDoesNotWaitForABrokenSink(t *testing.T) {
	s := &sink{broken: func(context.Context) error { return errors.New("full") }}
	l := start(s, quiet(), time.Hour, time.Hour)
	for range batch + 10 {
		l.Record(t.Context(), Search{})
	}
	l.Close()
	// The first batch may have been tried before the log was closed.
	if got := l.Stats(); s.calls.Load() > 2 || got.Dropped != batch+10 || got.Waiting != 0 {
		t.Errorf("%d tries, %+v", s.calls.Load(), got)
	}
}

// Entries are small, whatever is sent.
func TestLongFiltersAreNotKept(t *testing.T) {
	long := strings.Repeat("あ", 200)
	var values []string
	for range 50 {
		values = append(values, long)
	}
	s := &sink{}
	l := start(s, quiet(), 0, 0)
	for _, f := range []index.Filter{
		{Name: "tag", Any: values}, {Name: "tag", None: values}, {Either: []index.Filter{{Name: "tag", Any: values}}}, {Not: &index.Filter{Name: "tag", Any: values}},
		{Name: "tag", Any: make([]string, 1000)},
	} {
		l.Record(t.Context(), Search{Filters: []index.Filter{f}})
	}
	l.Record(t.Context(), Search{Filters: []index.Filter{{Name: "tag", Any: []string{long}}}})
	l.Close()
	for i, e := range s.searches {
		if f := e.Filters[0]; (f.Name == "…" && len(e.Filters) == 1 && f.Any == nil) != (i < 5) {
			t.Errorf("entry %d: %d filters, %s", i, len(e.Filters), f.Name)
		}
	}
	if len(s.searches) != 6 {
		t.Errorf("%d entries", len(s.searches))
	}
}
