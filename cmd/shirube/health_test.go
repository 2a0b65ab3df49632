package main

import (
	"bytes"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A container restarts what health calls dead: it must tell the living from the
// dead, by the settings that the server has.
func TestHealth(t *testing.T) {
	alive := http.NewServeMux()
	alive.HandleFunc("GET /kb/healthz", func(http.ResponseWriter, *http.Request) {})
	server := httptest.NewServer(alive)
	defer server.Close()
	addr := strings.TrimPrefix(server.URL, "http://")
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	gone := httptest.NewServer(alive)
	gone.Close()

	for _, tt := range []struct {
		name    string
		args    []string
		environ []string
		status  int
		stderr  string
	}{
		{"alive", []string{"--addr", addr, "--base-path", "/kb"}, nil, 0, ""},
		{"as the server's environment says", nil, []string{"SHIRUBE_ADDR=" + addr, "SHIRUBE_BASE_PATH=/kb"}, 0, ""},
		{"every address is this machine's too", nil, []string{"SHIRUBE_ADDR=0.0.0.0:" + port, "SHIRUBE_BASE_PATH=/kb"}, 0, ""},
		{"without a host", []string{"--addr", ":" + port, "--base-path", "/kb"}, nil, 0, ""},
		{"another path", []string{"--addr", addr}, nil, 3, "answers with status 404"},
		{"dead", []string{"--addr", strings.TrimPrefix(gone.URL, "http://")}, nil, 3, "nothing answers"},
		{"wrong usage", []string{"now"}, nil, 2, "no arguments"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			status := run(t.Context(), append([]string{"health"}, tt.args...), terminal{stdout: &stdout, stderr: &stderr, environ: tt.environ})
			if status != tt.status || !strings.Contains(stderr.String(), tt.stderr) || tt.stderr == "" && stderr.Len() > 0 {
				t.Errorf("status %d, want %d; stderr %q, want %q", status, tt.status, &stderr, tt.stderr)
			}
			if stdout.Len() > 0 {
				t.Errorf("stdout has %q", &stdout)
			}
		})
	}
}

// What hangs is not healthy, and the question ends.
func TestHealthOfWhatHangs(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	began := time.Now()
	var stderr bytes.Buffer
	status := run(t.Context(), []string{"health", "--addr", strings.TrimPrefix(server.URL, "http://")}, terminal{stdout: &stderr, stderr: &stderr})
	if status != 3 || time.Since(began) > 4*healthTimeout {
		t.Errorf("status %d after %v: %s", status, time.Since(began), &stderr)
	}
}
