package search

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"shirube/internal/text"
)

// particles are the words between others, as they are read, with how they are
// written. In romaji は is wa and を is o as often as not.
//
//nolint:gochecknoglobals // a constant table
var particles = sync.OnceValue(func() map[string]string {
	return map[string]string{
		"ノ": "の", "ニ": "に", "ヲ": "を", "ハ": "は", "ガ": "が", "ト": "と", "デ": "で", "モ": "も", "ヘ": "へ", "ヤ": "や", "ワ": "は", "オ": "を",
		"カラ": "から", "マデ": "まで", "ヨリ": "より", "デモ": "でも", "ニハ": "には", "デハ": "では", "テモ": "ても",
		"デス": "です", "マス": "ます", "デスカ": "ですか", "マスカ": "ますか", "ナイ": "ない", "カ": "か",
		"スル": "する", "シタ": "した", "シテ": "して", "シマス": "します",
	}
})

// The costs of parting a run of kana: few and long words are likelier.
const (
	costWord     = 4.0
	costPerKana  = -0.3 // of a word, up to six
	costShort    = 1.0  // more, for a word of two kana; twice for one of one
	costParticle = 2.5
	gainConcept  = 0.5
)

// cover parts a run of kana into words that are read so, with particles between
// them; nil where it cannot be had all. Long vowels may have been left out where that makes
// one name, or fewer words and none that is met by chance.
func (v *vocabulary) cover(kana string) []word {
	strict := text.ReadingKey(kana)
	words := v.part([]rune(strict), 2, v.readStrict)
	if len(words) == 1 && words[0].concept {
		return words
	}
	loose := text.LooseKey(kana)
	n := utf8.RuneCountInString(loose)
	if w, ok := v.readLoose(loose); ok && n > 1 {
		switch one := len(words) == 1; {
		case words == nil, w.concept && (one || n >= minLooseName), !one && short(words):
			return []word{w}
		}
	}
	if words != nil && !short(words) {
		return words
	}
	if other := v.part([]rune(loose), 2, v.readLoose); other != nil && (words == nil || len(other) < len(words)) {
		return other
	}
	return words
}

// minLooseName is the characters without long vowels of the shortest name that is preferred
// to several words.
const minLooseName = 5

// readStrict also finds the words of katakana whose long vowel at the end their terms have
// lost (アレルギー).
func (v *vocabulary) readStrict(key string) (word, bool) {
	w, ok := v.read(&v.strict, key, func(i int32) bool { return v.keys[i] == key })
	if last, n := utf8.DecodeLastRuneInString(key); !ok && len(key) > 4*n && strings.ContainsRune("アイウエオー", last) && text.LooseKey(key) == text.LooseKey(key[:len(key)-n]) {
		short := key[:len(key)-n]
		w, ok = v.read(&v.strict, short, func(i int32) bool { return v.keys[i] == short && isKatakanaWord(&v.words[i]) })
	}
	return w, ok
}

func (v *vocabulary) readLoose(key string) (word, bool) {
	return v.read(&v.loose, key, func(i int32) bool { return text.LooseKey(v.keys[i]) == key })
}

// part finds the cheapest way through the run, word by word; least is the characters
// of the shortest word.
func (v *vocabulary) part(run []rune, least int, read func(string) (word, bool)) []word {
	if len(run) < least || len(run) > maxField {
		return nil
	}
	if len(run) > maxSpelt {
		if w, ok := read(string(run)); ok {
			return []word{w}
		}
	}
	type stage struct {
		cost  float64
		from  int
		word  word
		words int // so far, particles aside
	}
	best := make([]stage, len(run)+1)
	reach := func(to int, s stage) {
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
				reach(i+n, stage{best[i].cost + costParticle, i, word{surface: p, concept: true}, best[i].words})
			}
			if n < least && (n > 1 || i == 0 || !endsInKanji(best[i].word.surface)) {
				continue
			}
			if w, ok := read(key); ok && (n > 1 || isKanjiWord(w.surface)) {
				reach(i+n, stage{best[i].cost + cost(w, n), i, w, best[i].words + 1})
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

// endsInKanji and isKanjiWord are for words of one kana, which are taken for parts of
// compounds alone: 費 of 治療費, 後 of 検査後.
func endsInKanji(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return text.IsKanji(r)
}

func isKanjiWord(s string) bool { return utf8.RuneCountInString(s) == 1 && text.IsKanji(firstRune(s)) }

// cost is that of a word of n kana.
func cost(w word, n int) float64 {
	c := costWord + costPerKana*float64(min(n, 6))
	if n <= 2 {
		c += costShort * float64(3-n)
	}
	if w.concept {
		c -= gainConcept
	}
	return c
}

// slip returns the word that s is with one slip of the finger; nil where there is none,
// or it has fewer than least characters. One key too few makes s shorter than a name. The first character is one that people see: it is
// right, but for its voicing.
func (v *vocabulary) slip(s string, least int, only func(*word) bool) []word {
	typed := utf8.RuneCountInString(s)
	if typed < max(least, minNear)-1 {
		return nil
	}
	inKatakana := isKana(s) && !hasHiragana(s)
	var best word
	ok := false
	for _, key := range []string{text.ReadingKey(s), text.FoldKana(s)} {
		if n := utf8.RuneCountInString(key); n < minNear-1 || n > maxNear {
			continue
		}
		v.nearly(&v.near, key, func(i int32) {
			w := v.words[i]
			if typed < max(least, minNear) && (!w.concept || utf8.RuneCountInString(v.keys[i]) <= typed) || inKatakana && !v.spelt(i) {
				return
			}
			if v.long(i, least) && only(&w) && sameStart(key, v.keys[i]) && (!ok || w.better(best) || !best.better(w) && w.surface < best.surface) {
				best, ok = w, true
			}
		})
	}
	if !ok {
		return nil
	}
	return []word{best}
}

// sameStart reports whether two words begin alike, voicing and the order of the first two
// characters aside.
func sameStart(a, b string) bool {
	x, y := firstRune(a), firstRune(b)
	if x == y {
		return true
	}
	if r, s := []rune(a), []rune(b); len(r) >= 2 && len(s) >= 2 && r[0] == s[1] && r[1] == s[0] {
		return true
	}
	plain := func(r rune) rune { return firstRune(norm.NFD.String(string(r))) }
	return plain(x) == plain(y)
}

// spelt reports whether a word is there by its spelling, not by how another of its names is read: who
// slips in katakana did not mean a reading.
func (v *vocabulary) spelt(i int32) bool {
	w := &v.words[i]
	return !isKatakanaWord(w) || v.keys[i] == text.ReadingKey(w.surface) || v.keys[i] == text.FoldKana(w.surface) || v.keys[i] == text.ReadingKey(spelling(w.surface))
}

// long reports whether a word has so many characters, a long vowel that its term has lost
// included.
func (v *vocabulary) long(i int32, least int) bool {
	n := utf8.RuneCountInString(v.keys[i])
	return n >= least || n == minNear-1 && least == minNear && v.prolonged(i)
}

// nearly calls f for the words of near or nearNames whose key is one slip away from key.
func (v *vocabulary) nearly(in *table, key string, f func(word int32)) {
	var seen []int32
	v.slips(key, func(hash uint64) {
		in.find(hash, func(i int32) {
			if !slices.Contains(seen, i) {
				seen = append(seen, i)
				if oneSlip([]rune(key), []rune(v.keys[i])) {
					f(i)
				}
			}
		})
	})
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
