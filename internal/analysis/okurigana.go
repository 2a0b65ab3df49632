package analysis

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// okurigana finds the usual spelling of words of the dictionary that are written with more
// hiragana after their kanji or fewer: 取扱, 取扱い and 取り扱い, 行う and 行なう. Words are one
// where kanji and reading are the same.
type okurigana struct {
	dict     *dictionary
	columns  columns
	readings map[string]string  // of verbs and adjectives by base form; empty: several
	usual    map[string]variant // by kanji and reading
}

// variant is the likeliest of the spellings of one word, by the dictionary's cost.
type variant struct {
	base string
	cost int16
}

func newOkurigana(d *dictionary, c columns) *okurigana {
	o := &okurigana{dict: d, columns: c, readings: map[string]string{}, usual: map[string]variant{}}
	for i := range d.pos {
		base := c.base(i)
		if !hasKanji(base) || strings.IndexFunc(base, text.IsHiragana) < 0 {
			continue
		}
		switch reading := c.reading(i); {
		case o.isNoun(i):
			o.add(base, reading, "名詞", c.kagome.Morphs[i].Weight)
		case o.isInflected(i) && c.inflection(i) == "基本形":
			if before, ok := o.readings[base]; ok && before != reading {
				reading = ""
			}
			o.readings[base] = reading
		}
	}
	for i := range d.pos {
		if base := c.base(i); o.isInflected(i) && c.inflection(i) == "基本形" && o.readings[base] != "" {
			o.add(base, o.readings[base], string(d.tag(i)), c.kagome.Morphs[i].Weight)
		}
	}
	return o
}

func (o *okurigana) isNoun(i int) bool {
	switch o.dict.tag(i) {
	case "名詞,一般", "名詞,サ変接続", "名詞,ナイ形容詞語幹":
		return true
	}
	return false
}

func (o *okurigana) isInflected(i int) bool {
	return o.dict.tag(i) == "動詞,自立" || o.dict.tag(i) == "形容詞,自立"
}

func (o *okurigana) add(base, reading, class string, cost int16) {
	key := wordKey(base, reading, class)
	if v, ok := o.usual[key]; !ok || cost < v.cost || cost == v.cost && base < v.base {
		o.usual[key] = variant{base, cost}
	}
}

// wordKey is what all spellings of a word share.
func wordKey(base, reading, class string) string {
	return class + "\x00" + reading + "\x00" + strings.Map(func(r rune) rune {
		if text.IsHiragana(r) {
			return -1
		}
		return r
	}, base)
}

// of is the usual spelling of the base form of entry i. Nouns of one kanji are left alone: 話 is
// no 話し.
func (o *okurigana) of(i int, base string) string {
	switch {
	case o.isInflected(i):
		return o.inflected(string(o.dict.tag(i)), base)
	case o.isNoun(i) && kanjiIn(base) > 1:
		if v, ok := o.usual[wordKey(base, o.columns.reading(i), "名詞")]; ok {
			return v.base
		}
	}
	return base
}

// inflected is the usual spelling of the base form of a verb or adjective.
func (o *okurigana) inflected(class, base string) string {
	if reading := o.readings[base]; reading != "" {
		if v, ok := o.usual[wordKey(base, reading, class)]; ok {
			return v.base
		}
	}
	return base
}

func kanjiIn(s string) int {
	return utf8.RuneCountInString(s) - utf8.RuneCountInString(strings.Map(func(r rune) rune {
		if text.IsKanji(r) {
			return -1
		}
		return r
	}, s))
}
