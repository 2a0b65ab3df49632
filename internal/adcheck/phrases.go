package adcheck

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
)

// match is a stretch of bytes of a sentence in normal form.
type match struct{ start, end int }

// phrases are the findings of a rule.
func (c *checking) phrases(rule Rule, level Level) []Phrase {
	var out []Phrase
	for i := range c.said {
		s := &c.said[i]
		last := -1
		for _, m := range rule.find(s) {
			if m.start < last || rule.wanted != nil && !rule.wanted(c, s, m) {
				continue
			}
			last = m.end
			out = append(out, Phrase{
				Rule: rule.ID, Label: rule.Label, Why: rule.Why, Basis: rule.Basis, Suggestion: rule.Suggestion,
				Level: level, Position: c.position(s, m.start, m.end),
			})
		}
	}
	return out
}

// each returns what of a pattern's matches in a sentence keep says is one.
func each(s *sentence, pattern *regexp.Regexp, keep func(text string, start, end int) bool) []match {
	var out []match
	f := s.text()
	for _, at := range pattern.FindAllStringIndex(f, -1) {
		if keep(f, at[0], at[1]) && !spokenOf(f, at[0], at[1]) {
			out = append(out, match{at[0], at[1]})
		}
	}
	return out
}

var (
	certain = regexp.MustCompile(`必ず|絶対(?:に|的に|的な|の)?|100\s*(?:%|パーセント)の?|確実(?:に|な)|間違いなく|まちがいなく|完全に|(?:一生|永久|半永久)(?:に|的に|的な)?|どんな(?:に(?:難し|ひど|重)い)?(?:症例|症状|方|人|お悩み|シミ|シワ)(?:で|に|が)?も|誰でも|(?:すべて|全て)の(?:方|患者さん|患者様|人)(?:が|に|で)`)
	// weak ones of these need a claim of success, not of mere ease.
	weakly = regexp.MustCompile(`^(?:完全|一生|永久|半永久|どんな|誰でも|すべて|全て)`)
	// lifelong trouble is none to boast of: 「検診は一生続きます」.
	lifelong = regexp.MustCompile(`^(?:一生|永久|半永久)`)
	burden   = regexp.MustCompile(`検診|通院|受診|管理|メンテ|ケア|治療|服用|内服|付き合|影響|傷|症状|痛|リスク|後遺症|障害|色素|変化|病気|疾患|注意`)
	// notSo denies the verb itself: 「完全に消えないこともあります」.
	notSo = regexp.MustCompile(`^[えせらきけれりめべし]?(?:き?れ|られ)?(?:ない|ません|なかった|ず)`)
	// outcome is what a treatment is said to bring.
	outcome = regexp.MustCompile(`効果(?:が|は|も)?(?:出|で(?:ます|る)|得|あ(?:り|る)|現れ|発揮|期待|実感|持続|続)|効果を(?:実感|発揮|感じ|保証|お?約束|得)|効果的|効(?:き(?:ます|目)|く(?:。|$|治|薬|注|施))|治(?:り|る|せ|します|癒)|完治|改善(?:し|さ|でき|が|を?お?約束|する)|[良よ]くな(?:り|る)|綺麗|きれいに|美し(?:く|い)|美肌に|若返|痩せ(?:ます|られ|る|た)|やせ(?:ます|られ|る)|細くな|小顔に|消(?:え|せ|し(?:ます|去))|取れ(?:ます|る)|なくな(?:り|る)|薄くな|解消|解決|満足|喜(?:ば|ん)|成功|安全|安心|叶|かない|かなえ|変われ|変わり(?:ます)|生え|発毛(?:し|でき)|引き締ま|リフトアップ(?:し|でき)|白くな|結果(?:が|を)(?:出|お?約束|得|保証)|理想(?:の|的な)|完璧|防(?:げ|ぎます|ぐことができ)|予防(?:でき|します)|除去(?:でき|します)|取り除(?:け|きます)|回復(?:し|でき)|大丈夫|[良よ]い結果|保証|お約束|〇`)
	// strongOutcome is that for the weak ones.
	strongOutcome = regexp.MustCompile(`効果(?:が|は)?(?:出|得|続|持続|あり)|治(?:り|せ|します)|完治|成功|痩せ(?:ます|られる)|消(?:え|せ|し去)|なくな(?:り|る)|若返|除去(?:でき|します)|取り除(?:け|きます)|解消|持続|続(?:く|き)|保証|(?:美しく|綺麗に|きれいに)な(?:れ|り)|[良よ]くな(?:り|る)|変われ|〇`)
	// good is an outcome that is no trouble: it is claimed by a denial.
	good = regexp.MustCompile(`失敗(?:する)?(?:こと)?(?:は|が|の)?(?:あり|し)(?:ません|ない)|失敗(?:は|が|の)?ない|失敗しない|痛(?:みは|みが|みの|く)(?:全く|まったく|一切)?(?:あり)?(?:ません|ない)|(?:バレ|ばれ)(?:ません|ない)|腫れ(?:ません|ない)|後悔(?:し|は|さ)?(?:させ)?(?:あり)?(?:ません|ない)|再発(?:は|が)?(?:し|あり)?(?:ません|ない)|リバウンド(?:は|が)?(?:し|あり)?(?:ません|ない)|傷跡?(?:は|が)?(?:残り|残ら|残)(?:ません|ない)|傷跡?は残しません`)
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

func firstRunes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
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

// sorted puts matches in order, and leaves out those that lie in another.
func sorted(list []match) []match {
	var out []match
	for len(list) > 0 {
		least := 0
		for i := range list {
			if list[i].start < list[least].start || list[i].start == list[least].start && list[i].end > list[least].end {
				least = i
			}
		}
		m := list[least]
		list = append(list[:least:least], list[least+1:]...)
		if n := len(out); n > 0 && m.start < out[n-1].end {
			out[n-1].end = max(out[n-1].end, m.end)
			continue
		}
		out = append(out, m)
	}
	return out
}

var (
	riskless = regexp.MustCompile(`(?:副作用|リスク|合併症|後遺症|危険(?:性)?|感染(?:の心配)?)(?:など)?(?:は|が|も|の(?:心配|恐れ|不安)(?:は|が|も)?)(?:全く|まったく|一切|ほぼ)?(?:ありません|ございません|ない(?:。|$|です|ので|ため|、|施術|治療|方法|安全|から)|なし|ゼロ(?:です|の|。|$)|いりません|不要です)|(?:副作用|リスク|ノーリスク)(?:なし|ゼロ)(?:の|で|です|。|$|!)|ノーリスク`)
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

var (
	best = regexp.MustCompile(`(?:日本|世界|業界|地域|県内|国内|都内|市内|アジア|関東|関西|東洋|全国)(?:で)?(?:一(?:番)?|no\.?\s?1|ナンバー(?:ワン|1)|初|トップ|最大|最高)(?:の|と|を|で|に|、|。|$|!|規模|級|水準|クラス|レベル)|(?:no\.?\s?1|ナンバー(?:ワン|1))|(?:第)?1位|最高(?:峰|級|水準|品質|レベル|クラス|ランク|の(?:医療|技術|治療|結果|効果|仕上|品質|設備|医師|サービス|満足|美|施術|クオリティ|技|環境|おもてなし|機器|症例))|最先端|最良の|最上(?:の|級)|最強の?|究極の|唯一(?:の|無二)|随一|屈指|トップクラス|トップレベル|(?:世界|業界|国内)トップ|地域一番|右に出る者`)
	// no1 needs to be of something that is ranked.
	rankWord = regexp.MustCompile(`^(?:no|ナンバー|第?1位)`)
	ranked   = regexp.MustCompile(`売上|シェア|人気|満足|症例|実績|日本|世界|地域|当院|ランキング|支持|口コミ|県内|アジア|国内|業界|獲得|受賞|選ばれ|クリニック|医院|件数|技術|実力|信頼|評判|予約|おすすめ|施術数`)
	notRank  = regexp.MustCompile(`死因|死亡|原因|悩み|罹患|部位別|発症|がんの中|患者数|要因|きっかけ|理由|失明`)
	sole     = regexp.MustCompile(`^唯一の?(?:無二|の?(?:治療|施術|方法|手段|クリニック|医院|存在|技術|機器|専門|認定|注射|薬))`)
	soleFact = regexp.MustCompile(`承認|保険|リスク|欠点|デメリット|短所|禁忌|残(?:る|さ)|臓器|骨|歯(?:の|で)|例外|違い|エナメル|組織|細胞`)
	tip      = regexp.MustCompile(`^最先端(?:部|の(?:針|部分|毛|細|血管))`)
)

// superlatives finds claims to be the best.
func superlatives(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return each(s, best, func(f string, start, end int) bool {
		word, rest := f[start:end], tail(f, end)
		switch {
		case negated.MatchString(clause(f, end)), refrains.MatchString(rest):
			return false
		case rankWord.MatchString(word):
			return !startsWithDigit(rest) && ranked.MatchString(f) && !notRank.MatchString(f)
		case strings.HasPrefix(word, "唯一"):
			return sole.MatchString(f[start:]) && !soleFact.MatchString(f) || strings.Contains(word, "無二")
		case strings.HasPrefix(word, "最先端"):
			return !tip.MatchString(f[start:])
		case strings.Contains(word, "初"):
			return !soleFact.MatchString(rest) && !strings.Contains(rest, "認可")
		case strings.HasPrefix(word, "最強"):
			return !strings.HasPrefix(rest, "い")
		}
		return true
	})
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// refrains says that something is not done, shown or to be trusted.
var refrains = regexp.MustCompile(`(?:して|載せて|掲げて|設けて|行って|用いて|使って|使用して|掲載して|紹介して|実施して|募集して)(?:い|お)(?:ない|りません|ません)|(?:控え|避け|やめ)(?:て|る|ま)|だけで(?:は|なく|判断|選|決)|だけを(?:見|頼|信|基)|鵜呑み|うのみ|頼(?:ら|り(?:すぎ|き))|惑わ|個人差|参考(?:程度|に(?:とど|留))|禁止|禁じ|できません|認められ(?:て|ま)|ありません|ございません|不適切|違反|注意(?:し|が|を)|慎重|気を付け|気をつけ|見極め|冷静`)

var (
	comparing = regexp.MustCompile(`(?:他院|他の(?:クリニック|医院|病院|美容外科|歯科医院|医療機関)|他(?:の)?クリニック|一般的なクリニック|近隣の(?:クリニック|医院))(?:様)?(?:より|よりも|に(?:比べ|勝|負け|はない|はでき|は真似|は見られ)|と(?:比べ|比較|は(?:違|一線|異な|比べもの))|では(?:でき|真似|受けられ|味わ|得られ|見られ|難し|無理)|を圧倒|を凌|には真似)|どこよりも|どの(?:クリニック|医院|病院)よりも|当院(?:だけ|のみ)(?:が|の|で(?:しか)?|に)|当院でしか|当院に(?:勝る|かな)|地域で最も|日本で最も|最も(?:優れた|腕の)|一番(?:上手|うまい|腕の|実績)`)
	noBoast   = regexp.MustCompile(`他院(?:で|の|から)(?:受け|行|施|修正|紹介|断|治療|手術|施術|の)`)
	plainTell = regexp.MustCompile(`^(?:他院|他の(?:クリニック|医院|病院|医療機関))と(?:比べ|比較)(?:し|て|する|検討)[^。]{0,30}(?:検討|選|決め|ください|しましょう|ましょう|納得)`)
)

// comparatives finds claims to be better than others.
func comparatives(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return each(s, comparing, func(f string, start, end int) bool {
		rest := tail(f, end)
		excl := strings.HasPrefix(f[start:], "他院では") || strings.Contains(f[start:end], "では") || strings.Contains(f[start:end], "真似") || strings.Contains(f[start:end], "はない") || strings.Contains(f[start:end], "はでき")
		switch {
		case noBoast.MatchString(f[start:]), plainTell.MatchString(f[start:]), instruction.MatchString(rest):
			return false
		case strings.HasPrefix(f[start:], "当院のみ"), strings.HasPrefix(f[start:], "当院だけ"):
			return !onlyHere.MatchString(rest)
		case excl:
			return true // the denial is of the others
		}
		return !negated.MatchString(rest) && !refrains.MatchString(rest)
	})
}

// onlyHere is 当院だけの問題ではない, 当院のみの予約.
var onlyHere = regexp.MustCompile(`^(?:問題|判断|費用|料金|負担|話|規定|場合|データ)|(?:では|は)(?:なく|ありません|ない)`)

var (
	famous   = regexp.MustCompile(`芸能人|有名人|著名人|タレント|女優|俳優|アイドル|アナウンサー|スポーツ選手|(?:プロ)?(?:野球|サッカー)選手|インフルエンサー|セレブ|人気モデル|モデル(?:さん|の|も)|ユーチューバー|youtuber|歌手|読者モデル`)
	patron   = regexp.MustCompile(`通(?:う|って|われ)|愛用|御用達|ご用達|来院|も受け|が受けて|も(?:多数|多く|実感|推薦|絶賛|愛)|絶賛|推薦|オススメして|ご紹介|の紹介|も当院|が当院|施術を受け|治療を受け|お墨付|にも(?:人気|選ばれ|大人気)|が選ぶ|に選ばれ`)
	likeThem = regexp.MustCompile(`のような|みたい|に憧れ|の写真を(?:持|お持|見せ)|風|顔|に似`)
)

// celebrities finds that well-known people are said to be patients.
func celebrities(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return each(s, famous, func(f string, _, end int) bool {
		rest := clause(f, end)
		at := patron.FindStringIndex(rest)
		return at != nil && !negated.MatchString(tail(f, end)) && !refrains.MatchString(tail(f, end)) && !likeThem.MatchString(rest[:at[0]]) && !likeThem.MatchString(firstRunes(rest, 4))
	})
}

var (
	voices = regexp.MustCompile(`体験談|体験者の声|体験レポート|体験記|(?:お客様|お客さま|患者様|患者さま|患者さん|患者|ご利用者様?|利用者様?|受けた方|モニター様?|モニターさん)の(?:声|感想|口コミ|レビュー)|口コミ|クチコミ|レビュー`)
	shown  = regexp.MustCompile(`紹介|掲載|いただ(?:き|い)|頂(?:き|い)|寄せられ|届いて|多数|高評価|評判|[★☆]|満足|こちら|ご覧|読む|一覧|集め|点|評価|人気|続々|喜び`)
	// person speaks for themselves: 30代女性「通ってよかったです」.
	person  = regexp.MustCompile(`(?:[1-9]0代|[a-z]\.?[a-z]?\s?(?:様|さん|さま)|[a-z]\.[a-z]\.)[^。「『]{0,16}[「『:](?:[^」』]{0,200})`)
	feeling = regexp.MustCompile(`[良よ]かった|嬉し|うれし|満足|感謝|おすすめ|オススメ|感動|実感(?:し|でき)|なりました|ありがとう|びっくり|驚き|安心でき`)
)

// testimonials finds what patients are made to say.
func testimonials(s *sentence) []match {
	f := s.text()
	out := each(s, person, func(f string, start, end int) bool {
		return feeling.MatchString(f[start:end]) && !strings.HasSuffix(strings.TrimSpace(f[start:end]), "か")
	})
	if isQuestion(f) {
		return out
	}
	return sorted(append(out, each(s, voices, func(f string, start, end int) bool {
		rest := tail(f, end)
		if negated.MatchString(rest) || refrains.MatchString(rest) || someVoice.MatchString(f) {
			return false
		}
		return s.where == InHeading || s.where == InTitle || isLabel(f, start, end) || shown.MatchString(rest)
	})...))
}

// someVoice speaks of reviews as a thing: how to choose, or to write one.
var someVoice = regexp.MustCompile(`システマティック|文献レビュー|メタ|査読|コクラン|レビュー(?:論文|記事によ|では、|によると|で報告|が報告)|論文|総説|参考に(?:する|して(?:も|選))|口コミや[^。]{0,12}(?:だけ|調べ|確認)|禁止|ガイドライン|体験談(?:は|に)[^。]{0,6}(?:個人|主観)`)

// isLabel reports whether a sentence is hardly more than the words: a heading in
// all but form, a button.
func isLabel(f string, start, end int) bool {
	return utf8.RuneCountInString(strings.TrimSpace(f)) <= utf8.RuneCountInString(f[start:end])+6 && !strings.HasSuffix(strings.TrimSpace(f), "。")
}

var (
	pictures = regexp.MustCompile(`ビフォー?\s*[・&/→＆-]?\s*アフター|before\s*[・&/→>-]?\s*(?:and\s*)?after|症例(?:写真|紹介|画像|一覧|集)|(?:施術|治療|手術|術|照射|注入|矯正|ケア)(?:の)?(?:前後|前・(?:施術|治療|手術|術)?後|前→(?:施術|治療)?後)の?(?:写真|画像|比較|変化|イメージ|症例)`)
	// taken are pictures for the record, or of others.
	taken = regexp.MustCompile(`撮影|撮り|撮る|撮っ|記録|保存|カルテ|見せ(?:て(?:もら|いただ))|確認(?:し|する)|見比べ|過信|加工|修整|修正(?:さ|し)|判断(?:せ|し)|診察`)
)

// beforeAfters finds pictures from before and after.
func beforeAfters(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return each(s, pictures, func(f string, _, end int) bool {
		rest := tail(f, end)
		return !negated.MatchString(rest) && !refrains.MatchString(rest) && !taken.MatchString(rest)
	})
}

var riskWord = regexp.MustCompile(`リスク|副作用|合併症|副反応|腫れ|内出血|赤み|痛み|感染|ダウンタイム`)

// loneBeforeAfter reports whether price or risks are not told beside pictures: in
// their section or below it.
func loneBeforeAfter(c *checking, s *sentence, _ match) bool {
	if s.section < 0 {
		return true
	}
	sections := c.article.Sections
	at := s.section
	var near strings.Builder
	for i := at; i < len(sections) && (i == at || sections[i].Level > sections[at].Level); i++ {
		near.WriteString(sections[i].Heading + "\n" + sections[i].Text + "\n")
	}
	return !corpus.HasAmount(near.String()) || !riskWord.MatchString(near.String())
}

var (
	bargain = regexp.MustCompile(`今だけ|今なら|いまなら|期間限定|本日限り|今月限り|今月末まで|先着\s*\d+|(?:人数|数量|毎月|毎日|1日|初回|平日|web|ネット|line|学生|月間)限定|限定(?:価格|割引|モニター|キャンペーン|プラン|\d+\s*名|特典|オファー|クーポン)|[\d,]+\s*(?:%|パーセント|円|割)\s*(?:off|オフ|引き|割引|ディスカウント)|(?:最大|通常価格(?:の|から|より))\s*\d+\s*(?:%|割)|半額|キャンペーン|特別価格|特価|モニター(?:価格|募集|料金|割引|プラン)|割引|クーポン|激安|格安|最安|業界最安|お得(?:な|に|です|!)|プレゼント|ポイント還元|(?:し|打ち|通い|受け)放題|値下げ|セール`)
	// publicAid is money of the state; limits are no offers.
	publicAid = regexp.MustCompile(`助成|補助|自治体|公費|控除|保険|国民健康|市区町村|区市町村`)
	notOffer  = regexp.MustCompile(`^(?:お得(?:な|に|です)(?:の|は)か|限定解除)|モニター(?:で|を|に)(?:観察|監視|確認|表示|見)`)
)

// discounts finds prices that are to press.
func discounts(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return sorted(each(s, bargain, func(f string, start, end int) bool {
		rest := tail(f, end)
		return !negated.MatchString(rest) && !refrains.MatchString(rest) && !publicAid.MatchString(f) && !notOffer.MatchString(f[start:]) &&
			!(strings.HasPrefix(f[start:], "クーポン") && strings.Contains(f, "検診"))
	}))
}

var (
	guidelines = regexp.MustCompile(`医療広告(?:の)?ガイドライン|医療広告規制|(?:厚生労働省|厚労省|国|薬機法|医療法)(?:の|が定める)?(?:広告)?(?:ガイドライン|指針|基準|広告規制)?`)
	keeping    = regexp.MustCompile(`^(?:を|に|の)?(?:遵守|順守|準拠|適合|準じ|則|沿っ|従っ|守って|クリア|基づ(?:き|いて)(?:掲載|作成|運営|表示|記載))`)
	ofAdvert   = regexp.MustCompile(`広告|当サイト|当院(?:の)?(?:ホームページ|サイト|hp|ウェブ)|本サイト|本ページ|掲載|表示|ホームページ`)
)

// conformities finds that an advertisement is said to keep the rules.
func conformities(s *sentence) []match {
	return each(s, guidelines, func(f string, _, end int) bool {
		rest := tail(f, end)
		return keeping.MatchString(rest) && ofAdvert.MatchString(f) && !negated.MatchString(rest) && !instruction.MatchString(rest)
	})
}

var (
	tall = regexp.MustCompile(`奇跡の|奇跡的|魔法の(?:よう|治療|注射|施術)|夢の(?:よう|治療|施術|注射)|驚異(?:の|的)|驚くほど|驚きの(?:効果|変化|結果)|劇的(?:に|な)|革命的|革新的|画期的|神の手|ゴッドハンド|カリスマ|スペシャリスト集団|プロフェッショナル集団|最新の?(?:医療|治療|技術|機器|施術|設備|レーザー|マシン|治療法|医療機器)|極上の|奇跡`)
	mild = regexp.MustCompile(`最新の?(?:ガイドライン|情報|研究|知見|添付文書|論文|統計|データ)`)
)

// exaggerations finds big words.
func exaggerations(s *sentence) []match {
	if isQuestion(s.text()) {
		return nil
	}
	return sorted(each(s, tall, func(f string, start, end int) bool {
		rest := tail(f, end)
		return !negated.MatchString(clause(f, end)) && !refrains.MatchString(rest) && !mild.MatchString(f[start:])
	}))
}
