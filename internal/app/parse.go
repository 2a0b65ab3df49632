package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"shirube/corpus"
	"shirube/corpus/reader"
	"shirube/internal/analysis"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
)

// Parse reads files as they would be indexed, and returns their articles in
// order with what is wrong with them. Ids are relative to each file's folder. An
// error is only ctx's.
func (r *Reading) Parse(ctx context.Context, files []string) ([]*corpus.Article, []ingest.Problem, error) {
	articles := []*corpus.Article{}
	var problems []ingest.Problem
	for _, path := range files {
		found, err := r.file(ctx, ingest.File{Name: filepath.Base(path), Path: path}, func(a *corpus.Article) error {
			articles = append(articles, a)
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, found...)
	}
	return articles, problems, nil
}

func unreadable(path string, err error) ingest.Problem {
	var p *os.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return ingest.Problem{File: path, Line: 1, Why: fmt.Sprintf("cannot be read: %v", err), Rejected: true}
}

// parseFile reads the file at path; name decides the ids of its articles.
func parseFile(ctx context.Context, r *reader.Reader, name, path string, emit func(*corpus.Article) error) ([]ingest.Problem, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is not a file")
	}
	if err != nil {
		return []ingest.Problem{unreadable(path, err)}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return []ingest.Problem{unreadable(path, err)}, nil
	}
	found, err := r.Read(ctx, name, f, emit)
	err = errors.Join(err, f.Close())
	problems := make([]ingest.Problem, 0, len(found))
	for _, p := range found {
		problems = append(problems, ingest.Problem{File: path, Line: max(p.Line, 1), Why: p.Why, Rejected: p.Fatal})
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		problems = append(problems, unreadable(path, err))
	}
	return problems, nil
}

// Analyze returns the terms of a text as the index would have them.
func Analyze(userLexicon []string, text string) ([]analysis.Detail, error) {
	lex, err := lexicon.Load(userLexicon...)
	if err != nil {
		return nil, err
	}
	an, err := analysis.New(lex)
	if err != nil {
		return nil, err
	}
	return an.Details(text), nil
}
