package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"shirube/internal/bench/sets"
	"shirube/internal/eval"
	"shirube/internal/retrieve"
)

// followup is a question that a conversation makes clear.
type followup struct {
	eval.Query
	history []retrieve.Turn
	carried *[]string // names of what it is about, one of which is enough; nil where it does not matter
}

func readFollowups(ctx context.Context, c *sets.Corpus, folder string) ([]followup, error) {
	const name = "followups.jsonl"
	queries, err := c.Queries(ctx, folder, name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(folder, name)) //nolint:gosec // named by who measures
	if err != nil {
		return nil, fmt.Errorf("judged queries: %w", err)
	}
	out := make([]followup, 0, len(queries))
	lines := bufio.NewScanner(bytes.NewReader(data))
	for lines.Scan() {
		var l struct {
			History []struct{ Role, Content string }
			Carried *[]string
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		f := followup{Query: queries[len(out)], carried: l.Carried}
		for _, t := range l.History {
			f.history = append(f.history, retrieve.Turn{Role: t.Role, Content: t.Content})
		}
		out = append(out, f)
	}
	return out, lines.Err()
}

// followups: the conversation tells what a question is about, and its answer is found.
func (m *sample) followups(q *questions) ([]*figure, error) {
	carried := &figure{what: "what a conversation is about is carried over", bound: 0.9}
	answered := &figure{what: "a question of a conversation finds its answer", bound: 0.9}
	for _, one := range q.followups {
		a, err := m.retrieve(retrieve.Request{Query: one.Query.Query, History: one.history, MaxChars: answerChars})
		if err != nil {
			return nil, err
		}
		what := func() string {
			return fmt.Sprintf("%s %q, carried %v: %s", one.ID, one.Query.Query, a.Interpreted.Carried, told(a))
		}
		if one.carried != nil {
			carried.add(m.isAbout(a.Interpreted.Carried, *one.carried), what)
		}
		switch {
		case len(one.Relevant) > 0:
			answered.add(m.holds(a, best(&one.Query)), what)
		case one.carried == nil:
			answered.add(!a.Answerable, what)
		}
	}
	return []*figure{carried, answered}, nil
}

// isAbout reports whether something that is carried has one of the names, or nothing is
// where there is none.
func (m *sample) isAbout(carried []retrieve.Carried, names []string) bool {
	if len(names) == 0 {
		return len(carried) == 0
	}
	return slices.ContainsFunc(names, func(name string) bool {
		c := m.parts.Lexicon.Lookup(name)
		return c != nil && slices.ContainsFunc(carried, func(o retrieve.Carried) bool { return o.Concept == c.ID })
	})
}
