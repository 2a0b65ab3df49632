package adcheck

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
)

// whole is an article that shows everything, in its own words.
func whole() *corpus.Article {
	yen, most, three, five := 80000, 120000, 3, 5
	a := &corpus.Article{ID: "w", Title: "見本点滴の説明", Insurance: corpus.InsuranceSelfPay, Approval: corpus.ApprovalUnapproved,
		Sections: []corpus.Section{
			{Kind: corpus.KindOverview, Heading: "見本点滴とは", Level: 1, Text: "見本の成分を点滴で投与する治療です。", StartLine: 3},
			{Kind: corpus.KindProcedure, Heading: "施術の流れ", Level: 1, Text: "医師が診察し、30分ほどかけて点滴します。\n2〜4週間おきに3〜5回の治療が目安です。", StartLine: 7},
			{Kind: corpus.KindCost, Heading: "費用", Level: 1, Text: "自由診療で、1回80,000円〜120,000円です。", StartLine: 12},
			{Kind: corpus.KindRisks, Heading: "リスク", Level: 1, Text: "注射した部位に内出血が出ることがあります。", StartLine: 16},
			{Kind: corpus.KindPrecautions, Heading: "未承認医薬品について", Level: 1, StartLine: 20, Text: "この治療に用いる薬剤は、国内で承認を受けていない未承認医薬品です。\n" +
				"医師の責任において個人輸入しています。\n国内に同一の成分で承認された医薬品はありません。\n諸外国では重篤な副作用の報告はまれですが、長期の安全性の情報は限られます。\n万一の健康被害があっても、医薬品副作用被害救済制度の対象になりません。"},
		},
		Dropped: []corpus.Dropped{{Line: 30, Text: "ご予約・お問い合わせ TEL 03-0000-0000", Why: "contact details"}},
	}
	a.Normalize()
	a.Cost = corpus.Cost{MinYen: &yen, MaxYen: &most, Per: "session", Evidence: []corpus.Evidence{{Section: a.Sections[2].ID, Sentence: "自由診療で、1回80,000円〜120,000円です。"}}}
	a.Sessions = corpus.Sessions{Min: &three, Max: &five}
	a.Risks = []corpus.Claim{{Label: "内出血", Section: a.Sections[3].ID, Sentence: "注射した部位に内出血が出ることがあります。", Stance: corpus.Hedged}}
	return a
}

func statuses(r *Report) string {
	var out []string
	for _, it := range r.Items {
		out = append(out, it.Rule+"="+string(it.Status))
	}
	return strings.Join(out, " ")
}

func itemOf(t *testing.T, r *Report, rule string) Item {
	t.Helper()
	i := slices.IndexFunc(r.Items, func(it Item) bool { return it.Rule == rule })
	if i < 0 {
		t.Fatalf("no item %s", rule)
	}
	return r.Items[i]
}

// Everything is found, each where it stands; where to ask in the footer that was
// dropped.
func TestItemsFound(t *testing.T) {
	a := whole()
	r := Check(a)
	want := "contact=found treatment=found cost=found period=found sessions=found risks=found unapproved=found acquisition=found equivalents=found foreign_safety=found relief=found"
	if got := statuses(r); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	places := map[string]string{}
	for _, it := range r.Items {
		for _, p := range it.Positions {
			places[it.Rule] += fmt.Sprintf("%s:%d:%s ", p.Where, p.Line, p.Quote)
			host := a.Dropped[0].Text
			for _, s := range a.Sections {
				if s.ID == p.Section {
					if host = s.Text; p.Where == InHeading {
						host = s.Heading
					}
				}
			}
			if string([]rune(host)[p.Start:p.End]) != p.Quote {
				t.Errorf("%s: %q is not at %d to %d", it.Rule, p.Quote, p.Start, p.End)
			}
		}
	}
	for rule, want := range map[string]string{
		"contact":        "dropped:30:ご予約・お問い合わせ TEL 03-0000-0000 ",
		"cost":           "text:12:自由診療で、1回80,000円〜120,000円です。 ",
		"risks":          "text:16:注射した部位に内出血が出ることがあります。 ",
		"acquisition":    "text:20:医師の責任において個人輸入しています。 ",
		"equivalents":    "text:20:国内に同一の成分で承認された医薬品はありません。 ",
		"foreign_safety": "text:20:諸外国では重篤な副作用の報告はまれですが、長期の安全性の情報は限られます。 ",
		"relief":         "text:20:万一の健康被害があっても、医薬品副作用被害救済制度の対象になりません。 ",
	} {
		if places[rule] != want {
			t.Errorf("%s at %q, want %q", rule, places[rule], want)
		}
	}
	if r.SelfPay.Answer != Yes || r.Unapproved.Answer != Yes || r.Worst() != "" || len(r.Phrases) != 0 {
		t.Errorf("%+v %+v, worst %q, phrases %+v", r.SelfPay, r.Unapproved, r.Worst(), r.Phrases)
	}
}

// Each part that is taken away is missed, and no other.
func TestItemsMissing(t *testing.T) {
	full := strings.Fields(statuses(Check(whole())))
	for rule, take := range map[string]func(*corpus.Article){
		"contact": func(a *corpus.Article) { a.Dropped = nil },
		"cost": func(a *corpus.Article) {
			a.Cost, a.Sections[2].Text = corpus.Cost{}, "自由診療です。費用はお尋ねください。"
		},
		"risks": func(a *corpus.Article) {
			a.Sections[3].Kind, a.Sections[3].Text, a.Risks = corpus.KindOther, "説明します。", nil
		},
		"sessions": func(a *corpus.Article) {
			a.Sessions, a.Sections[1].Text = corpus.Sessions{}, "点滴を2週間おきに続けます。"
			a.Sections[2].Text = "自由診療で、80,000円〜120,000円です。"
			a.Cost.Evidence[0].Sentence = a.Sections[2].Text
		},
		"period":    func(a *corpus.Article) { a.Sections[1].Text = "3〜5回の治療が目安です。" },
		"treatment": func(a *corpus.Article) { a.Sections[0].Kind, a.Sections[1].Kind = corpus.KindOther, corpus.KindOther },
		"acquisition": func(a *corpus.Article) {
			a.Sections[4].Text = strings.Replace(a.Sections[4].Text, "医師の責任において個人輸入しています。\n", "", 1)
		},
		"equivalents": func(a *corpus.Article) {
			a.Sections[4].Text = strings.Replace(a.Sections[4].Text, "国内に同一の成分で承認された医薬品はありません。\n", "", 1)
		},
		"foreign_safety": func(a *corpus.Article) {
			a.Sections[4].Text = strings.Replace(a.Sections[4].Text, "諸外国では重篤な副作用の報告はまれですが、長期の安全性の情報は限られます。\n", "", 1)
		},
		"relief": func(a *corpus.Article) {
			a.Sections[4].Text = strings.Replace(a.Sections[4].Text, "医薬品副作用被害救済制度の対象になりません。", "ご連絡ください。", 1)
		},
	} {
		a := whole()
		take(a)
		var want []string
		for _, s := range full {
			if s == rule+"=found" {
				s = rule + "=missing"
			}
			want = append(want, s)
		}
		if got := statuses(Check(a)); got != strings.Join(want, " ") {
			t.Errorf("without %s:\n%s\nwant\n%s", rule, got, strings.Join(want, " "))
		}
		if Check(a).Worst() != Error {
			t.Errorf("without %s: worst %q", rule, Check(a).Worst())
		}
	}
}

// What is asked depends on who pays and on approval; where that is not said, a
// missing item is unclear, not passed over.
func TestScope(t *testing.T) {
	for _, tt := range []struct {
		insurance, approval, want string
	}{
		{corpus.InsuranceSelfPay, corpus.ApprovalUnapproved, "contact=missing treatment=missing cost=missing period=missing sessions=missing risks=missing unapproved=unclear acquisition=missing equivalents=missing foreign_safety=missing relief=missing"},
		{corpus.InsuranceMixed, corpus.ApprovalApproved, "contact=missing treatment=missing cost=missing period=missing sessions=missing risks=missing unapproved=not_required acquisition=not_required equivalents=not_required foreign_safety=not_required relief=not_required"},
		{corpus.InsuranceCovered, corpus.Unknown, "contact=missing treatment=not_required cost=not_required period=not_required sessions=not_required risks=not_required unapproved=not_required acquisition=not_required equivalents=not_required foreign_safety=not_required relief=not_required"},
		{corpus.Unknown, corpus.Unknown, "contact=missing treatment=unclear cost=unclear period=unclear sessions=unclear risks=unclear unapproved=unclear acquisition=unclear equivalents=unclear foreign_safety=unclear relief=unclear"},
	} {
		a := said("説明です。")
		a.Insurance, a.Approval = tt.insurance, tt.approval
		r := Check(a)
		if got := statuses(r); got != tt.want {
			t.Errorf("%s, %s:\n%s\nwant\n%s", tt.insurance, tt.approval, got, tt.want)
		}
		for _, it := range r.Items {
			if it.Status != Found && it.Why == "" {
				t.Errorf("%s is %s without a reason", it.Rule, it.Status)
			}
		}
	}
}

func TestContact(t *testing.T) {
	for text, want := range map[string]Status{
		"電話：03-1234-5678":      Found,
		"TEL 0120(000)000":     Found,
		"☎ ０３−１２３４−５６７８":       Found,
		"メール: info@example.jp": Found,
		"お電話は0312345678まで":     Found,
		"FAX 03-1234-5678":     Missing,
		"お問い合わせはこちら":           Unclear,
		"Web予約":                Unclear,
		"お問い合わせ":               Unclear,
		"2024-10-11":           Missing,
		"1-2-3":                Missing,
		"受付番号 000-1234-5678-9999 では困ります": Missing,
	} {
		a := said("説明です。")
		a.Dropped = []corpus.Dropped{{Line: 9, Text: text, Why: "contact details"}}
		if got := itemOf(t, Check(a), "contact"); got.Status != want || got.Status != Missing && got.Positions[0].Line != 9 {
			t.Errorf("%q: %s, want %s", text, got.Status, want)
		}
	}
	// Code is no place to ask.
	a := said("説明です。")
	a.Dropped = []corpus.Dropped{{Line: 9, Text: "var tel = '電話 03-1234-5678'", Why: "code or template"}}
	if got := itemOf(t, Check(a), "contact"); got.Status != Missing {
		t.Errorf("in code: %s", got.Status)
	}
}

// A price from below only, one of something else, and one that is only declared
// are not the same as a price.
func TestCost(t *testing.T) {
	yen := 30000
	a := said("1回30,000円〜です。")
	a.Insurance = corpus.InsuranceSelfPay
	a.Cost = corpus.Cost{MinYen: &yen, Per: "session", Evidence: []corpus.Evidence{{Section: a.Sections[0].ID, Sentence: "1回30,000円〜です。"}}}
	if got := itemOf(t, Check(a), "cost"); got.Status != Found || !strings.Contains(got.Why, "上限") {
		t.Errorf("without a maximum: %+v", got)
	}
	a = said("診察料は3,000円です。")
	a.Insurance = corpus.InsuranceSelfPay
	if got := itemOf(t, Check(a), "cost"); got.Status != Unclear || len(got.Positions) != 1 {
		t.Errorf("a fee: %+v", got)
	}
	a = said("費用はお尋ねください。")
	a.Insurance, a.Cost = corpus.InsuranceSelfPay, corpus.Cost{MinYen: &yen, Per: "session"}
	if got := itemOf(t, Check(a), "cost"); got.Status != Unclear {
		t.Errorf("declared only: %+v", got)
	}
}
