package reader

import "shirube/corpus/anatomy"

// Headings that nothing tells from text but a class: its rules stand in a file that
// is not read. Repetition tells: short lines of one class, each right over text of
// another.
const (
	leastTitles = 3  // so many lines of one class
	leastNamed  = 2  // so many of them name a kind of section
	leastBody   = 15 // characters under each, on average
)

// lookOf is an element's name with its class.
func lookOf(n *node) string { return n.tag + "." + n.attr("class") }

// titleUse is how a page uses the elements of one look.
type titleUse struct {
	over  string // the look of what stands under them
	count int
	named int
	body  int
	texts map[string]bool
	again bool // two of them say the same, which only names of kinds do
	none  bool // one of them is no heading
}

// titleClasses are the looks of what main content shows as headings by class alone.
func titleClasses(main *node) map[string]bool {
	uses := map[string]*titleUse{}
	each(main, func(n *node) bool {
		if n.tag == "table" || n.tag == "dl" || n.tag == "li" {
			return false
		}
		if n.tag != "div" && n.tag != "p" && n.tag != "span" || n.attr("class") == "" || n.size.text == 0 {
			return true
		}
		u := uses[lookOf(n)]
		if u == nil {
			u = &titleUse{texts: map[string]bool{}}
			uses[lookOf(n)] = u
		}
		u.add(n)
		return true
	})
	var out map[string]bool
	for look, u := range uses {
		if u.none || u.again || u.count < leastTitles || u.named < leastNamed || u.body < leastBody*u.count {
			continue
		}
		if out == nil {
			out = map[string]bool{}
		}
		out[look] = true
	}
	return out
}

// add counts one element of a look.
func (u *titleUse) add(n *node) {
	below := nextElement(n)
	if u.none || n.size.text > maxStyled || n.size.prose > 0 || n.size.links > 0 || hasBlocks(n) || below == nil || below.tag == "" || below.size.text == 0 ||
		below.attr("class") == "" || u.over != "" && u.over != lookOf(below) || lookOf(below) == lookOf(n) {
		u.none = true
		return
	}
	text := plainText(n)
	if !anatomy.CanBeHeading(text) {
		u.none = true
		return
	}
	u.over = lookOf(below)
	u.count++
	u.body += below.size.text
	named := anatomy.NamesKind(text)
	if named {
		u.named++
	}
	u.again = u.again || u.texts[text] && !named
	u.texts[text] = true
}
