package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"shirube/corpus"
)

// verdict is the kind that a section was labelled with, and the one that was read; ""
// where the section was not found.
type verdict struct {
	want  string
	read  corpus.Kind
	right bool // the same, or one that is also right
}

// confuse notes how a labelled section was read.
func (p *page) confuse(want *goldSection, read corpus.Kind) {
	p.kinds = append(p.kinds, verdict{want.Kind, read, want.allows(read)})
}

// writeHidden prints how kinds were read without headings, on the pages that rules were
// written with and on those that were held back.
func writeHidden(w io.Writer, pages []page, worst int, heldToo bool) error {
	var b strings.Builder
	for _, held := range []bool{false, true} {
		var list []verdict
		for _, p := range pages {
			if p.Held == held {
				list = append(list, p.kinds...)
			}
		}
		if list != nil {
			fmt.Fprintf(&b, "held back: %v\n", held)
			writeConfusion(&b, list)
		}
	}
	writeFaults(&b, pages, worst, heldToo)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeConfusion prints, for each kind, how many of the sections labelled with it were
// read right, and as what the others were, most frequent first; and how many of those
// that were read as it are.
func writeConfusion(b *strings.Builder, verdicts []verdict) {
	kinds := map[string]bool{}
	for _, v := range verdicts {
		kinds[v.want] = true
	}
	right := 0
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		wrong := map[string]int{}
		recall, precision := tally{}, tally{}
		for _, v := range verdicts {
			if v.right && v.want == kind {
				recall.Right++
			}
			if string(v.read) == kind {
				precision.Of++
				if v.right {
					precision.Right++
				}
			}
			if v.want != kind {
				continue
			}
			recall.Of++
			if !v.right {
				wrong[cmp.Or(string(v.read), "not found")]++
			}
		}
		right += recall.Right
		others := slices.SortedFunc(maps.Keys(wrong), func(x, y string) int {
			return cmp.Or(cmp.Compare(wrong[y], wrong[x]), cmp.Compare(x, y))
		})
		for i, k := range others {
			others[i] = fmt.Sprintf("%s %d", k, wrong[k])
		}
		fmt.Fprintf(b, "%-12s found %-17s of those read so %-17s else %s\n", kind, newFigure(recall), newFigure(precision), strings.Join(others, ", "))
	}
	fmt.Fprintf(b, "%-12s       %s\n", "all", newFigure(tally{right, len(verdicts)}))
}
