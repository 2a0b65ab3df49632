package main

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
	"strconv"
	"strings"
	"syscall"
	"time"

	"shirube/internal/bench"
)

const (
	pollEvery = 5 * time.Millisecond
	giveUp    = 15 * time.Minute
)

// process is how the program is run.
type process struct{ program, corpus, data string }

// taken is what a process took.
type taken struct {
	seconds float64
	cpu     float64 // seconds of processor time, on all cores, until it ended
	peak    float64 // MB
}

// site is a server that runs.
type site struct{ base string }

// served starts a server, waits until its index is in step, has it used, and ends
// it. The time is that until the index was in step.
func (p process) served(ctx context.Context, use func(*site) error) (t taken, err error) {
	ctx, cancel := context.WithTimeout(ctx, giveUp)
	defer cancel()
	addrFile := p.data + ".addr"
	if err := os.Remove(addrFile); err != nil && !errors.Is(err, os.ErrNotExist) {
		return t, fmt.Errorf("address: %w", err)
	}
	var talk bytes.Buffer
	cmd := p.command(ctx, "serve", "--watch", "--addr", "127.0.0.1:0", "--addr-file", addrFile, "--log-level", "warn")
	cmd.Stdout, cmd.Stderr = &talk, &talk
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return t, fmt.Errorf("start: %w", err)
	}
	defer func() {
		if signalErr := cmd.Process.Signal(syscall.SIGTERM); signalErr == nil {
			err = errors.Join(err, cmd.Wait())
			t.cpu = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
		}
		if err != nil {
			err = fmt.Errorf("%w; the server said: %.2000s", err, talk.String())
		}
	}()
	s := &site{}
	if err := s.ready(ctx, addrFile); err != nil {
		return t, err
	}
	t.seconds = time.Since(began).Seconds()
	if err := use(s); err != nil {
		return t, err
	}
	memory, err := bench.MemoryOf(strconv.Itoa(cmd.Process.Pid))
	t.peak = memory.Peak
	return t, err
}

func (p process) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	args = append([]string{name, "--corpus", p.corpus, "--data", p.data}, args...)
	cmd := exec.CommandContext(ctx, p.program, args...) //nolint:gosec // our own program
	cmd.Dir = filepath.Dir(p.data)                      // no shirube.yaml there
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "SHIRUBE_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// refresh runs the index command, which finds nothing to do, and takes the median.
func (p process) refresh(ctx context.Context, runs int) (t taken, err error) {
	var seconds []float64
	for range runs {
		cmd := p.command(ctx, "index", "--json")
		var out bytes.Buffer
		cmd.Stdout = &out
		began := time.Now()
		if err := cmd.Run(); err != nil {
			return t, fmt.Errorf("index: %w", err)
		}
		seconds = append(seconds, time.Since(began).Seconds())
		var report struct{ Mode string }
		if err := json.Unmarshal(out.Bytes(), &report); err != nil || report.Mode != "unchanged" {
			return t, fmt.Errorf("index: %q, not unchanged (%w)", report.Mode, err)
		}
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			t.peak = max(t.peak, float64(usage.Maxrss)*1024/1e6)
		}
	}
	t.seconds = bench.Median(seconds)
	return t, nil
}

// ready waits until the index is in step, not only served.
func (s *site) ready(ctx context.Context, addrFile string) error {
	return until(ctx, func() bool {
		addr, err := os.ReadFile(addrFile)
		if err != nil || len(addr) == 0 {
			return false // not listening yet
		}
		s.base = "http://" + strings.TrimSpace(string(addr))
		var progress struct {
			Ready bool
			Phase string
		}
		return s.get(ctx, "/readyz", &progress) == nil && progress.Ready && progress.Phase == "ready"
	})
}

// until waits for something.
func until(ctx context.Context, what func() bool) error {
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

// edit saves a changed file and waits until what it says now is found.
func (s *site) edit(ctx context.Context, corpus string, i, articles int) (seconds float64, err error) {
	n := (i*37 + 4) % articles / 4 * 4 // a Markdown file
	name := filepath.Join(corpus, fmt.Sprintf("%03d", n/100), fmt.Sprintf("article-%05d.md", n))
	text, err := os.ReadFile(name) //nolint:gosec // our own file
	if err != nil {
		return 0, fmt.Errorf("edit: %w", err)
	}
	mark := fmt.Sprintf("zq%dedit", i)
	text = append(text, "\n"+mark+"も確かめます。\n"...)
	if err := os.WriteFile(name+".tmp", text, 0o600); err != nil {
		return 0, fmt.Errorf("edit: %w", err)
	}
	began := time.Now()
	if err := os.Rename(name+".tmp", name); err != nil {
		return 0, fmt.Errorf("edit: %w", err)
	}
	err = until(ctx, func() bool { return s.finds(ctx, mark) })
	return time.Since(began).Seconds(), err
}

// put puts an article, which is searchable when the answer comes.
func (s *site) put(ctx context.Context, i int) (seconds float64, err error) {
	mark := fmt.Sprintf("zq%dput", i)
	body := fmt.Sprintf(`{"title":"追加","text":"%sを確かめる記事です。"}`, mark)
	began := time.Now()
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, s.base+"/v1/articles/put-"+strconv.Itoa(i), strings.NewReader(body))
	if err != nil {
		return 0, fmt.Errorf("put: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("put: %w", err)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return 0, fmt.Errorf("put: %w", err)
	}
	if resp.StatusCode != http.StatusCreated {
		return 0, fmt.Errorf("put: status %d", resp.StatusCode)
	}
	seconds = time.Since(began).Seconds()
	if !s.finds(ctx, mark) {
		return 0, errors.New("put: the article is not found when the answer has come")
	}
	return seconds, nil
}

func (s *site) finds(ctx context.Context, word string) bool {
	var r struct{ Total int }
	q := url.Values{"q": {word}, "match": {"all"}, "interpret": {"off"}, "facets": {"none"}}
	return s.get(ctx, "/v1/search?"+q.Encode(), &r) == nil && r.Total == 1
}

func (s *site) get(ctx context.Context, path string, to any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path, http.NoBody)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	err = json.NewDecoder(resp.Body).Decode(to)
	if err := errors.Join(err, resp.Body.Close()); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}
