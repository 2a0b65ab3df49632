package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/corpus/corrections"
	"shirube/corpus/reader"
	"shirube/internal/adcheck"
	"shirube/internal/config"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
)

// Reading reads single files as a run over the corpus would: with the concepts
// and the corrections of the settings.
type Reading struct {
	reader    *reader.Reader
	corrected *corrections.Set
	ignore    []string
}

// NewReading loads what reading needs. Corrections are those that are named, else
// those in a data directory that is named. An error is of a setting or its file.
func NewReading(cfg config.Config) (*Reading, error) {
	lex, err := lexicon.Load(cfg.Lexicon...)
	if err != nil {
		return nil, err
	}
	files := cfg.Corrections
	if len(files) == 0 && cfg.Data != "" {
		if file := filepath.Join(cfg.Data, correctionsName); exists(file) {
			files = []string{file}
		}
	}
	set, err := loadCorrections(lex, files...)
	if err != nil {
		return nil, err
	}
	return &Reading{reader: reader.New(lex), corrected: set, ignore: cfg.Ignore}, nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// loadCorrections reads files of corrections; what they change is read again.
func loadCorrections(lex *lexicon.Lexicon, files ...string) (*corrections.Set, error) {
	set, err := corrections.Load(files...)
	if err != nil {
		return nil, err
	}
	return set.Rereading(func(a *corpus.Article, sections []string) { anatomy.Reread(lex, a, sections) }), nil
}

// CorrectionsFile is the file that an editor's corrections go to: the one of the
// settings where they name just one, else that of the data directory.
func (a *App) CorrectionsFile() (string, error) {
	files, _ := a.correctionFiles()
	if len(files) > 1 {
		return "", &config.Error{Where: "--" + config.Corrections, Reason: "name one file: a correction goes to one"}
	}
	return files[0], nil
}

// correct applies the corrections of an article, and names those that no longer fit.
func (r *Reading) correct(a *corpus.Article, file string) []ingest.Problem {
	var problems []ingest.Problem
	for _, why := range r.corrected.Apply(a) {
		line := 1
		if len(a.Sections) > 0 {
			line = max(a.Sections[0].StartLine, 1)
		}
		problems = append(problems, ingest.Problem{File: file, Line: line, Why: "correction left out: " + why})
	}
	return problems
}

// file reads one file; name decides the ids of its articles.
func (r *Reading) file(ctx context.Context, f ingest.File, emit func(*corpus.Article) error) ([]ingest.Problem, error) {
	var left []ingest.Problem
	problems, err := parseFile(ctx, r.reader, f.Name, f.Path, func(a *corpus.Article) error {
		left = append(left, r.correct(a, f.Path)...)
		return emit(a)
	})
	return append(problems, left...), err
}

// maxLocated is the size of a file in which the columns of findings are looked up.
const maxLocated = 16 << 20

// Check looks through files and folders for what the rules on advertising ask, and
// returns a report for every article, with the file it is in, and what could not
// be read. An error is only ctx's.
func (r *Reading) Check(ctx context.Context, options adcheck.Options, paths []string) ([]adcheck.FileReport, []ingest.Problem, error) {
	reports := []adcheck.FileReport{}
	var problems []ingest.Problem
	for _, at := range paths {
		files, odd, err := ingest.List(ctx, at, ingest.View{Ignore: r.ignore})
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err != nil {
			odd = append(odd, unreadable(at, err))
		}
		problems = append(problems, odd...)
		for _, f := range files {
			first := len(reports)
			found, err := r.file(ctx, f, func(a *corpus.Article) error {
				reports = append(reports, adcheck.FileReport{File: filepath.ToSlash(f.Path), Report: options.Check(a)})
				return nil
			})
			if err != nil {
				return nil, nil, err
			}
			problems = append(problems, found...)
			locate(f.Path, reports[first:])
		}
	}
	return reports, problems, nil
}

// locate looks up the columns of findings in the file that they are of.
func locate(file string, reports []adcheck.FileReport) {
	if len(reports) == 0 {
		return
	}
	info, err := os.Stat(file)
	if err != nil || info.Size() > maxLocated {
		return
	}
	data, err := os.ReadFile(file)
	if err != nil || !utf8.Valid(data) {
		return // columns are a courtesy: lines are known without them
	}
	lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
	for _, r := range reports {
		r.Locate(lines)
	}
}
