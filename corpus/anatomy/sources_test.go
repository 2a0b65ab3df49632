package anatomy

import (
	"fmt"
	"slices"
	"testing"

	"shirube/corpus"
)

// sourceText shows a source as name|title|url|type|year.
func sourceText(s corpus.Source) string {
	year := "-"
	if s.Year != nil {
		year = fmt.Sprint(*s.Year)
	}
	return fmt.Sprintf("%s|%s|%s|%s|%s", s.Name, s.Title, s.URL, s.Type, year)
}

// A passage's sources are why people trust it: name, work, address and year must
// land in the right fields, whatever the notation.
func TestSourceNotations(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"参照元:東都医科大学皮膚科学講座", []string{"東都医科大学皮膚科学講座|||university|-"}},
		{"参照元：厚生労働省", []string{"厚生労働省|||government|-"}},
		{"出典：厚生労働省「医療広告ガイドライン」", []string{"厚生労働省|医療広告ガイドライン||government|-"}},
		{"※出典：厚生労働省「医療広告ガイドライン」（2018年）", []string{"厚生労働省|医療広告ガイドライン||government|2018"}},
		{"参考文献：日本見本学会『見本診療ガイドライン2023』", []string{"日本見本学会|見本診療ガイドライン2023||society|2023"}},
		{"参考：日本見本学会 https://example.jp/guide", []string{"日本見本学会||https://example.jp/guide|society|-"}},
		{"引用元：見本製薬株式会社「見本錠 添付文書」", []string{"見本製薬株式会社|見本錠 添付文書||drug_label|-"}},
		{"参照元:ミホンメディカ", []string{"ミホンメディカ|||company|-"}},
		{"参照：東都大学医学部附属病院", []string{"東都大学医学部附属病院|||hospital|-"}},
		{"出典：東都新聞（2021年5月）", []string{"東都新聞|||media|2021"}},
		{"出典：厚生労働省、日本見本学会", []string{"厚生労働省|||government|-", "日本見本学会|||society|-"}},
		{"参照元:東都大学大学院医学系研究科・医学部", []string{"東都大学大学院医学系研究科・医学部|||university|-"}},
		{"参考文献：Sato A, Suzuki B-C, et al. Lasers for spots. J Dermatol. 2019;46:1001-1007.", []string{"Sato A, Suzuki B-C, et al|Lasers for spots. J Dermatol. 2019;46:1001-1007||journal|2019"}},
		{"出典：日本見本学会：見本診療の手引き", []string{"日本見本学会|見本診療の手引き||society|-"}},
		{"出典：厚生労働省「手引き」（令和3年改訂）", []string{"厚生労働省|手引き||government|2021"}},
		{"（参考：日本見本学会「手引き」2020）", []string{"日本見本学会|手引き||society|2020"}},
		{"Source: World Health Organization", []string{"World Health Organization|||government|-"}},
		{"照射は2〜3日で効果が出ます（出典：厚生労働省）。", []string{"厚生労働省|||government|-"}},
		{"効果には個人差があります（参考文献：日本見本学会「手引き（第2版）」2022年）。", []string{"日本見本学会|手引き（第2版）||society|2022"}},
		{"出典：日本見本学会「2019年版 見本診療の手引き」（2024年）", []string{"日本見本学会|2019年版 見本診療の手引き||society|2024"}},
		{"出典：厚生労働省「2019年の調査」2023年", []string{"厚生労働省|2019年の調査||government|2023"}},
		{"出典：厚生労働省：2019年の調査（2021年）", []string{"厚生労働省|2019年の調査（2021年）||government|2021"}},
		{"参考：価格は変わることがあります。", []string{}},
		{"参考にしてください。", nil},
		{"出典は明らかではありません。", nil},
		{"文献的には報告があります。", nil},
	}
	for _, tt := range tests {
		if tt.want != nil && len(tt.want) == 0 {
			continue
		}
		a := readParts(t, "ピコレーザーの説明", Part{Heading: "ピコレーザーとは", Level: 1, Lines: SplitLines("シミに用いるレーザーです。\n\n"+tt.line, 1)}).article
		var got []string
		for _, s := range a.Sources {
			got = append(got, sourceText(s))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s\n got %q\nwant %q", tt.line, got, tt.want)
		}
		if len(a.Sections[0].Sources) != len(tt.want) {
			t.Errorf("%s: the section cites %v", tt.line, a.Sections[0].Sources)
		}
	}
}

// 「参照元」 supports the section that it ends, and no other.
func TestSourceBelongsToItsSection(t *testing.T) {
	r := readPlain(t, "ピコレーザーの効果\n\nピコレーザーとは\n\nレーザーの一つです。\n\n参照元:厚生労働省\n\nピコレーザーの副作用\n\n赤みが出ることがあります。\n\n赤みについて\n\n2日ほどで引きます。\n\n出典：日本見本学会\n")
	var got []string
	for _, s := range r.article.Sections {
		got = append(got, fmt.Sprint(s.Heading, s.Sources))
	}
	want := []string{"ピコレーザーとは[0]", "ピコレーザーの副作用[]", "赤みについて[1]"}
	if !slices.Equal(got, want) {
		t.Errorf("sections cite %q, want %q", got, want)
	}
	for _, c := range r.article.Risks {
		if c.Sourced != (c.Section == r.article.Sections[2].ID) {
			t.Errorf("claim %q sourced %v", c.Sentence, c.Sourced)
		}
	}
}

// A list of references supports the sections that quote its numbers.
func TestNumberedReferences(t *testing.T) {
	a := readParts(t, "ピコレーザーの効果",
		Part{Heading: "期待できる効果", Level: 1, Lines: SplitLines("シミが薄くなります[1]。毛穴にもよいとされます［2,3］。", 1)},
		Part{Heading: "副作用", Level: 1, Lines: SplitLines("赤みが出ます。", 1)},
		Part{Heading: "参考文献", Level: 1, Lines: SplitLines("1. 厚生労働省「手引き」\n2. 日本見本学会『指針』\n[3] 東都大学 https://example.ac.jp/a\n", 1)}).article
	if got := fmt.Sprint(a.Sections[0].Sources, a.Sections[1].Sources, a.Sections[2].Sources); got != "[0 1 2] [] [0 1 2]" {
		t.Errorf("sections cite %s", got)
	}
	if a.Sections[2].Kind != corpus.KindSources || len(a.Sources) != 3 || a.Sources[2].URL != "https://example.ac.jp/a" {
		t.Errorf("sources %+v", a.Sources)
	}
}

// The same work, declared and cited, is one source; its declared type stays.
func TestDeclaredSources(t *testing.T) {
	year := 2020
	d := &Draft{Parts: []Part{
		{Heading: "副作用", Level: 1, Lines: SplitLines("赤みが出ます。\n\n参照元: 日本見本学会「指針」（2020年）", 1)},
		{Heading: "ダウンタイム", Level: 1, Lines: SplitLines("2日です。", 1)},
	}, Supports: map[int][]string{0: {"ダウンタイム"}}}
	d.Article.Title = "ピコレーザー"
	d.Article.Sources = []corpus.Source{{Name: "日本見本学会", Title: "指針", URL: "https://example.jp/", Type: corpus.SourceOther, Year: &year}}
	a := readDraft(t, d).article
	if len(a.Sources) != 1 || a.Sources[0].Type != corpus.SourceOther || fmt.Sprint(a.Sections[0].Sources, a.Sections[1].Sources) != "[0] [0]" {
		t.Errorf("sources %+v, cited %v %v", a.Sources, a.Sections[0].Sources, a.Sections[1].Sources)
	}
}

// Links in running text count where they lead to an official or scholarly page.
func TestLinkedSources(t *testing.T) {
	a := readParts(t, "ピコレーザー", Part{Heading: "ピコレーザーとは", Level: 1, Lines: SplitLines("厚生労働省の手引きによると安全です。予約はこちら。", 1),
		Links: []Link{{"厚生労働省の手引き", "https://www.mhlw.go.jp/x"}, {"こちら", "https://example.com/yoyaku"}}}).article
	if len(a.Sources) != 1 || a.Sources[0].URL != "https://www.mhlw.go.jp/x" || a.Sources[0].Type != corpus.SourceGovernment {
		t.Errorf("sources %+v", a.Sources)
	}
}

func TestSupervision(t *testing.T) {
	type who = corpus.Supervisor
	tests := []struct {
		text string
		want []who
	}{
		{"（見本）皮膚科専門医", []who{{Name: "（見本）皮膚科専門医"}}},
		{"見本 花子", []who{{Name: "見本 花子"}}},
		{"見本花子（皮膚科専門医）", []who{{Name: "見本花子", Title: "皮膚科専門医"}}},
		{"見本花子（みほん はなこ）\n見本皮膚科クリニック院長", []who{{Name: "見本花子", Title: "院長", Affiliation: "見本皮膚科クリニック"}}},
		{"見本皮膚科クリニック 院長 見本花子", []who{{Name: "見本花子", Title: "院長", Affiliation: "見本皮膚科クリニック"}}},
		{"監修：見本花子医師", []who{{Name: "見本花子", Title: "医師"}}},
		{"監修者：東都大学医学部教授 見本花子", []who{{Name: "見本花子", Title: "教授", Affiliation: "東都大学医学部"}}},
		{"見本太郎\n\n東都大学病院 皮膚科部長\n日本見本学会認定専門医\n\n東都大学を卒業し、皮膚科に勤めています。", []who{{Name: "見本太郎", Title: "皮膚科部長、日本見本学会認定専門医", Affiliation: "東都大学病院"}}},
		{"氏名：見本太郎\n所属：見本クリニック\n役職：院長", []who{{Name: "見本太郎", Title: "院長", Affiliation: "見本クリニック"}}},
		{"見本治療研究会(会長:東都大学教授 見本太郎)は見本治療を行う医師の会です。見本療法も研究しています。", []who{{Name: "見本治療研究会", Representative: "見本太郎"}}},
		{"見本レーザー学会（理事長：見本 太郎）は、医師でつくる団体です。", []who{{Name: "見本レーザー学会", Representative: "見本 太郎"}}},
		{"見本治療協会は、皮膚科医のグループです。", []who{{Name: "見本治療協会"}}},
		{"この記事は見本皮膚科クリニック院長の見本花子が監修しました。", []who{{Name: "見本花子", Title: "院長", Affiliation: "見本皮膚科クリニック"}}},
		{"記事の内容は確認のうえ公開しています。", nil},
		{"このページは、皮膚科（見本市民病院）が監修しています。", []who{{Name: "皮膚科（見本市民病院）"}}},
		{"監修は見本皮膚科クリニック院長の見本花子医師です。", []who{{Name: "見本花子", Title: "院長", Affiliation: "見本皮膚科クリニック"}}},
		{"MIHON SKIN CLINIC 統括院長\n形成外科専門医。", []who{{Name: "統括院長", Affiliation: "MIHON SKIN CLINIC"}}},
		{"見本美容クリニック 院長\n日本見本学会会員", []who{{Name: "院長", Title: "日本見本学会会員", Affiliation: "見本美容クリニック"}}},
		{"見本花子 医師\n見本皮膚科クリニック\n\n見本太郎 薬剤師\n見本薬局", []who{{Name: "見本花子", Title: "医師", Affiliation: "見本皮膚科クリニック"}, {Name: "見本太郎", Title: "薬剤師", Affiliation: "見本薬局"}}},
		{"見本美容外科\n\n院長見本太郎\n\n・日本見本学会正会員", []who{{Name: "見本太郎", Title: "院長、日本見本学会正会員", Affiliation: "見本美容外科"}}},
		{"見本美容外科　総院長\n\n東都院院長\n\n見本 太郎\n\nMIHON Taro", []who{{Name: "見本 太郎", Title: "総院長", Affiliation: "見本美容外科、東都院"}}},
		{"見本美容クリニック東都院\n院長\n\n見本 太郎", []who{{Name: "見本 太郎", Title: "院長", Affiliation: "見本美容クリニック東都院"}}},
		{"監修：なし", nil},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明",
			Part{Heading: "ピコレーザーとは", Level: 1, Lines: SplitLines("シミに用います。", 1)},
			Part{Heading: "記事監修", Level: 1, Lines: SplitLines(tt.text, 1)}).article
		if !slices.Equal(a.Supervisors, tt.want) && len(a.Supervisors)+len(tt.want) > 0 {
			t.Errorf("%s\n got %+v\nwant %+v", tt.text, a.Supervisors, tt.want)
		}
	}
}

// A supervisor is found without a section of its own, and never where there is none.
func TestSupervisionElsewhere(t *testing.T) {
	line := readPlain(t, "ピコレーザーの説明\n\n監修：見本花子（皮膚科専門医）\n\nピコレーザーはシミに用います。\n").article
	if len(line.Supervisors) != 1 || line.Supervisors[0].Name != "見本花子" {
		t.Errorf("supervisors %+v", line.Supervisors)
	}
	none := readPlain(t, "【医師監修】ピコレーザーの説明\n\nピコレーザーはシミに用います。監修の有無は医療機関で異なります。\n").article
	if len(none.Supervisors) != 0 {
		t.Errorf("invented a supervisor: %+v", none.Supervisors)
	}
	for text, want := range map[string]string{
		"シミに用います。\n\nこの記事の監修者\n見本皮膚科クリニック 院長\n見本花子": "見本花子",
		"医学監修：見本花子（皮膚科専門医）\n\nシミに用います。":             "見本花子",
		"【監修】見本花子（皮膚科専門医）\n\nシミに用います。":              "見本花子",
		"シミに用います。\n\n（監修　見本クリニック 責任医師／皮膚科専門医）":      "責任医師、皮膚科専門医",
		"監修薬剤師：見本花子\n\nシミに用います。":                    "見本花子",
		"シミに用います。\n\n皮膚科専門医の監修のもと作成しています。":          "皮膚科専門医",
		"執筆：見本花子\n編集：見本太郎\n\nシミに用います。":              "",
		"シミに用います。\n\n監修：\n2024年5月1日":                "",
		"この化粧品は皮膚科医が監修した商品です。":                      "",
	} {
		a := readParts(t, "ピコレーザー", Part{Level: 0, Line: 1, Lines: SplitLines(text, 1)}).article
		got := ""
		for _, s := range a.Supervisors {
			got += s.Name
		}
		if got != want {
			t.Errorf("%q: supervisors %+v, want %q", text, a.Supervisors, want)
		}
	}
	for _, line := range []string{"監修：見本花子", "この記事の監修\n\n見本花子"} {
		a := readParts(t, "ピコレーザー", sectionOf("参考文献", "・厚生労働省「手引き」\n"+line)).article
		if len(a.Supervisors) != 1 || a.Supervisors[0].Name != "見本花子" || len(a.Sources) != 1 {
			t.Errorf("%q below the sources: %+v, %+v", line, a.Supervisors, a.Sources)
		}
	}
	director := readParts(t, "ピコレーザー", sectionOf("院長紹介", "見本花子 医師\n見本クリニック院長")).article
	if len(director.Supervisors) != 0 || director.Sections[0].Kind != corpus.KindOther {
		t.Errorf("who runs the clinic supervised nothing: %+v", director.Supervisors)
	}
	staff := readParts(t, "ピコレーザー", sectionOf("医師紹介", "監修：見本花子 医師\n見本クリニック院長")).article
	if len(staff.Supervisors) != 1 || staff.Sections[0].Kind != corpus.KindSupervision {
		t.Errorf("supervisors %+v in %s", staff.Supervisors, staff.Sections[0].Kind)
	}
	below := readParts(t, "ピコレーザー", Part{Heading: "監修医師情報", Level: 1, Lines: SplitLines("見本美容外科\n東都院院長", 1)},
		Part{Heading: "見本太郎", Level: 2, Lines: SplitLines("経歴\n\n・東都大学医学部　卒業", 1)}).article
	if fmt.Sprint(below.Supervisors) != "[{見本太郎 院長 見本美容外科、東都院 }]" {
		t.Errorf("supervisors %+v", below.Supervisors)
	}
	twice := readParts(t, "ピコレーザー", Part{Heading: "監修医師紹介", Level: 1}, Part{Heading: "監修医師紹介", Level: 2, Lines: SplitLines("見本花子 医師", 1)}).article
	if fmt.Sprint(twice.Supervisors) != "[{見本花子 医師  }]" {
		t.Errorf("supervisors %+v", twice.Supervisors)
	}
	child := readParts(t, "ピコレーザー", Part{Heading: "監修医師", Level: 1},
		Part{Heading: "見本花子 医師", Level: 2, Lines: SplitLines("見本クリニック院長\n\n皮膚科に勤めています。", 1)}).article
	if len(child.Supervisors) != 1 || child.Supervisors[0].Name != "見本花子" || child.Supervisors[0].Affiliation != "見本クリニック" {
		t.Errorf("supervisors %+v", child.Supervisors)
	}
}
