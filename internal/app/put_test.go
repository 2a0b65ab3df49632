package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/internal/ingest"
	"shirube/internal/store"
	"shirube/internal/uploads"
)

func TestPutAndDelete(t *testing.T) {
	corpus, data := folder(t, map[string]string{"a.md": "---\nid: a\n---\n" + about("りんご")}), filepath.Join(t.TempDir(), "data")
	cfg := settings(corpus, data)
	addr, stop, ended, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	site := "http://" + addr
	id := url.PathEscape("https://e.jp/新しい?x=1")

	// Searchable when the answer comes, without any waiting.
	text := wantStatus(t, 201, "PUT", site+"/v1/articles/"+id, `{"title":"みかん","markdown":"## 手順\n\nみかんを洗います。"}`)
	if n := hits(t, addr, "みかん"); n != 1 || !strings.Contains(text, `"searchable":true`) || !strings.Contains(text, `"generation":"000002"`) {
		t.Errorf("%d hits, %s", n, text)
	}
	// Markdown stays what it was said to be, headings or none.
	wantStatus(t, 200, "PUT", site+"/v1/articles/"+id, `{"title":"みかん","markdown":"みかんを**よく**洗います。"}`)
	if text := wantStatus(t, 200, "GET", site+"/v1/articles/"+id, ""); !strings.Contains(text, "みかんをよく洗います。") {
		t.Errorf("Markdown without headings reads as %s", text)
	}
	wantStatus(t, 200, "PUT", site+"/v1/articles/"+id, `{"title":"ぶどう","text":"ぶどうを洗います。"}`)
	if hits(t, addr, "みかん") != 0 || hits(t, addr, "ぶどう") != 1 {
		t.Error("what was put again is not what is found")
	}
	// An article as GET shows it can be put.
	whole := wantStatus(t, 200, "GET", site+"/v1/articles/a", "")
	wantStatus(t, 200, "PUT", site+"/v1/articles/a", strings.Replace(whole, "りんごを水", "りんごとメロンを水", 1))
	if hits(t, addr, "メロン") != 1 || hits(t, addr, "りんご") != 1 {
		t.Error("the article that was put is not in place of the file's")
	}
	wantStatus(t, 204, "DELETE", site+"/v1/articles/a", "")
	wantStatus(t, 404, "GET", site+"/v1/articles/a", "")
	wantStatus(t, 404, "DELETE", site+"/v1/articles/a", "")
	wantStatus(t, 404, "DELETE", site+"/v1/articles/nobody", "")

	// A rebuild and another server have all of it.
	if text := wantStatus(t, 200, "POST", site+"/v1/admin/reindex?rebuild=true", ""); !strings.Contains(text, `"mode":"rebuilt"`) {
		t.Errorf("%s", text)
	}
	if hits(t, addr, "りんご") != 0 || hits(t, addr, "ぶどう") != 1 {
		t.Error("a rebuild lost what was put, or brought back what was deleted")
	}
	if u := upkeep(t, addr); u.Stored != 1 || u.Deleted != 1 || u.Articles != 1 || u.Watch.Mode != "off" {
		t.Errorf("%+v", u)
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	addr, _, _, _ = start(t, cfg)
	untilPhase(t, addr, phaseReady)
	site = "http://" + addr
	if hits(t, addr, "りんご") != 0 || hits(t, addr, "ぶどう") != 1 {
		t.Error("another server lost what was put, or brought back what was deleted")
	}
	wantStatus(t, 204, "DELETE", site+"/v1/admin/overrides/a", "")
	if hits(t, addr, "りんご") != 1 || hits(t, addr, "メロン") != 0 {
		t.Error("the corpus' article is not restored")
	}
	wantStatus(t, 404, "DELETE", site+"/v1/admin/overrides/a", "")
	wantStatus(t, 204, "DELETE", site+"/v1/articles/"+id, "")
	if hits(t, addr, "ぶどう") != 0 {
		t.Error("what was deleted is found")
	}
}

func TestPutTogether(t *testing.T) {
	addr, _, _, _ := start(t, settings(folder(t, map[string]string{"a.md": "---\nid: a\n---\n" + about("りんご")}), t.TempDir()))
	untilPhase(t, addr, phaseReady)
	put := func(want int, lines ...string) string {
		t.Helper()
		return wantStatus(t, want, "POST", "http://"+addr+"/v1/admin/articles", strings.Join(lines, "\n"), "Content-Type", "application/x-ndjson")
	}
	text := put(422, `{"id":"b","title":"x","text":"みかんです。"}`, `{"title":"x","text":"y"}`, `{"id":"c"}`, `{"id":"b","title":"x","text":"z"}`, `{`)
	for _, want := range []string{"line 2: id", "line 3: ", "line 4: id", "line 5"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not named: %s", want, text)
		}
	}
	if hits(t, addr, "みかん") != 0 {
		t.Error("a part of what was not accepted was kept")
	}
	text = put(200, `{"id":"b","title":"x","text":"みかんです。"}`, "", `{"id":"a","title":"z","text":"ぶどうです。"}`)
	if !strings.Contains(text, `"articles":2,"created":1,"searchable":true`) || hits(t, addr, "みかん") != 1 || hits(t, addr, "りんご") != 0 {
		t.Errorf("%s", text)
	}
	put(400, "")
}

func TestWhatIsNotAccepted(t *testing.T) {
	data := t.TempDir()
	addr, _, _, _ := start(t, settings(folder(t, map[string]string{"a.md": about("りんご")}), data))
	untilPhase(t, addr, phaseReady)
	for _, c := range []struct {
		body   string
		status int
		says   string
	}{
		{``, 400, ""},
		{`{`, 400, "JSON"},
		{`[]`, 400, "JSON"},
		{`null`, 400, "null"},
		{"{\"title\":\"\xff\"}", 400, "UTF-8"},
		{`{}`, 422, "no body"},
		{`{"title":"x"}`, 422, "no body"},
		{`{"titl":"x","text":"y"}`, 422, "did you mean title"},
		{`{"id":"other","text":"y"}`, 422, "not that of the path"},
		{`{"text":"y","markdown":"z"}`, 422, "given already"},
		{`{"text":5}`, 422, "text"},
		{`{"text":"y","status":"maybe"}`, 422, `"parameter":"status"`},
		{`{"text":"y","sections":[{"kind":"nope","heading":"h","text":"t"}]}`, 422, ""},
		{`{"text":"` + strings.Repeat("あ", 3<<20) + `"}`, 413, "8388608"},
	} {
		status, text := call(t, "PUT", "http://"+addr+"/v1/articles/x", c.body)
		if status != c.status || !strings.Contains(text, c.says) || !strings.Contains(text, `"request_id"`) {
			t.Errorf("%.60s: %d, want %d, saying %q: %.300s", c.body, status, c.status, c.says, text)
		}
	}
	if uploads.New(data).Holds() {
		t.Error("something was kept")
	}
}

// Changing articles takes the scope admin, and the collection's key.
func TestWhoMayChangeArticles(t *testing.T) {
	dir := folder(t, map[string]string{
		"site/a.md": "---\nid: a\n---\n" + about("りんご"), "staff/b.md": "---\nid: b\n---\n" + about("みかん"),
		"keys.yaml": "- {name: reader, secret: reader-secret}\n- {name: all, secret: admin-secret, scopes: [admin]}\n" +
			"- {name: site, secret: site-secret, scopes: [admin], collections: [site]}\n",
	})
	cfg := settings("", t.TempDir())
	cfg.Corpus = []string{"site=" + filepath.Join(dir, "site"), "staff=" + filepath.Join(dir, "staff")}
	cfg.KeyFile = filepath.Join(dir, "keys.yaml")
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	articles := "http://" + addr + "/v1/articles/"
	const body = `{"collection":"site","text":"ぶどうです。"}`
	for _, c := range []struct {
		key, method, id, body string
		status                int
	}{
		{"", "PUT", "n", body, 401},
		{"reader-secret", "PUT", "n", body, 403},
		{"reader-secret", "DELETE", "a", "", 403},
		{"site-secret", "PUT", "n", `{"text":"ぶどうです。"}`, 403}, // the default collection is not its own
		{"site-secret", "PUT", "b", body, 403},                // b is the staff's
		{"site-secret", "DELETE", "b", "", 404},
		{"site-secret", "PUT", "n", body, 201},
		{"site-secret", "DELETE", "a", "", 204},
		{"admin-secret", "DELETE", "b", "", 204},
	} {
		wantStatus(t, c.status, c.method, articles+c.id, c.body, "Authorization", "Bearer "+c.key)
	}
	wantStatus(t, 403, "GET", "http://"+addr+"/v1/admin/stats", "", "Authorization", "Bearer reader-secret")
	wantStatus(t, 403, "POST", "http://"+addr+"/v1/admin/reindex", "", "Authorization", "Bearer reader-secret")
}

// Without keys, a page of somebody else that runs in a browser on this machine
// must not change anything, nor must who reaches a public server.
func TestWithoutKeysOnlyThisMachineMayChangeArticles(t *testing.T) {
	corpus := folder(t, map[string]string{"a.md": about("りんご")})
	addr, _, _, _ := start(t, settings(corpus, t.TempDir()))
	untilPhase(t, addr, phaseReady)
	wantStatus(t, 403, "POST", "http://"+addr+"/v1/admin/reindex", "", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
	req, err := http.NewRequestWithContext(t.Context(), "DELETE", "http://"+addr+"/v1/articles/a", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "evil.example"
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("%d %v", resp.StatusCode, err)
	}
	cfg := settings(corpus, t.TempDir())
	cfg.Addr, cfg.InsecurePublic = "0.0.0.0:0", true
	addr, _, _, _ = start(t, cfg)
	_, port, _ := strings.Cut(addr[strings.LastIndex(addr, ":"):], ":")
	local := "127.0.0.1:" + port
	untilPhase(t, local, phaseReady)
	wantStatus(t, 403, "PUT", "http://"+local+"/v1/articles/x", `{"text":"y"}`)
}

// A power cut after an article was stored and before it was indexed.
func TestWhatWasStoredIsIndexedByTheNextServer(t *testing.T) {
	data := t.TempDir()
	cfg := settings(folder(t, map[string]string{"a.md": "---\nid: a\n---\n" + about("りんご")}), data)
	a, _ := newApp(t, cfg)
	buildIndex(t, a)
	if _, err := uploads.New(data).Apply([]uploads.Change{{ID: "b", Record: json.RawMessage(`{"id":"b","text":"みかんです。"}`)}, {ID: "a", Deleted: true}}); err != nil {
		t.Fatal(err)
	}
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	untilHits(t, addr, "みかん", 1)
	untilHits(t, addr, "りんご", 0)
}

// What is put is searchable, whatever is ignored of the corpus.
func TestWhatIsPutIsNotIgnored(t *testing.T) {
	cfg := settings(folder(t, map[string]string{"a.md": about("りんご")}), t.TempDir())
	cfg.Ignore = []string{"*.json"}
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	text := wantStatus(t, 201, "PUT", "http://"+addr+"/v1/articles/x", `{"text":"みかんです。"}`)
	if n := hits(t, addr, "みかん"); n != 1 {
		t.Errorf("%d hits, and the answer was %s", n, text)
	}
}

// keeping is a keeper without a server, whose index is made; runs fail once the
// corpus is taken away.
func keeping(t *testing.T) (k *keeper, corpus string) {
	t.Helper()
	corpus = folder(t, map[string]string{"a.md": about("りんご")})
	a, _ := newApp(t, settings(corpus, t.TempDir()))
	dir, lock, err := a.lockedDirectory("test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.release() })
	kept, err := store.Open(t.Context(), a.data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	s := &server{App: a, dir: dir, gate: newGate(), meter: &ingest.Meter{}, orders: make(chan *order), ended: make(chan struct{})}
	s.rules = newCurator(a, kept, s.gate)
	if k, err = s.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.gate.close() })
	if err := k.once(t.Context(), nil, causeStart); err != nil {
		t.Fatal(err)
	}
	return k, corpus
}

// putting is an order that puts an article.
func putting(id, text string) *order {
	return &order{outcome: make(chan outcome, 1), changes: func(*keeper) ([]uploads.Change, error) {
		return []uploads.Change{{ID: id, Record: json.RawMessage(text)}}, nil
	}}
}

// Who was told that an article is kept must not find it taken back, and who waits
// while it is taken back must not be told that it is kept.
func TestWhatIsPromisedIsKept(t *testing.T) {
	k, corpus := keeping(t)
	if err := os.RemoveAll(corpus); err != nil {
		t.Fatal(err)
	}
	// Its caller left after the order was taken, and was told that it is kept.
	before, promised, after := putting("x", `{"text":"前"}`), putting("x", `{"text":"約束"}`), putting("y", `{"text":"後"}`)
	changes := promised.changes
	promised.changes = func(k *keeper) ([]uploads.Change, error) {
		promised.state.Store(orderLeft)
		return changes(k)
	}
	if err := k.once(t.Context(), []*order{before, promised, after}, causeAPI); err == nil {
		t.Fatal("the run did not fail")
	}
	if kept, err := k.uploads.Get("x"); err != nil || string(kept.Record) != `{"text":"約束"}` {
		t.Errorf("%s, %v", kept.Record, err)
	}
	if kept, err := k.uploads.Get("y"); err != nil || kept.Record != nil {
		t.Errorf("%s, %v", kept.Record, err)
	}
	// While an order is taken back, its caller cannot leave it any more.
	late := putting("z", `{"text":"z"}`)
	late.state.Store(orderTaken)
	late.undo = func() error {
		if late.state.CompareAndSwap(orderTaken, orderLeft) {
			t.Error("the caller is told that what is taken back is kept")
		}
		return nil
	}
	k.settle([]*order{late}, errOrphan)
	if !k.owing {
		t.Error("nobody makes searchable what was promised")
	}
}

// What is kept and waits to be searchable is its collection's already.
func TestWhatWaitsIsNotForOthers(t *testing.T) {
	k, _ := keeping(t)
	if _, err := k.uploads.Apply([]uploads.Change{{ID: "x", Record: json.RawMessage(`{"collection":"staff","text":"みかん"}`)}}); err != nil {
		t.Fatal(err)
	}
	if c, found, err := k.collectionOf(t.Context(), "x"); c != "staff" || found || err != nil {
		t.Errorf("%q %v %v", c, found, err)
	}
	if c, found, err := k.collectionOf(t.Context(), "a"); c != corpus.DefaultCollection || !found || err != nil {
		t.Errorf("%q %v %v", c, found, err)
	}
	if c, found, err := k.collectionOf(t.Context(), "nobody"); c != "" || found || err != nil {
		t.Errorf("%q %v %v", c, found, err)
	}
}
