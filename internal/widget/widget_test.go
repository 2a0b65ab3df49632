package widget

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

func serve(t *testing.T) http.Handler {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	Mount(e.Group("/kb"))
	return e
}

func get(h http.Handler, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/kb"+Path, nil)
	r.Header = header
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// Pages of any origin can load the script, as a module too, and a browser that has it is
// not sent it again.
func TestScriptForOtherSites(t *testing.T) {
	h := serve(t)
	w := get(h, http.Header{"Origin": {"https://clinic.example"}})
	if w.Code != http.StatusOK || w.Body.Len() < 1000 {
		t.Fatalf("status %d, %d bytes", w.Code, w.Body.Len())
	}
	for name, want := range map[string]string{
		"Content-Type":                 "text/javascript; charset=utf-8",
		"Access-Control-Allow-Origin":  "*",
		"Cross-Origin-Resource-Policy": "cross-origin",
		"X-Content-Type-Options":       "nosniff",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	tag := w.Header().Get("ETag")
	if again := get(h, http.Header{"If-None-Match": {tag}}); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("with the tag %s: status %d, %d bytes", tag, again.Code, again.Body.Len())
	}
	if other := get(h, http.Header{"If-None-Match": {`"another"`}}); other.Code != http.StatusOK {
		t.Errorf("with another tag: status %d", other.Code)
	}
}

// On a phone's connection the box must not be what a page waits for.
func TestScriptIsSmall(t *testing.T) {
	const most = 25_000
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(script); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d gzipped", len(script), b.Len())
	if b.Len() > most {
		t.Errorf("%d bytes gzipped, more than %d", b.Len(), most)
	}
}

// What a strict policy of a page forbids, and what would reach others than the server
// that was named, is not in the script.
func TestScriptKeepsToItself(t *testing.T) {
	text := string(script)
	for _, never := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
		"localStorage", "sessionStorage", "indexedDB", "document.cookie", "javascript:"} {
		if strings.Contains(text, never) {
			t.Errorf("the script has %q", never)
		}
	}
	for _, address := range regexp.MustCompile(`https?://[^"'\x60\s]*`).FindAllString(text, -1) {
		if address != "http://www.w3.org/2000/svg" { // a name of a namespace, never asked
			t.Errorf("the script names %s", address)
		}
	}
}
