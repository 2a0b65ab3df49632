package page

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/view"
)

// A visitor sees, for each passage, what it is about, what it says, who says so
// and who checked it.
func TestSearchPage(t *testing.T) {
	f := &fake{}
	doc := open(t, site(t, f, Config{Collections: []string{"clinic"}}), "/search?q=%E5%86%85%E5%87%BA%E8%A1%80")
	if f.request.Query != "内出血" || !slices.Equal(f.request.Collections, []string{"clinic"}) || f.request.PerPage != view.PerPage {
		t.Errorf("asked %+v", f.request)
	}
	has(t, doc, "title", "「内出血」の検索結果 | しるべ")
	has(t, doc, "h1", "「内出血」の検索結果")
	has(t, doc, ".total", "42件の記事のうち 1〜10件目")
	if v := doc.Find("#q").AttrOr("value", ""); v != "内出血" {
		t.Errorf("the box holds %q", v)
	}
	count(t, doc, ".hit", 2)
	first := doc.Find(".hit").First()
	if got := first.Find("h2 a").AttrOr("href", ""); got != "https://example.jp/columns/fold" {
		t.Errorf("the title leads to %q", got)
	}
	if got, _ := first.Find("h2 a").Html(); got != "<mark>二重</mark>まぶたの埋没法" {
		t.Errorf("title %q", got)
	}
	has(t, doc, ".hit:first-child .badges, .hits li:first-child .badges", "保険 自由診療", "承認 国内未承認・適応外", "費用 1回 8万円〜12万5,000円", "ダウンタイム 3〜14日")
	if got := first.Find(".local a").AttrOr("href", ""); got != "/articles/eyelid%2Ffold" {
		t.Errorf("the article here: %q", got)
	}

	passage := first.Find(".passage").First()
	if got := words(passage.Find("h3")); got != "リスク・副作用・デメリット リスク › 術後の変化" {
		t.Errorf("passage heading %q", got)
	}
	if !passage.HasClass("kind-risks") {
		t.Error("the kind has no colour")
	}
	if got := passage.Find("h3 a").AttrOr("href", ""); got != "/articles/eyelid%2Ffold#p-k1" {
		t.Errorf("the passage leads to %q", got)
	}
	if got, _ := passage.Find(".snippet").Html(); got != "<mark>内出血</mark>が数日から2週間ほど残ることがあります。" {
		t.Errorf("snippet %q", got)
	}
	if got := words(passage.Find(".sources")); got != "学会 見本眼科学会「まぶたの手術の手引き」（2023年） 病院 見本病院" {
		t.Errorf("sources %q", got)
	}
	if got := passage.Find(".sources a").AttrOr("href", ""); got != "https://example.jp/guide?a=1&b=2" {
		t.Errorf("source leads to %q", got)
	}
	if got := words(passage.Find(".review")); got != "監修 見本: 形成外科専門医（医師・見本病院） 最終確認日 2025年9月8日" {
		t.Errorf("review %q", got)
	}

	question := first.Find(".passage").Eq(1)
	if got := words(question.Find("h3")); got != "よくある質問 よくある質問 › 腫れは目立ちますか" {
		t.Errorf("question %q", got)
	}
	if got := words(question.Find(".evidence")); !strings.Contains(got, "出典の記載はありません") {
		t.Errorf("unsourced: %q", got)
	}
	second := doc.Find(".hit").Eq(1)
	if got := words(second); !strings.Contains(got, "にごった水晶体") || !strings.Contains(got, "監修 記載なし 最終確認日 記載なし") {
		t.Errorf("found by filters alone: %q", got)
	}
	if second.Find(".local").Length() != 0 {
		t.Error("an article that is here needs no second link")
	}
}

func TestPassagesView(t *testing.T) {
	f := &fake{}
	doc := open(t, site(t, f, Config{}), "/search?q=a&view=passages")
	if f.request.View != index.Passages {
		t.Errorf("view %q", f.request.View)
	}
	has(t, doc, ".total", "件の文章")
	count(t, doc, ".passage", 1)
	has(t, doc, ".views [aria-current]", "文章ごと")
	if got := doc.Find(".views a").First().AttrOr("href", ""); got != "/search?q=a" {
		t.Errorf("back to articles: %q", got)
	}
}

// Without scripts: a box is ticked, the form is sent, the box is ticked in the
// answer and a chip takes it back.
func TestFormRoundTrip(t *testing.T) {
	f := &fake{}
	h := site(t, f, Config{BasePath: "/kb"})
	doc := open(t, h, "/kb/search?q=a&view=passages&cost_min=5000&risk=-x&reviewed_after=2025-01-01")
	target := submit(doc, url.Values{
		"q": {"まぶた"}, "treatment": {"二重埋没法", "ICL"}, "kind": {"risks"}, "cost_max": {"100000"}, "sort": {"cost"},
	})
	if !strings.HasPrefix(target, "/kb/search?") {
		t.Fatalf("the form goes to %q", target)
	}
	doc = open(t, h, target)
	lo, hi, since := 5000.0, 100000.0, 20089.0
	want := []index.Filter{
		{Name: "treatment", Any: []string{"二重埋没法", "ICL"}}, {Name: "kind", Any: []string{"risks"}}, {Name: "risk", None: []string{"x"}},
		{Name: "cost", Min: &lo, Max: &hi}, {Name: "reviewed", Min: &since},
	}
	if f.request.Query != "まぶた" || f.request.View != index.Passages || f.request.Sort != index.ByCost || !sameFilters(f.request.Filters, want) {
		t.Errorf("asked %+v", f.request)
	}
	var ticked []string
	doc.Find("input[type=checkbox][checked]").Each(func(_ int, s *goquery.Selection) { ticked = append(ticked, s.AttrOr("value", "")) })
	if !slices.Equal(ticked, []string{"二重埋没法", "ICL", "risks"}) {
		t.Errorf("ticked %q", ticked)
	}
	if doc.Find("input[value=ICL]").Closest("details.more").AttrOr("open", "closed") == "closed" {
		t.Error("a chosen value is folded away")
	}
	if got := doc.Find("#limit-cost_max option[selected]").Text(); got != "10万円" {
		t.Errorf("cost %q", got)
	}
	has(t, doc, ".chips", "施術・治療 二重埋没法", "ICL", "知りたい内容 リスク・副作用・デメリット", "xを除く", "費用 5,000円以上", "費用 10万円以下", "最終確認日 2025/01/01以降", "すべて外す")

	// Each chip takes away just its own filter.
	doc.Find("a.chip").Each(func(i int, s *goquery.Selection) {
		get(h, s.AttrOr("href", ""))
		if n := values(f.request.Filters); n != 6 {
			t.Errorf("chip %d (%s) leaves %d of 7 values", i, words(s), n)
		}
	})
	get(h, doc.Find("a.clear").AttrOr("href", ""))
	if len(f.request.Filters) != 0 || f.request.Query != "まぶた" {
		t.Errorf("cleared: %+v", f.request)
	}
	// Sent again as it is, the form asks the same.
	get(h, submit(doc, nil))
	if !sameFilters(f.request.Filters, want) || f.request.Sort != index.ByCost {
		t.Errorf("sent again: %+v", f.request)
	}
}

func values(filters []index.Filter) int {
	n := 0
	for _, f := range filters {
		n += len(f.Any) + len(f.None)
		for _, b := range []*float64{f.Min, f.Max} {
			if b != nil {
				n++
			}
		}
	}
	return n
}

func sameFilters(a, b []index.Filter) bool {
	bound := func(x, y *float64) bool { return x == nil && y == nil || x != nil && y != nil && *x == *y }
	return slices.EqualFunc(a, b, func(x, y index.Filter) bool {
		return x.Name == y.Name && slices.Equal(x.Any, y.Any) && slices.Equal(x.None, y.None) && bound(x.Min, y.Min) && bound(x.Max, y.Max)
	})
}

// A chosen value that nothing has any more can still be taken back.
func TestChosenValueWithoutResults(t *testing.T) {
	doc := open(t, site(t, &fake{}, Config{}), "/search?department=%E7%9C%BC%E7%A7%91&kind=cost")
	for _, v := range []string{"眼科", "cost"} {
		if doc.Find(`input[value="`+v+`"][checked]`).Length() != 1 {
			t.Errorf("%s is not among the boxes", v)
		}
	}
	has(t, doc, ".chips", "診療科 眼科", "知りたい内容 費用")
}

// What a value holds is no syntax: commas stay, only a leading minus excludes.
func TestValuesAreNotSplit(t *testing.T) {
	f := &fake{}
	h := site(t, f, Config{})
	doc := open(t, h, "/search")
	get(h, submit(doc, url.Values{"risk": {"腫れ, 痛み"}}))
	if !sameFilters(f.request.Filters, []index.Filter{{Name: "risk", Any: []string{"腫れ, 痛み"}}}) {
		t.Errorf("asked %+v", f.request.Filters)
	}
	count(t, doc, `input[type=checkbox][value^="-"]`, 0) // ticking it would exclude 20度
}

func TestInterpretation(t *testing.T) {
	f := &fake{edit: func(r *search.Response) {
		r.Relaxed = true
		if r.Answerable = len(r.Query) < 2; !r.Answerable {
			return
		}
		r.Interpreted = search.Interpretation{
			Corrected:  &search.Correction{From: "ないしゅつけつ", To: "内出血"},
			Expansions: []search.Expansion{{From: "内出血", To: []string{"あざ", "皮下出血"}}, {From: "妊娠", To: []string{"a", "b", "c", "d", "e", "f"}}},
			Filters:    []search.AppliedFilter{{Name: "cost_max", Value: "100000", From: "10万円以下"}},
			Negations:  []string{"痛み"}, Intent: []string{"risks"},
		}
		r.Notices = []string{"自由診療の記事が含まれます。", "緊急のときは119番へ電話してください。"}
	}}
	h := site(t, f, Config{})
	doc := open(t, h, "/search?q=a&treatment=b")
	has(t, doc, ".understood", "「ないしゅつけつ」ではなく「内出血」として検索しました", "「内出血」の言い換えも検索：あざ、皮下出血", "「10万円以下」", "「痛み」", "リスク・副作用・デメリット")
	has(t, doc, ".urgent", "119番")
	has(t, doc, ".notices", "自由診療")
	if got := words(doc.Find(".notices")); strings.Contains(got, "119") {
		t.Errorf("the urgent notice stands among others: %q", got)
	}
	has(t, doc, ".understood", "「妊娠」の言い換えも検索：a、b、c、d ほか2語")
	has(t, doc, ".remark", "一部だけに当てはまるもの")
	has(t, open(t, h, "/search?q=ab"), ".remark", "はっきりした答えになる文章は見つかりませんでした")
	get(h, doc.Find(".corrected a").AttrOr("href", ""))
	if i := f.request.Interpret; i == nil || *i != (search.Interpret{Synonyms: true, Intent: true, Numbers: true, Negation: true}) {
		t.Errorf("as it was typed: %+v", i)
	}
	literal := doc.Find(".understood p:last-child a").Last().AttrOr("href", "")
	doc = open(t, h, literal)
	if f.request.Interpret == nil || *f.request.Interpret != (search.Interpret{}) || values(f.request.Filters) != 1 {
		t.Errorf("literally: %+v", f.request)
	}
	get(h, doc.Find(".understood p:last-child a").AttrOr("href", ""))
	if f.request.Interpret != nil {
		t.Error("there is no way back")
	}
	if got := submit(doc, nil); strings.Contains(got, "interpret") {
		t.Errorf("a new query would be literal as well: %s", got)
	}
}

func TestNothingFound(t *testing.T) {
	f := &fake{edit: func(r *search.Response) {
		r.Hits, r.Total, r.Suggestions = nil, 0, []string{"白内障", "二重 & 埋没"}
	}}
	h := site(t, f, Config{})
	doc := open(t, h, "/search?q=zzz&kind=risks&view=passages")
	has(t, doc, ".nothing", "当てはまる文章が見つかりませんでした", "白内障", "条件をすべて外す", "すべての記事から探す")
	count(t, doc, ".tools, .pages, .hit", 0)
	get(h, doc.Find(".suggestions a").Eq(1).AttrOr("href", ""))
	if f.request.Query != "二重 & 埋没" || f.request.Filters != nil {
		t.Errorf("suggestion asks %+v", f.request)
	}
}

func TestStartPage(t *testing.T) {
	f := &fake{}
	h := site(t, f, Config{SiteName: "見本クリニックの検索"})
	doc := open(t, h, "/search")
	has(t, doc, "title", "治療の記事をさがす | 見本クリニックの検索")
	has(t, doc, ".intro", "出典と監修者つき")
	count(t, doc, ".hit", 2)
	count(t, doc, "meta[name=robots]", 0)
	get(h, doc.Find(".examples a").First().AttrOr("href", ""))
	if f.request.Query != "妊娠中でも受けられる？" {
		t.Errorf("the example asks %q", f.request.Query)
	}
	if doc = open(t, h, "/search?q=a"); doc.Find("meta[name=robots]").AttrOr("content", "") != "noindex, follow" {
		t.Error("results may be listed by search engines")
	}
}

func TestPaging(t *testing.T) {
	total := 42
	f := &fake{edit: func(r *search.Response) {
		if r.Total = total; (r.Page-1)*view.PerPage >= total {
			r.Hits = nil
		}
	}}
	h := site(t, f, Config{})
	tests := []struct {
		total      int
		target     string
		page       int
		prev, next string
		pages      string
	}{
		{42, "/search?q=a", 1, "", "/search?page=2&q=a", "1 2 3 … 5"},
		{42, "/search?q=a&page=2&kind=risks", 2, "/search?kind=risks&q=a", "/search?kind=risks&page=3&q=a", "1 2 3 4 5"},
		{42, "/search?q=a&page=5", 5, "/search?page=4&q=a", "", "1 … 3 4 5"},
		{10, "/search?q=a", 1, "", "", ""},
		{50_000, "/search?q=a&page=1000", 1000, "/search?page=999&q=a", "", "1 … 998 999 1000"},
		{50_000, "/search?q=a&page=1001", 1, "", "/search?page=2&q=a", "1 2 3 … 1000"},
	}
	for _, tt := range tests {
		t.Run(tt.target, func(t *testing.T) {
			total = tt.total
			doc := open(t, h, tt.target)
			if f.request.Page != tt.page {
				t.Errorf("asked for page %d", f.request.Page)
			}
			for rel, want := range map[string]string{"prev": tt.prev, "next": tt.next} {
				for _, element := range []string{"link", "a"} {
					if got := doc.Find(element+"[rel="+rel+"]").AttrOr("href", ""); got != want {
						t.Errorf("%s %s: %q, want %q", element, rel, got, want)
					}
				}
			}
			var pages []string
			doc.Find(".pages li a:not([rel]), .pages .gap").Each(func(_ int, s *goquery.Selection) {
				pages = append(pages, strings.TrimPrefix(words(s), "ページ"))
			})
			if got := strings.Join(pages, " "); got != tt.pages {
				t.Errorf("pages %q", got)
			}
		})
	}
	total = 42
	doc := open(t, h, "/search?q=a&page=9")
	has(t, doc, ".nothing", "このページには結果がありません")
	if got := doc.Find(".nothing a").AttrOr("href", ""); got != "/search?q=a" {
		t.Errorf("back to %q", got)
	}
}

// An address that somebody mangled still searches for what is left of it.
func TestAddressIsLenient(t *testing.T) {
	tests := map[string]search.Request{
		"?view=x&sort=x&page=x&cost_max=x&reviewed_after=x&kind=x&utm_source=x": {},
		"?page=-1&cost_max=-1&downtime_max=1.5&reviewed_after=2025-02-30":       {},
		"?q=%82%A0%00a%0Ab":                      {Query: "a b"},
		"?q=%E3%81&q=b":                          {Query: ""},
		"?q=" + strings.Repeat("x", 600):         {Query: strings.Repeat("x", 512)},
		"?q=a;b&sort=updated":                    {Sort: index.ByUpdated},
		"?risk=&risk=-&risk=a&risk=a":            {Filters: []index.Filter{{Name: "risk", Any: []string{"a"}}}},
		"?downtime_max=0":                        {Filters: []index.Filter{{Name: "downtime", Max: ptr(0.0)}}},
		"?source_type=none&source_type=-company": {Filters: []index.Filter{{Name: "source_type", Any: []string{"none"}, None: []string{"company"}}}},
	}
	f := &fake{}
	h := site(t, f, Config{})
	for query, want := range tests {
		open(t, h, "/search"+query)
		if want.Sort == "" {
			want.Sort = index.ByRelevance
		}
		if f.request.Query != want.Query || f.request.Sort != want.Sort || f.request.View != index.Articles || f.request.Page != 1 || !sameFilters(f.request.Filters, want.Filters) {
			t.Errorf("%.60s asks %+v", query, f.request)
		}
	}
}

// The whole page is a file, so that a change of it shows in the diff.
func TestGoldenPages(t *testing.T) {
	h := site(t, &fake{}, Config{})
	hash := regexp.MustCompile(`(style|icon)\.[0-9a-f]{12}`)
	for name, target := range map[string]string{
		"search.html": "/search?q=%E5%86%85%E5%87%BA%E8%A1%80&risk=%E5%86%85%E5%87%BA%E8%A1%80&page=2", "article.html": "/articles/eyelid%2Ffold",
	} {
		golden(t, name, hash.ReplaceAllString(get(h, target).Body.String(), "$1.HASH"))
	}
}

// A condition that was read from words can be taken back without the others, and what
// is denied is told apart from what is excluded.
func TestWhatWasReadFromWordsCanBeTakenBack(t *testing.T) {
	f := &fake{edit: func(r *search.Response) {
		r.Interpreted = search.Interpretation{
			Filters: []search.AppliedFilter{
				{Name: "cost_min", Value: "50000", From: "5万〜10万円"}, {Name: "cost_max", Value: "100000", From: "5万〜10万円"},
				{Name: "downtime_max", Value: "0", From: "ダウンタイムなし"}, {Name: "kind", Value: "risks", From: "kind:risks"},
			},
			Negations: []string{"痛み", "ボトックス"}, Excluded: []string{"ボトックス"},
		}
	}}
	h := site(t, f, Config{})
	doc := open(t, h, "/search?q="+url.QueryEscape("たるみ 5万〜10万円 痛くない")+"&insurance=self_pay")
	has(t, doc, ".understood", "「5万〜10万円」 費用 5万円以上・費用 10万円以下", "「ダウンタイムなし」 ダウンタイム ほぼなし", "「kind:risks」", "除いて検索：「ボトックス」", "打ち消しとして読み取り：「痛み」")
	count(t, doc, ".understood .chip", 1) // the other words are not in the query
	get(h, doc.Find(".understood .chip").AttrOr("href", ""))
	if f.request.Query != "たるみ 痛くない" || values(f.request.Filters) != 1 {
		t.Errorf("without the condition: %q, %+v", f.request.Query, f.request.Filters)
	}
}

// What speaks against a treatment stands, whole, beside a hit that tells of its effect; and
// that an article says nothing of risks is told.
func TestRisksBesideHits(t *testing.T) {
	f := &fake{edit: func(r *search.Response) {
		for i := range r.Hits {
			r.Hits[i].TellsEffect = true
		}
		r.Hits[0].Risks = r.Hits[0].Passage
	}}
	h := site(t, f, Config{BasePath: "/kb"})
	for _, view := range []string{"", "&view=passages"} {
		doc := open(t, h, "/kb/search?q=a"+view)
		if !f.request.PairRisks {
			t.Fatal("risks are not asked for")
		}
		risks := doc.Find(".hit").First().Find("section.beside-risks")
		if got := words(risks); got != "リスク・副作用・デメリット リスク › 術後の変化 内出血が数日から2週間ほど残ることがあります。" {
			t.Errorf("beside the hit is %q", got)
		}
		if got := risks.Find("a").AttrOr("href", ""); got != "/kb/articles/eyelid%2Ffold#p-k1" {
			t.Errorf("the risks lead to %q", got)
		}
		if got := words(doc.Find(".hit").Eq(1)); view == "" && !strings.Contains(got, "リスク・副作用の説明が見つかりませんでした") {
			t.Errorf("an article without risks: %q", got)
		}
	}
}
