package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// row is a line of the table: what was reached on all pages, and apart on those
// that rules were written with and those that were held back.
type row struct {
	Item   item    `json:"item"`
	Least  float64 `json:"least"` // 0: told, but no line to reach
	All    figure  `json:"all"`
	Tuned  figure  `json:"tuned"`
	Held   figure  `json:"held"`
	Missed bool    `json:"missed"` // on all pages or on those held back
}

// figure is a share with what it was counted from.
type figure struct {
	tally
	Share float64 `json:"share"` // 1 where there is nothing to count
}

func newFigure(t tally) figure {
	if t.Of == 0 {
		return figure{t, 1}
	}
	return figure{t, float64(t.Right) / float64(t.Of)}
}

// String is "97.5% (39/40)".
func (f figure) String() string {
	if f.Of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.1f%% (%d/%d)", 100*f.Share, f.Right, f.Of)
}

// line is an item with what must be reached; 0 where it is only told.
type line struct {
	item  item
	least float64
}

// lines lists the items in the order of the table.
func lines() []line {
	return []line{
		{withoutRejection, 1},
		{sectionKind, 0.95}, {sectionFound, 0},
		{faqF1, 0.97}, {faqPrecision, 0}, {faqRecall, 0},
		{sourceRecall, 0.95}, {sourceType, 0.9}, {sourcePrecision, 0},
		{supervisorRight, 0.95},
		{costExact, 0.9}, {downtimeExact, 0.9}, {insuranceRight, 0},
		{noiseFree, 1}, {textKept, 0.995}, {accounted, 0},
		{titleRight, 0}, {treatmentRight, 0},
	}
}

// table sums up the pages.
func table(pages []page) []row {
	all, tuned, held := map[item]tally{}, map[item]tally{}, map[item]tally{}
	for _, p := range pages {
		group := tuned
		if p.Held {
			group = held
		}
		for i, t := range p.Tallies {
			all[i], group[i] = all[i].plus(t), group[i].plus(t)
		}
	}
	var rows []row
	for _, l := range lines() {
		r := row{Item: l.item, Least: l.least, All: of(all, l.item), Tuned: of(tuned, l.item), Held: of(held, l.item)}
		r.Missed = r.All.Share < l.least || r.Held.Share < l.least
		rows = append(rows, r)
	}
	return rows
}

// of is the figure of an item; F1 is made of precision and recall: 2·right of
// what was read and what was labelled together.
func of(sums map[item]tally, i item) figure {
	if i == faqF1 {
		precision, recall := sums[faqPrecision], sums[faqRecall]
		return newFigure(tally{precision.Right + recall.Right, precision.Of + recall.Of})
	}
	return newFigure(sums[i])
}

func missed(rows []row) bool {
	return slices.ContainsFunc(rows, func(r row) bool { return r.Missed })
}

// writeTable prints the table, and what is wrong on the worst pages: on those that
// were held back only where asked for.
func writeTable(w io.Writer, rows []row, pages []page, worst int, heldToo bool) error {
	var b strings.Builder
	held := 0
	for _, p := range pages {
		if p.Held {
			held++
		}
	}
	write := func(cells ...string) {
		for i, width := range []int{19, 22, 22, 22, 9} {
			b.WriteString(cells[i] + strings.Repeat(" ", max(1, width-utf8.RuneCountInString(cells[i]))))
		}
		b.WriteString(cells[5] + "\n")
	}
	write("", fmt.Sprintf("all (%d pages)", len(pages)), fmt.Sprintf("tuned on (%d)", len(pages)-held), fmt.Sprintf("held back (%d)", held), "line", "")
	for _, r := range rows {
		least, verdict := "", ""
		if r.Least > 0 {
			least, verdict = fmt.Sprintf("≥%.4g%%", 100*r.Least), "ok"
			if r.Missed {
				verdict = "MISSED"
			}
		}
		write(string(r.Item), r.All.String(), r.Tuned.String(), r.Held.String(), least, verdict)
	}
	writeFaults(&b, pages, worst, heldToo)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeFaults lists what is wrong on the n pages with most wrong. Who writes rules
// does not look at pages that were held back.
func writeFaults(b *strings.Builder, pages []page, n int, heldToo bool) {
	wrong := slices.DeleteFunc(slices.Clone(pages), func(p page) bool { return len(p.Faults) == 0 || p.Held && !heldToo })
	slices.SortStableFunc(wrong, func(a, b page) int { return cmp.Compare(len(b.Faults), len(a.Faults)) })
	for _, p := range wrong[:min(n, len(wrong))] {
		group := ""
		if p.Held {
			group = ", held back"
		}
		fmt.Fprintf(b, "\n%s (%d%s)\n", p.Name, len(p.Faults), group)
		for _, f := range p.Faults {
			fmt.Fprintf(b, "  %s\n    expected  %s\n    read      %s\n", f.Item, short(f.Expected), short(f.Read))
		}
	}
}

// short is a text on one line.
func short(s string) string {
	const most = 240
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}

// writeJSON prints the same as one document.
func writeJSON(w io.Writer, rows []row, pages []page) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Items []row  `json:"items"`
		Pages []page `json:"pages"`
	}{rows, pages})
}
