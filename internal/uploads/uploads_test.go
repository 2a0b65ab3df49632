package uploads

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func record(text string) json.RawMessage { return json.RawMessage(`{"text":"` + text + `"}`) }

func apply(t *testing.T, s *Store, changes ...Change) func() error {
	t.Helper()
	undo, err := s.Apply(changes)
	if err != nil {
		t.Fatal(err)
	}
	return undo
}

// stored is what is kept of an id: its record, then * if it is deleted.
func stored(t *testing.T, s *Store, id string) string {
	t.Helper()
	c, err := s.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	if c.Deleted {
		return string(c.Record) + "*"
	}
	return string(c.Record)
}

func want(t *testing.T, s *Store, id, what string) {
	t.Helper()
	if got := stored(t, s, id); got != what {
		t.Errorf("of %q %q is kept, want %q", id, got, what)
	}
}

func TestWhatIsPutStaysUntilItIsTakenAway(t *testing.T) {
	s := New(t.TempDir())
	if s.Holds() {
		t.Error("an empty store holds something")
	}
	apply(t, s, Change{ID: "a", Record: record("1")})
	apply(t, s, Change{ID: "b", Deleted: true})
	s = New(s.data)
	want(t, s, "a", `{"text":"1"}`)
	want(t, s, "b", "*")
	if put, deleted := s.Counts(); put != 1 || deleted != 1 || !s.Holds() {
		t.Errorf("%d put, %d deleted, holds %v", put, deleted, s.Holds())
	}
	if ids, err := s.Deleted(); err != nil || !ids["b"] || len(ids) != 1 {
		t.Errorf("deleted %v, %v", ids, err)
	}
	apply(t, s, Change{ID: "a"}, Change{ID: "b"})
	want(t, s, "a", "")
	want(t, s, "b", "")
}

// Ids are anything: none may leave the folder, nor be taken for another.
func TestFileNamesAreSafe(t *testing.T) {
	s := New(t.TempDir())
	ids := []string{"../../etc/passwd", "a/b", "a-b", "A-B", "https://e.jp/?a=1", "https://e.jp/?a=2", "エクソソーム", strings.Repeat("長", 300), ".", "con", "x#1", "\x00\n"}
	for _, id := range ids {
		path := s.articleFile(id)
		if rel, err := filepath.Rel(s.Articles(), path); err != nil || strings.HasPrefix(rel, "..") || strings.Count(rel, "/") != 1 {
			t.Errorf("%q is kept in %s", id, path)
		}
		if n := len(filepath.Base(path)); n > 200 {
			t.Errorf("%q: a name of %d bytes", id, n)
		}
		apply(t, s, Change{ID: id, Record: record(hashOf(id))})
	}
	for _, id := range ids {
		want(t, s, id, string(record(hashOf(id))))
	}
}

func TestUndo(t *testing.T) {
	s := New(t.TempDir())
	apply(t, s, Change{ID: "a", Record: record("1")})
	undo := apply(t, s, Change{ID: "a", Deleted: true}, Change{ID: "b", Record: record("2")}, Change{ID: "a", Record: record("3")})
	want(t, s, "a", string(record("3")))
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", string(record("1")))
	want(t, s, "b", "")
}

// block keeps an article from being written: its folder leads nowhere.
func block(t *testing.T, s *Store, id string) (release func()) {
	t.Helper()
	dir := filepath.Dir(s.articleFile(id))
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(s.data, "nowhere"), dir); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(dir); err != nil {
			t.Fatal(err)
		}
	}
}

// Where one change of several cannot be made, none is, nor later.
func TestAllOrNothing(t *testing.T) {
	s := New(t.TempDir())
	apply(t, s, Change{ID: "a", Record: record("1")})
	release := block(t, s, "b")
	if _, err := s.Apply([]Change{{ID: "a", Record: record("2")}, {ID: "b", Record: record("3")}}); err == nil {
		t.Fatal("nothing was said")
	}
	want(t, s, "a", string(record("1")))
	release()
	if err := s.Recover(); err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", string(record("1")))
	want(t, s, "b", "")
}

// A power cut while a batch is taken back must not leave a half of it.
func TestUndoIsAllOrNothing(t *testing.T) {
	s := New(t.TempDir())
	apply(t, s, Change{ID: "b", Record: record("1")}, Change{ID: "a", Record: record("1")})
	undo := apply(t, s, Change{ID: "a", Record: record("2")}, Change{ID: "b"})
	if err := os.Remove(filepath.Dir(s.articleFile("b"))); err != nil {
		t.Fatal(err)
	}
	release := block(t, s, "b")
	if err := undo(); err == nil {
		t.Fatal("nothing was said")
	}
	release()
	if err := New(s.data).Recover(); err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", string(record("1")))
	want(t, s, "b", string(record("1")))
}

// Whatever a power cut leaves of a change, the article of the corpus does not show
// up in place of the one that was put.
func TestBetweenTheStepsOfAChange(t *testing.T) {
	s := New(t.TempDir())
	blocked := s.articleFile("a") // a folder that cannot be removed
	if err := os.MkdirAll(filepath.Join(blocked, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := s.make(Change{ID: "a", Deleted: true}); err == nil {
		t.Fatal("nothing was said")
	}
	if ids, err := s.Deleted(); err != nil || !ids["a"] {
		t.Errorf("%v %v: the article was to be taken away before its id was deleted", ids, err)
	}
	apply(t, s, Change{ID: "b", Deleted: true})
	release := block(t, s, "b")
	if err := s.make(Change{ID: "b", Record: record("1")}); err == nil {
		t.Fatal("nothing was said")
	}
	release()
	want(t, s, "b", "*")
}

// A power cut between the changes of a batch.
func TestRecover(t *testing.T) {
	s := New(t.TempDir())
	changes := []Change{{ID: "a", Record: record("1")}, {ID: "b", Deleted: true}, {ID: "c", Record: record("3")}}
	data, err := json.Marshal(changes)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.journal(), data, 0o600); err != nil {
		t.Fatal(err)
	}
	apply(t, s, changes[0])
	if err := s.Recover(); err != nil {
		t.Fatal(err)
	}
	want(t, s, "a", string(record("1")))
	want(t, s, "b", "*")
	want(t, s, "c", string(record("3")))
	if _, err := os.Stat(s.journal()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the journal is still there: %v", err)
	}
}

// A tombstone that cannot be understood must not bring a deleted article back.
func TestDamagedTombstone(t *testing.T) {
	s := New(t.TempDir())
	apply(t, s, Change{ID: "a", Deleted: true})
	for _, text := range []string{"", "{", "{}"} {
		if err := os.WriteFile(s.tombstoneFile("a"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if ids, err := s.Deleted(); err == nil || !strings.Contains(err.Error(), s.tombstoneFile("a")) {
			t.Errorf("%q: %v, %v", text, ids, err)
		}
	}
	names := []string{readable("../a b/c"), readable("///"), readable("監修")}
	if !slices.Equal(names, []string{"a-b-c-", "", "監修-"}) {
		t.Errorf("%q", names)
	}
}
