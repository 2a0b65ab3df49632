package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"shirube/index"
	"shirube/internal/search"
)

// defaults is what the search is asked when nothing is said.
func defaults() search.Request {
	return search.Request{
		View: index.Articles, FacetLimit: search.DefaultFacetLimit, Sort: index.ByRelevance,
		Page: 1, PerPage: search.DefaultPerPage, Match: search.MatchAuto, Highlight: search.HighlightOn, Answer: true,
	}
}

func any1(name string, values ...string) func(*search.Request) {
	return func(r *search.Request) { r.Filters = append(r.Filters, index.Filter{Name: name, Any: values}) }
}

// paramCase is a query string, the same as JSON, and what the search is asked.
type paramCase struct {
	query, body string
	want        func(*search.Request)
}

func paramCases() []paramCase {
	float := func(v float64) *float64 { return &v }
	return []paramCase{
		{"", `{}`, func(*search.Request) {}},
		{"q=%E5%89%AF%E4%BD%9C%E7%94%A8+AND+%22", `{"q":"副作用 AND \""}`, func(r *search.Request) { r.Query = `副作用 AND "` }},
		{"collection=a&collection=b", `{"collection":["a","b"]}`, func(r *search.Request) { r.Collections = []string{"a", "b"} }},
		{"view=passages", `{"view":"passages"}`, func(r *search.Request) { r.View = index.Passages }},
		{"treatment=a,b&treatment=c", `{"treatment":["a,b","c"]}`, any1("treatment", "a,b", "c")},
		{"treatment=&treatment=c", `{"treatment":["","c"]}`, any1("treatment", "c")},
		{"effect=a", `{"effect":"a"}`, any1("effect", "a")},
		{"risk=%E5%86%85%E5%87%BA%E8%A1%80&risk=-a", `{"risk":["内出血","-a"]}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "risk", Any: []string{"内出血"}, None: []string{"a"}}}
		}},
		{"contraindication=-a", `{"contraindication":"-a"}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "contraindication", None: []string{"a"}}}
		}},
		{"condition=a", `{"condition":["a"]}`, any1("condition", "a")},
		{"supervisor=a", `{"supervisor":["a"]}`, any1("supervisor", "a")},
		{"approval=unapproved", `{"approval":"unapproved"}`, any1("approval", "unapproved")},
		{"insurance=self_pay&insurance=mixed", `{"insurance":["self_pay","mixed"]}`, any1("insurance", "self_pay", "mixed")},
		{"department=a", `{"department":"a"}`, any1("department", "a")},
		{"tag=a", `{"tag":"a"}`, any1("tag", "a")},
		{"kind=risks&kind=-cost", `{"kind":["risks","-cost"]}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "kind", Any: []string{"risks"}, None: []string{"cost"}}}
		}},
		{"source=a", `{"source":"a"}`, any1("source", "a")},
		{"source_type=none", `{"source_type":["none"]}`, any1("source_type", "none")},
		{"cost_min=0&cost_max=100000", `{"cost_min":0,"cost_max":100000}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "cost", Min: float(0), Max: float(100000)}}
		}},
		{"downtime_max=0", `{"downtime_max":0}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "downtime", Max: float(0)}}
		}},
		{"reviewed_after=1970-01-11", `{"reviewed_after":"1970-01-11"}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "reviewed", Min: float(10)}}
		}},
		{"updated_after=1970-01-11T00:30:00%2B09:00", `{"updated_after":"1970-01-11T00:30:00+09:00"}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "updated", Min: float(10)}}
		}},
		{"facets=kind,cost&facets=risk", `{"facets":["kind","cost","risk"]}`, func(r *search.Request) { r.Facets = []string{"kind", "cost", "risk"} }},
		{"facets=none", `{"facets":[]}`, func(r *search.Request) { r.Facets = []string{} }},
		{"facet_limit=5", `{"facet_limit":5}`, func(r *search.Request) { r.FacetLimit = 5 }},
		{"sort=cost", `{"sort":"cost"}`, func(r *search.Request) { r.Sort = index.ByCost }},
		{"page=100&per_page=100", `{"page":100,"per_page":100}`, func(r *search.Request) { r.Page, r.PerPage = 100, 100 }},
		{"match=any", `{"match":"any"}`, func(r *search.Request) { r.Match = search.MatchAny }},
		{"interpret=on", `{"interpret":"on"}`, func(*search.Request) {}},
		{"interpret=off", `{"interpret":["off"]}`, func(r *search.Request) { r.Interpret = &search.Interpret{} }},
		{"interpret=spelling,negation&interpret=numbers", `{"interpret":"spelling,negation,numbers"}`, func(r *search.Request) {
			r.Interpret = &search.Interpret{Spelling: true, Negation: true, Numbers: true}
		}},
		{"interpret=synonyms,intent", `{"interpret":["synonyms","intent"]}`, func(r *search.Request) {
			r.Interpret = &search.Interpret{Synonyms: true, Intent: true}
		}},
		{"highlight=html", `{"highlight":"html"}`, func(r *search.Request) { r.Highlight = search.HighlightHTML }},
		{"explain=true", `{"explain":true}`, func(r *search.Request) { r.Explain = true }},
		{"pair_risks=true", `{"pair_risks":true}`, func(r *search.Request) { r.PairRisks = true }},
		{"q=&view=&page=&kind=&reviewed_after=&cost_max=", `{"q":"","kind":[],"reviewed_after":null,"cost_max":null,"page":null}`, func(*search.Request) {}},
		{"treatment=a&kind=cost&cost_max=5", `{"treatment":"a","kind":"cost","cost_max":5}`, func(r *search.Request) {
			r.Filters = []index.Filter{{Name: "treatment", Any: []string{"a"}}, {Name: "kind", Any: []string{"cost"}}, {Name: "cost", Max: float(5)}}
		}},
	}
}

// Each parameter reaches the search, and means the same in a body as in a query string.
func TestParameters(t *testing.T) {
	f := &fake{}
	h := handler(t, f, nil)
	for _, tt := range paramCases() {
		t.Run(tt.query, func(t *testing.T) {
			want := defaults()
			tt.want(&want)
			byGet := get(h, "/v1/search?"+tt.query)
			if byGet.Code != http.StatusOK {
				t.Fatalf("GET: %d %s", byGet.Code, byGet.Body)
			}
			if !reflect.DeepEqual(f.request, want) {
				t.Errorf("GET asked\n%s, want\n%s", show(f.request), show(want))
			}
			f.request = search.Request{}
			byPost := do(h, http.MethodPost, "/v1/search", tt.body)
			if byPost.Code != http.StatusOK {
				t.Fatalf("POST: %d %s", byPost.Code, byPost.Body)
			}
			if !reflect.DeepEqual(f.request, want) {
				t.Errorf("POST asked\n%s, want\n%s", show(f.request), show(want))
			}
			if byGet.Body.String() != byPost.Body.String() {
				t.Error("GET and POST answer differently")
			}
		})
	}
}

func show(r search.Request) string {
	b, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// The document names what the server takes: each documented parameter is tried
// above, and the body has the same names.
func TestDocumentedParametersAreAccepted(t *testing.T) {
	tried := map[string]bool{}
	for _, tt := range paramCases() {
		values, err := url.ParseQuery(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		for name := range values {
			tried[name] = true
		}
	}
	doc := document(t)
	var query []string
	for _, p := range doc.Paths["/v1/search"]["get"].Parameters {
		query = append(query, p.Name)
		if !tried[p.Name] {
			t.Errorf("%s is documented, but not tried", p.Name)
		}
	}
	body := sortedKeys(doc.Components.Schemas["SearchRequest"].Properties)
	slices.Sort(query)
	if !slices.Equal(query, body) {
		t.Errorf("GET takes %v, POST %v", query, body)
	}
	contract := "q collection view treatment effect risk contraindication condition supervisor approval insurance department tag " +
		"kind source source_type cost_min cost_max downtime_max reviewed_after updated_after facets facet_limit sort page per_page " +
		"match interpret highlight"
	for name := range strings.FieldsSeq(contract) {
		if !slices.Contains(query, name) {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestFacetValues(t *testing.T) {
	f := &fake{}
	w := get(handler(t, f, nil), "/v1/facets/risk?q=c&prefix=%E5%86%85&query=main&treatment=a&collection=c&facet_limit=3")
	if w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
	if f.facets.Name != "risk" || f.facets.Query != "c" || f.facets.Prefix != "内" || f.facets.Request.Query != "main" ||
		f.facets.Request.FacetLimit != 3 || !slices.Equal(f.facets.Request.Collections, []string{"c"}) || len(f.facets.Request.Filters) != 1 {
		t.Errorf("asked %+v", f.facets)
	}
	got := decode[FacetValues](t, w)
	if got.Name != "risk" || len(got.Values) != 1 || got.Values[0].Count != 3 {
		t.Errorf("got %s", w.Body)
	}
}

// Ids may hold anything; they come percent-encoded.
func TestIDs(t *testing.T) {
	f := &fake{}
	for _, base := range []string{"", "/kb"} {
		h := handler(t, f, func(c *Config) { c.BasePath = base })
		for _, id := range []string{
			"exosome", "laser/shimi", "しみ取り/レーザー#a1b2", "https://example.jp/a/?b=c&d=%20", "a+b c", "100%", "a//b/", "-", "~",
		} {
			for _, route := range []string{"/v1/articles/", "/v1/passages/"} {
				f.id = ""
				if w := get(h, base+route+url.PathEscape(id)); w.Code != http.StatusOK || f.id != id {
					t.Errorf("%s%s %q: %d, asked for %q", base, route, id, w.Code, f.id)
				}
			}
		}
	}
}
