package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"shirube/corpus/reader"
)

// WordPressOptions is what an import of an export needs.
type WordPressOptions struct {
	// Into is the folder; empty: one of the site's name below Data.
	Into string
	// Imported is the folder that holds a folder for every imported site.
	Imported string
	// Keep leaves in the folder what the export does not hold.
	Keep bool
	// RemoveMany removes what is gone even if that is most of what was there.
	RemoveMany bool
	// Types are the types of posts to import; empty: all that visitors have pages of.
	Types []string
	// Progress, when set, is told how many bytes of how many were read, twice the
	// size of the files in all.
	Progress func(done, total int64)
}

// WordPress imports the published posts and pages of an export: one file that
// WordPress wrote, or the files that an export was split into. What is malformed
// is named in the report and the rest is imported. What vanished from the export
// is removed only if all of it could be read. The error is that the files or the
// folder could not be read or written, or that of ctx.
func WordPress(ctx context.Context, files []string, o WordPressOptions) (*Report, error) {
	began := time.Now()
	w := &wordPressImport{WordPressOptions: o, files: files, parts: reader.NewWordPressParts(), ids: map[string]bool{}, types: map[string]bool{}, notes: map[string]*noteCount{},
		report: &Report{Source: strings.Join(files, ", "), Method: MethodExport}}
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, reason(err))
		}
		if !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s: not a file", name)
		}
		w.total += 2 * info.Size()
	}
	if err := w.first(ctx); err != nil {
		return nil, err
	}
	if err := w.open(); err != nil {
		return nil, err
	}
	err := w.second(ctx)
	if err == nil {
		err = w.removeVanished()
	}
	if err := errors.Join(err, w.folder.close()); err != nil {
		return nil, err
	}
	w.tellNotes()
	w.report.Articles.Total = len(w.folder.written)
	w.report.Seconds = time.Since(began).Seconds()
	w.report.finish()
	return w.report, nil
}

type wordPressImport struct {
	WordPressOptions
	files       []string
	parts       *reader.WordPressParts
	site        *reader.WordPressSite
	folder      *folder
	report      *Report
	done, total int64
	cut         bool            // items of the export could not be read
	broken      bool            // something could not be imported
	ids         map[string]bool // of articles
	types       map[string]bool // of items, published or not
	notes       map[string]*noteCount
}

// noteCount is how often something was to be noted, and where first.
type noteCount struct {
	file  string
	line  int
	count int
}

// each reads all files.
func (w *wordPressImport) each(ctx context.Context, problems bool, emit func(string, *reader.WordPressPost) error) error {
	for _, name := range w.files {
		src, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, reason(err))
		}
		found, err := reader.ReadWordPress(ctx, name, &countingReader{src, w}, func(site *reader.WordPressSite, p *reader.WordPressPost) error {
			if w.site == nil {
				w.site = site
			}
			return emit(name, p)
		})
		if err := errors.Join(err, src.Close()); err != nil {
			return err
		}
		for _, p := range found {
			w.cut = w.cut || p.Fatal
			if !problems {
				continue
			}
			if p.Fatal {
				w.broken = true
				w.report.reject(name, p.Line, "%s", p.Why)
			} else {
				w.report.note(name, p.Line, "%s", p.Why)
			}
		}
	}
	return nil
}

// first collects what posts refer to, wherever in the export it stands.
func (w *wordPressImport) first(ctx context.Context) error {
	return w.each(ctx, false, func(_ string, p *reader.WordPressPost) error {
		if p.Type != "attachment" { // which comes with what it is shown in
			w.types[p.Type] = true
		}
		w.parts.Add(p)
		return nil
	})
}

func (w *wordPressImport) open() error {
	address := ""
	if w.site != nil {
		address = w.site.URL
	}
	name := FolderName(address, w.files[0])
	dir := w.Into
	if dir == "" {
		dir = filepath.Join(w.Imported, name)
	}
	key := siteKey(address)
	if key == "" {
		key = name
	}
	w.report.Into = dir
	var err error
	w.folder, err = openFolder(dir, key)
	return err
}

// second writes the articles.
func (w *wordPressImport) second(ctx context.Context) error {
	return w.each(ctx, true, func(file string, p *reader.WordPressPost) error {
		switch why := p.Unpublished(); {
		case why != "":
			w.report.leaveOut(why)
			return nil
		case len(w.Types) > 0 && !contains(w.Types, p.Type):
			w.report.leaveOut("type " + p.Type)
			return nil
		}
		return w.post(file, p)
	})
}

// post writes a published post.
func (w *wordPressImport) post(file string, p *reader.WordPressPost) error {
	a, notes := p.Article(w.site, w.parts)
	for _, n := range notes {
		w.countNote(n, file, p.Line)
	}
	switch {
	case a.ID == "":
		w.broken = true
		w.report.reject(file, p.Line, "this item has neither a number nor an address: it was not imported")
		return nil
	case strings.TrimSpace(a.HTML) == "":
		w.report.leaveOut("without text")
		return nil
	case w.ids[a.ID]: // copies of a post can share a guid
		a.ID = p.OwnID(w.site)
	}
	name := postFile(p.Type, p.ID, a.ID)
	if w.ids[a.ID] || w.folder.written[name] {
		w.report.reject(file, p.Line, "this item is in the export twice: the first one was imported")
		return nil
	}
	w.ids[a.ID] = true
	if w.cut && w.parts.Missing(p) && w.folder.holds(name) {
		w.folder.keep(name)
		w.countNote("what this item refers to could not be read: its article was left as it was", file, p.Line)
		w.report.add(FileReport{name, a.ID, Unchanged})
		return nil
	}
	status, err := w.folder.put(name, a)
	var disk *diskError
	switch {
	case errors.As(err, &disk):
		return err
	case err != nil:
		w.broken = true
		w.folder.keep(name)
		w.report.reject(file, p.Line, "%v", err)
		return nil
	}
	w.report.add(FileReport{name, a.ID, status})
	return nil
}

// postFile is the name of the file of a post, which stays when its title changes.
func postFile(kind, number, id string) string {
	if number == "" {
		number = shortHash(id)
	}
	return FolderName("", kind+"-"+number+".json") + ".json"
}

// removeVanished deletes the files of what is in the export no more. An export of
// posts alone says nothing of pages.
func (w *wordPressImport) removeVanished() error {
	w.report.Complete = !w.broken
	names, err := w.folder.vanished()
	if err != nil {
		return err
	}
	only := ""
	if len(w.types) == 1 {
		for t := range w.types {
			only = t + "-"
		}
	}
	gone := 0
	for _, name := range names {
		if strings.HasPrefix(name, only) {
			gone++
		}
	}
	keep := w.broken || w.Keep || w.report.tooManyGone(gone, len(w.folder.written), w.RemoveMany)
	for _, name := range names {
		if keep || !strings.HasPrefix(name, only) {
			w.folder.keep(name)
			continue
		}
		if err := w.folder.remove(name); err != nil {
			return err
		}
		w.report.add(FileReport{File: name, Status: Removed})
	}
	return nil
}

func (w *wordPressImport) countNote(note, file string, line int) {
	n := w.notes[note]
	if n == nil {
		n = &noteCount{file: file, line: line}
		w.notes[note] = n
	}
	n.count++
}

// tellNotes puts each note into the report once.
func (w *wordPressImport) tellNotes() {
	var texts []string
	for text := range w.notes {
		texts = append(texts, text)
	}
	sort.Slice(texts, func(i, j int) bool {
		a, b := w.notes[texts[i]], w.notes[texts[j]]
		if a.line != b.line {
			return a.line < b.line
		}
		return texts[i] < texts[j]
	})
	for _, text := range texts {
		n := w.notes[text]
		if n.count > 1 {
			text += fmt.Sprintf(" (and so in %d more)", n.count-1)
		}
		w.report.note(n.file, n.line, "%s", text)
	}
}

// countingReader tells how much was read.
type countingReader struct {
	src io.Reader
	w   *wordPressImport
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.w.done += int64(n)
	if c.w.Progress != nil {
		c.w.Progress(c.w.done, c.w.total)
	}
	return n, err
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
