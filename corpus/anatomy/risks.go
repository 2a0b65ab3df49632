package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
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
	riskAfter = regexp.MustCompile(pattern.Joined(`^[^。]{0,24}?(?:
		の(?:リスク|おそれ|恐れ|危険性?|懸念)(?:が|も|を伴)
		|(?:
			起こ|生じ|出る|出た|でる|現れ|あらわれ|残る|残っ|みられ|見られ|になる|となる|続く|きたす|発生
			|伴う
		)[^。、]{0,8}?(?:こと|場合|可能性|ケース|おそれ|恐れ)(?:が|も)
	)`))
	// riskTold says so plainly: 「眼内炎などの合併症がまれに起こります」「失明も報告されています」.
	riskTold = regexp.MustCompile(pattern.Joined(`^[^。は]{0,24}?(?:
		(?:など|等)の(?:重い|重篤な|まれな)?(?:副作用|合併症|副反応|偶発症)(?:が|も|を)
		|(?:が|も)[^。、]{0,10}?(?:
			起こります|起きます|起こり、|生じます|報告されて|起こりやす|出やす|生じやす
		)
	)`))
	// riskBefore introduces risks: 「副作用として赤みが…」.
	riskBefore = pattern.MustGuard(`(?:副作用|副反応|合併症|リスク|デメリット)(?:として|には|は)[^。]*$`)
	// relieved says that a name is what gets better or is kept off.
	relieved = regexp.MustCompile(`改善|軽減|和らげ|やわらげ|抑え|抑制|減ら|減少|防|予防|緩和|治|解消|対策|少な|低く|低い|にくい|悩|気になる|気にな|目立た|薄く|除去|回避|避け|効果`)
	// untreated tells what comes of the illness, or of something else than the treatment.
	untreated = pattern.MustGuard(pattern.Joined(`
		放置|放って|治療しない|治療せず|治療をしない|治療を受けない
		|受けない(?:と|ま|で)
		|受けずに|そのまま|未治療|進行すると|悪化すると|加齢|年齢とともに|老化|紫外線|生活習慣|喫煙|原因
		|従来|他の治療|ほかの治療|一般的な手術|自己処理|通販|個人輸入
	`))
	// ofTreatment says that a sentence speaks of what comes of the treatment.
	ofTreatment = pattern.MustGuard(`施術|治療|手術|術後|術中|注射|照射|接種|投与|点滴|注入|服用|内服|麻酔|挿入|検査後|使用後`)
)

// passingRisks reads from a section that is about something else the risks that a
// sentence says the treatment has, and in doubt none.
func (r *reading) passingRisks(s *section, list *[]corpus.Claim) {
	for _, u := range s.unitsOf() {
		if u.form == fragment || u.form == row || sourceLine(u.text) || isQuestion(u.text) || !riskCue.MatchString(u.text) && !toldCue.MatchString(u.text) || untreated.MatchString(u.text) || r.otherTreatment(u.text) {
			continue
		}
		if s.Kind == corpus.KindOverview && !ofTreatment.MatchString(u.text) && !riskBefore.MatchString(u.text) {
			continue // it may be the illness that has them
		}
		for _, m := range r.lex.Find(u.text) {
			if !m.Concept.Is(lexicon.Risk) || !isRiskHere(u.text, m) {
				continue
			}
			_, to := clauseAround(u.text, m.Start)
			told := riskAfter.FindString(u.text[m.End:])
			if told == "" && (s.Kind != corpus.KindEffects && s.Kind != corpus.KindOther || ofTreatment.MatchString(u.text)) {
				told = riskTold.FindString(u.text[m.End:])
			}
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
		if !m.Concept.Is(lexicon.Risk) && !(m.Concept.Is(lexicon.Condition) && !r.isAbout(m.Concept) && besideNouns(title, m)) || pastOf.MatchString(title[m.End:]) || ofWhom.MatchString(title[m.End:]) {
			continue
		}
		named = true
		if r.namedBelow(s, m.Concept) {
			continue // the text says it, and how
		}
		stance := stanceAt(title, m.Start, m.End)
		if listed := listParts.MatchString(title) && !endsSentence(title); listed || stance == corpus.Asserted && isBlank(title[m.End:]) {
			if stance = r.firstStance(s); listed && stance == corpus.Denied {
				stance = corpus.Hedged // of one of them, or of something else
			}
		}
		r.claim(list, s, m.Concept, "", s.Heading, stance)
	}
	r.headedRisks(s, title, list)
	if named || relieved.MatchString(title) {
		return
	}
	if m := arises.FindStringSubmatch(title); m != nil && !r.namesTreatment(m[1]) {
		r.claim(list, s, nil, m[1], s.Heading, stanceOf("", title[len(m[1]):]))
	}
}

// besideNouns reports whether a name in a heading stands for itself there, alone or in
// a list: 「脳梗塞・心筋梗塞」, not 「喘息発作」.
func besideNouns(title string, m lexicon.Mention) bool {
	before, after := lastRune(title[:m.Start]), firstRune(title[m.End:])
	return (m.Start == 0 || strings.ContainsRune("・、,／/ 　や（(」】", before)) && (m.End == len(title) || strings.ContainsRune("・、,／/ 　やな（(）)", after))
}

var (
	headRest = regexp.MustCompile(`(?:など|等)$|(?:による|を伴う|のある)(?:症状|影響|変化)$|の(?:リスク|おそれ|恐れ|可能性|危険性?)$`)
	// riskFactor is a heading over what makes an illness likelier.
	riskFactor = regexp.MustCompile(`(?:リスク|危険)(?:が|を|の)?(?:高|上が|上げ|要因|因子)|やすい(?:人|方)|原因|要因`)
	// riskHead is a heading over risks by its words.
	riskHead = regexp.MustCompile(`副作用|副反応|合併症|偶発症|リスク|デメリット|有害事象|トラブル|起こりうる|起こり得る|困りやすい`)
	// noRiskHead are words of headings that say something about risks, and name none.
	noRiskHead = regexp.MustCompile(pattern.Joined(`
		リスク|副作用|副反応|合併症|偶発症|有害事象|デメリット|短所|欠点|弱点|注意|対処|対応|対策|予防|防ぐ
		|頻度|確率|割合|種類|一覧|原因|要因|理由|場合|とき|方法|治療|施術|処置|検査|手術|期間|時期|程度
		|データ|結果|報告|試験|研究|比較|違い|関係|関連|安全|主な|重大|重篤|について|特徴|まとめ|費用|料金
		|価格|経過|判断|サイン|受診|連絡|相談|医師|クリニック|当院|機器|製剤|効果
	`))
	// harmEnd ends the name of what can happen to somebody.
	harmEnd = regexp.MustCompile(pattern.Joined(`(?:
		損傷|障害|低下|上昇|減少|増加|増毛|変化|変動|変色|変形|異常|不全|発作|出血|感染|炎|症|症候群|痛|腫
		|腫瘍|腫れ|むくみ|痛み|かゆみ|赤み|黄ばみ|くぼみ|へこみ|ゆがみ|歪み|ゆるみ|しみ|にごり|濁り|くもり
		|かすみ|たるみ|にくさ|づらさ|まぶしさ|だるさ|しさ|ずれ|ズレ|はずれ|外れ|脱落|脱離|破損|破折|破裂
		|落下|沈下|下垂|再発|後戻り|戻り|壊死|穿孔|閉塞|狭窄|不足|欠乏|誤り|ショック|アレルギー|過敏|充血
		|渇き|乾き|乾燥|荒れ|軟便|下痢|便秘|抜け|抜け毛|浮き|割れ|欠け|傷|傷跡|傷あと|跡|あと|不満|左右差
		|違和感|不快感|圧迫感|異物感|つっぱり|つっぱり感|むら|ムラ|がん|交通|脱毛|毛化|失神|めまい|けいれん
		|痙攣|中毒|依存|失敗|悪化|肥大|萎縮|癒着|瘢痕|漏れ|もれ|冷え|ほてり|熱感|発熱|発疹|じんましん|ふるえ
		|しびれ|麻痺|まひ|硬結|石灰化|壊れ|摩耗|故障|副次感染|反応
	)$`))
)

// headedRisks claims in the article's own words the nouns of a subheading that the
// lexicon does not know: 「後嚢破損・核の落下」. How they are meant is what the first
// sentence below says.
func (r *reading) headedRisks(s *section, title string, list *[]corpus.Claim) {
	if over := s.parent.head.folded; !riskHead.MatchString(over) || riskFactor.MatchString(over) || runes(title) > maxHeading || endsSentence(title) || relieved.MatchString(title) || strings.TrimSpace(s.Text) == "" {
		return
	}
	for _, p := range listParts.Split(headRest.ReplaceAllString(riskNote.ReplaceAllString(title, ""), ""), -1) {
		p = strings.TrimSpace(p)
		if n := runes(p); n < 2 || n > 14 || !harmEnd.MatchString(p) || noRiskHead.MatchString(p) || strings.ContainsAny(p, "がを0123456789０１２３４５６７８９") || containsAny(p, "などの", "による") || !hasLetters(p) {
			continue
		}
		if r.namesRisk(p) || r.namesTreatment(p) || slices.ContainsFunc(r.lex.Find(p), func(m lexicon.Mention) bool {
			return r.isAbout(m.Concept) || m.Concept.Is(lexicon.Condition) && besideNouns(p, m)
		}) {
			continue
		}
		r.claim(list, s, nil, p, s.Heading, r.firstStance(s))
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
var riskCue = pattern.MustGuard(`可能性|リスク|おそれ|恐れ|危険|懸念|副作用|副反応|合併症|こと(?:が|も)あり|ことがあ|場合が|場合も|まれに|稀に|生じ|伴い`)

// toldCue is what else such a sentence of a section on something else can have.
var toldCue = pattern.MustGuard(`報告されて|起こりやす|出やす|生じやす|起こります|起こり、`)

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
			if !isRiskHere(u.text, m) {
				continue
			}
			if m.Concept.Is(lexicon.Risk) || s.Kind == corpus.KindRisks && r.comesOf(u.text, m) {
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

var (
	// ofWhom says of a name right before it that somebody has it, or that it is what is
	// treated: 「ぶどう膜炎のある方では」「血栓症の危険がある方は」「炎症を抑える目薬」.
	ofWhom = regexp.MustCompile(pattern.Joined(`
		^(?:[やと、・][^、。はが%]{1,12}?){0,2}(?:
			の(?:危険|リスク|おそれ|恐れ)?(?:が|の)?
			|が|を
		)?(?:ある|あった|高い|お持ちの|持つ|もつ|の)(?:方|人|かた|患者)(?:さん|様)?(?:で|は|が|には|へ|の|、)
		|^に(?:弱い|敏感な)
		|^(?:が|に)?(?:心配|不安|苦手)な(?:方|人|場合)
	`))
	ofCure = regexp.MustCompile(pattern.Joined(`
		^(?:など|等)?(?:を|の)(?:抑え|抑制|防|予防|やわらげ|和らげ|軽減|緩和|避け|治す|治療)
		|^の(?:手術|治療|薬|検査|治療薬)
		|^(?:に比べ|への[\p{Han}\p{Katakana}]|に対する[\p{Han}\p{Katakana}]|に対して|に効)
		|^が(?:改善|軽減|和らぐ|和らぎ)
	`))
	// lessRisk says that the risk of what stands before it gets smaller.
	lessRisk = regexp.MustCompile(`^[^。]{0,40}?の?(?:リスク|危険性?|可能性|おそれ|頻度)(?:が|は|を|も)[^。]{0,20}?(?:下が|下げ|低下|低く|減ら|減る|減り|減少|小さく|抑え)`)
)

// occurs says of an illness before it that it can come of the treatment.
var occurs = regexp.MustCompile(pattern.Joined(`^(?:(?:や|、|と|・|または|および|など|等)[^、。がをにで]{0,14}){0,5}(?:
	(?:が|も|を)[^。、]{0,10}?(?:起こ|起き|生じ|発症|発現|合併|引き起こ|きたす|招く|報告され)
	|に(?:なる|至る|いたる|つながる)(?:こと|場合|おそれ|恐れ|可能性)
	|の(?:リスク|危険性?|おそれ|恐れ|可能性|発現|発症)(?:が|も)
)`))

// comesOf reports whether a text on risks says of an illness, other than the one that
// is treated, that it comes of the treatment: 「悪性腫瘍の発現が報告されています」.
func (r *reading) comesOf(text string, m lexicon.Mention) bool {
	if !m.Concept.Is(lexicon.Condition) || r.isAbout(m.Concept) || untreated.MatchString(text) {
		return false
	}
	_, to := clauseAround(text, m.Start)
	told := occurs.FindString(text[m.End:max(to, m.End)])
	return told != "" && !relieved.MatchString(told)
}

// isAbout reports whether an illness is what the article is about.
func (r *reading) isAbout(c *lexicon.Concept) bool {
	return slices.Contains(r.article.Conditions, c.Label) || slices.Contains(r.subject.concepts, c)
}

// isRiskHere reports whether a name in a text is told as what can come of the
// treatment, and not as what somebody has or what is cured.
func isRiskHere(text string, m lexicon.Mention) bool {
	after := text[m.End:]
	return !pastOf.MatchString(after) && !ofWhom.MatchString(after) && !ofCure.MatchString(after) && !lessRisk.MatchString(after)
}

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
