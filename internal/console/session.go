package console

import (
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
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
	m.Cookie.Name = "shirube_console"
	m.Cookie.Path = cfg.BasePath + "/"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = !cfg.Alone
	m.Cookie.Persist = false
	return m
}
