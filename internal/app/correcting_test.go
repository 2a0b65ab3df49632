package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

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
	// Somebody deletes the file: that is a version too, and corrections go on.
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if file, err := a.ChangeCorrections(ctx, "three", "third", add("e")); err != nil || len(file.All()) != 1 {
		t.Errorf("after the file was deleted: %v", err)
	}
}

// Nothing is lost of what several change at once, each until it succeeds: the file has it all, and
// no version is taken for one that was written by hand.
func TestCorrectionsAreChangedAtOnce(t *testing.T) {
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
	const editors, each = 4, 8
	var all errgroup.Group
	for e := range editors {
		all.Go(func() error {
			for n := range each {
				one := corrections.Correction{Article: fmt.Sprintf("a-%d-%d", e, n), Insurance: "covered"}
				err := corrections.ErrChanged
				for errors.Is(err, corrections.ErrChanged) {
					_, err = a.changeCorrections(ctx, kept, "editor", "", func(f *corrections.File) ([]byte, error) {
						if err := f.Add(one); err != nil {
							return nil, err
						}
						return f.Bytes()
					})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Fatal(err)
	}
	file, err := corrections.OpenFile(filepath.Join(data, correctionsName))
	if err != nil || len(file.All()) != editors*each {
		t.Errorf("%v, %d corrections of %d", err, len(file.All()), editors*each)
	}
	list, err := kept.CorrectionsRevisions(ctx, 1000)
	if err != nil || len(list) != editors*each || slices.ContainsFunc(list, func(r corrections.Revision) bool { return r.Who == byHand }) {
		t.Errorf("%v, %d revisions", err, len(list))
	}
}
