package bleve

import (
	"container/heap"
	"math"
)

// best keeps the best n passages, or the best n articles by their best passage
// (byArticle). Better is a higher score, then a lower rank.
type best struct {
	n     int
	rank  []uint32
	group []uint32       // passage → what is kept; nil: the passage itself
	items []scoredDoc    // a heap, the worst on top
	where map[uint32]int // kept document → place in items, when grouped
}

type scoredDoc struct {
	doc   uint32
	score float64
}

func newBest(n int, rank, group []uint32) *best {
	return &best{n: n, rank: rank, group: group, where: map[uint32]int{}}
}

// grain is how fine scores are. The same terms summed in another order differ in
// their last bits; rounded to the grain, what is equal stays equal, and the order
// of ids decides: else a tie at the end of a page would fall here and there.
const grain = 1e-8

func rounded(score float64) float64 { return math.Round(score/grain) * grain }

func (b *best) threshold() float64 {
	if len(b.items) < b.n {
		return 0
	}
	return b.items[0].score - grain
}

func (b *best) offer(passage uint32, score float64) {
	score = rounded(score)
	doc := passage
	if b.group != nil {
		doc = b.group[passage]
		if i, ok := b.where[doc]; ok {
			if score > b.items[i].score {
				b.items[i].score = score
				heap.Fix(b, i)
			}
			return
		}
	}
	item := scoredDoc{doc, score}
	switch {
	case b.n == 0:
	case len(b.items) < b.n:
		heap.Push(b, item)
	case b.worse(b.items[0], item):
		delete(b.where, b.items[0].doc)
		b.items[0] = item
		b.where[doc] = 0
		heap.Fix(b, 0)
	}
}

func (b *best) worse(x, y scoredDoc) bool {
	if x.score != y.score {
		return x.score < y.score
	}
	return b.rank[x.doc] > b.rank[y.doc]
}

// Len, Less, Swap, Push and Pop implement heap.Interface.
func (b *best) Len() int           { return len(b.items) }
func (b *best) Less(i, j int) bool { return b.worse(b.items[i], b.items[j]) }
func (b *best) Swap(i, j int) {
	b.items[i], b.items[j] = b.items[j], b.items[i]
	b.where[b.items[i].doc], b.where[b.items[j].doc] = i, j
}

func (b *best) Push(v any) {
	item := v.(scoredDoc)
	b.where[item.doc] = len(b.items)
	b.items = append(b.items, item)
}

func (b *best) Pop() any {
	last := b.items[len(b.items)-1]
	b.items = b.items[:len(b.items)-1]
	delete(b.where, last.doc)
	return last
}
