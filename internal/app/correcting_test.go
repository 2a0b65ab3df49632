package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/corpus/corrections"
	"shirube/internal/config"
)

// What an editor changed can be seen, and taken back, in every version that there was, what was
// written by hand between them included; of two who change at once, one is told.
func TestCorrectionsHaveAHistory(t *testing.T) {
	ctx := context.Background()
	data := t.TempDir()
	a, err := New(config.Config{Data: data}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := a.Store(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	add := func(article string) func(*corrections.File) error {
		return func(f *corrections.File) error {
			return f.Add(corrections.Correction{Article: article, Insurance: "covered"})
		}
	}
	if _, err := a.ChangeCorrections(ctx, "one", "first", add("a")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(data, correctionsName)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	byHandText := "# by hand\n" + string(text)
	if err := os.WriteFile(path, []byte(byHandText), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.ChangeCorrections(ctx, "two", "second", add("b")); err != nil {
		t.Fatal(err)
	}
	list, err := kept.CorrectionsRevisions(ctx, 10)
	if err != nil || len(list) != 3 || list[0].Who != "two" || list[1].Who != byHand || list[2].Who != "one" || list[2].Why != "first" {
		t.Fatalf("%v, %+v", err, list)
	}
	if r, err := kept.CorrectionsRevision(ctx, 2); err != nil || string(r.YAML) != byHandText {
		t.Errorf("%v, what was written by hand: %q", err, r.YAML)
	}
	// One changes the file between another's look and change.
	_, err = a.changeCorrections(ctx, kept, "slow", "", func(f *corrections.File) ([]byte, error) {
		if _, err := a.ChangeCorrections(ctx, "quick", "between", add("c")); err != nil {
			return nil, err
		}
		if err := add("d")(f); err != nil {
			return nil, err
		}
		return f.Bytes()
	})
	if !errors.Is(err, corrections.ErrChanged) {
		t.Errorf("the slower one was told %v", err)
	}
	text, err = os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "article: c") || strings.Contains(string(text), "article: d") {
		t.Errorf("%v, %s", err, text)
	}
}
