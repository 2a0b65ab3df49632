// Package app puts the program together: it decides where the index is and what
// it is made from, loads what everything needs, keeps the index in step, opens
// it for one command (Open) or serves it (Serve), and stops it all in order.
// What the parts do is theirs: this package knows only who needs whom, and when.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"shirube/corpus/articles"
	"shirube/index"
	"shirube/index/bleve"
	"shirube/internal/config"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
	"shirube/internal/uploads"
	"shirube/internal/watch"
)

// App is the program with its settings: nothing is open yet.
type App struct {
	cfg  config.Config
	log  *slog.Logger
	data string // the data directory
	// uploads is what the API put and deleted.
	uploads *uploads.Store
	// watching are the times of watching; zero are the usual ones.
	watching watch.Options
	// addressOf is where an article is that has no URL of its own; nil: its page.
	addressOf func(id string) string
	// load loads what reading, indexing and searching need: loadKnowledge.
	load func(lexicons []string, log *slog.Logger) (*knowledge, error)
}

// manifestName is the file in the data directory that says what the index was
// made from.
const manifestName = "corpus.json"

// New returns the program with these settings. Log gets what is worth saying;
// results are what the methods return.
func New(cfg config.Config, log *slog.Logger) (*App, error) {
	data, err := dataDirectory(cfg)
	if err != nil {
		return nil, err
	}
	return &App{cfg: cfg, log: log, data: data, uploads: uploads.New(data), load: loadKnowledge}, nil
}

// Data is the data directory.
func (a *App) Data() string { return a.data }

// Imported is the folder of what imports write, which is indexed with the corpus.
// The data directory is made if there is none, so that what lies in it is no one
// else's.
func (a *App) Imported() (string, error) {
	if _, err := bleve.OpenDirectory(a.data); err != nil {
		return "", err
	}
	return a.uploads.Imported(), nil
}

// sample is the embedded knowledge base.
func sample() ingest.Source {
	return ingest.Source{Path: sampleName, FS: articles.FS}
}

// sources are what the index is made from: what was put into the data directory,
// the corpus, and what was imported there. What was put is first, for it takes
// the place of what else has its ids.
func (a *App) sources(m *ingest.Manifest) ([]ingest.Source, error) {
	list, err := a.corpus(m)
	if err != nil {
		return nil, err
	}
	list = append([]ingest.Source{{Path: a.uploads.Articles(), Overrides: true, Optional: true}}, list...)
	return append(list, ingest.Source{Path: a.uploads.Imported(), Optional: true}), nil
}

// corpus is that of the settings, else what the manifest says (so that a data
// directory can be used by itself). Where neither names one, it is the sample,
// unless the data directory has articles of its own.
func (a *App) corpus(m *ingest.Manifest) ([]ingest.Source, error) {
	if len(a.cfg.Corpus) > 0 {
		return configured(a.cfg.Corpus)
	}
	var list []ingest.Source
	if m != nil {
		for _, s := range m.Sources {
			if !s.Embedded && !s.Optional {
				list = append(list, ingest.Source{Collection: s.Collection, Path: s.Path})
			}
		}
	}
	if len(list) == 0 && !a.uploads.Holds() {
		list = append(list, sample())
	}
	return list, nil
}

// view is how the corpus is looked at.
func (a *App) view(lex *lexicon.Lexicon) (ingest.View, error) {
	deleted, err := a.uploads.Deleted()
	if err != nil {
		return ingest.View{}, err
	}
	corrections, err := a.corrections(lex)
	if err != nil {
		return ingest.View{}, err
	}
	return ingest.View{Ignore: a.cfg.Ignore, Except: realPath(a.data), Deleted: deleted, Corrections: corrections}, nil
}

func configured(specs []string) ([]ingest.Source, error) {
	var list []ingest.Source
	for _, spec := range specs {
		collection, path := config.SplitCorpus(spec)
		if path == "" {
			return nil, &config.Error{Where: config.Corpus, Reason: fmt.Sprintf("%q names no file or folder", spec)}
		}
		list = append(list, ingest.Source{Collection: collection, Path: path})
	}
	return list, nil
}

// Index brings the index in step with the corpus and says what became of every
// file. It fails (ErrBusy) while another process writes it.
func (a *App) Index(ctx context.Context, meter *ingest.Meter) (*ingest.Report, error) {
	dir, lock, err := a.lockedDirectory("index")
	if err != nil {
		return nil, err
	}
	defer a.logged("write lock", lock.release)
	if err := a.uploads.Recover(); err != nil {
		return nil, err
	}
	know, st, err := a.prepare(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer a.logged("index", st.close)
	return a.refresh(ctx, know, st, meter)
}

// lockedDirectory opens the data directory for writing.
func (a *App) lockedDirectory(purpose string) (*bleve.Directory, *writeLock, error) {
	dir, err := bleve.OpenDirectory(a.data)
	if err != nil {
		return nil, nil, err
	}
	dir.KeepEarlier(a.cfg.KeepGenerations)
	lock, err := lockDirectory(a.data, purpose)
	if err != nil {
		return nil, nil, err
	}
	if err := dir.RemoveTrials(); err != nil {
		return nil, nil, errors.Join(err, lock.release())
	}
	return dir, lock, nil
}

// logged runs what can only be told to the log if it fails.
func (a *App) logged(what string, f func() error) {
	if err := f(); err != nil {
		a.log.Error(what, "error", err)
	}
}

// state is the index as it is on disk.
type state struct {
	dir *bleve.Directory
	// served is the open index; nothing while there is none.
	served *index.Switch
	// generation is what is served; empty: nothing.
	generation, fingerprint string
	// skipped is why a later generation than this is not served; nil: there is none.
	skipped error
	// manifest is what the served generation was made from, where that is known.
	manifest *ingest.Manifest
	// known is the manifest even where it belongs to another generation: its
	// sources are still those of this data directory.
	known *ingest.Manifest
}

// look opens what is on disk. A damaged index is told to the log and counts as
// none.
func (a *App) look(ctx context.Context, dir *bleve.Directory) (*state, error) {
	s := &state{dir: dir, served: index.NewSwitch(nil)}
	switch err := s.open(ctx); {
	case errors.Is(err, bleve.ErrDamaged):
		a.log.Warn("the index is damaged and will be built anew", "error", err)
	case err != nil && !errors.Is(err, bleve.ErrNoGeneration):
		return nil, err
	}
	if s.skipped != nil {
		a.log.Warn("the index is damaged: the generation before it is used until it is built anew", "error", s.skipped)
	}
	m, err := ingest.ReadManifest(filepath.Join(a.data, manifestName))
	if err != nil {
		a.log.Debug("no manifest", "error", err)
		return s, nil
	}
	s.known = m
	s.match()
	return s, nil
}

// match notes whether what is known is what the served generation was made from.
func (s *state) match() {
	s.manifest = nil
	if m := s.known; m != nil && m.Generation == s.generation && m.Fingerprint == s.fingerprint {
		s.manifest = m
	}
}

// held reports whether somebody went back to the generation that is served: then the corpus is
// not taken up until somebody wants it to be.
func (s *state) held() bool { return s.generation != "" && s.dir.Held() == s.generation }

// open serves the current generation in place of what was served.
func (s *state) open(ctx context.Context) error {
	current, err := s.dir.Current(ctx)
	if err != nil {
		return err
	}
	stats, err := current.Stats(ctx)
	if err != nil {
		return errors.Join(err, current.Close())
	}
	s.generation, s.fingerprint, s.skipped = stats.Generation, current.Fingerprint(), current.Skipped()
	return s.served.Swap(current)
}

// close ends serving. Whoever still searches finishes first.
func (s *state) close() error { return s.served.Swap(nil) }
