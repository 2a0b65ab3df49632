package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTally(t *testing.T) {
	in := strings.Join([]string{
		`{"Action":"start","Package":"a"}`,
		`{"Action":"run","Package":"a","Test":"TestGood"}`,
		`{"Action":"output","Package":"a","Test":"TestGood","Output":"noise\n"}`,
		`{"Action":"pass","Package":"a","Test":"TestGood/sub","Elapsed":0}`,
		`{"Action":"pass","Package":"a","Test":"TestGood","Elapsed":0}`,
		`{"Action":"output","Package":"a","Test":"TestShared","Output":"=== RUN   TestShared\n"}`,
		`{"Action":"output","Package":"a","Test":"TestShared","Output":"    a_test.go:7: no shared folder: set it\n"}`,
		`{"Action":"output","Package":"a","Test":"TestShared","Output":"--- SKIP: TestShared (0.00s)\n"}`,
		`{"Action":"skip","Package":"a","Test":"TestShared","Elapsed":0}`,
		`{"Action":"pass","Package":"a","Elapsed":1.5}`,
		`{"Action":"output","Package":"b","Test":"TestBad","Output":"    b_test.go:9: got 1, want 2\n"}`,
		`{"Action":"fail","Package":"b","Test":"TestBad","Elapsed":0}`,
		`{"Action":"fail","Package":"b","Elapsed":0}`,
		`{"Action":"build-output","ImportPath":"c","Output":"c.go:1:1: syntax error\n"}`,
		`{"Action":"fail","Package":"c","Elapsed":0}`,
		`{"Action":"skip","Package":"d","Elapsed":0}`,
		`go: a line that is not JSON`,
	}, "\n")
	file := filepath.Join(t.TempDir(), "counts")
	var out bytes.Buffer
	if err := run([]string{file}, strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	counts, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	// d has no tests: that is nothing skipped.
	if got, want := string(counts), "2 2 1\n"; got != want {
		t.Errorf("counts are %q, want %q", got, want)
	}
	for _, want := range []string{
		"SKIP  a TestShared: no shared folder: set it\n",
		"got 1, want 2", "syntax error", "FAIL  c\n", "bad   b\n", "not JSON",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in the report:\n%s", want, &out)
		}
	}
	if strings.Contains(out.String(), "noise") {
		t.Errorf("what passing tests say is in the report:\n%s", &out)
	}
}
