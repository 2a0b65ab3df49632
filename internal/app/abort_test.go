package app

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// asking is a whole request of a chatbot.
func asking(path, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: kb\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, len(body), body)
}

// Clients that leave, whenever they do, leave nothing behind: 200 requests that are begun
// and given up, and no goroutine more than before.
func TestGoneClientsLeaveNothing(t *testing.T) {
	addr, stop, ended, log := start(t, settings("", t.TempDir()))
	untilPhase(t, addr, phaseReady)
	const body = `{"query":"ハイフの効果とリスクは？","top_k":50,"max_chars":100000,"retrieval_setting":{"top_k":50}}`
	dify := strings.Replace(body, `"top_k":50,"max_chars":100000,`, "", 1)
	ways := map[string]func(t *testing.T, conn net.Conn, request string){
		"within the header": func(_ *testing.T, conn net.Conn, request string) { _, _ = io.WriteString(conn, request[:40]) },
		"within the body": func(_ *testing.T, conn net.Conn, request string) {
			_, _ = io.WriteString(conn, request[:len(request)-9])
		},
		"before the answer": func(_ *testing.T, conn net.Conn, request string) { _, _ = io.WriteString(conn, request) },
		"within the answer": func(t *testing.T, conn net.Conn, request string) {
			_, _ = io.WriteString(conn, request)
			if _, err := conn.Read(make([]byte, 1)); err != nil {
				t.Errorf("no answer: %v", err)
			}
		},
		// More answers than any buffer holds: the server waits for a reader that leaves.
		"reading nothing of many": func(t *testing.T, conn net.Conn, request string) {
			_ = conn.(*net.TCPConn).SetReadBuffer(4096)
			_, _ = io.WriteString(conn, strings.Repeat(request, 40))
			if _, err := conn.Read(make([]byte, 1)); err != nil {
				t.Errorf("no answer: %v", err)
			}
		},
	}
	requests := []string{asking("/v1/retrieve", strings.Replace(body, `,"retrieval_setting":{"top_k":50}`, "", 1)), asking("/retrieval", dify)}
	for _, request := range requests { // what is made once is made now
		answered(t, addr, request)
	}
	http.DefaultClient.CloseIdleConnections()
	before := runtime.NumGoroutine()
	var wg sync.WaitGroup
	for range 20 {
		for _, request := range requests {
			for _, leave := range ways {
				wg.Go(func() {
					conn, err := net.Dial("tcp", addr)
					if err != nil {
						t.Error(err)
						return
					}
					leave(t, conn, request)
					_ = conn.Close()
				})
			}
		}
		wg.Wait()
	}
	eventually(t, "the goroutines of clients that are gone end", func() error {
		http.DefaultClient.CloseIdleConnections()
		if n := runtime.NumGoroutine(); n > before {
			return fmt.Errorf("%d goroutines, %d before", n, before)
		}
		return nil
	})
	for _, request := range requests {
		answered(t, addr, request)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if s := log.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("%s", s)
	}
}

// answered sends a request, and wants an answer of it that can be read whole.
func answered(t *testing.T, addr, request string) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if status := exchange(t, conn, request); status != http.StatusOK {
		t.Errorf("status %d", status)
	}
}

// exchange is the status of the answer to what is sent.
func exchange(t *testing.T, conn net.Conn, request string) int {
	t.Helper()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Error(err)
	}
	return resp.StatusCode
}

// A body that never comes whole is not waited for longer than a request may take: the
// client is told, and its connection is closed.
func TestBodiesThatNeverEnd(t *testing.T) {
	cfg := settings(folder(t, map[string]string{"a.md": patch}), t.TempDir())
	cfg.RequestTimeout = 200 * time.Millisecond
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	for _, path := range []string{"/retrieval", "/v1/retrieve"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			request := asking(path, `{"query":"湿布"}`)
			if status := exchange(t, conn, request[:len(request)-3]); status != http.StatusRequestTimeout {
				t.Errorf("status %d", status)
			}
			if n, err := conn.Read(make([]byte, 1)); n != 0 || err == nil {
				t.Error("the connection is kept")
			}
		})
	}
}
