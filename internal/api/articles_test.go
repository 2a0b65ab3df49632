package api

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"shirube/internal/search"
)

// fakeKeeper answers from memory and remembers what it was asked.
type fakeKeeper struct {
	err     error
	created bool
	id      string
	body    string
	scope   search.Scope
	rebuild bool
}

func (f *fakeKeeper) Put(_ context.Context, id string, record []byte, scope search.Scope) (*Stored, error) {
	f.id, f.body, f.scope = id, string(record), scope
	return &Stored{ID: id, Created: f.created, Searchable: f.err == nil, Generation: "000002", Notes: []string{"odd"}}, f.err
}

func (f *fakeKeeper) PutAll(_ context.Context, lines []byte, scope search.Scope) (*StoredBatch, error) {
	f.body, f.scope = string(lines), scope
	return &StoredBatch{Articles: 2, Created: 1, Searchable: f.err == nil, Notes: []string{}}, f.err
}

func (f *fakeKeeper) Delete(_ context.Context, id string, scope search.Scope) error {
	f.id, f.scope = id, scope
	return f.err
}

func (f *fakeKeeper) Restore(_ context.Context, id string, scope search.Scope) error {
	f.id, f.scope = id, scope
	return f.err
}

func (f *fakeKeeper) Reindex(_ context.Context, rebuild bool) (*Run, error) {
	f.rebuild = rebuild
	r := aRun()
	return &r, f.err
}

func (f *fakeKeeper) Upkeep(context.Context) (*Upkeep, error) {
	now := time.Unix(1000, 0).UTC()
	return &Upkeep{
		Generation: "000002", Built: &now, Articles: 2, Passages: 7, Collections: map[string]int{"default": 2}, Bytes: 99,
		Watch: Watch{Mode: "events"}, Skipped: SkippedFiles{Formats: map[string]int{".css": 3}},
		Problems: []RunProblem{}, Runs: []Run{aRun()}, Checked: nil,
	}, f.err
}

func aRun() Run {
	return Run{Cause: "watch", Started: time.Unix(1000, 0).UTC(), Mode: "updated", Generation: "000002", Files: []RunFile{{
		File: "b.md", Status: "added", RenamedFrom: "a.md", Articles: 1, Problems: []RunProblem{{File: "b.md", Line: 3, Why: "odd"}},
	}}}
}

// Every answer of the routes that change something is what the document says.
func TestKeeperAnswersFollowTheDocument(t *testing.T) {
	doc, compile := document(t), schemas(t)
	refused := &RecordError{Errors: []ProblemError{{Parameter: "id", Value: "b", Reason: "it is not that of the path", Allowed: []string{"a"}}}}
	for _, tt := range []struct {
		method, path, target, body string
		keeper                     fakeKeeper
		status                     int
	}{
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{"any":["thing"]}`, fakeKeeper{}, 200},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{created: true}, 201},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{err: ErrPending}, 202},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{err: &RecordError{Malformed: "no"}}, 400},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{err: ErrOtherCollection}, 403},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", strings.Repeat(" ", 8<<20+1), fakeKeeper{}, 413},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{err: refused}, 422},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{err: errors.New("x")}, 500},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{err: ErrBusy}, 503},
		{"PUT", "/v1/articles/{id}", "/v1/articles/a", `{}`, fakeKeeper{err: &RunError{errors.New("disk full")}}, 503},
		{"DELETE", "/v1/articles/{id}", "/v1/articles/a", ``, fakeKeeper{}, 204},
		{"DELETE", "/v1/articles/{id}", "/v1/articles/a", ``, fakeKeeper{err: ErrPending}, 202},
		{"DELETE", "/v1/articles/{id}", "/v1/articles/a", ``, fakeKeeper{err: search.ErrNotFound}, 404},
		{"DELETE", "/v1/admin/overrides/{id}", "/v1/admin/overrides/a", ``, fakeKeeper{}, 204},
		{"DELETE", "/v1/admin/overrides/{id}", "/v1/admin/overrides/a", ``, fakeKeeper{err: search.ErrNotFound}, 404},
		{"POST", "/v1/admin/articles", "/v1/admin/articles", "{}\n{}", fakeKeeper{}, 200},
		{"POST", "/v1/admin/articles", "/v1/admin/articles", "{}\n{}", fakeKeeper{err: ErrPending}, 202},
		{"POST", "/v1/admin/reindex", "/v1/admin/reindex", "", fakeKeeper{}, 200},
		{"POST", "/v1/admin/reindex", "/v1/admin/reindex", "", fakeKeeper{err: ErrPending}, 202},
		{"POST", "/v1/admin/reindex", "/v1/admin/reindex?rebuild=perhaps", "", fakeKeeper{}, 422},
		{"GET", "/v1/admin/stats", "/v1/admin/stats", "", fakeKeeper{}, 200},
	} {
		h := handler(t, &fake{}, func(c *Config) { c.Keeper = &tt.keeper })
		w := do(h, tt.method, tt.target, tt.body, "Host", "localhost")
		name := tt.method + " " + tt.target
		if w.Code != tt.status {
			t.Errorf("%s: status %d, want %d: %.300s", name, w.Code, tt.status, w.Body)
			continue
		}
		described, ok := doc.Paths[tt.path][strings.ToLower(tt.method)].Responses[strconv.Itoa(tt.status)]
		if !ok {
			t.Errorf("%s does not document %d", name, tt.status)
			continue
		}
		if w.Body.Len() == 0 {
			continue
		}
		media, ok := described.Content[w.Header().Get("Content-Type")]
		if !ok {
			if tt.status != http.StatusAccepted { // of a run there is nothing to say yet
				t.Errorf("%s: Content-Type %q is not documented for %d", name, w.Header().Get("Content-Type"), tt.status)
			}
			continue
		}
		body, err := jsonschema.UnmarshalJSON(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if err := compile(media.Schema.Ref).Validate(body); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is put reaches the keeper byte for byte, under the id as the caller meant
// it, with what the key sees.
func TestPutReachesTheKeeper(t *testing.T) {
	k := &fakeKeeper{}
	h := handler(t, &fake{}, func(c *Config) {
		c.Keeper = k
		c.Keys = KeyList{{Name: "site", Secret: "long enough", Scopes: []Scope{ScopeAdmin}, Collections: []string{"site"}}}
	})
	const body = `{ "title": "しみ" }`
	w := do(h, "PUT", "/v1/articles/https:%2F%2Fe.jp%2Fa+b", body, "X-Shirube-Key", "long enough")
	if w.Code != http.StatusOK || k.id != "https://e.jp/a+b" || k.body != body || len(k.scope.Collections) != 1 {
		t.Errorf("%d, id %q, body %q, %v", w.Code, k.id, k.body, k.scope)
	}
	// What names the files of every collection is not for a key that sees one.
	for _, r := range [][2]string{{"POST", "/v1/admin/reindex"}, {"GET", "/v1/admin/stats"}} {
		problemOf(t, do(h, r[0], r[1], "", "X-Shirube-Key", "long enough"), http.StatusForbidden)
	}
	h = handler(t, &fake{}, func(c *Config) { c.Keeper = k })
	if do(h, "POST", "/v1/admin/reindex?rebuild=true", "", "Host", "[::1]:8080"); !k.rebuild {
		t.Error("a rebuild was asked for")
	}
}

// Who may not search may not change anything either, and nobody may where a server
// without keys is reached by others, or by a page of somebody else.
func TestChangesNeedTheScopeAdmin(t *testing.T) {
	keys := KeyList{{Name: "reader", Secret: "reader-key"}, {Name: "admin", Secret: "admin-key", Scopes: []Scope{ScopeAdmin}}}
	routes := []struct{ method, target string }{
		{"PUT", "/v1/articles/a"}, {"DELETE", "/v1/articles/a"}, {"DELETE", "/v1/admin/overrides/a"},
		{"POST", "/v1/admin/articles"}, {"POST", "/v1/admin/reindex"}, {"GET", "/v1/admin/stats"}, {"GET", "/v1/admin/log"}, {"GET", "/v1/admin/analytics"},
	}
	for _, r := range routes {
		for _, c := range []struct {
			name   string
			set    func(*Config)
			header []string
			want   bool
		}{
			{"no key", func(c *Config) { c.Keys = keys }, nil, false},
			{"a reader's key", func(c *Config) { c.Keys = keys }, []string{"X-Shirube-Key", "reader-key"}, false},
			{"an admin's key", func(c *Config) { c.Keys, c.Public = keys, true }, []string{"X-Shirube-Key", "admin-key"}, true},
			{"no keys, loopback", func(*Config) {}, nil, true},
			{"no keys, public", func(c *Config) { c.Public = true }, nil, false},
			{"no keys, another page", func(*Config) {}, []string{"Sec-Fetch-Site", "cross-site"}, false},
			{"no keys, behind a proxy", func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")} }, nil, false},
			{"no keys, through a proxy", func(*Config) {}, []string{"X-Forwarded-For", "203.0.113.9"}, false},
			{"no keys, through a proxy by its other header", func(*Config) {}, []string{"Forwarded", "for=203.0.113.9"}, false},
			{"no keys, another name", func(*Config) {}, []string{"Host", "evil.example"}, false},
		} {
			if c.name == "no keys, another page" && r.method == "GET" {
				continue // browsers keep the answer from the page
			}
			h := handler(t, &fake{}, func(cfg *Config) { cfg.Keeper, cfg.Queries = &fakeKeeper{}, &fakeLog{}; c.set(cfg) })
			body := ""
			if r.method != "GET" {
				body = "{}"
			}
			header := append([]string{"Host", "127.0.0.1:8080"}, c.header...)
			w := do(h, r.method, r.target, body, header...)
			if ok := w.Code < 300; ok != c.want || !ok && w.Code != 401 && w.Code != 403 {
				t.Errorf("%s %s, %s: %d %.200s", r.method, r.target, c.name, w.Code, w.Body)
			}
		}
	}
}
