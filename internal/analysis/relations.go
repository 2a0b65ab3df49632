package analysis

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// relations finds the verb or adjective that a noun, adverb or attributive of
// the dictionary is a form of. Whether 腫れ is segmented as a noun or as a form of
// 腫れる, 早く as an adverb or as a form of 早い, depends on what stands beside it:
// with one term for both it does not matter.
type relations struct {
	dict       *dictionary
	columns    columns
	adjectives map[string]bool
}

func newRelations(d *dictionary, c columns) *relations {
	r := &relations{dict: d, columns: c, adjectives: map[string]bool{}}
	for i := range d.pos {
		if d.tag(i) == "形容詞,自立" {
			r.adjectives[c.base(i)] = true
		}
	}
	return r
}

// root returns the base form of the verb or adjective that entry i is a form of,
// or its own base form.
func (r *relations) root(i int, base string) string {
	switch r.dict.tag(i) {
	case "名詞,一般", "名詞,サ変接続", "名詞,ナイ形容詞語幹":
		return r.verb(base)
	case "副詞,一般", "副詞,助詞類接続":
		return r.adjective(base, "く")
	case "連体詞":
		return r.adjective(base, "な")
	}
	return base
}

// verb is the one verb whose continuative form the noun is (痛み: 痛む). Nouns in
// kanji alone are not looked up, nor two kana: はり is not 張る.
func (r *relations) verb(noun string) string {
	last, _ := utf8.DecodeLastRuneInString(noun)
	if !text.IsHiragana(last) || !hasKanji(noun) && utf8.RuneCountInString(noun) < 3 {
		return noun
	}
	var verbs []string
	r.dict.entries(noun, func(i int) {
		if r.dict.tag(i) == "動詞,自立" && r.columns.inflection(i) == "連用形" {
			verbs = append(verbs, r.columns.base(i))
		}
	})
	if len(verbs) == 0 {
		return noun
	}
	for _, v := range verbs {
		if v != verbs[0] {
			return noun
		}
	}
	return verbs[0]
}

// adjective is the adjective that ends in い where the word ends in ending.
func (r *relations) adjective(word, ending string) string {
	if stem, ok := strings.CutSuffix(word, ending); ok && r.adjectives[stem+"い"] {
		return stem + "い"
	}
	return word
}

// entries calls f for every entry of the dictionary that is s. (The dictionary's
// own Search answers 0 where s only begins an entry.)
func (d *dictionary) entries(s string, f func(id int)) {
	d.kagome.Index.CommonPrefixSearchCallback(s, func(id, n int) {
		if n == len(s) {
			f(id)
		}
	})
}
