//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// headers adds the headers of a configuration to every request.
type headers map[string]string

func (h headers) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	for name, value := range h {
		r.Header.Set(name, value)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// The configurations and the program of the documentation work as they stand, but for
// the folder and the address.
func TestMCPDocs(t *testing.T) {
	doc, err := os.ReadFile("../../docs/integrations.md")
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	keys := filepath.Join(home, "keys.yaml")
	if err := os.WriteFile(keys, []byte("- name: assistant\n  secret: the-key-of-the-assistant\n  scopes: [retrieve]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, home, "--key-file", keys)
	open := serve(t, t.TempDir())
	blocks := regexp.MustCompile("(?ms)^```(\\w+) test=TestMCPDocs\n(.*?)^```$").FindAllStringSubmatch(string(doc), -1)
	var configurations, programs int
	for _, block := range blocks {
		if n := strings.Count(block[2], "\n"); n > 20 {
			t.Errorf("an example has %d lines:\n%s", n, block[2])
		}
		switch block[1] {
		case "json":
			configurations++
			configured(t, block[2], s)
		case "python":
			programs++
			example(t, strings.ReplaceAll(block[2], "127.0.0.1:8080", open.addr))
		}
	}
	if configurations != 2 || programs != 1 {
		t.Errorf("%d configurations and %d programs: the test looks at the wrong place", configurations, programs)
	}
}

// configured connects as a client with this configuration would.
func configured(t *testing.T, configuration string, s *server) {
	t.Helper()
	var c struct {
		MCPServers map[string]struct {
			Command   string
			Args      []string
			Type, URL string
			Headers   headers
		} `json:"mcpServers"`
	}
	if err := json.Unmarshal([]byte(configuration), &c); err != nil {
		t.Fatal(err)
	}
	own := c.MCPServers["shirube"]
	var transport mcp.Transport
	switch {
	case own.Command == "shirube":
		for i, arg := range own.Args {
			own.Args[i] = strings.ReplaceAll(arg, "/home/me/articles", filepath.Join(mustAbs(t, mcpFolder), "corpus"))
		}
		transport = &mcp.CommandTransport{Command: command(t, t.TempDir(), own.Args...)}
	case own.Type == "http":
		transport = &mcp.StreamableClientTransport{Endpoint: strings.ReplaceAll(own.URL, "127.0.0.1:8080", s.addr), HTTPClient: &http.Client{Transport: own.Headers}}
	default:
		t.Fatalf("neither a command nor an address: %+v", own)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "docs", Version: "1"}, nil).Connect(t.Context(), transport, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "retrieve", Arguments: map[string]any{"query": "ハイフの副作用は？"}})
	if err != nil || r.IsError || !strings.Contains(r.Content[0].(*mcp.TextContent).Text, `"answerable":true`) {
		t.Errorf("%s: %v, %v", configuration, r, err)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// example runs a program of the documentation, where there is a Python for it.
func example(t *testing.T, program string) {
	t.Helper()
	python := os.Getenv("SHIRUBE_PYTHON")
	if python == "" {
		t.Log("not run: SHIRUBE_PYTHON names no Python with the requirements of test/clients/mcp")
		return
	}
	out, err := exec.CommandContext(t.Context(), python, "-c", program).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("%v\n%s", err, exit.Stderr)
	}
	if !strings.Contains(string(out), "\n[1] ") {
		t.Errorf("it prints no citation:\n%s", out)
	}
}
