package reader

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/internal/lexicon"
)

// benchTheme is what a theme puts into the head of every page.
func benchTheme() []byte {
	var b bytes.Buffer
	b.WriteString("<style>\n")
	for i := range 220 {
		fmt.Fprintf(&b, ".c-block-%d .inner > a:hover{margin:%dpx 0 0;padding:8px 12px;color:#%03x;transition:all .2s}\n", i, i%40, i)
	}
	b.WriteString(".title{font-weight:700;font-size:1.4rem}\n@media (max-width:768px){.pc{display:none}}\n</style>\n<script>\n")
	for i := range 60 {
		fmt.Fprintf(&b, "document.querySelectorAll('.js-%d').forEach(function(e){e.addEventListener('click',open%d)});\n", i, i)
	}
	b.WriteString("</script>\n")
	return b.Bytes()
}

// benchPages are pages as sites have them, each with the markup, styles and
// scripts that come with a theme: 20 to 80 kB.
func benchPages(b *testing.B) (names []string, pages [][]byte, size int64) {
	b.Helper()
	found, err := filepath.Glob(filepath.Join("..", "..", "testdata", "pages", "*.html"))
	if err != nil || len(found) == 0 {
		b.Fatal("no pages", err)
	}
	theme := benchTheme()
	for _, f := range found {
		src, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		if i := bytes.Index(src, []byte("</head>")); i >= 0 {
			src = append(append(bytes.Clone(src[:i]), theme...), src[i:]...)
		}
		names, pages, size = append(names, filepath.Base(f)), append(pages, src), size+int64(len(src))
	}
	return names, pages, size
}

// wholeLexicon is the program's own.
func wholeLexicon(b *testing.B) anatomy.Lexicon {
	b.Helper()
	l, err := lexicon.Default()
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// BenchmarkHTML reads pages into articles, anatomy included: 5 MB/s a core at
// least, markup counted.
func BenchmarkHTML(b *testing.B) {
	names, pages, size := benchPages(b)
	r := New(wholeLexicon(b))
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for i, src := range pages {
			if _, err := r.Read(context.Background(), names[i], bytes.NewReader(src), func(*corpus.Article) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkHTMLDraft is the part of it that is this package's own: from the
// source to headings and lines.
func BenchmarkHTMLDraft(b *testing.B) {
	_, pages, size := benchPages(b)
	r := New(wholeLexicon(b))
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range pages {
			f := &file{Reader: r, name: "page.html"}
			if !f.html(&anatomy.Draft{}, src, 1, false) {
				b.Fatal(f.problems)
			}
		}
	}
}
