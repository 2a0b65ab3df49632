package reader

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"

	"shirube/corpus"
)

// readPage reads one page, and fails where it is no article.
func readPage(t testing.TB, source string) (*corpus.Article, []Problem) {
	t.Helper()
	articles, problems := readAll(t, "page.html", []byte(source))
	if len(articles) != 1 {
		t.Fatalf("%d articles, problems %v, of:\n%s", len(articles), problems, source)
	}
	return articles[0], problems
}

// outlineOf is an article on one line a section: level, line, heading and text,
// lines of the text parted by /.
func outlineOf(a *corpus.Article) string {
	var b strings.Builder
	for _, s := range a.Sections {
		fmt.Fprintf(&b, "%d %d %s: %s\n", s.StartLine, s.Level, s.Heading, strings.ReplaceAll(s.Text, "\n", "/"))
	}
	return b.String()
}

// A page is told by its beginning or its name, and its headings carry its lines.
func TestPageFormats(t *testing.T) {
	body := "<main>\n<h1>ピコレーザー</h1>\n<p>シミを薄くする治療です。</p>\n<h2>費用</h2>\n<p>1回33,000円です。</p>\n</main>"
	for _, tt := range []struct{ name, content string }{
		{"page.html", "<!DOCTYPE html>\n<html><body>" + body},
		{"dir/PAGE.HTM", "<html>\n<body>" + body},
		{"page.txt", "<!DOCTYPE html>\n<html><body>" + body},
		{"page.md", "<!-- 前 -->\n<html lang=\"ja\"><body>" + body + "</html>"},
		{"page.xhtml", "<?xml version=\"1.0\"?><!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>" + body},
	} {
		articles, problems := readAll(t, tt.name, []byte(tt.content))
		if len(articles) != 1 || len(problems) != 0 {
			t.Errorf("%s: %d articles, problems %v", tt.name, len(articles), problems)
			continue
		}
		if got, want := outlineOf(articles[0]), "4 1 : シミを薄くする治療です。\n5 1 費用: 1回33,000円です。\n"; got != want || articles[0].Title != "ピコレーザー" {
			t.Errorf("%s: title %q\n%swant\n%s", tt.name, articles[0].Title, got, want)
		}
	}
}

// What each construct of a page is read as: line, level, heading and text.
func TestPageConstructs(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"list", "<h2>対象</h2>\n<ul>\n<li>シミのある方\n<li>くすみの<b>気になる</b>方\n<ul><li>頬</ul></ul>\n<ol><li>診察<li>照射</ol>",
			"1 1 対象: ・シミのある方/・くすみの気になる方/  ・頬//1. 診察/2. 照射\n"},
		{"broken heading", "<h2>まだ<br>あきらめない<br>シミ治療</h2><p>文です。</p>", "1 1 まだあきらめないシミ治療: 文です。\n"},
		{"picture heading", `<h2><img src="a.png" alt="施術の流れ"></h2><p>文です。</p>`, "1 1 施術の流れ: 文です。\n"},
		{"skipped levels", "<h3>概要</h3><p>文です。</p><h5>仕組み</h5><p>文です。</p><h4>種類</h4><p>文です。</p>",
			"1 1 概要: 文です。\n1 2 仕組み: 文です。\n1 2 種類: 文です。\n"},
		{"styled headings", `<style>.lead-t{font-weight:bold;font-size:13pt}</style><div><p class="lead-t">どんな治療か</p><p>光を当ててメラニンに反応させる治療です。</p></div><div class="c-ttl"><div class="en">Risk</div><div class="c-ttl__ja">副作用</div></div><p>赤みが出ることがあります。</p><p><strong>受けられない方</strong></p><p>妊娠中の方は受けられません。</p>`,
			"1 1 どんな治療か: 光を当ててメラニンに反応させる治療です。\n1 2 副作用 Risk: 赤みが出ることがあります。\n1 3 受けられない方: 妊娠中の方は受けられません。\n"},
		{"framed headings", "<p>《使い方》</p><p>朝と夜に塗ります。</p><p>《注意》</p><p>目に入れないでください。</p>",
			"1 1 《使い方》: 朝と夜に塗ります。\n1 1 《注意》: 目に入れないでください。\n"},
		{"numbers and labels", `<div class="f"><span>01</span><h3>診察</h3><p>医師が診ます。</p></div><div class="f"><span>STEP 2</span><h3>照射</h3><p>10分です。</p></div><div><p>PRICE</p><h2>費用</h2></div><p>1回33,000円です。</p>`,
			"1 1 01 診察: 医師が診ます。\n1 1 STEP 2 照射: 10分です。\n1 1 費用 PRICE: 1回33,000円です。\n"},
		{"table", "<h2>料金</h2><table><tr><th>部位</th><th>1回</th><th>5回</th></tr>\n<tr><td rowspan=2>顔</td><td>33,000円</td><td>150,000円</td></tr><tr><td colspan=2>要相談</td></tr></table>",
			"1 1 料金: | 部位 | 1回 | 5回 |/| 顔 | 33,000円 | 150,000円 |/| 顔 | 要相談 | 要相談 |\n"},
		{"layout table", "<table><tr><td><h2>効果</h2><p>シミが薄くなります。</p></td><td><h2>費用</h2><p>33,000円です。</p></td></tr></table>",
			"1 1 効果: シミが薄くなります。\n1 1 費用: 33,000円です。\n"},
		{"terms", "<h2>詳細</h2><dl><dt>時間</dt><dd>30分</dd><dt>麻酔</dt><dd>なし</dd></dl>", "1 1 詳細: 時間：30分/麻酔：なし\n"},
		{"long terms", "<h2>検査</h2><dl><dt>視力検査</dt><dd>裸眼の視力と、眼鏡をかけたときの視力を調べます。治療のあとの見え方の見通しを立てるために、何度か日を変えて測ることもあります。毎回同じ部屋で行います。</dd></dl>",
			"1 1 検査: \n1 2 視力検査: 裸眼の視力と、眼鏡をかけたときの視力を調べます。治療のあとの見え方の見通しを立てるために、何度か日を変えて測ることもあります。毎回同じ部屋で行います。\n"},
		{"ruby", "<h2>病気</h2><p><ruby>白内障<rp>(</rp><rt>はくないしょう</rt><rp>)</rp></ruby>は濁りです。<ruby>円<rt>(税込)</rt></ruby></p>", "1 1 病気: 白内障（はくないしょう）は濁りです。円(税込)\n"},
		{"broken source", "<h2>費用</h2><p>1回の料金は\n33,000円\nです。\nUse a\nlaser.", "1 1 費用: 1回の料金は 33,000円です。 Use a laser.\n"},
		{"rows of prices", `<h2>費用</h2><div class="r"><p>1回</p><p>88,000円</p><img src="img/arrow-right.png"><p>68,000円</p></div><div class="r"><p>相談</p><p>無料</p></div>`,
			"1 1 費用: 1回 88,000円 → 68,000円//相談 無料\n"},
		{"marks", "<h2>対象</h2><div><span>✓</span><p>シミの気になる方</p></div>", "1 1 対象: ✓ シミの気になる方\n"},
		{"preformatted", "<h2>例</h2><pre>a  b\n c</pre>", "1 1 例: a  b/ c\n"},
		{"named sections", `<section id="price"><h2>費用</h2><p>33,000円です。</p></section><section id="flow"><h3>流れ</h3><p>診察をします。</p></section>`,
			"1 1 費用: 33,000円です。\n1 1 流れ: 診察をします。\n"},
		{"section without heading", `<section class="a"><div><p>施術の流れ</p></div><div><p>診察のあとに照射し、保湿をして終わります。</p></div></section>`,
			"1 1 施術の流れ: 診察のあとに照射し、保湿をして終わります。\n"},
		{"misnested", "<h2>効果</h2><b><p>太字<i>の</b>文</i>です。</p><div><a href=x>続き<p>次の文です。</p></div>", "1 1 効果: 太字の文です。//続き//次の文です。\n"},
		{"drawing", "<h2>図</h2><svg><title>t</title><text>むし歯</text><path d=m/></svg><p>文です。</p>", "1 1 図: むし歯//文です。\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, problems := readPage(t, tt.source)
			if got := outlineOf(a); got != tt.want || len(problems) > 0 {
				t.Errorf("problems %v\n got %s\nwant %s", problems, got, tt.want)
			}
		})
	}
}

// Questions with their answers, in the ways in which pages show them.
func TestPageQuestions(t *testing.T) {
	const q1, a1, q2, a2 = "痛みはありますか？", "軽い痛みがあります。", "何回必要ですか？", "3回ほどです。"
	for name, source := range map[string]string{
		"details":  "<details><summary>" + q1 + "</summary><p>" + a1 + "</p></details><details><summary>" + q2 + "</summary>" + a2 + "</details>",
		"dl":       "<dl><dt>" + q1 + "<dd>" + a1 + "<dt>" + q2 + "<dd>" + a2 + "</dl>",
		"buttons":  `<div class="accordion"><button aria-expanded="false" aria-controls="p1"><span>Q</span><span>` + q1 + `</span></button><div id="p1" hidden><p>` + a1 + `</p></div><button aria-expanded="false"><span>Q</span>` + q2 + `</button><div class="panel" style="display: none">` + a2 + `</div></div>`,
		"check":    `<div class="qa"><input type="checkbox" id="a"><label for="a"><p>Q</p>` + q1 + `</label><div class="content"><p>A</p><p>` + a1 + `</p></div><input type="checkbox" id="b"><label for="b">` + q2 + `</label><div class="content">` + a2 + `</div></div>`,
		"classes":  `<div class="faq-item"><div class="faq-q">` + q1 + `</div><div class="faq-a">` + a1 + `</div></div><div class="faq-item"><div class="faq-q">` + q2 + `</div><div class="faq-a">` + a2 + `</div></div>`,
		"marks":    "<p>Q. " + q1 + "</p><p>A. " + a1 + "</p><p>Q. " + q2 + "</p><p>A. " + a2 + "</p>",
		"headings": "<h3>" + q1 + "</h3><p>" + a1 + "</p><h3>" + q2 + "</h3><p>" + a2 + "</p>",
		"theme":    `<div class="st-faq"><h3 class="st-faq-title">` + q1 + `</h3></div><p>` + a1 + `</p><div class="st-faq"><h3 class="st-faq-title">` + q2 + `</h3></div><p>` + a2 + `</p>`,
	} {
		a, problems := readPage(t, "<main><h1>ピコレーザー</h1><p>シミの治療です。</p><h2>よくある質問</h2>"+source+"<h2>費用</h2><p>33,000円です。</p></main>")
		got := fmt.Sprint(len(a.FAQs))
		for _, f := range a.FAQs {
			got += " " + f.Question + " " + f.Answer
		}
		if want := "2 " + q1 + " " + a1 + " " + q2 + " " + a2; got != want || len(problems) > 0 {
			t.Errorf("%s: problems %v\n got %s\nwant %s", name, problems, got, want)
		}
	}
	// What opens without being a question is a heading, and terms are no questions.
	a, _ := readPage(t, `<h2>仕組み</h2><input type=checkbox id=a><label for=a>その1 光を当てる</label><div>メラニンに当てます。</div><h2>検査</h2><dl><dt>視力<dd>測ります。</dl>`)
	if len(a.FAQs) != 0 || !strings.Contains(outlineOf(a), "1 2 その1 光を当てる: メラニンに当てます。") {
		t.Errorf("%v\n%s", a.FAQs, outlineOf(a))
	}
}

// What is no part of an article is dropped and listed with its line and reason, on
// pages with landmarks and without.
func TestPageDropped(t *testing.T) {
	text := "<h2>効果</h2><p>シミを薄くする効果が期待できます。数回の照射が必要です。</p>"
	for _, tt := range []struct{ noise, line string }{
		{`<nav><a href="/">ホームのページ</a></nav>`, "navigation: ホームのページ"},
		{`<div id="gnavi"><ul><li><a href="a">医院のご紹介</a><li><a href="b">診療のご案内</a></ul></div>`, "navigation: 医院のご紹介 / 診療のご案内"},
		{`<ul class="topic-path"><li><a href="/">見本の医院</a><li>シミの治療</ul>`, "breadcrumb: 見本の医院 / シミの治療"},
		{`<div class="sns-share"><a href="https://twitter.com/x">ポストします</a></div>`, "share buttons: ポストします"},
		{`<div class="toc"><p>この記事の目次</p><ul><li><a href="#a">効果の話</a><li><a href="#b">費用の話</a></ul></div>`, "table of contents: この記事の目次 / 効果の話 / 費用の話"},
		{`<ul><li><a href="#a">効果の話</a><li><a href="#b">費用の話</a></ul>`, "table of contents: 効果の話 / 費用の話"},
		{`<section><h3>関連記事</h3><ul><li><a href="a">ほくろの話</a><li><a href="b">いぼの話</a></ul></section>`, "related articles: 関連記事 / ほくろの話 / いぼの話"},
		{`<div class="cookie-banner">クッキーを使っています<button>同意する</button></div>`, "cookie notice: クッキーを使っています同意する"},
		{`<p><a class="btn" href="/r">無料カウンセリングの予約</a></p>`, "button: 無料カウンセリングの予約"},
		{`<footer><p>見本医院 例示市1-2-3</p></footer>`, "footer: 見本医院 例示市1-2-3"},
		{`<p hidden>隠した文</p>`, "hidden: 隠した文"},
		{`<p style="display: none">隠した文</p>`, "hidden: 隠した文"},
		{`<script>var a = "変数の文"</script>`, `script: var a = "変数の文"`},
		{`<noscript>スクリプトを有効に</noscript>`, "noscript: スクリプトを有効に"},
		{`<!-- 前の文 -->`, "comment: 前の文"},
		{`<template><p>雛形の文</p></template>`, "code or template: 雛形の文"},
		{`<?php if ($a->b > 1): ?>`, "code or template: <?php if ($a->b > 1): ?>"},
		{`<p>{{ post.title }}</p>`, "code or template: {{ post.title }}"},
		{`<p>[contact-form-7 id="12" title="予約"]</p>`, `code or template: [contact-form-7 id="12" title="予約"]`},
		{`<form><p>お名前の欄</p><input></form>`, "form: お名前の欄"},
		{`<div class="sp">値段は下の表にあります</div>`, "copy for another screen: 値段は下の表にあります"},
	} {
		for _, page := range []string{"<body><main>\n%s\n%s</main>", "<body><div>\n%s\n%s</div>"} {
			body := text + `<div class="pc">値段は下の表にあります</div>`
			a, _ := readPage(t, fmt.Sprintf(page, body, tt.noise))
			found := false
			for _, d := range a.Dropped {
				found = found || d.Line == 3 && d.Why+": "+d.Text == tt.line
			}
			words := tt.line[strings.Index(tt.line, ": ")+2:]
			if strings.Contains(outlineOf(a), words) && !strings.HasPrefix(tt.line, "copy") || !found || !strings.Contains(outlineOf(a), "数回の照射が必要です。/") && !strings.Contains(outlineOf(a), "数回の照射が必要です。") {
				t.Errorf("%s\n dropped %v\n read %s", tt.line, a.Dropped, outlineOf(a))
			}
		}
	}
}

// The title is the page's own, not its site's.
func TestPageTitle(t *testing.T) {
	const body = "<h2>効果</h2><p>文です。</p>"
	for _, tt := range []struct{ source, want string }{
		{"<title>シミ取り｜見本クリニック</title>" + body, "シミ取り"},
		{"<title>見本クリニック | シミ取り</title>" + body, "シミ取り"},
		{"<title>シミ取り - 見本皮膚科</title><meta property=og:title content=シミ取りレーザー>" + body, "シミ取りレーザー"},
		{"<title>x</title><main><h1>〜シミ取り〜</h1>" + body, "シミ取り"},
		{"<title>シミ取り｜見本歯科</title><header><h1>見本歯科</h1></header><div class=hero><h1>シミの治療</h1></div><main>" + body, "シミの治療"},
		{"<title>見本クリニック</title><ul class=breadcrumb><li><a href=/>ホーム</a><li>シミの治療</ul><div>" + body + "</div>", "シミの治療"},
	} {
		if a, _ := readPage(t, tt.source); a.Title != tt.want {
			t.Errorf("%s: title %q, want %q", tt.source, a.Title, tt.want)
		}
	}
}

// What a page declares as data is taken, and what contradicts it is a warning.
func TestPageData(t *testing.T) {
	a, problems := readPage(t, `<html lang="ja"><head><link rel="canonical" href="https://example.jp/a/"><meta name="description" content="説明です">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"MedicalWebPage","headline":"シミ取り","datePublished":"2025-04-01","lastReviewed":"2025-06-02","reviewedBy":{"@type":"Person","name":"見本 花子","jobTitle":"医師"}}]}</script>
<script type="application/ld+json">{
"@type": "FAQPage",
"mainEntity": [}
</script></head><body><main><h1>シミ取り</h1><h2>効果</h2><p>薄くなります。</p></main>`)
	if a.URL != "https://example.jp/a/" || a.Description != "説明です" || a.Lang != "ja" || a.Published == nil || a.Published.Format("2006-01-02") != "2025-04-01" || a.Reviewed == nil {
		t.Errorf("url %q, description %q, lang %q, published %v, reviewed %v", a.URL, a.Description, a.Lang, a.Published, a.Reviewed)
	}
	if len(a.Supervisors) != 1 || a.Supervisors[0].Name != "見本 花子" {
		t.Errorf("supervisors %v", a.Supervisors)
	}
	if len(problems) != 1 || problems[0].Fatal || problems[0].Line != 5 || !strings.Contains(problems[0].Why, "JSON-LD is broken") {
		t.Errorf("problems %v", problems)
	}
	_, problems = readPage(t, `<script type="application/ld+json">{"@type":"Article","reviewedBy":{"name":"別の人"}}</script><h2>効果</h2><p>薄くなります。</p><h2>監修</h2><p>見本 太郎（医師）</p>`)
	if len(problems) != 1 || !strings.Contains(problems[0].Why, `names "別の人" as reviewer`) {
		t.Errorf("problems %v", problems)
	}
}

// A fragment is main content as a whole, whatever its elements are called.
func TestPageFragment(t *testing.T) {
	articles, problems := readAll(t, "a.jsonl", []byte(`{"id":"a","title":"シミ取り","html":"<h2>効果</h2><p>薄くなります。</p><footer>脚注です。</footer><h2>費用</h2><p>33,000円です。</p>"}`))
	if len(articles) != 1 || len(problems) > 0 || len(articles[0].Sections) != 2 {
		t.Fatalf("%v, problems %v", articles, problems)
	}
}

// A page says its encoding; where it is plainly wrong, the content decides.
func TestDecodePage(t *testing.T) {
	text := "<meta charset=\"%s\"><h1>治療の流れ</h1><p>カウンセリングのあとに、レーザーを当てます。</p>"
	for _, tt := range []struct {
		declared, header string
		enc              encoding.Encoding
		note             string
	}{
		{"utf-8", "", nil, ""},
		{"Shift_JIS", "", japanese.ShiftJIS, ""},
		{"x-sjis", "", japanese.ShiftJIS, ""},
		{"EUC-JP", "", japanese.EUCJP, ""},
		{"iso-2022-jp", "", japanese.ISO2022JP, ""},
		{"utf-8", "text/html; charset=Shift_JIS", japanese.ShiftJIS, ""},
		{"Shift_JIS", "", nil, "the page is declared as shift_jis, but is UTF-8"},
		{"utf-8", "", japanese.EUCJP, "the page is declared as utf-8, but is EUC-JP"},
	} {
		want := fmt.Sprintf(text, tt.declared)
		src := []byte(want)
		if tt.enc != nil {
			var err error
			if src, err = tt.enc.NewEncoder().Bytes(src); err != nil {
				t.Fatal(err)
			}
		}
		got, note, err := DecodePage(src, tt.header)
		if err != nil || string(got) != want || note != tt.note {
			t.Errorf("%s %q: %q, note %q, error %v", tt.declared, tt.header, got, note, err)
		}
	}
}

// Who reads the report learns where a page contradicts itself about its dates.
func TestPageDatesThatContradict(t *testing.T) {
	page := func(times string) string {
		return `<!DOCTYPE html><html><head><title>光治療</title><script type="application/ld+json">{"@type":"Article","headline":"光治療","datePublished":"2024-03-31T15:30:00Z","dateModified":"2024-05-02"}</script></head><body><main><h1>光治療</h1>` +
			times + `<p>シミを薄くする治療です。</p><h2>リスク</h2><p>赤みが出ることがあります。</p></main></body></html>`
	}
	for name, tt := range map[string]struct {
		times string
		want  []string
	}{
		"the same days":    {`<time class="published" datetime="2024-04-01">2024年4月1日</time><time class="updated" datetime="2024-05-02">2024年5月2日</time>`, nil},
		"another day":      {`<div><time itemprop="datePublished" datetime="2023-01-02">2023年1月2日</time></div>`, []string{"published on 2023-01-02"}},
		"a line of dates":  {`<p class="post-date">公開日：2023年1月2日 更新日：2022年5月2日</p>`, []string{"published on 2023-01-02", "updated on 2022-05-02"}},
		"of the same days": {`<p class="post-date">公開日：2024年4月1日 更新日：2024年5月2日</p>`, nil},
	} {
		a, problems := readPage(t, page(tt.times))
		var got []string
		for _, p := range problems {
			got = append(got, p.String())
		}
		if all := strings.Join(got, "\n"); len(got) != len(tt.want) {
			t.Errorf("%s: problems %q, want %q", name, all, tt.want)
		} else {
			for _, w := range tt.want {
				if !strings.Contains(all, w) {
					t.Errorf("%s: problems %q, want %q", name, all, w)
				}
			}
		}
		if a.Published == nil || a.Published.Month() != 3 {
			t.Errorf("%s: published %v", name, a.Published)
		}
	}
}

// A risk is not lost for the name that a designer gave its box.
func TestRisksInBoxesWithNamesOfNoise(t *testing.T) {
	for box, want := range map[string]string{
		`<div class="campaign-box"><ul><li>やけどの可能性があります</li><li>色素沈着が起こることがあります</li></ul></div>`: "やけどの可能性があります",
		`<div class="pr"><p>赤みが3日ほど続きます。</p></div>`:                                              "赤みが3日ほど続きます",
		`<section class="cta"><h3>施術を受けられない方</h3><ul><li>てんかんのある方</li></ul></section>`:           "てんかんのある方",
		`<div class="side"><p>内出血が出ることがあります。</p></div>`:                                          "内出血が出る",
		`<div class="modal-content"><p>毛の根元が赤くなり、腫れることがあります。</p></div>`:                          "腫れることがあります",
	} {
		page := func(inner string) string {
			return `<!DOCTYPE html><html><head><title>脱毛</title></head><body><main><h1>脱毛</h1><p>` + strings.Repeat("毛を作る組織を壊す治療です。", 10) + `</p><h2>注意</h2>` + inner + `</main></body></html>`
		}
		if a, _ := readPage(t, page(box)); !strings.Contains(outlineOf(a), want) {
			t.Errorf("%s is not in the article: dropped %v", want, a.Dropped)
		}
	}
	noise := `<div class="banner"><a href="/risk/">リスクについてはこちら</a></div><div class="cta"><p>ご予約は今すぐ</p></div><div class="campaign-box"><p>今月だけの割引です</p></div>`
	a, _ := readPage(t, `<!DOCTYPE html><html><head><title>脱毛</title></head><body><main><h1>脱毛</h1><p>`+strings.Repeat("毛を作る組織を壊す治療です。", 10)+`</p>`+noise+`</main></body></html>`)
	for _, never := range []string{"こちら", "ご予約", "割引"} {
		if strings.Contains(outlineOf(a), never) {
			t.Errorf("%s is in the article: %s", never, outlineOf(a))
		}
	}
}
