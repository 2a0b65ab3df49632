//go:build e2e

// Package e2e holds tests of the finished program, run as a process of its own:
// that it serves, answers and stops, and that its pages work in a browser. They
// take a program to test and a browser, so they have a build tag:
//
//	go test -tags e2e ./internal/e2e
//
// SHIRUBE_PROGRAM is the program (default: it is built), SHIRUBE_CHROMIUM the
// browser, SHIRUBE_AXE the file axe.min.js of axe-core, for accessibility;
// SHIRUBE_TYPESCRIPT, SHIRUBE_SCHEMATHESIS and SHIRUBE_WORDPRESS where those of
// test/clients/typescript, schemathesis and wordpress have theirs;
// SHIRUBE_NODE and SHIRUBE_PYTHON are where the clients of test/clients/mcp have
// their packages.
package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is the path of the program under test, set by TestMain.
var program string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		if program = os.Getenv("SHIRUBE_PROGRAM"); program != "" {
			return m.Run()
		}
		dir, err := os.MkdirTemp("", "shirube-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "shirube")
		if out, err := exec.Command("go", "build", "-o", program, "../../cmd/shirube").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// command prepares a run of the program with nothing of this process's
// environment, so that settings come from the arguments alone.
func command(t *testing.T, home string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir = home
	cmd.Env = []string{"HOME=" + home}
	return cmd
}

// runProgram runs the program to its end.
func runProgram(t *testing.T, home string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, talk bytes.Buffer
	cmd := command(t, home, args...)
	cmd.Stdout, cmd.Stderr = &out, &talk
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v: %v", args, err)
	}
	return out.String(), talk.String(), cmd.ProcessState.ExitCode()
}

// server is the program while it serves.
type server struct {
	t        *testing.T
	cmd      *exec.Cmd
	addr     string
	addrFile string
	home     string
	base     string // the base path, where there is one
	log      *bytes.Buffer
	ended    chan struct{}
}

// serve starts the program with a data directory below home, on a free port, and
// waits until it answers searches.
func serve(t *testing.T, home string, args ...string) *server {
	t.Helper()
	s := &server{t: t, home: home, addrFile: filepath.Join(home, "address"), log: &bytes.Buffer{}, ended: make(chan struct{})}
	if at := slices.Index(args, "--base-path"); at >= 0 {
		s.base = args[at+1]
	}
	args = append([]string{"serve", "--data", filepath.Join(home, "data"), "--addr", "127.0.0.1:0", "--addr-file", s.addrFile}, args...)
	s.cmd = command(t, home, args...)
	s.cmd.Stderr = s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.ended)
		_ = s.cmd.Wait() // stop looks at the status
	}()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill() // it has ended already, unless the test failed
		<-s.ended
		if t.Failed() {
			t.Logf("the server said:\n%s", s.log)
		}
	})
	s.waitReady()
	return s
}

func (s *server) waitReady() {
	s.t.Helper()
	deadline := time.After(time.Minute)
	for {
		if addr, err := os.ReadFile(s.addrFile); err == nil {
			s.addr = strings.TrimSpace(string(addr))
			if status, _ := s.get(s.base + "/readyz"); status == http.StatusOK {
				return
			}
		}
		select {
		case <-s.ended:
			s.t.Fatalf("the server ended before it was ready: %v", s.cmd.ProcessState)
		case <-deadline:
			s.t.Fatal("the server was not ready within a minute")
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// get asks for a path; status 0 is that there was no answer.
func (s *server) get(path string) (status int, body []byte) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.addr+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.StatusCode, body
}

// stop asks the server to end, as a service manager does, and returns its status.
func (s *server) stop() int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	select {
	case <-s.ended:
	case <-time.After(30 * time.Second):
		s.t.Fatal("the server did not end within half a minute")
	}
	return s.cmd.ProcessState.ExitCode()
}

type answer struct {
	Total int `json:"total"`
	Hits  []struct {
		Passage *struct {
			Kind string `json:"kind"`
			Text string `json:"text"`
		} `json:"passage"`
	} `json:"hits"`
	Facets map[string][]struct {
		Value string `json:"value"`
		Count int    `json:"count"`
	} `json:"facets"`
}

// From nothing to an answer and a clean end, with the sample knowledge base.
func TestProgram(t *testing.T) {
	home := t.TempDir()
	began := time.Now()
	s := serve(t, home)
	t.Logf("ready %v after its start", time.Since(began).Round(time.Millisecond))

	query := url.Values{"q": {"妊娠中でも受けられる"}, "view": {"passages"}, "facets": {"kind", "risk"}}
	status, body := s.get("/v1/search?" + query.Encode())
	if status != http.StatusOK {
		t.Fatalf("search: status %d: %s", status, body)
	}
	checkAnswer(t, body)
	for _, facet := range []string{`"kind"`, `"risk"`} {
		if !bytes.Contains(body, []byte(facet)) {
			t.Errorf("the answer has no facet %s", facet)
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics", "/openapi.json", "/docs", "/search?" + query.Encode()} {
		if status, _ := s.get(path); status != http.StatusOK {
			t.Errorf("GET %s: status %d", path, status)
		}
	}

	// Others read while the server holds the index.
	out, talk, code := runProgram(t, home, "search", "--data", filepath.Join(home, "data"), "--view", "passages", "--json", "妊娠中でも受けられる")
	if code != 0 {
		t.Errorf("search beside the server: status %d: %s", code, talk)
	} else {
		checkAnswer(t, []byte(out))
	}
	if _, talk, code := runProgram(t, home, "health", "--addr", s.addr); code != 0 {
		t.Errorf("health while it serves: status %d: %s", code, talk)
	}

	if code := s.stop(); code != 0 {
		t.Errorf("after SIGTERM it ended with status %d", code)
	}
	if _, err := os.Stat(s.addrFile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the address file is still there: %v", err)
	}
	if _, talk, code := runProgram(t, home, "health", "--addr", s.addr); code != 3 || talk == "" {
		t.Errorf("health when nothing serves: status %d, want 3, and why: %q", code, talk)
	}
}

// checkAnswer checks an answer to 妊娠中でも受けられる: who must not is said first.
func checkAnswer(t *testing.T, body []byte) {
	t.Helper()
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if len(a.Hits) == 0 || a.Hits[0].Passage == nil || a.Hits[0].Passage.Kind != "precautions" {
		t.Errorf("the first hit is no precaution: %.600s", body)
	}
}

// An address that others can reach, and no key: it must say no, not serve.
func TestProgramRefusesToBePublic(t *testing.T) {
	home := t.TempDir()
	_, talk, code := runProgram(t, home, "serve", "--data", filepath.Join(home, "data"), "--addr", "0.0.0.0:0")
	if code != 2 || !strings.Contains(talk, "--insecure-public") {
		t.Errorf("status %d, want 2, and what allows it: %q", code, talk)
	}
}

// The example of a chatbot, against a server as its comment says: an effect is shown with
// its risks, a follow-up is understood, and what nothing answers is refused.
func TestProgramChatbot(t *testing.T) {
	home := t.TempDir()
	chatbot := filepath.Join(home, "chatbot")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", chatbot, "../../examples/chatbot").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	s := serve(t, home)
	cmd := exec.CommandContext(t.Context(), chatbot, "--server", "http://"+s.addr)
	cmd.Env = []string{"HOME=" + home}
	cmd.Stdin = strings.NewReader("ハイフの効果は？\nそれは痛い？\n明日の東京の天気は？\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	answers := strings.SplitN(string(out), "※ 公的医療保険", 3)
	if len(answers) != 3 {
		t.Fatalf("three questions were asked:\n%s", out)
	}
	for i, wants := range [][]string{
		{"[1] 医療ハイフ", "（リスク・副作用）", "（受けられない人・注意）", "出典："},
		{"医療ハイフ", "痛み", "[1]"},
		{"この資料には、お尋ねの答えがありません"},
	} {
		for _, want := range wants {
			if !strings.Contains(answers[i], want) {
				t.Errorf("answer %d does not have %q:\n%s", i+1, want, answers[i])
			}
		}
	}
}
