package lexicon

import (
	"os"
	"strings"
	"testing"
)

// The example that users copy must load, and match the schema.
func TestDocumentedExample(t *testing.T) {
	doc, err := os.ReadFile("../../docs/lexicon.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(doc), "```yaml\n")
	example, _, ok := strings.Cut(example, "```")
	if !ok {
		t.Fatal("there is no example")
	}
	l := loadWith(t, file(t, "example.yaml", example))
	checkMarked(t, l, []string{"[月影クリニック|moon_clinic]の[月のリフト|moon_lift]"})
	schema, _ := compileSchema(t)
	if err := validate(t, schema, []byte(example)); err != nil {
		t.Error(err)
	}
	for _, key := range append(conceptKeys(), intentKeys()...) {
		if !strings.Contains(string(doc), "`"+key+"`") && !strings.Contains(string(doc), key+":") {
			t.Errorf("%s is not explained", key)
		}
	}
}
