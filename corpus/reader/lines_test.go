package reader

import (
	"fmt"
	"strings"
	"testing"

	"shirube/corpus"
)

// Whoever corrects a sentence must be led to the line it stands on, also below
// lines that were taken out of the section and in questions that were cut apart.
func TestSectionLines(t *testing.T) {
	body := strings.Join([]string{
		"ピコレーザーの説明です。", "", "", "",
		"## 効果", "", "シミが薄くなります。", "お問い合わせはこちら", "肌が明るくなります。", "",
		"## よくある質問", "", "### 痛みはありますか？", "", "少し痛みます。", "",
		"Q. 何回受けますか？", "A. 5回です。", "", "詳しくは医師へ。", "",
		"## 参考文献", "", "厚生労働省「手引き」",
	}, "\n")
	for _, name := range []string{"a.md", "b.txt"} {
		src := "# ピコレーザーとは\n\n" + body
		if strings.HasSuffix(name, ".txt") {
			src = strings.NewReplacer("### ", "", "## ", "", "# ", "").Replace(src)
		}
		articles, problems := readAll(t, name, []byte(src))
		if len(articles) != 1 || len(problems) != 0 {
			t.Fatalf("%s: %d articles, %v", name, len(articles), problems)
		}
		checkLines(t, name, articles[0], strings.Split(src, "\n"))
	}
}

func checkLines(t *testing.T, name string, a *corpus.Article, source []string) {
	t.Helper()
	seen := 0
	for _, s := range a.Sections {
		if s.Text == "" {
			continue
		}
		lines := strings.Split(s.Text, "\n")
		if len(lines) != len(s.Lines) {
			t.Fatalf("%s: %q has %d lines and %d numbers", name, s.Heading, len(lines), len(s.Lines))
		}
		for i, l := range lines {
			at := fmt.Sprintf("%s: line %d of %q", name, i, s.Heading)
			if n := s.Lines[i]; n < 1 || n > len(source) || !strings.Contains(source[n-1], l) {
				t.Errorf("%s: %q is not on line %d", at, l, n)
			}
			seen++
		}
	}
	if seen < 8 {
		t.Errorf("%s: only %d lines were looked at", name, seen)
	}
}

// The lines of an article inside a container are not those of the file.
func TestSectionLinesOfContainers(t *testing.T) {
	articles, _ := readAll(t, "a.jsonl", []byte("\n{\"id\":\"a\",\"title\":\"ピコレーザー\",\"text\":\"一つ目の文です。\\n二つ目の文です。\"}\n"))
	if len(articles) != 1 {
		t.Fatalf("%d articles", len(articles))
	}
	for _, s := range articles[0].Sections {
		if s.StartLine != 2 || s.Lines != nil {
			t.Errorf("start line %d, lines %v", s.StartLine, s.Lines)
		}
	}
}
