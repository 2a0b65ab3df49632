package retrieve

import (
	"testing"

	"shirube/corpus"
)

// An introduction or an answer whose effects the reader did not list has the risks beside
// it as well.
func TestPromisesComeWithRisks(t *testing.T) {
	said := "この治療でたるみの改善が期待できます。"
	for _, kind := range []corpus.Kind{corpus.KindOverview, corpus.KindSummary, corpus.KindFAQ} {
		w := newWorld(t, article("hifu", []string{"HIFU"}, plain(kind, "たるみへの治療", said), risks("リスク", burns)))
		a := ask(t, w, Request{TopK: 2})
		equal(t, string(kind), lines(a), "match たるみへの治療: "+said, "risk_pair リスク: "+burns)
		if !a.Passages[0].Effect {
			t.Errorf("%s: no effect", kind)
		}
	}
}
