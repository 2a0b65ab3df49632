package reader

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/corpus/anatomy"
)

// Small labels stand beside headings: a number, STEP 1, the same in English. They
// are no text of the section above, and belong to the heading.
var (
	numberLabel = regexp.MustCompile(`^(?i:(?:step|point|case|no|feature|reason|merit|phase|part|flow|その|ステップ|ポイント|特徴|理由|症例)\s*[.．:：・-]?\s*)?[0-9０-９]{1,2}\s*(?i:[.．]|step|point)?$`)
	wordLabel   = regexp.MustCompile(`^(?i:step|point|case|no|feature|reason|merit|phase|part|その)\s*[.．]?$`)
	latinLabel  = regexp.MustCompile(`^(?:[0-9]{1,2}\s*[/.|-]\s*)?[A-Za-z][A-Za-z0-9 &'’.,!?/・-]*$`)
)

// maxLabel is how many characters a label can have.
const maxLabel = 34

// joinLabels puts labels to the headings that they stand beside.
func joinLabels(out []*block) []*block {
	kept := make([]*block, 0, len(out))
	for _, b := range out {
		if !b.heading() || b.question {
			kept = append(kept, b)
			continue
		}
		kept = takeLabelsBefore(kept, b)
		if n := len(kept); n > 0 && kept[n-1].heading() && !kept[n-1].question && isNumberLabel(kept[n-1].text()) {
			mergeHeading(kept[n-1], b)
			continue
		}
		if n := len(kept); n > 0 && isKicker(kept[n-1], b) {
			b.lines = []anatomy.Line{{Text: kept[n-1].text() + " " + b.text(), No: b.lines[0].No}}
			kept = kept[:n-1]
		}
		kept = append(kept, b)
	}
	return joinLabelsBelow(kept)
}

// isKicker reports whether a heading by its looks is only a line over a marked
// heading, in one place with it.
func isKicker(k, h *block) bool {
	return k.level == styledLevel && !k.question && h.level > 0 && h.level < styledLevel &&
		runeCount(k.text()) <= maxLabel && commonDepth(k.node, h.node) >= h.node.depth()-2
}

// mergeHeading puts the words of a heading to the number that is a heading of its
// own over it.
func mergeHeading(number, b *block) {
	number.lines = []anatomy.Line{{Text: number.text() + " " + b.text(), No: number.lines[0].No}}
	number.links = append(number.links, b.links...)
}

// takeLabelsBefore takes the labels at the end of the blocks that stand closer to
// a heading than to what is before them.
func takeLabelsBefore(kept []*block, h *block) []*block {
	var number, words []string
	first := 0
	for len(kept) > 0 {
		b := kept[len(kept)-1]
		if b.heading() || b.ends || len(b.lines) > 2 {
			break
		}
		text := b.text()
		if utf8.RuneCountInString(text) > maxLabel || !isLabel(text) && !isBadge(b, h) {
			break
		}
		if len(kept) > 1 && commonDepth(kept[len(kept)-2].node, b.node) >= commonDepth(b.node, h.node) {
			break
		}
		if isSymbol(text) || !isLabel(text) || numberLabel.MatchString(text) || wordLabel.MatchString(text) {
			number = append(number, text)
		} else {
			words = append(words, text)
		}
		first = b.lines[0].No
		kept = kept[:len(kept)-1]
	}
	if first == 0 {
		return kept
	}
	if len(number) == 1 && wordLabel.MatchString(number[0]) {
		number, words = nil, append(words, number[0]) // REASON without a number
	}
	slices.Reverse(number)
	text := strings.TrimSpace(strings.Join(number, " ") + " " + h.text())
	if len(words) > 0 {
		slices.Reverse(words)
		text += " " + strings.Join(words, " ")
	}
	h.lines = []anatomy.Line{{Text: text, No: h.lines[0].No}}
	return kept
}

// joinLabelsBelow puts the English label right below a heading to it, and the words
// below a heading that is nothing but a number.
func joinLabelsBelow(out []*block) []*block {
	kept := out[:0]
	for _, b := range out {
		if n := len(kept); n > 0 && !b.heading() && !b.ends && len(b.lines) == 1 && kept[n-1].heading() && !kept[n-1].question {
			h, text := kept[n-1], b.text()
			switch {
			case latinLabel.MatchString(text) && !isLoneMark(text) && utf8.RuneCountInString(text) <= maxLabel && commonDepth(h.node, b.node) >= h.node.depth()-2 && !isASCII(h.text()):
				h.lines = []anatomy.Line{{Text: h.text() + " " + text, No: h.lines[0].No}}
				continue
			case isNumberLabel(h.text()) && anatomy.CanBeHeading(text):
				h.lines = []anatomy.Line{{Text: h.text() + " " + text, No: h.lines[0].No}}
				continue
			}
		}
		kept = append(kept, b)
	}
	return kept
}

func isLabel(s string) bool {
	return !isLoneMark(s) && (isSymbol(s) || numberLabel.MatchString(s) || wordLabel.MatchString(s) || latinLabel.MatchString(s))
}

// isBadge reports whether a block is a word or two over a marked heading: 初回限定
// over 特別価格.
func isBadge(b, h *block) bool {
	if h.level >= styledLevel || b.tight || runeCount(b.text()) > 12 || b.node.tag == "li" || b.node.tag == "table" || b.node.tag == "dd" {
		return false
	}
	return anatomy.CanBeHeading(b.text()) && commonDepth(b.node, h.node) >= h.node.depth()-2
}

// isSymbol reports whether a text is a picture sign or two, without a letter.
func isSymbol(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > 3 {
		return false
	}
	for _, r := range s {
		if !unicode.Is(unicode.So, r) && r != 0xFE0F && r != 0x200D {
			return false
		}
	}
	return true
}

func isNumberLabel(s string) bool { return numberLabel.MatchString(strings.TrimSpace(s)) }

// depth is how many elements stand around a node.
func (n *node) depth() int {
	d := 0
	for ; n != nil; n = n.parent {
		d++
	}
	return d
}

// commonDepth is the depth of the innermost element that two nodes stand in.
func commonDepth(a, b *node) int {
	da, db := a.depth(), b.depth()
	for ; da > db; da-- {
		a = a.parent
	}
	for ; db > da; db-- {
		b = b.parent
	}
	for a != b {
		a, b, da = a.parent, b.parent, da-1
	}
	return da
}
