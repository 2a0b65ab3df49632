package bleve

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"shirube/index"
)

// Index is a finished generation, open for reading. It implements index.Backend.
type Index struct {
	path       string
	generation string
	manifest   *manifest
	skipped    error
	store      *store
	snapshot   *scorch.IndexSnapshot
	columns    *columns
	norms      *[256]float64 // BM25's length norms, by encoded length
	terms      *recent[termKey, *term]
	ranges     *recent[rangeKey, ranged]
	records    *records
	// stamps are scratch arrays for counting articles once, see stamp.
	stamps sync.Pool

	counting sync.Once
	stats    index.Stats

	closeOnce sync.Once
	closeErr  error
}

var _ index.Backend = (*Index)(nil)

// openIndex opens the finished generation at path after comparing its files
// with what was written: ErrDamaged if they differ.
func openIndex(path, generation string) (*Index, error) {
	m, err := verify(path)
	if err != nil {
		return nil, err
	}
	return openVerified(path, generation, m)
}

// openVerified opens the generation at path whose files are known to be those of
// the manifest.
func openVerified(path, generation string, m *manifest) (*Index, error) {
	s, err := openStore(path, true)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	x := &Index{path: path, generation: generation, manifest: m, store: s}
	if err := x.load(); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrDamaged, err), x.Close())
	}
	return x, nil
}

func (x *Index) load() error {
	reader, err := x.store.Reader()
	if err != nil {
		return fmt.Errorf("index %s: %w", x.path, err)
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return errors.Join(fmt.Errorf("index %s: unexpected reader %T", x.path, reader), reader.Close())
	}
	x.snapshot = snapshot
	x.columns, err = loadColumns(snapshot)
	if err != nil {
		return fmt.Errorf("index %s: %w", x.path, err)
	}
	x.norms = x.columns.lengthNorms()
	x.terms = newRecent[termKey, *term](mostTermBytes)
	x.ranges = newRecent[rangeKey, ranged](mostRangeBytes)
	x.records = newRecords(x.columns)
	x.stamps.New = func() any { return &stamp{seen: make([]uint32, x.columns.docs)} }
	return nil
}

// Fingerprint is what Build was given.
func (x *Index) Fingerprint() string { return x.manifest.Fingerprint }

// Skipped is why the generation that should be served is not, when Current had
// to open an earlier one; nil otherwise.
func (x *Index) Skipped() error { return x.skipped }

// Close releases the files. It may be called again.
func (x *Index) Close() error {
	x.closeOnce.Do(func() {
		if x.snapshot != nil {
			x.closeErr = x.snapshot.Close()
		}
		x.closeErr = errors.Join(x.closeErr, x.store.Close())
	})
	return x.closeErr
}

// sizes are how many documents the segments have, deleted ones included, and how
// many there are in all, of them live.
func (x *Index) sizes() (segments []int, all, live int) {
	for _, s := range x.columns.segments {
		segments = append(segments, int(s.Count()))
	}
	return segments, x.columns.docs, int(x.columns.articles.GetCardinality() + x.columns.passages.GetCardinality())
}

// Stats says what is in the index.
func (x *Index) Stats(context.Context) (index.Stats, error) {
	x.counting.Do(func() { x.stats = x.count() })
	s := x.stats
	s.Collections = maps.Clone(s.Collections)
	return s, nil
}

// count is what Stats tells: every search asks for it, and it does not change.
func (x *Index) count() index.Stats {
	s := index.Stats{
		Articles:    int(x.columns.articles.GetCardinality()),
		Passages:    int(x.columns.passages.GetCardinality()),
		Collections: map[string]int{},
		Generation:  x.generation,
		Built:       x.manifest.Built,
		Engine:      "bleve",
	}
	for _, f := range x.manifest.Files {
		s.Bytes += f.Size
	}
	collections := x.columns.facets[facetCollection]
	for i, name := range collections.values {
		s.Collections[name] = int(collections.docs[i].GetCardinality())
	}
	return s
}

// documentIDs lists the Bleve ids of an article and its passages.
func (x *Index) documentIDs(articleID string) []string {
	article, ok := x.columns.articleDocs[articleID]
	if !ok {
		return nil
	}
	ids := []string{articlePrefix + articleID}
	for _, p := range x.columns.childrenOf(article) {
		ids = append(ids, passagePrefix+x.columns.ids[p])
	}
	return ids
}
