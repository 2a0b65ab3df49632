// Package chart draws the charts of the console, on the server, as SVG that an <img> shows:
// lines over time, horizontal bars, and bars stacked of several parts. Typed series go in,
// bytes come out; a library lays them out and draws them. What comes out holds nothing but
// shapes and text, needs no style sheet, no script and no font of its own, and is labelled in
// whatever fonts the reader has. Labels are text, whatever stands in them.
//
// It leaves to its callers what is counted, who may see it, and the table beside every
// chart: a chart never is the only place where a figure stands.
package chart

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-analyze/charts"
)

// Theme is the background that a chart is seen on.
type Theme string

// The themes.
const (
	Light Theme = "light"
	Dark  Theme = "dark"
)

// Widths of charts, in CSS pixels: of a page, of half a page, and of a telephone. Text is as
// large in all.
const (
	Wide   = 720
	Half   = 500
	Narrow = 360
)

// LineHeight is the height of a line chart, in CSS pixels, unless another one is asked for.
const LineHeight = 240

const barHeight, barFrame, legendHeight = 26, 40, 26

// BarsHeight is the height of so many bars, in CSS pixels.
func BarsHeight(bars int) int { return barFrame + barHeight*bars }

// StackedHeight is the height of so many bars of several parts, as they are wide.
func StackedHeight(bars int) int { return BarsHeight(bars) + legendHeight }

// Limits of what is drawn: beyond them a picture says less than its table.
const (
	MaxSeries = 8
	MaxPoints = 400 // of a line
	MaxBars   = 40
)

// Errors of what cannot be drawn.
var (
	// ErrEmpty: there is nothing to draw.
	ErrEmpty = errors.New("chart: no values")
	// ErrTooMuch: more series, points or bars than the limits.
	ErrTooMuch = errors.New("chart: too much for one picture")
	// ErrShape: a series has not one value a label.
	ErrShape = errors.New("chart: a series needs one value for every label")
)

// Series is a row of values, one a label. NaN: it is not known, and a line has a gap there.
type Series struct {
	Name   string
	Values []float64
}

// Options are how a chart looks. The zero value is wide, light, with counts.
type Options struct {
	Theme   Theme
	Width   int  // in CSS pixels; 0: Wide
	Height  int  // of a line chart; 0: by its width. Bars are as high as they are many
	Percent bool // values are shares from 0 to 1, and written as percent
}

// Line draws series over labels in order, such as days. It thins the labels out where
// they have no room.
func Line(labels []string, series []Series, o Options) ([]byte, error) {
	if err := check(labels, series, MaxPoints); err != nil {
		return nil, err
	}
	p := newPlot(o)
	if o.Height == 0 {
		p.height = LineHeight
	}
	axis := axisOf(highest(series), 5, o.Percent)
	opt := charts.LineChartOption{
		Theme: p.theme, Padding: charts.NewBox(4, 8, 16, 4), LineStrokeWidth: 2,
		XAxis: charts.CategoryAxisOption{
			Labels: thinned(p.width, shortened(labels, 12)), LabelFontStyle: p.font(p.colors.soft), LabelCount: len(labels), BoundaryGap: charts.Ptr(len(labels) == 1),
		},
		YAxis:  []charts.ValueAxisOption{p.values(axis)},
		Legend: p.legend(series),
		Symbol: charts.Symbol{Shape: charts.SymbolNone},
	}
	shapes := []charts.SymbolShape{charts.SymbolDot, charts.SymbolSquare, charts.SymbolDiamond, charts.SymbolCircle}
	for i, s := range series {
		line := charts.LineSeries{Values: known(s.Values), Name: shorten(s.Name, 24)}
		// Shapes tell lines apart where colours do not; of many points they would make a mess.
		if len(labels) <= 45 {
			line.Symbol = charts.Symbol{Shape: shapes[i%len(shapes)], Size: 3}
		}
		opt.SeriesList = append(opt.SeriesList, line)
	}
	painter := p.painter()
	if err := painter.LineChart(opt); err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return p.svg(painter)
}

// Bars draws one horizontal bar a label, the first on top, each with its value.
func Bars(labels []string, s Series, o Options) ([]byte, error) {
	return bars(labels, []Series{s}, o)
}

// Stacked draws one horizontal bar a label, made of one part a series.
func Stacked(labels []string, series []Series, o Options) ([]byte, error) {
	return bars(labels, series, o)
}

func bars(labels []string, series []Series, o Options) ([]byte, error) {
	if err := check(labels, series, MaxBars); err != nil {
		return nil, err
	}
	p := newPlot(o)
	p.height = BarsHeight(len(labels))
	stacked := len(series) > 1
	if stacked {
		p.height = StackedHeight(len(labels))
		if p.width < Half {
			p.height += legendHeight // it takes two lines
		}
	}
	length := 22 // characters of a label
	if p.width < Wide {
		length = p.width / 33
	}
	top := highest(series)
	if stacked {
		top = highest([]Series{sum(series)})
	}
	steps := max(2, p.width/144)
	axis := axisOf(top, steps, o.Percent)
	names := shortened(labels, length)
	for _, name := range names {
		p.ends[name] = true
	}
	opt := charts.BarChartOption{
		Theme: p.theme, Padding: charts.NewBox(4, 4, 24, 4), Horizontal: true, StackSeries: charts.Ptr(stacked), BarSize: 0.62,
		CategoryAxis:   charts.CategoryAxisOption{Labels: reversed(names), LabelFontStyle: p.font(p.colors.ink)},
		ValueAxis:      []charts.ValueAxisOption{p.values(axis)},
		ValueFormatter: axis.format,
	}
	if stacked {
		opt.Legend = p.legend(series)
	} else {
		opt.Legend = charts.LegendOption{Show: charts.Ptr(false)}
		opt.Padding.Right = 64                    // of the value beside the longest bar
		opt.ValueAxis[0].Show = charts.Ptr(false) // each bar says its value
		opt.ValueAxis[0].SplitLineShow = charts.Ptr(false)
	}
	for _, s := range series {
		bar := charts.BarSeries{Values: reversed(whole(s.Values)), Name: shorten(s.Name, 24)}
		if !stacked {
			bar.Label = charts.SeriesLabel{Show: charts.Ptr(true), FontStyle: p.font(p.colors.ink), ValueFormatter: axis.format}
		}
		opt.SeriesList = append(opt.SeriesList, bar)
	}
	painter := p.painter()
	if err := painter.BarChart(opt); err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return p.svg(painter)
}

// check reports what cannot be drawn.
func check(labels []string, series []Series, most int) error {
	if len(labels) == 0 || len(series) == 0 {
		return ErrEmpty
	}
	if len(series) > MaxSeries || len(labels) > most {
		return fmt.Errorf("%w: %d series over %d labels", ErrTooMuch, len(series), len(labels))
	}
	for _, s := range series {
		if len(s.Values) != len(labels) {
			return fmt.Errorf("%w: %d values, %d labels", ErrShape, len(s.Values), len(labels))
		}
	}
	return nil
}

// highest is the highest value that is known, at least 0.
func highest(series []Series) float64 {
	top := 0.0
	for _, s := range series {
		for _, v := range whole(s.Values) {
			top = max(top, v)
		}
	}
	return top
}

func sum(series []Series) Series {
	all := Series{Values: make([]float64, len(series[0].Values))}
	for _, s := range series {
		for i, v := range whole(s.Values) {
			all.Values[i] += v
		}
	}
	return all
}

// isKnown is whether a value can be drawn: counts and shares are never negative.
func isKnown(v float64) bool { return v >= 0 && v <= math.MaxInt32 }

// known are values with what is not known as the library writes it.
func known(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v
		if !isKnown(v) {
			out[i] = charts.GetNullValue()
		}
	}
	return out
}

// whole are values with what is not known as 0: a bar that is not there.
func whole(values []float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		if isKnown(v) {
			out[i] = v
		}
	}
	return out
}

// Reversed: the library draws bars from below.
func reversed[T any](list []T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[len(list)-1-i] = v
	}
	return out
}

// axis is the scale of values: from 0 in steps that people count in.
type axis struct {
	top   float64
	steps int
	share bool
}

// axisOf is the scale of so many steps at most on which a value has room.
func axisOf(highest float64, most int, percent bool) axis {
	unit := 1.0
	if percent {
		unit = 0.01
	}
	for {
		for _, of := range []float64{1, 2, 5} {
			if step := unit * of; step*float64(most) >= highest {
				steps := max(int(math.Ceil(highest/step-1e-9)), 1)
				return axis{step * float64(steps), steps, percent}
			}
		}
		unit *= 10
	}
}

func (a axis) format(v float64) string {
	if a.share {
		return strconv.FormatFloat(math.Round(v*1000)/10, 'f', -1, 64) + "%"
	}
	return grouped(int64(math.Round(v)))
}

func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// ContentType of a chart.
const ContentType = "image/svg+xml; charset=utf-8"

// Policy is the Content-Security-Policy of a chart that is opened as a page of its own: it may
// do nothing but be seen.
const Policy = "default-src 'none'; frame-ancestors 'none'; sandbox"

// OptionsOf reads the look of a chart from a query string: theme=dark, size=half or narrow.
func OptionsOf(get func(name string) string) Options {
	o := Options{Theme: Light, Width: Wide}
	if get("theme") == string(Dark) {
		o.Theme = Dark
	}
	switch get("size") {
	case "half":
		o.Width = Half
	case "narrow":
		o.Width = Narrow
	}
	return o
}

// shortened are labels of so many characters at most.
func shortened(labels []string, most int) []string {
	out := make([]string, len(labels))
	for i, l := range labels {
		out[i] = shorten(l, most)
	}
	return out
}

// thinned are labels with those left empty that would touch others. The last one stays: of days it
// is the present one, which people look for.
func thinned(width int, labels []string) []string {
	longest := 0.0
	for _, l := range labels {
		longest = max(longest, widthOf(l))
	}
	room := max(2, int(float64(width-64)/((longest+1.5)*fontSize)))
	step := (len(labels) + room - 1) / room
	out := make([]string, len(labels))
	for i := (len(labels) - 1) % step; i < len(labels); i += step {
		out[i] = labels[i]
	}
	return out
}

// shorten cuts a label to what has room, in widths of a character of Japanese, and takes out
// what would turn or break the line.
func shorten(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r':
			return ' '
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	if widthOf(s) <= float64(most) {
		return s
	}
	room := float64(most) - 1
	for i, r := range s {
		if room -= widthOf(string(r)); room < 0 {
			return s[:i] + "…"
		}
	}
	return s
}
