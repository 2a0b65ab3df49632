package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

var (
	// howLong says that a time is how long one treatment takes.
	howLong = regexp.MustCompile(pattern.Joined(`
		所要時間|施術時間|治療時間|手術時間|検査時間|処置時間|照射時間|点滴時間|要する時間|かかる時間
		|接種時間|施術にかかる|手術は|施術は|照射は|点滴は|検査は|治療は|処置は|手術自体は|1回の|1回
	`))
	ends = regexp.MustCompile(`^(?:程度|ほど|前後|くらい|ぐらい|弱|強|間|ほどの|程度の)*(?:です|で終|で完了|かか|。|$|\)|、|が目安|が一般|を|の(?:短|手術|施術|治療|点滴|処置)|なので|で(?:す|受|行|済)|と|/|\|)`)
	// notTreatment says that a time is of something else.
	notTreatment = regexp.MustCompile(`麻酔|クリーム|安静|待ち|待機|冷却|休憩|カウンセリング|診察|滞在|来院|通院|前に|前まで|後に|後から|経過観察|様子|説明|問診|リカバリー`)

	// sessionCue says that a count is how often the treatment is given.
	sessionCue = pattern.MustGuard(`回数|目安|必要|推奨|おすすめ|勧め|一般的|程度|ほど|繰り返|接種(?:し|を|が|は|回)|合計|計|トータル|通院|効果を実感|照射|治療|施術|コース|クール`)
	// counted is something else that is counted: a symptom, or what happens in so much
	// time: 「1時間あたり5回以上」.
	counted = regexp.MustCompile(`時間(?:あたり|当たり)|分間(?:あたり|当たり|に)|回の(?:月経|発作|排尿|排便|咳|食事|入浴)|(?:月経|発作|排尿|排便|咳)[^。、]{0,8}[0-9]回`)
	// everySo is how far apart sessions are: 「4週間おき」「2〜3週間の間隔」「月に1回」.
	everySo = regexp.MustCompile(`^(?:程度|ほど|前後|くらい|以上)*(?:の間隔|間隔|おき|ごと|毎|に1回|に一回|に1度|に一度|以上(?:の間隔|空け|あけ)|(?:を)?(?:空け|あけ)|ペース|に1回のペース)`)
	// intervalKey is the head of a value that is an interval: 「施術間隔：2週間」.
	intervalKey = regexp.MustCompile(`間隔\s*[:|]\s*$|間隔は、?(?:約)?$`)
	monthly     = regexp.MustCompile(`(?:月に?|毎月)\s*(?:1|一)\s*(?:回|度)|月1`)
	weekly      = regexp.MustCompile(`(?:週に?|毎週)\s*(?:1|一)\s*(?:回|度)`)
	halfYearly  = regexp.MustCompile(`半年に?\s*(?:1|一)\s*(?:回|度)|半年(?:おき|ごと|毎)`)
	yearly      = regexp.MustCompile(`年に?\s*(?:1|一)\s*(?:回|度)`)
)

// readDuration reads how many minutes one treatment takes.
func (r *reading) readDuration() {
	m := &r.article.Duration
	if m.Min != nil || m.Max != nil {
		return
	}
	best := -1
	for _, s := range r.sections {
		if !countsIn(s) || !s.has(cueMinutes|cueLasting) {
			continue
		}
		for _, u := range s.unitsOf() {
			if cuesIn(u.text)&cueMinutes == 0 {
				continue
			}
			p, rank, ok := durationOf(u, s.Kind == corpus.KindProcedure)
			if ok && rank > best && !r.otherTreatment(u.text) {
				m.Min, m.Max, best = minutes(p.min), minutes(p.max), rank
			}
		}
	}
}

// countsIn reports whether a section's times and counts can be the treatment's.
func countsIn(s *section) bool {
	switch s.Kind {
	case corpus.KindSources, corpus.KindSupervision, corpus.KindComparison, corpus.KindAftercare, corpus.KindDowntime:
		return false
	}
	return true
}

// durationOf reads how long the treatment takes from a sentence; rank says how
// plainly it is said.
func durationOf(u unit, inProcedure bool) (period, int, bool) {
	f := u.folded()
	if u.form == row {
		f = strings.Join(cells(f), " ")
	}
	from := 0
	for _, p := range periods(f) {
		if p.unsaid() || !p.within(1.0/1440, 12.0/24) {
			continue
		}
		before, after := f[from:p.start], f[p.end:]
		from = p.end
		said := howLong.FindString(before)
		explicit := strings.Contains(said, "時間") || strings.Contains(said, "かかる")
		switch {
		case notTreatment.MatchString(lastRunes(before, 14)) && !explicit, hasAnyPrefix(after, "後", "前", "おき", "ごと"):
			continue
		case explicit:
			return p, 3, true
		case said != "" && ends.MatchString(after):
			return p, 2, true
		case inProcedure && strings.Contains(after, "終了"), inProcedure && strings.Contains(after, "で終わ"), inProcedure && strings.HasPrefix(after, "かけて"):
			return p, 1, true
		}
	}
	return period{}, 0, false
}

// readSessions reads how often the treatment is given, and how far apart.
func (r *reading) readSessions() {
	n := &r.article.Sessions
	declared := n.Min != nil || n.Max != nil
	for _, s := range r.sections {
		if !countsIn(s) || !s.has(cueInterval) && !s.has(cueTimes|cueSessions) {
			continue
		}
		for _, u := range s.unitsOf() {
			cues := cuesIn(u.text)
			interval, count := cues&cueInterval != 0, cues&cueTimes != 0 && cues&cueSessions != 0
			if !interval && !count || u.form == row && corpus.HasAmount(u.text) || r.otherTreatment(u.text) {
				continue
			}
			f := u.folded()
			if interval && n.IntervalDays == nil {
				n.IntervalDays = intervalOf(f)
			}
			if count && !declared && n.Min == nil && n.Max == nil && s.Kind != corpus.KindRisks {
				n.Min, n.Max = sessionsOf(f)
			}
		}
	}
}

// intervalOf reads the days between sessions from a sentence in normal form.
func intervalOf(f string) *int {
	if containsAny(f, "錠", "服用", "内服", "検診", "点眼", "歯みがき", "入浴", "メンテナンス", "定期", "交換", "替え", "取り替", "検査", "検診") {
		return nil
	}
	numbers := timeNumbersAll(f)
	for i, t := range numbers {
		if t.noUnit() || t.approx || t.days < 1 {
			continue
		}
		if !everySo.MatchString(f[t.end:]) && !intervalKey.MatchString(f[:numbers[0].start]) {
			continue
		}
		if i > 0 && joined(f, numbers[i-1], t) {
			lo := numbers[i-1]
			if lo.noUnit() {
				lo.days, lo.hasUnit = t.days, true
			}
			return days(lo.value())
		}
		return days(t.value())
	}
	for _, every := range []struct {
		words *regexp.Regexp
		days  int
	}{{halfYearly, 182}, {monthly, 30}, {weekly, 7}, {yearly, 365}} {
		if every.words.MatchString(f) && containsAny(f, "施術", "治療", "照射", "点滴", "注射", "ペース", "通", "受け", "頻度", "接種") {
			n := every.days
			return &n
		}
	}
	return nil
}

// timeNumbersAll is timeNumbers with what isLength leaves out: 「4週間おき」 is no
// length of time, but an interval.
func timeNumbersAll(s string) []timeNumber {
	var out []timeNumber
	for _, n := range numbersIn(s) {
		d, l := unitOfTime(s[n.end:])
		out = append(out, timeNumber{count: n.value, days: d, hasUnit: l > 0, approx: n.approx, start: n.start, end: n.end + l})
	}
	return out
}

// sessionsOf reads the number of sessions from a sentence in normal form: 「3〜5回
// の治療が必要」, not 「1回30分」, 「2回目」, 「1日2回」.
func sessionsOf(f string) (lo, hi *int) {
	if corpus.HasAmount(f) || !sessionCue.MatchString(f) || containsAny(f, "錠", "服用", "点眼", "1日", "歯みがき", "塗") || counted.MatchString(f) {
		return nil, nil
	}
	numbers := numbersIn(f)
	for i, n := range numbers {
		unit := ""
		for _, u := range []string{"回", "クール", "セッション"} {
			if strings.HasPrefix(f[n.end:], u) {
				unit = u
			}
		}
		if unit == "" || unit == "クール" && i+1 < len(numbers) {
			continue
		}
		after := f[n.end+len(unit):]
		if n.approx || hasAnyPrefix(after, "目", "以内", "の施術", "の治療", "の照射", "あたり", "ずつ", "では", "で効果", "の点滴", "の手術", "の接種", "の注射", "線") || startsWithNumber(after) || perTime(f[:n.start]) {
			continue
		}
		low := n
		if i > 0 && rangeJoined(f, numbers[i-1], n) {
			low = numbers[i-1]
		}
		if low.approx || n.value < 1 || n.value > 50 || low.value > n.value {
			continue
		}
		if n.value == 1 && !containsAny(after, "のみ", "だけ", "で完了", "で済", "で終") {
			continue
		}
		lo, hi = whole(low.value), whole(n.value)
		switch {
		case hasAnyPrefix(after, "以上", "〜", "~", "から"):
			hi = nil
		case hasAnyPrefix(after, "まで", "以下"):
			lo = nil
		}
		if _, rest, others := strings.Cut(after, "それ以外"); others {
			return widened(lo, hi, rest)
		}
		return lo, hi
	}
	return nil, nil
}

// widened adds to a number of sessions what the same sentence says of the others:
// 「15歳未満の方は2回、それ以外の方は3回接種します」.
func widened(lo, hi *int, rest string) (least, most *int) {
	l, h := sessionsOf(rest)
	if l == nil || h == nil || lo == nil || hi == nil {
		return lo, hi
	}
	least, most = lo, hi
	if *l < *least {
		least = l
	}
	if *h > *most {
		most = h
	}
	return least, most
}

func rangeJoined(f string, a, b number) bool {
	between := strings.TrimPrefix(f[a.end:b.start], "回")
	if n := rangeMark(between); n > 0 && n == len(between) {
		return true
	}
	return (between == "、" || between == "," || between == "・") && b.value == a.value+1
}

func startsWithNumber(s string) bool {
	_, l := parseNumber(strings.TrimLeft(s, " 約、:("))
	return l > 0
}

// perTime reports whether a count is within a stretch of time: 月1回, 年に2回, 1日2回.
func perTime(before string) bool {
	return hasAnySuffix(strings.TrimRight(before, " に"), "月", "年", "週", "日", "か月", "ヶ月", "カ月", "週間", "毎月", "毎週")
}

func whole(v float64) *int {
	n := int(v)
	return &n
}

// readNumbers reads every number of the article.
func (r *reading) readNumbers() {
	r.readCost()
	r.readDowntime()
	r.readDuration()
	r.readSessions()
}
