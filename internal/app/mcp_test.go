package app

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/internal/curation"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// bearer shows a key with every request.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}

func connectMCP(ctx context.Context, transport mcp.Transport) (*mcp.ClientSession, error) {
	return mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, transport, nil)
}

// found are the ids of what the search tool finds.
func found(t *testing.T, session *mcp.ClientSession, query string) string {
	t.Helper()
	r, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "search", Arguments: map[string]any{"query": query}})
	if err != nil || r.IsError {
		t.Fatalf("%+v, %v", r, err)
	}
	var answer struct{ Results []struct{ ID, URL string } }
	if err := json.Unmarshal([]byte(r.Content[0].(*mcp.TextContent).Text), &answer); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, result := range answer.Results {
		ids = append(ids, result.ID)
	}
	return strings.Join(ids, " ")
}

// Assistants over HTTP need a key that may retrieve, and see its collections only.
func TestMCPKeys(t *testing.T) {
	dir := folder(t, map[string]string{
		"site/patch.md":  patch,
		"staff/shelf.md": "# 湿布の在庫\n\n## 棚\n\n湿布は右の棚にあります。\n",
		"keys.yaml": "- {name: site, secret: site-secret, scopes: [retrieve], collections: [site]}\n" +
			"- {name: all, secret: all-secret, scopes: [retrieve]}\n- {name: page, secret: page-secret, scopes: [search]}\n",
	})
	cfg := settings("", t.TempDir())
	cfg.Corpus = []string{"site=" + filepath.Join(dir, "site"), "staff=" + filepath.Join(dir, "staff")}
	cfg.KeyFile = filepath.Join(dir, "keys.yaml")
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	for key, want := range map[string]int{"site-secret": 1, "all-secret": 2} {
		session, err := connectMCP(t.Context(), &mcp.StreamableClientTransport{Endpoint: "http://" + addr + "/mcp", HTTPClient: &http.Client{Transport: bearer(key)}})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Fields(found(t, session, "湿布")); len(got) != want {
			t.Errorf("%s finds %q", key, got)
		}
		list, err := session.ListResources(t.Context(), nil)
		if err != nil || len(list.Resources) != want {
			t.Errorf("%s: %v, %v", key, list, err)
		}
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	}
	for key, want := range map[string]int{"": 401, "wrong-secret": 401, "page-secret": 403} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+"/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"ping"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
		if key != "" {
			r.Header.Set("X-Shirube-Key", key)
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want || response.Header.Get("X-Request-Id") == "" || want == 401 && response.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("key %q: status %d, %v", key, response.StatusCode, response.Header)
		}
	}
}

// An assistant that asks beside a server is answered from what the server indexes
// later, too; and an article without an address has one that the assistant can read.
func TestMCPFollowsTheServer(t *testing.T) {
	corpus := folder(t, map[string]string{"patch.md": patch})
	data := t.TempDir()
	a, _ := newApp(t, settings(corpus, data))
	buildIndex(t, a)
	other, _ := newApp(t, settings(corpus, data))

	in, w := io.Pipe()
	r, out := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- other.MCP(context.WithoutCancel(t.Context()), in, out) }()
	session, err := connectMCP(t.Context(), &mcp.IOTransport{Reader: r, Writer: w})
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, session, "湿布"); got != "patch" {
		t.Errorf("first: %q", got)
	}
	read, err := session.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: "shirube://articles/patch"})
	if err != nil || read.Contents[0].Meta["url"] != "shirube://articles/patch" {
		t.Errorf("%+v, %v", read, err)
	}
	write(t, filepath.Join(corpus, "ice.md"), "# 氷嚢の使い方\n\n## 手順\n\n氷嚢は布で包みます。\n")
	buildIndex(t, a)
	eventually(t, "the new article is found", func() error {
		if got := found(t, session, "氷嚢"); got != "ice" {
			return io.ErrUnexpectedEOF
		}
		return nil
	})
	hideAll(t, a, "patch")
	eventually(t, "what was hidden meanwhile is gone", func() error {
		if got := found(t, session, "湿布"); got != "" {
			return errors.New(got)
		}
		return nil
	})
	session.Close()
	w.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// hideAll hides every passage of an article.
func hideAll(t *testing.T, a *App, article string) {
	t.Helper()
	session, err := a.Open(t.Context(), "test", &ingest.Meter{})
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	whole, err := session.Article(t.Context(), article, search.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	d := &curation.Document{}
	for _, p := range whole.Passages() {
		rule := curation.Rule{Kind: curation.KindHide, Passage: p.ID, Note: "古い内容のため"}
		rule.Complete()
		d = d.With(rule)
	}
	kept, err := a.Store(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if _, err := curation.NewBook(kept).Save(t.Context(), 0, d, "テスト", "古い内容のため"); err != nil {
		t.Fatal(err)
	}
}
