package console

import (
	"net/http"

	"shirube/internal/staff"
)

// accountView is what somebody sees of themselves.
type accountView struct {
	Role  string
	Least int // characters of a password
	Wrong string
}

func (c *Console) accountPage(r *request) (reply, error) { return c.account(r, "") }

func (c *Console) account(r *request, wrong string) (reply, error) {
	return r.show("access_account", r.T("アカウント"), accountView{labelOfRole(r.person.Role), staff.PasswordLeast, wrong}), nil
}

func (c *Console) changePassword(r *request) (reply, error) {
	if r.person.Name == "" {
		return reply{}, &problem{http.StatusForbidden, r.T("このコンピューターからはログインせずに使っているため、パスワードはありません。")}
	}
	if r.form("new") != r.form("again") {
		answer, err := c.account(r, r.T("新しいパスワードが一致しません。同じものを2回入力してください。"))
		answer.status = http.StatusUnprocessableEntity
		return answer, err
	}
	session, err := c.cfg.Office.ChangePassword(r.ctx(), c.loginOf(r, r.person.Name, r.form("password")), r.form("new"))
	if err != nil {
		answer, failed := r.again(err, func(wrong string) (reply, error) { return c.account(r, wrong) })
		return retryAfter(answer, err), failed
	}
	if err := c.admit(r, session); err != nil {
		return reply{}, err
	}
	r.flash(r.T("パスワードを変更しました。ほかのブラウザーではログアウトしました。"))
	return r.seeOther("/console/account"), nil
}
