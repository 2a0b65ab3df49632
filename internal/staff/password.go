package staff

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"
	"golang.org/x/text/unicode/norm"
)

// Bounds of passwords, in characters.
const (
	PasswordLeast = 12
	passwordMost  = 256
	// leastDifferent characters are in a password, else it is one that everybody tries.
	leastDifferent = 5
)

// What is wrong with a password.
var (
	ErrPasswordShort  = fmt.Errorf("a password has at least %d characters", PasswordLeast)
	ErrPasswordLong   = fmt.Errorf("a password has at most %d characters", passwordMost)
	ErrPasswordIsName = errors.New("the login name is no password, nor is it when repeated")
	ErrPasswordSimple = fmt.Errorf("a password has at least %d different characters", leastDifferent)
	ErrPasswordSame   = errors.New("this is the password already")
)

// CheckPassword says what is wrong with a password for an account.
func CheckPassword(name, password string) error {
	password = folded(password)
	n := utf8.RuneCountInString(password)
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	switch {
	case n < PasswordLeast:
		return ErrPasswordShort
	case n > passwordMost:
		return ErrPasswordLong
	case name != "" && strings.ReplaceAll(strings.ToLower(password), strings.ToLower(folded(name)), "") == "":
		return ErrPasswordIsName
	case len(different) < leastDifferent:
		return ErrPasswordSimple
	}
	return nil
}

// folded is a password in the one form that every keyboard's input becomes.
func folded(password string) string { return norm.NFKC.String(password) }

// NewPassword makes one that nobody guesses and everybody can copy: five groups of
// five letters, 117 bits.
func NewPassword() string {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789" // 32 of them, so that a byte's bits are evenly used
	var b [25]byte
	_, _ = rand.Read(b[:]) // never fails, as its documentation says
	var out strings.Builder
	for i, c := range b {
		if i > 0 && i%5 == 0 {
			out.WriteByte('-')
		}
		out.WriteByte(letters[int(c)%len(letters)])
	}
	return out.String()
}

// strength is what a guess costs: OWASP's least for Argon2id, 19 MiB gone through twice.
func strength() argon2id.Params {
	return argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// ErrBusy is that too many people log in at once.
var ErrBusy = errors.New("too many logins at once")

// hashing computes and compares password hashes, a few at once: each takes 19 MiB.
type hashing struct {
	params  argon2id.Params
	turns   *semaphore.Weighted
	waiting atomic.Int64
	// decoy is a hash that no password has: who gives a name that nobody has waits as long.
	decoy string
}

const (
	hashesAtOnce  = 2
	hashesWaiting = 32
)

func newHashing(params argon2id.Params) *hashing {
	random := make([]byte, params.SaltLength+params.KeyLength)
	_, _ = rand.Read(random) // never fails, as its documentation says
	text := base64.RawStdEncoding.EncodeToString
	return &hashing{params: params, turns: semaphore.NewWeighted(hashesAtOnce),
		decoy: fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, params.Memory, params.Iterations, params.Parallelism,
			text(random[:params.SaltLength]), text(random[params.SaltLength:]))}
}

func (h *hashing) turn(ctx context.Context) (func(), error) {
	if h.waiting.Add(1) > hashesWaiting {
		h.waiting.Add(-1)
		return nil, ErrBusy
	}
	defer h.waiting.Add(-1)
	if err := h.turns.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting to log in: %w", err)
	}
	return func() { h.turns.Release(1) }, nil
}

func (h *hashing) hash(ctx context.Context, password string) (string, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	hash, err := argon2id.CreateHash(folded(password), &h.params)
	if err != nil {
		return "", fmt.Errorf("password: %w", err)
	}
	return hash, nil
}

// matches compares, in the same time whether there is a hash or none. Old: the hash was
// made with other parameters than these.
func (h *hashing) matches(ctx context.Context, password, hash string) (ok, old bool, err error) {
	done, err := h.turn(ctx)
	if err != nil {
		return false, false, err
	}
	defer done()
	if len(password) > 4*passwordMost { // it is none
		password = ""
	}
	if hash == "" {
		hash = h.decoy
	}
	ok, params, err := argon2id.CheckHash(folded(password), hash)
	if err != nil {
		return false, false, fmt.Errorf("password: %w", err)
	}
	return ok, *params != h.params, nil
}
