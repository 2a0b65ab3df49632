package reader

import (
	"strings"

	"shirube/corpus/anatomy"
)

// markdown cuts a text at its ATX headings.
func markdown(s string) *anatomy.Draft {
	d := &anatomy.Draft{}
	cur := anatomy.Part{Line: 1}
	for _, l := range anatomy.SplitLines(s, 1) {
		level := 0
		for level < len(l.Text) && l.Text[level] == '#' {
			level++
		}
		if level == 0 || level > 6 || !strings.HasPrefix(l.Text[level:], " ") {
			cur.Lines = append(cur.Lines, l)
			continue
		}
		heading := strings.TrimSpace(l.Text[level:])
		if level == 1 && d.Article.Title == "" {
			d.Article.Title = heading
			continue
		}
		d.Parts = append(d.Parts, cur)
		cur = anatomy.Part{Heading: heading, Level: max(level-1, 1), Line: l.No}
	}
	d.Parts = append(d.Parts, cur)
	return d
}
