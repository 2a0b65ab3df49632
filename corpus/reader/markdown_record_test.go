package reader

import (
	"strings"
	"testing"
)

// A record that says that its text is Markdown is read as such, headings or none.
func TestRecordOfMarkdown(t *testing.T) {
	articles, problems := readAll(t, "a.jsonl", []byte(`{"id":"m","title":"光治療","markdown":"赤みは**数日**続きます。[指針](https://example.org/g)を参照。\n\n- やけど\n- 色素沈着"}`+"\n"))
	if len(articles) != 1 || len(problems) > 0 || len(articles[0].Sections) != 1 {
		t.Fatalf("%d articles, %v", len(articles), problems)
	}
	text := articles[0].Sections[0].Text
	if strings.ContainsAny(text, "*[]") || !strings.Contains(text, "赤みは数日続きます。指針") || !strings.Contains(text, "・やけど") && !strings.Contains(text, "- やけど") {
		t.Errorf("read as %q", text)
	}
}
