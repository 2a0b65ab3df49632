package app

import (
	"context"
	"errors"
	"time"

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

// logs reports whether a server notes what is asked.
func (a *App) logs() bool { return a.cfg.QueryLog == config.LogOn && a.cfg.LogRetention > 0 }

// retained is how often it is looked whether a day of the log is over: days are erased
// whole, soon after midnight.
const retained = time.Hour

// auditYears is for how long it is kept who did what with the console.
const auditYears = 3

// retain erases what is older than the settings allow, now and every day, until ctx ends.
func (a *App) retain(ctx context.Context, kept *store.Store) {
	ticker := time.NewTicker(retained)
	defer ticker.Stop()
	var done time.Time
	for {
		before := time.Time{} // everything
		if days := a.cfg.LogRetention; days > 0 {
			before = store.Day(time.Now().AddDate(0, 0, 1-days))
		}
		if !before.Equal(done) || done.IsZero() {
			err := kept.Erase(ctx, before)
			switch {
			case err == nil:
				done = before
			case ctx.Err() == nil:
				a.log.Warn("the query log cannot be cut to its days: it is tried again", "error", err)
			}
		}
		if err := kept.EraseAudit(ctx, time.Now().AddDate(-auditYears, 0, 0)); err != nil && ctx.Err() == nil {
			a.log.Warn("the audit log and sessions that are over cannot be erased: it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
