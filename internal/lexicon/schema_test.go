package lexicon

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"shirube/corpus"
)

func compileSchema(t *testing.T) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	src, err := os.ReadFile("data/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("lexicon.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("lexicon.json")
	if err != nil {
		t.Fatal(err)
	}
	return s, doc.(map[string]any)
}

func validate(t *testing.T, s *jsonschema.Schema, src []byte) error {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(src, &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(doc)
}

// Users check their files against the schema: it must take what we ship.
func TestDataMatchSchema(t *testing.T) {
	s, _ := compileSchema(t)
	files, err := fs.Glob(data, "data/*.yaml")
	if err != nil || len(files) < 11 {
		t.Fatalf("%d data files, %v", len(files), err)
	}
	for _, name := range files {
		src, err := data.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, src); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema and the loader must agree on what is wrong, or a file that an editor
// shows as right is refused at the start.
func TestSchemaRefuses(t *testing.T) {
	s, _ := compileSchema(t)
	for _, src := range []string{
		"concepts: [{id: a, label: あ, sinonyms: [い]}]",
		"concepts: [{id: A b, kind: risk, label: あ}]",
		"concepts: [{id: a, kind: riks, label: あ}]",
		"concepts: [{id: a, kind: risk}]",
		"concepts: [{id: a, kind: risk, label: あ, readings: [ア]}]",
		"concepts: [{id: a, kind: risk, label: あ, synonyms: ['']}]",
		"concepts: [{id: a, kind: organisation, label: あ, source_type: none}]",
		"intents: [{kinds: [price], words: [値段]}]",
		"intents: [{words: [値段]}]",
		"kind: risk",
		"concepts: {id: a}",
	} {
		if err := validate(t, s, []byte(src)); err == nil {
			t.Errorf("the schema takes %s", src)
		}
		b := newBuilder()
		b.read("x.yaml", 0, []byte(src))
		if len(b.problems) == 0 {
			t.Errorf("the loader takes %s", src)
		}
	}
}

// The lists of values in the schema are copies: they must follow the code.
func TestSchemaEnums(t *testing.T) {
	_, doc := compileSchema(t)
	defs := doc["$defs"].(map[string]any)
	property := func(def, name string) map[string]any {
		return defs[def].(map[string]any)["properties"].(map[string]any)[name].(map[string]any)
	}
	var kinds, sections, sources []string
	for _, k := range Kinds() {
		kinds = append(kinds, string(k))
	}
	for _, l := range corpus.KindLabels() {
		sections = append(sections, l.Value)
	}
	for _, l := range corpus.SourceTypeLabels() {
		if isSourceType(l.Value) {
			sources = append(sources, l.Value)
		}
	}
	equal := func(what string, schema any, code []string) {
		var got []string
		for _, v := range schema.([]any) {
			got = append(got, v.(string))
		}
		slices.Sort(got)
		want := slices.Sorted(slices.Values(code))
		if !slices.Equal(got, want) {
			t.Errorf("%s: schema %v, code %v", what, got, want)
		}
	}
	equal("kind", defs["kind"].(map[string]any)["enum"], kinds)
	equal("kinds", property("intent", "kinds")["items"].(map[string]any)["enum"], sections)
	equal("facts", property("intent", "facts")["items"].(map[string]any)["enum"], facts())
	equal("source_type", property("concept", "source_type")["enum"], sources)
	var keys []string
	for k := range defs["concept"].(map[string]any)["properties"].(map[string]any) {
		keys = append(keys, k)
	}
	equal("keys of a concept", anys(keys), conceptKeys())
	keys = nil
	for k := range defs["intent"].(map[string]any)["properties"].(map[string]any) {
		keys = append(keys, k)
	}
	equal("keys of an intent", anys(keys), intentKeys())
}

func anys(s []string) []any {
	out := make([]any, len(s))
	for i, v := range s {
		out[i] = v
	}
	return out
}
