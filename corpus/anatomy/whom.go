package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// Who must not have a treatment stands in enumerations: 「乳がん、子宮体がんの方、
// ステロイドや免疫抑制薬を使っている方」. Each of their parts is a claim of its own,
// by the lexicon's name or in the article's own words, so that none is lost.

var (
	// personEnd ends one of several people that are listed: 「…の方、…の方」.
	personEnd = regexp.MustCompile(`(?:方|人|かた|患者さん|患者様|患者|場合|い間|た間|る間)(?:、|,|，|や、?|または|もしくは|および|及び|・)`)
	// noPerson are words that end as people do.
	noPerson = regexp.MustCompile(`(?:漢方|処方|一方|両方|地方|双方|夕方|後方|前方|他方)$`)
	brackets = regexp.MustCompile(`[（(][^（）()]*[）)]`)
	// whenFirst opens what is said of somebody with when it was.
	whenFirst = regexp.MustCompile(`^(?:最近|現在|過去|以前|近年|とくに|特に|また|なお|ただし|さらに|そのほか|このほか|その他)、`)
	// person ends whom a phrase is about.
	person = regexp.MustCompile(`(?:のある|がある|をお持ちの|をおもちの|の)?(?:方|人|かた|患者さん|患者様|患者|場合)$`)
	// besides are the joints of a list of nouns.
	besides = regexp.MustCompile(`または|もしくは|あるいは|および|及び|／|/`)
	// example is one before what it is an example of: 「敗血症など重い感染症」.
	example = regexp.MustCompile(`([\p{Han}\p{Katakana}ー])など([^のはがをにで、])`)
	// ofNoun parts a noun from what is said of it: 「免疫抑制薬・を使っている方」.
	ofNoun = regexp.MustCompile(pattern.Joined(`^(
		.*?[^\p{Hiragana}][めみりきけされび]?
		|.*?(?:けいれん|むくみ|やけど|かぶれ|てんかん|できもの|ほくろ|がん|しびれ|めまい|たばこ)
	)((?:を|に|で|が[^ん]|の(?:ある|少ない|多い|強い|疑い|直後|既往|経験))[^、]*)$`))
	// mereHaving says of a noun only that somebody has it.
	mereHaving = regexp.MustCompile(`^(?:が|の)(?:ある|あった)(?:方|人|かた|患者さん|患者様|患者|場合|間|とき|時)?$`)
	// sharedWith is what is done with a thing, or an allergy to it, or having had an illness.
	sharedWith = regexp.MustCompile(`^(?:を|で|の(?:直後|既往|経験|疑い|治療中|治療歴)|に(?:アレルギー|過敏|対する|対して|対し|なった|かかった|かかって|なり))`)
	allergicTo = regexp.MustCompile(`^(?:に対する|に対して|への|へ|に|で|の)?(?:アレルギー|過敏症)`)
	caseMark   = regexp.MustCompile(`を|が[^ん]|は|であり|があり|ており|ていて|[でて]$`)
)

// whoParts are the phrases that list in one text who is concerned, each with what
// the others share: 「ステロイドや免疫抑制薬を使っている方」 is two.
func whoParts(who string) []string {
	who = strings.TrimSpace(brackets.ReplaceAllString(strings.TrimRight(who, "。"), ""))
	var out []string
	for _, p := range people(who) {
		parts := personParts(whenFirst.ReplaceAllString(p, ""))
		if len(parts) == 1 {
			parts[0] = p
		}
		out = append(out, parts...)
	}
	return out
}

// people cuts 「Aの方、Bの方」 after each of the people.
func people(who string) []string {
	var out []string
	from := 0
	for _, m := range personEnd.FindAllStringIndex(who, -1) {
		word := strings.TrimRight(who[m[0]:m[1]], "、,，や・")
		for _, j := range []string{"または", "もしくは", "および", "及び"} {
			word = strings.TrimSuffix(word, j)
		}
		if end := m[0] + len(word); !noPerson.MatchString(who[:end]) && end > from {
			out = append(out, who[from:end])
			from = m[1]
		}
	}
	if from < len(who) {
		out = append(out, who[from:])
	}
	return out
}

// personParts parts the nouns that are listed of one person. A text that is no
// mere list of nouns stays whole.
func personParts(p string) []string {
	whole := []string{p}
	pieces := splitOn(p, "、", ",", "，")
	last := pieces[len(pieces)-1]
	var nouns []string
	for _, piece := range pieces[:len(pieces)-1] {
		for _, n := range sideNouns(trimVague(piece)) {
			if caseMark.MatchString(n) || !isNoun(n) || whenWord.MatchString(n) {
				return whole
			}
			nouns = append(nouns, n)
		}
	}
	side := sideNouns(last)
	for _, n := range side[:len(side)-1] {
		if n = trimVague(n); caseMark.MatchString(n) || !isNoun(n) {
			side = []string{last}
			break
		}
	}
	for _, n := range side[:len(side)-1] {
		nouns = append(nouns, trimVague(n))
	}
	if len(nouns) == 0 {
		return whole
	}
	noun, tail := side[len(side)-1], ""
	if m := ofNoun.FindStringSubmatch(noun); m != nil {
		noun, tail = m[1], m[2]
	} else if m := person.FindString(noun); m != "" && m != noun {
		noun, tail = strings.TrimSuffix(noun, m), m
	}
	parts := sharedNouns(append(nouns, noun))
	for i, n := range parts {
		switch {
		case i == len(parts)-1:
			parts[i] = n + tail
		case shared(tail):
			parts[i] = n + tail
		}
	}
	return parts
}

// isNoun reports whether a part of a list ends as the names of illnesses, drugs and
// symptoms do.
func isNoun(s string) bool {
	return riskNoun(s) || hasAnySuffix(s, "ん", "ろ", "び", "ぼ", "もの", "そう", "こ", "つ") || s != "" && isDigitByte(s[len(s)-1])
}

// shared reports whether what is said of the last noun of a list is said of all:
// what is done with a thing, or an allergy to it.
func shared(tail string) bool {
	return !mereHaving.MatchString(tail) && sharedWith.MatchString(tail)
}

// sharedNouns gives nouns the tail of the last that belongs to them as well:
// 「心臓」「腎臓の病気」.
func sharedNouns(nouns []string) []string {
	for i := len(nouns) - 1; i > 0; i-- {
		m := sharedTail.FindStringSubmatch(nouns[i])
		if m == nil || !shares(nouns[i-1], m[2]) {
			continue
		}
		nouns[i-1] += m[2]
	}
	return nouns
}

func trimVague(s string) string {
	s = strings.TrimSpace(s)
	for _, end := range []string{"など", "等"} {
		s = strings.TrimSuffix(s, end)
	}
	return s
}

func splitOn(s string, marks ...string) []string {
	for _, m := range marks[1:] {
		s = strings.ReplaceAll(s, m, marks[0])
	}
	var out []string
	for _, p := range strings.Split(s, marks[0]) {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []string{s}
	}
	return out
}

// sideNouns cuts where nouns stand side by side: at や, または, ・ and their like. A
// middle dot inside of katakana is part of a name.
func sideNouns(s string) []string {
	s = example.ReplaceAllString(besides.ReplaceAllString(s, "\x00"), "$1\x00$2")
	var b strings.Builder
	rs := []rune(s)
	for i, c := range rs {
		var before, after rune
		if i > 0 {
			before = rs[i-1]
		}
		if i+1 < len(rs) {
			after = rs[i+1]
		}
		switch {
		case c == '・' && !(scriptOf(before) == katakana && scriptOf(after) == katakana), c == 'や' && joins(before, string(rs[i+1:])):
			b.WriteByte(0)
		default:
			b.WriteRune(c)
		}
	}
	var out []string
	for _, p := range strings.Split(b.String(), "\x00") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return []string{s}
	}
	return out
}

// wordsInYa are words that begin with や, as they go on after it.
var wordsInYa = regexp.MustCompile(`^(?:けど|せ|に|む|め|わら|す|り|る|ら)`)

// joins reports whether a や after a rune and before a text joins two nouns.
func joins(before rune, after string) bool {
	if after == "" || before == 0 {
		return false
	}
	if scriptOf(before) == hiragana {
		return scriptOf(firstRune(after)) != hiragana
	}
	return !wordsInYa.MatchString(after)
}

// partClaims claims each part of a text that tells who is concerned.
func (r *reading) partClaims(s *section, u unit, who string, stance corpus.Stance, list *[]corpus.Claim) {
	before := ""
	for _, p := range whoParts(who) {
		if m := suspected.FindStringSubmatch(p); m != nil && before != "" {
			p = before + "の" + m[1] // 「乳がんの方、その疑いがある方」
		} else {
			before = treated.ReplaceAllString(person.ReplaceAllString(p, ""), "")
		}
		r.partClaim(s, u, p, stance, list)
	}
}

// suspected speaks of what was named before: 「その疑いがある方」.
var suspected = regexp.MustCompile(`^(?:または)?その((?:疑い|おそれ|恐れ|可能性|既往|経験).*)$`)

// treated is what is done about an illness that somebody may also only be suspected of.
var treated = regexp.MustCompile(`の?治療中$`)

// noOne are labels that name nobody: 「この場合」「治療中」.
var noOne = regexp.MustCompile(pattern.Joined(`^(?:
	(?:
		この|その|こうした|そうした|そのような|このような|これらの|それらの|上記の|いずれの|どの
		|どのような|次の|以下の|該当する|すべての|全ての|ほかの|他の|別の|一部の|多くの
	)?(?:方|人|場合|状態|患者さん|患者|こと|もの|治療|症状)
	|こ|そ
	|(?:または)?(?:ある|あった|いる|いた)方
	|(?:
		治療|施術|服用|使用|手術|検査|接種|内服|入院|通院|装着|装用|照射|注射|点滴|投与|期間
	)(?:の?(?:中|後|前|前後|直後|当日|翌日|期間|期間中|間|場合))?
)$`))

func (r *reading) partClaim(s *section, u unit, p string, stance corpus.Stance, list *[]corpus.Claim) {
	label := contraLabel(p)
	if noOne.MatchString(label) || !hasLetters(label) || ofCourse.MatchString(label) {
		return
	}
	if c := r.partConcept(label); c != nil {
		r.claim(list, s, c, "", u.text, stance)
		return
	}
	named := false
	allergy := ofNoun.FindStringSubmatch(p)
	for _, m := range r.contraMentions(p) {
		if allergy != nil && m.Start >= len(allergy[1]) && allergicTo.MatchString(allergy[2]) {
			continue // to what it is says more than that it is one
		}
		named = true
		r.claim(list, s, m.Concept, "", u.text, stance)
	}
	if runes(label) > 60 {
		label = firstRunes(label, 59) + "…"
	}
	if !named && runes(label) >= 2 {
		r.claim(list, s, nil, label, u.text, stance)
	}
}

// severity stands before the name of an illness, and makes no other one of it.
var severity = regexp.MustCompile(pattern.Joined(`^(?:
	重い|重度の|重度|重症の|重症|重篤な|高度の|高度な|軽度の|急性の|急性|慢性の|慢性|活動性の|強い
	|ひどい|不安定な|進行する|進行した|治療していない|コントロールの悪い|コントロール不良の
)`))

// partConcept is the concept that a part names as a whole.
func (r *reading) partConcept(label string) *lexicon.Concept {
	bare := person.ReplaceAllString(label, "")
	for _, name := range []string{label, bare, severity.ReplaceAllString(bare, "")} {
		if c := r.lex.Lookup(name); c != nil && (c.Is(lexicon.Contraindication) || c.Is(lexicon.Condition)) {
			return c
		}
	}
	if m := ofNoun.FindStringSubmatch(bare); m != nil && allergicTo.MatchString(m[2]) {
		if c := r.lex.Lookup(m[1] + "アレルギー"); c != nil {
			return c
		}
	}
	return nil
}

// contraMentions are the contraindications that a text names, but not those that
// it denies of somebody, that belong to their family, or that are part of the name
// of something else.
func (r *reading) contraMentions(text string) []lexicon.Mention {
	all := r.lex.Find(text)
	var out []lexicon.Mention
	for i, m := range all {
		if !m.Concept.Is(lexicon.Contraindication) || !isOwn(text, m) {
			continue
		}
		if i+1 < len(all) && m.Concept.Is(lexicon.Condition) && all[i+1].Concept.Is(lexicon.Condition) && text[m.End:all[i+1].Start] == "の" {
			continue // 「がんの骨転移」 is named by what follows
		}
		out = append(out, m)
	}
	return out
}

var (
	// isNot says of a name right before it that somebody has not what it names.
	isNot = regexp.MustCompile(`^(?:を|に|が|は|の|で|も)?[^、。方人]{0,10}?(?:ていない|でいない|しない|ではない|でない|のない|がない|以外の)(?:方|人|患者|場合)`)
	// ofIllness goes on after the name of an illness to that of another one.
	ofIllness = regexp.MustCompile(`^性(?:[\p{Han}\p{Katakana}])`)
	// ofRemedy goes on to a drug for something that comes of it: 「がんの骨転移の薬」.
	// inFamily says of a name right after it that relatives have it.
	ofRemedy = regexp.MustCompile(`^の[\p{Han}\p{Katakana}ー]{1,8}の(?:薬|治療薬)`)
	inFamily = regexp.MustCompile(`(?:家族|血縁者|親族|兄弟姉妹|兄弟|両親|近親者)(?:に|が|の|で)[^、。]{0,8}$`)
)

// isOwn reports whether a name means what somebody has.
func isOwn(text string, m lexicon.Mention) bool {
	after := text[m.End:]
	if isNot.MatchString(after) || m.Concept.Is(lexicon.Condition) && (ofIllness.MatchString(after) || ofRemedy.MatchString(after) || inFamily.MatchString(text[:m.Start])) {
		return false
	}
	return true
}

// topicEnd is where whom a point is about ends: 「糖尿病の方は…」「妊娠中の方：…」.
var topicEnd = regexp.MustCompile(pattern.Joined(`(
	方|人|かた|患者さん|患者様|患者|場合|間|直後|女性|男性|小児|子ども|子供|お子さま|お子様|お子さん
	|妊婦|授乳婦|高齢者|未成年者|未成年|歳未満|歳以上|歳以下
)(?:など|等)?(?:に|で|へ|について|への使用|の使用|への[^、。はも]{1,12})?(?:は|も|：|:)`))

// topicOf parts a text into whom it is about and what it says of them; who is the
// whole text where it has no topic.
func topicOf(text string) (who, rest string) {
	bare := brackets.FindAllStringIndex(text, -1)
	for _, m := range topicEnd.FindAllStringSubmatchIndex(text, -1) {
		inNote := slices.ContainsFunc(bare, func(b []int) bool { return b[0] < m[0] && m[0] < b[1] })
		if !inNote && !noPerson.MatchString(text[:m[3]]) {
			return text[:m[3]], text[m[3]:]
		}
	}
	return text, ""
}
