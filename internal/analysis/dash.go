package analysis

import (
	"strings"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer/lattice"

	"shirube/internal/text"
)

// dashes are the characters that are typed, scanned or converted to for a long-vowel mark by mistake.
const dashes = "-−‐‑–—―─~〜"

// normal is the normal form of s, with long-vowel marks for the dashes that stand for them: レ-ザ−. A
// dash within katakana can also stand between two words: it is a mark where that makes words and
// leaving it out does not.
func (a *Analyzer) normal(s string) text.Normal {
	n := text.Normalize(s)
	return n.Replace(a.longVowels(n), "ー")
}

// LongVowels are the bytes of s where a dash stands for a long-vowel mark, in order.
func (a *Analyzer) LongVowels(s string) [][2]int {
	n := text.Normalize(s)
	marks := a.longVowels(n)
	for i, m := range marks {
		marks[i][0], marks[i][1] = n.Original(m[0], m[1])
	}
	return marks
}

func (a *Analyzer) longVowels(n text.Normal) [][2]int {
	var marks [][2]int
	for i := 0; i < len(n.String); {
		at := nextDash(n.String, i)
		if at < 0 {
			break
		}
		start, end := dashedRun(n.String, at)
		if spans := dashesIn(n.String, start, end); len(spans) > 0 && a.prolongs(n.String[start:end], spans, start) {
			marks = append(marks, spans...)
		}
		i = max(end, at+1)
	}
	return marks
}

// nextDash is where the next dash after a katakana stands; -1: there is none.
func nextDash(s string, from int) int {
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '-', '~', 0xE2, 0xE3:
		default:
			continue
		}
		if s[i] == 0xE3 && !strings.HasPrefix(s[i:], "〜") {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(s[i:]); !strings.ContainsRune(dashes, r) {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(s[:i]); text.IsKatakana(before) {
			return i
		}
	}
	return -1
}

// dashedRun is the run of katakana and dashes around a dash.
func dashedRun(s string, at int) (start, end int) {
	other := func(r rune) bool { return !text.IsKatakana(r) && !strings.ContainsRune(dashes, r) }
	if start = strings.LastIndexFunc(s[:at], other); start < 0 {
		start = 0
	} else {
		_, n := utf8.DecodeRuneInString(s[start:])
		start += n
	}
	if n := strings.IndexFunc(s[at:], other); n >= 0 {
		return start, at + n
	}
	return start, len(s)
}

// dashesIn are the dashes of a run, but those that follow no kana; none where the run is too long to be
// words.
func dashesIn(s string, start, end int) [][2]int {
	if end-start > maxRun {
		return nil
	}
	var out [][2]int
	for i, r := range s[start:end] {
		if !strings.ContainsRune(dashes, r) {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(s[:start+i]); !text.IsKatakana(before) || before == 'ー' {
			return nil
		}
		out = append(out, [2]int{start + i, start + i + utf8.RuneLen(r)})
	}
	return out
}

// prolongs reports whether a run is a name of the lexicon or words of the dictionary with marks for its
// dashes, and no words with the dashes left as they are.
func (a *Analyzer) prolongs(run string, spans [][2]int, start int) bool {
	var long strings.Builder
	last := 0
	words := true
	for _, sp := range spans {
		words = words && a.areKatakanaWords(run[last:sp[0]-start])
		long.WriteString(run[last : sp[0]-start])
		long.WriteString("ー")
		last = sp[1] - start
	}
	words = words && (last == len(run) || a.areKatakanaWords(run[last:]))
	long.WriteString(run[last:])
	return !words && (a.areKatakanaWords(long.String()) || a.lex != nil && a.lex.Lookup(long.String()) != nil)
}

// areKatakanaWords reports whether s is words of the dictionary, of two characters and more.
func (a *Analyzer) areKatakanaWords(s string) bool {
	nodes := a.dict.best(nil, s, lattice.Normal)
	for _, n := range nodes {
		if !n.known || utf8.RuneCountInString(s[n.start:n.end]) < 2 {
			return false
		}
	}
	return len(nodes) > 0
}
