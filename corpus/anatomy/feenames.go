package anatomy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// What a sum that is paid beside the treatment is paid for.

// feeAround is the fee that a sum is, "" where it is none.
func (r *reading) feeAround(near string, a around) string {
	if fee := r.feeLabel(near, a.after); fee != "" {
		if fee == unnamedFee && a.label != "" {
			return firstPart(a.label)
		}
		return fee
	}
	if name := firstPart(strings.TrimRight(near, " :：は約,、")); (feeNoun.MatchString(name) || addedLast.MatchString(name) && runes(name) <= 16 && !laterUnit.MatchString(name)) && r.isBeside(name) {
		return name
	}
	for _, label := range []string{a.label, a.over} {
		if fee := r.rowFee(label); fee != "" {
			if label == a.over && a.label != "" && !strings.Contains(a.label, "円") {
				return firstPart(a.label)
			}
			if own := firstPart(strings.TrimRight(near, " :：は約,、")); label == a.over && runes(own) >= 2 && runes(own) <= 24 && !r.namesUnit(own) {
				return own
			}
			return fee
		}
	}
	if fee := r.rowFee(a.column); fee != "" && !addedWords.MatchString(a.column) {
		return fee
	}
	if a.place.class == priceFee {
		for _, own := range []string{a.label, strings.TrimRight(near, " :：は約,、")} {
			if name := firstPart(own); runes(name) >= 2 && runes(name) <= 24 && !r.namesUnit(name) {
				return name
			}
		}
		return a.place.fee
	}
	return ""
}

// namesFee reports whether words name a fee by themselves, not by what adds them.
func (r *reading) namesFee(s string) bool {
	return feeWord.MatchString(s) || feeNoun.MatchString(s) || r.sideFee(s, 0) != ""
}

// firstPart is a label without its note in brackets; the note where the label is
// but an abbreviation: 「GBR（骨造成）」.
func firstPart(label string) string {
	label = strings.TrimLeft(label, "+＋・※* ")
	name, note, ok := strings.Cut(label, "(")
	if ok && abbreviation.MatchString(name) {
		name, _, _ = strings.Cut(note, ")")
	}
	return strings.TrimSpace(name)
}

var abbreviation = regexp.MustCompile(`^[a-z0-9 ]{1,8}$`)

// feeLabel is what the words at a sum say that it is paid for beside the
// treatment. 「麻酔代込みで5万円」 is the treatment's price.
func (r *reading) feeLabel(near, after string) string {
	label := ""
	for _, m := range feeWord.FindAllStringIndex(near, -1) {
		rest := near[m[1]:]
		if included.MatchString(rest) {
			label = ""
			continue
		}
		// A fee's sum comes right after it: 「麻酔代は別途3,300円」.
		if rest = feeCosts.ReplaceAllString(rest, ""); runes(rest) <= 16 && !strings.Contains(rest, "費用") && !containsAny(rest, "1回の", "治療", "施術費", "本体") && r.isBeside(near[m[0]:m[1]]) {
			label = strings.TrimSpace(nounBefore.FindString(near[:m[0]]) + near[m[0]:m[1]])
		} else {
			label = ""
		}
	}
	if label == "" {
		label = r.sideFee(near, 16)
	}
	for _, form := range []*regexp.Regexp{exchanged, roomFirst, addedFirst} {
		if m := form.FindStringSubmatch(near); label == "" && m != nil && !laterUnit.MatchString(m[0]) && !ownAct.MatchString(m[1]) && r.isBeside(m[1]) {
			label = m[1]
		}
	}
	if m := feeAfter.FindStringSubmatch(after); m != nil && !ownAct.MatchString(m[1]) && !noFee.MatchString(m[1]) && r.isBeside(m[1]) {
		label = m[1]
	}
	switch {
	case label != "":
	case extra.MatchString(after):
		label = r.extraLabel(near)
	case extraBefore.MatchString(near):
		label = r.extraLabel(extraBefore.ReplaceAllString(near, ""))
	}
	return label
}

// rowFee is the fee that the first cell of a row or a line above names, "" for a
// price of the treatment itself. Of several nouns all must be fees.
func (r *reading) rowFee(label string) string {
	if label == "" {
		return ""
	}
	fee, known := r.feeNames[label]
	if !known {
		if r.feeNames == nil {
			r.feeNames = map[string]string{}
		}
		fee = r.readRowFee(label)
		r.feeNames[label] = fee // every column of a list asks again
	}
	return fee
}

func (r *reading) readRowFee(label string) string {
	name := firstPart(label)
	if feeNoun.MatchString(name) && r.isBeside(name) {
		return name
	}
	fees := ""
	for _, part := range labelParts.Split(name, -1) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		m := feeWord.FindStringIndex(part)
		if m == nil {
			m = feeNoun.FindStringIndex(part)
		}
		if m == nil || included.MatchString(part[m[1]:]) || !r.isBeside(part[m[0]:m[1]]) {
			fees = ""
			break
		}
		if fees == "" {
			fees = strings.TrimSpace(nounBefore.FindString(part[:m[0]]) + part[m[0]:m[1]])
		}
	}
	switch {
	case fees != "" && !included.MatchString(label[len(name):]):
		return fees
	case r.sideFee(name, 0) != "":
		return name
	case addedWords.MatchString(label) && !laterUnit.MatchString(label) && runes(name) <= 24:
		return name
	}
	return ""
}

var labelParts = regexp.MustCompile(`[・+＋&＆]`)

// isBeside reports whether a fee's name is not what the article is about: 抜歯 is
// no fee in an article about it, a medicine is none where it is the treatment.
func (r *reading) isBeside(fee string) bool {
	title := r.foldedTitle()
	stem := strings.TrimSpace(feeStem.ReplaceAllString(fee, ""))
	if stem != "" && strings.Contains(title, stem) || r.namesOwnTreatment(stem) {
		return false
	}
	if examination.MatchString(fee) && !sideExam.MatchString(fee) && examTitle.MatchString(title) {
		return false
	}
	return !medicine.MatchString(fee) || !medicineTitle.MatchString(title)
}

func (r *reading) foldedTitle() string {
	if r.title == "" {
		r.title = fold(r.article.Title)
	}
	return r.title
}

// namesOwnTreatment reports whether a label names the article's own treatment:
// 「アレルギー検査」 is no fee in an article about it.
func (r *reading) namesOwnTreatment(label string) bool {
	return slices.ContainsFunc(r.lex.Find(label), func(m lexicon.Mention) bool {
		return m.Concept.Kind == lexicon.Treatment && slices.Contains(r.article.Treatments, m.Concept.Label)
	})
}

var (
	// feeAfter is a fee named right after its sum: 「3,300円の麻酔代」.
	feeAfter = regexp.MustCompile(`^(?:程度|ほど|前後|くらい)?の([\p{Han}\p{Katakana}ー]{1,8}(?:料|代|費)|追加料金|追加費用)(?:$|[がはをとで])`)
	// exchanged is a part that is exchanged later, right before the sum for that:
	// 「電池の交換に1回2,200円」.
	exchanged = regexp.MustCompile(pattern.Joined(`(
		(?:ワイヤー|レンズ|ゴム|プレート|装置|部品|電池|針)の?(?:
			交換|付け替え|つけ替え|付け直し|つけ直し|締め直し
		)
	)(?:の(?:とき|際|たび|度|費用)|時|ごと)?(?:に(?:は|も)?|は|が|も)?(?:
		必要で|かかり|別途|、|年間|片[眼目側足]|両[眼目側足]|1[回個本枚眼組]|毎回|\s|約|¥
	)*$`))
	// extra says after a sum that it comes on top.
	extra = regexp.MustCompile(`^(?:程度|ほど|前後|くらい)*(?:が|は|を|の|で)?(?:別に|別途|追加|上乗せ|加わ|加算|プラス|余分に)`)
	// extraBefore says so right before it: 「別途16,500円」「＋2,200円」.
	extraBefore = regexp.MustCompile(`(?:別途(?:で|に|、|,|費用(?:が|として))?|別に|別で|これとは別に|プラス|[+＋]|追加で)、?\s*(?:1[回日泊通本個枚]|年間|片[眼目側]|両[眼目側])?(?:につき|あたり)?\s*(?:約|¥)?\s*$`)
	// addedLast ends the name of what is added to a treatment: 「糸のアップグレード」.
	addedLast = regexp.MustCompile(`[\p{Han}\p{Katakana}ー](?:アップグレード|追加)(?:料金?|代)?$`)
	// addedFirst begins the name of what is sold on top: 「追加ジェル1本」.
	addedFirst = regexp.MustCompile(`^(?:追加の?|別売の?|オプション(?:の|:)?)\s*([\p{Han}\p{Katakana}ー]{2,12})`)
	// roomFirst says that what is paid is for a room: 「個室は1日」.
	roomFirst = regexp.MustCompile(pattern.Joined(`(個室|特別室|差額室|特室)(?:
		に入る?[^、。]{0,6}
		|を(?:ご)?(?:利用|希望|使)[^、。]{0,8}
		|の?(?:ご)?利用
		|は|が|:
	)?[はもが、:]*\s*(?:別途|別に|追加で)?\s*[は、]*(?:1\s*(?:日|泊|晩)(?:につき|あたり)?)\s*(?:約|¥)?\s*$`))
)

// unitLast is for how much a sum is, right before it: 「調整は1回」.
var unitLast = regexp.MustCompile(`(?:1[回日泊通本個枚部]|年間|片[眼目側]|両[眼目側])(?:につき|あたり)?\s*約?$`)

// unnamedFee is the label of a fee that has no name.
const unnamedFee = "追加料金"

// extraLabel names what comes on top by the words before its sum: 「溶かす処置に」.
func (r *reading) extraLabel(near string) string {
	near = strings.TrimRight(near, " 、,")
	near = strings.TrimRight(unitLast.ReplaceAllString(near, ""), " 、,")
	near = whenDone.ReplaceAllString(near, "")
	if i := strings.LastIndexAny(near, "、,。 "); i >= 0 {
		near = strings.TrimLeft(near[i:], "、,。 ")
	}
	for _, end := range []string{"の費用が", "の費用は", "の費用", "の代金", "代金", "には", "では", "に", "は", "が", "で", "を", "別途", "場合は", "場合", "の方"} {
		near = strings.TrimSuffix(near, end)
	}
	if runes(near) > 20 || runes(near) < 2 && !unicode.Is(unicode.Han, firstRune(near)) || r.namesUnit(near) {
		return unnamedFee
	}
	return near
}
