package api

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func withKeys(c *Config) {
	c.Keys = KeyList{
		{Name: "site", Secret: "site-secret", Scopes: []Scope{ScopeSearch}, Collections: []string{"clinic", "staff"}},
		{Name: "all", Secret: "all-secret-1", Scopes: []Scope{ScopeSearch}},
		{Name: "none", Secret: "none-secret", Scopes: nil},
		{Name: "ops", Secret: "ops-secret-1", Scopes: []Scope{ScopeAdmin}},
	}
}

func TestKeysAreChecked(t *testing.T) {
	for want, key := range map[string]Key{
		"shorter than 8":           {Name: "a", Secret: "short"},
		"has no name":              {Secret: "long enough"},
		"below 0":                  {Name: "a", Secret: "long enough", Rate: -1},
		"cannot be shown":          {Name: "a\x1b[2J", Secret: "long enough"},
		`scope "write" is not one`: {Name: "a", Secret: "long enough", Scopes: []Scope{"write"}},
	} {
		if err := (KeyList{{Name: "good", Secret: "long enough"}, key}).Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// changing is keys that come and go.
type changing struct{ KeyList }

// Who asked before there was a key is asked for one when there is, and not let in by one
// that is gone.
func TestKeysChangeWhileServing(t *testing.T) {
	keys := &changing{}
	h := handler(t, &fake{}, func(c *Config) { c.Keys = keys })
	status := func(want int, header ...string) {
		t.Helper()
		if w := get(h, "/v1/search", header...); w.Code != want {
			t.Errorf("%d, want %d: %s", w.Code, want, w.Body)
		}
	}
	status(http.StatusOK)
	keys.KeyList = KeyList{{Name: "new", Secret: "new-secret", Scopes: []Scope{ScopeSearch}}}
	status(http.StatusUnauthorized)
	status(http.StatusOK, keyHeader, "new-secret")
	keys.KeyList = KeyList{{Name: "other", Secret: "other-secret"}}
	status(http.StatusUnauthorized, keyHeader, "new-secret")
}

// Who has no key, or not the right one, gets nothing and is told why.
func TestKeys(t *testing.T) {
	tests := []struct {
		name, target, header, value string
		status                      int
		challenge                   string
	}{
		{"no key", "/v1/search", "", "", 401, `Bearer realm="shirube"`},
		{"unknown key", "/v1/search", "Authorization", "Bearer nobody", 401, `error="invalid_token"`},
		{"another scheme", "/v1/search", "Authorization", "Basic c2l0ZTpzaXRl", 401, `Bearer realm="shirube"`},
		{"empty bearer", "/v1/search", "Authorization", "Bearer ", 401, `Bearer realm="shirube"`},
		{"bearer", "/v1/search", "Authorization", "Bearer site-secret", 200, ""},
		{"bearer in small letters", "/v1/search", "Authorization", "bearer site-secret", 200, ""},
		{"own header", "/v1/search", "X-Shirube-Key", "site-secret", 200, ""},
		{"admin may search", "/v1/search", "X-Shirube-Key", "ops-secret-1", 200, ""},
		{"scope is missing", "/v1/search", "X-Shirube-Key", "none-secret", 403, ""},
		{"part of a key", "/v1/search", "X-Shirube-Key", "site-secre", 401, "invalid_token"},
		{"article", "/v1/articles/a", "", "", 401, "Bearer"},
		{"passage", "/v1/passages/a", "", "", 401, "Bearer"},
		{"facet", "/v1/facets/kind", "", "", 401, "Bearer"},
		{"before the parameters are looked at", "/v1/search?page=0", "", "", 401, "Bearer"},
		{"metrics", "/metrics", "", "", 401, "Bearer"},
		{"metrics need admin", "/metrics", "X-Shirube-Key", "site-secret", 403, ""},
		{"metrics with admin", "/metrics", "X-Shirube-Key", "ops-secret-1", 200, ""},
		{"health is open", "/healthz", "", "", 200, ""},
		{"readiness is open", "/readyz", "", "", 200, ""},
		{"the document is open", "/openapi.json", "", "", 200, ""},
		{"the reference is open", "/docs", "", "", 200, ""},
	}
	h := handler(t, &fake{}, withKeys)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := get(h, tt.target, tt.header, tt.value)
			if w.Code != tt.status {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			if tt.status >= 400 {
				problemOf(t, w, tt.status)
			}
			if got := w.Header().Get("WWW-Authenticate"); !strings.Contains(got, tt.challenge) || (tt.challenge == "") != (got == "") {
				t.Errorf("WWW-Authenticate %q", got)
			}
		})
	}
}

// Without configured keys any bearer is accepted: tools that insist on sending one work.
func TestAnyBearerWithoutKeys(t *testing.T) {
	if w := get(handler(t, &fake{}, nil), "/v1/search", "Authorization", "Bearer whatever"); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A key never sees more than its collections.
func TestCollections(t *testing.T) {
	tests := []struct {
		name, secret, query string
		status              int
		want                []string
	}{
		{"all of the key's", "site-secret", "", 200, []string{"clinic", "staff"}},
		{"one of them", "site-secret", "collection=staff", 200, []string{"staff"}},
		{"another's", "site-secret", "collection=other", 403, nil},
		{"one of them and another's", "site-secret", "collection=staff&collection=other", 403, nil},
		{"a key for all", "all-secret-1", "", 200, nil},
		{"a key for all, one asked", "all-secret-1", "collection=other", 200, []string{"other"}},
	}
	f := &fake{}
	h := handler(t, f, withKeys)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, path := range []string{"/v1/search", "/v1/facets/kind"} {
				w := get(h, path+"?"+tt.query, "X-Shirube-Key", tt.secret)
				if tt.status == http.StatusForbidden {
					p := problemOf(t, w, tt.status)
					if len(p.Errors) != 1 || p.Errors[0].Value != "other" || !slices.Equal(p.Errors[0].Allowed, []string{"clinic", "staff"}) {
						t.Errorf("errors %+v", p.Errors)
					}
					continue
				}
				got := f.request.Collections
				if path != "/v1/search" {
					got = f.facets.Request.Collections
				}
				if w.Code != http.StatusOK || !slices.Equal(got, tt.want) {
					t.Errorf("%s: %d, asked for %v", path, w.Code, got)
				}
			}
		})
	}
	for _, path := range []string{"/v1/articles/a", "/v1/passages/a"} {
		get(h, path, "X-Shirube-Key", "site-secret")
		if !slices.Equal(f.scope.Collections, []string{"clinic", "staff"}) {
			t.Errorf("%s: scope %v", path, f.scope.Collections)
		}
	}
}

// The log names the key and never shows it.
func TestKeyInLog(t *testing.T) {
	log := &strings.Builder{}
	h := handlerWith(t, &fake{}, withKeys, ready, textLog(log))
	get(h, "/v1/search", "X-Shirube-Key", "site-secret")
	if !strings.Contains(log.String(), "key=site ") && !strings.Contains(log.String(), "key=site\n") || strings.Contains(log.String(), "site-secret") {
		t.Errorf("%s", log)
	}
}

func textLog(w *strings.Builder) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
