package search

import (
	"context"
	"math"
	"slices"
	"strings"

	"shirube/index"
	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// Evidence is what speaks for a passage answering a query, in numbers that grow
// neither with the index nor with the length of the query. What they make together
// is the confidence of a hit (confidence.go).
type Evidence struct {
	// Mentioned is the share of what was asked for that the passage mentions, each
	// thing counted by how much its words tell (idf): 0 to 1.
	Mentioned float64 `json:"mentioned"`
	// Missing is the share of it that no passage of the index mentions: 0 to 1.
	Missing float64 `json:"missing"`
	// Unheard is 1 where a thing that the query names by a noun is in no passage of the
	// index, else 0.
	Unheard float64 `json:"unheard"`
	// Strength is the score by words, concepts and signals, of what a passage that
	// has each thing once would score: 0 to about 3.
	Strength float64 `json:"strength"`
	// Astray is 1 where the query names treatments, what they are made with, or
	// conditions, and the article is about none of them; else 0.
	Astray float64 `json:"astray"`
	// Covered is the share of the things asked for that the passage mentions, each
	// counted alike: 0 to 1.
	Covered float64 `json:"covered"`
	// Subjects is how many things the query names by nouns or concepts, at most
	// maxSubjects: a passage that fits a longer question fits by less chance.
	Subjects float64 `json:"subjects"`
}

// maxSubjects is from how many named things on one more says nothing more.
const maxSubjects = 3

// weigher computes the evidence for the passages of one result.
type weigher struct {
	u       *understood
	tells   []float64 // by group; 0 for optional ones
	all     float64   // sum of tells
	missing float64   // of these, those that no passage has
	unheard bool      // a thing that is named by a noun is among these
	score   float64   // about what a passage scores that has everything once
}

// newWeigher takes the terms that no passage has which the caller may see: what others say is
// not to be learnt from the evidence.
func newWeigher(u *understood, result *index.Result, hidden map[string]bool) *weigher {
	w := &weigher{u: u, tells: make([]float64, len(u.groups))}
	for i, g := range u.groups {
		if g.Optional {
			continue
		}
		ofConcept := u.weights.Concept
		if u.lowered && slices.Contains(u.named, i) {
			ofConcept *= u.weights.Topic
		}
		one := eased(worthOf(g, ofConcept, result, hidden), u.equal[i], ofConcept, result, hidden)
		if u.predicates[i] {
			one.tells *= predicateShare
			one.score *= predicateShare
		}
		w.tells[i] = one.tells
		w.all += one.tells
		w.score += one.score
		if !one.known {
			w.missing += one.tells
			w.unheard = w.unheard || !u.predicates[i]
		}
	}
	return w
}

// hiddenOf are the words and concepts of a query that passages have, but none of those that
// the caller may see. Only of things that no hit mentions can it be so.
func hiddenOf(ctx context.Context, backend index.Backend, r Request, u *understood, result *index.Result) (map[string]bool, error) {
	out := map[string]bool{}
	for i, g := range u.groups {
		heard := func(h index.Hit) bool {
			return slices.ContainsFunc(h.Passages, func(p index.PassageHit) bool { return i < len(p.Groups) && p.Groups[i] })
		}
		if g.Optional || len(result.Hits) == 0 || slices.ContainsFunc(result.Hits, heard) {
			continue
		}
		for _, t := range slices.Concat(g.Alternatives...) {
			if t.Field == index.Words && result.Frequencies[t.Text] == 0 || t.Field == index.Concepts && result.ConceptFrequencies[t.Text] == 0 || t.Field != index.Words && t.Field != index.Concepts {
				continue
			}
			found, err := finds(ctx, backend, r, []index.Term{t})
			if err != nil {
				return nil, err
			}
			out[keyOf(t)] = !found
		}
	}
	return out, nil
}

// keyOf names a term by its field and text.
func keyOf(t index.Term) string { return string(t.Field) + ":" + t.Text }

// worth is what a thing that was asked for weighs.
type worth struct {
	// tells is the idf of its rarest word or of its concept, whichever is the more
	// common: what it says of a passage that it mentions the thing.
	tells float64
	// score is about what a passage gains that has each of its words once, but for
	// saturation.
	score float64
	known bool // some passage mentions it
}

// worthOf weighs a group. What asks for a kind or a fact is known as long as there
// are passages of it, by whatever word it was typed.
func worthOf(g index.Group, ofConcept float64, result *index.Result, hidden map[string]bool) worth {
	out := worth{known: true}
	typed, concept, asksKind := 0, math.Inf(1), false
	for i, alternative := range g.Alternatives {
		for _, t := range alternative {
			switch {
			case t.Field == index.Words && t.Text == negator:
				typed++ // that something is not so tells nothing without the something
			case t.Field == index.Words && i == 0:
				df := result.Frequencies[t.Text]
				if hidden[keyOf(t)] {
					df = 0
				}
				tells := idf(result.Passages, df)
				out.tells, out.score = max(out.tells, tells), out.score+tells
				out.known = out.known && df > 0
				typed++
			case t.Field == index.Signals && !strings.HasPrefix(t.Text, index.SignalAbout):
				asksKind = true
			case t.Field == index.Concepts && t.Weight >= ofConcept:
				if df := result.ConceptFrequencies[t.Text]; df > 0 && !hidden[keyOf(t)] {
					concept = min(concept, idf(result.Passages, df))
				}
			}
		}
	}
	if !math.IsInf(concept, 1) {
		if typed == 0 || !out.known {
			return worth{tells: concept, score: concept, known: true}
		}
		out.tells, out.score = min(out.tells, concept), min(out.score, max(concept, out.score/2))
	}
	if asksKind && !out.known {
		common := idf(result.Passages, result.Passages/kindsShare)
		out = worth{tells: common, score: common, known: true}
	}
	return out
}

// kindsShare: about one passage in so many is of any one kind.
const kindsShare = 10

// idf is that of BM25.
func idf(passages, containing int) float64 {
	n, df := float64(passages), float64(containing)
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}

// saturation is BM25's k1+1, which the score of a word that stands once is near to.
const saturation = 2.2

// of is the evidence for a passage, whose score by the engine is p.Score, but for
// its article.
func (w *weigher) of(p index.PassageHit) Evidence {
	e := Evidence{Covered: w.u.coverage(p), Subjects: min(float64(w.u.subjects), maxSubjects)}
	if w.unheard {
		e.Unheard = 1
	}
	if w.all == 0 {
		return e
	}
	e.Missing, e.Strength = w.missing/w.all, p.Score/(saturation*w.score)
	for i, tells := range w.tells {
		e.Mentioned += w.u.mentioned(p, i) * tells / w.all
	}
	return e
}

// predicateShare is how much a word written with hiragana tells, of what a noun as
// rare would: 飲み始める, やっぱり. People word these in many ways, and articles again
// in others.
const predicateShare = 0.4

// isPredicate reports whether a word is written with hiragana.
func isPredicate(surface string) bool { return strings.ContainsFunc(surface, text.IsHiragana) }

// topics are the names of the treatments and conditions of a query, by which titles
// are compared with it, as spelling makes them.
type topics struct {
	names []string
}

// isTopic reports whether articles are about such a thing.
func isTopic(c *lexicon.Concept) bool {
	return c.Is(lexicon.Treatment) || c.Is(lexicon.Ingredient) || c.Is(lexicon.Device) || c.Is(lexicon.Condition)
}

// add adds a concept with all its names, and what is narrower by its first name.
func (t *topics) add(e *Engine, typed string, c *lexicon.Concept) {
	t.name(spelling(typed))
	t.name(e.spelt(c.Label))
	for _, names := range [...][]string{c.Synonyms, c.Lay, c.English} {
		for _, name := range names {
			t.name(e.spelt(name))
		}
	}
	for _, n := range firstNarrower(e, c) {
		t.name(e.spelt(n.Label))
	}
}

// name adds a name, unless what has it has another as well.
func (t *topics) name(name string) {
	if slices.ContainsFunc(t.names, func(have string) bool { return strings.Contains(name, have) }) {
		return
	}
	t.names = append(slices.DeleteFunc(t.names, func(have string) bool { return strings.Contains(have, name) }), name)
}

// astray is Evidence.Astray for an article.
func (t topics) astray(a *index.StoredArticle) float64 {
	if len(t.names) == 0 {
		return 0
	}
	about := a.About()
	if slices.ContainsFunc(t.names, func(name string) bool { return strings.Contains(about, name) }) {
		return 0
	}
	return 1
}
