package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"shirube/corpus/corrections"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
)

// correctionsName is the file of corrections in a data directory.
const correctionsName = "corrections.yaml"

// correctionFiles are those of the settings, else that of the data directory,
// whether it is there or not.
func (a *App) correctionFiles() (files []string, named bool) {
	if len(a.cfg.Corrections) > 0 {
		return a.cfg.Corrections, true
	}
	return []string{filepath.Join(a.data, correctionsName)}, false
}

// overlay is corrections as a run wants them.
type overlay struct{ *corrections.Set }

// Where is where the first correction of an article stands.
func (o overlay) Where(articleID string) (file string, line int) {
	list := o.Of(articleID)
	if len(list) == 0 {
		return "", 0
	}
	return list[0].File, list[0].Line
}

// corrections reads the files of corrections; nil: there is none.
func (a *App) corrections(lex *lexicon.Lexicon) (ingest.Corrections, error) {
	files, named := a.correctionFiles()
	if !named {
		if _, err := os.Stat(files[0]); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
	}
	set, err := loadCorrections(lex, files...)
	if err != nil {
		return nil, err
	}
	return overlay{set}, nil
}
