package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"shirube/index"
	"shirube/internal/bench"
)

// engine is a server that answers questions.
type engine struct {
	name     string
	base     string // http://host:port
	path     string
	pid      string
	requests [][]byte // bodies, one for each question
	// read is what an answer holds.
	read func(body []byte) (answer, error)
}

// answer is what an answer is checked for.
type answer struct {
	hits, marks, facets int
}

// seen is what the answers to all questions hold together.
type seen struct {
	hits, marks int // questions that have some
	bytes       int
}

// facets is how many facets are counted: all that Shirube has.
func facets() int { return len(index.ArticleFacets()) + len(index.PassageFacets()) + 2 }

// check asks everything once and looks at the answers.
func (e *engine) check(ctx context.Context, questions []string) (seen, error) {
	var out seen
	for i, body := range e.requests {
		got, err := call(ctx, http.MethodPost, e.base+e.path, "application/json", body)
		if err != nil {
			return out, fmt.Errorf("%s: %w", questions[i], err)
		}
		a, err := e.read(got)
		if err != nil {
			return out, fmt.Errorf("%s: %w", questions[i], err)
		}
		if a.facets != facets() {
			return out, fmt.Errorf("%s: %d facets instead of %d", questions[i], a.facets, facets())
		}
		out.bytes += len(got)
		if a.hits > 0 {
			out.hits++
		}
		if a.marks > 0 {
			out.marks++
		}
	}
	return out, nil
}

// call is one request whose answer is read.
func call(ctx context.Context, method, url, contentType string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	request.Header.Set("Content-Type", contentType)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	got, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	if response.StatusCode >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s: status %d: %.500s", url, response.StatusCode, got)
	}
	return got, nil
}

// startShirube starts the program on what there is.
func (o *options) startShirube(ctx context.Context, dir string, of *corpusOf) (*engine, func() error, error) {
	program, err := bench.Program(ctx, o.program, dir)
	if err != nil {
		return nil, nil, err
	}
	var flags []string
	if of.file != "" {
		file, err := filepath.Abs(of.file)
		if err != nil {
			return nil, nil, fmt.Errorf("corpus: %w", err)
		}
		flags = append(flags, "--corpus", file)
	}
	server, err := bench.StartServer(ctx, program, filepath.Join(dir, "data"), flags...)
	if err != nil {
		return nil, nil, err
	}
	e := &engine{name: "Shirube", base: strings.TrimSuffix(server.URL("/"), "/"), path: "/v1/search", pid: server.PID(), read: readShirube}
	for _, q := range of.questions {
		// Everything else is the default: ten hits, all facets, marks.
		body, err := json.Marshal(map[string]any{"q": q, "view": index.Passages})
		if err != nil {
			return nil, nil, errors.Join(fmt.Errorf("question: %w", err), server.Stop())
		}
		e.requests = append(e.requests, body)
	}
	return e, server.Stop, nil
}

func readShirube(body []byte) (answer, error) {
	var got struct {
		Hits []struct {
			Title, Snippet struct{ Marks [][2]int }
		}
		Facets map[string]json.RawMessage
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return answer{}, fmt.Errorf("answer: %w", err)
	}
	out := answer{hits: len(got.Hits), facets: len(got.Facets)}
	for _, h := range got.Hits {
		out.marks += len(h.Title.Marks) + len(h.Snippet.Marks)
	}
	return out, nil
}
