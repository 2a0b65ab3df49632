package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"shirube/corpus"
	"shirube/index"
)

// fileResult is what became of one file.
type fileResult struct {
	*planned
	read     bool // in this pass
	hash     string
	articles []ArticleEntry
	problems []Problem
	hidden   []string // ids that something else keeps out
	// unsettled: another article had an id first.
	unsettled bool

	mu       sync.Mutex      // of what the workers find
	refused  map[string]bool // ids that could not be made documents
	failures []Problem
}

// task is an article to be indexed.
type task struct {
	article *corpus.Article
	entry   ArticleEntry
	file    *fileResult
}

// collect takes the files in their order and settles which article has which id.
func (w *pass) collect(ctx context.Context, reading <-chan *readJob) error {
	for _, f := range w.files {
		r := &fileResult{planned: f}
		w.results = append(w.results, r)
		switch {
		case f.why != "":
			r.problems = []Problem{{File: w.shown(f), Line: 1, Why: f.why, Rejected: !f.harmless}}
		case w.mustRead(f):
			select {
			case job, ok := <-reading:
				if !ok {
					return ctx.Err()
				}
				if err := w.take(ctx, r, job); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		default:
			w.keep(r)
		}
	}
	return nil
}

func (w *pass) shown(f *planned) string { return w.sources[f.source].display(f.name) }

// keep takes over what the manifest says of an unchanged file.
func (w *pass) keep(r *fileResult) {
	r.hash = r.prev.Hash
	var lost []string // beginnings of what was said of articles that are no longer this file's
	for _, a := range r.prev.Articles {
		if a.URL != "" {
			w.see(a.URL)
		}
		if w.claim(r, a.ID, a.Line) {
			r.articles = append(r.articles, a)
		} else {
			lost = append(lost, inapplicable(a.ID))
		}
	}
	r.hidden = append(r.hidden, r.prev.Hidden...)
	for _, p := range r.prev.Problems {
		if slices.ContainsFunc(lost, func(about string) bool { return strings.HasPrefix(p.Why, about) }) {
			continue
		}
		p.File = w.shown(r.planned)
		r.problems = append(r.problems, p)
	}
}

// take takes the articles of a file that is being read.
func (w *pass) take(ctx context.Context, r *fileResult, job *readJob) error {
	r.read = true
	for {
		select {
		case a, more := <-job.articles:
			if !more {
				return w.finish(r, job)
			}
			if err := w.article(ctx, r, a); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (w *pass) finish(r *fileResult, job *readJob) error {
	if job.err != nil {
		return job.err
	}
	r.hash = job.hash
	if job.hash != "" {
		r.size, r.modTime = job.size, job.modTime
	}
	for _, p := range job.problems {
		r.problems = append(r.problems, Problem{File: w.shown(r.planned), Line: max(p.Line, 1), Why: p.Why, Rejected: p.Fatal})
	}
	w.Meter.files.Add(1)
	return nil
}

// article gives an article its collection and its id, and sends it to be indexed
// unless the index has it.
func (w *pass) article(ctx context.Context, r *fileResult, a *corpus.Article) error {
	w.Meter.found.Add(1)
	if own := w.sources[r.source].Collection; own != "" && a.Collection == corpus.DefaultCollection {
		a.Collection = own
	}
	entry := ArticleEntry{Line: lineOf(r.name, a)}
	entry.URL = w.identify(r.name, a)
	entry.ID = a.ID
	if !w.claim(r, a.ID, entry.Line) {
		return nil
	}
	if entry.Corrections = w.correcting(a.ID); entry.Corrections != "" {
		for _, why := range w.view.Corrections.Apply(a) {
			r.problems = append(r.problems, Problem{File: w.shown(r.planned), Line: entry.Line, Why: inapplicable(a.ID) + why})
		}
	}
	var err error
	if entry.Hash, err = hashOf(a, entry.Line); err != nil {
		return err
	}
	before, known := w.before[a.ID]
	switch {
	case !known:
		entry.status = Added
	case before != entry.Hash:
		entry.status = Changed
	}
	r.articles = append(r.articles, entry)
	if entry.status == "" && !w.rebuild {
		w.Meter.articles.Add(1)
		return nil
	}
	if w.doomed {
		return nil
	}
	if w.puts++; w.tooMany() && !w.last {
		return &restart{rebuild: true}
	}
	select {
	case w.work <- task{a, entry, r}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// identify settles the id of an article that declares none: its URL where no
// other article has it, else where its file is. It returns the URL, or nothing
// when the article has an id of its own.
func (w *pass) identify(name string, a *corpus.Article) string {
	located := strings.TrimSuffix(name, path.Ext(name))
	if a.URL == "" || a.ID != located && a.ID != a.URL {
		return ""
	}
	w.see(a.URL)
	if w.shared[a.URL] {
		a.ID = located
	} else {
		a.ID = a.URL
	}
	return a.URL
}

// see counts an article whose id a URL could be. The second one dooms the pass:
// the first has that id already.
func (w *pass) see(url string) {
	w.urls[url]++
	if w.urls[url] == 2 && !w.shared[url] && !w.last {
		w.doomed = true
	}
}

// claim takes an id for an article at a line of a file, or says who has it.
func (w *pass) claim(r *fileResult, id string, line int) bool {
	at := place{w.shown(r.planned), line, w.sources[r.source].Overrides}
	first, taken := w.claims[id]
	switch {
	case !at.overrides && w.view.Deleted[id]:
		w.hide(r, at, id)
		return false
	case taken && first.overrides && !at.overrides:
		w.hide(r, at, id)
		return false
	case taken:
		r.unsettled = true
		r.problems = append(r.problems, Problem{File: at.file, Line: line, Rejected: true,
			Why: fmt.Sprintf("the id %q is that of %s:%d already", id, first.file, first.line)})
		return false
	}
	w.claims[id] = at
	return true
}

func inapplicable(id string) string { return "a correction of article " + id + " does not apply: " }

// hide notes that an article is kept out of the index on purpose. Which of the
// two it was can change while the file stays hidden: the note does not say.
func (w *pass) hide(r *fileResult, at place, id string) {
	r.hidden = append(r.hidden, id)
	r.problems = append(r.problems, Problem{File: at.file, Line: at.line, Why: fmt.Sprintf("article %s is hidden: it was replaced or deleted on the server", id)})
}

// lineOf is where an article begins: in a file with many articles that is
// where its first section begins, in others at the top.
func lineOf(name string, a *corpus.Article) int {
	switch strings.ToLower(path.Ext(name)) {
	case ".jsonl", ".ndjson", ".json", ".csv", ".tsv":
		if len(a.Sections) > 0 {
			return max(a.Sections[0].StartLine, 1)
		}
	}
	return 1
}

// hashOf is a hash of all that was read of an article which begins at a line.
// Lines count from there: an article does not change when others come before it.
func hashOf(a *corpus.Article, line int) (string, error) {
	moved := *a
	moved.Sections = slices.Clone(a.Sections)
	for i := range moved.Sections {
		moved.Sections[i].StartLine -= line
	}
	moved.Dropped = slices.Clone(a.Dropped)
	for i := range moved.Dropped {
		moved.Dropped[i].Line -= line
	}
	data, err := json.Marshal(moved)
	if err != nil {
		return "", fmt.Errorf("article %s: %w", a.ID, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16]), nil
}

// makeDocuments works on what is to be indexed until there is no more.
func (w *pass) makeDocuments(ctx context.Context) error {
	for t := range w.work {
		if ctx.Err() != nil {
			continue // drain, so that nobody waits
		}
		doc, err := w.document(t)
		if err != nil {
			t.file.refuse(Problem{File: w.shown(t.file.planned), Line: t.entry.Line, Rejected: true,
				Why: fmt.Sprintf("article %s: %v", t.entry.ID, err)}, t.entry.ID)
			continue
		}
		writer, err := w.writer.get(ctx)
		if err == nil {
			err = writer.Put(ctx, doc)
		}
		if err != nil {
			return fmt.Errorf("article %s: %w", t.entry.ID, err)
		}
		w.Meter.articles.Add(1)
	}
	return ctx.Err()
}

// document makes a document, and an error of a panic.
func (w *pass) document(t task) (doc *index.ArticleDocument, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			w.Log.Error("an article could not be analysed", "article", t.entry.ID, "fault", fmt.Sprint(fault), "stack", string(debug.Stack()))
			err = fmt.Errorf("internal fault: it cannot be analysed")
		}
	}()
	return w.Document(t.article)
}

// refuse notes that an article could not be made a document.
func (f *fileResult) refuse(p Problem, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.refused == nil {
		f.refused = map[string]bool{}
	}
	f.refused[id] = true
	f.failures = append(f.failures, p)
}
