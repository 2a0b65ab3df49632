package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of bytes [Start,End) of a text.
type Span struct{ Start, End int }

// Sentences splits s at sentence ends (。！？!? and line breaks), keeping closing
// brackets and quotes with the sentence they close, and never inside brackets:
// 「痛い。」と言う is one sentence, while （詳しくは医師に。） standing by itself ends
// where it closes. Brackets that are not closed on their line, or not within
// 400 bytes, are ordinary characters: they swallow nothing. The spans cover s
// without gaps; white space after a sentence belongs to it.
func Sentences(s string) []Span {
	var spans []Span
	start := 0
	for i := 0; i < len(s); {
		// All marks are single bytes below 0x80 or of three bytes: the bytes of
		// kana and kanji fall through here.
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		next := i + n
		switch {
		case isOpener(r):
			end, whole := bracketed(s, i, next)
			if end == 0 || !whole || i != start {
				i = max(next, end)
				continue
			}
			next = end // a sentence of its own
		case isLineBreak(r):
		case !endsAt(s, r, i, next):
			i = next
			continue
		}
		i = afterEnd(s, next)
		spans = append(spans, Span{start, i})
		start = i
	}
	if start < len(s) {
		spans = append(spans, Span{start, len(s)})
	}
	return spans
}

// maxBracketed is the most bytes that brackets keep together.
const maxBracketed = 400

// bracketed returns where the bracket at i, whose inside begins at in, is
// closed (0: nowhere near), and whether it is a round bracket around whole
// sentences.
func bracketed(s string, i, in int) (end int, whole bool) {
	depth, ended := 1, false
	for j := in; j < len(s) && j-i < maxBracketed; {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch {
		case isOpener(r):
			depth++
		case isLineBreak(r):
			return 0, false
		case isCloser(r):
			if depth--; depth == 0 {
				return j + n, ended && (r == '）' || r == ')')
			}
		}
		ended = isEnd(r)
		j += n
	}
	return 0, false
}

func isOpener(r rune) bool {
	switch r {
	case '「', '『', '（', '(', '【', '〈', '《', '［', '[', '〔', '｢', '“':
		return true
	}
	return false
}

func isCloser(r rune) bool {
	switch r {
	case '」', '』', '）', ')', '】', '〉', '》', '］', ']', '〕', '｣', '”':
		return true
	}
	return false
}

func isLineBreak(r rune) bool {
	return r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029'
}

func isEnd(r rune) bool {
	switch r {
	case '。', '！', '？', '!', '?', '．', '｡':
		return true
	}
	return false
}

// endsAt reports whether r at s[i:next] ends a sentence. Between two characters
// of ASCII, or letters and digits of full width, ! ? and ． do not: /?q=1, ３．５, Ｎｏ．１.
func endsAt(s string, r rune, i, next int) bool {
	if !isEnd(r) {
		return false
	}
	if r == '。' || r == '｡' {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[next:])
	return !isWord(before) || !isWord(after)
}

func isWord(r rune) bool {
	return r > ' ' && r < 0x7F || r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

// afterEnd moves past what still belongs to the sentence that ended before i:
// further end marks, closing brackets, white space.
func afterEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isEnd(r) && !isCloser(r) && !isLineBreak(r) && !strings.ContainsRune(" \t　\u00a0", r) {
			return i
		}
		i += n
	}
	return i
}

// Sayings are the sentences of a text, letters and digits alone and in normal form, with their
// lengths in code points: two texts with the same ones say the same.
func Sayings(s string) map[string]int {
	out := map[string]int{}
	for _, span := range Sentences(s) {
		if said := Saying(s[span.Start:span.End]); said != "" {
			out[said] = utf8.RuneCountInString(said)
		}
	}
	return out
}

// Saying is a sentence as Sayings has it.
func Saying(sentence string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, Normalize(sentence).String)
}
