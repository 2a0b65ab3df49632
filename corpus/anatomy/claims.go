package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// readClaims collects the effects, risks and contraindications that the article
// states, each with its sentence and how it is said.
func (r *reading) readClaims() {
	a := &r.article
	effects, risks, contra := len(r.declared.Effects) == 0, len(r.declared.Risks) == 0, len(r.declared.Contraindications) == 0
	for _, s := range r.sections {
		if effects && effectsIn(s) {
			r.effectClaims(s, &a.Effects)
		}
		if risks && risksIn(s) {
			r.riskClaims(s, &a.Risks)
		} else if risks && risksInPassing(s) {
			r.passingRisks(s, &a.Risks)
		}
		if risks && s.Kind != corpus.KindRisks && ownText(s) && s.Kind != corpus.KindFAQ {
			r.keyedRiskClaims(s, &a.Risks)
		}
		if contra && exclusionsIn(s) {
			r.contraClaims(s, &a.Contraindications)
		}
	}
}

// claim adds a claim that is not there yet: a concept counts once a section for
// each stance.
func (r *reading) claim(list *[]corpus.Claim, s *section, concept *lexicon.Concept, label, sentence string, stance corpus.Stance) {
	c := corpus.Claim{Label: label, Section: s.ID, Sentence: sentence, Stance: stance, Sourced: len(s.Sources) > 0}
	if concept != nil {
		c.Concept, c.Label = concept.ID, concept.Label
	}
	if c.Label == "" {
		return
	}
	// Claims come section by section: those of this one are the last.
	for i := len(*list) - 1; i >= 0 && (*list)[i].Section == c.Section; i-- {
		known := (*list)[i]
		if known.Label == c.Label && (known.Stance == c.Stance || known.Sentence == c.Sentence) {
			return
		}
	}
	*list = append(*list, c)
}

// claimable reports whether a unit states something: a source line, a question
// and a cell of a flattened table do not.
func claimable(u unit) bool {
	return u.form != fragment && !sourceLine(u.text) && !isQuestion(u.text)
}

// effectsIn reports whether a section tells effects: one on effects, or the
// answer to a question about them.
func effectsIn(s *section) bool {
	return s.Kind == corpus.KindEffects || s.question && slices.Contains(s.head.all, corpus.KindEffects)
}

// effectClaims reads the effects of a section: the one that its heading names,
// and those that its sentences do.
func (r *reading) effectClaims(s *section, list *[]corpus.Claim) {
	if s.Kind == corpus.KindEffects && s.parent != nil && s.parent.Kind == corpus.KindEffects {
		r.namedEffect(s, list)
	}
	for _, u := range s.unitsOf() {
		if !claimable(u) {
			continue
		}
		for _, m := range r.lex.Find(u.text) {
			if m.Concept.Is(lexicon.Effect) {
				r.claim(list, s, m.Concept, "", u.text, itemStance(u, m.Start, m.End))
			}
		}
	}
}

// itemStance is the stance of a claim; a list item that is a mere noun takes that
// of the sentence that introduces the list.
func itemStance(u unit, start, end int) corpus.Stance {
	stance := stanceAt(u.text, start, end)
	if stance == corpus.Asserted && u.form == item && u.lead != "" && !endsSentence(u.text) {
		return stanceOf("", lastStatement(u.lead))
	}
	return stance
}

// lastStatement is the last clause of a sentence.
func lastStatement(s string) string {
	c := clausesOf(s)
	if len(c) == 0 {
		return s
	}
	return c[len(c)-1]
}

// namedEffect claims the effect that a subsection's heading names, in the
// article's own words where the lexicon does not know it.
func (r *reading) namedEffect(s *section, list *[]corpus.Claim) {
	label := effectLabel(s.Heading)
	if label == "" || runes(label) > 24 || r.namesTreatment(label) || methodName.MatchString(label) || noEffect.MatchString(label) || !lettersIn.MatchString(label) {
		return
	}
	sentence, stance := s.Heading, corpus.Asserted
	for _, u := range s.unitsOf() {
		if !claimable(u) {
			continue
		}
		said, about := r.saidOf(u.text, label)
		if !about {
			continue // of another effect
		}
		speaks := said != corpus.Denied && (effectCue.MatchString(u.text) || containsAny(u.text, strings.Split(label, "・")...))
		if said == corpus.Denied && rid.MatchString(u.text) && reduces.MatchString(s.Heading) {
			said = corpus.Asserted // that something is no more is the effect
		}
		if sentence == s.Heading || speaks {
			sentence, stance = u.text, said
		}
		if speaks {
			break
		}
	}
	if hedge.MatchString(s.Heading) {
		stance = corpus.Hedged
	}
	r.claim(list, s, r.lex.Lookup(label), label, sentence, stance)
}

// saidOf is how a sentence speaks of the effect that a heading names: by its last
// statement that is not a denial of something else. Not about: it has none.
func (r *reading) saidOf(sentence, label string) (stance corpus.Stance, about bool) {
	clauses := clausesOf(sentence)
	for i := len(clauses) - 1; i >= 0; i-- {
		if isBlank(strings.Trim(clauses[i], "。、!?！？")) {
			continue
		}
		stance = stanceOf("", clauses[i])
		if stance != corpus.Denied || !r.speaksOfOther(clauses[i], label) {
			return stance, true
		}
	}
	return corpus.Asserted, false
}

// speaksOfOther reports whether a clause names an effect, but not the one that is
// named by label: 「深いしわには」 is not about 小じわ.
func (r *reading) speaksOfOther(clause, label string) bool {
	if containsAny(clause, strings.Split(label, "・")...) {
		return false
	}
	return slices.ContainsFunc(r.lex.Find(clause), func(m lexicon.Mention) bool {
		return m.Concept.Is(lexicon.Effect) || m.Concept.Is(lexicon.Condition)
	}) || slices.ContainsFunc(towards.FindAllStringSubmatch(clause, -1), func(m []string) bool { return !towardsAll.MatchString(m[1]) })
}

var (
	// towards is what an effect is said to be on: 「深いしわには」「骨への」.
	towards    = regexp.MustCompile(`([\p{Han}\p{Katakana}\p{Hiragana}ー]{2,}?)(?:には|への|に対して)`)
	towardsAll = regexp.MustCompile(`(?:方|人|場合|すべて|全て|全員|ため|とき|時|ところ|回|度|うち|現在|段階|的)$`)

	// rid says that something goes, reduces that the effect is just that.
	rid     = regexp.MustCompile(`(?:が|は|も)(?:なくな|無くな|なくせ|起こらなくな|出なくな)`)
	reduces = regexp.MustCompile(`減ら|減る|なく|防|予防|軽減|抑|遅らせ|改善`)

	effectCue = pattern.MustGuard(`効果(?:が|を|も|に|的)|改善|期待|促|高め|防|予防|整え|引き締|目立たな|やわらげ|薄く|回復|向上|軽減|役立|導|遅らせ|低下させ|減ら`)
	// effectTail is what headings add to the name of an effect.
	effectTail = regexp.MustCompile(pattern.Joined(`(?:
		(?:への|に対する|の)?効果
		|作用
		|(?:する|の)?可能性
		|(?:を|が|に|も|の|へ)?(?:改善|期待)(?:効果)?(?:に|を|が|の|も)?(?:期待)?(?:
			できる|できます|する|します|される|されます|につながる|つながる|に導く|導く|導きます|役立つ
		)?
		|に効果的|に有効|が期待できる|に役立つ
		|にアプローチ(?:する)?
	)$`))
	// methodName ends the name of a treatment or a thing used for it.
	methodName = regexp.MustCompile(`(?:ワクチン|レーザー|注射|治療|施術|手術|療法|点滴|機器|製剤|内服|外用|薬|錠|検査|照射|診察|種類)$`)
	// noEffect are headings on how long, how much or how, and on what is compared.
	noEffect = regexp.MustCompile(`期間|持続|^[がのをにはも]|(?:との?|・の)(?:関わり|関係|関連|差|違い|比較)|(?:の差|の違い|の比較|エビデンス|論文|研究|試験|症例|データ|根拠)$|ていない$|(?:あり)?ません$`)
	// lettersIn is a word beside figures and their units: 「414名」「0.42%」 name nothing.
	lettersIn  = regexp.MustCompile(`^[^0-9０-９]*[\p{Han}\p{Katakana}\p{Hiragana}]{2}|[\p{Han}\p{Katakana}\p{Hiragana}]{3}`)
	effectHead = regexp.MustCompile(`^(?:(?:期待(?:できる|される)|主な|得られる)?(?:効果|メリット|ポイント)\s*[0-9０-９①-⑨一二三四五]*\s*[:：.．、]?\s*)`)
	// joiner stands between two nouns of a heading.
	joiner = regexp.MustCompile(`([\p{Han}\p{Katakana}ーA-Za-z0-9）)])(?:や|と|、|および|及び|／|/)|(?:や|と|、|および|及び|／|/)([\p{Han}\p{Katakana}])`)
)

// effectLabel is the name of an effect in a heading: 「薄毛や抜け毛を改善に導く」
// names 薄毛・抜け毛.
func effectLabel(heading string) string {
	h := strings.TrimSpace(heading)
	if _, n := numberMark(h); n > 0 {
		h = h[n:]
	}
	h = unmark(h)
	h = effectHead.ReplaceAllString(h, "")
	if i := strings.IndexAny(h, "（("); i > 0 {
		h = strings.TrimSpace(h[:i])
	}
	for range 4 {
		cut := strings.TrimRight(effectTail.ReplaceAllString(h, ""), "をがにのもへ ")
		if cut == h {
			break
		}
		h = cut
	}
	joined := joiner.ReplaceAllString(h, "$1・$2")
	if slices.ContainsFunc(strings.Split(joined, "・"), func(p string) bool { return runes(p) < 2 }) {
		return h
	}
	return joined
}

// namesTreatment reports whether a label is the name of a treatment or of what it
// is done with, not of an effect.
func (r *reading) namesTreatment(label string) bool {
	return slices.ContainsFunc(r.lex.Find(label), func(m lexicon.Mention) bool {
		return (m.Concept.Is(lexicon.Treatment) || m.Concept.Is(lexicon.Ingredient) || m.Concept.Is(lexicon.Device)) && !m.Concept.Is(lexicon.Effect)
	})
}
