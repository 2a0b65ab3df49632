package console

import (
	"errors"
	"net/http"
	"time"

	"shirube/internal/peer"
	"shirube/internal/staff"
)

// loginView is the login page.
type loginView struct {
	Name, Next, Wrong string
	Nobody            bool // there is no account yet
	Unencrypted       bool // a browser would not keep the session
}

func (c *Console) loginPage(r *request) (reply, error) {
	if r.person.Role != staff.Nobody {
		return r.seeOther(localPath(r.query("next"))), nil
	}
	return c.askForLogin(r, loginView{Next: localPath(r.query("next"))})
}

func (c *Console) askForLogin(r *request, v loginView) (reply, error) {
	if c.cfg.Office == nil {
		return reply{}, &problem{http.StatusForbidden, r.T("このサーバーではログインできません。")}
	}
	somebody, err := c.cfg.Office.Any(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	req := r.gin.Request
	v.Nobody = !somebody
	v.Unencrypted = req.TLS == nil && !peer.Passed(req.Header) && !peer.LoopbackHost(req.Host)
	return r.show("access_login", r.T("ログイン"), v), nil
}

// deviceKept is how long a browser keeps what tells that somebody has logged in with it.
const deviceKept = 90 * 24 * time.Hour

func (c *Console) login(r *request) (reply, error) {
	v := loginView{Name: r.form("name"), Next: localPath(r.form("next"))}
	if c.cfg.Office == nil {
		return c.askForLogin(r, v)
	}
	session, err := c.cfg.Office.Login(r.ctx(), c.loginOf(r, v.Name, r.form("password")))
	if err != nil {
		answer, failed := r.again(err, func(wrong string) (reply, error) {
			v.Wrong = wrong
			return c.askForLogin(r, v)
		})
		return retryAfter(answer, err), failed
	}
	if r.person.Name != "" { // somebody else was here: what they gathered is not for who comes now
		if err := c.sessions.Clear(r.ctx()); err != nil {
			return reply{}, err //nolint:wrapcheck // says what it is
		}
	}
	if err := c.admit(r, session); err != nil {
		return reply{}, err
	}
	return r.seeOther(v.Next), nil
}

// loginOf is a login from where a request comes from.
func (c *Console) loginOf(r *request, name, password string) staff.Login {
	return staff.Login{
		Name: name, Password: password, From: peer.Network(c.cfg.Proxies.AddrOf(r.gin.Request)), Device: c.cookieOf(r.gin.Request, deviceCookie),
	}
}

// admit begins a session under a new token: one that somebody else may know is of no use.
func (c *Console) admit(r *request, s staff.Session) error {
	if err := c.sessions.RenewToken(r.ctx()); err != nil {
		return err //nolint:wrapcheck // says what it is
	}
	c.sessions.Put(r.ctx(), personKey, s.Ticket)
	http.SetCookie(r.gin.Writer, c.cookie(r.gin.Request, deviceCookie, s.Device, deviceKept))
	return nil
}

func (c *Console) logout(r *request) (reply, error) {
	if r.person.Name == "" { // whoever sits at this computer
		return r.seeOther("/"), nil
	}
	err := errors.Join(r.note(staff.DidLogout, "", "", ""), c.sessions.Destroy(r.ctx()))
	return r.seeOther("/console/login"), err
}
