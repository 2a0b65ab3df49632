package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
)

// Source is a file or a folder of articles.
type Source struct {
	// Collection is that of the articles which name none; empty: the default one.
	Collection string
	// Path is where it is, as its user wrote it; for a source with an FS, its name.
	Path string
	// FS is set for a source that is not in the file system, such as the
	// embedded sample.
	FS fs.FS
	// Overrides: its articles take the place of those that have the same ids in
	// later sources, which is no fault of theirs.
	Overrides bool
	// Optional: where there is no such folder, the source is empty.
	Optional bool
}

// opened is a source with its files at hand.
type opened struct {
	Source
	fsys fs.FS
	// dir is the folder of the operating system that fsys shows; empty: fsys is
	// something else, and has no links.
	dir string
	// single is the one file of a source that is a file.
	single string
	// absent: the folder of an optional source that is not there.
	absent bool
}

func (s Source) open() (opened, error) {
	if s.FS != nil {
		return opened{Source: s, fsys: s.FS}, nil
	}
	if s.Path == "" {
		return opened{}, errors.New("a corpus has no path")
	}
	info, err := os.Stat(s.Path)
	if s.Optional && errors.Is(err, fs.ErrNotExist) {
		return opened{Source: s, dir: s.Path, absent: true}, nil
	}
	if err != nil {
		return opened{}, fmt.Errorf("corpus %s: %w", s.Path, reason(err))
	}
	if info.IsDir() {
		return opened{Source: s, fsys: os.DirFS(s.Path), dir: s.Path}, nil
	}
	dir, name := filepath.Split(s.Path)
	if dir == "" {
		dir = "."
	}
	return opened{Source: s, fsys: os.DirFS(dir), dir: dir, single: name}, nil
}

// display is how a file is named to people: as they would open it.
func (o opened) display(name string) string {
	shown := name
	switch {
	case o.single != "":
		shown = o.Path
	case o.dir != "":
		shown = filepath.Join(o.dir, filepath.FromSlash(name))
	}
	if strings.IndexFunc(shown, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }) >= 0 {
		return strconv.Quote(shown) // one line, whatever the file is called
	}
	return shown
}

// recorded is a source as manifests know it.
func (s Source) recorded() (RecordedSource, error) {
	if s.FS != nil {
		return RecordedSource{Collection: s.Collection, Path: s.Path, Embedded: true, Overrides: s.Overrides}, nil
	}
	abs, err := filepath.Abs(s.Path)
	if err != nil {
		return RecordedSource{}, fmt.Errorf("corpus %s: %w", s.Path, err)
	}
	return RecordedSource{Collection: s.Collection, Path: abs, Overrides: s.Overrides, Optional: s.Optional}, nil
}

// reason takes the operation and the path off an error of the file system: they
// are said already.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
