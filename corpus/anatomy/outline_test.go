package anatomy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
)

// outlineOf shows the sections of a text as "level kind heading".
func outlineOf(r *reading) []string {
	out := []string{"= " + r.article.Title}
	for _, s := range r.article.Sections {
		out = append(out, strings.TrimRight(fmt.Sprintf("%d %s %s", s.Level, s.Kind, s.Heading), " "))
	}
	return out
}

// The headings of a pasted page are found by how they stand and what they say.
func TestOutline(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"short lines before prose", `
			ピコレーザーの効果と副作用

			シミに用いるレーザーです。

			ピコレーザーとは

			短い光を当てます。

			ピコレーザーの副作用

			赤みが出ます。`,
			[]string{"= ピコレーザーの効果と副作用", "1 overview", "1 overview ピコレーザーとは", "1 risks ピコレーザーの副作用"}},
		{"a flattened table is no outline", `
			ピコレーザーの使いみち

			次のような治療に使われます。

			美容

			シミ・そばかす

			くすみ

			形成外科

			あざ

			このように広く使われています。

			まとめ

			医師に相談してください。`,
			[]string{"= ピコレーザーの使いみち", "1 overview", "1 summary まとめ"}},
		{"a section over a flattened table, and one after it", `
			ピコレーザーの料金とリスク

			料金

			頬

			22,000円

			全顔

			44,000円

			ピコレーザーのリスク

			赤みが出ます。`,
			[]string{"= ピコレーザーの料金とリスク", "1 cost 料金", "1 risks ピコレーザーのリスク"}},
		{"numbered steps are subsections", `
			ピコレーザーの話

			施術の流れ

			1.カウンセリング

			悩みを話します。

			2.照射

			10分ほど照射します。

			3.アフターケア

			軟膏を塗ります。

			まとめ

			以上です。`,
			[]string{"= ピコレーザーの話", "1 procedure 施術の流れ", "2 procedure 1.カウンセリング", "2 procedure 2.照射", "2 procedure 3.アフターケア", "1 summary まとめ"}},
		{"numbered sections", `
			ピコレーザーの話

			1. ピコレーザーとは

			レーザーです。

			2. 施術の流れ

			照射します。

			3. 費用

			1回3万円です。`,
			[]string{"= ピコレーザーの話", "1 overview 1. ピコレーザーとは", "1 procedure 2. 施術の流れ", "1 cost 3. 費用"}},
		{"a numbered list is none", `
			ピコレーザーの話

			施術の流れ

			1.洗顔

			2.照射

			3.冷却

			順に行います。`,
			[]string{"= ピコレーザーの話", "1 procedure 施術の流れ"}},
		{"particular children of a drawback section", `
			ピコレーザーの話

			ピコレーザーのデメリット

			欠点もあります。

			施術料金が高額

			自由診療だからです。

			注射が苦手な方には不向き

			麻酔が要ります。

			費用

			1回3万円です。`,
			[]string{"= ピコレーザーの話", "1 risks ピコレーザーのデメリット", "2 risks 施術料金が高額", "2 risks 注射が苦手な方には不向き", "1 cost 費用"}},
		{"questions belong to the FAQ", `
			ピコレーザーの話

			よくある質問

			疑問に答えます。

			ピコレーザーは痛いですか?

			少し痛みます。

			費用はいくら？

			1回3万円です。

			まとめ

			以上です。`,
			[]string{"= ピコレーザーの話", "1 faq よくある質問", "2 faq ピコレーザーは痛いですか?", "2 faq 費用はいくら？", "1 summary まとめ"}},
		{"answers may be short", `
			ピコレーザーの話

			よくある質問

			痛みはありますか?

			ほぼなし

			傷は残りますか?

			残らない

			相談してください。`,
			[]string{"= ピコレーザーの話", "1 faq よくある質問", "2 faq 痛みはありますか?", "2 faq 傷は残りますか?"}},
		{"marked headings right on their text", `
			ピコレーザーの話
			■ピコレーザーとは
			レーザーの一つです。
			■費用
			1回3万円です。`,
			[]string{"= ピコレーザーの話", "1 overview ピコレーザーとは", "1 cost 費用"}},
		{"a list with the same marks is none", `
			ピコレーザーの話

			料金

			■頬
			■額
			■全顔`,
			[]string{"= ピコレーザーの話", "1 cost 料金"}},
		{"kind words right on their text", `
			ピコレーザーの話
			シミに用いるレーザーです。
			メリット
			シミが薄くなることが期待できます。
			デメリット
			赤みが出ることがあります。`,
			[]string{"= ピコレーザーの話", "1 overview", "1 effects メリット", "1 risks デメリット"}},
		{"section and subsection without text between", `
			ピコレーザーの話

			ピコレーザーに期待できる効果

			シミ・そばかすの改善

			薄くなることが期待できます。

			毛穴の引き締め

			目立ちにくくなります。`,
			[]string{"= ピコレーザーの話", "1 effects ピコレーザーに期待できる効果", "2 effects シミ・そばかすの改善", "2 effects 毛穴の引き締め"}},
		{"mixed parent lets the children choose", `
			ピコレーザーの話

			ピコレーザーのメリット・デメリット

			両面があります。

			メリット

			シミが薄くなります。

			デメリット

			赤みが出ます。`,
			[]string{"= ピコレーザーの話", "1 risks ピコレーザーのメリット・デメリット", "2 effects メリット", "2 risks デメリット"}},
		{"key and value, notes, sources and quotations are text", `
			ピコレーザーの話

			ピコレーザーとは

			施術時間：20分

			※個人差があります

			「痛くなかった」

			出典：厚生労働省

			レーザーの一つです。`,
			[]string{"= ピコレーザーの話", "1 overview ピコレーザーとは"}},
		{"a last short line heads nothing", `
			ピコレーザーの話

			シミに用いるレーザーです。

			見本皮膚科の窓口`,
			[]string{"= ピコレーザーの話", "1 overview"}},
		{"a heading said twice", `
			ピコレーザーの話

			FAQ

			よくあるご質問

			痛いですか？

			少し痛みます。`,
			[]string{"= ピコレーザーの話", "1 faq FAQ", "1 faq よくあるご質問", "2 faq 痛いですか？"}},
		{"sentences without their full stop are no headings", `
			ピコレーザーの話

			ピコレーザーとは

			光を当てて、メリットも多い治療です

			すぐに実感。効果は長く続く

			次の点を確認してください：

			シミの種類を見分けます。`,
			[]string{"= ピコレーザーの話", "1 overview ピコレーザーとは"}},
		{"a heading without a kind after costs, with and without prices below", `
			ピコレーザーの話

			料金

			1回3万円です。

			会員の場合

			1回2万円です。

			院内の様子

			明るい部屋です。`,
			[]string{"= ピコレーザーの話", "1 cost 料金", "2 cost 会員の場合", "1 other 院内の様子"}},
		{"a heading without a number after numbered steps", `
			ピコレーザーの話

			施術の流れ

			1.カウンセリング

			悩みを話します。

			2.照射

			10分ほど照射します。

			院内の様子

			明るい部屋です。`,
			[]string{"= ピコレーザーの話", "1 procedure 施術の流れ", "2 procedure 1.カウンセリング", "2 procedure 2.照射", "1 other 院内の様子"}},
		{"a table without outer bars is none", `
			ピコレーザーの話

			料金

			全顔 | 3万円
			頬 | 1万円

			ピコレーザーのリスク

			赤みが出ます。`,
			[]string{"= ピコレーザーの話", "1 cost 料金", "1 risks ピコレーザーのリスク"}},
		{"no title", `
			ピコレーザーはシミに用いるレーザーです。

			費用

			1回3万円です。`,
			[]string{"= ", "1 overview", "1 cost 費用"}},
	}
	for _, tt := range tests {
		r := readPlain(t, strings.ReplaceAll(strings.TrimPrefix(tt.text, "\n"), "\t", ""))
		if got := outlineOf(r); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// What surrounds an article on a page is in no section, and is listed.
func TestNoise(t *testing.T) {
	tests := []struct{ line, why string }{
		{"お問い合わせ", whyNavigation}, {"COLUMN", whyNavigation}, {"コラム", whyNavigation}, {"▶ トップページ", whyNavigation}, {"前の記事へ", whyNavigation},
		{"ホーム > コラム > ピコレーザー", whyNavigation}, {"TOP › 美容皮膚科 › シミ", whyNavigation},
		{"この記事をシェアする", whyShare}, {"Facebook", whyShare}, {"LINEで送る", whyShare},
		{"ご予約はこちら", whyContact}, {"TEL：03-1234-5678", whyContact}, {"お電話でのご予約 0120-000-000", whyContact}, {"03-1234-5678", whyContact},
		{"関連記事", whyRelated}, {"© 2024 見本クリニック", whyFooter}, {"Copyright 2024 Mihon Clinic", whyFooter}, {"プライバシーポリシー", whyFooter},
		{"今だけ50%OFFキャンペーン実施中", whyCampaign}, {"期間限定 19,800円！", whyCampaign}, {"【PR】", whyCampaign},
		{`[caption id="a1" align="left"]`, whyCode}, {"<?php the_content(); ?>", whyCode}, {"{{ page.title }}", whyCode}, {"import Card from '../Card.astro';", whyCode},
		{"← コラムの一覧に戻る", whyNavigation}, {"トップ | 診療案内 | 予防接種 | アクセス", whyNavigation}, {"【医院案内のページ】 【料金のページ】", whyNavigation}, {"← 前の記事：しわの話 | 次の記事：たるみの話 →", whyNavigation},
		{"電話をかける（通話無料）", whyContact}, {"WEBで簡単3分予約", whyContact}, {"24時間WEB予約", whyContact}, {"公式LINEで相談する", whyContact}, {"まずはお気軽にご連絡ください", whyContact}, {"お電話での予約も承ります", whyContact},
		{"〒100-0000 見本県見本市1-2-3", whyContact}, {"見本県見本市本町1-2-3 見本ビル4階", whyContact}, {"見本駅南口から徒歩3分", whyContact}, {"診療時間 10:00〜19:00（火曜休診）", whyContact}, {"午前8:30〜12:00", whyContact}, {"休診日：木曜・日曜・祝日", whyContact}, {"mail:info@example.jp", whyContact},
		{"シェアボタン Facebook", whyShare}, {"みほん編集部", whyAuthor}, {"執筆：見本花子", whyAuthor}, {"あなたは12345人目の訪問者です", whyFooter}, {"患者さん配布用", whyFooter}, {"広告を読み込んでいます", whyCampaign},
		{"ご予約はこちらのフォームから", whyContact}, {"平日20時まで診療", whyContact}, {"インスタグラムもやっています", whyShare}, {"この記事を編集する / 不具合を報告する", whyNavigation}, {"2025.10.10 臨時休診のお知らせです", whyNavigation},
		{"【PR】この記事はアフィリエイト広告を利用しています", whyCampaign}, {"当サイトはアフィリエイト広告を利用しています。", whyCampaign}, {"投稿日 2025-03-03 ｜ カテゴリ：シミ", whyDate}, {"公開日：2024年12月1日 更新日：2025年6月15日", whyDate},
		{"お悩みから探す", whyNavigation}, {"部位から選ぶ →", whyNavigation}, {"院長のコラムを読む", whyNavigation}, {"ブログの続きを読む", whyNavigation}, {"予約フォームに進む", whyContact}, {"お問い合わせページへすすむ →", whyContact},
		{"こちらの記事も読まれています", whyRelated}, {"あわせて読みたいコラム", whyRelated}, {"この記事を読んだ方におすすめ", whyRelated},
		{"このページは参考になりましたか？", whyShare}, {"この記事はお役に立ちましたか？　はい｜いいえ", whyShare}, {":+1: いいねをお願いします", whyShare}, {"よろしければ高評価とチャンネル登録をお願いします。", whyShare},
		{"::figure:spots::", whyCode}, {"2025年1月20日", whyDate},
		{"――――――", whyRule}, {"***", whyRule}, {"最終更新日：2024年5月1日", whyDate},
	}
	for _, tt := range tests {
		r := readPlain(t, "ピコレーザーの話\n\n"+tt.line+"\n\nシミに用いるレーザーです。\n")
		d := r.article.Dropped
		if len(d) != 1 || d[0].Why != tt.why || d[0].Line != 3 || d[0].Text != tt.line {
			t.Errorf("%q: dropped %+v, want line 3 for %q", tt.line, d, tt.why)
		}
		for _, p := range r.article.Passages() {
			if strings.Contains(p.Text, tt.line) {
				t.Errorf("%q stands in a passage", tt.line)
			}
		}
	}
	for _, line := range []string{"お問い合わせの多い質問に答えます。", "お電話でのご相談も受け付けていますが、診察は対面で行います。", "期間限定の治療ではありません。", "通常33,000円のところ期間限定19,800円",
		"コラムの読者からの質問です。", "| 期間限定 | 19,800円 |", "- ホーム・ケアの方法を聞く", "1.無料カウンセリング", "ご予約のうえお越しください。", "カウンセリング", "頬・額・あご", "照射は10:30〜11:00のあいだに行います。", "シミ | そばかす | くすみ",
		"見本県の調査では2人に1人でした。", "施術後は徒歩で帰れます", "広告では効果が強調されることがあります。", "薬は2種類から選ぶ", "三つの方法から選ぶ", "肌質と予算から、方法を選ぶ", "説明書の注意を読む", "術後のフォローもお願いしています。", "この治療は役に立ちましたか？", "予約の画面に表示が出ます", "妊娠中の方もよく読んでおきたい注意", "治療は2025年1月20日に始めました。"} {
		r := readPlain(t, "ピコレーザーの話\n\nシミに用いるレーザーです。\n\n"+line+"\n\n続きの文章です。\n")
		if len(r.article.Dropped) != 0 {
			t.Errorf("%q was dropped: %+v", line, r.article.Dropped)
		}
	}
}

// A table of contents repeats the headings and is dropped; a list under the same
// word that does not, stays.
func TestTableOfContents(t *testing.T) {
	r := readPlain(t, "ピコレーザーの話\n\n目次\n1. ピコレーザーとは\n2. 費用\n\nピコレーザーとは\n\nレーザーです。\n\n費用\n\n1回3万円です。\n")
	if got := outlineOf(r); !slices.Equal(got, []string{"= ピコレーザーの話", "1 overview ピコレーザーとは", "1 cost 費用"}) || len(r.article.Dropped) != 3 {
		t.Errorf("outline %q, dropped %+v", got, r.article.Dropped)
	}
	marked := readParts(t, "ピコレーザーの話", Part{Level: 0, Line: 1, Lines: SplitLines("前書きです。\n\n目次\n\n- ピコレーザーとは\n- 費用\n", 1)},
		Part{Heading: "ピコレーザーとは", Level: 1, Lines: SplitLines("レーザーです。", 8)}, Part{Heading: "費用", Level: 1, Lines: SplitLines("1回3万円です。", 10)})
	if s := marked.article.Sections[0]; s.Text != "前書きです。" || len(marked.article.Dropped) != 3 {
		t.Errorf("lead %q, dropped %+v", s.Text, marked.article.Dropped)
	}
	short := readPlain(t, "目次\n\n・しくみ\n\n・お金の話\n\nピコレーザーの話\n\nピコレーザーとは\n\nレーザーです。\n")
	if got := outlineOf(short); !slices.Equal(got, []string{"= ピコレーザーの話", "1 overview ピコレーザーとは"}) {
		t.Errorf("outline %q, dropped %+v", got, short.article.Dropped)
	}
	kept := readPlain(t, "ピコレーザーの話\n\nこの記事でわかること\n\n・痛みの少ない受け方\n・費用の目安\n\nピコレーザーとは\n\nレーザーです。\n")
	if len(kept.article.Dropped) != 0 {
		t.Errorf("dropped %+v", kept.article.Dropped)
	}
}

// A list of other articles is dropped with everything under it, up to the next section.
func TestRelatedArticles(t *testing.T) {
	r := readParts(t, "ピコレーザーの話",
		Part{Heading: "関連記事", Level: 1, Line: 1, Lines: SplitLines("- IPL光治療の話", 2)},
		Part{Heading: "人気の施術", Level: 2, Line: 3, Lines: SplitLines("- 脱毛", 4)},
		Part{Heading: "費用", Level: 1, Line: 5, Lines: SplitLines("1回3万円です。", 6)})
	if got := outlineOf(r); !slices.Equal(got, []string{"= ピコレーザーの話", "1 cost 費用"}) || len(r.article.Dropped) != 4 {
		t.Errorf("outline %q, dropped %+v", got, r.article.Dropped)
	}
}

// A term and its description on two lines are one line of text; a question and its
// answer stay two.
func TestTerms(t *testing.T) {
	r := readParts(t, "ピコレーザーの話", sectionOf("概要", "施術時間\n: 30分\n\n回数\n: 5回"), sectionOf("よくある質問", "痛みますか？\n: 少し痛みます。"))
	if got := r.article.Sections[0].Text; got != "施術時間：30分\n\n回数：5回" {
		t.Errorf("text %q", got)
	}
	if len(r.article.FAQs) != 1 || r.article.FAQs[0].Answer != "少し痛みます。" {
		t.Errorf("FAQs %+v", r.article.FAQs)
	}
}

// Dates that a page shows of itself become the article's.
func TestDateLines(t *testing.T) {
	a := readPlain(t, "ピコレーザーの話\n公開日：2023年4月1日\n最終更新日：2024.05.02\n監修日 2024/05/01\n\nシミに用いるレーザーです。\n").article
	if a.Published == nil || a.Updated == nil || a.Reviewed == nil {
		t.Fatalf("dates %v %v %v", a.Published, a.Updated, a.Reviewed)
	}
	got := a.Published.Format("2006-01-02") + " " + a.Updated.Format("2006-01-02") + " " + a.Reviewed.Format("2006-01-02")
	if got != "2023-04-01 2024-05-02 2024-05-01" {
		t.Errorf("dates %s", got)
	}
}

// A passage that a JSONL line holds has the kind that its title names.
func TestKindByTitle(t *testing.T) {
	tests := map[string]corpus.Kind{"ピコレーザーの副作用": corpus.KindRisks, "ピコレーザーの効果と副作用": corpus.KindOverview, "梅雨": corpus.KindOverview}
	for title, want := range tests {
		d := &Draft{Parts: []Part{{Line: 1, Lines: SplitLines("赤みが出ることがあります。", 1)}}, Unmarked: true, At: 7}
		d.Article.Title = title
		a := readDraft(t, d).article
		if a.Sections[0].Kind != want || a.Sections[0].StartLine != 7 {
			t.Errorf("%s: %+v, want kind %s on line 7", title, a.Sections[0], want)
		}
	}
}

// Leaflets put their headings into 【】, right over items with marks of their own.
func TestBracketedHeadingsOverLists(t *testing.T) {
	a := Read(testLexicon(t), &Draft{Unmarked: true, Parts: []Part{{Line: 1, Lines: SplitLines(strings.Join([]string{
		"見本の飲み薬の手引き", "",
		"【飲めない人】", "◆妊娠している人", "◆腎臓の重い病気がある人", "",
		"【副作用】", "◆吐き気", "◆下腹部の痛み", "強い痛みがあるときは受診してください。", "",
		"【薬剤師への質問】", "問1　車を運転できますか。", "答1　眠くなることがあるため控えてください。", "問2　お酒は飲めますか。", "答2　控えてください。",
	}, "\n"), 1)}}})
	var got []string
	for _, s := range a.Sections {
		got = append(got, string(s.Kind)+" "+s.Heading)
	}
	want := []string{"precautions 飲めない人", "risks 副作用", "faq 薬剤師への質問"}
	if len(got) < 3 || !slices.Equal(got[:3], want) || len(a.FAQs) != 2 {
		t.Errorf("%q, want %q; %d questions", got, want, len(a.FAQs))
	}
}
