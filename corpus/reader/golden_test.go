package reader

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/corpus"
)

var update = flag.Bool("update", false, "write the golden files anew: read every difference before committing it")

// readFile reads a file of testdata.
func readFile(t testing.TB, name string) ([]*corpus.Article, []Problem) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var articles []*corpus.Article
	problems, err := New(testLexicon(t)).Read(context.Background(), name, f, func(a *corpus.Article) error {
		articles = append(articles, a)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return articles, problems
}

// goldenFiles are the articles of testdata.
func goldenFiles(t testing.TB) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.txt", "*.md", "*.mdx", "*.jsonl"} {
		found, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			names = append(names, filepath.Base(f))
		}
	}
	if len(names) < 6 {
		t.Fatalf("only %v in testdata", names)
	}
	return names
}

// Whole articles of several formats and layouts, read as the golden files say:
// each was checked against its article by eye.
func TestGolden(t *testing.T) {
	for _, name := range goldenFiles(t) {
		articles, problems := readFile(t, name)
		got, err := marshal(struct {
			Articles []*corpus.Article
			Problems []Problem
		}{articles, problems})
		if err != nil {
			t.Fatal(err)
		}
		compareGolden(t, filepath.Join("testdata", name+".golden.json"), got)
	}
}

// compareGolden compares what was read with a golden file, or writes that.
func compareGolden(t *testing.T, golden string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("it is read otherwise than %s says:\n%s", golden, firstDifference(string(got), string(want)))
	}
}

func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			lo := max(i-3, 0)
			return " got " + strings.Join(g[lo:min(i+4, len(g))], "\n     ") + "\nwant " + strings.Join(w[min(lo, len(w)):min(i+4, len(w))], "\n     ")
		}
	}
	return "shorter than wanted"
}
