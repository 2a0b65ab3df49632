package console

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"shirube/internal/staff"
	"shirube/internal/store"
)

const password = "correct horse battery"

// desk is a console with staff: somebody of each role, named by it.
type desk struct {
	*Console
	http.Handler
	office *staff.Office
	kept   *store.Store
}

func staffedDesk(t *testing.T, cfg Config) desk {
	t.Helper()
	kept, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	cfg.Office, cfg.Sessions = staff.New(kept), kept.Sessions()
	for _, role := range []staff.Role{staff.Admin, staff.Editor, staff.Reader} {
		if _, err := cfg.Office.Add(t.Context(), staff.Command(), staff.Person{Name: role.String(), Role: role}, password); err != nil {
			t.Fatal(err)
		}
	}
	return deskOf(t, cfg, kept)
}

func deskOf(t *testing.T, cfg Config, kept *store.Store) desk {
	t.Helper()
	c, err := New(cfg, fake{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	gin.SetMode(gin.TestMode)
	e := gin.New()
	c.Mount(e.Group(cfg.BasePath))
	return desk{c, e, cfg.Office, kept}
}

// from is a request of a browser that shows cookies.
func from(cookies []*http.Cookie, method, target, form string) *http.Request {
	r := local(method, target, form)
	r.Header.Set("Accept", "text/html")
	for _, k := range cookies {
		if k.MaxAge >= 0 {
			r.AddCookie(k)
		}
	}
	return r
}

// login is what a browser keeps after it.
func (d desk) login(t *testing.T, name string) []*http.Cookie {
	t.Helper()
	w := answer(d, from(nil, http.MethodPost, d.cfg.BasePath+"/console/login", url.Values{"name": {name}, "password": {password}}.Encode()))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%s: %d %s", name, w.Code, w.Body)
	}
	return w.Result().Cookies()
}

// everyone may, without having logged in: this is the whole list.
func everyoneMay(r route) bool {
	return r.path == "/console/login" || r.method == http.MethodPost && r.path == "/console/language"
}

// Every route, whatever it will do, is reached by who may and by nobody else: no lower role, no
// session that has ended, nobody without one, and for what changes something no page of others.
// A route is tested by being in the table.
func TestEveryRouteIsGuarded(t *testing.T) {
	d := staffedDesk(t, Config{Alone: true})
	sessions := map[staff.Role][]*http.Cookie{staff.Nobody: nil}
	for _, role := range []staff.Role{staff.Reader, staff.Editor, staff.Admin} {
		sessions[role] = d.login(t, role.String())
	}
	ended := d.login(t, "admin")
	if w := answer(d, from(ended, http.MethodPost, "/console/logout", "")); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	routes := d.routes()
	if len(routes) < 15 {
		t.Fatalf("only %d routes: this test looks in the wrong place", len(routes))
	}
	for _, route := range routes {
		t.Run(route.method+" "+route.path, func(t *testing.T) {
			if route.method != http.MethodGet && route.method != http.MethodPost {
				t.Error("neither GET, which changes nothing, nor POST, which is guarded against other sites")
			}
			if open := route.role < staff.Reader; open != everyoneMay(route) {
				t.Errorf("its role is %v", route.role)
			}
			reached := false
			route.handle = func(*request) (reply, error) {
				reached = true
				return reply{}, &problem{http.StatusTeapot, ""}
			}
			path := strings.NewReplacer(":name", "x", ":id", "x", ":generation", "x", ":line", "1", ":kind", "x").Replace(route.path)
			guarded := gin.New()
			guarded.Handle(route.method, route.path, d.serve(route))
			try := func(what string, r *http.Request, want int) {
				t.Helper()
				reached = false
				w := answer(guarded, r)
				if w.Code != want || reached != (want == http.StatusTeapot) {
					t.Errorf("%s: %d, want %d; reached: %v", what, w.Code, want, reached)
				}
			}
			for role, cookies := range sessions {
				want := http.StatusTeapot
				switch {
				case role >= route.role:
				case role != staff.Nobody:
					want = http.StatusForbidden
				case route.method == http.MethodGet:
					want = http.StatusSeeOther // to where one can log in
				default:
					want = http.StatusUnauthorized
				}
				try(role.String(), from(cookies, route.method, path, ""), want)
			}
			if route.role > staff.Nobody {
				want := http.StatusUnauthorized
				r := from(ended, route.method, path, "")
				r.Header.Del("Accept")
				try("a session that has ended", r, want)
				r = from(nil, route.method, path, "")
				r.AddCookie(&http.Cookie{Name: sessionCookie, Value: "made-up"})
				r.Header.Del("Accept")
				try("a session that there never was", r, want)
			}
			if route.method == http.MethodGet {
				return
			}
			for what, headers := range map[string][2]string{
				"another site":             {"Sec-Fetch-Site", "cross-site"},
				"another host of the site": {"Sec-Fetch-Site", "same-site"},
				"another origin":           {"Origin", "https://evil.example"},
				"an opaque origin":         {"Origin", "null"},
				"who does not say":         {"X-Nothing", ""},
			} {
				r := from(sessions[staff.Admin], route.method, path, "")
				r.Header.Del("Sec-Fetch-Site")
				r.Header.Set(headers[0], headers[1])
				try(what, r, http.StatusForbidden)
			}
			r := from(sessions[staff.Admin], route.method, path, "")
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "http://localhost:8080")
			try("an old browser, from its own page", r, http.StatusTeapot)
		})
	}
}

// Rights that somebody loses are lost with the next request, in whichever process they were taken.
func TestRightsAreLostAtOnce(t *testing.T) {
	ctx := context.Background()
	for name, take := range map[string]func(o *staff.Office) error{
		"disabled": func(o *staff.Office) error { return o.SetDisabled(ctx, staff.Command(), "editor", true) },
		"removed":  func(o *staff.Office) error { return o.Remove(ctx, staff.Command(), "editor") },
		"demoted": func(o *staff.Office) error {
			_, err := o.Change(ctx, staff.Command(), staff.Person{Name: "editor", Role: staff.Reader})
			return err
		},
		"password": func(o *staff.Office) error { return o.SetPassword(ctx, staff.Command(), "editor", staff.NewPassword()) },
	} {
		t.Run(name, func(t *testing.T) {
			d := staffedDesk(t, Config{})
			cookies := d.login(t, "editor")
			if w := answer(d, from(cookies, http.MethodGet, "/console/account", "")); w.Code != http.StatusOK {
				t.Fatal(w.Code)
			}
			if err := take(staff.New(d.kept)); err != nil {
				t.Fatal(err)
			}
			w := answer(d, from(cookies, http.MethodGet, "/console/account", ""))
			if at := w.Header().Get("Location"); w.Code != http.StatusSeeOther || at != "/console/login?next=%2Fconsole%2Faccount" {
				t.Errorf("%d %s", w.Code, at)
			}
		})
	}
}

// Whoever sits at the computer needs no login while there is nobody; whatever hints that it is
// not them, and any account, asks for one.
func TestLocalPerson(t *testing.T) {
	kept, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	cfg := Config{Alone: true, Office: staff.New(kept), Sessions: kept.Sessions()}
	d, shared := deskOf(t, cfg, kept), deskOf(t, Config{Office: cfg.Office, Sessions: cfg.Sessions}, kept)
	status := func(h http.Handler, change func(r *http.Request)) int {
		r := local(http.MethodGet, "/console/staff", "")
		change(r)
		return answer(h, r).Code
	}
	for what, c := range map[string]struct {
		h      http.Handler
		change func(r *http.Request)
		want   int
	}{
		"at the computer":         {d, func(*http.Request) {}, http.StatusOK},
		"others can reach it":     {shared, func(*http.Request) {}, http.StatusUnauthorized},
		"from elsewhere":          {d, func(r *http.Request) { r.RemoteAddr = "192.0.2.1:5000" }, http.StatusUnauthorized},
		"through a proxy":         {d, func(r *http.Request) { r.Header.Set("X-Forwarded-For", "192.0.2.1") }, http.StatusUnauthorized},
		"through another":         {d, func(r *http.Request) { r.Header.Set("Via", "1.1 proxy") }, http.StatusUnauthorized},
		"by a name that rebounds": {d, func(r *http.Request) { r.Host = "rebound.example:8080" }, http.StatusUnauthorized},
	} {
		if got := status(c.h, c.change); got != c.want {
			t.Errorf("%s: %d", what, got)
		}
	}
	if _, err := cfg.Office.Add(t.Context(), staff.Command(), staff.Person{Name: "boss", Role: staff.Admin}, password); err != nil {
		t.Fatal(err)
	}
	if got := status(d, func(*http.Request) {}); got != http.StatusUnauthorized {
		t.Errorf("there is an account: %d", got)
	}
	if err := cfg.Office.Remove(t.Context(), staff.Command(), "boss"); err != nil {
		t.Fatal(err)
	}
	if got := status(d, func(*http.Request) {}); got != http.StatusUnauthorized {
		t.Errorf("the last account is gone: %d", got)
	}
}

// Cookies are read by no script, sent over encrypted connections alone unless the browser is on
// this machine, and bound as tightly as the base path allows.
func TestCookies(t *testing.T) {
	for _, c := range []struct{ base, host, prefix, path string }{
		{"", "kb.example", "__Host-", "/"},
		{"/kb", "kb.example", "__Secure-", "/kb/"},
		{"", "localhost:8080", "", "/"},
		{"/kb", "127.0.0.1:8080", "", "/kb/"},
	} {
		d := staffedDesk(t, Config{BasePath: c.base})
		r := from(nil, http.MethodPost, c.base+"/console/login", url.Values{"name": {"reader"}, "password": {password}}.Encode())
		r.Host = c.host
		cookies := answer(d, r).Result().Cookies()
		if len(cookies) != 2 {
			t.Fatal(cookies)
		}
		for _, k := range cookies {
			if !strings.HasPrefix(k.Name, c.prefix+"shirube_") || k.Path != c.path || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode ||
				k.Secure != (c.prefix != "") || k.Domain != "" {
				t.Errorf("%s%s: %v", c.host, c.base, k)
			}
		}
		r = from(cookies, http.MethodGet, c.base+"/console/account", "")
		r.Host = c.host
		if w := answer(d, r); w.Code != http.StatusOK || len(w.Result().Cookies()) != 0 {
			t.Errorf("%s%s: %d %v", c.host, c.base, w.Code, w.Result().Cookies())
		}
	}
}

// A login begins under a token that nobody knew before, and leads to a page of the console.
func TestLogin(t *testing.T) {
	d := staffedDesk(t, Config{BasePath: "/kb"})
	for next, want := range map[string]string{
		"/console/account?a=b": "/kb/console/account?a=b", "": "/kb/", "https://evil.example/": "/kb/", "//evil.example": "/kb/", "/\\evil.example": "/kb/",
	} {
		form := url.Values{"name": {"reader"}, "password": {password}, "next": {next}}.Encode()
		r := from([]*http.Cookie{{Name: sessionCookie, Value: "planted"}}, http.MethodPost, "/kb/console/login", form)
		w := answer(d, r)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%s: %d %s", next, w.Code, w.Header().Get("Location"))
		}
		for _, k := range w.Result().Cookies() {
			if k.Value == "planted" {
				t.Error("the session has a token that somebody planted")
			}
		}
	}
	first := d.login(t, "reader")
	second := answer(d, from(first, http.MethodPost, "/kb/console/login", url.Values{"name": {"reader"}, "password": {password}}.Encode()))
	if second.Code != http.StatusSeeOther {
		t.Fatal(second.Code)
	}
	if w := answer(d, from(first, http.MethodGet, "/kb/console/account", "")); w.Code != http.StatusSeeOther {
		t.Errorf("the token from before the second login is still good: %d", w.Code)
	}
}

// What is wrong is said on the page, in words, and with a time where one has to wait.
func TestLoginRefusals(t *testing.T) {
	d := staffedDesk(t, Config{})
	try := func(name, password string) (int, string, string) {
		w := answer(d, from(nil, http.MethodPost, "/console/login", url.Values{"name": {name}, "password": {password}}.Encode()))
		return w.Code, page(t, w).Find("[role=alert]").Text(), w.Header().Get("Retry-After")
	}
	code, text, _ := try("reader", "wrong")
	if unknown, other, _ := try("nobody", "wrong"); code != http.StatusUnprocessableEntity || unknown != code || text != other || text == "" {
		t.Errorf("%d %q, %d %q", code, text, unknown, other)
	}
	for range 9 {
		code, _, _ = try("reader", "wrong")
	}
	if code != http.StatusUnprocessableEntity {
		t.Error(code)
	}
	if code, text, retry := try("reader", password); code != http.StatusTooManyRequests || text == "" || retry == "" {
		t.Errorf("%d %q %q", code, text, retry)
	}
}

// Staff is made, changed and removed by who administrates; a password that is made is shown once.
func TestStaffPages(t *testing.T) {
	d := staffedDesk(t, Config{})
	admin := d.login(t, "admin")
	send := func(path string, form url.Values) int {
		return answer(d, from(admin, http.MethodPost, path, form.Encode())).Code
	}
	w := answer(d, from(admin, http.MethodPost, "/console/staff", url.Values{"name": {"hanako"}, "shown": {"<b>花子"}, "role": {"editor"}, "collections": {"site、manual"}}.Encode()))
	secret := page(t, w).Find("#made-secret").Text()
	if w.Code != http.StatusOK || staff.CheckPassword("hanako", secret) != nil {
		t.Fatalf("%d %q", w.Code, secret)
	}
	session, err := d.office.Login(t.Context(), staff.Login{Name: "hanako", Password: secret})
	if err != nil || session.Account.Shown != "<b>花子" || strings.Join(session.Account.Collections, " ") != "manual site" {
		t.Fatal(session, err)
	}
	if w := answer(d, from(admin, http.MethodGet, "/console/staff", "")); strings.Contains(w.Body.String(), secret) || page(t, w).Find("tbody tr").Length() != 4 {
		t.Error("the list is wrong, or shows a password again")
	}
	for _, c := range []struct {
		path string
		form url.Values
		want int
	}{
		{"/console/staff", url.Values{"name": {"Hanako"}, "role": {"reader"}}, http.StatusUnprocessableEntity},
		{"/console/staff", url.Values{"name": {"short"}, "role": {"reader"}, "password": {"short"}}, http.StatusUnprocessableEntity},
		{"/console/staff", url.Values{"name": {"norole"}}, http.StatusUnprocessableEntity},
		{"/console/staff/admin", url.Values{"shown": {"管理"}, "role": {"reader"}}, http.StatusSeeOther}, // the role is not taken
		{"/console/staff/admin/disable", nil, http.StatusUnprocessableEntity},
		{"/console/staff/admin/remove", url.Values{"confirm": {"admin"}}, http.StatusUnprocessableEntity},
		{"/console/staff/nobody", url.Values{"role": {"reader"}}, http.StatusNotFound},
		{"/console/staff/hanako/disable", nil, http.StatusSeeOther},
		{"/console/staff/hanako/enable", nil, http.StatusSeeOther},
		{"/console/staff/hanako/password", url.Values{"password": {"another good one"}}, http.StatusSeeOther},
		{"/console/staff/hanako/remove", url.Values{"confirm": {"hanak"}}, http.StatusUnprocessableEntity},
		{"/console/staff/hanako/remove", url.Values{"confirm": {"hanako"}}, http.StatusSeeOther},
	} {
		if got := send(c.path, c.form); got != c.want {
			t.Errorf("%s %v: %d", c.path, c.form, got)
		}
	}
	if a, err := d.office.Account(t.Context(), "admin"); err != nil || a.Role != staff.Admin || a.Shown != "管理" {
		t.Error(a, err)
	}
	if _, err := d.office.Account(t.Context(), "hanako"); !errors.Is(err, staff.ErrNoSuchPerson) {
		t.Error(err)
	}
	w = answer(d, from(admin, http.MethodGet, "/console/audit?who=admin&what=staff.remove", ""))
	if rows := page(t, w).Find("tbody tr"); rows.Length() != 1 || !strings.Contains(rows.Text(), "hanako") {
		t.Errorf("%s", rows.Text())
	}
	w = answer(d, from(admin, http.MethodGet, "/console/audit", ""))
	if strings.Contains(w.Body.String(), secret) || strings.Contains(w.Body.String(), "argon2") {
		t.Error("the audit log has secrets")
	}
}

// Somebody changes their own password, which ends their other sessions and goes on in this one.
func TestOwnPassword(t *testing.T) {
	d := staffedDesk(t, Config{})
	here, elsewhere := d.login(t, "reader"), d.login(t, "reader")
	try := func(old, fresh, again string) *httptest.ResponseRecorder {
		return answer(d, from(here, http.MethodPost, "/console/account/password", url.Values{"password": {old}, "new": {fresh}, "again": {again}}.Encode()))
	}
	const next = "another good one"
	for _, c := range [][3]string{{"wrong", next, next}, {password, next, "different good one"}, {password, "short", "short"}, {password, password, password}} {
		if w := try(c[0], c[1], c[2]); w.Code != http.StatusUnprocessableEntity || page(t, w).Find("[role=alert]").Text() == "" {
			t.Errorf("%v: %d", c, w.Code)
		}
	}
	w := try(password, next, next)
	if w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if w := answer(d, from(w.Result().Cookies(), http.MethodGet, "/console/account", "")); w.Code != http.StatusOK || page(t, w).Find(".flash").Text() == "" {
		t.Errorf("this session: %d", w.Code)
	}
	if w := answer(d, from(elsewhere, http.MethodGet, "/console/account", "")); w.Code != http.StatusSeeOther {
		t.Errorf("the other session: %d", w.Code)
	}
}
