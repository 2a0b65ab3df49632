package mcp

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// Articles are listed page by page, and read by the addresses of the list.
func TestResources(t *testing.T) {
	session := connect(t, newServer(t, &fake{total: 250}, Config{}), nil)
	seen := map[string]bool{}
	pages, cursor := 0, ""
	for {
		list, err := session.ListResources(t.Context(), &sdk.ListResourcesParams{Cursor: cursor})
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, r := range list.Resources {
			seen[r.URI] = true
		}
		if cursor = list.NextCursor; cursor == "" {
			break
		}
	}
	if pages != 3 || len(seen) < 250 {
		t.Errorf("%d resources on %d pages", len(seen), pages)
	}
	for _, cursor := range []string{"x", "0", "1", "-1", "101"} {
		if _, err := session.ListResources(t.Context(), &sdk.ListResourcesParams{Cursor: cursor}); err == nil {
			t.Errorf("cursor %q: no error", cursor)
		}
	}
	templates, err := session.ListResourceTemplates(t.Context(), nil)
	if err != nil || len(templates.ResourceTemplates) != 1 || templates.ResourceTemplates[0].URITemplate != "shirube://articles/{id}" {
		t.Errorf("%+v, %v", templates, err)
	}
	for _, id := range []string{"hifu", "https://example.jp/治療?a=1&b=2#x%20y"} {
		read, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: ResourceURI(id)})
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		c := read.Contents[0]
		metadata, ok := c.Meta["metadata"].(map[string]any)
		if !strings.HasPrefix(c.Text, "# ハイフとは\n") || c.MIMEType != "text/markdown" || !ok || metadata["article_id"] != id {
			t.Errorf("%s: %+v", id, c)
		}
	}
	for _, uri := range []string{"shirube://articles/none", "shirube://articles/", "shirube://passages/x", "file:///etc/passwd", "shirube://articles/%zz"} {
		if _, err := session.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: uri}); err == nil || !strings.Contains(err.Error(), "not found") {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

// A cancelled request stops the search, and the session goes on.
func TestCancellationStopsTheSearch(t *testing.T) {
	f := &fake{stuck: make(chan context.Context)}
	session := connect(t, newServer(t, f, Config{}), nil)
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error, 1)
	go func() {
		_, err := session.CallTool(ctx, &sdk.CallToolParams{Name: "search", Arguments: map[string]any{"query": "x"}})
		answered <- err
	}()
	searching := <-f.stuck
	cancel()
	<-searching.Done()
	if err := <-answered; err == nil {
		t.Error("a cancelled call has an answer")
	}
	if err := session.Ping(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

// While an index is being made, a request waits, and who asks for it is told how
// far it is.
func TestProgressWhileTheIndexIsMade(t *testing.T) {
	var asked atomic.Int64
	progress := func() Progress {
		n := int(asked.Add(1))
		return Progress{Ready: n > 3, Phase: "indexing", Done: n, Total: 3}
	}
	var mu sync.Mutex
	var told []string
	session := connect(t, newServer(t, &fake{}, Config{Progress: progress}), &sdk.ClientOptions{
		ProgressNotificationHandler: func(_ context.Context, r *sdk.ProgressNotificationClientRequest) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, fmt.Sprint(r.Params.ProgressToken, " ", r.Params.Message, " ", r.Params.Progress, "/", r.Params.Total))
		},
	})
	params := &sdk.CallToolParams{Name: "search", Arguments: map[string]any{"query": "x"}}
	params.SetProgressToken("token")
	if r, err := session.CallTool(t.Context(), params); err != nil || r.IsError {
		t.Fatal(r, err)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(told) != 3 || told[0] != "token indexing, 1 of 3 articles 1/3" {
		t.Errorf("%q", told)
	}
	asked.Store(0)
	if _, err := session.ListResources(t.Context(), nil); err != nil { // nobody asked to be told
		t.Error(err)
	}
}

// rawSession is a server that is spoken to in bytes.
type rawSession struct {
	in    *io.PipeWriter
	out   *bufio.Reader
	ended chan error
}

func raw(t *testing.T, f *fake) *rawSession {
	t.Helper()
	in, w := io.Pipe()
	r, out := io.Pipe()
	s := &rawSession{w, bufio.NewReader(r), make(chan error, 1)}
	server := newServer(t, f, Config{})
	server.drain = 100 * time.Millisecond
	go func() { s.ended <- server.ServeIO(context.WithoutCancel(t.Context()), in, out) }()
	return s
}

// ask sends a line and reads one.
func (s *rawSession) ask(t *testing.T, line string) string {
	t.Helper()
	if _, err := io.WriteString(s.in, line+"\n"); err != nil {
		t.Fatal(err)
	}
	answer, err := s.out.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"%s","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`

// What is no message is answered with an error of the protocol, and the next one is
// read.
func TestMalformedMessages(t *testing.T) {
	before := runtime.NumGoroutine()
	s := raw(t, &fake{})
	if got := s.ask(t, fmt.Sprintf(initialize, "2025-11-25")); !strings.Contains(got, `"protocolVersion":"2025-11-25"`) {
		t.Fatal(got)
	}
	for name, tt := range map[string]struct{ line, code string }{
		"not JSON":       {"hello", "-32700"},
		"half":           {`{"jsonrpc":"2.0","id":2,"method":"ping"`, "-32700"},
		"not UTF-8":      {"\xff\xfe", "-32700"},
		"two":            {`{"jsonrpc":"2.0","id":2,"method":"ping"} {}`, "-32700"},
		"number":         {"42", "-32600"},
		"batch":          {`[{"jsonrpc":"2.0","id":2,"method":"ping"}]`, "-32600"},
		"empty batch":    {`[]`, "-32600"},
		"version":        {`{"jsonrpc":"1.0","id":2,"method":"ping"}`, "-32600"},
		"id":             {`{"jsonrpc":"2.0","id":{},"method":"ping"}`, "-32600"},
		"method":         {`{"jsonrpc":"2.0","id":2,"method":7}`, "-32600"},
		"nothing":        {`{}`, "-32600"},
		"huge":           {`{"jsonrpc":"2.0","id":2,"method":"` + strings.Repeat("x", MaxMessage) + `"}`, "-32600"},
		"deep":           {strings.Repeat("[", 100_000), "-32700"},
		"unknown method": {`{"jsonrpc":"2.0","id":2,"method":"articles/delete"}`, "-32601"},
		"no parameters":  {`{"jsonrpc":"2.0","id":2,"method":"tools/call"}`, "-32600"},
		"wrong params":   {`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":[1]}`, "-32602"},
	} {
		var answer struct {
			Version string `json:"jsonrpc"`
			Error   struct{ Code json.Number }
		}
		got := s.ask(t, tt.line)
		if err := json.Unmarshal([]byte(got), &answer); err != nil || answer.Version != "2.0" || answer.Error.Code.String() != tt.code {
			t.Errorf("%s: %s (%v), want the error %s", name, got, err, tt.code)
		}
	}
	if got := s.ask(t, "\r\n"+`{"jsonrpc":"2.0","id":"a","method":"ping"}`+"\r"); !strings.Contains(got, `"id":"a","result":{}`) {
		t.Errorf("afterwards: %s", got)
	}
	s.in.Close()
	if err := <-s.ended; err != nil {
		t.Error(err)
	}
	settled(t, before)
}

// An older client is answered in its revision, one of an unknown revision is
// offered one that there is; the newest needs no handshake.
func TestProtocolRevisions(t *testing.T) {
	for asked, want := range map[string]string{"2025-11-25": "2025-11-25", "2025-06-18": "2025-06-18", "1999-01-01": "2025-11-25", "2099-01-01": "2025-11-25"} {
		s := raw(t, &fake{})
		if got := s.ask(t, fmt.Sprintf(initialize, asked)); !strings.Contains(got, `"protocolVersion":"`+want+`"`) {
			t.Errorf("%s: %s", asked, got)
		}
		s.in.Close()
		<-s.ended
	}
	s := raw(t, &fake{})
	defer func() { s.in.Close(); <-s.ended }()
	const message = `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"%s",` +
		`"io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}`
	if got := s.ask(t, fmt.Sprintf(message, "2026-07-28")); !strings.Contains(got, `"name":"retrieve"`) {
		t.Errorf("the newest revision: %.300s", got)
	}
	if got := s.ask(t, fmt.Sprintf(message, "2099-01-01")); !strings.Contains(got, `"error"`) || !strings.Contains(got, "2026-07-28") {
		t.Errorf("a revision of the future: %.300s", got)
	}
}

// Who closes the stream in the middle of a call leaves nothing behind.
func TestAbortedStreamLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	f := &fake{stuck: make(chan context.Context)}
	s := raw(t, f)
	s.ask(t, fmt.Sprintf(initialize, "2025-11-25"))
	go io.WriteString(s.in, `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search","arguments":{"query":"x"}}}`+"\n")
	searching := <-f.stuck
	s.in.Close()
	<-searching.Done()
	<-s.ended
	settled(t, before)
}

// What was asked before the input ended is answered: a shell sends a file.
func TestInputThatEndsIsAnswered(t *testing.T) {
	var asked atomic.Int64
	s := newServer(t, &fake{}, Config{Progress: func() Progress { return Progress{Ready: asked.Add(1) > 2} }})
	var out strings.Builder
	search := strings.Replace(callSearch, `"id":1`, `"id":2`, 1) // an id that is open is refused
	in := fmt.Sprintf(initialize, "2025-11-25") + "\n" + search + "\n" + `{"jsonrpc":"2.0","id":3,"method":"ping"}`
	if err := s.ServeIO(t.Context(), strings.NewReader(in), &out); err != nil {
		t.Error(err)
	}
	if got := strings.Count(out.String(), "\n"); got != 3 || !strings.Contains(out.String(), "ハイフとは") {
		t.Errorf("%d lines:\n%s", got, &out)
	}
}

// A caller sees the collections of its key, and no others, by whatever tool.
func TestCollectionsAreEnforced(t *testing.T) {
	f := &fake{}
	s := newServer(t, f, Config{})
	ctx := context.WithValue(t.Context(), collectionsKey{}, []string{"a", "b"})
	for name, ask := range map[string]func() error{
		"search":   func() error { _, err := s.search(ctx, SearchInput{Query: "x"}); return err },
		"retrieve": func() error { _, err := s.retrieve(ctx, RetrieveInput{Query: "x"}); return err },
		"facets":   func() error { _, err := s.facets(ctx, FacetsInput{}); return err },
		"list":     func() error { _, err := s.listArticles(ctx, nil); return err },
	} {
		if err := ask(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := f.last(t).Collections; len(got) != 2 {
			t.Errorf("%s searched %q", name, got)
		}
	}
	for name, ask := range map[string]func() error{
		"fetch":   func() error { _, err := s.fetch(ctx, FetchInput{ID: "hifu"}); return err },
		"passage": func() error { _, err := s.fetch(ctx, FetchInput{ID: "hifu#effects"}); return err },
		"read": func() error {
			_, err := s.readArticle(ctx, &sdk.ReadResourceRequest{Params: &sdk.ReadResourceParams{URI: ResourceURI("hifu")}})
			return err
		},
	} {
		f.scopes = nil
		if err := ask(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, got := range f.scopes {
			if len(got.Collections) != 2 {
				t.Errorf("%s looked into %q", name, got.Collections)
			}
		}
	}
	if _, err := s.search(ctx, SearchInput{Query: "x", Filters: Filters{Collection: []string{"b"}}}); err != nil || len(f.last(t).Collections) != 1 {
		t.Errorf("one of its own: %v, %q", err, f.last(t).Collections)
	}
	asked := len(f.requests)
	if _, err := s.search(ctx, SearchInput{Query: "x", Filters: Filters{Collection: []string{"c"}}}); err == nil || len(f.requests) != asked {
		t.Errorf("another's: %v", err)
	}
}
