package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A server that listens but has no index yet is not ready: taking it for ready
// would make every start look quick.
func TestWaitReadyWaitsForTheIndex(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		if asked.Add(1) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "addr")
	if err := os.WriteFile(file, []byte(strings.TrimPrefix(server.URL, "http://")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	base, err := waitReady(t.Context(), file)
	if err != nil || base != server.URL {
		t.Fatalf("waitReady = %q, %v", base, err)
	}
	if n := asked.Load(); n != 3 {
		t.Errorf("asked %d times, want 3", n)
	}
}

func TestWaitReadyGivesUp(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := waitReady(ctx, filepath.Join(t.TempDir(), "never")); err == nil {
		t.Error("a server that never listens was taken for ready")
	}
}

// Queries that are refused would leave the memory of a server that does nothing.
func TestAskWantsAnswers(t *testing.T) {
	views := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		views[r.URL.Query().Get("view")]++
		if r.URL.Query().Get("q") == "" {
			w.WriteHeader(http.StatusUnprocessableEntity)
		}
	}))
	defer server.Close()
	if err := ask(t.Context(), server.URL, 24); err != nil {
		t.Fatal(err)
	}
	if views["articles"] != 12 || views["passages"] != 12 {
		t.Errorf("asked %v", views)
	}
	refusing := httptest.NewServer(http.NotFoundHandler())
	defer refusing.Close()
	if err := ask(t.Context(), refusing.URL, 1); err == nil {
		t.Error("an answer of 404 was taken for an answer")
	}
}

func TestSettingsOfTheShellAreLeftOut(t *testing.T) {
	got := plainEnvironment([]string{"HOME=/home/x", "SHIRUBE_CORPUS=/big", "PATH=/bin"})
	if !slices.Equal(got, []string{"HOME=/home/x", "PATH=/bin"}) {
		t.Errorf("environment %q", got)
	}
}
