package importer

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// An export of 1 GB is imported in memory that does not depend on its size.
func TestWordPressGigabyte(t *testing.T) {
	if os.Getenv("SHIRUBE_LONG") == "" {
		t.Skip("SHIRUBE_LONG is not set: this test writes 1 GB, twice")
	}
	const posts, target = 10_000, 1 << 30
	paragraph := "<!-- wp:paragraph -->\n<p>長い記事の段落です。治療の流れと注意点を、順を追って説明します。</p>\n<!-- /wp:paragraph -->\n\n"
	long := strings.Repeat(paragraph, target/posts/len(paragraph)+1)
	file := filepath.Join(t.TempDir(), "export.xml")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	if err := writeExport(w, exportOf{posts: posts, change: func(int) string { return long }}); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var peak uint64
	next := int64(0)
	o := WordPressOptions{Into: t.TempDir(), Progress: func(done, _ int64) {
		if done < next {
			return
		}
		next = done + 32<<20
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapAlloc)
	}}
	r, err := WordPress(context.Background(), []string{file}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles in %.0f s, the heap was %d MiB at most", r.Articles.Total, r.Seconds, peak>>20)
	if r.Articles.Added != posts || peak > 64<<20 {
		t.Errorf("%+v, the heap was %d MiB", r.Articles, peak>>20)
	}
}
