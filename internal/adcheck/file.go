package adcheck

import (
	"strings"
	"unicode/utf8"
)

// FileReport is the report of an article with the file it is in.
type FileReport struct {
	File string `json:"file"` // with slashes
	*Report
}

// Locate fills in the columns of what stands on one line of the source as it is
// quoted: markup inside it keeps it from being found.
func (r *Report) Locate(lines []string) {
	for i := range r.Items {
		for j := range r.Items[i].Positions {
			r.Items[i].Positions[j].locate(lines)
		}
	}
	for _, list := range [][]Phrase{r.Phrases, r.Allowed} {
		for i := range list {
			list[i].locate(lines)
		}
	}
}

func (p *Position) locate(lines []string) {
	if p.Line < 1 || p.Line > len(lines) || p.Quote == "" {
		return
	}
	line := lines[p.Line-1]
	first, _, _ := strings.Cut(p.Quote, "\n")
	at := strings.Index(line, first)
	if at < 0 || strings.Contains(line[at+len(first):], first) {
		return // not there as it is quoted, or more than once
	}
	p.Column = utf8.RuneCountInString(line[:at]) + 1
}
