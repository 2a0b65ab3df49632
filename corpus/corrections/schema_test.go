package corrections

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

const schemaFile = "../../docs/corrections.schema.json"

// What an editor's program accepts by the schema, the program does, and the other
// way round: also what the guide shows.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	guide, err := os.ReadFile("../../docs/corrections.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindSubmatch(guide)
	if example == nil {
		t.Fatal("the guide shows no file")
	}
	for _, text := range []string{
		string(example[1]), "", "corrections:\n", "corrections: []\n",
		"corrections:\n- {article: a, section: s, kind: risks, heading: 副作用, date: \"2026-01-31\"}\n",
		"corrections:\n- {article: a, passage: a#1, hide: true}\n",
		"corrections:\n- {article: a, faq: {of: 何？, remove: true}}\n- {article: a, faq: {question: 何？, answer: それ}}\n",
		"corrections:\n- {article: a, source: {of: 2, type: journal, year: null}}\n",
		"corrections:\n- {article: a, cost: unknown, downtime: unknown, fees: [], tags: [x], supervisors: [{title: 医師}]}\n",
		"corrections:\n- {article: a, cost: {min_yen: 1, per: tooth}, fees: [{label: x, yen: null}]}\n",
		// and what neither does
		"corrections:\n- {article: a}\n", "corrections:\n- {insurance: covered}\n", "corrections:\n- {article: a, insurance: x}\n",
		"corrections:\n- {article: a, section: s, passage: a#1, kind: risks}\n", "corrections:\n- {article: a, cost: {}}\n",
		"corrections:\n- {article: a, cost: {min_yen: -1}}\n", "corrections:\n- {article: a, colour: red}\n", "corrections: {}\n",
		"corrections:\n- {article: a, section: s, hide: false}\n", "corrections:\n- {article: a, source: {of: 1, type: none}}\n",
		"corrections:\n- {article: a, supervisors: [{affiliation: x}]}\n", "corrections:\n- {article: a, fees: [{yen: 3}]}\n",
		"corrections:\n- {article: \"\", insurance: covered}\n", "corrections:\n- {article: a, tags: [\"\"]}\n",
	} {
		_, err := Parse("f.yaml", []byte(text))
		if schemaErr := schema.Validate(plainJSON(t, text)); (err == nil) != (schemaErr == nil) {
			t.Errorf("%s\nthe program: %v\nthe schema: %v", text, err, schemaErr)
		}
	}
}

// plainJSON is a YAML text as a JSON schema sees it: days are text.
func plainJSON(t *testing.T, text string) any {
	t.Helper()
	text = regexp.MustCompile(`date: (\d{4}-\d\d-\d\d)`).ReplaceAllString(text, `date: "$1"`)
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	if v == nil {
		v = map[string]any{}
	}
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
