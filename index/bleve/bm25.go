package bleve

import (
	"math"
	"sort"

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

// queryTerm is a term of a query with what it is worth.
type queryTerm struct {
	*term
	field, text string
	// weight × tf·(k1+1)/(tf+norm) is the score of an occurrence; for signals
	// and pairs the weight itself.
	weight float64
	max    float64 // no passage scores more
}

// queryTerms gathers the distinct terms of the groups that some passage has; of
// a term that stands in several, the greatest weight counts.
func (x *Index) queryTerms(groups []index.Group) ([]queryTerm, error) {
	weights := map[termKey]float64{}
	for _, g := range groups {
		for _, alternative := range g.Alternatives {
			for _, t := range alternative {
				field, err := fieldOf(t.Field)
				if err != nil {
					return nil, err
				}
				key := termKey{field, t.Text}
				weights[key] = max(weights[key], t.Weight)
			}
		}
	}
	terms := make([]queryTerm, 0, len(weights))
	for key, weight := range weights {
		found, err := x.term(key.field, key.text)
		if err != nil {
			return nil, err
		}
		if len(found.list) > 0 {
			terms = append(terms, x.weigh(queryTerm{term: found, field: key.field, text: key.text, weight: weight}))
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

// weigh fills in what depends on the index.
func (x *Index) weigh(t queryTerm) queryTerm {
	if constant(t.field) {
		t.max = t.weight
		return t
	}
	t.weight *= idf(x.columns.passages.GetCardinality(), uint64(len(t.list))) * (k1 + 1)
	t.max = t.weight * t.term.max
	return t
}

// constant reports whether a term of the field is worth the same wherever it is.
func constant(field string) bool { return field == fieldSignals || field == fieldPairs }
