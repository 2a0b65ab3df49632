package adcheck

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// finding is how it stands with an item, before its rule is put to it.
type finding struct {
	status    Status
	why       string
	positions []Position
}

// item finds out how it stands with one item of the report.
func (c *checking) item(rule Rule, level Level, r *Report) Item {
	f := rule.item(c, r)
	it := Item{Rule: rule.ID, Label: rule.Label, Status: f.status, Why: f.why, Basis: rule.Basis, Level: level, Positions: f.positions}
	if it.Positions == nil {
		it.Positions = []Position{}
	}
	if it.Status == Missing {
		scope := r.SelfPay
		if isUnapprovedRule(rule.ID) {
			scope = r.Unapproved
		}
		switch {
		case rule.ID == "contact": // asked of every article
		case scope.Answer == No:
			it.Status, it.Why = NotRequired, scope.Why
		case scope.Answer == Unknown:
			it.Status, it.Why = Unclear, it.Why+"。"+scope.Why+"。該当する場合は必要です"
		}
	}
	return it
}

func isUnapprovedRule(id string) bool {
	for _, r := range unapprovedRules() {
		if r.ID == id {
			return true
		}
	}
	return false
}

// selfPay says whether the article is about treatment that insurance does not pay
// for.
func (c *checking) selfPay() Scope {
	switch c.article.Insurance {
	case corpus.InsuranceSelfPay:
		return Scope{Yes, "自由診療と書かれています"}
	case corpus.InsuranceMixed:
		return Scope{Yes, "自由診療になる場合があると書かれています"}
	case corpus.InsuranceCovered:
		return Scope{No, "保険診療と書かれています"}
	}
	for _, d := range c.article.Departments {
		if strings.Contains(d, "美容") || strings.Contains(d, "審美") {
			return Scope{Unknown, "自由診療か保険診療かが書かれていません（" + d + "の治療は多くが自由診療です）"}
		}
	}
	return Scope{Unknown, "自由診療か保険診療かが書かれていません"}
}

// unapproved says whether the article is about drugs or devices that are not
// approved for what they are used for.
func (c *checking) unapproved() Scope {
	switch c.article.Approval {
	case corpus.ApprovalUnapproved:
		return Scope{Yes, "国内で未承認、または承認と異なる使い方と書かれています"}
	case corpus.ApprovalApproved:
		return Scope{No, "国内で承認されていると書かれています"}
	}
	if c.article.Insurance == corpus.InsuranceCovered {
		return Scope{No, "保険診療と書かれています"}
	}
	return Scope{Unknown, "用いる医薬品や機器が国内で承認されているかが書かれていません"}
}

// own reports whether a sentence speaks of the article's treatment: not who
// supervised, what is cited, or what was dropped.
func own(s *sentence) bool {
	return s.where != InDropped && s.kind != corpus.KindSources && s.kind != corpus.KindSupervision
}

var (
	phoneNumber = regexp.MustCompile(`(?:^|[^0-9-])(?:\+81[- ]?\d{1,4}|0\d{1,4})[-ー―‐−(（ ]{1,2}\d{1,4}[-ー―‐−)） ]{1,2}\d{3,4}(?:[^0-9-]|$)|(?:tel|電話|フリーダイヤル|☎|📞)[^0-9]{0,12}(?:\+81)?0?\d{9,10}`)
	onlyFax     = regexp.MustCompile(`fax|ファックス|ファクス`)
	phoneWord   = regexp.MustCompile(`tel|電話|フリーダイヤル|☎|📞`)
	mailAddress = regexp.MustCompile(`[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+`)
	// askThere leads to where one can ask.
	askThere = regexp.MustCompile(pattern.Joined(`
		(?:お?問い?合わ?せ|ご?相談|ご?予約)[^。]{0,10}(?:フォーム|はこちら|こちらから|窓口|受け?付け?)
		|(?:メール|line|web|ウェブ|ネット|電話)(?:での?|から)?の?(?:お?問い?合わ?せ|ご?相談|ご?予約)
	`))
	askWord = regexp.MustCompile(`お?問い?合わ?せ|ご予約|予約する|contact|アクセス`)
)

func contact(c *checking, _ *Report) finding {
	phone := c.search(phoneNumber, func(s *sentence) bool { return !onlyFax.MatchString(s.text()) || phoneWord.MatchString(s.text()) })
	if reach := slices.Concat(phone, c.search(mailAddress, nil)); len(reach) > 0 {
		return finding{Found, "", reach}
	}
	if form := c.search(askThere, nil); len(form) > 0 {
		return finding{Unclear, "問い合わせ先への案内はありますが、電話番号やメールアドレスは見つかりません。リンク先で容易に照会できるか確かめてください", form}
	}
	if words := c.search(askWord, func(s *sentence) bool { return s.where == InDropped }); len(words) > 0 {
		return finding{Unclear, "問い合わせページへのリンクらしい語だけがあります。電話番号やメールアドレスなどが示されているか確かめてください", words}
	}
	return finding{Missing, "電話番号、メールアドレス、問い合わせフォームのいずれも見つかりません", nil}
}

// firstOf is the first sentence of each section of a kind.
func (c *checking) firstOf(kinds ...corpus.Kind) []Position {
	var out []Position
	seen := map[int]bool{}
	for _, kind := range kinds {
		for i := range c.said {
			s := &c.said[i]
			if s.where == InText && s.kind == kind && !seen[s.section] && len(out) < maxPositions {
				seen[s.section] = true
				out = append(out, c.whole(s))
			}
		}
	}
	return out
}

func treatment(c *checking, _ *Report) finding {
	if steps := c.firstOf(corpus.KindProcedure); len(steps) > 0 {
		return finding{Found, "", steps}
	}
	if about := c.firstOf(corpus.KindOverview); len(about) > 0 {
		return finding{Unclear, "概要はありますが、施術の流れや手順の説明が見つかりません", about}
	}
	return finding{Missing, "治療の内容や手順の説明が見つかりません", nil}
}

var amount = regexp.MustCompile(`円|[¥￥]`)

func cost(c *checking, _ *Report) finding {
	price := &c.article.Cost
	var at []Position
	for _, e := range price.Evidence {
		if p, ok := c.quoted(e.Section, e.Sentence); ok && len(at) < maxPositions {
			at = append(at, p)
		}
	}
	sums := func(s *sentence) bool { return own(s) && corpus.HasAmount(s.text()) }
	known := price.MinYen != nil || price.MaxYen != nil || price.CourseMinYen != nil || price.CourseMaxYen != nil
	switch {
	case known && len(at) == 0:
		at = c.search(amount, sums)
		if len(at) == 0 {
			return finding{Unclear, "費用は記事の属性としてだけ示され、本文に金額が見つかりません", nil}
		}
		return finding{Found, "", at}
	case known && price.MaxYen == nil && price.CourseMaxYen == nil:
		return finding{Found, "上限の金額が見つかりません。費用に幅がある場合は、最低から最高までの範囲を示すものとされています", at}
	case known:
		return finding{Found, "", at}
	}
	if at = c.search(amount, sums); len(at) > 0 {
		return finding{Unclear, "金額はありますが、治療そのものの標準的な費用かどうかが分かりません", at}
	}
	if at = c.firstOf(corpus.KindCost); len(at) > 0 {
		return finding{Missing, "費用の説明はありますが、金額が見つかりません", at}
	}
	return finding{Missing, "費用の説明が見つかりません", nil}
}

var (
	spanOfTime = regexp.MustCompile(pattern.Joined(`
		(?:\d+|[一二三四五六七八九十数半])\s*(?:日|週|週間|か月|ヶ月|ヵ月|カ月|ケ月|箇月|年)(?:
			間|半|程度|ほど|前後|から|〜|~|に|おき|ごと|毎|で|の|、|。|です|以上|以内|後|くらい|が|は|を|目
		)
		|半年|日帰り|当日中|1日で|月1回|月に\d|週1回|週に\d
		|毎(?:月|週)
	`))
	ofPeriod = regexp.MustCompile(pattern.Joined(`
		期間|通院
		|通(?:う|い|って)
		|おき|ごと|毎|間隔|空け|あけ
		|治療(?:は|に|を|が|全体)
		|完了|終了|終わ|日帰り|矯正|かけて|ペース|コース|クール|1日で|続け|継続|接種|頻度|月に|週に|月1回
		|週1回|入院|かかり
	`))
	notPeriod = regexp.MustCompile(`ダウンタイム|腫れ|赤み|内出血|痛み|かさぶた|持続|効果(?:は|が|の)|歳|年齢|年以内に|シャワー|入浴|飲酒|運動|メイク|創業|開院|経験|\d{4}年`)
)

func period(c *checking, _ *Report) finding {
	said := c.search(spanOfTime, func(s *sentence) bool {
		f := s.text()
		return own(s) && s.kind != corpus.KindDowntime && s.kind != corpus.KindAftercare && s.kind != corpus.KindRisks && s.kind != corpus.KindPrecautions &&
			ofPeriod.MatchString(f) && (!notPeriod.MatchString(f) || strings.Contains(f, "期間"))
	})
	if len(said) > 0 {
		return finding{Found, "", said}
	}
	if once := c.search(oneSession, own); len(once) > 0 {
		return finding{Found, "1回の治療として書かれています", once}
	}
	if c.article.Sessions.IntervalDays != nil {
		return finding{Unclear, "間隔は読み取れますが、期間を述べた文が見つかりません", nil}
	}
	return finding{Missing, "治療にかかる期間や通院の頻度が見つかりません", nil}
}

var (
	oneSession = regexp.MustCompile(`(?:1|一)(?:回|度)(?:の(?:施術|治療|手術|照射|注射))?(?:のみ|だけ|で(?:完了|終了|終わ|済|効果|十分|治療|完結))|単回|(?:1|一)回(?:の|で)(?:手術|接種|治療)`)
	someTimes  = regexp.MustCompile(`(?:\d+|[一二三四五六七八九十数])\s*(?:[〜~-]\s*\d+\s*)?(?:回|クール|度)`)
	ofSessions = regexp.MustCompile(`回数|目安|必要|推奨|おすすめ|勧め|一般的|程度|ほど|繰り返|接種|合計|トータル|通院|実感|照射|治療|施術|コース|クール|受け(?:る|て|ます)|行(?:う|い|って)|おき|ごと|間隔`)
	perDay     = regexp.MustCompile(`1日(?:に)?\s*\d+\s*(?:〜\d+\s*)?回|\d+回目|服用|内服|点眼|歯みがき|塗布`)
)

func sessions(c *checking, _ *Report) finding {
	said := c.search(someTimes, func(s *sentence) bool {
		f := s.text()
		return own(s) && ofSessions.MatchString(f) && !perDay.MatchString(f)
	})
	switch known := c.article.Sessions.Min != nil || c.article.Sessions.Max != nil; {
	case len(said) > 0 && (known || manyTimes(said)):
		return finding{Found, "", said}
	case len(said) > 0:
		return finding{Unclear, "「1回」の記載はありますが、標準的な回数かどうかが分かりません", said}
	case known:
		return finding{Unclear, "回数は記事の属性としてだけ示され、本文に見つかりません", nil}
	}
	return finding{Missing, "治療の回数が見つかりません", nil}
}

// manyTimes reports whether a place says more than 「1回30,000円」.
func manyTimes(said []Position) bool {
	for _, p := range said {
		for _, m := range someTimes.FindAllString(p.Quote, -1) {
			if !strings.HasPrefix(m, "1") && !strings.HasPrefix(m, "一") && !strings.HasPrefix(m, "１") || len(m) > len("一 回") {
				return true
			}
		}
		if oneSession.MatchString(p.Quote) || strings.Contains(p.Quote, "回数") {
			return true
		}
	}
	return false
}

func risks(c *checking, _ *Report) finding {
	at := c.firstOf(corpus.KindRisks)
	denied := 0
	for _, claim := range c.article.Risks {
		if claim.Stance == corpus.Denied {
			denied++
			continue
		}
		if p, ok := c.quoted(claim.Section, claim.Sentence); ok && len(at) < maxPositions && !has(at, p) {
			at = append(at, p)
		}
	}
	switch {
	case len(at) == 0 && denied > 0:
		return finding{Unclear, "リスクを否定する文だけが見つかりました", nil}
	case len(at) == 0:
		return finding{Missing, "リスクや副作用の説明が見つかりません", nil}
	case denied == len(c.article.Risks) && denied > 0:
		return finding{Unclear, "リスクの節はありますが、具体的なリスクは否定する文だけが見つかりました", at}
	}
	return finding{Found, "", at}
}

func has(list []Position, p Position) bool {
	for _, q := range list {
		if q.Where == p.Where && q.Section == p.Section && q.Start == p.Start {
			return true
		}
	}
	return false
}
