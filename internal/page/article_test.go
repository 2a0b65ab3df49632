package page

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"shirube/corpus"
	"shirube/internal/search"
)

func TestArticlePage(t *testing.T) {
	f := &fake{}
	doc := open(t, site(t, f, Config{Collections: []string{"clinic"}}), ArticlePath("", "eyelid/fold"))
	if f.id != "eyelid/fold" || !slices.Equal(f.scope.Collections, []string{"clinic"}) {
		t.Errorf("asked for %q in %v", f.id, f.scope)
	}
	has(t, doc, "h1", "二重まぶたの埋没法")
	has(t, doc, "article > header", "監修 見本: 形成外科専門医（医師・見本病院）", "最終確認日 2025年9月8日", "公開 2025年9月8日", "費用 1回 8万円〜", "掲載元のページ")
	has(t, doc, ".outline", "リスク", "術後の変化", "よくある質問", "参照元一覧")
	has(t, doc, "#s-b .kind", "リスク・副作用・デメリット")
	has(t, doc, "#s-b .cites", "[1] 見本眼科学会「まぶたの手術の手引き」（2023年）", "[2] 見本病院")
	has(t, doc, "#source-1", "学会 見本眼科学会")
	has(t, doc, ".fees", "初診料 3,300円")
	if got := words(doc.Find(".fees")); strings.Contains(got, "抜糸") {
		t.Errorf("a fee without a price is shown: %q", got)
	}
	count(t, doc, "#s-b ul.list li", 2)
	has(t, doc, "#s-c ul.list", "1. 当日は冷やす", "2. 翌日から洗顔できる")
	has(t, doc, "#s-d thead", "方法 費用")
	has(t, doc, "#s-d tbody", "2点留め 8万円")
	count(t, doc, "details.question[open]", 2)
	has(t, doc, "#s-e details summary", "腫れは目立ちますか")
	has(t, doc, "#s-e > p", "多い質問をまとめました。")
	count(t, doc, "#s-f h3", 0) // the question is not said twice
	has(t, doc, "#s-f", "取れることはありますか 数年でゆるむことがあります。")
}

// What is said of one risk stands together, each sentence once, with its stance.
func TestClaims(t *testing.T) {
	doc := open(t, site(t, &fake{}, Config{}), "/articles/a")
	if got := words(doc.Find(".claim-labels dd")); got != "内出血、腫れ、痛み（ないとする記述）" {
		t.Errorf("labels %q", got)
	}
	items := doc.Find(".claim-sentences .kind-risks li")
	if items.Length() != 3 {
		t.Fatalf("%d risks", items.Length())
	}
	if got := words(items.First()); got != "内出血 ・内出血 出典あり 内出血はありません。 否定 ほか1か所 内出血が残ることがあります。 可能性" {
		t.Errorf("got %q", got)
	}
	if got := words(items.Eq(1)); got != "腫れ 腫れの出かたには個人差があります。 可能性" {
		t.Errorf("got %q", got)
	}
}

// Every passage that a search can find has its place in the page, and no
// sentence is lost on the way.
func TestEveryPassageIsThere(t *testing.T) {
	a := article()
	doc := open(t, site(t, &fake{article: a}, Config{}), "/articles/a")
	squeeze := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" \n\t　|-", r) {
				return -1
			}
			return r
		}, s)
	}
	text := squeeze(doc.Find("main").Text())
	passages := a.Passages()
	if len(passages) < 8 {
		t.Fatalf("only %d passages: the long section was not cut", len(passages))
	}
	for _, p := range passages {
		if doc.Find("#"+search.PassageAnchor(p.ID)).Length() != 1 {
			t.Errorf("no place for %s %q", p.ID, p.Text)
		}
		if !strings.Contains(text, squeeze(p.Text)) {
			t.Errorf("the page lacks %q", p.Text)
		}
	}
	// A passage that begins in the middle of a paragraph does not break it.
	if n := doc.Find("#s-b > p:has(.passage-start)").Length(); n != 2 {
		t.Errorf("the long paragraph became %d", n)
	}
}

// Links inside the page lead somewhere, under a base path as well.
func TestArticleLinks(t *testing.T) {
	doc := open(t, site(t, &fake{}, Config{BasePath: "/kb"}), ArticlePath("/kb", "eyelid/fold"))
	doc.Find("a").Each(func(_ int, s *goquery.Selection) {
		href := s.AttrOr("href", "")
		switch {
		case strings.HasPrefix(href, "#"):
			if doc.Find(href).Length() != 1 {
				t.Errorf("%s leads nowhere", href)
			}
		case strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "/kb/"):
			t.Errorf("%s leaves the base path", href)
		}
	})
}

// An article of which little is known is still a page.
func TestBareArticle(t *testing.T) {
	a := &corpus.Article{ID: "bare"}
	a.Normalize()
	doc := open(t, site(t, &fake{article: a}, Config{}), "/articles/bare")
	has(t, doc, "h1", "bare")
	has(t, doc, ".review", "監修 記載なし", "最終確認日 記載なし")
	count(t, doc, ".outline, .claims, .badges, .source-list, .fees", 0)
}

func TestArticlePath(t *testing.T) {
	for id, want := range map[string]string{
		"exosome": "/kb/articles/exosome", "a/b#c?d": "/kb/articles/a%2Fb%23c%3Fd", "しみ": "/kb/articles/%E3%81%97%E3%81%BF",
	} {
		if got := ArticlePath("/kb", id); got != want {
			t.Errorf("%s: %s", id, got)
		}
	}
}
