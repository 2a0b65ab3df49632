package app

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"shirube/internal/api"
	"shirube/internal/store"
)

// Times of the keyring.
const (
	// keysLooked is how often it is looked whether keys were made or revoked: that holds
	// from then on.
	keysLooked = 300 * time.Millisecond
	// keysNoted is how often it is written down which keys were used.
	keysNoted = time.Minute
)

// keyring is the keys of a server: those of the key file, and those that are made and
// revoked while it runs.
type keyring struct {
	file   api.KeyList
	kept   *store.Store
	stored atomic.Pointer[storedKeys]
	// asked: there have been keys since the server started. Whoever takes the last one
	// away does not mean to let everybody in.
	asked atomic.Bool
}

// storedKeys is the keys of the store as they were at a version, by the hash of their
// secret. Finding one is a look into a map: the time it takes tells of a hash, from
// which nobody gets nearer to a secret.
type storedKeys struct {
	version int64
	byHash  map[store.Hash]*storedKey
	origins []string // of all keys, those of the file too
	count   int      // with those that were revoked
}

type storedKey struct {
	api.Key
	id int64
	// used and noted are hours since 1970: when it was used last, and what the store has.
	used, noted atomic.Int64
}

var _ api.Keys = (*keyring)(nil)

func newKeyring(ctx context.Context, file api.KeyList, kept *store.Store) (*keyring, error) {
	r := &keyring{file: file, kept: kept}
	r.asked.Store(file.Any())
	err := r.load(ctx)
	return r, err
}

// Any reports whether there are keys, or were: a revoked key in the store counts.
func (r *keyring) Any() bool { return r.asked.Load() }

// Origins are those that any key is bound to.
func (r *keyring) Origins() []string { return r.stored.Load().origins }

// asked is a key of the store as requests are held to it.
func asked(k store.Key) api.Key {
	key := api.Key{Name: k.Name, Collections: k.Collections, Origins: k.Origins, Rate: k.Rate}
	for _, scope := range k.Scopes {
		key.Scopes = append(key.Scopes, api.Scope(scope))
	}
	return key
}

// Find returns the key with this secret.
func (r *keyring) Find(secret string) (api.Key, bool) {
	if k, ok := r.file.Find(secret); ok {
		return k, true
	}
	k, ok := r.stored.Load().byHash[store.HashOf(secret)]
	if !ok {
		return api.Key{}, false
	}
	if hour := time.Now().Unix() / 3600; k.used.Load() != hour {
		k.used.Store(hour)
	}
	return k.Key, true
}

// load reads the keys of the store.
func (r *keyring) load(ctx context.Context) error {
	version, err := r.kept.KeysVersion(ctx) // first: what changes meanwhile is seen next time
	if err != nil {
		return err
	}
	list, err := r.kept.Keys(ctx)
	if err != nil {
		return err
	}
	keys := &storedKeys{version, map[store.Hash]*storedKey{}, r.file.Origins(), len(list)}
	before := r.stored.Load()
	for _, k := range list {
		if k.Revoked != nil {
			continue
		}
		key := &storedKey{id: k.ID, Key: asked(k)}
		keys.origins = append(keys.origins, k.Origins...)
		if before != nil {
			if old, ok := before.byHash[k.Hash]; ok {
				key.used.Store(old.used.Load())
				key.noted.Store(old.noted.Load())
			}
		}
		keys.byHash[k.Hash] = key
	}
	r.stored.Store(keys)
	if keys.count > 0 {
		r.asked.Store(true)
	}
	return nil
}

// follow takes up what becomes of the keys, and notes which are used, until ctx ends.
func (r *keyring) follow(ctx context.Context, log *slog.Logger) {
	look, note := time.NewTicker(keysLooked), time.NewTicker(keysNoted)
	defer look.Stop()
	defer note.Stop()
	failed := false
	for {
		select {
		case <-ctx.Done():
			r.note(context.WithoutCancel(ctx), log)
			return
		case <-note.C:
			r.note(ctx, log)
		case <-look.C:
			err := r.look(ctx, log)
			if err != nil && !failed && ctx.Err() == nil {
				log.Error("changes of keys cannot be seen: those known before go on", "error", err)
			}
			failed = err != nil
		}
	}
}

// look loads the keys again if they have changed.
func (r *keyring) look(ctx context.Context, log *slog.Logger) error {
	version, err := r.kept.KeysVersion(ctx)
	if err != nil || version == r.stored.Load().version {
		return err
	}
	first := !r.Any()
	if err := r.load(ctx); err != nil {
		return err
	}
	log.Info("keys changed", "keys", len(r.file)+len(r.stored.Load().byHash))
	if first && r.Any() {
		log.Warn("there is a key now: from here on everybody is asked for one")
	}
	return nil
}

// note writes down which keys were used since.
func (r *keyring) note(ctx context.Context, log *slog.Logger) {
	used := map[int64]time.Time{}
	keys := r.stored.Load().byHash
	for _, k := range keys {
		if hour := k.used.Load(); hour > k.noted.Load() {
			used[k.id] = time.Unix(hour*3600, 0)
		}
	}
	if err := r.kept.UsedKeys(ctx, used); err != nil {
		log.Debug("when keys were used cannot be noted", "error", err)
		return
	}
	for _, k := range keys {
		if at, ok := used[k.id]; ok {
			k.noted.Store(at.Unix() / 3600)
		}
	}
}
