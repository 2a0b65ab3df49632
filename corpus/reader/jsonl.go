package reader

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// record is a line of a JSONL corpus: an Article, or its id, title and text.
type record struct {
	corpus.Article
	Text string `json:"text"`
}

// jsonLines reads one article a line, however many there are.
func (f *file) jsonLines(ctx context.Context, src *bufio.Reader) error {
	for no := 1; ; no++ {
		line, err := src.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			if err := f.jsonLine(ctx, line, no); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

func (f *file) jsonLine(ctx context.Context, line []byte, no int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var rec record
	if err := json.Unmarshal(line, &rec); err != nil {
		f.reject(no, "not a JSON article: %v", err)
		return nil
	}
	d := &anatomy.Draft{Article: rec.Article}
	if rec.Text != "" {
		d.Parts = []anatomy.Part{{Line: no, Lines: anatomy.SplitLines(rec.Text, no)}}
	}
	return f.article(d, no)
}
