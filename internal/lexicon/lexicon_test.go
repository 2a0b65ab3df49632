package lexicon

import "testing"

func TestDefault(t *testing.T) {
	l, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range l.Find("はげとＡＧＡにエクソソーム 点滴、あざやかな青あざ、ｴｸｿｿｰﾑ点滴") {
		t.Log(m.Concept.Label, m.Start, m.End)
	}
	t.Log(l.Intents("副作用と値段"))
}
