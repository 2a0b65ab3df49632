package anatomy

import (
	"regexp"
	"strings"
)

// Fees by the form of their name: 「調節料」「保管料」「培養費」 are paid for an act or a
// good that goes with a treatment, 「施術料」「治療費」 for the treatment itself.

var (
	// sideName is a noun that ends in 料, 代 or 費 and may be the name of a fee.
	sideName = regexp.MustCompile(`[\p{Han}\p{Katakana}ーa-z]{2,12}?(?:料|代|費)(?:[^\p{Han}\p{Katakana}]|$)`)
	// ownAct is what is done or given as the treatment itself.
	ownAct = regexp.MustCompile(`施術|治療|手術|注入|照射|注射|点滴|接種|移植|挿入|医療|診療|矯正|装置|基本|技術|本体|自己負担|プラン|コース`)
	// noFee are words that end so and name none: 資料, 無料, 年代, 自費.
	noFee = regexp.MustCompile(`(?:[資無有材食飲原試顔香染燃衣給塗肥]料|[年世時現近]代|[消自実公国浪出経]費)$`)
	// feeCosts leads from what is paid for to its sum: 「血液検査の費用が5,000円」.
	feeCosts = regexp.MustCompile(`^(?:の|にかかる)?(?:費用|料金|代金)(?:は|が|として|も|:)?`)
	// whenDone is done when the sum before it is added: 「CTを撮ると」.
	whenDone = regexp.MustCompile(`を[^を、。]{1,6}(?:と|たら|なら|とき(?:は|に)?|際(?:は|に)?|場合(?:は|に)?|には)$`)
)

// sideFee is the fee that words name by the form of a noun in them, the last one,
// with at most so many characters behind it; "" where there is none.
func (r *reading) sideFee(words string, most int) string {
	if !strings.ContainsAny(words, "料代費") {
		return ""
	}
	fee := ""
	for _, m := range sideName.FindAllStringIndex(words, -1) {
		fee = ""
		name := strings.TrimRight(words[m[0]:m[1]], " :：は(（がも、,/")
		rest := feeCosts.ReplaceAllString(words[m[0]+len(name):], "")
		if end := strings.IndexByte(rest, ')'); end >= 0 && strings.HasPrefix(rest, "(") {
			rest = rest[end+1:]
		}
		name = strings.TrimRightFunc(name, func(c rune) bool { return !strings.ContainsRune("料代費", c) })
		if name == "" || ownAct.MatchString(name) || noFee.MatchString(name) || included.MatchString(rest) || !r.isBeside(name) {
			continue
		}
		if most == 0 || runes(rest) <= most && !containsAny(rest, "費用", "1回の", "治療", "施術", "本体") {
			fee = name
		}
	}
	return fee
}
