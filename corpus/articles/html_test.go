package articles_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"shirube/corpus"
	"shirube/corpus/articles"
)

// aroundArticle is what the pages have beside the article's own words.
const aroundArticle = `nav, header, footer, aside, .toc, .share-buttons, .entry-meta, .date, .related-posts, .sp-only, .banner, .pagetop, .c-reserve, #side, #header, #footer, #topicpath`

// fromHTML reads a page by its markup. Such a page declares nothing: what it
// costs and whether it is approved stands in its text.
func fromHTML(t *testing.T, name, data string) sample {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	s := sample{file: name, id: strings.TrimSuffix(name, path.Ext(name)), title: strings.TrimSpace(doc.Find("h1").Text())}
	if noise := doc.Find(aroundArticle).Length(); noise < 3 {
		t.Errorf("%s: nothing surrounds the article as it would on a site", name)
	}
	doc.Find(aroundArticle + ", h1, script, style").Remove()
	doc.Find("rt").Each(func(_ int, e *goquery.Selection) { e.SetText("（" + e.Text() + "）") })
	var lines []string
	doc.Find("h2, h3, p, li, dt, dd, tr, summary").Each(func(_ int, e *goquery.Selection) {
		text := strings.Join(strings.Fields(e.Text()), " ")
		switch {
		case e.Is("h2, h3"):
			s.headings = append(s.headings, text)
		case len(s.headings) > 0 && s.headings[len(s.headings)-1] == "監修":
			s.supervisors = append(s.supervisors, text)
		}
		lines = append(lines, text)
	})
	s.body = strings.Join(lines, "\n")
	for _, m := range citation.FindAllStringSubmatch(s.body, -1) {
		s.sources = append(s.sources, corpus.Source{Name: m[1], Title: m[2], Type: corpus.SourceOther})
	}
	if strings.Contains(s.body, "国内では未承認") {
		s.approval = corpus.ApprovalUnapproved
	}
	return s
}

// TestPagesAreReadWithoutWhatSurroundsThem: whoever searches must find every
// sentence of a page's article, and no menu, button or older price beside it.
func TestPagesAreReadWithoutWhatSurroundsThem(t *testing.T) {
	bare := strings.NewReplacer(" ", "", "\n", "", "・", "", "|", "").Replace
	pages := 0
	for _, a := range readEmbedded(t) {
		data, err := fs.ReadFile(articles.FS, a.ID+".html")
		if err != nil {
			continue
		}
		pages++
		var text strings.Builder
		for _, s := range a.Sections {
			text.WriteString(bare(s.Heading + s.Text))
		}
		for _, l := range strings.Split(fromHTML(t, a.ID+".html", string(data)).body, "\n") {
			if !strings.Contains(text.String(), bare(l)) {
				t.Errorf("%s: lost in reading: %q", a.ID, l)
			}
		}
		for _, noise := range []string{
			"診療時間", "シェア", "目次", "あわせて読みたい", "人気の記事", "Cookie", "プライバシー", "お問い合わせ", "最新の記事",
			"歯ブラシの替えどき", "ページの先頭", "予約", "採用情報", "旧料金", "利用規約", "Copyright",
		} {
			if strings.Contains(text.String(), noise) {
				t.Errorf("%s: %q is in a passage", a.ID, noise)
			}
		}
		if len(a.Dropped) == 0 {
			t.Errorf("%s: what was left out is not listed", a.ID)
		}
	}
	if pages < 4 {
		t.Errorf("%d pages were read, want 4", pages)
	}
}
