package main

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"shirube/internal/analysis"
	"shirube/internal/bench"
	"shirube/internal/text"
)

// slips are the sorts of one slip each, in a word as it is written, in its reading or
// in its romaji.
func slips(p *bench.Parts, seed uint64) []sort {
	kana := func(slip func([]rune, *rand.Rand) []rune) func(string) (string, bool) {
		return func(word string) (string, bool) { return inRun(word, text.IsKatakana, 4, slip, finger(seed, word)) }
	}
	readAs := func(write func(string) string, in func(rune) bool, least int) func(string) (string, bool) {
		return func(word string) (string, bool) {
			read, ok := reading(p, word)
			if !ok {
				return "", false
			}
			return inRun(write(read), in, least, anySlip, finger(seed, word))
		}
	}
	out := []sort{
		{name: "slip: one more", spell: kana(insert)},
		{name: "slip: one less", spell: kana(remove)},
		{name: "slip: another", spell: kana(change)},
		{name: "slip: swapped", spell: kana(swap)},
		{name: "slip: long vowel", spell: kana(longVowel)},
		{name: "slip: dakuten", spell: kana(dakuten)},
		{name: "slip: small kana", spell: kana(smallKana)},
		{name: "slip: conversion", spell: func(word string) (string, bool) {
			if p.Lexicon.Lookup(word) == nil {
				return "", false // only names are put right
			}
			return misconvert(p.Analyzer, word, finger(seed, word))
		}},
		{name: "slip in hiragana", by: asRead, spell: readAs(hiragana, text.IsHiragana, 5)},
		{name: "slip in romaji", by: asRomaji, spell: readAs(hepburn.write, isLatin, 7)},
		{name: "slip in Latin letters", spell: func(word string) (string, bool) { return inRun(word, isLatin, 5, change, finger(seed, word)) }},
	}
	for i := range out {
		out[i].slip, out[i].class = true, misspelt
	}
	return out
}

// finger is the chance by which it slips in a word: the same in every run.
func finger(seed uint64, word string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(word))
	return rand.New(rand.NewPCG(seed, h.Sum64())) //nolint:gosec // to be repeated
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// inRun lets a finger slip in the longest run of letters of a sort, of at least so many.
func inRun(word string, in func(rune) bool, least int, slip func([]rune, *rand.Rand) []rune, random *rand.Rand) (string, bool) {
	runes := []rune(word)
	from, to := 0, 0
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && in(runes[j]) {
			j++
		}
		if j-i > to-from {
			from, to = i, j
		}
		i = j + 1
	}
	if to-from < least {
		return "", false
	}
	for range 20 {
		if got := slip(slices.Clone(runes[from:to]), random); got != nil && string(got) != string(runes[from:to]) {
			return string(runes[:from]) + string(got) + string(runes[to:]), true
		}
	}
	return "", false
}

func anySlip(s []rune, random *rand.Rand) []rune {
	kinds := []func([]rune, *rand.Rand) []rune{insert, remove, change, swap}
	return kinds[random.IntN(len(kinds))](s, random)
}

// letters are what a finger can hit instead of r.
func letters(r rune) []rune {
	switch {
	case isLatin(r):
		return []rune("aiueokstnhmyrwgzdbp")
	case text.IsHiragana(r):
		return []rune("あいうえおかきくけこさしすせそたちつてとなにのはひふへほまみむめもやゆよらりるれろん")
	}
	return []rune("アイウエオカキクケコサシスセソタチツテトナニノハヒフヘホマミムメモヤユヨラリルレロン")
}

func another(r rune, random *rand.Rand) rune {
	from := letters(r)
	return from[random.IntN(len(from))]
}

// insert hits one key more, or the same twice.
func insert(s []rune, random *rand.Rand) []rune {
	i := 1 + random.IntN(len(s)-1)
	r := s[i-1]
	if random.IntN(2) == 0 {
		r = another(r, random)
	}
	return slices.Insert(s, i, r)
}

// remove, change and swap leave the first letter, which people see.
func remove(s []rune, random *rand.Rand) []rune {
	i := 1 + random.IntN(len(s)-1)
	return slices.Delete(s, i, i+1)
}

func change(s []rune, random *rand.Rand) []rune {
	i := 1 + random.IntN(len(s)-1)
	s[i] = another(s[i], random)
	return s
}

func swap(s []rune, random *rand.Rand) []rune {
	i := 1 + random.IntN(len(s)-2)
	s[i], s[i+1] = s[i+1], s[i]
	return s
}

// longVowel leaves out a long-vowel mark, or writes one where none is.
func longVowel(s []rune, random *rand.Rand) []rune {
	if i := slices.Index(s, 'ー'); i > 0 && i < len(s)-1 {
		return slices.Delete(s, i, i+1)
	}
	i := 1 + random.IntN(len(s)-1)
	if s[i-1] == 'ッ' || s[i-1] == 'ン' || strings.ContainsRune("ァィゥェォャュョッー", s[i]) {
		return nil
	}
	return slices.Insert(s, i, 'ー')
}

const (
	plainKana  = "カキクケコサシスセソタチツテトハヒフヘホ"
	voicedKana = "ガギグゲゴザジズゼゾダヂヅデドバビブベボ"
)

// dakuten adds a voicing mark or leaves it out.
func dakuten(s []rune, random *rand.Rand) []rune {
	plain, voiced := []rune(plainKana), []rune(voicedKana)
	at := random.Perm(len(s))
	for _, i := range at {
		if k := slices.Index(plain, s[i]); k >= 0 {
			s[i] = voiced[k]
			return s
		}
		if k := slices.Index(voiced, s[i]); k >= 0 {
			s[i] = plain[k]
			return s
		}
	}
	return nil
}

// smallKana writes a small kana large.
func smallKana(s []rune, _ *rand.Rand) []rune {
	for i, r := range s {
		if k := slices.Index([]rune("ャュョッ"), r); k >= 0 {
			s[i] = []rune("ヤユヨツ")[k]
			return s
		}
	}
	return nil
}

// misconvert takes another kanji that is read as one of the word's is.
func misconvert(an *analysis.Analyzer, word string, random *rand.Rand) (string, bool) {
	runes := []rune(word)
	if len(runes) < 3 {
		return "", false
	}
	for _, i := range random.Perm(len(runes)) {
		if !text.IsKanji(runes[i]) {
			continue
		}
		read := an.Readings(string(runes[i]))
		candidates := []rune(commonKanji)
		for _, k := range random.Perm(len(candidates)) {
			r := candidates[k]
			if r != runes[i] && slices.ContainsFunc(an.Readings(string(r)), func(s string) bool { return slices.Contains(read, s) }) {
				runes[i] = r
				return string(runes), true
			}
		}
	}
	return "", false
}

// commonKanji are kanji that input methods offer for the readings of medical words.
const commonKanji = "以意医位移異衣為偉遺委維威尉胃" + "効光公考高工行講好口交香航抗甲功幸紅硬興" + "鏡教強共協橋境興恐胸狂響況" +
	"小症章象招賞照勝正称証焦商省傷償昇焼" + "病秒評表票標描" + "死歯氏史誌師市詞試士資姿支" + "完感間関館患幹観官看刊慣換監管" + "賛散算産酸参惨残" +
	"税製正整成性制生勢精清聖声西青" + "切節設説雪接折摂" + "天点店展転典電伝田" + "同動働道堂銅導童洞" + "秘否比非費批肥皮飛避悲" + "要用洋様陽曜葉養溶" +
	"副福服復腹複" + "作策昨錯削" + "注中虫柱駐昼宙" + "集終週秋収修習州周" + "熟術述" + "射者社謝写舎車捨" + "視指子紙糸脂肢" + "毛網盲耗猛" + "脱奪" + "眼癌願顔岩" +
	"科可価加化仮家課果歌荷貨" + "肝寒巻簡甘汗勘冠" + "腸長調超朝町張頂鳥" + "筋金近禁勤琴菌" + "検研険件県健権験" + "査差茶砂" + "療量料良涼領両" + "法方放報訪包胞" + "膝肩腰腕肘"
