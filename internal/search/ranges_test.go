package search

import (
	"strings"
	"testing"

	"shirube/internal/analysis"
	"shirube/internal/lexicon"
)

func understandingEngine(t testing.TB) *Engine {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	an, err := analysis.New(lex)
	if err != nil {
		t.Fatal(err)
	}
	return New(an, lex, nil)
}

// boundsOf is the filters that are read from the numbers of a query.
func boundsOf(e *Engine, q string) string {
	var out []string
	for _, f := range e.understand(q, everything(), true).said.Filters {
		out = append(out, f.Name+"="+f.Value+" from "+f.From)
	}
	return strings.Join(out, ", ")
}

func TestAmountsAndDaysWithABoundAreFilters(t *testing.T) {
	e := understandingEngine(t)
	for query, want := range map[string]string{
		"たるみ 10万円以下":          "cost_max=100000 from 10万円以下",
		"10万以下 たるみ":           "cost_max=100000 from 10万以下",
		"１０万円以内":              "cost_max=100000 from １０万円以内",
		"100,000円まで":          "cost_max=100000 from 100,000円まで",
		"十万円以下":               "cost_max=100000 from 十万円以下",
		"¥30,000以下":           "cost_max=30000 from ¥30,000以下",
		"3千円未満":               "cost_max=2999 from 3千円未満",
		"10万円を切る治療":           "cost_max=99999 from 10万円を切る",
		"50万円以上":              "cost_min=500000 from 50万円以上",
		"5万〜10万円 シミ":          "cost_min=50000, cost_max=100000",
		"5〜10万円":              "cost_min=50000, cost_max=100000",
		"5万円から10万円まで":         "cost_min=50000, cost_max=100000",
		"10万円台 矯正":            "cost_min=100000, cost_max=199999",
		"12万円台":               "cost_min=120000, cost_max=129999",
		"予算5万円 しわ":            "cost_max=50000 from 予算5万円",
		"1回5万円以下":             "cost_max=50000 from 5万円以下",
		"月6万円以下 やせる注射":        "cost_max=60000 from 月6万円以下",
		"1か月2万円まで ピル":         "cost_max=20000 from 1か月2万円まで",
		"先月5万円以下":             "cost_max=50000 from 5万円以下",
		"10万円以下で受けられる治療":      "cost_max=100000 from 10万円以下",
		"ダウンタイム3日以内":          "downtime_max=3 from ダウンタイム3日以内",
		"ダウンタイムは1週間まで":        "downtime_max=7 from ダウンタイムは1週間まで",
		"しみ取り 1週間以内":          "downtime_max=7 from 1週間以内",
		"たるみ 3日以内":            "downtime_max=3 from 3日以内",
		"腫れが3日以内に引く":          "",
		"3日しか休めない":            "downtime_max=3 from 3日しか休めない",
		"1週間は休めない しみ":         "downtime_max=6 from 1週間は休めない",
		"3日も休めません":            "downtime_max=2 from 3日も休めません",
		"2日なら休める しわ":          "downtime_max=2 from 2日なら休める",
		"10万以下 たるみ 休めない":      "cost_max=100000 from 10万以下, downtime_max=1 from 休めない",
		"仕事を休めない":             "downtime_max=1 from 仕事を休めない",
		"仕事休まず しみ取り":          "downtime_max=1 from 仕事休まず",
		"ダウンタイムなし シミ":         "downtime_max=0 from ダウンタイムなし",
		"ダウンタイムのない治療":         "downtime_max=0 from ダウンタイムのない",
		"ダウンタイム24時間以内":        "downtime_max=1 from ダウンタイム24時間以内",
		"費用3万円以下でダウンタイム1週間未満": "cost_max=30000 from 3万円以下, downtime_max=6 from ダウンタイム1週間未満",
		// Words, all of them.
		"5回コース":             "",
		"0.05% 点眼":          "",
		"40代 しわ":            "",
		"20万円":              "",
		"VIO脱毛 5回 20万円":     "",
		"脱毛 麻酔 3000円以内":     "",
		"初診料 5000円以下":       "",
		"医療費控除 10万円以下":      "",
		"5回で20万円以下":         "",
		"総額30万円以内":          "",
		"月々5000円以下 矯正":      "",
		"年収500万円以下 助成":      "",
		"18歳以下":             "",
		"血圧140以下":           "",
		"BMI 25以上":          "",
		"HbA1c 7%未満":        "",
		"5000以下":            "",
		"2024年以降":           "",
		"発症から3日以内":          "",
		"術後1週間以内 運動":        "",
		"キャンセル 3日以内":        "",
		"接種の3日以内 発熱":        "",
		"3か月以内に完了":          "",
		"効果 1か月以内":          "",
		"何日休む":              "",
		"休めますか":             "",
		"ダウンタイムはないですか":      "",
		"目を休めない":            "",
		"ダウンタイムなしは本当？ 切開":   "downtime_max=0 from ダウンタイムなし",
		"安い しわ取り":           "",
		"\"10万円以下\" たるみ":    "",
		"1日3回以下":            "",
		"インプラント 10年以内 壊れる":  "",
		"3日目 腫れ":            "",
		"10万円以下 20万円以上 しわ":  "cost_max=100000 from 10万円以下",
		"ダウンタイム 10日以内 3日以内": "downtime_max=10 from ダウンタイム 10日以内, downtime_max=3 from 3日以内",
	} {
		got := boundsOf(e, query)
		if !strings.Contains(want, "from") && want != "" {
			// Both ends come from the same words.
			ends, _, _ := strings.Cut(got, " from ")
			_, second, _ := strings.Cut(got, ", ")
			second, _, _ = strings.Cut(second, " from ")
			got = ends + ", " + second
		}
		if got != want {
			t.Errorf("%s: filters %q, want %q", query, got, want)
		}
	}
}

// With numbers off, or where numbers are no bounds, they are words as any others.
func TestNumbersCanStayWords(t *testing.T) {
	e := understandingEngine(t)
	on := everything()
	on.Numbers = false
	u := e.understand("たるみ 10万円以下", on, true)
	if len(u.said.Filters) != 0 || len(u.filters) != 0 {
		t.Errorf("filters %v", u.said.Filters)
	}
	if len(u.said.Terms) < 3 {
		t.Errorf("terms %+v: the amount is not looked for", u.said.Terms)
	}
	if u := e.understand("たるみ 10万円以下", everything(), true); len(u.said.Terms) != 1 || u.filters[0].Name != "cost" || *u.filters[0].Max != 100_000 {
		t.Errorf("terms %+v, filters %+v", u.said.Terms, u.filters)
	}
}
