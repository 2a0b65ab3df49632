package reader

import (
	"bytes"
	"context"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"

	"shirube/corpus"
)

// writer makes random articles in which every line has a token of its own, so
// that a lost line shows.
type writer struct {
	*rand.Rand
	b      strings.Builder
	tokens []string
}

func (w *writer) token() string {
	t := fmt.Sprintf("句%d番", len(w.tokens))
	w.tokens = append(w.tokens, t)
	return t
}

func (w *writer) pick(words ...string) string { return words[w.Intn(len(words))] }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

// plainBlock writes one block of a pasted page.
func (w *writer) plainBlock() {
	switch w.Intn(12) {
	case 0:
		w.line("ピコレーザーの%s%s", w.pick("効果", "副作用", "費用", "流れ", "注意点"), w.token())
	case 1:
		w.line("%s", w.pick("デメリット", "よくある質問", "まとめ", "記事監修", "参考文献")+w.token())
	case 2:
		w.line("%sは痛いですか？", w.token())
	case 3:
		for i := range 1 + w.Intn(4) {
			w.line("%d.%sの手順", i+1, w.token())
		}
	case 4:
		for range 1 + w.Intn(4) {
			w.line("  ・%sの方", w.token())
		}
	case 5:
		w.line("参照元:%s大学", w.token())
	case 6:
		w.line("Q. %sですか？", w.token())
		w.line("A. %sです。", w.token())
	case 7:
		w.line("%s", w.token()) // a cell of a flattened table
	case 8:
		w.line("■%s", w.token())
	case 9:
		w.line("費用：%s円", w.token())
	default:
		for range 1 + w.Intn(3) {
			w.line("%sは、光を当てる治療です。%sも出ます。", w.token(), w.token())
		}
	}
	for range w.Intn(3) {
		w.line("")
	}
}

// markdownBlock writes one block of Markdown.
func (w *writer) markdownBlock() {
	switch w.Intn(14) {
	case 0, 1:
		w.line("%s ピコレーザーの%s%s", strings.Repeat("#", 1+w.Intn(4)), w.pick("効果", "副作用", "費用", "よくある質問"), w.token())
	case 2:
		w.line("%s\n---", w.token())
	case 3:
		w.line("**%s**", w.token())
	case 4:
		w.line("- **%s**と[%s](https://example.jp/)\n  - `%s`", w.token(), w.token(), w.token())
	case 5:
		w.line("| %s | 料金 |\n| --- | --- |\n| %s | 1万円 |", w.token(), w.token())
	case 6:
		w.line("```\n%s\n# %s\n```", w.token(), w.token())
	case 7:
		w.line("<!-- %s -->", w.token())
	case 8:
		w.line("<div>\n<p>%s</p>\n</div>", w.token())
	case 9:
		w.line("> %s\n> %sです。", w.token(), w.token())
	case 10:
		w.line("[^%d]: %s「手引き」", w.Intn(9), w.token())
	case 11:
		w.line("**Q. %s**\n\n%sです。", w.token(), w.token())
	default:
		w.line("*%s*は、~~%s~~光を<br>当てる%sです。  \n%sも<b>出ます</b>。", w.token(), w.token(), w.token(), w.token())
	}
	w.line("")
}

// everything is all the text that came out of an article.
func everything(a *corpus.Article) string {
	var b strings.Builder
	b.WriteString(a.Title + "\n")
	for _, s := range a.Sections {
		b.WriteString(s.Heading + "\n" + s.Text + "\n")
	}
	for _, f := range a.FAQs {
		b.WriteString(f.Question + "\n" + f.Answer + "\n")
	}
	for _, d := range a.Dropped {
		b.WriteString(d.Text + "\n")
	}
	return b.String()
}

// Nobody loses text unknowingly: every line is in the article or listed as dropped.
func TestNoTextIsLost(t *testing.T) {
	kinds := []struct {
		name  string
		block func(*writer)
	}{{"a.txt", (*writer).plainBlock}, {"a.md", (*writer).markdownBlock}}
	for _, kind := range kinds {
		for seed := range int64(400) {
			w := &writer{Rand: rand.New(rand.NewSource(seed))}
			w.line("%sの話\n", w.token())
			w.line("%sの前書きです。\n", w.token())
			for range 1 + w.Intn(25) {
				kind.block(w)
			}
			articles, problems := readAll(t, kind.name, []byte(w.b.String()))
			if len(articles) != 1 {
				t.Fatalf("seed %d: problems %v", seed, problems)
			}
			all := everything(articles[0])
			for _, token := range w.tokens {
				if !strings.Contains(all, token) {
					t.Fatalf("%s, seed %d: %q is lost of\n%s\n----\n%s", kind.name, seed, token, w.b.String(), all)
				}
			}
			checkArticle(t, articles[0])
		}
	}
}

// checkArticle checks what must hold of every article, whatever it was read from.
func checkArticle(t testing.TB, a *corpus.Article) {
	t.Helper()
	if errs := a.Validate(); len(errs) > 0 {
		t.Fatalf("invalid: %v", errs)
	}
	texts := map[string]string{}
	for _, s := range a.Sections {
		texts[s.ID] = s.Heading + "\n" + s.Text // a heading can say it: ダウンタイムは3日
	}
	answers := ""
	for _, f := range a.FAQs {
		if !strings.Contains(texts[f.Section], f.Answer) {
			t.Fatalf("the answer %q is not in its section", f.Answer)
		}
		answers += f.Answer + "\n"
	}
	ids := map[string]bool{}
	for _, p := range a.Passages() {
		if ids[p.ID] || utf8.RuneCountInString(p.Text) > corpus.MaxPassageRunes || strings.TrimSpace(p.Text) == "" {
			t.Fatalf("passage %s of %d characters", p.ID, utf8.RuneCountInString(p.Text))
		}
		ids[p.ID] = true
		if !strings.Contains(texts[p.Section], p.Text) && !strings.Contains(answers, p.Text) {
			t.Fatalf("the passage %q is in no section", p.Text)
		}
	}
	for _, list := range [][]corpus.Claim{a.Effects, a.Risks, a.Contraindications} {
		for _, c := range list {
			if !strings.Contains(texts[c.Section], c.Sentence) && c.Sentence != "" {
				for _, s := range a.Sections {
					if s.ID == c.Section && s.Heading == c.Sentence {
						c.Sentence = ""
					}
				}
				if c.Sentence != "" {
					t.Fatalf("the sentence %q is not in its section", c.Sentence)
				}
			}
		}
	}
	for _, e := range append(append([]corpus.Evidence{}, a.Cost.Evidence...), a.Downtime.Evidence...) {
		if !strings.Contains(texts[e.Section], e.Sentence) {
			t.Fatalf("the evidence %q is not in its section", e.Sentence)
		}
	}
}

// fuzzFile reads whatever bytes come: no panic, no invalid article, no silence.
func fuzzFile(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	r := New(testLexicon(f))
	f.Fuzz(func(t *testing.T, content []byte) {
		n := 0
		problems, err := r.Read(context.Background(), name, bytes.NewReader(content), func(a *corpus.Article) error {
			n++
			checkArticle(t, a)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 && len(problems) == 0 && len(bytes.TrimSpace(content)) > 0 {
			t.Fatal("neither an article nor a problem")
		}
	})
}

func FuzzPlain(f *testing.F) {
	fuzzFile(f, "a.txt", "ピコレーザーの話\n\nピコレーザーとは\n\nレーザーです。\n\n参照元:厚生労働省\n", "費用\n\n1回３万〜５万円（税込）\n5回コース¥120,000〜\n\n■注意\n・妊娠中の方\nQ1. 痛い？\nA1. いいえ。",
		"1.a\n\n2.b\n\nダウンタイムは1〜2週間です。", "監修：（見本）医師\n目次\n・a\n\na\n\nb。")
}

func FuzzMarkdown(f *testing.F) {
	fuzzFile(f, "a.md", "---\ntitle: a\nsources:\n  - x\n---\n# a\n\n## 費用\n\n| a | b |\n|---|---|\n| 1回 | 3万円 |\n", "## よくある質問\n\n**Q. a?**\n\n[b](c)<br>**「d」**e[^1]\n\n[^1]: f\n", "<div>\n<!-- a -->\n</div>\n\n```\n# a\n```\na\n===\n",
		"> - a\n>   <b title=\"x\">c</b>\n\n[a]: b\n\\*&amp;")
}

func FuzzJSONL(f *testing.F) {
	fuzzFile(f, "a.jsonl", `{"id":"a","title":"b","text":"c\n\n費用\n\n1万円です。"}`, `{"id":"a","sections":[{"kind":"faq","heading":"Q&A","text":"Q. a\nA. b"}],"faqs":[]}`, "{\"id\":\"a\"\n{}\n[]", `[{"title":"x","text":"# y\n\nz"}]`)
}
