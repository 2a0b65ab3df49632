package app

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"shirube/internal/config"
)

// hasty is the server of the program, with its patience a fraction of a second. Its
// handler reads what comes and answers with more than buffers of the system hold.
func hasty(t *testing.T) (addr string, answered <-chan error) {
	t.Helper()
	s := &server{App: &App{cfg: config.Default(), log: slog.New(slog.DiscardHandler)}}
	srv := s.patient()
	for _, limit := range []*time.Duration{&srv.ReadHeaderTimeout, &srv.ReadTimeout, &srv.WriteTimeout, &srv.IdleTimeout} {
		if *limit <= 0 || *limit > 2*time.Minute {
			t.Fatalf("a limit is %v", *limit)
		}
		*limit = 200 * time.Millisecond
	}
	done := make(chan error, 1)
	srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		for block := make([]byte, 1<<20); err == nil && r.URL.Path == "/endless"; {
			_, err = w.Write(block)
		}
		done <- err
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = srv.Serve(ln) }()
	t.Cleanup(func() { _ = srv.Close() })
	return ln.Addr().String(), done
}

// Whoever sends a byte now and then, or never reads, loses the connection.
func TestSlowClientsAreCutOff(t *testing.T) {
	for _, tt := range []struct {
		name, begin, drip string
		reaches           bool // the handler
		reads             bool
	}{
		{"a header that never ends", "GET / HTTP/1.1\r\nHost: a\r\n", "X-A: b\r\n", false, true},
		{"a line that never ends", "GET /", "a", false, true},
		{"a body that never ends", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", "a", true, true},
		{"chunks that never end", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n", true, true},
		{"who says nothing", "", "", false, true},
		{"who does not read", "GET /endless HTTP/1.1\r\nHost: a\r\n\r\n", "", true, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			addr, answered := hasty(t)
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := io.WriteString(conn, tt.begin); err != nil {
				t.Fatal(err)
			}
			closed := make(chan error, 1)
			if tt.reads {
				go func() {
					_, err := io.Copy(io.Discard, conn)
					closed <- err
				}()
			} else {
				go func() { closed <- <-answered }()
			}
			tick := time.NewTicker(20 * time.Millisecond)
			defer tick.Stop()
			for given := time.After(time.Minute); ; {
				select {
				case err := <-closed:
					if !tt.reads && !errors.Is(err, os.ErrDeadlineExceeded) {
						t.Errorf("%v", err)
					}
					if tt.reads && tt.reaches {
						if err := <-answered; err == nil {
							t.Error("the handler was told that the body is whole")
						}
					}
					return
				case <-tick.C:
					_, _ = io.WriteString(conn, tt.drip) // closed is told of above
				case <-given:
					t.Fatal("still connected")
				}
			}
		})
	}
}

// A header as large as nobody's is refused before it is read whole.
func TestHugeHeaders(t *testing.T) {
	addr, _ := hasty(t)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() {
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\nX-A: "+strings.Repeat("a", 1<<20)+"\r\n\r\n") // it is not read whole
	}()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("%d", resp.StatusCode)
	}
}
