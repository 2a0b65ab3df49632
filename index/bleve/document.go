package bleve

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"shirube/corpus"
	"shirube/index"
)

// Field names in the Bleve index. A change here, or of what is put into a field,
// needs a new mappingVersion.
const (
	fieldWords    = "w" // passages: BM25 over weighted frequencies
	fieldConcepts = "c" // passages: likewise
	fieldSignals  = "s" // passages: present or not
	fieldPairs    = "p" // passages: likewise

	fieldLength  = "n" // passages: encodeLength of the number of words, and the number itself
	fieldOrder   = "o" // passages: place in the article
	fieldFacet   = "f:"
	fieldNumber  = "x:" // articles: numbers for ranges and sorting
	storedHead   = "h"
	storedBody   = "b"
	storedTokens = "t"
)

// Names of numbers and facets beyond those of the contract.
const (
	facetCollection = "collection"
	numberPublish   = "publish" // seconds since 1970
	numberExpires   = "expires"
	notPublished    = "draft" // facetStatus value
	facetStatus     = "status"
)

// mappingVersion is part of the fingerprint of a generation.
const mappingVersion = "2"

// Document ids: one byte for the sort of document, then its own id.
const (
	articlePrefix = "a"
	passagePrefix = "p"
)

// documents turns an article into what Bleve stores: one document for the
// article, one for each passage.
func documents(a *index.ArticleDocument) ([]bleveindex.Document, error) {
	out := make([]bleveindex.Document, 0, len(a.Passages)+1)
	for i := range a.Passages {
		d, err := passageDocument(&a.Passages[i], a.Article.ID, i)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	d, err := articleDocument(a)
	if err != nil {
		return nil, err
	}
	return append(out, d), nil
}

func passageDocument(p *index.PassageDocument, articleID string, order int) (bleveindex.Document, error) {
	if p.Passage.Article != articleID || !strings.HasPrefix(p.Passage.ID, articleID+"#") {
		return nil, fmt.Errorf("passage %q does not belong to article %q", p.Passage.ID, articleID)
	}
	body, err := json.Marshal(&p.Passage)
	if err != nil {
		return nil, fmt.Errorf("passage %q: %w", p.Passage.ID, err)
	}
	d := document.NewDocument(passagePrefix + p.Passage.ID)
	d.AddField(newTermField(fieldWords, frequencies(p.Words), p.Length, scored))
	d.AddField(newTermField(fieldConcepts, frequencies(p.Concepts), p.Length, scored))
	d.AddField(newTermField(fieldSignals, presence(p.Signals), 1, unscored))
	d.AddField(newTermField(fieldPairs, presence(p.Pairs), 1, unscored))
	d.AddField(newTermField(fieldLength, presence([]string{strconv.Itoa(p.Length)}), 1, unscored))
	d.AddField(newTermField(fieldOrder, presence([]string{strconv.Itoa(order)}), 1, unscored))
	addFacets(d, p.Facets, index.PassageFacets())
	d.AddField(newStoredField(storedBody, body))
	d.AddField(newStoredField(storedTokens, p.Tokens))
	return d, nil
}

func articleDocument(a *index.ArticleDocument) (bleveindex.Document, error) {
	d := document.NewDocument(articlePrefix + a.Article.ID)
	addFacets(d, a.Facets, index.ArticleFacets())
	addFacet(d, facetCollection, []string{a.Article.Collection})
	if a.Article.Status == corpus.StatusDraft {
		addFacet(d, facetStatus, []string{notPublished})
	}
	addNumber(d, index.RangeCost, a.Numbers.Cost)
	addNumber(d, index.RangeDowntime, a.Numbers.Downtime)
	addNumber(d, index.RangeReviewed, a.Numbers.Reviewed)
	addNumber(d, index.RangeUpdated, a.Numbers.Updated)
	addNumber(d, numberPublish, seconds(a.Article.PublishAt))
	addNumber(d, numberExpires, seconds(a.Article.ExpiresAt))
	return d, addArticleBody(d, a)
}

// addArticleBody stores the article in two parts, because a hit needs only the head.
func addArticleBody(d *document.Document, a *index.ArticleDocument) error {
	head, err := json.Marshal(headOf(a.Article))
	if err != nil {
		return fmt.Errorf("article %q: %w", a.Article.ID, err)
	}
	whole, err := json.Marshal(a.Article)
	if err != nil {
		return fmt.Errorf("article %q: %w", a.Article.ID, err)
	}
	d.AddField(newStoredField(storedHead, head))
	d.AddField(newStoredField(storedBody, whole))
	d.AddField(newStoredField(storedTokens, a.TitleTokens))
	return nil
}

// headOf is the article without its text.
func headOf(a *corpus.Article) *corpus.Article {
	head := *a
	head.Sections, head.FAQs, head.Sources, head.Dropped = nil, nil, nil, nil
	head.Effects, head.Risks, head.Contraindications, head.Fees = nil, nil, nil, nil
	return &head
}

func addFacets(d *document.Document, facets map[string][]string, names []string) {
	for _, name := range names {
		addFacet(d, name, facets[name])
	}
}

func addFacet(d *document.Document, name string, values []string) {
	if len(values) > 0 {
		d.AddField(newTermField(fieldFacet+name, presence(values), 1, unscored))
	}
}

// addNumber indexes a number as its decimal text: columns are read back from
// the dictionary of the field, whose terms are few.
func addNumber(d *document.Document, name string, v *float64) {
	if v != nil {
		d.AddField(newTermField(fieldNumber+name, presence([]string{strconv.FormatFloat(*v, 'g', -1, 64)}), 1, unscored))
	}
}

func seconds(t *time.Time) *float64 {
	if t == nil {
		return nil
	}
	v := float64(t.Unix())
	return &v
}
