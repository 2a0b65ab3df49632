package main

import (
	"fmt"
	"math"
	"strings"
)

// The measures of the diagram in pixels.
const (
	side   = 320 // of the square
	margin = 48
)

// diagram draws the reliability diagram: for each step of confidence the share of the
// passages that answers, a circle as large as there are passages. On the diagonal the
// confidence is what it says.
func diagram(queries []query, confidence [][]float64) []byte {
	table, _, all := binned(queries, confidence)
	x := func(v float64) float64 { return margin + v*side }
	y := func(v float64) float64 { return margin/2 + (1-v)*side }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="%[2]d" viewBox="0 0 %[1]d %[2]d" font-family="sans-serif" font-size="11">`,
		side+2*margin, side+2*margin)
	b.WriteString(`<rect width="100%" height="100%" fill="white"/>`)
	for i := range bins/2 + 1 {
		v := float64(2*i) / bins
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#ddd"/><text x="%.1f" y="%.1f" text-anchor="end">%.1f</text>`,
			x(0), y(v), x(1), y(v), x(0)-6, y(v)+4, v)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle">%.1f</text>`, x(v), y(0)+16, v)
	}
	fmt.Fprintf(&b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="#888" stroke-dasharray="4 3"/>`, x(0), y(0), x(1), y(1))
	for _, step := range table {
		if step.found > 0 {
			r := 3 + 22*math.Sqrt(float64(step.found)/float64(all))
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="#2563a8" fill-opacity="0.55"><title>%d passages</title></circle>`,
				x(step.mean()), y(step.share()), r, step.found)
		}
	}
	fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle">mean confidence</text>`, x(0.5), y(0)+34)
	fmt.Fprintf(&b, `<text transform="translate(14 %.1f) rotate(-90)" text-anchor="middle">share that answers</text>`, y(0.5))
	b.WriteString("</svg>\n")
	return []byte(b.String())
}
