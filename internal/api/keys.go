package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"shirube/internal/querylog"
)

// Scope is what a key may do.
type Scope string

// The scopes. Admin includes the others.
const (
	ScopeSearch   Scope = "search"
	ScopeRetrieve Scope = "retrieve"
	ScopeAdmin    Scope = "admin"
)

const keyHeader = "X-Shirube-Key"

// invalidToken is what the challenge to a key that is not known says (RFC 6750).
const invalidToken = "invalid_token"

// Keys knows who may ask. It is asked with every request, by many goroutines, so that
// keys can come and go while a server runs.
type Keys interface {
	// Find returns the key with this secret.
	Find(secret string) (Key, bool)
	// Any reports whether anybody is asked for a key: whether there are keys, or were.
	Any() bool
	// Origins are those that any of the keys is bound to. They are not changed.
	Origins() []string
}

// KeyList is keys that do not change.
type KeyList []Key

// Check says what is wrong with the keys.
func (l KeyList) Check() error {
	var errs []error
	for _, k := range l {
		errs = append(errs, k.Check())
		if len(k.Secret) < 8 {
			errs = append(errs, fmt.Errorf("key %s: its secret is shorter than 8 characters", k.Name))
		}
	}
	return errors.Join(errs...)
}

// Any reports whether there are keys.
func (l KeyList) Any() bool { return len(l) > 0 }

// Origins are those of all keys.
func (l KeyList) Origins() []string {
	var all []string
	for _, k := range l {
		all = append(all, k.Origins...)
	}
	return all
}

// Find compares with every key, in the same time wherever they differ.
func (l KeyList) Find(secret string) (found Key, ok bool) {
	sent := sha256.Sum256([]byte(secret))
	for _, k := range l {
		own := sha256.Sum256([]byte(k.Secret))
		if subtle.ConstantTimeCompare(own[:], sent[:]) == 1 {
			found, ok = k, true
		}
	}
	return found, ok
}

// Key is one who may ask.
type Key struct {
	Secret string // of a key of a KeyList; what else finds keys need not know it
	Name   string // for the log, which never sees the secret
	Scopes []Scope
	// Collections are those that the key sees; empty: all.
	Collections []string
	// Origins are the web pages whose scripts may use the key (https://example.jp); empty:
	// whoever has it. A key that stands in a page is bound to the page's origin.
	Origins []string
	// Rate is how many requests a minute the key may make from one address; 0: as many as
	// the server allows everyone.
	Rate int
}

// Check says what is wrong with what a key may do.
func (k Key) Check() error {
	if k.Name == "" {
		return errors.New("a key has no name")
	}
	if len([]rune(k.Name)) > 100 || strings.ContainsFunc(k.Name, unicode.IsControl) {
		return fmt.Errorf("key %q: its name has more than 100 characters, or some that cannot be shown", shorten(k.Name))
	}
	if k.Rate < 0 {
		return fmt.Errorf("key %s: rate %d is below 0", k.Name, k.Rate)
	}
	if slices.Contains(k.Collections, "") {
		return fmt.Errorf("key %s: a collection has no name", k.Name)
	}
	for _, s := range k.Scopes {
		if !slices.Contains(Scopes(), s) {
			return fmt.Errorf("key %s: scope %q is not one of %s, %s, %s", k.Name, s, ScopeSearch, ScopeRetrieve, ScopeAdmin)
		}
	}
	return k.checkOrigins()
}

// Scopes are all that a key can have.
func Scopes() []Scope { return []Scope{ScopeSearch, ScopeRetrieve, ScopeAdmin} }

func (k Key) allows(s Scope) bool {
	return slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, ScopeAdmin)
}

// authorize returns the problem of a request that has no key with the scope, or
// nil. Without configured keys everybody may do everything.
func (s *server) authorize(r *http.Request, scope Scope) *Problem {
	if p := secretInURL(r); p != nil {
		return p
	}
	if !s.cfg.Keys.Any() {
		return nil
	}
	key, p := s.identify(r)
	if p != nil {
		return p
	}
	infoOf(r.Context()).caller = key
	if p := key.fromPage(r.Header); p != nil {
		return p
	}
	noted := querylog.CallerOf(r.Context())
	noted.Key, noted.Collections = key.Name, key.Collections
	if !key.allows(scope) {
		return problemForbidden(fmt.Sprintf("This needs a key with the scope %s.", scope))
	}
	return nil
}

// secretInURL refuses a key in the address: addresses stand in logs, histories and
// Referer headers, so whoever sends one has to change the key.
func secretInURL(r *http.Request) *Problem {
	for name := range r.URL.Query() {
		switch strings.ReplaceAll(strings.ToLower(name), "-", "_") {
		case "key", "api_key", "apikey", "access_token", "token", "secret", "authorization", "shirube_key", "x_shirube_key":
			return problemMalformed("A key must not be in the address, where logs and histories keep it (" + shorten(name) +
				"): send it as a header, and replace this one if it is a real one.")
		}
	}
	return nil
}

// identify is keyOf, once a request.
func (s *server) identify(r *http.Request) (Key, *Problem) {
	i := infoOf(r.Context())
	if !i.identified {
		i.key, i.keyProblem = s.keyOf(r)
		i.identified = true
	}
	return i.key, i.keyProblem
}

// keyOf finds the key that a request shows.
func (s *server) keyOf(r *http.Request) (Key, *Problem) {
	const realm = `Bearer realm="shirube"`
	if len(r.Header.Values(keyHeader)) > 1 || len(r.Header.Values("Authorization")) > 1 {
		return Key{}, problemUnauthorized("Send one key: a header that names it is there more than once.", realm)
	}
	secret := r.Header.Get(keyHeader)
	if auth := r.Header.Get("Authorization"); auth != "" {
		scheme, token, _ := strings.Cut(auth, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return Key{}, problemUnauthorized("The Authorization header must read: Bearer, a space, the key.", realm)
		}
		secret = strings.TrimSpace(token)
	}
	if secret == "" {
		return Key{}, problemUnauthorized("Send a key as Authorization: Bearer … or in "+keyHeader+".", realm)
	}
	if key, ok := s.cfg.Keys.Find(secret); ok {
		return key, nil
	}
	return Key{}, problemUnauthorized("This key is not known.", realm+`, error="`+invalidToken+`"`)
}

// collections returns those that a request searches: what it asks for, of what
// its key sees. Nil is all of them.
func (k Key) collections(asked []string) ([]string, *Problem) {
	if len(k.Collections) == 0 {
		return asked, nil
	}
	if len(asked) == 0 {
		return k.Collections, nil
	}
	var errs []ProblemError
	for _, name := range asked {
		if !slices.Contains(k.Collections, name) {
			errs = append(errs, ProblemError{
				Parameter: "collection", Value: shorten(name),
				Reason: "the key does not see this collection", Allowed: slices.Clone(k.Collections),
			})
		}
	}
	if errs != nil {
		return nil, problemForbidden("The key does not see every collection that was asked for.", errs...)
	}
	return asked, nil
}
