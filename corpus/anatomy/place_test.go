package anatomy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
)

// Where a clinic is and when it is open is no part of an article, whatever stands over
// it; what looks like such a list and tells of the treatment is.
func TestFactsOfTheClinicAreDropped(t *testing.T) {
	lead := Part{Heading: "概要", Level: 1, Lines: linesOf("見本法は肌を整える治療です。")}
	for _, tt := range []struct {
		name  string
		parts []Part
		kept  bool
	}{
		{"rows", []Part{{Heading: "INFORMATION", Level: 1, Lines: linesOf("| 住所 | 見本県見本市1-2 |\n| 営業時間 | 10時から19時 |\n| 定休日 | 不定休 |\n| お支払方法 | 現金 |")}}, false},
		{"terms", []Part{{Heading: "サロンのこと", Level: 1, Lines: linesOf("住所：見本県見本市1-2\n見本ビル3階\n診療時間：10時から19時")}}, false},
		{"headings", []Part{{Heading: "クリニック案内 CLINIC", Level: 1}, {Heading: "CLINIC", Level: 2, Lines: linesOf("見本形成外科\nMIHON CLINIC")}, {Heading: "ADDRESS", Level: 2, Lines: linesOf("見本ビル 6F")}, {Heading: "ACCESS", Level: 2, Lines: linesOf("見本駅から歩いて5分。")}}, false},
		{"branch", []Part{{Heading: "見本院", Level: 1, Lines: linesOf("住所\n見本ビル2階\n診療科目：美容皮膚科")}}, false},
		{"of the treatment", []Part{{Heading: "施術の情報", Level: 1, Lines: linesOf("| 施術時間 | 30分 |\n| 診療時間 | 当日は2時間 |\n| 痛み | 少しあります |")}}, true},
		{"one fact", []Part{{Heading: "通院のしかた", Level: 1, Lines: linesOf("駐車場：ありません\n帰りは家族と一緒においでください。")}}, true},
		{"with prices", []Part{{Heading: "見本院", Level: 1, Lines: linesOf("住所：見本市\n営業時間：10時から\n見本法：33,000円")}}, true},
		{"other subsection", []Part{{Heading: "見本院", Level: 1, Lines: linesOf("住所：見本市\n診療時間：10時から")}, {Heading: "入院について", Level: 2, Lines: linesOf("二日のあいだ入院します。")}}, true},
	} {
		a := readParts(t, "見本法", append([]Part{lead}, tt.parts...)...).article
		kept := len(a.Sections) > 1
		if kept != tt.kept {
			t.Errorf("%s: kept %v, want %v; dropped %v", tt.name, kept, tt.kept, a.Dropped)
		}
		if !tt.kept && len(a.Dropped) < len(tt.parts) {
			t.Errorf("%s: not listed: %v", tt.name, a.Dropped)
		}
	}
}

// What editors keep with a manuscript is dropped with its sentences, and listed.
func TestNotesOfEditorsAreDropped(t *testing.T) {
	a := readParts(t, "見本法",
		Part{Heading: "効果", Level: 1, Lines: linesOf("肌が明るくなることが期待できます。")},
		Part{Heading: "メタディスクリプション", Level: 1, Lines: linesOf("見本法の効果を医師が解説します。")},
		Part{Heading: "サジェストキーワード", Level: 1, Lines: linesOf("- 見本法 効果\n- 見本法 痛み")},
		Part{Heading: "キーワードは保湿", Level: 1, Lines: linesOf("施術のあとはよく保湿します。")}).article
	if len(a.Sections) != 2 || len(a.Dropped) != 5 {
		t.Errorf("sections %v, dropped %v", headings(a.Sections), a.Dropped)
	}
}

func headings(sections []corpus.Section) string {
	var out []string
	for _, s := range sections {
		out = append(out, s.Heading)
	}
	return fmt.Sprint(out)
}

// MENU is the menu of a site, and the list of treatments with their prices as well.
func TestMenuOfTreatments(t *testing.T) {
	menu := func(text string) string {
		return headings(readParts(t, "見本法", Part{Heading: "効果", Level: 1, Lines: linesOf("肌が明るくなることが期待できます。")},
			Part{Heading: "MENU", Level: 1, Lines: linesOf("・顔\n・体")}, Part{Heading: "顔の見本法", Level: 2, Lines: linesOf(text)}).article.Sections)
	}
	if got := menu("全体：33,000円"); !strings.Contains(got, "顔の見本法") {
		t.Errorf("with prices: %s", got)
	}
	if got := menu("・顔の見本法\n・首の見本法"); strings.Contains(got, "顔の見本法") {
		t.Errorf("of links: %s", got)
	}
}

// A price that is crossed out stands in the line with the one of the offer: the line is
// the only one that says it.
func TestLinesWithTheUsualPriceAreKept(t *testing.T) {
	for line, kept := range map[string]bool{
		"見本法 ¥44,000 50% OFF ¥22,000税込": true,
		"44,000円 → 22,000円（50%OFF）":     true,
		"今だけ50%OFF 22,000円":             false,
		"期間限定キャンペーン実施中":                 false,
	} {
		a := readParts(t, "見本法", Part{Heading: "料金", Level: 1, Lines: linesOf("税込の料金です。\n" + line)}).article
		if got := strings.Contains(a.Sections[0].Text, line); got != kept {
			t.Errorf("%s: kept %v", line, got)
		}
		if dropped := slices.ContainsFunc(a.Dropped, func(d corpus.Dropped) bool { return d.Text == line }); dropped == kept {
			t.Errorf("%s: listed %v", line, dropped)
		}
	}
}
