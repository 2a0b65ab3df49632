package text

import (
	"slices"
	"strings"
)

// BegunKey is the key of kana that are being typed: what FoldKana does, and a long-vowel mark
// as the vowel it prolongs (ボー is ボオ). Unlike ReadingKey, the key of what a word begins with
// is always the beginning of the word's key.
func BegunKey(kana string) string {
	const end = "\x01" // a word that goes on: FoldKana changes what stands at its end
	folded := strings.TrimSuffix(FoldKana(kana+end), end)
	if !strings.Contains(folded, "ー") {
		return folded
	}
	last := rune(0)
	return strings.Map(func(r rune) rune {
		if v := vowelOf(last); r == 'ー' && v != 0 {
			r = v
		}
		last = r
		return r
	}, folded)
}

// BegunKana returns what letters can be the beginning of: the kana that they are the romaji of,
// with every kana that a syllable can begin with whose last letters are still to come (ekuso is
// エクソ; ekus is エクサ, エクシ, エクス, エクセ, エクソ; kan is カン, カナ, …). Nil where they are no romaji.
func BegunKana(letters string) []string {
	out := begunKana(letters)
	if strings.Contains(letters, "nn") { // nn is ン by itself where one types it so: kannen is かんえん, too
		out = shortest(append(out, begunKana(strings.ReplaceAll(letters, "nn", "n'"))...))
	}
	return out
}

func begunKana(letters string) []string {
	var out []string
	for cut := 0; cut <= min(3, len(letters)); cut++ {
		head, tail := letters[:len(letters)-cut], letters[len(letters)-cut:]
		kana, rest, ok := Katakana(head)
		if !ok || rest != "" || head == "" && tail == "" {
			continue
		}
		if tail == "" {
			out = append(out, kana)
			continue
		}
		for _, next := range begunSyllables(tail) {
			out = append(out, kana+next)
		}
	}
	return shortest(out)
}

// begunSyllables are the kana with which syllables begin that are spelt with these letters and
// more.
func begunSyllables(letters string) []string {
	var out []string
	for spelt, kana := range syllables() {
		if len(spelt) > len(letters) && strings.HasPrefix(spelt, letters) {
			out = append(out, kana)
		}
	}
	switch {
	case letters == "n" || letters == "m":
		out = append(out, "ン")
	case len(letters) > 1 && letters[0] == letters[1] && strings.IndexByte("kstpgzdbfhjrcm", letters[0]) >= 0, letters == "tc", letters == "tch":
		out = append(out, "ッ")
	}
	return shortest(out)
}

// shortest sorts strings and leaves out those that begin with another.
func shortest(list []string) []string {
	slices.Sort(list)
	out := list[:0]
	for _, s := range list {
		if len(out) == 0 || !strings.HasPrefix(s, out[len(out)-1]) {
			out = append(out, s)
		}
	}
	return out
}
