package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// node is a part of the document as JSON.
type node = map[string]any

// published is the document as it is served. What the server checks by is s.doc; here it
// is said in the words that generators of clients, linters and fuzzers understand, and
// what holds for every operation is added once.
func (s *server) published() ([]byte, error) {
	raw, err := json.Marshal(s.doc)
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	var doc node
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if err := decoder.Decode(&doc); err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	plainSchemas(doc)
	publishRecord(doc)
	publishBodies(doc)
	for _, body := range s.bodyNames() {
		nullable(at(doc, "components", "schemas", body))
	}
	if doc["servers"] == nil {
		doc["servers"] = []any{node{"url": "/"}}
	}
	at(doc, "info")["license"] = node{"name": "Apache 2.0", "identifier": "Apache-2.0"}
	doc["tags"] = tagList()
	for path, item := range at(doc, "paths") {
		for method, op := range item.(node) {
			if err := publishOperation(path, method, op.(node)); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	return out.Bytes(), nil
}

// at is the object at a path; an empty one, which belongs to nothing, where there is none.
func at(n node, path ...string) node {
	for _, name := range path {
		inner, ok := n[name].(node)
		if !ok {
			return node{}
		}
		n = inner
	}
	return n
}

// plainSchemas takes out of all schemas what is huma's own or says nothing, and lists
// the values of a pattern that is only a list of values.
func plainSchemas(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			plainSchemas(one)
		}
	case node:
		delete(v, "patternDescription")
		if v["additionalProperties"] == true && v["properties"] != nil {
			delete(v, "additionalProperties") // an open object: generators would lose its fields among any others
		}
		values, _ := v[valuesExtension].([]any)
		if pattern, _ := v["pattern"].(string); strings.HasPrefix(pattern, excludePattern) && len(values) > 0 {
			delete(v, "pattern")
			delete(v, "maxLength")
			v["enum"] = withExcluded(values)
		}
		for _, one := range v {
			plainSchemas(one)
		}
	}
}

// withExcluded are the values as a filter takes them: each, each after a minus, and
// nothing, which is what a form sends for a field that was left alone.
func withExcluded(values []any) []any {
	out := slices.Clone(values)
	for _, v := range values {
		out = append(out, "-"+v.(string))
	}
	return append(out, "")
}

// bodyNames are the schemas of what callers send. Null is everywhere there as if the
// field were not there.
func (s *server) bodyNames() []string {
	var names []string
	var add func(schema node)
	all := s.doc.Components.Schemas.Map()
	add = func(schema node) {
		for _, ref := range refs(schema) {
			if slices.Contains(names, ref) || all[ref] == nil {
				continue
			}
			names = append(names, ref)
			if inner, err := asNode(all[ref]); err == nil {
				add(inner)
			}
		}
	}
	for _, op := range s.operations {
		if op.RequestBody == nil {
			continue
		}
		if body, err := asNode(op.RequestBody.Content); err == nil {
			add(body)
		}
	}
	return names
}

func asNode(v any) (node, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	var n node
	if err := json.Unmarshal(raw, &n); err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	return n, nil
}

// refs are the names of the schemas that a part of the document refers to.
func refs(v any) []string {
	var out []string
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			out = append(out, refs(one)...)
		}
	case node:
		if ref, ok := v["$ref"].(string); ok {
			out = append(out, ref[strings.LastIndex(ref, "/")+1:])
		}
		for _, name := range sortedKeys(v) {
			out = append(out, refs(v[name])...)
		}
	}
	return out
}

// nullable lets the optional fields of an object be null.
func nullable(object node) {
	required, _ := object["required"].([]any)
	for name, field := range at(object, "properties") {
		if !slices.Contains(required, any(name)) {
			orNull(object["properties"].(node), name, field.(node))
		}
	}
}

// orNull lets one field be null. Its default goes into the words: generators take a field
// that has one for a field that is always there.
func orNull(properties node, name string, field node) {
	if value, ok := field["default"]; ok {
		words, _ := field["description"].(string)
		field["description"] = strings.TrimSpace(fmt.Sprintf("%s Default: %v.", words, value))
		delete(field, "default")
	}
	null := node{"type": "null"}
	one, single := field["type"].(string)
	alternatives, _ := field["oneOf"].([]any)
	switch {
	case field["$ref"] != nil:
		properties[name] = node{"oneOf": []any{field, null}}
	case field["anyOf"] != nil:
		anyOf, _ := field["anyOf"].([]any)
		field["anyOf"] = append(slices.Clone(anyOf), null)
		delete(field, "type")
	case alternatives != nil:
		for _, a := range alternatives {
			if a.(node)["type"] == "null" {
				return
			}
		}
		field["oneOf"] = append(slices.Clone(alternatives), null)
	case single:
		field["type"] = []any{one, "null"}
		if values, ok := field["enum"].([]any); ok {
			field["enum"] = append(slices.Clone(values), nil)
		}
	}
}

// publishRecord says of the article that is put that it may have every field of an
// article that is read.
func publishRecord(doc node) {
	record := at(doc, "components", "schemas", "ArticleRecord")
	properties := at(record, "properties")
	for name, field := range at(doc, "components", "schemas", "Article", "properties") {
		if properties[name] == nil {
			properties[name] = maps.Clone(field.(node))
		}
	}
	record["additionalProperties"] = false
	record["description"] = "An article as GET returns it, or as little as a title with one text: text, markdown, html or sections."
}

// publishBodies says what the types of bodies cannot: a question is not blank, and a draft
// is in one of two fields.
func publishBodies(doc node) {
	schemas := at(doc, "components", "schemas")
	tool := at(doc, "paths", "/v1/tools/retrieve", "post", "requestBody", "content", "application/json", "schema")
	for _, body := range []node{at(schemas, "RetrieveRequest"), at(schemas, "DifyRequest"), tool} {
		query := at(body, "properties", "query")
		query["minLength"], query["pattern"] = 1, `\S`
	}
	given, empty := node{"type": "string", "minLength": 1}, node{"maxLength": 0}
	at(schemas, "ParseRequest")["oneOf"] = []any{
		node{"required": []any{"content"}, "properties": node{"content": given, "text": empty}},
		node{"required": []any{"text"}, "properties": node{"text": given, "content": empty}},
	}
}

// tag is a heading under which operations stand, by where their paths begin.
type tag struct {
	name, description string
	paths             []string // method and path, or a path's beginning
}

// tags are tried in order.
func tags() []tag {
	return []tag{
		{"Server", "Whether it lives, and whether it answers.", []string{"/healthz", "/readyz"}},
		{"Chatbots", "Passages for a language model.", []string{"/v1/retrieve", "/v1/tools", "/retrieval"}},
		{"InstantSearch", "The protocol of InstantSearch front ends.", []string{"/instantsearch"}},
		{"Articles", "Changing articles; a key with the scope admin.", []string{"put /v1/articles", "delete /v1/articles", "/v1/admin/articles", "/v1/admin/overrides", "/v1/parse"}},
		{"Admin", "For who looks after the server; a key with the scope admin.", []string{"/v1/admin"}},
		{"Search", "What visitors look for.", []string{"/v1/"}},
	}
}

func tagList() []any {
	var out []any
	for _, t := range tags() {
		out = append(out, node{"name": t.name, "description": t.description})
	}
	return out
}

// publishOperation adds to an operation what holds for all of them.
func publishOperation(path, method string, op node) error {
	for _, t := range tags() {
		under := func(prefix string) bool {
			return strings.HasPrefix(path, prefix) || strings.HasPrefix(method+" "+path, prefix)
		}
		if op["tags"] == nil && slices.ContainsFunc(t.paths, under) {
			op["tags"] = []any{t.name}
		}
	}
	if op["tags"] == nil {
		return fmt.Errorf("openapi: %s %s is under no tag", method, path)
	}
	if op["security"] == nil {
		op["security"] = []any{} // nobody is asked for a key
	}
	if content := at(op, "requestBody", "content"); len(content) > 1 {
		delete(content, "application/octet-stream") // huma's, for bodies that it only passes on
	}
	nullableBody(at(op, "requestBody", "content", "application/json", "schema"))
	parameters, _ := op["parameters"].([]any)
	for _, p := range parameters {
		if p := p.(node); p["in"] == "query" {
			publishQuery(p)
		}
	}
	for status, response := range at(op, "responses") {
		publishResponse(status, response.(node))
	}
	return nil
}

// nullableBody lets the optional fields of a body, and of the objects in it, be null.
func nullableBody(body node) {
	nullable(body)
	for _, field := range at(body, "properties") {
		nullable(field.(node))
	}
}

// publishQuery says that a parameter may be left empty, as forms send the fields that were
// left alone: it is passed over. The items of an array say that themselves.
func publishQuery(parameter node) {
	schema := at(parameter, "schema")
	if schema["type"] == "array" {
		return
	}
	parameter["allowEmptyValue"] = true
	if anyOf, ok := schema["anyOf"].([]any); ok {
		schema["anyOf"] = append(anyOf, node{"type": "string", "maxLength": 0})
	}
}

// publishResponse names the headers of an answer.
func publishResponse(status string, response node) {
	header := func(name, description string, schema node) {
		if response["headers"] == nil {
			response["headers"] = node{}
		}
		if at(response, "headers")[name] == nil {
			at(response, "headers")[name] = node{"description": description, "schema": schema}
		}
	}
	header(requestIDHeader, "Names the request in the server's log", node{"type": "string"})
	switch status {
	case strconv.Itoa(http.StatusUnauthorized):
		header("WWW-Authenticate", "How to show a key", node{"type": "string"})
	case strconv.Itoa(http.StatusTooManyRequests), strconv.Itoa(http.StatusServiceUnavailable):
		header("Retry-After", "Seconds to wait", node{"type": "integer"})
	}
}
