package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Report says what a run did with every file.
type Report struct {
	Mode       Mode         `json:"mode"`
	Generation string       `json:"generation"` // that the index has now
	Articles   Counts       `json:"articles"`
	Rejected   int          `json:"rejected"` // problems that kept something out of the index
	Seconds    float64      `json:"seconds"`
	Files      []FileReport `json:"files"`
	Skipped    Skipped      `json:"skipped"` // what was not looked at
	// Odd is what is strange about what is no file of the corpus.
	Odd []Problem `json:"odd"`
}

// report begins a report.
func (p *Plan) report(mode Mode) *Report {
	r := &Report{Mode: mode, Files: []FileReport{}, Odd: []Problem{}, Skipped: p.skipped}
	if r.Skipped.Formats == nil {
		r.Skipped.Formats = map[string]int{}
	}
	return r
}

// Counts are articles, against what the index held before.
type Counts struct {
	Total     int `json:"total"` // in the index now
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
}

// FileReport is what became of one file.
type FileReport struct {
	File     string    `json:"file"`
	Status   Status    `json:"status"`
	Articles int       `json:"articles"` // of it in the index
	Problems []Problem `json:"problems"`
	// RenamedFrom is the file, gone now, that an added one had the contents of;
	// empty: none.
	RenamedFrom string `json:"renamed_from"`
}

// Mode is how a run brought the index in step.
type Mode string

// The modes.
const (
	ModeUnchanged Mode = "unchanged" // nothing had to be done
	ModeUpdated   Mode = "updated"   // the changes were made to the index
	ModeRebuilt   Mode = "rebuilt"   // the index was made from nothing
)

// Status is what became of a file since the run before.
type Status string

// The statuses. A rejected file has no article in the index.
const (
	Added     Status = "added"
	Changed   Status = "changed"
	Unchanged Status = "unchanged"
	Removed   Status = "removed"
	Rejected  Status = "rejected"
)

// Problems lists all problems, in the order of the files.
func (r *Report) Problems() []Problem {
	var all []Problem
	for _, f := range r.Files {
		all = append(all, f.Problems...)
	}
	return append(all, r.Odd...)
}

// correctionsOfNothing names the articles that have corrections but are not there.
func (r *Report) correctionsOfNothing(p *Plan, there map[string]bool) {
	if p.view.Corrections == nil {
		return
	}
	for _, id := range p.view.Corrections.IDs() {
		if !there[id] {
			file, line := p.view.Corrections.Where(id)
			r.Odd = append(r.Odd, Problem{File: file, Line: max(line, 1), Why: fmt.Sprintf("there is no article %s to be corrected", id)})
		}
	}
}

// renames finds the added files that have the contents of one that is gone.
func (r *Report) renames(p *Plan, results []*fileResult) {
	gone := map[string]string{} // by hash; empty where several had it
	for _, e := range p.gone {
		if e.Hash == "" {
			continue
		}
		name := p.goneName(e)
		if _, twice := gone[e.Hash]; twice {
			name = ""
		}
		gone[e.Hash] = name
	}
	for i, f := range results { // the first files of the report, in this order
		if f.prev == nil && f.hash != "" && gone[f.hash] != "" {
			r.Files[i].RenamedFrom = gone[f.hash]
			delete(gone, f.hash) // a second copy is a new file
		}
	}
}

// add adds a file to the report.
func (r *Report) add(f *fileResult, p *Plan) {
	articles := f.indexed()
	problems := f.allProblems(p)
	status := Unchanged
	rejected := 0
	for _, problem := range problems {
		if problem.Rejected {
			rejected++
		}
	}
	switch {
	case len(articles) == 0 && rejected > 0:
		status = Rejected
	case f.prev == nil:
		status = Added
	case !f.same || slices.ContainsFunc(articles, func(a ArticleEntry) bool { return a.status != "" }):
		status = Changed
	}
	r.Rejected += rejected
	r.Articles.Total += len(articles)
	for _, a := range articles {
		switch a.status {
		case Added:
			r.Articles.Added++
		case Changed:
			r.Articles.Changed++
		default:
			r.Articles.Unchanged++
		}
	}
	r.Files = append(r.Files, FileReport{File: p.sources[f.source].display(f.name), Status: status, Articles: len(articles), Problems: problems})
}

// gone adds the files that the corpus has no more.
func (r *Report) gone(p *Plan) {
	for _, e := range p.gone {
		r.Files = append(r.Files, FileReport{File: p.goneName(e), Status: Removed, Problems: []Problem{}})
	}
}

// goneName is how a file that is gone is named: as its source would name it.
func (p *Plan) goneName(e *FileEntry) string {
	rec := p.prev.Sources[e.Source]
	for i, now := range p.recorded {
		if now == rec {
			return p.sources[i].display(e.Name)
		}
	}
	return opened{Source: Source{Path: rec.Path}, dir: rec.Path}.display(e.Name)
}

// indexed are the articles of the file that are in the index.
func (f *fileResult) indexed() []ArticleEntry {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]ArticleEntry, 0, len(f.articles))
	for _, a := range f.articles {
		if !f.refused[a.ID] {
			out = append(out, a)
		}
	}
	return out
}

// anyRefused reports whether an article could not be made a document: its id is
// another's to have.
func (f *fileResult) anyRefused() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.refused) > 0
}

// allProblems are the file's problems by line.
func (f *fileResult) allProblems(p *Plan) []Problem {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := append(append(make([]Problem, 0, len(f.problems)+len(f.failures)), f.problems...), f.failures...)
	for i := range out {
		out[i].File = p.sources[f.source].display(f.name)
	}
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.Why, b.Why))
	})
	return out
}

// entry is what the next run must know of the file.
func (f *fileResult) entry(p *Plan) FileEntry {
	articles := f.indexed()
	for i := range articles {
		articles[i].status = ""
	}
	return FileEntry{Source: f.source, Name: f.name, Size: f.size, ModTime: f.modTime, Hash: f.hash,
		Articles: articles, Problems: f.allProblems(p), Hidden: slices.Compact(slices.Sorted(slices.Values(f.hidden))), Unsettled: f.unsettled || f.anyRefused()}
}
