package api

import (
	"net/http"
	"strings"
	"testing"

	"shirube/index"
	"shirube/internal/retrieve"
)

func TestRetrieve(t *testing.T) {
	f := &fake{response: answer()}
	f.response.Hits[0].Confidence = 0.8
	res := do(handler(t, f, nil), http.MethodPost, "/v1/retrieve", `{"query":"赤み","max_chars":100,"filters":{"kind":"risks","cost_max":50000}}`)
	if res.Code != http.StatusOK {
		t.Fatal(res.Code, res.Body)
	}
	got := decode[retrieve.Answer](t, res)
	if len(got.Passages) != 1 || got.Passages[0].Score != 0.8 || !strings.Contains(got.Passages[0].Citation, "しみ取りレーザーの基礎知識") {
		t.Errorf("got %+v", got.Passages)
	}
	if f.request.View != index.Passages || len(f.request.Filters) != 2 {
		t.Errorf("searched for %+v", f.request)
	}
}

func TestRetrieveRefuses(t *testing.T) {
	for body, parameter := range map[string]string{
		`{"query":"赤み","max_chars":0}`:                         "max_chars",
		`{"query":"赤み","max_chars":-1}`:                        "max_chars",
		`{"query":"赤み","max_chars":100001}`:                    "max_chars",
		`{"query":"赤み","max_chars":1e99}`:                      "max_chars",
		`{"query":"赤み","max_tokens":0}`:                        "max_tokens",
		`{"query":"赤み","max_tokens":100001}`:                   "max_tokens",
		`{"query":"赤み","pair_risks":"no"}`:                     "pair_risks",
		`{"query":"赤み","history":[{"role":"x","content":""}]}`: "history",
		`{"query":"赤み","history":[{"role":"user"}]}`:           "history",
		`{"query":"赤み","history":"hello"}`:                     "history",
		`{"query":"赤み","history":[` + strings.Repeat(`{"role":"user","content":"a"},`, 9999) + `{"role":"user","content":"a"}]}`: "history",
		`{"query":"赤み","top_k":51}`:      "top_k",
		`{"query":"赤み","min_score":1.5}`: "min_score",
		`{"query":""}`:                   "query",
		`{}`:                             "query",
		`{"query":"赤み","filters":{"kind":"danger"}}`:           "filters.kind",
		`{"query":"赤み","filters":{"cost_min":2,"cost_max":1}}`: "filters.cost_min",
		`{"query":"赤み","filters":{"colour":"red"}}`:            "filters.colour",
		`{"query":"赤み","unknown":1}`:                           "unknown",
		`{"query":"赤み","interpret":["off","spelling"]}`:        "interpret",
		`{"query":"` + strings.Repeat("あ", 513) + `"}`:         "query",
	} {
		p := problemOf(t, do(handler(t, &fake{}, nil), http.MethodPost, "/v1/retrieve", body), http.StatusUnprocessableEntity)
		if len(p.Errors) == 0 || p.Errors[0].Parameter != parameter {
			t.Errorf("%.60s: %+v, want %s refused", body, p.Errors, parameter)
		}
	}
}

// What is no JSON is said to be that, and a body that is too large is not read.
func TestRetrieveRefusesWhatIsNoRequest(t *testing.T) {
	for body, status := range map[string]int{
		`{"query":`: http.StatusBadRequest,
		`query`:     http.StatusBadRequest,
		`{"query":"赤み","history":[{"role":"user","content":"` + strings.Repeat("a", MaxBody) + `"}]}`: http.StatusRequestEntityTooLarge,
	} {
		problemOf(t, do(handler(t, &fake{}, nil), http.MethodPost, "/v1/retrieve", body), status)
	}
}

// The conversation, the budget in tokens and what is switched off reach the retrieval.
func TestRetrievePassesOn(t *testing.T) {
	body := `{"query":"赤み","max_tokens":500,"pair_risks":false,"carry":false,"history":[{"role":"user","content":"ハイフは？","name":"a"},{"role":"tool","content":""}]}`
	if res := do(handler(t, &fake{}, nil), http.MethodPost, "/v1/retrieve", body); res.Code != http.StatusOK {
		t.Error(res.Code, res.Body)
	}
}
