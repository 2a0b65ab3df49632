package precaution

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"shirube/internal/statement"
	"shirube/internal/statement/statementtest"
)

func sampleBook(t *testing.T) *Book {
	t.Helper()
	shelf, err := statementtest.Sample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return bookOf(t, shelf)
}

func bookOf(t *testing.T, shelf *statementtest.Shelf) *Book {
	t.Helper()
	m, err := NewMatcher(shelf.Lexicon())
	if err != nil {
		t.Fatal(err)
	}
	b := NewBook(m)
	for _, a := range shelf.Articles {
		b.Add(a)
	}
	b.Done()
	return b
}

// judgement is a line of testdata/judged.tsv.
type judgement struct {
	line               int
	level              string
	words              string
	condition, article string
}

var levels = map[string]Level{"none": Nothing, "allowed": Allowed, "mentioned": Mentioned, "caution": Caution, "excluded": Excluded}

func judgements(t *testing.T) []judgement {
	t.Helper()
	data, err := os.ReadFile("testdata/judged.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []judgement
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := append(strings.Split(line, "\t"), "")
		if _, ok := levels[f[2]]; !ok {
			t.Fatalf("line %d: %q is no level", i+1, f[2])
		}
		out = append(out, judgement{line: i + 1, condition: f[0], article: f[1], level: f[2], words: f[3]})
	}
	return out
}

// matchesIn are the sentences of an article that concern a condition.
func (b *Book) matchesIn(article, condition string) ([]Match, error) {
	c := b.Concept(condition)
	if c == nil {
		return nil, fmt.Errorf("%s cannot be ticked", condition)
	}
	for _, ch := range b.articles {
		if ch.ref.ID == article {
			return ch.matches([]concern{b.concern(Tick{Concept: c})}, everywhere)[0], nil
		}
	}
	return nil, fmt.Errorf("there is no article %s", article)
}

// Somebody who must not have a treatment must be shown the sentence that says so. What was
// found, and how much of it concerns them, is printed with -v.
func TestJudgedPrecautions(t *testing.T) {
	b := sampleBook(t)
	type pair struct{ condition, article string }
	judged := map[pair][]judgement{}
	var order []pair
	for _, j := range judgements(t) {
		p := pair{j.condition, j.article}
		if judged[p] == nil {
			order = append(order, p)
		}
		judged[p] = append(judged[p], j)
	}
	wanted, found, grave, graveFound, shown, right := 0, 0, 0, 0, 0, 0
	for _, p := range order {
		matches, err := b.matchesIn(p.article, p.condition)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range judged[p] {
			if j.level == "none" {
				continue
			}
			at := slices.IndexFunc(matches, func(m Match) bool { return strings.Contains(m.Sentence, j.words) })
			wanted++
			if at >= 0 {
				found++
			}
			least := levels[j.level]
			if least < Caution {
				if at < 0 {
					t.Errorf("line %d: %s in %s is not found: %s", j.line, p.condition, p.article, j.words)
				}
				continue
			}
			grave++
			if at >= 0 && slices.ContainsFunc(matches, func(m Match) bool { return strings.Contains(m.Sentence, j.words) && m.Level >= least }) {
				graveFound++
			} else {
				t.Errorf("line %d: %s in %s is not shown as %s: %s", j.line, p.condition, p.article, j.level, j.words)
			}
		}
		for _, m := range matches {
			if m.Level < Caution {
				continue
			}
			shown++
			if slices.ContainsFunc(judged[p], func(j judgement) bool { return j.level != "none" && strings.Contains(m.Sentence, j.words) }) {
				right++
			} else {
				t.Logf("not judged as concerning: %s in %s, level %d, %s: %s", p.condition, p.article, m.Level, m.Relation, m.Sentence)
			}
		}
	}
	t.Logf("%d pairs, %d sentences: found %d (%.3f); of %d that exclude or ask for care %d (recall %.3f); precision of those shown as such %d of %d (%.3f)",
		len(order), wanted, found, ratio(found, wanted), grave, graveFound, ratio(graveFound, grave), right, shown, ratio(right, shown))
	if len(order) < 60 || found < wanted || graveFound < grave {
		t.Error("a sentence that concerns somebody is not shown to them")
	}
	if ratio(right, shown) < 0.95 {
		t.Error("too much is shown that concerns nobody")
	}
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

var everywhere = statement.Scope{Now: time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)}
