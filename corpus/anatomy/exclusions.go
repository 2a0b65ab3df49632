package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// exclusionsIn reports whether a section can tell who must not have the treatment.
func exclusionsIn(s *section) bool {
	switch s.Kind {
	case corpus.KindCost, corpus.KindSources, corpus.KindSupervision, corpus.KindComparison:
		return false
	}
	return true
}

// tellsExclusions reports whether a section is there to tell who must not have the
// treatment, so that a list in it does. Elsewhere only a sentence that says so counts.
func tellsExclusions(s *section) bool {
	return s.Kind == corpus.KindPrecautions || s.Kind == corpus.KindFAQ
}

// contraClaims reads who must not have the treatment, or only after asking.
func (r *reading) contraClaims(s *section, list *[]corpus.Claim) {
	inFAQ, apart := s.Kind == corpus.KindFAQ, !tellsExclusions(s)
	for _, u := range s.unitsOf() {
		if sourceLine(u.text) || isQuestion(u.text) {
			continue
		}
		if (apart || regulatory.MatchString(u.text)) && (!shutsOut(u) || r.otherTreatment(u.text)) {
			continue
		}
		if u.form == sentence && invited.MatchString(u.text) && !excludes.MatchString(u.text) {
			continue
		}
		said := excludes.MatchString(u.text) || consult.MatchString(u.text) || permits.MatchString(u.text)
		listed := u.form != sentence && (excludes.MatchString(u.lead) || consult.MatchString(u.lead) || !inFAQ)
		switch {
		case listed:
			r.pointContras(s, u, list)
		case said || s.Kind == corpus.KindPrecautions:
			r.sentenceContras(s, u, said, list)
		}
	}
}

// regulatory is a sentence on approval, import or relief, which tells of nobody's health.
var regulatory = regexp.MustCompile(`救済制度|承認(?:された|され|を受け|医薬品|品|機器|申請)|未承認|入手経路|個人輸入|諸外国|薬機法|医薬品医療機器等法`)

// sentenceContras reads a sentence: whom it names before its verdict, and the lists
// of those whom it excludes or asks to speak up. Without a verdict it warns those
// whom it is about, which is a matter for advice.
func (r *reading) sentenceContras(s *section, u unit, said bool, list *[]corpus.Claim) {
	who, rest := topicOf(u.text)
	for _, m := range r.contraMentions(u.text) {
		worse := worsens.MatchString(u.text[m.End:])
		warned := worse || rest != "" && m.End <= len(who) && concerns.MatchString(who[m.End:])
		if said && saysWho(u.text[m.End:]) || warned {
			r.claim(list, s, m.Concept, "", u.text, exclusionStance(u, m.End, s.Heading))
		}
	}
	if !said {
		return
	}
	start, end, ok := concernedIn(u.text)
	if ok = ok && saysWho(u.text[end:]); ok {
		parts := whoParts(u.text[start:end])
		ok = slices.ContainsFunc(parts, r.namesContra) || s.Kind == corpus.KindPrecautions && medical.MatchString(u.text[start:end]) && !besideTreatment.MatchString(u.text[end:]) && !invited.MatchString(u.text)
	}
	if !ok {
		start, end, ok = excludedIn(u.text)
	}
	if ok {
		r.partClaims(s, u, u.text[start:end], exclusionStance(u, end, s.Heading), list)
	}
}

var (
	// worsens says of an illness that the treatment makes it worse.
	worsens = regexp.MustCompile(`^(?:や[^、。]{1,12}|、[^、。]{1,12}){0,2}(?:を悪化|が悪化|の悪化)`)
	// concerns is what may stand between a name and the end of whom it is about.
	concerns = regexp.MustCompile(`^[^。]{0,40}(?:方|人|患者さん|患者様|患者)$`)
	// medical are words of illnesses and drugs, as whom a sentence warns has them.
	medical = regexp.MustCompile(`病|症|炎|がん|癌|障害|不全|アレルギー|手術|薬|剤|妊娠|授乳|出血|麻痺|まひ|既往|体質|ペースメーカー|移植|透析|発作|骨折|感染|過敏|未満|以上`)
)

// pointContras reads a point of a list, a line or a row that says who.
func (r *reading) pointContras(s *section, u unit, list *[]corpus.Claim) {
	who, rest := topicOf(u.text)
	stance := exclusionStance(u, len(who), s.Heading)
	named := false
	for _, m := range r.contraMentions(u.text) {
		if m.Start >= len(who) && named && !personEnds.MatchString(rest) {
			continue // what is said of them, not whom
		}
		named = true
		r.claim(list, s, m.Concept, "", u.text, exclusionStance(u, m.End, s.Heading))
	}
	if u.form == row {
		r.rowContras(s, u, list)
		return
	}
	if r.tellsWhom(s, u, who, rest, named) {
		r.partClaims(s, u, who, stance, list)
	}
}

// group is a group of people by age or sex.
var group = regexp.MustCompile(`(?:女性|男性|小児|子ども|子供|お子さま|お子様|お子さん|妊婦|授乳婦|高齢者|未成年者|未成年|歳未満|歳以上|歳以下)$`)

// personEnds is a second person in what is said of the first.
var personEnds = regexp.MustCompile(`(?:方|人|患者|場合)(?:に|で)?[はも、]`)

// rowContras claims the cells of a row that name whom, and nothing else.
func (r *reading) rowContras(s *section, u unit, list *[]corpus.Claim) {
	if s.Kind != corpus.KindPrecautions {
		return
	}
	for _, c := range cells(u.text) {
		if bare := strings.TrimSpace(brackets.ReplaceAllString(c, "")); runes(bare) <= 60 && strictWhom.MatchString(bare) {
			r.partClaims(s, u, bare, exclusionStance(u, 0, s.Heading), list)
		}
	}
}

// tellsWhom reports whether a point of a list says who is concerned: it names whom,
// or is a noun in a list of those who are excluded.
func (r *reading) tellsWhom(s *section, u unit, who, rest string, named bool) bool {
	bare := strings.TrimSpace(brackets.ReplaceAllString(strings.TrimRight(who, "。"), ""))
	if runes(bare) > 200 || bare == "" || besideTreatment.MatchString(rest) && !excludes.MatchString(rest) {
		return false
	}
	whom := strictWhom.MatchString(bare) && (!strings.HasSuffix(bare, "場合") || rest == "" || excludes.MatchString(rest)) || rest != "" && group.MatchString(bare) && saysWho(rest)
	switch {
	case u.form == fragment && !whom:
		return false
	case rest == "" && endsSentence(u.text) && !whom:
		return false
	case whom:
		return s.Kind == corpus.KindPrecautions || r.listsExcluded(s, u)
	case rest != "":
		return named || r.listsExcluded(s, u) || excludes.MatchString(rest) && s.Kind == corpus.KindPrecautions
	}
	return endsInNoun(bare) && (named || r.listsExcluded(s, u))
}

// invited says whom the treatment is for: that shuts nobody out.
var invited = regexp.MustCompile(pattern.Joined(`
	対象(?:です|となります|となる|になります|になる|に含まれます|としています)
	|適応(?:です|となります|になります|があります)
	|(?:おすすめ|お勧め)(?:です|します|しています|できます)
	|向いて(?:います|いる)
`))

var (
	// shutOut is a sentence outside of the sections on precautions that says who
	// must not have the treatment: who, and a verdict on the treatment itself.
	shutOut = pattern.MustGuard(pattern.Joined(`(?:
		方|人|ひと|かた|場合|患者さん|患者様|患者|者|歳未満|歳以上|妊婦|妊娠中|授乳中|中の女性
	)(?:に|で|について|へ)?(?:は|の使用は|への使用は)[^。]{0,40}?(?:
		受けられ(?:ない|ませ)
		|受けることが?でき(?:ない|ませ)
		|(?:
			施術|治療|手術|接種|使用|投与|服用|照射|注射|点滴|適応|処方|移植
		)(?:は|が|を|に)?(?:でき(?:ない|ませ)|行えませ|行えない)
		|(?:おすすめ|お勧め|推奨)(?:でき|しな|しませ)(?:な|ま|い|ん)
		|避けてくだ|避ける必要|避けるべき|控えてくだ|控える必要|禁忌|適応外|適応になりませ|対象外
		|対象になりませ|お断り|ご遠慮|施術不可|治療不可
	)`))
	// besideTreatment is what else may not be done: who bathes or pays in which way
	// is no matter of having the treatment.
	besideTreatment = regexp.MustCompile(`保険|返金|返品|割引|予約|キャンセル|支払|ローン|クーポン|併用|入浴|飲酒|運転|来院|来店|車|メイク|化粧|コンタクト|治療費|控除|効果を実感|予防できません|改善できません`)
)

// refusalCues are words of which such a sentence has one.
var refusalCues = pattern.NewWords("ない", "不可", "禁忌", "対象外", "適応外", "避け", "控え", "断り", "遠慮", "ませ", "ん。")

// shutsOut reports whether a sentence says by itself who must not have the treatment.
func shutsOut(u unit) bool {
	if !refusalCues.In(u.text) {
		return false // most sentences: the expression is dear
	}
	m := shutOut.FindStringIndex(u.text)
	return m != nil && !besideTreatment.MatchString(u.text[m[0]:m[1]])
}

// saysWho reports whether what follows a name tells that it excludes, permits or
// asks for advice.
func saysWho(s string) bool {
	return excludes.MatchString(s) || permits.MatchString(s) || consult.MatchString(s)
}

var (
	// excludedWho is whom a sentence excludes, as far as it can be told without
	// knowing the concept: 「…の方は受けられません」「治っても5年間は受けられない」.
	excludedWho = regexp.MustCompile(pattern.Joined(`^(?:また|そのため|なお|ただし|さらに|ほかの?|その他の?|特に|とくに|このほか|加えて|次に)?、?(
		.{2,40}?(?:
			方|人|場合|中|者|既往|歳未満|歳以上|年間|か月間|日間|アレルギー|状態|部位|直後|[いたな]間|る間
			|女性|男性|小児|子ども|子供|の上|部分
		)
	)(?:など|等)?(?:に|で|について)?は、?[^。]{0,30}?(?:
		受けられ(?:ない|ませ)
		|受けることが?でき(?:ない|ませ)
		|施術でき|治療でき|接種でき|使用でき
		|飲め(?:ない|ませ)
		|使え(?:ない|ませ)
		|打て(?:ない|ませ)
		|行えませ|行えない|処方でき|投与でき|不可|禁忌|対象外|対象[とに]なりませ
		|(?:おすすめ|お勧め)でき
		|控え(?:[^め]|$)
		|避け|適さ|適しませ|お断り|ご遠慮
	)`))
)

// strictWhom is a line that names whom, and nothing else: 「血小板減少症の方」.
var strictWhom = regexp.MustCompile(`(?:方|人|かた|患者さん|患者様|患者|場合)$`)

// ofCourse are points that name whom nothing is kept from.
var ofCourse = regexp.MustCompile(`お越し|ご希望|希望の|希望する|初めて|はじめて|すべての|全ての|多くの|ほとんどの|ご来院|ご予約|安心`)

// listsExcluded reports whether a list names who is excluded: what introduces it
// says so, or the heading does.
func (r *reading) listsExcluded(s *section, u unit) bool {
	return excludes.MatchString(u.lead) || consult.MatchString(u.lead) || excludes.MatchString(s.Heading)
}

// excludedIn finds whom a sentence excludes, in bytes.
func excludedIn(s string) (start, end int, ok bool) {
	m := excludedWho.FindStringSubmatchIndex(s)
	if m == nil {
		return 0, 0, false
	}
	label := s[m[2]:m[3]]
	if underway.MatchString(label) || containsAny(label, "該当", "以下", "次の", "次に", "当てはまる", "あてはまる", "誰でも", "すべて") || !hasLetters(label) {
		return 0, 0, false
	}
	return m[2], m[3], true
}

// underway is while the treatment goes on, which is no reason against it.
var underway = regexp.MustCompile(`(?:飲んで|使って|服用して|使用して|治療して|装着して|装用して|つけて|続けて|入れて|受けて)いる間$`)

// concerned ends whom a sentence concerns: 「心臓や腎臓の病気がある方では」.
var concerned = regexp.MustCompile(`(方|人|患者さん|患者|歳以上|歳未満|小児|女性|男性|高齢者)(?:など|等)?(?:に|で|へ|について)?[はも]`)

// concernedIn finds whom a sentence concerns, in bytes: what stands before, up to
// the topic of the sentence.
func concernedIn(s string) (start, end int, ok bool) {
	m := concerned.FindStringSubmatchIndex(s)
	if m == nil || noPerson.MatchString(s[:m[3]]) {
		return 0, 0, false
	}
	end = m[3]
	for _, topic := range []string{"は、", "には", "では", "また、", "なお、"} {
		if i := strings.LastIndex(s[:m[0]], topic); i >= 0 {
			start = max(start, i+len(topic))
		}
	}
	return start, end, true
}

var (
	// sharedTail ends the last of a list whose other parts it belongs to as well:
	// 「心臓や腎臓の病気」.
	sharedTail = regexp.MustCompile(`^(.+?)(の(?:病気|疾患|障害|機能障害|機能低下|持病|手術歴|アレルギー|過敏症|薬|治療薬)(?:.*))$`)
	allergen   = regexp.MustCompile(`(?:薬|剤|卵|乳|金属|ラテックス|ゴム|大豆|成分|麻酔|食品|消毒液|ワクチン)$`)
	whenWord   = regexp.MustCompile(`^(?:最近|現在|過去|以前|近年|とくに|特に|過去[0-9０-９].*以内)$`)
	bodyPart   = regexp.MustCompile(`^(?:心臓|腎臓|肝臓|肺|脳|胃|腸|胃腸|膵臓|甲状腺|血管|血液|目|眼|皮膚|骨|呼吸器|消化器|循環器|神経|筋肉|関節|心|腎|肝|[\p{Han}]{1,3}臓)$`)
)

// namesContra reports whether a text names a contraindication that somebody has.
func (r *reading) namesContra(p string) bool { return len(r.contraMentions(p)) > 0 }

// shares reports whether a noun can have a tail that stands behind another one: a
// part of the body its illness, a substance its allergy.
func shares(noun, tail string) bool {
	if containsAny(tail, "アレルギー", "過敏症") {
		return allergen.MatchString(noun)
	}
	if hasAnySuffix(tail, "薬") {
		return hasAnySuffix(noun, "症", "病", "炎", "がん", "血圧", "てんかん")
	}
	return bodyPart.MatchString(severity.ReplaceAllString(noun, ""))
}

// contraLabel names a contraindication by whom it concerns, without 「の方」.
func contraLabel(s string) string {
	s = strings.TrimRight(s, "。")
	if i := strings.LastIndex(s, "、"); i >= 0 && runes(s) > 30 {
		s = s[i+len("、"):]
	}
	for _, end := range []string{"のある方", "がある方", "のある人", "がある人", "のある場合", "がある場合", "のある患者さん", "をお持ちの方", "をおもちの方", "の方", "の人", "の場合", "の患者さん", "の患者様", "の患者"} {
		if t, ok := strings.CutSuffix(s, end); ok && t != "" && !strings.HasSuffix(t, "こと") {
			return t
		}
	}
	return s
}
