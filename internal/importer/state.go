package importer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// Hidden files of a folder: what the last complete import of a site knew of its
// pages, and what the one that is running, or was interrupted, has done.
const (
	pagesName   = ".import-pages.jsonl"
	journalName = ".import-running.jsonl"
)

// pageState is what is known of a page that was fetched.
type pageState struct {
	URL      string   `json:"url"`
	Key      string   `json:"key"` // see pageKey
	Depth    int      `json:"depth"`
	ETag     string   `json:"etag,omitempty"`
	Modified string   `json:"modified,omitempty"`
	File     string   `json:"file,omitempty"` // of its article; empty: it is none
	ID       string   `json:"id,omitempty"`
	Status   Status   `json:"status,omitempty"`   // what the run did with the file
	LeftOut  string   `json:"left_out,omitempty"` // why it is no article
	Failed   string   `json:"failed,omitempty"`   // why it could not be fetched
	Also     string   `json:"also,omitempty"`     // the page that it says it is another address of
	Links    []string `json:"links,omitempty"`    // pages of the site
}

// runStart is the first line of a journal.
type runStart struct {
	Start  string   `json:"start"` // the address that was asked for
	Method Method   `json:"method"`
	Seeds  []string `json:"seeds"`
	Whole  bool     `json:"whole"` // all sitemaps could be read
}

// journal is written as pages are done, so that an interrupted run can go on.
type journal struct {
	file *os.File
	path string
}

// readStates reads the pages of a state file after its first line, which goes into
// start. What a crash left half written is skipped.
func readStates(path string, start any, each func(*pageState)) (found bool, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s: %w", path, reason(err))
	}
	r := bufio.NewReader(f)
	for first := true; ; first = false {
		line, err := r.ReadBytes('\n')
		if err != nil { // a line without an end is not whole
			return found, f.Close()
		}
		if first {
			if json.Unmarshal(line, start) != nil {
				return false, f.Close()
			}
			found = true
			continue
		}
		var p pageState
		if json.Unmarshal(line, &p) == nil && p.Key != "" {
			each(&p)
		}
	}
}

// newJournal begins a journal, with the pages that a run before has done.
func newJournal(dir string, start runStart, done []*pageState) (*journal, error) {
	path := filepath.Join(dir, journalName)
	if err := writeStates(path, start, done); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, reason(err))
	}
	return &journal{f, path}, nil
}

// writeStates replaces a state file.
func writeStates(path string, start any, pages []*pageState) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	err := enc.Encode(start)
	for _, p := range pages {
		if err == nil {
			err = enc.Encode(p)
		}
	}
	if err == nil {
		err = renameio.WriteFile(path, b.Bytes(), 0o644)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, reason(err))
	}
	return nil
}

// add writes a page that is done.
func (j *journal) add(p *pageState) error {
	line, err := json.Marshal(p)
	if err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", j.path, reason(err))
	}
	return nil
}

// close keeps the journal for a run that goes on.
func (j *journal) close() error {
	if err := j.file.Close(); err != nil {
		return fmt.Errorf("%s: %w", j.path, reason(err))
	}
	return nil
}

// complete replaces what was known of the site by this run.
func (j *journal) complete(dir string, start runStart, pages []*pageState) error {
	if err := writeStates(filepath.Join(dir, pagesName), start, pages); err != nil {
		return err
	}
	if err := os.Remove(j.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", j.path, reason(err))
	}
	return nil
}
