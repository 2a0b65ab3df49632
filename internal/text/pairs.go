package text

import "unicode"

// Pairs lists the pairs of neighbouring letters and digits of s in normal form, each as
// often as it stands there. What a text has can be found by them, wherever its words begin
// and end.
func Pairs(s string) []string {
	var out []string
	eachPair(s, func(pair string) { out = append(out, pair) })
	return out
}

// DistinctPairs lists the pairs of several texts, each once, but for those of two hiragana:
// nearly every text has them, and they tell nothing of it.
func DistinctPairs(texts ...string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range texts {
		eachPair(s, func(pair string) {
			if telling(pair) && !seen[pair] {
				seen[pair] = true
				out = append(out, pair)
			}
		})
	}
	return out
}

func telling(pair string) bool {
	for _, r := range pair {
		if !IsHiragana(r) && r != 'ー' {
			return true
		}
	}
	return false
}

func eachPair(s string, f func(pair string)) {
	previous := -1
	s = Normalize(s).String
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != 'ー' {
			previous = -1
			continue
		}
		if previous >= 0 {
			f(s[previous : i+len(string(r))])
		}
		previous = i
	}
}
