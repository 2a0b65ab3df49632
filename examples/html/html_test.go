package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The pages load the script of the server that was named, and the policy allows just it.
func TestSiteAsksTheNamedServer(t *testing.T) {
	h, err := site("https://search.example/kb/")
	if err != nil {
		t.Fatal(err)
	}
	for path, status := range map[string]int{"/": http.StatusOK, "/search.html": http.StatusOK, "/style.css": http.StatusOK, "/../main.go": http.StatusNotFound, "/other": http.StatusNotFound} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = path
		h.ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("%s: status %d, want %d", path, w.Code, status)
		}
		if strings.Contains(w.Body.String(), placeholder) {
			t.Errorf("%s still names %s", path, placeholder)
		}
		if path == "/" && !strings.Contains(w.Body.String(), `<script type="module" src="https://search.example/kb/widget/shirube.js">`) {
			t.Errorf("%s does not load the script: %s", path, w.Body)
		}
		if policy := w.Header().Get("Content-Security-Policy"); status == http.StatusOK && !strings.Contains(policy, "script-src 'self' https://search.example;") {
			t.Errorf("%s: policy %s", path, policy)
		}
	}
	for _, wrong := range []string{"", "search.example", "http://", "::"} {
		if _, err := site(wrong); err == nil {
			t.Errorf("the server %q is accepted", wrong)
		}
	}
}
