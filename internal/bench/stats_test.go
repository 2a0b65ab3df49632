package bench

import (
	"math"
	"testing"
)

func TestPercentile(t *testing.T) {
	values := []float64{40, 10, 30, 20}
	for _, c := range []struct{ p, want float64 }{{0, 10}, {0.25, 10}, {0.26, 20}, {0.5, 20}, {0.99, 40}, {1, 40}} {
		if got := Percentile(values, c.p); got != c.want {
			t.Errorf("Percentile(%g) = %g, want %g", c.p, got, c.want)
		}
	}
	if got := Percentile(nil, 0.5); got != 0 {
		t.Errorf("Percentile of nothing = %g", got)
	}
	if values[0] != 40 {
		t.Error("Percentile changed its argument")
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 9}, 3}} {
		if got := Median(c.values); got != c.want {
			t.Errorf("Median(%v) = %g, want %g", c.values, got, c.want)
		}
	}
}

// Of all 2⁴ ways to sign four equal differences, two are as far from 0 as the
// observed one.
func TestRandomisationIsExactInTheLimit(t *testing.T) {
	got := Randomisation([]float64{1, 1, 1, 1}, 100_000)
	if want := 2.0 / 16; math.Abs(got-want) > 0.005 {
		t.Errorf("p = %g, want about %g", got, want)
	}
}

func TestRandomisationTellsChanceFromDifference(t *testing.T) {
	var better, balanced []float64
	for i := range 200 {
		better = append(better, 0.1)
		balanced = append(balanced, 0.1-0.2*float64(i%2))
	}
	if p := Randomisation(better, 1000); p != 1.0/1001 {
		t.Errorf("always better: p = %g, want the least there is", p)
	}
	if p := Randomisation(balanced, 1000); p != 1 {
		t.Errorf("no difference in the mean: p = %g, want 1", p)
	}
}

func TestLine(t *testing.T) {
	for _, c := range []struct {
		line Line
		want bool
	}{
		{Line{Got: 0.6, Bound: 0.6}, true},
		{Line{Got: 0.59, Bound: 0.6}, false},
		{Line{Got: 30, Bound: 30, Most: true}, true},
		{Line{Got: 31, Bound: 30, Most: true}, false},
	} {
		if got := c.line.Holds(); got != c.want {
			t.Errorf("%v: Holds = %t", c.line, got)
		}
	}
}
