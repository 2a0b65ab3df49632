package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shirube/internal/staff"
)

// Sessions are those of the console, for the session manager: its interface CtxStore. It
// gives hashes of tokens, so that the file lets nobody in.
type Sessions struct{ store *Store }

// Sessions returns the console's sessions.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// touched is how much later a session has to end for that to be written: not every
// request is worth a write to the disk.
const touched = time.Minute

// FindCtx returns the data of a session that is not over.
func (s *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, _, err := s.find(ctx, token)
	return data, data != nil, err
}

func (s *Sessions) find(ctx context.Context, token string) ([]byte, int64, error) {
	var data []byte
	var expires int64
	err := s.store.read.QueryRowContext(ctx, `SELECT data, expires FROM console_sessions WHERE token = ? AND expires > ?`, token, s.store.now().UnixMilli()).
		Scan(&data, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("store: %w", err)
	}
	return data, expires, nil
}

// CommitCtx keeps a session until a time.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	have, expires, err := s.find(ctx, token)
	if err != nil {
		return err
	}
	if later := expiry.UnixMilli() - expires; bytes.Equal(have, data) && later >= 0 && later < touched.Milliseconds() {
		return nil
	}
	return s.store.change(ctx, func(tx *sql.Tx) error {
		if staff.InUse(ctx) { // and not begun again, where it was ended meanwhile
			_, err := tx.ExecContext(ctx, `UPDATE console_sessions SET data = ?2, expires = ?3 WHERE token = ?1`, token, data, expiry.UnixMilli())
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO console_sessions (token, data, expires) VALUES (?1, ?2, ?3)
			ON CONFLICT (token) DO UPDATE SET data = ?2, expires = ?3`, token, data, expiry.UnixMilli())
		return err
	})
}

// DeleteCtx ends a session.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.store.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM console_sessions WHERE token = ?`, token)
		return err
	})
}

// Find is FindCtx for who has no context.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx for who has no context.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx for who has no context.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
