package staff

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
)

// How long a session lasts: without a request, and at most.
const (
	SessionIdle = 8 * time.Hour
	SessionMost = 24 * time.Hour
)

// Office lets people in and keeps their accounts. Its methods may be called by many
// goroutines. Changes that another process makes are seen with the next call.
type Office struct {
	storage  Storage
	sessions *scs.SessionManager
	hashing  *hashing
	attempts *attempts
}

// New returns an office over what is kept. Sessions of the console are in sessions, by the
// hash of their token.
func New(storage Storage, sessions scs.CtxStore) *Office {
	m := scs.New()
	m.Store, m.HashTokenInStore = sessions, true
	m.IdleTimeout, m.Lifetime = SessionIdle, SessionMost
	return &Office{storage, m, newHashing(strength()), newAttempts()}
}

// Errors of logging in.
var (
	ErrWrong     = errors.New("the login name or the password is wrong")
	ErrDisabled  = errors.New("the account is disabled") // told only to who knows the password
	ErrNoSession = errors.New("there is no such session, or it has ended")
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
	Token   string // the secret of the session
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
	token, err := o.begin(ctx, account)
	if err != nil {
		return Session{}, err
	}
	s := Session{account, token, l.Device}
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

// whose is the one value of a session: the account, and its stamp.
const whose = "whose"

func (o *Office) begin(ctx context.Context, a Account) (string, error) {
	ctx, err := o.sessions.Load(ctx, "")
	if err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	o.sessions.Put(ctx, whose, fmt.Sprintf("%d:%d", a.ID, a.Stamp))
	token, _, err := o.sessions.Commit(ctx)
	if err != nil {
		return "", fmt.Errorf("session: %w", err)
	}
	return token, nil
}

// Resume is who a session belongs to, as they are now: whoever was disabled, or had role
// or password changed since, has none any more. ErrNoSession.
func (o *Office) Resume(ctx context.Context, token string) (Account, error) {
	if token == "" {
		return Account{}, ErrNoSession
	}
	in, err := o.sessions.Load(ctx, token)
	if err != nil {
		return Account{}, fmt.Errorf("session: %w", err)
	}
	id, stamp, ok := strings.Cut(o.sessions.GetString(in, whose), ":")
	if !ok {
		return Account{}, ErrNoSession
	}
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return Account{}, ErrNoSession
	}
	a, err := o.storage.StaffByID(ctx, number)
	switch {
	case err != nil && !errors.Is(err, ErrNoSuchPerson):
		return Account{}, err
	case err != nil || a.Disabled || strconv.FormatInt(a.Stamp, 10) != stamp:
		if err := o.sessions.Destroy(in); err != nil {
			return Account{}, fmt.Errorf("session: %w", err)
		}
		return Account{}, ErrNoSession
	}
	if _, _, err := o.sessions.Commit(context.WithValue(in, inUse{}, true)); err != nil {
		return Account{}, fmt.Errorf("session: %w", err)
	}
	return a, nil
}

type inUse struct{}

// InUse tells who keeps sessions that one is kept because it is in use: one that is gone
// has been ended, and stays so.
func InUse(ctx context.Context) bool { return ctx.Value(inUse{}) != nil }

// Logout ends a session; one that there is not is no error.
func (o *Office) Logout(ctx context.Context, token string) error {
	a, err := o.Resume(ctx, token)
	if errors.Is(err, ErrNoSession) {
		return nil
	}
	if err != nil {
		return err
	}
	in, err := o.sessions.Load(ctx, token)
	if err == nil {
		err = o.sessions.Destroy(in)
	}
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return o.Note(ctx, a.Person, DidLogout, "", "", "")
}
