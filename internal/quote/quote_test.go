package quote

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"shirube/corpus"
	"shirube/internal/search"
)

var update = flag.Bool("update", false, "write the golden files")

func effect() *search.Quotable {
	day := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	year := 2023
	q := &search.Quotable{TellsEffect: true, Notices: []string{"公的医療保険が使えない自由診療の記事が含まれます。"}}
	q.PassageView = search.PassageView{
		ID: "clinic/hifu#1", Kind: corpus.KindEffects, Path: []string{"ハイフの効果", "たるみ"}, Heading: "たるみ",
		Text:    "たるみの改善が期待できます。\n\n- フェイスライン\n- 首\n\n| 部位 | 回数 |\n| --- | --- |\n| 頬 | 1回 |",
		Sources: []corpus.Source{{Name: "見本学会", Title: "診療の手引き", Year: &year, URL: "https://example.jp/guide?a=1&b=2"}},
	}
	q.Article = search.ArticleSummary{ID: "clinic/hifu", Title: "ハイフの効果とリスク", URL: "/articles/clinic%2Fhifu", Reviewed: &day, Supervisors: []corpus.Supervisor{{Name: "見本: 皮膚科専門医"}}}
	q.Risks = []search.PassageView{
		{ID: "clinic/hifu#2", Kind: corpus.KindRisks, Path: []string{"リスク"}, Text: "赤みが出ることがあります。"},
		{ID: "clinic/hifu#3", Kind: corpus.KindRisks, Path: []string{"リスク", "やけど"}, Text: "やけどのおそれがあります。"},
	}
	return q
}

func question() *search.Quotable {
	q := &search.Quotable{}
	q.PassageView = search.PassageView{ID: "peel#1", Kind: corpus.KindFAQ, Path: []string{"よくある質問"}, Heading: "痛みはありますか？", Text: "個人差があります。"}
	q.Article = search.ArticleSummary{ID: "peel", Title: "ピーリング", URL: "https://example.jp/peel"}
	return q
}

func formats(d Document) map[string]string {
	return map[string]string{"txt": d.Plain(), "md": d.Markdown(), "html": d.HTML()}
}

// A quote reads as it was agreed upon, in each format.
func TestFormats(t *testing.T) {
	risk := &search.Quotable{PassageDetail: search.PassageDetail{PassageView: effect().Risks[1], Article: effect().Article}, Notices: effect().Notices}
	for name, d := range map[string]Document{
		"one":    Of("", "https://kb.example.jp", effect()),
		"plain":  Of("", "", question()),
		"basket": Of("山田 太郎様\r\nお問い合わせの件です。", "https://kb.example.jp", effect(), question(), nil, risk, effect()),
	} {
		for ending, got := range formats(d) {
			file := filepath.Join("testdata", name+"."+ending)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s:\n%s\nwant\n%s", file, got, want)
			}
		}
	}
}

// No format leaves out what must travel with an effect, or what is not known.
func TestNothingIsLeftOut(t *testing.T) {
	riskless := effect()
	riskless.Risks, riskless.Riskless = nil, true
	tests := []struct {
		name string
		d    Document
		says []string
	}{
		{"an effect", Of("", "https://kb.example.jp", effect()), []string{
			"たるみの改善が期待できます。", "フェイスライン", "頬 ｜ 1回", "赤みが出ることがあります。", "やけどのおそれがあります。", "ハイフの効果とリスク", "https://kb.example.jp/articles/clinic%2Fhifu",
			"見本: 皮膚科専門医", "最終確認日：2026年4月1日", "見本学会「診療の手引き」（2023年）", "出典：記載なし", "自由診療",
		}},
		{"an effect without risks", Of("", "", riskless), []string{noRisks, "URL：/articles/clinic%2Fhifu"}},
		{"what nobody reviewed", Of("", "", question()), []string{"痛みはありますか？", "監修：記載なし", "最終確認日：記載なし", "出典：記載なし", "https://example.jp/peel"}},
		{"a note", Of("一行目\n二行目", "", question()), []string{"一行目", "二行目"}},
	}
	for _, tt := range tests {
		for ending, got := range formats(tt.d) {
			switch ending {
			case "md":
				got = rendered(t, got).Text()
			case "html":
				got = documentOf(t, got).Text()
			}
			for _, s := range tt.says {
				if !strings.Contains(got, s) {
					t.Errorf("%s as %s does not say %q:\n%s", tt.name, ending, s, got)
				}
			}
		}
	}
}

// A risk stands once in a document, wherever it is quoted.
func TestRisksOnce(t *testing.T) {
	risk := &search.Quotable{PassageDetail: search.PassageDetail{PassageView: effect().Risks[0], Article: effect().Article}}
	for ending, got := range formats(Of("", "", effect(), risk, effect())) {
		if n := strings.Count(got, "赤みが出ることがあります。"); n != 1 {
			t.Errorf("%s: %d times", ending, n)
		}
	}
}

// rendered is Markdown as the most generous programs show it.
func rendered(t *testing.T, markdown string) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := md.Convert([]byte(markdown), &b); err != nil {
		t.Fatal(err)
	}
	return documentOf(t, b.String())
}

func documentOf(t *testing.T, s string) *goquery.Document {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// payloads try to be more than text.
func payloads() []string {
	return []string{
		"<script>alert(1)</script>", `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, "</blockquote><h1>題</h1>", "<!-- ", "<https://evil.example>", "<a href=javascript:alert(1)>x</a>",
		"# 見出し", "## 見出し ##", "見出し\n===", "見出し\n---", "[リンク](https://evil.example)", "[リンク][1]\n\n[1]: https://evil.example", "![絵](https://evil.example/x.png)",
		"https://evil.example/path", "www.evil.example", "HTTP://EVIL.example", "a@evil.example", "mailto:a@evil.example", "ftp://evil.example",
		"1. 一", "1) 一", "- 一", "* 一", "+ 一", "> 引用", "```\ncode\n```", "~~~\ncode", "    code", "\tcode", "`code`", "**太字**", "__太字__", "~~消す~~", "***", "---",
		"| a | b |\n| - | - |\n| 1 | 2 |", "語\n: 説明", "[^1]", "[^1]: 注", "&lt;b&gt; &#60;b&#62;", `\<b>`, `\\<b>`, "\u202e逆", "a\u2028# b", "a\r# b", "\x00<b>", "- [ ] 済み",
	}
}

// Whatever an article or somebody of the staff writes stays text, in a mail and in Markdown.
func TestHostileTextStaysText(t *testing.T) {
	for _, payload := range payloads() {
		q := effect()
		q.Text, q.Heading, q.Path = payload, payload, []string{payload}
		q.Article.Title = payload
		q.Article.Supervisors = []corpus.Supervisor{{Name: payload, Title: payload}}
		q.Article.URL = "https://example.jp/?" + payload
		q.Sources = []corpus.Source{{Name: payload, Title: payload, URL: "javascript:" + payload}}
		q.Risks[0].Text = payload
		d := Of(payload, "https://kb.example.jp", q)
		for ending, doc := range map[string]*goquery.Document{"md": rendered(t, d.Markdown()), "html": documentOf(t, d.HTML())} {
			doc.Find("body *").Each(func(_ int, s *goquery.Selection) {
				switch name := goquery.NodeName(s); name {
				case "p", "br", "strong", "blockquote", "small":
					if len(s.Nodes[0].Attr) > 0 {
						t.Errorf("%s of %q: %s has attributes", ending, payload, name)
					}
				case "a":
					if href := s.AttrOr("href", ""); !strings.HasPrefix(href, "https://example.jp/") {
						t.Errorf("%s of %q: a link to %s", ending, payload, href)
					}
				default:
					t.Errorf("%s of %q: an element %s", ending, payload, name)
				}
			})
			if found := strings.ContainsAny(doc.Text(), "\u202e\x00\u2028"); found {
				t.Errorf("%s of %q: a character that is no text", ending, payload)
			}
			first := strings.Fields(strings.Map(func(r rune) rune {
				if r < ' ' || r == '\u202e' || r == '\u2028' {
					return ' '
				}
				return r
			}, payload))[0]
			if !strings.Contains(doc.Text(), strings.Trim(first, "|-*")) {
				t.Errorf("%s of %q: the text is gone: %s", ending, payload, doc.Text())
			}
		}
	}
}
