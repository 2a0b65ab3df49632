package anatomy

import (
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

const downtimeWord = "ダウンタイム"

// The words around ダウンタイム and around a time, in normal form.
var (
	// noDowntime says after ダウンタイム that there is none.
	noDowntime = regexp.MustCompile(pattern.Joined(`^\s*(?:期間)?(?:自体)?(?:
		と呼(?:ばれる|べる)(?:ほどの)?(?:期間|もの|症状)?
		|らしい(?:期間|もの)
		|といえる(?:期間|もの)
	)?(?:は|が|も|の|を|って|について|に関して|に関しては|、|:|\||・)*\s*(?:
		基本的に|特に|特別な|ほぼ|ほとんど|殆ど|ほぼほぼ|全く|まったく|一切|とくに|通常|原則|当日から
	)*(?:は|、)*\s*(?:ほぼ|ほとんど|特に|全く)*\s*(?:
		ない|なし|無し|無い|無く|なく|ありません|ございません|ゼロ|レス|フリー
		|0(?:日|$|です|。)
		|必要ありません|必要なし|不要|要りません|いりません|生じません|発生しません|伴いません
		|想定していません
		|心配(?:は|が|も)?(?:ほぼ|ほとんど)?(?:ありません|なく|ない|いりません|不要)
	)`))
	// noDowntimeBefore says so before it.
	noDowntimeBefore = regexp.MustCompile(`ノー$`)
	// noneFirst is an answer or a value that begins with it: 「ほとんどありません。」.
	noneFirst = regexp.MustCompile(pattern.Joined(`^(?:いいえ|いえ|[◎○△×])?、?\s*(?:
		(?:基本的に|通常|特に|施術後の|目立った|大きな|特別な)(?:は|に|、)*
	)*(?:ほぼ|ほとんど|特に|まったく|全く)?(?:
		ない|なし|無し|無い|ゼロ|0日|ありません|ございません|必要ありません|不要
	)`))
	// notNone takes a denial back: 「ないわけではない」「ない施術を希望する」.
	notNone = regexp.MustCompile(`^(?:わけ|訳|とは|とも|と思|か(?:心配|不安|気|$|\?)|(?:治療|施術|もの|方法)(?:を|が(?:良|い))|ほうが|方が|場合(?:は|も|で))`)
	// predicate ends what is said of ダウンタイム itself; a time after it is of
	// something else.
	predicate = regexp.MustCompile(`(?:短く|短め|少なく|ほとんどなく|ほぼなく|なく|軽く|長く)[、て]|(?:が|ものの|けれど|ため|ので|一方)、|(?:出て|出た|残って|生じて|起きて|生じた)も|場合(?:は|に|、|も)|まれに|稀に`)
	// varies only says that it differs, before a time that is the downtime's.
	varies = regexp.MustCompile(`(?:個人差|施術部位|部位|方法|範囲|内容|症状|状態|体質|お肌|肌質|術式|程度|人|方)[^、。]{0,14}?(?:あり|異な|違い|より|よって|変わ|差があ)[^、。]{0,6}(?:が|ものの|けれど)?、`)
	// ownTime joins a time with the ダウンタイム after it: 「1週間程度のダウンタイム」.
	ownTime = regexp.MustCompile(`^(?:程度|ほど|前後|くらい|ぐらい|間|以内|の|は|が|、|\s|約)*$`)
	// recovery is what lasts during a downtime.
	recovery = regexp.MustCompile(`赤み|腫れ|むくみ|かさぶた|ほてり|回復|落ち着|引(?:く|き)|治ま|おさま|続(?:く|き)|復帰|通常の生活|普段の生活|仕事|メイク`)
	// symptom is what a recovery is from, lasts what a time says of it.
	symptom = regexp.MustCompile(pattern.Joined(`
		赤み|赤く|発赤|紅斑|腫れ|はれ|腫脹|むくみ|浮腫|かさぶた|痂皮|ほてり|ひりつき|ヒリヒリ|ひりひり
		|ヒリつき|痛み|疼痛|つっぱ|ツッパリ|テープ|固定|抜糸|かゆみ|皮むけ|皮剥け|皮めくれ|剥離|乾燥
		|日常生活|仕事|社会復帰|回復
	`))
	lasts = regexp.MustCompile(pattern.Joined(`^(?:
		程度|ほど|前後|くらい|ぐらい|間|以内|に|で|、|は|が|も|かけて|の間|みておく|を目安|休
	)*(?:に?(?:ほぼ|ほとんど|徐々に|自然に|だいたい|おおむね))?(?:
		続|残|落ち着|引|ひ[きく]|治|おさま|収ま|消|回復|復帰|はがれ|剥がれ|取れ|とれ|みられ|見られ
		|出(?:ます|る)
		|必要|目立|休|軽快|改善|戻|かか[りる]
	)`))
	// lastingAfter says it with the symptom after the time: 「2〜3日は腫れが続きます」「7〜10日
	// でかさぶたが取れます」.
	lastingAfter = regexp.MustCompile(pattern.Joined(`
		^(?:程度|ほど|前後|くらい|ぐらい|間|の間|は|、|で|かけて)+[^。、0-9]{0,14}(?:
			赤み|腫れ|むくみ|かさぶた|ほてり|痛み|つっぱり?|ヒリヒリ|皮むけ|熱感
		)[^。、0-9]{0,10}(?:
			出|起こ|気にな|続|残|あり|みられ|見られ|生じ|感じ|落ち着|引[きく]|ひ[きく]|取れ|とれ|はがれ
			|剥がれ|治ま|おさま|消え
		)
		|^(?:程度|ほど|前後|くらい|ぐらい|間|以内)*(?:で|に)(?:は|も)?、?(?:
			お?仕事|お勤め|職場|学校|社会
			|(?:日常|通常|普段|ふだん|元|いつも)の?生活
		)(?:に|へ|が|は|を|も)?(?:復帰|戻|送れ|可能|再開|でき)
	`))
	// untilGone leads from a symptom to the time after which it is gone, guide says
	// behind that how sure it is: 「赤みが引くまで3〜5日が目安です」.
	untilGone = regexp.MustCompile(pattern.Joined(`(?:赤み|発赤|腫れ|むくみ|かさぶた|ほてり|痛み|ひりつき|ヒリつき|かゆみ|熱感)[^。、0-9]{0,8}(?:
		引く|ひく|落ち着く|おちつく|治まる|おさまる|収まる|消える|取れる|とれる|はがれる|剥がれる|なくなる
	)(?:
		の(?:に|は)
		|まで(?:に|は|の(?:期間|目安|時間)?(?:は|が)?)?
		|期間は
	)、?(?:およそ|おおよそ|だいたい|通常|通常は)?、?約?$`))
	guide = regexp.MustCompile(`^(?:程度|ほど|前後|くらい|ぐらい|間)*(?:が|を|は)?(?:目安|めど|一般的|平均|普通|です|見込|みて|見て|お?考え|要し|$)`)
	// perVariant names one of several forms of the treatment, none of which has any:
	// 「浅いものではほとんどなく、深いものでは1〜3日」.
	perVariant = regexp.MustCompile(`^(?:は|も)?、?[^、。]{1,20}(?:では|は|なら|で)(?:ほぼ|ほとんど|特に)?(?:なく|ないものの|ないですが|ありませんが|なしで|ないが)、[^、。]{1,20}?(?:では|は|なら|で|だと)\s*約?$`)
	// variant is the label of a line of a list of such: 「Aチップ：」.
	variant = regexp.MustCompile(`^[^:。、]{1,20}\s*:\s*約?$`)
	// notVariant is a label of something else than how long recovery takes.
	notVariant = regexp.MustCompile(`時間|回数|間隔|頻度|次回|再診|通院|診察|予約|入院|効果|持続|経過|保証|期限|期間中|まで|シャワー|入浴|洗髪|メイク|化粧|飲酒|運動|食事|薬`)
	// listed ends a line that says of a symptom only how long: 「腫れ：3〜7日程度」.
	listed = regexp.MustCompile(`^(?:程度|ほど|前後|くらい|ぐらい|間|以内|が目安|\s|です|。|\(.*\))*$`)
	// over is a line of a timeline at which a symptom ends: 「1〜2週間：かさぶたが取れる」.
	over = regexp.MustCompile(pattern.Joined(`^(?:程度|ほど|前後|くらい|頃|ごろ|目|後)*\s*[:|]\s*[^。]*(?:赤み|腫れ|むくみ|かさぶた|テープ|固定)[^。]*(?:
		取れ|はがれ|剥がれ|外せ|外し|落ち着|引[きく]|ひ[きく]|治ま|おさま|消え|なくな
	)`))
	// seldom makes a time a risk's, conditional that of some patients, perhaps leaves
	// open whether it comes at all.
	seldom      = regexp.MustCompile(`まれ|稀|恐れ|おそれ|悪化|万一|リスク|長引`)
	conditional = regexp.MustCompile(`場合(?:は|に|、|には)|(?:強い|ひどい|強く出た)(?:場合|方|とき)`)
	perhaps     = regexp.MustCompile(`場合|可能性|ことがあ|こともあ|人によって|ケース`)
	mostly      = regexp.MustCompile(`(?:多く|ほとんど|大半|殆ど)の(?:場合|ケース|方)|方が多`)
	// peak is a time at which a symptom is worst, or a result shows.
	peak = regexp.MustCompile(`ピーク|完成|仕上が|馴染|なじ(?:み|む)|最終的|定着|効果|持続|抜糸(?:は|まで)`)
	// allowed is what is allowed after a time, or must wait.
	allowed = regexp.MustCompile(`入浴|運動|飲酒|シャワー|洗顔|化粧|メイク|サウナ|日焼け|紫外線|控え|避け|禁止|マッサージ|喫煙|通院|来院|検診`)
	// bruise is a bleeding under the skin: how long it shows is a risk's time.
	bruise = regexp.MustCompile(`内出血|皮下出血|あざ|紫斑`)
	// downtimeKey is a key over or before how long the downtime is.
	downtimeKey = regexp.MustCompile(pattern.Joined(`^[・■●◆◇▼【《\[<〈\s]*(?:
		ダウンタイム|回復期間|休養期間
		|回復(?:まで|に(?:かかる|要する))の?(?:期間|日数|時間)
		|お休みの(?:目安|期間|日数)
	)(?:\s*\([^()]*\))?(?:の?(?:期間|目安))*[】》\]>〉\s]*(?:[:|]\s*|$)`))
	// leadsToTime may stand before a time that a sentence only says, endsTime behind it.
	leadsToTime = regexp.MustCompile(`^(?:目安(?:は|として)、?|通常(?:は)?、?|一般的に(?:は)?、?|およそ|おおよそ|おおむね|概ね|だいたい|平均(?:で|して)?)+`)
	endsTime    = regexp.MustCompile(pattern.Joined(`^(?:程度|ほど|前後|くらい|ぐらい|間|以内)*(?:
		です|となります|になります
		|が(?:目安|一般的|平均的?|標準的?)(?:です|となります)?
		|を目安に(?:して|お考え)ください
		|(?:かか|続)(?:り|き)ます
		|で(?:おさまり|治まり|落ち着き|回復し)ます
	)。?$`))
	// downtimeMark is one in brackets, which needs no colon: 「【ダウンタイム】2〜3日」.
	downtimeMark = regexp.MustCompile(`^[・\s]*[【《\[<〈](?:ダウンタイム|回復期間)(?:の?(?:期間|目安))*[】》\]>〉]\s*[:|]?\s*`)
)

// keyedDowntime is the value of a line 「ダウンタイム：2〜3日」 in normal form.
func keyedDowntime(f string) (value string, ok bool) {
	for _, key := range []*regexp.Regexp{downtimeKey, downtimeMark} {
		if m := key.FindString(f); m != "" && len(m) < len(f) {
			return strings.TrimSpace(f[len(m):]), true
		}
	}
	return "", false
}
