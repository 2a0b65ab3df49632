// Package reader turns files into articles: one file of this package a format,
// dispatched by content first and by extension second. What the text means is
// left to corpus/anatomy, which files there are to internal/ingest.
package reader

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// Reader reads files. It is safe for use by many goroutines.
type Reader struct {
	lex anatomy.Lexicon
}

// New returns a reader that knows the concepts of lex.
func New(lex anatomy.Lexicon) *Reader { return &Reader{lex: lex} }

// Problem is something in a file that could not be read as it stands.
type Problem struct {
	File string
	Line int // 1-based; 0: the file as a whole
	Why  string
	// Fatal: the file, or the article that begins on the line, was rejected.
	// Otherwise it was read, and Why says what is odd about it.
	Fatal bool
}

// String is "file:line: why".
func (p Problem) String() string {
	return fmt.Sprintf("%s:%d: %s", p.File, max(p.Line, 1), p.Why)
}

// emitError marks an error of the caller's emit, which ends the reading.
type emitError struct{ err error }

func (e emitError) Error() string { return e.err.Error() }
func (e emitError) Unwrap() error { return e.err }

// file is one file being read.
type file struct {
	*Reader
	name     string
	emit     func(*corpus.Article) error
	problems []Problem
}

func (f *file) reject(line int, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: f.name, Line: line, Why: fmt.Sprintf(format, args...), Fatal: true})
}

func (f *file) warn(line int, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: f.name, Line: line, Why: fmt.Sprintf(format, args...)})
}

// Read reads one file. Name is its slash path relative to the corpus root; it
// decides nothing that the content decides, and is the id of an article that
// declares none. Each article, normalized and valid, goes to emit in order.
// Problems name what was rejected or odd; the rest is read. The error is only
// that of emit, of ctx, or of a failing src.
func (r *Reader) Read(ctx context.Context, name string, src io.Reader, emit func(*corpus.Article) error) ([]Problem, error) {
	f := &file{Reader: r, name: name, emit: emit}
	err := f.read(ctx, bufio.NewReaderSize(src, 64<<10))
	return f.problems, err
}

func (f *file) read(ctx context.Context, src *bufio.Reader) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	head, err := src.Peek(4 << 10)
	if err != nil && err != io.EOF {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	if t := bytes.TrimLeft(head, " \t\r\n"); len(t) > 0 && t[0] == '{' {
		return f.jsonLines(ctx, src)
	}
	body, err := io.ReadAll(io.LimitReader(src, corpus.MaxArticleBytes+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	switch {
	case len(body) > corpus.MaxArticleBytes:
		f.reject(1, "the article is larger than %d MiB", corpus.MaxArticleBytes>>20)
	case len(bytes.TrimSpace(body)) == 0:
		f.reject(1, "the file is empty")
	default:
		return f.article(markdown(string(body)), 1)
	}
	return nil
}

// article completes a draft and hands the article over, or says why not.
func (f *file) article(d *anatomy.Draft, line int) error {
	if d.Article.ID == "" {
		d.Article.ID = strings.TrimSuffix(f.name, path.Ext(f.name))
	}
	a := anatomy.Read(f.lex, d)
	if errs := a.Validate(); len(errs) > 0 {
		for _, err := range errs {
			f.reject(line, "%v", err)
		}
		return nil
	}
	if err := f.emit(a); err != nil {
		return emitError{err}
	}
	return nil
}
