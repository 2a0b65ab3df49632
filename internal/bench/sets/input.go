package sets

import (
	"context"
	"flag"
	"fmt"
	"path/filepath"

	"shirube/internal/bench"
)

// Input is where the sets come from that are not part of the program.
type Input struct {
	Data        string // folder with the question sets, a folder each
	Pages       string // folder with real pages
	PageQueries string // file of questions on them
	Queries     string // folder with the judged queries over the sample
	Questions   int    // every Nth question of the question sets only; 0 and 1: all
}

// QuestionSets are the names of the question sets that are looked for in Input.Data.
func QuestionSets() []string { return []string{"jsquad-valid", "jaquad-train"} }

// Flags defines the flags of an Input.
func (i *Input) Flags(f *flag.FlagSet) {
	f.StringVar(&i.Data, "data", "", "`folder` with the question sets jsquad-valid and jaquad-train")
	f.StringVar(&i.Pages, "pages", "", "`folder` with real pages")
	f.StringVar(&i.PageQueries, "page-queries", "", "judged questions on them, a `file` of JSON lines")
	f.IntVar(&i.Questions, "questions", 1, "ask every `N`th question of the question sets only")
	f.StringVar(&i.Queries, "queries", filepath.Join("testdata", "queries"), "`folder` with the judged queries over the sample")
}

// source is the sets over one corpus, and what must be given to have them.
type source struct {
	name, missing string
	load          func(ctx context.Context, dir string) ([]*Set, error)
}

func (i *Input) sources(parts *bench.Parts) []source {
	given := func(is bool, what string) string {
		if is {
			return ""
		}
		return what
	}
	var all []source
	for _, name := range QuestionSets() {
		all = append(all, source{
			name, given(i.Data != "", "give --data, the folder of the question sets"),
			func(ctx context.Context, dir string) ([]*Set, error) {
				s, err := Questions(ctx, parts, filepath.Join(i.Data, name), dir, i.Questions)
				return []*Set{s}, err
			},
		})
	}
	return append(all,
		source{
			Pages, given(i.Pages != "" && i.PageQueries != "", "give --pages and --page-queries, real pages with judged questions"),
			func(ctx context.Context, dir string) ([]*Set, error) {
				return OnPages(ctx, parts, i.Pages, i.PageQueries, dir)
			},
		},
		source{"sample", "", func(ctx context.Context, dir string) ([]*Set, error) { return Sample(ctx, parts, i.Queries, dir) }})
}

// Each calls do with the sets of each corpus, one corpus after another, each index
// made for it and cleared away afterwards. It returns what was not given, each with
// what would have to be.
func (i *Input) Each(ctx context.Context, do func([]*Set) error) (lacks []string, err error) {
	parts, err := bench.Load()
	if err != nil {
		return nil, err
	}
	for _, s := range i.sources(parts) {
		if s.missing != "" {
			lacks = append(lacks, s.name+": "+s.missing)
			continue
		}
		if err := s.each(ctx, do); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return lacks, nil
}

func (s source) each(ctx context.Context, do func([]*Set) error) error {
	return bench.Temporary(func(dir string) error {
		sets, err := s.load(ctx, filepath.Join(dir, "index"))
		if err != nil {
			return err
		}
		return do(sets)
	})
}
