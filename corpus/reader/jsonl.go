package reader

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// form is how JSON articles stand in a file.
type form int

const (
	notJSON    form = iota
	jsonLines       // one object a line
	jsonValues      // one object over many lines, or several after one another
	jsonArray       // [ {…}, {…} ]
)

var wholePage = regexp.MustCompile(`(?i)<(?:!doctype\s|html[\s>]|head[\s>]|body[\s>])`)

// jsonForm tells by the beginning of a file whether it holds JSON articles.
func jsonForm(sample []byte, name string) form {
	t := bytes.TrimLeft(sample, " \t\r\n")
	if len(t) == 0 {
		return notJSON
	}
	rest := bytes.TrimLeft(t[1:], " \t\r\n")
	ext := strings.ToLower(path.Ext(name))
	named := ext == ".jsonl" || ext == ".ndjson"
	switch {
	case t[0] == '[' && len(rest) > 0 && rest[0] == '{':
		return jsonArray
	case named:
		return jsonLines
	case t[0] == '[' && ext == ".json":
		return jsonArray
	case t[0] != '{' && ext == ".json":
		return jsonValues // its error says what is wrong
	case t[0] != '{' || len(rest) == 0 || rest[0] != '"' && rest[0] != '}':
		return notJSON
	}
	line, after, found := bytes.Cut(t, []byte("\n"))
	if json.Valid(line) || !found && len(sample) >= sampleBytes && ext != ".json" {
		return jsonLines
	}
	if next := bytes.TrimLeft(after, " \t\r\n"); bytes.HasPrefix(next, []byte(`{"`)) && bytes.HasSuffix(bytes.TrimSpace(line), []byte("}")) {
		return jsonLines // a first line that is broken
	}
	return jsonValues
}

// record is a JSON article: an Article, or its id, title and text. The text can be
// Markdown instead, or HTML: all of a page, or what its main content is.
type record struct {
	corpus.Article
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
	HTML     string `json:"html"`
}

// readLines reads one article a line, however many there are. A line that is too
// long for an article is skipped.
func (f *file) readLines(ctx context.Context, src *bufio.Reader) error {
	var buf []byte
	for no := 1; ; no++ {
		line, tooLong, err := readLine(src, &buf)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		switch {
		case tooLong:
			f.reject(no, "the article is larger than %d MiB", corpus.MaxArticleBytes>>20)
		case len(bytes.TrimSpace(line)) > 0:
			if err := f.record(ctx, line, no, true); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// readLine reads up to a line break. It returns a line of at most
// corpus.MaxArticleBytes, in the reader's buffer or in buf; of a longer one only
// that it was too long.
func readLine(src *bufio.Reader, buf *[]byte) (line []byte, tooLong bool, err error) {
	line, err = src.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, false, err
	}
	*buf = append((*buf)[:0], line...)
	for errors.Is(err, bufio.ErrBufferFull) {
		line, err = src.ReadSlice('\n')
		if !tooLong {
			*buf = append(*buf, line...)
			tooLong = len(*buf) > corpus.MaxArticleBytes
		}
	}
	if tooLong {
		return nil, true, err
	}
	return *buf, false, err
}

// readValues reads JSON objects that span lines: one, several after one another,
// or an array of them. What follows a syntax error cannot be read.
func (f *file) readValues(ctx context.Context, src *bufio.Reader) error {
	count := &lineCounter{src: src}
	dec := json.NewDecoder(count)
	if sample, _ := src.Peek(64); bytes.HasPrefix(bytes.TrimLeft(sample, " \t\r\n"), []byte("[")) {
		if _, err := dec.Token(); err != nil {
			return f.syntax(err, count, dec)
		}
	}
	read := 0
	for {
		if !dec.More() {
			_, err := dec.Token() // the end of the array, or of the file
			switch {
			case err == nil:
				continue
			case !errors.Is(err, io.EOF):
				return f.syntax(err, count, dec)
			case read == 0:
				f.reject(1, "the file holds no article")
			}
			return nil
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return f.syntax(err, count, dec)
		}
		read++
		line := count.line(dec.InputOffset() - int64(len(raw)))
		if len(raw) > corpus.MaxArticleBytes {
			f.reject(line, "the article is larger than %d MiB", corpus.MaxArticleBytes>>20)
			continue
		}
		if err := f.record(ctx, raw, line, false); err != nil {
			return err
		}
	}
}

// syntax names broken JSON; an error of the source itself goes up.
func (f *file) syntax(err error, count *lineCounter, dec *json.Decoder) error {
	var se *json.SyntaxError
	at := dec.InputOffset()
	switch {
	case errors.As(err, &se):
		at = max(at, se.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		at = count.offset
	default:
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	f.reject(count.line(at), "not valid JSON: %v", err)
	return nil
}

// lineCounter knows on which line an offset of what was read through it stands.
type lineCounter struct {
	src    io.Reader
	offset int64
	breaks []int64 // offsets of line breaks after the last one asked for
	before int     // line breaks before those
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.breaks = append(c.breaks, c.offset+int64(i))
		}
	}
	c.offset += int64(n)
	return n, err
}

// line is the 1-based line of an offset; offsets must be asked for in order.
func (c *lineCounter) line(offset int64) int {
	for len(c.breaks) > 0 && c.breaks[0] < offset {
		c.breaks = c.breaks[1:]
		c.before++
	}
	return c.before + 1
}

// record reads one JSON article. Numbered says that its line tells it from the
// others of the file, where it has no id.
func (f *file) record(ctx context.Context, raw []byte, line int, numbered bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !utf8.Valid(raw) {
		f.warn(line, "invalid UTF-8 was replaced by U+FFFD")
	}
	var rec record
	if err := json.Unmarshal(raw, &rec); err != nil {
		f.reject(line, "not a JSON article: %v", err)
		return nil
	}
	if rec.ID == "" {
		rec.ID = defaultID(rec.URL, f.name)
		if rec.URL == "" && numbered {
			rec.ID += "/" + strconv.Itoa(line)
		}
	}
	if len(rec.Sections) > 0 && complete(&rec.Article) {
		anatomy.Complete(f.lex, &rec.Article)
		for i := range rec.Sections {
			if s := &rec.Sections[i]; s.StartLine == 0 {
				s.StartLine = line
			}
		}
		return f.hand(&rec.Article, line, nil)
	}
	return f.readRecord(&rec, line)
}

// complete reports whether an Article was read before: every section has its kind.
func complete(a *corpus.Article) bool {
	for _, s := range a.Sections {
		if s.Kind == "" {
			return false
		}
	}
	return true
}

// readRecord hands over the article of a record that holds a text.
func (f *file) readRecord(rec *record, line int) error {
	d := f.recordDraft(rec, line)
	if rec.HTML != "" && !f.html(d, []byte(rec.HTML), 1, !isWholePage(rec.HTML)) {
		return nil
	}
	return f.article(d, line, nil)
}

// isWholePage tells a page, of which the main content must be found, from a
// fragment that is main content.
func isWholePage(html string) bool { return wholePage.MatchString(html[:min(len(html), sampleBytes)]) }

// recordDraft makes a draft of a record's text, or of sections without kinds.
func (f *file) recordDraft(rec *record, line int) *anatomy.Draft {
	d := &anatomy.Draft{Article: rec.Article, At: line}
	d.Article.Sections = nil
	for _, s := range rec.Sections {
		d.Parts = append(d.Parts, anatomy.Part{Heading: s.Heading, Level: s.Level, Line: 1, Lines: anatomy.SplitLines(s.Text, 1)})
	}
	switch {
	case rec.HTML != "":
	case rec.Markdown != "":
		f.markdown(d, strings.ReplaceAll(rec.Markdown, "\r\n", "\n"), 1)
	case rec.Text == "":
	case hasMarkdownHeading(rec.Text):
		f.markdown(d, strings.ReplaceAll(rec.Text, "\r\n", "\n"), 1)
	default:
		d.Parts = append(d.Parts, anatomy.Part{Line: 1, Lines: anatomy.SplitLines(rec.Text, 1)})
		d.Unmarked = len(d.Parts) == 1
	}
	return d
}
