package quality

import (
	"runtime"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/internal/statement"
	"shirube/internal/statement/statementtest"
)

// BenchmarkArticles prints what it costs to go through many articles: the time of
// an article beside reading it, the time of a report, and the memory that stays. Run it once:
//
//	go test ./internal/quality -run NONE -bench Articles -benchtime 1x
func BenchmarkArticles(b *testing.B) {
	shelf, err := statementtest.Sample(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before := heap()
		h := NewHealth(shelf.Lexicon(), nil)
		var adding time.Duration
		err := shelf.Many(articles, func(a *corpus.Article) {
			began := time.Now()
			h.Add(a)
			adding += time.Since(began)
		})
		if err != nil {
			b.Fatal(err)
		}
		peak := heap() - before
		began := time.Now()
		h.Done()
		pairing := time.Since(began)
		began = time.Now()
		r := h.Report(statement.Scope{Now: now}, Options{})
		reporting := time.Since(began)
		findings := 0
		for _, list := range r.Findings {
			findings += len(list)
		}
		b.ReportMetric(adding.Seconds(), "s-adding")
		b.ReportMetric(pairing.Seconds(), "s-pairing")
		b.ReportMetric(float64(reporting.Milliseconds()), "ms-a-report")
		b.ReportMetric(float64(peak)/(1<<20), "MB-at-most")
		b.ReportMetric(float64(heap()-before)/(1<<20), "MB-kept")
		b.ReportMetric(float64(findings), "findings")
		runtime.KeepAlive(h)
	}
}

const articles = 1000

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
