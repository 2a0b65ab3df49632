package api

import (
	"net/http"
	"strings"
	"testing"
)

func publishedDocument(t *testing.T) node {
	t.Helper()
	return decode[node](t, get(handler(t, &fake{}, nil), "/openapi.json"))
}

// A generated client names its functions by these, and groups them by tags.
func TestEveryOperationIsNamedAndTagged(t *testing.T) {
	seen := map[string]bool{}
	for path, item := range at(publishedDocument(t), "paths") {
		for method, v := range item.(node) {
			op := v.(node)
			id, _ := op["operationId"].(string)
			if id == "" || seen[id] {
				t.Errorf("%s %s: the operation id %q is none, or that of another", method, path, id)
			}
			seen[id] = true
			if op["tags"] == nil || op["summary"] == nil || op["security"] == nil {
				t.Errorf("%s %s has no tag, summary or security: %v", method, path, op)
			}
			for status, response := range at(op, "responses") {
				if at(response.(node), "headers")[requestIDHeader] == nil {
					t.Errorf("%s %s: %s without %s", method, path, status, requestIDHeader)
				}
			}
		}
	}
}

// A schema without a type is any in a generated client: nothing checks what is read
// from it.
func TestNoSchemaIsAnything(t *testing.T) {
	var check func(where string, v any)
	check = func(where string, v any) {
		schema, ok := v.(node)
		if !ok {
			return
		}
		known := false
		for _, keyword := range []string{"type", "$ref", "oneOf", "anyOf", "enum"} {
			known = known || schema[keyword] != nil
		}
		if !known {
			t.Errorf("%s: anything is possible: %v", where, schema)
		}
		for name, property := range at(schema, "properties") {
			check(where+"."+name, property)
		}
		if schema["items"] != nil {
			check(where+"[]", schema["items"])
		}
	}
	for name, schema := range at(publishedDocument(t), "components", "schemas") {
		check(name, schema)
	}
}

// A field of an answer that no type knows must not be read as if it were there.
func TestObjectsOfAnswersAreClosedToReaders(t *testing.T) {
	for name, schema := range at(publishedDocument(t), "components", "schemas") {
		if schema.(node)["additionalProperties"] == true {
			t.Errorf("%s: a generated type has every name", name)
		}
	}
}

// What a caller may leave out must not be asked for by a generated type: generators take
// a field with a default for one that is always there.
func TestBodiesAskOnlyForWhatIsRequired(t *testing.T) {
	search := at(publishedDocument(t), "components", "schemas", "SearchRequest")
	if search["required"] != nil {
		t.Errorf("required: %v", search["required"])
	}
	for name, property := range at(search, "properties") {
		if property.(node)["default"] != nil {
			t.Errorf("%s has a default", name)
		}
	}
	if words := at(search, "properties", "per_page")["description"]; words != "Hits a page. Default: 10." {
		t.Errorf("per_page: %v", words)
	}
}

// JavaScript writes 3, PHP 3.0, Python 3.0 or 3: one number.
func TestWholeNumbersInAnySpelling(t *testing.T) {
	for body, status := range map[string]int{
		`{"page":2.0,"per_page":1e1,"cost_max":83.0}`:   200,
		`{"cost_max":1e3}`:                              200,
		`{"cost_max":1.5}`:                              422,
		`{"page":1.25}`:                                 422,
		`{"cost_max":1e-999999999}`:                     200,
		`{"cost_max":123456789012345678901234567890.0}`: 422,
	} {
		f := &fake{}
		w := do(handler(t, f, nil), http.MethodPost, "/v1/search", body)
		if w.Code != status {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
		if strings.Contains(body, "2.0") && (f.request.Page != 2 || f.request.PerPage != 10 || *f.request.Filters[0].Max != 83) {
			t.Errorf("%s was read as %+v", body, f.request)
		}
	}
}
