package compare

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/present"
	"shirube/internal/statement"
)

// cell is what the articles of a column state of an aspect.
func (c *Column) cell(aspect Aspect) Cell {
	var cell Cell
	for _, r := range c.readings {
		entries := r.entries(aspect)
		if len(entries) == 0 {
			cell.Silent = append(cell.Silent, r.Ref())
		}
		for _, e := range entries {
			cell.add(e)
		}
	}
	if len(cell.Entries) == 0 {
		return Cell{Missing: true}
	}
	cell.Differs = c.differs(aspect, cell.Entries)
	return cell
}

// add puts what is said under one name together.
func (cell *Cell) add(e Entry) {
	for i := range cell.Entries {
		if known := &cell.Entries[i]; known.Label == e.Label && known.Source == nil && e.Source == nil {
			known.Statements = append(known.Statements, e.Statements...)
			return
		}
	}
	cell.Entries = append(cell.Entries, e)
}

// entries are what one article states of an aspect.
func (r *reading) entries(aspect Aspect) []Entry {
	a := r.article
	switch aspect {
	case Effects:
		return byLabel(r.Claims(a.Effects))
	case Risks:
		return byLabel(r.Claims(a.Risks))
	case Contraindications:
		return byLabel(r.Claims(a.Contraindications))
	case Cost:
		return r.costs()
	case Downtime:
		return figure(present.Downtime(a.Downtime), r.Evidence("", a.Downtime.Evidence))
	case Sessions:
		times := present.Spread(a.Sessions.Min, a.Sessions.Max, func(n int) string { return fmt.Sprintf("%d回", n) })
		return figure(times, r.Telling("", corpus.FactSessions, tellsSessions))
	case Insurance:
		return figure(known(corpus.InsuranceLabels(), a.Insurance), r.Telling("", corpus.FactInsurance, tellsInsurance))
	case Approval:
		return figure(known(corpus.ApprovalLabels(), a.Approval), nil)
	case Sources:
		return r.sources()
	}
	return nil
}

// byLabel groups statements by what they state.
func byLabel(list []statement.Statement) []Entry {
	var cell Cell
	for _, s := range list {
		cell.add(Entry{Label: s.Label, Statements: []statement.Statement{s}})
	}
	return cell.Entries
}

// costs are the price of the treatment, and what is paid beside it.
func (r *reading) costs() []Entry {
	out := figure(present.Cost(r.article.Cost), r.Evidence("", r.article.Cost.Evidence))
	for _, f := range r.article.Fees {
		label := f.Label
		if f.Yen != nil {
			label += " " + present.Yen(*f.Yen)
		}
		out = append(out, Entry{Label: label, Statements: r.Evidence(label, []corpus.Evidence{f.Evidence})})
	}
	return out
}

// figure is a number or a code in words, with the sentences that tell it: sentences alone
// where none could be read from them, and the figure alone where the article declares it.
func figure(words string, said []statement.Statement) []Entry {
	if words == "" && len(said) == 0 {
		return nil
	}
	for i := range said {
		said[i].Label = words
	}
	return []Entry{{Label: words, Statements: said}}
}

// known is the label of a value, empty where it is unknown.
func known(labels []corpus.Label, value string) string {
	if value == "" || value == corpus.Unknown {
		return ""
	}
	return present.LabelOf(labels, value)
}

// sources are the works that the article cites.
func (r *reading) sources() []Entry {
	var out []Entry
	for i := range r.article.Sources {
		s := &r.article.Sources[i]
		label := s.Name
		if s.Title != "" {
			label = strings.TrimSpace(s.Name + "「" + s.Title + "」")
		}
		out = append(out, Entry{Label: label, Source: s, Article: r.Ref()})
	}
	return out
}

// differs reports whether articles contradict one another.
func (c *Column) differs(aspect Aspect, entries []Entry) bool {
	switch aspect {
	case Cost:
		return c.anyApart(func(a, b *corpus.Article) bool {
			x, okx := statement.CostRange(a.Cost)
			y, oky := statement.CostRange(b.Cost)
			return okx && oky && a.Cost.Per == b.Cost.Per && x.Apart(y) > 0
		})
	case Downtime:
		return c.anyApart(func(a, b *corpus.Article) bool {
			x, okx := statement.DowntimeRange(a.Downtime)
			y, oky := statement.DowntimeRange(b.Downtime)
			return okx && oky && x.Apart(y) > 0
		})
	case Sessions:
		return c.anyApart(func(a, b *corpus.Article) bool {
			return statement.Range{Min: a.Sessions.Min, Max: a.Sessions.Max}.Apart(statement.Range{Min: b.Sessions.Min, Max: b.Sessions.Max}) > 0
		})
	case Insurance, Approval:
		named := 0
		for _, e := range entries {
			if e.Label != "" {
				named++
			}
		}
		return named > 1
	}
	return false
}

func (c *Column) anyApart(apart func(a, b *corpus.Article) bool) bool {
	for i, r := range c.readings {
		if slices.ContainsFunc(c.readings[:i], func(o *reading) bool { return apart(r.article, o.article) }) {
			return true
		}
	}
	return false
}

// tellsInsurance reports whether a sentence is on whether insurance pays.
func tellsInsurance(s string) bool {
	return strings.Contains(s, "保険") || strings.Contains(s, "自費") || strings.Contains(s, "自由診療")
}

// tellsSessions reports whether a sentence is on how often the treatment is given: 「3〜5回」
// and 「1回で終わる」, not 「1回3万円」.
func tellsSessions(s string) bool { return sessions.MatchString(s) }

var sessions = regexp.MustCompile(`(?:[2-9２-９二三四五六七八九十数]|[0-9０-９][0-9０-９])回|[1１一]回(?:で|だけ|のみ)`)
