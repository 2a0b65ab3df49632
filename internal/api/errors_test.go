package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"shirube/index"
	"shirube/internal/search"
)

// A caller who sends something wrong is told which parameter, what he sent and
// what would be right.
func TestInvalidParameters(t *testing.T) {
	long := strings.Repeat("あ", 513)
	tests := []struct {
		query, parameter, value string
		allowed                 []string // some of them
		reason                  string   // part of it
	}{
		{"view=chapters", "view", "chapters", []string{"articles", "passages"}, "one of"},
		{"sort=price", "sort", "price", []string{"relevance", "updated", "cost", "downtime"}, "one of"},
		{"match=some", "match", "some", []string{"auto", "all", "any"}, "one of"},
		{"highlight=bold", "highlight", "bold", []string{"on", "html", "off"}, "one of"},
		{"explain=maybe", "explain", "maybe", []string{"true", "false"}, "boolean"},
		{"page=0", "page", "0", []string{"1 to 10000"}, ">= 1"},
		{"page=two", "page", "two", []string{"1 to 10000"}, "integer"},
		{"per_page=101", "per_page", "101", []string{"1 to 100"}, "<= 100"},
		{"page=1001&per_page=10", "page", "1001", nil, "at most 10000"},
		{"facet_limit=0", "facet_limit", "0", []string{"1 to 200"}, ">= 1"},
		{"cost_max=-1", "cost_max", "-1", []string{"0 to 1000000000"}, ">= 0"},
		{"cost_max=10万", "cost_max", "10万", nil, "integer"},
		{"cost_min=5&cost_max=4", "cost_min", "5", nil, "more than cost_max"},
		{"downtime_max=1.5", "downtime_max", "1.5", nil, "integer"},
		{"reviewed_after=last+year", "reviewed_after", "last year", nil, "2025-04-01"},
		{"updated_after=2025-13-01", "updated_after", "2025-13-01", nil, "2025-04-01"},
		{"kind=risk", "kind", "risk", []string{"risks", "precautions"}, "one of"},
		{"kind=risks,cost", "kind", "risks,cost", []string{"risks"}, "one of"},
		{"source_type=blog", "source_type", "blog", []string{"government", "none"}, "one of"},
		{"approval=yes", "approval", "yes", []string{"approved"}, "one of"},
		{"insurance=no", "insurance", "no", []string{"self_pay"}, "one of"},
		{"treatment=-", "treatment", "-", nil, "minus"},
		{"facets=kind,colour", "facets", "kind,colour", []string{"kind", "cost", "none"}, "names out of"},
		{"facets=none,kind", "facets", "none,kind", nil, "none cannot"},
		{"interpret=spelling,magic", "interpret", "spelling,magic", []string{"on", "off", "spelling"}, "names out of"},
		{"interpret=off,spelling", "interpret", "off,spelling", nil, "stand alone"},
		{"q=" + long, "q", long[:120*3] + "…", []string{"at most 512 characters"}, "<= 512"},
		{"tag=" + strings.Repeat("x", 201), "tag", strings.Repeat("x", 120) + "…", nil, "<= 200"},
		{"q=a&q=b", "q", "a, b", nil, "more than once"},
		{"perpage=3", "perpage", "", []string{"per_page"}, "did you mean per_page?"},
		{"treatments=a", "treatments", "", []string{"treatment"}, "did you mean treatment?"},
		{"zzzzzzzz=1", "zzzzzzzz", "", []string{"q", "treatment", "per_page"}, "unknown parameter"},
	}
	h := handler(t, &fake{}, nil)
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			p := problemOf(t, get(h, "/v1/search?"+tt.query), http.StatusUnprocessableEntity)
			if len(p.Errors) != 1 {
				t.Fatalf("errors: %+v", p.Errors)
			}
			e := p.Errors[0]
			if e.Parameter != tt.parameter || e.Value != tt.value || !strings.Contains(e.Reason, tt.reason) {
				t.Errorf("got %+v", e)
			}
			for _, a := range tt.allowed {
				if !slices.Contains(e.Allowed, a) {
					t.Errorf("allowed %q lacks %q", e.Allowed, a)
				}
			}
			if !strings.Contains(p.Detail, tt.parameter) {
				t.Errorf("detail %q does not name it", p.Detail)
			}
		})
	}
}

// All that is wrong is said at once, so that nobody corrects one thing after another.
func TestAllErrorsAtOnce(t *testing.T) {
	p := problemOf(t, get(handler(t, &fake{}, nil), "/v1/search?view=x&page=0&pagee=2&kind=nope&kind=risks&treatment=-"), http.StatusUnprocessableEntity)
	var names []string
	for _, e := range p.Errors {
		names = append(names, e.Parameter)
	}
	if want := []string{"kind", "page", "pagee", "treatment", "view"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

func TestInvalidBody(t *testing.T) {
	tests := []struct {
		name, body              string
		status                  int
		parameter, value, reads string
	}{
		{"no JSON", `{"q":`, 400, "", "", "not JSON"},
		{"two documents", `{} {}`, 400, "", "", "not JSON"},
		{"not an object", `["q"]`, 422, "body", `["q"]`, "object"},
		{"unknown field", `{"perpage":3}`, 422, "perpage", "3", "did you mean per_page?"},
		{"wrong type", `{"q":7}`, 422, "q", "7", "string"},
		{"number as text", `{"page":"2"}`, 422, "page", "2", "integer"},
		{"fraction", `{"page":1.5}`, 422, "page", "1.5", "integer"},
		{"zero is not absent", `{"page":0}`, 422, "page", "0", ">= 1"},
		{"bad value in a list", `{"kind":["risks","nope"]}`, 422, "kind", "nope", "one of overview"},
		{"bad single value", `{"kind":"nope"}`, 422, "kind", "nope", "one of overview"},
		{"number in a list", `{"treatment":[1]}`, 422, "treatment", "1", "string"},
		{"bad day", `{"reviewed_after":"soon"}`, 422, "reviewed_after", "soon", "2025-04-01"},
		{"window", `{"page":200,"per_page":100}`, 422, "page", "200", "at most 10000"},
		{"lone minus", `{"tag":["-"]}`, 422, "tag", "-", "minus"},
	}
	h := handler(t, &fake{}, nil)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := problemOf(t, do(h, http.MethodPost, "/v1/search", tt.body), tt.status)
			if tt.status == http.StatusBadRequest {
				if !strings.Contains(p.Detail, tt.reads) {
					t.Errorf("detail %q", p.Detail)
				}
				return
			}
			if len(p.Errors) != 1 {
				t.Fatalf("errors: %+v", p.Errors)
			}
			if e := p.Errors[0]; e.Parameter != tt.parameter || e.Value != tt.value || !strings.Contains(e.Reason, tt.reads) {
				t.Errorf("got %+v", e)
			}
		})
	}
}

func TestProtocolErrors(t *testing.T) {
	h := handler(t, &fake{}, nil)
	exact := `{"q":"` + strings.Repeat(" ", MaxBody-len(`{"q":""}`)) + `"}` // one byte more is too much
	tests := []struct {
		name, method, target, body string
		status                     int
		header                     []string
		wantHeader, wantValue      string
	}{
		{"bad percent-encoding", "GET", "/v1/search?q=%E3%8", "", 400, nil, "", ""},
		{"not UTF-8", "GET", "/v1/search?q=a&kind=%82%A0", "", 400, nil, "", ""},
		{"semicolon", "GET", "/v1/search?q=a;page=2", "", 400, nil, "", ""},
		{"empty body", "POST", "/v1/search", "", 400, nil, "", ""},
		{"form", "POST", "/v1/search", "q=a", 415, []string{"Content-Type", "application/x-www-form-urlencoded"}, "", ""},
		{"too large", "POST", "/v1/search", exact + " ", 413, nil, "", ""},
		{"large enough", "POST", "/v1/search", exact, 422, nil, "", ""}, // read, and then the query is too long
		{"query string with a body", "POST", "/v1/search?page=2", "{}", 422, nil, "", ""},
		{"wrong method", "DELETE", "/v1/search", "", 405, nil, "Allow", "GET, POST, OPTIONS, HEAD"},
		{"wrong method on one", "POST", "/v1/articles/a", "{}", 405, nil, "Allow", "GET, PUT, DELETE, OPTIONS, HEAD"},
		{"unknown path", "GET", "/v1/nothing", "", 404, nil, "", ""},
		{"unknown facet", "GET", "/v1/facets/colour", "", 422, nil, "", ""},
		{"unknown parameter of an article", "GET", "/v1/articles/a?full=1", "", 422, nil, "", ""},
		{"unknown parameter of a passage", "GET", "/v1/passages/a?full=1", "", 422, nil, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := do(h, tt.method, tt.target, tt.body, tt.header...)
			problemOf(t, w, tt.status)
			if tt.wantHeader != "" && w.Header().Get(tt.wantHeader) != tt.wantValue {
				t.Errorf("%s: %q", tt.wantHeader, w.Header().Get(tt.wantHeader))
			}
		})
	}
}

// What the search returns becomes a status in one table.
func TestSearchErrors(t *testing.T) {
	tests := []struct {
		name   string
		err    error
		status int
		kind   string
		retry  bool
	}{
		{"invalid", fmt.Errorf("search: %w", &search.InvalidError{Parameter: "treatment", Value: "x", Reason: "is not known", Allowed: []string{"y"}}), 422, "invalid-parameters", false},
		{"not found", fmt.Errorf("search: %w", search.ErrNotFound), 404, "not-found", false},
		{"not ready", fmt.Errorf("search: %w", index.ErrNotReady), 503, "not-ready", true},
		{"deadline", fmt.Errorf("search: %w", context.DeadlineExceeded), 503, "timeout", true},
		{"anything else", fmt.Errorf("open /secret/path: no such file"), 500, "internal", false},
	}
	for _, tt := range tests {
		for _, path := range []string{"/v1/search", "/v1/articles/a", "/v1/passages/a", "/v1/facets/kind"} {
			t.Run(tt.name+" "+path, func(t *testing.T) {
				w := get(handler(t, &fake{err: tt.err}, nil), path)
				p := problemOf(t, w, tt.status)
				if !strings.HasSuffix(p.Type, ":"+tt.kind) {
					t.Errorf("type %s", p.Type)
				}
				if got := w.Header().Get("Retry-After") != ""; got != tt.retry {
					t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
				}
				if strings.Contains(w.Body.String(), "secret") {
					t.Errorf("internal detail shown: %s", w.Body)
				}
				if tt.name == "invalid" && (len(p.Errors) != 1 || p.Errors[0].Parameter != "treatment" || p.Errors[0].Allowed[0] != "y") {
					t.Errorf("errors %+v", p.Errors)
				}
			})
		}
	}
}
