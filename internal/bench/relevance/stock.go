package main

import (
	"context"
	"errors"
	"fmt"

	stock "github.com/blevesearch/bleve/v2"
	bleveanalysis "github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/registry"
	"github.com/blevesearch/bleve/v2/search/query"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"shirube/internal/analysis"
	"shirube/internal/eval"
)

// Bleve as its users have it: its own index, queries and scoring ("bm25"), all
// by its public interface, with Shirube's terms. Nothing of index/bleve is used.

// termsAnalyzer is the name under which Bleve knows Shirube's analyzer.
const termsAnalyzer = "shirube"

// registerTerms makes the analyzer known to Bleve, once a process.
func registerTerms(an *analysis.Analyzer) error {
	err := registry.RegisterAnalyzer(termsAnalyzer, func(map[string]any, *registry.Cache) (bleveanalysis.Analyzer, error) {
		return terms{an}, nil
	})
	if err != nil {
		return fmt.Errorf("bleve: %w", err)
	}
	return nil
}

type terms struct{ *analysis.Analyzer }

// Analyze implements Bleve's Analyzer.
func (t terms) Analyze(text []byte) bleveanalysis.TokenStream {
	tokens := t.Tokens(string(text))
	out := make(bleveanalysis.TokenStream, len(tokens))
	for i, tok := range tokens {
		out[i] = &bleveanalysis.Token{Term: []byte(tok.Term), Start: tok.Start, End: tok.End, Position: i + 1}
	}
	return out
}

// stockDocument is what Bleve indexes of a passage.
type stockDocument struct{ id, article, title, text string }

// Fields of the stock index. Names are paths: Bleve takes the analyzer of a
// query by the field's path, and the default one where the two differ.
const (
	fieldTitle = "title"
	fieldText  = "text"
	fieldOnce  = "title_and_text"
	fieldTwice = "title_twice_and_text"
)

func (d stockDocument) fields() map[string]any {
	return map[string]any{
		fieldTitle: d.title, fieldText: d.text,
		fieldOnce:  d.title + "\n" + d.text,
		fieldTwice: d.title + "\n" + d.title + "\n" + d.text,
	}
}

type stockIndex struct {
	stock.Index
	articleOf map[string]string
}

// buildBatch is how many documents go into Bleve at a time.
const buildBatch = 1000

// buildStock makes an index on disk: scorch, the only kind of Bleve's that
// knows BM25.
func buildStock(dir string, docs []stockDocument) (*stockIndex, error) {
	x, err := stock.NewUsing(dir, stockMapping(), scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("new index: %w", err)
	}
	out := &stockIndex{x, make(map[string]string, len(docs))}
	batch := x.NewBatch()
	for i, d := range docs {
		out.articleOf[d.id] = d.article
		if err := batch.Index(d.id, d.fields()); err != nil {
			return nil, errors.Join(fmt.Errorf("index %s: %w", d.id, err), x.Close())
		}
		if batch.Size() == buildBatch || i == len(docs)-1 {
			if err := x.Batch(batch); err != nil {
				return nil, errors.Join(fmt.Errorf("index: %w", err), x.Close())
			}
			batch.Reset()
		}
	}
	return out, nil
}

func stockMapping() mapping.IndexMapping {
	doc := stock.NewDocumentStaticMapping()
	for _, name := range []string{fieldTitle, fieldText, fieldOnce, fieldTwice} {
		f := stock.NewTextFieldMapping()
		f.Analyzer = termsAnalyzer
		f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = false, false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	m := stock.NewIndexMapping()
	m.ScoringModel = bleveindex.BM25Scoring
	m.DefaultAnalyzer = termsAnalyzer
	m.DefaultMapping = doc
	return m
}

// stockSetting is a way to ask Bleve.
type stockSetting struct {
	name      string
	query     func(q string) query.Query
	twoFields bool
}

// stockSettings are those worth trying: title and text as one field, or as two
// with several weights of the title.
func stockSettings() []stockSetting {
	match := func(field, q string, boost float64) query.Query {
		m := stock.NewMatchQuery(q)
		m.SetField(field)
		m.SetBoost(boost)
		return m
	}
	out := []stockSetting{
		{"title and text in one field", func(q string) query.Query { return match(fieldOnce, q, 1) }, false},
		{"title twice and text in one field", func(q string) query.Query { return match(fieldTwice, q, 1) }, false},
		{"text alone", func(q string) query.Query { return match(fieldText, q, 1) }, false},
	}
	for _, boost := range []float64{0.25, 0.5, 1, 2} {
		out = append(out, stockSetting{fmt.Sprintf("title^%g or text", boost), func(q string) query.Query {
			return stock.NewDisjunctionQuery(match(fieldTitle, q, boost), match(fieldText, q, 1))
		}, true})
	}
	return out
}

func (x *stockIndex) searcher(s stockSetting) eval.SearchFunc {
	return func(ctx context.Context, q string) ([]eval.Ranked, error) {
		result, err := x.SearchInContext(ctx, stock.NewSearchRequestOptions(s.query(q), eval.Depth, 0, false))
		if err != nil {
			return nil, fmt.Errorf("bleve: %w", err)
		}
		out := make([]eval.Ranked, len(result.Hits))
		for i, h := range result.Hits {
			out[i] = eval.Ranked{ID: h.ID, Article: x.articleOf[h.ID], Score: h.Score}
		}
		return out, nil
	}
}
