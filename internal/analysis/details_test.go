package analysis

import (
	"encoding/json"
	"testing"

	"shirube/internal/lexicon"
)

// What `shirube analyze --json` shows: names and values are part of its contract.
func TestDetails(t *testing.T) {
	a := analyzer(t)
	const s = "ＰＲＰで腫れません。未知のｴｸｿｿｰﾑ10万"
	want := []Detail{
		{Surface: "ＰＲＰ", Base: "prp", POS: "名詞,一般", Term: "prp", Start: 0, End: 9, Kept: true, Class: "unknown"},
		{Surface: "で", Base: "で", Reading: "デ", POS: "助詞,格助詞,一般", Start: 9, End: 12, Class: "known"},
		{Surface: "腫れ", Base: "腫れる", Reading: "ハレ", POS: "動詞,自立", Term: "腫レル", Start: 12, End: 18, Kept: true, Class: "known"},
		{Surface: "ませ", Base: "ます", Reading: "マセ", POS: "助動詞", Start: 18, End: 24, Class: "known"},
		{Surface: "ん", Base: "ん", Reading: "ン", POS: "助動詞", Term: "ナイ", Start: 24, End: 27, Kept: true, Negation: true, Class: "known"},
		{Surface: "。", Base: "。", Reading: "。", POS: "記号,句点", Start: 27, End: 30, Class: "known"},
		{Surface: "未知", Base: "未知", Reading: "ミチ", POS: "名詞,一般", Term: "未知", Start: 30, End: 36, Kept: true, Class: "known"},
		{Surface: "の", Base: "の", Reading: "ノ", POS: "助詞,連体化", Start: 36, End: 39, Class: "known"},
		{Surface: "ｴｸｿｿｰﾑ", Base: "エクソソーム", Reading: "エクソソーム", POS: "名詞,固有名詞,組織", Term: "エクソソーム", Start: 39, End: 57, Kept: true, Class: "unknown"},
		{Surface: "10万", Base: "10万", POS: "名詞,数", Term: "100000", Start: 57, End: 62, Kept: true, Class: "unknown"},
	}
	got := a.Details(s)
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("Details(%q), token %d:\n got %+v\nwant %+v", s, i, got[min(i, len(got)):], want[min(i, len(want)):])
		}
	}
	b, err := json.Marshal(want[4])
	if err != nil {
		t.Fatal(err)
	}
	const line = `{"surface":"ん","base":"ん","reading":"ン","pos":"助動詞","term":"ナイ","start":24,"end":27,"concept":"","kept":true,"negation":true,"class":"known"}`
	if string(b) != line {
		t.Errorf("as JSON: %s\nwant     %s", b, line)
	}
}

func TestDetailsNegation(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string]string{
		"痛くない": "ない", "未承認": "未", "非接触": "非", "効くかもしれません": "", "切らずに": "ず", "痛み以外": "以外", "少ない": "",
	} {
		got := ""
		for _, d := range a.Details(text) {
			if d.Negation {
				got += d.Surface
			}
		}
		if got != want {
			t.Errorf("%q: %q negates, want %q", text, got, want)
		}
	}
}

func TestDetailsConcept(t *testing.T) {
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	const s = "内出血とヒアルロン酸注入と内出血"
	covered := map[int]string{}
	for _, m := range mentionsOf(a, s) {
		for i := m.Start; i < m.End; i++ {
			covered[i] = m.Concept.ID
		}
	}
	if len(covered) == 0 {
		t.Fatalf("the lexicon knows nothing of %q", s)
	}
	for _, d := range a.Details(s) {
		if want := covered[d.Start]; d.Concept != want {
			t.Errorf("%q at %d belongs to %q, want %q", d.Surface, d.Start, d.Concept, want)
		}
	}
}
