package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"shirube/internal/origin"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// newHTTP serves a fake, whose callers may see these collections.
func newHTTP(t *testing.T, f *fake, cfg HTTPConfig, collections ...string) *httptest.Server {
	t.Helper()
	h := newServer(t, f, Config{}).Handler(cfg)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Serve(w, r, collections) }))
	t.Cleanup(server.Close)
	return server
}

// post sends a message as clients do and returns the status and the answer.
func post(t *testing.T, url, body string, header map[string]string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	for name, value := range header {
		r.Header.Set(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// The SDK's own client, in its newest revision and the one before.
func TestHTTPClients(t *testing.T) {
	before := runtime.NumGoroutine()
	f := &fake{}
	server := newHTTP(t, f, HTTPConfig{}, "clinic")
	for _, version := range []string{"2026-07-28", "2025-11-25"} {
		client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
		session, err := client.Connect(t.Context(), &sdk.StreamableClientTransport{Endpoint: server.URL}, &sdk.ClientSessionOptions{ProtocolVersion: version})
		if err != nil {
			t.Fatal(err)
		}
		var answer SearchAnswer
		call(t, session, "search", `{"query":"ハイフ"}`, &answer)
		if len(answer.Results) != 1 || len(f.last(t).Collections) != 1 {
			t.Errorf("%s: %+v in %q", version, answer, f.last(t).Collections)
		}
		if list, err := session.ListResources(t.Context(), nil); err != nil || len(list.Resources) != 1 {
			t.Errorf("%s: %v, %v", version, list, err)
		}
		if err := session.Close(); err != nil {
			t.Error(err)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	server.Close()
	settled(t, before)
}

const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`

// A page of someone else must not reach what its reader can.
func TestOrigins(t *testing.T) {
	for name, tt := range map[string]struct {
		cfg          HTTPConfig
		origin, host string
		status       int
	}{
		"no page":                {status: 200},
		"this machine":           {origin: "http://localhost:6274", status: 200},
		"this machine, address":  {origin: "http://127.0.0.1:1", status: 200},
		"this machine, IPv6":     {origin: "http://[::1]:1", status: 200},
		"someone else":           {origin: "https://example.com", status: 403},
		"someone else, keys":     {cfg: HTTPConfig{Keyed: keyed}, origin: "https://example.com", status: 403},
		"sandboxed":              {origin: "null", status: 403},
		"like this machine":      {origin: "http://localhost.example.com", status: 403},
		"no address":             {origin: "http://", status: 403},
		"configured":             {cfg: HTTPConfig{AllowOrigins: origins(t, "https://kb.example.jp")}, origin: "https://KB.example.jp", status: 200},
		"all":                    {cfg: HTTPConfig{AllowOrigins: origins(t, "*")}, origin: "https://example.com", status: 200},
		"rebound name":           {origin: "http://example.com", host: "example.com", status: 403},
		"rebound name, no page":  {host: "example.com", status: 403},
		"own name behind keys":   {cfg: HTTPConfig{Keyed: keyed}, origin: "https://kb.example.jp", host: "kb.example.jp", status: 200},
		"proxy, own name, key":   {cfg: HTTPConfig{Keyed: keyed}, host: "kb.example.jp", status: 200},
		"other port behind keys": {cfg: HTTPConfig{Keyed: keyed}, origin: "https://kb.example.jp:8443", host: "kb.example.jp", status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			header := map[string]string{}
			if tt.origin != "" {
				header["Origin"] = tt.origin
			}
			if tt.host != "" {
				header["Host"] = tt.host
			}
			status, answer := post(t, newHTTP(t, &fake{}, tt.cfg).URL, ping, header)
			if status != tt.status {
				t.Errorf("status %d, want %d: %s", status, tt.status, answer)
			}
		})
	}
}

// What cannot be answered is refused, in the words of the protocol, and at once.
func TestHTTPRefusals(t *testing.T) {
	before := runtime.NumGoroutine()
	server := newHTTP(t, &fake{}, HTTPConfig{})
	for name, tt := range map[string]struct {
		body, want string
		header     map[string]string
		status     int
	}{
		"not JSON":       {body: "{", status: 400, want: "-32700"},
		"nothing":        {status: 400, want: "-32700"},
		"batch":          {body: "[" + ping + "]", status: 400, want: "-32600"},
		"other":          {body: `{"jsonrpc":"3.0"}`, status: 400, want: "-32600"},
		"huge":           {body: `{"x":"` + strings.Repeat("x", MaxMessage) + `"}`, status: 413, want: "-32600"},
		"old version":    {body: ping, header: map[string]string{"Mcp-Protocol-Version": "1999-01-01"}, status: 400, want: "nsupported protocol version"},
		"new version":    {body: ping, header: map[string]string{"Mcp-Protocol-Version": "2099-01-01"}, status: 400, want: `"error"`},
		"type":           {body: ping, header: map[string]string{"Content-Type": "text/plain"}, status: 415},
		"accept":         {body: ping, header: map[string]string{"Accept": "text/html"}, status: 400},
		"notification":   {body: `{"jsonrpc":"2.0","method":"notifications/initialized"}`, status: 202},
		"stray answer":   {body: `{"jsonrpc":"2.0","id":1,"result":{}}`, status: 202},
		"unknown method": {body: `{"jsonrpc":"2.0","id":1,"method":"x"}`, status: 400, want: "x"},
		"stray cancel":   {body: `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}`, status: 202},
		"session":        {body: ping, header: map[string]string{"Mcp-Session-Id": "guessed"}, status: 200, want: `"result"`},
	} {
		status, answer := post(t, server.URL, tt.body, tt.header)
		if status != tt.status || !strings.Contains(answer, tt.want) {
			t.Errorf("%s: status %d, %s; want %d with %q", name, status, answer, tt.status, tt.want)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	server.Close()
	settled(t, before)
}

const callSearch = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"query":"x"}}}`

// Who goes away stops the search, in every revision, and leaves nothing behind.
func TestHTTPClientThatGoes(t *testing.T) {
	before := runtime.NumGoroutine()
	f := &fake{stuck: make(chan context.Context)}
	server := newHTTP(t, f, HTTPConfig{})
	for range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(callSearch))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
		var wait sync.WaitGroup
		wait.Go(func() {
			if response, err := http.DefaultClient.Do(r); err == nil {
				response.Body.Close()
			}
		})
		searching := <-f.stuck
		cancel()
		<-searching.Done()
		wait.Wait()
	}
	http.DefaultClient.CloseIdleConnections()
	server.Close()
	settled(t, before)
}

// A body that does not come to its end, and an answer that nobody reads, end with
// the server's own limits.
func TestHTTPSlowClients(t *testing.T) {
	before := runtime.NumGoroutine()
	h := newServer(t, &fake{}, Config{}).Handler(HTTPConfig{})
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.Serve(w, r, nil) }))
	server.Config.ReadTimeout, server.Config.WriteTimeout = 300*time.Millisecond, 300*time.Millisecond
	server.Start()
	long := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fetch","arguments":{"id":"` + longID + `"}}}`
	for name, sent := range map[string]string{
		"half a body": "Content-Length: 1000\r\n\r\n{",
		"no reading":  fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(long), long),
	} {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"+sent)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		t.Cleanup(func() { conn.Close() })
	}
	server.Close() // waits for the requests to end
	settled(t, before)
}

// A request that takes longer than it may is given up, and said to be.
func TestHTTPDeadline(t *testing.T) {
	f := &fake{stuck: make(chan context.Context, 1)}
	h := newServer(t, f, Config{}).Handler(HTTPConfig{})
	ended := make(chan error, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 50*time.Millisecond)
		defer cancel()
		h.Serve(w, r.WithContext(ctx), nil)
		ended <- ctx.Err()
	}))
	defer server.Close()
	if status, answer := post(t, server.URL, callSearch, nil); status != 200 || !strings.Contains(answer, "it took too long") {
		t.Errorf("status %d, %s", status, answer)
	}
	if err := <-ended; err == nil {
		t.Error("it ended before its deadline")
	}
	if searching := <-f.stuck; !errors.Is(context.Cause(searching), context.DeadlineExceeded) {
		t.Errorf("the search ended because of %v", context.Cause(searching))
	}
}

func origins(t *testing.T, patterns ...string) origin.Set {
	t.Helper()
	set, err := origin.ParseSet(patterns)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func keyed() bool { return true }
