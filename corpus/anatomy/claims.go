package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
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
		}
		if contra && (s.Kind == corpus.KindPrecautions || s.Kind == corpus.KindFAQ) {
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
	if label == "" || runes(label) > 24 || r.namesTreatment(label) || methodName.MatchString(label) {
		return
	}
	sentence, stance := s.Heading, corpus.Asserted
	for _, u := range s.unitsOf() {
		if !claimable(u) {
			continue
		}
		said := stanceOf("", lastStatement(u.text))
		speaks := said != corpus.Denied && (effectCue.MatchString(u.text) || containsAny(u.text, strings.Split(label, "・")...))
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

var (
	effectCue = regexp.MustCompile(`効果(?:が|を|も|に|的)|改善|期待|促|高め|防|予防|整え|引き締|目立たな|やわらげ|薄く|回復|向上|軽減|役立|導|遅らせ|低下させ|減ら`)
	// effectTail is what headings add to the name of an effect.
	effectTail = regexp.MustCompile(`(?:(?:への|に対する|の)?効果|作用|(?:する|の)?可能性|(?:を|が|に|も|の|へ)?(?:改善|期待)(?:効果)?(?:に|を|が|の|も)?(?:期待)?(?:できる|できます|する|します|される|されます|につながる|つながる|に導く|導く|導きます|役立つ)?|に効果的|に有効|が期待できる|に役立つ|にアプローチ(?:する)?)$`)
	// methodName ends the name of a treatment or a thing used for it.
	methodName = regexp.MustCompile(`(?:ワクチン|レーザー|注射|治療|施術|手術|療法|点滴|機器|製剤|内服|外用|薬|錠|検査|照射|診察|種類)$`)
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

// risksIn reports whether a section tells risks.
func risksIn(s *section) bool {
	return s.Kind == corpus.KindRisks || s.Kind == corpus.KindDowntime || s.Kind == corpus.KindFAQ
}

// riskCue is what a sentence of an answer that tells a risk has, where the
// question did not ask for risks.
var riskCue = regexp.MustCompile(`可能性|リスク|おそれ|恐れ|危険|懸念|副作用|副反応|合併症|こと(?:が|も)あり|ことがあ|場合が|場合も|まれに|稀に|生じ|伴い`)

// riskClaims reads the risks that a section's sentences name.
func (r *reading) riskClaims(s *section, list *[]corpus.Claim) {
	asked := s.Kind != corpus.KindFAQ || asksRisk(s)
	for _, u := range s.unitsOf() {
		if sourceLine(u.text) || isQuestion(u.text) || u.form == fragment && s.Kind != corpus.KindRisks {
			continue
		}
		if !asked && !riskCue.MatchString(u.text) {
			continue
		}
		named := false
		for _, m := range r.lex.Find(u.text) {
			if m.Concept.Is(lexicon.Risk) && !pastOf.MatchString(u.text[m.End:]) {
				named = true
				r.claim(list, s, m.Concept, "", u.text, itemStance(u, m.Start, m.End))
			}
		}
		if !named && s.Kind == corpus.KindRisks && u.form == item {
			r.unknownRisk(s, u, list)
		}
	}
}

// pastOf says of a name right before it that somebody had it before.
var pastOf = regexp.MustCompile(`^(?:に|を|が)?(?:した|かかった|起こした|なった|出た)?(?:こと|既往|経験|既往歴)(?:が|の)?(?:ある|あり)(?:方|人|場合)`)

// asksRisk reports whether a question asks for risks: by its kind words, or by
// asking whether something hurts or is safe.
func asksRisk(s *section) bool {
	for _, w := range s.head.words {
		if w.kind == corpus.KindRisks || w.kind == corpus.KindDowntime {
			return true
		}
	}
	return containsAny(s.head.folded, "痛", "安全", "腫れ", "跡", "傷", "影響", "悪化", "大丈夫")
}

// unknownRisk claims a list item that is a mere noun as a risk in the article's
// own words.
func (r *reading) unknownRisk(s *section, u unit, list *[]corpus.Claim) {
	label := u.text
	if i := strings.IndexAny(label, "（(:："); i > 0 {
		label = strings.TrimSpace(label[:i])
	}
	if runes(label) < 2 || runes(label) > 15 || strings.ContainsAny(label, "0123456789、") || endsSentence(label) || !endsInNoun(label) || corpus.HasAmount(u.text) || readHeading(s.Heading).kind != corpus.KindRisks {
		return
	}
	if r.namesTreatment(label) || containsAny(label, "費用", "料金", "時間", "回数", "通院") {
		return
	}
	r.claim(list, s, nil, label, u.text, itemStance(u, 0, 0))
}

// contraClaims reads who must not have the treatment, or only after asking.
func (r *reading) contraClaims(s *section, list *[]corpus.Claim) {
	inFAQ := s.Kind == corpus.KindFAQ
	for _, u := range s.unitsOf() {
		if sourceLine(u.text) || isQuestion(u.text) {
			continue
		}
		said := excludes.MatchString(u.text) || consult.MatchString(u.text) || permits.MatchString(u.text)
		listed := u.form != sentence && (excludes.MatchString(u.lead) || consult.MatchString(u.lead) || !inFAQ)
		if !said && !listed {
			continue
		}
		named := false
		for _, m := range r.lex.Find(u.text) {
			if m.Concept.Is(lexicon.Contraindication) {
				named = true
				if u.form == sentence && !saysWho(u.text[m.End:]) {
					continue // the verdict of the sentence is on something else
				}
				r.claim(list, s, m.Concept, "", u.text, exclusionStance(u, m.Start, m.End, s.Heading))
			}
		}
		if !named {
			r.ownContra(s, u, list)
		}
	}
}

// saysWho reports whether what follows a name tells that it excludes, permits or
// asks for advice.
func saysWho(s string) bool {
	return excludes.MatchString(s) || permits.MatchString(s) || consult.MatchString(s)
}

var (
	// excludedWho is whom a sentence excludes, as far as it can be told without
	// knowing the concept: 「…の方は受けられません」「治っても5年間は受けられない」.
	excludedWho = regexp.MustCompile(`^(?:また|そのため|なお|ただし|さらに|ほかの?|その他の?|特に|とくに|このほか|加えて|次に)?、?(.{2,40}?(?:方|人|場合|中|者|既往|歳未満|歳以上|年間|か月間|日間|アレルギー|状態|部位))(?:に|で|について)?は、?[^。]{0,30}?(?:受けられ(?:ない|ませ)|受けることが?でき(?:ない|ませ)|施術でき|治療でき|接種でき|使用でき|不可|禁忌|対象外|(?:おすすめ|お勧め)でき|控え|避け|適さ|適しませ|お断り|ご遠慮)`)
	// whom ends an item that says who: 「妊娠中の方」.
	whom = regexp.MustCompile(`(?:のある|がある|の|な|している|した|されている|い|る|た)?(?:方|人|ひと|かた|場合|患者さん|患者様|患者)(?:。|は.*)?$`)
)

// ownContra claims in the article's own words what the lexicon does not know:
// a list item that says who, or whom a sentence excludes.
func (r *reading) ownContra(s *section, u unit, list *[]corpus.Claim) {
	if u.form == item {
		if !excludes.MatchString(u.lead) && !excludes.MatchString(s.Heading) && !consult.MatchString(u.lead) || runes(u.text) > 40 {
			return
		}
		label := strings.TrimSpace(u.text)
		if !whom.MatchString(label) && !endsInNoun(label) {
			return
		}
		label = contraLabel(label)
		r.claim(list, s, nil, label, u.text, exclusionStance(u, 0, 0, s.Heading))
		return
	}
	if m := excludedWho.FindStringSubmatchIndex(u.text); m != nil {
		label := u.text[m[2]:m[3]]
		if containsAny(label, "該当", "以下", "次の", "次に", "当てはまる", "あてはまる", "誰でも", "すべて") || !hasLetters(label) {
			return
		}
		r.claim(list, s, nil, contraLabel(label), u.text, exclusionStance(u, m[2], m[3], s.Heading))
	}
}

// contraLabel names a contraindication by whom it concerns, without 「の方」.
func contraLabel(s string) string {
	s = strings.TrimRight(s, "。")
	if i := strings.LastIndex(s, "、"); i >= 0 && runes(s) > 30 {
		s = s[i+len("、"):]
	}
	for _, end := range []string{"のある方", "がある方", "の方", "の人", "の場合", "の患者さん", "の患者"} {
		if t, ok := strings.CutSuffix(s, end); ok && t != "" && !strings.HasSuffix(t, "こと") {
			return t
		}
	}
	return s
}
