package console

import (
	"net/http"
	"strings"

	"shirube/internal/staff"
)

// staffRow is an account as the list shows it.
type staffRow struct {
	Name, Shown, Role string
	Collections       []string
	Disabled, Self    bool
	Seen              string
}

// staffForm is what is asked about an account.
type staffForm struct {
	Name, Shown, Role, Collections string
	Roles                          []roleLabel
	Least                          int // characters of a password
	Wrong                          string
}

// staffView is the list of accounts.
type staffView struct {
	Accounts []staffRow
	Form     staffForm
	Made     madePassword
}

// madePassword is one that was just made, and is shown this once.
type madePassword struct{ Name, Password string }

func (c *Console) rowOf(r *request, a staff.Account) staffRow {
	return staffRow{a.Name, a.Shown, labelOfRole(a.Role), a.Collections, a.Disabled, a.Name == r.person.Name, when(a.Seen)}
}

func (c *Console) staffPage(r *request) (reply, error) {
	return c.staffList(r, staffForm{Role: staff.Reader.String()}, madePassword{})
}

func (c *Console) staffList(r *request, form staffForm, made madePassword) (reply, error) {
	if c.cfg.Office == nil {
		return reply{}, &problem{http.StatusForbidden, r.T("このサーバーではログインできません。")}
	}
	accounts, err := c.cfg.Office.Staff(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	v := staffView{Form: form, Made: made}
	v.Form.Roles, v.Form.Least = roleLabels(), staff.PasswordLeast
	if len(accounts) == 0 {
		v.Form.Role = staff.Admin.String()
	}
	for _, a := range accounts {
		v.Accounts = append(v.Accounts, c.rowOf(r, a))
	}
	return r.show("access_staff", r.T("スタッフ"), v, "access"), nil
}

// listed are the parts of a text between commas, Japanese ones too, spaces and lines.
func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", 、，\t\r\n　", r) })
}

// personOf is the account that a form describes.
func personOf(r *request, name string) staff.Person {
	role, _ := staff.ParseRole(r.form("role"))
	return staff.Person{Name: name, Shown: r.form("shown"), Role: role, Collections: listed(r.form("collections"))}
}

// addStaff makes an account. A password that the server makes is shown in the answer itself: it
// is kept nowhere, so there is no page to lead to.
func (c *Console) addStaff(r *request) (reply, error) {
	form := staffForm{Name: r.form("name"), Shown: r.form("shown"), Role: r.form("role"), Collections: r.form("collections")}
	password, made := c.passwordOf(r)
	a, err := c.cfg.Office.Add(r.ctx(), r.person, personOf(r, form.Name), password)
	if err != nil {
		return r.again(err, func(wrong string) (reply, error) {
			form.Wrong = wrong
			return c.staffList(r, form, madePassword{})
		})
	}
	if made {
		return c.staffList(r, staffForm{Role: staff.Reader.String()}, madePassword{a.Name, password})
	}
	r.flash(r.T("「%s」を追加しました。", a.Shown))
	return r.seeOther("/console/staff"), nil
}

// passwordOf is the password that a form has, or one that is made because it has none.
func (c *Console) passwordOf(r *request) (password string, made bool) {
	if password = r.form("password"); password != "" {
		return password, false
	}
	return staff.NewPassword(), true
}

// personView is the page of one account.
type personView struct {
	staffRow
	Form staffForm
	Made madePassword
}

func (c *Console) personPage(r *request) (reply, error) {
	return c.personNamed(r, "", madePassword{})
}

func (c *Console) personNamed(r *request, wrong string, made madePassword) (reply, error) {
	if c.cfg.Office == nil {
		return reply{}, &problem{http.StatusForbidden, r.T("このサーバーではログインできません。")}
	}
	accounts, err := c.cfg.Office.Staff(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	for _, a := range accounts {
		if a.Name != r.param("name") {
			continue
		}
		form := staffForm{a.Name, a.Shown, a.Role.String(), strings.Join(a.Collections, ", "), roleLabels(), staff.PasswordLeast, wrong}
		if wrong != "" && r.form("role") != "" { // what was typed stays
			form.Shown, form.Role, form.Collections = r.form("shown"), r.form("role"), r.form("collections")
		}
		return r.show("access_person", r.T("スタッフ: %s", a.Shown), personView{c.rowOf(r, a), form, made}, "access"), nil
	}
	return reply{}, &problem{http.StatusNotFound, r.T("このアカウントはありません。")}
}

// changed leads back to the list, or says on the page of the account what was wrong.
func (c *Console) changed(r *request, err error, done string) (reply, error) {
	if err != nil {
		return r.again(err, func(wrong string) (reply, error) { return c.personNamed(r, wrong, madePassword{}) })
	}
	r.flash(done)
	return r.seeOther("/console/staff"), nil
}

func (c *Console) changeStaff(r *request) (reply, error) {
	p := personOf(r, r.param("name"))
	if p.Name == r.person.Name {
		p.Role = r.person.Role // the form does not ask for one's own
	}
	a, err := c.cfg.Office.Change(r.ctx(), r.person, p)
	return c.changed(r, err, r.T("「%s」を変更しました。", a.Shown))
}

func (c *Console) setPassword(r *request) (reply, error) {
	name := r.param("name")
	if name == r.person.Name {
		return r.seeOther("/console/account"), nil
	}
	password, made := c.passwordOf(r)
	if err := c.cfg.Office.SetPassword(r.ctx(), r.person, name, password); err != nil || !made {
		return c.changed(r, err, r.T("パスワードを変更しました。「%s」はログアウトしました。", name))
	}
	return c.personNamed(r, "", madePassword{name, password})
}

func (c *Console) disableStaff(disabled bool) handler {
	return func(r *request) (reply, error) {
		name := r.param("name")
		done := r.T("「%s」の停止を解きました。", name)
		if disabled {
			done = r.T("「%s」を停止しました。", name)
		}
		return c.changed(r, c.cfg.Office.SetDisabled(r.ctx(), r.person, name, disabled), done)
	}
}

func (c *Console) removeStaff(r *request) (reply, error) {
	name := r.param("name")
	if r.form("confirm") != name {
		answer, err := c.personNamed(r, r.T("削除するには、確認の欄にログイン名「%s」を入力してください。", name), madePassword{})
		answer.status = http.StatusUnprocessableEntity
		return answer, err
	}
	return c.changed(r, c.cfg.Office.Remove(r.ctx(), r.person, name), r.T("「%s」を削除しました。", name))
}
