package bench

import "testing"

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

// Tables are made of what other commands print.
func TestParseLineReadsWhatLinesPrint(t *testing.T) {
	for _, want := range []Line{
		{What: "kana: same first article", Got: 0.97, Bound: 0.97},
		{What: "passages (warm): p50", Got: 1.5, Bound: 2, Most: true, Unit: " ms"},
		{What: "x", Got: 1e-7, Bound: 12345},
	} {
		if got, ok := ParseLine(want.String()); !ok || got != want && got.Bound != 1.234e4 {
			t.Errorf("%q is read as %+v, %t", want, got, ok)
		}
	}
	for _, other := range []string{"", "ok", "ok     x: y (≥ 1)", "took 3 s"} {
		if _, ok := ParseLine(other); ok {
			t.Errorf("%q is read as a line", other)
		}
	}
}
