package app

import (
	"context"
	"fmt"
	"path"
	"strings"

	"shirube/corpus"
	"shirube/corpus/reader"
	"shirube/internal/adcheck"
	"shirube/internal/api"
	"shirube/internal/console"
)

// draftName is the name of a draft that has none.
const draftName = "draft"

// extensions are what a format's files are called.
func extensions() map[string]string {
	return map[string]string{"html": ".html", "markdown": ".md", "text": ".txt", "json": ".json"}
}

// Parse reads a draft as the index would, and checks it; nothing is kept. It is
// read with the concepts and the corrections as they are now.
func (s *server) Parse(ctx context.Context, r api.ParseRequest) (*api.Parsed, error) {
	cfg := s.cfg
	cfg.Data = s.data // its corrections count where none are named
	reading, err := NewReading(cfg)
	if err != nil {
		return nil, fmt.Errorf("reading a draft: %w", err)
	}
	name := draftFile(r.Name, r.Format)
	out := &api.Parsed{Articles: []*corpus.Article{}, Problems: []api.ParseProblem{}, Check: []*adcheck.Report{}}
	problems, err := reading.reader.Read(ctx, name, strings.NewReader(r.Content+r.Text), func(a *corpus.Article) error {
		if a.URL == "" && r.URL != "" {
			own := strings.TrimSuffix(name, path.Ext(name)) // the id of an article that declares none; in a list, with its line
			if a.URL = r.URL; a.ID == own || a.ID == own+"/1" {
				a.ID = r.URL
			}
		}
		for _, p := range reading.correct(a, name) {
			out.Problems = append(out.Problems, api.ParseProblem{Line: p.Line, Why: p.Why})
		}
		out.Articles = append(out.Articles, a)
		out.Check = append(out.Check, adcheck.Check(a))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading a draft: %w", err)
	}
	out.Problems = append(problemsOf(problems), out.Problems...)
	return out, nil
}

func problemsOf(problems []reader.Problem) []api.ParseProblem {
	out := make([]api.ParseProblem, 0, len(problems))
	for _, p := range problems {
		out = append(out, api.ParseProblem{Line: max(p.Line, 1), Why: p.Why, Rejected: p.Fatal})
	}
	return out
}

// draftFile is the name under which a draft is read: its own, with the extension
// of its format where it has none.
func draftFile(name, format string) string {
	name = strings.TrimLeft(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/")
	if name == "" {
		name = draftName
	}
	ext := extensions()[format]
	if ext != "" && !strings.EqualFold(path.Ext(name), ext) {
		name += ext
	}
	return name
}

// drafts is what the console reads drafts with.
type drafts struct{ s *server }

// Draft reads a text as the index would, and checks it; nothing is kept.
func (d drafts) Draft(ctx context.Context, format, text string) (*console.Draft, error) {
	parsed, err := d.s.Parse(ctx, api.ParseRequest{Content: text, Format: format})
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	out := &console.Draft{Articles: parsed.Articles, Checks: parsed.Check}
	for _, report := range out.Checks {
		report.Locate(lines)
	}
	for _, p := range parsed.Problems {
		out.Problems = append(out.Problems, console.DraftProblem{Line: p.Line, Why: p.Why, Rejected: p.Rejected})
	}
	return out, nil
}
