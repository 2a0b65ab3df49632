package console

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shirube/internal/origin"
)

// keysView is the page of the API's keys.
type keysView struct {
	Rows   []keyRow
	Form   keyForm
	Scopes []scopeLabel
	Made   madePassword
	First  bool // there is no key yet
}

type keyRow struct {
	APIKey
	Created, Used, Revoked string
}

type keyForm struct {
	Name, Collections, Origins, Rate string
	Scopes                           []string
	Wrong                            string
}

type scopeLabel struct{ Value, Label, What string }

func scopeLabels() []scopeLabel {
	return []scopeLabel{
		{"search", msg("検索"), msg("検索と記事の表示。ページに置けるのはこれだけです。")},
		{"retrieve", msg("チャットボット"), msg("回答の材料となる文の取得（/v1/retrieve、Dify、MCP）")},
		{"admin", msg("管理"), msg("記事の登録と削除を含むすべて")},
	}
}

// Has reports whether a scope is chosen.
func (f keyForm) Has(scope string) bool { return slices.Contains(f.Scopes, scope) }

func (c *Console) keysPage(r *request) (reply, error) {
	return c.keys(r, keyForm{Scopes: []string{"search"}}, madePassword{})
}

func (c *Console) keys(r *request, form keyForm, made madePassword) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	list, err := c.cfg.Operations.Keys(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	v := keysView{Form: form, Scopes: scopeLabels(), Made: made, First: len(list) == 0}
	for _, k := range slices.Backward(list) {
		v.Rows = append(v.Rows, keyRow{k, when(&k.Created), when(k.Used), when(k.Revoked)})
	}
	return r.show("operations_keys", r.T("APIキー"), v, "access"), nil
}

// keyWrong says what is wrong with a key that is wished for; empty: nothing that can be seen here.
func keyWrong(r *request, form keyForm, k APIKey) string {
	rate, err := strconv.Atoi(form.Rate)
	switch {
	case k.Name == "":
		return r.T("キーの名前を入力してください。")
	case len(k.Scopes) == 0:
		return r.T("できることを選んでください。")
	case form.Rate != "" && (err != nil || rate < 0):
		return r.T("1分あたりの回数は0以上の数で入力してください。")
	case len(k.Origins) > 0 && !slices.Equal(k.Scopes, []string{"search"}):
		return r.T("ページに置くキーは誰でも読めるため、できることは「検索」だけにしてください。")
	}
	for _, o := range k.Origins {
		if _, err := origin.Parse(o); err != nil {
			return r.T("「%s」はオリジンではありません。https://clinic.example のように入力してください。", o)
		}
	}
	return ""
}

// createKey makes a key and shows its secret in the answer itself: it is kept nowhere.
func (c *Console) createKey(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	form := keyForm{strings.TrimSpace(r.form("name")), r.form("collections"), r.form("origins"), strings.TrimSpace(r.form("rate")), r.forms("scope"), ""}
	k := APIKey{Name: form.Name, Scopes: form.Scopes, Collections: listed(form.Collections), Origins: listed(form.Origins)}
	k.Rate, _ = strconv.Atoi(form.Rate) // keyWrong says what is no number
	if form.Wrong = keyWrong(r, form, k); form.Wrong == "" {
		secret, err := c.cfg.Operations.CreateKey(r.ctx(), k)
		switch {
		case err == nil:
			if err := r.note(didMakeKey, k.Name, "", strings.Join(k.Scopes, ",")+"; "+strings.Join(k.Collections, ",")+"; "+strings.Join(k.Origins, ",")); err != nil {
				return reply{}, err
			}
			return c.keys(r, keyForm{Scopes: []string{"search"}}, madePassword{k.Name, secret})
		case errors.Is(err, ErrKeyName):
			form.Wrong = r.T("この名前のキーはすでにあります。別の名前にするか、そのキーを無効にしてください。")
		case errors.Is(err, ErrBadKey):
			form.Wrong = r.T("このキーは作れません。名前の長さや文字を確認してください。")
		default:
			return reply{}, err //nolint:wrapcheck // says what it is
		}
	}
	answer, err := c.keys(r, form, madePassword{})
	answer.status = http.StatusUnprocessableEntity
	return answer, err
}

func (c *Console) revokeKey(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	name := r.form("name")
	ok, err := c.cfg.Operations.RevokeKey(r.ctx(), name)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	if !ok {
		return reply{}, &problem{http.StatusNotFound, r.T("このキーはないか、すでに無効です。")}
	}
	if err := r.note(didEndKey, name, "", ""); err != nil {
		return reply{}, err
	}
	r.flash(r.T("「%s」を無効にしました。", name))
	return r.seeOther("/console/operations/keys"), nil
}
