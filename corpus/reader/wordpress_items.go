package reader

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// exportItem is an item of an export as it stands there.
type exportItem struct {
	line int
	xml  []byte // valid until the next item
	why  string // it is not whole, and why
}

// itemScanner cuts an export into items without reading what is in them, so that
// a broken one does no harm to the others.
type itemScanner struct {
	src  io.Reader
	buf  []byte
	r, w int
	err  error // of src
	line int   // of buf[r]

	head   []byte // what stands before the first item
	item   []byte
	mode   scanMode
	inside bool
	tooBig bool
	begun  int  // line on which the item begins
	items  int  // that were begun
	closed bool // the end of the channel was seen
}

type scanMode int

const (
	inMarkup scanMode = iota
	inCDATA
	inComment
)

const (
	maxWordPressHead = 8 << 20  // authors, categories, tags
	maxTag           = 16 << 10 // a tag of an export has no attributes worth naming
)

func newItemScanner(src io.Reader) *itemScanner {
	return &itemScanner{src: src, buf: make([]byte, 4*sampleBytes), line: 1}
}

// fill reads more; false: there is no more.
func (s *itemScanner) fill() bool {
	if s.err != nil {
		return false
	}
	if s.r > 0 {
		s.w = copy(s.buf, s.buf[s.r:s.w])
		s.r = 0
	}
	for range 100 {
		var n int
		n, s.err = s.src.Read(s.buf[s.w:])
		s.w += n
		if n > 0 || s.err != nil {
			return n > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// take goes on by n bytes, which are part of what is being read.
func (s *itemScanner) take(n int) {
	b := s.buf[s.r : s.r+n]
	s.line += bytes.Count(b, []byte("\n"))
	s.r += n
	switch {
	case s.inside && len(s.item)+n > maxWordPressItem:
		s.tooBig = true
		s.item = s.item[:0]
	case s.inside && !s.tooBig:
		s.item = append(s.item, b...)
	case s.items == 0 && len(s.head)+n <= maxWordPressHead:
		s.head = append(s.head, b...)
	}
}

// next returns the next item; io.EOF after the last.
func (s *itemScanner) next() (*exportItem, error) {
	for {
		if s.r == s.w && !s.fill() {
			return s.end()
		}
		switch s.mode {
		case inCDATA:
			s.until("]]>")
		case inComment:
			s.until("-->")
		default:
			if item := s.markup(); item != nil {
				return item, nil
			}
		}
	}
}

// end is what remains where the source ends.
func (s *itemScanner) end() (*exportItem, error) {
	if !errors.Is(s.err, io.EOF) {
		return nil, s.err
	}
	if s.inside {
		s.inside = false
		return &exportItem{line: s.begun, why: "the export ends within this item: it was not read"}, nil
	}
	return nil, io.EOF
}

// until takes what stands before the end of a CDATA section or of a comment, and
// that end.
func (s *itemScanner) until(end string) {
	if i := bytes.Index(s.buf[s.r:s.w], []byte(end)); i >= 0 {
		s.take(i + len(end))
		s.mode = inMarkup
		return
	}
	s.take(max(s.w-s.r-(len(end)-1), 0)) // the end may have begun
	if !s.fill() {
		s.take(s.w - s.r)
	}
}

// markup takes text up to a tag and the tag. It returns an item that ends there.
func (s *itemScanner) markup() *exportItem {
	i := bytes.IndexByte(s.buf[s.r:s.w], '<')
	if i < 0 {
		s.take(s.w - s.r)
		return nil
	}
	s.take(i)
	const longest = len("<![CDATA[")
	for s.w-s.r < longest && s.fill() {
	}
	rest := s.buf[s.r:s.w]
	switch {
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		s.take(longest)
		s.mode = inCDATA
		return nil
	case bytes.HasPrefix(rest, []byte("<!--")):
		s.take(len("<!--"))
		s.mode = inComment
		return nil
	}
	end := bytes.IndexByte(rest, '>')
	for end < 0 && len(rest) < maxTag && s.fill() {
		rest = s.buf[s.r:s.w]
		end = bytes.IndexByte(rest, '>')
	}
	if end < 0 || end >= maxTag {
		s.take(1) // no tag
		return nil
	}
	return s.tag(rest[:end+1])
}

// tag takes a tag.
func (s *itemScanner) tag(tag []byte) *exportItem {
	switch {
	case isTag(tag, "<item"):
		var broken *exportItem
		if s.inside {
			broken = &exportItem{line: s.begun, why: "this item of the export has no end: it was not read"}
		}
		s.inside, s.tooBig, s.item, s.begun = true, false, s.item[:0], s.line
		s.items++
		s.take(len(tag))
		return broken
	case isTag(tag, "</item") && s.inside:
		s.take(len(tag))
		s.inside = false
		if s.tooBig {
			return &exportItem{line: s.begun, why: fmt.Sprintf("this item of the export is larger than %d MiB: it was not read", maxWordPressItem>>20)}
		}
		return &exportItem{line: s.begun, xml: s.item}
	case isTag(tag, "</channel") && !s.inside:
		s.closed = true
	}
	s.take(len(tag))
	return nil
}

// isTag reports whether a tag is of a name, which is given with what precedes it.
func isTag(tag []byte, name string) bool {
	return bytes.HasPrefix(tag, []byte(name)) && strings.IndexByte("> \t\r\n/", tag[len(name)]) >= 0
}

var entity = regexp.MustCompile(`^&(?:#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);`)
