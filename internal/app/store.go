package app

import (
	"context"
	"errors"

	"shirube/index/bleve"
	"shirube/internal/config"
	"shirube/internal/store"
)

// Store opens the database of the data directory, beside a running server as well.
// The directory is made if there is none.
func (a *App) Store(ctx context.Context) (*store.Store, error) {
	if _, err := bleve.OpenDirectory(a.data); err != nil {
		return nil, err
	}
	return store.Open(ctx, a.data)
}

// CreateKey makes a key and returns it with its secret, which is shown this once. What
// is wrong with it is a *config.Error; store.ErrNameTaken: there is one of the name.
func (a *App) CreateKey(ctx context.Context, k store.Key) (store.Key, string, error) {
	if err := asked(k).Check(); err != nil {
		return store.Key{}, "", &config.Error{Where: "keys create", Reason: err.Error()}
	}
	s, err := a.Store(ctx)
	if err != nil {
		return store.Key{}, "", err
	}
	made, secret, err := s.CreateKey(ctx, k)
	return made, secret, errors.Join(err, s.Close())
}
