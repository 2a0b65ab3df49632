package bleve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"shirube/index"
)

// updateWriter makes a generation out of another: unchanged segment files are
// shared by hard links, the changes are one batch of Bleve's.
type updateWriter struct {
	p    *pending
	base *Index
	done func() error // called when base is no longer needed

	mu    sync.Mutex
	batch *bleveindex.Batch
	put   map[string][]string // article → the Bleve ids that this batch puts
}

// How segments are kept few, because every query visits each. Small ones are
// merged among themselves: that takes as long as they are large, and not as long
// as the index is. All are merged into one when that is not enough, or when too
// much of the index is what was deleted.
const (
	maxSegments  = 8
	smallSegment = 4000 // documents; or a tenth of the index, if that is more
	mostDeleted  = 0.3
)

func newUpdateWriter(p *pending, base *Index, done func() error) (*updateWriter, error) {
	entries, err := os.ReadDir(base.path)
	if err != nil {
		return nil, fmt.Errorf("update: %w", err)
	}
	known := make(map[string]manifestItem, len(base.manifest.Files))
	for _, item := range base.manifest.Files {
		known[item.Name] = item
	}
	p.shared = map[string]manifestItem{}
	for _, e := range entries {
		if e.Name() == manifestFile {
			continue
		}
		from, to := filepath.Join(base.path, e.Name()), filepath.Join(p.path(), e.Name())
		linked, err := linkOrCopy(from, to)
		if err != nil {
			return nil, err
		}
		if item, ok := known[e.Name()]; ok && linked {
			p.shared[e.Name()] = item
		}
	}
	return &updateWriter{p: p, base: base, done: done, batch: bleveindex.NewBatch(), put: map[string][]string{}}, nil
}

// linkOrCopy links segments, which are never changed once written, and copies
// the rest (and segments where the file system has no links).
func linkOrCopy(from, to string) (linked bool, err error) {
	if strings.HasSuffix(from, ".zap") && os.Link(from, to) == nil {
		return true, nil
	}
	in, err := os.Open(from)
	if err != nil {
		return false, fmt.Errorf("update: %w", err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return false, errors.Join(fmt.Errorf("update: %w", err), in.Close())
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Sync(), out.Close(), in.Close()); err != nil {
		return false, fmt.Errorf("update: copy %s: %w", from, err)
	}
	return false, nil
}

func (w *updateWriter) Put(ctx context.Context, a *index.ArticleDocument) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	docs, err := documents(a)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remove(a.Article.ID)
	for _, d := range docs {
		w.batch.Update(d)
		w.put[a.Article.ID] = append(w.put[a.Article.ID], d.ID())
	}
	return nil
}

func (w *updateWriter) Delete(ctx context.Context, articleID string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remove(articleID)
	return nil
}

// remove takes away what the base and this batch have of an article.
func (w *updateWriter) remove(articleID string) {
	for _, id := range w.put[articleID] {
		w.batch.Delete(id)
	}
	delete(w.put, articleID)
	for _, id := range w.base.documentIDs(articleID) {
		w.batch.Delete(id)
	}
}

func (w *updateWriter) Commit(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		err = w.apply(ctx, w.merging())
	}
	if err == nil {
		err = w.p.commit()
	}
	if err != nil {
		return errors.Join(err, w.Abort())
	}
	return w.done()
}

// apply makes the changes, and merges segments where options are not nil.
func (w *updateWriter) apply(ctx context.Context, options *mergeplan.MergePlanOptions) error {
	s, err := openStore(w.p.path(), false)
	if err != nil {
		return err
	}
	if err := s.Batch(w.batch); err != nil {
		return errors.Join(fmt.Errorf("index: %w", err), s.Close())
	}
	if sc, ok := s.Index.(*scorch.Scorch); ok && options != nil {
		if err := sc.ForceMerge(ctx, options); err != nil {
			return errors.Join(fmt.Errorf("merge: %w", err), s.Close())
		}
	}
	return s.Close()
}

// merging says how the segments are to be merged after this update; nil: not.
func (w *updateWriter) merging() *mergeplan.MergePlanOptions {
	segments, all, live := w.base.sizes()
	options := mergeplan.SingleSegmentMergePlanOptions
	if float64(all-live) > mostDeleted*float64(all) {
		return &options
	}
	if len(segments) < maxSegments {
		return nil
	}
	small := max(smallSegment, all/10)
	large := 0
	for _, n := range segments {
		if n >= small {
			large++
		}
	}
	if large < maxSegments/2 {
		// The planner leaves alone what is at least half of the greatest size.
		options.MaxSegmentSize = 2 * int64(small)
	}
	return &options
}

func (w *updateWriter) Abort() error {
	return errors.Join(w.p.abort(), w.done())
}
