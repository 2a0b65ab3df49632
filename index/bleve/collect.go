package bleve

import "math"

// best keeps the best n passages, or the best n articles by their best passage
// (byArticle). Better is a higher score, then a lower rank.
type best struct {
	n     int
	rank  []uint32
	group []uint32       // passage → what is kept; nil: the passage itself
	items []scoredDoc    // a heap, the worst on top
	where map[uint32]int // kept document → place in items; only when grouped
}

type scoredDoc struct {
	doc   uint32
	score float64
}

func newBest(n int, rank, group []uint32) *best {
	b := &best{n: n, rank: rank, group: group, items: make([]scoredDoc, 0, max(min(n, 64), 0))}
	if group != nil {
		b.where = map[uint32]int{}
	}
	return b
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
				b.down(i)
			}
			return
		}
	}
	item := scoredDoc{doc, score}
	switch {
	case b.n == 0:
	case len(b.items) < b.n:
		b.items = append(b.items, item)
		b.set(len(b.items)-1, item)
		b.up(len(b.items) - 1)
	case b.worse(b.items[0], item):
		delete(b.where, b.items[0].doc)
		b.set(0, item)
		b.down(0)
	}
}

// set puts an item in its place.
func (b *best) set(i int, item scoredDoc) {
	b.items[i] = item
	if b.group != nil {
		b.where[item.doc] = i
	}
}

func (b *best) worse(x, y scoredDoc) bool {
	if x.score != y.score {
		return x.score < y.score
	}
	return b.rank[x.doc] > b.rank[y.doc]
}

// up moves an item up that may be worse than those above it.
func (b *best) up(i int) {
	for i > 0 {
		above := (i - 1) / 2
		if !b.worse(b.items[i], b.items[above]) {
			return
		}
		b.swap(i, above)
		i = above
	}
}

// down moves an item down that may be better than those below it.
func (b *best) down(i int) {
	for {
		least := i
		for below := 2*i + 1; below <= 2*i+2 && below < len(b.items); below++ {
			if b.worse(b.items[below], b.items[least]) {
				least = below
			}
		}
		if least == i {
			return
		}
		b.swap(i, least)
		i = least
	}
}

func (b *best) swap(i, j int) {
	x, y := b.items[i], b.items[j]
	b.set(i, y)
	b.set(j, x)
}
