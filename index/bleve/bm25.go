package bleve

import (
	"fmt"
	"math"
	"sort"

	segment "github.com/blevesearch/scorch_segment_api/v2"

	"shirube/index"
)

// BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework:
// BM25 and Beyond" (2009), with the idf that Lucene uses, which is never
// negative. As titles and headings are part of the same term field, counted as
// often as their weight, this is their BM25F.
const (
	k1 = 1.2
	b  = 0.75
)

func idf(passages, containing uint64) float64 {
	n, df := float64(passages), float64(containing)
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}

// lengthNorms is k1·(1 − b + b·length/average) for every encoded length.
func (c *columns) lengthNorms() *[256]float64 {
	var out [256]float64
	for i := range out {
		out[i] = k1 * (1 - b + b*float64(decodeLength(byte(i)))/c.avgLength)
	}
	return &out
}

// queryTerm is a term of a query with its statistics over the whole index.
type queryTerm struct {
	field, text string
	// weight × tf·(k1+1)/(tf+norm) is the score of an occurrence; for signals
	// (constant) the weight itself.
	weight   float64
	constant bool
	max      float64 // no passage scores more
	count    uint64  // passages with the term
}

// queryTerms gathers the distinct terms of the groups that some passage has; of
// a term that stands in several, the greatest weight counts.
func (x *Index) queryTerms(groups []index.Group) ([]queryTerm, error) {
	weights := map[[2]string]float64{}
	for _, g := range groups {
		for _, alternative := range g.Alternatives {
			for _, t := range alternative {
				field, err := fieldOf(t.Field)
				if err != nil {
					return nil, err
				}
				key := [2]string{field, t.Text}
				weights[key] = max(weights[key], t.Weight)
			}
		}
	}
	terms := make([]queryTerm, 0, len(weights))
	for key, weight := range weights {
		t := queryTerm{field: key[0], text: key[1], weight: weight}
		if err := x.complete(&t); err != nil {
			return nil, err
		}
		if t.count > 0 {
			terms = append(terms, t)
		}
	}
	// A fixed order makes sums, and so scores, the same every time.
	sort.Slice(terms, func(i, j int) bool {
		if terms[i].max != terms[j].max {
			return terms[i].max < terms[j].max
		}
		return terms[i].field+terms[i].text < terms[j].field+terms[j].text
	})
	return terms, nil
}

// complete fills in what depends on the index.
func (x *Index) complete(t *queryTerm) error {
	s, err := x.impact(t.field, t.text)
	if err != nil {
		return err
	}
	t.count = s.count
	if constant(t.field) {
		t.constant, t.max = true, t.weight
		return nil
	}
	t.weight *= idf(x.columns.passages.GetCardinality(), s.count) * (k1 + 1)
	t.max = t.weight * s.max
	return nil
}

// constant reports whether a term of the field is worth the same wherever it is.
func constant(field string) bool { return field == fieldSignals || field == fieldPairs }

// impact is what is cached of a term: how many passages have it, and the most
// that tf/(tf+norm) is in one of them, MaxScore's bound.
type impact struct {
	count uint64
	max   float64
}

func (x *Index) impact(field, text string) (impact, error) {
	key := field + "\x00" + text
	if v, ok := x.impacts.Load(key); ok {
		return v.(impact), nil
	}
	var out impact
	norms := x.norms
	for i := range x.columns.segments {
		c, count, err := x.openCursor(i, field, text)
		if err != nil {
			return out, err
		}
		out.count += count
		if constant(field) || count == 0 {
			continue
		}
		for c.doc != noDoc {
			out.max = max(out.max, c.tf/(c.tf+norms[x.columns.length[c.doc]]))
			if err := c.next(); err != nil {
				return out, err
			}
		}
	}
	if out.count > 0 {
		x.impacts.Store(key, out)
	}
	return out, nil
}

// cursor walks the postings of a term in one segment. doc is where it stands,
// in the numbers of the whole index, noDoc at the end.
type cursor struct {
	doc    uint32
	tf     float64
	offset uint32
	it     segment.PostingsIterator
	term   *queryTerm
}

// openCursor opens the postings of a term in segment i, standing on the first,
// and says how many there are.
func (x *Index) openCursor(i int, field, text string) (*cursor, uint64, error) {
	seg := x.columns.segments[i]
	dict, err := seg.Dictionary(field)
	if err != nil {
		return nil, 0, fmt.Errorf("field %s: %w", field, err)
	}
	list, err := dict.PostingsList([]byte(text), seg.deleted, nil)
	if err != nil {
		return nil, 0, fmt.Errorf("term %q: %w", text, err)
	}
	c := &cursor{offset: seg.offset, it: list.Iterator(true, false, false, nil)}
	err = c.next()
	return c, list.Count(), err
}

func (c *cursor) next() error {
	p, err := c.it.Next()
	return c.stand(p, err)
}

// advance moves to the first posting at or after doc. It must not stand there yet.
func (c *cursor) advance(doc uint32) error {
	p, err := c.it.Advance(uint64(doc - c.offset))
	return c.stand(p, err)
}

func (c *cursor) stand(p segment.Posting, err error) error {
	if err != nil {
		return fmt.Errorf("postings: %w", err)
	}
	if p == nil {
		c.doc = noDoc
		return nil
	}
	c.doc = uint32(p.Number()) + c.offset
	c.tf = float64(p.Frequency())
	return nil
}

// score is what the posting that the cursor stands on adds to its passage.
func (c *cursor) score(x *Index) float64 {
	if c.term.constant {
		return c.term.weight
	}
	return c.term.weight * c.tf / (c.tf + x.norms[x.columns.length[c.doc]])
}
