package staff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Account is a person with what they log in with.
type Account struct {
	Person
	ID       int64
	Language string // of the pages, ja or en; empty: as the browser wishes
	Hash     string // of the password; never shown
	// Stamp grows with every change that ends the account's sessions.
	Stamp    int64
	Disabled bool
	Created  time.Time
	Seen     *time.Time // the last login; nil: never
}

// Errors of accounts.
var (
	ErrNoSuchPerson = errors.New("there is no such account")
	ErrNameTaken    = errors.New("there is an account with this name")
	ErrBadName      = errors.New("a login name has 1 to 64 letters, digits and . _ - @ +")
	ErrBadShown     = errors.New("a shown name has at most 100 characters that can be seen")
	ErrBadRole      = errors.New("a role is reader, editor or admin")
	// ErrAdminBound is that an admin has the keys, the staff and the log of every collection.
	ErrAdminBound  = errors.New("an admin sees every collection: who is bound to some is a reader or an editor")
	ErrBadLanguage = errors.New("a language is ja or en")
	// ErrNoAdmin is that nobody would be left, or there at first, who can administrate.
	ErrNoAdmin = errors.New("somebody has to be an admin who is not disabled")
	// ErrSelf is that nobody takes their own rights away, nor anybody's by mistake.
	ErrSelf = errors.New("nobody can change the role of, disable or remove their own account")
)

// Alteration is what a change of accounts does.
type Alteration struct {
	Put    *Account // ID 0: a new one
	Remove int64    // the ID; 0: none
	Entry  Entry    // for the audit log; without What none is made
}

// Storage keeps accounts and the audit log.
type Storage interface {
	// Staff lists the accounts by name.
	Staff(ctx context.Context) ([]Account, error)
	// StaffNamed finds an account; ErrNoSuchPerson.
	StaffNamed(ctx context.Context, name string) (Account, error)
	// StaffByID finds an account; ErrNoSuchPerson.
	StaffByID(ctx context.Context, id int64) (Account, error)
	// AlterStaff does what f wishes, together with the entry that says so; f sees all
	// accounts, which nobody else changes meanwhile. It returns what was put.
	AlterStaff(ctx context.Context, f func(all []Account) (Alteration, error)) (Account, error)
	// Note keeps an entry of the audit log.
	Note(ctx context.Context, e Entry) error
	// Audit reads the audit log, the latest first.
	Audit(ctx context.Context, a AuditAsk) ([]Entry, error)
}

// CleanName is a login name as it is kept: in one width and case. ErrBadName.
func CleanName(name string) (string, error) {
	name = strings.ToLower(norm.NFKC.String(strings.TrimSpace(name)))
	bad := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-@+", r)
	}
	if n := utf8.RuneCountInString(name); n < 1 || n > 64 || strings.ContainsFunc(name, bad) {
		return "", ErrBadName
	}
	return name, nil
}

// checked is p as it can be kept.
func checked(p Person) (Person, error) {
	name, err := CleanName(p.Name)
	if err != nil {
		return p, err
	}
	p.Name, p.Shown = name, strings.TrimSpace(p.Shown)
	if p.Shown == "" {
		p.Shown = name
	}
	hidden := func(r rune) bool { return !unicode.IsGraphic(r) || unicode.Is(unicode.Bidi_Control, r) }
	if utf8.RuneCountInString(p.Shown) > 100 || strings.ContainsFunc(p.Shown, hidden) {
		return p, ErrBadShown
	}
	if p.Role < Reader || p.Role > Admin {
		return p, ErrBadRole
	}
	p.Local = false
	p.Collections = slices.DeleteFunc(slices.Clone(p.Collections), func(c string) bool { return c == "" })
	if p.Role == Admin && len(p.Collections) > 0 {
		return p, ErrAdminBound
	}
	slices.Sort(p.Collections)
	p.Collections = slices.Compact(p.Collections)
	return p, nil
}

// administrated says whether somebody can administrate, wherever there is somebody.
func administrated(all []Account) error {
	if len(all) > 0 && !slices.ContainsFunc(all, func(a Account) bool { return a.Role == Admin && !a.Disabled }) {
		return ErrNoAdmin
	}
	return nil
}

// describe is what an account may do, in short, for the audit log.
func (a Account) describe() string {
	collections := "*"
	if len(a.Collections) > 0 {
		collections = strings.Join(a.Collections, ",")
	}
	text := fmt.Sprintf("%s; %s; %s", a.Role, a.Shown, collections)
	if a.Disabled {
		text += "; disabled"
	}
	return text
}
