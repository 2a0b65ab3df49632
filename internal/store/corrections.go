package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"shirube/corpus/corrections"
)

// CorrectionsRevision returns the revision of the corrections with a number, the latest for 0.
// corrections.ErrNoRevision: there is none.
func (s *Store) CorrectionsRevision(ctx context.Context, number int) (corrections.Revision, error) {
	var r corrections.Revision
	var at int64
	err := s.read.QueryRowContext(ctx, `SELECT number, time, who, why, document FROM corrections
		WHERE ? = 0 OR number = ? ORDER BY number DESC LIMIT 1`, number, number).Scan(&r.Number, &at, &r.Who, &r.Why, &r.YAML)
	if errors.Is(err, sql.ErrNoRows) {
		return r, corrections.ErrNoRevision
	}
	if err != nil {
		return r, fmt.Errorf("store: corrections: %w", err)
	}
	r.When = time.Unix(at, 0).UTC()
	return r, nil
}

// CorrectionsRevisions returns revisions without their files, the latest first, at most limit.
func (s *Store) CorrectionsRevisions(ctx context.Context, limit int) ([]corrections.Revision, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT number, time, who, why FROM corrections ORDER BY number DESC LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("store: corrections: %w", err)
	}
	defer rows.Close()
	out := []corrections.Revision{}
	for rows.Next() {
		var r corrections.Revision
		var at int64
		if err := rows.Scan(&r.Number, &at, &r.Who, &r.Why); err != nil {
			return nil, fmt.Errorf("store: corrections: %w", err)
		}
		r.When = time.Unix(at, 0).UTC()
		out = append(out, r)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: corrections: %w", err)
	}
	return out, nil
}

// SaveCorrections keeps a revision as the one after base and returns it with its number. place
// puts it in force before others see that there is a revision: nobody finds the one without the
// other, and takes what is in force for what nobody saved. If it fails nothing is kept; nil: it
// is in force already. corrections.ErrChanged: base is not the latest any more.
func (s *Store) SaveCorrections(ctx context.Context, base int, r corrections.Revision, place func() error) (corrections.Revision, error) {
	if r.YAML == nil {
		r.YAML = []byte{} // no file is an empty one
	}
	err := s.change(ctx, func(tx *sql.Tx) error {
		var latest int
		if err := tx.QueryRowContext(ctx, "SELECT COALESCE(MAX(number), 0) FROM corrections").Scan(&latest); err != nil {
			return err
		}
		if latest != base {
			return corrections.ErrChanged
		}
		r.Number = base + 1
		_, err := tx.ExecContext(ctx, "INSERT INTO corrections (number, time, who, why, document) VALUES (?, ?, ?, ?, ?)", r.Number, r.When.Unix(), r.Who, r.Why, r.YAML)
		if err != nil || place == nil {
			return err
		}
		return place()
	})
	return r, err
}
