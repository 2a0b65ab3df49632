package lexicon

import "testing"

func TestSourceType(t *testing.T) {
	for name, want := range map[string]string{
		"北都大学": "university",
		"北都大学大学院医学系研究科・医学部":       "university",
		"北都医科大学医学総合研究所 再生部門":      "university",
		"国立大学法人 北都大学":             "university",
		"Northern University":     "university",
		"Harvard Medical School":  "university",
		"北都大学医学部附属病院":             "hospital",
		"青空皮膚科クリニック":              "hospital",
		"医療法人社団 青空会":              "hospital",
		"みなと病院（内科）":               "hospital",
		"Mayo Clinic":             "hospital",
		"日本病院会":                   "society",
		"日本病院学会":                  "society",
		"日本○○学会「ガイドライン2023」":      "society",
		"公益社団法人 日本眼科医会":           "society",
		"東京都医師会":                  "society",
		"日本抗加齢協会":                 "society",
		"一般社団法人 美容医療推進機構":         "society",
		"American Cancer Society": "society",
		"厚生労働省":                   "government",
		"厚生労働省「美容医療を扱う病院・クリニックの皆さまへ」": "government",
		"消費者庁 消費者安全課":                  "government",
		"独立行政法人 医薬品医療機器総合機構":           "government",
		"国立がん研究センター がん情報サービス":          "government",
		"国立感染症研究所":                     "government",
		"横浜市":                          "government",
		"東京都福祉局":                       "government",
		"FDA":                          "government",
		"World Health Organization":    "government",
		"株式会社あおば":                      "company",
		"あおば製薬":                        "company",
		"㈱あおば":                         "company",
		"Aoba Pharmaceuticals, Inc.":   "company",
		"株式会社 厚生労働省御用達研究所":             "company",
		"あおば美容研究所":                     "other",
		"J Dermatol":                   "journal",
		"N Engl J Med":                 "journal",
		"Ｎ Ｅｎｇｌ Ｊ Ｍｅｄ 2021;384:989":    "journal",
		"American Journal of Medicine": "journal",
		"Lancet":                       "journal",
		"Aesthet Surg J. 2020":         "journal",
		"Yamada T, et al. 2019":        "journal",
		"PMID: 12345678":               "journal",
		"日本○○学会雑誌":                     "journal",
		"日本○○学会誌 12巻":                  "journal",
		"ボツリヌス製剤 添付文書":                 "drug_label",
		"あおば製薬株式会社 セマグルチド錠 電子添文": "drug_label",
		"医薬品インタビューフォーム":          "drug_label",
		"あおば新聞":     "media",
		"NHK":       "media",
		"Wikipedia": "media",
		"ある人の話":     "other",
		"":          "other",
		"「」":        "other",
	} {
		if got := SourceType(name); got != want {
			t.Errorf("SourceType(%q) = %s, want %s", name, got, want)
		}
	}
}

// What we know of single organisations goes before what names look like; but a
// clinic does not become a society by naming one.
func TestLexiconSourceType(t *testing.T) {
	l := load(t)
	for name, want := range map[string]string{
		"リソウ":  "company",
		"PMDA": "government",
		"ＰＭＤＡ「ある錠 添付文書」":        "drug_label",
		"e-ヘルスネット":              "government",
		"全国健康保険協会":              "government",
		"国民生活センター":              "government",
		"国立がん研究センター がん情報サービス":   "government",
		"大阪大学大学院医学系研究科・医学部":     "university",
		"東京医科大学医学総合研究所分子腫瘍研究部門": "university",
		"大阪大学医学部附属病院":           "hospital",
		"日本形成外科学会認定 あおぞらクリニック":  "hospital",
		"日本皮膚科学会ほか「ある診療指針」":     "society",
		"日本皮膚科学会雑誌":             "journal",
		"N Engl J Med":          "journal",
		"米国食品医薬品局（FDA）":         "government",
		"点滴療法研究会マスターズクラブ":       "society",
		"ある町の「厚生労働省の資料を読む会」":    "other",
		"Pfizer":           "company",
		"Cochrane Library": "journal",
		"医薬品医療機器総合機構（PMDA）「ある錠 インタビューフォーム」": "drug_label",
	} {
		if got := l.SourceType(name); got != want {
			t.Errorf("SourceType(%q) = %s, want %s", name, got, want)
		}
	}
}
