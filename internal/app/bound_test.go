package app

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"shirube/internal/staff"
	"shirube/internal/store"
)

const deskPassword = "correct horse battery"

// visitor is somebody with a browser, at the console of a server.
type visitor struct {
	t    *testing.T
	addr string
	http http.Client
}

func (v *visitor) get(path string) (int, string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+v.addr+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(r)
}

// post sends a form as a browser does, and follows where it leads.
func (v *visitor) post(path string, fields url.Values) (int, string) {
	v.t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://"+v.addr+path, strings.NewReader(fields.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.do(r)
}

func (v *visitor) do(r *http.Request) (int, string) {
	v.t.Helper()
	r.Header.Set("Accept", "text/html")
	resp, err := v.http.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// hired makes accounts in a data directory.
func hired(t *testing.T, data string, people ...staff.Person) {
	t.Helper()
	kept, err := store.Open(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	for _, p := range people {
		if _, err := staff.New(kept).Add(t.Context(), staff.Command(), p, deskPassword); err != nil {
			t.Fatal(err)
		}
	}
}

func loggedIn(t *testing.T, addr, name string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t, addr, http.Client{Jar: jar}}
	if status, text := v.post("/console/login", url.Values{"name": {name}, "password": {deskPassword}}); status != http.StatusOK || strings.Contains(text, `action="/console/login"`) {
		t.Fatalf("%s: %d %s", name, status, text)
	}
	return v
}

// hidden is the value of a field that a form sends without showing it.
func hidden(t *testing.T, text, name string) string {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	field := doc.Find(`form [name="` + name + `"]`).First()
	if field.Length() == 0 {
		t.Fatalf("no %s in %s", name, doc.Find("main").Text())
	}
	if value, ok := field.Attr("value"); ok {
		return value
	}
	return field.Text()
}

// saveRules has somebody import rules, look at what moves, and save them.
func (v *visitor) saveRules(rules, why string) (preview string) {
	v.t.Helper()
	status, preview := v.post("/console/curation/import", url.Values{"yaml": {rules}})
	if status != http.StatusOK {
		v.t.Fatalf("preview: %d %s", status, preview)
	}
	form := url.Values{"why": {why}}
	for _, name := range []string{"base", "seal", "yaml"} {
		form.Set(name, hidden(v.t, preview, name))
	}
	if status, text := v.post("/console/curation/save", form); status != http.StatusOK {
		v.t.Fatalf("save: %d %s", status, text)
	}
	return preview
}

// An editor who is bound to a collection is told nothing of rules about others: not by the list,
// by the history, by files, nor by what the preview of a change of their own sends back and
// forth; and their change leaves those rules as they are.
func TestRulesOfOtherCollectionsStayApart(t *testing.T) {
	cfg := settings(t.TempDir(), t.TempDir())
	for name, text := range map[string]string{
		"a.md": "---\nid: alpha\ntitle: 湿布の貼り方\ncollection: a\nstatus: published\n---\n## 手順\n\n肌の水分を拭き取ってから貼ります。\n",
		"b.md": "---\nid: beta\ntitle: 極秘の資料\ncollection: b\nstatus: published\n---\n## 手順\n\n極秘の文章は誰にも見せないでください。\n",
	} {
		if err := os.WriteFile(filepath.Join(cfg.Corpus[0], name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	hired(t, cfg.Data, staff.Person{Name: "boss", Role: staff.Admin}, staff.Person{Name: "bound", Role: staff.Editor, Collections: []string{"a"}})
	boss, bound := loggedIn(t, addr, "boss"), loggedIn(t, addr, "bound")
	const others = "schema: 1\nrules:\n" +
		"  - {id: secret-words, kind: synonym, words: [極秘の言葉, 機密], collection: b, note: 極秘のメモ}\n" +
		"  - {id: secret-pin, kind: pin, queries: [資料], target: beta, quote: 極秘の資料}\n"
	boss.saveRules(others, "極秘の理由")
	mine := "schema: 1\nrules:\n  - {id: mine, kind: synonym, words: [湿布, パップ剤], collection: a}\n" +
		// Of what this has lost, the likest passage would be told.
		"  - {id: fishing, kind: pin, queries: [手順], target: 'beta#gone', quote: 極秘の文章は誰にも見せないでください。, collection: a}\n"
	shown := map[string]string{"preview": bound.saveRules(strings.ReplaceAll(mine, "極秘の文章は", "文章は"), "呼び方")}
	for _, path := range []string{
		"/console/curation", "/console/curation/export.yaml", "/console/curation/export.yaml?revision=1", "/console/curation/history",
		"/console/curation/history/1", "/console/curation/history/2", "/console/curation/edit?rule=secret-words", "/console/curation/edit?rule=secret-pin",
		"/console/curation/edit?rule=mine", "/?q=資料", "/console/articles/beta", "/console/quote?passage=beta%23gone", "/console/correct?article=beta",
		"/console/corrections", "/console/content/list?kind=no_risks", "/console/content/list.csv?kind=no_risks&collection=b", "/console/compare?t=資料", "/console/patient?said=資料",
	} {
		_, shown[path] = bound.get(path)
	}
	_, shown["restore"] = bound.post("/console/curation/history/2/restore", url.Values{"before": {"1"}})
	_, shown["remove"] = bound.post("/console/curation/remove", url.Values{"rule": {"secret-words"}})
	for where, text := range shown {
		text = strings.ReplaceAll(text, where, "") // a page names its own address
		for _, secret := range []string{"極秘", "secret-words", "secret-pin"} {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("%s tells of %s: %s", where, secret, text[max(at-200, 0):min(at+100, len(text))])
			}
		}
	}
	_, all := boss.get("/console/curation/export.yaml")
	for _, want := range []string{"secret-words", "secret-pin", "mine"} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is lost: %s", want, all)
		}
	}
	// What is sent under the id of another's rule changes nothing of it.
	status, _ := bound.post("/console/curation/import", url.Values{"yaml": {strings.Replace(mine, "id: mine", "id: secret-words", 1)}})
	if status != http.StatusForbidden {
		t.Errorf("another's rule was replaced: %d", status)
	}
}
