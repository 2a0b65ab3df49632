package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// crashArticles is how many articles the corpus of the crash test has: enough
// for a rebuild to last seconds.
const crashArticles = 1500

// crashes is how many kills must hit a rebuild.
const crashes = 10

// TestCrashDuringRebuild kills the program at ten random instants of a rebuild,
// as a power cut would, and starts it again: each time it must serve, at once
// and whole, the last generation that was finished.
func TestCrashDuringRebuild(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a program ten times")
	}
	bin := build(t)
	corpus, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	file := filepath.Join(corpus, "articles.jsonl")
	served, written := 1, 1 // versions: the last that was finished, and that of the corpus
	writeVersion(t, file, written)
	rebuild := indexOnce(t, bin, corpus, data)

	rnd := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	hits, attempts := 0, 0
	for ; hits < crashes && attempts < 4*crashes; attempts++ {
		if served == written { // so that a rebuild is due
			written++
			writeVersion(t, file, written)
		}
		p := launch(t, bin, corpus, data)
		rebuilding := p.serving(t)
		switch now := p.version(t); {
		case now == written:
			// The one before had committed when it died, or this one was quick.
			served, rebuilding = written, false
		case now != served:
			t.Fatalf("start %d: version %d is served; the last good one is %d", attempts, now, served)
		}
		if rebuilding {
			time.Sleep(time.Duration(rnd.Float64() * float64(rebuild)))
			if r, err := askReady(p.addr); err == nil && r.Phase == phaseIndexing {
				hits++
			}
		}
		p.kill(t)
	}
	t.Logf("a rebuild takes %v; %d of %d kills hit one", rebuild, hits, attempts)
	if hits < crashes {
		t.Errorf("only %d kills hit a rebuild", hits)
	}

	p := launch(t, bin, corpus, data)
	untilPhase(t, p.addr, phaseReady)
	if now := p.version(t); now != written {
		t.Errorf("in the end version %d is served, want %d", now, written)
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
	leftovers(t, data)
}

// indexOnce makes the first index and returns how long that took, loading apart.
func indexOnce(t *testing.T, bin, corpus, data string) time.Duration {
	t.Helper()
	cmd := program(bin, "index", "--corpus", corpus, "--data", data, "--json")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("index: %v\n%s", err, &stderr)
	}
	var report struct{ Seconds float64 }
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatal(err)
	}
	return time.Duration(report.Seconds * float64(time.Second))
}

// program prepares a run of the program with the settings of its arguments alone,
// whatever this process's environment says.
func program(bin string, args ...string) *exec.Cmd {
	cmd := exec.Command(bin, args...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "SHIRUBE_") })
	return cmd
}

// build compiles the program.
func build(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "shirube")
	cmd := exec.Command("go", "build", "-o", bin, "shirube/cmd/shirube")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

// writeVersion writes the corpus in one step, every article of it changed.
func writeVersion(t *testing.T, file string, version int) {
	t.Helper()
	rnd := rand.New(rand.NewPCG(uint64(version), 7))
	subjects := []string{"この施術", "麻酔", "術後の腫れ", "内服薬", "診察", "紫外線対策", "費用", "経過"}
	rest := []string{"は個人差があるため医師と相談します", "について事前に説明を受けます", "は数日で落ち着くことが多いとされます", "を自己判断でやめないでください", "は体調によって見合わせることがあります"}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	for i := range crashArticles {
		var text strings.Builder
		for range 60 {
			text.WriteString(subjects[rnd.IntN(len(subjects))] + rest[rnd.IntN(len(rest))] + "。")
		}
		err := enc.Encode(map[string]string{"id": fmt.Sprintf("a%d", i), "title": fmt.Sprintf("記事%d 第%d版", i, version), "text": text.String()})
		if err != nil {
			t.Fatal(err)
		}
	}
	next := file + ".next"
	if err := os.WriteFile(filepath.Join(filepath.Dir(file), "."+filepath.Base(next)), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(filepath.Dir(file), "."+filepath.Base(next)), file); err != nil {
		t.Fatal(err)
	}
}

// process is a running server.
type process struct {
	cmd  *exec.Cmd
	addr string
}

func launch(t *testing.T, bin, corpus, data string) *process {
	t.Helper()
	addrFile := filepath.Join(t.TempDir(), "addr")
	p := &process{cmd: program(bin, "serve", "--corpus", corpus, "--data", data, "--addr", "127.0.0.1:0", "--addr-file", addrFile)}
	var stderr strings.Builder
	p.cmd.Stderr = &stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	eventually(t, "start", func() error {
		text, err := os.ReadFile(addrFile)
		p.addr = strings.TrimSpace(string(text))
		return err
	})
	return p
}

func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // it was killed
}

// serving waits until searches are answered, and reports whether that is beside
// a rebuild.
func (p *process) serving(t *testing.T) (rebuilding bool) {
	t.Helper()
	eventually(t, "serving", func() error {
		r, err := askReady(p.addr)
		if err == nil && (!r.Ready || r.Phase != phaseIndexing && r.Phase != phaseReady) {
			err = fmt.Errorf("%+v", r)
		}
		rebuilding = r.Phase == phaseIndexing
		return err
	})
	return rebuilding
}

// version is the version of the articles that are served, which must be all
// there, and all of the same one.
func (p *process) version(t *testing.T) int {
	t.Helper()
	resp, err := http.Get("http://" + p.addr + "/v1/search?per_page=100&facets=none")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Total int
		Hits  []struct{ Title struct{ Text string } }
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if answer.Total != crashArticles || len(answer.Hits) != 100 {
		t.Fatalf("%d articles are served, %d of them shown; want %d", answer.Total, len(answer.Hits), crashArticles)
	}
	version := 0
	for _, h := range answer.Hits {
		var number, v int
		if _, err := fmt.Sscanf(h.Title.Text, "記事%d 第%d版", &number, &v); err != nil || version != 0 && v != version {
			t.Fatalf("%q beside version %d: %v", h.Title.Text, version, err)
		}
		version = v
	}
	return version
}

// leftovers checks that crashes leave nothing behind once a rebuild was finished.
func leftovers(t *testing.T, data string) {
	t.Helper()
	entries, err := os.ReadDir(data)
	if err != nil {
		t.Fatal(err)
	}
	generations := 0
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".part") {
			t.Errorf("%s was left behind", e.Name())
		}
		if e.IsDir() {
			generations++
		}
	}
	if generations > 2 {
		t.Errorf("%d generations are kept", generations)
	}
}
