package quality

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"shirube/corpus"
	"shirube/internal/statement"
	"shirube/internal/text"
)

const (
	// alikeArticles is the share of the shorter article's sentences, by their length, from
	// which on it is a near duplicate, alikePassages that of a passage's.
	alikeArticles = 0.6
	alikePassages = 0.8
	// longArticle and longPassage are how many letters a text has at least to be compared.
	longArticle, longPassage = 150, 120
	// leastSaying is how many letters a sentence has at least to tell that texts are alike.
	leastSaying = 10
	// mostPartners is how many texts that have a sentence are compared with another that has
	// it: of what everybody repeats, the first ones stand for all.
	mostPartners = 8
	// mostPairs is how many pairs of one article are kept, the most alike first.
	mostPairs = 3
)

// texts are the sentences of all articles, by their hashes.
type texts struct {
	passages []passage
	lengths  []int // of articles
	holders  map[uint64][]int32
	words    map[uint64]string // of those sentences that are in several passages
}

// passage is a text with the hashes and the lengths of its sentences.
type passage struct {
	article int
	id      string
	length  int
	says    []saying
}

type saying struct {
	hash   uint64
	length int32
}

func newTexts() *texts {
	return &texts{holders: map[uint64][]int32{}, words: map[uint64]string{}}
}

// add notes the passages of an article. What it cites and who reviewed it stands in many.
func (t *texts) add(article int, list []corpus.Passage) {
	t.lengths = append(t.lengths, 0)
	for i := range list {
		p := &list[i]
		if p.Kind == corpus.KindSources || p.Kind == corpus.KindSupervision {
			continue
		}
		number := int32(len(t.passages)) //nolint:gosec // an index has fewer
		one := passage{article: article, id: p.ID}
		for _, span := range text.Sentences(p.Text) {
			sentence := p.Text[span.Start:span.End]
			said := text.Saying(sentence)
			length := utf8.RuneCountInString(said)
			hash := xxhash.Sum64String(said)
			if length < leastSaying || slices.ContainsFunc(one.says, func(s saying) bool { return s.hash == hash }) {
				continue
			}
			one.says = append(one.says, saying{hash, int32(length)}) //nolint:gosec // a passage is short
			one.length += length
			if held := t.holders[hash]; len(held) > 0 && t.words[hash] == "" {
				t.words[hash] = strings.TrimSpace(sentence)
			}
			t.holders[hash] = append(t.holders[hash], number)
		}
		t.lengths[article] += one.length
		t.passages = append(t.passages, one)
	}
}

// pair is two articles, or two passages of them, that are alike.
type pair struct {
	a, b               int // articles
	passageA, passageB string
	sentence           string // the longest that both have
	share              float64
	whole              bool // the articles, not just the passages
}

// finding is a pair as something to look at.
func (p *pair) finding(a, b *statement.Article) Finding {
	other := Place{b, p.passageB, p.sentence}
	return Finding{Kind: Duplicate, Place: Place{a, p.passageA, p.sentence}, Since: later(a, b), Other: &other, Share: p.share}
}

// later is the later of the dates of two articles: since then there are both.
func later(a, b *statement.Article) *time.Time {
	switch {
	case a.Updated == nil:
		return b.Updated
	case b.Updated == nil || a.Updated.After(*b.Updated):
		return a.Updated
	}
	return b.Updated
}

// pairs are the articles that are alike, then passages of others that are.
func (t *texts) pairs() []pair {
	out := t.alikeArticles()
	known := map[[2]int]bool{}
	for _, p := range out {
		known[[2]int{p.a, p.b}] = true
	}
	return append(out, t.alikePassages(known)...)
}

// partners are the passages that share a sentence with one, before it, of other articles.
func (t *texts) partners(n int32, hash uint64) []int32 {
	held := t.holders[hash]
	var out []int32
	for _, o := range held {
		if o >= n || len(out) == mostPartners {
			break
		}
		if t.passages[o].article != t.passages[n].article {
			out = append(out, o)
		}
	}
	return out
}

// common is what two texts share.
type common struct {
	length  int
	longest int32
	hash    uint64 // of the longest sentence
	at, in  int32  // the passages that have it
}

func (c *common) add(s saying, at, in int32) {
	c.length += int(s.length)
	if s.length > c.longest {
		c.longest, c.hash, c.at, c.in = s.length, s.hash, at, in
	}
}

func (t *texts) alikeArticles() []pair {
	var out []pair
	for from := 0; from < len(t.passages); {
		to := from
		for to < len(t.passages) && t.passages[to].article == t.passages[from].article {
			to++
		}
		shared := map[int]*common{}
		counted := map[uint64]bool{}
		for n := from; n < to; n++ {
			for _, s := range t.passages[n].says {
				if counted[s.hash] {
					continue
				}
				counted[s.hash] = true
				once := map[int]bool{}
				for _, o := range t.partners(int32(n), s.hash) { //nolint:gosec // as above
					article := t.passages[o].article
					if once[article] {
						continue
					}
					once[article] = true
					if shared[article] == nil {
						shared[article] = &common{}
					}
					shared[article].add(s, int32(n), o) //nolint:gosec // as above
				}
			}
		}
		out = append(out, t.best(shared, t.passages[from].article)...)
		from = to
	}
	return out
}

// best are the articles that are most like one.
func (t *texts) best(shared map[int]*common, article int) []pair {
	var out []pair
	for other, c := range shared {
		shorter := min(t.lengths[article], t.lengths[other])
		if share := float64(c.length) / float64(max(shorter, 1)); shorter >= longArticle && share >= alikeArticles {
			out = append(out, t.pairOf(c, min(share, 1), true))
		}
	}
	slices.SortFunc(out, func(a, b pair) int { return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.b, b.b)) })
	return out[:min(len(out), mostPairs)]
}

func (t *texts) pairOf(c *common, share float64, whole bool) pair {
	at, in := &t.passages[c.at], &t.passages[c.in]
	return pair{at.article, in.article, at.id, in.id, t.words[c.hash], share, whole}
}

func (t *texts) alikePassages(known map[[2]int]bool) []pair {
	var out []pair
	for n := range t.passages {
		p := &t.passages[n]
		if p.length < longPassage {
			continue
		}
		shared := map[int32]*common{}
		for _, s := range p.says {
			for _, o := range t.partners(int32(n), s.hash) { //nolint:gosec // as above
				if t.passages[o].length < longPassage || known[[2]int{p.article, t.passages[o].article}] {
					continue
				}
				if shared[o] == nil {
					shared[o] = &common{}
				}
				shared[o].add(s, int32(n), o) //nolint:gosec // as above
			}
		}
		best := -1
		share := 0.0
		for o, c := range shared {
			part := float64(c.length) / float64(min(p.length, t.passages[o].length))
			if part >= alikePassages && (part > share || part == share && int(o) < best) {
				best, share = int(o), part
			}
		}
		if best >= 0 {
			out = append(out, t.pairOf(shared[int32(best)], min(share, 1), false)) //nolint:gosec // as above
		}
	}
	return out
}
