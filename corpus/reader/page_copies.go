package reader

import "strings"

// screenWords are words of classes of what is shown on one kind of screen only.
var screenWords = tagSet("sp pc mobile desktop phone smartphone smart tablet tb onlysp onlypc sponly pconly spnone pcnone visible hidden show hide md lg xs sm")

// leastCopy is how many characters a copy has that is told by them.
const leastCopy = 6

// mostCopied is how long what is looked at may be: a larger part of a page is the
// page itself.
const mostCopied = 4000

// dropCopies drops what stands twice, once for phones and once for wider screens:
// the first is kept.
func (p *page) dropCopies() {
	seen := map[string]bool{}
	each(p.main, func(n *node) bool {
		if n.size.text < leastCopy || n.size.text > mostCopied || !isForScreen(n) {
			return true
		}
		text := plainText(n)
		if text == "" {
			return true
		}
		if seen[text] {
			p.dropNode(n, whyCopy)
			return false
		}
		seen[text] = true
		return true
	})
}

// isForScreen reports whether a class of an element says on which screens it is
// shown: sp, pc-only, u-hidden-sp, md:hidden.
func isForScreen(n *node) bool {
	for _, c := range strings.Fields(n.attr("class")) {
		words := splitIdent(c)
		screens := 0
		for _, w := range words {
			switch {
			case screenWords[w]:
				screens++
			case w == "only" || w == "none" || w == "block" || w == "inline" || w == "flex" || w == "display" || w == "is" || w == "u" || w == "view" || w == "br" || w == "item" || w == "area" || w == "d" || w == "img" || w == "txt" || w == "text":
			default:
				screens = -len(words)
			}
		}
		if screens > 0 {
			return true
		}
	}
	return false
}
