package console

import (
	"bytes"
	"net/http"
)

// ErrorPage says what went wrong before any route of the console was reached: most of all that
// there is no such page.
func (c *Console) ErrorPage(w http.ResponseWriter, r *http.Request, status int) {
	t := c.words[japanese]
	say := saying{RequestID: w.Header().Get("X-Request-Id"), Heading: t("エラーが発生しました"), Text: t("もう一度お試しください。続く場合は、下の番号を添えて管理者にお知らせください。")}
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		say.Heading, say.Text = t("見つかりません"), t("このアドレスのページはありません。")
	case http.StatusTooManyRequests:
		say.Heading, say.Text = t("アクセスが集中しています"), t("少し待ってから、もう一度お試しください。")
	}
	f := frame{
		Base: c.cfg.BasePath, Site: c.cfg.SiteName, Title: say.Heading, Language: japanese, Style: c.assets.style, Icon: c.assets.icon,
		Scripts: []string{c.assets.module("console")}, Here: "/", Page: say,
	}
	var body bytes.Buffer
	if err := c.pages[japanese].ExecuteTemplate(&body, "message", f); err != nil {
		c.log.ErrorContext(r.Context(), "page not rendered", "error", err)
		http.Error(w, say.Heading, status)
		return
	}
	secure(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := body.WriteTo(w); err != nil {
		c.log.DebugContext(r.Context(), "page not sent", "error", err)
	}
}

// secure sets what every answer says of itself.
func secure(h http.Header) {
	h.Set("Cache-Control", "no-store") // what somebody is asked for stays in no cache
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
}
