package ingest

import (
	"context"
	"path"
)

// File is a file that a run over its source would read.
type File struct {
	Name string // slash path relative to the source: what decides an article's id
	Path string // as people would open it
}

// List finds the files below a path, or the one that it is, as a run would: what
// is hidden, ignored or no article by its name is left out. Problems name what
// cannot be read; an error means that the path as a whole cannot be, or is ctx's.
func List(ctx context.Context, at string, view View) ([]File, []Problem, error) {
	view.parse()
	o, err := Source{Path: at}.open()
	if err != nil {
		return nil, nil, err
	}
	w, err := o.walk(ctx, &view)
	if err != nil {
		return nil, nil, err
	}
	var files []File
	var problems []Problem
	for _, f := range w.files {
		if f.why != "" {
			problems = append(problems, Problem{File: o.display(f.name), Line: 1, Why: f.why, Rejected: !f.harmless})
			continue
		}
		files = append(files, File{Name: path.Clean(f.name), Path: o.display(f.name)})
	}
	return files, problems, nil
}
