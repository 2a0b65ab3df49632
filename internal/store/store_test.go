package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"shirube/internal/querylog"
)

// The test program is also the processes that write to a database at once.
func TestMain(m *testing.M) {
	if dir := os.Getenv("STORE_TEST_WRITER"); dir != "" {
		if err := writer(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// writer notes batches of ten searches, each named by the process and its number, and
// says on stdout which are kept: so many of them, or without end.
func writer(dir string) error {
	s, err := Open(context.Background(), dir)
	if err != nil {
		return err
	}
	name, sink := os.Getenv("STORE_TEST_NAME"), s.Sink()
	batches, err := strconv.Atoi(os.Getenv("STORE_TEST_BATCHES"))
	if err != nil {
		return err
	}
	for b := 0; batches == 0 || b < batches; b++ {
		if err := sink.Write(context.Background(), tenOf(name, b), nil); err != nil {
			return err
		}
		fmt.Println(b)
	}
	return s.Close()
}

func tenOf(name string, b int) []querylog.Search {
	var list []querylog.Search
	for i := range 10 {
		list = append(list, querylog.Search{Time: time.Now(), RequestID: fmt.Sprintf("%s-%d-%d", name, b, i), FrontEnd: querylog.API, Query: "ハイフ", Page: 1})
	}
	return list
}

func process(t *testing.T, dir, name string, batches int) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "STORE_TEST_WRITER="+dir, "STORE_TEST_NAME="+name, "STORE_TEST_BATCHES="+strconv.Itoa(batches))
	cmd.Stderr = os.Stderr
	return cmd
}

func open(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func (s *Store) number(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := s.read.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func whole(t *testing.T, s *Store) {
	t.Helper()
	var verdict string
	if err := s.read.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity: %s %v", verdict, err)
	}
}

// Several processes open a new database at once and write: nothing of any is lost.
func TestProcessesWriteAtOnce(t *testing.T) {
	dir := t.TempDir()
	const processes, batches = 4, 15
	var group sync.WaitGroup
	for p := range processes {
		group.Go(func() {
			if out, err := process(t, dir, fmt.Sprint("p", p), batches).Output(); err != nil || strings.Count(string(out), "\n") != batches {
				t.Errorf("process %d: %v %s", p, err, out)
			}
		})
	}
	group.Wait()
	s := open(t, dir)
	if n := s.number(t, "SELECT count(DISTINCT request) FROM searches"); n != processes*batches*10 {
		t.Errorf("%d searches of %d", n, processes*batches*10)
	}
	whole(t, s)
	info, err := os.Stat(filepath.Join(dir, Name))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v: others may read what was asked", info.Mode(), err)
	}
}

// A process that is killed loses nothing that it was told is kept, and no half of a batch
// is there.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	for round := range 3 {
		cmd := process(t, dir, fmt.Sprint("k", round), 0)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		kept := 0
		for lines := bufio.NewScanner(out); lines.Scan(); {
			kept++
			if kept == 5+7*round {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = cmd.Wait()
		s := open(t, dir)
		whole(t, s)
		n := s.number(t, "SELECT count(*) FROM searches WHERE request LIKE ?", fmt.Sprintf("k%d-%%", round))
		if n < kept*10 || n > (kept+1)*10 || n%10 != 0 {
			t.Errorf("%d searches are there, %d were kept for good", n, kept*10)
		}
		if err := s.Roll(context.Background()); err != nil {
			t.Error(err)
		}
	}
}

// A schema of any earlier version is brought up to date with what is in it; one of a
// later program is left alone.
func TestMigrations(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	fixture, err := os.ReadFile("testdata/version1.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := connect(filepath.Join(dir, Name), 1, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(string(fixture)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	keys, err := s.Keys(ctx)
	if err != nil || len(keys) != 2 || keys[0].Name != "website" || keys[0].Origins[0] != "https://clinic.example" || keys[1].Revoked == nil {
		t.Errorf("%+v %v", keys, err)
	}
	if err := s.Sink().Write(ctx, tenOf("a", 0), nil); err != nil {
		t.Error(err)
	}
	fresh := open(t, t.TempDir())
	if want, got := fresh.schema(t), s.schema(t); want != got {
		t.Errorf("the schema that was brought up to date\n%s\nis not that of a new file\n%s", got, want)
	}

	if _, err := s.write.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if again, err := Open(ctx, dir); !errors.Is(err, ErrNewer) {
		t.Errorf("%v %v", again, err)
	}
}

func (s *Store) schema(t *testing.T) string {
	t.Helper()
	var text string
	if err := s.read.QueryRow("SELECT group_concat(sql, char(10) ORDER BY name) FROM sqlite_schema").Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

// A script that fails leaves the schema as it was.
func TestMigrationThatFails(t *testing.T) {
	s := open(t, t.TempDir())
	before, version := s.schema(t), s.number(t, "PRAGMA user_version")
	broken := fstest.MapFS{}
	for n := 1; n <= version+1; n++ {
		broken[fmt.Sprintf("migrations/%04d_a.sql", n)] = &fstest.MapFile{Data: []byte("CREATE TABLE later (x); SELECT * FROM nowhere;")}
	}
	if err := s.migrate(context.Background(), broken); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("%04d_a", version+1)) {
		t.Errorf("%v", err)
	}
	if s.schema(t) != before || s.number(t, "PRAGMA user_version") != version {
		t.Error("half of a script was kept")
	}
}

// While the disk is full nothing is kept and nobody waits; when there is room, noting
// goes on by itself.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir())
	sink := s.Sink()
	if err := sink.Write(ctx, tenOf("before", 0), nil); err != nil {
		t.Fatal(err)
	}
	limit := func(pages int) {
		t.Helper()
		var got int
		if err := s.write.QueryRow("PRAGMA max_page_count = " + strconv.Itoa(pages)).Scan(&got); err != nil {
			t.Fatal(err)
		}
	}
	limit(s.number(t, "PRAGMA page_count"))
	full := false
	for b := 0; b < 200 && !full; b++ {
		if err := sink.Write(ctx, tenOf("full", b), nil); err != nil {
			full = true
			if !strings.Contains(err.Error(), "full") {
				t.Errorf("%v", err)
			}
		}
	}
	if !full {
		t.Fatal("the disk is not full")
	}
	if n := s.number(t, "SELECT count(*) FROM searches"); n%10 != 0 {
		t.Errorf("half of a batch is there: %d", n)
	}
	limit(1 << 20)
	if err := sink.Write(ctx, tenOf("after", 0), nil); err != nil {
		t.Error(err)
	}
	if n := s.number(t, "SELECT count(*) FROM searches WHERE request LIKE 'after%'"); n != 10 {
		t.Errorf("%d", n)
	}
	whole(t, s)
}

func TestKeys(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := open(t, dir)
	version, err := s.KeysVersion(ctx)
	if err != nil {
		t.Fatal(err)
	}
	made, secret, err := s.CreateKey(ctx, Key{Name: "site", Scopes: []string{"search"}, Origins: []string{"https://clinic.example"}, Rate: 60})
	if err != nil || !strings.HasPrefix(secret, Prefix) || made.Hash != HashOf(secret) || len(secret) != len(Prefix)+43 {
		t.Fatalf("%+v %q %v", made, secret, err)
	}
	if _, _, err := s.CreateKey(ctx, Key{Name: "site"}); !errors.Is(err, ErrNameTaken) {
		t.Errorf("%v", err)
	}
	if now, err := s.KeysVersion(ctx); err != nil || now <= version {
		t.Errorf("version %d after %d: %v", now, version, err)
	}
	used := time.Date(2026, 11, 1, 10, 40, 0, 0, time.UTC)
	if err := s.UsedKeys(ctx, map[int64]time.Time{made.ID: used}); err != nil {
		t.Error(err)
	}
	keys, err := s.Keys(ctx)
	if err != nil || len(keys) != 1 || keys[0].Used == nil || !keys[0].Used.Equal(used.Truncate(time.Hour)) || keys[0].Rate != 60 || len(keys[0].Collections) != 0 {
		t.Errorf("%+v %v", keys, err)
	}
	if err := errors.Join(s.RevokeKey(ctx, "site")); err != nil {
		t.Error(err)
	}
	if err := s.RevokeKey(ctx, "site"); !errors.Is(err, ErrNoSuchKey) {
		t.Errorf("%v", err)
	}
	if _, _, err := s.CreateKey(ctx, Key{Name: "site"}); err != nil {
		t.Errorf("the name of a revoked key is free: %v", err)
	}
	if err := s.ForgetKeys(ctx, "site"); err != nil {
		t.Error(err)
	}
	if keys, err := s.Keys(ctx); err != nil || len(keys) != 1 || keys[0].Revoked != nil {
		t.Errorf("%+v %v", keys, err)
	}
	// The secret is nowhere in the files.
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if data, err := os.ReadFile(f); err != nil || strings.Contains(string(data), secret[:len(secret)-4]) {
			t.Errorf("%s has the secret, or %v", f, err)
		}
	}
}
