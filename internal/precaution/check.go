package precaution

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/statement"
	"shirube/internal/text"
)

// Tick is something that a patient says of themselves: a concept, or words that the lexicon
// knows none for.
type Tick struct {
	Concept *lexicon.Concept // nil: Words alone
	Words   string
}

// Label is what people read for a tick.
func (t Tick) Label() string {
	if t.Concept != nil {
		return t.Concept.Label
	}
	return t.Words
}

// Understand makes ticks of what somebody types (「ワーファリンを飲んでいて妊娠中」): the concepts
// that can be ticked and that it does not deny, and the words of each part between commas or
// spaces that names none: nothing that somebody says of themselves is dropped unseen.
func (b *Book) Understand(s string) []Tick {
	var out []Tick
	for _, part := range strings.FieldsFunc(s, separates) {
		found := b.reasonsIn(part)
		rules := b.typedRules(part)
		inWords := false
		for _, rule := range rules {
			if c := b.Concept(rule.Concept); c == nil {
				inWords = true
			} else if !slices.Contains(found, c) {
				found = append(found, c)
			}
		}
		for _, c := range found {
			out = append(out, Tick{Concept: c})
		}
		if inWords {
			out = append(out, Tick{Words: part})
			continue
		}
		denied := slices.ContainsFunc(b.lex.Find(part), func(m lexicon.Mention) bool { return b.reasonOf(part, m) != nil })
		if len(found) == 0 && !denied {
			out = append(out, Tick{Words: part})
		}
	}
	return out
}

func separates(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("、。，,．・;；/／", r)
}

// Match is a sentence that concerns a tick.
type Match struct {
	statement.Statement
	Level    Level
	Relation Relation
	// Elsewhere: it speaks of other treatments of the article (Statement.Of).
	Elsewhere bool
}

// TickResult is what the articles of a treatment say of one tick: Nothing and Unstated where
// no sentence concerns it.
type TickResult struct {
	Tick    Tick
	Level   Level
	Matches []Match // the gravest first
}

// Result is what the articles of a treatment say.
type Result struct {
	Treatment string
	Level     Level // of the gravest sentence, of whichever tick
	Ticks     []TickResult
	Articles  []*statement.Article
	// Silent are those of the articles that have nothing on who must not be treated.
	Silent []*statement.Article
}

// Check is what articles say of every treatment for somebody of whom the ticks are true, those
// with the gravest sentence first; then what states nothing at all, which has to be asked.
func (b *Book) Check(ticks []Tick, scope statement.Scope) []Result {
	of := map[string]*Result{}
	var labels []string
	concerns := make([]concern, len(ticks))
	for i, t := range ticks {
		concerns[i] = b.concern(t)
	}
	for _, c := range b.articles {
		if !scope.Sees(c.ref) {
			continue
		}
		matches := c.matches(concerns, scope)
		states := c.states(scope)
		for _, label := range c.ref.Treatments {
			r := of[label]
			if r == nil {
				r = &Result{Treatment: label, Ticks: make([]TickResult, len(ticks))}
				for i, t := range ticks {
					r.Ticks[i].Tick = t
				}
				of[label] = r
				labels = append(labels, label)
			}
			r.add(b.lex, c.ref, matches, states)
		}
	}
	out := make([]Result, 0, len(labels))
	for _, label := range labels {
		r := of[label]
		r.finish()
		out = append(out, *r)
	}
	slices.SortStableFunc(out, func(a, b Result) int {
		return cmp.Or(cmp.Compare(rank(b.Level), rank(a.Level)), cmp.Compare(b.grave(), a.grave()), cmp.Compare(a.Treatment, b.Treatment))
	})
	return out
}

// rank orders levels for a page: what states nothing must be asked, so it comes before what
// states something else.
func rank(l Level) int {
	return slices.Index([]Level{Nothing, Unstated, Allowed, Mentioned, Caution, Excluded}, l)
}

// grave counts the ticks that exclude or ask for care.
func (r *Result) grave() (n int) {
	for _, t := range r.Ticks {
		if t.Level >= Caution {
			n++
		}
	}
	return n
}

// add notes what an article says of one of its treatments.
func (r *Result) add(lex *lexicon.Lexicon, a *statement.Article, matches [][]Match, states bool) {
	r.Articles = append(r.Articles, a)
	if !states {
		r.Silent = append(r.Silent, a)
	}
	for i := range matches {
		for _, m := range matches[i] {
			m.Elsewhere = m.Statement.Elsewhere(r.Treatment, lex)
			r.Ticks[i].Matches = append(r.Ticks[i].Matches, m)
		}
	}
}

// finish tells the levels.
func (r *Result) finish() {
	r.Level = Nothing
	if len(r.Silent) == len(r.Articles) {
		r.Level = Unstated
	}
	for i := range r.Ticks {
		t := &r.Ticks[i]
		slices.SortStableFunc(t.Matches, func(a, b Match) int {
			return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(order(a.Kind), order(b.Kind)))
		})
		if t.Level = Nothing; len(r.Silent) == len(r.Articles) {
			t.Level = Unstated
		}
		if len(t.Matches) > 0 {
			t.Level = t.Matches[0].Level
		}
		r.Level = max(r.Level, t.Level)
	}
}

// order puts the sections first that are there for it.
func order(kind corpus.Kind) int {
	kinds := []corpus.Kind{corpus.KindPrecautions, corpus.KindFAQ, corpus.KindCandidates, corpus.KindRisks}
	if i := slices.Index(kinds, kind); i >= 0 {
		return i
	}
	return len(kinds)
}

// concern is what sentences that concern a tick name.
type concern struct {
	relations map[string]Relation
	rules     map[string]Relation // ids of groups.yaml whose phrases are of it
	typed     string              // what the lexicon knows nothing for, in normal form
}

func (b *Book) concern(t Tick) concern {
	c := concern{relations: map[string]Relation{}, rules: map[string]Relation{}}
	if t.Concept != nil {
		c.relations = b.relations(t.Concept)
	} else {
		c.typed = normal(t.Words)
		for _, rule := range b.typedRules(t.Words) {
			c.rules[rule.ID] = Same
			for _, id := range rule.Also {
				c.relations[id] = Beside
			}
		}
	}
	for id, relation := range c.relations {
		if relation != Narrower {
			c.rules[id] = relation
		}
	}
	return c
}

func normal(s string) string { return text.FoldKana(text.Normalize(s).String) }

// matches are the sentences of an article that concern each tick, as far as a scope shows them.
func (c *chapter) matches(concerns []concern, scope statement.Scope) [][]Match {
	out := make([][]Match, len(concerns))
	for i := range c.told {
		t := &c.told[i]
		if scope.Hidden[t.in.id] {
			continue
		}
		for j := range concerns {
			level, relation, ok := t.concerns(&concerns[j])
			if !ok {
				continue
			}
			out[j] = withMatch(out[j], Match{Level: level, Relation: relation, Statement: statement.Statement{
				Article: c.ref, Passage: t.in.id, Kind: t.in.kind, Heading: t.in.heading, Sentence: t.sentence,
				Sourced: t.in.sourced, Of: t.of, Label: t.labels(), Stance: corpus.Asserted,
			}})
		}
	}
	return out
}

// withMatch adds a sentence to those of a passage. One that is there already, as the item of a
// list and as a claim without its bullet, stays once, as the graver of the two.
func withMatch(list []Match, m Match) []Match {
	bare := strings.TrimLeft(m.Sentence, bullets)
	i := slices.IndexFunc(list, func(o Match) bool { return o.Passage == m.Passage && strings.TrimLeft(o.Sentence, bullets) == bare })
	switch {
	case i < 0:
		return append(list, m)
	case m.Level > list[i].Level:
		list[i] = m
	}
	return list
}

// labels are the things that a sentence names.
func (t *told) labels() string {
	var out []string
	for _, n := range t.named {
		if !slices.Contains(out, n.label) {
			out = append(out, n.label)
		}
	}
	return strings.Join(out, "、")
}

// concerns reports whether a sentence concerns a tick, and how it words it.
func (t *told) concerns(c *concern) (level Level, relation Relation, ok bool) {
	for _, n := range t.named {
		r, related := c.relations[n.concept.ID]
		if related && (!ok || n.level > level) {
			level, relation, ok = n.level, r, true
		}
	}
	for _, n := range t.implied {
		r, related := c.rules[n.id]
		if !related {
			continue
		}
		worded := n.level
		if worded == Unstated {
			worded = t.level
		}
		if !ok || worded > level {
			level, relation, ok = worded, r, true
		}
	}
	if ok {
		return level, relation, true
	}
	if c.typed != "" && strings.Contains(normal(t.sentence), c.typed) {
		return t.level, Same, true
	}
	return 0, "", false
}

// Options are what can be ticked, grouped: what the lexicon has as contraindications, and
// what the articles name as a reason beside.
func (b *Book) Options(scope statement.Scope) []Group {
	counts := map[string]int{}
	for _, c := range b.articles {
		if !scope.Sees(c.ref) {
			continue
		}
		seen := map[string]bool{}
		for i := range c.told {
			if scope.Hidden[c.told[i].in.id] {
				continue
			}
			for _, n := range c.told[i].named {
				if n.level >= Caution && !seen[n.concept.ID] {
					seen[n.concept.ID] = true
					counts[n.concept.ID]++
				}
			}
		}
	}
	groups := make([]Group, len(b.table.Groups))
	at := map[string]int{}
	for i, g := range b.table.Groups {
		groups[i].ID, at[g.ID] = g.ID, i
	}
	for _, c := range b.lex.Concepts() {
		if !b.options[c.ID] && (counts[c.ID] == 0 || !b.tickable(c)) {
			continue
		}
		g := &groups[at[b.groupOf(c)]]
		g.Options = append(g.Options, Option{c, counts[c.ID]})
	}
	for i := range groups {
		slices.SortStableFunc(groups[i].Options, func(a, b Option) int { return cmp.Compare(b.Articles, a.Articles) })
	}
	return slices.DeleteFunc(groups, func(g Group) bool { return len(g.Options) == 0 })
}
