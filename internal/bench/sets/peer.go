package sets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/cespare/xxhash/v2"

	"shirube/internal/bench/lucene"
)

// Peer measures Lucene over the corpora of sets. What it measured stays in its
// folder, and is not measured again while passages and queries are the same.
type Peer struct {
	program *lucene.Peer
	dir     string
}

// NewPeer makes Lucene ready, with a folder for its indexes and runs. The error wraps
// lucene.ErrUnavailable where it cannot be run.
func NewPeer(ctx context.Context, dir string) (*Peer, error) {
	program, err := lucene.Prepare(ctx, false)
	if err != nil {
		return nil, err
	}
	return &Peer{program, dir}, nil
}

// Measure asks Lucene the queries of all sets, which must be of one corpus.
func (p *Peer) Measure(ctx context.Context, sets []*Set) (*lucene.Report, error) {
	c := sets[0].Corpus
	work := filepath.Join(p.dir, c.Name)
	if err := os.MkdirAll(work, 0o750); err != nil {
		return nil, fmt.Errorf("lucene: %w", err)
	}
	passages, err := c.peerPassages(work)
	if err != nil {
		return nil, err
	}
	var lines []any
	seen := map[string]string{}
	for _, s := range sets {
		for _, q := range s.asked {
			if before, twice := seen[q.ID]; twice && before != q.Query {
				return nil, fmt.Errorf("two queries have the id %s: %q and %q", q.ID, before, q.Query)
			} else if !twice {
				seen[q.ID] = q.Query
				lines = append(lines, q)
			}
		}
	}
	queries, err := writeLines(filepath.Join(work, "queries.jsonl"), lines)
	if err != nil {
		return nil, err
	}
	return p.once(ctx, passages, queries, work)
}

// once measures, unless the report of the same files is there.
func (p *Peer) once(ctx context.Context, passages, queries, work string) (*lucene.Report, error) {
	sum, err := sumOf(passages, queries)
	if err != nil {
		return nil, err
	}
	name := filepath.Join(work, "report-"+sum+".json")
	kept, err := os.ReadFile(name) //nolint:gosec // our own file
	if err == nil {
		return lucene.Read(kept)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("lucene: %w", err)
	}
	report, err := p.program.Measure(ctx, passages, queries, filepath.Join(work, sum))
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(report)
	if err == nil {
		err = os.WriteFile(name, data, 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("lucene: %w", err)
	}
	return report, nil
}

func sumOf(files ...string) (string, error) {
	h := xxhash.New()
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return "", fmt.Errorf("lucene: %w", err)
		}
		_, err = io.Copy(h, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return "", fmt.Errorf("lucene: %w", err)
		}
	}
	return strconv.FormatUint(h.Sum64(), 16), nil
}
