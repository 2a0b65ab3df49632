package anatomy

import (
	"strings"
	"testing"

	"shirube/corpus"
)

// An editor files a section under risks: its risks are found from then on. What
// the text of other sections said stays, and what is declared is not overwritten.
func TestReread(t *testing.T) {
	text := "ピコレーザーとは\n\nピコレーザーの説明です。\n\n知っておきたいこと\n\n施術後に内出血が出ることがあります。\n\n費用\n\n1回30,000円です。\n\nダウンタイム\n\nダウンタイムは3日程度です。"
	a := Read(testLexicon(t), &Draft{Unmarked: true, Parts: []Part{{Lines: SplitLines(text, 1)}}})
	at := -1
	for i := range a.Sections {
		if strings.Contains(a.Sections[i].Text, "内出血") {
			at = i
		}
	}
	if at < 0 {
		t.Fatalf("no section with the risk: %+v", a.Sections)
	}
	a.Risks, a.Sections[at].Kind = []corpus.Claim{}, corpus.KindRisks
	cost, days := *a.Cost.MinYen, *a.Downtime.MaxDays
	Reread(testLexicon(t), a, []string{a.Sections[at].ID})
	if len(a.Risks) != 1 || a.Risks[0].Label != "内出血" || a.Risks[0].Section != a.Sections[at].ID {
		t.Errorf("risks %+v", a.Risks)
	}
	if *a.Cost.MinYen != cost || *a.Downtime.MaxDays != days {
		t.Errorf("cost %+v, downtime %+v", a.Cost, a.Downtime)
	}
	// A price that is not in the text any more is none.
	for i := range a.Sections {
		if a.Sections[i].Kind == corpus.KindCost {
			a.Sections[i].Text = "お問い合わせください。"
			Reread(testLexicon(t), a, []string{a.Sections[i].ID})
		}
	}
	if a.Cost.MinYen != nil || len(a.Cost.Evidence) != 0 {
		t.Errorf("cost %+v", a.Cost)
	}
	// A declared one has no evidence, and stays.
	declared := 50000
	a.Cost.MinYen, a.Cost.Per = &declared, "session"
	Reread(testLexicon(t), a, nil)
	if a.Cost.MinYen == nil || *a.Cost.MinYen != declared {
		t.Errorf("declared cost %+v", a.Cost)
	}
}
