package search

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/analysis"
	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// negator is the term that analysis makes of every word that denies.
const negator = "ナイ"

// understood is what a query means to the engine, and what of it was noticed.
type understood struct {
	weights *Weights
	groups  []index.Group
	not     []index.Group
	filters []index.Filter
	intents map[corpus.Kind]bool
	// intended is the place in groups of what was asked for by naming its kinds and facts.
	intended map[string]int
	marks    *marks
	// names is what was typed for each of groups, by its place.
	names map[int]string
	// equal are the alternatives of a group that editors named as the same, by its place.
	equal map[int][][]index.Term
	// predicates are the places in groups of words that are written with hiragana:
	// they say what is asked of a thing, rarely which thing.
	predicates map[int]bool
	// heads are the places of words that are what everything is about: 治療.
	heads []int
	// excepts are the places of words that take something out: 以外.
	excepts []int
	// byWords are the places in groups of what tells that a passage has more of a thing than
	// the characters of the query, by the place of the thing.
	byWords map[int]int
	// subjects counts what the query names by nouns and concepts; topics are those that
	// articles are about.
	subjects int
	topics   topics
	// named are the places in groups of the topics, lowered tells that their words
	// weigh less.
	named   []int
	lowered bool
	// treatments are the ids of those among them and of what is narrower; about is the
	// place in groups of what articles about them have, -1 where there is none.
	treatments []string
	about      int
	pairs      []pair          // words that follow one another
	bigrams    map[string]bool // character pairs of plain words
	said       Interpretation
	// denials is what the query denies; negatedTo is where the last of it
	// ends that is shown; -1 where what follows is no part of it.
	denials   []denial
	negatedTo int
	bodyPart  bool // the query names a part of the body
	bounded   bool // filters has ranges that were read from words
	dropped   []AppliedFilter
	offered   string // the query as it may have been meant, where it finds something as it is
}

// understand reads a query. It never fails: what it does not understand is words,
// and so is name:value unless typedFilters.
func (e *Engine) understand(q string, on Interpret, typedFilters bool) *understood {
	u := &understood{weights: &e.weights, negatedTo: -1, intents: map[corpus.Kind]bool{}, intended: map[string]int{}, marks: newMarks(), bigrams: map[string]bool{}, predicates: map[int]bool{}, byWords: map[int]int{}, names: map[int]string{}, equal: map[int][][]index.Term{}}
	rest := q
	if typedFilters {
		rest = u.takeFilters(e, q)
	}
	if on.Numbers {
		rest = u.takeBounds(e, rest)
	}
	for _, c := range split(rest) {
		switch {
		case c.excluded && on.Negation:
			u.exclude(e, rest, c)
		case c.quoted:
			u.require(rest, e.words(rest, c.start, c.end))
		default:
			u.ask(e, rest, c, on)
		}
	}
	u.preferOverview()
	u.preferAspect()
	u.noteAbout()
	if len(u.groups) == 0 && len(u.not) == 0 && len(u.filters) == 0 && strings.TrimSpace(q) != "" {
		// Only words that say nothing, or signs: found where they stand like this.
		u.groups = []index.Group{{Alternatives: [][]index.Term{{{Field: index.Words, Text: spelling(q), Weight: weightTyped}}}}}
	}
	u.say(q)
	return u
}

// preferOverview raises what says what a thing is where nothing but names of
// treatments and conditions, or one part of the body, was typed.
func (u *understood) preferOverview() {
	named := u.need() == 1 && (len(u.topics.names) > 0 || u.bodyPart) || u.need() > 0 && u.need() == len(u.named)
	if named && len(u.intents) == 0 && len(u.denials) == 0 {
		u.groups = append(u.groups, optional(index.SignalKind+string(corpus.KindOverview), u.weights.Overview))
	}
}

// preferAspect lowers what the names of topics weigh beside what is asked about them.
func (u *understood) preferAspect() {
	u.lowered = u.need() > len(u.named)
	if !u.lowered {
		return
	}
	for _, at := range u.named {
		for _, alternative := range u.groups[at].Alternatives {
			for i := range alternative {
				if alternative[i].Field != index.Signals {
					alternative[i].Weight *= u.weights.Topic
				}
			}
		}
	}
}

// noteAbout has it noted which passages are of articles about a treatment that the
// query names, or about a narrower one. It raises nothing by itself.
func (u *understood) noteAbout() {
	u.about = -1
	g := index.Group{Optional: true}
	for _, id := range u.treatments {
		g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Signals, Text: index.SignalAbout + id}})
	}
	if len(g.Alternatives) > 0 {
		u.about = len(u.groups)
		u.groups = append(u.groups, g)
	}
}

// words is the analysed terms of q[start:end], with offsets into q.
func (e *Engine) words(q string, start, end int) []analysis.Token {
	tokens := e.analyzer.Tokens(q[start:end])
	for i := range tokens {
		tokens[i].Start += start
		tokens[i].End += start
	}
	return tokens
}

// require adds what was put in quotes: all its words on one passage, whatever
// else is relaxed, those first that have them one after another.
func (u *understood) require(q string, tokens []analysis.Token) {
	if len(tokens) == 0 {
		return
	}
	u.marks.words(tokens)
	start, end := tokens[0].Start, tokens[len(tokens)-1].End
	u.names[len(u.groups)] = q[start:end]
	u.groups = append(u.groups, index.Group{Alternatives: [][]index.Term{typed(tokens)}, Must: true})
	u.pairs = append(u.pairs, pairsOf(tokens)...)
	u.said.Terms = append(u.said.Terms, QueryTerm{Text: q[start:end], Start: start, End: end})
}

// asked is a thing that a query asks for: a concept, a word that names a kind or
// fact, both at once (副作用), or just a word.
type asked struct {
	start, end int
	concept    *lexicon.Concept
	intent     *lexicon.IntentMention
	tokens     []analysis.Token
	// denied: the query denies it. except: it takes it out. aside: it is there to say
	// so, and need not be found.
	denied, except, aside bool
	deniedWords           []string // of its terms, those that are denied or taken out
	deniedName            string   // of an intent, the word that is denied: 保険 of 保険がきかない
	asks                  bool     // it makes a question of the clause, and is not looked for
	whom                  bool     // it says who is asking: precautions first
	synonyms              []int    // of the curation
	isNot                 bool     // it is denied of who asks or of somebody: 妊娠中でない
	head                  bool     // it is what the rest of the clause is said of, as everything is: 治療
	excepts               bool     // it takes something else out (以外)
}

// ask adds the things that a clause without marks asks for.
func (u *understood) ask(e *Engine, q string, c clause, on Interpret) {
	things, words := u.things(e, q, c, on)
	if on.Negation {
		e.negated(q, c, things, words)
	}
	if on.Intent {
		noteWhom(things)
	}
	noteHead(q, things)
	for _, a := range things {
		if len(u.groups) >= maxGroups {
			return
		}
		if a.asks {
			continue
		}
		var at int
		if a.plain() && len(a.synonyms) == 0 {
			at = u.askWord(q, a)
		} else {
			at = u.askNamed(e, q, a, on)
		}
		if u.names[at] == "" {
			u.names[at] = q[a.start:a.end]
		}
		u.negate(e, q, at, &a)
	}
}

// things cuts a clause into what it asks for. A concept or intent takes the
// words it covers; where two overlap, the longer one counts. All words of the clause
// come beside.
func (u *understood) things(e *Engine, q string, c clause, on Interpret) (things []asked, words []analysis.Token) {
	var named []asked
	if on.Synonyms {
		for _, m := range e.mentions(q[c.start:c.end]) {
			named = append(named, asked{start: m.Start + c.start, end: m.End + c.start, concept: m.Concept})
		}
		named = append(named, e.curatedNames(q, c)...)
	}
	if on.Intent {
		for _, m := range e.intents(q[c.start:c.end]) {
			named = append(named, asked{start: m.Start + c.start, end: m.End + c.start, intent: &m})
		}
	}
	sort.SliceStable(named, func(i, j int) bool { return named[i].end-named[i].start > named[j].end-named[j].start })
	var out []asked
	for _, n := range named {
		i := slices.IndexFunc(out, func(o asked) bool { return n.start < o.end && o.start < n.end })
		switch {
		case i < 0:
			out = append(out, n)
		case out[i].start == n.start && out[i].end == n.end:
			out[i].synonyms = append(out[i].synonyms, n.synonyms...)
			if out[i].intent == nil {
				out[i].intent = n.intent
			}
		}
	}
	if on.Synonyms {
		for i := range out {
			out[i].curate(e)
		}
	}
	u.wording(q, c, out)
	words = e.words(q, c.start, c.end)
	u.pairs = append(u.pairs, pairsOf(words)...)
	return addWords(out, words), words
}

// addWords gives the named things the words they cover, and adds the other words,
// all in the order of the query.
func addWords(named []asked, words []analysis.Token) []asked {
	for _, t := range words {
		i := slices.IndexFunc(named, func(o asked) bool { return t.Start < o.end && o.start < t.End })
		if i >= 0 {
			named[i].tokens = append(named[i].tokens, t)
		} else {
			named = append(named, asked{start: t.Start, end: t.End, tokens: []analysis.Token{t}})
		}
	}
	sort.SliceStable(named, func(i, j int) bool { return named[i].start < named[j].start })
	return named
}

// askNamed looks for what was typed, for the concept by its other names, and for
// passages that are of the kind or hold the fact. It returns the group's place.
func (u *understood) askNamed(e *Engine, q string, a asked, on Interpret) int {
	var g index.Group
	if len(a.tokens) > 0 {
		g.Alternatives = append(g.Alternatives, typed(a.tokens))
	}
	u.marks.words(a.tokens)
	term := QueryTerm{Text: q[a.start:a.end], Start: a.start, End: a.end}
	expansion := Expansion{From: term.Text}
	if a.concept != nil {
		term.Concept = a.concept.ID
		u.askConcept(e, a, &g, &expansion)
		if a.whom {
			u.prefer(corpus.KindPrecautions, u.weights.Precaution)
			// A question that allows somebody holds the fact, too, and comes after the section
			// that says who must not.
			u.preferFact(corpus.FactContraindication, u.weights.Precaution*2/3)
		}
	}
	if a.intent != nil {
		u.askIntent(e, a.intent, on, &g, &expansion)
	}
	named := len(g.Alternatives)
	u.askSynonyms(e, a, &g, &expansion)
	if len(expansion.To) > 0 {
		u.said.Expansions = append(u.said.Expansions, expansion)
	}
	u.said.Terms = append(u.said.Terms, term)
	if a.concept == nil && a.intent != nil {
		return u.addIntent(a.intent, g)
	}
	if len(a.synonyms) > 0 {
		u.equal[len(u.groups)] = g.Alternatives[named:]
	}
	if a.concept == nil {
		u.subjects++
		u.groups = append(u.groups, g)
		return len(u.groups) - 1
	}
	u.bodyPart = u.bodyPart || a.concept.Is(lexicon.BodyPart)
	if a.intent == nil && !a.except {
		u.subjects++
		if isTopic(a.concept) {
			u.topics.add(e, term.Text, a.concept)
			if !a.denied {
				u.addNamed(e, a.concept)
			}
		}
	}
	u.groups = append(u.groups, g)
	return len(u.groups) - 1
}

// addNamed notes that the group which is added next names a topic that is asked about.
func (u *understood) addNamed(e *Engine, c *lexicon.Concept) {
	u.named = append(u.named, len(u.groups))
	for _, about := range append([]*lexicon.Concept{c}, firstNarrower(e, c)...) {
		if about.Is(lexicon.Treatment) {
			u.treatments = append(u.treatments, about.ID)
		}
	}
}

// firstNarrower is what is narrower than a concept, as far as it is looked for.
func firstNarrower(e *Engine, c *lexicon.Concept) []*lexicon.Concept {
	narrower := e.lexicon.Narrower(c.ID)
	return narrower[:min(len(narrower), maxNarrower)]
}

// addIntent adds the group of a word that names kinds and facts. 「費用はいくら」
// names the same twice, and asks for it once. It returns the group's place.
func (u *understood) addIntent(m *lexicon.IntentMention, g index.Group) int {
	key := fmt.Sprint(m.Kinds, m.Facts)
	if i, ok := u.intended[key]; ok {
		u.groups[i].Alternatives = append(u.groups[i].Alternatives, g.Alternatives...)
		return i
	}
	u.intended[key] = len(u.groups)
	u.groups = append(u.groups, g)
	return len(u.groups) - 1
}

// askConcept adds the concept by all its names and what is narrower: 内出血 for
// 副作用. Where the word names a kind too, the kind stands for what is narrower.
func (u *understood) askConcept(e *Engine, a asked, g *index.Group, expansion *Expansion) {
	add := func(c *lexicon.Concept, weight float64) {
		g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Concepts, Text: c.ID, Weight: weight}})
		u.marks.concept(c.ID)
	}
	add(a.concept, u.weights.Concept)
	c := a.concept
	if c.Is(lexicon.Treatment) {
		g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Signals, Text: index.SignalAbout + c.ID, Weight: u.weights.About}})
	}
	// Readings and misspellings are looked for as well; there is no use in showing them.
	from := spelling(expansion.From)
	for _, names := range [...][]string{{c.Label}, c.Synonyms, c.Lay, c.English} {
		for _, name := range names {
			if e.spelt(name) != from && !slices.Contains(expansion.To, name) {
				expansion.To = append(expansion.To, name)
			}
		}
	}
	if a.intent != nil {
		return
	}
	for _, c := range firstNarrower(e, a.concept) {
		add(c, u.weights.Narrower)
		expansion.To = append(expansion.To, c.Label)
	}
}

// askIntent adds the equivalents of a word that names a kind or fact (値段 for
// 費用), and the passages that are or hold what it names.
func (u *understood) askIntent(e *Engine, m *lexicon.IntentMention, on Interpret, g *index.Group, expansion *Expansion) {
	if on.Synonyms {
		from := spelling(expansion.From)
		for _, word := range m.Words {
			if e.spelt(word) == from || slices.Contains(expansion.To, word) {
				continue
			}
			expansion.To = append(expansion.To, word)
			tokens := e.terms(word)
			u.marks.words(tokens)
			g.Alternatives = append(g.Alternatives, weighted(tokens, u.weights.Equivalent))
		}
	}
	signal := func(name string, weight float64) {
		g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Signals, Text: name, Weight: weight}})
	}
	for _, kind := range m.Kinds {
		u.intend(corpus.Kind(kind))
		signal(index.SignalKind+kind, u.weights.Kind)
	}
	for _, fact := range m.Facts {
		signal(index.SignalFact+fact, u.weights.Fact)
	}
}

// askWord looks for a plain word, and returns the place of its group. What negates, or
// is only there to, raises what has it, but nothing must have it: a text can deny in
// other words.
func (u *understood) askWord(q string, a asked) int {
	u.marks.words(a.tokens)
	t := a.tokens[0]
	optional := a.aside || a.head || t.Term == negator
	if a.excepts {
		u.excepts = append(u.excepts, len(u.groups))
	}
	if isPredicate(q[t.Start:t.End]) {
		u.predicates[len(u.groups)] = true
	} else if !optional && !a.except {
		u.subjects++
	}
	if a.head {
		u.heads = append(u.heads, len(u.groups))
	}
	g := index.Group{Alternatives: [][]index.Term{typed(a.tokens)}, Optional: optional}
	if partner := analysis.Partner(t.Term); partner != "" && !a.except {
		g.Alternatives = append(g.Alternatives, []index.Term{{Field: index.Words, Text: partner, Weight: u.weights.Partner}})
	}
	u.groups = append(u.groups, g)
	u.said.Terms = append(u.said.Terms, QueryTerm{Text: q[t.Start:t.End], Start: t.Start, End: t.End})
	return len(u.groups) - 1
}

// intend notes that the query names a kind.
func (u *understood) intend(kind corpus.Kind) {
	if !u.intents[kind] {
		u.intents[kind] = true
		u.said.Intent = append(u.said.Intent, string(kind))
	}
}

// prefer raises passages of a kind, without asking for it.
func (u *understood) prefer(kind corpus.Kind, weight float64) {
	u.intend(kind)
	u.groups = append(u.groups, optional(index.SignalKind+string(kind), weight))
}

func (u *understood) preferFact(fact string, weight float64) {
	u.groups = append(u.groups, optional(index.SignalFact+fact, weight))
}

func optional(signal string, weight float64) index.Group {
	return index.Group{Optional: true, Alternatives: [][]index.Term{{{Field: index.Signals, Text: signal, Weight: weight}}}}
}

func typed(tokens []analysis.Token) []index.Term { return weighted(tokens, weightTyped) }

func weighted(tokens []analysis.Token, weight float64) []index.Term {
	out := make([]index.Term, len(tokens))
	for i, t := range tokens {
		out[i] = index.Term{Field: index.Words, Text: t.Term, Weight: weight}
	}
	return out
}

// need is how many groups must be mentioned.
func (u *understood) need() int {
	n := 0
	for _, g := range u.groups {
		if !g.Optional && !g.Must {
			n++
		}
	}
	return n
}

// settle makes what must be mentioned of a query in which everything is optional.
func (u *understood) settle() {
	if slices.ContainsFunc(u.groups, func(g index.Group) bool { return !g.Optional }) {
		return
	}
	if u.exceptOnly() {
		return
	}
	only := map[int]bool{} // what raises, and is not asked for
	for _, d := range u.denials {
		only[d.denied] = true
		if d.except {
			only[d.asked] = true
		}
	}
	for i, g := range u.groups {
		if g.Alternatives[0][0].Field != index.Signals && !only[i] {
			u.groups[i].Optional = false
		}
	}
}

// say finishes the interpretation: places in code points, nothing null.
func (u *understood) say(q string) {
	u.settle()
	for i, t := range u.said.Terms {
		span := text.RuneOffsets(q, [][2]int{{t.Start, t.End}})[0]
		u.said.Terms[i].Start, u.said.Terms[i].End = span[0], span[1]
	}
	u.said.Terms = notNil(u.said.Terms)
	u.said.Expansions = notNil(u.said.Expansions)
	u.said.Intent = notNil(u.said.Intent)
	u.said.Filters = notNil(u.said.Filters)
	u.said.Negations = notNil(u.said.Negations)
	u.said.Excluded = notNil(u.said.Excluded)
}
