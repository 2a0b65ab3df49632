// The rest of this package keeps an index in step with a corpus: it finds the
// files, has them read (corpus/reader), gives what changed to an index.Writer,
// and reports what became of every file. A Manifest remembers what was read, so
// that the next run reads only what is new. Where the index lives, who may write
// it and when it is served is left to internal/app.
//
// The result depends on the corpus alone: whether an index was built from
// nothing or brought up to date, it holds the same articles under the same ids.
// Files are taken in the order of the sources, then of their names; where two
// articles claim one id, the first has it.

package ingest

import (
	"context"
	"io"
	"log/slog"

	"shirube/corpus"
	"shirube/corpus/reader"
	"shirube/index"
)

// ArticleReader reads one file; *reader.Reader does.
type ArticleReader interface {
	Read(ctx context.Context, name string, src io.Reader, emit func(*corpus.Article) error) ([]reader.Problem, error)
}

// Options is what a run needs besides its plan.
type Options struct {
	Reader ArticleReader
	// Document makes an article's document; Builder.Document does. An error
	// rejects the article.
	Document func(*corpus.Article) (*index.ArticleDocument, error)
	// Begin opens a writer: of a new generation from nothing, or of changes to
	// the current one. It may be called again after the writer was aborted.
	Begin func(ctx context.Context, rebuild bool) (index.Writer, error)
	// Rebuild makes the index from nothing. It must be set when the plan's
	// manifest is not that of the index which Begin would change.
	Rebuild bool
	// Workers is how many articles are analysed at the same time; 0: one a core.
	Workers int
	// Meter, when set, is told how far the run is.
	Meter *Meter
	Log   *slog.Logger
}

// Problem is something in a file that is wrong. Rejected: the file, or the
// article that begins on the line, is not in the index; otherwise it is, and Why
// says what is odd about it.
type Problem struct {
	File     string `json:"file"`
	Line     int    `json:"line"` // 1-based
	Why      string `json:"why"`
	Rejected bool   `json:"rejected"`
}

// String is "file:line: why".
func (p Problem) String() string {
	return reader.Problem{File: p.File, Line: p.Line, Why: p.Why}.String()
}
