package anatomy

import (
	"fmt"
	"slices"
	"testing"
)

// Sources in the forms in which pages name them: under headings and labels of many
// words, by body and title without quotation marks, in sentences, in brackets and in
// captions; of every type.
func TestSourceForms(t *testing.T) {
	type form struct {
		heading, text string
		want          []string
	}
	for _, tt := range []form{
		{"情報のもと", "・厚生労働省「B型肝炎ワクチン」\n・見本注 添付文書", []string{"厚生労働省|B型肝炎ワクチン||government|-", "見本注 添付文書|||drug_label|-"}},
		{"もとにした資料", "日本見本学会「緊急見本指針」\n見本錠1.5mg 添付文書（2023年改訂）", []string{"日本見本学会|緊急見本指針||society|-", "見本錠1.5mg 添付文書|||drug_label|2023"}},
		{"調べたもの", "1. 日本見本学会 見本診療ガイドライン 2021\n2. Sato K, et al. A trial of light. J Example Med. 2019;12:1-9.", []string{"日本見本学会|見本診療ガイドライン 2021||society|2021", "Sato K, et al|A trial of light. J Example Med. 2019;12:1-9||journal|2019"}},
		{"参考", "Kato JC et al. HELLO to Diagnose Stroke in Syndrome. Stroke 2009\n日本見本平衡医学会. めまいの診療ガイドライン 2021", []string{"Kato JC et al|HELLO to Diagnose Stroke in Syndrome. Stroke 2009||journal|2009", "日本見本平衡医学会|めまいの診療ガイドライン 2021||society|2021"}},
		{"出典", "[1] Daily left stimulation therapy for major disorder: a randomized trial. Archives of General Example. 2010.", []string{"Daily left stimulation therapy for major disorder: a randomized trial. Archives of General Example. 2010|||journal|2010"}},
		{"文献", "1) Sato T, Kato M: Light therapy for spots. Jpn J Example 54: 123-130, 2012\n2) 見本太郎, 見本花子: しみの治療. 見本皮膚科 54(3): 123-130, 2012", []string{"Sato T, Kato M|Light therapy for spots. Jpn J Example 54: 123-130, 2012||journal|2012", "見本太郎, 見本花子|しみの治療. 見本皮膚科 54(3): 123-130, 2012||journal|2012"}},
		{"文献", "・見本太郎ほか．しみの治療．日見本会誌．2012;122:123-130．", []string{"見本太郎ほか|しみの治療．日見本会誌．2012;122:123-130||journal|2012"}},
		{"文献", "・見本太郎. しみの治療. 見本と臨床 2015; 33: 55-60.", []string{"見本太郎|しみの治療. 見本と臨床 2015; 33: 55-60||journal|2015"}},
		{"参考文献", "厚生労働省. 見本の手引き. 2022. https://www.mhlw.go.jp/a.pdf (2024年5月1日閲覧)", []string{"厚生労働省|見本の手引き|https://www.mhlw.go.jp/a.pdf|government|2022"}},
		{"参考文献", "PMDA 医療用医薬品情報「見本カプセル」", []string{"PMDA 医療用医薬品情報|見本カプセル||drug_label|-"}},
		{"参考文献", "見本製薬「見本錠インタビューフォーム」2021年8月改訂（第5版）", []string{"見本製薬|見本錠インタビューフォーム||drug_label|2021"}},
		{"参考文献", "独立行政法人 医薬品医療機器総合機構（PMDA）：見本軟膏 電子添文", []string{"独立行政法人 医薬品医療機器総合機構（PMDA）|見本軟膏 電子添文||drug_label|-"}},
		{"参考文献", "くすりのしおり：見本錠50mg", []string{"くすりのしおり|見本錠50mg||drug_label|-"}},
		{"参考文献", "公益財団法人 日本見本財団「もの忘れの手引き」", []string{"公益財団法人 日本見本財団|もの忘れの手引き||society|-"}},
		{"参考文献", "見本大学医学部附属病院 皮膚科「しみのレーザー」", []string{"見本大学医学部附属病院 皮膚科|しみのレーザー||hospital|-"}},
		{"参考文献", "国立がん研究センター がん情報サービス「見本がん」", []string{"国立がん研究センター がん情報サービス|見本がん||government|-"}},
		{"参考文献", "国立感染症研究所「見本感染症とは」", []string{"国立感染症研究所|見本感染症とは||government|-"}},
		{"参考文献", "東京都保健医療局「帯状疱疹の予防接種」", []string{"東京都保健医療局|帯状疱疹の予防接種||government|-"}},
		{"参考文献", "見本市「予防接種のお知らせ」", []string{"見本市|予防接種のお知らせ||government|-"}},
		{"参考文献", "米国疾病予防管理センター（CDC）“Vaccine Information Statement”", []string{"米国疾病予防管理センター（CDC）|Vaccine Information Statement||government|-"}},
		{"参考文献", "World Health Organization. Obesity and overweight. 2024.", []string{"World Health Organization|Obesity and overweight. 2024||government|2024"}},
		{"参考文献", "American Academy of Example: Guidelines of care for spots, 2019", []string{"American Academy of Example|Guidelines of care for spots, 2019||society|2019"}},
		{"参考文献", "https://pubmed.ncbi.nlm.nih.gov/12345678/", []string{"PubMed||https://pubmed.ncbi.nlm.nih.gov/12345678/|journal|-"}},
		{"参考文献", "見本皮膚科学会ウェブサイト（https://example.or.jp）", []string{"見本皮膚科学会ウェブサイト||https://example.or.jp|society|-"}},
		{"参考文献", "MSDマニュアル家庭版「しみ」", []string{"MSDマニュアル家庭版|しみ||other|-"}},
		{"参考文献", "「見本内科学 第12版」見本書店、2020年", []string{"見本書店、2020年|見本内科学 第12版||media|2020"}},
		{"参考文献", "e-ヘルスネット（厚生労働省）「飲酒」", []string{"e-ヘルスネット（厚生労働省）|飲酒||government|-"}},
		{"参考文献", "消費者庁 見本サービスに関する注意喚起（2022）", []string{"消費者庁|見本サービスに関する注意喚起||government|2022"}},
		{"引用", "厚生労働省「見本の手引き」", []string{"厚生労働省|見本の手引き||government|-"}},
		{"文章の根拠", "厚生労働省「見本の手引き」\n日本見本学会「見本指針」", []string{"厚生労働省|見本の手引き||government|-", "日本見本学会|見本指針||society|-"}},
		{"この記事の情報源", "厚生労働省「見本の手引き」", []string{"厚生労働省|見本の手引き||government|-"}},
		{"くわしく知りたい方へ", "厚生労働省「見本の手引き」\n日本見本学会「見本指針」", []string{"厚生労働省|見本の手引き||government|-", "日本見本学会|見本指針||society|-"}},
		{"参考文献", "しみの分け方について詳しくはこちら：見本メディカ：しみとは", []string{"見本メディカ|しみとは||other|-"}},
		{"ピコレーザーとは", "ご紹介で来られる方が多くいます。（出典：院内統計表 2025年）", nil},
		{"REFERENCES", "1. Smith J, Doe A. Effect of light. Example J. 2020.", []string{"Smith J, Doe A|Effect of light. Example J. 2020||journal|2020"}},
		{"参考文献", "1日本見本学会「見本指針」\n2Sato K, Kato M. Light. J Example. 2019;12:1-9.\n院内統計 2024年", []string{"日本見本学会|見本指針||society|-", "Sato K, Kato M|Light. J Example. 2019;12:1-9||journal|2019"}},
		{"注", "※1 厚生労働省「見本の手引き」\n※2 当院調べ", []string{"厚生労働省|見本の手引き||government|-"}},
		// in the text
		{"ピコレーザーとは", "厚生労働省によると、しみの相談は増えています。", []string{"厚生労働省|||government|-"}},
		{"ピコレーザーとは", "日本見本学会の「見本診療ガイドライン2021」では、第一選択とされています。", []string{"日本見本学会|見本診療ガイドライン2021||society|2021"}},
		{"ピコレーザーとは", "日本見本学会のガイドライン（2021年）では、第一選択とされています。", []string{"日本見本学会|ガイドライン||society|2021"}},
		{"ピコレーザーとは", "しみの相談は増えています（厚生労働省, 2023）。", []string{"厚生労働省|||government|2023"}},
		{"ピコレーザーとは", "しみの相談は増えています（厚生労働省「見本統計」2023年）。", []string{"厚生労働省|見本統計||government|2023"}},
		{"ピコレーザーとは", "しみが薄くなったと報告されています（Sato et al., 2019）。", []string{"Sato et al|||journal|2019"}},
		{"ピコレーザーとは", "しみが薄くなったと報告されています（見本ら, 2019）。", []string{"見本ら|||journal|2019"}},
		{"ピコレーザーとは", "しみが薄くなったと報告されています（J Example Med. 2019;12:1-9）。", []string{"J Example Med. 2019;12:1-9|||journal|2019"}},
		{"ピコレーザーとは", "しみが薄くなったと報告されています（PMID: 12345678）。", []string{"PubMed||https://pubmed.ncbi.nlm.nih.gov/12345678/|journal|-"}},
		{"ピコレーザーとは", "国立がん研究センターの調べでは、100人に1人です。", []string{"国立がん研究センター|||government|-"}},
		{"ピコレーザーとは", "WHOは1日5gを勧めています。", []string{"WHO|||government|-"}},
		{"ピコレーザーとは", "厚生労働省は「見本」を勧めていません。", nil},
		{"ピコレーザーとは", "学会の指針では、第一選択とされています。", nil},
		{"ピコレーザーとは", "数値は改定前のものです（May 2021）。", nil},
		{"ピコレーザーとは", "日本見本学会の全国調査（2019〜2021年）では、100人に1人です。\n\n参照元：日本見本学会「見本調査」（2022年）", []string{"日本見本学会|見本調査||society|2022"}},
		{"ピコレーザーとは", "本剤の添付文書では、5％以上とされています。", nil},
		{"ピコレーザーとは", "添付文書には、5％以上に痛みがみられたとあります。", nil},
		{"ピコレーザーとは", "見本錠の添付文書によると、5％以上に痛みがみられました。", []string{"見本錠の添付文書|||drug_label|-"}},
		{"ピコレーザーとは", "厚生労働省の承認を受けた機器です。", nil},
		{"ピコレーザーとは", "院長は日本見本学会の専門医です。", nil},
		{"ピコレーザーとは", "しみに用います。\n\n図1 しみの深さ（出典：日本見本学会「見本図譜」）", []string{"日本見本学会|見本図譜||society|-"}},
		{"ピコレーザーとは", "しみに用います。\n\n資料：厚生労働省「見本統計」（2022年）より作成", []string{"厚生労働省|見本統計||government|2022"}},
		{"ピコレーザーとは", "しみに用います。\n\n厚生労働省「見本統計」より引用", []string{"厚生労働省|見本統計||government|-"}},
		{"ピコレーザーとは", "しみに用います。\n\n（日本見本学会 見本診療ガイドライン2021より）", []string{"日本見本学会|見本診療ガイドライン2021||society|2021"}},
		{"ピコレーザーとは", "しみに用います。\n\n＊見本製薬 見本錠 添付文書 2023年6月改訂（第3版）", []string{"見本製薬|見本錠 添付文書 2023年6月改訂（第3版）||drug_label|2023"}},
		{"ピコレーザーとは", "しみに用います。\n\n情報のもと：厚生労働省「見本統計」", []string{"厚生労働省|見本統計||government|-"}},
		{"ピコレーザーとは", "しみに用います。\n\nもとにした資料　日本見本学会「見本指針」", []string{"日本見本学会|見本指針||society|-"}},
		{"ピコレーザーとは", "しみに用います。\n\n調べた資料：日本見本学会「見本指針」、厚生労働省「見本の手引き」", []string{"日本見本学会|見本指針||society|-", "厚生労働省|見本の手引き||government|-"}},
		{"ピコレーザーとは", "しみに用います。\n\n※この記事は日本見本学会「見本指針」（2021年）を参考に作成しました。", []string{"日本見本学会|見本指針||society|2021"}},
		{"ピコレーザーとは", "しみに用います。\n\n（参考）日本見本学会「見本指針」", []string{"日本見本学会|見本指針||society|-"}},
		{"ピコレーザーとは", "しみに用います。\n\n【出典】\n・日本見本学会「見本指針」\n・厚生労働省「見本の手引き」", []string{"日本見本学会|見本指針||society|-", "厚生労働省|見本の手引き||government|-"}},
		{"ピコレーザーとは", "しみに用います。\n\n――日本見本学会『見本指針』2021年版", []string{"日本見本学会|見本指針||society|2021"}},
	} {
		a := readParts(t, "ピコレーザーの説明", Part{Line: 1, Lines: SplitLines("説明です。", 1)}, Part{Heading: tt.heading, Level: 1, Line: 3, Lines: SplitLines(tt.text, 4)}).article
		var got []string
		for _, s := range a.Sources {
			got = append(got, sourceText(s))
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: %q\n got %q\nwant %q", tt.heading, tt.text, got, tt.want)
		}
	}
}

// Works listed below the text under no heading support what their numbers stand in.
func TestNumberedPapersBelow(t *testing.T) {
	a := readParts(t, "ピコレーザーの説明",
		sectionOf("ピコレーザーの効果", "シミが薄くなったと報告されています[2]。"),
		sectionOf("ピコレーザーのリスク", "赤みが出ることがあります[1]。\n\n1. Sato A, Suzuki B. Lasers for spots. J Dermatol. 2019;46:1001-7. ↩\n2. Tanaka C, et al. Heat and skin. Example J. 2020;3:1-2. ↩")).article
	want := []string{"Sato A, Suzuki B|Lasers for spots. J Dermatol. 2019;46:1001-7||journal|2019", "Tanaka C, et al|Heat and skin. Example J. 2020;3:1-2||journal|2020"}
	if got := sourcesText(&a); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := fmt.Sprint(a.Sections[0].Sources, a.Sections[1].Sources); got != "[1] [0]" {
		t.Errorf("the sections cite %s", got)
	}
}
