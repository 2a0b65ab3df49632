package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"shirube/internal/ingest"
)

// Scripts tell a missed line from a measurement that failed by the status.
func TestRun(t *testing.T) {
	if got := Run("x", func(context.Context) (int, error) { return 1, nil }); got != 1 {
		t.Errorf("a status became %d", got)
	}
	if got := Run("x", func(context.Context) (int, error) { return 0, errors.New("why") }); got != 3 {
		t.Errorf("an error became %d", got)
	}
}

// An index of 200,000 passages takes 2 GB: none may be left behind, by a failed
// measurement neither.
func TestIndexedLeavesNothing(t *testing.T) {
	temp, file := t.TempDir(), filepath.Join(t.TempDir(), "a.md")
	t.Setenv("TMPDIR", temp)
	if err := os.WriteFile(file, []byte("# 脱毛\n\n## 費用\n\n1回3万円です。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	parts, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed")
	err = parts.Indexed(t.Context(), ingest.Source{Path: file}, func(s *Served) error {
		if s.Stats.Passages == 0 {
			t.Error("nothing is in the index")
		}
		return failed
	})
	if !errors.Is(err, failed) {
		t.Errorf("what failed is not told: %v", err)
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
