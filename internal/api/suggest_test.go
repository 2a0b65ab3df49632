package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"shirube/internal/search"
)

func TestSuggest(t *testing.T) {
	f := &fake{}
	h := handler(t, f, nil)
	w := get(h, "/v1/suggest?q="+url.QueryEscape("えくそs")+"&limit=3&collection=clinic&collection=b,c")
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if f.suggest.Query != "えくそs" || f.suggest.Limit != 3 || !slices.Equal(f.suggest.Collections, []string{"clinic", "b,c"}) {
		t.Errorf("asked for %+v", f.suggest)
	}
	const want = `{"query":"えくそs","suggestions":[` +
		`{"text":"内出血","kind":"concept","group":"リスク・副作用","context":"","marks":[[0,1]],"url":"","filter":{"name":"risk","value":"内出血"}},` +
		`{"text":"入浴はできますか","kind":"question","group":"よくある質問","context":"","marks":[],"url":"/articles/a#p-1","filter":null}]}`
	if got := strings.TrimSpace(w.Body.String()); got != want {
		t.Errorf("answered\n%s\nwant\n%s", got, want)
	}
	if get(h, "/v1/suggest"); f.suggest.Query != "" || f.suggest.Limit != search.DefaultSuggestions {
		t.Errorf("without parameters: %+v", f.suggest)
	}
}

func TestSuggestSaysWhatIsWrong(t *testing.T) {
	h := handler(t, &fake{}, nil)
	for _, query := range []string{"limit=0", "limit=21", "limit=x", "q=" + strings.Repeat("a", 513), "qq=a", "q=a&q=b"} {
		if w := get(h, "/v1/suggest?"+query); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
}

// A key is told of its collections alone.
func TestSuggestKeepsToTheCollectionsOfTheKey(t *testing.T) {
	f := &fake{}
	h := handler(t, f, withKeys)
	const site = "site-secret"
	if w := get(h, "/v1/suggest?q=a", keyHeader, site); w.Code != http.StatusOK || !slices.Equal(f.suggest.Collections, []string{"clinic", "staff"}) {
		t.Errorf("%d, asked in %v", w.Code, f.suggest.Collections)
	}
	if w := get(h, "/v1/suggest?q=a&collection=skin", keyHeader, site); w.Code != http.StatusForbidden {
		t.Errorf("another collection: %d", w.Code)
	}
	if w := get(h, "/v1/suggest?q=a"); w.Code != http.StatusUnauthorized {
		t.Errorf("without a key: %d", w.Code)
	}
}
