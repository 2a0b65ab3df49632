package anatomy

import (
	"fmt"
	"strings"
	"testing"
)

// What stands below the last answer is on the whole article: the answer ends
// before it, and who supervised and what is cited is read from it.
func TestTails(t *testing.T) {
	const faq = "ピコレーザーの話\n\nピコレーザーとは\n\nシミに用います。\n\nよくある質問\n\nQ.痛いですか？\n\nA.少し痛みます。\n\n"
	tests := []struct {
		name, text      string
		answer          string // of the last question
		supervisors     string
		sources, ofLast string // names; those that support the answer
	}{
		{"both", faq + "監修：当院院長\n\n参考：日本見本学会\n", "少し痛みます。", "[{当院院長   }]", "日本見本学会", ""},
		{"the other way round", faq + "出典：厚生労働省「手引き」\n\n監修：見本花子（皮膚科専門医）\n", "少し痛みます。", "[{見本花子 皮膚科専門医  }]", "厚生労働省", ""},
		{"a head over lines", faq + "監修者情報\n皮膚科専門医　見本花子\n", "少し痛みます。", "[{見本花子 皮膚科専門医  }]", "", ""},
		{"a head over a profile", faq + "監修者情報\n見本花子 医師\n皮膚科に勤めています。\n", "少し痛みます。", "[{見本花子 医師  }]", "", ""},
		{"a list", faq + "参考文献\n・厚生労働省「手引き」\n・日本見本学会「手引き」\n", "少し痛みます。", "[]", "厚生労働省 日本見本学会", ""},
		{"the answer's own", faq + "参照元：日本見本学会\n", "少し痛みます。", "[]", "日本見本学会", "日本見本学会"},
		{"the answer goes on", faq + "参考：日本見本学会\n\n麻酔も使えます。\n", "少し痛みます。\n\n参考：日本見本学会\n\n麻酔も使えます。", "[]", "日本見本学会", "日本見本学会"},
		{"right below the answer", strings.TrimSuffix(faq, "\n") + "参考：日本見本学会\n", "少し痛みます。", "[]", "日本見本学会", "日本見本学会"},
		{"of a sentence", faq + "監修の有無は医療機関で異なります。\n", "少し痛みます。\n\n監修の有無は医療機関で異なります。", "[]", "", ""},
		{"between answers", faq + "参考：日本見本学会\n\nQ.跡は残りますか？\n\nA.まれに残ります。\n", "まれに残ります。", "[]", "日本見本学会", ""},
	}
	for _, tt := range tests {
		a := readPlain(t, tt.text).article
		last := a.FAQs[len(a.FAQs)-1]
		var all, own []string
		for _, s := range a.Sources {
			all = append(all, s.Name)
		}
		for _, s := range a.Sections {
			for _, n := range s.Sources {
				if s.ID == last.Section {
					own = append(own, a.Sources[n].Name)
				}
			}
		}
		got := []string{last.Answer, fmt.Sprint(a.Supervisors), strings.Join(all, " "), strings.Join(own, " ")}
		want := []string{tt.answer, tt.supervisors, tt.sources, tt.ofLast}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
			t.Errorf("%s:\n got %q\nwant %q\nsections %q", tt.name, got, want, outlineOf(readPlain(t, tt.text)))
		}
	}
}

// At the very end of an article who supervised it is no part of the last section;
// a source there is the section's own.
func TestTailOfArticle(t *testing.T) {
	a := readParts(t, "ピコレーザーの話", sectionOf("ピコレーザーとは", "シミに用います。\n\n監修：見本花子\n\n光を当てます。"),
		sectionOf("まとめ", "医師に相談してください。\n\n出典：日本見本学会\n\n監修：見本花子（皮膚科専門医）")).article
	if got := a.Sections[1].Text; got != "医師に相談してください。\n\n出典：日本見本学会" || len(a.Sections[1].Sources) != 1 {
		t.Errorf("the summary is %q with sources %v", got, a.Sections[1].Sources)
	}
	if !strings.Contains(a.Sections[0].Text, "光を当てます。") || len(a.Supervisors) != 1 || a.Supervisors[0].Title != "皮膚科専門医" {
		t.Errorf("first section %q, supervisors %+v", a.Sections[0].Text, a.Supervisors)
	}
}
