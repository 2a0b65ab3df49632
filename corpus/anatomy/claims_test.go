package anatomy

import (
	"fmt"
	"slices"
	"testing"

	"shirube/corpus"
)

func labels(claims []corpus.Claim) []string {
	var out []string
	for _, c := range claims {
		out = append(out, c.Label+" "+string(c.Stance))
	}
	return out
}

func sectionOf(heading, text string) Part {
	return Part{Heading: heading, Level: 1, Line: 1, Lines: SplitLines(text, 2)}
}

// Effects are what the sections on effects say, nowhere else.
func TestEffects(t *testing.T) {
	tests := []struct {
		name  string
		parts []Part
		want  []string
	}{
		{"sentences", []Part{sectionOf("期待できる効果", "シミを薄くし、ハリを与える効果が期待できます。")}, []string{"シミ hedged", "ハリ・弾力 hedged"}},
		{"list", []Part{sectionOf("期待できる効果", "次の効果が期待できます。\n\n・シミ\n・毛穴の開き")}, []string{"シミ hedged", "毛穴の引き締め hedged"}},
		{"flattened table", []Part{sectionOf("期待できる効果", "シミ\n\n毛穴の開き\n\nハリ\n\nいろいろな悩みに使われます。")}, nil},
		{"overview", []Part{sectionOf("ピコレーザーとは", "シミに用いるレーザーです。")}, nil},
		{"candidates", []Part{sectionOf("こんな人におすすめ", "・シミが気になる人\n・EDに悩む人")}, nil},
		{"supervisor", []Part{sectionOf("記事監修", "シミの治療に詳しい医師です。")}, nil},
		{"source line", []Part{sectionOf("期待できる効果", "出典：日本シミ学会")}, nil},
		{"question", []Part{sectionOf("期待できる効果", "シミは本当に薄くなるのでしょうか？")}, nil},
		{"FAQ about effects", []Part{{Heading: "よくある質問", Level: 1}, {Heading: "効果はいつ出ますか？", Level: 2, Lines: SplitLines("1か月ほどでシミが薄くなります。", 1)}}, []string{"シミ asserted"}},
		{"FAQ about cost", []Part{{Heading: "よくある質問", Level: 1}, {Heading: "費用はいくらですか？", Level: 2, Lines: SplitLines("シミの大きさで変わります。", 1)}}, nil},
		{"named by subheadings", []Part{{Heading: "期待できる効果", Level: 1},
			{Heading: "シミやそばかすの改善", Level: 2, Lines: SplitLines("薄くなることが期待できます。", 1)},
			{Heading: "くすみ・赤ら顔を改善に導く", Level: 2, Lines: SplitLines("明るい印象になります。", 1)},
			{Heading: "2. 炎症をやわらげる可能性", Level: 2, Lines: SplitLines("研究が続いています。", 1)},
			{Heading: "ピコレーザーの種類", Level: 2, Lines: SplitLines("機器は数種類あります。", 1)}},
			[]string{"シミ・そばかす hedged", "くすみ・赤ら顔 asserted", "炎症をやわらげる hedged"}},
		{"denied of another effect", []Part{{Heading: "期待できる効果", Level: 1},
			{Heading: "肌のハリ", Level: 2, Lines: SplitLines("コラーゲンの産生が促されるとされますが、シミには効果がありません。", 1)},
			{Heading: "小じわの改善", Level: 2, Lines: SplitLines("深いしわには効果が期待できません。", 1)}},
			[]string{"肌のハリ hedged", "シミ denied", "小じわ asserted"}},
		{"headings that name no effect", []Part{{Heading: "期待できる効果", Level: 1},
			{Heading: "効果が続く期間", Level: 2, Lines: SplitLines("半年ほどです。", 1)},
			{Heading: "貧血との関わり", Level: 2, Lines: SplitLines("関わりがあります。", 1)},
			{Heading: "光を使わない方法との差", Level: 2, Lines: SplitLines("差は小さいとされます。", 1)},
			{Heading: "414名", Level: 2, Lines: SplitLines("調べた人の数です。", 1)},
			{Heading: "0.42%", Level: 2, Lines: SplitLines("頻度です。", 1)},
			{Heading: "33件", Level: 2, Lines: SplitLines("論文の数です。", 1)}}, nil},
		{"that it goes is the effect", []Part{{Heading: "期待できる効果", Level: 1},
			{Heading: "周りへの影響を減らす", Level: 2, Lines: SplitLines("家族の受動喫煙がなくなります。", 1)}}, []string{"周りへの影響を減らす asserted"}},
		{"not clear", []Part{sectionOf("期待できる効果", "シミへの効果ははっきりしていません。")}, []string{"シミ hedged"}},
		{"denied of the effect itself", []Part{{Heading: "期待できる効果", Level: 1},
			{Heading: "毛穴の黒ずみ", Level: 2, Lines: SplitLines("毛穴の黒ずみには効果がありません。", 1)},
			{Heading: "清潔感", Level: 2, Lines: SplitLines("残念ながら効果は期待できません。", 1)},
			{Heading: "肌質の変化", Level: 2, Lines: SplitLines("すべての方には効果が得られません。", 1)}},
			[]string{"毛穴の黒ずみ denied", "清潔感 denied", "肌質の変化 denied"}},
	}
	for _, tt := range tests {
		if got := labels(readParts(t, "ピコレーザーの説明", tt.parts...).article.Effects); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestEffectLabel(t *testing.T) {
	tests := map[string]string{
		"美肌・ハリ効果":             "美肌・ハリ",
		"薄毛や抜け毛を改善に導く":        "薄毛・抜け毛",
		"生活習慣病や内臓疾患の改善に期待できる": "生活習慣病・内臓疾患",
		"肌荒れの改善":              "肌荒れ",
		"1. 発症の予防":            "発症の予防",
		"膝の痛みの軽減":             "膝の痛みの軽減",
		"①毛穴の引き締め効果が期待できる":    "毛穴の引き締め",
		"効果1：くすみの改善":          "くすみ",
		"清掃のしやすさ":             "清掃のしやすさ",
		"眼鏡を減らす（多焦点レンズ）":      "眼鏡を減らす",
		"メリット":                "",
	}
	for heading, want := range tests {
		if got := effectLabel(heading); got != want {
			t.Errorf("effectLabel(%q) = %q, want %q", heading, got, want)
		}
	}
}

// Risks are what sections on risks say, and answers that speak of a risk.
func TestRisks(t *testing.T) {
	faq := func(q, a string) []Part {
		return []Part{{Heading: "よくある質問", Level: 1}, {Heading: q, Level: 2, Lines: SplitLines(a, 1)}}
	}
	tests := []struct {
		name  string
		parts []Part
		want  []string
	}{
		{"sentences", []Part{sectionOf("副作用", "赤みや腫れが出ることがあります。痛みはほとんどありません。")}, []string{"赤み hedged", "腫れ hedged", "痛み denied"}},
		{"list", []Part{sectionOf("副作用", "次の症状が出る可能性があります。\n\n・赤み\n・やけど")}, []string{"赤み hedged", "やけど hedged"}},
		{"unknown to the lexicon", []Part{sectionOf("合併症", "・角膜浮腫\n・眼内炎：まれに起こります。\n・費用の負担")}, []string{"角膜浮腫 asserted", "眼内炎 hedged"}},
		{"drawback section can praise", []Part{sectionOf("デメリット", "費用は高めです。しかし人気があるのも事実です。")}, nil},
		{"other sections", []Part{sectionOf("施術の流れ", "痛みを抑えるため麻酔をします。")}, nil},
		{"asked for risks", faq("副作用はありますか？", "赤みが数日続きます。"), []string{"赤み asserted"}},
		{"asked for downtime", faq("ダウンタイムはどれくらいですか？", "皮下出血が見られる程度でしょう。"), []string{"内出血 hedged"}},
		{"told unasked", faq("エビデンスはありますか？", "製造の過程で汚染されているリスクもゼロではありません。"), []string{"汚染 hedged"}},
		{"only mentioned", faq("保険は使えますか？", "あざの治療なら使えます。"), nil},
		{"had it before", faq("受けられないのは？", "感染したことがある方は医師に相談することがあります。"), nil},
		{"headings of drawbacks", []Part{{Heading: "デメリット", Level: 1},
			{Heading: "②赤みや腫れが起こることがある", Level: 2, Lines: SplitLines("多くは数日で落ち着きます。", 1)},
			{Heading: "③視界のゆれが生じる場合がある", Level: 2, Lines: SplitLines("しばらくするとなくなります。", 1)},
			{Heading: "施術料金が高額", Level: 2, Lines: SplitLines("回数がかかります。", 1)},
			{Heading: "やけどを防ぐ工夫", Level: 2, Lines: SplitLines("冷やしながら当てます。", 1)}},
			[]string{"赤み hedged", "腫れ hedged", "視界のゆれ hedged", "やけど hedged"}},
		{"nouns over what is said of them", []Part{{Heading: "副作用", Level: 1},
			{Heading: "赤み", Level: 2, Lines: SplitLines("数日続く場合があります。", 1)},
			{Heading: "痛み", Level: 2, Lines: SplitLines("痛みはほとんどありません。", 1)},
			{Heading: "感染", Level: 2, Lines: SplitLines("これまでに報告はありません。", 1)}},
			[]string{"赤み hedged", "痛み denied", "感染 denied"}},
		{"told in passing", []Part{sectionOf("ピコレーザーとは", "照射後に赤みが起こることがあります。"), sectionOf("期待できる効果", "まれに腫れが出ることがあります。"),
			sectionOf("まとめ", "感染のリスクもあります。"), sectionOf("施術の流れ", "副作用として痛みを感じることがあります。")},
			[]string{"赤み hedged", "腫れ hedged", "感染 hedged", "痛み hedged"}},
		{"relief is no risk", []Part{sectionOf("期待できる効果", "痛みが軽減する可能性があります。赤みを抑えることが期待されます。治療により腫れが改善することがあります。"),
			sectionOf("まとめ", "赤みの原因には紫外線があり、腫れが起こることがあります。放置すると感染のリスクがあります。痛みのリスクを減らす工夫もあります。赤みを防ぐ薬で眠気が出ることがあります。リスクは腫れを抑える薬で減らせることがあります。")}, nil},
		{"what the illness does", []Part{sectionOf("帯状疱疹とは", "強い痛みが残ることがあります。")}, nil},
		{"another treatment's", []Part{sectionOf("まとめ", "IPL光治療では赤みが出ることがあります。")}, nil},
		{"key in a table", []Part{sectionOf("施術の概要", "| 施術時間 | 20分 |\n| リスク・副作用 | 赤み、腫れ、硬毛化などが起こることがあります |")}, []string{"赤み hedged", "腫れ hedged", "硬毛化 hedged"}},
		{"key in a line", []Part{sectionOf("料金", "※副作用：赤み、腫れ、白抜け等")}, []string{"赤み asserted", "腫れ asserted", "白抜け asserted"}},
		{"key in brackets", []Part{sectionOf("症例紹介", "【リスク・副作用】内出血、左右差")}, []string{"内出血 asserted", "左右差 asserted"}},
		{"key without any", []Part{sectionOf("施術の概要", "副作用：特になし")}, nil},
		{"list with unknown nouns", []Part{sectionOf("副作用", "・赤み、腫れ、毛のう炎など")}, []string{"赤み asserted", "腫れ asserted", "毛のう炎 asserted"}},
		{"denied list", []Part{sectionOf("副作用", "赤みや腫れ、内出血などはほとんどありません。")}, []string{"赤み denied", "腫れ denied", "内出血 denied"}},
		{"rows", []Part{sectionOf("副作用", "| 症状 | 頻度 |\n| 赤み | ほぼ全員 |\n| 白抜け | まれ |")}, []string{"赤み asserted", "白抜け hedged"}},
		{"downtime section", []Part{sectionOf("ダウンタイム", "腫れが2〜3日続きます。")}, []string{"腫れ asserted"}},
	}
	for _, tt := range tests {
		if got := labels(readParts(t, "ピコレーザーの説明", tt.parts...).article.Risks); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Who must not have it: by name where the lexicon knows, else in the article's words.
func TestContraindications(t *testing.T) {
	faq := func(q, a string) []Part {
		return []Part{{Heading: "よくある質問", Level: 1}, {Heading: q, Level: 2, Lines: SplitLines(a, 1)}}
	}
	tests := []struct {
		name  string
		parts []Part
		want  []string
	}{
		{"list", []Part{sectionOf("受けられない方", "次の方は受けられません。\n\n・妊娠中の方\n・光線過敏症の方\n・金の糸が入っている方")}, []string{"妊娠中 asserted", "光線過敏症 asserted", "金の糸が入っている方 asserted"}},
		{"ask first", []Part{sectionOf("注意点", "糖尿病の方は事前に医師へ相談してください。")}, []string{"糖尿病 hedged"}},
		{"allowed", []Part{sectionOf("注意点", "授乳中でも受けられます。")}, []string{"授乳中 denied"}},
		{"own words", []Part{sectionOf("注意点", "治癒しても5年間は治療を受けられません。")}, []string{"治癒しても5年間 asserted"}},
		{"nobody in particular", []Part{sectionOf("注意点", "次に当てはまる方は受けられません。施術は誰でも受けられるものではありません。")}, nil},
		{"answer", faq("妊婦でも受けられますか？", "妊娠中の方は受けられません。"), []string{"妊娠中 asserted"}},
		{"answer on something else", faq("痛みますか？", "妊娠中に比べると痛みは弱いでしょう。"), nil},
		{"verdict on something else", []Part{sectionOf("注意点", "受けられないこともあるため相談が必要ですが、糖尿病は関係しません。")}, nil},
		{"verdict before the name", faq("いつ受けられますか？", "相談のうえで決めます。糖尿病は別です。"), nil},
		{"said under risks", []Part{sectionOf("リスク", "アトピー性皮膚炎の方は悪化するため受けられません。重度の胃腸障害のある方は使用できません。")}, []string{"アトピー性皮膚炎 asserted", "重度の胃腸障害 asserted"}},
		{"said under candidates", []Part{sectionOf("こんな人におすすめ", "シミが気になる方に向いています。妊娠中の方にはおすすめできません。")}, []string{"妊娠中 asserted"}},
		{"said in the overview", []Part{sectionOf("ピコレーザーとは", "妊娠中の方は受けられません。")}, []string{"妊娠中 asserted"}},
		{"in passing", []Part{sectionOf("ピコレーザーとは", "妊娠中のシミにも用います。糖尿病の方は増えています。"), sectionOf("リスク", "糖尿病の方は傷の治りが遅いことがあります。")}, nil},
		{"of something else", []Part{sectionOf("施術の流れ", "妊娠中の方は予約のキャンセルができません。初めての方は当日の入浴を控えてください。"), sectionOf("料金", "糖尿病の方は割引を使用できません。"),
			sectionOf("IPL光治療との違い", "糖尿病の方は受けられません。")}, nil},
		{"lines without marks", []Part{sectionOf("注意点", "次の方は受けられません。\n\n血小板減少症の方\n\n重度の胃腸障害のある方")}, []string{"血小板減少症 asserted", "重度の胃腸障害 asserted"}},
		{"points beside known ones", []Part{sectionOf("注意点", "・妊娠中の方\n・血小板減少症の方\n・重度の胃腸障害のある方は使用できません\n・初めての方")}, []string{"妊娠中 asserted", "血小板減少症 asserted", "重度の胃腸障害 asserted"}},
		{"points on no person", []Part{sectionOf("注意点", "・当日の入浴\n・はじめての方")}, nil},
		{"sides", []Part{sectionOf("受けられない方", "・妊娠中、70歳以上の方\n・心臓や腎臓の病気、糖尿病・低血圧\n・肝臓、腎臓の病気がある方")},
			[]string{"妊娠中 asserted", "70歳以上 asserted", "糖尿病 asserted", "心臓の病気 asserted", "腎臓の病気 asserted", "低血圧 asserted", "肝臓の病気 asserted"}},
		{"what they share", []Part{sectionOf("受けられない方", "・麻酔薬や抗菌薬、消毒薬のアレルギーがある方\n・血小板減少症、神経・筋肉の病気のある方\n・最近、足を骨折した方")},
			[]string{"麻酔薬のアレルギー asserted", "抗菌薬のアレルギー asserted", "消毒薬のアレルギー asserted", "血小板減少症 asserted", "神経の病気 asserted", "筋肉の病気 asserted", "最近、足を骨折した方 asserted"}},
		{"sides in a sentence", []Part{sectionOf("注意点", "妊娠中、70歳以上の方は受けられません。")}, []string{"妊娠中 asserted", "70歳以上 asserted"}},
		{"sides of those who ask first", []Part{sectionOf("注意点", "外用薬は、心臓や腎臓の病気、糖尿病・低血圧がある方では、使う前に医師への相談が必要です。")},
			[]string{"糖尿病 hedged", "心臓の病気 hedged", "腎臓の病気 hedged", "低血圧 hedged"}},
		{"no sides of those who may be many", []Part{sectionOf("注意点", "学生、会社員の方は、事前に相談してください。")}, nil},
		{"no sides", []Part{sectionOf("受けられない方", "・重い持病があり、医師に止められている方")}, []string{"重い持病があり、医師に止められている方 asserted"}},
	}
	for _, tt := range tests {
		if got := labels(readParts(t, "ピコレーザーの説明", tt.parts...).article.Contraindications); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What an article is about is not what its supervisor does, nor what it is compared with.
func TestTreatments(t *testing.T) {
	tests := []struct {
		name, title string
		parts       []Part
		want        string
	}{
		{"title", "ピコレーザーの効果", []Part{sectionOf("ピコレーザーとは", "IPL光治療とは別のものです。")}, "[ピコレーザー] [美容皮膚科]"},
		{"supervisor's", "ピコレーザーの効果", []Part{sectionOf("ピコレーザーとは", "レーザーです。"),
			sectionOf("記事監修", "ビタミンC点滴とビタミンC点滴の研究会です。ビタミンC点滴をします。")}, "[ピコレーザー] [美容皮膚科]"},
		{"several with their own sections", "シミの治し方", []Part{sectionOf("ピコレーザー", "ピコレーザーは光を当てます。ピコレーザーとピコレーザー。"),
			sectionOf("IPL光治療", "光治療は弱い光です。光治療と光治療。")}, "[ピコレーザー IPL光治療] [美容皮膚科]"},
		{"compared with", "ピコレーザーの効果", []Part{sectionOf("IPL光治療との違い", "光治療、光治療、光治療、光治療。")}, "[ピコレーザー] [美容皮膚科]"},
		{"only in the text", "肌の悩みに", []Part{sectionOf("はじめに", "ピコレーザーの話です。ピコレーザーは光です。")}, "[ピコレーザー] [美容皮膚科]"},
		{"unknown to the lexicon", "見本糸リフトの効果と費用", []Part{sectionOf("はじめに", "糸を使います。")}, "[見本糸リフト] []"},
		{"about a condition", "糖尿病とは", []Part{sectionOf("はじめに", "ピコレーザーは関係しません。ピコレーザーの話はしません。")}, "[] []"},
	}
	for _, tt := range tests {
		a := readParts(t, tt.title, tt.parts...).article
		if got := fmt.Sprint(a.Treatments, a.Departments); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// The conditions are the article's own, never those of a title that it cites.
func TestConditions(t *testing.T) {
	tests := []struct {
		name, title string
		parts       []Part
		want        string
	}{
		{"of the effects", "ピコレーザーの話", []Part{sectionOf("期待できる効果", "シミを薄くする効果が期待できます。")}, "[シミ]"},
		{"cited", "ピコレーザーの話", []Part{sectionOf("期待できる効果", "肌を明るくします（出典：日本見本学会「シミの手引き」）。\n\n出典：日本見本学会「糖尿病の手引き」\n\n参考文献\n・東都大学「シミの研究」\n・東都大学「糖尿病の研究」")}, "[]"},
		{"what the treatment is for", "白内障手術の話", []Part{sectionOf("白内障手術とは", "白内障で濁った水晶体を取り替えます。糖尿病の方も受けられます。")}, "[白内障]"},
		{"only under risks", "白内障手術の話", []Part{sectionOf("白内障手術とは", "濁った水晶体を取り替えます。"), sectionOf("リスク", "白内障が再び起こることがあります。")}, "[]"},
		{"not named", "白内障手術の話", []Part{sectionOf("白内障手術とは", "濁った水晶体を取り替えます。"), sectionOf("参考文献", "日本見本学会「白内障の手引き」")}, "[]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(readParts(t, tt.title, tt.parts...).article.Conditions); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// What a file declares is not read again, in the lexicon's words where it knows them.
func TestDeclared(t *testing.T) {
	d := &Draft{Parts: []Part{sectionOf("費用", "IPL光治療は1回1万円。保険が適用されます。"), sectionOf("監修", "見本花子")}}
	lo := 5
	d.Article = corpus.Article{ID: "x", Title: "IPL光治療", Treatments: []string{"ピコトーニング"}, Departments: []string{"皮膚科"}, Insurance: corpus.InsuranceSelfPay,
		Supervisors: []corpus.Supervisor{{Name: "見本太郎"}}, Cost: corpus.Cost{MinYen: &lo, Per: "other"}}
	a := readDraft(t, d).article
	got := fmt.Sprintf("%v %v %s %s %d", a.Treatments, a.Departments, a.Insurance, a.Supervisors[0].Name, *a.Cost.MinYen)
	if got != "[ピコレーザー] [皮膚科] self_pay 見本太郎 5" {
		t.Errorf("declared fields became %s", got)
	}
}

// An article that was read once reads the same again.
func TestCompleteIsStable(t *testing.T) {
	a := readPlain(t, "ピコレーザーの効果\n\nピコレーザーの効果\n\nシミを薄くする効果が期待できます。\n\n参照元:厚生労働省\n\n副作用\n\n赤みが出ます。\n\n費用\n\n1回3万円です。保険は使えません。\n\nよくある質問\n\nダウンタイムはありますか？\n\nほとんどありません。\n\n監修\n\n見本花子 医師\n").article
	b := a
	b.Sections = slices.Clone(a.Sections)
	Complete(testLexicon(t), &b)
	if fmt.Sprintf("%+v", a) != fmt.Sprintf("%+v", b) {
		t.Errorf("read again:\n%+v\nbefore:\n%+v", b, a)
	}
	bare := corpus.Article{ID: "x", Title: a.Title, Sections: slices.Clone(a.Sections), Sources: a.Sources}
	Complete(testLexicon(t), &bare)
	if fmt.Sprint(bare.Effects, bare.Risks, bare.FAQs, bare.Insurance, bare.Supervisors) != fmt.Sprint(a.Effects, a.Risks, a.FAQs, a.Insurance, a.Supervisors) {
		t.Errorf("completed to %+v", bare)
	}
}

// Whom a sentence names can reach over the end of a clause, and who does something
// by halves (控えめ) is not shut out.
func TestExclusionOverClauses(t *testing.T) {
	a := readParts(t, "ピコレーザーの話", sectionOf("注意点", "ですので、肌の弱い大人は赤みが出やすく、施術を控えてください。")).article
	if len(a.Contraindications) != 1 {
		t.Errorf("contraindications %+v", a.Contraindications)
	}
	modest := readParts(t, "ピコレーザーの話", sectionOf("注意点", "ですので、毛の多い大人は反応が出やすく、毛の少ない大人は控えめになります。")).article
	if len(modest.Contraindications) != 0 {
		t.Errorf("shut out: %+v", modest.Contraindications)
	}
}

// Every part of an enumeration is a claim of its own: one that is not found is a
// warning that nobody gets.
func TestEveryPartIsClaimed(t *testing.T) {
	tests := []struct {
		name, heading, text string
		want                []string
	}{
		{"nouns of one person", "受けられない方", "・糖尿病、見本がんの方", []string{"糖尿病 asserted", "見本がん asserted"}},
		{"the last of three", "受けられない方", "・腸のねじれ、腸に穴があいている方、授乳中の方", []string{"授乳中 asserted", "腸のねじれ asserted", "腸に穴があいている方 asserted"}},
		{"people in a row", "受けられない方", "・見本病の方や貧血の方、糖尿病の方", []string{"糖尿病 asserted", "見本病 asserted", "貧血 asserted"}},
		{"suspected", "受けられない方", "・見本がんの方、その疑いがある方", []string{"見本がん asserted", "見本がんの疑い asserted"}},
		{"drugs taken", "受けられない方", "・見本マイシンや免疫抑制剤を使っている方", []string{"免疫抑制 asserted", "見本マイシンを使っている方 asserted"}},
		{"note behind", "受けられない方", "・見本マイシンを飲んでいる方（種類によります）", []string{"見本マイシンを飲んでいる方 asserted"}},
		{"note behind an illness", "受けられない方", "・見本熱の方（発疹が出やすくなります）", []string{"見本熱 asserted"}},
		{"allergies", "注意点", "・卵や見本酸にアレルギーがある方", []string{"卵にアレルギー asserted", "見本酸にアレルギー asserted"}},
		{"caused by", "受けられない方", "・見本酸や見本油でかぶれたことがある方", []string{"見本酸でかぶれたことがある方 asserted", "見本油でかぶれたことがある方 asserted"}},
		{"examples", "受けられない方", "・見本症など重い血液病の方", []string{"見本症 asserted", "重い血液病 asserted"}},
		{"and what they come to", "受けられない方", "・見本炎、見本硬化、見本斑など、肝臓の働きが低下している方", []string{"見本炎 asserted", "見本硬化 asserted", "見本斑 asserted", "肝臓の働きが低下している方 asserted"}},
		{"a name with a dot", "受けられない方", "・ミホン・サンプル症候群、見本症の方", []string{"ミホン・サンプル症候群 asserted", "見本症 asserted"}},
		{"one condition of two parts", "受けられない方", "・貧血があり、見本薬を飲んでいる方", []string{"貧血があり、見本薬を飲んでいる方 asserted"}},
		{"until after the birth", "注意点", "妊娠中の方は、急ぐ必要がなければ出産後に行います。", []string{"妊娠中 asserted"}},
		{"point until after the birth", "伝えてほしいこと", "・妊娠中の方は、急がなければ出産後に行います", []string{"妊娠中 asserted"}},
		{"allowed at a time", "伝えてほしいこと", "・妊娠中の方：安定期に受けられます。", []string{"妊娠中 hedged"}},
		{"groups of people", "注意点", "・女性は服用できません。\n・小児への安全性は確かめられていません。", []string{"女性 asserted", "小児 hedged"}},
		{"warned without a verdict", "注意点", "糖尿病の方は傷の治りが遅くなります。", []string{"糖尿病 hedged"}},
		{"made worse", "注意点", "この薬は糖尿病を悪化させることがあります。", []string{"糖尿病 hedged"}},
		{"more than a noun is said of them", "注意点", "・糖尿病の方は、傷の治りが遅くなります", []string{"糖尿病 hedged"}},
		{"all that are to speak up", "注意点", "見本病がある方、見本薬を飲んでいる方は申告してください。", []string{"見本病 hedged", "見本薬を飲んでいる方 hedged"}},
		{"rows", "受けられない方", "| 区分 | 内容 |\n| 糖尿病の方 | 見本病、貧血の方 |", []string{"糖尿病 asserted", "見本病 asserted", "貧血 asserted"}},
	}
	for _, tt := range tests {
		if got := labels(readParts(t, "ピコレーザーの話", sectionOf(tt.heading, tt.text)).article.Contraindications); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A name inside of something else is not what somebody has.
func TestNotTheContraindication(t *testing.T) {
	tests := []struct {
		name, heading, text string
		want                []string
	}{
		{"another illness by that name", "受けられない方", "・糖尿病性昏睡の方", []string{"糖尿病性昏睡 asserted"}},
		{"those who have not", "受けられない方", "・妊娠していない方", []string{"妊娠していない方 asserted"}},
		{"their family", "受けられない方", "・家族に糖尿病の方がいる方", []string{"家族に糖尿病の方がいる方 asserted"}},
		{"drug for what comes of it", "受けられない方", "・糖尿病の合併症の薬を使っている方", []string{"糖尿病の合併症の薬を使っている方 asserted"}},
		{"what is approved", "適応外使用の説明", "・国内承認品：糖尿病などがあり食事で足りない人に限って使います。美容には使えません。", nil},
		{"relief", "受けられない方・救済制度", "この場合は医薬品副作用被害救済制度の対象になりません。", nil},
		{"this case", "注意点", "この場合は治療の対象になりません。", nil},
		{"while it lasts", "注意点", "治療中は生ワクチンを接種できません。", nil},
		{"what to do when", "注意点", "・痛みが強い場合は医師に相談してください。", nil},
		{"what is done later", "注意点", "・糖尿病の方は、授乳を止めるのと同じように時期を相談します", []string{"糖尿病 hedged"}},
	}
	for _, tt := range tests {
		if got := labels(readParts(t, "ピコレーザーの話", sectionOf(tt.heading, tt.text)).article.Contraindications); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Whom a treatment is for is not shut out by it.
func TestInvitedIsNoContraindication(t *testing.T) {
	for text, want := range map[string]int{
		"がんの治療中で髪が抜けた方も対象になります。": 0,
		"妊娠中の方にもおすすめできます。":       0,
		"妊娠中の方は対象になりません。":        1,
		"妊娠中の方は受けられません。":         1,
	} {
		a := readParts(t, "ピコレーザーの話", sectionOf("注意点", text)).article
		if len(a.Contraindications) != want {
			t.Errorf("%s: %+v", text, a.Contraindications)
		}
	}
}
