package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"shirube/internal/bench"
)

// round is what became of the requests of one round.
type round struct {
	seconds      float64
	milliseconds []float64 // an answer
	failed       int
	cpu          float64 // seconds of the server's processor time
}

// connection asks over one connection that is kept open. It does no more than it must:
// it runs on the cores of the server that it asks.
type connection struct {
	conn     net.Conn
	answers  *bufio.Reader
	requests [][]byte
	order    []int
	next     int
}

// wire is a request as it is sent.
func (e *engine) wire(body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n",
		e.path, strings.TrimPrefix(e.base, "http://"), len(body))
	b.Write(body)
	return b.Bytes()
}

func (e *engine) connect(ctx context.Context, requests [][]byte, seed uint64) (*connection, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", strings.TrimPrefix(e.base, "http://"))
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	// Each asks everything in an order of its own, the same for every engine.
	order := rand.New(rand.NewPCG(seed, 1)).Perm(len(requests)) //nolint:gosec // to be repeated
	return &connection{conn: conn, answers: bufio.NewReaderSize(conn, 64<<10), requests: requests, order: order}, nil
}

// ask sends the next request and reads the whole answer.
func (c *connection) ask() (ok bool, err error) {
	body := c.requests[c.order[c.next%len(c.order)]]
	c.next++
	if _, err := c.conn.Write(body); err != nil {
		return false, fmt.Errorf("request: %w", err)
	}
	response, err := http.ReadResponse(c.answers, nil)
	if err != nil {
		return false, fmt.Errorf("answer: %w", err)
	}
	n, err := io.Copy(io.Discard, response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return false, fmt.Errorf("answer: %w", err)
	}
	return response.StatusCode == http.StatusOK && n > 0, nil
}

// ask has so many connections ask for so long. Every answer that is begun within the time
// counts. The error is of a connection that broke: then nothing was measured.
func (e *engine) ask(ctx context.Context, connections int, long time.Duration) (round, error) {
	requests := make([][]byte, len(e.requests))
	for i, body := range e.requests {
		requests[i] = e.wire(body)
	}
	list := make([]*connection, connections)
	defer func() {
		for _, c := range list {
			if c != nil {
				c.conn.Close() //nolint:errcheck,gosec // all is read
			}
		}
	}()
	for i := range list {
		var err error
		if list[i], err = e.connect(ctx, requests, uint64(i)); err != nil {
			return round{}, err
		}
	}
	before, err := bench.CPUSecondsOf(e.pid)
	if err != nil {
		return round{}, err
	}
	var (
		out    round
		lock   sync.Mutex
		broken []error
		wg     sync.WaitGroup
	)
	began := time.Now()
	for _, c := range list {
		wg.Go(func() {
			took, failed, err := c.until(ctx, began.Add(long))
			lock.Lock()
			defer lock.Unlock()
			out.milliseconds = append(out.milliseconds, took...)
			out.failed += failed
			if err != nil {
				broken = append(broken, err)
			}
		})
	}
	wg.Wait()
	out.seconds = time.Since(began).Seconds()
	after, err := bench.CPUSecondsOf(e.pid)
	out.cpu = after - before
	return out, errors.Join(append(broken, err, ctx.Err())...)
}

// until asks until a time; took are the milliseconds of every answer.
func (c *connection) until(ctx context.Context, end time.Time) (took []float64, failed int, err error) {
	for began := time.Now(); began.Before(end) && ctx.Err() == nil; {
		ok, err := c.ask()
		if err != nil {
			return took, failed, err
		}
		now := time.Now()
		took = append(took, float64(now.Sub(began).Nanoseconds())/1e6)
		if !ok {
			failed++
		}
		began = now
	}
	return took, failed, nil
}
