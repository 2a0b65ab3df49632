package api

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/zstd"

	"shirube/internal/search"
)

// What may be kept of every route is decided here: searches, and whatever else is asked
// by words, are kept by nobody.
func TestCaching(t *testing.T) {
	h, routes := everyRoute(t, nil)
	keeps := map[string]string{
		"GET /kb/v1/articles/:id": revalidated, "GET /kb/v1/passages/:id": revalidated, "GET /kb/v1/facets/:name": revalidated,
		"GET /kb/articles/:id": revalidated,
		"GET /kb/openapi.json": "no-cache", "GET /kb/docs": "no-cache", "GET /kb/v1/tools.json": "no-cache",
		"GET /kb/widget/shirube.js": "no-cache", "GET /kb/assets/style.css": "no-cache",
	}
	for _, r := range routes {
		if strings.HasPrefix(r.Path, "/kb/docs/") {
			keeps[r.Method+" "+r.Path] = "public, max-age=31536000, immutable"
		}
		w := do(h, r.Method, address(r.Path), "", "Content-Type", "application/json")
		want, kept := keeps[r.Method+" "+r.Path]
		got := w.Header()
		switch {
		case kept && (w.Code != http.StatusOK || got.Get("Cache-Control") != want || !strings.HasPrefix(got.Get("ETag"), `W/"`)):
			t.Errorf("%s %s: %d %v", r.Method, r.Path, w.Code, got)
		case !kept && (got.Get("ETag") != "" || got.Get("Cache-Control") != "" && got.Get("Cache-Control") != "no-store"):
			t.Errorf("%s %s may be kept: %v", r.Method, r.Path, got)
		}
		if !kept {
			continue
		}
		again := do(h, r.Method, address(r.Path), "", "If-None-Match", `"other", `+strings.TrimPrefix(got.Get("ETag"), "W/"), "Accept-Encoding", "br, gzip")
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 || again.Header().Get("ETag") != got.Get("ETag") ||
			again.Header().Get("Cache-Control") != want || again.Header().Get("Content-Type") != "" || again.Header().Get("X-Request-Id") == "" {
			t.Errorf("%s: asked again: %d %v", r.Path, again.Code, again.Header())
		}
		if other := do(h, r.Method, address(r.Path), "", "If-None-Match", `W/"other"`); other.Code != http.StatusOK || other.Body.String() != w.Body.String() {
			t.Errorf("%s: with another tag: %d", r.Path, other.Code)
		}
	}
	for _, target := range []string{"/kb/v1/facets/kind?q=a", "/kb/v1/facets/kind?prefix=a", "/kb/v1/facets/kind?query=a", "/kb/v1/search?q=a", "/kb/v1/search", "/kb/v1/suggest?q=a"} {
		if w := get(h, target); w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" {
			t.Errorf("%s: %v", target, w.Header())
		}
	}
}

// As soon as an article is another, is gone, or is not the caller's to see, nobody is
// told that what they have is still right.
func TestUnchangedIsNeverALie(t *testing.T) {
	f := &fake{}
	h := handler(t, f, withKeys)
	ask := func(key, tag string) int {
		return get(h, "/v1/articles/a", "X-Shirube-Key", key, "If-None-Match", tag).Code
	}
	first := get(h, "/v1/articles/a", "X-Shirube-Key", "site-secret")
	tag := first.Header().Get("ETag")
	if !strings.Contains(strings.Join(first.Header().Values("Vary"), ", "), "X-Shirube-Key") {
		t.Errorf("Vary %q", first.Header().Values("Vary"))
	}
	if got := ask("site-secret", tag); got != http.StatusNotModified {
		t.Errorf("the same: %d", got)
	}
	if got := ask("a-wrong-key", tag); got != http.StatusUnauthorized {
		t.Errorf("with a wrong key: %d", got)
	}
	f.title = "訂正された記事"
	if got := ask("site-secret", tag); got != http.StatusOK {
		t.Errorf("corrected: %d", got)
	}
	f.err = search.ErrNotFound
	gone := get(h, "/v1/articles/a", "X-Shirube-Key", "site-secret", "If-None-Match", "*")
	if p := problemOf(t, gone, http.StatusNotFound); p.Status == 0 || gone.Header().Get("Cache-Control") != "no-store" || gone.Header().Get("ETag") != "" {
		t.Errorf("expired: %v", gone.Header())
	}
	f.err, f.panics = nil, true
	if w := get(h, "/v1/search", "X-Shirube-Key", "site-secret"); w.Code != http.StatusInternalServerError {
		t.Errorf("a panic: %d", w.Code)
	}
}

// A handler that panics while its answer is held back is answered for.
func TestPanicWhileHeld(t *testing.T) {
	srv, err := newServer(Config{}, &fake{}, ready, discard(), func(r gin.IRouter) {
		r.GET("/articles/:id", func(c *gin.Context) {
			c.String(http.StatusOK, "half of it")
			panic("x")
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := srv.wrap(srv.engine)
	if err != nil {
		t.Fatal(err)
	}
	problemOf(t, get(h, "/articles/a"), http.StatusInternalServerError)
}

// Whatever a caller says it can read, it gets that and the same content.
func TestEncodings(t *testing.T) {
	h := handler(t, &fake{}, nil)
	tests := []struct {
		accept, file, search string // the encodings of a file and of an answer
	}{
		{"", "", ""},
		{"identity", "", ""},
		{"gzip", "gzip", "gzip"},
		{"br", "br", ""},
		{"zstd", "zstd", "zstd"},
		{"gzip, deflate, br, zstd", "br", "gzip"},
		{"gzip;q=0.5, br;q=0.4, zstd;q=1.0", "gzip", "zstd"},
		{"br;q=0, gzip;q=0.1", "gzip", "gzip"},
		{"br;q=0, gzip;q=0, zstd;q=0", "", ""},
		{"br;q=x", "", ""},
		{"identity;q=1, br;q=0.5", "", ""},
		{"*", "br", ""},
		{"*;q=0", "", ""},
		{"GZIP", "gzip", "gzip"},
	}
	for _, tt := range tests {
		for target, want := range map[string]string{"/openapi.json": tt.file, "/docs": tt.file, "/v1/search": tt.search, "/healthz": ""} {
			plain := get(h, target).Body.Bytes()
			header := []string{}
			if tt.accept != "" {
				header = []string{"Accept-Encoding", tt.accept}
			}
			w := get(h, target, header...)
			got := w.Header().Get("Content-Encoding")
			if w.Code != http.StatusOK || got != want && !(tt.accept == "*" && target == "/v1/search") {
				t.Errorf("%s of %q: %q, want %q", target, tt.accept, got, want)
			}
			if !strings.Contains(strings.Join(w.Header().Values("Vary"), ", "), "Accept-Encoding") {
				t.Errorf("%s of %q: Vary %q", target, tt.accept, w.Header().Values("Vary"))
			}
			if !bytes.Equal(unpack(t, got, w.Body.Bytes()), plain) {
				t.Errorf("%s of %q: another content", target, tt.accept)
			}
		}
	}
}

func unpack(t *testing.T, encoding string, b []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(b)
	var err error
	switch encoding {
	case "gzip":
		r, err = gzip.NewReader(r)
	case "br":
		r = brotli.NewReader(r)
	case "zstd":
		var z *zstd.Decoder
		if z, err = zstd.NewReader(r); err == nil {
			defer z.Close()
			r = z
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// What a file is packed to does not grow, and the length that is said is that of it.
func TestFiles(t *testing.T) {
	h := handler(t, &fake{}, nil)
	sizes := map[string]int{}
	for _, encoding := range []string{"identity", "gzip", "br"} {
		w := get(h, "/openapi.json", "Accept-Encoding", encoding)
		sizes[encoding] = w.Body.Len()
	}
	if !(sizes["br"] < sizes["gzip"] && sizes["gzip"]*5 < sizes["identity"]) {
		t.Errorf("bytes: %v", sizes)
	}
	w := do(h, http.MethodHead, "/openapi.json", "")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("HEAD: %d %v", w.Code, w.Header())
	}
}
