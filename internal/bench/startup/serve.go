package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"shirube/internal/bench"
)

const giveUp = time.Minute

// serve starts a server on the sample with its index in data, waits until it is
// ready, asks it, and ends it.
func serve(ctx context.Context, program, data string, queries int) (r result, err error) {
	ctx, cancel := context.WithTimeout(ctx, giveUp)
	defer cancel()
	server, err := bench.StartServer(ctx, program, data)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	r.seconds = server.Seconds
	if r.ready, err = server.Memory(); err != nil {
		return r, err
	}
	if err := ask(ctx, server, queries); err != nil {
		return r, err
	}
	r.after, err = server.Memory()
	return r, err
}

// ask asks queries of several sorts, in both views.
func ask(ctx context.Context, server *bench.Server, n int) error {
	all := bench.Questions()
	for i := range n {
		q := url.Values{"q": {all[i%len(all)]}, "view": {[]string{"articles", "passages"}[i/len(all)%2]}}
		if err := server.Get(ctx, "/v1/search?"+q.Encode(), nil); err != nil {
			return fmt.Errorf("%s: %w", q.Get("q"), err)
		}
	}
	return nil
}
