package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
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
		if apart && (!shutsOut(u) || r.otherTreatment(u.text)) {
			continue
		}
		if u.form == sentence && invited.MatchString(u.text) && !excludes.MatchString(u.text) {
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
				r.claim(list, s, m.Concept, "", u.text, exclusionStance(u, m.End, s.Heading))
			}
		}
		if !r.listedContras(s, u, list) && !named {
			r.ownContra(s, u, list)
		}
	}
}

// invited says whom the treatment is for: that shuts nobody out.
var invited = regexp.MustCompile(`対象(?:です|となります|となる|になります|になる|に含まれます|としています)|適応(?:です|となります|になります|があります)|(?:おすすめ|お勧め)(?:です|します|しています|できます)|向いて(?:います|いる)`)

var (
	// shutOut is a sentence outside of the sections on precautions that says who
	// must not have the treatment: who, and a verdict on the treatment itself.
	shutOut = regexp.MustCompile(`(?:方|人|ひと|かた|場合|患者さん|患者様|患者|者|歳未満|歳以上|妊婦|妊娠中|授乳中|中の女性)(?:に|で|について|へ)?(?:は|の使用は|への使用は)[^。]{0,40}?(?:受けられ(?:ない|ませ)|受けることが?でき(?:ない|ませ)|(?:施術|治療|手術|接種|使用|投与|服用|照射|注射|点滴|適応|処方|移植)(?:は|が|を|に)?(?:でき(?:ない|ませ)|行えませ|行えない)|(?:おすすめ|お勧め|推奨)(?:でき|しな|しませ)(?:な|ま|い|ん)|避けてくだ|避ける必要|避けるべき|控えてくだ|控える必要|禁忌|適応外|適応になりませ|対象外|対象になりませ|お断り|ご遠慮|施術不可|治療不可)`)
	// besideTreatment is what else may not be done: who bathes or pays in which way
	// is no matter of having the treatment.
	besideTreatment = regexp.MustCompile(`保険|返金|返品|割引|予約|キャンセル|支払|ローン|クーポン|併用|入浴|飲酒|運転|来院|来店|車|メイク|化粧|コンタクト|治療費|控除|効果を実感|予防できません|改善できません`)
)

// shutsOut reports whether a sentence says by itself who must not have the treatment.
func shutsOut(u unit) bool {
	if !containsAny(u.text, "ません", "ない", "不可", "禁忌", "対象外", "適応外", "避け", "控え", "断り", "遠慮", "ませ", "ん。") {
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
	excludedWho = regexp.MustCompile(`^(?:また|そのため|なお|ただし|さらに|ほかの?|その他の?|特に|とくに|このほか|加えて|次に)?、?(.{2,40}?(?:方|人|場合|中|者|既往|歳未満|歳以上|年間|か月間|日間|アレルギー|状態|部位))(?:に|で|について)?は、?[^。]{0,30}?(?:受けられ(?:ない|ませ)|受けることが?でき(?:ない|ませ)|施術でき|治療でき|接種でき|使用でき|不可|禁忌|対象外|対象[とに]なりませ|(?:おすすめ|お勧め)でき|控え(?:[^め]|$)|避け|適さ|適しませ|お断り|ご遠慮)`)
	// whom ends an item that says who: 「妊娠中の方」.
	whom = regexp.MustCompile(`(?:のある|がある|の|な|している|した|されている|い|る|た)?(?:方|人|ひと|かた|場合|患者さん|患者様|患者)(?:。|は.*)?$`)
)

// ownContra claims in the article's own words what the lexicon does not know:
// a list item that says who, or whom a sentence excludes.
func (r *reading) ownContra(s *section, u unit, list *[]corpus.Claim) {
	if u.form == item || u.form == fragment && strictWhom.MatchString(u.text) {
		if !r.listsExcluded(s, u) || runes(u.text) > 40 {
			return
		}
		label := strings.TrimSpace(u.text)
		if !whom.MatchString(label) && !endsInNoun(label) || whom.MatchString(label) && ofCourse.MatchString(label) {
			return
		}
		r.claim(list, s, nil, contraLabel(whoOf(label)), u.text, exclusionStance(u, 0, s.Heading))
		return
	}
	if start, end, ok := excludedIn(u.text); ok {
		r.claim(list, s, nil, contraLabel(u.text[start:end]), u.text, exclusionStance(u, end, s.Heading))
	}
}

// strictWhom is a line that names whom, and nothing else: 「血小板減少症の方」.
var strictWhom = regexp.MustCompile(`(?:方|人|かた|患者さん|患者様|患者|場合)$`)

// ofCourse are points that name whom nothing is kept from.
var ofCourse = regexp.MustCompile(`お越し|ご希望|希望の|希望する|初めて|すべての|全ての|多くの|ほとんどの|ご来院|ご予約|安心`)

// listsExcluded reports whether a list names who is excluded: what introduces it
// says so, the heading does, or another point of the section names a
// contraindication or excludes somebody.
func (r *reading) listsExcluded(s *section, u unit) bool {
	if excludes.MatchString(u.lead) || consult.MatchString(u.lead) || excludes.MatchString(s.Heading) {
		return true
	}
	if s.Kind != corpus.KindPrecautions || !strictWhom.MatchString(whoOf(strings.TrimRight(u.text, "。"))) {
		return false
	}
	return excludes.MatchString(u.text) || slices.ContainsFunc(s.unitsOf(), func(other unit) bool {
		return other.form == u.form && strictWhom.MatchString(other.text) && slices.ContainsFunc(r.lex.Find(other.text), func(m lexicon.Mention) bool { return m.Concept.Is(lexicon.Contraindication) }) ||
			shutsOut(other)
	})
}

// excludedIn finds whom a sentence excludes, in bytes.
func excludedIn(s string) (start, end int, ok bool) {
	m := excludedWho.FindStringSubmatchIndex(s)
	if m == nil {
		return 0, 0, false
	}
	label := s[m[2]:m[3]]
	if containsAny(label, "該当", "以下", "次の", "次に", "当てはまる", "あてはまる", "誰でも", "すべて") || !hasLetters(label) {
		return 0, 0, false
	}
	return m[2], m[3], true
}

// concerned ends whom a sentence concerns: 「心臓や腎臓の病気がある方では」.
var concerned = regexp.MustCompile(`(?:のある|がある|をお持ちの|の)(?:方|人|患者さん|患者)(?:に|で|へ|について)?は`)

// concernedIn finds whom a sentence concerns, in bytes: what stands before, up to
// the topic of the sentence.
func concernedIn(s string) (start, end int, ok bool) {
	m := concerned.FindStringIndex(s)
	if m == nil {
		return 0, 0, false
	}
	end = m[0] + strings.LastIndexAny(s[m[0]:m[1]], "方人者ん")
	end += len(string(firstRune(s[end:])))
	for _, topic := range []string{"は、", "には", "では", "また、", "なお、"} {
		if i := strings.LastIndex(s[:m[0]], topic); i >= 0 {
			start = max(start, i+len(topic))
		}
	}
	return start, end, true
}

// whoOf is whom an item names, without what it says of them.
func whoOf(s string) string {
	if m := whoSaid.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return s
}

var whoSaid = regexp.MustCompile(`^(.+?(?:方|人|ひと|かた|場合|患者さん|患者様|患者))(?:に|で|について)?は.*$`)

var (
	// listSeparator parts what an item lists side by side.
	listSeparator = regexp.MustCompile(`、|,|，|・|または|もしくは|および|及び|／|/`)
	// sharedTail ends the last of a list whose other parts it belongs to as well:
	// 「心臓や腎臓の病気」.
	sharedTail = regexp.MustCompile(`^(.+?)(の(?:病気|疾患|障害|機能障害|機能低下|持病|手術歴|アレルギー|過敏症)(?:.*))$`)
	allergen   = regexp.MustCompile(`(?:薬|剤|卵|乳|金属|ラテックス|ゴム|大豆|成分|麻酔|食品|消毒液|ワクチン)$`)
	whenWord   = regexp.MustCompile(`^(?:最近|現在|過去|以前|近年|とくに|特に|過去[0-9０-９].*以内)$`)
	bodyPart   = regexp.MustCompile(`^(?:心臓|腎臓|肝臓|肺|脳|胃|腸|胃腸|膵臓|甲状腺|血管|血液|目|眼|皮膚|骨|呼吸器|消化器|循環器|神経|筋肉|関節|心|腎|肝|[\p{Han}]{1,3}臓)$`)
)

// listedContras claims each part of a list in one item or sentence, 「18歳未満、
// 70歳以上の方」: those that the lexicon does not know in their own words. It
// reports whether there was such a list.
func (r *reading) listedContras(s *section, u unit, list *[]corpus.Claim) bool {
	who := whoOf(strings.TrimSpace(u.text))
	if u.form == sentence {
		start, end, ok := excludedIn(u.text)
		if !ok {
			start, end, ok = concernedIn(u.text)
			ok = ok && saysWho(u.text[end:]) && slices.ContainsFunc(sideParts(u.text[start:end]), r.namesContra)
		}
		if !ok {
			return false
		}
		who = u.text[start:end]
	} else if runes(who) > 60 || !r.listsExcluded(s, u) && s.Kind != corpus.KindPrecautions {
		return false
	}
	parts := sideParts(strings.TrimRight(who, "。"))
	if len(parts) < 2 || u.form != sentence && !slices.ContainsFunc(parts, func(p string) bool { return r.namesContra(p) }) && !r.listsExcluded(s, u) {
		return false
	}
	start := strings.Index(u.text, who)
	stance := exclusionStance(u, max(start, 0)+len(who), s.Heading)
	for _, p := range parts {
		c := r.lex.Lookup(p)
		switch {
		case c != nil && (c.Is(lexicon.Contraindication) || c.Is(lexicon.Condition)):
			r.claim(list, s, c, "", u.text, stance)
		case r.namesContra(p): // claimed where it stands
		case runes(p) <= 20:
			r.claim(list, s, nil, p, u.text, stance)
		}
	}
	return true
}

func (r *reading) namesContra(p string) bool {
	return slices.ContainsFunc(r.lex.Find(p), func(m lexicon.Mention) bool { return m.Concept.Is(lexicon.Contraindication) })
}

// sideParts are the nouns that a phrase lists side by side, each with the words
// that the last of them shares with the others; nil where it is no mere list.
func sideParts(who string) []string {
	if strings.ContainsAny(who, "（(「") {
		return nil // what stands in brackets explains
	}
	var parts []string
	for _, p := range listSeparator.Split(contraLabel(who), -1) {
		if p = contraLabel(strings.TrimSpace(p)); p == "" {
			continue
		}
		parts = append(parts, withTail(p)...)
	}
	for i := len(parts) - 1; i > 0; i-- {
		m := sharedTail.FindStringSubmatch(parts[i])
		if m == nil {
			continue
		}
		if before := withTail(parts[i-1] + m[2]); len(before) > 1 || shares(parts[i-1], m[2]) {
			parts = slices.Replace(parts, i-1, i, before...)
		}
	}
	for _, p := range parts {
		if runes(p) < 2 || whenWord.MatchString(p) || !endsInNoun(p) && !isDigitByte(p[len(p)-1]) {
			return nil
		}
	}
	return parts
}

// withTail parts 「心臓や腎臓の病気」 into 心臓の病気 and 腎臓の病気.
func withTail(p string) []string {
	m := sharedTail.FindStringSubmatch(p)
	if m == nil {
		return []string{p}
	}
	heads := headJoin.Split(m[1], -1)
	for _, h := range heads {
		if len(heads) > 1 && !shares(h, m[2]) {
			return []string{p}
		}
	}
	var out []string
	for _, h := range heads {
		out = append(out, h+m[2])
	}
	return out
}

// shares reports whether a noun can have a tail that stands behind another one: a
// part of the body its illness, a substance its allergy.
func shares(noun, tail string) bool {
	if containsAny(tail, "アレルギー", "過敏症") {
		return allergen.MatchString(noun)
	}
	return bodyPart.MatchString(noun)
}

var headJoin = regexp.MustCompile(`や|と`)

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
