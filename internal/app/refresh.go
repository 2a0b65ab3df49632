package app

import (
	"context"
	"fmt"
	"path/filepath"

	"shirube/index"
	"shirube/index/bleve"
	"shirube/internal/config"
	"shirube/internal/ingest"
)

// refresh brings the index in step with the corpus and serves the new
// generation when there is one. The caller holds the write lock since before st
// was looked at.
func (a *App) refresh(ctx context.Context, know *knowledge, st *state, meter *ingest.Meter) (*ingest.Report, error) {
	if a.orphan(st) {
		return nil, &config.Error{Where: "--" + config.Corpus,
			Reason: fmt.Sprintf("say what to index: %s holds an index, but no record of what it was made from", a.data)}
	}
	c, err := a.compare(ctx, know, st)
	if err != nil {
		return nil, err
	}
	report, err := a.bring(ctx, know, st, c, meter)
	if err == nil {
		a.remember(st, c)
	}
	return report, err
}

// remember keeps when files were seen unchanged, where that spares the next scan
// the reading of them. The caller holds the write lock.
func (a *App) remember(st *state, c comparison) {
	if !c.current() {
		return // the run did
	}
	m, better := c.plan.Seen()
	st.manifest, st.known = m, m
	if better {
		a.logged("record of what was indexed", func() error { return m.Write(filepath.Join(a.data, manifestName)) })
	}
}

// orphan reports whether what the index was made from cannot even be guessed:
// the sample would take the place of somebody's articles.
func (a *App) orphan(st *state) bool {
	return st.generation != "" && st.known == nil && len(a.cfg.Corpus) == 0 && a.cfg.Data != ""
}

// comparison is the corpus against the index.
type comparison struct {
	plan    *ingest.Plan
	rebuild bool // the index must be made from nothing
}

func (c comparison) current() bool { return !c.rebuild && !c.plan.Changed() }

func (a *App) compare(ctx context.Context, know *knowledge, st *state) (comparison, error) {
	sources, err := a.sources(st.known)
	if err != nil {
		return comparison{}, err
	}
	view, err := a.view(know.lexicon)
	if err != nil {
		return comparison{}, err
	}
	plan, err := ingest.Scan(ctx, sources, st.known, view)
	if err != nil {
		return comparison{}, err
	}
	return comparison{plan, st.manifest == nil || st.fingerprint != know.fingerprint}, nil
}

// bring does what a comparison found necessary.
func (a *App) bring(ctx context.Context, know *knowledge, st *state, c comparison, meter *ingest.Meter) (*ingest.Report, error) {
	if c.current() {
		report := c.plan.Unchanged()
		report.Generation = st.generation
		return report, nil
	}
	result, err := c.plan.Run(ctx, ingest.Options{
		Reader:   know.reader,
		Document: know.builder.Document,
		Begin:    begin(st, know.fingerprint),
		Rebuild:  c.rebuild,
		Meter:    meter,
		Log:      a.log,
	})
	if err != nil {
		return nil, fmt.Errorf("indexing: %w", err)
	}
	if result.Committed {
		before := st.generation
		if err := st.open(ctx); err != nil {
			return nil, fmt.Errorf("the new index: %w", err)
		}
		if st.generation == before {
			return nil, fmt.Errorf("the new index cannot be opened, the one before is served: %w", st.skipped)
		}
	}
	result.Manifest.Generation, result.Manifest.Fingerprint = st.generation, st.fingerprint
	result.Report.Generation = st.generation
	st.manifest, st.known = result.Manifest, result.Manifest
	if err := result.Manifest.Write(filepath.Join(a.data, manifestName)); err != nil {
		// The index is good; only the next start must make it anew.
		a.log.Error("the record of what was indexed could not be written", "error", err)
	}
	return result.Report, nil
}

// begin opens writers. An update is made to the generation that is served: that
// one is open already.
func begin(st *state, fingerprint string) func(context.Context, bool) (index.Writer, error) {
	return func(ctx context.Context, rebuild bool) (index.Writer, error) {
		if rebuild {
			return st.dir.Build(ctx, fingerprint)
		}
		backend, release, err := st.served.Acquire()
		if err != nil {
			return nil, fmt.Errorf("update: %w", err)
		}
		if x, ok := backend.(*bleve.Index); ok {
			return st.dir.UpdateFrom(ctx, x, release)
		}
		release()
		return st.dir.Update(ctx)
	}
}
