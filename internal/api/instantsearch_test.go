package api

import (
	"errors"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"shirube/index"
	"shirube/internal/instantsearch"
)

const oneQuery = `{"requests":[{"indexName":"articles","params":{"query":"しみ","facets":["*"],"clickAnalytics":true}}]}`

// Algolia's clients read message and status of an error, and nothing else.
func TestInstantSearchErrors(t *testing.T) {
	keys := KeyList{{Name: "site", Secret: "s", Scopes: []Scope{ScopeSearch}, Collections: []string{"a"}}, {Name: "bot", Secret: "r", Scopes: []Scope{ScopeRetrieve}}}
	tests := []struct {
		name, target, key, body string
		fake                    *fake
		status                  int
		message                 string
	}{
		{"no key", "/instantsearch", "", oneQuery, &fake{}, 401, "key"},
		{"another scope", "/instantsearch", "r", oneQuery, &fake{}, 403, "scope search"},
		{"another collection", "/instantsearch?collection=b", "s", oneQuery, &fake{}, 403, "collection"},
		{"a long collection", "/instantsearch?collection=" + strings.Repeat("a", 201), "s", oneQuery, &fake{}, 400, "collection"},
		{"no JSON", "/instantsearch", "s", "{", &fake{}, 400, "not a JSON object"},
		{"no such index", "/instantsearch", "s", `{"requests":[{"indexName":"x"}]}`, &fake{}, 404, "Index x"},
		{"malformed", "/instantsearch", "s", `{"requests":[{"indexName":"articles","params":{"filters":"a:"}}]}`, &fake{}, 400, "at character 3"},
		{"no facet", "/instantsearch/facets", "s", oneQuery, &fake{}, 400, "facetName"},
		{"too large", "/instantsearch", "s", strings.Repeat(" ", MaxBody+1), &fake{}, 413, "bytes"},
		{"no index yet", "/instantsearch", "s", oneQuery, &fake{err: index.ErrNotReady}, 503, "searched yet"},
		{"broken", "/instantsearch", "s", oneQuery, &fake{err: errors.New("secret")}, 500, "request id"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := handler(t, tt.fake, func(c *Config) { c.Keys = keys })
			w := do(h, "POST", tt.target, tt.body, "Authorization", "Bearer "+tt.key)
			e := decode[instantsearch.Error](t, w)
			if w.Code != tt.status || e.Status != tt.status || !strings.Contains(e.Message, tt.message) || strings.Contains(e.Message, "secret") {
				t.Errorf("%d %+v, want %d %s", w.Code, e, tt.status, tt.message)
			}
			if w.Header().Get("Content-Type") != "application/json" || (tt.status == 503) != (w.Header().Get("Retry-After") != "") {
				t.Errorf("headers %v", w.Header())
			}
		})
	}
}

// A key sees its collections, and a request may name some of them.
func TestInstantSearchCollections(t *testing.T) {
	f := &fake{}
	h := handler(t, f, func(c *Config) {
		c.Keys = KeyList{{Name: "site", Secret: "s", Scopes: []Scope{ScopeSearch}, Collections: []string{"a", "b"}}}
	})
	for target, want := range map[string]string{"/instantsearch": "a b", "/instantsearch?collection=b": "b"} {
		w := do(h, "POST", target, oneQuery, "Authorization", "Bearer s")
		if got := strings.Join(f.request.Collections, " "); w.Code != 200 || got != want {
			t.Errorf("%s: %d, asked for %q, want %q: %s", target, w.Code, got, want, w.Body)
		}
		if f.scope.Collections == nil {
			t.Errorf("%s: articles of all collections were read", target)
		}
	}
}

// Answers are what the document says of them.
func TestInstantSearchFollowsTheDocument(t *testing.T) {
	compile := schemas(t)
	for target, body := range map[string]string{
		"/instantsearch":        oneQuery,
		"/instantsearch/facets": `{"requests":[{"indexName":"articles","params":{"facetName":"kind","facetQuery":"a"}}]}`,
	} {
		w := do(handler(t, &fake{}, nil), "POST", target, body)
		if w.Code != 200 {
			t.Fatalf("%s: %d %s", target, w.Code, w.Body)
		}
		for name, of := range map[string]string{"InstantSearchRequest": body, "InstantSearchAnswer": w.Body.String()} {
			v, err := jsonschema.UnmarshalJSON(strings.NewReader(of))
			if err != nil {
				t.Fatal(err)
			}
			if err := compile("#/components/schemas/" + name).Validate(v); err != nil {
				t.Errorf("%s: %v", target, err)
			}
		}
	}
}
