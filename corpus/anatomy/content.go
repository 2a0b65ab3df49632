package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// Where no heading says what a section is about, its text does: a list of prices, of
// people, of steps, of citations, or a sentence that says it.

// kindOfContent decides by the text of a section: by what says it plainly, then by what
// most of its sentences, items and rows tell of; other where that says nothing.
func (r *reading) kindOfContent(s *section) corpus.Kind {
	return r.likelyKind(s)
}

// plainContent is the kind of a text that says it in so many words.
func plainContent(body string) corpus.Kind {
	c := countLines(body)
	switch {
	case c.prices >= 2:
		return corpus.KindCost
	case containsAny(body, "受けられません", "受けることができません", "施術できません", "治療できません", "接種できません", "お受けいただけません", "禁忌です", "お断りしています", "お断りしております", "医師へ伝えて", "医師に伝えて", "必ず伝えて", "お伝えください", "申告してください"):
		return corpus.KindPrecautions
	case c.people >= 3 && c.people*3 >= c.items*2:
		if containsAny(body, "妊娠", "授乳", "過敏症", "ペースメーカー", "ケロイド体質", "抗凝固薬") {
			return corpus.KindPrecautions // whom a list of people with wishes would not name
		}
		return corpus.KindCandidates
	case containsAny(body, "副作用として", "合併症として", "副反応として", "リスクとして", "デメリットとして"):
		return corpus.KindRisks
	case c.steps >= 3 && containsAny(body, "カウンセリング", "診察", "麻酔", "施術"):
		return corpus.KindProcedure
	}
	return corpus.KindOther
}

// A kind is clear when it has most of a text: at least this share of its units in
// percent, and this many times what the next one has. Chosen so that sections whose
// headings do name a kind would seldom be given another by their text alone.
const (
	clearShare = 60
	clearLead  = 2
	maxWeighed = 40 // units; a longer text has told by then
)

// weighContent counts for how many units of a section each kind speaks, and returns the
// one that has most of them, where it is clear.
func (r *reading) weighContent(s *section) corpus.Kind {
	units := s.unitsOf()
	if len(units) == 0 {
		return corpus.KindOther
	}
	units = units[:min(len(units), maxWeighed)]
	votes := map[corpus.Kind]int{}
	for _, u := range units {
		if kind := r.kindOfUnit(u); kind != "" {
			votes[kind]++
		}
	}
	best, next := corpus.KindOther, 0
	for _, k := range kindOrder {
		switch n := votes[k]; {
		case n > votes[best]:
			best, next = k, votes[best]
		case n > next:
			next = n
		}
	}
	if n := votes[best]; n*100 < clearShare*len(units) || n < clearLead*next {
		return corpus.KindOther
	}
	return best
}

// The words by which a sentence tells of something.
var (
	// tellsPrice is what is paid and by whom; an amount alone says it as well.
	tellsPrice = regexp.MustCompile(`(?:費用|料金|治療費|診察料|検査代|薬代|代金|お代)(?:は|が|を|も)|自己負担|割負担|全額自費|分割払い|医療ローン|お支払い|保険(?:が使え|が効|の対象|は使え|適用)`)
	// tellsHarm is what may happen to somebody.
	tellsHarm = regexp.MustCompile(`(?:こと|場合|可能性|おそれ|恐れ|危険|リスク)(?:が|も)(?:まれに)?(?:あり|ある|ござ)|まれに|稀に|起こ[りるっ]|起き|生じ|残[りるっ]|出やすい|引き起こ|副作用|合併症`)
	// tellsExclusion and tellsConsult say who must not have it, or must ask.
	tellsExclusion = regexp.MustCompile(pattern.Joined(`(?:方|人|場合|女性|お子さ[まん]|患者さ[まん])[^。]{0,20}(?:は|に|には|、)[^。]{0,40}(?:
		受けられ|できません|できない|使えません|使えない|控え|避け|お断り|対象外|向きません|向いていません
		|適しません|適していません|ご遠慮
	)`))
	tellsConsult = regexp.MustCompile(`(?:医師|主治医|担当医|薬剤師)[にへ](?:必ず|事前に|あらかじめ|まず)?(?:ご)?(?:相談|お伝え|申し出|お申し出|お知らせ)`)
	// tellsStep is what is done, in its order.
	tellsStep = regexp.MustCompile(pattern.Joined(`
		^(?:
			まず|最初に|はじめに|初めに|次に|つぎに|続いて|つづいて|その後|そのあと|最後に|さいごに
			|[1-9]回目
		)
		|(?:
			診察|問診|麻酔|照射|切開|縫合|塗布|注射|注入|採血|採取|洗顔|消毒|カウンセリング|型どり|装着|点滴
			|撮影
		)(?:を|を行い|を受け|し|をし)[^。]{0,15}(?:ます|する|行う|、)
	`))
	// tellsRecovery is how long it takes until it is over.
	tellsRecovery = regexp.MustCompile(pattern.Joined(`
		ダウンタイム
		|(?:
			赤み|腫れ|はれ|内出血|むくみ|かさぶた|痛み|ひりつき
		)[^。]{0,25}[0-9]+(?:[~〜-][0-9]+)?(?:日|週間|か月|ヶ月|カ月)
		|[0-9]+(?:日|週間|か月|ヶ月|カ月)[^。]{0,20}(?:
			引き|引く|おさま|治ま|落ち着|目立たな|消え|はがれ|復帰|仕事に戻
		)
	`))
	// tellsGood is what gets better.
	tellsGood = regexp.MustCompile(`期待(?:でき|され|しま)|改善|軽減|良くな|よくな|効果(?:が|を|は)|(?:減|抑|防|整|高)(?:ら|め|え|ぐ|ぎ|り|る)[^。]{0,12}(?:ます|できます|られます)`)
	// tellsCare is what somebody does, or leaves, after it.
	tellsCare   = regexp.MustCompile(`入浴|シャワー|洗顔|メイク|化粧|運動|飲酒|お酒|サウナ|日焼け止め|紫外線|保湿|歯みがき|歯磨き|うがい|ガーゼ|テープ|安静|食事|喫煙|湯船`)
	tellsWhen   = regexp.MustCompile(`当日|翌日|当夜|[0-9]+(?:日|週間|か月|時間)|自宅|後は|帰宅|しばらく|あいだ|期間`)
	tellsDoing  = regexp.MustCompile(`控え|避け|ください|下さい|できます|可能です|続け|過ごし|お使い|お過ごし|してかまい|構いません`)
	tellsBeside = regexp.MustCompile(`比べ|くらべ|比較|に対し|一方|異なり|違い|より(?:も)?[^。]{0,15}(?:い|く|高|低|短|長|少|多)`)
)

// kindOfUnit is what a sentence, item or row tells of; "" where that is not known. Who
// pays and who must not have it goes before what happens, as a sentence on either may
// speak of that too.
func (r *reading) kindOfUnit(u unit) corpus.Kind {
	t := u.folded()
	named := r.lex.Find(u.text)
	names := func(k lexicon.Kind) bool {
		return slices.ContainsFunc(named, func(m lexicon.Mention) bool {
			return m.Concept.Is(k) && !slices.Contains(r.subject.concepts, m.Concept)
		})
	}
	switch {
	case isQuestion(u.text):
		return ""
	case corpus.HasAmount(u.text), tellsPrice.MatchString(t):
		return corpus.KindCost
	case tellsExclusion.MatchString(t), tellsConsult.MatchString(t), u.form == item && names(lexicon.Contraindication) && excludes.MatchString(u.lead):
		return corpus.KindPrecautions
	case treatmentsIn(named) >= 2 && tellsBeside.MatchString(t):
		return corpus.KindComparison
	case tellsCare.MatchString(t) && tellsWhen.MatchString(t) && tellsDoing.MatchString(t):
		return corpus.KindAftercare
	case tellsRecovery.MatchString(t):
		return corpus.KindDowntime
	case tellsStep.MatchString(t):
		return corpus.KindProcedure
	case names(lexicon.Risk) && tellsHarm.MatchString(t):
		return corpus.KindRisks
	case names(lexicon.Effect) && tellsGood.MatchString(t):
		return corpus.KindEffects
	case u.form == item && whoItem.MatchString(u.text):
		return corpus.KindCandidates
	}
	return ""
}

// treatmentsIn is how many treatments are named.
func treatmentsIn(named []lexicon.Mention) int {
	var seen []*lexicon.Concept
	for _, m := range named {
		if m.Concept.Kind == lexicon.Treatment && !slices.Contains(seen, m.Concept) {
			seen = append(seen, m.Concept)
		}
	}
	return len(seen)
}

// kindOfNames is the kind of a heading that is nothing but a list of what the lexicon
// knows as risks (「赤み・やけど」), or as reasons against a treatment; "" for any other.
// Names of effects say too little: much is a symptom, an effect and a part at once.
func (r *reading) kindOfNames(s *section) corpus.Kind {
	h := headingAside.ReplaceAllString(s.Heading, "")
	named := r.lex.Find(h)
	if len(named) == 0 || runes(h) > maxHeading {
		return ""
	}
	var rest strings.Builder
	pos, risks, against := 0, 0, 0
	for _, m := range named {
		rest.WriteString(h[pos:m.Start])
		pos = m.End
		switch {
		case slices.Contains(r.subject.concepts, m.Concept):
			return ""
		case m.Concept.Is(lexicon.Risk):
			risks++
		case m.Concept.Is(lexicon.Contraindication):
			against++
		}
	}
	rest.WriteString(h[pos:])
	switch {
	case withoutFillers(fold(rest.String())) != "":
		return ""
	case risks == len(named) && (len(named) > 1 || tellsHarm.MatchString(s.Text)):
		return corpus.KindRisks
	case against == len(named) && (tellsConsult.MatchString(s.Text) || excludes.MatchString(s.Text)):
		return corpus.KindPrecautions
	}
	return ""
}

// namesTreatments reports whether a heading is nothing but names of treatments, or of what
// they are done with: what stands below it tells what they are, unless it plainly tells
// something else.
func (r *reading) namesTreatments(heading string) bool {
	h := headingAside.ReplaceAllString(heading, "")
	var rest strings.Builder
	pos := 0
	for _, m := range r.lex.Find(h) {
		if !m.Concept.Is(lexicon.Treatment) && !m.Concept.Is(lexicon.Device) && !m.Concept.Is(lexicon.Ingredient) {
			return false
		}
		rest.WriteString(h[pos:m.Start])
		pos = m.End
	}
	rest.WriteString(h[pos:])
	return pos > 0 && withoutFillers(fold(rest.String())) == ""
}

// headingAside is what a heading explains in brackets.
var headingAside = regexp.MustCompile(`[（(][^（）()]*[)）]`)

// listsCitations reports whether a text is nothing but citations: a list of sources
// whatever stands above it.
func listsCitations(body string) bool {
	if !strings.Contains(body, "\n") || len(body) > 20_000 {
		return false
	}
	for _, l := range strings.Split(body, "\n") {
		if !isBlank(l) && !isCitation(l) {
			return false
		}
	}
	return true
}

var (
	// captionOf and captionRisk begin lines below the pictures of a case, as the rules on
	// advertising ask for them.
	captionOf   = regexp.MustCompile(`(?m)^(?:・|■|●|【)?(?:施術|治療|手術)の?(?:説明|内容|名|方法)(?:】|\s)*[:：]`)
	captionRisk = regexp.MustCompile(`(?m)^(?:・|■|●|【)?(?:(?:施術|治療|手術)の)?(?:主な)?(?:副作用|リスク)[^:：\n]{0,12}[:：]`)
)

// listsCases reports whether a section is a row of captions below pictures: what was done,
// its price and its risks, again and again.
func (s *section) listsCases() bool {
	return strings.ContainsAny(s.Text, ":：") && len(captionOf.FindAllStringIndex(s.Text, 2)) == 2 && len(captionRisk.FindAllStringIndex(s.Text, 2)) == 2
}

// lineCounts says how many lines of a text are what.
type lineCounts struct {
	prices, steps, items, people int
}

// whoItem ends a list item that names people: 「毛穴が気になる方」.
var whoItem = regexp.MustCompile(`(?:方|人|かた|ひと)。?$`)

func countLines(body string) lineCounts {
	var c lineCounts
	for _, l := range strings.Split(body, "\n") {
		t := strings.TrimSpace(l)
		if t == "" || len(l) > maxNoise {
			continue
		}
		if !endsSentence(l) && corpus.HasAmount(l) {
			c.prices++
		}
		_, n := numberMark(t)
		if n > 0 {
			c.steps++
		}
		if n > 0 || bulletLen(t) > 0 {
			c.items++
			if whoItem.MatchString(t) {
				c.people++
			}
		}
	}
	return c
}
