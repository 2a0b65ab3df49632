package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Prefix begins every secret, so that a search for leaked ones finds them.
const Prefix = "shirube_"

// secretBytes of randomness are in a secret. With 256 bits nobody guesses one, so a
// plain SHA-256 hides it: a slow hash is for passwords, which people choose among few,
// and would be paid for with every request.
const secretBytes = 32

// Hash is the SHA-256 of a secret: what the file has of it.
type Hash [sha256.Size]byte

// HashOf is the hash of a secret.
func HashOf(secret string) Hash { return sha256.Sum256([]byte(secret)) }

// Errors of keys.
var (
	ErrNameTaken = errors.New("there is a key with this name")
	ErrNoSuchKey = errors.New("there is no such key")
)

// Key is one who may ask.
type Key struct {
	ID          int64
	Name        string
	Hash        Hash
	Hint        string // the last characters of the secret
	Scopes      []string
	Collections []string // empty: all
	Origins     []string // of pages whose scripts may use it; empty: any
	Rate        int      // requests a minute; 0: the server's own limit
	Created     time.Time
	Used        *time.Time // to the hour; nil: never
	Revoked     *time.Time // nil: it is not
}

// CreateKey keeps a key with a new secret and returns it with the secret, which is
// nowhere else. Of k it takes the name and what the key may do. ErrNameTaken: a key
// that is not revoked has the name.
func (s *Store) CreateKey(ctx context.Context, k Key) (Key, string, error) {
	var random [secretBytes]byte
	_, _ = rand.Read(random[:]) // never fails, as its documentation says
	secret := Prefix + base64.RawURLEncoding.EncodeToString(random[:])
	k.Hash, k.Hint = HashOf(secret), secret[len(secret)-4:]
	k.Created, k.Used, k.Revoked = s.now().UTC().Truncate(time.Second), nil, nil
	lists, err := listsOf(k)
	if err != nil {
		return Key{}, "", err
	}
	err = s.change(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `INSERT INTO keys (name, hash, hint, scopes, collections, origins, rate, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			k.Name, k.Hash[:], k.Hint, lists[0], lists[1], lists[2], k.Rate, k.Created.Unix())
		if unique(err) {
			return ErrNameTaken
		}
		if err != nil {
			return err
		}
		if k.ID, err = r.LastInsertId(); err != nil {
			return err
		}
		return changedKeys(ctx, tx)
	})
	if err != nil {
		return Key{}, "", err
	}
	return k, secret, nil
}

func listsOf(k Key) (lists [3]string, err error) {
	for i, list := range [][]string{k.Scopes, k.Collections, k.Origins} {
		if list == nil {
			list = []string{}
		}
		text, err := json.Marshal(list)
		if err != nil {
			return lists, fmt.Errorf("store: key %s: %w", k.Name, err)
		}
		lists[i] = string(text)
	}
	return lists, nil
}

// RevokeKey lets nobody in any more with the key of this name. The key stays in the
// list, and the server goes on asking for keys. ErrNoSuchKey: there is none, or it is
// revoked already.
func (s *Store) RevokeKey(ctx context.Context, name string) error {
	return s.alterKey(ctx, `UPDATE keys SET revoked = ? WHERE name = ? AND revoked IS NULL`, s.now().Unix(), name)
}

// ForgetKeys takes keys that were revoked, by their name, out of the list. ErrNoSuchKey:
// there are none.
func (s *Store) ForgetKeys(ctx context.Context, name string) error {
	return s.alterKey(ctx, `DELETE FROM keys WHERE name = ? AND revoked IS NOT NULL`, name)
}

func (s *Store) alterKey(ctx context.Context, statement string, args ...any) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, ErrNoSuchKey)
		}
		return changedKeys(ctx, tx)
	})
}

func changedKeys(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE meta SET value = value + 1 WHERE name = 'keys'`)
	return err
}

// KeysVersion grows with every change of what a key may do. It is cheap to ask.
func (s *Store) KeysVersion(ctx context.Context) (int64, error) {
	var v int64
	if err := s.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'keys'`).Scan(&v); err != nil {
		return 0, fmt.Errorf("store: %w", err)
	}
	return v, nil
}

// Keys lists all keys, those that were revoked too, in the order in which they were made.
func (s *Store) Keys(ctx context.Context) ([]Key, error) {
	rows, err := s.read.QueryContext(ctx,
		`SELECT id, name, hash, hint, scopes, collections, origins, rate, created, used, revoked FROM keys ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	keys := []Key{}
	for rows.Next() {
		var k Key
		var hash []byte
		var lists [3]string
		var created int64
		var used, revoked sql.NullInt64
		if err := rows.Scan(&k.ID, &k.Name, &hash, &k.Hint, &lists[0], &lists[1], &lists[2], &k.Rate, &created, &used, &revoked); err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		if copy(k.Hash[:], hash) != len(k.Hash) {
			return nil, fmt.Errorf("store: key %s: its hash is cut off", k.Name)
		}
		for i, list := range []*[]string{&k.Scopes, &k.Collections, &k.Origins} {
			if err := json.Unmarshal([]byte(lists[i]), list); err != nil {
				return nil, fmt.Errorf("store: key %s: %w", k.Name, err)
			}
		}
		k.Created, k.Used, k.Revoked = time.Unix(created, 0).UTC(), moment(used), moment(revoked)
		keys = append(keys, k)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return keys, nil
}

func moment(seconds sql.NullInt64) *time.Time {
	if !seconds.Valid {
		return nil
	}
	t := time.Unix(seconds.Int64, 0).UTC()
	return &t
}

// UsedKeys notes that keys, by their ids, were used at a time, to the hour.
func (s *Store) UsedKeys(ctx context.Context, used map[int64]time.Time) error {
	if len(used) == 0 {
		return nil
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		for id, at := range used {
			if _, err := tx.ExecContext(ctx, `UPDATE keys SET used = max(coalesce(used, 0), ?) WHERE id = ?`,
				at.Truncate(time.Hour).Unix(), id); err != nil {
				return err
			}
		}
		return nil
	})
}
