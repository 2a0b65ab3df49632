package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"unicode"

	"shirube/internal/config"
)

// writeJSON writes one JSON document.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// harmless is a text without what a terminal would obey: the words of an article
// are not to move the cursor. Line breaks become spaces.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
}

// serverLog is the log of a server: text for people at a terminal, else JSON.
func serverLog(cfg config.Config, t terminal) *slog.Logger {
	options := &slog.HandlerOptions{Level: level(cfg)}
	if cfg.LogFormat == config.LogText || cfg.LogFormat == config.LogAuto && t.stderrIsTerminal {
		return slog.New(slog.NewTextHandler(t.stderr, options))
	}
	return slog.New(slog.NewJSONHandler(t.stderr, options))
}

func level(cfg config.Config) slog.Level {
	var l slog.Level
	if err := l.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		return slog.LevelInfo
	}
	return l
}

// commandLog is the talk of a command that ends: warnings, as a person would
// say them.
func commandLog(t terminal) *slog.Logger {
	return slog.New(&talk{mu: &sync.Mutex{}, w: t.stderr})
}

// talk is a log handler that writes "shirube: message (key: value)" lines.
type talk struct {
	mu    *sync.Mutex
	w     io.Writer
	attrs []slog.Attr
}

// Enabled reports whether the level is a warning at least.
func (h *talk) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }

// Handle writes a line.
func (h *talk) Handle(_ context.Context, r slog.Record) error {
	var details []string
	add := func(a slog.Attr) bool {
		if a.Key == "stack" {
			return true
		}
		details = append(details, fmt.Sprintf("%s: %v", a.Key, a.Value))
		return true
	}
	for _, a := range h.attrs {
		add(a)
	}
	r.Attrs(add)
	line := "shirube: " + r.Message
	if len(details) > 0 {
		line += " (" + strings.Join(details, ", ") + ")"
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := fmt.Fprintln(h.w, harmless(line))
	return err
}

// WithAttrs keeps attributes for the lines to come.
func (h *talk) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &talk{h.mu, h.w, append(append([]slog.Attr{}, h.attrs...), attrs...)}
}

// WithGroup does nothing: there are no groups in talk.
func (h *talk) WithGroup(string) slog.Handler { return h }
