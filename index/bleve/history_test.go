package bleve

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Somebody can go back to an earlier generation, which is then served, by others who open the
// directory as well, until the next is written.
func TestGoingBack(t *testing.T) {
	path := t.TempDir()
	d := openDirectory(t, path)
	build(t, d, "first", "a")
	build(t, d, "second", "a", "b")
	_ = current(t, d)
	check(t, d.SwitchTo(t.Context(), "000001", true))
	for _, d := range []*Directory{d, openDirectory(t, path)} {
		x := current(t, d)
		if x.generation != "000001" || has(t, x, "b") || d.Held() != "000001" {
			t.Errorf("%s is served; held is %q", x.generation, d.Held())
		}
		list := d.Generations()
		if len(list) != 2 || list[0].Name != "000002" || list[0].Articles != 2 || list[0].Current || list[0].Fingerprint != "second" ||
			!list[1].Current || list[1].Articles != 1 || list[1].Passages == 0 || list[1].Bytes == 0 || !list[1].Readable || list[1].Built.IsZero() {
			t.Errorf("%+v", list)
		}
	}
	build(t, d, "third", "c")
	if x := current(t, d); x.generation != "000003" || d.Held() != "" {
		t.Errorf("%s is served after a new one was written; held is %q", x.generation, d.Held())
	}
	check(t, d.SwitchTo(t.Context(), "000002", true))
	check(t, d.SwitchTo(t.Context(), "000003", false))
	if x := current(t, d); x.generation != "000003" || d.Held() != "" {
		t.Errorf("%s is served after going forth; held is %q", x.generation, d.Held())
	}
}

// What is damaged, gone, or no generation at all cannot be gone back to, and what is served stays.
func TestGoingBackToNothing(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "a")
	build(t, d, "f", "b")
	files, err := filepath.Glob(d.file("000001", "*.zap"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	check(t, os.WriteFile(files[0], []byte("damaged"), 0o600))
	for name, want := range map[string]error{
		"000001": ErrDamaged, "000009": ErrNoSuchGeneration, "": ErrNoSuchGeneration, "../x": ErrNoSuchGeneration, "1": ErrNoSuchGeneration,
	} {
		if err := d.SwitchTo(t.Context(), name, true); !errors.Is(err, want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if x := current(t, d); x.generation != "000002" || d.Held() != "" {
		t.Error(x.generation, d.Held())
	}
}
