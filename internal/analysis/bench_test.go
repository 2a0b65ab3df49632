package analysis

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ikawaha/kagome/v2/tokenizer"

	"shirube/internal/text"
)

// benchmarkText is what both benchmarks read: the passages of a question set
// under SHIRUBE_SHARED, where there is one; else our own sentences, in an order
// that does not repeat soon.
func benchmarkText(b *testing.B) []string {
	b.Helper()
	if dir := os.Getenv("SHIRUBE_SHARED"); dir != "" {
		return passages(b, filepath.Join(dir, "data", "jsquad-valid", "passages.jsonl"))
	}
	var out []string
	lines := sentences(b)
	for i := range 200 {
		var p strings.Builder
		for j := range 8 {
			p.WriteString(lines[(i*7+j*11)%len(lines)])
		}
		out = append(out, p.String())
	}
	return out
}

func passages(tb testing.TB, path string) []string {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	var out []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			tb.Fatal(err)
		}
		out = append(out, p.Text)
	}
	if err := lines.Err(); err != nil {
		tb.Fatal(err)
	}
	return out
}

func size(texts []string) int64 {
	n := 0
	for _, s := range texts {
		n += len(s)
	}
	return int64(n)
}

// BenchmarkTokens and BenchmarkKagome read the same text: the first makes index
// terms with offsets of it, the second only has Kagome's tokenizer segment the
// sentences of its normal form in search mode. Run both with -cpu 1 and compare
// their MB/s.
func BenchmarkTokens(b *testing.B) {
	a := analyzer(b)
	texts := benchmarkText(b)
	b.SetBytes(size(texts))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range texts {
			a.Tokens(s)
		}
	}
}

func BenchmarkKagome(b *testing.B) {
	t, err := tokenizer.New(analyzer(b).dict.kagome, tokenizer.OmitBosEos())
	if err != nil {
		b.Fatal(err)
	}
	texts := benchmarkText(b)
	var normal []string
	for _, s := range texts {
		n := text.Normalize(s).String
		for _, sp := range text.Sentences(n) {
			normal = append(normal, n[sp.Start:sp.End])
		}
	}
	b.SetBytes(size(texts))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range normal {
			t.Analyze(s, tokenizer.Search)
		}
	}
}
