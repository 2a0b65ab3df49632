package reader

import (
	"fmt"
	"strings"
	"testing"
)

// articleAround is a page with an element between the sections of an article.
func articleAround(element string) string {
	return `<title>ピコレーザー｜見本皮膚科</title><body><div class="wrap"><h1>ピコレーザー</h1><p>短い光でシミの色素を砕く治療で、数回くり返して少しずつ薄くしていきます。</p>` + element +
		`<section id="flow"><h2>治療の流れ</h2><p>診察で肌の状態を確かめ、洗顔のあとに光を当て、冷やしてから軟膏を塗ります。帰りにお化粧ができます。</p></section></div></body>`
}

// A name drops nothing that reads as text of the article.
func TestNameAloneDropsNothing(t *testing.T) {
	for _, tt := range []struct{ element, kept string }{
		{`<section id="side"><h2>副作用</h2><p>しばらく赤くなります。</p></section>`, "しばらく赤くなります。"},
		{`<div class="sidebar"><h3>受けられない方</h3><ul><li>日焼けをしている方</li><li>光に敏感な方</li></ul></div>`, "光に敏感な方"},
		{`<aside class="footnotes"><ol><li>見本学会「見本の手引き」<a href="#r1">↩</a></li><li><a href="https://example.jp/a">見本医会の調べ</a></li></ol></aside>`, "見本医会の調べ"},
		{`<footer role="doc-endnotes"><ol><li><a href="https://example.jp/a">見本医会の調べ</a></li></ol></footer>`, "見本医会の調べ"},
		{`<div class="share"><p>照射のあとの赤みは3日、腫れは翌日までに引きます。</p></div>`, "腫れは翌日までに引きます。"},
		{`<div class="foot"><p>足の甲はしびれや内出血が出やすいため、弱い光から始めます。</p></div>`, "弱い光から始めます。"},
		{`<h2>料金</h2><table class="pr"><tr><th>部位</th><th>1回</th></tr><tr><td>頬</td><td>22,000円</td></tr><tr><td>額</td><td>11,000円</td></tr></table>`, "22,000円"},
		{`<h2>料金</h2><div class="banner"><div class="row"><span>頬</span><span>22,000円</span></div><div class="row"><span>額</span><span>11,000円</span></div></div>`, "22,000円"},
		{`<h2>料金</h2><div class="list"><div class="pr"><span>頬</span><span>22,000円</span></div><div class="pr"><span>額</span><span>11,000円</span></div></div>`, "22,000円"},
		{`<h2>よくある質問</h2><div class="w"><div>何回で消えますか？</div><nav class="w-dropdown-list"><p>色の深さによります。</p></nav><div>泣きますか？</div><nav style="display:none"><p>泣く方は少ないです。</p></nav></div>`, "泣く方は少ないです。"},
		{`<div class="related"><p>飲んでいてよいですか？</p><p>はい。</p><p>泳いでよいですか？</p><p>来週からどうぞ。</p></div>`, "来週からどうぞ。"},
	} {
		a, _ := readPage(t, articleAround(tt.element))
		if got := outlineOf(a) + fmt.Sprint(a.FAQs); !strings.Contains(got, tt.kept) {
			t.Errorf("%s\n dropped %v\n read %s", tt.element, a.Dropped, got)
		}
	}
}

// What its name calls noise, and what reads like noise, is dropped.
func TestNamedNoiseIsDropped(t *testing.T) {
	for _, tt := range []struct{ element, noise string }{
		{`<div id="side"><h3>診療のご案内</h3><ul><li><a href="a">シミの治療</a></li><li><a href="b">ほくろの治療</a></li></ul></div>`, "ほくろの治療"},
		{`<div id="sidebar"><h3>料金</h3><ul><li><a href="a">料金の一覧へ</a></li><li><a href="b">お支払いの方法へ</a></li></ul></div>`, "お支払いの方法へ"},
		{`<div id="col_sub"><h2>皮膚科のメニュー</h2><ul><li><a href="a">あざの外来</a></li></ul><p><a href="b">紹介状のある方へ</a></p></div>`, "紹介状のある方へ"},
		{`<div class="side"><p>見本皮膚科は地域のかかりつけとして30年になります。</p></div>`, "30年になります"},
		{`<nav><p>当院の案内です。</p><a href="a">医師の紹介</a></nav>`, "医師の紹介"},
		{`<div class="cam"><p>今だけ！2回目が半額</p><p>22,000円→11,000円</p></div>`, "今だけ"},
		{`<div class="lw-cta"><p>友だち登録で空きをお知らせ</p></div>`, "友だち登録"},
		{`<div class="cta-band"><h4>肌の悩みをきかせて</h4><a class="button" href="r">枠をおさえる</a></div>`, "肌の悩みをきかせて"},
		{`<div class="bn"><a>看護師をさがしています</a></div>`, "看護師をさがしています"},
		{`<div id="ftr"><p>見本市緑町1</p><p>紹介の窓口</p></div>`, "紹介の窓口"},
		{`<div class="cookie">このサイトはクッキーを使い、同意しない方には使用できません。広告は避けて表示します。</div>`, "クッキー"},
		{`<ul><li><a href="#flow">流れのところへ</a></li></ul>`, "流れのところへ"},
		{`<table><tr><td valign="top"><p><a href="a">入口のページ</a></p><p><a href="b">時間と地図</a></p></td><td><h2>効果</h2><p>` + strings.Repeat("シミの色は少しずつ薄くなります。", 10) + `</p></td></tr></table>`, "時間と地図"},
		{`<p><a href="#top">いちばん上へ</a></p>`, "いちばん上へ"},
	} {
		a, _ := readPage(t, articleAround(tt.element))
		got := outlineOf(a)
		if strings.Contains(got, tt.noise) || !strings.Contains(fmt.Sprint(a.Dropped), tt.noise) {
			t.Errorf("%s\n dropped %v\n read %s", tt.element, a.Dropped, got)
		}
		if !strings.Contains(got, "冷やしてから軟膏を塗ります。") {
			t.Errorf("%s: the text after it is gone:\n%s", tt.element, got)
		}
	}
	a, _ := readPage(t, `<main><div id="img"><h2>診療の案内<span>menu</span></h2></div><h1>ピコレーザー</h1><p>シミの治療です。</p><h2>費用</h2><p>22,000円です。</p></main>`)
	if got := outlineOf(a); strings.Contains(got, "診療の案内") || a.Title != "ピコレーザー" {
		t.Errorf("title %q\n%s", a.Title, got)
	}
}

// Lines that only their class shows to be headings are told by repetition.
func TestHeadingsByClassAlone(t *testing.T) {
	section := `<div class="s"><div class="s_a">%s</div><div class="s_b">%s</div></div>`
	a, _ := readPage(t, `<title>ピコレーザー</title><div>`+fmt.Sprintf(section, "ピコレーザーとは", "短い光でシミを砕く治療です。")+fmt.Sprintf(section, "副作用", "赤みやかさぶたが出ることがあります。")+
		fmt.Sprintf(section, "料金", "頬は1回22,000円をいただきます。")+`</div>`)
	if got, want := outlineOf(a), "1 1 ピコレーザーとは: 短い光でシミを砕く治療です。\n1 1 副作用: 赤みやかさぶたが出ることがあります。\n1 1 料金: 頬は1回22,000円をいただきます。\n"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	// The name of a kind may come again: every treatment has its own.
	a, _ = readPage(t, `<title>目の手術</title><div>`+fmt.Sprintf(section, "白内障手術とは", "にごった水晶体を取り替える手術です。")+fmt.Sprintf(section, "適応となる方", "見えにくさで暮らしに困っている方です。")+
		fmt.Sprintf(section, "緑内障手術とは", "眼圧を下げるための手術です。")+fmt.Sprintf(section, "適応となる方", "点眼薬では眼圧が下がりきらない方です。")+`</div>`)
	if got := outlineOf(a); strings.Count(got, "\n") != 4 {
		t.Errorf("headings that come again were lost:\n%s", got)
	}
	// What its class and its letters show to be one ends as a sentence does, or not.
	bold := `<div><p class="ttl"><strong>%s</strong></p><p class="t">%s</p></div>`
	a, _ = readPage(t, `<title>ピコレーザー</title><div>`+fmt.Sprintf(bold, "ピコレーザーとは", "短い光でシミを砕く治療です。")+fmt.Sprintf(bold, "照射はこんな半日です", "受付のあとに顔を洗い、麻酔のクリームを塗ります。")+`<p><strong>すぐに帰れます</strong></p><p>車も使えます。</p></div>`)
	if got := outlineOf(a); !strings.Contains(got, " 照射はこんな半日です: ") || strings.Contains(got, " すぐに帰れます: ") {
		t.Errorf("polite headings are read as\n%s", got)
	}
	// Labels over short values are no headings.
	a, _ = readPage(t, `<title>ピコレーザー</title><h2>概要</h2><div>`+fmt.Sprintf(section, "時間", "10分")+fmt.Sprintf(section, "副作用", "赤み")+fmt.Sprintf(section, "料金", "別の表")+`</div>`)
	if got := outlineOf(a); strings.Count(got, "\n") != 1 {
		t.Errorf("labels became headings:\n%s", got)
	}
}

// A table of headings and sections is the article, also where a heading goes on for
// several rows; one of short values is a table.
func TestHeadingsThatSpanRows(t *testing.T) {
	const rows = `<table><tr><th rowspan="2">効果</th><td>シミの色が薄くなることが期待できます。薄くなり方には差があります。</td></tr><tr><td>そばかすにも使うことができ、数回くり返して少しずつ薄くします。</td></tr><tr><th>リスク</th><td>赤みやかさぶたが出ることがあり、まれに色素沈着が起こることもあります。</td></tr></table>`
	a, _ := readPage(t, `<title>ピコレーザー</title><h1>ピコレーザー</h1><p>短い光でシミを砕く治療です。</p>`+rows)
	got := outlineOf(a)
	for _, want := range []string{"1 1 効果: シミの色が薄く", "そばかすにも使うことができ", "1 1 リスク: 赤みや"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	a, _ = readPage(t, `<title>ピコレーザー</title><h2>概要</h2><table><tr><th rowspan="2">時間</th><td>頬 10分</td></tr><tr><td>全顔 20分</td></tr><tr><th>料金</th><td>別の表</td></tr></table>`)
	if got := outlineOf(a); strings.Count(got, "\n") > 2 {
		t.Errorf("values became sections:\n%s", got)
	}
}

// Who supervised stands in a box of its own below the last answer, under English headings
// too, and in a sentence whatever the page calls itself.
func TestSupervisorBelowQuestions(t *testing.T) {
	const lead = `<title>ピコレーザー</title><main><h1>ピコレーザー</h1><p>短い光でシミを砕く治療です。</p>`
	for name, source := range map[string]string{
		"a box":      lead + `<h2>Q&amp;A</h2><dl><dt>Q 痛みはありますか？</dt><dd>A 軽い痛みがあります。</dd><dt>Q 何回必要ですか？</dt><dd>A 3回ほどです。</dd></dl><div class="s"><p class="s_l">監修医師</p><p class="s_n">Example Laser Clinic 院長</p><p class="s_t">皮膚科専門医</p></div></main>`,
		"a sentence": lead + `<h2>費用</h2><p>22,000円です。</p><p>この資料はExample Laser Clinicの皮膚科専門医が監修しました。</p></main>`,
		"a heading":  lead + `<h2>費用</h2><p>22,000円です。</p><h2>内容に目を通した医師</h2><p>Example Laser Clinic 院長（皮膚科専門医）</p></main>`,
	} {
		if a, _ := readPage(t, source); len(a.Supervisors) != 1 || !strings.Contains(fmt.Sprint(a.Supervisors[0]), "Example Laser Clinic") {
			t.Errorf("%s: supervisors %v", name, a.Supervisors)
		}
	}
}

// Questions in rows of tables and in toggles, and where the last answer ends.
func TestPageQuestionsInPlaces(t *testing.T) {
	const q1, a1, q2, a2 = "痛みはありますか。", "軽い痛みがあります。", "何回必要ですか。", "3回ほどです。"
	row := "<tr><th>%s</th><td>%s</td></tr>"
	for name, source := range map[string]string{
		"numbered rows": "<table>" + fmt.Sprintf(row, "質問1", q1) + fmt.Sprintf(row, "回答1", a1) + fmt.Sprintf(row, "質問2", q2) + fmt.Sprintf(row, "回答2", a2) + "</table>",
		"marked rows":   "<table>" + fmt.Sprintf(row, "Q", q1) + fmt.Sprintf(row, "A", a1) + fmt.Sprintf(row, "Q", q2) + fmt.Sprintf(row, "A", a2) + "</table>",
		"cells":         "<table>" + fmt.Sprintf(row, q1, a1) + fmt.Sprintf(row, q2, a2) + "</table>",
		"toggles":       `<div class="x_accordion"><div class="x_toggle x_open"><h5 class="x_toggle_title">` + q1 + `</h5><div class="x_toggle_content">` + a1 + `</div></div><div class="x_toggle"><h5 class="x_toggle_title">` + q2 + `</h5><div class="x_toggle_content">` + a2 + `</div></div></div>`,
		"paragraphs":    `<div><p class="q">` + q1 + `</p><p class="a">` + a1 + `</p><p class="q">` + q2 + `</p><p class="a">` + a2 + `</p></div>`,
	} {
		a, _ := readPage(t, `<title>ピコレーザー</title><div><p>シミの治療です。</p><div class="f"><div>`+source+`</div></div><div class="z"><p>看護師をさがしています。</p></div></div>`)
		got := fmt.Sprint(len(a.FAQs))
		for _, f := range a.FAQs {
			got += " " + f.Question + " " + f.Answer
		}
		if want := "2 " + q1 + " " + a1 + " " + q2 + " " + a2; got != want || !strings.Contains(outlineOf(a), "看護師をさがしています。") {
			t.Errorf("%s:\n got %s\nwant %s\n%s", name, got, want, outlineOf(a))
		}
	}
	a, _ := readPage(t, `<h2>料金</h2><table>`+fmt.Sprintf(row, "部位", "料金")+fmt.Sprintf(row, "頬", "22,000円")+`</table>`)
	if len(a.FAQs) != 0 {
		t.Errorf("a table of prices was read as questions: %v", a.FAQs)
	}
}
