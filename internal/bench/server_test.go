package bench

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

// A server whose index is not in step yet is not ready: taking it for ready would
// make every start look quick.
func TestReadyMeansInStep(t *testing.T) {
	var asked atomic.Int32
	answers := []string{`{"ready":false,"phase":"starting"}`, `{"ready":true,"phase":"indexing"}`, `{"ready":true,"phase":"ready"}`}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked for %s", r.URL.Path)
		}
		if n := asked.Add(1); int(n) <= len(answers) {
			_, _ = w.Write([]byte(answers[n-1]))
		}
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "addr")
	s := &Server{}
	if s.ready(t.Context(), file) {
		t.Error("a server that does not listen is ready")
	}
	if err := os.WriteFile(file, []byte(strings.TrimPrefix(server.URL, "http://")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Until(t.Context(), func() bool { return s.ready(t.Context(), file) }); err != nil || asked.Load() != 3 {
		t.Errorf("ready after %d answers, %v", asked.Load(), err)
	}
}

func TestUntilGivesUp(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := Until(ctx, func() bool { return false }); err == nil {
		t.Error("what never comes came")
	}
}

// Requests that are refused would measure a server that does nothing.
func TestRequestsWantTheirStatus(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			w.WriteHeader(http.StatusCreated)
		}
		_, _ = w.Write([]byte(`{"total":3}`))
	}))
	defer server.Close()
	s := &Server{base: server.URL}
	var got struct{ Total int }
	if err := s.Get(t.Context(), "/x", &got); err != nil || got.Total != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.Do(t.Context(), http.MethodPut, "/x", "{}", http.StatusCreated, nil); err != nil {
		t.Error(err)
	}
	if err := s.Do(t.Context(), http.MethodPut, "/x", "{}", http.StatusOK, nil); err == nil {
		t.Error("201 was taken for 200")
	}
}

func TestSettingsOfTheShellAreLeftOut(t *testing.T) {
	t.Setenv("SHIRUBE_CORPUS", "/big")
	t.Setenv("BENCH_KEPT", "1")
	cmd := Command(t.Context(), "shirube", "/", "serve")
	if slices.Contains(cmd.Env, "SHIRUBE_CORPUS=/big") || !slices.Contains(cmd.Env, "BENCH_KEPT=1") {
		t.Errorf("environment %q", cmd.Env)
	}
}
