package api

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"shirube/corpus"
	"shirube/internal/adcheck"
)

// drafts answers from memory and remembers what it was asked.
type drafts struct {
	request ParseRequest
	err     error
}

func (d *drafts) Parse(_ context.Context, r ParseRequest) (*Parsed, error) {
	d.request = r
	if d.err != nil {
		return nil, d.err
	}
	a := article()
	return &Parsed{Articles: []*corpus.Article{a}, Problems: []ParseProblem{{Line: 3, Why: "invalid UTF-8", Rejected: false}}, Check: []*adcheck.Report{adcheck.Check(a)}}, nil
}

// idle is a keeper that nothing is asked of here.
type idle struct{ Keeper }

func parsing(d *drafts) func(*Config) {
	return func(c *Config) {
		withKeys(c)
		c.Parser, c.Keeper = d, idle{}
	}
}

// A draft reaches the reader as it was sent, and the answer is what the document
// promises.
func TestParse(t *testing.T) {
	d := &drafts{}
	h := handler(t, &fake{}, parsing(d))
	w := do(h, http.MethodPost, "/v1/parse", `{"name":"a.md","content":"# 題\n\n本文です。","format":"markdown","url":"https://example.jp/a"}`, "Authorization", "Bearer ops-secret-1")
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if want := (ParseRequest{Name: "a.md", Content: "# 題\n\n本文です。", Format: "markdown", URL: "https://example.jp/a"}); d.request != want {
		t.Errorf("asked %+v", d.request)
	}
	if cache := w.Header().Get("Cache-Control"); cache != "no-store" {
		t.Errorf("Cache-Control %q: a draft stays in no cache", cache)
	}
	body, err := jsonschema.UnmarshalJSON(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas(t)("#/components/schemas/Parsed").Validate(body); err != nil {
		t.Error(err)
	}
	w = do(h, http.MethodPost, "/v1/parse", `{"text":"本文です。"}`, "Authorization", "Bearer ops-secret-1")
	if w.Code != http.StatusOK || d.request.Text != "本文です。" || d.request.Format != "auto" {
		t.Errorf("status %d, asked %+v", w.Code, d.request)
	}
}

func TestParseErrors(t *testing.T) {
	h := handler(t, &fake{}, parsing(&drafts{}))
	auth := []string{"Authorization", "Bearer " + "ops-secret-1"}
	for _, tt := range []struct {
		body, parameter string
		status          int
	}{
		{`{}`, "content", 422},
		{`{"content":"","text":""}`, "content", 422},
		{`{"content":"a","text":"b"}`, "text", 422},
		{`{"content":"a","format":"pdf"}`, "format", 422},
		{`{"contents":"a"}`, "contents", 422},
		{`{"content":`, "", 400},
		{`{"content":"` + strings.Repeat("a", corpus.MaxArticleBytes) + `"}`, "", 413},
	} {
		p := problemOf(t, do(h, http.MethodPost, "/v1/parse", tt.body, auth...), tt.status)
		found := tt.parameter == ""
		for _, e := range p.Errors {
			found = found || e.Parameter == tt.parameter
		}
		if !found {
			t.Errorf("%.60s: %+v names not %s", tt.body, p.Errors, tt.parameter)
		}
	}
	problemOf(t, do(h, http.MethodPost, "/v1/parse?x=1", `{"content":"a"}`, auth...), 422)
	// Reading costs: it is no route for everybody.
	problemOf(t, do(h, http.MethodPost, "/v1/parse", `{"content":"a"}`), 401)
	problemOf(t, do(h, http.MethodPost, "/v1/parse", `{"content":"a"}`, "Authorization", "Bearer all-secret-1"), 403)
	none := handler(t, &fake{}, func(c *Config) { withKeys(c); c.Keeper = idle{} })
	problemOf(t, do(none, http.MethodPost, "/v1/parse", `{"content":"a"}`, auth...), 503)
}

// The check of an article is for who may see it, and says where things are.
func TestCheckRoute(t *testing.T) {
	f := &fake{}
	h := handler(t, f, nil)
	w := get(h, "/v1/articles/laser%2Fshimi/check")
	if w.Code != http.StatusOK || f.id != "laser/shimi" {
		t.Fatalf("status %d, id %q: %s", w.Code, f.id, w.Body)
	}
	r := decode[adcheck.Report](t, w)
	if r.Article != "laser/shimi" || len(r.Items) == 0 || r.Notice == "" || r.SelfPay.Answer != adcheck.Yes {
		t.Errorf("report %+v", r)
	}
	for _, it := range r.Items {
		if it.Rule == "risks" && (it.Status != adcheck.Found || it.Positions[0].Section != "s1" || it.Positions[0].Quote != "照射後に赤みが出ることがあります。") {
			t.Errorf("risks %+v", it)
		}
	}
	body, err := jsonschema.UnmarshalJSON(get(h, "/v1/articles/laser%2Fshimi/check").Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas(t)("#/components/schemas/Report").Validate(body); err != nil {
		t.Error(err)
	}
}
