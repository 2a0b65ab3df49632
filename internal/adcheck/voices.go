package adcheck

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

var (
	famous = regexp.MustCompile(pattern.Joined(`
		芸能人|有名人|著名人|タレント|女優|俳優|アイドル|アナウンサー|スポーツ選手
		|(?:プロ)?(?:野球|サッカー)選手
		|インフルエンサー|セレブ|人気モデル
		|モデル(?:さん|の|も)
		|ユーチューバー|youtuber|歌手|読者モデル
	`))
	patron = regexp.MustCompile(pattern.Joined(`
		通(?:う|って|われ)
		|愛用|御用達|ご用達|来院|も受け|が受けて
		|も(?:多数|多く|実感|推薦|絶賛|愛)
		|絶賛|推薦|オススメして|ご紹介|の紹介|も当院|が当院|施術を受け|治療を受け|お墨付
		|にも(?:人気|選ばれ|大人気)
		|が選ぶ|に選ばれ
	`))
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
	voices = regexp.MustCompile(pattern.Joined(`
		体験談|体験者の声|体験レポート|体験記
		|(?:
			お客様|お客さま|患者様|患者さま|患者さん|患者|ご利用者様?|利用者様?|受けた方|モニター様?
			|モニターさん
		)の(?:声|感想|口コミ|レビュー)
		|口コミ|クチコミ|レビュー
	`))
	shown = regexp.MustCompile(`紹介|掲載|いただ(?:き|い)|頂(?:き|い)|寄せられ|届いて|多数|高評価|評判|[★☆]|満足|こちら|ご覧|読む|一覧|集め|点|評価|人気|続々|喜び`)
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
var someVoice = regexp.MustCompile(pattern.Joined(`
	システマティック|文献レビュー|メタ|査読|コクラン
	|レビュー(?:論文|記事によ|では、|によると|で報告|が報告)
	|論文|総説
	|参考に(?:する|して(?:も|選))
	|口コミや[^。]{0,12}(?:だけ|調べ|確認)
	|禁止|ガイドライン
	|体験談(?:は|に)[^。]{0,6}(?:個人|主観)
`))

var (
	pictures = regexp.MustCompile(pattern.Joined(`
		ビフォー?\s*[・&/→＆-]?\s*アフター
		|before\s*[・&/→>-]?\s*(?:and\s*)?after
		|症例(?:写真|紹介|画像|一覧|集)
		|(?:施術|治療|手術|術|照射|注入|矯正|ケア)(?:の)?(?:
			前後
			|前・(?:施術|治療|手術|術)?後
			|前→(?:施術|治療)?後
		)の?(?:写真|画像|比較|変化|イメージ|症例)
	`))
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
