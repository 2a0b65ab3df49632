package reader

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"shirube/corpus/anatomy"
)

// disclosure is a summary with its text, or the end of what one opens.
var disclosure = regexp.MustCompile(`(?is)<summary(?:\s[^<>]*)?>(.*?)</summary\s*>|</details\s*>`)

// disclosures makes headings of the summaries of an HTML block in Markdown, of questions
// and of what can be a heading otherwise, and notes where what they open ends. A blank
// line before or after the summary parts the block from its text, so that neither is an
// element with the other inside.
func (m *marked) disclosures(start int, block []byte) {
	if !m.opensText(block) {
		return
	}
	for _, at := range disclosure.FindAllSubmatchIndex(block, -1) {
		h := mdHeading{pseudo: true, start: start + at[0], end: start + at[1]}
		if at[2] < 0 {
			last := len(m.opened) - 1
			if last >= 0 && m.opened[last] {
				h.closes = true
				m.heads = append(m.heads, h)
			}
			m.opened = m.opened[:max(last, 0)]
			continue
		}
		text := strings.Join(strings.Fields(string(htmlTag.ReplaceAll(block[at[2]:at[3]], nil))), " ")
		h.summary, h.question = true, asksSomething(text)
		heads := text != "" && !htmlHeading.Match(block[at[2]:at[3]]) && (h.question || anatomy.CanBeHeading(text))
		if m.opened = append(m.opened, heads); heads {
			m.heads = append(m.heads, h)
		}
	}
	from := len(m.heads)
	for from > 0 && m.heads[from-1].start >= start {
		from--
	}
	slices.SortStableFunc(m.heads[from:], func(a, b mdHeading) int { return cmp.Compare(a.start, b.start) })
}

// opensText reports whether a block has a summary or ends what one opens.
func (m *marked) opensText(block []byte) bool {
	return bytes.Contains(block, []byte("summary")) || bytes.Contains(block, []byte("SUMMARY")) || len(m.opened) > 0 && bytes.Contains(block, []byte("</"))
}
