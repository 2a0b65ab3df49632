package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRatioIsOurSpeedOverTheirs(t *testing.T) {
	median, least, most := ratio([]pair{{ours: 2, theirs: 1}, {ours: 1, theirs: 1}, {ours: 1, theirs: 3}})
	if median != 1 || least != 0.5 || most != 3 {
		t.Errorf("ratio %g (%g to %g), want 1 (0.5 to 3)", median, least, most)
	}
	ours, theirs := speeds([]pair{{ours: 2, theirs: 1}}, 4_000_000)
	if ours != 2 || theirs != 4 {
		t.Errorf("speeds %g and %g MB/s, want 2 and 4", ours, theirs)
	}
}

// Kagome alone must get all of the text, or it looks faster than it is.
func TestKagomeGetsTheWholeText(t *testing.T) {
	text := "岬の灯台は白い。夜になると光る。\n「港が見える」と言った。"
	if got := sentences(text); len(got) != 3 || strings.Join(got, "") != text {
		t.Errorf("sentences %q", got)
	}
	k, err := newKagome()
	if err != nil {
		t.Fatal(err)
	}
	if n := k.run(sentences(text)); n < 15 {
		t.Errorf("%d tokens of %q", n, text)
	}
}

// Every part must run on a small set; its figures mean nothing there.
func TestParts(t *testing.T) {
	dir := t.TempDir()
	var passages, queries []string
	for i := range 30 {
		passages = append(passages, fmt.Sprintf(`{"id":"p%d","title":"第%d章","text":"岬の灯台は%d年に建てられた。夜になると光が沖まで届く。"}`, i, i, 1800+i))
		queries = append(queries, fmt.Sprintf(`{"id":"q%d","query":"%d年に建てられた灯台","relevant":{"p%d":1}}`, i, 1800+i, i))
	}
	for name, lines := range map[string][]string{"passages.jsonl": passages, "queries.jsonl": queries} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := &options{data: dir, pairs: 2, index: filepath.Join(t.TempDir(), "index")}
	for _, p := range parts() {
		lines, err := p.run(t.Context(), o)
		if err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
		if len(lines) == 0 {
			t.Errorf("%s: no lines", p.name)
		}
		for _, l := range lines {
			if l.Got <= 0 {
				t.Errorf("%s: %v", p.name, l)
			}
		}
	}
}
