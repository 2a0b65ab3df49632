package anatomy

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"shirube/internal/pattern"
)

// guarded are the expressions that are asked only where a word stands which they need.
func guarded() map[string]*pattern.Guarded {
	return map[string]*pattern.Guarded{
		"riskCue": riskCue, "toldCue": toldCue, "untreated": untreated, "ofTreatment": ofTreatment, "riskBefore": riskBefore,
		"effectCue": effectCue, "sessionCue": sessionCue, "shutOut": shutOut,
		"authorYear": authorYear, "inlineSource": inlineSource, "titlePattern": titlePattern, "quotedEnd": quotedEnd,
		"noted": noted, "notedPaper": notedPaper, "saysSo": saysSo, "saysBy": saysBy,
	}
}

// Each of them must find in every line of the pages, and in lines put together of what
// it is made of, what the plain expression finds.
func TestGuardedAsPlain(t *testing.T) {
	lines := linesIn(t, "../../testdata/pages", "../articles")
	random := rand.New(rand.NewPCG(5, 6))
	for name, g := range guarded() {
		if !g.IsGuarded() {
			t.Errorf("%s has no word that a match needs", name)
		}
		plain := g.Regexp
		parts := strings.FieldsFunc(g.String(), func(r rune) bool { return strings.ContainsRune(`|()?:[]{}^$\+*`, r) })
		var made []string
		for range 500 {
			l := ""
			for range 1 + random.IntN(8) {
				l += parts[random.IntN(len(parts))]
			}
			made = append(made, l)
		}
		for _, l := range slices.Concat(made, lines) {
			if got, want := g.FindAllStringSubmatchIndex(l, -1), plain.FindAllStringSubmatchIndex(l, -1); !reflect.DeepEqual(got, want) {
				t.Errorf("%s in %q: %v, the plain expression %v", name, l, got, want)
			}
			if got, want := g.MatchString(l), plain.MatchString(l); got != want {
				t.Errorf("%s in %q: %t, the plain expression %t", name, l, got, want)
			}
		}
	}
}

// linesIn are the different lines of the files in directories, each at most 2,000 bytes.
func linesIn(t *testing.T, dirs ...string) []string {
	t.Helper()
	seen := map[string]bool{}
	var lines []string
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			for l := range strings.SplitSeq(string(b), "\n") {
				if l = l[:min(len(l), 2000)]; !seen[l] {
					seen[l] = true
					lines = append(lines, l)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(lines) < 1000 {
		t.Fatalf("only %d lines", len(lines))
	}
	return lines
}
