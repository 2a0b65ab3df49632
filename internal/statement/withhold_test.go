package statement_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/internal/statement"
	"shirube/internal/statement/statementtest"
)

// said are the sentences that an article's claims and numbers were read from.
func said(a *corpus.Article) []string {
	var out []string
	for _, list := range [][]corpus.Claim{a.Effects, a.Risks, a.Contraindications} {
		for _, c := range list {
			out = append(out, c.Sentence)
		}
	}
	for _, e := range slices.Concat(a.Cost.Evidence, a.Downtime.Evidence) {
		out = append(out, e.Sentence)
	}
	for _, f := range a.Fees {
		out = append(out, f.Evidence.Sentence)
	}
	return out
}

// Of a passage that editors hid no sentence is stated any more, nor a number that was read
// from it; what other passages say stays, all of it.
func TestWithheldPassagesStateNothing(t *testing.T) {
	shelf, err := statementtest.Sample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	prices := 0
	for _, whole := range shelf.Articles {
		raw, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range whole.Passages() {
			if i%3 > 0 && p.Kind != corpus.KindCost {
				continue // a third of them is enough, and takes a third of the time
			}
			a := &corpus.Article{}
			if err := json.Unmarshal(raw, a); err != nil {
				t.Fatal(err)
			}
			a.Normalize()
			before := said(a)
			a.Withhold([]string{p.ID})
			after := said(a)
			r := statement.Read(a, shelf.Lexicon())
			list := slices.Concat(r.Claims(a.Effects), r.Claims(a.Risks), r.Claims(a.Contraindications), r.Evidence("", a.Cost.Evidence), r.Evidence("", a.Downtime.Evidence))
			for _, f := range a.Fees {
				list = append(list, r.Evidence("", []corpus.Evidence{f.Evidence})...)
			}
			for _, s := range list {
				elsewhere := slices.ContainsFunc(a.Passages(), func(o corpus.Passage) bool { return strings.Contains(o.Text+"\n"+o.Heading, s.Sentence) })
				if s.Passage == p.ID || strings.Contains(p.Text, s.Sentence) && !elsewhere {
					t.Errorf("%s still states %q", p.ID, s.Sentence)
				}
			}
			for _, sentence := range before {
				if !slices.Contains(after, sentence) && !strings.Contains(p.Text+"\n"+p.Heading, sentence) {
					t.Errorf("%s took away %q", p.ID, sentence)
				}
			}
			if whole.Cost.MinYen != nil && a.Cost.MinYen == nil {
				prices++
			}
		}
	}
	if prices < 10 {
		t.Errorf("only %d prices stood in one passage", prices)
	}
}
