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

	mu    sync.Mutex
	batch *bleveindex.Batch
	put   map[string][]string // article → the Bleve ids that this batch puts
}

// maxSegments is how many segments an index may have before an update merges
// them into one: every query visits each.
const maxSegments = 12

func newUpdateWriter(p *pending, base *Index) (*updateWriter, error) {
	entries, err := os.ReadDir(base.path)
	if err != nil {
		return nil, fmt.Errorf("update: %w", err)
	}
	for _, e := range entries {
		if e.Name() == manifestFile {
			continue
		}
		from, to := filepath.Join(base.path, e.Name()), filepath.Join(p.path(), e.Name())
		if err := linkOrCopy(from, to); err != nil {
			return nil, err
		}
	}
	return &updateWriter{p: p, base: base, batch: bleveindex.NewBatch(), put: map[string][]string{}}, nil
}

// linkOrCopy links segments, which are never changed once written, and copies
// the rest (and segments where the file system has no links).
func linkOrCopy(from, to string) error {
	if strings.HasSuffix(from, ".zap") && os.Link(from, to) == nil {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("update: %w", err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return errors.Join(fmt.Errorf("update: %w", err), in.Close())
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Sync(), out.Close(), in.Close()); err != nil {
		return fmt.Errorf("update: copy %s: %w", from, err)
	}
	return nil
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
	if err := w.remove(a.Article.ID); err != nil {
		return err
	}
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
	return w.remove(articleID)
}

// remove takes away what the base and this batch have of an article.
func (w *updateWriter) remove(articleID string) error {
	for _, id := range w.put[articleID] {
		w.batch.Delete(id)
	}
	delete(w.put, articleID)
	ids, err := w.base.documentIDs(articleID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		w.batch.Delete(id)
	}
	return nil
}

func (w *updateWriter) Commit(ctx context.Context) error {
	err := ctx.Err()
	if err == nil {
		err = w.apply(ctx)
	}
	if err == nil {
		err = w.p.commit()
	}
	if err != nil {
		return errors.Join(err, w.Abort())
	}
	return w.base.Close()
}

func (w *updateWriter) apply(ctx context.Context) error {
	s, err := openStore(w.p.path(), false)
	if err != nil {
		return err
	}
	if err := s.Batch(w.batch); err != nil {
		return errors.Join(fmt.Errorf("index: %w", err), s.Close())
	}
	if sc, ok := s.Index.(*scorch.Scorch); ok && w.base.segmentCount() >= maxSegments {
		if err := sc.ForceMerge(ctx, &mergeplan.SingleSegmentMergePlanOptions); err != nil {
			return errors.Join(fmt.Errorf("merge: %w", err), s.Close())
		}
	}
	return s.Close()
}

func (w *updateWriter) Abort() error {
	return errors.Join(w.p.abort(), w.base.Close())
}
