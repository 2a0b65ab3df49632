package adcheck

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shirube/internal/pattern"
)

var (
	certain = regexp.MustCompile(pattern.Joined(`
		必ず
		|絶対(?:に|的に|的な|の)?
		|100\s*(?:%|パーセント)の?
		|確実(?:に|な)
		|間違いなく|まちがいなく|完全に
		|(?:一生|永久|半永久)(?:に|的に|的な)?
		|どんな(?:に(?:難し|ひど|重)い)?(?:症例|症状|方|人|お悩み|シミ|シワ)(?:で|に|が)?も
		|誰でも
		|(?:すべて|全て)の(?:方|患者さん|患者様|人)(?:が|に|で)
	`))
	// weak ones of these need a claim of success, not of mere ease.
	weakly = regexp.MustCompile(`^(?:完全|一生|永久|半永久|どんな|誰でも|すべて|全て)`)
	// lifelong trouble is none to boast of: 「検診は一生続きます」.
	lifelong = regexp.MustCompile(`^(?:一生|永久|半永久)`)
	burden   = regexp.MustCompile(`検診|通院|受診|管理|メンテ|ケア|治療|服用|内服|付き合|影響|傷|症状|痛|リスク|後遺症|障害|色素|変化|病気|疾患|注意`)
	// notSo denies the verb itself: 「完全に消えないこともあります」.
	notSo = regexp.MustCompile(`^[えせらきけれりめべし]?(?:き?れ|られ)?(?:ない|ません|なかった|ず)`)
	// outcome is what a treatment is said to bring.
	outcome = regexp.MustCompile(pattern.Joined(`
		効果(?:が|は|も)?(?:出|で(?:ます|る)|得|あ(?:り|る)|現れ|発揮|期待|実感|持続|続)
		|効果を(?:実感|発揮|感じ|保証|お?約束|得)
		|効果的
		|効(?:き(?:ます|目)|く(?:。|$|治|薬|注|施))
		|治(?:り|る|せ|します|癒)
		|完治
		|改善(?:し|さ|でき|が|を?お?約束|する)
		|[良よ]くな(?:り|る)
		|綺麗|きれいに
		|美し(?:く|い)
		|美肌に|若返
		|痩せ(?:ます|られ|る|た)
		|やせ(?:ます|られ|る)
		|細くな|小顔に
		|消(?:え|せ|し(?:ます|去))
		|取れ(?:ます|る)
		|なくな(?:り|る)
		|薄くな|解消|解決|満足
		|喜(?:ば|ん)
		|成功|安全|安心|叶|かない|かなえ|変われ
		|変わり(?:ます)
		|生え
		|発毛(?:し|でき)
		|引き締ま
		|リフトアップ(?:し|でき)
		|白くな
		|結果(?:が|を)(?:出|お?約束|得|保証)
		|理想(?:の|的な)
		|完璧
		|防(?:げ|ぎます|ぐことができ)
		|予防(?:でき|します)
		|除去(?:でき|します)
		|取り除(?:け|きます)
		|回復(?:し|でき)
		|大丈夫|[良よ]い結果|保証|お約束|〇
	`))
	// strongOutcome is that for the weak ones.
	strongOutcome = regexp.MustCompile(pattern.Joined(`
		効果(?:が|は)?(?:出|得|続|持続|あり)
		|治(?:り|せ|します)
		|完治|成功
		|痩せ(?:ます|られる)
		|消(?:え|せ|し去)
		|なくな(?:り|る)
		|若返
		|除去(?:でき|します)
		|取り除(?:け|きます)
		|解消|持続
		|続(?:く|き)
		|保証
		|(?:美しく|綺麗に|きれいに)な(?:れ|り)
		|[良よ]くな(?:り|る)
		|変われ|〇
	`))
	// good is an outcome that is no trouble: it is claimed by a denial.
	good = regexp.MustCompile(pattern.Joined(`
		失敗(?:する)?(?:こと)?(?:は|が|の)?(?:あり|し)(?:ません|ない)
		|失敗(?:は|が|の)?ない
		|失敗しない
		|痛(?:みは|みが|みの|く)(?:全く|まったく|一切)?(?:あり)?(?:ません|ない)
		|(?:バレ|ばれ)(?:ません|ない)
		|腫れ(?:ません|ない)
		|後悔(?:し|は|さ)?(?:させ)?(?:あり)?(?:ません|ない)
		|再発(?:は|が)?(?:し|あり)?(?:ません|ない)
		|リバウンド(?:は|が)?(?:し|あり)?(?:ません|ない)
		|傷跡?(?:は|が)?(?:残り|残ら|残)(?:ません|ない)
		|傷跡?は残しません
	`))
	// share is what a percentage is of: then it says nothing of success.
	share = regexp.MustCompile(`(?:純度|濃度|配合|含有|成分|原料|素材|コットン|綿|果汁|自己負担|負担|自費|税|国産|天然|オーガニック|湿度|酸素|自家|遮光|カット)[^、。]{0,8}$`)
	// success is what a percentage, or 絶対, is said of.
	success = regexp.MustCompile(`(?:効果|満足度?|成功率?|安全(?:性)?|治癒率|改善率|定着率|有効率|成績)[^、。]{0,6}$`)
	// studied is where a figure is from.
	studied = regexp.MustCompile(`報告|論文|臨床試験|研究(?:で|に)|試験(?:で|に)|調査(?:で|に)|被験者`)
	cured   = regexp.MustCompile(`完治(?:し(?:ます|た方|ました)|でき(?:ます|る)|させ(?:ます|る)|が(?:可能|期待|見込)|可能です|に導)`)
	assured = regexp.MustCompile(`(?:効果|結果|満足|成功|安全|仕上がり|治癒|改善)(?:性)?(?:を|の|は|が)?(?:全額)?(?:お)?(?:保証|約束)|永久保証|生涯保証|返金保証|全額返金`)
	// strange are longer words that hold one of the words but mean something else.
	strange = regexp.MustCompile(`^(?:絶対(?:禁忌|安静|的?適応|値|量|数|位|温度|的?な?(?:禁忌|適応))|必ずしも|絶対的な(?:禁忌|適応))`)
)

// guarantees finds what is said to be certain: a word of certainty with an outcome
// in its clause that nothing takes back.
func guarantees(s *sentence) []match {
	f := s.text()
	if isQuestion(f) {
		return nil
	}
	out := each(s, certain, claimsCertain)
	for _, p := range []*regexp.Regexp{cured, assured} {
		out = append(out, each(s, p, func(f string, _, end int) bool {
			rest := tail(f, end)
			return !negated.MatchString(clause(f, end)) && !supposed.MatchString(rest) && !afterwards.MatchString(rest)
		})...)
	}
	return widen(s, out)
}

var afterwards = regexp.MustCompile(`^(?:し|した|して)?(?:後|あと|から|まで|前|のち|期間|書|人|制度の|対象)`)

func claimsCertain(f string, start, end int) bool {
	word := f[start:end]
	rest := tail(f, end)
	if strings.HasPrefix(rest, "しも") || strange.MatchString(f[start:]) {
		return false
	}
	part := good.ReplaceAllString(clause(f, end), "〇")
	whole := good.ReplaceAllString(rest, "〇")
	percent := strings.HasPrefix(word, "100")
	if percent && (share.MatchString(before(f, start, 12)) || share.MatchString(firstRunes(rest, 6)) || studied.MatchString(f) || isRange(f[:start])) {
		return false
	}
	if lifelong.MatchString(word) && burden.MatchString(before(f, start, 14)) {
		return false
	}
	about := outcome
	if weakly.MatchString(word) {
		about = strongOutcome
	}
	at := about.FindStringIndex(part)
	said := at != nil
	if !said && (percent || strings.HasPrefix(word, "絶対")) {
		said = success.MatchString(before(f, start, 12))
	}
	switch {
	case !said, negated.MatchString(whole), instruction.MatchString(part):
		return false
	case at != nil && (supposed.MatchString(part[at[1]:]) || notSo.MatchString(part[at[1]:])):
		return false
	}
	return true
}

// isRange reports whether a number is the end of a range: 90〜100%.
func isRange(head string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(head))
	return strings.ContainsRune("〜~-–―,.0123456789", r)
}

// widen makes a finding reach to the outcome that it is of, as long as that is
// near: 「必ず」 alone says little to who looks at a list.
func widen(s *sentence, list []match) []match {
	f := s.text()
	for i := range list {
		m := &list[i]
		if !certain.MatchString(f[m.start:m.end]) {
			continue
		}
		part := clause(f, m.end)
		for _, p := range []*regexp.Regexp{good, outcome} {
			if at := p.FindStringIndex(part); at != nil && utf8.RuneCountInString(part[:at[1]]) <= 24 {
				m.end += at[1]
				break
			}
		}
	}
	return sorted(list)
}

var (
	riskless = regexp.MustCompile(pattern.Joined(`
		(?:
			副作用|リスク|合併症|後遺症
			|危険(?:性)?
			|感染(?:の心配)?
		)(?:など)?(?:は|が|も|の(?:心配|恐れ|不安)(?:は|が|も)?)(?:全く|まったく|一切|ほぼ)?(?:
			ありません|ございません
			|ない(?:。|$|です|ので|ため|、|施術|治療|方法|安全|から)
			|なし
			|ゼロ(?:です|の|。|$)
			|いりません|不要です
		)
		|(?:副作用|リスク|ノーリスク)(?:なし|ゼロ)(?:の|で|です|。|$|!)
		|ノーリスク
	`))
	// someRisk takes it back or says it of a part.
	someRisk = regexp.MustCompile(`わけでは|訳では|ゼロでは|ない(?:治療|手術|施術|薬|医療|方法)(?:は|など)|とは(?:言|い|限|断)|(?:では|は)ありません(?:が|け|。|$)|か(?:どうか|を|確認)|(?:ことを|か)確認`)
	rareRisk = regexp.MustCompile(`(?:重大|重篤|大き|深刻|特有|特別|命に関わる|長期的?|長い|目立|強い|全身性?|新た|追加|遺伝|報告|新しい)(?:な|の|い)?$|による$|への$|以外(?:の|に)$`)
)

// noRisks finds that a treatment is said to have none.
func noRisks(s *sentence) []match {
	f := s.text()
	if isQuestion(f) {
		return nil
	}
	return each(s, riskless, func(f string, start, end int) bool {
		rest := tail(f, end)
		return !someRisk.MatchString(f[end:]) && !someRisk.MatchString(rest) && !rareRisk.MatchString(before(f, start, 8)) &&
			!noRiskOf.MatchString(f[start:end]+firstRunes(rest, 10)) && !negated.MatchString(rest) && !supposed.MatchString(rest)
	})
}

// noRiskOf are risks of nothing: 「リスクがない治療はありません」.
var noRiskOf = regexp.MustCompile(`(?:が|の|は)ない(?:治療|手術|施術|薬|方法)(?:は|など|というもの)`)
