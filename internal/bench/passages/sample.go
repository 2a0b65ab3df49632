package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/bench"
	"shirube/internal/bench/sets"
	"shirube/internal/eval"
	"shirube/internal/retrieve"
)

// answerChars is the budget in which an answer must be found.
const answerChars = 2000

// answerPassages is how many passages it may have: as many as fit.
const answerPassages = 20

// measureSample measures all that is asked of the sample. The larger index is made in the
// folder larger.
func measureSample(ctx context.Context, parts *bench.Parts, c *sets.Corpus, o *options, larger string) (figures []*figure, err error) {
	served, err := c.Serve(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, served.Close()) }()
	m := newSample(ctx, parts, c, served)
	q, err := readQuestions(ctx, c, o.queries)
	if err != nil {
		return nil, err
	}
	for _, measure := range []func(*questions) ([]*figure, error){m.recall, m.pairing, m.precautions, m.answerable, m.followups} {
		some, err := measure(q)
		if err != nil {
			return nil, err
		}
		figures = append(figures, some...)
	}
	stable, err := m.stable(q, o.filler, larger)
	return append(figures, stable), err
}

// sample is the sample knowledge base, asked.
type sample struct {
	ctx      context.Context //nolint:containedctx // of one run
	served   retrieve.Searcher
	corpus   *sets.Corpus
	parts    *bench.Parts
	articles map[string]*corpus.Article
	passages map[string]*corpus.Passage
}

func newSample(ctx context.Context, parts *bench.Parts, c *sets.Corpus, served retrieve.Searcher) *sample {
	m := &sample{ctx: ctx, served: served, corpus: c, parts: parts, passages: map[string]*corpus.Passage{}, articles: map[string]*corpus.Article{}}
	for _, a := range c.All() {
		m.articles[a.ID] = a
		for _, p := range a.Passages() {
			m.passages[p.ID] = &p
		}
	}
	return m
}

// questions are all that is asked of the sample.
type questions struct {
	golden, precautions, unanswerable []eval.Query
	followups                         []followup
}

func readQuestions(ctx context.Context, c *sets.Corpus, folder string) (*questions, error) {
	q := &questions{}
	for name, to := range map[string]*[]eval.Query{
		"sample-passages.jsonl": &q.golden, "precautions.jsonl": &q.precautions, "unanswerable.jsonl": &q.unanswerable,
	} {
		var err error
		if *to, err = c.Queries(ctx, folder, name); err != nil {
			return nil, err
		}
	}
	for _, one := range q.golden {
		if one.Type == "contraindication" {
			q.precautions = append(q.precautions, one)
		}
	}
	var err error
	q.followups, err = readFollowups(ctx, c, folder)
	return q, err
}

func (m *sample) retrieve(r retrieve.Request) (*retrieve.Answer, error) {
	a, err := retrieve.Retrieve(m.ctx, m.served, r)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", r.Query, err)
	}
	return a, nil
}

// best are the passages that a query's judgments put first.
func best(q *eval.Query) []string {
	most := 0
	for _, grade := range q.Relevant {
		most = max(most, grade)
	}
	var out []string
	for id, grade := range q.Relevant {
		if grade == most {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// holds reports whether an answer has all of one of the passages.
func (m *sample) holds(a *retrieve.Answer, ids []string) bool {
	for _, p := range a.Passages {
		for _, id := range ids {
			if known := m.passages[id]; known != nil && known.Article == p.ArticleID && strings.Contains(p.Text, known.Text) {
				return true
			}
		}
	}
	return false
}

// told is an answer in a line.
func told(a *retrieve.Answer) string {
	var out []string
	for _, p := range a.Passages {
		out = append(out, fmt.Sprintf("%s %s#%s", p.Role, p.ArticleID, p.Heading))
	}
	return fmt.Sprintf("answerable %t: %s", a.Answerable, strings.Join(out, " | "))
}

// recall: the passage that answers best is in the answer, whole.
func (m *sample) recall(q *questions) ([]*figure, error) {
	f := &figure{what: fmt.Sprintf("the answering passage is within %d characters", answerChars), bound: 0.97}
	for i := range q.golden {
		one := &q.golden[i]
		a, err := m.retrieve(retrieve.Request{Query: one.Query, MaxChars: answerChars, TopK: answerPassages})
		if err != nil {
			return nil, err
		}
		f.add(m.holds(a, best(one)), func() string { return fmt.Sprintf("%s %q: %s", one.ID, one.Query, told(a)) })
	}
	return []*figure{f}, nil
}

// precautions: what must be known first comes first.
func (m *sample) precautions(q *questions) ([]*figure, error) {
	f := &figure{what: "who must not be treated is told by the first passage", bound: 0.95}
	for i := range q.precautions {
		one := &q.precautions[i]
		a, err := m.retrieve(retrieve.Request{Query: one.Query})
		if err != nil {
			return nil, err
		}
		first := a.Answerable && len(a.Passages) > 0 && slices.Contains(best(one), a.Passages[0].ID)
		f.add(first, func() string { return fmt.Sprintf("%s %q: %s", one.ID, one.Query, told(a)) })
	}
	return []*figure{f}, nil
}

// half is as many questions with an answer as there are without one, evenly from all.
func (q *questions) half() []eval.Query {
	n := min(len(q.unanswerable), len(q.golden))
	out := make([]eval.Query, n)
	for i := range out {
		out[i] = q.golden[i*len(q.golden)/n]
	}
	return out
}

// answerable: it is true where there is an answer, and false where there is none, as many
// questions of each.
func (m *sample) answerable(q *questions) ([]*figure, error) {
	f := &figure{what: "answerable is right, half of the questions without an answer", bound: 0.93}
	for _, part := range []struct {
		questions []eval.Query
		want      bool
	}{{q.half(), true}, {q.unanswerable, false}} {
		for _, one := range part.questions {
			a, err := m.retrieve(retrieve.Request{Query: one.Query})
			if err != nil {
				return nil, err
			}
			right := a.Answerable == part.want && (len(a.Passages) > 0) == part.want
			f.add(right, func() string { return fmt.Sprintf("%s %q: %s", one.ID, one.Query, told(a)) })
		}
	}
	return []*figure{f}, nil
}
