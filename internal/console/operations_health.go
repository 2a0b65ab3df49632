package console

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// What operators do, in the audit log.
const (
	didExport   = "log.export"
	didErase    = "log.erase"
	didReindex  = "index.update"
	didRebuild  = "index.rebuild"
	didSwitch   = "index.switch"
	didMakeKey  = "keys.create"
	didEndKey   = "keys.revoke"
	leastFree   = 1 << 30 // bytes of disk below which it is told
	eraseWaits  = 5 * time.Second
	exportWaits = 10 * time.Minute
)

// healthView is the page of the server's state.
type healthView struct {
	Health
	Uptime, Started                  string
	Memory, Index, Database, Free    string
	Warnings                         []string
	Wrong, EraseBefore, ConfirmErase string
	EraseAll                         bool
}

// bytesText is a size as people read it.
func bytesText(n int64) string {
	if n <= 0 {
		return "–"
	}
	units := []string{"B", "KB", "MB", "GB", "TB"}
	size, at := float64(n), 0
	for size >= 1000 && at < len(units)-1 {
		size, at = size/1000, at+1
	}
	if at == 0 || size >= 100 {
		return fmt.Sprintf("%.0f %s", size, units[at])
	}
	return fmt.Sprintf("%.1f %s", size, units[at])
}

// noOperations is what a console without a server to keep answers.
func (c *Console) noOperations(r *request) error {
	if c.cfg.Operations != nil {
		return nil
	}
	return &problem{http.StatusServiceUnavailable, r.T("このサーバーでは運用の操作ができません。")}
}

func (c *Console) healthPage(r *request) (reply, error) { return c.health(r, healthView{}) }

func (c *Console) health(r *request, v healthView) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	h, err := c.cfg.Operations.Health(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	v.Health, v.Started, v.Uptime = h, when(&h.Started), uptime(r, time.Since(h.Started))
	v.Memory, v.Index, v.Database, v.Free = bytesText(h.Memory), bytesText(h.IndexBytes), bytesText(h.DatabaseBytes), bytesText(h.DiskFree)
	v.Warnings = c.warnings(r, h)
	v.ConfirmErase = r.T("消去")
	return r.show("operations_health", r.T("サーバーの状態"), v), nil
}

func uptime(r *request, d time.Duration) string {
	switch hours := int(d.Hours()); {
	case hours >= 48:
		return r.T("%d日", hours/24)
	case hours >= 1:
		return r.T("%d時間", hours)
	default:
		return r.T("%d分", int(d.Minutes()))
	}
}

// warnings are what an operator has to look at.
func (c *Console) warnings(r *request, h Health) []string {
	var list []string
	add := func(is bool, text string) {
		if is {
			list = append(list, text)
		}
	}
	i := c.cfg.Operations.Ingest()
	add(i.Phase == "stale", r.T("索引を最新にできませんでした。ひとつ前の索引で答えています。取り込みのページで理由を確かめてください。"))
	add(i.Held != "", r.T("以前の世代 %s に戻しています。その後に変わった記事は検索に出ません。", i.Held))
	if len(i.Runs) > 0 {
		add(i.Runs[0].Rejected > 0, r.T("最後の取り込みで%d件が索引に入りませんでした。", i.Runs[0].Rejected))
	}
	add(h.DiskTotal > 0 && h.DiskFree < leastFree, r.T("ディスクの空きが少なくなっています（%s）。", bytesText(h.DiskFree)))
	add(h.LogLost > 0, r.T("検索の記録のうち%d件を書き込めませんでした。", h.LogLost))
	add(i.Watch == "polling", r.T("ファイルの変更を通知で受け取れないため、定期的に調べています。"))
	add(h.Articles == 0 && h.Generation != "", r.T("記事がひとつもありません。"))
	return list
}

// exportLog sends the query log as a file. It takes as long as it takes, not as long as a page.
func (c *Console) exportLog(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	since := dayOf(r.form("since"))
	if err := r.note(didExport, r.form("since"), "", ""); err != nil {
		return reply{}, err
	}
	_ = http.NewResponseController(r.gin.Writer).SetWriteDeadline(time.Now().Add(exportWaits)) // else the server's own holds
	return r.download("shirube-log.jsonl", "application/jsonl; charset=utf-8", func(w io.Writer) error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx()), exportWaits)
		defer cancel()
		return c.cfg.Operations.ExportLog(ctx, since, w)
	}), nil
}

// eraseLog removes what was noted, after a word was typed. What takes long goes on beside.
func (c *Console) eraseLog(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	v := healthView{EraseBefore: r.form("before"), EraseAll: r.form("what") == "all"}
	before := dayOf(v.EraseBefore)
	switch {
	case !v.EraseAll && before.IsZero():
		v.Wrong = r.T("どの日より前を消去するかを選んでください。")
	case strings.TrimSpace(r.form("confirm")) != r.T("消去"):
		v.Wrong = r.T("消去するには、確認の欄に「%s」と入力してください。", r.T("消去"))
	}
	if v.Wrong != "" {
		answer, err := c.health(r, v)
		answer.status = http.StatusUnprocessableEntity
		return answer, err
	}
	what := v.EraseBefore
	if v.EraseAll {
		what, before = "*", time.Time{}
	}
	if err := r.note(didErase, what, "", ""); err != nil {
		return reply{}, err
	}
	done := make(chan error, 1)
	ctx := context.WithoutCancel(r.ctx())
	go func() {
		err := c.cfg.Operations.EraseLog(ctx, before)
		if err != nil {
			c.log.ErrorContext(ctx, "query log not erased", "error", err)
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			return reply{}, err
		}
		r.flash(r.T("検索の記録を消去しました。"))
	case <-time.After(eraseWaits):
		r.flash(r.T("検索の記録を消去しています。量が多いため、しばらくかかります。"))
	}
	return r.seeOther("/console/operations"), nil
}
