package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Plan is what a scan of the corpus found, compared with a manifest.
type Plan struct {
	sources  []opened
	recorded []RecordedSource
	scanned  time.Time
	prev     *Manifest // nil: everything is new
	files    []*planned
	gone     []*FileEntry // what the manifest has and the corpus has no more
	sameCorp bool         // the sources are those of prev
}

// planned is a file with what is known of it.
type planned struct {
	found
	source int
	prev   *FileEntry // nil: new
	// same: its contents are those of prev.
	same bool
}

// Scan looks at the files of the sources and finds out which of them are other
// than prev remembers (nil: all). Contents are read only where size and time
// leave a doubt. An error means that a source as a whole cannot be read.
func Scan(ctx context.Context, sources []Source, prev *Manifest) (*Plan, error) {
	p := &Plan{prev: prev, scanned: time.Now()}
	for _, s := range sources {
		o, err := s.open()
		if err != nil {
			return nil, err
		}
		rec, err := s.recorded()
		if err != nil {
			return nil, err
		}
		p.sources = append(p.sources, o)
		p.recorded = append(p.recorded, rec)
	}
	if err := apart(p.sources); err != nil {
		return nil, err
	}
	p.sameCorp = prev != nil && slices.Equal(prev.Sources, p.recorded)
	for i, o := range p.sources {
		files, err := o.walk(ctx)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			p.files = append(p.files, &planned{found: f, source: i})
		}
	}
	if err := p.compare(ctx); err != nil {
		return nil, err
	}
	return p, nil
}

// apart refuses sources of which one holds another: their articles would be in
// the index twice.
func apart(sources []opened) error {
	resolved := make([]string, len(sources))
	for i, o := range sources {
		if o.dir == "" {
			continue
		}
		path, err := filepath.EvalSymlinks(o.Path)
		if err == nil {
			path, err = filepath.Abs(path)
		}
		if err != nil {
			return fmt.Errorf("corpus %s: %w", o.Path, reason(err))
		}
		resolved[i] = path
		for j, other := range resolved[:i] {
			if other != "" && (within(path, other) || within(other, path)) {
				return fmt.Errorf("corpus %s and corpus %s overlap: name each folder once", sources[j].Path, o.Path)
			}
		}
	}
	return nil
}

func within(path, dir string) bool {
	const sep = string(filepath.Separator)
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, sep)+sep)
}

// fileKey is a file across runs: where its source is, and its name there.
type fileKey struct {
	source RecordedSource
	name   string
}

// compare matches the files with the manifest's.
func (p *Plan) compare(ctx context.Context) error {
	if p.prev == nil {
		return nil
	}
	known := make(map[fileKey]*FileEntry, len(p.prev.Files))
	for i := range p.prev.Files {
		e := &p.prev.Files[i]
		known[fileKey{p.prev.Sources[e.Source], e.Name}] = e
	}
	for _, f := range p.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		key := fileKey{p.recorded[f.source], f.name}
		f.prev = known[key]
		delete(known, key)
		if f.prev != nil {
			f.same = p.unchanged(ctx, f)
		}
	}
	for i := range p.prev.Files { // in their order
		e := &p.prev.Files[i]
		if known[fileKey{p.prev.Sources[e.Source], e.Name}] != nil {
			p.gone = append(p.gone, e)
		}
	}
	return nil
}

// unchanged reports whether reading f again would give what f.prev has.
func (p *Plan) unchanged(ctx context.Context, f *planned) bool {
	if f.why != "" {
		return f.prev.Hash == "" && len(f.prev.Problems) == 1 && f.prev.Problems[0].Why == f.why
	}
	if p.prev.proves(f.prev, f.found) {
		return true
	}
	if f.prev.Size != f.size {
		return false
	}
	hash, err := p.hash(ctx, f)
	if err != nil { // as unreadable as before, or not
		return f.prev.Hash == "" && len(f.prev.Problems) == 1 && f.prev.Problems[0].Why == unreadable(err)
	}
	return hash == f.prev.Hash
}

func (p *Plan) hash(ctx context.Context, f *planned) (sum string, err error) {
	src, err := p.sources[f.source].fsys.Open(f.name)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, &input{ctx: ctx, src: src})
	if closeErr := src.Close(); err == nil {
		err = closeErr
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// unreadable words why a file cannot be read.
func unreadable(err error) string { return fmt.Sprintf("cannot be read: %v", reason(err)) }

// Changed reports whether the index must change for the corpus.
func (p *Plan) Changed() bool {
	return !p.sameCorp || len(p.gone) > 0 || slices.ContainsFunc(p.files, func(f *planned) bool { return !f.same })
}

// Files is how many files the corpus has, and Bytes how much is in them.
func (p *Plan) Files() int { return len(p.files) }

// Bytes is the size of all files.
func (p *Plan) Bytes() int64 {
	var n int64
	for _, f := range p.files {
		n += f.size
	}
	return n
}

// Unchanged is the report of a run that has nothing to do; it is only for plans
// that are not Changed.
func (p *Plan) Unchanged() *Report {
	r := &Report{Mode: ModeUnchanged}
	for _, f := range p.files {
		r.add(&fileResult{planned: f, articles: f.prev.Articles, problems: f.prev.Problems}, p)
	}
	return r
}

// SameSources reports whether the manifest is of the same sources.
func (p *Plan) SameSources() bool { return p.sameCorp }
