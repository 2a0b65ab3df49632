package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"shirube/internal/staff"
)

// personKey is where a session keeps the name of who logged in.
const personKey = "person"

// maxForm is the size in bytes up to which a form is read: a draft is as long as an article.
const maxForm = 10 << 20

// serve answers a route: it refuses what another site sent, finds out who asks, refuses who may
// not, and sends what the handler answers.
func (c *Console) serve(route route) gin.HandlerFunc {
	return func(g *gin.Context) {
		r := &request{gin: g, console: c, route: route, language: japanese}
		g.Request.Body = http.MaxBytesReader(g.Writer, g.Request.Body, maxForm)
		if err := c.cross.Check(g.Request); err != nil {
			c.fail(r, &problem{http.StatusForbidden, r.T("ほかのサイトから送られた操作のため、受け付けませんでした。")})
			return
		}
		if err := c.enter(r); err != nil {
			c.fail(r, err)
			return
		}
		r.language = c.languageOf(r)
		if !r.person.May(route.role) {
			c.refuse(r)
			return
		}
		answer, err := route.handle(r)
		if err != nil {
			c.fail(r, err)
			return
		}
		c.send(r, answer)
	}
}

// enter loads the session and finds out who asks.
func (c *Console) enter(r *request) error {
	token := ""
	if cookie, err := r.gin.Request.Cookie(c.sessions.Cookie.Name); err == nil {
		token = cookie.Value
	}
	ctx, err := c.sessions.Load(r.ctx(), token)
	if err != nil {
		return fmt.Errorf("session: %w", err)
	}
	r.gin.Request = r.gin.Request.WithContext(ctx)
	r.person, err = c.whoAsks(ctx, r.gin.Request)
	return err
}

// whoAsks is who the session says, as they are now, or whoever sits at this computer. What
// somebody may do is read anew with every request: who was disabled has no rights from then on.
func (c *Console) whoAsks(ctx context.Context, r *http.Request) (staff.Person, error) {
	if c.cfg.Staff != nil {
		if name := c.sessions.GetString(ctx, personKey); name != "" {
			p, ok, err := c.cfg.Staff.Person(ctx, name)
			if err != nil || !ok {
				return staff.Person{}, err
			}
			return p, nil
		}
		any, err := c.cfg.Staff.Any(ctx)
		if err != nil || any {
			return staff.Person{}, err
		}
	}
	if c.cfg.Alone && isLocal(r) {
		return staff.LocalPerson(), nil
	}
	return staff.Person{}, nil
}

// isLocal reports whether a request was made on this computer for this computer. A name that is
// not the computer's own can be another site's that points here.
func isLocal(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() {
		return false
	}
	for _, header := range []string{"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	host := (&url.URL{Host: r.Host}).Hostname()
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// refuse answers who may not: who has not logged in is asked to.
func (c *Console) refuse(r *request) {
	if r.person.Role == staff.Nobody {
		c.fail(r, &problem{http.StatusUnauthorized, r.T("ログインが必要です。")})
		return
	}
	c.fail(r, &problem{http.StatusForbidden, r.T("この操作をする権限がありません。管理者にお問い合わせください。")})
}

// rolesByPath is the least role that each page asks for.
func (c *Console) rolesByPath() map[string]staff.Role {
	roles := map[string]staff.Role{}
	for _, route := range c.routes() {
		if route.method == http.MethodGet {
			roles[route.path] = route.role
		}
	}
	return roles
}

// asProblem tells a problem from what is nobody's to know.
func asProblem(err error) (*problem, bool) {
	var p *problem
	ok := errors.As(err, &p)
	return p, ok
}
