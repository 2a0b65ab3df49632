package staff

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Office lets people in and keeps their accounts. Its methods may be called by many
// goroutines. Changes that another process makes are seen with the next call.
type Office struct {
	storage  Storage
	hashing  *hashing
	attempts *attempts
}

// New returns an office over what is kept.
func New(storage Storage) *Office {
	return &Office{storage, newHashing(strength()), newAttempts()}
}

// Errors of logging in.
var (
	ErrWrong    = errors.New("the login name or the password is wrong")
	ErrDisabled = errors.New("the account is disabled") // told only to who knows the password
	// ErrEnded is that a session is of nobody any more.
	ErrEnded = errors.New("the session has ended")
)

// Login is somebody who wants in.
type Login struct {
	Name, Password string
	From           netip.Prefix // the network that asks, see peer.Network
	Device         string       // what an earlier Session said; empty: nothing
}

// Session is a login that succeeded.
type Session struct {
	Account Account
	Ticket  string // for Holder, to be kept with the session; it is no secret
	Device  string // for Login.Device of later logins with this browser
}

// Login begins a session. ErrWrong, ErrDisabled, ErrBusy, *TooManyError.
func (o *Office) Login(ctx context.Context, l Login) (Session, error) {
	account, err := o.verified(ctx, l)
	if err != nil {
		return Session{}, err
	}
	account, err = o.storage.AlterStaff(ctx, func(all []Account) (Alteration, error) {
		a, err := find(all, account.Name)
		if err != nil || a.Disabled || a.Stamp != account.Stamp { // since the password was compared
			return Alteration{}, errors.Join(err, ErrWrong)
		}
		now := time.Now().UTC()
		a.Seen, a.Hash = &now, account.Hash
		return Alteration{Put: &a, Entry: EntryOf(a.Person, DidLogin, "", "", "")}, nil
	})
	if err != nil {
		return Session{}, err
	}
	s := Session{account, ticket(account), l.Device}
	if deviceOf(account.Hash, l.Device) == "" {
		s.Device = newDevice(account.Hash)
	}
	return s, nil
}

// verified is the account that somebody knows the password of, with a hash of today's strength.
func (o *Office) verified(ctx context.Context, l Login) (Account, error) {
	var account Account
	name, err := CleanName(l.Name)
	if err == nil {
		account, err = o.storage.StaffNamed(ctx, name)
	}
	if err != nil && !errors.Is(err, ErrNoSuchPerson) && !errors.Is(err, ErrBadName) {
		return Account{}, err
	}
	succeeded, err := o.attempts.begin(attempt{name, account.ID != 0, l.From, deviceOf(account.Hash, l.Device)})
	if err != nil {
		return Account{}, err
	}
	ok, old, err := o.hashing.matches(ctx, l.Password, account.Hash)
	switch {
	case err != nil:
		succeeded() // or not, which nobody knows
		return Account{}, err
	case !ok:
		return Account{}, errors.Join(ErrWrong, o.noteFailure(ctx, account, l.From))
	}
	succeeded()
	if account.Disabled {
		return Account{}, ErrDisabled
	}
	if old {
		if account.Hash, err = o.hashing.hash(ctx, l.Password); err != nil {
			return Account{}, err
		}
	}
	return account, nil
}

// noteFailure notes that a password was wrong, in the same way for a name that nobody has,
// so that the time it takes tells nothing. What was typed as such a name may be a password:
// it is noted nowhere.
func (o *Office) noteFailure(ctx context.Context, a Account, from netip.Prefix) error {
	if !o.attempts.noted() {
		return nil
	}
	who := a.Person
	if a.ID == 0 {
		who.Name = WhoUnknown
	}
	return o.Note(ctx, who, DidFail, "", "", from.String())
}

// ticket says whose a session is: the account, and its stamp.
func ticket(a Account) string { return fmt.Sprintf("%d:%d", a.ID, a.Stamp) }

// Holder is who a ticket belongs to, as they are now. ErrEnded: they were disabled or removed,
// or their role or password has changed since.
func (o *Office) Holder(ctx context.Context, of string) (Account, error) {
	number, _, _ := strings.Cut(of, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return Account{}, ErrEnded
	}
	a, err := o.storage.StaffByID(ctx, id)
	switch {
	case err != nil && !errors.Is(err, ErrNoSuchPerson):
		return Account{}, err
	case err != nil || a.Disabled || ticket(a) != of:
		return Account{}, ErrEnded
	}
	return a, nil
}

type inUse struct{}

// WithInUse is a context in which a session is kept because it is in use. See InUse.
func WithInUse(ctx context.Context) context.Context { return context.WithValue(ctx, inUse{}, true) }

// InUse tells who keeps sessions that one is kept because it is in use: one that is gone
// has been ended, and stays so.
func InUse(ctx context.Context) bool { return ctx.Value(inUse{}) != nil }
