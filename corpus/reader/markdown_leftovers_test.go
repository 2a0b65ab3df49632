package reader

import (
	"fmt"
	"strings"
	"testing"
)

// What generators, note programs and platforms add to Markdown is no text; what stands in
// it or around it is.
func TestMarkdownLeftovers(t *testing.T) {
	const source = "# ピコレーザー\n\n%s\n\n短い光でシミの色素を砕く治療です。\n\n## 効果\n\nシミの色が薄くなることが期待できます。\n\n%s\n\n## リスク\n\n赤みやかさぶたが出ることがあります。\n\n%s\n"
	text := []string{"色素を砕く治療です。", "期待できます。", "かさぶたが出ることがあります。"}
	for _, tt := range []struct{ leftover, noise string }{
		{"{: .no_toc }", "no_toc"},
		{"* TOC\n{:toc}", "TOC"},
		{"1. TOC\n{:toc}", "TOC"},
		{"- 目次\n{:toc}", "目次"},
		{"[← 睡眠の話](/a) \\| [運動の話 →](/b)\n{: .post-nav }", "運動"},
		{"[そばかすの話](/a) ・ [いぼの話](/b)\n{: .pagination }", "いぼ"},
		{"[いぼの話](/b){: .btn }", "{:"},
		{"段落です。{: .lead }", "lead"},
		{"{:.lead}\n段落です。", "lead"},
		{"{{< figure src=\"a.png\" >}}", "figure"},
		{"{{% notice tip %}}\n冷やします。\n{{% /notice %}}", "notice"},
		{"{{< youtube abc >}}", "youtube"},
		{"{% include share.html %}", "share"},
		{"本文の途中 {% raw %}です{% endraw %}。", "raw"},
		{"{% if page.x %}\n{% endif %}", "endif"},
		{":::note\n冷やします。\n:::", ":::"},
		{"::: {.box}\n冷やします。\n:::", "box"},
		{"!!! warning\n    冷やします。", "warning"},
		{"!!! warning \"注意すること\"\n    冷やします。", "!!!"},
		{"> [!NOTE]\n> 冷やします。", "NOTE"},
		{"![[photo.png]]", "photo"},
		{"[[いぼの話]]を参照。", "[["},
		{"%% 下書きのメモ %%", "メモ"},
		{"[TOC]", "TOC"},
		{"<sub>間違いを見つけたら Issue でお知らせください | ライセンス：MIT</sub>", "ライセンス"},
		{"本資料の誤字は Pull Request で教えてください。", "Pull"},
		{"⭐ [スターをつける](https://example.org/s) ・ Issue を歓迎します", "スター"},
		{"[[_TOC_]]", "TOC"},
		{"<!-- toc -->\n- [薄くなるまで](#a)\n- [出やすい症状](#b)\n<!-- tocstop -->", "出やすい症状"},
		{"## 目次\n\n- [効果](#効果)\n- [リスク](#リスク)", "目次"},
		{"- [効果](#効果)\n- [リスク](#リスク)\n- [費用の目安](#cost)", "費用の目安"},
		{"Tags: 美容, レーザー\nCreated: 2025年4月1日\nURL: https://example.org/a", "Created"},
		{"タグ: 美容\n作成日時: 2025年4月1日 10:00", "作成日時"},
		{"[:contents]", "contents"},
		{"[https://example.org/x:embed:cite]", "embed"},
		{"[前へ](a.md) | [目次](README.md) | [次へ](b.md)", "次へ"},
		{"[いぼの話](a.md) | [目次](README.md) | [ほくろの話](b.md)", "ほくろの話"},
		{"[Back to top](#top)", "Back"},
		{"[トップに戻る](#top)", "戻る"},
		{"Edit this page on GitHub", "Edit"},
		{"<a id=\"x\"></a>", "id"},
		{"\\newpage", "newpage"},
		{"<div class=\"share\">シェアする</div>", "シェア"},
		{"[ご予約はこちら](https://example.org/r)", "ご予約"},
		{"**[無料カウンセリングを予約する](https://example.org/r)**", "無料"},
		{"> あわせて読みたい: [いぼの話](/b)", "いぼ"},
		{"関連記事：[いぼの話](/b)", "いぼ"},
		{"👉 [いぼの話はこちら](/b)", "いぼ"},
		{"## 関連記事\n\n- [いぼの話](/b)\n- [ほくろの話](/c)", "いぼ"},
		{"## 関連リンク\n\n- [いぼの話](/b)", "いぼ"},
		{"#美容 #レーザー #シミ取り", "#"},
		{"#美容皮膚科 #見本市", "見本市"},
		{"Last updated: 2025-04-01", "Last"},
		{"最終更新: 2025/04/01", "最終更新"},
		{"`最終更新: 2025-04-01`", "最終更新"},
		{"*最終更新: 2025年4月*", "最終更新"},
		{"Copyright 2025 Mihon Clinic. All rights reserved.", "Copyright"},
		{"<script>var x=1</script>", "var"},
		{"<iframe src=\"https://example.org\"></iframe>", "iframe"},
		{"<!-- 校正済み -->", "校正"},
		{"<%= render 'share' %>", "render"},
		{"import Box from '../box'", "import"},
		{"export const meta = { title: 'x' }", "export"},
		{"<ShareButtons title=\"この記事を広める\" />", "広める"},
		{"<Adsense slot=\"1\" />", "Adsense"},
		{"![シミの写真](a.png)", "a.png"},
		{"![シミの写真](a.png){width=50%}", "width"},
		{"## 経過 {#course}\n\n落ち着きます。", "course"},
		{"## 経過 {.unnumbered}\n\n落ち着きます。", "unnumbered"},
		{"### 経過 {: #course .x}\n\n落ち着きます。", "course"},
		{"${title}", "title"},
		{"[toc]", "toc"},
		{"<toc />", "toc"},
		{"<nav>\n\n[いぼの話](/b)\n\n</nav>", "いぼ"},
		{"<footer>\n見本皮膚科 例示市1-2-3\n</footer>", "例示市"},
	} {
		for at := range 3 {
			places := []any{"", "", ""}
			places[at] = tt.leftover
			articles, problems := readAll(t, "a.md", []byte(fmt.Sprintf(source, places...)))
			if len(articles) != 1 {
				t.Fatalf("%q: %v", tt.leftover, problems)
			}
			got := outlineOf(articles[0])
			if strings.Contains(got, tt.noise) {
				t.Errorf("place %d: %q\n%s", at, tt.leftover, got)
			}
			for _, kept := range append(text, "冷やします。", "段落です。", "落ち着きます。") {
				if (strings.Contains(tt.leftover, kept) || strings.Contains(source, kept)) && !strings.Contains(got, kept) {
					t.Errorf("place %d: %q took %s with it:\n%s", at, tt.leftover, kept, got)
				}
			}
		}
	}
	for source, want := range map[string]string{
		"# 題\n\n書き方は `{: .note }` です。\n":       "書き方は {: .note } です。",
		"# 題\n\n```\n例は {% raw %} です。\n```\n":  "例は {% raw %} です。",
		"# 題\n\n:::details 冷やし方\n氷を当てます。\n:::": "氷を当てます。",
		"# 題\n\n[[いぼの話|いぼ]]を冷やす。\n":            "いぼを冷やす。",
	} {
		articles, problems := readAll(t, "a.md", []byte(source))
		if len(articles) != 1 || !strings.Contains(outlineOf(articles[0]), want) {
			t.Errorf("%q: %v %v", source, articles, problems)
		}
	}
}

// Questions with answers, in the ways in which texts write them.
func TestQuestionNotations(t *testing.T) {
	const q1, a1, q2, a2 = "痛みはありますか？", "軽い痛みがあります。", "何回必要ですか？", "3回ほどです。"
	for _, form := range []string{

		"Q. %s\nA. %s",
		"Q：%s\n\nA：%s",
		"**Q: %s**\nA: %s",
		"**Q. %s**\n\nA. %s",
		"### Q1. %s\n\n%s",
		"- **Q.** %s\n- **A.** %s",
		"- Q. %s\n  - A. %s",
		"> Q. %s\n\n%s",
		"**%s** %s",
		"**%s**\n%s",
		"**%s**\n\n%s",
		"1. **%s**\n   %s",
		"1. %s\n   %s",
		"- **%s**\n  %s",
		"- %s\n  %s",
		"- **%s** — %s",
		"%s\n: %s",
		"Q %s\nA %s",
		"問：%s\n答：%s",
		"問1 %s\n答1 %s",
		"【Q】%s\n【A】%s",
		"【質問】%s\n【回答】%s",
		"◇%s\n%s",
		"■ %s\n%s",
		"▼%s\n%s",
		"Q1／%s\nA1／%s",
		"Ｑ１．%s\nＡ１．%s",
		"Q-1 %s\nA-1 %s",
		"(Q) %s\n(A) %s",
		"Q) %s\nA) %s",
		"Question: %s\nAnswer: %s",
		"❓%s\n💡%s",
		"Q%s\nA%s",
		"Ｑ%s\nＡ%s",
		"「%s」\n%s",
		"―― %s\n%s",
		"Q.%s\n→%s",
		"Q：%s\n⇒ %s",
		"質問）%s\n回答）%s",
		"●Q：%s\n●A：%s",
		"Q1 | %s\nA1 | %s",
		"<details><summary>%s</summary>\n\n%s\n\n</details>",
		"<details>\n<summary>%s</summary>\n%s\n</details>",
		"#### %s\n%s",
		"##### Q: %s\n**A:** %s",
		"**Q** %s\n\n**A** %s",
		"Q\n%s\nA\n%s",
		"| Q | %s |\n| A | %s |",
		"***%s***\n\n%s",
		"__%s__\n\n%s",
		"1) %s\n%s",
		"① %s\n%s",
		"・%s\n　%s",
		"・%s\n%s",
		"・%s → %s",
		"Q. %s A. %s",
		"<dl><dt>%s</dt><dd>%s</dd></dl>",
		"<h4>%s</h4><p>%s</p>",
		"+ %s\n    %s",
		"Q1: %s  \nA1: %s",
		"《Q》%s\n《A》%s",
		"〈%s〉\n%s",
		"【%s】\n%s",
		"＜%s＞\n%s",
		"Q‐1．%s\nA‐1．%s",
		"Q🙋 %s\nA👩‍⚕️ %s",
	} {
		body := fmt.Sprintf(form, q1, a1) + "\n\n" + fmt.Sprintf(form, q2, a2)
		files := map[string]string{"a.md": "# ピコレーザー\n\nシミの治療です。\n\n## よくある質問\n\n" + body + "\n\n## 費用\n\n33,000円です。\n"}
		if !strings.ContainsAny(form, "<*#_|>") {
			files["a.txt"] = "ピコレーザー\n\nシミの治療です。光でシミの色素を砕きます。\n\nよくある質問\n\n" + body + "\n\n費用\n\n33,000円です。\n"
		}
		for name, source := range files {
			articles, _ := readAll(t, name, []byte(source))
			got := fmt.Sprint(len(articles[0].FAQs))
			for _, f := range articles[0].FAQs {
				got += " " + f.Question + " " + f.Answer
			}
			if want := "2 " + q1 + " " + a1 + " " + q2 + " " + a2; got != want {
				t.Errorf("%s %q:\n got %s\nwant %s", name, form, got, want)
			}
		}
	}
}
