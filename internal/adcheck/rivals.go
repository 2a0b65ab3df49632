package adcheck

import (
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

var (
	best = regexp.MustCompile(pattern.Joined(`
		(?:
			日本|世界|業界|地域|県内|国内|都内|市内|アジア|関東|関西|東洋|全国
		)(?:で)?(?:
			一(?:番)?
			|no\.?\s?1
			|ナンバー(?:ワン|1)
			|初|トップ|最大|最高
		)(?:の|と|を|で|に|、|。|$|!|規模|級|水準|クラス|レベル)
		|(?:no\.?\s?1|ナンバー(?:ワン|1))
		|(?:第)?1位
		|最高(?:
			峰|級|水準|品質|レベル|クラス|ランク
			|の(?:
				医療|技術|治療|結果|効果|仕上|品質|設備|医師|サービス|満足|美|施術|クオリティ|技|環境
				|おもてなし|機器|症例
			)
		)
		|最先端|最良の
		|最上(?:の|級)
		|最強の?|究極の
		|唯一(?:の|無二)
		|随一|屈指|トップクラス|トップレベル
		|(?:世界|業界|国内)トップ
		|地域一番|右に出る者
	`))
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

var (
	comparing = regexp.MustCompile(pattern.Joined(`
		(?:
			他院
			|他の(?:クリニック|医院|病院|美容外科|歯科医院|医療機関)
			|他(?:の)?クリニック
			|一般的なクリニック
			|近隣の(?:クリニック|医院)
		)(?:様)?(?:
			より|よりも
			|に(?:比べ|勝|負け|はない|はでき|は真似|は見られ)
			|と(?:比べ|比較|は(?:違|一線|異な|比べもの))
			|では(?:でき|真似|受けられ|味わ|得られ|見られ|難し|無理)
			|を圧倒|を凌|には真似
		)
		|どこよりも
		|どの(?:クリニック|医院|病院)よりも
		|当院(?:だけ|のみ)(?:が|の|で(?:しか)?|に)
		|当院でしか
		|当院に(?:勝る|かな)
		|地域で最も|日本で最も
		|最も(?:優れた|腕の)
		|一番(?:上手|うまい|腕の|実績)
	`))
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
