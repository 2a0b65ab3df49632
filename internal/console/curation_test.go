package console

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"shirube/corpus"
	"shirube/internal/curation"
	"shirube/internal/search"
	"shirube/internal/staff"
)

// rulebook keeps rules about one passage in each of two collections.
type rulebook struct {
	*curation.Book
	asked, of int // what previews are told to have asked
}

func (b *rulebook) Preview(context.Context, *curation.Document, []string, func(done, of int)) (*curation.Report, error) {
	return &curation.Report{Of: b.of, Asked: b.asked}, nil
}

func (b *rulebook) Article(context.Context, string, search.Scope) (*corpus.Article, error) {
	return nil, search.ErrNotFound
}

func (b *rulebook) Passage(_ context.Context, id string, _ search.Scope) (*search.PassageDetail, error) {
	collection, ok := map[string]string{"a#1": "clinic-a", "b#1": "clinic-b"}[id]
	if !ok {
		return nil, search.ErrNotFound
	}
	return &search.PassageDetail{
		PassageView: search.PassageView{ID: id, Kind: corpus.KindOverview, Text: "文章です。"},
		Article:     search.ArticleSummary{ID: id[:1], Collection: collection},
	}, nil
}

const rulesOfAll = `schema: 1
rules:
  - {id: of-b, kind: redirect, queries: [B院], match: exact, url: "https://b.example/", collection: clinic-b, note: B院だけの事情}
  - {id: of-a, kind: redirect, queries: [A院], match: exact, url: "https://a.example/", collection: clinic-a}
`

// curatedDesk is a desk with rules, at which an editor of clinic-a sits.
func curatedDesk(t *testing.T) (desk, *rulebook, []*http.Cookie) {
	t.Helper()
	d := staffedDesk(t, Config{})
	book := &rulebook{Book: curation.NewBook(d.kept), asked: 1, of: 1}
	d.cfg.Curator = book
	rules, err := curation.Parse("rules", []byte(rulesOfAll))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := book.Save(t.Context(), 0, rules, "管理者", "初め"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.office.Add(t.Context(), staff.Command(), staff.Person{Name: "bound", Role: staff.Editor, Collections: []string{"clinic-a"}}, password); err != nil {
		t.Fatal(err)
	}
	return d, book, d.login(t, "bound")
}

func (d desk) send(cookies []*http.Cookie, path string, form url.Values) *httptest.ResponseRecorder {
	return answer(d, from(cookies, http.MethodPost, path, form.Encode()))
}

// savedForm is what the page of a preview saves when its button is pressed.
func savedForm(t *testing.T, w *httptest.ResponseRecorder) (url.Values, *goquery.Document) {
	t.Helper()
	if w.Code != http.StatusOK {
		t.Fatalf("preview: %d %s", w.Code, w.Body)
	}
	doc := page(t, w)
	form := doc.Find("form[action$='/curation/save']")
	yaml := strings.ReplaceAll(form.Find("textarea[name=yaml]").Text(), "\n", "\r\n") // as browsers send it
	return url.Values{
		"base": {form.Find("[name=base]").AttrOr("value", "")}, "seal": {form.Find("[name=seal]").AttrOr("value", "")},
		"yaml": {yaml}, "why": {"確かめた"},
	}, doc
}

func synonymForm() url.Values {
	return url.Values{"kind": {"synonym"}, "base": {"1"}, "words": {"ツルリン、ハイフ"}, "collection": {"clinic-a"}}
}

// Who is bound to a collection changes rules of that alone, is shown no others, and loses none.
func TestCurationOfOneCollection(t *testing.T) {
	d, book, cookies := curatedDesk(t)
	form, doc := savedForm(t, d.send(cookies, "/console/curation/rule", synonymForm()))
	if html, _ := doc.Html(); strings.Contains(html, "B院") || !strings.Contains(html, "A院") {
		t.Errorf("the page tells rules of another collection, or none:\n%s", form.Get("yaml"))
	}
	if w := d.send(cookies, "/console/curation/save", form); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	now, revision, err := book.Current(t.Context())
	if err != nil || revision.Number != 2 || len(now.Rules) != 3 || now.Rules[0].ID != "of-b" || now.Rule("of-b").Note != "B院だけの事情" {
		t.Fatalf("revision %d: %+v, %v", revision.Number, now, err)
	}
	changed := strings.Replace(rulesOfAll, "https://b.example/", "https://a.example/b", 1)
	for what, w := range map[string]*httptest.ResponseRecorder{
		"another's rule in a file": d.send(cookies, "/console/curation/import", url.Values{"yaml": {changed}}),
		"another's rule":           d.send(cookies, "/console/curation/save", url.Values{"base": {"2"}, "yaml": {changed}, "why": {"x"}}),
		"a new rule for all":       d.send(cookies, "/console/curation/rule", url.Values{"kind": {"synonym"}, "base": {"2"}, "words": {"a、b"}}),
		"another's passage":        d.send(cookies, "/console/curation/rule", url.Values{"kind": {"hide"}, "base": {"2"}, "passage": {"b#1"}, "note": {"x"}}),
		"another's rule, removed":  d.send(cookies, "/console/curation/remove", url.Values{"rule": {"of-b"}}),
	} {
		if w.Code < 400 {
			t.Errorf("%s: %d", what, w.Code)
		}
	}
	own := url.Values{"kind": {"hide"}, "base": {"2"}, "passage": {"a#1"}, "note": {"古い"}}
	if form, _ := savedForm(t, d.send(cookies, "/console/curation/rule", own)); !strings.Contains(form.Get("yaml"), "a#1") {
		t.Errorf("their own passage: %s", form.Get("yaml"))
	}
	if _, latest, _ := book.Current(t.Context()); latest.Number != 2 {
		t.Errorf("revision %d was saved", latest.Number)
	}
}

// What was not looked at is not saved but shown: rules from elsewhere, or others than were shown.
func TestCurationIsLookedAtBeforeItIsSaved(t *testing.T) {
	d, book, cookies := curatedDesk(t)
	form, _ := savedForm(t, d.send(cookies, "/console/curation/rule", synonymForm()))
	other := url.Values{"base": form["base"], "seal": form["seal"], "why": form["why"], "yaml": {strings.Replace(form.Get("yaml"), "ツルリン", "ツルツル", 1)}}
	unsealed := url.Values{"base": form["base"], "yaml": form["yaml"], "why": form["why"]}
	for what, sent := range map[string]url.Values{"others than were shown": other, "from elsewhere": unsealed} {
		again, doc := savedForm(t, d.send(cookies, "/console/curation/save", sent))
		if _, latest, _ := book.Current(t.Context()); latest.Number != 1 {
			t.Fatalf("%s: saved", what)
		}
		if again.Get("yaml") != sent.Get("yaml") || doc.Find("#why").AttrOr("value", "") != "確かめた" {
			t.Errorf("%s: shown are %q", what, again.Get("yaml"))
		}
	}
}

// Of two who change the rules at the same time, the second is told of the first, and nothing of
// what the first saved is lost.
func TestCurationConflict(t *testing.T) {
	d, book, cookies := curatedDesk(t)
	form, _ := savedForm(t, d.send(cookies, "/console/curation/rule", synonymForm()))
	now, _, err := book.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := book.Save(t.Context(), 1, now.Without("of-a"), "佐藤", "閉院のため"); err != nil {
		t.Fatal(err)
	}
	w := d.send(cookies, "/console/curation/save", form)
	if text := page(t, w).Text(); w.Code != http.StatusConflict || !strings.Contains(text, "佐藤") {
		t.Errorf("%d %s", w.Code, text)
	}
	if after, latest, _ := book.Current(t.Context()); latest.Number != 2 || len(after.Rules) != 1 {
		t.Errorf("revision %d: %+v", latest.Number, after)
	}
}

// A preview that was cut short says so beside the button, and not that nothing moves.
func TestCurationPreviewCutShort(t *testing.T) {
	d, book, cookies := curatedDesk(t)
	book.asked, book.of = 40, 363
	_, doc := savedForm(t, d.send(cookies, "/console/curation/rule", synonymForm()))
	form := doc.Find("form[action$='/curation/save']").Text()
	if text := doc.Find("main").Text(); !strings.Contains(form, "一部の検索でしか確かめていません") || !strings.Contains(text, "363件のうち40件") || strings.Contains(text, "上位10件が動く検索はありません") {
		t.Errorf("cut short: %s", text)
	}
	book.asked = 363
	_, doc = savedForm(t, d.send(cookies, "/console/curation/rule", synonymForm()))
	if text := doc.Find("main").Text(); strings.Contains(text, "確かめていません") || strings.Contains(text, "打ち切りました") || !strings.Contains(text, "上位10件が動く検索はありません") {
		t.Errorf("whole: %s", text)
	}
}
