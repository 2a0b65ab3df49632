package chart

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/go-analyze/charts"
)

// shapes are the elements and the texts of an SVG, which must be well formed.
func shapes(t *testing.T, svg []byte) (elements map[string]int, texts []string, attributes map[string]bool) {
	t.Helper()
	elements, attributes = map[string]int{}, map[string]bool{}
	in := xml.NewDecoder(strings.NewReader(string(svg)))
	inText := false
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return elements, texts, attributes
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		switch e := token.(type) {
		case xml.StartElement:
			elements[e.Name.Local]++
			inText = e.Name.Local == "text"
			for _, a := range e.Attr {
				attributes[a.Name.Local] = true
			}
		case xml.EndElement:
			inText = false
		case xml.CharData:
			if inText {
				texts = append(texts, string(e))
			}
		}
	}
}

// Whatever people typed is drawn as text, and nothing but text: no element, no style, no
// address gets into a picture, and no control character turns a line around.
func TestHostileLabelsAreText(t *testing.T) {
	hostile := []string{
		`<script>alert(1)</script>`, `"><image href="https://example.com/x"/>`, `]]><style>*{}</style>`, "&lt;b&gt;&amp;", "\x00\x1b[31m\u202eevil\u2066", "\xff\xfe",
		`' onload='alert(1)`, "</text></svg><svg onload=alert(1)>", strings.Repeat("長", 5000), "",
	}
	values := make([]float64, len(hostile))
	for i := range values {
		values[i] = float64(i)
	}
	named := []Series{{hostile[0], values}, {hostile[7], values}}
	for name, draw := range map[string]func() ([]byte, error){
		"line":    func() ([]byte, error) { return Line(hostile, named, Options{}) },
		"bars":    func() ([]byte, error) { return Bars(hostile, named[0], Options{}) },
		"stacked": func() ([]byte, error) { return Stacked(hostile, named, Options{Width: Narrow}) },
	} {
		svg, err := draw()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		elements, texts, attributes := shapes(t, svg)
		for e := range elements {
			if e != "svg" && e != "path" && e != "circle" && e != "text" {
				t.Errorf("%s: an element <%s>", name, e)
			}
		}
		for a := range attributes {
			if strings.HasPrefix(a, "on") || a == "style" || a == "href" || a == "class" {
				t.Errorf("%s: an attribute %s", name, a)
			}
		}
		all := strings.Join(texts, "\n")
		if !strings.Contains(all, "<script>") || strings.ContainsAny(all, "\u202e\u2066\x1b") || elements["svg"] != 1 || len(all) > 2000 {
			t.Errorf("%s: %q", name, all)
		}
	}
}

// Every bar has its label and its value, in the order that was given.
func TestBarsSayTheirValues(t *testing.T) {
	svg, err := Bars([]string{"しみ", "ダウンタイム"}, Series{"検索", []float64{1234, 5}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, texts, _ := shapes(t, svg)
	all := strings.Join(texts, "|")
	for _, want := range []string{"しみ", "ダウンタイム", "1,234", "5"} {
		if !strings.Contains("|"+all+"|", "|"+want+"|") {
			t.Errorf("%q is not in %s", want, all)
		}
	}
	at := func(label string) string {
		before, _, _ := strings.Cut(string(svg), ">"+label+"<")
		_, place, _ := strings.Cut(before[strings.LastIndex(before, "<text"):], ` y="`)
		place, _, _ = strings.Cut(place, `"`)
		return place
	}
	if first, second := at("しみ"), at("ダウンタイム"); len(first) > len(second) || first >= second && len(first) == len(second) {
		t.Errorf("the first bar is at %s, the second at %s", first, second)
	}
}

// What is not known leaves a gap; what is no value at all draws nothing and breaks nothing.
func TestUnknownValues(t *testing.T) {
	odd := []float64{1, math.NaN(), 3, math.Inf(1), -5, 2}
	days := []string{"1", "2", "3", "4", "5", "6"}
	for name, draw := range map[string]func() ([]byte, error){
		"line":    func() ([]byte, error) { return Line(days, []Series{{"a", odd}}, Options{}) },
		"bars":    func() ([]byte, error) { return Bars(days, Series{"a", odd}, Options{}) },
		"stacked": func() ([]byte, error) { return Stacked(days, []Series{{"a", odd}, {"b", odd}}, Options{Percent: true}) },
		"zero":    func() ([]byte, error) { return Line(days, []Series{{"a", make([]float64, 6)}}, Options{}) },
		"one":     func() ([]byte, error) { return Line(days[:1], []Series{{"a", odd[:1]}}, Options{}) },
	} {
		svg, err := draw()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		shapes(t, svg)
		for _, bad := range []string{"NaN", "Inf", "e+", "2147483647"} {
			if strings.Contains(string(svg), bad) {
				t.Errorf("%s: %s in %s", name, bad, svg)
			}
		}
	}
	for want, err := range map[error]error{
		ErrEmpty:   second(Line(nil, nil, Options{})),
		ErrShape:   second(Bars(days, Series{"a", odd[:2]}, Options{})),
		ErrTooMuch: second(Bars(make([]string, MaxBars+1), Series{"a", make([]float64, MaxBars+1)}, Options{})),
	} {
		if !errors.Is(err, want) {
			t.Errorf("%v, not %v", err, want)
		}
	}
}

func second(_ []byte, err error) error { return err }

// Counts are read off whole numbers, shares off whole percents.
func TestAxis(t *testing.T) {
	for _, tc := range []struct {
		highest float64
		percent bool
		top     string
	}{{0, false, "1"}, {1, false, "1"}, {3, false, "3"}, {7, false, "8"}, {23, false, "25"}, {999, false, "1,000"}, {1001, false, "1,500"}, {0.3, true, "30%"}, {0.031, true, "4%"}, {1, true, "100%"}} {
		a := axisOf(tc.highest, 5, tc.percent)
		if got := a.format(a.top); got != tc.top || a.top < tc.highest || a.steps > 5 {
			t.Errorf("%v: %s in %d steps, not %s", tc.highest, got, a.steps, tc.top)
		}
	}
}

// The library lays Japanese out as wide as it is: with a font that knows none it would run
// into what stands beside it.
func TestWidths(t *testing.T) {
	p := newPlot(Options{Height: 100})
	painter := p.painter()
	for text, want := range map[string]int{"ダウンタイム": 6 * fontSize, "ｶﾅ12": int(math.Ceil(4 * fontSize * 0.58)), "𠮷": fontSize} {
		if got := painter.MeasureText(text, 0, p.font(p.colors.ink)).Width(); got < want-1 || got > want+1 {
			t.Errorf("%s is %d wide, not %d", text, got, want)
		}
	}
}

// Colours stand out from the page, and from one another also for who sees no red or no green.
func TestPalettes(t *testing.T) {
	for theme, surfaces := range map[Theme][]charts.Color{
		Light: {charts.ColorRGB(255, 255, 255), charts.ColorRGB(0xf7, 0xf6, 0xf2)},
		Dark:  {charts.ColorRGB(0x1c, 0x23, 0x26), charts.ColorRGB(0x14, 0x19, 0x1b)},
	} {
		p := paletteOf(theme)
		for _, s := range surfaces {
			for i, c := range p.series {
				if got := contrast(c, s); got < 3 {
					t.Errorf("%s: colour %d has a contrast of %.2f", theme, i, got)
				}
			}
			if contrast(p.soft, s) < 4.5 || contrast(p.ink, s) < 7 {
				t.Errorf("%s: labels are too faint", theme)
			}
		}
		for kind, seen := range map[string][3][3]float64{
			"all":          {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
			"protanopia":   {{0.152, 1.053, -0.205}, {0.115, 0.786, 0.099}, {-0.004, -0.048, 1.052}},
			"deuteranopia": {{0.367, 0.861, -0.228}, {0.280, 0.673, 0.047}, {-0.012, 0.043, 0.969}},
		} {
			// More than four lines or parts nobody tells apart by colour; those have shapes, order and a table.
			for i := range 4 {
				for j := range i {
					if d := distance(lab(p.series[i], seen), lab(p.series[j], seen)); d < 18 {
						t.Errorf("%s: colours %d and %d are %.0f apart (%s)", theme, j, i, d, kind)
					}
				}
			}
		}
	}
}

func linear(c charts.Color) [3]float64 {
	var out [3]float64
	for i, v := range []uint8{c.R, c.G, c.B} {
		if f := float64(v) / 255; f <= 0.04045 {
			out[i] = f / 12.92
		} else {
			out[i] = math.Pow((f+0.055)/1.055, 2.4)
		}
	}
	return out
}

func contrast(a, b charts.Color) float64 {
	light := func(c charts.Color) float64 { l := linear(c); return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2] }
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func lab(c charts.Color, seen [3][3]float64) [3]float64 {
	times := func(m [3][3]float64, v [3]float64) (out [3]float64) {
		for i := range m {
			for j := range v {
				out[i] += m[i][j] * v[j]
			}
		}
		return out
	}
	rgb := times(seen, linear(c))
	for i := range rgb {
		rgb[i] = min(max(rgb[i], 0), 1)
	}
	xyz := times([3][3]float64{{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}, rgb)
	var f [3]float64
	for i, white := range []float64{0.9505, 1, 1.089} {
		if v := xyz[i] / white; v > 0.008856 {
			f[i] = math.Cbrt(v)
		} else {
			f[i] = 7.787*v + 16.0/116
		}
	}
	return [3]float64{116*f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])}
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}

// However few labels have room, the last one, of days the present one, is among them.
func TestTheLastLabelStays(t *testing.T) {
	for n := 1; n < 100; n++ {
		labels := make([]string, n)
		for i := range labels {
			labels[i] = "11/23"
		}
		if out := thinned(320, labels); out[n-1] == "" {
			t.Errorf("of %d labels the last is left out", n)
		}
	}
}
