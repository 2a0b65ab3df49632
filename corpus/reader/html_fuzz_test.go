package reader

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"shirube/corpus"
)

// Whatever the bytes of a page are, reading them ends, and what it gives is a valid
// article whose lines are lines of the source.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"<html><body><h1>題</h1><p>文です。</p>",
		"<main><h2>費用<br>目安</h2><table><tr><th rowspan=2>A<td colspan=3>1万円<tr><td>B</table></main>",
		"<div class=faq><dl><dt>Q. 痛い？<dd>A. いいえ。</dl></div><p>あと",
		"<details><summary>問い</summary><p hidden>答え</details><ruby>漢<rp>(</rp><rt>かん</rt></ruby>",
		"<b><p>a</b><div></a></p></td></table><li><li></ul><h1><h2></h1>",
		"<script type=\"application/ld+json\">{\"@type\":\"FAQPage\",\"mainEntity\":[{\"name\":\"Q\",\"acceptedAnswer\":{\"text\":\"A\"}}]}</script>",
		"<style>.a{display:none}@media{.b{}}</style><p class=a>x</p><p class=\"sp b\">y</p>",
		"<?php if($a>1){ ?><p>本文。</p><?php } ?>{{ x }}{% if %}[toc id=\"1\"]",
		"<svg><text>図</text></svg><input id=a><label for=a>その1</label><div>本文です。</div>",
	} {
		f.Add([]byte(seed))
	}
	r := New(testLexicon(f))
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 64<<10 {
			t.Skip("longer than what a fuzzer gets through")
		}
		lines := 1 + bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r"))
		_, err := r.Read(context.Background(), "page.html", bytes.NewReader(src), func(a *corpus.Article) error {
			if errs := a.Validate(); len(errs) > 0 {
				t.Fatal(errs)
			}
			for _, s := range a.Sections {
				if s.StartLine < 0 || s.StartLine > lines {
					t.Fatalf("section on line %d of %d", s.StartLine, lines)
				}
				if !utf8.ValidString(s.Text) || strings.ContainsRune(s.Text, 0) {
					t.Fatalf("text %q", s.Text)
				}
			}
			for _, d := range a.Dropped {
				if d.Line < 0 || d.Line > lines {
					t.Fatalf("dropped on line %d of %d", d.Line, lines)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
