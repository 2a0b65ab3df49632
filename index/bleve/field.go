package bleve

import (
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/size"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

const (
	scored   = bleveindex.IndexField
	unscored = bleveindex.IndexField | bleveindex.SkipFreqNorm
)

// termField gives Bleve finished terms with their frequencies, where its own
// text field would analyse a text.
type termField struct {
	name    string
	terms   bleveindex.TokenFrequencies
	length  int
	options bleveindex.FieldIndexingOptions
}

var _ document.Field = (*termField)(nil)

func newTermField(name string, terms bleveindex.TokenFrequencies, length int, options bleveindex.FieldIndexingOptions) *termField {
	return &termField{name, terms, max(length, 1), options}
}

func (f *termField) Name() string                                          { return f.name }
func (f *termField) ArrayPositions() []uint64                              { return nil }
func (f *termField) Options() bleveindex.FieldIndexingOptions              { return f.options }
func (f *termField) Analyze()                                              {}
func (f *termField) Value() []byte                                         { return nil }
func (f *termField) NumPlainTextBytes() uint64                             { return 0 }
func (f *termField) Size() int                                             { return size.SizeOfPtr }
func (f *termField) EncodedFieldType() byte                                { return 't' }
func (f *termField) AnalyzedLength() int                                   { return f.length }
func (f *termField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.terms }

// newStoredField is a value that is kept and not searched.
func newStoredField(name string, value []byte) document.Field {
	return document.NewTextFieldCustom(name, nil, value, bleveindex.StoreField, nil)
}

// frequencies converts counts; the backing arrays are allocated at once because
// this runs for every term of every passage.
func frequencies(counts map[string]int) bleveindex.TokenFrequencies {
	return tokenFrequencies(len(counts), func(yield func(string, int) bool) {
		for term, n := range counts {
			if !yield(term, n) {
				return
			}
		}
	})
}

func presence(terms []string) bleveindex.TokenFrequencies {
	return tokenFrequencies(len(terms), func(yield func(string, int) bool) {
		for _, term := range terms {
			if !yield(term, 1) {
				return
			}
		}
	})
}

func tokenFrequencies(n int, each func(yield func(string, int) bool)) bleveindex.TokenFrequencies {
	out := make(bleveindex.TokenFrequencies, n)
	backing := make([]bleveindex.TokenFreq, n)
	i := 0
	for term, count := range each {
		tf := &backing[i]
		tf.Term = []byte(term)
		tf.SetFrequency(count)
		out[term] = tf
		i++
	}
	return out
}
