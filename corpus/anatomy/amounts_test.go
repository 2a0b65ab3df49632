package anatomy

import (
	"fmt"
	"testing"
)

// show writes an amount as "min-max", ? where a bound is open.
func show(lo, hi *int) string {
	p := func(v *int) string {
		if v == nil {
			return "?"
		}
		return fmt.Sprint(*v)
	}
	return p(lo) + "-" + p(hi)
}

// A wrong price is worse than none: each notation must be read for what it says.
func TestAmounts(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"10万円", []string{"100000-100000"}},
		{"１０万円", []string{"100000-100000"}},
		{"10,000円", []string{"10000-10000"}},
		{"１０，０００円", []string{"10000-10000"}},
		{"一万円", []string{"10000-10000"}},
		{"十万円", []string{"100000-100000"}},
		{"二十五万円", []string{"250000-250000"}},
		{"千円", []string{"1000-1000"}},
		{"5千円", []string{"5000-5000"}},
		{"3.3万円", []string{"33000-33000"}},
		{"3万5千円", []string{"35000-35000"}},
		{"3万5,000円", []string{"35000-35000"}},
		{"1万5000円", []string{"15000-15000"}},
		{"1億2000万円", []string{"120000000-120000000"}},
		{"¥110,000（税込）", []string{"110000-110000"}},
		{"￥５，５００", []string{"5500-5500"}},
		{"¥10,000-", []string{"10000-10000"}},
		{"10万円〜", []string{"100000-?"}},
		{"10万円～", []string{"100000-?"}},
		{"10万円から", []string{"100000-?"}},
		{"10万円以上", []string{"100000-?"}},
		{"110,000円（税込）〜", []string{"110000-?"}},
		{"10万円以下", []string{"?-100000"}},
		{"10万円まで", []string{"?-100000"}},
		{"最大20万円", []string{"?-200000"}},
		{"最低5万円", []string{"50000-?"}},
		{"10万円台", []string{"100000-109999"}},
		{"約10万円前後", []string{"100000-100000"}},
		{"20〜30万円", []string{"200000-300000"}},
		{"20~30万円", []string{"200000-300000"}},
		{"5,000〜8,000円", []string{"5000-8000"}},
		{"5,000円〜1万円", []string{"5000-10000"}},
		{"5,000〜1万円", []string{"5000-10000"}},
		{"10万円から20万円", []string{"100000-200000"}},
		{"¥10,000〜¥20,000", []string{"10000-20000"}},
		{"10,000-20,000円", []string{"10000-20000"}},
		{"100,000円（税込110,000円）", []string{"110000-110000"}},
		{"税込110,000円（税抜100,000円）", []string{"110000-110000"}},
		{"10万円（税込11万円）〜20万円（税込22万円）", []string{"110000-220000"}},
		{"30,000円（税込33,000円）、50,000円（税込55,000円）", []string{"33000-33000", "55000-55000"}},
		{"1回3万円、5回12万円", []string{"30000-30000", "120000-120000"}},
		{"数万円", nil},
		{"数十万円", []string{"?-?"}},
		{"1〜2回の施術", nil},
		{"円形脱毛症は3か所まで", nil},
		{"10円玉ほどの大きさ", []string{"10-10"}},
		{"費用は無料です", nil},
		{"2024年は10万円でした", []string{"100000-100000"}},
		{"30万〜50万円", []string{"300000-500000"}},
	}
	for _, tt := range tests {
		var got []string
		for _, a := range amounts(fold(tt.text)) {
			got = append(got, show(a.min, a.max))
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("amounts(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

// costArticle reads an article on ピコレーザー whose cost section is the text.
func costArticle(t *testing.T, heading, text string) *reading {
	t.Helper()
	return readParts(t, "ピコレーザーの料金とリスク",
		Part{Line: 1, Lines: SplitLines("ピコレーザーの説明です。", 1)},
		Part{Heading: heading, Level: 1, Line: 3, Lines: SplitLines(text, 4)})
}

// What is the treatment's price, what a course, what neither.
func TestCost(t *testing.T) {
	tests := []struct {
		name, heading, text string
		unit, per, course   string
		fees                string
	}{
		{"one price", "費用", "1回33,000円です。", "33000-33000", "session", "?-?", "[]"},
		{"open", "費用", "費用は1回3万円〜です。", "30000-?", "session", "?-?", "[]"},
		{"list", "料金", "・頬：1回 22,000円\n・全顔：1回 44,000円", "22000-44000", "session", "?-?", "[]"},
		{"open above a known one", "料金", "・頬：1回 22,000円\n・全顔：1回 44,000円〜", "22000-?", "session", "?-?", "[]"},
		{"course after number of times", "料金", "1回3万円、5回コースは12万円です。", "30000-30000", "session", "120000-120000", "[]"},
		{"course by count", "料金", "・1回：33,000円\n・3回：88,000円", "33000-33000", "session", "88000-88000", "[]"},
		{"total", "費用", "トータルで30万円以上かかります。", "?-?", "", "300000-?", "[]"},
		{"site", "費用", "1部位2万円〜5万円が目安です。", "20000-50000", "site", "?-?", "[]"},
		{"vial", "費用", "1本5万円です。", "50000-50000", "vial", "?-?", "[]"},
		{"month", "費用", "月額8,800円で続けられます。", "8800-8800", "month", "?-?", "[]"},
		{"fees apart", "費用", "1回3万円です。初診料は3,300円、麻酔代は1,100円です。", "30000-30000", "session", "?-?", "[初診料 3300 麻酔代 1100]"},
		{"fee included", "費用", "診察料・麻酔代込みで1回5万円です。", "50000-50000", "session", "?-?", "[]"},
		{"fee on top", "費用", "1回3万円です。テープ代に500円が別にかかります。", "30000-30000", "session", "?-?", "[テープ代 500]"},
		{"campaign", "料金", "1回33,000円です。初回限定は9,800円です。", "33000-33000", "session", "?-?", "[]"},
		{"a price off", "料金", "1回33,000円です。20%OFFの26,400円、平日は3,000円オフです。", "33000-33000", "session", "?-?", "[]"},
		{"office is no price off", "料金", "オフィスでの照射は1回33,000円です。", "33000-33000", "session", "?-?", "[]"},
		{"usual price beside a campaign", "料金", "通常1回33,000円が、今だけ19,800円です。", "33000-33000", "session", "?-?", "[]"},
		{"insured", "費用", "3割負担で約5,000円、片方なら3,000円です。", "?-?", "", "?-?", "[]"},
		{"tax threshold", "費用", "医療費が年間10万円を超えると控除の対象です。", "?-?", "", "?-?", "[]"},
		{"instalments", "費用", "1回33,000円です。月々3,000円の分割払いもできます。", "33000-33000", "session", "?-?", "[]"},
		{"with and without tax", "費用", "1回30,000円（税込33,000円）です。", "33000-33000", "session", "?-?", "[]"},
		{"another treatment", "費用", "1回33,000円です。IPL光治療は1回11,000円です。", "33000-33000", "session", "?-?", "[]"},
		{"several units, as they are sold", "費用", "・頬 1部位 2万円\n・額 1部位 1万円\n・全顔 1回 5万円", "10000-50000", "site", "?-?", "[]"},
		{"table", "料金表", "| 部位 | 1回 | 5回コース |\n| 頬 | 2万円 | 8万円 |\n| 全顔 | 4万円 | 16万円 |", "20000-40000", "session", "80000-160000", "[]"},
		{"table with fees", "料金表", "| 項目 | 費用 |\n| 全顔 | 1回 4万円 |\n| 初診料 | 3,300円 |\n| 塗る麻酔（希望者） | 2,200円 |", "40000-40000", "session", "?-?", "[初診料 3300 塗る麻酔 2200]"},
		{"passing mention elsewhere", "まとめ", "費用は1回3万円ほどです。", "30000-30000", "session", "?-?", "[]"},
		{"money that is no price", "ピコレーザーとは", "2024年の市場は500億円です。", "?-?", "", "?-?", "[]"},
		{"parts of a total", "料金表", "| 項目 | 料金 |\n| 照射 | 30,000円 |\n| 薬剤 | 10,000円 |\n| 1回総額 | 40,000円〜 |", "40000-?", "session", "?-?", "[]"},
		{"own column of a comparison", "IPL光治療との違い", "| 項目 | ピコレーザー | IPL光治療 |\n| 料金 | 1回 3万円 | 1回 1万円 |", "30000-30000", "session", "?-?", "[]"},
		{"flattened table", "料金", "1回\n\n33,000円(税込)\n\n3回\n\n88,000円(税込)", "33000-33000", "session", "88000-88000", "[]"},
		{"fee by its heading", "麻酔クリーム", "料金は1回あたり1,000円〜3,000円です。", "?-?", "", "?-?", "[麻酔クリーム 1000]"},
		{"fee that is a treatment by itself", "料金表", "| 項目 | 費用 |\n| 全顔 | 1回 4万円 |\n| アレルギー検査 | 5,000円 |\n| IPL光治療 | 1回 9,000円 |", "40000-40000", "session", "?-?", "[アレルギー検査 5000]"},
		{"fee of another treatment", "料金表", "| 項目 | 費用 |\n| 全顔 | 1回 4万円 |\n| IPL光治療の麻酔 | 2,200円 |", "40000-40000", "session", "?-?", "[]"},
		{"later units", "費用", "1本55,000円、2本目以降は44,000円です。", "55000-55000", "vial", "?-?", "[]"},
		{"the second eye", "費用", "1眼150,000円です。2眼目以降は140,000円です。", "150000-150000", "other", "?-?", "[]"},
		{"later units in a list", "料金", "・1回：33,000円\n・2回目以降：29,000円\n・追加（2回目以降）29,000円", "33000-33000", "session", "?-?", "[]"},
		{"later units in a table", "料金表", "| 回数 | 費用 |\n| 1回 | 33,000円 |\n| 2回目以降 | 29,000円 |", "33000-33000", "session", "?-?", "[]"},
		{"only later units", "費用", "初回限定9,800円、2回目以降は1回29,000円です。", "29000-29000", "session", "?-?", "[]"},
		{"what others charge", "IPL光治療との違い", "1回11,000円です。", "?-?", "", "?-?", "[]"},
	}
	for _, tt := range tests {
		a := costArticle(t, tt.heading, tt.text).article
		var fees []any
		for _, f := range a.Fees {
			fees = append(fees, f.Label, *f.Yen)
		}
		got := []string{show(a.Cost.MinYen, a.Cost.MaxYen), a.Cost.Per, show(a.Cost.CourseMinYen, a.Cost.CourseMaxYen), fmt.Sprint(fees)}
		want := []string{tt.unit, tt.per, tt.course, tt.fees}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %q reads as %q, want %q", tt.name, tt.text, got, want)
		}
	}
}

// One filling is a tooth's price in a dental article, a syringe's elsewhere.
func TestCostPerTooth(t *testing.T) {
	a := readParts(t, "歯科インプラントの費用", Part{Heading: "費用", Level: 1, Line: 1, Lines: SplitLines("インプラントは1本35万円〜45万円です。", 2)}).article
	if got := show(a.Cost.MinYen, a.Cost.MaxYen); got != "350000-450000" || a.Cost.Per != "tooth" {
		t.Errorf("cost %s per %q, want 350000-450000 per tooth", got, a.Cost.Per)
	}
}

// A cost section goes before what an FAQ says, and that before a passing word.
func TestCostRanks(t *testing.T) {
	a := readParts(t, "ピコレーザーの話",
		Part{Heading: "まとめ", Level: 1, Lines: SplitLines("費用は1回9万円ほどです。", 1)},
		Part{Heading: "よくある質問", Level: 1},
		Part{Heading: "費用はいくらですか？", Level: 2, Lines: SplitLines("1回2万円です。", 1)},
		Part{Heading: "費用", Level: 1, Lines: SplitLines("1回3万円です。", 1)}).article
	if got := show(a.Cost.MinYen, a.Cost.MaxYen); got != "30000-30000" || len(a.Cost.Evidence) != 1 {
		t.Errorf("cost %s with %d pieces of evidence, want that of the cost section", got, len(a.Cost.Evidence))
	}
}
