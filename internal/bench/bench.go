// Package bench is what the measuring commands below it share: question sets,
// the parts of the product wired as a server wires them, indexes on disk, and
// the statistics of repeated runs. What is measured is in the commands:
//
//	lines       what the search must reach, beside Lucene's figures
//	calibration what a hit's confidence is worth, and its weights
//	ablation    what each signal of the ranking is worth
//	pages       how well questions find their answers on real pages, by type
//	passages    what retrieval for chatbots must reach
//	variants    whether other spellings of a query find the same
//	relevance   nDCG, MRR and recall beside Bleve's own BM25
//	scale       how the time of a query grows with the index, up to 200,000 passages
//	speed       analysis and indexing beside Kagome alone; latency, size, memory
//	facets      whether counts are those of somebody who counts, and 10,000 values in one facet
//	http        search over HTTP beside a node of OpenSearch
//	suggest     how long completions take over 200,000 texts, and how soon a name is seen
//	startup     a server's time to readiness and its memory
//	reading     how well pages are read, beside what a person labelled in them
//
// A command reads its flags and gives the rest to Run, which says what fails; it measures
// with Load's parts, over an index of Indexed or in a folder of Temporary, so that nothing
// is left behind; what a figure must reach is a Line, and Judge makes the status of them.
//
// They are run by hand or by .ci/long; docs/performance.md, docs/relevance.md and
// docs/reading.md have their figures. Nothing of the product imports any of this.
package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"shirube/corpus"
	"shirube/corpus/reader"
	"shirube/index"
	"shirube/index/bleve"
	"shirube/internal/analysis"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// Parts are what a server is made of, without its front ends.
type Parts struct {
	Lexicon  *lexicon.Lexicon
	Analyzer *analysis.Analyzer
	Reader   *reader.Reader
	Builder  *ingest.Builder
}

// Load makes the parts, with the embedded lexicon.
func Load() (*Parts, error) {
	lex, err := lexicon.Default()
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	an, err := analysis.New(lex)
	if err != nil {
		return nil, fmt.Errorf("analysis: %w", err)
	}
	return &Parts{Lexicon: lex, Analyzer: an, Reader: reader.New(lex), Builder: ingest.NewBuilder(an, lex)}, nil
}

// Build makes an index of the source in the folder dir, the whole way from the
// files to the commit. A rejected file or article is an error: figures would not
// be of what they claim to be of. Who wants to see the articles names functions, which
// are called from several goroutines.
func (p *Parts) Build(ctx context.Context, source ingest.Source, dir string, see ...func(*corpus.Article)) error {
	plan, err := ingest.Scan(ctx, []ingest.Source{source}, nil, ingest.View{})
	if err != nil {
		return fmt.Errorf("scan: %w", err)
	}
	data, err := bleve.OpenDirectory(dir)
	if err != nil {
		return err
	}
	result, err := plan.Run(ctx, ingest.Options{
		Reader: p.Reader,
		Document: func(a *corpus.Article) (*index.ArticleDocument, error) {
			for _, f := range see {
				f(a)
			}
			return p.Builder.Document(a)
		},
		Begin: func(ctx context.Context, _ bool) (index.Writer, error) {
			return data.Build(ctx, p.Builder.Fingerprint())
		},
		Rebuild: true,
	})
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	var rejected []error
	for _, problem := range result.Report.Problems() {
		if problem.Rejected {
			rejected = append(rejected, errors.New(problem.String()))
		}
	}
	return errors.Join(rejected...)
}

// Served is an index that a search engine answers from.
type Served struct {
	*search.Engine
	Stats   index.Stats
	sw      *index.Switch
	counted *counted
}

// Serve opens the index that Build made in dir. Options change the engine that answers.
func (p *Parts) Serve(ctx context.Context, dir string, options ...search.Option) (*Served, error) {
	data, err := bleve.OpenDirectory(dir)
	if err != nil {
		return nil, err
	}
	x, err := data.Current(ctx)
	if err != nil {
		return nil, err
	}
	stats, err := x.Stats(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("stats: %w", err), x.Close())
	}
	counted := &counted{Backend: x}
	sw := index.NewSwitch(counted)
	return &Served{Engine: search.New(p.Analyzer, p.Lexicon, sw, options...), Stats: stats, sw: sw, counted: counted}, nil
}

// Close closes the index.
func (s *Served) Close() error { return s.sw.Swap(nil) }

// Name is what tables call the folder of a question set.
func Name(dir string) string { return filepath.Base(filepath.Clean(dir)) }

// Vocabulary is the terms of the index.
func (s *Served) Vocabulary(ctx context.Context) ([]index.TermCount, error) {
	x, release, err := s.sw.Acquire()
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	defer release()
	return x.Vocabulary(ctx)
}
