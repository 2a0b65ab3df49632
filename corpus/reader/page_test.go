package reader

import (
	"fmt"
	"strings"
	"testing"

	"shirube/corpus"
)

// readPage reads one page, and fails where it is no article.
func readPage(t testing.TB, source string) (*corpus.Article, []Problem) {
	t.Helper()
	articles, problems := readAll(t, "page.html", []byte(source))
	if len(articles) != 1 {
		t.Fatalf("%d articles, problems %v, of:\n%s", len(articles), problems, source)
	}
	return articles[0], problems
}

// outlineOf is an article on one line a section: level, line, heading and text,
// lines of the text parted by /.
func outlineOf(a *corpus.Article) string {
	var b strings.Builder
	for _, s := range a.Sections {
		fmt.Fprintf(&b, "%d %d %s: %s\n", s.StartLine, s.Level, s.Heading, strings.ReplaceAll(s.Text, "\n", "/"))
	}
	return b.String()
}

// A page is told by its beginning or its name, and its headings carry its lines.
func TestPageFormats(t *testing.T) {
	body := "<main>\n<h1>ピコレーザー</h1>\n<p>シミを薄くする治療です。</p>\n<h2>費用</h2>\n<p>1回33,000円です。</p>\n</main>"
	for _, tt := range []struct{ name, content string }{
		{"page.html", "<!DOCTYPE html>\n<html><body>" + body},
		{"dir/PAGE.HTM", "<html>\n<body>" + body},
		{"page.txt", "<!DOCTYPE html>\n<html><body>" + body},
		{"page.md", "<!-- 前 -->\n<html lang=\"ja\"><body>" + body + "</html>"},
		{"page.xhtml", "<?xml version=\"1.0\"?><!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>" + body},
	} {
		articles, problems := readAll(t, tt.name, []byte(tt.content))
		if len(articles) != 1 || len(problems) != 0 {
			t.Errorf("%s: %d articles, problems %v", tt.name, len(articles), problems)
			continue
		}
		if got, want := outlineOf(articles[0]), "4 1 : シミを薄くする治療です。\n5 1 費用: 1回33,000円です。\n"; got != want || articles[0].Title != "ピコレーザー" {
			t.Errorf("%s: title %q\n%swant\n%s", tt.name, articles[0].Title, got, want)
		}
	}
}
