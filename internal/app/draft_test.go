package app

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/internal/api"
	"shirube/internal/config"
)

// A draft is read as a file of the corpus would be, with the corrections of the
// data directory, and nothing of it is kept.
func TestParseDraft(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, correctionsName), []byte("corrections:\n- {article: pico, insurance: self_pay}\n- {article: pico, section: s-0000000000, kind: risks}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := config.Default()
	cfg.Data = data
	program, err := New(cfg, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	s := &server{App: program}
	parsed, err := s.Parse(context.Background(), api.ParseRequest{Name: "pico.md", Content: "# ピコレーザー\n\n## リスク\n\n必ず治ります。\n"})
	if err != nil {
		t.Fatal(err)
	}
	if len(parsed.Articles) != 1 || parsed.Articles[0].ID != "pico" || parsed.Articles[0].Insurance != "self_pay" || len(parsed.Articles[0].Corrected) != 1 {
		t.Fatalf("articles %+v", parsed.Articles)
	}
	if len(parsed.Problems) != 1 || parsed.Problems[0].Rejected || !strings.Contains(parsed.Problems[0].Why, "s-0000000000") {
		t.Errorf("problems %+v", parsed.Problems)
	}
	if len(parsed.Check) != 1 || len(parsed.Check[0].Phrases) != 1 || parsed.Check[0].Phrases[0].Line != 5 {
		t.Errorf("check %+v", parsed.Check)
	}
	// The format is that of the name, of the request, or of the content.
	for _, r := range []api.ParseRequest{
		{Text: "<h1>題</h1><p>本文です。</p>", Format: "html", URL: "https://example.jp/a"},
		{Content: "題\n\n本文です。", Format: "text", URL: "https://example.jp/a"},
		{Content: `{"title":"題","text":"本文です。"}`, URL: "https://example.jp/a"},
	} {
		parsed, err := s.Parse(context.Background(), r)
		if err != nil || len(parsed.Articles) != 1 || parsed.Articles[0].Title != "題" || parsed.Articles[0].ID != "https://example.jp/a" {
			t.Errorf("%+v: %v, %+v", r, err, parsed)
		}
	}
	// What cannot be read is told, not failed on.
	parsed, err = s.Parse(context.Background(), api.ParseRequest{Content: " "})
	if err != nil || len(parsed.Articles) != 0 || len(parsed.Problems) != 1 || !parsed.Problems[0].Rejected {
		t.Errorf("%v, %+v", err, parsed)
	}
	left, err := os.ReadDir(data)
	if err != nil || len(left) != 1 {
		t.Errorf("%v: %v was kept", err, left)
	}
}
