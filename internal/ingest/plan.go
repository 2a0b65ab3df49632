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
	view     View
	skipped  Skipped
	folders  []string
	compared int  // files whose contents had to be read to know that they are the same
	unhidden bool // something of an unchanged file is to be hidden, or no longer
}

// planned is a file with what is known of it.
type planned struct {
	found
	source int
	prev   *FileEntry // nil: new
	// same: its contents are those of prev.
	same bool
	// again: it must be read although it is the same.
	again bool
}

// Scan looks at the files of the sources and finds out which of them are other
// than prev remembers (nil: all). Contents are read only where size and time
// leave a doubt. An error means that a source as a whole cannot be read.
func Scan(ctx context.Context, sources []Source, prev *Manifest, view View) (*Plan, error) {
	p := &Plan{prev: prev, scanned: time.Now(), view: view}
	p.view.parse()
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
		w, err := o.walk(ctx, &p.view)
		if err != nil {
			return nil, err
		}
		for _, f := range w.files {
			p.files = append(p.files, &planned{found: f, source: i})
		}
		p.skipped.add(w.skipped)
		p.folders = append(p.folders, w.folders()...)
	}
	if err := p.compare(ctx); err != nil {
		return nil, err
	}
	p.settle()
	return p, nil
}

// settle finds the unchanged files whose articles are not what they were: other
// corrections apply to them, or what hid them is gone, or hides them now.
func (p *Plan) settle() {
	overriding := map[string]bool{}
	for _, f := range p.files {
		if f.same && p.sources[f.source].Overrides {
			for _, a := range f.prev.Articles {
				overriding[a.ID] = true
			}
		}
	}
	for _, f := range p.files {
		if !f.same || f.why != "" {
			continue
		}
		hideable := !p.sources[f.source].Overrides
		for _, id := range f.prev.Hidden {
			f.again = f.again || !p.view.Deleted[id] && !overriding[id]
		}
		for _, a := range f.prev.Articles {
			f.again = f.again || p.correcting(a.ID) != a.Corrections
			p.unhidden = p.unhidden || hideable && p.view.Deleted[a.ID]
		}
	}
}

// correcting is the fingerprint of an article's corrections.
func (p *Plan) correcting(id string) string {
	if p.view.Corrections == nil {
		return ""
	}
	return p.view.Corrections.Fingerprint(id)
}

// apart refuses sources of which one holds another: their articles would be in
// the index twice.
func apart(sources []opened) error {
	resolved := make([]string, len(sources))
	for i, o := range sources {
		if o.dir == "" || o.absent {
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
			if other == "" || sources[j].Optional && !within(path, other) || o.Optional && !within(other, path) {
				continue // what is around the data directory leaves it out: see View.Except
			}
			if within(path, other) || within(other, path) {
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
	p.compared++
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
	return !p.sameCorp || len(p.gone) > 0 || p.unhidden ||
		slices.ContainsFunc(p.files, func(f *planned) bool { return !f.same || f.again })
}

// Folders are those, by their paths without links, in which a change can change
// what a scan finds: for watching them.
func (p *Plan) Folders() []string { return p.folders }

// Seen is the manifest of a plan that is not Changed, with the times at which the
// files were seen unchanged now, and whether that spares the next scan the
// reading of files.
func (p *Plan) Seen() (m *Manifest, better bool) {
	seen := *p.prev
	seen.Scanned, seen.Files = p.scanned, slices.Clone(p.prev.Files)
	at := make(map[fileKey]int, len(seen.Files))
	for i, e := range seen.Files {
		at[fileKey{seen.Sources[e.Source], e.Name}] = i
	}
	for _, f := range p.files {
		if i, ok := at[fileKey{p.recorded[f.source], f.name}]; ok {
			seen.Files[i].ModTime = f.modTime
		}
	}
	return &seen, p.compared > 0
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
	r := p.report(ModeUnchanged)
	there := map[string]bool{}
	for _, f := range p.files {
		r.add(&fileResult{planned: f, articles: f.prev.Articles, problems: f.prev.Problems}, p)
		for _, a := range f.prev.Articles {
			there[a.ID] = true
		}
	}
	r.correctionsOfNothing(p, there)
	return r
}

// SameSources reports whether the manifest is of the same sources.
func (p *Plan) SameSources() bool { return p.sameCorp }
