package lexicon

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func load(t testing.TB) *Lexicon {
	t.Helper()
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// mark writes s with its mentions as [surface|id], which is also how the tables
// below say what is expected.
func mark(l *Lexicon, s string) string {
	var b strings.Builder
	at := 0
	for _, m := range l.Find(s) {
		b.WriteString(s[at:m.Start] + "[" + s[m.Start:m.End] + "|" + m.Concept.ID + "]")
		at = m.End
	}
	return b.String() + s[at:]
}

// unmark takes the marks out again.
func unmark(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		surface, rest, _ := strings.Cut(rest, "|")
		_, s, _ = strings.Cut(rest, "]")
		b.WriteString(surface)
	}
}

func checkMarked(t *testing.T, l *Lexicon, sentences []string) {
	t.Helper()
	for _, want := range sentences {
		if got := mark(l, unmark(want)); got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// What a text names decides its facets: a concept that is missed is a treatment
// nobody finds.
func TestFindNames(t *testing.T) {
	checkMarked(t, load(t), []string{
		"[エクソソーム点滴|exosome_drip]を受ける前に知りたいこと",
		"[エクソソームの点滴|exosome_drip]は自由診療です",
		"[エキソソーム|exosome]と書く人もいる",
		"[美肌・エイジングケア|skin_aging_care]をめざす",
		"[薄毛・抜け毛|hair_loss]の相談",
		"[薄毛|hair_loss]や[抜け毛|hair_loss]が気になる",
		"[生活習慣病|lifestyle_disease]と言われた",
		"[HIFU|hifu]（[ハイフ|hifu]）で[たるみ|sagging]を引き上げる",
		"[ボトックス|botulinum]・[ヒアルロン酸|hyaluronic_acid]の違い",
		"[ボツリヌストキシン注射|botulinum]は[表情じわ|expression_wrinkle]に使う",
		"[ほうれい線|nasolabial_fold]への[ヒアルロン酸注入|hyaluronic_filler]",
		"[リベルサス|rybelsus]は[GLP-1受容体作動薬|glp1]のひとつ",
		"[メソガン|mesogun]と[ダーマペン|dermapen]を比べる",
		"[VIO脱毛|vio_hair_removal]の回数",
		"[医療脱毛|hair_removal]と[エステ脱毛|esthetic_salon]は違う",
		"[インプラント|dental_implant]の後に[インプラント周囲炎|peri_implantitis]になる",
		"[歯周病|periodontitis]を放置した場合",
		"[親知らず抜歯|wisdom_tooth_extraction]の翌日",
		"[マウスピース矯正|clear_aligner]は[歯列矯正|orthodontics]の一種",
		"[白内障手術|cataract_surgery]で[多焦点眼内レンズ|multifocal_iol]を選ぶ",
		"[レーシック|lasik]と[ICL|icl]",
		"[変形性膝関節症|knee_osteoarthritis]の治療に[PRP療法|prp]",
		"[体外衝撃波|shockwave]で[足底腱膜炎|plantar_fasciitis]を治療する",
		"[胃カメラ|gastroscopy]で[ピロリ菌|hpylori_infection]を調べる",
		"[帯状疱疹ワクチン|shingles_vaccine]は2種類ある",
		"[HPVワクチン|hpv_vaccine]と[子宮頸がん検診|cervical_screening]",
		"[高濃度ビタミンC点滴|high_dose_vitamin_c]の前に[G6PD欠損症|g6pd]を調べる",
		"[禁煙外来|smoking_cessation]に通う",
		"[睡眠時無呼吸症候群|sleep_apnea]には[CPAP療法|cpap]",
		"[スギ花粉症の舌下免疫療法|cedar_slit]を続ける",
		"[人間ドック|health_checkup]の結果",
		"[内出血|bruise]や[腫れ|swelling]、[赤み|redness]が出る",
		"[迷走神経反射|vasovagal_reflex]で[失神|fainting]する",
		"注射のとき[貧血を起こ|vasovagal_reflex]しやすい方",
		"[妊娠中|pregnancy]・[授乳中|breastfeeding]は避ける",
		"[ワーファリン|anticoagulants]などの[抗凝固薬|anticoagulants]を飲んでいる",
		"[血液サラサラの薬|anticoagulants]を飲んでいる",
		"[がん治療中|cancer_treatment]は受けられない",
		"[がんの治療を受けて|cancer_treatment]いる方",
		"[がんの治療が終わったばかり|cancer_just_treated]の方",
		"[がんの再発の不安|cancer_recurrence_worry]がある方",
		"[治癒後5年間|cancer_within_5_years]は待つ",
		"[不純物|contamination]による[汚染|contamination]のおそれ",
		"[厚生労働省|mhlw]と[PMDA|pmda]の資料",
		"[東京医科大学|tokyo_medical_univ]の研究",
	})
}

// Narrower and broader words are different concepts: 「副作用」 must not become
// 「内出血」, and 「胃癌」 is more than 「がん」.
func TestFindLongest(t *testing.T) {
	checkMarked(t, load(t), []string{
		"[妊娠糖尿病|gestational_diabetes]と[糖尿病|diabetes]",
		"[乳がん|breast_cancer]と[胃癌|stomach_cancer]、そのほかの[がん|cancer]",
		"胆管[がん|cancer]や[骨|bone]の[癌|cancer]",
		"[口唇ヘルペス|lip_herpes]が出た",
		"[ニキビ跡|acne_scar]は[ニキビ|acne]の後に残る",
		"[後発白内障|posterior_capsule_opacity]は[白内障|cataract]とは別",
		"[糖尿病網膜症|diabetic_retinopathy]",
		"[痛み止め|painkiller]を飲む",
		"[日焼け止め|sunscreen]を塗り、[日焼け|sunburn]を避ける",
		"[脳貧血|vasovagal_reflex]と[貧血|anemia]",
		"[生理痛|dysmenorrhea]は[生理中|menstruation]",
		"[副作用|side_effect]として[内出血|bruise]がある",
	})
}

// One word, however it is typed.
func TestFindSpellings(t *testing.T) {
	l := load(t)
	checkMarked(t, l, []string{
		"[ＨＩＦＵ|hifu]　ダウンタイム",
		"[hifu|hifu]の料金",
		"[ﾊｲﾌ|hifu]と[ﾋﾞﾀﾐﾝC|vitamin_c]",
		"[はいふ|hifu] こうか",
		"[ひあるろんさん|hyaluronic_acid]ってなに",
		"[えくそそーむ|exosome]とは",
		"[ヒアルロン酸 注入|hyaluronic_filler]",
		"[ヒアルロン酸・注入|hyaluronic_filler]",
		"[ヒアルロン酸|hyaluronic_acid]　　注入",
		"[GLP1|glp1]と[GLP‐1|glp1]と[ＧＬＰ－１|glp1]",
		"[しみ|spots]、[シミ|spots]、[ｼﾐ|spots]",
		"[むし歯|tooth_decay]と[虫歯|tooth_decay]と[う蝕|tooth_decay]",
		"[レーザ脱毛|hair_removal]と[レーザー脱毛|hair_removal]",
		"[プラセンターー|placenta]の注射",
		"[帯状ほう疹|shingles]の後",
		"[搔痒感|itching]と[掻痒感|itching]",
		"[歯がぐらぐらする|periodontitis]",
	})
	want := "[ダーマペン|dermapen]のあと[かゆみ|itching]がある"
	decomposed := norm.NFD.String(unmark(want))
	if decomposed == unmark(want) {
		t.Fatal("the sentence has nothing to decompose")
	}
	if got := mark(l, decomposed); got != norm.NFD.String(want) {
		t.Errorf("decomposed: %q", got)
	}
}

// A word inside another word is not meant: a false risk or a false treatment in an
// article's facets misleads.
func TestFindNotInOtherWords(t *testing.T) {
	checkMarked(t, load(t), []string{
		"LEDの光、needed、EDGE、E D",
		"[edema|edema]は[ED|ed]とは違う",
		"[ED|ed]かもしれない、[ED|ed]クリニック",
		"シミュレーションで確かめる",
		"しみる飲み物、しみた水",
		"旅行の楽しみ、たのしみ、悲しみ、つつしみ",
		"はげしい運動、はげましの言葉",
		"あざやかな色、あざむく、あざらし",
		"がんばる人、がんこな汚れ、がんもどき",
		"くまなく探す、ちかくまで行く",
		"足りない、見た目、2つ目、目安、注目する",
		"項目と首都と笑顔",
		"補う歯科医院",
		"待っていれば落ち着く",
		"はりがある、やはり効く",
		"生理食塩水、生理的な反応",
		"キリマンジャロの山",
		"矯正歯科専門医と皮膚科",
		"コロナ禍に開いた",
		"大気汚染と水質汚染",
		"発光ダイオード",
		"メソガンメソ、スーパーハイフンゲーム",
		"いぼころ、しわざ、しわよせ",
		"薬をうつと楽になる",
		"おしみなく使う",
		"エラーが出る、えらぶ",
		"ほほえむ、つめたい",
		"金属疲労",
		"術後3か月経過、1ヶ月経つ",
		"わたし・わたくし、バスとタクシー、ボーヌのド",
		"ハリーさん、このハレー彗星",
		"そうだろうしばらく待つ",
		"鳴らしているのはだれ、はなはだ、低いためもとに戻す",
		"切れ目、折り目、痛い目",
		"良性病変、女性病院、電気絶縁",
		"火花を見ようとする、救おうと思う",
		"関東大会、東京大会、大阪大会、地理研究所",
		"乾パンはカンパン",
		"再発見と不眠不休",
		"ブルーライトカット眼鏡",
	})
}

// The right edge of a hiragana word is a particle or an auxiliary; its left edge
// is not the middle of another word.
func TestFindHiraganaEdges(t *testing.T) {
	checkMarked(t, load(t), []string{
		"[しみ|spots]が濃い",
		"濃い[しみ|spots]です",
		"[腕|arm]の[しみ|spots]だけ",
		"気になる[しみ|spots]を取る",
		"[しみ|spots]、[そばかす|freckles]、[くすみ|dullness]",
		"[目尻|eye_corner][しわ|wrinkle]",
		"[いびき|snoring]がひどい",
		"[にきび|acne]ができる",
		"大人[にきび|acne]",
		"分かっていない[がん|cancer]",
		"[いれば|denture] ねだん、武器を用いれば、していれば",
		"あしの[だつもう|hair_removal]",
		"[子ども|children]の[ぜんそく|asthma]",
		"[がん|cancer]になる、[がん|cancer]患者、[がん|cancer]だった",
		"[かゆく|itching]なる",
		"[痛く|pain]ない、[痛み|pain]ます",
		"[腫れ|swelling]ている、[腫れ|swelling]た",
	})
}

// One character can stand for two words; its bytes belong to one mention.
func TestFindSharedCharacter(t *testing.T) {
	l := loadWith(t, file(t, "own.yaml", "concepts: [{id: a, kind: risk, label: 株式}, {id: b, kind: risk, label: 会社}]"))
	checkMarked(t, l, []string{"[株式|a][会社|b]"})
	if got := l.Find("㍿と会社"); len(got) != 2 || got[0].End != len("㍿") || got[1].Start != len("㍿と") {
		t.Errorf("%+v", got)
	}
}
