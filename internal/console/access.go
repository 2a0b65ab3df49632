package console

import (
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"shirube/internal/staff"
)

func (c *Console) accessRoutes() []route {
	return []route{
		get("/console/login", staff.Nobody, c.loginPage),
		post("/console/login", staff.Nobody, c.login),
		post("/console/logout", staff.Reader, c.logout),
		get("/console/account", staff.Reader, c.accountPage),
		post("/console/account/password", staff.Reader, c.changePassword),
		get("/console/staff", staff.Admin, c.staffPage),
		post("/console/staff", staff.Admin, c.addStaff),
		get("/console/staff/:name", staff.Admin, c.personPage),
		post("/console/staff/:name", staff.Admin, c.changeStaff),
		post("/console/staff/:name/password", staff.Admin, c.setPassword),
		post("/console/staff/:name/disable", staff.Admin, c.disableStaff(true)),
		post("/console/staff/:name/enable", staff.Admin, c.disableStaff(false)),
		post("/console/staff/:name/remove", staff.Admin, c.removeStaff),
		get("/console/audit", staff.Admin, c.auditPage),
	}
}

// note keeps in the audit log what the person of a request did, with no secret and nothing that
// a patient asked.
func (r *request) note(what, on, before, after string) error {
	if r.console.cfg.Office == nil {
		return nil
	}
	return r.console.cfg.Office.Note(r.ctx(), r.person, what, on, before, after) //nolint:wrapcheck // says what it is
}

// staffProblem is what is wrong with what somebody typed about staff, in words for them; nil:
// the error is of another kind.
func staffProblem(r *request, err error) *problem {
	var many *staff.TooManyError
	texts := []struct {
		err  error
		text string
	}{
		{staff.ErrDisabled, r.T("このアカウントは停止されています。管理者にお問い合わせください。")},
		{staff.ErrWrong, r.T("ログイン名またはパスワードが違います。")},
		{staff.ErrNoSuchPerson, r.T("このアカウントはありません。")},
		{staff.ErrNameTaken, r.T("このログイン名はすでに使われています。")},
		{staff.ErrBadName, r.T("ログイン名は1〜64文字の文字・数字と . _ - @ + で入力してください。")},
		{staff.ErrBadShown, r.T("表示名は100文字以内で、目に見える文字だけを使ってください。")},
		{staff.ErrBadRole, r.T("役割を選んでください。")},
		{staff.ErrAdminBound, r.T("管理者はすべてのコレクションを見られます。コレクションを限るときは、閲覧者か編集者にしてください。")},
		{staff.ErrNoAdmin, r.T("管理者がひとりもいなくなるため、変更できません。最初のアカウントは管理者にしてください。")},
		{staff.ErrSelf, r.T("自分の役割の変更・停止・削除はできません。ほかの管理者に依頼してください。")},
		{staff.ErrPasswordShort, r.T("パスワードは%d文字以上にしてください。", staff.PasswordLeast)},
		{staff.ErrPasswordLong, r.T("パスワードが長すぎます。256文字以内にしてください。")},
		{staff.ErrPasswordIsName, r.T("ログイン名と同じ、またはそれを繰り返したパスワードは使えません。")},
		{staff.ErrPasswordSimple, r.T("同じ文字の多いパスワードは使えません。5種類以上の文字を使ってください。")},
		{staff.ErrPasswordSame, r.T("今と同じパスワードです。新しいパスワードを入力してください。")},
		{staff.ErrBusy, r.T("ログインが混み合っています。少し待ってから、もう一度お試しください。")},
	}
	if errors.As(err, &many) {
		return &problem{http.StatusTooManyRequests, r.T("ログインの失敗が続いたため、一時的に受け付けていません。%d秒後にもう一度お試しください。", seconds(many))}
	}
	i := slices.IndexFunc(texts, func(t struct {
		err  error
		text string
	}) bool {
		return errors.Is(err, t.err)
	})
	switch {
	case i < 0:
		return nil
	case texts[i].err == staff.ErrBusy: //nolint:errorlint // one of the list
		return &problem{http.StatusServiceUnavailable, texts[i].text}
	case texts[i].err == staff.ErrNoSuchPerson: //nolint:errorlint // one of the list
		return &problem{http.StatusNotFound, texts[i].text}
	}
	return &problem{http.StatusUnprocessableEntity, texts[i].text}
}

func seconds(many *staff.TooManyError) int { return max(int(math.Ceil(many.Retry.Seconds())), 1) }

// again shows a page with what was wrong with its form, or gives up an error of another kind.
func (r *request) again(err error, page func(wrong string) (reply, error)) (reply, error) {
	p := staffProblem(r, err)
	if p == nil {
		return reply{}, err
	}
	answer, err := page(p.text)
	if err != nil {
		return reply{}, err
	}
	answer.status = p.status
	return answer, nil
}

// retryAfter says when to come back, where somebody was told to.
func retryAfter(answer reply, err error) reply {
	var many *staff.TooManyError
	if errors.As(err, &many) {
		answer.headers = map[string]string{"Retry-After": strconv.Itoa(seconds(many))}
	} else if errors.Is(err, staff.ErrBusy) {
		answer.headers = map[string]string{"Retry-After": "5"}
	}
	return answer
}

// when is a moment as pages show it, in Japan's time; empty for none.
func when(at *time.Time) string {
	if at == nil || at.IsZero() {
		return ""
	}
	return at.In(time.FixedZone("JST", 9*60*60)).Format("2006-01-02 15:04")
}

// roleLabels are the roles that somebody can have, in Japanese.
func roleLabels() []roleLabel {
	return []roleLabel{
		{staff.Reader, msg("閲覧者"), msg("検索・記事・比較・引用・患者さんの確認")},
		{staff.Editor, msg("編集者"), msg("閲覧者の機能と、検索の記録・訂正・同義語など・記事の点検")},
		{staff.Admin, msg("管理者"), msg("編集者の機能と、運用・キー・スタッフ・操作の記録")},
	}
}

type roleLabel struct {
	Role        staff.Role
	Label, What string
}

// labelOfRole is what a role is called, in Japanese.
func labelOfRole(role staff.Role) string {
	for _, l := range roleLabels() {
		if l.Role == role {
			return l.Label
		}
	}
	return ""
}
