package app

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/internal/config"
)

// sendForm sends a form as a page of the console does, and returns the status.
func sendForm(t *testing.T, addr, path string, form url.Values) int {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+addr+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+addr)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

func findsNew(t *testing.T, addr, text string) bool {
	t.Helper()
	resp, err := http.Get("http://" + addr + "/v1/search?q=" + url.QueryEscape(text))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(body), `"id":"new"`)
}

// An operator goes back to an earlier generation: that one answers, and still does after a
// restart and after an article was put, which is kept; whoever takes the corpus up again has all.
func TestGoingBackInTheConsole(t *testing.T) {
	corpus, data := t.TempDir(), t.TempDir()
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(corpus, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("old.md", "# しみ取りレーザー\n\n## リスク\n\n照射後に赤みが出ることがあります。\n")
	cfg := config.Default()
	cfg.Corpus, cfg.Data, cfg.Addr = []string{corpus}, data, "127.0.0.1:0"
	addr, stop, ended, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	put("new.md", "# 眼瞼下垂の手術\n\n## 費用\n\n費用は10万円です。\n")
	reindex := func(addr string) {
		t.Helper()
		resp, err := http.Post("http://"+addr+"/v1/admin/reindex", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	reindex(addr)
	if !findsNew(t, addr, "眼瞼下垂") {
		t.Fatal("the new article is not found")
	}
	const generations = "/console/operations/generations"
	if got := sendForm(t, addr, generations, url.Values{"generation": {"000009"}}); got != http.StatusNotFound {
		t.Errorf("a generation that there is not: %d", got)
	}
	if got := sendForm(t, addr, generations, url.Values{"generation": {"000001"}}); got != http.StatusSeeOther {
		t.Fatalf("going back: %d", got)
	}
	if findsNew(t, addr, "眼瞼下垂") {
		t.Error("the earlier generation has the new article")
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}

	addr, _, _, _ = start(t, cfg)
	untilPhase(t, addr, phaseReady)
	if findsNew(t, addr, "眼瞼下垂") {
		t.Error("after a restart the later generation is served")
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "http://"+addr+"/v1/articles/put",
		strings.NewReader(`{"title":"二重まぶたの手術","text":"費用は20万円です。"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusAccepted {
		t.Errorf("an article that is kept and not searchable: %d", resp.StatusCode)
	}
	if findsNew(t, addr, "眼瞼下垂") {
		t.Error("an article that was put ended what an operator decided")
	}
	reindex(addr)
	if !findsNew(t, addr, "眼瞼下垂") {
		t.Error("the new article is not found after the corpus was taken up again")
	}
	resp, err = http.Get("http://" + addr + "/v1/articles/put")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the article that was put meanwhile: %d", resp.StatusCode)
	}
}
