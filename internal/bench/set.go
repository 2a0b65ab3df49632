package bench

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"shirube/corpus"
	"shirube/internal/eval"
	"shirube/internal/ingest"
)

// Set is a question set: a folder with passages.jsonl (id, title, text) and
// queries.jsonl (id, query, relevant passage ids with grades).
type Set struct {
	Name     string
	Passages []Passage
	Queries  []eval.Query
	path     string
}

// Passage is a line of passages.jsonl.
type Passage struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// OpenSet reads the question set in the folder dir.
func OpenSet(dir string) (*Set, error) {
	s := &Set{Name: Name(dir), path: filepath.Join(dir, "passages.jsonl")}
	var err error
	if s.Passages, err = readPassages(s.path); err != nil {
		return nil, err
	}
	name := filepath.Join(dir, "queries.jsonl")
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("question set: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	s.Queries, err = eval.ReadQueries(name, f)
	return s, err
}

func readPassages(path string) ([]Passage, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("question set: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	var out []Passage
	for d := json.NewDecoder(bufio.NewReader(f)); d.More(); {
		var p Passage
		if err := d.Decode(&p); err != nil {
			return nil, fmt.Errorf("%s: passage %d: %w", path, len(out)+1, err)
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: no passages in it", path)
	}
	return out, nil
}

// Source is the passages as an ingest source.
func (s *Set) Source() ingest.Source { return ingest.Source{Path: s.path} }

// Texts are the titles and texts of the passages, each by itself.
func (s *Set) Texts() []string {
	out := make([]string, 0, 2*len(s.Passages))
	for _, p := range s.Passages {
		out = append(out, p.Title, p.Text)
	}
	return out
}

// Bytes is the size of the texts, the 1 MB = 10⁶ bytes of every MB/s here.
func Bytes(texts []string) int {
	n := 0
	for _, t := range texts {
		n += len(t)
	}
	return n
}

// Articles reads the passages as articles, in their order.
func (s *Set) Articles(ctx context.Context, r ingest.ArticleReader, emit func(*corpus.Article) error) error {
	f, err := os.Open(s.path)
	if err != nil {
		return fmt.Errorf("question set: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	_, err = r.Read(ctx, filepath.Base(s.path), f, emit)
	return err
}

// Questions are of the sorts that people ask of the sample.
func Questions() []string {
	return []string{
		"妊娠中でも受けられる",
		"シミ取りレーザーの費用はいくら",
		"ダウンタイムが短いたるみ治療",
		"副作用",
		"痛くない脱毛",
		"ヒアルロン酸 内出血 何日",
	}
}
