package console

import (
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"shirube/internal/peer"
	"shirube/internal/staff"
)

// How long a session lasts: without a request, and at most.
const (
	sessionIdle = 8 * time.Hour
	sessionMost = 24 * time.Hour
)

// newSessions keeps sessions where cfg says. The store sees no token, only its hash.
func newSessions(cfg Config) *scs.SessionManager {
	m := scs.New()
	if cfg.Sessions != nil {
		m.Store = cfg.Sessions
	}
	m.HashTokenInStore = true
	m.Lifetime, m.IdleTimeout = sessionMost, sessionIdle
	return m
}

// Names of cookies, before the prefix.
const (
	sessionCookie  = "shirube_console"
	deviceCookie   = "shirube_device"
	languageCookie = "shirube_language"
)

// cookie is one of ours as a request gets it: only over an encrypted connection, unless the
// browser is on this machine, and by no script. The prefix keeps other hosts of the domain
// from setting it.
func (c *Console) cookie(r *http.Request, name, value string, maxAge time.Duration) *http.Cookie {
	k := &http.Cookie{
		Name: name, Value: value, Path: c.cfg.BasePath + "/", MaxAge: int(maxAge.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: !peer.LoopbackHost(r.Host) || peer.Passed(r.Header),
	}
	switch {
	case k.Secure && c.cfg.BasePath == "":
		k.Name = "__Host-" + name
	case k.Secure:
		k.Name = "__Secure-" + name
	}
	return k
}

// cookieOf is the value of one of our cookies that a request has; empty: it has none.
func (c *Console) cookieOf(r *http.Request, name string) string {
	sent, err := r.Cookie(c.cookie(r, name, "", 0).Name)
	if err != nil {
		return ""
	}
	return sent.Value
}

// keepSession writes what changed in the session, and its cookie where that is another one.
func (c *Console) keepSession(r *request) error {
	ctx, req, w := r.ctx(), r.gin.Request, r.gin.Writer
	switch c.sessions.Status(ctx) {
	case scs.Modified:
		if r.token != "" && c.sessions.Token(ctx) == r.token {
			ctx = staff.WithInUse(ctx)
		}
		token, _, err := c.sessions.Commit(ctx)
		if err != nil {
			return err //nolint:wrapcheck // the caller says what it is
		}
		if token != r.token {
			http.SetCookie(w, c.cookie(req, sessionCookie, token, 0))
		}
	case scs.Destroyed:
		http.SetCookie(w, c.cookie(req, sessionCookie, "", -time.Second))
	case scs.Unmodified:
	}
	return nil
}
