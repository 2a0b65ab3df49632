package app

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"shirube/internal/search"
	"shirube/internal/search/searchtest"
)

// Whatever is typed, every way in answers: with 200, in JSON that can be read or HTML in which nothing
// that was typed is markup.
func TestWhateverIsTypedIsAnswered(t *testing.T) {
	hostile := "# <script>alert(1)</script>痛み\n\n## 手順\n\n<b>痛み</b>を`<img src=x onerror=alert(1)>`と書きます。\n"
	addr, stop, ended, log := start(t, settings(folder(t, map[string]string{"a.md": patch, "b.md": hostile}), t.TempDir()))
	untilPhase(t, addr, phaseReady)
	for name, q := range searchtest.OddQueries(search.MaxQueryRunes) {
		escaped := url.QueryEscape(q)
		for _, path := range []string{"/v1/search?highlight=html&q=", "/v1/search?view=passages&explain=true&q=", "/search?q="} {
			status, text := body(t, "http://"+addr+path+escaped)
			checkAnswer(t, name+", GET "+path, status, text)
		}
		for path, parameter := range map[string]string{"/v1/search": "q", "/v1/retrieve": "query"} {
			asked, err := json.Marshal(map[string]string{parameter: q})
			if err != nil {
				t.Fatal(err)
			}
			raw := []byte(`{"` + parameter + `":"` + strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(printable(q)) + `"}`)
			for _, content := range [][]byte{asked, raw} {
				status, text := post(t, "http://"+addr+path, content)
				checkAnswer(t, name+", POST "+path, status, text)
			}
		}
	}
	stop()
	<-ended
	if s := log.String(); strings.Contains(s, "level=ERROR") {
		t.Errorf("%s", s)
	}
}

// printable is q without the characters that no JSON string may have unescaped; bytes that are no
// UTF-8 stay.
func printable(q string) string {
	out := []byte{}
	for _, c := range []byte(q) {
		if c >= ' ' {
			out = append(out, c)
		}
	}
	return string(out)
}

func post(t *testing.T, to string, content []byte) (int, string) {
	t.Helper()
	resp, err := http.Post(to, "application/json", bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func checkAnswer(t *testing.T, what string, status int, text string) {
	t.Helper()
	if status != http.StatusOK {
		t.Errorf("%s: %d %.300s", what, status, text)
	}
	shown := text
	if strings.HasPrefix(text, "{") {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Errorf("%s: %v: %.300s", what, err, text)
		}
		shown = htmlOf(v)
	}
	for _, markup := range []string{"<script>alert", "<img src=x", "<b>痛み"} {
		if strings.Contains(shown, markup) {
			t.Errorf("%s: %q stands unescaped in %.300s", what, markup, shown)
		}
	}
}

// htmlOf is all that an answer gives as HTML.
func htmlOf(v any) string {
	var out strings.Builder
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			if s, ok := value.(string); ok && name == "html" {
				out.WriteString(s + "\n")
			}
			out.WriteString(htmlOf(value))
		}
	case []any:
		for _, value := range v {
			out.WriteString(htmlOf(value))
		}
	}
	return out.String()
}
