package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/internal/bench"
)

// rounds is how often one session asks everything.
const rounds = 5

// shown is how many failures are told in full.
const shown = 10

// load is the sessions that ask.
type load struct {
	url    string
	client *http.Client
	wg     sync.WaitGroup

	mu     sync.Mutex
	result result
}

// result is what became of them.
type result struct {
	sessions     int
	milliseconds []float64 // a call
	failed       int
	failures     []string // the first of them
}

// start begins to ask.
func start(ctx context.Context, url string, sessions int, long time.Duration) *load {
	transport := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // it is one
	transport.MaxIdleConnsPerHost = sessions
	l := &load{url: url, client: &http.Client{Transport: transport}}
	end := time.Now().Add(long)
	for n := range sessions {
		l.wg.Go(func() {
			for time.Now().Before(end) && ctx.Err() == nil {
				l.failure(l.session(ctx, n, end))
			}
		})
	}
	return l
}

// wait returns when nobody asks any more and the connections are closed.
func (l *load) wait() result {
	l.wg.Wait()
	l.client.CloseIdleConnections()
	return l.result
}

func (l *load) failure(err error) {
	if err == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.result.failed++; len(l.result.failures) < shown {
		l.result.failures = append(l.result.failures, err.Error())
	}
}

// session is one client from its connection to its end. Every second one speaks the
// revision before the newest.
func (l *load) session(ctx context.Context, n int, end time.Time) (err error) {
	options := &mcp.ClientSessionOptions{}
	if n%2 == 1 {
		options.ProtocolVersion = "2025-11-25"
	}
	client := mcp.NewClient(&mcp.Implementation{Name: "bench", Version: "1"}, nil)
	session, err := client.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: l.url, HTTPClient: l.client, MaxRetries: -1}, options)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	l.mu.Lock()
	l.result.sessions++
	l.mu.Unlock()
	questions := bench.Questions()
	for round := range rounds {
		question := questions[(n+round)%len(questions)]
		for _, ask := range asks(session, question) {
			if !time.Now().Before(end) {
				return nil
			}
			began := time.Now()
			if err := ask(ctx); err != nil {
				return err
			}
			l.took(time.Since(began))
		}
	}
	return nil
}

func (l *load) took(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.result.milliseconds = append(l.result.milliseconds, float64(d.Microseconds())/1000)
}

// asks are what a session asks in one round.
func asks(session *mcp.ClientSession, question string) []func(context.Context) error {
	var uri string
	call := func(tool string, arguments map[string]any) func(context.Context) error {
		return func(ctx context.Context) error {
			r, err := session.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: arguments})
			if err != nil {
				return fmt.Errorf("%s: %w", tool, err)
			}
			if r.IsError || r.StructuredContent == nil {
				return fmt.Errorf("%s: %w", tool, r.GetError())
			}
			return nil
		}
	}
	return []func(context.Context) error{
		func(ctx context.Context) error {
			list, err := session.ListTools(ctx, nil)
			if err == nil && len(list.Tools) != 4 {
				err = fmt.Errorf("%d tools", len(list.Tools))
			}
			return err
		},
		call("search", map[string]any{"query": question}),
		call("retrieve", map[string]any{"query": question}),
		call("facets", map[string]any{"name": "treatment"}),
		func(ctx context.Context) error {
			list, err := session.ListResources(ctx, nil)
			if err != nil {
				return fmt.Errorf("resources: %w", err)
			}
			if len(list.Resources) == 0 {
				return errors.New("resources: there are none")
			}
			uri = list.Resources[0].URI
			return call("fetch", map[string]any{"id": list.Resources[0].Name})(ctx)
		},
		func(ctx context.Context) error {
			_, err := session.ReadResource(ctx, &mcp.ReadResourceParams{URI: uri})
			return err
		},
	}
}

// stateOf asks a server what it takes.
func stateOf(ctx context.Context, server *bench.Server) (state, error) {
	memory, err := server.Memory()
	if err != nil {
		return state{}, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL("/metrics"), nil)
	if err != nil {
		return state{}, fmt.Errorf("metrics: %w", err)
	}
	request.Close = true // a connection of ours would count
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return state{}, fmt.Errorf("metrics: %w", err)
	}
	defer response.Body.Close() //nolint:errcheck // read only
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "go_goroutines "); ok {
			n, err := strconv.Atoi(value)
			return state{memory.Resident, n}, err
		}
	}
	return state{}, errors.New("metrics: no go_goroutines")
}
