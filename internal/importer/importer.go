// Package importer brings articles from elsewhere into a folder of JSON files, one
// an article: from exports of WordPress and from web sites. Doing it again changes
// only the files of what has changed. How the files become articles is left to
// corpus/reader, when they are indexed to internal/ingest and internal/app.
package importer

import (
	"cmp"
	"fmt"
	"slices"
)

// Report says what an import did with every article.
type Report struct {
	Source string `json:"source"` // the files or the address
	Into   string `json:"into"`   // the folder
	Method Method `json:"method"`
	// Complete: all there is was seen. Only then is removed what is there no more.
	Complete bool `json:"complete"`
	// Resumed is how many pages an interrupted run before this one had done.
	Resumed  int    `json:"resumed"`
	Articles Counts `json:"articles"`
	Rejected int    `json:"rejected"` // problems that kept something out
	// LeftOut counts what is no published article, by reason: "draft", "attachment", …
	LeftOut  map[string]int `json:"left_out"`
	Seconds  float64        `json:"seconds"`
	Files    []FileReport   `json:"files"`
	Problems []Problem      `json:"problems"`
}

// Method is how the articles were found.
type Method string

// The methods.
const (
	MethodExport  Method = "export"  // a file that WordPress wrote
	MethodAPI     Method = "api"     // the REST API of WordPress
	MethodSitemap Method = "sitemap" // the pages that sitemaps list
	MethodLinks   Method = "links"   // the pages that links lead to
)

// Counts are articles, against what the folder held before.
type Counts struct {
	Total     int `json:"total"` // in the folder now
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
}

// FileReport is what became of one file of the folder.
type FileReport struct {
	File   string `json:"file"` // name in the folder
	ID     string `json:"id"`   // of the article; empty where it was removed
	Status Status `json:"status"`
}

// Status is what became of a file.
type Status string

// The statuses.
const (
	Added     Status = "added"
	Changed   Status = "changed"
	Unchanged Status = "unchanged"
	Removed   Status = "removed"
)

// Problem is something that could not be read as it stands. Rejected: the article
// was not imported; otherwise it was, and Why says what is odd about it.
type Problem struct {
	Where    string `json:"where"` // a file or an address
	Line     int    `json:"line"`  // 1-based, in a file; 0: there are no lines
	Why      string `json:"why"`
	Rejected bool   `json:"rejected"`
}

// String is "where:line: why".
func (p Problem) String() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", p.Where, p.Line, p.Why)
	}
	return p.Where + ": " + p.Why
}

func (r *Report) reject(where string, line int, format string, args ...any) {
	r.Rejected++
	r.Problems = append(r.Problems, Problem{where, line, fmt.Sprintf(format, args...), true})
}

func (r *Report) note(where string, line int, format string, args ...any) {
	r.Problems = append(r.Problems, Problem{where, line, fmt.Sprintf(format, args...), false})
}

// manyGone is how many articles can vanish without a question. Above that, when more
// are gone than are left, a maintenance page, a shrunken sitemap or an export of a
// part is likelier than that somebody deleted most of a site.
const manyGone = 10

// tooManyGone refuses to remove most of what was there, unless that is meant.
func (r *Report) tooManyGone(gone, left int, meant bool) bool {
	if meant || gone <= manyGone || gone <= left {
		return false
	}
	r.Complete = false
	r.reject(r.Source, 0, "%d of %d articles are not there any more: none was removed. Say --remove-many if that is right, or --keep to keep them", gone, gone+left)
	return true
}

func (r *Report) leaveOut(why string) {
	if r.LeftOut == nil {
		r.LeftOut = map[string]int{}
	}
	r.LeftOut[why]++
}

// add adds a file and counts it.
func (r *Report) add(f FileReport) {
	r.Files = append(r.Files, f)
	switch f.Status {
	case Added:
		r.Articles.Added++
	case Changed:
		r.Articles.Changed++
	case Unchanged:
		r.Articles.Unchanged++
	case Removed:
		r.Articles.Removed++
	}
}

// finish puts the report into its order: the same run gives the same report.
func (r *Report) finish() {
	slices.SortFunc(r.Files, func(a, b FileReport) int { return cmp.Compare(a.File, b.File) })
	if r.LeftOut == nil {
		r.LeftOut = map[string]int{}
	}
	if r.Files == nil {
		r.Files = []FileReport{}
	}
	if r.Problems == nil {
		r.Problems = []Problem{}
	}
}
