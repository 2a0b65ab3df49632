package console

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"shirube/internal/search"
	"shirube/internal/staff"
)

// request is a request whose asker is known.
type request struct {
	gin      *gin.Context
	console  *Console
	route    route
	token    string // of the session, as it was sent; empty: none was
	release  func() // gives the turn of the session back
	person   staff.Person
	chosen   language // by the person's account; empty: none
	language language
}

func (r *request) ctx() context.Context { return r.gin.Request.Context() }

// query is a parameter of the address.
func (r *request) query(name string) string { return r.gin.Query(name) }

// form is a field of the form that was sent.
func (r *request) form(name string) string { return r.gin.PostForm(name) }

// readForm reads the form that was sent, whole or not at all: one that is cut off must not be
// taken for one whose fields are empty.
func (r *request) readForm() error {
	if r.gin.Request.Method != http.MethodPost {
		return nil
	}
	err := r.gin.Request.ParseForm()
	if err == nil {
		err = r.gin.Request.ParseMultipartForm(maxForm)
	}
	var long *http.MaxBytesError
	switch {
	case err == nil, errors.Is(err, http.ErrNotMultipart):
		return nil
	case errors.As(err, &long):
		return &problem{http.StatusRequestEntityTooLarge, r.T("送られた内容が大きすぎるため、受け付けませんでした。")}
	}
	return &problem{http.StatusBadRequest, r.T("送られた内容を読み取れませんでした。もう一度お試しください。")}
}

// forms are all fields of that name.
func (r *request) forms(name string) []string { return r.gin.PostFormArray(name) }

// param is a part of the path.
func (r *request) param(name string) string { return r.gin.Param(name) }

// path is a path of the console with the base path before it.
func (r *request) path(path string) string { return r.console.cfg.BasePath + path }

// scope is what the person may see.
func (r *request) scope() search.Scope { return search.Scope{Collections: r.person.Collections} }

// T words a text, written in Japanese, in the language of the person. Numbers among args get
// commas: a year is given as text.
func (r *request) T(text string, args ...any) string {
	return r.console.words[r.language](text, args...)
}

// reply is what a handler answers with: a page, the way to another one, or a file.
type reply struct {
	status int
	// A page: the template's name, its title, what it shows, and its modules of JavaScript
	// by their names without ending.
	page    string
	title   string
	data    any
	scripts []string
	// to is the path of another page.
	to string
	// A file.
	contentType string
	filename    string // under which it is saved; empty: it is shown
	write       func(io.Writer) error
	headers     map[string]string
}

// show answers with a page. scripts are modules of assets/js by name.
func (r *request) show(page, title string, data any, scripts ...string) reply {
	return reply{status: http.StatusOK, page: page, title: title, data: data, scripts: scripts}
}

// seeOther leads to another page of the console, as is done after every change. path has no
// base path.
func (r *request) seeOther(path string) reply {
	return reply{status: http.StatusSeeOther, to: r.path(path)}
}

// download answers with a file that is saved under a name.
func (r *request) download(filename, contentType string, write func(io.Writer) error) reply {
	return reply{status: http.StatusOK, contentType: contentType, filename: filename, write: write}
}

// flashKey is where a session keeps what the next page says first.
const flashKey = "flash"

// flash lets the next page say what was done.
func (r *request) flash(text string) { r.console.sessions.Put(r.ctx(), flashKey, text) }

// problem is an error that its text explains to the person.
type problem struct {
	status int
	text   string
}

func (p *problem) Error() string { return p.text }

// localPath is a path of the console that a form named, to go back to: anything that leads
// elsewhere becomes the search.
func localPath(sent string) string {
	u, err := url.Parse(sent)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") ||
		strings.ContainsAny(sent, "\\\r\n\t") {
		return "/"
	}
	return (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery, Fragment: u.Fragment}).String()
}
