// Package generate makes passages in any number, out of real ones: for how the time of
// a search grows, and for what else must not change with the size of an index.
package generate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"unicode"

	"shirube/internal/bench"
	"shirube/internal/text"
)

// A Generator makes passages in any number that are like real ones in what decides
// how fast a search is: how unequal their words are, how many of them are rare, and
// that words of one subject stand together.
//
// A passage is sentences of real passages, put together anew: most of them from one
// passage, its subject, the others from anywhere. Subjects and strangers are drawn by
// rank with Zipf's law. New words come in as they do in growing collections: a number
// becomes another, and of the runs of katakana, which are names more often than not,
// some become names that do not exist, drawn by Zipf's law from a store that does not
// run out. The same seed makes the same passages, and fewer are the first of more.
type Generator struct {
	random  *rand.Rand
	subject []source
	pick    zipf // of subjects
	name    zipf // of invented names
}

// source is a passage that sentences are taken from.
type source struct {
	title     string
	sentences []string
}

// Proportions of what is generated.
const (
	leastSentences, mostSentences = 3, 12
	ownShare                      = 0.7 // of a passage's sentences are of its subject
	nameShare                     = 0.3 // of its runs of katakana are replaced
	inventedNames                 = 2_000_000
	// The exponent of Zipf's law is 1 for words of a language; names and subjects
	// are a little more even.
	zipfOfSubjects, zipfOfNames = 0.6, 0.9
)

// New takes sentences from passages.
func New(passages []bench.Passage, seed uint64) (*Generator, error) {
	g := &Generator{random: rand.New(rand.NewPCG(seed, 0))} //nolint:gosec // to be repeated
	for _, p := range passages {
		if s := sentences(p.Text); len(s) > 0 {
			g.subject = append(g.subject, source{p.Title, s})
		}
	}
	if len(g.subject) == 0 {
		return nil, fmt.Errorf("there is no sentence in %d passages", len(passages))
	}
	// Whatever order the passages have, neighbours in it are alike; ranks must not be.
	g.random.Shuffle(len(g.subject), func(i, j int) { g.subject[i], g.subject[j] = g.subject[j], g.subject[i] })
	g.pick = zipf{n: len(g.subject), s: zipfOfSubjects}
	g.name = zipf{n: inventedNames, s: zipfOfNames}
	return g, nil
}

// Passages makes the first n passages of a Generator.
func Passages(from []bench.Passage, n int, seed uint64) ([]bench.Passage, error) {
	g, err := New(from, seed)
	if err != nil {
		return nil, err
	}
	out := make([]bench.Passage, n)
	for i := range out {
		out[i] = g.Next(i)
	}
	return out, nil
}

// sentences are those of a text, with their ends.
func sentences(s string) []string {
	var out []string
	for _, span := range text.Sentences(s) {
		if one := strings.TrimSpace(s[span.Start:span.End]); one != "" {
			out = append(out, one)
		}
	}
	return out
}

// Next is the next passage; n is its number.
func (g *Generator) Next(n int) bench.Passage {
	own := g.subject[g.pick.draw(g.random)]
	left := g.random.Perm(len(own.sentences)) // none of its own twice
	var b strings.Builder
	for range leastSentences + g.random.IntN(mostSentences-leastSentences+1) {
		if len(left) > 0 && g.random.Float64() < ownShare {
			b.WriteString(g.changed(own.sentences[left[0]]))
			left = left[1:]
			continue
		}
		from := g.subject[g.pick.draw(g.random)]
		b.WriteString(g.changed(from.sentences[g.random.IntN(len(from.sentences))]))
	}
	return bench.Passage{ID: fmt.Sprintf("g%07d", n), Title: g.changed(own.title), Text: b.String()}
}

// changed is a sentence with other numbers and some other names.
func (g *Generator) changed(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && text.IsKatakana(runes[j]) {
			j++
		}
		switch {
		case j-i >= 3 && g.random.Float64() < nameShare:
			b.WriteString(invented(g.name.draw(g.random)))
		case j > i:
			b.WriteString(string(runes[i:j]))
		case unicode.IsDigit(runes[i]) && runes[i] < unicode.MaxASCII:
			j = i + 1
			b.WriteByte('0' + byte(g.random.IntN(10)))
		default:
			j = i + 1
			b.WriteRune(runes[i])
		}
		i = j
	}
	return b.String()
}

// invented is the name of a rank: frequent ones are short.
func invented(rank int) string {
	syllables := []rune("アカサタナハマヤラワイキシチニヒミリウクスツヌフムユルエケセテネヘメレオコソトノホモヨロガザダバパギジビピグズブプゲゼデベペゴゾドボポ")
	var b strings.Builder
	b.WriteRune(syllables[(rank*31+7)%len(syllables)]) // else neighbours in rank would begin alike
	for n := rank; ; n /= len(syllables) {
		b.WriteRune(syllables[n%len(syllables)])
		if n < len(syllables) {
			break
		}
	}
	b.WriteString([]string{"ン", "ール", "ックス", "リア", "ミン"}[rank%5])
	return b.String()
}

// zipf draws ranks from 0 to n-1 with a probability that falls with the power s of the
// rank, by inverting the integral of it: close enough, and for any s below 1 too, for
// which math/rand/v2 has none.
type zipf struct {
	n int
	s float64
}

func (z zipf) draw(r *rand.Rand) int {
	e := 1 - z.s
	top := math.Pow(float64(z.n+1), e)
	x := math.Pow(1+r.Float64()*(top-1), 1/e)
	return min(max(int(x)-1, 0), z.n-1)
}
