package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"shirube/internal/search"
)

func toolList(t *testing.T) []Tool {
	t.Helper()
	return decode[[]Tool](t, get(handler(t, &fake{}, nil), "/v1/tools.json"))
}

// The list is a file, so that what models are told shows in the diff.
func TestToolsGolden(t *testing.T) {
	sameAsFile(t, "tools.json", get(handler(t, &fake{}, nil), "/v1/tools.json").Body.Bytes())
}

// A provider refuses the whole list for one keyword that strict function calling
// does not know, one property that is not required, or one open object.
func TestToolsAreStrict(t *testing.T) {
	known := []string{"type", "description", "enum", "items", "properties", "required", "additionalProperties", "anyOf"}
	var check func(where string, schema map[string]any)
	check = func(where string, schema map[string]any) {
		for keyword := range schema {
			if !slices.Contains(known, keyword) {
				t.Errorf("%s has %s", where, keyword)
			}
		}
		if schema["type"] == "object" {
			properties, _ := schema["properties"].(map[string]any)
			required := []string{}
			for _, name := range schema["required"].([]any) {
				required = append(required, name.(string))
			}
			if !slices.Equal(required, sortedKeys(properties)) || schema["additionalProperties"] != false {
				t.Errorf("%s is open, or not all of it is required: %v", where, required)
			}
			for name, property := range properties {
				inner := property.(map[string]any)
				if inner["description"] == nil || inner["description"] == "" {
					t.Errorf("%s.%s has no description", where, name)
				}
				check(where+"."+name, inner)
			}
		}
		if items, ok := schema["items"].(map[string]any); ok {
			check(where+"[]", items)
		}
		alternatives, _ := schema["anyOf"].([]any)
		for _, one := range alternatives {
			check(where, one.(map[string]any))
		}
	}
	for _, tool := range toolList(t) {
		if tool.Type != "function" || !tool.Function.Strict || tool.Function.Description == "" {
			t.Errorf("%+v", tool)
		}
		check(tool.Function.Name, tool.Function.Parameters)
	}
}

// compileTools compiles the schemas of the tools by name.
func compileTools(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	compiled := map[string]*jsonschema.Schema{}
	for _, tool := range toolList(t) {
		raw, err := json.Marshal(tool.Function.Parameters)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		c.DefaultDraft(jsonschema.Draft2020)
		if err := c.AddResource("tool.json", doc); err != nil {
			t.Fatal(err)
		}
		if compiled[tool.Function.Name], err = c.Compile("tool.json"); err != nil {
			t.Fatal(err)
		}
	}
	return compiled
}

const (
	noFilters  = `{"treatment":null,"effect":null,"risk":null,"contraindication":null,"condition":null,"approval":null,"insurance":null,"kind":null,"source_type":null,"cost_min":null,"cost_max":null,"downtime_max":null,"reviewed_after":null}`
	allFilters = `{"treatment":["しみ取りレーザー"],"effect":["-美白"],"risk":["赤み"],"contraindication":["妊娠"],"condition":["しみ"],"approval":["approved"],"insurance":["self_pay"],"kind":["risks","cost"],"source_type":["none"],"cost_min":0,"cost_max":50000,"downtime_max":3,"reviewed_after":"2025-04-01"}`
)

// What a model may write is run, and asks the same as the operation itself.
func TestToolCalls(t *testing.T) {
	flat := strings.TrimPrefix(allFilters, "{")
	tests := []struct {
		tool, arguments      string
		method, target, body string // the same, asked of the operation
	}{
		{"retrieve", `{"query":"赤み","top_k":null,"max_chars":null,"filters":null}`, "POST", "/v1/retrieve", `{"query":"赤み"}`},
		{"retrieve", `{"query":"赤み","top_k":3,"max_chars":500,"filters":` + noFilters + `}`, "POST", "/v1/retrieve", `{"query":"赤み","top_k":3,"max_chars":500}`},
		{"retrieve", `{"query":"赤み","top_k":3,"max_chars":500,"filters":` + allFilters + `}`, "POST", "/v1/retrieve", `{"query":"赤み","top_k":3,"max_chars":500,"filters":` + allFilters + `}`},
		{"search", `{"q":"赤み","view":null,"sort":null,"page":null,"per_page":null,"filters":null}`, "POST", "/v1/search", `{"q":"赤み","facets":"none","highlight":"off"}`},
		{"search", `{"q":null,"view":"passages","sort":"cost","page":2,"per_page":5,"filters":` + allFilters + `}`, "POST", "/v1/search",
			`{"view":"passages","sort":"cost","page":2,"per_page":5,"facets":"none","highlight":"off",` + flat},
		{"article", `{"id":"laser/shimi #1?%2F"}`, "GET", "/v1/articles/laser%2Fshimi%20%231%3F%252F", ""},
		{"passage", `{"id":"laser/shimi#a1b2"}`, "GET", "/v1/passages/laser%2Fshimi%23a1b2", ""},
		{"facets", `{"name":"risk","prefix":null,"query":null,"facet_limit":null,"filters":null}`, "GET", "/v1/facets/risk", ""},
		{"facets", `{"name":"risk","prefix":"内","query":"しみ","facet_limit":5,"filters":` + allFilters + `}`, "GET",
			"/v1/facets/risk?prefix=内&query=しみ&facet_limit=5&treatment=しみ取りレーザー&effect=-美白&risk=赤み&contraindication=妊娠&condition=しみ&approval=approved" +
				"&insurance=self_pay&kind=risks&kind=cost&source_type=none&cost_min=0&cost_max=50000&downtime_max=3&reviewed_after=2025-04-01", ""},
	}
	schemas := compileTools(t)
	for _, tt := range tests {
		arguments, err := jsonschema.UnmarshalJSON(strings.NewReader(tt.arguments))
		if err != nil {
			t.Fatal(err)
		}
		if err := schemas[tt.tool].Validate(arguments); err != nil {
			t.Errorf("%s %s: %v", tt.tool, tt.arguments, err)
		}
		for _, base := range []string{"", "/kb"} {
			called, asked := &fake{}, &fake{}
			based := func(c *Config) { c.BasePath = base }
			got := do(handler(t, called, based), http.MethodPost, base+"/v1/tools/"+tt.tool, tt.arguments)
			want := do(handler(t, asked, based), tt.method, base+tt.target, tt.body)
			if got.Code != http.StatusOK || got.Body.String() != want.Body.String() {
				t.Errorf("%s %s: %d %s\nwant %d %s", tt.tool, tt.arguments, got.Code, got.Body, want.Code, want.Body)
			}
			if !reflect.DeepEqual(called, asked) {
				t.Errorf("%s %s asked\n%+v, want\n%+v", tt.tool, tt.arguments, called, asked)
			}
		}
	}
}

func TestToolCallRefuses(t *testing.T) {
	for _, tt := range []struct {
		tool, arguments, parameter string
		status                     int
	}{
		{"retrieve", `{"query":"赤み","top_k":51}`, "top_k", 422},
		{"retrieve", `{"query":null}`, "query", 422},
		{"retrieve", `{"query":"赤み","interpret":["off"]}`, "interpret", 422},
		{"retrieve", `{"query":"赤み","filters":{"colour":["red"]}}`, "filters.colour", 422},
		{"retrieve", `{"query":"赤み","filters":{"kind":["danger"]}}`, "filters.kind", 422},
		{"retrieve", `{"query":"赤み","filters":["risks"]}`, "filters", 422},
		{"search", `{"q":"赤み","highlight":"html"}`, "highlight", 422},
		{"search", `{"q":"赤み","filters":{"cost_min":2,"cost_max":1}}`, "cost_min", 422},
		{"facets", `{"name":"colour"}`, "name", 422},
		{"facets", `{"name":null}`, "name", 422},
		{"facets", `{"name":"risk","facet_limit":"5"}`, "facet_limit", 422},
		{"facets", `{"name":"risk","prefix":7}`, "prefix", 422},
		{"facets", `{"name":"risk","filters":{"kind":[1]}}`, "filters.kind", 422},
		{"article", `{"id":""}`, "id", 422},
		{"article", `{"id":7}`, "id", 422},
		{"retrieve", `["赤み"]`, "", 400},
		{"search", `null`, "", 400},
		{"retrieve", `{"query":"赤み"} and more`, "", 400},
		{"retrieve", `{"query":`, "", 400},
		{"retrieve", ` `, "", 400},
		{"retrieve", ``, "", 415}, // nothing, and of no type
		{"retrieve", strings.Repeat(" ", MaxBody+1), "", 413},
		{"delete", `{}`, "", 404},
	} {
		p := problemOf(t, do(handler(t, &fake{}, nil), http.MethodPost, "/v1/tools/"+tt.tool, tt.arguments), tt.status)
		if tt.parameter != "" && (len(p.Errors) == 0 || p.Errors[0].Parameter != tt.parameter) {
			t.Errorf("%s %s: %+v, want %s refused", tt.tool, tt.arguments, p.Errors, tt.parameter)
		}
	}
	if w := get(handler(t, &fake{}, nil), "/v1/tools/retrieve"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("GET: %d", w.Code)
	}
}

// A call is answered under the keys of its operation, and an article that is not
// there is not there by a call either.
func TestToolCallIsTheOperation(t *testing.T) {
	keyed := func(c *Config) {
		c.Keys = KeyList{{Name: "site", Secret: "search-secret", Scopes: []Scope{ScopeSearch}, Collections: []string{"clinic"}}}
	}
	f := &fake{}
	h := handler(t, f, keyed)
	if w := do(h, http.MethodPost, "/v1/tools/search", `{"q":"赤み"}`); w.Code != http.StatusUnauthorized {
		t.Errorf("without a key: %d", w.Code)
	}
	if w := do(h, http.MethodPost, "/v1/tools/retrieve", `{"query":"赤み"}`, "Authorization", "Bearer search-secret"); w.Code != http.StatusForbidden {
		t.Errorf("without the scope: %d %s", w.Code, w.Body)
	}
	if w := do(h, http.MethodPost, "/v1/tools/search", `{"q":"赤み"}`, "Authorization", "Bearer search-secret"); w.Code != http.StatusOK {
		t.Errorf("with a key: %d %s", w.Code, w.Body)
	}
	if !slices.Equal(f.request.Collections, []string{"clinic"}) {
		t.Errorf("the key sees one collection, asked were %v", f.request.Collections)
	}
	problemOf(t, do(handler(t, &fake{err: search.ErrNotFound}, nil), http.MethodPost, "/v1/tools/article", `{"id":"x"}`), http.StatusNotFound)
}
