package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

const downtimeWord = "ダウンタイム"

var (
	// noDowntime says after ダウンタイム that there is none.
	noDowntime = regexp.MustCompile(`^\s*(?:期間)?(?:自体)?(?:と呼(?:ばれる|べる)(?:ほどの)?(?:期間|もの|症状)?|らしい(?:期間|もの)|といえる(?:期間|もの))?(?:は|が|も|の|を|って|について|に関して|に関しては|、|:|\||・)*\s*(?:基本的に|特に|特別な|ほぼ|ほとんど|殆ど|ほぼほぼ|全く|まったく|一切|とくに|通常|原則|当日から)*(?:は|、)*\s*(?:ほぼ|ほとんど|特に|全く)*\s*(?:ない|なし|無し|無い|なく|ありません|ございません|ゼロ|0(?:日|$|です|。)|必要ありません|必要なし|不要|要りません|いりません|生じません|発生しません|伴いません|心配ありません|心配がありません|心配は(?:ほぼ|ほとんど)?ありません)`)
	// noneFirst is an answer that begins with it: 「ほとんどありません。」.
	noneFirst = regexp.MustCompile(`^(?:いいえ|いえ)?、?\s*(?:(?:基本的に|通常|特に|施術後の|目立った|大きな)(?:は|に|、)*)*(?:ほぼ|ほとんど|特に|まったく|全く)?(?:ない|なし|無し|ありません|ございません|必要ありません)`)
	// notNone takes a denial back: 「ないわけではない」「ない施術を希望する」.
	notNone = regexp.MustCompile(`^(?:わけ|訳|とは|とも|と思|か(?:心配|不安|気)|(?:治療|施術|もの|方法)(?:を|が(?:良|い))|ほうが|方が|場合(?:は|も|で))`)
	// predicate ends what is said of ダウンタイム itself; a time after it is of
	// something else.
	predicate = regexp.MustCompile(`(?:短く|少なく|ほとんどなく|ほぼなく|なく|軽く|長く)[、て]|(?:が|ものの|けれど|ため|ので|一方)、|(?:出て|出た|残って|生じて|起きて|生じた)も|場合(?:は|に|、|も)|まれに|稀に`)
	// ownTime joins a time with the ダウンタイム after it: 「1週間程度のダウンタイム」.
	ownTime = regexp.MustCompile(`^(?:程度|ほど|前後|くらい|ぐらい|間|以内|の|は|が|、|\s|約)*$`)
	// recovery is what lasts during a downtime.
	recovery = regexp.MustCompile(`赤み|腫れ|むくみ|かさぶた|ほてり|回復|落ち着|引(?:く|き)|治ま|おさま|続(?:く|き)|復帰|通常の生活|普段の生活|仕事|メイク`)
	// symptom is what a recovery is from, lasts what a time says of it.
	symptom = regexp.MustCompile(`赤み|赤く|腫れ|はれ|むくみ|かさぶた|ほてり|ひりつき|ヒリヒリ|痛み|つっぱ|テープ|固定|抜糸|かゆみ|皮むけ|皮剥け|日常生活|仕事|社会復帰|回復`)
	lasts   = regexp.MustCompile(`^(?:程度|ほど|前後|くらい|ぐらい|間|以内|に|で|、|は|が|かけて|の間|みておく|を目安|休)*(?:続|残|落ち着|引|ひ[きく]|治|おさま|収ま|消|回復|復帰|はがれ|剥がれ|取れ|とれ|みられ|見られ|必要|目立|休)`)
	unsure  = regexp.MustCompile(`まれ|稀|場合|可能性|ことがあ|こともあ|人によって|ケース|恐れ|おそれ|悪化|万一`)
)

// downtimeSaid is what one sentence says of the downtime.
type downtimeSaid struct {
	period
	none  bool // hardly any: 0 to 0
	rank  int
	where corpus.Evidence
}

// readDowntime reads how long recovery takes.
func (r *reading) readDowntime() {
	d := &r.article.Downtime
	if r.declared.Downtime.MinDays != nil || r.declared.Downtime.MaxDays != nil {
		return
	}
	var said []downtimeSaid
	for _, s := range r.sections {
		if downtimeIn(s) {
			said = append(said, r.sectionDowntime(s)...)
		}
	}
	best := -1
	for _, x := range said {
		if x.none || !x.unsaid() {
			best = max(best, x.rank)
		}
	}
	for _, x := range said {
		if x.rank == best || best < 0 || x.unsaid() && !x.none {
			d.Evidence = appendEvidence(d.Evidence, x.where)
		}
		if x.rank == best {
			r.widenDowntime(x)
		}
	}
}

func (r *reading) widenDowntime(x downtimeSaid) {
	d := &r.article.Downtime
	lo, hi := days(x.min), days(x.max)
	if x.none {
		zero, none := 0, 0
		lo, hi = &zero, &none
	}
	if lo != nil && (d.MinDays == nil || *lo < *d.MinDays) {
		d.MinDays = lo
	}
	if hi != nil && (d.MaxDays == nil || *hi > *d.MaxDays) {
		d.MaxDays = hi
	}
}

func appendEvidence(list []corpus.Evidence, e corpus.Evidence) []corpus.Evidence {
	if slices.Contains(list, e) {
		return list
	}
	return append(list, e)
}

// downtimeIn reports whether a section can tell the downtime of the treatment:
// not who would like none, nor what another treatment has.
func downtimeIn(s *section) bool {
	switch s.Kind {
	case corpus.KindSources, corpus.KindSupervision, corpus.KindComparison, corpus.KindCandidates:
		return false
	}
	return asksDowntime(s) || s.Kind == corpus.KindDowntime || s.has(cueDowntime)
}

func asksDowntime(s *section) bool {
	return s.question && strings.Contains(s.head.folded, downtimeWord)
}

// The places where a downtime is said, the surest last.
const (
	downtimeInPassing = iota
	downtimeAsked
	downtimeImplied // in its own section, by how long redness and swelling last
	downtimeSection
)

// sectionDowntime reads the sentences of one section.
func (r *reading) sectionDowntime(s *section) []downtimeSaid {
	rank := downtimeInPassing
	switch {
	case s.Kind == corpus.KindDowntime:
		rank = downtimeSection
	case asksDowntime(s):
		rank = downtimeAsked
	}
	var out []downtimeSaid
	for i, u := range s.unitsOf() {
		if r.otherTreatment(u.text) || u.form == row && !strings.Contains(u.text, downtimeWord) && !slices.ContainsFunc(u.head, func(h string) bool { return strings.Contains(h, downtimeWord) }) {
			continue
		}
		x, ok := r.sentenceDowntime(u, rank, i == 0)
		if !ok {
			continue
		}
		x.where = corpus.Evidence{Section: s.ID, Sentence: u.text}
		out = append(out, x)
	}
	return out
}

// sentenceDowntime reads one sentence; first says that it is the first of its
// section, where a downtime section or question needs no subject.
func (r *reading) sentenceDowntime(u unit, rank int, first bool) (downtimeSaid, bool) {
	f := u.folded()
	if u.form == row {
		return rowDowntime(u)
	}
	if at := strings.Index(f, downtimeWord); at >= 0 {
		return r.namedDowntime(f, at, rank)
	}
	if rank < downtimeAsked {
		return downtimeSaid{}, false
	}
	f = f[answerLen(f):]
	if first && noneFirst.MatchString(f) && !notNone.MatchString(f[len(noneFirst.FindString(f)):]) {
		return downtimeSaid{none: true, rank: rank}, true
	}
	ps := lasting(periods(f))
	if len(ps) == 0 || unsure.MatchString(f) || mentionsBruise(r, f) || startsLater(f, ps[0]) {
		return downtimeSaid{}, false
	}
	if first && rank == downtimeAsked && !recovery.MatchString(f[:ps[0].start]) {
		return downtimeSaid{period: ps[0], rank: rank}, true
	}
	if rank == downtimeSection && symptom.MatchString(f[:ps[0].start]) && lasts.MatchString(f[ps[0].end:]) {
		return downtimeSaid{period: ps[0], rank: downtimeImplied}, true
	}
	return downtimeSaid{}, false
}

// namedDowntime reads what a sentence in normal form says of the ダウンタイム that
// it names at byte at.
func (r *reading) namedDowntime(f string, at, rank int) (downtimeSaid, bool) {
	after := f[at+len(downtimeWord):]
	if m := noDowntime.FindString(after); m != "" && !notNone.MatchString(after[len(m):]) {
		return downtimeSaid{none: true, rank: rank}, true
	}
	ps := lasting(periods(f))
	for _, p := range ps {
		if p.end <= at && ownTime.MatchString(f[p.end:at]) {
			return downtimeSaid{period: p, rank: rank}, true
		}
	}
	p, ok := firstPeriod(ps, at)
	if !ok {
		return downtimeSaid{}, false
	}
	between := f[at+len(downtimeWord) : p.start]
	if predicate.MatchString(between) || strings.Contains(between, "。") || startsLater(f, p) {
		return downtimeSaid{}, false
	}
	return downtimeSaid{period: p, rank: rank}, true
}

// rowDowntime reads a table row, or a column under ダウンタイム.
func rowDowntime(u unit) (downtimeSaid, bool) {
	row := cells(u.text)
	for col, c := range row {
		var value string
		switch {
		case strings.Contains(fold(c), downtimeWord) && col == 0 && len(row) == 2:
			value = row[1]
		case col < len(u.head) && u.head[col] != c && strings.Contains(fold(u.head[col]), downtimeWord):
			value = c
		default:
			continue
		}
		f := fold(value)
		if noneFirst.MatchString(f) {
			return downtimeSaid{none: true, rank: downtimeInPassing}, true
		}
		if ps := lasting(periods(f)); len(ps) > 0 {
			return downtimeSaid{period: ps[0], rank: downtimeInPassing}, true
		}
	}
	return downtimeSaid{}, false
}

// lasting keeps the periods that a downtime can have: not minutes, not years.
func lasting(ps []period) []period {
	return slices.DeleteFunc(ps, func(p period) bool {
		return !p.unsaid() && (!p.within(0, 200) || isMinutes(p))
	})
}

func isMinutes(p period) bool {
	v := p.max
	if v == nil {
		v = p.min
	}
	return v != nil && *v > 0 && *v < 0.5/24
}

// startsLater reports whether a time says when something begins or is allowed,
// not how long it lasts: 「3日後から」「翌日からメイク」.
func startsLater(f string, p period) bool {
	return hasAnyPrefix(f[p.end:], "後から", "後に", "後の", "前に", "前から", "前まで", "経って", "たって", "後は", "から洗顔", "からメイク", "からシャワー", "からお化粧", "から可能", "からは", "からの")
}

// mentionsBruise reports whether a sentence tells how long a bleeding under the
// skin shows: that is the risk's time, not the downtime.
func mentionsBruise(r *reading, f string) bool {
	for _, w := range []string{"内出血", "皮下出血", "あざ"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return slices.ContainsFunc(r.lex.Find(f), func(m lexicon.Mention) bool { return m.Concept.Label == "内出血" })
}
