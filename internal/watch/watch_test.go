package watch

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// never is longer than any test takes.
const never = time.Hour

func start(t *testing.T, o Options) *Watcher {
	t.Helper()
	w := New(o)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); w.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	return w
}

// told waits for a change.
func told(t *testing.T, w *Watcher, what string) {
	t.Helper()
	select {
	case <-w.Changes():
	case <-time.After(20 * time.Second):
		t.Fatalf("%s: nothing was told", what)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestChangesAreTold(t *testing.T) {
	dir := t.TempDir()
	w := start(t, Options{Quiet: time.Millisecond, Rescan: never})
	w.Set([]string{dir}, nil)
	told(t, w, "a folder that was not watched before")
	file := filepath.Join(dir, "a.md")
	must(t, os.WriteFile(file, []byte("1"), 0o600))
	told(t, w, "a new file")
	must(t, os.WriteFile(filepath.Join(dir, ".a.md.new"), []byte("2"), 0o600))
	must(t, os.Rename(filepath.Join(dir, ".a.md.new"), file))
	told(t, w, "a file that was replaced by renaming")
	must(t, os.Remove(file))
	told(t, w, "a file that is gone")
	sub := filepath.Join(dir, "sub")
	must(t, os.Mkdir(sub, 0o700))
	told(t, w, "a new folder")
	w.Set([]string{dir, sub}, nil)
	told(t, w, "that folder, watched now")
	must(t, os.RemoveAll(sub))
	told(t, w, "a folder that is gone")
	// The same folder again is another one.
	must(t, os.Mkdir(sub, 0o700))
	told(t, w, "the folder again")
	w.Set([]string{dir, sub}, nil)
	told(t, w, "the folder again, watched")
	must(t, os.WriteFile(filepath.Join(sub, "b.md"), nil, 0o600))
	told(t, w, "a file in it")
}

func TestSingleFiles(t *testing.T) {
	w := New(Options{Quiet: time.Millisecond, Rescan: never})
	defer w.close()
	dir := t.TempDir()
	file := filepath.Join(dir, "corrections.yaml")
	w.Set(nil, []string{file})
	for name, want := range map[string]bool{"corrections.yaml": true, "000001": false, "CURRENT": false} {
		if got := w.matters(fsnotify.Event{Name: filepath.Join(dir, name), Op: fsnotify.Create}); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhatEditorsDoInPassingIsNotTold(t *testing.T) {
	w := New(Options{})
	defer w.close()
	for name, want := range map[string]bool{
		"a.md": true, "a": true, "..data": true, ".shirubeignore": true,
		".a.md.swp": false, "a.md~": false, "#a.md#": false, ".#a.md": false, "4913": false, "a.md.tmp": false, ".git": false,
	} {
		if got := w.matters(fsnotify.Event{Name: filepath.Join("x", name), Op: fsnotify.Write}); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if w.matters(fsnotify.Event{Name: "x/a.md", Op: fsnotify.Chmod}) {
		t.Error("a change of rights alone is told")
	}
}

// Where writing never ends, changes are told all the same.
func TestNoQuiet(t *testing.T) {
	dir := t.TempDir()
	w := start(t, Options{Quiet: never, Longest: time.Millisecond, Rescan: never})
	w.Set([]string{dir}, nil)
	told(t, w, "watched")
	must(t, os.WriteFile(filepath.Join(dir, "a.md"), nil, 0o600))
	told(t, w, "without any quiet")
}

func TestRescan(t *testing.T) {
	w := start(t, Options{Rescan: time.Millisecond})
	told(t, w, "rescan")
	told(t, w, "rescan")
}

func TestPolling(t *testing.T) {
	dir := t.TempDir()
	w := start(t, Options{Rescan: never, Poll: time.Millisecond})
	w.Set([]string{dir}, nil)
	told(t, w, "watched")
	w.lost("no more watches")
	for range 3 {
		told(t, w, "polling")
	}
	if s := w.State(); !s.Polling || s.Why != "no more watches" || s.Folders != 1 {
		t.Errorf("%+v", s)
	}
	w.Set([]string{dir, t.TempDir()}, nil)
	if s := w.State(); s.Folders != 2 {
		t.Errorf("%+v", s)
	}
}

func TestFoldersThatAreGoneAreSkipped(t *testing.T) {
	w := New(Options{})
	defer w.close()
	w.Set([]string{t.TempDir(), filepath.Join(t.TempDir(), "gone")}, nil)
	if s := w.State(); s.Polling || s.Folders != 1 {
		t.Errorf("%+v", s)
	}
}
