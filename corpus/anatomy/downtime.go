package anatomy

import (
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// downtimeSaid is what one sentence says of the downtime.
type downtimeSaid struct {
	period
	none  bool // hardly any: 0 to 0, or to the period's end
	rank  int
	where corpus.Evidence
}

// The places where a downtime is said, the surest last.
const (
	downtimeCase      = iota // of one patient
	downtimeInPassing        // anywhere
	downtimeAnswered         // in such an answer, by how long redness and swelling last
	downtimeAsked            // in the answer to a question about it
	downtimeImplied          // in its own section, by how long redness and swelling last
	downtimeSection          // in its own section
	downtimeKeyed            // as the value of a key ダウンタイム
)

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
		zero := 0
		if lo = &zero; hi == nil {
			hi = &zero
		}
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
// not who would like none.
func downtimeIn(s *section) bool {
	switch s.Kind {
	case corpus.KindSources, corpus.KindSupervision, corpus.KindCandidates:
		return false
	}
	return asksDowntime(s) || s.Kind == corpus.KindDowntime || s.has(cueDowntime) || strings.Contains(s.head.folded, downtimeWord)
}

func asksDowntime(s *section) bool {
	return s.question && strings.Contains(s.head.folded, downtimeWord)
}

// downtimeRank is how sure what a section says of the downtime is.
func downtimeRank(s *section) int {
	for at := s; at != nil; at = at.parent {
		if caseHead.MatchString(at.head.folded) {
			return downtimeCase
		}
	}
	switch {
	case asksDowntime(s):
		return downtimeAsked
	case s.Kind == corpus.KindDowntime, !s.question && strings.Contains(s.head.folded, downtimeWord):
		return downtimeSection
	}
	return downtimeInPassing
}

// sectionDowntime reads the heading and the sentences of one section.
func (r *reading) sectionDowntime(s *section) []downtimeSaid {
	var out []downtimeSaid
	rank := downtimeRank(s)
	add := func(x downtimeSaid, sentence string) {
		x.where = corpus.Evidence{Section: s.ID, Sentence: sentence}
		out = append(out, x)
	}
	h := s.head.folded
	if strings.Contains(h, downtimeWord) && !isQuestion(s.Heading) && !s.compares() {
		if x, ok := r.namedDowntime(h, strings.Index(h, downtimeWord), min(rank, downtimeInPassing)); ok {
			add(x, s.Heading)
		}
	}
	bare := downtimeKey.MatchString(h)
	for i, u := range s.unitsOf() {
		if u.form == row {
			for _, x := range r.rowDowntime(s, u, rank) {
				add(x, u.text)
			}
			continue
		}
		if s.compares() || r.otherTreatment(u.text) {
			continue
		}
		if x, ok := r.unitDowntime(u, rank, i == 0, bare && i == 0); ok {
			add(x, u.text)
		}
	}
	return out
}

// unitDowntime reads a sentence, an item or a line; first says that it is the
// first of its section, where a section or a question about the downtime needs no
// subject, and value that it can be the value of the heading ダウンタイム.
func (r *reading) unitDowntime(u unit, rank int, first, value bool) (downtimeSaid, bool) {
	f := u.folded()
	if v, ok := keyedDowntime(f); ok {
		if x, ok := r.downtimeValue(v); ok {
			x.rank = keyedAs(rank)
			return x, true
		}
	}
	if value && u.form != sentence && !symptom.MatchString(f) && !keysOther(f) {
		if x, ok := r.downtimeValue(strings.TrimLeft(f, "・ ")); ok {
			x.rank = keyedAs(rank)
			return x, true
		}
	}
	if at := strings.Index(f, downtimeWord); at >= 0 {
		return r.namedDowntime(f, at, rank)
	}
	if v := onlyTime(f); value && v != "" {
		if x, ok := r.downtimeValue(v); ok {
			x.rank = keyedAs(rank)
			return x, true
		}
	}
	if rank < downtimeAsked {
		return downtimeSaid{}, false
	}
	return r.impliedDowntime(u, f[answerLen(f):], rank, first)
}

// onlyTime is the time that a sentence says and nothing else, without what leads to
// it: 「個人差がありますが、おおむね3〜5日です」; "" where it says more.
func onlyTime(f string) string {
	f = leadsToTime.ReplaceAllString(varies.ReplaceAllString(f, ""), "")
	ps := periods(f)
	if len(ps) == 0 || ps[0].start > 0 || !endsTime.MatchString(f[ps[0].end:]) {
		return ""
	}
	return f
}

// keysOther reports whether a line has a key of its own that is about something
// else than recovery: 「次回の診察：3日後」 below a heading ダウンタイム.
func keysOther(f string) bool {
	key, _, ok := strings.Cut(f, ":")
	return ok && notVariant.MatchString(key)
}

func keyedAs(rank int) int {
	if rank == downtimeCase {
		return downtimeCase
	}
	return downtimeKeyed
}

// downtimeValue reads what stands behind a key ダウンタイム, in normal form: none,
// a time, or one for each symptom.
func (r *reading) downtimeValue(v string) (downtimeSaid, bool) {
	if m := noneFirst.FindString(v); m != "" && !notNone.MatchString(v[len(m):]) {
		x := downtimeSaid{none: true}
		if n := rangeMark(v[len(m):]); n > 0 {
			if ps := lasting(periods(v)); len(ps) > 0 && ps[0].start == len(m)+n {
				x.period = ps[0] // 「ほぼなし〜3日」
			}
		}
		return x, true
	}
	var out downtimeSaid
	found := false
	ps := lasting(periods(v))
	for i, p := range ps {
		switch {
		case !r.ofDowntime(v, ps, i):
		case !found:
			out.period, found = p, true
		case symptom.MatchString(saidBefore(v, ps, i)) && !p.unsaid():
			out.period = out.union(p)
		}
	}
	return out, found
}

// union is the time from the least to the greatest bound of two.
func (p period) union(q period) period {
	if p.unsaid() {
		return q
	}
	if q.min != nil && (p.min == nil || *q.min < *p.min) {
		p.min = q.min
	}
	if q.max != nil && (p.max == nil || *q.max > *p.max) {
		p.max = q.max
	}
	return p
}

// saidBefore is what is said of a time: from the time before it, or the sentence
// or bracket that it stands in.
func saidBefore(f string, ps []period, i int) string {
	from := 0
	if i > 0 {
		from = ps[i-1].end
	}
	said := f[from:ps[i].start]
	if at := strings.LastIndexAny(said, "。(|"); at >= 0 {
		return said[at:]
	}
	return said
}

// ofDowntime reports whether a time is how long the downtime lasts: not that of a
// bruise, of a peak or of the result, and not what begins after it.
func (r *reading) ofDowntime(f string, ps []period, i int) bool {
	own, p := saidBefore(f, ps, i), ps[i]
	if peak.MatchString(own) || strings.HasPrefix(strings.TrimLeft(f[p.end:], "程度前後ほどくらい目"), "がピーク") || startsLater(f, p) {
		return false
	}
	if symptom.MatchString(own) {
		return true
	}
	return !bruise.MatchString(own) && !slices.ContainsFunc(r.lex.Find(own), func(m lexicon.Mention) bool { return m.Concept.Label == "内出血" })
}

// namedDowntime reads what a sentence in normal form says of the ダウンタイム that
// it names at byte at.
func (r *reading) namedDowntime(f string, at, rank int) (downtimeSaid, bool) {
	after := f[at+len(downtimeWord):]
	if m := noDowntime.FindString(after); m != "" && !notNone.MatchString(after[len(m):]) {
		x := downtimeSaid{none: true, rank: rank}
		if n := rangeMark(after[len(m):]); n > 0 {
			if p, ok := firstPeriod(lasting(periods(f)), len(f)-len(after)+len(m)); ok && p.start == len(f)-len(after)+len(m)+n {
				x.period = p
			}
		}
		return x, true
	}
	if noDowntimeBefore.MatchString(f[:at]) {
		return downtimeSaid{none: true, rank: rank}, true
	}
	ps := lasting(periods(f))
	if p, ok := firstPeriod(ps, at); ok && perVariant.MatchString(f[at+len(downtimeWord):p.start]) {
		return downtimeSaid{none: true, period: p, rank: rank}, true
	}
	for _, p := range ps {
		if p.end <= at && ownTime.MatchString(f[p.end:at]) {
			return downtimeSaid{period: p, rank: rank}, true
		}
	}
	var out downtimeSaid
	found, first := false, 0
	for i, p := range ps {
		if p.start < at || !r.ofDowntime(f, ps, i) {
			continue
		}
		between := varies.ReplaceAllString(f[at+len(downtimeWord):p.start], "")
		if predicate.MatchString(between) || strings.Contains(between, "。") {
			break
		}
		if !found {
			out, found, first = downtimeSaid{period: p, rank: rank}, true, i
		} else if symptom.MatchString(saidBefore(f, ps, i)) && symptom.MatchString(saidBefore(f, ps, first)) {
			out.period = out.union(p)
		}
	}
	return out, found
}

// impliedDowntime reads a sentence of a section or an answer on the downtime that
// does not name it.
func (r *reading) impliedDowntime(u unit, f string, rank int, first bool) (downtimeSaid, bool) {
	if m := noneFirst.FindString(f); first && m != "" && !notNone.MatchString(f[len(m):]) {
		return downtimeSaid{none: true, rank: rank}, true
	}
	if seldom.MatchString(f) || f == "" {
		return downtimeSaid{}, false
	}
	ps := lasting(periods(f))
	at := 0
	for at < len(ps) && !r.ofDowntime(f, ps, at) {
		at++
	}
	if at == len(ps) {
		return downtimeSaid{}, false
	}
	p, own := ps[at], saidBefore(f, ps, at)
	if at == 0 && u.form == item && over.MatchString(f[p.end:]) && strings.Trim(own, "約術後照射治療施〜~ ") == "" {
		return downtimeSaid{period: p, rank: min(rank, downtimeImplied)}, true
	}
	if at == 0 && rank == downtimeSection {
		if x, ok := variantDowntime(u, f, p); ok {
			return x, true
		}
	}
	after, _, _ := strings.Cut(upToMark(f[p.end:]), "(")
	if allowed.MatchString(own) || allowed.MatchString(after) || conditional.MatchString(mostly.ReplaceAllString(f, "")) {
		return downtimeSaid{}, false
	}
	lasting := saysLasting(u, f, p)
	implied := min(rank, downtimeImplied)
	if rank == downtimeAsked {
		implied = downtimeAnswered
	}
	if first && rank == downtimeAsked && !recovery.MatchString(f[:p.start]) && !perhaps.MatchString(f) {
		return downtimeSaid{period: p, rank: rank}, true
	}
	return downtimeSaid{period: p, rank: implied}, lasting && (p.unsaid() || p.within(0, longestImplied))
}

// saysLasting reports whether the words around a time say that a symptom lasts so
// long.
func saysLasting(u unit, f string, p period) bool {
	before, after := f[:p.start], f[p.end:]
	if symptom.MatchString(before) && (lasts.MatchString(after) || u.form != sentence && listed.MatchString(after)) {
		return true
	}
	return untilGone.MatchString(before) && guide.MatchString(after) || lastingAfter.MatchString(after)
}

// variantDowntime reads in a section on the downtime how long one form of the
// treatment takes to recover from: 「Aチップ：1〜3日」, or that one has none.
func variantDowntime(u unit, f string, p period) (downtimeSaid, bool) {
	label := f[:p.start]
	if perVariant.MatchString("は" + label) {
		return downtimeSaid{none: true, period: p, rank: downtimeSection}, true
	}
	ok := u.form != sentence && variant.MatchString(label) && listed.MatchString(f[p.end:]) &&
		!notVariant.MatchString(label) && !allowed.MatchString(label) && p.within(0, longestImplied)
	return downtimeSaid{period: p, rank: downtimeImplied}, ok
}

// longestImplied is how many days redness and swelling can last that are a
// downtime; a scar is red for longer.
const longestImplied = 62

// rowDowntime reads a table row 「ダウンタイム | 2〜3日」, a column under ダウンタイム,
// or in a section on it how long a symptom lasts.
func (r *reading) rowDowntime(s *section, u unit, rank int) []downtimeSaid {
	row := cells(u.text)
	var out []downtimeSaid
	keyed := len(row) > 1 && downtimeKey.MatchString(fold(row[0]))
	for col, c := range row {
		head := ""
		if col < len(u.head) && u.head[col] != c {
			head = fold(u.head[col])
		}
		switch {
		case col == 0:
			continue
		case keyed && r.ownColumn(s, u, col):
		case strings.Contains(head, downtimeWord) && r.ownRow(s, u):
		case s.Kind == corpus.KindDowntime && !keyed && symptom.MatchString(fold(row[0])) && !r.otherTreatment(u.text):
			if x, ok := r.downtimeValue(fold(c)); ok && !x.none {
				x.rank = min(rank, downtimeImplied)
				out = append(out, x)
			}
			continue
		default:
			continue
		}
		if x, ok := r.downtimeValue(fold(c)); ok {
			x.rank = keyedAs(rank)
			out = append(out, x)
		}
	}
	return out
}

// ownRow reports whether a row is about the article's own treatment: not another
// one's, and in a comparison named.
func (r *reading) ownRow(s *section, u unit) bool {
	if s.compares() {
		return r.namesOwn(u, 1)
	}
	return !r.otherTreatment(u.text)
}

// ownColumn reports whether a column is about the article's own treatment: its
// head names it, or where no head names a treatment all are.
func (r *reading) ownColumn(s *section, u unit, col int) bool {
	if col < len(u.head) && u.head[col] != cells(u.text)[col] {
		if r.namesOwn(u, col) {
			return true
		}
		if r.otherColumn(u, col) {
			return false
		}
	}
	return !s.compares()
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
	return hasAnyPrefix(f[p.end:], "後から", "後に", "後の", "前に", "前から", "前まで", "経って", "たって", "後は", "後に", "目から", "から洗顔", "からメイク", "からシャワー", "からお化粧", "から化粧", "から可能", "から入浴", "から運動", "からは", "から、", "からの", "から通常", "より可能")
}
