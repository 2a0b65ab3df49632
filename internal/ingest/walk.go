package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"
)

// found is a file of a source, or something that should have been one.
type found struct {
	name    string // slash path relative to the source
	size    int64
	modTime time.Time
	// why says what keeps it from being read; empty: nothing.
	why string
	// harmless: what cannot be read here is read elsewhere.
	harmless bool
}

// walk lists the files of a source by name. Hidden files and folders (a dot
// before the name) are left out, as is what patterns ignore and what is no
// article by its name. Links are followed; one to a folder that is read already
// is named instead of followed, so the walk ends.
func (o opened) walk(ctx context.Context, view *View) (*walker, error) {
	w := &walker{opened: o, ctx: ctx, view: view, seen: map[string]string{}, targets: map[string]bool{}}
	switch {
	case o.absent:
		return w, ctx.Err()
	case o.single != "":
		w.targets[o.dir] = true
		w.entry(o.single, filepath.Join(o.dir, o.single), 0)
		return w, ctx.Err()
	}
	root, err := w.realRoot()
	if err != nil {
		return nil, fmt.Errorf("corpus %s: %w", o.Path, reason(err))
	}
	if _, err := fs.ReadDir(o.fsys, "."); err != nil {
		return nil, fmt.Errorf("corpus %s: %w", o.Path, reason(err))
	}
	w.folder(".", root, nil)
	for len(w.links) > 0 {
		next := w.links[0]
		w.links = w.links[1:]
		w.follow(next)
	}
	slices.SortFunc(w.files, func(a, b found) int { return strings.Compare(a.name, b.name) })
	return w, ctx.Err()
}

type walker struct {
	opened
	ctx     context.Context
	view    *View
	files   []found
	skipped Skipped
	seen    map[string]string // folders by their path without links → the name they were read by
	targets map[string]bool   // folders, not of the walk, with files that links lead to
	links   []link            // to folders; followed after all that is really there
}

// folders are those in which a change can change what the walk finds.
func (w *walker) folders() []string {
	if w.FS != nil {
		return nil
	}
	out := slices.Collect(maps.Keys(w.targets))
	return append(out, slices.Collect(maps.Keys(w.seen))...)
}

// link is a link to a folder; at and target are paths without links.
type link struct {
	name, at, target string
	ignore           ignores // what ignores things in the folder that holds the link
}

func (w *walker) realRoot() (string, error) {
	if w.dir == "" {
		return ".", nil
	}
	resolved, err := filepath.EvalSymlinks(w.dir)
	if err != nil {
		return "", err
	}
	return filepath.Abs(resolved)
}

func (w *walker) reject(name, format string, args ...any) {
	w.files = append(w.files, found{name: name, why: fmt.Sprintf(format, args...)})
}

// folder lists the folder name; at is its path without links, ignore what was
// said above it.
func (w *walker) folder(name, at string, ignore ignores) {
	if w.ctx.Err() != nil || w.view.Except != "" && at == w.view.Except {
		return
	}
	if first, ok := w.seen[at]; ok {
		w.files = append(w.files, found{name: name, why: "the folder is read already, as " + w.display(first), harmless: true})
		return
	}
	w.seen[at] = name
	entries, err := fs.ReadDir(w.fsys, name)
	if err != nil {
		w.reject(name, "the folder cannot be read: %v", reason(err))
	}
	ignore = w.ignoring(name, entries, ignore)
	for _, e := range entries { // those that could be listed
		child := path.Join(name, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case !utf8.ValidString(e.Name()):
			w.reject(child, "the name is not UTF-8")
		case !w.Overrides && w.view.ignored(ignore, child, e.IsDir()):
			w.skipped.Ignored++
		case e.IsDir() && isForeignFolder(e.Name()):
		case e.IsDir():
			w.folder(child, filepath.Join(at, e.Name()), ignore)
		default:
			w.item(child, filepath.Join(at, e.Name()), e.Type(), ignore)
		}
	}
}

// item adds what is in a folder and no folder itself. What a name says is no
// article is not: unless it is a link to a folder.
func (w *walker) item(name, at string, kind fs.FileMode, ignore ignores) {
	format, article := formatOf(path.Base(name))
	if kind&fs.ModeSymlink != 0 {
		if info, err := fs.Stat(w.fsys, name); err == nil && info.IsDir() {
			if !isForeignFolder(path.Base(name)) {
				w.linkedFolder(name, at, ignore)
			}
			return
		}
	}
	if !article {
		w.skipped.count(format)
		return
	}
	w.entry(name, at, kind)
}

// entry adds what is not a folder.
func (w *walker) entry(name, at string, kind fs.FileMode) {
	info, err := fs.Stat(w.fsys, name) // of what a link leads to
	switch {
	case err != nil && kind&fs.ModeSymlink != 0 && errors.Is(err, syscall.ELOOP):
		w.reject(name, "a cyclic link: it leads to itself")
	case err != nil && kind&fs.ModeSymlink != 0 && errors.Is(err, fs.ErrNotExist):
		w.reject(name, "the link leads nowhere")
	case err != nil:
		w.reject(name, "cannot be read: %v", reason(err))
	case !info.Mode().IsRegular():
		w.reject(name, "not a file but a %s", describeMode(info.Mode()))
	default:
		w.files = append(w.files, found{name: name, size: info.Size(), modTime: info.ModTime()})
		w.target(at, kind)
	}
}

// target notes in which folder the file is that a link leads to.
func (w *walker) target(at string, kind fs.FileMode) {
	if kind&fs.ModeSymlink == 0 {
		return
	}
	if file, err := filepath.EvalSymlinks(at); err == nil {
		w.targets[filepath.Dir(file)] = true
	}
}

func (w *walker) linkedFolder(name, at string, ignore ignores) {
	target, err := filepath.EvalSymlinks(filepath.Join(w.dir, filepath.FromSlash(name)))
	if err == nil {
		target, err = filepath.Abs(target)
	}
	if err != nil {
		w.reject(name, "the link cannot be followed: %v", reason(err))
		return
	}
	w.links = append(w.links, link{name, at, target, ignore})
}

func (w *walker) follow(l link) {
	const sep = string(os.PathSeparator)
	if strings.HasPrefix(l.at, strings.TrimSuffix(l.target, sep)+sep) {
		w.reject(l.name, "a cyclic link: it leads back to %s, which holds it", l.target)
		return
	}
	w.folder(l.name, l.target, l.ignore)
}

func describeMode(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "named pipe"
	case m&fs.ModeSocket != 0:
		return "socket"
	case m&fs.ModeDevice != 0:
		return "device"
	}
	return "special file"
}
