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
	folders := append(p.Folders(), k.uploads.Articles(), k.uploads.Imported(), k.uploads.Tombstones())
	// By their paths without links, as the walk names them: a folder is watched once.
	for i, f := range folders {
		folders[i] = realPath(f)
	}
	// Those three may be made later.
	files := []string{k.uploads.Articles(), k.uploads.Imported(), k.uploads.Tombstones()}
	corrections, _ := k.correctionFiles()
	files = append(files, corrections...)
	for i, f := range files {
		files[i] = filepath.Join(realPath(filepath.Dir(f)), filepath.Base(f))
	}
	k.watcher.Set(folders, files)
	if after := k.watcher.State(); after.Polling && !before.Polling {
		k.log.Warn("the system does not tell of changes: looking for them again and again", "why", after.Why)
	}
}

// realPath is a path without links; what is not there keeps its name.
func realPath(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return path
}
