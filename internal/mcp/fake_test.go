package mcp

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// fake answers from memory and remembers what it was asked.
type fake struct {
	mu       sync.Mutex
	requests []search.Request
	facets   search.FacetValuesRequest
	scopes   []search.Scope

	err     error
	panics  bool
	nothing bool // no passage answers
	total   int
	// stuck, when set, gets the context of a search, which waits until that ends.
	stuck chan context.Context
}

func (f *fake) last(t *testing.T) search.Request {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.requests) == 0 {
		t.Fatal("nothing was searched for")
	}
	return f.requests[len(f.requests)-1]
}

func (f *fake) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	f.mu.Lock()
	f.requests = append(f.requests, r)
	f.mu.Unlock()
	switch {
	case f.panics:
		panic("the secret of the engine")
	case f.err != nil:
		return nil, f.err
	case f.stuck != nil:
		f.stuck <- ctx
		<-ctx.Done()
		return nil, ctx.Err()
	}
	response := &search.Response{
		Query: r.Query, Total: max(f.total, 1), Answerable: !f.nothing, Notices: []string{"自由診療です。"},
		Interpreted: search.Interpretation{Terms: []search.QueryTerm{}, Expansions: []search.Expansion{}, Intent: []string{},
			Filters: []search.AppliedFilter{}, Negations: []string{}, Excluded: []string{}},
		Hits: []search.Hit{}, Redirect: &search.Redirect{URL: "https://example.jp/reserve", Text: "予約"},
		Facets: map[string][]search.Facet{index.FacetKind: {{Value: "risks", Label: "リスク", Count: 3}}},
	}
	for n := range min(f.total, r.PerPage) {
		h := hit()
		h.Article.ID = fmt.Sprintf("%d", (r.Page-1)*r.PerPage+n)
		response.Hits = append(response.Hits, h)
	}
	if f.total == 0 {
		response.Hits = append(response.Hits, hit())
	}
	return response, nil
}

func hit() search.Hit {
	return search.Hit{
		ID:      "hifu",
		Article: search.ArticleSummary{ID: "hifu", Title: "ハイフとは", URL: "https://example.jp/hifu", Treatments: []string{}, Supervisors: []corpus.Supervisor{}},
		Passage: &search.PassageView{ID: "hifu#risks", ArticleID: "hifu", Kind: corpus.KindRisks, Heading: "リスク", Path: []string{"リスク"},
			Text: "まれに神経を傷つけることがあります。", Sources: []corpus.Source{}, Supervision: []corpus.Supervisor{}},
		Snippet:    search.Marked{Text: "まれに神経を傷つける…"},
		Confidence: 0.75, Pinned: true,
	}
}

func article() *corpus.Article {
	return &corpus.Article{
		ID: "hifu", Collection: "default", Title: "ハイフとは", URL: "https://example.jp/hifu",
		Sections: []corpus.Section{
			{ID: "1", Kind: corpus.KindEffects, Heading: "効果", Level: 1, Text: "たるみが目立たなくなることがあります。<b>"},
			{ID: "2", Kind: corpus.KindRisks, Heading: "リスク", Level: 2, Text: "まれに神経を傷つけることがあります。"},
			{ID: "3", Kind: corpus.KindPrecautions, Heading: "受けられない方", Level: 1, Text: "妊娠中の方は受けられません。"},
		},
		FAQs: []corpus.FAQ{{Question: "痛いですか？", Answer: "骨に響く痛みがあります。"}},
	}
}

// longID is the id of an article that no buffer of a connection holds.
const longID = "https://example.jp/long"

func (f *fake) Article(_ context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scopes = append(f.scopes, scope)
	if f.err != nil {
		return nil, f.err
	}
	a := article()
	if id != a.ID && !strings.HasPrefix(id, "https://") {
		return nil, fmt.Errorf("article: %w", search.ErrNotFound)
	}
	if a.ID = id; id == longID {
		a.Sections[0].Text = strings.Repeat("長い文です。", 1<<18)
	}
	return a, nil
}

func (f *fake) Passage(_ context.Context, id string, scope search.Scope) (*search.PassageDetail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.scopes = append(f.scopes, scope)
	if id != "hifu#effects" {
		return nil, fmt.Errorf("passage: %w", search.ErrNotFound)
	}
	return &search.PassageDetail{PassageView: search.PassageView{ID: id, ArticleID: "hifu", Kind: corpus.KindEffects, Heading: "効果",
		Text: "たるみが目立たなくなることがあります。"}}, nil
}

func (f *fake) FacetValues(_ context.Context, r search.FacetValuesRequest) ([]search.Facet, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.facets = r
	return []search.Facet{{Value: "ハイフ", Label: "ハイフ", Count: 2}}, f.err
}

func (f *fake) Named(string) []search.Named { return nil }

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

func newServer(t *testing.T, f *fake, cfg Config) *Server {
	t.Helper()
	s, err := New(cfg, f, discard())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// connect connects a client to a server by pipes.
func connect(t *testing.T, s *Server, options *sdk.ClientOptions) *sdk.ClientSession {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- s.ServeIO(t.Context(), toServer, fromServer) }()
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, options)
	session, err := client.Connect(t.Context(), &sdk.IOTransport{Reader: toClient, Writer: fromClient}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		session.Close()
		fromClient.Close()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with: %v", err)
		}
	})
	return session
}

// settled fails the test unless the number of goroutines comes back to what it was.
func settled(t *testing.T, before int) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
		time.Sleep(10 * time.Millisecond)
	}
}
