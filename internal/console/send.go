package console

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"

	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/staff"
)

// frame is what every page has.
type frame struct {
	Base, Site, Title string
	Language          language
	Style, Icon       string
	Scripts           []string
	Person            staff.Person
	Sections          []navSection
	Flash             string
	Query             string // in the search box of the frame
	Here              string // this page, to come back to
	Page              any
}

// policy lets a page load and run what this server has, and nothing that stands in the page.
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// commonModules run on every page.
func commonModules() []string { return []string{"console", "quote"} }

// send keeps the session and writes the answer, whole or not at all; a file is written as it is
// made.
func (c *Console) send(r *request, a reply) {
	var body bytes.Buffer
	if a.page != "" {
		if err := c.pages[r.language].ExecuteTemplate(&body, a.page, c.frameOf(r, a)); err != nil {
			c.log.ErrorContext(r.ctx(), "page not rendered", "id", r.id(), "page", a.page, "error", err)
			http.Error(r.gin.Writer, r.T("ページを表示できませんでした。"), http.StatusInternalServerError)
			return
		}
	}
	if err := c.keepSession(r); err != nil {
		c.log.ErrorContext(r.ctx(), "session not kept", "id", r.id(), "error", err)
		http.Error(r.gin.Writer, r.T("セッションを保存できませんでした。"), http.StatusInternalServerError)
		return
	}
	r.release() // what is sent from here on may take long
	h := r.gin.Writer.Header()
	secure(h)
	for name, value := range a.headers {
		h.Set(name, value)
	}
	switch {
	case a.to != "":
		h.Set("Location", a.to)
		r.gin.Status(a.status)
		r.gin.Writer.WriteHeaderNow()
	case a.write != nil:
		c.writeFile(r, a)
	default:
		h.Set("Content-Type", "text/html; charset=utf-8")
		r.gin.Status(a.status)
		c.written(r, func(w io.Writer) error { _, err := body.WriteTo(w); return err })
	}
}

func (c *Console) writeFile(r *request, a reply) {
	h := r.gin.Writer.Header()
	h.Set("Content-Type", a.contentType)
	if a.filename != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.filename}))
	}
	r.gin.Status(a.status)
	if !c.written(r, a.write) {
		panic(http.ErrAbortHandler) //nolint:forbidigo // this is how net/http is told to give up a connection: else half a file looks whole
	}
}

// written reports whether the answer was sent whole.
func (c *Console) written(r *request, write func(io.Writer) error) bool {
	err := write(r.gin.Writer)
	if err != nil {
		c.log.WarnContext(r.ctx(), "answer not sent whole", "id", r.id(), "error", err)
	}
	return err == nil
}

func (c *Console) frameOf(r *request, a reply) frame {
	f := frame{
		Base: c.cfg.BasePath, Site: c.cfg.SiteName, Title: a.title, Language: r.language,
		Style: c.assets.style, Icon: c.assets.icon,
		Person: r.person, Sections: c.navigationFor(r),
		Here: r.here(), Query: r.query("q"), Page: a.data,
	}
	for _, name := range commonModules() {
		f.Scripts = append(f.Scripts, c.assets.module(name))
	}
	for _, name := range a.scripts {
		f.Scripts = append(f.Scripts, c.assets.module(name))
	}
	if c.sessions.Exists(r.ctx(), flashKey) {
		f.Flash = c.sessions.PopString(r.ctx(), flashKey)
	}
	return f
}

// saying is a page that says one thing.
type saying struct {
	Heading, Text string
	RequestID     string
}

// statusClientGone is what logs show for somebody who left before the answer.
const statusClientGone = 499

// fail shows what an error means. The words of those that explain nothing to a person are for
// the log.
func (c *Console) fail(r *request, err error) {
	m := saying{RequestID: r.id()}
	var invalid *search.InvalidError
	status := http.StatusInternalServerError
	explained, ok := asProblem(err)
	switch {
	case ok:
		status, m.Heading, m.Text = explained.status, headingOf(r, explained.status), explained.text
	case errors.Is(err, search.ErrNotFound):
		status = http.StatusNotFound
		m.Heading, m.Text = r.T("見つかりません"), r.T("記事が移動または削除されたか、あなたの担当の外にある可能性があります。")
	case errors.As(err, &invalid):
		status = http.StatusUnprocessableEntity
		m.Heading, m.Text = headingOf(r, status), r.T("使えない値です: %s", invalid.Parameter)
	case errors.Is(err, index.ErrNotReady):
		status = http.StatusServiceUnavailable
		m.Heading, m.Text = r.T("検索の準備をしています"), r.T("記事を読み込んでいます。しばらくしてから、もう一度お試しください。")
	case errors.Is(err, context.DeadlineExceeded):
		status = http.StatusServiceUnavailable
		m.Heading, m.Text = r.T("時間がかかりすぎました"), r.T("処理に時間がかかりすぎたため中断しました。条件を絞るか、もう一度お試しください。")
	case r.ctx().Err() != nil:
		r.gin.AbortWithStatus(statusClientGone)
		return
	default:
		c.log.ErrorContext(r.ctx(), "console failed", "id", r.id(), "route", r.route.path, "error", err)
		m.Heading, m.Text = r.T("エラーが発生しました"), r.T("もう一度お試しください。続く場合は、下の番号を添えて管理者にお知らせください。")
	}
	c.send(r, reply{status: status, page: "message", title: m.Heading, data: m})
}

// headingOf is what a status is called.
func headingOf(r *request, status int) string {
	switch status {
	case http.StatusUnauthorized:
		return r.T("ログイン")
	case http.StatusForbidden:
		return r.T("この操作はできません")
	case http.StatusNotFound:
		return r.T("見つかりません")
	case http.StatusConflict:
		return r.T("先に変更されています")
	}
	return r.T("入力を確認してください")
}

// id is that of the request, by which it is found in the log.
func (r *request) id() string { return r.gin.Writer.Header().Get("X-Request-Id") }

// here is the address of a page without the base path, to come back to.
func (r *request) here() string {
	if r.gin.Request.Method != http.MethodGet {
		return "/"
	}
	return r.gin.Request.URL.RequestURI()[len(r.console.cfg.BasePath):]
}
