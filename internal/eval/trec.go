package eval

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"net/url"
	"strings"
	"unicode"
)

// tag names the system in the run files.
const tag = "shirube"

// WriteRun writes a run in TREC format: "qid Q0 docid rank score shirube" lines.
// Tools like trec_eval ignore the rank and sort by score in single precision, so
// scores are made to fall from each rank to the next, by the least that single
// precision can show where results tie. White space in a docid is written as in
// a URL.
func WriteRun(w io.Writer, outcomes []Outcome) error {
	b := bufio.NewWriter(w)
	for _, o := range outcomes {
		last := float32(math.Inf(1))
		for i, r := range o.Results {
			score := float32(r.Score)
			if !(score < last) { // also when it is not a number
				score = math.Nextafter32(last, float32(math.Inf(-1)))
			}
			last = score
			if _, err := fmt.Fprintf(b, "%s Q0 %s %d %g %s\n", o.Query.ID, docID(r.ID), i+1, score, tag); err != nil {
				return fmt.Errorf("run file: %w", err)
			}
		}
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("run file: %w", err)
	}
	return nil
}

func docID(id string) string {
	if strings.IndexFunc(id, unicode.IsSpace) < 0 {
		return id
	}
	var b strings.Builder
	for _, r := range id {
		if unicode.IsSpace(r) {
			b.WriteString(url.PathEscape(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
