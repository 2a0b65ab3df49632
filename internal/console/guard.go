package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"shirube/internal/peer"
	"shirube/internal/staff"
)

// personKey is where a session keeps the ticket of who logged in: see staff.Office.Holder.
const personKey = "person"

// maxForm is the size in bytes up to which a form is read: a draft is as long as an article.
const maxForm = 10 << 20

// maxStranger is the same for who has not logged in.
const maxStranger = 64 << 10

// serve answers a route: it refuses what another site sent, finds out who asks, refuses who may
// not, and sends what the handler answers.
func (c *Console) serve(route route) gin.HandlerFunc {
	return func(g *gin.Context) {
		r := &request{gin: g, console: c, route: route}
		most := int64(maxForm)
		if route.role == staff.Nobody {
			most = maxStranger
		}
		g.Request.Body = http.MaxBytesReader(g.Writer, g.Request.Body, most)
		err := c.enter(r)
		defer r.release()
		r.language = c.languageOf(r)
		if err != nil {
			c.fail(r, err)
			return
		}
		if err := c.sameSite(r); err != nil {
			c.fail(r, &problem{http.StatusForbidden, r.T("ほかのサイトから送られた操作のため、受け付けませんでした。")})
			return
		}
		if !r.person.May(route.role) {
			c.refuse(r)
			return
		}
		if err := r.readForm(); err != nil {
			c.fail(r, err)
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

// errNoOrigin is that a browser that is logged in does not say which page sent a form.
var errNoOrigin = errors.New("neither Origin nor Sec-Fetch-Site")

// sameSite refuses what changes something and was sent by a page of others. Every browser says
// which page it was: what does not say so, and has a session, is not taken for a program.
func (c *Console) sameSite(r *request) error {
	if err := c.cross.Check(r.gin.Request); err != nil {
		return err //nolint:wrapcheck // only that there is one matters
	}
	h := r.gin.Request.Header
	if r.route.method == http.MethodPost && r.token != "" && h.Get("Origin") == "" && h.Get("Sec-Fetch-Site") == "" {
		return errNoOrigin
	}
	return nil
}

// enter loads the session and finds out who asks.
func (c *Console) enter(r *request) error {
	r.token = c.cookieOf(r.gin.Request, sessionCookie)
	var err error
	r.release, err = c.turns.take(r.ctx(), r.token)
	ctx := r.ctx()
	if err == nil {
		ctx, err = c.sessions.Load(ctx, r.token)
	}
	if err != nil {
		r.token = ""
		empty, none := c.sessions.Load(r.ctx(), "") // what says so is a page with a session, too
		r.gin.Request = r.gin.Request.WithContext(empty)
		return errors.Join(fmt.Errorf("session: %w", err), none)
	}
	r.gin.Request = r.gin.Request.WithContext(ctx)
	return c.whoAsks(r)
}

// whoAsks finds out who the session says, as they are now, or that it is whoever sits at this
// computer. What somebody may do is read anew with every request: who was disabled has no rights
// from then on.
func (c *Console) whoAsks(r *request) error {
	if ticket := c.sessions.GetString(r.ctx(), personKey); ticket != "" && c.cfg.Office != nil {
		a, err := c.cfg.Office.Holder(r.ctx(), ticket)
		if errors.Is(err, staff.ErrEnded) {
			return c.sessions.Destroy(r.ctx()) //nolint:wrapcheck // says what it is
		}
		r.person, r.chosen = a.Person, language(a.Language)
		return err
	}
	required, err := c.loginRequired(r.ctx())
	if err == nil && !required && c.cfg.Alone && peer.Local(r.gin.Request) {
		r.person = staff.LocalPerson()
	}
	return err
}

// loginRequired reports whether there is staff, or was since the server started: whoever removes
// the last account does not mean to let everybody in.
func (c *Console) loginRequired(ctx context.Context) (bool, error) {
	if c.cfg.Office == nil || c.staffed.Load() {
		return c.staffed.Load(), nil
	}
	somebody, err := c.cfg.Office.Any(ctx)
	if somebody {
		c.staffed.Store(true)
	}
	return somebody, err //nolint:wrapcheck // says what it is
}

// refuse answers who may not: who has not logged in is led to where they can, and back.
func (c *Console) refuse(r *request) {
	switch {
	case r.person.Role != staff.Nobody:
		c.fail(r, &problem{http.StatusForbidden, r.T("この操作をする権限がありません。管理者にお問い合わせください。")})
	case r.route.method == http.MethodGet && strings.Contains(r.gin.GetHeader("Accept"), "text/html"):
		c.send(r, r.seeOther("/console/login?"+url.Values{"next": {r.here()}}.Encode()))
	default:
		c.fail(r, &problem{http.StatusUnauthorized, r.T("ログインが必要です。")})
	}
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
