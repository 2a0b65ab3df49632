package search

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// mixed finds what of a stretch of several scripts is to be spelt otherwise: a name with one
// slip in it, words in katakana or Latin letters that nothing knows, a word of katakana that
// was typed in hiragana. What is written in hiragana between kanji is left alone: in sentences
// it is ordinary.
func (e *Engine) mixed(v *vocabulary, s string) []replaced {
	named := e.covered(s)
	if out := e.dashes(v, s); out != nil {
		return out
	}
	if out := e.nearNames(v, s, named); out != nil {
		return out
	}
	if out := e.inOtherKana(v, s); out != nil {
		return out
	}
	if kana := strings.Map(toHiragana, s); e.inflected(v, s, kana) {
		return []replaced{{start: 0, end: len(s), words: []word{v.asWritten(e, kana)}, sure: true}}
	}
	out := e.slips(v, s, named)
	return append(out, e.hiraganaRuns(v, s)...)
}

// inflected reports whether s is words in which katakana stands for the hiragana after kanji
// (肌荒レ), as it does nowhere else.
func (e *Engine) inflected(v *vocabulary, s, inHiragana string) bool {
	found := runs(s, text.IsKatakana)
	for _, run := range found {
		before, _ := utf8.DecodeLastRuneInString(s[:run[0]])
		if !text.IsKanji(before) || strings.ContainsRune(s[run[0]:run[1]], 'ー') || utf8.RuneCountInString(s[run[0]:run[1]]) > 3 {
			return false
		}
	}
	return len(found) > 0 && !e.allTerms(v, s) && (e.allTerms(v, inHiragana) || e.lexicon.Lookup(inHiragana) != nil)
}

// inOtherKana writes s as the name is written that it is in other kana or with dashes for long
// vowels (カサブタ), where the index does not have it so.
func (e *Engine) inOtherKana(v *vocabulary, s string) []replaced {
	name := v.written[spelling(prolonged(s))]
	if name == "" || text.Normalize(name).String == text.Normalize(s).String || e.allTerms(v, s) {
		return nil
	}
	return []replaced{{start: 0, end: len(s), words: []word{{surface: name, concept: true}}, sure: true}}
}

// dashes replaces dashes that were typed for long vowels, where that makes a word.
func (e *Engine) dashes(v *vocabulary, s string) []replaced {
	var out []replaced
	for _, run := range runs(s, func(r rune) bool { return isDash(r) || text.IsKatakana(r) }) {
		typed := s[run[0]:run[1]]
		long := prolonged(typed)
		if long == typed || isDash(firstRune(typed)) {
			continue
		}
		if key := spelling(long); v.terms[key] || v.isWritten(key) || e.lexicon.Lookup(long) != nil || e.allTerms(v, long) {
			out = append(out, replaced{start: run[0], end: run[1], words: []word{v.asWritten(e, long)}, sure: true})
		}
	}
	return out
}

// runs are the stretches of s of such characters.
func runs(s string, of func(rune) bool) [][2]int {
	var out [][2]int
	start := -1
	for i, r := range s {
		switch is := of(r); {
		case is && start < 0:
			start = i
		case !is && start >= 0:
			out = append(out, [2]int{start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, [2]int{start, len(s)})
	}
	return out
}

// slips puts right the words in katakana or Latin letters that nothing knows.
func (e *Engine) slips(v *vocabulary, s string, named [][2]int) []replaced {
	var out []replaced
	for _, run := range runs(s, text.IsKatakana) {
		typed := s[run[0]:run[1]]
		if utf8.RuneCountInString(typed) < minNear-1 || cutsName(named, run[0], run[1]) || v.terms[spelling(typed)] || e.analyzer.Known(typed) || e.allTerms(v, typed) {
			continue
		}
		if words := v.slipInKatakana(typed); keeps(words, s, named, run) {
			out = appendWhole(out, run[0], run[1], words)
		}
	}
	if s == strings.ToUpper(s) {
		return out // no word in Latin letters, or abbreviations alone
	}
	for _, t := range e.analyzer.Tokens(s) {
		if overlaps(named, t.Start, t.End) || v.terms[t.Term] || strings.IndexFunc(t.Term, func(r rune) bool { return r < 'a' || r > 'z' }) >= 0 {
			continue
		}
		if typed := s[t.Start:t.End]; typed != strings.ToUpper(typed) { // abbreviations have no letter to spare
			out = appendWhole(out, t.Start, t.End, v.slip(t.Term, minLatinSlip, isLatinWord))
		}
	}
	return out
}

// keeps reports whether words have all names in them that stand in a run of s: the slip is
// beside them.
func keeps(words []word, s string, named [][2]int, run [2]int) bool {
	for _, n := range named {
		if n[0] < run[1] && run[0] < n[1] && !strings.Contains(spelling(surfaces(words)), spelling(s[n[0]:n[1]])) {
			return false
		}
	}
	return true
}

func appendWhole(out []replaced, start, end int, words []word) []replaced {
	if words == nil {
		return out
	}
	return append(out, replaced{start: start, end: end, words: words})
}

// allTerms reports whether the index has every word of s.
func (e *Engine) allTerms(v *vocabulary, s string) bool {
	tokens := e.analyzer.Tokens(s)
	for _, t := range tokens {
		if !v.terms[t.Term] {
			return false
		}
	}
	return len(tokens) > 0
}

// hiraganaRuns finds the words of katakana that were typed in hiragana: あとぴー皮膚炎.
func (e *Engine) hiraganaRuns(v *vocabulary, s string) []replaced {
	var out []replaced
	for _, run := range runs(s, func(r rune) bool { return text.IsHiragana(r) || r == 'ー' }) {
		for start := run[0]; start < run[1]; {
			end := e.katakanaWord(v, s[start:run[1]])
			if end < 0 {
				_, n := utf8.DecodeRuneInString(s[start:])
				start += n
				continue
			}
			out = append(out, replaced{start: start, end: start + end, words: []word{v.asWritten(e, strings.Map(toKatakana, s[start:start+end]))}, sure: true})
			start += end
		}
	}
	return out
}

// katakanaWord is where the longest word ends that s begins with and that people write in
// katakana; -1 where none does. Words of less than three kana are met by chance.
func (e *Engine) katakanaWord(v *vocabulary, s string) int {
	end, n := -1, 0
	for i, r := range s {
		if n++; n > maxSpelt {
			break
		}
		i += utf8.RuneLen(r)
		if n >= 4 || n == 3 && strings.ContainsRune(s[:i], 'ー') {
			long := strings.Map(toKatakana, s[:i])
			if key := spelling(long); (v.isWritten(key) || v.terms[key] && e.analyzer.Known(long)) && !e.analyzer.Known(s[:i]) {
				end = i
			}
		}
	}
	return end
}

func toHiragana(r rune) rune {
	if r >= 'ァ' && r <= 'ヶ' {
		return r - 'ァ' + 'ぁ'
	}
	return r
}

func toKatakana(r rune) rune {
	if r >= 'ぁ' && r <= 'ゖ' {
		return r + 'ァ' - 'ぁ'
	}
	return r
}

// nearNames finds a name of the lexicon that a part of s is with one slip: a kanji chosen
// wrongly for the reading (歯周秒), or a slip in its kana (アトヒー性皮膚炎). Only what is no word itself is
// put right.
func (e *Engine) nearNames(v *vocabulary, s string, named [][2]int) []replaced {
	var best replaced
	longest := 0
	if v.isWritten(spelling(s)) {
		return nil
	}
	parallel := isParallel(s)
	for start := range s {
		for t := v.stretches(s[start:], parallel); t.next(); {
			if !t.canBeName() || t.n <= longest || cutsName(named, start, start+t.end) {
				continue
			}
			if w, ok := e.nearName(v, &t); ok {
				best, longest = replaced{start: start, end: start + t.end, words: []word{w}}, t.n
			}
		}
	}
	if longest == 0 {
		return nil
	}
	return []replaced{best}
}

// longWords reports whether s is words of the index, of two characters and more: no kanji of
// it can be one that was chosen wrongly.
func (e *Engine) longWords(v *vocabulary, s string) bool {
	for _, t := range e.analyzer.Tokens(s) {
		if !v.terms[t.Term] || utf8.RuneCountInString(s[t.Start:t.End]) < 2 {
			return false
		}
	}
	return true
}

func (e *Engine) nearName(v *vocabulary, t *stretches) (best word, ok bool) {
	spelt, key := t.keys()
	if strings.IndexFunc(spelt, text.IsKanji) < 0 || v.terms[spelt] || v.isWritten(spelt) {
		return best, false
	}
	if w, ok := v.readStrict(key); ok && w.concept {
		return w, true // long vowels that are spelt otherwise
	}
	v.nearly(&v.nearNames, key, func(i int32) {
		w := v.words[i]
		if (e.misconverted(key, v.keys[i]) || slippedKana(key, v.keys[i])) && (!ok || w.better(best)) {
			best, ok = w, true
		}
	})
	// Last, because it analyses, and few stretches of a query are near a name.
	return best, ok && !e.longWords(v, t.rest[:t.end])
}

// joins reports whether a name is what was typed but for a hiragana that stands alone
// beside other letters: a particle, which is no slip (とヒアルロン酸, セラミックの歯).
func joins(typed, name string) bool {
	r := []rune(typed)
	other := func(i int) bool { return i < 0 || i >= len(r) || !text.IsHiragana(r[i]) }
	for i := range r {
		if text.IsHiragana(r[i]) && other(i-1) && other(i+1) && spelling(string(r[:i])+string(r[i+1:])) == spelling(name) {
			return true
		}
	}
	return false
}

// slippedKana reports whether two words that are one slip apart differ in katakana, and are
// long enough for that to be no other word.
func slippedKana(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if min(len(x), len(y)) < 5 {
		return false
	}
	i := 0
	for i < min(len(x), len(y)) && x[i] == y[i] {
		i++
	}
	j := 0
	for j < min(len(x), len(y))-i && x[len(x)-1-j] == y[len(y)-1-j] {
		j++
	}
	kana := func(r []rune) bool {
		return strings.IndexFunc(string(r), func(r rune) bool { return !text.IsKatakana(r) }) < 0
	}
	// Within a word of katakana: what is written in hiragana has become katakana here, too.
	within := func(r []rune, i, j int) bool {
		return i > 1 && text.IsKatakana(r[i-1]) && text.IsKatakana(r[i-2]) || len(r)-j+1 < len(r) && text.IsKatakana(r[len(r)-j]) && text.IsKatakana(r[len(r)-j+1])
	}
	return kana(x[i:len(x)-j]) && kana(y[i:len(y)-j]) && within(y, i, j)
}

// misconverted reports whether two words differ in one kanji that is read alike.
func (e *Engine) misconverted(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return false
	}
	differ := -1
	for i := range x {
		if x[i] != y[i] {
			if differ >= 0 || !text.IsKanji(x[i]) || !text.IsKanji(y[i]) {
				return false
			}
			differ = i
		}
	}
	if differ < 0 {
		return false
	}
	for _, r := range e.analyzer.Readings(string(x[differ])) {
		for _, o := range e.analyzer.Readings(string(y[differ])) {
			if r == o {
				return true
			}
		}
	}
	return false
}
