package precaution

import (
	"runtime"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/internal/statement/statementtest"
)

// BenchmarkArticles prints what it costs to read many articles into a book, to ask
// it, and the memory that stays. Run it once:
//
//	go test ./internal/precaution -run NONE -bench Articles -benchtime 1x
func BenchmarkArticles(b *testing.B) {
	shelf, err := statementtest.Sample(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	m, err := NewMatcher(shelf.Lexicon())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		before := heap()
		book := NewBook(m)
		var adding time.Duration
		err := shelf.Many(articles, func(a *corpus.Article) {
			began := time.Now()
			book.Add(a)
			adding += time.Since(began)
		})
		if err != nil {
			b.Fatal(err)
		}
		book.Done()
		began := time.Now()
		results := book.Check([]Tick{{Concept: m.Concept("pregnancy")}, {Concept: m.Concept("anticoagulants")}}, everywhere)
		asking := time.Since(began)
		b.ReportMetric(adding.Seconds(), "s-adding")
		b.ReportMetric(float64(asking.Milliseconds()), "ms-a-check")
		b.ReportMetric(float64(heap()-before)/(1<<20), "MB-kept")
		b.ReportMetric(float64(len(results)), "treatments")
		runtime.KeepAlive(book)
	}
}

const articles = 10_000

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
