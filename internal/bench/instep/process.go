package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"shirube/internal/bench"
)

const giveUp = 15 * time.Minute

// process is how the program is run.
type process struct{ program, corpus, data string }

// taken is what a process took.
type taken struct {
	seconds float64
	cpu     float64 // seconds of processor time, on all cores, until it ended
	peak    float64 // MB
}

// served starts a server, waits until its index is in step, has it used, and ends
// it. The time is that until the index was in step.
func (p process) served(ctx context.Context, use func(*bench.Server) error) (t taken, err error) {
	ctx, cancel := context.WithTimeout(ctx, giveUp)
	defer cancel()
	server, err := bench.StartServer(ctx, p.program, p.data, "--corpus", p.corpus, "--watch")
	if err != nil {
		return t, err
	}
	defer func() {
		err = errors.Join(err, server.Stop())
		t.cpu = server.CPU
	}()
	t.seconds = server.Seconds
	if err := use(server); err != nil {
		return t, err
	}
	memory, err := server.Memory()
	t.peak = memory.Peak
	return t, err
}

// refresh runs the index command, which finds nothing to do, and takes the median.
func (p process) refresh(ctx context.Context, runs int) (t taken, err error) {
	var seconds []float64
	for range runs {
		cmd := bench.Command(ctx, p.program, filepath.Dir(p.data), "index", "--corpus", p.corpus, "--data", p.data, "--json")
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

// editFile saves a changed file and waits until what it says now is found.
func editFile(ctx context.Context, s *bench.Server, corpus string, i, articles int) (seconds float64, err error) {
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
	err = bench.Until(ctx, func() bool { return finds(ctx, s, mark) })
	return time.Since(began).Seconds(), err
}

// putArticle puts an article, which is searchable when the answer comes.
func putArticle(ctx context.Context, s *bench.Server, i int) (seconds float64, err error) {
	mark := fmt.Sprintf("zq%dput", i)
	body := fmt.Sprintf(`{"title":"追加","text":"%sを確かめる記事です。"}`, mark)
	began := time.Now()
	if err := s.Do(ctx, http.MethodPut, "/v1/articles/put-"+strconv.Itoa(i), body, http.StatusCreated, nil); err != nil {
		return 0, fmt.Errorf("put: %w", err)
	}
	seconds = time.Since(began).Seconds()
	if !finds(ctx, s, mark) {
		return 0, errors.New("put: the article is not found when the answer has come")
	}
	return seconds, nil
}

func finds(ctx context.Context, s *bench.Server, word string) bool {
	var r struct{ Total int }
	q := url.Values{"q": {word}, "match": {"all"}, "interpret": {"off"}, "facets": {"none"}}
	return s.Get(ctx, "/v1/search?"+q.Encode(), &r) == nil && r.Total == 1
}
