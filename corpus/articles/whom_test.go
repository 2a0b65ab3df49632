package articles_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
)

var (
	listItem  = regexp.MustCompile(`(?m)^\s*[-・]\s*(.+)$`)
	inBracket = regexp.MustCompile(`（[^（）]*）`)
	namesWhom = regexp.MustCompile(`(?:方|人)(?:には|は.*|：.*|。)?$`)
)

// A point of a list of who cannot be treated that gives no contraindication is a
// warning that no filter and no search by name will find.
func TestEveryPointOnWhomIsAContraindication(t *testing.T) {
	points := 0
	for _, a := range readEmbedded(t) {
		for _, s := range a.Sections {
			if s.Kind != corpus.KindPrecautions {
				continue
			}
			for _, m := range listItem.FindAllStringSubmatch(s.Text, -1) {
				first, _, _ := strings.Cut(m[1], "。")
				if !namesWhom.MatchString(inBracket.ReplaceAllString(first, "")) {
					continue
				}
				points++
				if !slices.ContainsFunc(a.Contraindications, func(c corpus.Claim) bool {
					return c.Section == s.ID && strings.Contains(m[1], strings.TrimRight(c.Sentence, "。")) || strings.Contains(c.Sentence, first)
				}) {
					t.Errorf("%s, %s: %s", a.ID, s.Heading, m[1])
				}
			}
		}
	}
	if points < 100 {
		t.Errorf("only %d points were looked at", points)
	}
}
