package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/internal/search"
)

// shelf answers with one article whose effect has a risk.
type shelf struct{ fake }

func (shelf) Quotable(_ context.Context, ids []string, s search.Scope) ([]*search.Quotable, error) {
	out := make([]*search.Quotable, len(ids))
	for i, id := range ids {
		if id != "a/b#1" && id != "a/b#2" || len(s.Collections) > 0 {
			continue
		}
		q := &search.Quotable{TellsEffect: true, Risks: []search.PassageView{{ID: "a/b#9", Kind: corpus.KindRisks, Text: "やけどのおそれがあります。"}}}
		q.PassageView = search.PassageView{ID: id, Kind: corpus.KindEffects, Heading: "効果" + id, Text: "たるみの改善が期待できます。"}
		q.Article = search.ArticleSummary{ID: "a/b", Title: "ハイフ", URL: "/articles/a%2Fb"}
		out[i] = q
	}
	return out, nil
}

// shelfDesk is a console with that article, and a visitor who keeps cookies.
func shelfDesk(t *testing.T) func(method, target string, fields url.Values) (status int, body, location string) {
	t.Helper()
	h := siteOf(t, Config{Alone: true, SiteURL: "https://kb.example.jp"}, shelf{})
	var cookies []*http.Cookie
	return func(method, target string, fields url.Values) (int, string, string) {
		r := local(method, target, fields.Encode())
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := answer(h, r)
		if set := w.Result().Cookies(); len(set) > 0 {
			cookies = set
		}
		return w.Code, w.Body.String(), w.Header().Get("Location")
	}
}

// A quote has its risk and its whole address in every format, and is of nothing that is not seen.
func TestQuote(t *testing.T) {
	visit := shelfDesk(t)
	for as, begins := range map[string]string{"text": "【効果】", "markdown": "**【効果】", "html": "<p><strong>【効果】", "": "<!doctype html>"} {
		status, body, _ := visit(http.MethodGet, "/console/quote?passage=a%2Fb%231&as="+as, nil)
		if status != http.StatusOK || !strings.HasPrefix(body, begins) || !strings.Contains(body, "やけどのおそれがあります。") || !strings.Contains(body, "https://kb.example.jp/articles/a%2Fb") {
			t.Errorf("as %q: %d %s", as, status, body)
		}
	}
	for target, want := range map[string]int{
		"/console/quote": http.StatusUnprocessableEntity, "/console/quote?passage=a%2Fb%231&as=pdf": http.StatusUnprocessableEntity,
		"/console/quote?passage=other%231&as=text": http.StatusNotFound, "/console/quote?passage=&as=text": http.StatusNotFound,
		"/console/quote?as=text" + strings.Repeat("&passage=a%2Fb%231", mostQuoted+1): http.StatusUnprocessableEntity,
	} {
		if status, _, _ := visit(http.MethodGet, target, nil); status != want {
			t.Errorf("%.60s: %d, want %d", target, status, want)
		}
	}
}

// Who gets a quote can follow its address, also where nobody has said what the site is called.
func TestQuoteHasWholeAddress(t *testing.T) {
	r := local(http.MethodGet, "/console/quote?passage=a%2Fb%231&as=text", "")
	if body := answer(siteOf(t, Config{Alone: true}, shelf{}), r).Body.String(); !strings.Contains(body, "URL：http://"+r.Host+"/articles/a%2Fb") {
		t.Errorf("quoted\n%s", body)
	}
}

// The basket keeps the order of who fills it, and gives back what was taken away.
func TestBasket(t *testing.T) {
	visit := shelfDesk(t)
	passage := func(id string, more ...string) url.Values {
		v := url.Values{"passage": {id}}
		for i := 0; i+1 < len(more); i += 2 {
			v.Set(more[i], more[i+1])
		}
		return v
	}
	do := func(action string, fields url.Values, want int) {
		t.Helper()
		if status, body, _ := visit(http.MethodPost, "/console/basket/"+action, fields); status != want {
			t.Fatalf("%s: %d %s", action, status, body)
		}
	}
	order := func() []int {
		_, body, _ := visit(http.MethodGet, "/console/basket/quote?as=text", nil)
		return []int{strings.Index(body, "効果a/b#1"), strings.Index(body, "効果a/b#2")}
	}
	do("add", passage("a/b#1"), http.StatusSeeOther)
	do("add", passage("a/b#2"), http.StatusSeeOther)
	do("add", passage("a/b#1"), http.StatusSeeOther)
	do("add", passage("hidden#1"), http.StatusNotFound)
	if at := order(); at[0] < 0 || at[1] < at[0] {
		t.Errorf("order: %v", at)
	}
	do("move", passage("a/b#2", "to", "up"), http.StatusSeeOther)
	do("move", passage("a/b#2", "to", "up"), http.StatusSeeOther) // it is the first one
	if at := order(); at[1] < 0 || at[0] < at[1] {
		t.Errorf("order: %v", at)
	}
	do("note", url.Values{"note": {"山田 太郎様"}}, http.StatusSeeOther)
	do("note", url.Values{"note": {strings.Repeat("長", maxNote+1)}}, http.StatusUnprocessableEntity)
	do("clear", nil, http.StatusSeeOther)
	if status, _, _ := visit(http.MethodGet, "/console/basket/quote?as=text", nil); status != http.StatusNotFound {
		t.Errorf("an empty basket is quoted: %d", status)
	}
	do("undo", nil, http.StatusSeeOther)
	do("remove", passage("a/b#1"), http.StatusSeeOther)
	do("add", passage("a/b#1"), http.StatusSeeOther)
	do("undo", nil, http.StatusSeeOther) // would take away what was added since
	if _, body, _ := visit(http.MethodGet, "/console/basket/quote?as=text", nil); !strings.HasPrefix(body, "山田 太郎様") || strings.Count(body, "たるみの改善") != 2 {
		t.Errorf("not as it was: %s", body)
	}
	if _, _, to := visit(http.MethodPost, "/console/basket/remove", passage("a/b#1", "back", "https://evil.example/")); to != "/" {
		t.Errorf("led to %q", to)
	}
}

// Events are of the types that the console has, and name nothing at length.
func TestEvent(t *testing.T) {
	visit := shelfDesk(t)
	for _, tt := range []struct {
		fields url.Values
		want   int
	}{
		{url.Values{"type": {"copy"}, "request_id": {"r"}, "hit": {"a"}, "position": {"1"}}, http.StatusNoContent},
		{url.Values{"type": {"click"}, "request_id": {"r"}, "position": {"-1"}}, http.StatusNoContent},
		{url.Values{"type": {"helpful"}, "request_id": {"r"}}, http.StatusUnprocessableEntity},
		{url.Values{"type": {"copy"}, "hit": {strings.Repeat("x", mostNoted+1)}}, http.StatusUnprocessableEntity},
	} {
		if status, _, _ := visit(http.MethodPost, "/console/event", tt.fields); status != tt.want {
			t.Errorf("%v: %d, want %d", tt.fields, status, tt.want)
		}
	}
}

// Letters that begin words are searched for as those words; a sentence, or what is a name already,
// stays as it is.
func TestTakenFor(t *testing.T) {
	found := []completion{{Text: "ハイフ 妊娠中"}}
	for typed, want := range map[string]string{
		"hai nin": "ハイフ 妊娠中", "はい にん": "ハイフ 妊娠中", "ハイフ 妊娠中": "", "肺 妊": "", "hai nin de daijoubu desuka": "",
	} {
		if got := takenFor(typed, found); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	if got := takenFor("nin", []completion{{Text: "妊娠中に受けられますか？", Passage: "a#1"}}); got != "" {
		t.Errorf("a question is taken: %q", got)
	}
}
