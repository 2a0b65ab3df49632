package app

import (
	"shirube/internal/ingest"
)

// correctionsName is the file of corrections in a data directory.
const correctionsName = "corrections.yaml"

// corrections are those of the settings, else those of the data directory.
func (a *App) corrections() (ingest.Corrections, error) {
	return nil, nil
}
