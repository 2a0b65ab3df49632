package staff

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

func TestCheckPassword(t *testing.T) {
	for _, c := range []struct {
		name, password string
		want           error
	}{
		{"hanako", "short", ErrPasswordShort},
		{"hanako", "十二文字ある合言葉です", ErrPasswordShort}, // eleven
		{"hanako", "十二文字ある合言葉ですよ", nil},
		{"hanako", strings.Repeat("abcdef", 43), ErrPasswordLong},
		{"hanako", "HanakoHanako", ErrPasswordIsName},
		{"customer-support", "customer-support", ErrPasswordIsName},
		{"hanako", "aaaabbbbccccdddd", ErrPasswordSimple},
		{"hanako", "correct horse battery", nil},
	} {
		if err := CheckPassword(c.name, c.password); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, not %v", c.password, err, c.want)
		}
	}
	a, b := NewPassword(), NewPassword()
	if a == b || CheckPassword("hanako", a) != nil || len(a) != 29 {
		t.Error(a, b)
	}
}

// A name that nobody has costs as much as one that somebody has: the same parameters are
// gone through.
func TestDecoyCostsTheSame(t *testing.T) {
	h := newHashing(strength())
	params, _, _, err := argon2id.DecodeHash(h.decoy)
	if err != nil || *params != strength() {
		t.Error(params, err)
	}
	if ok, old, err := h.matches(t.Context(), "", ""); ok || old || err != nil {
		t.Error(ok, old, err)
	}
}

// A hash that was made with less than today's strength is known as such, and one is the
// same whatever width was typed.
func TestOldHashes(t *testing.T) {
	weak := strength()
	weak.Iterations = 1
	hash, err := newHashing(weak).hash(t.Context(), "ｃｏｒｒｅｃｔ horse battery")
	if err != nil {
		t.Fatal(err)
	}
	ok, old, err := newHashing(strength()).matches(t.Context(), "correct horse battery", hash)
	if !ok || !old || err != nil {
		t.Error(ok, old, err)
	}
}

// So many hashes are computed at once, so many wait, and more are refused.
func TestHashingIsBounded(t *testing.T) {
	h := newHashing(strength())
	var ends []func()
	for range hashesAtOnce {
		done, err := h.turn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, done)
	}
	waiting := make(chan error, hashesWaiting)
	for range hashesWaiting {
		go func() {
			done, err := h.turn(t.Context())
			if err == nil {
				done()
			}
			waiting <- err
		}()
	}
	for h.waiting.Load() < hashesWaiting {
		time.Sleep(time.Millisecond)
	}
	if _, err := h.turn(t.Context()); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	for _, end := range ends {
		end()
	}
	for range hashesWaiting {
		if err := <-waiting; err != nil {
			t.Error(err)
		}
	}
}

// Whoever was stopped can go on after a while, and what is remembered is bounded.
func TestAttemptsComeBack(t *testing.T) {
	a := newAttempts()
	now := time.Now()
	a.now = func() time.Time { return now }
	try := attempt{name: "hanako", known: true, network: netip.MustParsePrefix("192.0.2.1/32")}
	for range 10 {
		if _, err := a.begin(try); err != nil {
			t.Fatal(err)
		}
	}
	var many *TooManyError
	if _, err := a.begin(try); !errors.As(err, &many) || many.Retry != time.Minute {
		t.Error(err)
	}
	now = now.Add(many.Retry)
	succeeded, err := a.begin(try)
	if err != nil {
		t.Fatal(err)
	}
	succeeded()
	if _, err := a.begin(try); err != nil {
		t.Error("success counted as failure:", err)
	}
	for i := range 2 * mostRemembered {
		_, _ = a.begin(attempt{name: string(rune('一' + i)), network: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)})
	}
	if a.addresses.order.Len() > mostRemembered || len(a.strangers.byKey) > mostRemembered {
		t.Error(a.addresses.order.Len(), len(a.strangers.byKey))
	}
	if _, err := a.begin(try); !errors.As(err, &many) {
		t.Error("an account was forgotten because many names were tried:", err)
	}
}
