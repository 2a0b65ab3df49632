package search

import (
	"unicode/utf8"

	"shirube/internal/text"
)

// costSlip is what a slip costs beside parting a run of kana: nothing is gained by one that
// only makes shorter words.
const costSlip = 4.0

// minPartSlip is the characters of the shortest word with a slip beside others, whose company
// tells that it is meant.
const minPartSlip = 4

// partSlip parts a run of kana as part does, one of its words with one slip of the finger;
// nil where it cannot be had all. The other words must be long enough not to be met by chance.
func (v *vocabulary) partSlip(run []rune, only func(*word) bool) []word {
	if len(run) < minPartSlip+2 || len(run) > maxField {
		return nil
	}
	joins := particles()
	p := newPath(len(run))
	for i := range run {
		for slipped := range 2 {
			if p.at(i, slipped) == nil {
				continue
			}
			for n := 1; n <= maxSpelt && i+n <= len(run); n++ {
				key := string(run[i : i+n])
				if w, ok := joins[key]; ok && i > 0 {
					p.reach(i, slipped, i+n, slipped, word{surface: w, concept: true}, costParticle)
				}
				if n >= 3 {
					if w, ok := v.readStrict(key); ok && only(&w) {
						p.reach(i, slipped, i+n, slipped, w, cost(w, n))
					}
				}
				if slipped == 0 && n >= minPartSlip-1 {
					if w, ok := v.slipped(key, only); ok {
						p.reach(i, 0, i+n, 1, w, cost(w, n)+costSlip)
					}
				}
			}
		}
	}
	return p.words(len(run), 1)
}

// slipped is the likeliest word that a reading key is with one slip.
func (v *vocabulary) slipped(key string, only func(*word) bool) (best word, ok bool) {
	v.nearly(&v.near, key, func(i int32) {
		if w := v.words[i]; utf8.RuneCountInString(v.keys[i]) >= minPartSlip && only(&w) && sameStart(key, v.keys[i]) && (!ok || w.better(best)) {
			best, ok = w, true
		}
	})
	return best, ok
}

// path is the cheapest ways through a run, by where they are and how many slips they took.
type path struct{ steps [][2]*step }

type step struct {
	cost   float64
	before *step
	word   word
}

func newPath(n int) *path {
	p := &path{make([][2]*step, n+1)}
	p.steps[0][0] = &step{}
	return p
}

func (p *path) at(i, slips int) *step { return p.steps[i][slips] }

func (p *path) reach(from, slips, to, then int, w word, cost float64) {
	before := p.steps[from][slips]
	if s := p.steps[to][then]; s == nil || before.cost+cost < s.cost {
		p.steps[to][then] = &step{before.cost + cost, before, w}
	}
}

func (p *path) words(n, slips int) []word {
	var out []word
	for s := p.steps[n][slips]; s != nil && s.before != nil; s = s.before {
		out = append([]word{s.word}, out...)
	}
	return out
}

// slipInKatakana puts a slip right in a word that is written in katakana: first those that can
// hardly be heard.
func (v *vocabulary) slipInKatakana(s string) []word {
	if utf8.RuneCountInString(s) >= 3 {
		loose := text.LooseKey(s)
		var best word
		ok := false
		v.loose.find(v.hash(loose), func(i int32) {
			if w := v.words[i]; text.LooseKey(v.keys[i]) == loose && isKatakanaWord(&w) && (!ok || w.better(best)) {
				best, ok = w, true
			}
		})
		if ok {
			return []word{best}
		}
	}
	if words := v.slip(s, minNear, isKatakanaWord); words != nil {
		return words
	}
	return v.partSlip([]rune(text.ReadingKey(s)), isKatakanaWord)
}
