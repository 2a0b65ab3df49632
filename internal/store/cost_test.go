package store

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"shirube/internal/querylog"
	"shirube/internal/search"
)

// What an entry costs, all in all: noted, handed over, masked, written and counted, as
// a busy server does on one day. The time that counts is the processor's: -cpuprofile.
func BenchmarkEntry(b *testing.B) {
	s, err := Open(context.Background(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	s.now = func() time.Time { return time.Now().Add(2 * settled) } // counted as soon as it is written
	requests := make([]search.Request, 5000)
	for i := range requests {
		requests[i] = search.Request{Query: fmt.Sprintf("ヒアルロン酸の腫れは何日%c%c", 'あ'+i%80, '一'+i), Collections: []string{"default"}}
		if i%10 == 0 {
			requests[i].Query = fmt.Sprintf("糸リフト %d本 %d円", i%20, 1000*i)
		}
	}
	answer := &search.Response{Total: 12, Page: 1, Answerable: true, TookMS: 0.4}
	callers := make([]context.Context, b.N)
	for i := range callers {
		callers[i] = querylog.WithCaller(context.Background(), &querylog.Caller{ //nolint:fatcontext // a caller an entry, none inside another
			RequestID: fmt.Sprintf("%08x%016x", i/2000, uint64(i)*0x9e3779b97f4a7c15), Client: "widget", Session: fmt.Sprint("visit", i/5),
		})
	}
	b.ReportAllocs()
	l := querylog.Start(s.Sink(), slog.New(slog.DiscardHandler))
	b.ResetTimer()
	for i := range b.N {
		l.Searched(callers[i], querylog.API, requests[i%len(requests)], answer)
		for l.Stats().Waiting > 6000 {
			time.Sleep(time.Millisecond)
		}
	}
	l.Close()
	if st := l.Stats(); st.Dropped > 0 {
		b.Fatal(st)
	}
}
