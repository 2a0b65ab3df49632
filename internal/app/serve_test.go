package app

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shirube/internal/config"
)

// eventually waits until f returns no error.
func eventually(t *testing.T, what string, f func() error) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for err := f(); err != nil; err = f() {
		if time.Now().After(deadline) {
			t.Fatalf("%s: %v", what, err)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// start runs Serve and returns the address, how to stop it, and what it returned.
func start(t *testing.T, cfg config.Config) (addr string, stop func(), ended <-chan error, log *record) {
	t.Helper()
	cfg.AddrFile = filepath.Join(t.TempDir(), "addr")
	a, log := newApp(t, cfg)
	ctx, cancel := context.WithCancel(context.Background())
	done, over := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(over)
		done <- a.Serve(ctx)
	}()
	t.Cleanup(func() { // the folders of the test are removed after this
		cancel()
		<-over
	})
	eventually(t, "listening", func() error {
		select {
		case err := <-done:
			t.Fatalf("Serve returned %v\n%s", err, log)
		default:
		}
		data, err := os.ReadFile(cfg.AddrFile)
		addr = strings.TrimSpace(string(data))
		return err
	})
	return addr, cancel, done, log
}

type readyz struct {
	Ready bool
	Phase string
	Done  int
	Total int
}

func askReady(addr string) (readyz, error) {
	var r readyz
	resp, err := http.Get("http://" + addr + "/readyz")
	if err != nil {
		return r, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&r)
	return r, err
}

func untilPhase(t *testing.T, addr, phase string) {
	t.Helper()
	eventually(t, phase, func() error {
		r, err := askReady(addr)
		if err == nil && (!r.Ready || r.Phase != phase) {
			err = fmt.Errorf("%+v", r)
		}
		return err
	})
}

func body(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// A client that sends its query slowly is in flight when the server is told to
// stop: it must still be answered, while new connections are refused.
func TestShutdownFinishesRequestsInFlight(t *testing.T) {
	addr, stop, ended, _ := start(t, settings(folder(t, map[string]string{"a.md": patch}), t.TempDir()))
	untilPhase(t, addr, phaseReady)
	const query = `{"q":"湿布"}`
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /v1/search HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", addr, len(query))
	in := bufio.NewReader(conn)
	if line, err := in.ReadString('\n'); err != nil || !strings.Contains(line, "100") { // the handler reads the body
		t.Fatalf("%q %v", line, err)
	}
	if _, err := in.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	stop()
	eventually(t, "new connections refused", func() error {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
			return errors.New("still accepted")
		}
		return nil
	})
	select {
	case err := <-ended:
		t.Fatalf("ended with a request in flight: %v", err)
	default:
	}
	fmt.Fprint(conn, query)
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(answer), "湿布の貼り方") {
		t.Errorf("%d %s %v", resp.StatusCode, answer, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("%v", err)
	}
}

func TestRequestsThatNeverEndAreCutOff(t *testing.T) {
	cfg := settings(folder(t, map[string]string{"a.md": patch}), t.TempDir())
	cfg.ShutdownTimeout = 50 * time.Millisecond
	addr, stop, ended, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST /v1/search HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n", addr)
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(line, "100") {
		t.Fatalf("%q %v", line, err)
	}
	stop()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("%v", err)
	}
}

// Until there is an index the server says so, and how far it is.
func TestServeAnswersBeforeThereIsAnIndex(t *testing.T) {
	corpus := folder(t, map[string]string{"slow/a.md": patch})
	addr, stop, ended, _ := start(t, settings(corpus, t.TempDir()))
	// Whatever is asked in between is answered: alive, not ready, or found.
	for {
		if status, _ := body(t, "http://"+addr+"/healthz"); status != http.StatusOK {
			t.Fatalf("healthz: %d", status)
		}
		r, err := askReady(addr)
		if err != nil {
			t.Fatal(err)
		}
		status, text := body(t, "http://"+addr+"/v1/search?q=%E6%B9%BF%E5%B8%83")
		if r.Ready && status != http.StatusOK {
			t.Fatalf("ready, but a search is answered with %d %s", status, text)
		}
		if status == http.StatusServiceUnavailable && !strings.Contains(text, "not-ready") {
			t.Fatalf("%s", text)
		}
		if r.Ready && r.Phase == phaseReady {
			break
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// With a source that cannot be read there is nothing to serve, or only what
// there was.
func TestServeWithoutItsCorpus(t *testing.T) {
	corpus, data := folder(t, map[string]string{"a.md": patch}), t.TempDir()
	a, _ := newApp(t, settings(filepath.Join(corpus, "none"), t.TempDir()))
	if err := a.Serve(context.Background()); err == nil || !strings.Contains(err.Error(), "none: no such file") {
		t.Errorf("%v", err)
	}

	first, _ := newApp(t, settings(corpus, data))
	buildIndex(t, first)
	if err := os.RemoveAll(corpus); err != nil {
		t.Fatal(err)
	}
	addr, stop, ended, log := start(t, settings("", data))
	untilPhase(t, addr, phaseStale)
	if status, text := body(t, "http://"+addr+"/v1/search?q=%E6%B9%BF%E5%B8%83"); status != http.StatusOK || !strings.Contains(text, "湿布の貼り方") {
		t.Errorf("%d %s", status, text)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), "could not be brought up to date") {
		t.Errorf("%s", log)
	}
}

func TestAddressesThatOthersReachNeedKeysOrAWord(t *testing.T) {
	dir := folder(t, map[string]string{"a.md": patch, "keys.yaml": "- {name: site, secret: long-enough-1}\n"})
	for _, c := range []struct {
		name     string
		addr     string
		insecure bool
		keys     bool
		refused  bool
	}{
		{"loopback", "127.0.0.1:0", false, false, false},
		{"loopback by name", "localhost:0", false, false, false},
		{"everywhere", "0.0.0.0:0", false, false, true},
		{"everywhere, no host", ":0", false, false, true},
		{"allowed", "0.0.0.0:0", true, false, false},
		{"with keys", "0.0.0.0:0", false, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			cfg := settings(dir, t.TempDir())
			cfg.Addr, cfg.InsecurePublic = c.addr, c.insecure
			a, log := newApp(t, cfg)
			ln, err := a.listen(context.Background(), c.keys)
			if (err != nil) != c.refused {
				t.Fatalf("%v", err)
			}
			var bad *config.Error
			if err != nil && !errors.As(err, &bad) {
				t.Errorf("not an error of the settings: %v", err)
			}
			if err == nil {
				ln.Close()
			}
			if warned := strings.Contains(log.String(), "everyone who reaches"); warned != c.insecure {
				t.Errorf("warned: %v; %s", warned, log)
			}
		})
	}
}

// With keys the visitors' pages, which ask for none, show only what is named.
func TestPagesWithKeys(t *testing.T) {
	dir := folder(t, map[string]string{
		"articles/a.md":     patch,
		"articles/b.jsonl":  `{"id":"b","collection":"staff","title":"院内の湿布の手順","text":"番号を確かめます。"}`,
		"keys/site.yaml":    "- {name: site, secret: long-enough-1, collections: [default]}\n",
		"keys/ignored.yaml": "",
	})
	cfg := settings(filepath.Join(dir, "articles"), t.TempDir())
	cfg.KeyFile = filepath.Join(dir, "keys/site.yaml")
	addr, stop, ended, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	const query = "?q=%E6%B9%BF%E5%B8%83"
	if status, _ := body(t, "http://"+addr+"/search"+query); status != http.StatusNotFound {
		t.Errorf("pages without a named collection: %d", status)
	}
	if status, _ := body(t, "http://"+addr+"/v1/search"+query); status != http.StatusUnauthorized {
		t.Errorf("search without a key: %d", status)
	}
	stop()
	<-ended

	cfg.VisitorCollections = []string{"default"}
	addr, stop, ended, _ = start(t, cfg)
	untilPhase(t, addr, phaseReady)
	status, text := body(t, "http://"+addr+"/search"+query)
	if status != http.StatusOK || !strings.Contains(text, "の貼り方") || strings.Contains(text, "院内") {
		t.Errorf("%d %s", status, text)
	}
	stop()
	<-ended
}
