package retrieve

import (
	"cmp"
	"slices"
	"strings"

	"shirube/corpus"
)

// join makes one passage of those that follow one another in a section, where both are
// there whole, and say why they are there alike. What stands between them, white space,
// must fit as well.
func (c *chooser) join() error {
	for i := 0; i < len(c.picks); i++ {
		for j := i + 1; j < len(c.picks); j++ {
			joined, err := c.joinPair(c.picks[i], c.picks[j])
			if err != nil {
				return err
			}
			if joined {
				c.drop(j)
				j = i // what follows both may stand before both in the list
			}
		}
	}
	return nil
}

// joinPair adds b to a where they can be joined.
func (c *chooser) joinPair(a, b *pick) (bool, error) {
	if a.article.ID != b.article.ID || a.role != b.role || a.view.Heading != b.view.Heading || !slices.Equal(a.view.Path, b.view.Path) ||
		!a.excerpt.whole() || !b.excerpt.whole() {
		return false, nil
	}
	anatomy, err := c.anatomies.of(a.article.ID)
	if err != nil || anatomy == nil {
		return false, err
	}
	first, second := a.ids(), b.ids()
	text := anatomy.between(first, second)
	if text == "" {
		if text = anatomy.between(second, first); text == "" {
			return false, nil
		}
		first, second = second, first
	}
	room := c.left.more(sizeOf(a.excerpt.text())).more(sizeOf(b.excerpt.text()))
	if !room.fits(text) {
		return false, nil
	}
	c.left = room.less(sizeOf(text))
	a.excerpt = begin(text, room)
	a.view.ID, a.joined = first[0], slices.Concat(first[1:], second)
	a.effect = a.effect || b.effect
	for _, o := range b.pairedWith {
		if !slices.Contains(a.pairedWith, o) { // a itself, too: then it tells the risks as well
			a.pairedWith = append(a.pairedWith, o)
		}
	}
	if a.unpaired = cmp.Or(a.unpaired, b.unpaired); len(a.pairedWith) > 0 {
		a.unpaired = ""
	}
	for _, p := range c.picks {
		for i, o := range p.pairedWith {
			if o == b {
				p.pairedWith[i] = a
			}
		}
		p.pairedWith = slices.Compact(p.pairedWith)
	}
	return true, nil
}

func (c *chooser) drop(i int) { c.picks = slices.Delete(c.picks, i, i+1) }

// ids are the passages of a pick, in the order of the article.
func (p *pick) ids() []string { return append([]string{p.view.ID}, p.joined...) }

// between is the article's own text from the first of some passages to the last of others
// that follow them with nothing between but white space; else it is empty.
func (a *anatomy) between(first, second []string) string {
	last := slices.IndexFunc(a.passages, func(t told) bool { return t.ID == first[len(first)-1] })
	if last < 0 || last+1 >= len(a.passages) || a.passages[last+1].ID != second[0] {
		return ""
	}
	from, to := a.passage(first[0]), a.passage(second[len(second)-1])
	if from == nil || to == nil || from.Section != to.Section || from.Heading != to.Heading {
		return ""
	}
	var parts []string
	for _, id := range append(slices.Clone(first), second...) {
		parts = append(parts, a.passage(id).Text)
	}
	for _, source := range a.sources(from) {
		if text := stretch(source, parts); text != "" {
			return text
		}
	}
	return ""
}

// sources are the texts from which a passage may have been cut.
func (a *anatomy) sources(t *told) []string {
	var out []string
	for _, f := range a.article.FAQs {
		if f.Section == t.Section && f.Question == t.Heading {
			out = append(out, f.Answer)
		}
	}
	if i := slices.IndexFunc(a.article.Sections, func(s corpus.Section) bool { return s.ID == t.Section }); i >= 0 {
		out = append(out, a.article.Sections[i].Text)
	}
	return out
}

// stretch is the part of a text that is these parts with white space between them; empty
// where there is none.
func stretch(source string, parts []string) string {
	start := strings.Index(source, parts[0])
	if start < 0 {
		return ""
	}
	end := start + len(parts[0])
	for _, part := range parts[1:] {
		at := strings.Index(source[end:], part)
		if at < 0 || strings.TrimSpace(source[end:end+at]) != "" {
			return ""
		}
		end += at + len(part)
	}
	return source[start:end]
}
