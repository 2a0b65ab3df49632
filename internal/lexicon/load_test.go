package lexicon

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// file writes a user's file.
func file(t *testing.T, name, src string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func loadWith(t *testing.T, files ...string) *Lexicon {
	t.Helper()
	l, err := Load(files...)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A clinic's own treatment must be found as soon as its file is there.
func TestLoadAdds(t *testing.T) {
	l := loadWith(t, file(t, "own.yaml", `
kind: treatment
concepts:
  - id: moon_lift
    label: ムーンリフト
    lay: [月のリフト]
    broader: [hifu]
    used_for: [sagging]
    department: 美容皮膚科
  - id: moon_clinic
    kind: organisation
    label: 月影クリニック
    source_type: company
`))
	checkMarked(t, l, []string{
		"[むーんりふと|moon_lift]と[月のリフト|moon_lift]を[月影クリニック|moon_clinic]で",
		"[ハイフ|hifu]はそのまま",
	})
	if !slices.Contains(l.Narrower("hifu"), l.ByID("moon_lift")) {
		t.Error("the new entry is not narrower than its broader one")
	}
	if got := l.SourceType("月影クリニック"); got != "company" {
		t.Errorf("source type %s", got)
	}
	if l.Fingerprint() == load(t).Fingerprint() {
		t.Error("the fingerprint is that of the built-in data: the index would not be rebuilt")
	}
}

// An entry with a built-in id takes its place altogether.
func TestLoadReplaces(t *testing.T) {
	l := loadWith(t, file(t, "own.yaml", `
concepts:
  - {id: hifu, kind: treatment, label: 医療用ハイフ, synonyms: [ハイフ]}
`))
	c := l.ByID("hifu")
	if c.Label != "医療用ハイフ" || l.Lookup("ハイフ") != c || l.Lookup("ウルセラ") != nil {
		t.Errorf("%+v, ウルセラ is %v", c, l.Lookup("ウルセラ"))
	}
	if n := len(l.Concepts()); n != len(load(t).Concepts()) {
		t.Errorf("%d concepts", n)
	}
}

// A user's entry that claims a built-in entry's name wins it; the other keeps what
// is left, and is never shown under a name that it no longer has.
func TestLoadWinsNames(t *testing.T) {
	l := loadWith(t, file(t, "own.yaml", `
concepts:
  - {id: own_bruise, kind: risk, label: あざ, synonyms: [青あざ]}
  - {id: own_snoring, kind: condition, label: いびき, synonyms: [大きないびき, 鼾, snoring]}
  - {id: own_hifu, kind: treatment, label: HIFU}
`))
	checkMarked(t, l, []string{"[あざ|own_bruise]と[内出血|bruise]", "[HIFU|own_hifu]と[ハイフ|hifu]"})
	if slices.Contains(l.ByID("bruise").Names(), "あざ") {
		t.Error("the built-in entry keeps the name")
	}
	if c := l.ByID("hifu"); c.Label == "HIFU" || c.Names()[0] != c.Label {
		t.Errorf("the built-in entry is still labelled %s", c.Label)
	}
	if l.ByID("snoring") != nil {
		t.Error("an entry without any name is left")
	}
}

// What referred to an entry that lost all its names refers to the one that won them.
func TestLoadRedirectsReferences(t *testing.T) {
	base := load(t).ByID("tattoo")
	l := loadWith(t, file(t, "own.yaml", "concepts:\n  - {id: own_tattoo, kind: condition, label: "+base.Label+
		", synonyms: ["+strings.Join(base.Names()[1:], ", ")+"]}\n"))
	if got := l.ByID("tattoo_removal").UsedFor; !slices.Equal(got, []string{"own_tattoo"}) {
		t.Errorf("tattoo removal is used for %v", got)
	}
}

func TestLaterFileWins(t *testing.T) {
	a := file(t, "a.yaml", "concepts: [{id: one, kind: risk, label: 甲の語}]")
	b := file(t, "b.yaml", "concepts: [{id: two, kind: risk, label: 甲の語}, {id: one, kind: risk, label: 乙の語}]")
	l := loadWith(t, a, b)
	if l.Lookup("甲の語") != l.ByID("two") || l.Lookup("乙の語") != l.ByID("one") {
		t.Errorf("甲 is %v, 乙 is %v", l.Lookup("甲の語"), l.Lookup("乙の語"))
	}
}

// Words that ask for something can be added and moved as well.
func TestLoadIntents(t *testing.T) {
	l := loadWith(t, file(t, "own.yaml", `
intents:
  - {kinds: [cost], facts: [cost], words: [お代, 実費]}
`))
	for _, s := range []string{"お代はいくら", "実費"} {
		in := l.Intents(s)
		if len(in) == 0 || in[0].Words[0] != "お代" {
			t.Errorf("%s: %+v", s, in)
		}
	}
}

// An error that does not say where it is cannot be put right.
func TestLoadErrors(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"concepts:\n  - id: a\n    kind: risk\n    label: あい\n    synonym: [い]\n", `own.yaml:5: a: unknown key "synonym"`},
		{"concepts:\n  - id: a\n    id: b\n    kind: risk\n    label: あい\n", `own.yaml:3: a: key "id" twice`},
		{"concepts:\n  - id: a\n    kind: risk\n", "own.yaml:2: a: label"},
		{"concepts:\n  - id: a\n    kind: riks\n    label: あい\n", `own.yaml:2: a: kind: "riks"`},
		{"concepts:\n  - id: 1a\n    kind: risk\n    label: あい\n", "own.yaml:2: 1a: id"},
		{"concepts:\n  - {id: a, kind: risk, label: あい, also: [risk]}\n", "own.yaml:2: a: also"},
		{"concepts:\n  - {id: a, kind: risk, label: あい, readings: [アイ]}\n", `own.yaml:2: a: readings: "アイ"`},
		{"concepts:\n  - {id: a, kind: risk, label: あい, synonyms: ['  ']}\n", "own.yaml:2: a: "},
		{"concepts:\n  - {id: a, kind: risk, label: あい, synonyms: い}\n", "own.yaml:2: a: "},
		{"concepts:\n  - {id: a, kind: risk, label: あい, not_in: [うえ]}\n", `own.yaml:2: a: not_in: "うえ"`},
		{"concepts:\n  - {id: a, kind: risk, label: あい, compounds: [う]}\n", `own.yaml:2: a: compounds: "う"`},
		{"concepts:\n  - {id: a, kind: risk, label: あい, phrases: ['(あ|い']}\n", "own.yaml:2: a: phrases"},
		{"concepts:\n  - {id: a, kind: risk, label: あい, used_for: [pain]}\n", "own.yaml:2: a: department and used_for"},
		{"concepts:\n  - {id: a, kind: organisation, label: あい}\n", "own.yaml:2: a: source_type"},
		{"concepts:\n  - {id: a, kind: organisation, label: あい, source_type: none}\n", `own.yaml:2: a: source_type: "none"`},
		{"concepts:\n  - {id: a, kind: risk, label: あい, broader: [nothing]}\n", `own.yaml:2: a: there is no entry "nothing"`},
		{"concepts:\n  - {id: a, kind: risk, label: あい, broader: [b]}\n  - {id: b, kind: risk, label: うえ, broader: [a]}\n", "own.yaml:2: a: it is broader than itself"},
		{"concepts:\n  - {id: a, kind: risk, label: あい}\n  - {id: a, kind: risk, label: うえ}\n", "own.yaml:3: a: the id is that of the entry at"},
		{"concepts:\n  - {id: a, kind: risk, label: ハロワ}\n  - {id: b, kind: risk, label: はろわ}\n", `own.yaml:3: b: the name "はろわ" is that of a`},
		{"concepts: 3\n", "own.yaml:1: concepts"},
		{"concepts:\n  - 3\n", "own.yaml:2: entry"},
		{"kind: risk\n", "own.yaml:1: concepts or intents"},
		{"other: 1\n", `own.yaml:1: top of the file: unknown key "other"`},
		{"", "own.yaml:1: the file is empty"},
		{"concepts:\n  - {id: a\n", "own.yaml: yaml: line"},
		{"intents:\n  - {kinds: [price], words: [お代]}\n", `own.yaml:2: intent: kinds: "price"`},
		{"intents:\n  - {facts: [price], words: [お代]}\n", `own.yaml:2: intent: facts: "price"`},
		{"intents:\n  - {words: [お代]}\n", "own.yaml:2: intent: words, and kinds or facts"},
		{"intents:\n  - {kinds: [cost], words: [お代]}\n  - {kinds: [risks], words: [お代]}\n", `own.yaml:3: intent: the word "お代" is in two`},
	} {
		_, err := Load(file(t, "own.yaml", tt.src))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s\n got %v\nwant %s", tt.src, err, tt.want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// All that is wrong is said at once: nobody wants to load ten times.
func TestLoadErrorsTogether(t *testing.T) {
	_, err := Load(file(t, "own.yaml", "concepts:\n  - {id: a, kind: x, label: あい}\n  - {id: b, kind: risk}\n"))
	if err == nil || !strings.Contains(err.Error(), "own.yaml:2: a") || !strings.Contains(err.Error(), "own.yaml:3: b") {
		t.Errorf("%v", err)
	}
}
