package search

import (
	"strings"
	"unicode/utf8"

	"shirube/internal/text"
)

// romajiSlip is the word that Latin letters are the romaji of, with one slip in them. A slip
// in romaji can change several kana; so all the letters are tried that could have been meant,
// which only what nothing else explains has to wait for.
func (v *vocabulary) romajiSlip(s string) []word {
	letters := text.Normalize(s).String
	if len(letters) < minRomajiSlip || len(letters) > maxField {
		return nil
	}
	if words := v.romajiName(s); words != nil {
		return words
	}
	if words := v.romajiPartSlip(s); words != nil {
		return words
	}
	return v.partSlip([]rune(text.ReadingKey(lenient(letters))), anyWord)
}

// romajiName is the one word, a name if there is one.
func (v *vocabulary) romajiName(s string) []word {
	letters := text.Normalize(s).String
	if len(letters) < minRomajiSlip {
		return nil
	}
	var best word
	ok := false
	seen := map[string]bool{}
	text.LetterSlips(letters, func(meant string) {
		kana, rest, is := text.Katakana(meant)
		if !is || rest != "" {
			return
		}
		key := text.ReadingKey(kana)
		if utf8.RuneCountInString(key) < minNear-1 || seen[key] {
			return
		}
		seen[key] = true
		for _, key := range withObject(kana, key) {
			if w, found := v.readStrict(key); found && (!ok || w.better(best)) {
				best, ok = w, true
			}
		}
	})
	if !ok {
		return nil
	}
	return []word{best}
}

// withObject are the keys of a reading with を for one お of it: in romaji both are o.
func withObject(kana, key string) []string {
	out := []string{key}
	for i, r := range kana {
		if r == 'オ' && i > 0 {
			out = append(out, text.ReadingKey(kana[:i]+"ヲ"+kana[i+len("オ"):]))
		}
	}
	return out
}

// minRomajiSlip is the letters of the shortest romaji in which a slip is put right.
const minRomajiSlip = 6

// lenient reads romaji, and leaves out the letters that are none.
func lenient(s string) string {
	var out strings.Builder
	for s != "" {
		if kana, _, ok := text.Katakana(s); ok {
			out.WriteString(kana)
			break
		}
		n := len(s)
		for n > 1 {
			n--
			if kana, rest, ok := text.Katakana(s[:n]); ok && rest == "" {
				out.WriteString(kana)
				break
			}
		}
		s = s[n:]
	}
	return out.String()
}

// romajiPartSlip parts romaji into words, one of them with one slip in its letters; nil where
// it cannot be had all. A word with a slip is looked for only between places that words reach
// from the beginning and from the end.
func (v *vocabulary) romajiPartSlip(s string) []word {
	letters := text.Normalize(s).String
	if len(letters) < minRomajiSlip+3 || len(letters) > maxField {
		return nil
	}
	p, ends := newPath(len(letters)), v.romajiEnds(letters)
	for i := range len(letters) {
		for slipped := range 2 {
			if p.at(i, slipped) == nil {
				continue
			}
			for j := i + 1; j <= min(len(letters), i+maxRomaji); j++ {
				if w, c, ok := v.romajiWord(letters[i:j], i > 0); ok {
					p.reach(i, slipped, j, slipped, w, c)
				}
				if slipped == 0 && ends[j] && j-i >= minRomajiSlip-1 && (i > 0 || j < len(letters)) {
					if w, n, ok := v.romajiSlipped(letters[i:j]); ok {
						p.reach(i, 0, j, 1, w, cost(w, n)+costSlip)
					}
				}
			}
		}
	}
	return p.words(len(letters), 1)
}

// maxRomaji is the letters of the longest word within romaji of several.
const maxRomaji = 20

// romajiEnds tells from which places the rest of the letters is words.
func (v *vocabulary) romajiEnds(letters string) []bool {
	ends := make([]bool, len(letters)+1)
	ends[len(letters)] = true
	for i := len(letters) - 1; i > 0; i-- {
		for j := i + 1; j <= min(len(letters), i+maxRomaji) && !ends[i]; j++ {
			if ends[j] {
				_, _, ends[i] = v.romajiWord(letters[i:j], true)
			}
		}
	}
	return ends
}

// romajiWord is the word of three characters and more that letters are the romaji of, or a
// particle, with what it costs.
func (v *vocabulary) romajiWord(letters string, after bool) (word, float64, bool) {
	kana, rest, ok := text.Katakana(letters)
	if !ok || rest != "" {
		return word{}, 0, false
	}
	key := text.ReadingKey(kana)
	if p, ok := particles()[key]; ok && after {
		return word{surface: p, concept: true}, costParticle, true
	}
	n := utf8.RuneCountInString(key)
	if n < 3 {
		return word{}, 0, false
	}
	w, ok := v.readStrict(key)
	return w, cost(w, n), ok
}

// romajiSlipped is the likeliest word that letters are the romaji of, with one slip, and the
// characters of its reading.
func (v *vocabulary) romajiSlipped(letters string) (best word, n int, ok bool) {
	text.LetterSlips(letters, func(meant string) {
		kana, rest, is := text.Katakana(meant)
		if !is || rest != "" {
			return
		}
		key := text.ReadingKey(kana)
		if utf8.RuneCountInString(key) < minPartSlip {
			return
		}
		if w, found := v.readStrict(key); found && (!ok || w.better(best)) {
			best, n, ok = w, utf8.RuneCountInString(key), true
		}
	})
	return best, n, ok
}
