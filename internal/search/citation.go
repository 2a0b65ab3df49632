package search

import (
	"fmt"
	"strings"

	"shirube/corpus"
)

// Citation is a line to set under what is quoted of an article, for readers: title,
// heading, supervision, date of review, sources, address. What is not known is said where
// it matters: a passage without a source says so.
func Citation(a *ArticleSummary, heading string, sources []corpus.Source) string {
	var b strings.Builder
	b.WriteString(a.Title)
	if heading != "" && heading != a.Title {
		fmt.Fprintf(&b, "「%s」", heading)
	}
	if len(a.Supervisors) > 0 {
		names := make([]string, len(a.Supervisors))
		for i, s := range a.Supervisors {
			names[i] = s.Name
		}
		fmt.Fprintf(&b, "（監修：%s）", strings.Join(names, "、"))
	}
	if a.Reviewed != nil {
		// A date is the day that the article names, in whatever zone.
		fmt.Fprintf(&b, "（%s確認）", a.Reviewed.Format("2006年1月2日"))
	}
	b.WriteString(" 出典：")
	b.WriteString(sourceNames(sources))
	b.WriteString(" ")
	b.WriteString(a.URL)
	return b.String()
}

func sourceNames(sources []corpus.Source) string {
	if len(sources) == 0 {
		return "記載なし"
	}
	names := make([]string, 0, len(sources))
	for _, s := range sources {
		name := s.Name
		if name == "" {
			name = s.Title
		}
		if name == "" {
			name = s.URL
		}
		names = append(names, name)
	}
	return strings.Join(names, "、")
}
