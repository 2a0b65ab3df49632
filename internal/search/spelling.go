package search

import (
	"unicode/utf8"

	"shirube/internal/text"
)

// particles are the words between others, as they are read, with how they are
// written. In romaji は is wa and を is o as often as not.
func particles() map[string]string {
	return map[string]string{
		"ノ": "の", "ニ": "に", "ヲ": "を", "ハ": "は", "ガ": "が", "ト": "と", "デ": "で", "モ": "も", "ヘ": "へ", "ヤ": "や", "ワ": "は", "オ": "を",
		"カラ": "から", "マデ": "まで", "ヨリ": "より", "デモ": "でも", "ニハ": "には", "デハ": "では", "テモ": "ても",
		"デス": "です", "マス": "ます", "デスカ": "ですか", "マスカ": "ますか", "ナイ": "ない", "カ": "か",
	}
}

// The costs of parting a run of kana: few and long words are likelier.
const (
	costWord     = 4.0
	costPerKana  = -0.3 // of a word, up to six
	costShort    = 1.0  // more, for a word of two kana
	costParticle = 2.5
	gainConcept  = 0.5
)

// cover parts a run of kana into words that are read so, with particles between
// them; nil where it cannot be had all.
func (v *vocabulary) cover(kana string) []word {
	if words := v.part([]rune(text.ReadingKey(kana)), 2, v.readStrict); words != nil {
		return words
	}
	return v.part([]rune(text.LooseKey(kana)), 3, v.readLoose)
}

func (v *vocabulary) readStrict(key string) (word, bool) {
	return v.read(v.strict, key, func(i int32) bool { return v.keys[i] == key })
}

func (v *vocabulary) readLoose(key string) (word, bool) {
	return v.read(v.loose, key, func(i int32) bool { return text.LooseKey(v.keys[i]) == key })
}

// part finds the cheapest way through the run, word by word; least is the characters
// of the shortest word.
func (v *vocabulary) part(run []rune, least int, read func(string) (word, bool)) []word {
	if len(run) < least || len(run) > maxField {
		return nil
	}
	type step struct {
		cost  float64
		from  int
		word  word
		words int // so far, particles aside
	}
	best := make([]step, len(run)+1)
	reach := func(to int, s step) {
		if best[to].from < 0 || s.cost < best[to].cost {
			best[to] = s
		}
	}
	for i := range best {
		best[i].from = -1
	}
	best[0].from = 0
	joins := particles()
	for i := range run {
		if best[i].from < 0 {
			continue
		}
		for n := 1; n <= maxSpelt && i+n <= len(run); n++ {
			key := string(run[i : i+n])
			if p, ok := joins[key]; ok && i > 0 {
				reach(i+n, step{best[i].cost + costParticle, i, word{surface: p, concept: true}, best[i].words})
			}
			if n < least {
				continue
			}
			if w, ok := read(key); ok {
				cost := best[i].cost + costWord + costPerKana*float64(min(n, 6))
				if n == 2 {
					cost += costShort
				}
				if w.concept {
					cost -= gainConcept
				}
				reach(i+n, step{cost, i, w, best[i].words + 1})
			}
		}
	}
	if best[len(run)].from < 0 || best[len(run)].words == 0 {
		return nil
	}
	var out []word
	for at := len(run); at > 0; at = best[at].from {
		out = append([]word{best[at].word}, out...)
	}
	return out
}

// slip returns the word that a key is with one slip of the finger; nil where there
// is none, or the key has fewer than least characters.
func (v *vocabulary) slip(key string, least int) []word {
	if n := utf8.RuneCountInString(key); n < max(least, minNear) || n > maxNear {
		return nil
	}
	var best word
	ok := false
	v.nearly(key, func(i int32) {
		w := v.words[i]
		if utf8.RuneCountInString(v.keys[i]) >= least && (!ok || w.better(best) || !best.better(w) && w.surface < best.surface) {
			best, ok = w, true
		}
	})
	if !ok {
		return nil
	}
	return []word{best}
}

// nearly calls f for the words whose key is one slip away from key.
func (v *vocabulary) nearly(key string, f func(word int32)) {
	seen := map[int32]bool{}
	try := func(s string) {
		v.near.find(v.hash(s), func(i int32) {
			if !seen[i] {
				seen[i] = true
				if oneSlip([]rune(key), []rune(v.keys[i])) {
					f(i)
				}
			}
		})
	}
	try(key)
	without(key, try)
}

// oneSlip reports whether a becomes b by one character more, less or other, or by
// two neighbours that change places.
func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	rest := len(a) - i - j
	switch {
	case len(a) < len(b):
		return rest == 0
	case rest == 2:
		return a[i] == b[i+1] && a[i+1] == b[i]
	}
	return rest == 1
}
