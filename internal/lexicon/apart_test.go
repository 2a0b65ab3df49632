package lexicon

import (
	"strings"
	"testing"
)

// What must not be a name of one concept: opposites, degrees of a warning, kinds
// that differ in who must not have them. A facet or a search that mixes them up
// tells people the reverse of what an article says.
func TestOppositesAreApart(t *testing.T) {
	opposites := [][]string{
		{"上昇", "低下"}, {"亢進", "低下"}, {"増加", "減少"}, {"亢進", "不全"}, {"高血", "低血"}, {"頻脈", "徐脈"}, {"過矯正", "低矯正"},
		{"過剰", "不足"}, {"便秘", "下痢"}, {"禁忌", "注意"}, {"偽陽性", "偽陰性"}, {"生ワクチン", "不活化"}, {"生ワクチン", "組換え"}, {"A型肝炎", "B型肝炎", "C型肝炎"},
		{"1型", "2型"}, {"内服", "外用"}, {"閉塞隅角", "開放隅角"}, {"直後", "予定"}, {"近視", "遠視"}, {"良性", "悪性"}, {"ダニ", "スギ", "ヒノキ"},
		{"未承認", "適応外"}, {"硬毛化", "増毛化"}, {"狭心症", "心筋梗塞"},
	}
	// Named as a pair on purpose: the two have entries of their own.
	pairs := map[string]bool{"paradoxical_hair": true, "ischemic_heart_disease": true}
	for _, c := range load(t).Concepts() {
		for _, words := range opposites {
			var seen []string
			for _, w := range words {
				for _, n := range c.Names() {
					if strings.Contains(key(n), key(w)) {
						seen = append(seen, w+" in "+n)
						break
					}
				}
			}
			if len(seen) > 1 && !pairs[c.ID] {
				t.Errorf("%s is one concept, but has %v", c.ID, seen)
			}
		}
	}
}

// What is near to another thing, or a kind of it, has an entry of its own: a row
// is names that must each be a different concept.
func TestNearIsNotSame(t *testing.T) {
	l := load(t)
	for _, names := range [][]string{
		{"角膜が薄い", "角膜内皮細胞が少ない", "前房が浅い", "狭隅角"},
		{"シダキュア", "ミティキュア", "アレルゲンエキス"},
		{"エピデュオ", "アダパレン", "過酸化ベンゾイル"},
		{"併用禁忌", "併用注意", "飲み合わせ"},
		{"骨吸収抑制薬", "ビスホスホネート", "デノスマブ", "骨粗しょう症の薬"},
		{"ステロイド内服中", "免疫抑制薬"},
		{"血圧低下", "血圧上昇", "血圧の変動", "低血圧", "高血圧"},
		{"筋力低下", "筋肉量の減少"},
		{"B型肝炎", "C型肝炎", "肝炎"},
		{"酒さ", "酒さ様皮膚炎"},
		{"甲状腺機能低下症", "橋本病", "甲状腺機能亢進症", "バセドウ病"},
		{"帯状疱疹ワクチン", "シングリックス", "帯状疱疹の生ワクチン", "水痘ワクチン"},
		{"スキンブースター", "リジュラン", "ジュベルック", "プロファイロ"},
		{"α遮断薬の服用", "α1遮断薬", "前立腺肥大症の薬"},
		{"失神", "貧血", "迷走神経反射"},
		{"施術部位の炎症", "目の炎症", "ぶどう膜炎"},
		{"内出血", "血小板減少性紫斑病"},
		{"高血糖", "糖尿病", "低血糖"},
		{"硝酸薬", "NO供与剤"},
		{"ペースメーカー", "植込み型除細動器"},
		{"ポリ乳酸", "PLLA", "PDLLA"},
		{"緑内障", "閉塞隅角緑内障", "血管新生緑内障", "狭隅角"},
		{"糖尿病", "糖尿病性ケトアシドーシス", "糖尿病性昏睡"},
		{"がん", "骨転移"},
		{"免疫療法", "局所免疫療法", "JAK阻害薬", "バリシチニブ"},
		{"抗CGRP抗体", "ガルカネズマブ", "エレヌマブ"},
		{"椎間板ヘルニア", "椎間板ヘルニア手術"},
		{"過敏症", "アレルギー反応", "薬剤アレルギー"},
	} {
		of := map[*Concept]string{}
		for _, n := range names {
			c := l.Lookup(n)
			switch {
			case c == nil:
				t.Errorf("%s is unknown", n)
			case of[c] != "":
				t.Errorf("%s and %s are both %s", of[c], n, c.ID)
			default:
				of[c] = n
			}
		}
	}
}

// Words that only look like a name put wrong warnings on an article.
func TestNotTheNear(t *testing.T) {
	checkMarked(t, load(t), []string{
		"血液サラサラ効果のある納豆",
		"血液さらさらの食べもの",
		"[血液サラサラのお薬|anticoagulants]、[血をサラサラにする薬|anticoagulants]",
		"[インスリン|insulin]を打つ、インスリン分泌を促す",
		"[血小板減少性紫斑病|thrombocytopenic_purpura]のある方",
		"[目の炎症|eye_inflammation]がある方、[ぶどう膜炎|uveitis]の方",
		"予防効果は約5年続く",
		"アトロピン点眼で瞳孔を開く",
		"本剤の[成分に対し過敏症|drug_allergy]の既往歴",
		"薬の[成分で過敏症|drug_allergy]を起こしたことがある方",
		"[ヒアルロン酸関節内注射|knee_hyaluronic]を続ける",
		"[貧血|anemia]でも受けられる",
	})
	l := load(t)
	for _, name := range []string{"緑内障", "感染症", "過敏症"} {
		if c := l.Lookup(name); !c.Is(Risk) || !c.Is(Contraindication) {
			t.Errorf("%s is %s, also %v: it stands among risks and among those who cannot have a treatment", name, c.Kind, c.Also)
		}
	}
}
