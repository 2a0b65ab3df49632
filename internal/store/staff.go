package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"shirube/internal/staff"
)

var _ staff.Storage = (*Store)(nil)

const staffColumns = `id, name, shown, role, collections, language, hash, stamp, disabled, created, seen`

func scanStaff(scan func(...any) error) (staff.Account, error) {
	var a staff.Account
	var role, collections string
	var created int64
	var seen sql.NullInt64
	err := scan(&a.ID, &a.Name, &a.Shown, &role, &collections, &a.Language, &a.Hash, &a.Stamp, &a.Disabled, &created, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return a, staff.ErrNoSuchPerson
	}
	if err != nil {
		return a, fmt.Errorf("store: %w", err)
	}
	if a.Role, _ = staff.ParseRole(role); a.Role < staff.Reader {
		return a, fmt.Errorf("store: account %s: %q is no role", a.Name, role)
	}
	if err := json.Unmarshal([]byte(collections), &a.Collections); err != nil { // not all, for want of knowing which
		return a, fmt.Errorf("store: account %s: collections: %w", a.Name, err)
	}
	a.Created, a.Seen = time.Unix(created, 0).UTC(), moment(seen)
	return a, nil
}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func listStaff(ctx context.Context, from querier) ([]staff.Account, error) {
	rows, err := from.QueryContext(ctx, `SELECT `+staffColumns+` FROM staff ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	list := []staff.Account{}
	for rows.Next() {
		a, err := scanStaff(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return list, nil
}

// Staff implements staff.Storage.
func (s *Store) Staff(ctx context.Context) ([]staff.Account, error) { return listStaff(ctx, s.read) }

// StaffNamed implements staff.Storage.
func (s *Store) StaffNamed(ctx context.Context, name string) (staff.Account, error) {
	return scanStaff(s.read.QueryRowContext(ctx, `SELECT `+staffColumns+` FROM staff WHERE name = ?`, name).Scan)
}

// StaffByID implements staff.Storage.
func (s *Store) StaffByID(ctx context.Context, id int64) (staff.Account, error) {
	return scanStaff(s.read.QueryRowContext(ctx, `SELECT `+staffColumns+` FROM staff WHERE id = ?`, id).Scan)
}

// AlterStaff implements staff.Storage.
func (s *Store) AlterStaff(ctx context.Context, f func(all []staff.Account) (staff.Alteration, error)) (staff.Account, error) {
	var put staff.Account
	err := s.change(ctx, func(tx *sql.Tx) error {
		all, err := listStaff(ctx, tx)
		if err != nil {
			return err
		}
		alteration, err := f(all)
		if err != nil {
			return err
		}
		if alteration.Put != nil {
			put = *alteration.Put
			if err := s.putStaff(ctx, tx, &put); err != nil {
				return err
			}
		}
		if alteration.Remove != 0 {
			if _, err := tx.ExecContext(ctx, `DELETE FROM staff WHERE id = ?`, alteration.Remove); err != nil {
				return err
			}
		}
		if alteration.Entry.What == "" {
			return nil
		}
		return s.note(ctx, tx, alteration.Entry)
	})
	return put, err
}

func (s *Store) putStaff(ctx context.Context, tx *sql.Tx, a *staff.Account) error {
	var seen *int64
	if a.Seen != nil {
		at := a.Seen.Unix()
		seen = &at
	}
	collections, err := json.Marshal(append([]string{}, a.Collections...))
	if err != nil {
		return err
	}
	values := []any{a.Name, a.Shown, a.Role.String(), string(collections), a.Language, a.Hash, a.Stamp, a.Disabled, seen}
	if a.ID != 0 {
		_, err := tx.ExecContext(ctx, `UPDATE staff SET name = ?, shown = ?, role = ?, collections = ?, language = ?, hash = ?, stamp = ?, disabled = ?, seen = ?
			WHERE id = ?`, append(values, a.ID)...)
		return err
	}
	a.Created = s.now().UTC().Truncate(time.Second)
	r, err := tx.ExecContext(ctx, `INSERT INTO staff (name, shown, role, collections, language, hash, stamp, disabled, seen, created)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(values, a.Created.Unix())...)
	if unique(err) {
		return staff.ErrNameTaken
	}
	if err != nil {
		return err
	}
	a.ID, err = r.LastInsertId()
	return err
}

func (s *Store) note(ctx context.Context, tx *sql.Tx, e staff.Entry) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO audit (time, who, what, target, was, now) VALUES (?, ?, ?, ?, ?, ?)`,
		s.now().UnixMilli(), e.Who, e.What, e.On, e.Before, e.After)
	return err
}

// Note implements staff.Storage.
func (s *Store) Note(ctx context.Context, e staff.Entry) error {
	return s.change(ctx, func(tx *sql.Tx) error { return s.note(ctx, tx, e) })
}

// Audit implements staff.Storage.
func (s *Store) Audit(ctx context.Context, a staff.AuditAsk) ([]staff.Entry, error) {
	from, to := int64(0), int64(1)<<62
	if !a.From.IsZero() {
		from = a.From.UnixMilli()
	}
	if !a.To.IsZero() {
		to = a.To.UnixMilli()
	}
	rows, err := s.read.QueryContext(ctx, `SELECT id, time, who, what, target, was, now FROM audit
		WHERE (?1 = '' OR who = ?1) AND (?2 = '' OR what = ?2) AND time >= ?3 AND time < ?4 AND (?5 = 0 OR id < ?5)
		ORDER BY id DESC LIMIT ?6`, a.Who, a.What, from, to, a.Before, a.Limit)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	defer rows.Close()
	list := []staff.Entry{}
	for rows.Next() {
		var e staff.Entry
		var ms int64
		if err := rows.Scan(&e.ID, &ms, &e.Who, &e.What, &e.On, &e.Before, &e.After); err != nil {
			return nil, fmt.Errorf("store: %w", err)
		}
		e.Time = time.UnixMilli(ms).UTC()
		list = append(list, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	return list, nil
}

// EraseAudit removes what the audit log has from before a moment, and sessions that are over.
func (s *Store) EraseAudit(ctx context.Context, before time.Time) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM audit WHERE time < ?`, before.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM console_sessions WHERE expires < ?`, s.now().UnixMilli())
		return err
	})
}
