package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"shirube/internal/bench"
)

// size is an index with what questions took there.
type size struct {
	passages  int
	megabytes float64 // on disk
	terms     int     // different ones
	all       *bench.Pass
	byLength  []*bench.Pass // in the order of lengths
}

// report is all sizes, the least first.
type report struct{ sizes []size }

// write prints the tables as Markdown.
func (r *report) write(w io.Writer) {
	share := func(p *bench.Pass) float64 { return 100 * p.Read / math.Max(p.Postings, 1) }
	fmt.Fprint(w, "\n| passages | index | terms | p50 | p99 | slowest | allocations | allocated | postings of the words | read |\n")
	fmt.Fprintln(w, "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	for i := range r.sizes {
		s := &r.sizes[i]
		p := s.all
		fmt.Fprintf(w, "| %d | %.0f MB | %d | %.2f ms | %.2f ms | %.1f ms | %.0f | %.0f KiB | %.0f | %.0f (%.1f%%) |\n",
			s.passages, s.megabytes, s.terms, p.P(0.50), p.P(0.99), p.P(1), p.Allocations, p.KiB, p.Postings, p.Read, share(p))
	}
	last := &r.sizes[len(r.sizes)-1]
	fmt.Fprintf(w, "\n| words, %d passages | p50 | p99 | allocations | postings of the words | read |\n| --- | --- | --- | --- | --- | --- |\n", last.passages)
	for i, n := range lengths() {
		p := last.byLength[i]
		fmt.Fprintf(w, "| %d | %.2f ms | %.2f ms | %.0f | %.0f | %.0f (%.1f%%) |\n", n, p.P(0.50), p.P(0.99), p.Allocations, p.Postings, p.Read, share(p))
	}
	fmt.Fprintln(w)
}

// lines are what the largest index must keep, when it is the one they are about.
func (r *report) lines() []bench.Line {
	last := &r.sizes[len(r.sizes)-1]
	if last.passages < lined {
		return nil
	}
	what := fmt.Sprintf("%d passages, ten hits, all facets: ", last.passages)
	return []bench.Line{
		{What: what + "p50", Got: last.all.P(0.50), Bound: mostP50, Most: true, Unit: " ms"},
		{What: what + "p99", Got: last.all.P(0.99), Bound: mostP99, Most: true, Unit: " ms"},
	}
}

// The picture: two plots side by side, both axes logarithmic.
const (
	plotWidth, plotHeight = 300, 200
	margin                = 56
)

// draw is the growth of p50 and p99 with the passages and with the words, as SVG.
func (r *report) draw() []byte {
	last := &r.sizes[len(r.sizes)-1]
	bySize := plot{title: "passages"}
	for i := range r.sizes {
		bySize.add(float64(r.sizes[i].passages), r.sizes[i].all)
	}
	byLength := plot{title: fmt.Sprintf("words of the question, %d passages", last.passages)}
	for i, n := range lengths() {
		byLength.add(float64(n), last.byLength[i])
	}
	var b strings.Builder
	width, height := 2*(plotWidth+2*margin), plotHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`, width, height, width, height)
	fmt.Fprintf(&b, "\n<title>How the time of a query grows</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", width, height)
	bySize.draw(&b, margin)
	byLength.draw(&b, margin+plotWidth+2*margin)
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// plot is p50 and p99 over something.
type plot struct {
	title       string
	x, p50, p99 []float64
}

func (p *plot) add(x float64, took *bench.Pass) {
	p.x, p.p50, p.p99 = append(p.x, x), append(p.p50, math.Max(took.P(0.50), 0.01)), append(p.p99, math.Max(took.P(0.99), 0.01))
}

// scale maps values to pixels by their logarithms.
type scale struct{ low, high, from, to float64 }

// newScale covers the values, to the powers of ten around them where whole.
func newScale(values []float64, from, to float64, whole bool) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = math.Min(low, math.Log10(v)), math.Max(high, math.Log10(v))
	}
	if whole {
		low, high = math.Floor(low), math.Ceil(high)
	}
	if high <= low {
		high = low + 1
	}
	return scale{low, high, from, to}
}

func (s scale) at(v float64) float64 {
	return s.from + (math.Log10(v)-s.low)/(s.high-s.low)*(s.to-s.from)
}

func (p *plot) draw(b *strings.Builder, left float64) {
	const bottom, right = margin + plotHeight, plotWidth
	xs := newScale(p.x, left, left+right, false)
	ys := newScale(append(append([]float64{}, p.p50...), p.p99...), bottom, margin, true)
	fmt.Fprintf(b, "<rect x=\"%.0f\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>\n", left, margin, plotWidth, plotHeight)
	for e := ys.low; e <= ys.high; e++ {
		v := math.Pow(10, e)
		fmt.Fprintf(b, "<path d=\"M%.0f %.1fh%d\" stroke=\"#ddd\"/><text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%g ms</text>\n", left, ys.at(v), plotWidth, left-6, ys.at(v)+4, v)
	}
	for _, x := range p.x {
		fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%g</text>\n", xs.at(x), bottom+16, x)
	}
	fmt.Fprintf(b, "<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", left+right/2, bottom+36, p.title)
	for _, c := range []struct {
		name, colour string
		values       []float64
	}{{"p50", "#1f6f8b", p.p50}, {"p99", "#b5452c", p.p99}} {
		var points []string
		for i, x := range p.x {
			points = append(points, fmt.Sprintf("%.1f,%.1f", xs.at(x), ys.at(c.values[i])))
		}
		end := len(p.x) - 1
		fmt.Fprintf(b, "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n", strings.Join(points, " "), c.colour)
		fmt.Fprintf(b, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>\n", xs.at(p.x[end])+5, ys.at(c.values[end])+4, c.colour, c.name)
	}
}
