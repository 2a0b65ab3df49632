package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"shirube": main,
		"status":  statusMain,
	})
}

// TestScripts runs the whole program as a shell would: testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"understands": understands,
			"ready":       ready,
			"get":         get,
			"becomes":     becomes,
			"listen":      listen,
			"website":     website,
			"big":         big,
			"binary":      binary,
			"jsonl":       jsonLines,
			"damage":      damage,
			"runfile":     runFile,
			"protocol":    protocol,
		},
		RequireExplicitExec: true,
	})
}

// statusMain runs "status N command…" and fails unless the command ends with
// exit status N. Its output goes through.
func statusMain() {
	want, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, "status: not a number:", os.Args[1])
		os.Exit(100)
	}
	cmd := exec.Command(os.Args[2], os.Args[3:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, "status:", err)
		os.Exit(100)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		fmt.Fprintf(os.Stderr, "status: exit status %d, want %d\n", got, want)
		os.Exit(101)
	}
}

// within waits until f returns no error, at most half a minute.
func within(ts *testscript.TestScript, what string, f func() error) {
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := f()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s: %v", what, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// address reads the address file that a server writes.
func address(ts *testscript.TestScript, file string) (string, error) {
	data, err := os.ReadFile(ts.MkAbs(file))
	return strings.TrimSpace(string(data)), err
}

// ready FILE PHASE [BASE]: waits until the server whose address is in the file is
// ready and in a phase, and sets $ADDR.
func ready(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: ready address-file phase [base-path]")
	}
	base := strings.Join(args[2:], "")
	within(ts, "ready", func() error {
		addr, err := address(ts, args[0])
		if err != nil {
			return err
		}
		ts.Setenv("ADDR", addr)
		resp, err := http.Get("http://" + addr + base + "/readyz")
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		var p struct {
			Ready bool
			Phase string
		}
		if err := json.NewDecoder(resp.Body).Decode(&p); err != nil {
			return err
		}
		if !p.Ready || p.Phase != args[1] {
			return fmt.Errorf("status %d, %+v", resp.StatusCode, p)
		}
		return nil
	})
}

// get STATUS URL FILE: gets a URL, checks the status, and writes the body to a file.
func get(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: get status url file")
	}
	resp, err := http.Get(args[1])
	ts.Check(err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	ts.Check(err)
	if strconv.Itoa(resp.StatusCode) != args[0] {
		ts.Fatalf("%s: status %d, want %s\n%s", args[1], resp.StatusCode, args[0], body)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), body, 0o644))
}

// becomes STATUS URL [FILE]: gets a URL, with the key in a file, until it has the status.
func becomes(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: becomes status url [key-file]")
	}
	req, err := http.NewRequest(http.MethodGet, args[1], nil)
	ts.Check(err)
	if len(args) == 3 {
		req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(ts.ReadFile(args[2])))
	}
	within(ts, args[1], func() error {
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if strconv.Itoa(resp.StatusCode) != args[0] {
			return fmt.Errorf("status %d, want %s", resp.StatusCode, args[0])
		}
		return nil
	})
}

// listen: takes a port for the rest of the script, and sets $TAKEN to its address.
func listen(ts *testscript.TestScript, _ bool, _ []string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { ln.Close() })
	ts.Setenv("TAKEN", ln.Addr().String())
}

// website DIR: serves a folder for the rest of the script, and sets $SITE to its
// address.
func website(ts *testscript.TestScript, _ bool, args []string) {
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv("SITE", s.URL)
}

// big FILE BYTES: writes a text of so many bytes.
func big(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	line := []byte("この行は長い記事の一部です。\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat(line, n/len(line)+1)[:n/len(line)*len(line)], 0o644))
}

// binary FILE: writes what no reader should take for text.
func binary(ts *testscript.TestScript, _ bool, args []string) {
	png := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), bytes.Repeat([]byte{0, 1, 0xfe, 0xff}, 300)...)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), png, 0o644))
}

// jsonl FILE LINES BROKEN: writes articles as JSON lines, of which one is broken.
func jsonLines(ts *testscript.TestScript, _ bool, args []string) {
	lines, err := strconv.Atoi(args[1])
	ts.Check(err)
	broken, err := strconv.Atoi(args[2])
	ts.Check(err)
	var b bytes.Buffer
	for i := 1; i <= lines; i++ {
		if i == broken {
			b.WriteString(`{"id":"broken","title":` + "\n")
			continue
		}
		fmt.Fprintf(&b, `{"id":"n%d","title":"記事%d","text":"番号%dの短い説明です。"}`+"\n", i, i, i)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

// damage DIR: overwrites the middle of the largest file below a folder.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	largest, size := "", int64(0)
	ts.Check(filepath.Walk(ts.MkAbs(args[0]), func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().IsRegular() && info.Size() > size {
			largest, size = path, info.Size()
		}
		return err
	}))
	f, err := os.OpenFile(largest, os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt(bytes.Repeat([]byte{0xff}, 64), size/2)
	ts.Check(errors.Join(err, f.Close()))
}

// runfile FILE LINES: checks that a file is a TREC run of so many lines.
func runFile(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	if strconv.Itoa(len(lines)) != args[1] {
		ts.Fatalf("%d lines, want %s:\n%s", len(lines), args[1], strings.Join(lines, "\n"))
	}
	for _, line := range lines {
		if f := strings.Fields(line); len(f) != 6 || f[1] != "Q0" || f[5] != "shirube" {
			ts.Fatalf("not a run line: %q", line)
		}
	}
}

// protocol FILE LINES: checks that a file is so many JSON-RPC messages, one a line.
func protocol(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	if strconv.Itoa(len(lines)) != args[1] {
		ts.Fatalf("%d lines, want %s:\n%s", len(lines), args[1], strings.Join(lines, "\n"))
	}
	for _, line := range lines {
		var m struct {
			Version string `json:"jsonrpc"`
		}
		if err := json.Unmarshal([]byte(line), &m); err != nil || m.Version != "2.0" {
			ts.Fatalf("not a message: %q", line)
		}
	}
}
