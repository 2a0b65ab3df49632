package console

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"shirube/corpus"
)

// used matches a text that is shown: {{t "…"}} in templates, T("…") and msg("…") in Go.
var used = regexp.MustCompile("(?:\\bt[ (]|\\bT\\(|\\bmsg\\()(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)")

// textsInUse are the texts of the pages, with a file that has them.
func textsInUse(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"*.go", "templates/*.tmpl", "../view/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range used.FindAllSubmatch(content, -1) {
				text, err := strconv.Unquote(string(m[1]))
				if err != nil {
					t.Fatalf("%s: %s: %v", name, m[1], err)
				}
				texts[text] = name
			}
		}
	}
	for _, list := range [][]corpus.Label{corpus.KindLabels(), corpus.SourceTypeLabels(), corpus.InsuranceLabels(), corpus.ApprovalLabels()} {
		for _, l := range list {
			texts[l.Text] = "corpus"
		}
	}
	return texts
}

// Every text has its English, with the same places for values, and there is none for what
// nobody says any more.
func TestEveryTextHasEnglish(t *testing.T) {
	translated, err := translations()
	if err != nil {
		t.Fatal(err)
	}
	inUse := textsInUse(t)
	if len(inUse) < 50 {
		t.Fatalf("only %d texts found: this test looks in the wrong place", len(inUse))
	}
	verbs := regexp.MustCompile(`%[-+#0-9.\[\]]*[a-zA-Z]`)
	for text, file := range inUse {
		other, ok := translated[text]
		if !ok {
			t.Errorf("%s: %q has no English", file, text)
		} else if len(verbs.FindAllString(text, -1)) != len(verbs.FindAllString(other, -1)) {
			t.Errorf("%s: %q and %q have not the same places for values", file, text, other)
		}
	}
	for text := range translated {
		if _, ok := inUse[text]; !ok {
			t.Errorf("nothing says %q any more", text)
		}
	}
}

// Templates say nothing that is not translated: Japanese stands only inside t.
func TestTemplatesAreTranslated(t *testing.T) {
	action := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	japanese := regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}]+`)
	err := fs.WalkDir(templateFiles, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := templateFiles.ReadFile(name)
		if err != nil {
			return err
		}
		plain := action.ReplaceAllString(string(content), "")
		for _, found := range japanese.FindAllString(strings.ReplaceAll(plain, ">日本語</button>", ""), -1) {
			t.Errorf("%s: %q is not translated", name, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
