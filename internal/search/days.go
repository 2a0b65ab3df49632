package search

import (
	"math"
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/index"
)

// Days bound the downtime where nothing says that they are about something else: the
// time since an injury, the term of a cancellation, how long the effect lasts.

var (
	dayUnit = regexp.MustCompile(`^\s*(日間|日|週間|週|か月|ヶ月|カ月|ヵ月|ケ月|箇月|時間)`)
	// withinDays follows a number of days that is the most.
	withinDays = regexp.MustCompile(`^(?:くらい|ぐらい|程度)?(?:以内|以下|未満|まで)`)
	// offDays follows the days that somebody can take off.
	offDays = regexp.MustCompile(`^(?:くらい|ぐらい|程度)?(?:しか|なら|だけ|だけなら|は|も|だけしか)?(?:は)?(?:休める|休めます|休めない|休めません|休みを?取れる|の?休みで|の?休みしか)`)
	// aboutDowntime is what speaks of recovery.
	aboutDowntime = regexp.MustCompile(`ダウンタイム|だうんたいむ|\bdt\b|休|腫れ|はれ|赤み|内出血|かさぶた|回復|復帰|仕事|会社|学校`)
	// aboutTime is what days can be of else.
	aboutTime = regexp.MustCompile(`発症|受傷|けが|怪我|接種|服用|内服|飲[みむん]|予約|キャンセル|変更|返金|保証|再診|来院|受診|通[院うい]|献血|妊娠|出産|産後|生理|有効|期限|開封|間隔|おき|ごと|性行為|感染|効果|効[きく]|治療期間|通院期間|施術期間|完了|前日|入院`)
	// aboutSymptom is a complaint whose days are not those of the treatment: an article
	// may say how long a swelling lasts and nothing of its downtime. aboutRest makes
	// them days off after all.
	aboutSymptom = regexp.MustCompile(`腫れ|はれ|赤み|出血|むくみ|痛み|しびれ|かゆ|熱|かさぶた|痂皮|あざ`)
	aboutRest    = regexp.MustCompile(`ダウンタイム|だうんたいむ|\bdt\b|休|復帰|仕事|会社|学校`)
	// since ends what days are counted from.
	since = regexp.MustCompile(`(?:から|後|前|あと|より)\s*$`)
	// done follows days by the end of which something is over.
	done = regexp.MustCompile(`^に.{0,6}(?:仕事|復帰|引|ひ[くい]|治|落ち着|おさま|収ま|回復|消え|戻)`)
)

// days reads a downtime that begins with the number i.
func (p *boundParser) days(i int, v float64) {
	unit := dayUnit.FindStringSubmatch(p.after(i))
	if unit == nil || since.MatchString(p.before(i)) {
		return
	}
	rest := p.after(i)[len(unit[0]):]
	said := withinDays.FindString(rest)
	off := offDays.FindString(rest)
	about := aboutDowntime.MatchString(p.s)
	switch {
	case off != "":
		said = off
	case said == "", aboutTime.MatchString(p.s) && !strings.Contains(p.s, "ダウンタイム"):
		return
	case aboutSymptom.MatchString(p.s) && !aboutRest.MatchString(p.s):
		return
	case strings.HasPrefix(rest[len(said):], "に") && !done.MatchString(rest[len(said):]):
		return // 3日以内に連絡する
	case strings.HasSuffix(said, "まで"), strings.HasSuffix(unit[1], "月"), unit[1] == "時間":
		if !about {
			return
		}
	}
	switch unit[1] {
	case "週間", "週":
		v *= 7
	case "日", "日間":
	case "時間":
		v = math.Ceil(v / 24)
	default:
		v *= 30
	}
	if strings.HasSuffix(said, "未満") || cannotTakeOff(said) {
		v--
	}
	if v = math.Floor(v); v < 0 || v > 3650 {
		return
	}
	start := p.tokens[i].Start
	if m := saidDowntime.FindString(p.before(i)); m != "" {
		start -= len(m)
	}
	p.add(bound{start: start, end: len(p.s) - len(rest) + len(said), filter: index.Filter{Name: index.RangeDowntime, Max: ptr(v)},
		fact: corpus.FactDowntime, numbers: p.tokens[i : i+1]})
}

// cannotTakeOff reports whether the days are too many to take off (1週間は休めない), not all
// that there are (3日しか休めない).
func cannotTakeOff(said string) bool {
	return (strings.Contains(said, "休めな") || strings.Contains(said, "休めませ")) && !strings.Contains(said, "しか")
}

// saidDowntime is the word before the days that names what they are of.
var saidDowntime = regexp.MustCompile(`ダウンタイム(?:が|は|の|も)?\s*$`)

var (
	// noDowntime asks for treatments without any.
	noDowntime = regexp.MustCompile(`ダウンタイム(?:が|の|は|も)?(?:ほとんど|ほぼ|全く|まったく)?(?:ない|無い|なし|無し|ゼロ)(か|です|で(?:しょ|す)|の[?？]|[?？]|わけ|という|とは|って|と)?`)
	// cannotRest is somebody who has no day to spare: one evening and the night after it.
	cannotRest = regexp.MustCompile(`(^|[\s、。])((?:(?:仕事|会社|学校|バイト|パート|家事|育児|子育て)(?:を|が|は|も)?)?休(?:めない|めません|めなく|まない|まなくて(?:も)?(?:いい|よい|良い|済む|すむ|大丈夫)?|まずに?|み(?:が|を)?(?:取|と)れない|み(?:が|を)?(?:取|と)れません|みなし))(か|です|の[?？]|[?？])?`)
)

// withoutRest is the most days of downtime for somebody who cannot take time off: the
// day of the treatment itself is taken.
const withoutRest = 1

// words reads what says in words how much downtime there may be.
func (p *boundParser) words() {
	for _, m := range noDowntime.FindAllStringSubmatchIndex(p.s, -1) {
		if m[2] < 0 { // no question
			p.add(bound{start: m[0], end: m[1], filter: index.Filter{Name: index.RangeDowntime, Max: ptr(0)}, fact: corpus.FactDowntime, denied: []string{"ダウンタイム"}, name: "ダウンタイム"})
		}
	}
	if !strings.Contains(p.s, "休") {
		return
	}
	for _, m := range cannotRest.FindAllStringSubmatchIndex(p.s, -1) {
		if m[6] < 0 {
			p.add(bound{start: m[4], end: m[5], filter: index.Filter{Name: index.RangeDowntime, Max: ptr(withoutRest)}, fact: corpus.FactDowntime, denied: []string{"休ム", "休メル", "休業", "制限"}})
		}
	}
}
