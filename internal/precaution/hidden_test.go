package precaution

import (
	"testing"

	"shirube/internal/statement"
)

// What editors hid is told to nobody, and an article of which nothing else is on precautions
// states none.
func TestHiddenPassagesAreNotTold(t *testing.T) {
	b := made(t, map[string]string{
		"HIFU":  "## 受けられない方\n\n- 妊娠中の方\n\n## よくある質問\n\n### 妊娠中でも受けられますか\n\n受けられません。\n",
		"ダーマペン": "## 注意点\n\n妊娠中の方は、事前に医師へ相談してください。\n",
	})
	tick := ticks(t, b, "pregnancy")
	hidden := map[string]bool{}
	scope := statement.Scope{Now: everywhere.Now, Hidden: hidden}
	for _, treatment := range []string{"HIFU", "ダーマペン"} {
		for _, m := range resultOf(t, b.Check(tick, everywhere), treatment).Ticks[0].Matches {
			if m.Passage == "" {
				t.Fatalf("%+v", m)
			}
			hidden[m.Passage] = true
			for _, left := range resultOf(t, b.Check(tick, scope), treatment).Ticks[0].Matches {
				if hidden[left.Passage] {
					t.Errorf("%s is told still: %s", treatment, left.Sentence)
				}
			}
		}
		if r := resultOf(t, b.Check(tick, scope), treatment); r.Level != Unstated || len(r.Silent) != 1 {
			t.Errorf("%s: level %d, %d silent", treatment, r.Level, len(r.Silent))
		}
	}
	for _, g := range b.Options(scope) {
		for _, o := range g.Options {
			if o.Articles > 0 {
				t.Errorf("%s is counted in %d articles", o.Concept.ID, o.Articles)
			}
		}
	}
}
