package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"shirube/index"
)

// trialPrefix begins the names of the folders of trials.
const trialPrefix = "trial-"

// Trial is an index as an update would make it, which is no generation: Current never opens
// it, and Close removes it from the disk.
type Trial struct {
	*Index
	folder string
}

// Trial makes the index that base would be with these articles put into it. It shares the
// segments of base by hard links, as updates do, and takes no lock: nothing that is served or
// written is touched. Base must stay open until Trial returns.
func (d *Directory) Trial(ctx context.Context, base *Index, articles ...*index.ArticleDocument) (*Trial, error) {
	folder, err := os.MkdirTemp(d.path, trialPrefix)
	if err != nil {
		return nil, fmt.Errorf("trial: %w", err)
	}
	x, err := d.try(ctx, folder, base, articles)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("trial: %w", err), os.RemoveAll(folder))
	}
	return &Trial{x, folder}, nil
}

func (d *Directory) try(ctx context.Context, folder string, base *Index, articles []*index.ArticleDocument) (*Index, error) {
	w, err := newUpdateWriter(&pending{dir: d, folder: folder}, base, func() error { return nil })
	if err != nil {
		return nil, err
	}
	for _, a := range articles {
		if err := w.Put(ctx, a); err != nil {
			return nil, err
		}
	}
	// Segments stay as they are: merging them changes no answer, and can take as long as the
	// index is large.
	if err := w.apply(ctx, nil); err != nil {
		return nil, err
	}
	// What was shared is verified already, and nobody has the rest but this process.
	return openVerified(folder, trialPrefix+base.generation, &manifest{Fingerprint: base.Fingerprint(), Mapping: mappingVersion, Built: time.Now().UTC()})
}

// Close removes the trial. It may be called again.
func (t *Trial) Close() error { return errors.Join(t.Index.Close(), os.RemoveAll(t.folder)) }

// RemoveTrials removes what trials of processes that died left behind. Nobody may have one open:
// the caller is the only one that makes them.
func (d *Directory) RemoveTrials() error {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return fmt.Errorf("data directory %s: %w", d.path, err)
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), trialPrefix) {
			if err := os.RemoveAll(d.file(e.Name())); err != nil {
				return fmt.Errorf("trial: %w", err)
			}
		}
	}
	return nil
}
