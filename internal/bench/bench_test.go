package bench

import (
	"context"
	"testing"

	"shirube/corpus"
	"shirube/corpus/articles"
	"shirube/index"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// sample is the embedded articles as a source.
func sample() ingest.Source { return ingest.Source{Path: "sample", FS: articles.FS} }

func load(tb testing.TB) *Parts {
	tb.Helper()
	parts, err := Load()
	if err != nil {
		tb.Fatal(err)
	}
	return parts
}

// serveSample serves an index of the sample for the length of a test.
func serveSample(tb testing.TB) *Served {
	tb.Helper()
	parts := load(tb)
	dir := tb.TempDir()
	if err := parts.Build(context.Background(), sample(), dir); err != nil {
		tb.Fatal(err)
	}
	served, err := parts.Serve(context.Background(), dir)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := served.Close(); err != nil {
			tb.Error(err)
		}
	})
	return served
}

// readSample is the sample's articles as the reader gives them.
func readSample(tb testing.TB, parts *Parts) []*corpus.Article {
	tb.Helper()
	var out []*corpus.Article
	entries, err := articles.FS.ReadDir(".")
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range entries {
		f, err := articles.FS.Open(e.Name())
		if err != nil {
			tb.Fatal(err)
		}
		_, err = parts.Reader.Read(context.Background(), e.Name(), f, func(a *corpus.Article) error {
			out = append(out, a)
			return nil
		})
		if err != nil {
			tb.Fatal(err)
		}
		if err := f.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return out
}

// The commands measure what a server does only if they wire it as one: every
// question finds something, with snippets and facets.
func TestServedAnswers(t *testing.T) {
	served := serveSample(t)
	if served.Stats.Articles < 12 || served.Stats.Bytes == 0 {
		t.Fatalf("the index has %d articles in %d bytes", served.Stats.Articles, served.Stats.Bytes)
	}
	for _, q := range Questions() {
		response, err := served.Search(context.Background(), search.Request{Query: q, View: index.Passages, Match: search.MatchAny})
		if err != nil {
			t.Fatal(err)
		}
		if len(response.Hits) == 0 || response.Hits[0].Snippet.Text == "" || len(response.Facets[index.FacetKind]) == 0 {
			t.Errorf("%s: %d hits, %d kinds", q, len(response.Hits), len(response.Facets[index.FacetKind]))
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	served := serveSample(b)
	for _, view := range []index.View{index.Passages, index.Articles} {
		for _, match := range []search.Match{search.MatchAuto, search.MatchAny} {
			b.Run(string(view)+"/"+string(match), func(b *testing.B) {
				b.ReportAllocs()
				all := Questions()
				for i := 0; b.Loop(); i++ {
					if _, err := served.Search(context.Background(), search.Request{Query: all[i%len(all)], View: view, Match: match}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkDocument makes documents of the sample's articles; its MB/s are of
// their text.
func BenchmarkDocument(b *testing.B) {
	parts := load(b)
	all := readSample(b, parts)
	size := 0
	for _, a := range all {
		size += len(a.Title)
		for _, s := range a.Sections {
			size += len(s.Text)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range all {
			if _, err := parts.Builder.Document(a); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkRead reads the sample's files.
func BenchmarkRead(b *testing.B) {
	parts := load(b)
	b.ReportAllocs()
	for b.Loop() {
		readSample(b, parts)
	}
}

// BenchmarkTokens analyses the sample's text.
func BenchmarkTokens(b *testing.B) {
	parts := load(b)
	var texts []string
	for _, a := range readSample(b, parts) {
		for _, s := range a.Sections {
			texts = append(texts, s.Text)
		}
	}
	b.SetBytes(int64(Bytes(texts)))
	b.ReportAllocs()
	for b.Loop() {
		for _, t := range texts {
			parts.Analyzer.Tokens(t)
		}
	}
}
