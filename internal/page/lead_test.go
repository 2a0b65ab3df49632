package page

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"shirube/internal/search"
	"shirube/internal/view"
)

// Where editors say to look is a link, and nothing but the web and this server; what they put in
// its place says so.
func TestWhatEditorsSay(t *testing.T) {
	for to, want := range map[string]string{"https://example.jp/reserve": "https://example.jp/reserve", "/articles/a": "/articles/a", "javascript:alert(1)": "", "//evil.example/": ""} {
		f := &fake{edit: func(r *search.Response) {
			r.Redirect, r.Hits[0].Pinned = &search.Redirect{URL: to, Text: "<b>予約</b>"}, true
		}}
		doc := open(t, site(t, f, Config{}), "/search?q=a")
		link := doc.Find(".elsewhere a")
		if link.AttrOr("href", "") != want || want != "" && link.Text() != "<b>予約</b>" || !strings.Contains(doc.Find(".hit").First().Text(), "編集者が選んだ記事") {
			t.Errorf("%s: %s", to, doc.Find(".elsewhere").Text())
		}
	}
	f := &fake{edit: func(r *search.Response) { r.Redirect = &search.Redirect{Query: "ハイフ 費用"} }}
	if link := open(t, site(t, f, Config{}), "/search?q=a").Find(".elsewhere a"); link.AttrOr("href", "") != "/search?q="+url.QueryEscape("ハイフ 費用") || link.Text() != "ハイフ 費用" {
		t.Errorf("another query: %s", link.AttrOr("href", ""))
	}
}

func direct() *search.Answer {
	hit := answer(search.Request{}).Hits[0]
	return &search.Answer{
		Passage: hit.Passages[1].Passage, Article: hit.Article, Question: "腫れは目立ちますか", Text: "3日ほどで引くことが\n\n多いとされます。",
		Risks: &hit.Passages[0].Passage, Notices: []string{"自由診療です。", "未承認です。"},
	}
}

// The answer stands before the results, whole, with what speaks against the treatment, where
// it is from and who checked it.
func TestAnswerFirst(t *testing.T) {
	f := &fake{edit: func(r *search.Response) { r.Answer, r.Notices = direct(), []string{"自由診療です。"} }}
	doc := open(t, site(t, f, Config{BasePath: "/kb"}), "/kb/search?q=a")
	if !f.request.Answer {
		t.Error("no answer is asked for")
	}
	has(t, doc, ".answer-box", "腫れは目立ちますか", "3日ほどで引くことが 多いとされます。", "リスク › 術後の変化", "内出血が数日から2週間ほど残る", "監修 見本: 形成外科専門医", "2025年9月8日", "未承認です。", "出典の記載はありません")
	if got := words(doc.Find(".answer-box")); strings.Contains(got, "自由診療です。") {
		t.Errorf("a notice is told twice: %s", got)
	}
	if got := doc.Find("#answer-title a").AttrOr("href", ""); got != "/kb/articles/eyelid%2Ffold#p-k2" {
		t.Errorf("the question leads to %q", got)
	}
	if before := doc.Find(".answer-box").NextAll().Find(".hit").Length(); before == 0 {
		t.Error("the answer does not stand before the results")
	}
	count(t, open(t, site(t, &fake{}, Config{}), "/search?q=a"), ".answer-box", 0)
}

// Where nothing is found, every way on is a link that finds something.
func TestNothingFoundLeadsOn(t *testing.T) {
	f := &fake{edit: func(r *search.Response) {
		r.Hits, r.Total = nil, 0
		r.Suggestions = []string{r.Query, "白内障"}
		r.Relief = []search.Relief{{Filters: []string{"cost", "kind"}, Total: 7}}
		r.Questions = []search.Question{{Question: "腫れは目立ちますか", Passage: "eyelid/fold#k2", Article: search.ArticleSummary{ID: "eyelid/fold", Title: "埋没法"}}}
	}}
	h := site(t, f, Config{})
	doc := open(t, h, "/search?q=zzz&kind=risks&cost_min=1&cost_max=2&tag=a&page=3")
	has(t, doc, ".reliefs", "費用・知りたい内容を外す 7件")
	count(t, doc, ".suggestions a", 1) // not the query itself
	if got := doc.Find(".questions a").AttrOr("href", ""); got != "/articles/eyelid%2Ffold#p-k2" {
		t.Errorf("the question leads to %q", got)
	}
	get(h, doc.Find(".reliefs a").AttrOr("href", ""))
	if n := values(f.request.Filters); n != 1 || f.request.Query != "zzz" || f.request.Page != 1 {
		t.Errorf("without them %+v is asked", f.request)
	}
}

// A slip that may be none is offered, and what was typed stays.
func TestOffer(t *testing.T) {
	f := &fake{edit: func(r *search.Response) { r.DidYouMean = &search.Correction{From: r.Query, To: "ボトックス"} }}
	h := site(t, f, Config{})
	doc := open(t, h, "/search?q=ボトックズ&kind=risks")
	has(t, doc, ".corrected", "もしかして：ボトックス")
	get(h, doc.Find(".corrected a").AttrOr("href", ""))
	if f.request.Query != "ボトックス" || values(f.request.Filters) != 1 {
		t.Errorf("the offer asks %+v", f.request)
	}
}

// Ten thousand values are no page of ten thousand lines, and each of them can be found.
func TestManyValues(t *testing.T) {
	f := &fake{edit: func(r *search.Response) {
		var many []search.Facet
		for i := range min(10_000, 101) { // the engine is asked for no more
			v := fmt.Sprintf("値%d", i)
			many = append(many, search.Facet{Value: v, Label: v, Count: 1})
		}
		r.Facets["tag"] = many
	}}
	h := site(t, f, Config{})
	doc := open(t, h, "/search?q=a")
	if f.request.FacetLimit != view.SomeValues+1 {
		t.Errorf("%d values are asked for", f.request.FacetLimit)
	}
	count(t, doc, "input[name=tag]", view.SomeValues)
	doc = open(t, h, doc.Find("#facet-tag .all a").AttrOr("href", ""))
	if f.request.FacetLimit != view.ManyValues+1 {
		t.Errorf("%d values are asked for", f.request.FacetLimit)
	}
	count(t, doc, "input[name=tag]", view.ManyValues)
	has(t, doc, "#facet-tag", "一部を表示")

	f.found = []search.Facet{{Value: "値9999", Label: "値9999", Count: 1}}
	doc = open(t, h, submit(doc, url.Values{"find_tag": {"9999"}, "tag": {"値3"}}))
	if len(f.values) != 1 || f.values[0].Name != "tag" || f.values[0].Query != "9999" || values(f.values[0].Request.Filters) != 1 {
		t.Fatalf("the values are searched by %+v", f.values)
	}
	count(t, doc, "input[name=tag]", 2) // what was found, and what is chosen
	count(t, doc, "input[name=tag][checked]", 1)
	if doc.Find("details.filters-box[open] #facet-tag[open]").Length() != 1 {
		t.Error("what was found is folded away")
	}
	f.found = nil
	has(t, open(t, h, "/search?find_tag=zzz"), "#facet-tag", "「zzz」を含む候補はありません")
	f.values = nil
	get(h, "/search?find_tag=a&find_risk=a&find_effect=a&find_treatment=a&find_source=a&find_nothing=a")
	if len(f.values) != view.MaxFinds {
		t.Errorf("%d searches of values", len(f.values))
	}
}

// One state has one address, whatever the order, the defaults, what is folded, and the host of
// the request.
func TestCanonical(t *testing.T) {
	h := site(t, &fake{}, Config{BasePath: "/kb", SiteURL: "https://example.jp"})
	const want = "https://example.jp/kb/search?q=a&risk=x&risk=y&view=passages"
	for _, target := range []string{
		"/kb/search?q=a&view=passages&risk=x&risk=y", "/kb/search?risk=y&risk=x&sort=relevance&page=1&view=passages&q=+a+&cost_max=&nothing=1&more=tag&find_tag=b",
	} {
		if got := open(t, h, target).Find("link[rel=canonical]").AttrOr("href", ""); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
	if got := open(t, h, "/kb/articles/x").Find("link[rel=canonical]").AttrOr("href", ""); got != "https://example.jp/kb/articles/eyelid%2Ffold" {
		t.Errorf("article: %q", got)
	}
	if got := open(t, site(t, &fake{}, Config{}), "/search?q=a").Find("link[rel=canonical]").AttrOr("href", ""); got != "/search?q=a" {
		t.Errorf("without the site's address: %q", got)
	}
}

// The search box is there only as long as it may ask, and comes with the filters of the page.
func TestSearchBox(t *testing.T) {
	path := "/widget/shirube.js"
	h := site(t, &fake{}, Config{BasePath: "/kb", Collections: []string{"a", "b"}, Box: func() string { return path }})
	doc := open(t, h, "/kb/search?q=x&kind=risks&view=passages&page=2")
	box := doc.Find("shirube-search[hidden]")
	if box.AttrOr("filters", "") != "kind=risks" || box.AttrOr("collection", "") != "a,b" || doc.Find(`script[type=module][src="/kb/widget/shirube.js"]`).Length() != 1 {
		t.Errorf("the box is %v", box.Nodes)
	}
	count(t, doc, "#search .box input[name=q]", 1)
	path = ""
	count(t, open(t, h, "/kb/search?q=x"), "shirube-search, script[src*=widget]", 0)
}
