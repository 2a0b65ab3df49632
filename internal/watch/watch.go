// Package watch tells when files of some folders may have changed: by the
// system's notifications, and where those cannot be had, by saying so again and
// again. What has changed, and whether it matters, is left to whoever looks.
package watch

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Options are the times of a Watcher; a zero is the default.
type Options struct {
	// Quiet is how long nothing must happen before a change is told (100 ms): who
	// saves a file does it in several steps.
	Quiet time.Duration
	// Longest is how long a change is held back where there is no quiet (500 ms).
	Longest time.Duration
	// Rescan is how often a change is told for nothing, for what notifications
	// miss (1 minute).
	Rescan time.Duration
	// Poll is the same where there are no notifications (1 s).
	Poll time.Duration
}

func (o *Options) complete() {
	for _, d := range []struct {
		to  *time.Duration
		def time.Duration
	}{{&o.Quiet, 100 * time.Millisecond}, {&o.Longest, 500 * time.Millisecond}, {&o.Rescan, time.Minute}, {&o.Poll, time.Second}} {
		if *d.to <= 0 {
			*d.to = d.def
		}
	}
}

// Watcher watches folders. Its methods may be called by many goroutines.
type Watcher struct {
	opts    Options
	changes chan struct{}
	polls   chan struct{} // told once, when polling begins

	mu      sync.Mutex
	fs      *fsnotify.Watcher // nil: polling
	why     string            // why it polls
	folders map[string]names
}

// names are the files of a folder that matter; nil: all of them.
type names map[string]bool

// New returns a watcher of nothing yet. It always works: where the system cannot
// notify, it polls.
func New(opts Options) *Watcher {
	opts.complete()
	w := &Watcher{opts: opts, changes: make(chan struct{}, 1), polls: make(chan struct{}, 1), folders: map[string]names{}}
	fs, err := fsnotify.NewWatcher()
	if err != nil {
		w.why = err.Error()
		return w
	}
	w.fs = fs
	return w
}

// Changes gets a value when something may have changed since the last was taken.
func (w *Watcher) Changes() <-chan struct{} { return w.changes }

// State is how a Watcher watches.
type State struct {
	Polling bool
	Why     string // why it polls; empty: it does not
	Folders int
}

// State says how it watches at the moment.
func (w *Watcher) State() State {
	w.mu.Lock()
	defer w.mu.Unlock()
	return State{Polling: w.fs == nil, Why: w.why, Folders: len(w.folders)}
}

// Set makes these the folders that are watched, each by itself, without those in
// it, and these the single files. Those which cannot be watched are skipped if
// they are gone; else it polls from now on. Where it watches a folder that it did
// not before, it tells a change: something may have happened there before that.
func (w *Watcher) Set(folders, files []string) {
	want := map[string]names{}
	for _, file := range files {
		dir := filepath.Dir(file)
		if want[dir] == nil {
			want[dir] = names{}
		}
		want[dir][filepath.Base(file)] = true
	}
	for _, dir := range folders {
		want[dir] = nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fs == nil {
		w.folders = want
		return
	}
	watched := map[string]bool{}
	for _, dir := range w.fs.WatchList() {
		watched[dir] = true
		if _, ok := want[dir]; !ok {
			_ = w.fs.Remove(dir) // it is gone, or is now
		}
	}
	fresh := false
	for dir := range want {
		if watched[dir] {
			continue
		}
		if err := w.fs.Add(dir); err != nil {
			if isGone(err) {
				delete(want, dir)
				continue
			}
			w.poll(fmt.Sprintf("%s: %v", dir, err))
			w.folders = want
			return
		}
		fresh = true
	}
	w.folders = want
	if fresh {
		w.tell()
	}
}

// poll gives notifications up. The lock is held.
func (w *Watcher) poll(why string) {
	_ = w.fs.Close()
	w.fs, w.why = nil, why
	w.polls <- struct{}{} // there is room: it happens once
}

func (w *Watcher) tell() {
	select {
	case w.changes <- struct{}{}:
	default: // told already
	}
}

// Run watches until ctx ends. It is called once.
func (w *Watcher) Run(ctx context.Context) {
	defer w.close()
	quiet, late := stopped(), stopped()
	rescan := time.NewTimer(w.pause())
	defer rescan.Stop()
	for {
		events, errs := w.channels()
		select {
		case <-ctx.Done():
			return
		case e, ok := <-events:
			if !ok {
				w.lost("the system ended it")
			} else if w.matters(e) {
				if !late.running {
					late.start(w.opts.Longest)
				}
				quiet.start(w.opts.Quiet)
			}
			continue
		case _, ok := <-errs:
			// Too many events at once, mostly: what they said is lost, so look.
			if !ok {
				w.lost("the system ended it")
				continue
			}
		case <-w.polls:
		case <-quiet.C:
		case <-late.C:
		case <-rescan.C:
		}
		quiet.stop()
		late.stop()
		rescan.Reset(w.pause())
		w.tell()
	}
}

func (w *Watcher) pause() time.Duration {
	if w.State().Polling {
		return w.opts.Poll
	}
	return w.opts.Rescan
}

func (w *Watcher) channels() (<-chan fsnotify.Event, <-chan error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fs == nil {
		return nil, nil
	}
	return w.fs.Events, w.fs.Errors
}

// lost notes that the notifications ended, unless Set did it.
func (w *Watcher) lost(why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fs != nil {
		w.poll(why)
	}
}

func (w *Watcher) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fs != nil {
		_ = w.fs.Close()
		w.fs, w.why = nil, "it has ended"
	}
}

// matters reports whether an event can mean that what is watched has changed.
func (w *Watcher) matters(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod {
		return false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, itself := w.folders[e.Name]; itself {
		return true
	}
	only, ok := w.folders[filepath.Dir(e.Name)]
	if ok && only != nil {
		return only[filepath.Base(e.Name)]
	}
	return !passing(filepath.Base(e.Name))
}

// passing reports whether a file is one that editors have only while they save:
// its comings and goings say nothing. A name with two dots before it is how
// whole folders of files are exchanged by a link.
func passing(name string) bool {
	if strings.HasPrefix(name, ".") {
		return !strings.HasPrefix(name, "..") && !strings.HasSuffix(name, "ignore")
	}
	return name == "4913" || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		slices.Contains([]string{".swp", ".swo", ".swx", ".tmp"}, filepath.Ext(name))
}

// timer is a timer that is stopped to begin with.
type timer struct {
	*time.Timer
	running bool
}

func stopped() *timer {
	t := &timer{Timer: time.NewTimer(time.Hour)}
	t.stop()
	return t
}

func (t *timer) start(d time.Duration) {
	t.Reset(d)
	t.running = true
}

func (t *timer) stop() {
	t.Stop()
	t.running = false
}
