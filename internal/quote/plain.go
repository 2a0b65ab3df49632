package quote

import "strings"

// Plain is the document as plain text, with a line break at its end.
func (d Document) Plain() string {
	var b strings.Builder
	write := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n") }
	if d.Note != "" {
		write(d.Note)
		write("")
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		if i > 0 {
			write("")
		}
		for j := range a.Passages {
			a.Passages[j].plain(write)
			write("")
		}
		if len(a.Risks) > 0 {
			write("■ ", riskTitle)
			for j := range a.Risks {
				a.Risks[j].plain(write)
			}
			write("")
		}
		if a.Riskless {
			write("※ ", noRisks)
		}
		for _, n := range a.Notices {
			write("※ ", n)
		}
		write(titleLabel, "：", a.Title)
		write(urlLabel, "：", orUnknown(a.URL))
		write(a.supervision())
	}
	return b.String()
}

func (p *Passage) plain(write func(...string)) {
	write(p.title())
	for _, l := range p.Lines {
		write(l)
	}
	names := make([]string, 0, len(p.Sources))
	for _, s := range p.Sources {
		name := s.Text
		if s.URL != "" {
			name += " " + s.URL
		}
		names = append(names, name)
	}
	write("（", sourceLabel, "：", orUnknown(strings.Join(names, " ／ ")), "）")
}
