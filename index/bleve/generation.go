package bleve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/google/renameio/v2"
)

// manifestFile is written last into a generation: it lists the other files.
const manifestFile = "generation.json"

// manifest says what made a generation and what its files must be.
type manifest struct {
	Fingerprint string         `json:"fingerprint"`
	Mapping     string         `json:"mapping"`
	Built       time.Time      `json:"built"`
	Files       []manifestItem `json:"files"`
	// What is in it, so that a list of generations need not open them.
	Articles int `json:"articles"`
	Passages int `json:"passages"`
}

type manifestItem struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	// Hash is xxHash64 of the contents. It is compared at every opening:
	// Bleve maps its files into memory and would crash on damaged ones.
	Hash string `json:"hash"`
}

// pending is a generation that is being written, in its own folder, under the
// write lock.
type pending struct {
	dir         *Directory
	lock        *writeLock
	number      int
	folder      string
	fingerprint string
	// shared are the files that are links to those of another generation, which
	// was verified when it was opened: they are not read again.
	shared map[string]manifestItem
}

func (p *pending) path() string { return p.folder }

// commit makes the folder's files a finished generation and the current one.
// Before the rename of CURRENT the old generation is served, after it the new.
func (p *pending) commit() error {
	m := manifest{Fingerprint: p.fingerprint, Mapping: mappingVersion, Built: time.Now().UTC()}
	entries, err := os.ReadDir(p.path())
	if err != nil {
		return fmt.Errorf("generation: %w", err)
	}
	for _, e := range entries {
		item, err := p.describe(e)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, item)
	}
	x, err := openVerified(p.path(), generationName(p.number), &m)
	if err != nil { // what cannot be opened must not become current
		return fmt.Errorf("the new generation is not good: %w", err)
	}
	if err := p.seal(x, &m); err != nil {
		return errors.Join(err, x.Close())
	}
	if err := p.publish(); err != nil {
		return errors.Join(err, x.Close())
	}
	x.path = p.dir.file(generationName(p.number))
	// What cannot be removed is no reason to say that nothing was committed: the
	// next commit tries again.
	_ = errors.Join(p.dir.release(), p.dir.removeOld())
	return errors.Join(p.dir.keepReady(x), p.lock.release())
}

// seal writes the manifest, which is the last file of a generation.
func (p *pending) seal(x *Index, m *manifest) error {
	stats, err := x.Stats(context.Background())
	if err != nil {
		return err
	}
	m.Articles, m.Passages = stats.Articles, stats.Passages
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("generation: %w", err)
	}
	if err := renameio.WriteFile(filepath.Join(p.path(), manifestFile), append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("generation: %w", err)
	}
	return syncDir(p.path())
}

// publish gives the generation its name and makes it the current one.
func (p *pending) publish() error {
	if err := os.Rename(p.path(), p.dir.file(generationName(p.number))); err != nil {
		return fmt.Errorf("generation: %w", err)
	}
	if err := renameio.WriteFile(p.dir.file(currentFile), []byte(generationName(p.number)+"\n"), 0o644); err != nil {
		return fmt.Errorf("generation: %w", err)
	}
	return syncDir(p.dir.path)
}

// describe says what a file of the folder is; of a shared one that is known.
func (p *pending) describe(e os.DirEntry) (manifestItem, error) {
	if item, ok := p.shared[e.Name()]; ok {
		if info, err := e.Info(); err == nil && info.Size() == item.Size {
			return item, nil
		}
	}
	return describe(filepath.Join(p.path(), e.Name()))
}

func (p *pending) abort() error {
	err := os.RemoveAll(p.path())
	if err != nil {
		err = fmt.Errorf("unfinished generation: %w", err)
	}
	return errors.Join(err, p.lock.release())
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// verify reads the manifest of a finished generation and compares its files.
func verify(path string) (*manifest, error) {
	data, err := os.ReadFile(filepath.Join(path, manifestFile))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrDamaged, filepath.Join(path, manifestFile), err)
	}
	if m.Mapping != mappingVersion {
		return nil, fmt.Errorf("%w: %s was written by another version of Shirube", ErrDamaged, path)
	}
	for _, want := range m.Files {
		if strings.ContainsRune(want.Name, filepath.Separator) {
			return nil, fmt.Errorf("%w: %s names a file outside", ErrDamaged, filepath.Join(path, manifestFile))
		}
		got, err := describe(filepath.Join(path, want.Name))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		if got != want {
			return nil, fmt.Errorf("%w: %s is not as it was written", ErrDamaged, filepath.Join(path, want.Name))
		}
	}
	return &m, nil
}

func describe(path string) (manifestItem, error) {
	f, err := os.Open(path)
	if err != nil {
		return manifestItem{}, fmt.Errorf("index file: %w", err)
	}
	h := xxhash.New()
	n, err := io.Copy(h, f)
	if err := errors.Join(err, f.Close()); err != nil {
		return manifestItem{}, fmt.Errorf("index file %s: %w", path, err)
	}
	return manifestItem{Name: filepath.Base(path), Size: n, Hash: fmt.Sprintf("%016x", h.Sum64())}, nil
}
