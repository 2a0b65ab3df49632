package chart

import (
	"fmt"

	"github.com/go-analyze/charts"
	"github.com/golang/freetype/truetype"
)

// fontSize of labels, in CSS pixels.
const fontSize = 12

// pointsOf: the library counts in points, of which a pixel at its resolution is 72/96.
const pointsOf = 0.75

// palette is the colours of a theme, chosen so that each has a contrast of at least 3 to 1 with
// the page, and neighbours differ in lightness, not in hue alone: they are told apart also
// by who sees no red or no green.
type palette struct {
	ink, soft, line charts.Color
	series          []charts.Color
}

// paletteOf suits the colours of the console's pages.
func paletteOf(t Theme) palette {
	if t == Dark {
		return palette{
			ink: charts.ColorRGB(0xe6, 0xe9, 0xe8), soft: charts.ColorRGB(0xa8, 0xb2, 0xb4), line: charts.ColorRGB(0x36, 0x41, 0x45),
			series: colors(0x7cc7d0, 0xf2a65a, 0xb9a0f0, 0xfff1a0, 0x6f9df0, 0xf08fa0, 0x8fd694, 0xaab4b8),
		}
	}
	return palette{
		ink: charts.ColorRGB(0x20, 0x27, 0x2a), soft: charts.ColorRGB(0x5a, 0x64, 0x68), line: charts.ColorRGB(0xdc, 0xda, 0xd2),
		series: colors(0x14606b, 0xc8641b, 0x5b3f9c, 0x4a86e8, 0x8f7400, 0xa8324a, 0x3d8b41, 0x6b7478),
	}
}

func colors(hex ...uint32) []charts.Color {
	out := make([]charts.Color, len(hex))
	for i, h := range hex {
		out[i] = charts.ColorRGB(uint8(h>>16&0xff), uint8(h>>8&0xff), uint8(h&0xff)) // #nosec G115 -- masked
	}
	return out
}

// plot is what one chart is drawn with.
type plot struct {
	width, height int
	colors        palette
	theme         charts.ColorPalette
	widths        *truetype.Font
	ends          map[string]bool // labels that end before the bars, where they begin
	err           error
}

func newPlot(o Options) *plot {
	p := &plot{width: o.Width, height: o.Height, colors: paletteOf(o.Theme), ends: map[string]bool{}}
	if p.width == 0 {
		p.width = Wide
	}
	p.widths, p.err = widths()
	c := p.colors
	p.theme = charts.MakeTheme(charts.ThemeOption{
		IsDarkMode: o.Theme == Dark, AxisStrokeColor: c.line, AxisSplitLineColor: c.line, BackgroundColor: charts.ColorTransparent,
		TextColor: c.ink, TextColorLegend: c.ink, TextColorXAxis: c.soft, TextColorYAxis: c.soft, TextColorLabel: c.ink, SeriesColors: c.series,
	})
	return p
}

func (p *plot) painter() *charts.Painter {
	return charts.NewPainter(charts.PainterOptions{
		OutputFormat: charts.ChartOutputSVG, Width: p.width, Height: p.height, Font: p.widths, Theme: p.theme,
	})
}

func (p *plot) font(color charts.Color) charts.FontStyle {
	return charts.FontStyle{FontSize: fontSize * pointsOf, FontColor: color, Font: p.widths}
}

// values is the axis of values.
func (p *plot) values(a axis) charts.ValueAxisOption {
	return charts.ValueAxisOption{
		Min: charts.Ptr(0.0), Max: charts.Ptr(a.top), LabelCount: a.steps + 1, PreferNiceIntervals: charts.Ptr(false), RangeValuePaddingScale: charts.Ptr(0.0),
		LabelFontStyle: p.font(p.colors.soft), ValueFormatter: a.format, SplitLineShow: charts.Ptr(true),
	}
}

func (p *plot) legend(series []Series) charts.LegendOption {
	o := charts.LegendOption{FontStyle: p.font(p.colors.ink), Offset: charts.OffsetStr{Left: charts.PositionLeft}, Show: charts.Ptr(len(series) > 1)}
	for _, s := range series {
		o.SeriesNames = append(o.SeriesNames, shorten(s.Name, 24))
	}
	return o
}

// svg is what was painted, as it is sent.
func (p *plot) svg(painter *charts.Painter) ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	drawn, err := painter.Bytes()
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return clean(drawn, p.width, p.height, p.ends)
}
