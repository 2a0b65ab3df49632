package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"shirube/index"
	"shirube/internal/dify"
	"shirube/internal/search"
)

// A request as Dify's server writes it: json.dumps with spaces and \u escapes.
const (
	difyPlain      = `{"retrieval_setting": {"top_k": 2, "score_threshold": 0.0}, "query": "\u8d64\u307f", "knowledge_id": "default"}`
	difyConditions = `{"retrieval_setting": {"top_k": 4, "score_threshold": 0.5}, "query": "\u8d64\u307f", "knowledge_id": "default", ` +
		`"metadata_condition": {"logical_operator": "or", "conditions": [` +
		`{"name": "kind", "comparison_operator": "in", "value": ["risks", "precautions"]}, ` +
		`{"name": "cost_min", "comparison_operator": "\u2264", "value": 30000}, ` +
		`{"name": "source_type", "comparison_operator": "not empty", "value": null}]}}`
	difyNulls = `{"retrieval_setting": {"top_k": null, "score_threshold": null}, "query": "\u8d64\u307f", "knowledge_id": "default", ` +
		`"metadata_condition": {"logical_operator": null, "conditions": null}}`
)

// difyError reads an error of the route, which is never a problem document.
func difyError(t *testing.T, h http.Handler, status, code int, body string, header ...string) dify.Error {
	t.Helper()
	w := do(h, http.MethodPost, "/retrieval", body, header...)
	if w.Code != status || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%.80s: %d %s, want %d: %s", body, w.Code, w.Header().Get("Content-Type"), status, w.Body)
	}
	e := decode[dify.Error](t, w)
	if e.Code != code || e.Message == "" {
		t.Errorf("%.80s: %s, want code %d", body, w.Body, code)
	}
	return e
}

// What Dify does with an answer: a status other than 200 is an error, records without
// metadata stop it, and what it puts into the metadata must find an object there.
func readAsDify(body []byte) (contents []string, err error) {
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	list, ok := answer["records"].([]any)
	if !ok {
		return nil, errors.New("no records")
	}
	for _, one := range list {
		record, _ := one.(map[string]any)
		metadata, ok := record["metadata"].(map[string]any)
		if !ok {
			return nil, fmt.Errorf("metadata: %v", record["metadata"])
		}
		score, ok := record["score"].(float64)
		if !ok || score < 0 || score > 1 {
			return nil, fmt.Errorf("score: %v", record["score"])
		}
		metadata["score"], metadata["title"] = score, record["title"].(string)
		contents = append(contents, record["content"].(string))
	}
	return contents, nil
}

func TestDifyAnswers(t *testing.T) {
	for _, body := range []string{difyPlain, difyConditions, difyNulls} {
		f := &fake{response: answer()}
		f.response.Hits[0].Confidence = 0.8
		w := do(handler(t, f, nil), http.MethodPost, "/retrieval", body)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Cache-Control") != "no-store" {
			t.Fatal(w.Code, w.Header(), w.Body)
		}
		contents, err := readAsDify(w.Body.Bytes())
		if err != nil || len(contents) != 1 || !strings.Contains(contents[0], "照射後に赤みが出ることがあります。") {
			t.Errorf("%s: %q, %v", body, contents, err)
		}
		if f.request.Query != "赤み" || f.request.View != index.Passages || len(f.request.Collections) != 1 || f.request.Collections[0] != "default" {
			t.Errorf("searched for %+v", f.request)
		}
		if conditions := len(f.request.Filters) == 1 && len(f.request.Filters[0].Either) == 3; conditions != (body == difyConditions) {
			t.Errorf("%s: filters %+v", body, f.request.Filters)
		}
	}
}

func TestDifyKeys(t *testing.T) {
	h := handler(t, &fake{}, func(c *Config) {
		c.Keys = KeyList{
			{Name: "dify", Secret: "secret-of-dify", Scopes: []Scope{ScopeRetrieve}, Collections: []string{"default"}},
			{Name: "site", Secret: "secret-of-site", Scopes: []Scope{ScopeSearch}},
		}
	})
	for _, header := range []string{"", "secret-of-dify", "Basic c2VjcmV0", "Bearer", "Bearer "} {
		difyError(t, h, http.StatusForbidden, 1001, difyPlain, "Authorization", header)
	}
	difyError(t, h, http.StatusForbidden, 1001, "")
	difyError(t, h, http.StatusForbidden, 1002, difyPlain, "Authorization", "Bearer nobody's key")
	difyError(t, h, http.StatusForbidden, 1002, difyPlain, "Authorization", "Bearer secret-of-site")
	// A key is looked at before the body, which Dify leaves out when it tries an address.
	difyError(t, h, http.StatusForbidden, 1002, "", "Authorization", "Bearer nobody's key")
	difyError(t, h, http.StatusBadRequest, 4000, "", "Authorization", "Bearer secret-of-dify")
	// Of a collection that the key does not see, nothing is told but that of one that is not there.
	staff := strings.Replace(difyPlain, `"default"`, `"staff"`, 1)
	difyError(t, h, http.StatusNotFound, 2001, staff, "Authorization", "Bearer secret-of-dify")
	if w := do(h, http.MethodPost, "/retrieval", difyPlain, "Authorization", "Bearer secret-of-dify"); w.Code != http.StatusOK {
		t.Error(w.Code, w.Body)
	}
}

func TestDifyErrors(t *testing.T) {
	nothing := answer()
	nothing.Total, nothing.Hits = 0, []search.Hit{}
	if e := difyError(t, handler(t, &fake{response: nothing}, nil), http.StatusNotFound, 2001, difyPlain); !strings.Contains(e.Message, "default") {
		t.Error(e.Message)
	}
	difyError(t, handler(t, &fake{}, nil), http.StatusBadRequest, 4000, `{"query": `)
	difyError(t, handler(t, &fake{}, nil), http.StatusRequestEntityTooLarge, 4130, `{"query": "`+strings.Repeat("a", MaxBody)+`"}`)
	if e := difyError(t, handler(t, &fake{}, nil), http.StatusUnprocessableEntity, 4220, strings.Replace(difyConditions, `"kind"`, `"colour"`, 1)); !strings.Contains(e.Message, "colour") {
		t.Error(e.Message)
	}
	refused := &search.InvalidError{Parameter: "q", Value: "…", Reason: "too long"}
	if e := difyError(t, handler(t, &fake{err: refused}, nil), http.StatusUnprocessableEntity, 4220, difyPlain); !strings.Contains(e.Message, "query") {
		t.Error(e.Message)
	}
	difyError(t, handler(t, &fake{err: index.ErrNotReady}, nil), http.StatusServiceUnavailable, 5030, difyPlain)
	if e := difyError(t, handler(t, &fake{err: errors.New("disk on fire")}, nil), http.StatusInternalServerError, 5000, difyPlain); strings.Contains(e.Message, "fire") {
		t.Error(e.Message)
	}
}
