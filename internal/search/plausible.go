package search

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/analysis"
	"shirube/internal/text"
)

// Kana that are read as one likes make words of anything: かおがほてる made 顔がホテル. What was made of
// them has to be a sentence, too, as the analyzer segments it and what was typed.

// spoken is a token with the kana that it stands for, counted from the beginning.
type spoken struct {
	analysis.Detail
	from, to int
}

// spokenTokens are the tokens of s, with their place in how it is read; not ok where a reading is
// not known.
func (e *Engine) spokenTokens(s string) (out []spoken, ok bool) {
	at := 0
	for _, d := range e.analyzer.Details(s) {
		n := utf8.RuneCountInString(d.Reading)
		if n == 0 {
			return nil, false
		}
		out = append(out, spoken{d, at, at + n})
		at += n
	}
	return out, true
}

func (s spoken) class() string {
	class, _, _ := strings.Cut(s.POS, ",")
	return class
}

// plausible reports whether words can be meant by kana that were typed. A name of the lexicon by itself
// always can. In katakana nobody writes words of one kanji or particles between other words in
// katakana.
func (e *Engine) plausible(typed string, words []word) bool {
	if len(words) == 1 {
		return true
	}
	if !hasHiragana(typed) && (short(words) || particleInKatakana(words)) {
		return false
	}
	meant, ok := e.spokenTokens(surfaces(words))
	if !ok {
		return true
	}
	if !conjugates(meant) {
		return false
	}
	heard, ok := e.spokenTokens(typed)
	if !ok || heard[len(heard)-1].to != meant[len(meant)-1].to {
		return true
	}
	return agree(heard, meant)
}

// particleInKatakana reports whether words that are written in katakana stand beside a particle, or
// nothing after it.
func particleInKatakana(words []word) bool {
	joins := particles()
	particle, other := false, false
	last := false
	for i := range words {
		join, ok := joins[spelling(words[i].surface)]
		last = ok && join == words[i].surface
		particle = particle || last
		other = other || !last && isKatakanaWord(&words[i])
	}
	return last || particle && other
}

// conjugates reports whether every ます follows a verb: of 保険は機器ます none does.
func conjugates(tokens []spoken) bool {
	for i, t := range tokens {
		if t.Base == "ます" && t.class() == "助動詞" && (i == 0 || tokens[i-1].class() != "動詞" && tokens[i-1].class() != "助動詞") {
			return false
		}
	}
	return true
}

// agree reports whether words that were heard in what was typed can be those that are meant: a verb
// (ほてる) is no noun in katakana (ホテル), an adjective (いい) no verb (言い), and a particle does not begin
// a word of two kana (麻酔走ますか for ますいはしますか). What the dictionary does not know was heard wrongly,
// and may be anything.
func agree(heard, meant []spoken) bool {
	i := 0
	for _, h := range heard {
		for i < len(meant) && meant[i].from < h.from {
			i++
		}
		if i >= len(meant) {
			return true
		}
		if h.class() == "助詞" && i > 0 && meant[i].from == h.from && meant[i].to > h.to && meant[i].to-h.from <= maxSwallowed {
			return false
		}
		same := meant[i].from == h.from && meant[i].to == h.to && meant[i].Surface != h.Surface
		if same && h.Class == "known" && h.Kept && otherWord(h, meant[i]) {
			return false
		}
	}
	return true
}

// maxSwallowed is the kana of the words that are so short that the particle is likelier.
const maxSwallowed = 2

func otherWord(heard, meant spoken) bool {
	switch heard.class() {
	case "動詞":
		return meant.class() == "名詞" && isKatakanaWord(&word{surface: meant.Surface})
	case "形容詞":
		return meant.class() == "動詞"
	}
	return false
}

// wordByWord writes the nouns of a sentence in hiragana as the index has them, and leaves the rest
// as it was typed; nil where there is none, or a word that the dictionary does not know. What a name of
// the lexicon is read like, before a particle, is that name, whatever else it can be (ほけんは).
func (e *Engine) wordByWord(v *vocabulary, s string) []word {
	details := e.analyzer.Details(s)
	var out []word
	found, particle := false, false
	for i, d := range details {
		if d.Class != "known" {
			return nil
		}
		w := word{surface: d.Surface, concept: true}
		n := utf8.RuneCountInString(d.Surface)
		before := i+1 < len(details) && strings.HasPrefix(details[i+1].POS, "助詞")
		particle = particle || before
		noun := strings.HasPrefix(d.POS, "名詞")
		if d.Kept && n >= 2 && (noun || before && n > 2) && hasHiragana(d.Surface) && !v.terms[d.Term] {
			read, ok := v.readStrict(text.ReadingKey(d.Surface))
			if ok && (read.concept || noun && n > 2) && spelling(read.surface) != spelling(d.Surface) {
				w, found = read, true
			}
		}
		out = append(out, w)
	}
	if !found || !particle {
		return nil
	}
	return out
}
