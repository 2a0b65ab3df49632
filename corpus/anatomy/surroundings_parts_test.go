package anatomy

import (
	"fmt"
	"strings"
	"testing"

	"shirube/corpus"
)

// Questions are found below a heading that does not say FAQ, where they stand together;
// a chain of headings that ask what each section is about is none.
func TestQuestionsBelowAnyHeading(t *testing.T) {
	asked := func(heading string, questions ...string) []Part {
		parts := []Part{{Heading: heading, Level: 1}}
		for _, q := range questions {
			parts = append(parts, Part{Heading: q, Level: 2, Lines: linesOf("医師が診て決めます。")})
		}
		return parts
	}
	for _, tt := range []struct {
		parts []Part
		want  int
	}{
		{asked("みなさまの気がかり", "楽器は吹けますか？", "外れたら？"), 2},
		{asked("通う前に", "痛いですか？", "何日休みますか？", "車で行けますか？"), 3},
		{asked("通う前に", "痛いですか？", "何日休みますか？"), 0},
		{asked("見本法の基礎知識", "見本法とは？", "なぜ効くのですか？", "誰が受けますか？"), 0},
		{asked("副作用", "どんな症状が出ますか？", "いつ治まりますか？", "受診は必要ですか？"), 0},
	} {
		a := readParts(t, "見本法", tt.parts...).article
		if len(a.FAQs) != tt.want || tt.want > 0 && a.Sections[len(a.Sections)-1].Kind != corpus.KindFAQ {
			t.Errorf("%q: %d questions, want %d", tt.parts[0].Heading, len(a.FAQs), tt.want)
		}
	}
}

// Sections that only ask their reader to come, or cry out an offer, are dropped; those
// that tell of the treatment, of a step, of what a cancellation costs are not.
func TestInvitationsAndOffers(t *testing.T) {
	cost := Part{Heading: "料金", Level: 1, Lines: linesOf("1回 33,000円")}
	for _, tt := range []struct {
		heading, text string
		kept          bool
	}{
		{"ご予約・お問い合わせ", "見本クリニックは完全予約制です。お電話かフォームでご連絡ください。", false},
		{"肌の悩み、まずはご相談ください", "初回の相談を無料で承ります。", false},
		{"ご予約・お問い合わせ", "前日以降のキャンセルには3,300円をいただきます。", true},
		{"まずはご相談ください", "妊娠中の方は受けられません。お電話でご相談ください。", true},
		{"無料相談", "医師が肌を診て、当てる強さを決めます。", true},
		{"秋の見本キャンペーン", "11月末まで\n1回 16,500円", false},
		{"秋の見本キャンペーン", "赤みや腫れが出ることがあります。", true},
		{"アクセス", "見本駅から徒歩3分です。\n麻酔を使う日は車を運転して帰れません。", true},
		{"コメントを残す", "名前を入れてください。", false},
	} {
		a := readParts(t, "見本法", cost, Part{Heading: tt.heading, Level: 1, Lines: linesOf(tt.text)}).article
		got := fmt.Sprint(a.Sections[len(a.Sections)-1].Heading == tt.heading)
		if got != fmt.Sprint(tt.kept) {
			t.Errorf("%s: %s: kept %s, dropped %v", tt.heading, tt.text, got, a.Dropped)
		}
	}
	a := readParts(t, "見本法", Part{Heading: "治療の流れ", Level: 1}, Part{Heading: "ご予約", Level: 2, Lines: linesOf("お電話で予約をお取りください。")}).article
	if len(a.Sections) != 2 {
		t.Errorf("a step was dropped: %v", a.Dropped)
	}
	only := readParts(t, "見本法", Part{Heading: "秋の見本キャンペーン", Level: 1, Lines: linesOf("1回 16,500円")}).article
	if len(only.Sections) != 1 {
		t.Errorf("the only price of a page was dropped: %v", only.Dropped)
	}
}

// Lines in which a page speaks of itself are told from those that only begin alike.
func TestSiteLines(t *testing.T) {
	for line, noise := range map[string]bool{
		"この記事は約5分で読めます":                true,
		"麻酔は約5分で効きます":                  false,
		"このページを直す | 前へ：中性の話 | 次へ：油の話":  true,
		"保険は使えません。| --- | --- | --- |": false,
		"メニューをたたむ":                     true,
		"1回 | 9,900円":                  false,
		"カートに入れる":                      true,
		"1 2 3 … 8 次へ":                 true,
		"1 2 3":                        false,
		"午前 ○ ○ ○ × ○":                 true,
		"月 火 水 木 金 土":                  true,
		"写真：見本フォト":                     true,
		"写真：左は治療の前、右は治療の後です。":          false,
		"最終更新: 2025年4月":                true,
		"#美容 #シミ":                      true,
		"← 前の題 | 次の題 →":                true,
		"通常 33,000円 → 22,000円":         false,
		"表は横にスクロールできます":                true,
		"クッキーを食べてから来ないでください。":          false,
		"LINEで経過の写真を送ります。":             false,
	} {
		if got := noiseReason(line) != ""; got != noise {
			t.Errorf("%q: noise %v, want %v", line, got, noise)
		}
	}
	a := readParts(t, "見本法", Part{Heading: "効果", Level: 1, Lines: linesOf("薄くなります。\n・医院案内\n・診療科目\n・交通案内\n・お問い合わせ")}).article
	if got := a.Sections[0].Text; strings.Contains(got, "交通案内") {
		t.Errorf("a menu is text: %q", got)
	}
}

// Marked questions need no marks before their answers, wherever they stand.
func TestMarkedQuestionsAnywhere(t *testing.T) {
	a := readParts(t, "見本法", Part{Heading: "診察室から", Level: 1, Lines: linesOf("Q. 湿布で治りますか\n痛みはやわらぎます。\n\nQ. 両手を一度に受けられますか\n片手ずつ行います。")}).article
	if len(a.FAQs) != 2 || a.FAQs[1].Answer != "片手ずつ行います。" {
		t.Errorf("%+v", a.FAQs)
	}
	if a = readParts(t, "見本法", Part{Heading: "診察室から", Level: 1, Lines: linesOf("Q. 湿布で治りますか\n\n薬は飲みません。")}).article; len(a.FAQs) != 0 {
		t.Errorf("a single question: %+v", a.FAQs)
	}
}
