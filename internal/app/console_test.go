package app

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"shirube/internal/config"
	"shirube/internal/console"
	"shirube/internal/store"
)

// whatIsKept is the data directory and all rows of its database, but for the log of searches,
// which looking is noted in, and sessions.
func whatIsKept(t *testing.T, data string) map[string]string {
	t.Helper()
	kept := map[string]string{}
	err := filepath.WalkDir(data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), store.Name) {
			return err
		}
		content, err := os.ReadFile(path)
		kept[path] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(data, store.Name))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables []string
	rows, err := db.Query(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN
		('searches', 'events', 'hours', 'queries', 'query_days', 'console_sessions', 'meta', 'sqlite_sequence')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil || len(tables) < 3 {
		t.Fatal(tables, err)
	}
	for _, name := range tables {
		kept[name] = contents(t, db, name)
	}
	return kept
}

func contents(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table) // #nosec G202 -- of the schema
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&text, values...)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// Looking changes nothing: whatever page of the console is asked for, with or without what it
// wants to know, the data directory stays as it is.
func TestPagesOfTheConsoleChangeNothing(t *testing.T) {
	pages, err := console.New(console.Config{}, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	router := gin.New()
	pages.Mount(router)
	cfg := config.Default()
	cfg.Data, cfg.Addr = t.TempDir(), "127.0.0.1:0"
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	before := whatIsKept(t, cfg.Data)
	seen := 0
	for _, route := range router.Routes() {
		if route.Method != http.MethodGet || strings.HasPrefix(route.Path, "/console/assets/") {
			continue
		}
		seen++
		parts := strings.Split(route.Path, "/")
		for i, part := range parts {
			if strings.HasPrefix(part, ":") || strings.HasPrefix(part, "*") {
				parts[i] = "1"
			}
		}
		for _, query := range []string{"", "?q=%E8%B5%A4%E3%81%BF&name=a&id=1&generation=000001&what=all&confirm=x&query=a"} {
			r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+addr+strings.Join(parts, "/")+query, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept", "text/html")
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode >= http.StatusInternalServerError {
				t.Errorf("%s%s: %d", route.Path, query, resp.StatusCode)
			}
		}
		for name, now := range whatIsKept(t, cfg.Data) {
			if before[name] != now {
				t.Fatalf("%s changed %s", route.Path, name)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d pages: this test looks in the wrong place", seen)
	}
}
