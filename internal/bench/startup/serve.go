package main

import (
	"bytes"
	"context"
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
	pollEvery = 2 * time.Millisecond
	giveUp    = time.Minute
)

// serve starts a server on the sample with its index in data, waits until it is
// ready, asks it, and ends it.
func serve(ctx context.Context, program, data string, queries int) (r result, err error) {
	ctx, cancel := context.WithTimeout(ctx, giveUp)
	defer cancel()
	addrFile := filepath.Join(filepath.Dir(data), "addr")
	if err := os.Remove(addrFile); err != nil && !errors.Is(err, os.ErrNotExist) {
		return r, fmt.Errorf("address: %w", err)
	}
	var talk bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "serve", "--data", data, "--addr", "127.0.0.1:0", "--addr-file", addrFile)
	cmd.Dir = filepath.Dir(data) // no shirube.yaml there
	cmd.Env = plainEnvironment(os.Environ())
	cmd.Stdout, cmd.Stderr = &talk, &talk
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return r, fmt.Errorf("start: %w", err)
	}
	defer func() {
		err = errors.Join(err, end(cmd))
		if err != nil {
			err = fmt.Errorf("%w; the server said: %s", err, talk.String())
		}
	}()
	base, err := waitReady(ctx, addrFile)
	if err != nil {
		return r, err
	}
	r.seconds = time.Since(began).Seconds()
	pid := strconv.Itoa(cmd.Process.Pid)
	if r.ready, err = bench.MemoryOf(pid); err != nil {
		return r, err
	}
	if err := ask(ctx, base, queries); err != nil {
		return r, err
	}
	r.after, err = bench.MemoryOf(pid)
	return r, err
}

// plainEnvironment leaves out settings of the program.
func plainEnvironment(environment []string) []string {
	var out []string
	for _, v := range environment {
		if !strings.HasPrefix(v, "SHIRUBE_") {
			out = append(out, v)
		}
	}
	return out
}

func end(cmd *exec.Cmd) error {
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("end: %w", err)
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("end: %w", err)
	}
	return nil
}

// waitReady returns where the server is once it says that it is ready.
func waitReady(ctx context.Context, addrFile string) (base string, err error) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("not ready: %w", ctx.Err())
		case <-tick.C:
		}
		addr, err := os.ReadFile(addrFile)
		if err != nil || len(addr) == 0 {
			continue // not listening yet
		}
		base = "http://" + strings.TrimSpace(string(addr))
		if status, err := get(ctx, base+"/readyz"); err == nil && status == http.StatusOK {
			return base, nil
		}
	}
}

// ask asks queries of several sorts, in both views.
func ask(ctx context.Context, base string, n int) error {
	all := bench.Questions()
	for i := range n {
		q := url.Values{"q": {all[i%len(all)]}, "view": {[]string{"articles", "passages"}[i/len(all)%2]}}
		status, err := get(ctx, base+"/v1/search?"+q.Encode())
		if err != nil {
			return err
		}
		if status != http.StatusOK {
			return fmt.Errorf("%s: status %d", q.Get("q"), status)
		}
	}
	return nil
}

func get(ctx context.Context, address string) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return 0, fmt.Errorf("request: %w", err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("request: %w", err)
	}
	_, err = io.Copy(io.Discard, response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return 0, fmt.Errorf("answer: %w", err)
	}
	return response.StatusCode, nil
}
