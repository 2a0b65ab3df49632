package main

import (
	"fmt"
	"io"

	"shirube/internal/bench"
)

// figure is a share of cases in which something holds.
type figure struct {
	what      string
	bound     float64
	of, holds int
	lost      []string
}

// add counts a case; what says which, where it does not hold.
func (f *figure) add(holds bool, what func() string) {
	f.of++
	if holds {
		f.holds++
		return
	}
	f.lost = append(f.lost, what())
}

func (f *figure) share() float64 {
	if f.of == 0 {
		return 0
	}
	return float64(f.holds) / float64(f.of)
}

func (f *figure) line() bench.Line {
	return bench.Line{What: fmt.Sprintf("%s, of %d", f.what, f.of), Got: f.share(), Bound: f.bound}
}

func (f *figure) writeLost(w io.Writer) {
	if len(f.lost) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s: %d lost\n", f.what, len(f.lost))
	for _, l := range f.lost {
		fmt.Fprintln(w, "  ", l)
	}
}
