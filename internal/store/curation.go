package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shirube/internal/curation"
)

var _ curation.Keeper = (*Store)(nil)

// CurationVersion is the number of the latest revision of the rules; 0: there is none.
func (s *Store) CurationVersion(ctx context.Context) (int, error) {
	var n int
	if err := s.read.QueryRowContext(ctx, "SELECT COALESCE(MAX(number), 0) FROM curation").Scan(&n); err != nil {
		return 0, fmt.Errorf("store: curation: %w", err)
	}
	return n, nil
}

// CurationRevision returns the revision with a number, the latest for 0.
func (s *Store) CurationRevision(ctx context.Context, number int) (curation.Revision, error) {
	var r curation.Revision
	var at int64
	err := s.read.QueryRowContext(ctx, `SELECT number, time, who, why, document FROM curation
		WHERE ? = 0 OR number = ? ORDER BY number DESC LIMIT 1`, number, number).Scan(&r.Number, &at, &r.Who, &r.Why, &r.YAML)
	if errors.Is(err, sql.ErrNoRows) {
		return r, curation.ErrNoRevision
	}
	if err != nil {
		return r, fmt.Errorf("store: curation: %w", err)
	}
	r.When = time.Unix(at, 0).UTC()
	return r, nil
}

// CurationRevisions returns revisions without their documents, the latest first.
func (s *Store) CurationRevisions(ctx context.Context, before, limit int) ([]curation.Revision, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT number, time, who, why FROM curation
		WHERE ? = 0 OR number < ? ORDER BY number DESC LIMIT ?`, before, before, limit)
	if err != nil {
		return nil, fmt.Errorf("store: curation: %w", err)
	}
	defer rows.Close()
	out := []curation.Revision{}
	for rows.Next() {
		var r curation.Revision
		var at int64
		if err := rows.Scan(&r.Number, &at, &r.Who, &r.Why); err != nil {
			return nil, fmt.Errorf("store: curation: %w", err)
		}
		r.When = time.Unix(at, 0).UTC()
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: curation: %w", err)
	}
	return out, nil
}

// SaveCuration keeps a revision as the one after base, if base is the latest: of two who save
// at once, the second is told of the first.
func (s *Store) SaveCuration(ctx context.Context, base int, r curation.Revision) (curation.Revision, error) {
	err := s.change(ctx, func(tx *sql.Tx) error {
		var latest curation.Revision
		var at int64
		err := tx.QueryRowContext(ctx, "SELECT number, time, who, why FROM curation ORDER BY number DESC LIMIT 1").Scan(&latest.Number, &at, &latest.Who, &latest.Why)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if latest.Number != base {
			latest.When = time.Unix(at, 0).UTC()
			return &curation.ConflictError{Base: base, Latest: latest}
		}
		r.Number = base + 1
		_, err = tx.ExecContext(ctx, "INSERT INTO curation (number, time, who, why, document) VALUES (?, ?, ?, ?, ?)", r.Number, r.When.Unix(), r.Who, r.Why, r.YAML)
		return err
	})
	if err != nil {
		return curation.Revision{}, err
	}
	return r, nil
}
