package anatomy

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"shirube/internal/lexicon"
)

// fakeLexicon is a small lexicon of the tests' own, so that they do not depend
// on what the real one happens to know.
type fakeLexicon struct {
	concepts []*lexicon.Concept
	names    map[string]*lexicon.Concept
}

func testLexicon(t testing.TB) *fakeLexicon {
	t.Helper()
	raw, err := os.ReadFile("../testdata/lexicon.json")
	if err != nil {
		t.Fatal(err)
	}
	l := &fakeLexicon{names: map[string]*lexicon.Concept{}}
	if err := json.Unmarshal(raw, &l.concepts); err != nil {
		t.Fatal(err)
	}
	for _, c := range l.concepts {
		for _, n := range append([]string{c.Label}, c.Synonyms...) {
			l.names[n] = c
		}
	}
	return l
}

func (l *fakeLexicon) Lookup(name string) *lexicon.Concept { return l.names[name] }

func (l *fakeLexicon) SourceType(name string) string {
	if c := l.names[name]; c != nil && c.SourceType != "" {
		return c.SourceType
	}
	return lexicon.SourceType(name)
}

// Find is leftmost-longest over the names as they are written.
func (l *fakeLexicon) Find(s string) []lexicon.Mention {
	var out []lexicon.Mention
	for i := range s {
		if n := len(out); n > 0 && i < out[n-1].End {
			continue
		}
		best := ""
		for name := range l.names {
			if len(name) > len(best) && strings.HasPrefix(s[i:], name) {
				best = name
			}
		}
		if best != "" {
			out = append(out, lexicon.Mention{Concept: l.names[best], Start: i, End: i + len(best)})
		}
	}
	return out
}

// readDraft reads a draft, and keeps what only the reading knows.
func readDraft(t testing.TB, d *Draft) *reading {
	t.Helper()
	return read(testLexicon(t), d)
}

// readParts reads an article with marked headings.
func readParts(t testing.TB, title string, parts ...Part) *reading {
	t.Helper()
	d := &Draft{Parts: parts}
	d.Article.ID, d.Article.Title = "test", title
	return readDraft(t, d)
}

// readPlain reads a text whose headings are not marked.
func readPlain(t testing.TB, body string) *reading {
	t.Helper()
	d := &Draft{Parts: []Part{{Line: 1, Lines: SplitLines(body, 1)}}, Unmarked: true}
	d.Article.ID = "test"
	return readDraft(t, d)
}
