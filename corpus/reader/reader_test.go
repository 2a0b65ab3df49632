package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"shirube/corpus"
)

// readAll reads a file given as bytes.
func readAll(t testing.TB, name string, content []byte) ([]*corpus.Article, []Problem) {
	t.Helper()
	var articles []*corpus.Article
	problems, err := New(testLexicon(t)).Read(context.Background(), name, bytes.NewReader(content), func(a *corpus.Article) error {
		articles = append(articles, a)
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, a := range articles {
		if errs := a.Validate(); len(errs) > 0 {
			t.Errorf("%s: an invalid article was handed over: %v", name, errs)
		}
	}
	return articles, problems
}

// What a file is, its content decides; the name only where that leaves a choice.
func TestDispatch(t *testing.T) {
	const jsonl = `{"id":"a","title":"ピコ","text":"赤みが出ます。"}` + "\n" + `{"id":"b","title":"ピコ","text":"痛みます。"}`
	tests := []struct{ name, content, want string }{
		{"a.txt", jsonl, "a b"},
		{"a.jsonl", jsonl, "a b"},
		{"a.md", jsonl + "\n", "a b"},
		{"a.jsonl", "\n" + jsonl + "\n\n", "a b"},
		{"a.json", "{\n \"id\": \"a\",\n \"title\": \"ピコ\",\n \"text\": \"赤みが出ます。\"\n}\n", "a"},
		{"a.txt", "{\n \"id\": \"a\",\n \"title\": \"ピコ\",\n \"text\": \"赤みが出ます。\"\n}\n", "a"},
		{"a.json", "[" + strings.ReplaceAll(jsonl, "\n", ",\n") + "]", "a b"},
		{"dir/pico.txt", "ピコレーザー\n\nシミに用います。\n", "dir/pico"},
		{"pico.md", "# ピコレーザー\n\nシミに用います。\n", "pico"},
		{"pico", "# ピコレーザー\n\nシミに用います。\n", "pico"},
		{"pico.txt", "---\nid: x\n---\n\n# ピコレーザー\n\nシミに用います。\n", "x"},
		{"pico.md", "---\nurl: https://example.jp/p\n---\n\nシミに用います。\n", "https://example.jp/p"},
		{"pico.md", "ピコレーザー\n\nシミに用います。\n", "pico"},
		{"a.jsonl", `{"title":"ピコ","text":"赤みが出ます。"}` + "\n" + `{"url":"https://example.jp/2","title":"ピコ","text":"痛みます。"}`, "a/1 https://example.jp/2"},
	}
	for _, tt := range tests {
		articles, problems := readAll(t, tt.name, []byte(tt.content))
		var ids []string
		for _, a := range articles {
			ids = append(ids, a.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want || len(problems) > 0 {
			t.Errorf("%s %.40q: ids %q, problems %v; want %q", tt.name, tt.content, got, problems, tt.want)
		}
	}
}

// Without # a Markdown file's headings are found as in plain text.
func TestMarkdownWithoutHeadings(t *testing.T) {
	articles, _ := readAll(t, "a.md", []byte("ピコレーザーの話\n\nピコレーザーとは\n\n**短い光**を当てます。\n\n費用\n\n1回3万円です。\n"))
	a := articles[0]
	if a.Title != "ピコレーザーの話" || len(a.Sections) != 2 || a.Sections[0].Text != "短い光を当てます。" || a.Sections[1].Kind != corpus.KindCost {
		t.Errorf("read as %q %+v", a.Title, a.Sections)
	}
}

// Text in the encodings of old sites arrives as it was meant.
func TestEncodings(t *testing.T) {
	const text = "ピコレーザーの話\r\n\r\nピコレーザーとは\r\n\r\n短い光を当てる治療です。痛みは少なめです。\r\n\r\n費用\r\n\r\n１回３万円です。\r\n"
	want, _ := readAll(t, "a.txt", []byte(strings.ReplaceAll(text, "\r\n", "\n")))
	encoders := map[string]encoding.Encoding{
		"Shift_JIS": japanese.ShiftJIS, "EUC-JP": japanese.EUCJP, "ISO-2022-JP": japanese.ISO2022JP,
		"UTF-16LE with BOM": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16BE with BOM": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16LE": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16BE": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
		"UTF-8 with BOM": unicode.UTF8BOM, "UTF-8": unicode.UTF8,
	}
	for name, enc := range encoders {
		raw, err := enc.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got, problems := readAll(t, "a.txt", raw)
		if len(got) != 1 || len(problems) > 0 || !sameArticle(got[0], want[0]) {
			t.Errorf("%s: problems %v, read %+v", name, problems, got)
		}
	}
	// A container in an old encoding is converted as it streams.
	line := `{"id":"a","title":"ピコレーザー","text":"` + strings.Repeat("照射した部分に赤みが出ることがあります。", 2000) + `"}` + "\n"
	raw, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(line + strings.Replace(line, `"a"`, `"b"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	got, problems := readAll(t, "a.jsonl", raw)
	if len(got) != 2 || len(problems) > 0 || !strings.HasSuffix(got[1].Sections[0].Text, "あります。") {
		t.Errorf("%d articles, problems %v", len(got), problems)
	}
}

func sameArticle(a, b *corpus.Article) bool {
	one, err1 := marshal(a)
	other, err2 := marshal(b)
	return err1 == nil && err2 == nil && bytes.Equal(one, other)
}

// Everything that cannot be read is named with its line, and the rest is read.
func TestBadInput(t *testing.T) {
	large := bytes.Repeat([]byte("大きい。"), corpus.MaxArticleBytes/12+1)
	tests := []struct {
		name     string
		content  []byte
		problem  string // the start of the only problem
		articles int
	}{
		{"empty.txt", nil, "empty.txt:1: the file is empty", 0},
		{"blank.md", []byte(" \n\n　\n"), "blank.md:1: the file is empty", 0},
		{"bom.txt", []byte("\ufeff"), "bom.txt:1: the file is empty", 0},
		{"binary.txt", []byte("ELF\x00\x01\x02\x00\x00\x03\x7f\x00"), "binary.txt:1: unsupported format: binary data", 0},
		{"random.txt", []byte{0x8f, 0x01, 0xff, 0xfe, 0x90, 0x02, 0xc0, 0xfb, 0x81, 0x99, 0x03, 0xf0}, "random.txt:1: not a text in UTF-8", 0},
		{"a.pdf", []byte("%PDF-1.7\n..."), "a.pdf:1: unsupported format: PDF", 0},
		{"a.docx", []byte("PK\x03\x04......"), "a.docx:1: unsupported format: ZIP archive or office document", 0},
		{"page.html", []byte("<!DOCTYPE html>\n<title>題だけ</title><body><nav><a href=a>前へ</a></nav></body>"), "page.html:1: sections: the article has no body", 0},
		{"feed.txt", []byte("<?xml version=\"1.0\"?><rss></rss>"), "feed.txt:1: unsupported format: XML", 0},
		{"toml.md", []byte("+++\ntitle = \"x\"\ntags = [\n+++\n本文です。"), "toml.md:3: invalid front matter: array is incomplete", 0},
		{"date.md", []byte("+++\ntitle = \"x\"\n\ndate = \"soon\"\n+++\n本文です。"), `date.md:4: invalid front matter: "soon" is no date`, 0},
		{"large.txt", large, "large.txt:1: the article is larger than 8 MiB", 0},
		{"large.jsonl", append(append([]byte(`{"id":"a","title":"t","text":"`), large...), []byte("\"}\n{\"id\":\"b\",\"title\":\"ピコ\",\"text\":\"本文です。\"}\n")...), "large.jsonl:1: the article is larger than 8 MiB", 1},
		{"nobody.md", []byte("---\ntitle: 題だけ\n---\n"), "nobody.md:1: sections: the article has no body", 0},
		{"heads.md", []byte("# 題\n\n## 見出し\n\n## 別の見出し\n"), "heads.md:1: sections: the article has no body", 0},
		{"nobody.jsonl", []byte(`{"id":"a","title":"題だけ"}`), "nobody.jsonl:1: sections: the article has no body", 0},
		{"nothing.jsonl", []byte(`{"id":"a"}`), "nothing.jsonl:1: title, sections: the article has no body", 0},
		{"type.jsonl", []byte(`{"id":1,"text":"本文です。"}`), "type.jsonl:1: not a JSON article: ", 0},
		{"array.json", []byte("[]"), "array.json:1: the file holds no article", 0},
		{"broken.json", []byte("{\n\"id\": \"a\",\n\"title\": oops\n}"), "broken.json:3: not valid JSON: ", 0},
		{"cut.json", []byte("[{\"id\":\"a\",\"title\":\"ピコ\",\"text\":\"本文です。\"},\n{\"id\":\"b\","), "cut.json:2: not valid JSON: ", 1},
		{"kind.jsonl", []byte(`{"id":"a","title":"ピコ","sections":[{"kind":"prices","heading":"h","text":"本文"}]}`), `kind.jsonl:1: sections[0].kind: unknown value "prices"`, 0},
		{"yaml.md", []byte("---\ntitle: a\ntags: [x\n---\n本文です。"), "yaml.md:", 0},
		{"indent.md", []byte("---\ntitle: ピコ\n  id: x\n---\n本文です。"), "indent.md:3: invalid front matter: ", 0},
		{"list.md", []byte("---\n- a\n- b\n---\n本文です。"), "list.md:2: invalid front matter: not a list of keys and values", 0},
		{"date.md", []byte("---\ntitle: ピコ\nupdated: 昨日\n---\n本文です。"), `date.md:3: invalid front matter: "昨日" is no date`, 0},
		{"type.md", []byte("---\ntitle: [a]\n---\n本文です。"), "type.md:2: invalid front matter: a text is needed here", 0},
		{"status.md", []byte("---\ntitle: ピコ\nid: x\nstatus: hidden\n---\n本文です。"), `status.md:4: status: unknown value "hidden"`, 0},
		{"source.md", []byte("---\ntitle: ピコ\nsources:\n  - name: 厚生労働省\n    type: official\n---\n本文です。"), `source.md:3: sources[0].type: unknown value "official"`, 0},
		{"year.md", []byte("---\ntitle: ピコ\nsources:\n  - name: 厚生労働省\n    year: 今年\n---\n本文です。"), `year.md:5: invalid front matter: "今年" is no year`, 0},
		{"expires.md", []byte("---\ntitle: ピコ\npublish_at: 2026-05-02\nexpires_at: 2026-05-01\n---\n本文です。"), "expires.md:4: expires_at: the article expires", 0},
	}
	for _, tt := range tests {
		articles, problems := readAll(t, tt.name, tt.content)
		if len(articles) != tt.articles || len(problems) != 1 || !problems[0].Fatal || !strings.HasPrefix(problems[0].String(), tt.problem) {
			t.Errorf("%s: %d articles, problems %v; want %d and %q", tt.name, len(articles), problems, tt.articles, tt.problem)
		}
	}
}

// What is only odd is named too, and the article is read.
func TestWarnings(t *testing.T) {
	tests := []struct {
		name, content, problem string
	}{
		{"key.md", "---\ntitle: ピコ\nlayout: post\n---\n本文です。", `key.md:3: unknown key "layout" in the front matter`},
		{"sourcekey.md", "---\ntitle: ピコ\nsources:\n  - name: 厚生労働省\n    page: 3\n---\n本文です。", `sourcekey.md:5: unknown key "page" of a source in the front matter`},
		{"supports.md", "---\ntitle: ピコ\nsources:\n  - name: 厚生労働省\n    supports: [副作用]\n---\n## 効果\n\n本文です。", `supports.md:3: sources: there is no section "副作用" for a source to support`},
		{"bytes.txt", "ピコレーザーの話\n\nシミに用いる治療です。\n赤みが\xffでます。\n続きの文です。\n", "bytes.txt:4: invalid UTF-8 was replaced by U+FFFD"},
		{"bytes.jsonl", `{"id":"a","title":"ピコ","text":"赤みがでます。"}` + "\n" + `{"id":"b","title":"ピコ","text":"赤みが` + "\xff" + `でます。"}`, "bytes.jsonl:2: invalid UTF-8 was replaced by U+FFFD"},
	}
	for _, tt := range tests {
		articles, problems := readAll(t, tt.name, []byte(tt.content))
		if len(articles) == 0 || len(problems) != 1 || problems[0].Fatal || problems[0].String() != tt.problem {
			t.Errorf("%s: %d articles, problems %v; want %q", tt.name, len(articles), problems, tt.problem)
		}
	}
}

// One broken line among thousands costs that line alone.
func TestBrokenLine7000(t *testing.T) {
	var b strings.Builder
	for i := 1; i <= 9000; i++ {
		if i == 7000 {
			b.WriteString(`{"id":"7000","title":"ピコ","text":"閉じない` + "\n")
			continue
		}
		fmt.Fprintf(&b, `{"id":"%d","title":"ピコ","text":"本文です。"}`+"\n", i)
	}
	articles, problems := readAll(t, "many.jsonl", []byte(b.String()))
	if len(articles) != 8999 || articles[6999].ID != "7001" || len(problems) != 1 || problems[0].Line != 7000 || !problems[0].Fatal {
		t.Errorf("%d articles, problems %v", len(articles), problems)
	}
	first, problems := readAll(t, "first.jsonl", []byte("{\"id\":\"1\",\"title\":\"ピコ}\n{\"id\":\"2\",\"title\":\"ピコ\",\"text\":\"本文です。\"}\n"))
	if len(first) != 1 || len(problems) != 1 || problems[0].Line != 1 {
		t.Errorf("%d articles, problems %v", len(first), problems)
	}
}

// Errors of the caller and of the source end the reading and go up unchanged.
func TestErrors(t *testing.T) {
	r := New(testLexicon(t))
	stop := errors.New("stop")
	lines := strings.Repeat(`{"id":"a","title":"ピコ","text":"本文です。"}`+"\n", 3)
	calls := 0
	if _, err := r.Read(context.Background(), "a.jsonl", strings.NewReader(lines), func(*corpus.Article) error { calls++; return stop }); !errors.Is(err, stop) || calls != 1 {
		t.Errorf("emit's error: %v after %d calls", err, calls)
	}
	ctx, cancel := context.WithCancel(context.Background())
	calls = 0
	if _, err := r.Read(ctx, "a.jsonl", strings.NewReader(lines), func(*corpus.Article) error { calls++; cancel(); return nil }); !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("canceled: %v after %d calls", err, calls)
	}
	broken := errors.New("disk")
	for _, content := range []string{"", "ピコレーザーの話\n\n", lines} {
		src := io.MultiReader(strings.NewReader(content), iotest.ErrReader(broken))
		if _, err := r.Read(context.Background(), "a.txt", src, func(*corpus.Article) error { return nil }); !errors.Is(err, broken) {
			t.Errorf("the source's error after %.20q: %v", content, err)
		}
	}
}

// A container may be as large as it likes: it is never held as a whole.
func TestContainerIsStreamed(t *testing.T) {
	const count = 300
	line := []byte(`{"title":"ピコ","text":"` + strings.Repeat("本文です。", 1000) + `"}` + "\n")
	pr, pw := io.Pipe()
	seen := make(chan struct{}, count)
	go func() {
		for i := range count {
			if _, err := pw.Write(line); err != nil {
				return
			}
			if i == 50 {
				<-seen // an article must have come out before the rest goes in
			}
		}
		_ = pw.Close() // a pipe's Close never fails
	}()
	n := 0
	problems, err := New(testLexicon(t)).Read(context.Background(), "a.jsonl", pr, func(*corpus.Article) error { n++; seen <- struct{}{}; return nil })
	if n != count || err != nil || len(problems) > 0 {
		t.Errorf("%d articles, problems %v, error %v", n, problems, err)
	}
}

// What `shirube parse --json` printed can be indexed, and reads the same.
func TestRoundTrip(t *testing.T) {
	for _, name := range goldenFiles(t) {
		articles, _ := readFile(t, name)
		for _, a := range articles {
			raw, err := marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			again, problems := readAll(t, "again.json", raw)
			if len(again) != 1 || len(problems) > 0 {
				t.Fatalf("%s: %d articles, problems %v", name, len(again), problems)
			}
			if got, _ := marshal(again[0]); !bytes.Equal(got, raw) {
				t.Errorf("%s %s:\n%s", name, a.ID, firstDifference(string(got), string(raw)))
			}
		}
	}
}

// Front matter: every key, in the notations that people use.
func TestFrontMatter(t *testing.T) {
	const content = `---
id: pico
title: "ピコレーザー: 効果"
description: 説明です。
url: https://example.jp/p
image: /p.jpg
lang: ja
status: draft
collection: staff
publish_at: 2026-04-01
expires_at: 2027-04-01T12:00:00+09:00
published: 2025年4月1日
updated: 2026/4/2
reviewed: 2026-04-03
tags: [a, b]
treatments:
  - ピコトーニング
conditions: シミ
departments: [皮膚科]
supervisors:
  - 見本皮膚科クリニック院長 見本花子
  - name: 見本治療研究会
    representative: 見本太郎
insurance: self_pay
approval: approved
sources:
  - name: 厚生労働省
    title: 手引き
    url: https://www.mhlw.go.jp/
    year: 2021
    supports: [副作用]
---
## 副作用

赤みが出ます。
`
	articles, problems := readAll(t, "a.md", []byte(content))
	if len(problems) > 0 || len(articles) != 1 {
		t.Fatalf("problems %v", problems)
	}
	a := articles[0]
	got := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%s|%v|%v|%v|%v|%s|%s|%+v|%v",
		a.ID, a.Title, a.Description, a.URL, a.Image, a.Lang, a.Status, a.Collection, a.PublishAt.Format("2006-01-02T15:04Z07:00"), a.ExpiresAt.Format("2006-01-02T15:04Z07:00"),
		a.Published.Format("2006-01-02T15:04Z07:00"), a.Updated.Format("2006-01-02"), a.Reviewed.Format("2006-01-02"), a.Tags, a.Treatments, a.Conditions, a.Departments, a.Insurance, a.Approval, a.Supervisors, a.Sections[0].Sources)
	want := "pico|ピコレーザー: 効果|説明です。|https://example.jp/p|/p.jpg|ja|draft|staff|2026-04-01T00:00+09:00|2027-04-01T12:00+09:00|2025-04-01T00:00Z|2026-04-02|2026-04-03|[a b]|[ピコレーザー]|[シミ]|[皮膚科]|self_pay|approved|" +
		"[{Name:見本花子 Title:院長 Affiliation:見本皮膚科クリニック Representative:} {Name:見本治療研究会 Title: Affiliation: Representative:見本太郎}]|[0]"
	if got != want {
		t.Errorf("front matter\n%s\nwant\n%s", got, want)
	}
	if s := a.Sources[0]; s.Type != corpus.SourceGovernment || *s.Year != 2021 || a.Sections[0].StartLine != 33 {
		t.Errorf("source %+v, section on line %d", s, a.Sections[0].StartLine)
	}
}

// Readers must not see markup, nor lose what it held.
func TestMarkdownInline(t *testing.T) {
	tests := []struct{ markdown, want string }{
		{"**強調**と*斜体*と`符号`です。", "強調と斜体と符号です。"},
		{"**「かっこ」**は太字です。", "「かっこ」は太字です。"},
		{"詳しくは[手引き](https://example.jp/a_(b))へ。", "詳しくは手引きへ。"},
		{"[**太い手引き**][1]です。\n\n[1]: https://example.jp/", "太い手引きです。"},
		{"<https://example.jp/x>を見ます。", "https://example.jp/xを見ます。"},
		{"https://example.jp/y を見ます。", "https://example.jp/y を見ます。"},
		{"5\\*10 と A &amp; B と &lt;C&gt;。", "5*10 と A & B と <C>。"},
		{"一行目<br>二行目", "一行目\n二行目"},
		{"一行目  \n二行目", "一行目\n二行目"},
		{"一行目\\\n二行目", "一行目\n二行目"},
		{"<span class=\"x\">中身</span>です。", "中身です。"},
		{"前<!-- 秘密 -->後", "前後"},
		{"55,000円~~66,000円~~です。", "55,000円です。"},
		{"![写真](a.jpg)", "写真"},
		{"> 引用です。\n> 続きです。", "引用です。\n続きです。"},
		{"- 一つ\n  - 二つ\n1. 三つ", "- 一つ\n  - 二つ\n1. 三つ"},
		{"```\ncode **x** &amp;\n```", "code **x** &amp;"},
		{"| a | b |\n|---|:-:|\n| 1 | **2** |", "| a | b |\n| 1 | 2 |"},
		{"snake_case_name と 3 * 4 * 5", "snake_case_name と 3 * 4 * 5"},
		{"<div>\n<p>段落です。</p>\n</div>", "段落です。"},
		{"<ul>\n<li>赤み</li><li>腫れ</li>\n</ul>\n<p>一行目<br>二行目</p>", "赤み\n腫れ\n\n一行目\n二行目"},
		{"<div>\n<script>\nlet a = 1;\n\nalert('広告');\n</script>\n\n    <p>本文です。</p>\n</div>", "本文です。"},
		{"<div><style>\n.a { color: red }\n\n.b { color: blue }\n</style><p>本文です。</p></div>", "本文です。"},
		{"<!-- wp:paragraph -->\n<p>本文です。</p>\n<!-- /wp:paragraph -->", "本文です。"},
		{"本文<script>a\n\nb</script>です。", "本文\n\nです。"},
		{"<!-- 秘密 -->本文です。", "本文です。"},
		{"`<script>`と`</script>`の間です。", "<script>と</script>の間です。"},
		{"```\nlet a = '<!-- x -->';\n```", "let a = '<!-- x -->';"},
	}
	for _, tt := range tests {
		articles, problems := readAll(t, "a.md", []byte("# 題\n\n## 効果\n\n"+tt.markdown+"\n\n## 費用\n\n無料です。\n"))
		if len(articles) != 1 || len(problems) > 0 {
			t.Errorf("%q: problems %v", tt.markdown, problems)
			continue
		}
		if got := articles[0].Sections[0].Text; got != tt.want {
			t.Errorf("%q is read as %q, want %q", tt.markdown, got, tt.want)
		}
	}
}

// Levels, titles and lines of Markdown headings in the layouts that occur.
func TestMarkdownHeadings(t *testing.T) {
	tests := []struct{ name, markdown, want string }{
		{"title and sections", "# 題\n\n## 効果\n\n文\n\n### 美肌\n\n文\n", "題: 3 1 効果, 7 2 美肌"},
		{"sections at the top level", "# 効果\n\n文\n\n# 費用\n\n文\n", "a: 1 1 効果, 5 1 費用"},
		{"a level skipped", "## 効果\n\n文\n\n#### 美肌\n\n文\n", "a: 1 1 効果, 5 2 美肌"},
		{"underlined", "題\n===\n\n効果\n---\n\n文\n", "題: 4 1 効果"},
		{"closed", "# 題 #\n\n## 効果 ##\n\n文\n", "題: 3 1 効果"},
		{"in code", "# 題\n\n## 効果\n\n```\n# 見出しではない\n```\n", "題: 3 1 効果"},
		{"markup in headings", "# **題**\n\n## [効果](x)と`費用`\n\n文\n", "題: 3 1 効果と費用"},
		{"bold paragraphs", "# 題\n\n## よくある質問\n\n**痛いですか？**\n\n少し。\n", "題: 3 1 よくある質問, 5 2 痛いですか？"},
		{"bold notes are none", "# 題\n\n## 効果\n\n**必ず医師に相談してください。**\n\n文\n", "題: 3 1 効果"},
		{"HTML", "<h1>題</h1>\n<p>導入</p>\n\n<h2 id=\"a\">効果</h2>\n<p>文</p><h3>美肌<br>効果</h3>\n<p>文</p>\n<h2>\n費用\n</h2>\n<p>文</p>\n", "題: 2 1 , 4 1 効果, 5 2 美肌 効果, 7 1 費用"},
		{"HTML among marks", "## 効果\n\n文\n\n<h3>美肌</h3>\n<p>文</p>\n\n<h2>費用</h2>\n\n文\n", "a: 1 1 効果, 5 2 美肌, 8 1 費用"},
		{"HTML without a title", "<p>導入</p>\n\n<h2>効果</h2>\n\n文\n", "a: 1 1 , 3 1 効果"},
		{"a late h1 is no title", "<h2>効果</h2>\n\n文\n\n<h1>費用</h1>\n\n文\n", "a: 1 1 効果, 5 1 費用"},
		{"an empty one is none", "## 効果\n\n<h2><span></span></h2>\n\n文\n", "a: 1 1 効果"},
		{"one in a script is none", "## 効果\n\n<script>\nx = '\n\n<h2>広告</h2>'\n</script>\n\n文\n", "a: 1 1 効果"},
		{"declared title differs", "---\ntitle: 別の題\n---\n# 題\n\n文\n\n## 効果\n\n文\n", "別の題: 4 1 題, 8 1 効果"},
	}
	for _, tt := range tests {
		articles, problems := readAll(t, "a.md", []byte(tt.markdown))
		if len(articles) != 1 {
			t.Errorf("%s: problems %v", tt.name, problems)
			continue
		}
		var heads []string
		for _, s := range articles[0].Sections {
			heads = append(heads, fmt.Sprintf("%d %d %s", s.StartLine, s.Level, s.Heading))
		}
		if got := articles[0].Title + ": " + strings.Join(heads, ", "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// What is dropped of HTML is listed with the line that it begins on.
func TestDroppedHTML(t *testing.T) {
	articles, problems := readAll(t, "a.md", []byte("## 効果\n\n<div>\n<style>\n.a{}\n\n.b{}\n</style>\n<p>本文です。</p><script>\nx()\n</script></div>\n\n前<!-- 秘密 -->後\n"))
	if len(articles) != 1 || len(problems) > 0 {
		t.Fatalf("problems %v", problems)
	}
	var got []string
	for _, d := range articles[0].Dropped {
		got = append(got, fmt.Sprintf("%d %s %q", d.Line, d.Why, d.Text))
	}
	want := `4 code or template "<style>\n.a{}\n\n.b{}\n</style>", 9 code or template "<script>\nx()\n</script>", 13 comment "<!-- 秘密 -->"`
	if strings.Join(got, ", ") != want {
		t.Errorf("dropped %s, want %s", strings.Join(got, ", "), want)
	}
	if text := articles[0].Sections[0].Text; text != "本文です。\n\n前後" {
		t.Errorf("text %q", text)
	}
}

// Fences with a program, comments of MDX and cards of other pages are listed as
// dropped; fences that hold text stay, whoever wrote it into one.
func TestDroppedCode(t *testing.T) {
	for _, tt := range []struct{ markdown, dropped string }{
		{"```mermaid\ngraph TD\n  A[診察] --> B[施術]\n```", "```mermaid\ngraph TD\n  A[診察] --> B[施術]\n```"},
		{"~~~JS:main.js {1,2}\nlet a = 1\n\nlet b = 2\n~~~", "~~~JS:main.js {1,2}\nlet a = 1\n\nlet b = 2\n~~~"},
		{"```{.python}\nprint(1)\n```", "```{.python}\nprint(1)\n```"},
		{"> ```yaml\n> a: 1\n> ```", "> ```yaml\n> a: 1\n> ```"},
		{"{/* 写真は後で */}", "{/* 写真は後で */}"},
		{"{/*\n写真は\n\n後で\n*/}", "{/*\n写真は\n\n後で\n*/}"},
		{"@[card](https://example.com/a)", "@[card](https://example.com/a)"},
		{"```\n赤みが出ます\n```", ""},
		{"```text\n赤みが出ます\n```", ""},
		{"```注意\n赤みが出ます\n```", ""},
		{"```csv\n部位,価格\n顔,3000円\n```", ""},
		{"`{/* 注 */}`と書きます。", ""},
		{"{/* 閉じない括弧。", ""},
	} {
		articles, problems := readAll(t, "a.mdx", []byte("## 効果\n\n前の文です。\n\n"+tt.markdown+"\n\n後の文です。\n"))
		if len(articles) != 1 || len(problems) > 0 {
			t.Errorf("%q: problems %v", tt.markdown, problems)
			continue
		}
		a, dropped := articles[0], ""
		for _, d := range a.Dropped {
			dropped += d.Text
			if d.Line != 5 {
				t.Errorf("%q: dropped on line %d, want 5", tt.markdown, d.Line)
			}
		}
		if dropped != tt.dropped {
			t.Errorf("%q: dropped %q, want %q", tt.markdown, dropped, tt.dropped)
		}
		text := a.Sections[0].Text
		if only := text == "前の文です。\n\n後の文です。"; only != (tt.dropped != "") || !strings.HasPrefix(text, "前の文です。") || !strings.HasSuffix(text, "後の文です。") {
			t.Errorf("%q is read as %q", tt.markdown, text)
		}
	}
}

// The sample articles of the project are read without a problem.
func TestSampleArticles(t *testing.T) {
	found, err := filepath.Glob("../articles/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "SOURCES.md") {
			continue
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		articles, problems := readAll(t, filepath.Base(path), raw)
		if len(articles) == 0 || len(problems) > 0 {
			t.Errorf("%s: %d articles, problems %v", path, len(articles), problems)
		}
	}
}

// Zenn and Jekyll say with published whether, not when: a draft must stay one.
func TestPublishedOrNot(t *testing.T) {
	for value, want := range map[string]string{"true": corpus.StatusPublished, "false": corpus.StatusDraft, "2026-03-01": corpus.StatusPublished} {
		articles, problems := readAll(t, "a.md", []byte("---\ntitle: ピコレーザー\npublished: "+value+"\n---\n\nシミに用います。\n"))
		if len(articles) != 1 || articles[0].Status != want || (articles[0].Published != nil) != (value == "2026-03-01") || len(problems) > 0 {
			t.Errorf("published: %s: %+v, %v", value, articles, problems)
		}
	}
}
