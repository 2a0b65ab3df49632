package text

import (
	"strings"
	"unicode/utf8"
)

// Span is a stretch of bytes [Start,End) of a text.
type Span struct{ Start, End int }

// Sentences splits s at sentence ends (。！？!? and line breaks), keeping closing
// brackets and quotes with the sentence they close, and never inside brackets:
// 「痛い。」と言う is one sentence. The spans cover s without gaps; white space
// after a sentence belongs to it.
func Sentences(s string) []Span {
	var spans []Span
	start, depth := 0, 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case strings.ContainsRune(openers, r):
			depth++
			continue
		case strings.ContainsRune(closers, r):
			depth = max(depth-1, 0)
			continue
		case r == '\n':
			// An unclosed bracket does not swallow the lines after it.
			depth = 0
		case !ends(r) || depth > 0:
			continue
		}
		i = afterEnd(s, i)
		spans = append(spans, Span{start, i})
		start = i
	}
	if start < len(s) {
		spans = append(spans, Span{start, len(s)})
	}
	return spans
}

const (
	openers = "「『（(【〈《［"
	closers = "」』）)】〉》］"
)

func ends(r rune) bool {
	switch r {
	case '。', '！', '？', '!', '?', '．', '｡':
		return true
	}
	return false
}

// afterEnd moves past what still belongs to the sentence that ended before i:
// further end marks, closing brackets, white space.
func afterEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !ends(r) && !strings.ContainsRune(closers, r) && r != '\n' && r != ' ' && r != '\t' && r != '\r' && r != '　' {
			return i
		}
		i += n
	}
	return i
}
