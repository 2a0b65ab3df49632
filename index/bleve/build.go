package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"shirube/index"
)

// buildWriter writes a generation from nothing with Bleve's offline builder,
// which makes segments of whole batches and merges them into one: the fastest
// index to search, with nothing running in the background.
type buildWriter struct {
	p       *pending
	builder *scorch.Builder
	// queue decouples those who analyse from the one goroutine that makes
	// segments: both go on at the same time.
	queue chan []bleveindex.Document
	done  chan struct{}

	mu     sync.Mutex
	ids    map[string]bool
	closed bool
	err    error // the first error of the segment maker
}

const (
	buildBatch = 2000 // documents in a segment before merging
	buildQueue = 256  // articles waiting
	mergeAtOne = 100  // segments merged in one go
)

func newBuildWriter(p *pending) (*buildWriter, error) {
	builder, err := scorch.NewBuilder(map[string]any{
		"path":            p.path(),
		"buildPathPrefix": p.path(),
		"batchSize":       buildBatch,
		"mergeMax":        mergeAtOne,
	})
	if err != nil {
		return nil, fmt.Errorf("new generation: %w", err)
	}
	w := &buildWriter{
		p: p, builder: builder,
		queue: make(chan []bleveindex.Document, buildQueue),
		done:  make(chan struct{}),
		ids:   map[string]bool{},
	}
	go w.makeSegments()
	return w, nil
}

func (w *buildWriter) makeSegments() {
	defer close(w.done)
	for docs := range w.queue {
		for _, d := range docs {
			if w.failed() != nil {
				break
			}
			if err := w.builder.Index(d); err != nil {
				w.fail(fmt.Errorf("index: %w", err))
			}
		}
	}
}

func (w *buildWriter) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

func (w *buildWriter) failed() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// ErrDuplicate is what Put returns for a second article of the same id in one
// generation that is built from nothing.
var ErrDuplicate = errors.New("an article with this id was put already")

func (w *buildWriter) Put(ctx context.Context, a *index.ArticleDocument) error {
	docs, err := documents(a)
	if err != nil {
		return err
	}
	if err := w.claim(a.Article.ID); err != nil {
		return err
	}
	select {
	case w.queue <- docs:
		return w.failed()
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *buildWriter) claim(id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ids[id] {
		return fmt.Errorf("article %q: %w", id, ErrDuplicate)
	}
	w.ids[id] = true
	return w.err
}

// Delete has nothing to delete in a generation built from nothing.
func (w *buildWriter) Delete(context.Context, string) error { return w.failed() }

func (w *buildWriter) Commit(ctx context.Context) error {
	w.stop()
	if err := errors.Join(w.failed(), ctx.Err()); err != nil {
		return errors.Join(err, w.discard())
	}
	if len(w.ids) == 0 {
		// The builder cannot make an index of nothing: let scorch itself do it.
		if err := emptyStore(w.p.path()); err != nil {
			return errors.Join(err, w.discard())
		}
	} else if err := w.builder.Close(); err != nil {
		return errors.Join(fmt.Errorf("index: %w", err), w.discard())
	}
	if err := w.removeLeftovers(); err != nil {
		return errors.Join(err, w.discard())
	}
	if err := w.p.commit(); err != nil {
		return errors.Join(err, w.p.abort())
	}
	return nil
}

// removeLeftovers deletes the builder's working folder, which it leaves when
// there was nothing to merge.
func (w *buildWriter) removeLeftovers() error {
	entries, err := os.ReadDir(w.p.path())
	if err != nil {
		return fmt.Errorf("generation: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() {
			if err := os.RemoveAll(filepath.Join(w.p.path(), e.Name())); err != nil {
				return fmt.Errorf("generation: %w", err)
			}
		}
	}
	return nil
}

func (w *buildWriter) Abort() error {
	w.stop()
	return w.discard()
}

// stop ends the segment maker; it may be called again.
func (w *buildWriter) stop() {
	w.mu.Lock()
	first := !w.closed
	w.closed = true
	w.mu.Unlock()
	if first {
		close(w.queue)
	}
	<-w.done
}

func (w *buildWriter) discard() error { return w.p.abort() }

// emptyStore makes a store without documents.
func emptyStore(path string) error {
	store, err := openStore(path, false)
	if err != nil {
		return err
	}
	if err := store.SetInternal([]byte("shirube"), []byte("empty")); err != nil {
		return errors.Join(fmt.Errorf("index: %w", err), store.Close())
	}
	return store.Close()
}
