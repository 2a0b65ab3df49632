package app

import (
	"path/filepath"

	"shirube/internal/ingest"
)

// watch has the folders of a corpus watched, with those in the data directory
// whose files are part of it.
func (k *keeper) watch(p *ingest.Plan) {
	if k.watcher == nil {
		return
	}
	before := k.watcher.State()
	folders := append(p.Folders(), k.store.Articles(), k.store.Imported(), k.store.Tombstones())
	files := k.cfg.Corrections
	if len(files) == 0 {
		files = []string{filepath.Join(k.data, correctionsName)}
	}
	// By their paths without links, as the walk names them: a folder is watched once.
	for i, f := range folders {
		folders[i] = realPath(f)
	}
	files = append([]string(nil), files...)
	// What a source that is a file leads to, and the folders of new sources.
	for i, f := range files {
		files[i] = filepath.Join(realPath(filepath.Dir(f)), filepath.Base(f))
	}
	files = append(files, filepath.Join(realPath(k.data), filepath.Base(k.store.Imported())),
		filepath.Join(realPath(k.data), filepath.Base(k.store.Articles())), filepath.Join(realPath(k.data), filepath.Base(k.store.Tombstones())))
	k.watcher.Set(folders, files)
	if after := k.watcher.State(); after.Polling && !before.Polling {
		k.log.Warn("the system does not tell of changes: looking for them again and again", "why", after.Why)
	}
}

// realPath is a path without links; what is not there keeps its name.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return path
}
