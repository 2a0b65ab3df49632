package staff

import (
	"container/list"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// TooManyError is that somebody has to wait before trying a password again.
type TooManyError struct{ Retry time.Duration }

// Error says how long.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("too many failed logins: the next is looked at in %d s", int(math.Ceil(e.Retry.Seconds())))
}

// allowance is how many attempts may fail at once, and how long it takes until one more may.
type allowance struct {
	most  float64
	every time.Duration
}

// What may fail. An account allows strangers few attempts; who logged in with the same
// browser before has some of their own, so that strangers cannot keep anybody out.
func allowances() (address, account, device allowance) {
	return allowance{20, 30 * time.Second}, allowance{10, time.Minute}, allowance{10, 30 * time.Second}
}

// mostRemembered bounds what is remembered of failures, to a few megabytes.
const mostRemembered = 1 << 14

// attempts counts those that failed.
type attempts struct {
	mu sync.Mutex
	// Apart, so that nobody is forgotten because others try many names or addresses.
	addresses, accounts, strangers, devices *pails
	notes                                   pail // failures that the audit log has room for
	now                                     func() time.Time
}

// Failures are noted, so many at once and one more each time, whoever tries.
const (
	mostNotes = 200
	noteEvery = 10 * time.Second
)

// noted reports whether there is room in the audit log for a failure.
func (a *attempts) noted() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.notes.fill(a.now(), allowance{mostNotes, noteEvery})
	if a.notes.left < 1 {
		return false
	}
	a.notes.left--
	return true
}

// pail holds the attempts that are left; it fills up steadily.
type pail struct {
	key  string
	left float64
	at   time.Time
}

// pails are those of the last mostRemembered who tried.
type pails struct {
	byKey map[string]*list.Element // of order, which holds *pail
	order *list.List               // who tried last is at the front
}

func newPails() *pails { return &pails{map[string]*list.Element{}, list.New()} }

// get returns the pail of a key, a new one where there is none.
func (l *pails) get(key string, fresh pail) *pail {
	if e, ok := l.byKey[key]; ok {
		if p, ok := e.Value.(*pail); ok {
			l.order.MoveToFront(e)
			return p
		}
	}
	l.byKey[key] = l.order.PushFront(&fresh)
	if oldest := l.order.Back(); l.order.Len() > mostRemembered {
		if p, ok := l.order.Remove(oldest).(*pail); ok {
			delete(l.byKey, p.key)
		}
	}
	return &fresh
}

func newAttempts() *attempts {
	return &attempts{
		addresses: newPails(), accounts: newPails(), strangers: newPails(), devices: newPails(),
		notes: pail{left: mostNotes, at: time.Now()}, now: time.Now,
	}
}

// attempt is a login that is being tried.
type attempt struct {
	name    string
	known   bool // there is such an account
	network netip.Prefix
	device  string // which the account knows; empty: none
}

// begin counts an attempt as failed, which success takes back: so that many at once are
// as many as one after the other. A *TooManyError: it has to wait.
func (a *attempts) begin(t attempt) (succeeded func(), err error) {
	address, account, device := allowances()
	a.mu.Lock()
	defer a.mu.Unlock()
	var taken []*pail
	if t.device != "" {
		taken = append(taken, a.pail(a.devices, t.device, device))
	} else {
		names := a.strangers
		if t.known {
			names = a.accounts
		}
		taken = append(taken, a.pail(names, t.name, account), a.pail(a.addresses, t.network.String(), address))
	}
	limits := []allowance{account, address}
	if t.device != "" {
		limits = []allowance{device}
	}
	var wait time.Duration
	for i, p := range taken {
		if p.left < 1 {
			wait = max(wait, time.Duration((1-p.left)*float64(limits[i].every)))
		}
	}
	if wait > 0 {
		return nil, &TooManyError{wait}
	}
	for _, p := range taken {
		p.left--
	}
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		for i, p := range taken {
			p.left = min(p.left+1, limits[i].most)
		}
	}, nil
}

// pail finds or makes one, and fills it up to now.
func (a *attempts) pail(of *pails, key string, limit allowance) *pail {
	now := a.now()
	p := of.get(key, pail{key, limit.most, now})
	p.fill(now, limit)
	return p
}

func (p *pail) fill(now time.Time, limit allowance) {
	p.left = min(limit.most, p.left+float64(now.Sub(p.at))/float64(limit.every))
	p.at = now
}

// A device token proves that somebody has logged in to the account with this browser since
// its password was set. It is worth nothing but attempts of its own. It is made of the
// hash, which nobody outside knows, so nothing has to be kept.

// newDevice makes a token for an account with this hash.
func newDevice(hash string) string {
	var nonce [16]byte
	_, _ = rand.Read(nonce[:]) // never fails, as its documentation says
	text := base64.RawURLEncoding.EncodeToString(nonce[:])
	return text + "." + signed(hash, text)
}

// deviceOf is the device that a token names, if it is of the account with this hash.
func deviceOf(hash, token string) string {
	nonce, mark, ok := strings.Cut(token, ".")
	if hash == "" || !ok || len(token) > 100 || !hmac.Equal([]byte(mark), []byte(signed(hash, nonce))) {
		return ""
	}
	return nonce
}

func signed(hash, nonce string) string {
	m := hmac.New(sha256.New, []byte("device\x00"+hash))
	_, _ = m.Write([]byte(nonce)) // a hash takes everything
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}
