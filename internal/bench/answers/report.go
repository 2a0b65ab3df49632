package main

import (
	"fmt"
	"io"

	"shirube/internal/search"
)

// tally is what a threshold gives.
type tally struct{ asked, shown, right int }

func (t tally) share() float64 { return part(t.shown, t.asked) }

// precision is 1 where nothing is shown.
func (t tally) precision() float64 {
	if t.shown == 0 {
		return 1
	}
	return part(t.right, t.shown)
}

func part(n, of int) float64 { return float64(n) / float64(max(of, 1)) }

// at counts what would be shown from a threshold on; set "" is all.
func at(all []shown, set string, t search.AnswerAt) tally {
	var out tally
	for _, s := range all {
		if set != "" && s.set != set {
			continue
		}
		out.asked++
		if s.reaches(t) {
			out.shown++
			if s.right {
				out.right++
			}
		}
	}
	return out
}

func (s shown) reaches(t search.AnswerAt) bool {
	return s.answer && s.confidence >= t.Confidence && s.alike >= t.Alike
}

// report writes what the thresholds that are used give, by set, and what others would.
func report(w io.Writer, all []shown, wrong bool) {
	now := search.DefaultAnswerAt()
	fmt.Fprintf(w, "Shown from a confidence of %g and a likeness of %g on; each query is asked in both views\n\n", now.Confidence, now.Alike)
	fmt.Fprint(w, "| queries | asked | shown | share | right | precision |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
	var sets []string
	for _, s := range all {
		if len(sets) == 0 || sets[len(sets)-1] != s.set {
			sets = append(sets, s.set)
		}
	}
	for _, set := range append(sets, "") {
		t := at(all, set, now)
		if set == "" {
			set = "all"
		}
		fmt.Fprintf(w, "| %s | %d | %d | %.3f | %d | %.3f |\n", set, t.asked, t.shown, t.share(), t.right, t.precision())
	}
	fmt.Fprint(w, "\n| confidence from | likeness from | shown | share | precision |\n| ---: | ---: | ---: | ---: | ---: |\n")
	for _, confidence := range []float64{0, 0.2, now.Confidence, 0.5, 0.7, 0.8} {
		for _, alike := range []float64{0, 0.25, now.Alike, 0.75, 1} {
			t := at(all, "", search.AnswerAt{Confidence: confidence, Alike: alike})
			fmt.Fprintf(w, "| %g | %g | %d | %.3f | %.3f |\n", confidence, alike, t.shown, t.share(), t.precision())
		}
	}
	if !wrong {
		return
	}
	fmt.Fprintln(w)
	for _, s := range all {
		if s.answer && !s.right {
			fmt.Fprintf(w, "%.2f\t%.2f\t%s\t%s: %s\t%s\n", s.confidence, s.alike, s.view, s.set, s.query, s.question)
		}
	}
}
