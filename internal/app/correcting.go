package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"shirube/corpus"
	"shirube/corpus/corrections"
	"shirube/index"
	"shirube/internal/api"
	"shirube/internal/search"
	"shirube/internal/store"
)

// ChangeCorrections changes the file of corrections and keeps what it is now as a revision, by
// whom and why. It returns the file. corrections.ErrChanged: somebody else did meanwhile.
func (a *App) ChangeCorrections(ctx context.Context, who, why string, change func(*corrections.File) error) (*corrections.File, error) {
	kept, err := a.Store(ctx)
	if err != nil {
		return nil, err
	}
	file, err := a.changeCorrections(ctx, kept, who, why, func(f *corrections.File) ([]byte, error) {
		if err := change(f); err != nil {
			return nil, err
		}
		return f.Bytes()
	})
	return file, errors.Join(err, kept.Close())
}

// changeCorrections replaces the file by what change makes of it, in one step with the revision:
// of two who change the file at once, the second is told. What somebody wrote by hand since the
// last revision becomes one of its own, so that nothing is lost by an undo.
func (a *App) changeCorrections(ctx context.Context, kept *store.Store, who, why string, change func(*corrections.File) ([]byte, error)) (*corrections.File, error) {
	path, err := a.CorrectionsFile()
	if err != nil {
		return nil, err
	}
	latest, err := kept.CorrectionsRevision(ctx, 0)
	if err != nil && !errors.Is(err, corrections.ErrNoRevision) {
		return nil, err
	}
	now, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("corrections: %w", err)
	}
	file, err := corrections.OpenFile(path)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(now, latest.YAML) {
		latest, err = kept.SaveCorrections(ctx, latest.Number, corrections.Revision{When: time.Now(), Who: byHand, Why: file.Path(), YAML: now}, nil)
		if err != nil {
			return nil, err
		}
	}
	text, err := change(file)
	if err != nil {
		return nil, err
	}
	if _, err := corrections.Parse(path, text); err != nil {
		return nil, err
	}
	_, err = kept.SaveCorrections(ctx, latest.Number, corrections.Revision{When: time.Now(), Who: who, Why: why, YAML: text}, func() error { return file.Replace(text) })
	if err != nil {
		return nil, err
	}
	return file, nil
}

// byHand is who changed the file without the program.
const byHand = "corrections.yaml"

// corrector is what the console corrects with.
type corrector struct{ s *server }

// All returns the corrections that there are, in the order in which they apply.
func (c corrector) All(context.Context) ([]corrections.Correction, error) {
	path, err := c.s.CorrectionsFile()
	if err != nil {
		return nil, err
	}
	file, err := corrections.OpenFile(path)
	if err != nil {
		return nil, err
	}
	return file.All(), nil
}

// Revisions returns the last revisions without their files, the latest first.
func (c corrector) Revisions(ctx context.Context, limit int) ([]corrections.Revision, error) {
	return c.s.kept.CorrectionsRevisions(ctx, limit)
}

// YAML is the file as it is, or as a revision has it; 0: as it is.
func (c corrector) YAML(ctx context.Context, number int) ([]byte, error) {
	if number > 0 {
		r, err := c.s.kept.CorrectionsRevision(ctx, number)
		return r.YAML, err
	}
	path, err := c.s.CorrectionsFile()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return []byte("corrections: []\n"), nil
	}
	if err != nil {
		return nil, fmt.Errorf("corrections: %w", err)
	}
	return text, nil
}

// Try returns an article as it is and as it would be with a correction, which is made ready to
// be saved. An error of search.ErrNotFound: there is none in the scope; others say why the
// correction does not apply.
func (c corrector) Try(ctx context.Context, correction *corrections.Correction, scope search.Scope) (before, after *corpus.Article, err error) {
	know := c.s.know.Load()
	if know == nil {
		return nil, nil, index.ErrNotReady
	}
	before, err = c.s.gate.Article(ctx, correction.Article, scope)
	if err != nil {
		return nil, nil, err
	}
	after, err = correction.Try(before, know.reread)
	return before, after, err
}

// Add saves a correction, and returns when it is in force.
func (c corrector) Add(ctx context.Context, correction corrections.Correction) error {
	return c.change(ctx, correction.By, correction.Why, func(f *corrections.File) ([]byte, error) {
		if err := f.Add(correction); err != nil {
			return nil, err
		}
		return f.Bytes()
	})
}

// Remove takes out the correction at an index of All, as long as it is still the one that is
// meant, and returns when the article is read without it.
func (c corrector) Remove(ctx context.Context, at int, meant corrections.Correction, who, why string) error {
	return c.change(ctx, who, why, func(f *corrections.File) ([]byte, error) {
		removed, err := f.Remove(at)
		if err != nil || removed.Article != meant.Article || removed.What() != meant.What() {
			return nil, corrections.ErrChanged
		}
		return f.Bytes()
	})
}

// Restore makes the corrections what they were in a revision, as a new one.
func (c corrector) Restore(ctx context.Context, number int, who, why string) error {
	r, err := c.s.kept.CorrectionsRevision(ctx, number)
	if err != nil {
		return err
	}
	return c.change(ctx, who, why, func(*corrections.File) ([]byte, error) { return r.YAML, nil })
}

// change changes the corrections and waits until the index follows.
func (c corrector) change(ctx context.Context, who, why string, change func(*corrections.File) ([]byte, error)) error {
	if _, err := c.s.changeCorrections(ctx, c.s.kept, who, why, change); err != nil {
		return err
	}
	run, err := c.s.Reindex(ctx, false)
	if errors.Is(err, api.ErrPending) || err == nil && run.Mode != failed {
		return nil
	}
	if err == nil {
		err = errors.New(run.Error)
	}
	return fmt.Errorf("the correction is saved, and the index does not follow: %w", err)
}
