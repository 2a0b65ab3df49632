package reader

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// silentLexicon knows nothing, so that a benchmark measures the reading alone.
type silentLexicon struct{}

func (silentLexicon) Find(string) []lexicon.Mention  { return nil }
func (silentLexicon) Lookup(string) *lexicon.Concept { return nil }
func (silentLexicon) SourceType(string) string       { return "other" }

// BenchmarkPlainJSONL reads and cuts a container of plain passages, as a
// benchmark collection has them: `go test -bench PlainJSONL ./corpus/reader`.
// The reading must not be what slows indexing down: 20 MB/s a core at least.
func BenchmarkPlainJSONL(b *testing.B) {
	var content bytes.Buffer
	for i := range 500 {
		text := strings.Repeat("この湖は標高が高く、夏でも水温が低い。1950年代に3回の調査が行われ、深さは120メートルと分かった。", 6+i%5)
		fmt.Fprintf(&content, `{"id":"doc-%d","title":"湖の話","text":"%s"}`+"\n", i, text)
	}
	r := New(silentLexicon{})
	b.SetBytes(int64(content.Len()))
	b.ReportAllocs()
	for b.Loop() {
		passages := 0
		_, err := r.Read(context.Background(), "a.jsonl", bytes.NewReader(content.Bytes()), func(a *corpus.Article) error {
			passages += len(a.Passages())
			return nil
		})
		if err != nil || passages != 500 {
			b.Fatal(passages, err)
		}
	}
}
