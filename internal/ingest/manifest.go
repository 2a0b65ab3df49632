package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/google/renameio/v2"
)

// Manifest remembers what an index was made from. It is a file beside the index
// and names the generation that it describes: after a crash between the two,
// they do not match, and the index is made anew.
type Manifest struct {
	Format      int    `json:"format"`
	Generation  string `json:"generation"`
	Fingerprint string `json:"fingerprint"`
	// Scanned is when the files were looked at. A file that was written at about
	// that time may have changed after it was read without looking different.
	Scanned time.Time        `json:"scanned"`
	Sources []RecordedSource `json:"sources"`
	Files   []FileEntry      `json:"files"`
	// SharedURLs are those that several articles without an id of their own have.
	SharedURLs []string `json:"shared_urls"`
}

// RecordedSource is a source: Path is absolute, or the name of an embedded one.
type RecordedSource struct {
	Collection string `json:"collection"`
	Path       string `json:"path"`
	Embedded   bool   `json:"embedded"`
	Overrides  bool   `json:"overrides,omitempty"`
	Optional   bool   `json:"optional,omitempty"`
}

// FileEntry is a file as it was read.
type FileEntry struct {
	Source  int       `json:"source"` // index into Manifest.Sources
	Name    string    `json:"name"`   // slash path relative to the source
	Size    int64     `json:"size"`
	ModTime time.Time `json:"mod_time"`
	// Hash is the SHA-256 of its contents; empty: they could not be read.
	Hash     string         `json:"hash"`
	Articles []ArticleEntry `json:"articles"`
	Problems []Problem      `json:"problems"`
	// Hidden are ids of articles that are kept out of the index by what was put
	// or deleted elsewhere: when that is undone, the file is read again.
	Hidden []string `json:"hidden,omitempty"`
	// Unsettled: what of the file is in the index depends on other files (an id
	// that another has already), so every run that changes something reads it.
	Unsettled bool `json:"unsettled,omitempty"`
}

// ArticleEntry is an article of a file. Hash changes with anything the reader
// found in it. URL is its own where that could be its id: it has no other.
type ArticleEntry struct {
	ID   string `json:"id"`
	Hash string `json:"hash"`
	Line int    `json:"line"`
	URL  string `json:"url,omitempty"`
	// Corrections is the fingerprint of those that were applied; empty: none.
	Corrections string `json:"corrections,omitempty"`

	status Status // in the present run; empty: unchanged
}

// manifestFormat is the layout of the file: a later one is not read. What format 1
// lacks is what format 2 leaves out where there is none of it.
const manifestFormat = 2

// racy is how close to a scan a file's time of change may be for its size and
// time to prove nothing: the coarsest clock of the usual file systems, FAT's.
const racy = 2 * time.Second

// ErrNoManifest is that there is none, or none that can be used.
var ErrNoManifest = errors.New("no record of what the index was made from")

// ReadManifest reads a manifest. ErrNoManifest: the file is absent, damaged or
// from another version.
func ReadManifest(path string) (*Manifest, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoManifest, err)
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrNoManifest, path, err)
	}
	if m.Format < 1 || m.Format > manifestFormat {
		return nil, fmt.Errorf("%w: %s has format %d, not %d", ErrNoManifest, path, m.Format, manifestFormat)
	}
	for _, f := range m.Files {
		if f.Source < 0 || f.Source >= len(m.Sources) {
			return nil, fmt.Errorf("%w: %s is damaged: %q has no source", ErrNoManifest, path, f.Name)
		}
	}
	return &m, nil
}

// Write writes the manifest to path, all of it or nothing.
func (m *Manifest) Write(path string) error {
	data, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	if err := renameio.WriteFile(path, append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	return nil
}

// articles counts what the manifest lists.
func (m *Manifest) articles() int {
	n := 0
	if m != nil {
		for i := range m.Files {
			n += len(m.Files[i].Articles)
		}
	}
	return n
}

// proves reports whether size and time alone show that a file is as it was read.
func (m *Manifest) proves(e *FileEntry, f found) bool {
	return e.Hash != "" && e.Size == f.size && !f.modTime.IsZero() && e.ModTime.Equal(f.modTime) &&
		f.modTime.Add(racy).Before(m.Scanned)
}
