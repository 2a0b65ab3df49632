//go:build e2e

package e2e

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestConsoleScreenshots makes the pictures of docs/console.md: SHIRUBE_SCREENSHOTS is the folder.
// Every page that a link leads to is taken once, in light and dark, wide and on a phone.
func TestConsoleScreenshots(t *testing.T) {
	dir := os.Getenv("SHIRUBE_SCREENSHOTS")
	if dir == "" {
		t.Skip("SHIRUBE_SCREENSHOTS names no folder")
	}
	b := browser(t)
	s := serve(t, t.TempDir())
	asked := open(b, t, s, screens()[0])
	for i, q := range []string{ // so that there is something to see among what was asked
		"ハイフ 痛み", "妊娠中でも受けられる", "ヒアルロン酸 リスク", "シミ取り 費用", "埋没法 ダウンタイム", "ピル 血栓", "ポテンツァ", "美白点滴 何回", "医療脱毛 回数", "オンライン診療",
		"ハイフ 痛み", "妊娠中でも受けられる", "ポテンツァ", "美白点滴 何回", "ハイフ 痛み", "シミ取り 費用", "ダーマペン 内出血", "カニューレ",
	} {
		asked.visitConsole("/?q=" + url.QueryEscape(q))
		if i%3 == 0 {
			asked.do("as a visitor", chromedp.Navigate(asked.base+search(url.Values{"q": {q}})))
		}
	}
	for _, look := range []screen{
		{"", 1280, 900, false, "light"}, {"-dark", 1280, 900, false, "dark"},
		{"-phone", 390, 844, true, "light"},
	} {
		p := open(b, t, s, look)
		p.crawl(consoleStart("妊娠中でも受けられる"), 1, func(path string) {
			picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, nameOf(path)+look.name+".png"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// nameOf is the name of a picture of a page.
func nameOf(path string) string {
	shape := strings.NewReplacer("/console", "", "?", "-", "&", "-", "/", "-").Replace(shapeOf(path))
	return fmt.Sprintf("console%s", strings.TrimRight(regexp.MustCompile(`-+`).ReplaceAllString("-"+shape, "-"), "-"))
}
