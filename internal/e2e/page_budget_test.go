//go:build e2e

package e2e

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"testing"
)

// What a page costs a visitor: bytes as they travel, requests, elements. Budgets, so that
// what is added is noticed.
func TestPageBudgets(t *testing.T) {
	const maxHTML, maxStyle, maxScript, maxRequests, maxElements = 24_000, 8_000, 28_000, 8, 2_500
	b := browser(t)
	s := serve(t, t.TempDir())
	p := open(b, t, s, screen{"390 px", 390, 844, true, "light"})
	gzipped := func(path string) int {
		status, body := s.get(path)
		if status != 200 {
			t.Fatalf("%s: %d", path, status)
		}
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Len()
	}
	for _, path := range []string{"/search", search(url.Values{"q": {"シミ"}}), search(url.Values{"q": {"副作用"}, "view": {"passages"}, "more": {"treatment"}}), p.firstArticle()} {
		p.visit(path)
		p.until("everything is loaded", `document.readyState === "complete"`)
		files := eval[[]string](p, `performance.getEntriesByType("resource").filter(r => !r.name.includes("/v1/")).map(r => new URL(r.name).pathname)`)
		sizes := map[string]int{"html": gzipped(path)}
		for _, file := range files {
			switch {
			case bytes.HasSuffix([]byte(file), []byte(".css")):
				sizes["css"] += gzipped(file)
			case bytes.HasSuffix([]byte(file), []byte(".js")):
				sizes["js"] += gzipped(file)
			}
		}
		elements := eval[int](p, `document.getElementsByTagName("*").length`)
		t.Logf("%s: %v bytes gzipped, %d requests, %d elements", path, sizes, len(files)+1, elements)
		if sizes["css"] == 0 || sizes["js"] == 0 {
			t.Errorf("%s: no files were counted: %q", path, files)
		}
		if sizes["html"] > maxHTML || sizes["css"] > maxStyle || sizes["js"] > maxScript || len(files)+1 > maxRequests || elements > maxElements {
			t.Errorf("%s: %v bytes gzipped, %d requests, %d elements are too much", path, sizes, len(files)+1, elements)
		}
	}
}
