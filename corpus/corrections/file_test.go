package corrections

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What an editor wrote by hand stays as it is: comments, order, blank values.
func TestFileKeepsWhatIsThere(t *testing.T) {
	const before = `# 訂正の記録

corrections:
  # 見出しがあいまいな節
  - article: pico
    section: s-1 # リスクの節
    kind: risks
  # 価格
  - article: filler
    cost: {min_yen: 30000, max_yen: null}
`
	path := filepath.Join(t.TempDir(), "corrections.yaml")
	if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	f := open(t, path)
	if err := f.Add(Correction{Article: "pico", Downtime: &Downtime{MinDays: Known(0), MaxDays: Unknown()}, Why: "本文と異なる", By: "編集者", Date: "2026-11-22"}); err != nil {
		t.Fatal(err)
	}
	save(t, f)
	after := read(t, path)
	if want := before + `  - article: pico
    downtime:
      min_days: 0
      max_days: null
    why: 本文と異なる
    by: 編集者
    date: "2026-11-22"
`; after != want {
		t.Errorf("written:\n%s\nwant:\n%s", after, want)
	}
	f = open(t, path)
	if got := f.All(); len(got) != 3 || got[2].Line != 11 || got[2].Downtime.MaxDays.Value != nil || !got[2].Downtime.MaxDays.Set {
		t.Errorf("read again: %+v", got)
	}
	// Undoing brings back what was there, but for the blank lines that YAML does not keep.
	if c, err := f.Remove(2); err != nil || c.Why != "本文と異なる" {
		t.Errorf("%+v, %v", c, err)
	}
	save(t, f)
	if got := read(t, path); got != before {
		t.Errorf("undone:\n%s", got)
	}
	if _, err := f.Remove(0); err != nil {
		t.Fatal(err)
	}
	save(t, f)
	if got := read(t, path); strings.Contains(got, "リスクの節") || !strings.Contains(got, "# 価格") {
		t.Errorf("without the first:\n%s", got)
	}
	if _, err := f.Remove(1); err == nil || !strings.Contains(err.Error(), "no correction number 2") {
		t.Errorf("error %v", err)
	}
}

func TestNewFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "corrections.yaml")
	f := open(t, path)
	if err := f.Add(Correction{Article: "a", Section: "s", Hide: true}); err != nil {
		t.Fatal(err)
	}
	save(t, f)
	if got := read(t, path); !strings.HasPrefix(got, "# ") || !strings.HasSuffix(got, "corrections:\n  - article: a\n    section: s\n    hide: true\n") {
		t.Errorf("written:\n%s", got)
	}
	// A file that only has a note keeps it.
	note := filepath.Join(t.TempDir(), "note.yaml")
	for _, text := range []string{"# まだ空です\n", "# まだ空です\ncorrections:\n", "# まだ空です\ncorrections: []\n"} {
		if err := os.WriteFile(note, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f := open(t, note)
		if err := f.Add(Correction{Article: "a", Insurance: "covered"}); err != nil {
			t.Fatal(err)
		}
		save(t, f)
		if got := read(t, note); !strings.Contains(got, "# まだ空です") || !strings.Contains(got, "corrections:\n  - article: a\n    insurance: covered\n") {
			t.Errorf("%q became:\n%s", text, got)
		}
	}
}

// A wrong correction is refused before it is written; a wrong file is not touched.
func TestFileErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "corrections.yaml")
	if err := open(t, path).Add(Correction{Article: "a", Kind: "risks"}); err == nil {
		t.Error("a kind without a section was taken")
	}
	if err := os.WriteFile(path, []byte("corrections: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFile(path); err == nil || !strings.Contains(err.Error(), "corrections.yaml:1:") {
		t.Errorf("error %v", err)
	}
}

func open(t *testing.T, path string) *File {
	t.Helper()
	f, err := OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func save(t *testing.T, f *File) {
	t.Helper()
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
