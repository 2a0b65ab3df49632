package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/config"
	"shirube/internal/curation"
	"shirube/internal/eval"
	"shirube/internal/ingest"
	"shirube/internal/querylog"
	"shirube/internal/search"
	"shirube/internal/store"
	"shirube/testdata/queries"
)

// rulesLooked is how often it is looked whether somebody else changed the rules, or one of them
// has expired.
const rulesLooked = 300 * time.Millisecond

// curator puts the rules of editors in force, and lets them be changed.
type curator struct {
	*curation.Book
	app  *App
	kept *store.Store
	gate *gate

	mu      sync.Mutex
	loaded  bool
	version int
	rules   *curation.Document
	at      time.Time
}

func newCurator(a *App, kept *store.Store, g *gate) *curator {
	return &curator{Book: curation.NewBook(kept), app: a, kept: kept, gate: g}
}

// apply has an engine search by the rules as they are now. What cannot be read changes nothing.
func (c *curator) apply(ctx context.Context, engine *search.Engine) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	version, err := c.kept.CurationVersion(ctx)
	if err != nil {
		return err
	}
	now := time.Now()
	if c.loaded && version == c.version && !c.rules.Changes(c.at, now) {
		return nil
	}
	d, r, err := c.Current(ctx)
	if err != nil {
		return err
	}
	engine.Curate(c.app.compiled(engine, d, now))
	c.loaded, c.version, c.rules, c.at = true, r.Number, d, now
	return nil
}

// compiled is a document as an engine takes it: nil where it has no rules. Paths of
// redirects are below the base path.
func (a *App) compiled(engine *search.Engine, d *curation.Document, now time.Time) *search.Curation {
	if len(d.Rules) == 0 {
		return nil
	}
	rules := d.At(now)
	for i := range rules.Redirects {
		if to := &rules.Redirects[i].To; strings.HasPrefix(to.URL, "/") {
			to.URL = a.cfg.BasePath + to.URL
		}
	}
	return engine.Compile(rules)
}

// follow takes up what others change, until ctx ends.
func (c *curator) follow(ctx context.Context) {
	ticker := time.NewTicker(rulesLooked)
	defer ticker.Stop()
	failed := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		in := c.gate.inside.Load()
		if in == nil {
			continue
		}
		err := c.apply(ctx, in.engine)
		if err != nil && !failed && ctx.Err() == nil {
			c.app.log.Error("changes of the editors' rules cannot be seen: those known before go on", "error", err)
		}
		failed = err != nil
	}
}

// Save is curation.Book.Save; what was saved is in force when it returns.
func (c *curator) Save(ctx context.Context, base int, d *curation.Document, who, why string) (curation.Revision, error) {
	r, err := c.Book.Save(ctx, base, d, who, why)
	if err != nil {
		return r, err //nolint:wrapcheck // the book says what it is
	}
	return r, c.now(ctx)
}

// Restore is curation.Book.Restore, likewise.
func (c *curator) Restore(ctx context.Context, base, to int, who, why string) (curation.Revision, error) {
	r, err := c.Book.Restore(ctx, base, to, who, why)
	if err != nil {
		return r, err //nolint:wrapcheck // the book says what it is
	}
	return r, c.now(ctx)
}

func (c *curator) now(ctx context.Context) error {
	in := c.gate.inside.Load()
	if in == nil {
		return nil
	}
	return c.apply(ctx, in.engine)
}

// Preview says what a document would move.
func (c *curator) Preview(ctx context.Context, d *curation.Document, collections []string, progress func(done, of int)) (*curation.Report, error) {
	in := c.gate.inside.Load()
	if in == nil {
		return nil, index.ErrNotReady
	}
	before, _, err := c.Current(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // the book says what it is
	}
	backend, release, err := c.gate.acquire()
	if err != nil {
		return nil, err
	}
	defer release()
	asked, err := c.app.askedForPreview(ctx, backend, c.kept, collections)
	if err != nil {
		return nil, err
	}
	return c.app.preview(ctx, in.engine, before, d, collections, asked, progress)
}

// previewFor is how long a preview may take: less than a request may.
func (a *App) previewFor() time.Duration { return a.cfg.RequestTimeout / 2 }

// preview asks queries under two documents.
func (a *App) preview(ctx context.Context, e *search.Engine, before, after *curation.Document, collections []string, asked []curation.Asked, progress func(done, of int)) (*curation.Report, error) {
	now := time.Now()
	r, err := curation.Preview(ctx, e.Under(a.compiled(e, before, now)), e.Under(a.compiled(e, after, now)), collections, asked, a.previewFor(), progress)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	return r, nil
}

// Article and Passage are those of the gate.
func (c *curator) Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	return c.gate.Article(ctx, id, scope)
}

// Passage returns one passage.
func (c *curator) Passage(ctx context.Context, id string, scope search.Scope) (*search.PassageDetail, error) {
	return c.gate.Passage(ctx, id, scope)
}

// Numbers of queries of the log that a preview asks, of so many days.
const (
	previewLogged = 200
	previewDays   = 30
)

// askedForPreview are the judged queries, and those that visitors ask most. A key that sees
// few collections counts only what was asked in them.
func (a *App) askedForPreview(ctx context.Context, backend index.Backend, kept *store.Store, collections []string) ([]curation.Asked, error) {
	judged, err := a.golden(ctx, backend)
	if err != nil {
		return nil, err
	}
	var out []curation.Asked
	for _, q := range judged {
		answered := slices.ContainsFunc(valuesOf(q.Relevant), func(grade int) bool { return grade > 0 })
		out = append(out, curation.Asked{Query: q, Judged: answered})
	}
	now := time.Now()
	logged, err := kept.Analytics(ctx, querylog.Span{From: now.AddDate(0, 0, -previewDays), To: now, Collections: collections}, previewLogged)
	if err != nil {
		return nil, err
	}
	for i, q := range logged.Top {
		if strings.TrimSpace(q.Query) != "" && !querylog.Masked(q.Query) && len([]rune(q.Query)) <= search.MaxQueryRunes {
			out = append(out, curation.Asked{Query: eval.Query{ID: fmt.Sprintf("log-%d", i+1), Query: q.Query}, Count: int(q.Searches)})
		}
	}
	return out, nil
}

func valuesOf(m map[string]int) []int {
	out := make([]int, 0, len(m))
	for _, v := range m {
		out = append(out, v)
	}
	return out
}

// golden are the judged queries of the settings, else those of the sample where that is what is
// searched; none for other articles.
func (a *App) golden(ctx context.Context, shelf eval.Shelf) ([]eval.Query, error) {
	name := a.cfg.Golden
	var src []byte
	var err error
	switch {
	case name != "":
		if src, err = os.ReadFile(name); err != nil {
			return nil, &config.Error{Where: "--" + config.Golden, Reason: err.Error()}
		}
	case a.servesSample():
		name = queries.Articles
		if src, err = queries.FS.ReadFile(name); err != nil {
			return nil, fmt.Errorf("judged queries: %w", err)
		}
	default:
		return nil, nil
	}
	list, err := eval.ReadQueries(name, bytes.NewReader(src))
	if err != nil {
		return nil, &config.Error{Where: "--" + config.Golden, Reason: err.Error()}
	}
	if list, err = eval.Resolve(ctx, shelf, list); err != nil {
		return nil, fmt.Errorf("judged queries: %w", err)
	}
	return list, nil
}

// servesSample reports whether the embedded articles are what is searched, as far as the
// settings and the data directory say.
func (a *App) servesSample() bool {
	if len(a.cfg.Corpus) > 0 {
		return false
	}
	m, err := ingest.ReadManifest(filepath.Join(a.data, manifestName))
	if err != nil {
		return true // nothing was indexed yet
	}
	return slices.ContainsFunc(m.Sources, func(s ingest.RecordedSource) bool { return s.Embedded })
}

// curate has a session search by the rules of the data directory, where there are any.
func (a *App) curate(ctx context.Context, engine *search.Engine) {
	if !a.hasStore() {
		return
	}
	if err := a.curated(ctx, engine); err != nil {
		a.log.Warn("the editors' rules cannot be read: searching without them", "error", err)
	}
}

// hasStore reports whether anything was ever kept in the data directory.
func (a *App) hasStore() bool {
	_, err := os.Stat(filepath.Join(a.data, store.Name))
	return !errors.Is(err, fs.ErrNotExist)
}

func (a *App) curated(ctx context.Context, engine *search.Engine) error {
	kept, err := a.Store(ctx)
	if err != nil {
		return err
	}
	d, _, err := curation.NewBook(kept).Current(ctx)
	if err := errors.Join(err, kept.Close()); err != nil {
		return err
	}
	engine.Curate(a.compiled(engine, d, time.Now()))
	return nil
}
