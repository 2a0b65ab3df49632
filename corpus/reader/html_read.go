package reader

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// maxHTMLBytes is how large the source of a page may be: markup, scripts and
// pictures in place come on top of what is an article's text.
const maxHTMLBytes = 4 * corpus.MaxArticleBytes

// readHTML reads a file that is a page.
func (f *file) readHTML(src io.Reader) error {
	body, err := io.ReadAll(io.LimitReader(src, maxHTMLBytes+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	if len(body) > maxHTMLBytes {
		f.reject(1, "the page is larger than %d MiB", maxHTMLBytes>>20)
		return nil
	}
	body, note, err := DecodePage(body, "")
	if err != nil {
		f.reject(1, "%v", err)
		return nil
	}
	if note != "" {
		f.warn(1, "%s", note)
	}
	head, page, first, has := cutFrontMatter(string(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))))
	d := &anatomy.Draft{}
	var lines map[string]int
	if has { // a page of a site generator
		var ok bool
		if lines, ok = f.frontMatter(d, head); !ok {
			return nil
		}
	}
	if !f.html(d, []byte(page), first, has && !htmlPage.MatchString(page)) {
		return nil
	}
	if d.Article.ID == "" {
		d.Article.ID = defaultID(d.Article.URL, f.name)
	}
	return f.article(d, 1, lines)
}

// isPage tells a page by its name, or by how it begins. A file without a single
// tag is none, whatever its name says.
func isPage(sample []byte, name string) bool {
	ext := strings.ToLower(path.Ext(name))
	if isHTMLName(ext) || ext == ".php" {
		return bytes.IndexByte(sample, '<') >= 0
	}
	text := string(sample)
	if _, body, _, has := cutFrontMatter(text); has {
		text = body
	}
	return markup(text, isMarkdownName(ext)) == "HTML"
}

// html reads a page, or with fragment its main content alone, into a draft. First
// is the number of its first line. Not ok: it was rejected.
func (f *file) html(d *anatomy.Draft, src []byte, first int, fragment bool) (ok bool) {
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
	}
	if !utf8.Valid(src) {
		src = []byte(f.validUTF8(string(src), first))
	}
	p := &page{draft: d, fragment: fragment, style: &stylesheet{}, warn: f.warn}
	p.tree = parseTree(p.cutTemplates(trimNul(src), first), first)
	if p.tooMany {
		f.reject(first, "the page has more than %d elements", maxNodes)
		return false
	}
	p.read()
	d.Dropped = append(d.Dropped, p.dropped...)
	return true
}

// read reads the page into its draft.
func (p *page) read() {
	p.readHead()
	p.readData()
	a := &p.draft.Article
	p.dates = pageDates{a.Published, a.Updated, a.Reviewed}
	measure(p.body, false)
	p.dropAlways(p.root)
	eachText(p.body, p.cutLeftovers)
	measure(p.body, false)
	p.main, p.unmarked = p.body, true
	if !p.fragment {
		p.main = mainContent(p.tree)
		p.unmarked = p.main == p.body
		p.main = p.narrow(p.main)
		p.dropOutside(p.root)
	}
	p.dropCopies()
	p.dropNoise(p.main)
	measure(p.body, false)
	p.titleClass = titleClasses(p.main)
	w := &blocks{page: p, at: p.main}
	w.walkPage(p.root)
	p.parts(joinLabels(joinMarks(p.trimEdges(p.takeTitle(w.out)))))
	p.crossCheck()
	p.checkTimes()
	for _, c := range p.comments {
		p.list(c.line+leadingBreaks(c.text), strings.Join(strings.Fields(c.text), " "), whyComment)
	}
	p.metadata()
}

// walkPage reads the main content, and lists what stands outside of it.
func (w *blocks) walkPage(n *node) {
	for c := n.first; c != nil; c = c.next {
		switch {
		case c == w.main:
			w.flush()
			w.children(c)
			w.flush()
		case c.tag == "":
		case c.drop != "":
			w.listNode(c)
		case w.notes[c]:
			w.note(c)
		default:
			w.walkPage(c)
		}
	}
}

// metadata gives the article what the head of the page says.
func (p *page) metadata() {
	a := &p.draft.Article
	a.Description = orElse(a.Description, orElse(p.head.meta["description"], p.head.meta["og:description"]))
	a.Image = orElse(a.Image, p.head.meta["og:image"])
	a.Lang = orElse(a.Lang, p.head.lang)
	a.URL = orElse(a.URL, orElse(p.head.canonical, p.head.meta["og:url"]))
}

// crossCheck compares what the page declares as data with what it shows: who
// reviewed it is taken from the data where the text names nobody, and a
// contradiction is a warning.
func (p *page) crossCheck() {
	if len(p.reviewers) == 0 {
		return
	}
	var text strings.Builder
	for _, part := range p.draft.Parts {
		text.WriteString(squeeze(part.Heading))
		for _, l := range part.Lines {
			text.WriteString(squeeze(l.Text))
		}
	}
	shown := text.String()
	for _, r := range p.reviewers {
		switch {
		case strings.Contains(shown, squeeze(r.Name)):
		case strings.Contains(shown, "監修"):
			p.warn(r.line, "the page's JSON-LD names %q as reviewer, its text does not", r.Name)
		default:
			p.draft.Article.Supervisors = append(p.draft.Article.Supervisors, r.Supervisor)
		}
	}
}

// squeeze is a text without white space.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
