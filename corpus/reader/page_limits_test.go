package reader

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"shirube/corpus"
)

// Pages that no person wrote: reading them takes no more than its share of time and
// of the stack, and what they say is still there.
func TestHostilePages(t *testing.T) {
	const size = 128 << 10
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, source := range map[string]string{
		"divs":          fill("<div>"),
		"named divs":    fill(`<div class="faq accordion"><p class="q">`),
		"bold":          fill("<b>"),
		"links":         fill(`<a href="#a">`),
		"lists":         fill("<ul><li>"),
		"flat list":     "<ul>" + fill("<li>項目<b>あ</b>"),
		"tables":        fill("<table><tr><td>"),
		"cells":         "<table><tr>" + fill("<td>あ"),
		"spans":         fill("<table><tr><td rowspan=60 colspan=60>1円"),
		"terms":         "<dl>" + fill("<dt>問い？<dd>答え。"),
		"nested dl":     fill("<dl><dt>問い？<dd>"),
		"details":       fill("<details><summary>問い</summary>"),
		"headings":      fill("<h2>見出し</h2>"),
		"sections":      fill(`<section class="a"><h3>見出し</h3>`),
		"flat":          fill("<section><p>見出し</p><p>本文です。</p></section>"),
		"titles":        fill(`<div class="title">見出し</div>`),
		"nested titles": fill(`<div class="title">見`),
		"rows":          fill("<div class=r><span>1回</span><b>33,000円</b></div>"),
		"buttons":       fill("<button>"),
		"labels":        fill("<label for=a>問い</label><div>答え</div>"),
		"ruby":          fill("<ruby>漢<rt>かん"),
		"svg":           fill("<svg><text>図"),
		"sp":            fill(`<div class="sp">同じことを書く</div>`),
		"nested sp":     fill(`<div class="sp">同`),
		"end tags":      fill("</div></p></b></td>"),
		"attributes":    "<p " + fill("a ") + ">あ",
		"comments":      fill("<!-- a -->"),
		"open quote":    `<p class="` + fill("a "),
		"styles":        "<style>" + fill(".a{display:none}") + "</style>",
		"open styles":   "<style>" + fill("@media{"),
		"templates":     fill("{{ "),
		"codes":         fill("[a b=\"c\" "),
		"php":           fill("<?= "),
		"data":          `<script type="application/ld+json">` + fill(`{"@graph":[`),
		"figures":       fill("<figure><img alt=術前の写真です><figcaption>"),
		"paths":         fill("a &gt; "),
		"breaks":        fill("あ<br>"),
		"arrows":        fill("<"),
		"digits":        fill("1 / "),
	} {
		kept := false
		problems, err := New(silentLexicon{}).Read(context.Background(), "page.html", strings.NewReader("<h1>題</h1><p>本文です。</p>"+source), func(a *corpus.Article) error {
			for _, s := range a.Sections {
				kept = kept || strings.Contains(s.Text, "本文です。")
			}
			return nil
		})
		if err != nil || !kept {
			t.Errorf("%s: kept %v, problems %v, error %v", name, kept, problems, err)
		}
	}
}

// endlessPage is a page without an end; it counts what is read of it.
type endlessPage struct{ read int }

func (e *endlessPage) Read(b []byte) (int, error) {
	if e.read > 4*maxHTMLBytes {
		return 0, errors.New("read to the end")
	}
	n := copy(b, bytes.Repeat([]byte("<p>本文です。</p>\n"), len(b)/20+1))
	e.read += n
	return n, nil
}

// A page of any size is rejected without being read as a whole.
func TestPageTooLarge(t *testing.T) {
	src := &endlessPage{}
	problems, err := New(silentLexicon{}).Read(context.Background(), "page.html", io.MultiReader(strings.NewReader("<!DOCTYPE html>"), src), func(*corpus.Article) error {
		t.Error("it was read")
		return nil
	})
	if err != nil || len(problems) != 1 || !problems[0].Fatal || !strings.Contains(problems[0].String(), "page.html:1: the page is larger than 32 MiB") {
		t.Errorf("problems %v, error %v", problems, err)
	}
}
