package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Program returns the program to measure: the file given, else one that is built
// into dir from what is here.
func Program(ctx context.Context, file, dir string) (string, error) {
	if file == "" {
		file = filepath.Join(dir, "shirube")
		build := exec.CommandContext(ctx, "go", "build", "-o", file, "shirube/cmd/shirube") //nolint:gosec // our own program
		build.Stdout, build.Stderr = os.Stderr, os.Stderr
		if err := build.Run(); err != nil {
			return "", fmt.Errorf("build: %w", err)
		}
	}
	file, err := filepath.Abs(file)
	if err != nil {
		return "", fmt.Errorf("program: %w", err)
	}
	return file, nil
}

// Command runs the program in dir without any settings but its flags.
func Command(ctx context.Context, program, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...) //nolint:gosec // our own program
	cmd.Dir = dir                                     // no shirube.yaml there
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "SHIRUBE_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// Server is a server that runs as a process of its own.
type Server struct {
	// Seconds is the time from its start until its index was in step.
	Seconds float64
	// CPU is the processor time, in seconds on all cores, that it had taken when it
	// ended.
	CPU  float64
	base string
	cmd  *exec.Cmd
	talk bytes.Buffer
}

// pollEvery is how often a server is asked whether it is ready.
const pollEvery = 2 * time.Millisecond

// StartServer runs serve with these flags and waits until its index is in step. The
// folder of data is where it runs and where its address is written.
func StartServer(ctx context.Context, program, data string, flags ...string) (*Server, error) {
	addrFile := data + ".addr"
	if err := os.Remove(addrFile); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("address: %w", err)
	}
	args := append([]string{"serve", "--data", data, "--addr", "127.0.0.1:0", "--addr-file", addrFile, "--log-level", "warn"}, flags...)
	s := &Server{cmd: Command(ctx, program, filepath.Dir(data), args...)}
	s.cmd.Stdout, s.cmd.Stderr = &s.talk, &s.talk
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	if err := Until(ctx, func() bool { return s.ready(ctx, addrFile) }); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	s.Seconds = time.Since(began).Seconds()
	return s, nil
}

// ready reports whether the index is in step, not only served.
func (s *Server) ready(ctx context.Context, addrFile string) bool {
	addr, err := os.ReadFile(addrFile) //nolint:gosec // our own file
	if err != nil || len(addr) == 0 {
		return false // not listening yet
	}
	s.base = "http://" + strings.TrimSpace(string(addr))
	var progress struct {
		Ready bool
		Phase string
	}
	return s.Get(ctx, "/readyz", &progress) == nil && progress.Ready && progress.Phase == "ready"
}

// PID is the process, as /proc names it.
func (s *Server) PID() string { return strconv.Itoa(s.cmd.Process.Pid) }

// Memory is what the process takes now, and took at most.
func (s *Server) Memory() (Memory, error) { return MemoryOf(s.PID()) }

// Stop ends the server as an operator does. The error says what it said.
func (s *Server) Stop() error {
	err := s.cmd.Process.Signal(syscall.SIGTERM)
	if err == nil {
		err = s.cmd.Wait()
		s.CPU = (s.cmd.ProcessState.UserTime() + s.cmd.ProcessState.SystemTime()).Seconds()
	}
	if err != nil {
		return fmt.Errorf("end: %w; the server said: %.2000s", err, s.talk.String())
	}
	return nil
}

// URL is the address of a path of the server.
func (s *Server) URL(path string) string { return s.base + path }

// Get reads the JSON at a path of the server; to may be nil.
func (s *Server) Get(ctx context.Context, path string, to any) error {
	return s.Do(ctx, http.MethodGet, path, "", http.StatusOK, to)
}

// Do makes a request with a JSON body, or none; any other status is an error.
func (s *Server) Do(ctx context.Context, method, path, body string, status int, to any) error {
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, strings.NewReader(body))
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	if to == nil {
		to = new(json.RawMessage)
	}
	err = json.NewDecoder(resp.Body).Decode(to)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if resp.StatusCode != status {
		return fmt.Errorf("%s: status %d", path, resp.StatusCode)
	}
	return nil
}

// Until waits for something, asking every few milliseconds.
func Until(ctx context.Context, what func() bool) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for !what() {
		select {
		case <-ctx.Done():
			return fmt.Errorf("it takes too long: %w", ctx.Err())
		case <-tick.C:
		}
	}
	return nil
}
