// Tally reads the output of `go test -json` from stdin, says on stdout how each
// package fared, with the output of what failed and the reason of what was
// skipped, and writes the counts "passed failed skipped" to the file it is given.
// It fails only if it cannot do that: what to make of the counts is the caller's.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("usage: go test -json … | tally FILE")
	}
	t := tally{out: out, output: map[string][]string{}}
	if err := t.read(in); err != nil {
		return err
	}
	counts := fmt.Sprintf("%d %d %d\n", t.passed, t.failed, t.skipped)
	return os.WriteFile(args[0], []byte(counts), 0o644)
}

// event is a line of the output, as `go doc test2json` describes it.
type event struct {
	Action     string
	Package    string
	ImportPath string // of build events
	Test       string
	Elapsed    float64
	Output     string
}

// tally counts tests and subtests; a package that fails without a test of its own
// failing (it does not build, it exits, it times out) counts as one failure.
type tally struct {
	out                     io.Writer
	passed, failed, skipped int
	output                  map[string][]string // by package and test, until it ends
	failing                 map[string]int      // failed tests, by package
}

func (t *tally) read(in io.Reader) error {
	t.failing = map[string]int{}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				fmt.Fprintf(t.out, "%s", line) // what go itself says
			} else {
				t.take(e)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
	}
}

func (t *tally) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "output":
		t.output[key] = append(t.output[key], e.Output)
	case "pass":
		if e.Test != "" {
			t.passed++
		} else {
			fmt.Fprintf(t.out, "ok    %s  %.1fs\n", e.Package, e.Elapsed)
		}
		delete(t.output, key)
	case "skip":
		if e.Test != "" {
			t.skipped++
			fmt.Fprintf(t.out, "SKIP  %s %s: %s\n", e.Package, e.Test, reason(t.output[key]))
		}
		delete(t.output, key)
	case "fail":
		t.fail(e, key)
	}
}

func (t *tally) fail(e event, key string) {
	label := "FAIL"
	if e.Test == "" && t.failing[e.Package] > 0 {
		label = "bad " // its tests have been counted
	} else {
		t.failed++
	}
	t.failing[e.Package]++
	fmt.Fprintf(t.out, "%s  %s\n", label, strings.TrimSpace(e.Package+" "+e.Test))
	for _, line := range t.output[key] {
		fmt.Fprint(t.out, "      ", line)
	}
	delete(t.output, key)
}

// reason is what a skipped test said, without the place in the code.
func reason(output []string) string {
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---") {
			continue
		}
		if _, said, found := strings.Cut(line, ".go:"); found {
			if _, said, found = strings.Cut(said, ": "); found {
				return said
			}
		}
		return line
	}
	return "no reason given"
}
