package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"shirube/internal/staff"
)

// What an operator does to keys and to the query log does what it says: a secret is shown once,
// a key that was revoked lets nobody in, the log leaves whole and to admins alone, and it is
// erased after a word was typed, not before. The audit log has each, and no secret.
func TestKeysAndLogThroughTheConsole(t *testing.T) {
	cfg := settings("", t.TempDir())
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	hired(t, cfg.Data, staff.Person{Name: "boss", Role: staff.Admin}, staff.Person{Name: "writer", Role: staff.Editor})
	boss, writer := loggedIn(t, addr, "boss"), loggedIn(t, addr, "writer")

	const asked = "ハイフの痛み"
	if status, _ := boss.get("/?q=" + url.QueryEscape(asked)); status != http.StatusOK {
		t.Fatal(status)
	}
	export := func(v *visitor) (status int, text string) { return v.post("/console/operations/export", nil) }
	eventually(t, "the search is noted", func() error {
		if status, text := export(boss); status != http.StatusOK || !strings.Contains(text, `"kind":"search"`) || !strings.Contains(text, asked) {
			return errNotYet{text}
		}
		return nil
	})
	if status, text := export(writer); status != http.StatusForbidden || strings.Contains(text, asked) {
		t.Errorf("an editor exports the log: %d %s", status, text)
	}
	all := url.Values{"what": {"all"}, "confirm": {"消す"}}
	if status, _ := boss.post("/console/operations/erase", all); status != http.StatusUnprocessableEntity {
		t.Errorf("erased without the word: %d", status)
	}
	if _, text := export(boss); !strings.Contains(text, asked) {
		t.Error("the log is gone although the word was wrong")
	}
	all.Set("confirm", "消去")
	if status, _ := writer.post("/console/operations/erase", all); status != http.StatusForbidden {
		t.Errorf("an editor erases the log: %d", status)
	}
	if status, text := boss.post("/console/operations/erase", all); status != http.StatusOK {
		t.Errorf("not erased: %d %s", status, text)
	}
	if _, text := export(boss); strings.Contains(text, asked) {
		t.Errorf("left after it was erased: %s", text)
	}

	status, text := boss.post("/console/operations/keys", url.Values{"name": {"site"}, "scope": {"search"}})
	if status != http.StatusOK {
		t.Fatalf("key: %d %s", status, text)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.TrimSpace(doc.Find("#made-secret").Text())
	if len(secret) < 20 {
		t.Fatalf("no secret: %q in %s", secret, doc.Find("main").Text())
	}
	answers := func(want int) {
		t.Helper()
		eventually(t, "the key", func() error {
			r, err := http.NewRequest(http.MethodGet, "http://"+addr+"/v1/search?q=a", nil)
			if err != nil {
				return err
			}
			r.Header.Set("Authorization", "Bearer "+secret)
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				return err
			}
			_ = resp.Body.Close()
			if resp.StatusCode != want {
				return errNotYet{resp.Status}
			}
			return nil
		})
	}
	answers(http.StatusOK)
	if _, text := boss.get("/console/operations/keys"); strings.Contains(text, secret) || !strings.Contains(text, "site") {
		t.Error("the secret is shown again, or the key is not listed")
	}
	if status, text := boss.post("/console/operations/keys/revoke", url.Values{"name": {"site"}}); status != http.StatusOK {
		t.Errorf("not revoked: %d %s", status, text)
	}
	answers(http.StatusUnauthorized)

	_, audit := boss.get("/console/audit")
	for _, want := range []string{"検索の記録の書き出し", "検索の記録の消去", "APIキーの作成", "APIキーの無効化"} {
		if doc, err := goquery.NewDocumentFromReader(strings.NewReader(audit)); err != nil || !strings.Contains(doc.Find("main tbody").Text(), want) {
			t.Errorf("the audit log does not have %s", want)
		}
	}
	if strings.Contains(audit, secret) || strings.Contains(audit, asked) {
		t.Error("the audit log has a secret, or what was asked")
	}
}

type errNotYet struct{ what string }

func (e errNotYet) Error() string { return e.what }
