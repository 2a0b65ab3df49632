package generate

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"shirube/internal/bench"
)

func sources() []bench.Passage {
	return []bench.Passage{
		{Title: "灯台の話", Text: "岬の灯台は1874年に建てられた。レンズはフランスから運ばれた。夜は沖の船を照らす。"},
		{Title: "市場の話", Text: "朝の市場には魚が並ぶ。サーモンとイワシが人気である。3時間で売り切れる。"},
		{Title: "山の話", Text: "山頂までは5時間かかる。途中のロッジで休む。"},
	}
}

func generated(t *testing.T, n int, seed uint64) []bench.Passage {
	t.Helper()
	out, err := Passages(sources(), n, seed)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Figures of two days, and of two sizes, are of the same passages.
func TestTheSameSeedMakesTheSamePassages(t *testing.T) {
	all := generated(t, 200, 1)
	if !slices.Equal(all, generated(t, 200, 1)) || !slices.Equal(all[:50], generated(t, 50, 1)) {
		t.Error("the same seed made other passages")
	}
	if slices.Equal(all, generated(t, 200, 2)) {
		t.Error("another seed made the same passages")
	}
	ids := map[string]bool{}
	for _, p := range all {
		if ids[p.ID] = true; p.Title == "" || len([]rune(p.Text)) < 20 {
			t.Errorf("passage %+v", p)
		}
	}
	if len(ids) != len(all) {
		t.Errorf("%d ids of %d passages", len(ids), len(all))
	}
}

// A search over passages whose words are all alike, or none of them rare, is not
// that of a large collection.
func TestWordsAreUnequalAndNewOnesComeIn(t *testing.T) {
	counts := map[string]int{}
	names := func(passages []bench.Passage) map[string]bool {
		out := map[string]bool{}
		for _, p := range passages {
			for _, w := range strings.FieldsFunc(p.Text, func(r rune) bool { return r < 'ァ' || r > 'ー' }) {
				out[w] = true
			}
		}
		return out
	}
	all := generated(t, 2000, 1)
	for _, p := range all {
		counts[p.Title]++
	}
	if few, many := len(names(all[:500])), len(names(all)); many < 2*few {
		t.Errorf("%d names in 500 passages, %d in 2,000", few, many)
	}
	invented := 0
	for name := range names(all) {
		if !slices.ContainsFunc(sources(), func(p bench.Passage) bool { return strings.Contains(p.Text, name) }) {
			invented++
		}
	}
	if invented < 200 {
		t.Errorf("%d invented names", invented)
	}
	if len(counts) != 3 || slices.Max([]int{counts["灯台の話"], counts["市場の話"], counts["山の話"]}) < 2000*4/10 {
		t.Errorf("subjects %v", counts)
	}
}

func TestZipf(t *testing.T) {
	z := zipf{n: 1000, s: 0.9}
	r := rand.New(rand.NewPCG(1, 1))
	counts := make([]int, z.n)
	for range 100_000 {
		counts[z.draw(r)]++
	}
	// p(rank 1) / p(rank 10) = 10^0.9 in the limit; near enough for the integral.
	if ratio := float64(counts[0]) / float64(counts[9]); ratio < 4 || ratio > 10 {
		t.Errorf("the first rank is drawn %.1f times as often as the tenth", ratio)
	}
	if counts[999] == 0 && counts[998] == 0 && counts[997] == 0 {
		t.Error("the last ranks are never drawn")
	}
}

func TestNamesOfDifferentRanksDiffer(t *testing.T) {
	seen := map[string]int{}
	for rank := range 50_000 {
		name := invented(rank)
		if before, twice := seen[name]; twice {
			t.Fatalf("%s is the name of rank %d and %d", name, before, rank)
		}
		seen[name] = rank
	}
}
