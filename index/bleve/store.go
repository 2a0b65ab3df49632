package bleve

import (
	"fmt"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// store is an open scorch index with the queue that its analysis runs on.
type store struct {
	bleveindex.Index
	queue *bleveindex.AnalysisQueue
}

// openStore opens the scorch index at path. Read-only, many processes can have
// it open at the same time and none changes it.
func openStore(path string, readOnly bool) (*store, error) {
	// Documents come analysed, so one worker is enough.
	queue := bleveindex.NewAnalysisQueue(1)
	x, err := scorch.NewScorch(scorch.Name, map[string]any{
		"path":         path,
		"read_only":    readOnly,
		"bolt_timeout": "5s",
	}, queue)
	if err == nil {
		err = x.Open()
	}
	if err != nil {
		queue.Close()
		return nil, fmt.Errorf("index %s: %w", path, err)
	}
	return &store{x, queue}, nil
}

// Close closes the index and ends its queue.
func (s *store) Close() error {
	defer s.queue.Close()
	if err := s.Index.Close(); err != nil {
		return fmt.Errorf("index: %w", err)
	}
	return nil
}
