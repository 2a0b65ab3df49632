//go:build e2e

package e2e

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The plugin of examples/wordpress in a real WordPress with its database: what is
// published is searchable, what is not public never leaves, a server that is down is tried
// again. test/clients/wordpress/test.php says what.
func TestWordPressPlugin(t *testing.T) {
	files := os.Getenv("SHIRUBE_WORDPRESS")
	if files == "" {
		t.Skip("SHIRUBE_WORDPRESS names no folder with the files of WordPress")
	}
	dir := t.TempDir()
	content := filepath.Join(dir, "content")
	if err := os.CopyFS(filepath.Join(content, "plugins"), os.DirFS(filepath.Join("..", "..", "examples", "wordpress"))); err != nil {
		t.Fatal(err)
	}
	environment := []string{
		"WP_FILES=" + files, "WP_CONTENT=" + content, "WP_SOCKET=" + mariadb(t, dir),
		"SHIRUBE_BASE=" + keyed(t), "SHIRUBE_SEARCH_KEY=" + siteKey, "SHIRUBE_ADMIN=" + editorKey,
	}
	tests, err := filepath.Abs(filepath.Join("..", "..", "test", "clients", "wordpress"))
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{"install.php", "test.php"} {
		out := runIn(t, dir, environment, "php", "-d", "error_reporting=-1", "-d", "display_errors=stderr", filepath.Join(tests, script))
		for line := range strings.Lines(out) {
			if strings.Contains(line, "shirube-search") && (strings.Contains(line, "Warning: ") || strings.Contains(line, "Deprecated: ") || strings.Contains(line, "Notice: ")) {
				t.Errorf("PHP complains: %s", line)
			}
		}
		if script == "test.php" && !strings.Contains(out, "wordpress: ok") {
			t.Errorf("it did not come to its end:\n%s", out)
		}
		t.Log(out)
	}
}

// mariadb starts a database of its own below dir, which listens on a socket only.
func mariadb(t *testing.T, dir string) (socket string) {
	t.Helper()
	// A socket's path is short.
	short, err := os.MkdirTemp("", "db-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(short) })
	socket = filepath.Join(short, "socket")
	data := filepath.Join(dir, "database")
	runIn(t, dir, nil, "mariadb-install-db", "--no-defaults", "--user=root", "--datadir="+data, "--auth-root-authentication-method=normal", "--skip-test-db")
	cmd := exec.CommandContext(t.Context(), "mariadbd", "--no-defaults", "--user=root", "--datadir="+data, "--socket="+socket, "--skip-networking",
		"--pid-file="+filepath.Join(short, "pid"), "--innodb-flush-log-at-trx-commit=0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // its data goes with the test
		_ = cmd.Wait()
	})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if c, err := net.Dial("unix", socket); err == nil {
			c.Close()
			break
		} else if time.Now().After(deadline) {
			t.Fatal("the database did not start within a minute")
		}
	}
	runIn(t, dir, nil, "php", "-r", `(new mysqli("localhost", "root", "", "", 0, "`+socket+`"))->query("CREATE DATABASE wordpress CHARACTER SET utf8mb4");`)
	return socket
}
