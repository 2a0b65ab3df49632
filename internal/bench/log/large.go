package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/querylog"
	"shirube/internal/store"
)

const (
	days     = 90
	distinct = 50_000 // queries at least, of a million searches
	asks     = 5      // how often the analytics are asked for
)

// analyse asks a server whose log has so many searches for its analytics.
func analyse(ctx context.Context, data, program string, searches int) (lines []bench.Line, err error) {
	empty, err := bench.StartServer(ctx, program, data) // makes the folder and the index
	if err != nil {
		return nil, err
	}
	if err := empty.Stop(); err != nil {
		return nil, err
	}
	began := time.Now()
	if err := fill(ctx, data, searches); err != nil {
		return nil, err
	}
	filled := time.Since(began)
	files, err := filepath.Glob(filepath.Join(data, store.Name+"*"))
	if err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	size := 0.0
	for _, name := range files {
		f, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("data: %w", err)
		}
		size += float64(f.Size()) / 1e6
	}
	server, err := bench.StartServer(ctx, program, data, "--query-log", "on")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	from := time.Now().AddDate(0, 0, -days).Format(time.DateOnly)
	var took []float64
	var seen querylog.Analytics
	for range asks {
		asked := time.Now()
		if err := server.Get(ctx, "/v1/admin/analytics?from="+from, &seen); err != nil {
			return nil, err
		}
		took = append(took, float64(time.Since(asked).Microseconds())/1000)
	}
	pages, err := openPage(ctx, server.URL("/console/improve?days="+strconv.Itoa(days)))
	if err != nil {
		return nil, err
	}
	fmt.Printf("%d searches, %d queries, %d days: %.0f MB on disk (%.0f bytes a search); written in %.0f s\n",
		seen.Total.Searches, seen.Queries, days, size, size*1e6/float64(searches), filled.Seconds())
	fmt.Printf("analytics of all days: %.0f ms the first time, %.0f ms (median of %d)\n", took[0], bench.Median(took), asks)
	fmt.Printf("the console's page of them: %.0f ms the first time, %.0f ms when its counts are known\n", pages[0], bench.Median(pages[1:]))
	return []bench.Line{
		{What: "searches counted, of those noted", Got: float64(seen.Total.Searches) / float64(searches), Bound: 0.98},
		{What: "queries", Got: float64(seen.Queries), Bound: float64(min(distinct, searches/20))},
		{What: "analytics of all days, at most", Got: bench.Percentile(took, 1), Bound: mostAnalytics, Most: true, Unit: " ms"},
		{What: "the console's page of them, at most", Got: bench.Percentile(pages, 1), Bound: mostAnalytics, Most: true, Unit: " ms"},
	}, nil
}

// openPage opens the console's page of what was asked, and says how long each time took, in
// milliseconds. The first one counts: its span is another one than that of the API's answers.
func openPage(ctx context.Context, url string) ([]float64, error) {
	var took []float64
	for range asks {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
		asked := time.Now()
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
		_, err = io.Copy(io.Discard, answer.Body)
		if err := errors.Join(err, answer.Body.Close()); err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
		if answer.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("page: status %d", answer.StatusCode)
		}
		took = append(took, float64(time.Since(asked).Microseconds())/1000)
	}
	return took, nil
}

// fill writes searches as a server does, the oldest first. Half of them ask one of a few
// hundred queries, the others one of many.
func fill(ctx context.Context, data string, searches int) (err error) {
	s, err := store.Open(ctx, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	questions := bench.Questions()
	const most = 4000
	sink := s.Sink()
	span := (days - 1) * 24 * time.Hour
	first := time.Now().Add(-span)
	batch := make([]querylog.Search, 0, most)
	for i := range searches {
		about := i * 7919 % 300
		if i%2 == 0 {
			about = i * 7919 % (4 * distinct)
		}
		batch = append(batch, querylog.Search{
			Time:      first.Add(time.Duration(float64(span-time.Minute) * float64(i) / float64(searches))),
			RequestID: fmt.Sprintf("%024x", i), FrontEnd: querylog.API, Collections: []string{"default"},
			Query: fmt.Sprint(questions[about%len(questions)], " ", about), View: index.Articles, Page: 1,
			Total: i % 13, Answerable: i%3 > 0, Confidence: 0.5, Took: time.Millisecond,
		})
		if len(batch) == most || i == searches-1 {
			if err := sink.Write(ctx, batch, nil); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return s.Roll(ctx)
}
