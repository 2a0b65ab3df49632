// Package reader turns files into articles: one file of this package a format,
// dispatched by content first and by extension second. What the text means is
// left to corpus/anatomy, which files there are to internal/ingest.
package reader

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
	"golang.org/x/text/transform"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// Reader reads files. It is safe for use by many goroutines.
type Reader struct {
	lex anatomy.Lexicon
	md  parser.Parser
}

// New returns a reader that knows the concepts of lex.
func New(lex anatomy.Lexicon) *Reader { return &Reader{lex: lex, md: newMarkdownParser()} }

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

// sampleBytes is how much of a file decides what it is.
const sampleBytes = 64 << 10

// file is one file being read.
type file struct {
	*Reader
	name     string
	emit     func(*corpus.Article) error
	problems []Problem
}

// reject names an article that was not read.
func (f *file) reject(line int, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: f.name, Line: line, Why: fmt.Sprintf(format, args...), Fatal: true})
}

// warn names what is odd about one that was.
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
	err := f.read(ctx, bufio.NewReaderSize(src, sampleBytes))
	return f.problems, err
}

func (f *file) read(ctx context.Context, src *bufio.Reader) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	sample, err := src.Peek(sampleBytes)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, bufio.ErrBufferFull) {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	whole := len(sample) < sampleBytes
	if len(bytes.TrimSpace(sample)) == 0 && whole {
		f.reject(1, "the file is empty")
		return nil
	}
	if IsWordPress(sample) {
		return f.readWordPress(ctx, exportText(src, sample, whole))
	}
	if isPage(sample, f.name) {
		return f.readHTML(src)
	}
	cs, err := detect(sample, whole)
	if err != nil {
		f.reject(1, "%v", err)
		return nil
	}
	if cs.enc != nil {
		src = bufio.NewReaderSize(transform.NewReader(src, cs.enc.NewDecoder()), sampleBytes)
		if sample, err = src.Peek(sampleBytes); err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
	}
	if bytes.HasPrefix(sample, []byte("\ufeff")) {
		if _, err := src.Discard(len("\ufeff")); err != nil {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		sample = sample[len("\ufeff"):]
	}
	if whole && len(bytes.TrimSpace(sample)) == 0 {
		f.reject(1, "the file is empty")
		return nil
	}
	if isTableName(strings.ToLower(path.Ext(f.name))) {
		return f.readTable(ctx, src)
	}
	if IsWordPress(sample) {
		return f.readWordPress(ctx, src)
	}
	switch jsonForm(sample, f.name) {
	case jsonLines:
		return f.readLines(ctx, src)
	case jsonArray, jsonValues:
		return f.readValues(ctx, src)
	}
	if isPage(sample, f.name) {
		return f.readHTML(src) // of UTF-16, decoded by now
	}
	return f.readText(src)
}

// readText reads a file that is one article as Markdown or plain text.
func (f *file) readText(src io.Reader) error {
	body, err := io.ReadAll(io.LimitReader(src, corpus.MaxArticleBytes+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	if len(body) > corpus.MaxArticleBytes {
		f.reject(1, "the article is larger than %d MiB", corpus.MaxArticleBytes>>20)
		return nil
	}
	text := f.validUTF8(string(body), 1)
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	ext := strings.ToLower(path.Ext(f.name))
	if kind := markup(text, isMarkdownName(ext)); kind != "" {
		f.reject(1, "unsupported format: %s", kind)
		return nil
	}
	if strings.IndexByte(text, 0) >= 0 {
		f.reject(1, "unsupported format: binary data")
		return nil
	}
	d, lines, ok := f.draft(text)
	if !ok {
		return nil
	}
	return f.article(d, 1, lines)
}

// validUTF8 replaces bytes that are not UTF-8, and says on which line the first
// of them stands; first is the line on which s begins.
func (f *file) validUTF8(s string, first int) string {
	if utf8.ValidString(s) {
		return s
	}
	at := 0
	for at < len(s) {
		r, n := utf8.DecodeRuneInString(s[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	f.warn(first+strings.Count(s[:at], "\n"), "invalid UTF-8 was replaced by U+FFFD")
	return strings.ToValidUTF8(s, "\ufffd")
}

// draft reads a text as Markdown where it has front matter, headings or the
// extension of it, else as plain text. Lines maps fields of the front matter to
// the lines they stand on. Not ok: it was rejected.
func (f *file) draft(text string) (d *anatomy.Draft, lines map[string]int, ok bool) {
	head, body, first, has := cutFrontMatter(text)
	d = &anatomy.Draft{}
	if has {
		if lines, ok = f.frontMatter(d, head); !ok {
			return nil, nil, false
		}
	}
	ext := strings.ToLower(path.Ext(f.name))
	if isMarkdownName(ext) || has || hasMarkdownHeading(body) || hasHTMLHeading(body) {
		f.markdown(d, body, first)
	} else {
		d.Parts = []anatomy.Part{{Line: first, Lines: anatomy.SplitLines(body, first)}}
		d.Unmarked = true
	}
	if d.Article.ID == "" {
		d.Article.ID = defaultID(d.Article.URL, f.name)
	}
	return d, lines, true
}

// defaultID is the id of an article that declares none: its canonical URL, else
// its file's path without the extension.
func defaultID(url, name string) string {
	if url != "" {
		return url
	}
	return strings.TrimSuffix(name, path.Ext(name))
}

// article completes a draft and hands the article over, or says why not. Line is
// where the article begins, fields where single fields of it stand.
func (f *file) article(d *anatomy.Draft, line int, fields map[string]int) error {
	a := anatomy.Read(f.lex, d)
	if a.Title == "" && d.At == 0 {
		a.Title = strings.TrimSuffix(path.Base(f.name), path.Ext(f.name))
	}
	f.warnSupports(d, a, max(fields["sources"], line))
	return f.hand(a, line, fields)
}

// hand validates an article and hands it over.
func (f *file) hand(a *corpus.Article, line int, fields map[string]int) error {
	errs := a.Validate()
	for _, err := range errs {
		at := line
		var fe *corpus.FieldError
		if errors.As(err, &fe) {
			name := fe.Field
			if i := strings.IndexAny(name, ".["); i >= 0 {
				name = name[:i]
			}
			if n, ok := fields[name]; ok {
				at = n
			}
		}
		f.reject(at, "%v", err)
	}
	if len(errs) > 0 {
		return nil
	}
	return f.emit(a)
}
