package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"shirube/index"
	"shirube/internal/search"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// spec is as much of an OpenAPI document as the tests read.
type spec struct {
	OpenAPI string `json:"openapi"`
	Servers []struct {
		URL string `json:"url"`
	} `json:"servers"`
	Paths map[string]map[string]struct {
		OperationID string `json:"operationId"`
		Parameters  []struct {
			Name string `json:"name"`
			In   string `json:"in"`
		} `json:"parameters"`
		Responses map[string]struct {
			Content map[string]struct {
				Schema struct {
					Ref string `json:"$ref"`
				} `json:"schema"`
			} `json:"content"`
		} `json:"responses"`
	} `json:"paths"`
	Components struct {
		Schemas map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"schemas"`
	} `json:"components"`
}

func document(t *testing.T) spec {
	t.Helper()
	return decode[spec](t, get(handler(t, &fake{}, nil), "/openapi.json"))
}

// The document is a file, so that a change of the contract shows in the diff.
func TestOpenAPIGolden(t *testing.T) {
	sameAsFile(t, "openapi.json", get(handler(t, &fake{}, nil), "/openapi.json").Body.Bytes())
}

// sameAsFile compares an answer with a file of testdata, which -update writes anew.
func sameAsFile(t *testing.T, name string, got []byte) {
	t.Helper()
	golden := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(golden, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the answer is not that of %s; run go test ./internal/api -update and look at the diff", golden)
	}
}

// schemas compiles the document's schemas; strict refuses undocumented fields.
func schemas(t *testing.T) func(ref string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(get(handler(t, &fake{}, nil), "/openapi.json").Body)
	if err != nil {
		t.Fatal(err)
	}
	closeObjects(doc)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	return func(ref string) *jsonschema.Schema {
		s, err := c.Compile("openapi.json" + ref)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// closeObjects refuses fields that an object does not name.
func closeObjects(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			closeObjects(one)
		}
	case map[string]any:
		if _, open := v["additionalProperties"]; v["properties"] != nil && v["type"] != nil && !open {
			v["additionalProperties"] = false
		}
		for _, one := range v {
			closeObjects(one)
		}
	}
}

// Every answer is what the document says of it, for each status that it names.
func TestAnswersFollowTheDocument(t *testing.T) {
	doc, compile := document(t), schemas(t)
	building := func() Progress { return Progress{Phase: "indexing", Done: 12, Total: 40} }
	tests := []struct {
		name, method, path, target, body string
		fake                             *fake
		ready                            Readiness
		status                           int
	}{
		{"search", "GET", "/v1/search", "/v1/search?highlight=html&explain=true", "", &fake{}, ready, 200},
		{"nothing found", "GET", "/v1/search", "/v1/search?q=x", "", &fake{response: nothing()}, ready, 200},
		{"search by body", "POST", "/v1/search", "/v1/search", "{}", &fake{}, ready, 200},
		{"article", "GET", "/v1/articles/{id}", "/v1/articles/a", "", &fake{}, ready, 200},
		{"passage", "GET", "/v1/passages/{id}", "/v1/passages/a", "", &fake{}, ready, 200},
		{"facet", "GET", "/v1/facets/{name}", "/v1/facets/kind", "", &fake{}, ready, 200},
		{"suggest", "GET", "/v1/suggest", "/v1/suggest?q=%E3%81%AA%E3%81%84", "", &fake{}, ready, 200},
		{"health", "GET", "/healthz", "/healthz", "", &fake{}, ready, 200},
		{"ready", "GET", "/readyz", "/readyz", "", &fake{}, ready, 200},
		{"not ready", "GET", "/readyz", "/readyz", "", &fake{}, building, 503},
		{"bad value", "GET", "/v1/search", "/v1/search?page=0", "", &fake{}, ready, 422},
		{"bad syntax", "POST", "/v1/search", "/v1/search", "{", &fake{}, ready, 400},
		{"no such article", "GET", "/v1/articles/{id}", "/v1/articles/a", "", &fake{err: search.ErrNotFound}, ready, 404},
		{"no such passage", "GET", "/v1/passages/{id}", "/v1/passages/a", "", &fake{err: search.ErrNotFound}, ready, 404},
		{"no index", "GET", "/v1/search", "/v1/search", "", &fake{err: index.ErrNotReady}, building, 503},
		{"broken", "GET", "/v1/facets/{name}", "/v1/facets/kind", "", &fake{err: errors.New("x")}, ready, 500},
		{"too large", "POST", "/v1/search", "/v1/search", strings.Repeat(" ", MaxBody+1), &fake{}, ready, 413},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := handlerWith(t, tt.fake, nil, tt.ready, discard())
			w := do(h, tt.method, tt.target, tt.body)
			if w.Code != tt.status {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			status, err := json.Marshal(tt.status)
			if err != nil {
				t.Fatal(err)
			}
			described, ok := doc.Paths[tt.path][strings.ToLower(tt.method)].Responses[string(status)]
			if !ok {
				t.Fatalf("%s %s does not document %d", tt.method, tt.path, tt.status)
			}
			media, ok := described.Content[w.Header().Get("Content-Type")]
			if !ok {
				t.Fatalf("Content-Type %q is not documented", w.Header().Get("Content-Type"))
			}
			body, err := jsonschema.UnmarshalJSON(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			if err := compile(media.Schema.Ref).Validate(body); err != nil {
				t.Errorf("%v", err)
			}
		})
	}
}

// nothing is the answer to a query that found nothing.
func nothing() *search.Response {
	return &search.Response{
		View: index.Articles, TotalRelation: "eq", Page: 1, PerPage: 10,
		Interpreted: search.Interpretation{
			Terms: []search.QueryTerm{}, Expansions: []search.Expansion{}, Intent: []string{},
			Filters: []search.AppliedFilter{}, Negations: []string{}, Excluded: []string{},
		},
		Hits: []search.Hit{}, Facets: map[string][]search.Facet{}, Notices: []string{}, Suggestions: []string{"しみ"}, Relief: []search.Relief{{Filters: []string{"cost"}, Total: 2}},
		Questions: []search.Question{{Question: "痛いですか", Passage: "a#1", Article: answer().Hits[0].Article}},
	}
}

// What the schemas of the document accept is what the server accepts.
func TestBodySchemaIsEnforced(t *testing.T) {
	compile, h := schemas(t), handler(t, &fake{}, nil)
	bodies := []string{`{"page":0}`, `{"page":"1"}`, `{"kind":"nope"}`, `{"kind":["risks"]}`, `{"kind":"-risks"}`, `{"x":1}`,
		`{"reviewed_after":"2025-04-01"}`, `{"reviewed_after":"2025-04-31"}`, `{"interpret":"on"}`, `{"interpret":"spelling, numbers"}`,
		`{"interpret":"spell"}`, `{"facets":["kind","risk"]}`, `{"facets":"kind;risk"}`, `{"per_page":100}`, `{"per_page":1000}`,
		`{"cost_max":1.5}`, `{"explain":"yes"}`, `{"q":"` + strings.Repeat("字", 512) + `"}`, `{"q":"` + strings.Repeat("字", 513) + `"}`}
	for _, tt := range paramCases() {
		bodies = append(bodies, tt.body)
	}
	for _, body := range bodies {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		documented := compile("#/components/schemas/SearchRequest").Validate(v) == nil
		w := do(h, http.MethodPost, "/v1/search", body)
		if accepted := w.Code == http.StatusOK; accepted != documented {
			t.Errorf("%.80s: the document says %v, the server %d", body, documented, w.Code)
		}
	}
}

func TestDocumentOfABasePath(t *testing.T) {
	h := handler(t, &fake{}, func(c *Config) { c.BasePath = "/kb/" })
	doc := decode[spec](t, get(h, "/kb/openapi.json"))
	if doc.OpenAPI != "3.1.0" || len(doc.Servers) != 1 || doc.Servers[0].URL != "/kb" {
		t.Errorf("openapi %s, servers %v", doc.OpenAPI, doc.Servers)
	}
	if _, ok := doc.Paths["/v1/search"]; !ok {
		t.Error("paths are not relative to the server")
	}
}
