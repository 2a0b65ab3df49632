package anatomy

import (
	"slices"
	"testing"

	"shirube/corpus"
)

// A heading on costs is a section of its own, whatever note stands in brackets
// behind it and whether it asks for insurance too.
func TestCostHeadingsAreSections(t *testing.T) {
	for _, heading := range []string{
		"料金（税込）", "料金（税込・自由診療）", "費用（目安）", "費用の目安と保険", "検査費用と保険", "費用はいくら？保険は使える？", "治療費（保険適用外）",
	} {
		r := readPlain(t, "ピコレーザーの説明\n\nピコレーザーを受けられない方\n\n妊娠中の方は受けられません。\n\n"+heading+"\n\n1回33,000円です。診察料は3,300円です。\n")
		want := "1 cost " + heading
		if got := outlineOf(r); !slices.Contains(got, want) {
			t.Errorf("%s: %q", heading, got)
		}
		if c := r.article.Cost; c.MinYen == nil || *c.MinYen != 33000 || len(r.article.Fees) != 1 {
			t.Errorf("%s: cost %+v, fees %+v", heading, c, r.article.Fees)
		}
	}
	for _, heading := range []string{"施術費用が高額", "費用の負担が大きい"} {
		r := readPlain(t, "ピコレーザーの説明\n\nピコレーザーのデメリット\n\n次の点があります。\n\n"+heading+"\n\n数回かかります。\n")
		if i := slices.IndexFunc(r.article.Sections, func(s corpus.Section) bool { return s.Heading == heading }); i < 0 || r.article.Sections[i].Kind != corpus.KindRisks {
			t.Errorf("%s is no drawback: %q", heading, outlineOf(r))
		}
	}
}
