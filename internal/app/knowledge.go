package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/cespare/xxhash/v2"
	"golang.org/x/sync/errgroup"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/corpus/reader"
	"shirube/index/bleve"
	"shirube/internal/analysis"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
)

// knowledge is what reading, indexing and searching have in common.
type knowledge struct {
	lexicon  *lexicon.Lexicon
	analyzer *analysis.Analyzer
	reader   *reader.Reader
	builder  *ingest.Builder
	// fingerprint says what makes the documents: an index made by another one
	// must be made anew.
	fingerprint string
}

// loadKnowledge takes most of a second of one core, for the dictionary.
func loadKnowledge(userFiles []string, log *slog.Logger) (*knowledge, error) {
	lex, err := lexicon.Load(userFiles...)
	if err != nil {
		return nil, err
	}
	an, err := analysis.New(lex)
	if err != nil {
		return nil, err
	}
	k := &knowledge{lexicon: lex, analyzer: an, reader: reader.New(lex), builder: ingest.NewBuilder(an, lex)}
	program, err := programHash()
	if err != nil {
		// Without it, only what reads the files may change unnoticed.
		log.Warn("cannot tell which build of the program this is", "error", err)
	}
	k.fingerprint = k.builder.Fingerprint() + "; program " + program
	return k, nil
}

// reread brings what was read from sections in step with what they say now.
func (k *knowledge) reread(a *corpus.Article, sections []string) {
	anatomy.Reread(k.lexicon, a, sections)
}

// programHash identifies this build of the program. How an article is read
// depends on rules all over the code; with another build the articles may be
// others, and the index is made anew (while the old one serves).
func programHash() (sum string, err error) {
	path, err := os.Executable()
	if err != nil {
		return "unknown", fmt.Errorf("program: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return "unknown", fmt.Errorf("program: %w", err)
	}
	h := xxhash.New()
	_, err = io.Copy(h, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return "unknown", fmt.Errorf("program: %w", err)
	}
	return fmt.Sprintf("%016x", h.Sum64()), nil
}

// prepare loads what is needed and looks at the disk, at the same time.
func (a *App) prepare(ctx context.Context, dir *bleve.Directory) (*knowledge, *state, error) {
	var know *knowledge
	var st *state
	var group errgroup.Group
	group.Go(func() (err error) {
		know, err = a.load(a.cfg.Lexicon, a.log)
		return err
	})
	group.Go(func() (err error) {
		st, err = a.look(ctx, dir)
		return err
	})
	if err := group.Wait(); err != nil {
		if st != nil {
			err = errors.Join(err, st.close())
		}
		return nil, nil, err
	}
	return know, st, nil
}
