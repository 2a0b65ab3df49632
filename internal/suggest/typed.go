package suggest

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// maxTyped is how many characters of what was typed are looked at: nobody waits for a
// completion of more.
const maxTyped = 64

// typed is what was typed as keys of what it can be the beginning of.
type typed struct {
	surface []string
	// readings are by how it is read; head, where there is one, must be written so in the text
	// as well: the reading of 二重 in 二重せい.
	readings []string
	head     string
	// tails are what can follow the head as it is read.
	tails []string
	loose []string
	// written and read are what may have a slip in it, without what is half typed: read is
	// empty where it is not known how it is read.
	written, read string
	// letters are what was typed where it is all letters.
	letters string
}

// typedOf reads what was typed: kana, kanji, romaji, and mixtures of them as an input method
// shows them before the conversion (えくそs).
func typedOf(s string, read func(string) []string) typed {
	s = firstRunes(strings.Map(withoutSeparators, text.Normalize(s).String), maxTyped)
	var t typed
	if s == "" {
		return t
	}
	head, kana, letters := split(s)
	tails := tailsOf(kana, letters)
	t.surface = []string{surfaceOf(head + kana + letters)}
	if head+kana != "" {
		for _, tail := range begun(letters) {
			t.surface = append(t.surface, surfaceOf(head+kana+tail))
		}
	}
	for _, v := range []string{"ヴァ", "ヴィ", "ヴェ", "ヴォ", "ヴュ"} { // ヴ alone is ブ
		if rest, half := strings.CutSuffix(head+kana, "ヴ"); half && letters == "" {
			t.surface = append(t.surface, surfaceOf(rest+v))
		}
	}
	switch {
	case head == "":
		t.readings = keys(tails, begunOf)
	case tails != nil && strings.IndexFunc(head, text.IsKanji) >= 0:
		t.head, t.tails = surfaceOf(head), keys(tails, begunOf)
		for _, r := range read(head) {
			for _, tail := range tails {
				t.readings = append(t.readings, begunOf(r+tail))
			}
		}
	case kana != "":
		t.readings = keys(tails, func(tail string) string { return surfaceOf(head) + begunOf(tail) })
	}
	if t.head == "" {
		t.loose = looseKeys(t.readings)
	}
	t.written = surfaceOf(head + kana)
	switch {
	case head == "" && kana != "":
		t.read = begunOf(kana)
	case head == "":
		t.letters, t.written = letters, surfaceOf(letters)
		if k, _, ok := text.Katakana(letters); ok {
			t.read = begunOf(k)
		}
	}
	return t
}

func withoutSeparators(r rune) rune {
	if isSeparator(r) {
		return -1
	}
	return r
}

func surfaceOf(s string) string { return encode(folded(s)) }

func begunOf(s string) string { return encode(text.BegunKey(s)) }

func keys(list []string, key func(string) string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, key(s))
	}
	return out
}

// looseKeys are keys without long vowels and double consonants, of two characters and more,
// each once.
func looseKeys(list []string) []string {
	var out []string
	for _, key := range list {
		loose := looseOf(key)
		if characters(loose) < 2 {
			continue
		}
		known := false
		for _, o := range out {
			known = known || o == loose
		}
		if !known {
			out = append(out, loose)
		}
	}
	return out
}

// split parts what was typed into what is neither kana nor at its end, the kana after that,
// and the letters at the end.
func split(s string) (head, kana, letters string) {
	n := len(s)
	for n > 0 && (s[n-1] >= 'a' && s[n-1] <= 'z' || s[n-1] == '\'' || s[n-1] == '-') {
		n--
	}
	s, letters = s[:n], s[n:]
	for n > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:n])
		if !text.IsHiragana(r) && !text.IsKatakana(r) {
			break
		}
		n -= size
	}
	return s[:n], s[n:], letters
}

// tailsOf is what kana and the letters after them can become, as kana; nil where the letters
// are no romaji.
func tailsOf(kana, letters string) []string {
	if letters == "" {
		if kana == "" {
			return nil
		}
		return []string{kana}
	}
	next := begun(letters)
	if kana == "" {
		return next
	}
	out := make([]string, 0, len(next))
	for _, n := range next {
		out = append(out, kana+n)
	}
	return out
}

func begun(letters string) []string {
	if letters == "" {
		return nil
	}
	return text.BegunKana(letters)
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
