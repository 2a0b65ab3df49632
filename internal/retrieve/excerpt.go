package retrieve

import (
	"strings"

	"shirube/internal/text"
)

// excerpt is a run of whole sentences of a text.
type excerpt struct {
	full     string
	spans    []text.Span // the sentences of full
	from, to int         // those of the run; none where they are equal
}

// begin is the longest run from the beginning of s that fits.
func begin(s string, b budget) excerpt {
	e := excerpt{full: s, spans: text.Sentences(s)}
	e.widen(b)
	return e
}

// around is the longest run that fits and holds the sentence of this number: what
// follows it goes before what precedes it.
func around(s string, sentence int, b budget) excerpt {
	e := excerpt{full: s, spans: text.Sentences(s), from: sentence, to: sentence}
	e.widen(b)
	return e
}

// text is the run without the white space at its ends.
func (e *excerpt) text() string { return e.between(e.from, e.to) }

func (e *excerpt) between(from, to int) string {
	if from >= to {
		return ""
	}
	return strings.TrimSpace(e.full[e.spans[from].Start:e.spans[to-1].End])
}

// widen makes the run as long as fits, all of it counted.
func (e *excerpt) widen(b budget) {
	if whole := e.between(0, len(e.spans)); b.fits(whole) {
		e.from, e.to = 0, len(e.spans)
		return
	}
	for e.to < len(e.spans) && b.fits(e.between(e.from, e.to+1)) {
		e.to++
	}
	for e.from < e.to && e.from > 0 && b.fits(e.between(e.from-1, e.to)) {
		e.from--
	}
}

// whole reports whether nothing but white space is left out.
func (e *excerpt) whole() bool { return e.text() == strings.TrimSpace(e.full) }
