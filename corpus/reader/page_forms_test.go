package reader

import (
	"fmt"
	"strings"
	"testing"
)

// What stands in a list of terms and is neither term nor description is text, too.
func TestLooseTextInListsOfTerms(t *testing.T) {
	for _, list := range []string{
		`<dl><div><dt>見本法</dt><dd>&yen;33,000</dd></div><p><span>回数:3回</span><br>腕も当てます。</p><div><dt>二点</dt><dd>&yen;44,000</dd></div></dl>`,
		`<dl><dt>見本法</dt><dd>&yen;33,000</dd>回数:3回<br>腕も当てます。<dt>二点</dt><dd>&yen;44,000</dd></dl>`,
		`<dl><p>回数:3回</p><dt>見本法</dt><dd>&yen;33,000</dd><ul><li>腕も当てます。</li></ul><dt>二点</dt><dd>&yen;44,000</dd></dl>`,
	} {
		a, _ := readPage(t, openPage+`<main>`+leadText+`<h2>料金</h2>`+list+`</main></body>`)
		text := a.Sections[len(a.Sections)-1].Text
		for _, want := range []string{"見本法：¥33,000", "回数:3回", "腕も当てます。", "二点：¥44,000"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: lost %s in %q", list, want, text)
			}
		}
	}
}

// The sign of what opens is no answer; in a table it says something.
func TestTogglesAreNoAnswers(t *testing.T) {
	for _, faq := range []string{
		`<div class="faq-item"><div class="faq-question"><h3>痛みますか？</h3><span class="faq-toggle">+</span></div><div class="faq-answer"><p>少し痛みます。</p></div></div>`,
		`<div class="accordion-item"><button class="accordion-button">痛みますか？<span class="icon">＋</span></button><div class="panel"><p>少し痛みます。</p></div></div>`,
		`<dl class="faq"><dt>痛みますか？<i>▼</i></dt><dd>少し痛みます。</dd></dl>`,
	} {
		a, _ := readPage(t, openPage+`<main>`+leadText+`<h2>よくある質問</h2>`+faq+`</main></body>`)
		if len(a.FAQs) != 1 || a.FAQs[0].Question != "痛みますか？" || a.FAQs[0].Answer != "少し痛みます。" || strings.ContainsAny(a.Sections[len(a.Sections)-1].Heading, "+＋▼") {
			t.Errorf("%s: %q", faq, a.FAQs)
		}
	}
	a, _ := readPage(t, openPage+`<main>`+leadText+`<h2>違い</h2><div class="detail"><table><tr><th>痛み</th><td><span class="mark">＋</span></td></tr></table></div></main></body>`)
	if text := a.Sections[len(a.Sections)-1].Text; !strings.Contains(text, "＋") {
		t.Errorf("a cell lost its sign: %q", text)
	}
}

// A post whose lines are broken, with bold ones over its parts, has sections; a bold word
// in a line, and a bold line at the end of a paragraph, are text.
func TestBoldLinesAreHeadings(t *testing.T) {
	lead := `短い光でシミの色素を砕く治療です。数回くり返します。<br><br>`
	for body, want := range map[string]string{
		lead + `<b>どのくらい薄くなるか</b><br><br>三回ほどで薄くなる方が多いです。<br><br><b>帰ってからの過ごし方</b><br>こすらず、日焼け止めを塗ります。`:                                        "どのくらい薄くなるか,帰ってからの過ごし方",
		lead + `<span style="font-weight:bold">副作用</span><br>赤みやかさぶたが出ることがあります。`:                                                               "副作用",
		lead + `三回ほどで<b>薄くなる方</b>が多いです。<br>個人差が<b>あります</b>`:                                                                                    "",
		lead + `三回ほどで薄くなる方が多いです。<br><b>個人差があります</b><br>冬に受ける方が増えます。`:                                                                           "",
		lead + `<b>どのくらい薄くなるか</b><br>三回ほどです。<br><br><b>帰ってから</b><br>こすりません。<br><div><span><b>受けないほうがよい人</b></span><br>日焼けをした人には照射しません。</div>`:  "どのくらい薄くなるか,帰ってから,受けないほうがよい人",
		lead + `<b>コメントの質問に答えます</b><br><br>問い　痛いですか<br>答え　輪ゴムではじくほどです。<br><br>問い　顔を洗えますか<br>答え　当日から洗えます。<br><br><b>料金について</b><br>1回33,000円です。`: "コメントの質問に答えます,痛いですか,顔を洗えますか,料金について",
	} {
		a, _ := readPage(t, openPage+`<h1>ピコレーザー</h1><div class="post-body">`+body+`</div></body>`)
		var got []string
		for _, s := range a.Sections {
			if s.Heading != "" {
				got = append(got, strings.TrimSpace(strings.TrimPrefix(s.Heading, "問い")))
			}
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%s:\n got %q\nwant %s", body, got, want)
		}
	}
}

// Pages are called by what they are about: by the field of medicine though it ends as the
// names of clinics do, by their head where the main heading is a slogan.
func TestTitlesOfFieldsAndSlogans(t *testing.T) {
	body := `<p>歯を動かしてかみ合わせを整える治療です。</p><h2>費用</h2><p>検査は33,000円です。</p></main></body>`
	for page, want := range map[string]string{
		`<title>歯列矯正・矯正歯科｜見本歯科 - 見本市で歯並びを</title><body><main><h1>歯列矯正・矯正歯科</h1>`:                   "歯列矯正・矯正歯科",
		`<title>夜だけの矯正｜毎回診ます｜見本歯科</title><body><main><h1>見本医が、<br>眠るあいだに歯を整える。</h1>`:               "夜だけの矯正",
		`<title>夜だけの矯正｜見本歯科</title><body><main><h1>夜だけの矯正。</h1>`:                                   "夜だけの矯正。",
		`<title>見本歯科のひとりごと: 夜だけの矯正は効きますか</title><body><main><h3>夜だけの矯正は効きますか</h3>`:                 "夜だけの矯正は効きますか",
		`<?php` + "\n/*\nTemplate Name: 夜だけの矯正\n*/\nget_header(); ?>" + `<main><p>夜だけ器具をつけます。</p>`: "夜だけの矯正",
	} {
		a, _ := readPage(t, page+body)
		if a.Title != want {
			t.Errorf("%s: %q, want %q", page, a.Title, want)
		}
	}
}

// What stands behind an FAQ is no question of it, and a part of an answer is none.
func TestWhatIsNoQuestion(t *testing.T) {
	a, _ := readPage(t, openPage+`<main>`+leadText+`<section class="faq"><h2>よくある質問</h2>
<details><summary>痛みますか？</summary><p>少し痛みます。</p></details><details><summary>何回ですか？</summary><p>三回ほどです。</p></details></section>
<div class="box"><div class="head"><span class="badge">ひとこと</span><b>見本の先生</b></div><p>焦らずに続けてください。</p></div></main></body>`)
	if len(a.FAQs) != 2 {
		t.Errorf("%q", a.FAQs)
	}
	a, _ = readPage(t, openPage+`<main>`+leadText+`<h2>よくある質問</h2><h3>1.原因は？</h3><p>紫外線です。</p><h4>強くなるのはいつ？</h4><p>夏です。</p><h3>2.お手入れは？</h3><p>こすらないことです。</p><h4>洗い方</h4><p>泡で洗います。</p></main></body>`)
	if len(a.FAQs) != 2 || a.FAQs[1].Question != "お手入れは？" {
		t.Errorf("%q", a.FAQs)
	}
}

// What is marked alike in Markdown stands beside one another, whatever level was skipped.
func TestSkippedLevelsInMarkdown(t *testing.T) {
	articles, _ := readAll(t, "a.md", []byte("# ピコレーザー\n\nシミの治療です。\n\n## 経過\n\n#### 当日\n\n赤くなります。\n\n#### 翌日\n\nかさぶたになります。\n\n### 一週間後\n\nはがれます。\n\n## 費用\n\n33,000円です。\n"))
	var got strings.Builder
	for _, s := range articles[0].Sections {
		fmt.Fprint(&got, s.Level)
	}
	if got.String() != "112221" {
		t.Errorf("levels %s", got.String())
	}
}

// English words before a heading are apart from it; the number of a question is no label
// of the heading above.
func TestLabelsInHeadingsAndNumbersOfQuestions(t *testing.T) {
	a, _ := readPage(t, openPage+`<main>`+leadText+`<section><h2><span>Voice</span>診察室で出る話</h2><div><p>Q1</p><p>痛みますか？</p><p>少し痛みます。</p></div><div><p>Q2</p><p>何回ですか？</p><p>三回ほどです。</p></div></section></main></body>`)
	if len(a.FAQs) != 2 || a.FAQs[1].Question != "何回ですか？" || a.FAQs[1].Answer != "三回ほどです。" {
		t.Errorf("%q", a.FAQs)
	}
	found := ""
	for _, s := range a.Sections {
		found += s.Heading + "|"
	}
	if !strings.Contains(found, "Voice 診察室で出る話|") {
		t.Errorf("headings %s", found)
	}
}

// The name of a site with what the site is for is not the title of a pasted text.
func TestTitleBelowTheNameOfASite(t *testing.T) {
	articles, _ := readAll(t, "a.txt", []byte("見本はだ相談室 オンライン受付\n会員の方はこちら　　メニューをたたむ\n\nシミを薄くするレーザー\n\n短い光でシミの色素を砕く治療です。\n\n【副作用】\n赤みやかさぶたが出ることがあります。\n"))
	a := articles[0]
	if a.Title != "シミを薄くするレーザー" || strings.Contains(fmt.Sprint(a.Sections), "たたむ") {
		t.Errorf("%q: %v", a.Title, a.Sections)
	}
}

// A number to call is a button, and in a sentence a part of it.
func TestNumbersToCallInSentences(t *testing.T) {
	a, _ := readPage(t, openPage+`<main>`+leadText+`<h2>注意</h2><p>熱が出たときは、夜間の窓口 <a href="tel:0300000000">03-0000-0000</a> へすぐにご連絡ください。</p><p><a class="btn" href="tel:0300000001">03-0000-0001</a></p></main></body>`)
	text := a.Sections[len(a.Sections)-1].Text
	if !strings.Contains(text, "03-0000-0000") || strings.Contains(text, "03-0000-0001") {
		t.Errorf("%q", text)
	}
}
