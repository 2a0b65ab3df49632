package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"shirube/internal/bench"
)

// flushed is how long it takes until what was noted is written: the log waits a second
// for more.
const flushed = 2 * time.Second

// round is what became of one round.
type round struct {
	rate float64 // searches a second
	cost float64 // milliseconds of the server's processor time a search
}

// ask has so many connections search for so long. Any answer but 200 is an error.
func ask(ctx context.Context, server *bench.Server, connections int, long time.Duration) (round, error) {
	before, err := bench.CPUSecondsOf(server.PID())
	if err != nil {
		return round{}, err
	}
	var (
		mu     sync.Mutex
		n      int
		failed []error
		wg     sync.WaitGroup
	)
	transport := &http.Transport{MaxIdleConnsPerHost: connections}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	began := time.Now()
	for c := range connections {
		wg.Go(func() {
			answers, err := until(ctx, client, server.URL("/v1/search"), c, began.Add(long))
			mu.Lock()
			defer mu.Unlock()
			n += answers
			failed = append(failed, err)
		})
	}
	wg.Wait()
	took := time.Since(began)
	if err := errors.Join(append(failed, ctx.Err())...); err != nil {
		return round{}, err
	}
	select {
	case <-ctx.Done():
		return round{}, ctx.Err()
	case <-time.After(flushed):
	}
	after, err := bench.CPUSecondsOf(server.PID())
	return round{float64(n) / took.Seconds(), (after - before) * 1000 / float64(max(n, 1))}, err
}

// until searches until a time and returns how often it was answered.
func until(ctx context.Context, client *http.Client, url string, first int, end time.Time) (n int, err error) {
	questions := bench.Questions()
	for ; time.Now().Before(end); n++ {
		body := fmt.Sprintf(`{"q":%q}`, questions[(first+n)%len(questions)])
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
		if err != nil {
			return n, fmt.Errorf("request: %w", err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Shirube-Session", "visit"+strconv.Itoa(first)+"-"+strconv.Itoa(n/5))
		answer, err := client.Do(r)
		if err != nil {
			return n, fmt.Errorf("search: %w", err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil {
			return n, fmt.Errorf("answer: %w", err)
		}
		if answer.StatusCode != http.StatusOK {
			return n, fmt.Errorf("search: status %d", answer.StatusCode)
		}
	}
	return n, nil
}

// noted is how many searches a server has written down, and how many it has lost.
func noted(ctx context.Context, server *bench.Server) (written, dropped float64, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL("/metrics"), nil)
	if err != nil {
		return 0, 0, fmt.Errorf("metrics: %w", err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, 0, fmt.Errorf("metrics: %w", err)
	}
	defer answer.Body.Close() //nolint:errcheck // read only
	found := 0
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		to := map[string]*float64{"shirube_query_log_written_total": &written, "shirube_query_log_dropped_total": &dropped}[name]
		if to == nil {
			continue
		}
		found++
		if *to, err = strconv.ParseFloat(value, 64); err != nil {
			return 0, 0, fmt.Errorf("metrics: %w", err)
		}
	}
	if found != 2 {
		return 0, 0, errors.New("metrics: nothing is said of the query log")
	}
	return written, dropped, nil
}
