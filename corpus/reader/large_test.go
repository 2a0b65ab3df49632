package reader

import (
	"strings"
	"testing"
	"time"
)

// No article, however odd, may stall the reading: time grows with its size, not
// with the square of it.
func TestLargeArticles(t *testing.T) {
	shapes := map[string]string{
		"sections.md":   "## 副作用\n\n赤みが出ます。\n\n",
		"breaks.md":     "赤み<br>が出<br>ます。\n",
		"emphasis.md":   "**赤み**が*出*ます。[a](b)\n",
		"list.md":       "- 赤みが出ます。\n",
		"nested.md":     "> - ",
		"links.md":      "[a](",
		"open.md":       "[![*_`<",
		"indented.md":   "  - a\n    1. b\n",
		"rules.md":      "---\n***\n",
		"refs.md":       "[a]: b\n",
		"table.md":      "| 費用 | 1回3万円 |\n",
		"html.md":       "<div>\n<p>赤み</p>\n</div>\n\n",
		"comments.md":   "<!-- a -->\n\n",
		"notes.md":      "a[^1]\n\n[^1]: 厚生労働省「手引き」\n\n",
		"questions.txt": "Q. 痛いですか？\nA. 痛みはありません。\n",
		"headings.txt":  "副作用\n\n赤みが出ます。\n\n",
		"short.txt":     "赤み\n\n",
		"contents.txt":  "目次\n・赤み\n\n",
		"marks.txt":     "Q\n\n",
		"numbers.txt":   "1回3万円、5回12万円、ダウンタイムは1〜2週間です。",
		"sources.txt":   "赤みが出ます。\n\n参照元:厚生労働省「手引き」、東都大学\n\n",
		"brackets.txt":  "（「『【",
		"digits.txt":    "1,2,3〜",
		"steps.txt":     "1.赤み\n\n赤みが出ます。\n\n",
		"related.txt":   "関連記事\n\n赤みの話\n\n",
	}
	for name, shape := range shapes {
		content := []byte("ピコレーザーの話\n\n" + strings.Repeat(shape, (256<<10)/len(shape)))
		start := time.Now()
		articles, _ := readAll(t, name, content)
		passages := 0
		for _, a := range articles {
			passages += len(a.Passages())
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s: %d KiB took %v", name, len(content)>>10, took)
		} else {
			t.Logf("%-14s %6d passages %v", name, passages, took)
		}
	}
}
