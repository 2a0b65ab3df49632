package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
)

// passagesPerArticle is how many passages an article hit shows.
const passagesPerArticle = 3

// rankedHit is a hit with its score after all signals.
type rankedHit struct {
	index.Hit
	// coverage is the share of what was asked for that the best passage mentions.
	coverage float64
	// engine is the engine's score of every passage, in their order.
	engine []float64
	// evidence and confidence are those of every passage, once confide was asked for them; a
	// hit without passages has a confidence of its own.
	evidence   []Evidence
	confidence []float64
	signals    []Signal
	pinned     bool // editors put it where it stands
}

// ranker orders the hits of one result by all signals, those included that engines
// do not know.
type ranker struct {
	r      Request
	u      *understood
	result *index.Result
	weigh  *weigher
	// gains is what passages gain by closeness and likeness, by id.
	gains map[string]float64
	// strays are the articles that are about none of the topics of the query, where
	// others that were found are.
	strays map[string]bool
	// Room for rank: hits are ranked twice.
	room  *room
	hits  []rankedHit
	order []place
}

// place is a score and where its hit stands.
type place struct {
	score float64
	at    int
}

func newRanker(r Request, u *understood, result *index.Result, gains map[string]float64, hidden map[string]bool) *ranker {
	u.noteDeniers(result)
	return &ranker{r: r, u: u, result: result, weigh: newWeigher(u, result, hidden), gains: gains}
}

// rank is the hits in order, until it is called again. Hits that are sorted by something else
// than relevance keep theirs.
func (k *ranker) rank() []rankedHit {
	n := len(k.result.Hits)
	if k.room == nil {
		k.room, k.hits, k.order = newRoom(k.result.Hits), make([]rankedHit, 2*n), make([]place, min(n, rescoreDepth))
	}
	k.room.passages, k.room.engine = k.room.passages[:0], k.room.engine[:0]
	found, out := k.hits[:n], k.hits[n:]
	for i, h := range k.result.Hits {
		found[i] = k.rescore(h, k.room)
	}
	if k.r.Sort != index.ByRelevance {
		return found
	}
	// Always the same ones, however many were asked for: else pages would
	// repeat and lose hits.
	for i := range k.order {
		k.order[i] = place{found[i].Score, i}
	}
	slices.SortFunc(k.order, func(a, b place) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return a.at - b.at
	})
	copy(out, found)
	for i, from := range k.order {
		out[i] = found[from.at]
	}
	return out
}

// topical is the factor for what the passage's article is about.
func (k *ranker) topical(article string) float64 {
	if k.strays[article] {
		return k.u.weights.Astray
	}
	return 1
}

// noteStrays finds out which of the best hits' articles go astray.
func (k *ranker) noteStrays(ctx context.Context, backend index.Backend) error {
	if len(k.u.topics.names) == 0 || len(k.result.Hits) == 0 {
		return nil
	}
	known, err := headsOf(ctx, backend, k.result.Hits[:min(len(k.result.Hits), rescoreDepth)])
	if err != nil {
		return err
	}
	strays := map[string]bool{}
	for id, head := range known {
		if k.u.topics.astray(head) == 1 {
			strays[id] = true
		}
	}
	if len(strays) < len(known) {
		k.strays = strays
	}
	return nil
}

// scored is a passage with its score after all signals, and that of the engine.
type scored struct {
	index.PassageHit
	engine   float64
	coverage float64
}

// room is where the passages of all hits of a result go: lists of their own would be most of
// what a query allocates.
type room struct {
	passages []index.PassageHit
	engine   []float64
	scored   []scored // of the hit that is looked at
}

func newRoom(hits []index.Hit) *room {
	n := 0
	for _, h := range hits {
		n += len(h.Passages)
	}
	return &room{passages: make([]index.PassageHit, 0, n), engine: make([]float64, 0, n)}
}

// rescore ranks the passages of a hit and scores the hit as its best one.
func (k *ranker) rescore(h index.Hit, into *room) rankedHit {
	out := rankedHit{Hit: h, coverage: 1}
	if len(k.u.groups) == 0 {
		return out
	}
	if len(h.Passages) == 0 {
		out.coverage = 0
		return out
	}
	passages := slices.Grow(into.scored[:0], len(h.Passages))[:len(h.Passages)]
	into.scored = passages
	for i, p := range h.Passages {
		coverage := k.u.coverage(p)
		passages[i] = scored{PassageHit: p, engine: p.Score, coverage: coverage}
		passages[i].Score = (p.Score + k.gains[p.ID]) * k.u.prior(p.Kind) * k.topical(h.Article) * k.u.stance(p) * k.u.elsewhere(p) * k.u.weights.coverage(coverage)
	}
	if len(passages) > 1 {
		slices.SortStableFunc(passages, func(a, b scored) int { return cmp.Compare(b.Score, a.Score) })
	}
	best := passages[0]
	first := len(into.passages)
	for _, p := range passages {
		if p.Score < shownShare*best.Score {
			break
		}
		into.passages = append(into.passages, p.PassageHit)
		into.engine = append(into.engine, p.engine)
	}
	out.Passages, out.engine = slices.Clip(into.passages[first:]), slices.Clip(into.engine[first:])
	out.Score, out.coverage = best.Score, best.coverage
	if k.r.Explain {
		out.signals = k.explain(h.Article, best, out.coverage)
	}
	return out
}

// explain says where the score of a passage comes from.
func (k *ranker) explain(article string, p scored, coverage float64) []Signal {
	out := []Signal{
		{Name: "terms", Value: p.engine, Why: "BM25 of the words and concepts, and what the passage is and holds: " + k.u.mentions(p.PassageHit)},
		{Name: "closeness", Value: k.gains[p.ID], Why: "words and characters that follow one another as they do in the query"},
		{Name: "coverage", Value: k.u.weights.coverage(coverage), Why: fmt.Sprintf("factor for mentioning %.0f%% of what was asked for", 100*coverage)},
		{Name: "topic", Value: k.topical(article), Why: "factor for standing in an article about none of the treatments and conditions that the query names"},
		{Name: "kind", Value: k.u.prior(p.Kind), Why: fmt.Sprintf("factor for passages of kind %s%s", p.Kind, k.u.askedFor(p.Kind))},
	}
	if len(k.u.denials) > 0 {
		out = append(out, Signal{Name: "stance", Value: k.u.stance(p.PassageHit), Why: "factor for speaking of what the query denies or leaves out, without denying it"})
	}
	if k.u.about >= 0 {
		out = append(out, Signal{Name: "article", Value: k.u.elsewhere(p.PassageHit), Why: "factor for standing in an article about another treatment than the query names"})
	}
	return out
}

// mentions says in words which of the things that were asked for a passage mentions.
func (u *understood) mentions(p index.PassageHit) string {
	var has, lacks []string
	for i, g := range u.groups {
		switch name := u.names[i]; {
		case name == "" || g.Optional:
		case u.mentioned(p, i) == 1:
			has = append(has, name)
		default:
			lacks = append(lacks, name)
		}
	}
	out := "mentions " + strings.Join(has, ", ")
	if len(has) == 0 {
		out = "mentions none of the things asked for by name"
	}
	if len(lacks) > 0 {
		out += "; not " + strings.Join(lacks, ", ")
	}
	return out
}

// askedFor adds to an explanation that a kind was asked for.
func (u *understood) askedFor(k corpus.Kind) string {
	if u.intents[k] {
		return ", which the query asks for"
	}
	return ""
}

// coverage is the share of the groups that are not optional that p matches.
func (u *understood) coverage(p index.PassageHit) float64 {
	asked, has := 0, 0.0
	for i, g := range u.groups {
		if g.Optional {
			continue
		}
		asked++
		has += u.mentioned(p, i)
	}
	if asked == 0 {
		return 1
	}
	return has / float64(asked)
}

// prior is the factor of a kind of passage: none if the query asks for it.
func (u *understood) prior(k corpus.Kind) float64 {
	if u.intents[k] {
		return 1
	}
	return u.weights.prior(k)
}

// elsewhere is the factor for standing in an article about another treatment than the
// query names.
func (u *understood) elsewhere(p index.PassageHit) float64 {
	if u.about < 0 || u.about < len(p.Groups) && p.Groups[u.about] {
		return 1
	}
	return u.weights.Elsewhere
}
