package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// risksIn reports whether a section tells risks.
func risksIn(s *section) bool {
	return s.Kind == corpus.KindRisks || s.Kind == corpus.KindDowntime || s.Kind == corpus.KindFAQ
}

// risksInPassing reports whether a section that is about something else can tell
// a risk of the treatment.
func risksInPassing(s *section) bool {
	switch s.Kind {
	case corpus.KindOverview, corpus.KindEffects, corpus.KindSummary, corpus.KindProcedure, corpus.KindAftercare, corpus.KindPrecautions, corpus.KindOther:
		return true
	}
	return false
}

var (
	// riskAfter says right after a name that it can come of the treatment:
	// 「赤みや腫れが起こることがあります」「感染のリスクがあります」.
	riskAfter = regexp.MustCompile(`^[^。]{0,24}?(?:の(?:リスク|おそれ|恐れ|危険性?|懸念)(?:が|も|を伴)|(?:起こ|生じ|出る|出た|でる|現れ|あらわれ|残る|残っ|みられ|見られ|になる|となる|続く|きたす|発生|伴う)[^。、]{0,8}?(?:こと|場合|可能性|ケース|おそれ|恐れ)(?:が|も))`)
	// riskBefore introduces risks: 「副作用として赤みが…」.
	riskBefore = regexp.MustCompile(`(?:副作用|副反応|合併症|リスク|デメリット)(?:として|には|は)[^。]*$`)
	// relieved says that a name is what gets better or is kept off.
	relieved = regexp.MustCompile(`改善|軽減|和らげ|やわらげ|抑え|抑制|減ら|減少|防|予防|緩和|治|解消|対策|少な|低く|低い|にくい|悩|気になる|気にな|目立た|薄く|除去|回避|避け|効果`)
	// untreated tells what comes of the illness, or of something else than the treatment.
	untreated = regexp.MustCompile(`放置|放って|治療しない|治療せず|治療をしない|治療を受けない|受けない(?:と|ま|で)|受けずに|そのまま|未治療|進行すると|悪化すると|加齢|年齢とともに|老化|紫外線|生活習慣|喫煙|原因|従来|他の治療|ほかの治療|一般的な手術|自己処理|通販|個人輸入`)
	// ofTreatment says that a sentence speaks of what comes of the treatment.
	ofTreatment = regexp.MustCompile(`施術|治療|手術|術後|術中|注射|照射|接種|投与|点滴|注入|服用|内服|麻酔|挿入|検査後|使用後`)
)

// passingRisks reads from a section that is about something else the risks that a
// sentence says the treatment has, and in doubt none.
func (r *reading) passingRisks(s *section, list *[]corpus.Claim) {
	for _, u := range s.unitsOf() {
		if u.form == fragment || u.form == row || sourceLine(u.text) || isQuestion(u.text) || !riskCue.MatchString(u.text) || untreated.MatchString(u.text) || r.otherTreatment(u.text) {
			continue
		}
		if s.Kind == corpus.KindOverview && !ofTreatment.MatchString(u.text) && !riskBefore.MatchString(u.text) {
			continue // it may be the illness that has them
		}
		for _, m := range r.lex.Find(u.text) {
			if !m.Concept.Is(lexicon.Risk) || pastOf.MatchString(u.text[m.End:]) {
				continue
			}
			_, to := clauseAround(u.text, m.Start)
			told := riskAfter.FindString(u.text[m.End:])
			if told == "" && riskBefore.MatchString(u.text[:m.Start]) {
				told = u.text[m.End:max(to, m.End)]
			} else if told == "" {
				continue
			}
			if !relieved.MatchString(told) {
				r.claim(list, s, m.Concept, "", u.text, itemStance(u, m.Start, m.End))
			}
		}
	}
}

// headingRisks reads the heading of a subsection on risks as a sentence: 「緑内障に
// なることがある」. What the text below names too is left to it; a mere noun takes
// the stance of the first sentence below.
func (r *reading) headingRisks(s *section, list *[]corpus.Claim) {
	if s.Kind != corpus.KindRisks || s.parent == nil || s.parent.Kind != corpus.KindRisks || isQuestion(s.Heading) {
		return
	}
	title := s.Heading
	if _, n := numberMark(title); n > 0 {
		title = title[n:]
	}
	title = unmark(title)
	named := false
	for _, m := range r.lex.Find(title) {
		if !m.Concept.Is(lexicon.Risk) {
			continue
		}
		named = true
		if r.namedBelow(s, m.Concept) {
			continue // the text says it, and how
		}
		stance := stanceAt(title, m.Start, m.End)
		if stance == corpus.Asserted && isBlank(title[m.End:]) {
			stance = r.firstStance(s)
		}
		r.claim(list, s, m.Concept, "", s.Heading, stance)
	}
	if named || relieved.MatchString(title) {
		return
	}
	if m := arises.FindStringSubmatch(title); m != nil && !r.namesTreatment(m[1]) {
		r.claim(list, s, nil, m[1], s.Heading, stanceOf("", title[len(m[1]):]))
	}
}

// arises is a heading that says of something the lexicon does not know that it
// comes of the treatment: 「視界のゆれが起こることがある」.
var arises = regexp.MustCompile(`^([^、。がも]{2,20})(?:が|も)(?:起こ|起き|生じ|出る|出た|でる|現れ|あらわれ|残る|残っ|みられ|見られ|発生)[^。、]{0,8}(?:こと|場合|可能性|ケース|おそれ|恐れ)`)

// firstStance is how the first sentence of a section is said.
func (r *reading) firstStance(s *section) corpus.Stance {
	for _, u := range s.unitsOf() {
		if claimable(u) {
			return stanceOf("", lastStatement(strings.TrimRight(u.text, "。")))
		}
	}
	return corpus.Asserted
}

// namedBelow reports whether the text of a section names a concept.
func (r *reading) namedBelow(s *section, c *lexicon.Concept) bool {
	return slices.ContainsFunc(r.mentionsOf(s), func(m lexicon.Mention) bool { return m.Concept == c })
}

// riskCue is what a sentence of an answer that tells a risk has, where the
// question did not ask for risks.
var riskCue = regexp.MustCompile(`可能性|リスク|おそれ|恐れ|危険|懸念|副作用|副反応|合併症|こと(?:が|も)あり|ことがあ|場合が|場合も|まれに|稀に|生じ|伴い`)

// riskClaims reads the risks that a section's sentences name.
func (r *reading) riskClaims(s *section, list *[]corpus.Claim) {
	r.headingRisks(s, list)
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
		if s.Kind != corpus.KindRisks {
			continue
		}
		switch {
		case u.form == row && !named:
			r.rowRisk(s, u, list)
		case u.form == item && !named:
			r.unknownRisk(s, u, list)
		case named && u.form != row:
			r.listedRisks(s, u, u.text, list)
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
