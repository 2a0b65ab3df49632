package console

import (
	"net/url"
	"strconv"
	"time"

	"shirube/internal/staff"
)

// auditPageSize is how many entries a page has.
const auditPageSize = 100

// auditView is the audit log.
type auditView struct {
	Who, What, From, To string
	Actors              []labelled
	Actions             []labelled
	Rows                []auditRow
	Older               string // the address of the next page; empty: there is none
	Filtered            bool
}

// labelled is a value with what it is called, in Japanese.
type labelled struct{ Value, Label string }

type auditRow struct {
	Time, Who, What, On, Before, After string
}

// actors are those who did something without having logged in.
func actors() []labelled {
	return []labelled{
		{staff.WhoLocal, msg("このコンピューター")},
		{staff.WhoCommand, msg("コマンド")},
		{staff.WhoUnknown, msg("不明なログイン名")},
	}
}

// actions are what the audit log has, in the order in which people look for it. One that is not
// here is shown as it is.
func actions() []labelled {
	return []labelled{
		{staff.DidLogin, msg("ログイン")},
		{staff.DidFail, msg("ログインの失敗")},
		{staff.DidLogout, msg("ログアウト")},
		{staff.DidOwnPass, msg("自分のパスワードの変更")},
		{staff.DidAdd, msg("スタッフの追加")},
		{staff.DidChange, msg("スタッフの変更")},
		{staff.DidPassword, msg("スタッフのパスワードの変更")},
		{staff.DidDisable, msg("スタッフの停止")},
		{staff.DidEnable, msg("スタッフの停止の解除")},
		{staff.DidRemove, msg("スタッフの削除")},
		{didCurate, msg("同義語・固定・非表示の変更")},
		{didReindex, msg("取り込みの開始")},
		{didRebuild, msg("索引の作り直し")},
		{didSwitch, msg("索引の世代の切り替え")},
		{didMakeKey, msg("APIキーの作成")},
		{didEndKey, msg("APIキーの無効化")},
		{didExport, msg("検索の記録の書き出し")},
		{didErase, msg("検索の記録の消去")},
	}
}

// labelOf is what a value is called, itself where it has no name.
func labelOf(r *request, list []labelled, value string) string {
	for _, l := range list {
		if l.Value == value {
			return r.T(l.Label)
		}
	}
	return value
}

// dayOf reads a day as it begins in Japan; the zero time where there is none.
func dayOf(text string) time.Time {
	at, err := time.ParseInLocation(time.DateOnly, text, time.FixedZone("JST", 9*60*60))
	if err != nil {
		return time.Time{}
	}
	return at
}

func (c *Console) auditPage(r *request) (reply, error) {
	v := auditView{Who: r.query("who"), What: r.query("what"), From: r.query("from"), To: r.query("to"), Actors: actors(), Actions: actions()}
	v.Filtered = v.Who+v.What+v.From+v.To != ""
	if c.cfg.Office == nil {
		return r.show("access_audit", r.T("操作の記録"), v), nil
	}
	ask := staff.AuditAsk{Who: v.Who, What: v.What, From: dayOf(v.From), Limit: auditPageSize + 1}
	if to := dayOf(v.To); !to.IsZero() {
		ask.To = to.AddDate(0, 0, 1)
	}
	ask.Before, _ = strconv.ParseInt(r.query("before"), 10, 64) // what is no number is no bound
	entries, err := c.cfg.Office.Audit(r.ctx(), ask)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	if len(entries) > auditPageSize {
		entries = entries[:auditPageSize]
		q := url.Values{"who": {v.Who}, "what": {v.What}, "from": {v.From}, "to": {v.To}, "before": {strconv.FormatInt(entries[auditPageSize-1].ID, 10)}}
		v.Older = r.path("/console/audit?" + q.Encode())
	}
	for _, e := range entries {
		v.Rows = append(v.Rows, auditRow{when(&e.Time), labelOf(r, actors(), e.Who), labelOf(r, actions(), e.What), e.On, e.Before, e.After})
	}
	accounts, err := c.cfg.Office.Staff(r.ctx())
	for _, a := range accounts {
		v.Actors = append(v.Actors, labelled{a.Name, a.Shown})
	}
	return r.show("access_audit", r.T("操作の記録"), v), err //nolint:wrapcheck // says what it is
}
