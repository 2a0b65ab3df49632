package page

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"
)

// refreshSeconds is how long the page that waits for an index waits.
const refreshSeconds = 3

// message is a page that says one thing.
type message struct {
	Heading, Text string
	RequestID     string
	Done, Total   int  // of the index being built
	Building      bool // show the progress
	Search        string
}

// ErrorPage tells a visitor what went wrong.
func (p *Pages) ErrorPage(w http.ResponseWriter, r *http.Request, status int) {
	m := message{RequestID: w.Header().Get("X-Request-Id"), Search: p.cfg.BasePath + "/search"}
	switch status {
	case http.StatusNotFound:
		m.Heading = "ページが見つかりません"
		m.Text = "記事が移動または削除されたか、アドレスが間違っている可能性があります。ことばを変えて検索してみてください。"
	case http.StatusTooManyRequests:
		m.Heading = "アクセスが集中しています"
		m.Text = "短い時間に多くの検索がありました。" + soon(w.Header().Get("Retry-After")) + "もう一度お試しください。"
	case http.StatusServiceUnavailable:
		m.Heading = "ただいま混み合っています"
		m.Text = "検索に時間がかかりすぎたため中断しました。少し待ってから、もう一度お試しください。"
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusMethodNotAllowed:
		m.Heading = "この条件では検索できません"
		m.Text = "アドレスに使えない値が含まれています。検索ページから条件を選び直してください。"
	default:
		m.Heading = "エラーが発生しました"
		m.Text = "ご不便をおかけします。時間をおいてもう一度お試しください。続く場合は、下の番号を添えて運営者にお知らせください。"
	}
	p.render(w, r, status, "message", p.frame(m.Heading+" | "+p.cfg.SiteName, m))
}

// soon says when to ask again, as the Retry-After header has it.
func soon(seconds string) string {
	if n, err := strconv.Atoi(seconds); err == nil {
		return fmt.Sprintf("%d秒ほど待ってから、", n)
	}
	return "少し待ってから、"
}

// notReady shows how far the index is, and looks again by itself.
func (p *Pages) notReady(c *gin.Context) {
	progress := p.progress()
	m := message{
		Heading: "検索の準備をしています",
		Text:    "記事を読み込んでいます。このページは数秒ごとに自動で更新されます。",
		Done:    progress.Done, Total: progress.Total, Building: true,
		Search: p.cfg.BasePath + "/search",
	}
	f := p.frame(m.Heading+" | "+p.cfg.SiteName, m)
	f.Refresh = refreshSeconds
	p.render(c.Writer, c.Request, http.StatusServiceUnavailable, "message", f)
}
