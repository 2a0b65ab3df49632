package retrieve

import (
	"fmt"
	"strings"

	"shirube/corpus"
)

// citation is a line that a chatbot can set under what it quotes, for readers:
// number, title, heading, supervision, date of review, sources, address. What is
// not known is said where it matters: a passage without a source says so.
func citation(p Passage, supervisors []corpus.Supervisor, number int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "[%d] %s", number, p.Title)
	if p.Heading != "" && p.Heading != p.Title {
		fmt.Fprintf(&b, "「%s」", p.Heading)
	}
	if len(supervisors) > 0 {
		names := make([]string, len(supervisors))
		for i, s := range supervisors {
			names[i] = s.Name
		}
		fmt.Fprintf(&b, "（監修：%s）", strings.Join(names, "、"))
	}
	if p.Supervision.Reviewed != nil {
		// A date is the day that the article names, in whatever zone.
		fmt.Fprintf(&b, "（%s確認）", p.Supervision.Reviewed.Format("2006年1月2日"))
	}
	b.WriteString(" 出典：")
	b.WriteString(sourceNames(p.Sources))
	b.WriteString(" ")
	b.WriteString(p.URL)
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
