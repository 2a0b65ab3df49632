package mcp

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// call calls a tool and reads its answer into out, after checking that the text and
// the structure say the same.
func call(t *testing.T, session *sdk.ClientSession, tool, arguments string, out any) *sdk.CallToolResult {
	t.Helper()
	result, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: json.RawMessage(arguments)})
	if err != nil {
		t.Fatal(err)
	}
	if result.IsError || out == nil {
		return result
	}
	if len(result.Content) != 1 {
		t.Fatalf("%d items of content, want one", len(result.Content))
	}
	text := []byte(result.Content[0].(*sdk.TextContent).Text)
	var fromText any
	if err := errors.Join(json.Unmarshal(text, &fromText), json.Unmarshal(text, out)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(fromText, result.StructuredContent) {
		t.Errorf("the text says\n%v\nthe structure\n%v", fromText, result.StructuredContent)
	}
	return result
}

func text(r *sdk.CallToolResult) string { return r.Content[0].(*sdk.TextContent).Text }

// What a model is told must make it use the tools rightly.
func TestToolsSayWhatTheyAre(t *testing.T) {
	session := connect(t, newServer(t, &fake{}, Config{Version: "1.2"}), nil)
	if info := session.InitializeResult(); !strings.Contains(info.Instructions, "Never state an effect without the risks") {
		t.Errorf("instructions: %q", info.Instructions)
	}
	list, err := session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"facets": "values", "fetch": "metadata.risks", "retrieve": "answerable is false", "search": "answerable is false"}
	for _, tool := range list.Tools {
		if phrase := want[tool.Name]; phrase == "" || !strings.Contains(tool.Description, phrase) {
			t.Errorf("%s: its description does not speak of %q: %s", tool.Name, phrase, tool.Description)
		}
		delete(want, tool.Name)
		if a := tool.Annotations; tool.Title == "" || a == nil || !a.ReadOnlyHint || a.OpenWorldHint == nil || *a.OpenWorldHint {
			t.Errorf("%s: title %q, annotations %+v", tool.Name, tool.Title, a)
		}
		out, ok := tool.OutputSchema.(map[string]any)
		if !ok || out["type"] != "object" || out["additionalProperties"] != nil {
			t.Errorf("%s: output schema %v", tool.Name, tool.OutputSchema)
		}
		in := tool.InputSchema.(map[string]any)
		if in["additionalProperties"] == nil {
			t.Errorf("%s: a misspelt parameter would be swallowed", tool.Name)
		}
		for name, p := range in["properties"].(map[string]any) {
			if p := p.(map[string]any); p["description"] == "" || p["description"] == nil {
				t.Errorf("%s: %s has no description", tool.Name, name)
			} else if _, one := p["type"].(string); !one {
				t.Errorf("%s: %s has the types %v, which some clients cannot read", tool.Name, name, p["type"])
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

func TestSearchTool(t *testing.T) {
	f := &fake{}
	session := connect(t, newServer(t, f, Config{}), nil)
	var answer SearchAnswer
	call(t, session, "search", `{"query":"ハイフ","view":"passages","limit":3,"kind":["risks","-faq"],"cost_max":50000,
		"downtime_max":0,"reviewed_after":"1970-01-03","collection":["clinic"]}`, &answer)
	want := Result{ID: "hifu", Title: "ハイフとは", URL: "https://example.jp/hifu", Snippet: "まれに神経を傷つける…", Kind: "risks", Heading: "リスク", Score: 0.75, Pinned: true}
	if answer.Redirect == nil || answer.Redirect.URL != "https://example.jp/reserve" {
		t.Errorf("redirect %+v", answer.Redirect)
	}
	if len(answer.Results) != 1 || answer.Results[0] != want || !answer.Answerable || len(answer.Notices) != 1 {
		t.Errorf("answer %+v", answer)
	}
	r := f.last(t)
	cost, downtime, days := 50000.0, 0.0, 2.0
	wantFilters := []index.Filter{
		{Name: index.FacetKind, Any: []string{"risks"}, None: []string{"faq"}},
		{Name: index.RangeCost, Max: &cost}, {Name: index.RangeDowntime, Max: &downtime}, {Name: index.RangeReviewed, Min: &days},
	}
	if r.Query != "ハイフ" || r.View != index.Passages || r.PerPage != 3 || !reflect.DeepEqual(r.Collections, []string{"clinic"}) || !reflect.DeepEqual(r.Filters, wantFilters) {
		t.Errorf("request %+v", r)
	}
}

// Every filter must reach the index under its own name.
func TestEveryFilterIsPassedOn(t *testing.T) {
	f := &fake{}
	session := connect(t, newServer(t, f, Config{}), nil)
	for _, name := range append(index.ArticleFacets(), index.PassageFacets()...) {
		if r := call(t, session, "search", `{"query":"x","`+name+`":["v"]}`, &SearchAnswer{}); r.IsError {
			t.Fatal(text(r))
		}
		if got := f.last(t).Filters; len(got) != 1 || got[0].Name != name || !reflect.DeepEqual(got[0].Any, []string{"v"}) {
			t.Errorf("%s became %+v", name, got)
		}
		call(t, session, "retrieve", `{"query":"x","filters":{"`+name+`":["v"]}}`, nil)
		if got := f.last(t).Filters; len(got) != 1 || got[0].Name != name {
			t.Errorf("retrieve: %s became %+v", name, got)
		}
	}
}

func TestFetchTool(t *testing.T) {
	session := connect(t, newServer(t, &fake{}, Config{}), nil)
	var d Document
	call(t, session, "fetch", `{"id":"hifu"}`, &d)
	const whole = `# ハイフとは

## 効果

たるみが目立たなくなることがあります。<b>

### リスク

まれに神経を傷つけることがあります。

## 受けられない方

妊娠中の方は受けられません。

### 痛いですか？

骨に響く痛みがあります。
`
	if d.ID != "hifu" || d.Title != "ハイフとは" || d.URL != "https://example.jp/hifu" || d.Text != whole || d.Metadata.Type != "article" {
		t.Errorf("article: %+v", d)
	}
	// A passage on effects alone must come with what its article says of risks.
	call(t, session, "fetch", `{"id":"hifu#effects"}`, &d)
	if d.Text != "たるみが目立たなくなることがあります。" || d.Metadata.Type != "passage" || d.Metadata.ArticleID != "hifu" ||
		len(d.Metadata.Risks) != 2 || d.Metadata.Risks[1].Text != "妊娠中の方は受けられません。" {
		t.Errorf("passage: %+v", d)
	}
	a := article()
	a.Sections = []corpus.Section{a.Sections[0], {ID: "q", Kind: corpus.KindFAQ, Heading: "腫れますか？", Text: "腫れることがあります。"}, {ID: "r", Kind: corpus.KindFAQ, Heading: "跡は？", Text: "跡は残りません。"}}
	a.Risks = []corpus.Claim{{Section: "q", Label: "腫れ", Stance: corpus.Hedged}, {Section: "r", Label: "跡", Stance: corpus.Denied}}
	if got := passageDocument(&search.PassageDetail{}, a).Metadata.Risks; len(got) != 1 || got[0].Heading != "腫れますか？" {
		t.Errorf("risks that are told in an answer: %+v", got)
	}
	if r := call(t, session, "fetch", `{"id":"none"}`, nil); !r.IsError || !strings.Contains(text(r), "nothing published has this id") {
		t.Errorf("unknown id: %s", text(r))
	}
}

func TestRetrieveToolSaysWhenNothingAnswers(t *testing.T) {
	session := connect(t, newServer(t, &fake{nothing: true}, Config{}), nil)
	var answer struct {
		Answerable *bool
		Passages   []any
		Notices    []string
	}
	call(t, session, "retrieve", `{"query":"天気","history":[{"role":"user","content":"こんにちは"}],"pair_risks":true}`, &answer)
	if answer.Answerable == nil || *answer.Answerable || answer.Passages == nil || len(answer.Passages) > 0 || len(answer.Notices) != 1 {
		t.Errorf("%+v", answer)
	}
}

func TestFacetsTool(t *testing.T) {
	f := &fake{}
	session := connect(t, newServer(t, f, Config{}), nil)
	var answer FacetsAnswer
	call(t, session, "facets", `{"query":"たるみ","limit":7}`, &answer)
	if got := answer.Facets["kind"]; len(got) != 1 || got[0].Count != 3 || f.last(t).FacetLimit != 7 {
		t.Errorf("%+v, asked with %+v", answer, f.last(t))
	}
	call(t, session, "facets", `{"name":"treatment","contains":"はいふ"}`, &answer)
	if got := answer.Facets["treatment"]; len(got) != 1 || f.facets.Name != "treatment" || f.facets.Query != "はいふ" {
		t.Errorf("%+v, asked with %+v", answer, f.facets)
	}
}

// What is wrong with a call is told to the model, which can mend it; what is wrong
// here is not.
func TestErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		err                   error
		panics                bool
		tool, arguments, want string
		protocol              bool // an error of the protocol, not of the tool
	}{
		"misspelt":       {tool: "search", arguments: `{"query":"x","treatments":["y"]}`, want: "treatments"},
		"wrong type":     {tool: "search", arguments: `{"query":1}`, want: "query"},
		"empty question": {tool: "retrieve", arguments: `{"query":""}`, want: "minLength"},
		"nothing":        {tool: "retrieve", arguments: `{}`, want: "query"},
		"budget":         {tool: "retrieve", arguments: `{"query":"x","max_chars":0}`, want: "max_chars"},
		"negative":       {tool: "retrieve", arguments: `{"query":"x","top_k":-1}`, want: "top_k"},
		"enormous":       {tool: "retrieve", arguments: `{"query":"x","max_chars":1000000000}`, want: "max_chars"},
		"long":           {tool: "search", arguments: `{"query":"` + strings.Repeat("長", 513) + `"}`, want: "maxLength"},
		"history":        {tool: "retrieve", arguments: `{"query":"x","history":[` + strings.Repeat(`{"role":"user","content":"y"},`, 1000) + `{"role":"user","content":"y"}]}`, want: "maxItems"},
		"date":           {tool: "search", arguments: `{"query":"x","reviewed_after":"昨日"}`, want: "expected a date"},
		"minus":          {tool: "search", arguments: `{"query":"x","kind":["-"]}`, want: "names no value"},
		"no such tool":   {tool: "delete", arguments: `{}`, want: "delete", protocol: true},
		"invalid":        {tool: "search", arguments: `{"query":"x"}`, err: &search.InvalidError{Parameter: "kind", Value: "z", Reason: "no", Allowed: []string{"risks"}}, want: "allowed: risks"},
		"not ready":      {tool: "search", arguments: `{"query":"x"}`, err: index.ErrNotReady, want: "not ready"},
		"too long":       {tool: "search", arguments: `{"query":"x"}`, err: context.DeadlineExceeded, want: "too long"},
		"ours":           {tool: "search", arguments: `{"query":"x"}`, err: errors.New("/secret/path is broken"), want: "the server's log says why"},
		"panic":          {tool: "search", arguments: `{"query":"x"}`, panics: true, want: "internal error", protocol: true},
	} {
		t.Run(name, func(t *testing.T) {
			session := connect(t, newServer(t, &fake{err: tt.err, panics: tt.panics}, Config{}), nil)
			r, err := session.CallTool(t.Context(), &sdk.CallToolParams{Name: tt.tool, Arguments: json.RawMessage(tt.arguments)})
			var said string
			switch {
			case tt.protocol != (err != nil):
				t.Fatalf("result %v, error %v", r, err)
			case err != nil:
				said = err.Error()
			case !r.IsError:
				t.Fatalf("no error: %s", text(r))
			default:
				said = text(r)
			}
			if !strings.Contains(said, tt.want) || strings.Contains(said, "secret") {
				t.Errorf("it says %q, want something of %q", said, tt.want)
			}
		})
	}
}
