// Package precaution answers what support staff ask for a patient: of which treatments do
// articles say that somebody like this must not have them, or must ask first? It finds the
// sentences, by the lexicon's concepts with what is narrower and broader, and tells how each
// is worded. It never says that a treatment is without problem: where nothing was found,
// nothing is stated, and it is no medical judgement. Reading articles is left to
// corpus/anatomy, pages to the console.
package precaution

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
	"shirube/internal/statement"
	"shirube/internal/text"
)

// Level is how an article words what concerns somebody.
type Level int

// The levels, the gravest last.
const (
	// Unstated: the article has nothing on who must not be treated.
	Unstated Level = iota
	// Nothing: it has, but names nothing that was ticked. That does not mean that there is
	// no problem.
	Nothing
	// Allowed: it says that somebody like this can be treated.
	Allowed
	// Mentioned: it names it where precautions stand, without saying what follows.
	Mentioned
	// Caution: to be discussed first, or with care.
	Caution
	// Excluded: must not be treated.
	Excluded
)

// Book is what the articles of an index say of who must not be treated. It does not change
// once it is complete, and is safe for use by many goroutines then.
type Book struct {
	*Matcher
	articles []*chapter
	interned map[string]string // while it is made
}

// chapter is what one article says.
type chapter struct {
	ref  *statement.Article
	told []told
	// stating are the passages on precautions, and those that say who must not be treated.
	stating []string
}

// states reports whether an article says who must not be treated, as far as a scope shows it.
func (c *chapter) states(scope statement.Scope) bool {
	return len(c.stating) > 0 && !scope.AllHidden(c.stating)
}

// told is a sentence that concerns somebody.
type told struct {
	sentence string
	in       *place
	of       []string // as statement.Statement.Of
	named    []named
	implied  []implied
	level    Level // of the gravest of named, or of the sentence by itself
}

// place is the passage that holds sentences.
type place struct {
	id, heading string
	kind        corpus.Kind
	sourced     bool
}

// named is a concept that a sentence names.
type named struct {
	concept *lexicon.Concept
	label   string // as the article's claim has it
	level   Level
}

// NewBook begins a book.
func NewBook(m *Matcher) *Book {
	return &Book{Matcher: m, interned: map[string]string{}}
}

// Add reads an article into the book. It is not safe for concurrent use.
func (b *Book) Add(a *corpus.Article) {
	r := statement.Read(a, b.lex)
	c := &chapter{ref: r.Ref()}
	w := writer{book: b, chapter: c, places: map[string]*place{}, at: map[string]int{}}
	for _, label := range a.Conditions {
		if illness := b.lex.Lookup(label); illness != nil {
			w.about = append(w.about, illness)
		}
	}
	for _, claim := range a.Contraindications {
		s := r.Claim(claim)
		c.stating = append(c.stating, s.Passage)
		w.claim(s)
	}
	passages := r.Passages()
	for i := range passages {
		p := &passages[i]
		if p.Kind == corpus.KindPrecautions {
			c.stating = append(c.stating, p.ID)
		}
		if speaksOfReasons(p.Kind) {
			w.passage(r, p)
		}
		w.phrases(r, p)
	}
	b.articles = append(b.articles, c)
}

// Done ends the writing of the book.
func (b *Book) Done() { b.interned = nil }

// Articles is how many articles it was made from.
func (b *Book) Articles() int { return len(b.articles) }

// speaksOfReasons reports whether sections of a kind can name a reason not to be treated
// in a sentence that is no claim. What treatments are for is told by the others.
func speaksOfReasons(k corpus.Kind) bool {
	switch k {
	case corpus.KindPrecautions, corpus.KindRisks, corpus.KindCandidates, corpus.KindFAQ, corpus.KindAftercare, corpus.KindDowntime, corpus.KindSummary, corpus.KindProcedure:
		return true
	}
	return false
}

// writer reads one article.
type writer struct {
	book    *Book
	chapter *chapter
	places  map[string]*place
	at      map[string]int     // of a sentence in a passage among what is told
	about   []*lexicon.Concept // the illnesses that the article is on
}

// tell is the entry of a sentence, made where there is none.
func (w *writer) tell(s *statement.Statement) *told {
	key := s.Passage + "\x00" + s.Sentence
	i, ok := w.at[key]
	if !ok {
		p := w.places[s.Passage]
		if p == nil {
			p = &place{s.Passage, w.book.intern(s.Heading), s.Kind, s.Sourced}
			w.places[s.Passage] = p
		}
		i = len(w.chapter.told)
		w.at[key] = i
		w.chapter.told = append(w.chapter.told, told{sentence: w.book.intern(s.Sentence), in: p, of: s.Of})
	}
	return &w.chapter.told[i]
}

// intern keeps one copy of what articles of one group of clinics repeat.
func (b *Book) intern(s string) string {
	if known, ok := b.interned[s]; ok {
		return known
	}
	b.interned[s] = s
	return s
}

// add notes that a sentence names a concept; the gravest level of it stays.
func (t *told) add(c *lexicon.Concept, label string, level Level) {
	t.level = max(t.level, level)
	for i := range t.named {
		if n := &t.named[i]; n.concept.ID == c.ID {
			n.level = max(n.level, level)
			return
		}
	}
	t.named = append(t.named, named{c, label, level})
}

// claim notes what the article says of somebody.
func (w *writer) claim(s statement.Statement) {
	level := levelOf(&s)
	t := w.tell(&s)
	t.level = max(t.level, level)
	if c := w.book.lex.ByID(s.Concept); c != nil {
		t.add(c, s.Label, level)
		return
	}
	found := w.book.reasonsIn(s.Label)
	for _, c := range found {
		t.add(c, s.Label, level)
	}
}

// levelOf is the level of a claim by its wording.
func levelOf(s *statement.Statement) Level {
	switch s.Stance {
	case corpus.Denied:
		if asks.MatchString(s.Sentence) {
			return Caution // 「対象になりますが、時期を主治医と相談します」
		}
		return Allowed
	case corpus.Hedged:
		return Caution
	}
	if onlyMay.MatchString(strings.TrimRight(s.Sentence, "。 \n")) && !refuses.MatchString(s.Sentence) {
		return Caution // 「影響することがあります」 shuts nobody out
	}
	return Excluded
}

var (
	asks    = regexp.MustCompile(`相談|確認|申し出|申告|伝えて|慎重|主治医|判断`)
	onlyMay = regexp.MustCompile(`(?:こと|おそれ|恐れ|可能性|場合)(?:が|も)あります$`)
	refuses = regexp.MustCompile(`ません|ないよう|ないで|できない|られない|[めえ]ない|禁忌|禁煙|不可|避け|控え|対象外|延期|お断り|ご遠慮`)
)

// passage notes what a passage names where no claim does.
func (w *writer) passage(r *statement.Reader, p *corpus.Passage) {
	known := map[string]bool{}
	for _, span := range text.Sentences(p.Text) {
		sentence := strings.TrimSpace(p.Text[span.Start:span.End])
		if sentence == "" || cites.MatchString(sentence) {
			continue
		}
		for _, n := range w.book.reasonsNamed(sentence) {
			level := mentionLevel(n.concept, p.Kind, sentence, n.end)
			endangers := p.Kind == corpus.KindRisks && endangered.MatchString(sentence[n.end:])
			if level == Mentioned && !endangers && !mentionable(n.concept, p.Kind) {
				continue
			}
			known[n.concept.ID] = true
			if w.claims(p.ID, sentence, n.concept) {
				continue
			}
			s := r.InPassage(p, sentence)
			w.tell(&s).add(n.concept, n.concept.Label, level)
		}
		if p.Kind == corpus.KindPrecautions {
			s := r.InPassage(p, sentence) // for what the lexicon has no name for
			t := w.tell(&s)
			t.level = max(t.level, Mentioned)
		}
	}
	if p.Kind == corpus.KindFAQ {
		w.question(r, p, known)
	}
}

// phrases notes the sentences of a passage, of whatever kind, that have a phrase of a rule.
func (w *writer) phrases(r *statement.Reader, p *corpus.Passage) {
	for _, span := range text.Sentences(p.Text) {
		sentence := strings.TrimSpace(p.Text[span.Start:span.End])
		found := w.book.impliedIn(sentence, p.Kind)
		if len(found) == 0 {
			continue
		}
		same, found := w.toldWith(p, sentence, found)
		if len(found) == 0 {
			continue
		}
		t := same
		if t == nil {
			s := r.InPassage(p, sentence)
			t = w.tell(&s)
		}
		t.level = max(t.level, wording(p.Kind, sentence))
		t.addImplied(found)
	}
}

// toldWith is the entry of a sentence of a passage, nil where there is none, and those of the
// rules that are not told by it: an answer that is told whole is not told in parts, and a
// precaution that names somebody is no mention of what others have.
func (w *writer) toldWith(p *corpus.Passage, sentence string, found []implied) (same *told, left []implied) {
	bare := strings.TrimLeft(sentence, bullets)
	left = found
	for i := range w.chapter.told {
		t := &w.chapter.told[i]
		if t.in.id != p.ID {
			continue
		}
		said := strings.TrimLeft(t.sentence, bullets)
		if strings.Contains(said, bare) || strings.Contains(bare, said) {
			left = slices.DeleteFunc(left, t.tells)
		}
		if said == bare {
			if p.Kind == corpus.KindPrecautions && len(t.named) > 0 {
				left = slices.DeleteFunc(left, func(n implied) bool { return n.level == Mentioned })
			}
			if same == nil || t.level > same.level {
				same = t
			}
		}
	}
	return same, left
}

// tells reports whether an entry concerns who a rule is of, and sees to it that it is no less
// grave than the rule.
func (t *told) tells(n implied) bool {
	at := slices.IndexFunc(t.implied, func(o implied) bool { return o.id == n.id })
	if at >= 0 {
		t.implied[at].level = max(t.implied[at].level, n.level)
	}
	return at >= 0 || slices.ContainsFunc(t.named, func(o named) bool { return o.concept.ID == n.id && (o.level != Mentioned || n.level == Mentioned) })
}

// bullets stand before the items of lists.
const bullets = "-・*•■✓ 　"

// claims reports whether a sentence of a passage, or one that is part of it, makes a claim of
// a concept already.
func (w *writer) claims(passage, sentence string, c *lexicon.Concept) bool {
	bare := strings.TrimLeft(sentence, bullets)
	return slices.ContainsFunc(w.chapter.told, func(t told) bool {
		return t.in.id == passage && (strings.Contains(sentence, t.sentence) || strings.Contains(t.sentence, bare)) &&
			slices.ContainsFunc(t.named, func(n named) bool {
				return n.concept != nil && n.concept.ID == c.ID && n.level > Mentioned || n.concept != nil && n.level == Allowed && n.concept.ID == c.ID
			})
	})
}

// question notes an answer whose question names somebody of whom the answer does not say
// the name again.
func (w *writer) question(r *statement.Reader, p *corpus.Passage, known map[string]bool) {
	answer := strings.TrimSpace(p.Text)
	level := answerLevel(answer)
	for _, c := range w.book.reasonsIn(p.Heading) {
		asked := mentionable(c, p.Kind) || mayHave.MatchString(p.Heading) && !w.isAbout(c)
		if known[c.ID] || !asked {
			continue
		}
		known[c.ID] = true
		s := r.InPassage(p, answer)
		w.tell(&s).add(c, c.Label, level)
	}
	var found []implied
	for _, n := range w.book.impliedIn(p.Heading, p.Kind) {
		if !known[n.id] {
			found = append(found, implied{n.id, level})
		}
	}
	if len(found) > 0 {
		s := r.InPassage(p, answer)
		w.tell(&s).addImplied(found)
	}
}

// isAbout reports whether an article is on an illness, or on one that is broader or narrower.
func (w *writer) isAbout(c *lexicon.Concept) bool {
	return slices.ContainsFunc(w.about, func(o *lexicon.Concept) bool { return statement.Related(w.book.lex, c, o) })
}

// mayHave asks whether somebody can have a treatment.
var mayHave = regexp.MustCompile(`(?:受けられ|使え|飲め|打て|でき)ます|(?:受けて|使って|飲んで)も`)

// answerLevel is the level of an answer to whether somebody can have a treatment.
func answerLevel(answer string) Level {
	switch {
	case shutsOut.MatchString(answer) && !depends.MatchString(answer):
		return Excluded
	case forbids.MatchString(answer) || asks.MatchString(answer):
		return Caution
	}
	return Mentioned
}

// shutsOut is a plain no, but where it depends.
var (
	shutsOut = regexp.MustCompile(`(?:受けられません|受けることはできません|禁忌です)(?:。|$)`)
	depends  = regexp.MustCompile(`によって|(?:場合|間)(?:は|に)`)
)

// mentionable reports whether a bare mention of a concept tells something in a section of a
// kind: illnesses are what most sections are about, and a drug can be the treatment.
func mentionable(c *lexicon.Concept, k corpus.Kind) bool {
	return k == corpus.KindPrecautions || c.Kind == lexicon.Contraindication
}

// mentionLevel is the level of a concept that a sentence names, up to a byte of it, without a
// claim, by what follows the name: an illness is somebody's where the words say so, not where
// they go on with a test for it. What is done on the day excludes nobody, nor does a sentence
// on approval.
func mentionLevel(c *lexicon.Concept, k corpus.Kind, sentence string, end int) Level {
	switch k {
	case corpus.KindProcedure, corpus.KindAftercare, corpus.KindDowntime:
		return Mentioned
	}
	after := sentence[end:]
	somebodys := c.Kind == lexicon.Contraindication || ofSomebody.MatchString(after)
	if somebodys && (refuses.MatchString(after) || asks.MatchString(after)) && !regulatory.MatchString(sentence) {
		return Caution
	}
	return Mentioned
}

var (
	ofSomebody = regexp.MustCompile(`^(?:の(?:お|)薬|の(?:方|人|患者|治療中)|[^。、]{0,12}(?:がある|のある|をお持ち)|、|や|など|によって|で)`)
	// endangered says behind an illness, where risks stand, that who has it is in more danger.
	endangered = regexp.MustCompile(`^(?:の(?:ある)?|がある)(?:方|人)|(?:リスク|危険)(?:を高|が高|を上げ|が上が)`)
	regulatory = regexp.MustCompile(`承認|入手経路|諸外国|救済制度|個人輸入`)
)

// reason is a concept that a text names, up to a byte of it.
type reason struct {
	concept *lexicon.Concept
	end     int
}

// reasonsIn are the concepts that a text names of somebody, and does not deny.
func (b *Book) reasonsIn(s string) []*lexicon.Concept {
	var out []*lexicon.Concept
	for _, r := range b.reasonsNamed(s) {
		out = append(out, r.concept)
	}
	return out
}

// reasonsNamed are the same with their places, each concept where it is named first.
func (b *Book) reasonsNamed(s string) []reason {
	var out []reason
	for _, m := range b.lex.Find(s) {
		c := b.reasonOf(s, m)
		if c == nil || notSo.MatchString(s[m.End:]) {
			continue
		}
		if !slices.ContainsFunc(out, func(r reason) bool { return r.concept.ID == c.ID }) {
			out = append(out, reason{c, m.End})
		}
	}
	return out
}

// notSo says right behind a name that somebody is not so: 「妊娠していない方」. What follows on
// the treatment (「妊娠中は受けられません」) and on an illness out of control does not.
var notSo = regexp.MustCompile(pattern.Joined(`^(?:
	中?(?:し|を飲ん|を服用し|を使用し|を使っ|を吸っ|を内服し|っ|にかかっ|になっ|をもっ|を持っ)[てで]い(?:ない|ません|なけれ|なく)
	|中?(?:では|じゃ|で)(?:ない|なけれ|ありません|なく)
	|[がの](?:ない|無い)
	|し(?:にく|づら)
	|以外
)`))

// reasonOf is what a mention says of somebody; nil where it says nothing of them.
func (b *Book) reasonOf(s string, m lexicon.Mention) *lexicon.Concept {
	c := m.Concept
	switch {
	case c.ID == "allergy":
		return b.allergyTo(s[:m.Start], c)
	case c.ID == "allergic_reaction" && hadIt.MatchString(s[m.End:]):
		return b.allergyTo(s[:m.Start], b.lex.ByID("allergy"))
	case b.tickable(c):
		return c
	}
	// Who takes a drug for an illness has it.
	if drug := drugFor.FindStringSubmatch(s[m.Start:m.End]); drug != nil {
		if illness := b.lex.Lookup(drug[1]); illness != nil && b.tickable(illness) {
			return illness
		}
	}
	return nil
}

var (
	hadIt   = regexp.MustCompile(`^[^。、]{0,6}(?:したことがある|経験|既往)`)
	drugFor = regexp.MustCompile(`^(.+?)(?:の薬|の治療薬|治療薬)$`)
)

// allergyTo is the concept of an allergy that a text says in words of its own
// (「大豆にアレルギー」), by what stands before the word: the allergy to just anything where
// nothing does, nil where it is to something that the lexicon does not know.
func (b *Book) allergyTo(before string, generally *lexicon.Concept) *lexicon.Concept {
	m := allergen.FindStringSubmatch(before)
	if m == nil {
		return generally
	}
	if c := b.lex.Lookup(m[1] + "アレルギー"); c != nil {
		return c
	}
	if strings.Contains(m[1], "麻酔") {
		return b.lex.ByID("anesthetic_allergy")
	}
	if generic.MatchString(m[1]) {
		return b.lex.ByID("drug_allergy")
	}
	return nil
}

var (
	allergen = regexp.MustCompile(`([\p{Han}\p{Katakana}ーA-Za-z]+)(?:（[^（）]*）)?(?:に対する|に対して|への|に|で|の)$`)
	generic  = regexp.MustCompile(`薬$|成分$|薬剤$|製剤$`)
)
