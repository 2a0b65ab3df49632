package reader

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"shirube/internal/lexicon"
)

// fakeLexicon is the tests' own small lexicon: goldens must not change with the
// real one.
type fakeLexicon map[string]*lexicon.Concept

func testLexicon(t testing.TB) fakeLexicon {
	t.Helper()
	raw, err := os.ReadFile("../testdata/lexicon.json")
	if err != nil {
		t.Fatal(err)
	}
	var concepts []*lexicon.Concept
	if err := json.Unmarshal(raw, &concepts); err != nil {
		t.Fatal(err)
	}
	l := fakeLexicon{}
	for _, c := range concepts {
		for _, n := range append([]string{c.Label}, c.Synonyms...) {
			l[n] = c
		}
	}
	return l
}

func (l fakeLexicon) Lookup(name string) *lexicon.Concept { return l[name] }

func (l fakeLexicon) SourceType(name string) string {
	if c := l[name]; c != nil && c.SourceType != "" {
		return c.SourceType
	}
	return lexicon.SourceType(name)
}

// Find is leftmost-longest over the names as they are written.
func (l fakeLexicon) Find(s string) []lexicon.Mention {
	var out []lexicon.Mention
	for i := range s {
		if n := len(out); n > 0 && i < out[n-1].End {
			continue
		}
		best := ""
		for name := range l {
			if len(name) > len(best) && strings.HasPrefix(s[i:], name) {
				best = name
			}
		}
		if best != "" {
			out = append(out, lexicon.Mention{Concept: l[best], Start: i, End: i + len(best)})
		}
	}
	return out
}
