package reader

import (
	"fmt"
	"strings"
	"testing"

	"shirube/corpus"
)

// readMarkdown is the one article of a Markdown text.
func readMarkdown(t testing.TB, source string) *corpus.Article {
	t.Helper()
	articles, problems := readAll(t, "a.md", []byte(source))
	if len(articles) != 1 {
		t.Fatalf("%d articles, problems %v, of:\n%s", len(articles), problems, source)
	}
	return articles[0]
}

// What a summary opens in Markdown is its answer or its section, however blank lines part
// the two, and ends where the element does.
func TestSummariesInMarkdown(t *testing.T) {
	const pair = "<details>%s<summary>%s</summary>%s%s\n\n</details>\n\n"
	for name, gaps := range map[string][2]string{"one block": {"", "\n"}, "a line each": {"\n", "\n\n"}, "apart": {"\n\n", "\n\n"}} {
		source := "# ピコレーザー\n\nシミの治療です。\n\n## 受付の窓辺\n\n" +
			fmt.Sprintf(pair, gaps[0], "痛みはある？", gaps[1], "軽い痛みがあります。") +
			fmt.Sprintf(pair, gaps[0], "<b>1回</b>で終わりますか？", gaps[1], "3回ほどです。") + "看護師をさがしています。\n\n## 費用\n\n22,000円です。\n"
		a := readMarkdown(t, source)
		got := fmt.Sprint(len(a.FAQs))
		for _, f := range a.FAQs {
			got += " " + f.Question + " " + f.Answer
		}
		if want := "2 痛みはある？ 軽い痛みがあります。 1回で終わりますか？ 3回ほどです。"; got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
		if !strings.Contains(outlineOf(a), "看護師をさがしています。") {
			t.Errorf("%s: the text after the last answer is gone:\n%s", name, outlineOf(a))
		}
	}
	a := readMarkdown(t, "# ピコレーザー\n\nシミの治療です。\n\n## 費用\n\n22,000円です。\n\n<details><summary>出やすい副作用</summary>\n\n赤みが出ることがあります。\n\n<details>\n<summary>くわしい話がここにあります。</summary>\n\n数日で引きます。\n\n</details>\n\n</details>\n\n税込の金額です。\n")
	if got := outlineOf(a); !strings.Contains(got, "出やすい副作用: 赤みが") || strings.Index(got, "数日で引きます") > strings.Index(got, "税込の金額") || !strings.Contains(got, "費用: 税込の金額です。") {
		t.Errorf("sections that open are read as\n%s", got)
	}
}
