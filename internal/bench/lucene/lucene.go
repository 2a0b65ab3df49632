// Package lucene measures Lucene beside Shirube: it runs the Java program in
// test/peers/lucene over passages and questions and reads the runs that it leaves.
// How Lucene is set up is the program's matter, and which figures are compared is
// the caller's.
package lucene

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"shirube/internal/eval"
)

// ErrUnavailable says that Lucene cannot be run here; the error that wraps it says
// what is missing.
var ErrUnavailable = errors.New("lucene cannot be run")

// Best is the id of the run that ranked best of those that were tried: kuromoji's
// words and, at 0.3 of their weight, CJK bigrams.
const Best = "kuromoji-bigrams"

// Report is what the program measured.
type Report struct {
	Version      string          `json:"lucene"`
	Passages     int             `json:"passages"`
	Queries      int             `json:"queries"`
	IndexSeconds float64         `json:"index_seconds"` // both fields, one thread, from a cold start
	IndexMB      float64         `json:"index_mb"`      // 10⁶ bytes
	Runs         map[string]*Run `json:"runs"`          // by id
}

// Run is one way to ask Lucene. Times are of the ten best hits of one question at
// a time, when the Java machine is warm.
type Run struct {
	What    string       `json:"what"`
	File    string       `json:"run"`
	P50     float64      `json:"p50_ms"`
	P90     float64      `json:"p90_ms"`
	P99     float64      `json:"p99_ms"`
	Mean    float64      `json:"mean_ms"`
	Results eval.RunFile `json:"-"`
}

// Peer is the program, ready to run.
type Peer struct{ java, jar string }

// Prepare finds Java and the program, and builds it with Maven where it is not
// built or older than its source. Offline it takes only what Maven has fetched
// before. The error wraps ErrUnavailable where something is missing.
func Prepare(ctx context.Context, offline bool) (*Peer, error) {
	java, err := exec.LookPath("java")
	if err != nil {
		return nil, fmt.Errorf("%w: there is no java", ErrUnavailable)
	}
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	p := &Peer{java, filepath.Join(dir, "target", "lucene-peer.jar")}
	built, err := upToDate(dir, p.jar)
	if err != nil || built {
		return p, err
	}
	return p, build(ctx, dir, offline)
}

func build(ctx context.Context, dir string, offline bool) error {
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return fmt.Errorf("%w: there is no mvn to build test/peers/lucene with", ErrUnavailable)
	}
	var out []byte
	for _, more := range [][]string{{"--offline"}, {}} {
		if offline && len(more) == 0 {
			break
		}
		args := append([]string{"--quiet", "--batch-mode", "--file", filepath.Join(dir, "pom.xml")}, more...)
		cmd := exec.CommandContext(ctx, mvn, append(args, "package")...) //nolint:gosec // our own project
		if out, err = cmd.CombinedOutput(); err == nil {
			return nil
		}
	}
	what := "mvn package failed"
	if offline {
		what = "it is not built, and Maven has not fetched what it needs (mvn --file test/peers/lucene/pom.xml package)"
	}
	return fmt.Errorf("%w: %s: %s", ErrUnavailable, what, firstLine(out))
}

func firstLine(out []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line
}

// folder is where the program's source is: below the module's root, which is the
// nearest folder above that has a go.mod.
func folder() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("lucene: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "test", "peers", "lucene"), nil
		}
		if filepath.Dir(dir) == dir {
			return "", fmt.Errorf("%w: run it in the folder of its source, there is no go.mod here", ErrUnavailable)
		}
		dir = filepath.Dir(dir)
	}
}

// upToDate reports whether the program is built and no source is newer.
func upToDate(dir, jar string) (bool, error) {
	info, err := os.Stat(jar)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("lucene: %w", err)
	}
	newest := time.Time{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "target":
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".java") && d.Name() != "pom.xml":
			return nil
		}
		file, err := d.Info()
		if err == nil && file.ModTime().After(newest) {
			newest = file.ModTime()
		}
		return err
	})
	if err != nil {
		return false, fmt.Errorf("lucene: %w", err)
	}
	return !newest.After(info.ModTime()), nil
}

// Measure indexes the passages ({"id","title","text"} a line), asks the queries
// ({"id","query"} a line), and leaves the index and the runs in the folder out.
func (p *Peer) Measure(ctx context.Context, passages, queries, out string) (*Report, error) {
	cmd := exec.CommandContext(ctx, p.java, "-jar", p.jar, passages, queries, out) //nolint:gosec // our own program
	var talk bytes.Buffer
	cmd.Stderr = &talk
	answer, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("lucene: %w: %s", err, firstLine(talk.Bytes()))
	}
	return Read(answer)
}

// Read reads a report of the program, and the runs that it names.
func Read(answer []byte) (*Report, error) {
	r := &Report{}
	if err := json.Unmarshal(answer, r); err != nil {
		return nil, fmt.Errorf("lucene: its report: %w", err)
	}
	for _, run := range r.Runs {
		f, err := os.Open(run.File)
		if err != nil {
			return nil, fmt.Errorf("lucene: %w", err)
		}
		run.Results, err = eval.ReadRun(run.File, f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
	}
	return r, nil
}
