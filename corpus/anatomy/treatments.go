package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
)

// mentionsOf returns the concepts named in a section's text, found once.
func (r *reading) mentionsOf(s *section) []lexicon.Mention {
	if !s.found {
		s.mentions, s.found = r.lex.Find(s.Text), true
	}
	return s.mentions
}

// ownText reports whether a section speaks of the article's own treatment, not
// of who supervised it, what it cites or what it is compared with.
func ownText(s *section) bool {
	switch s.Kind {
	case corpus.KindSupervision, corpus.KindSources:
		return false
	}
	return !s.compares()
}

// compares reports whether a section compares treatments, or stands below one that
// does: what it tells may be of another treatment than the article's.
func (s *section) compares() bool {
	for ; s != nil; s = s.parent {
		if s.Kind == corpus.KindComparison {
			return true
		}
	}
	return false
}

// readSubject fills in the facets that say what the article is about.
func (r *reading) readSubject() {
	if len(r.declared.Treatments) == 0 {
		r.article.Treatments = r.treatments()
	} else {
		r.article.Treatments = r.preferred(r.declared.Treatments)
	}
	if len(r.declared.Conditions) == 0 {
		r.article.Conditions = r.conditions()
	} else {
		r.article.Conditions = r.preferred(r.declared.Conditions)
	}
	if len(r.declared.Departments) == 0 {
		for _, t := range r.article.Treatments {
			if c := r.lex.Lookup(t); c != nil && c.Department != "" {
				add(&r.article.Departments, c.Department)
			}
		}
	}
}

// preferred replaces names by the preferred labels of the lexicon.
func (r *reading) preferred(names []string) []string {
	var out []string
	for _, n := range names {
		if c := r.lex.Lookup(n); c != nil {
			n = c.Label
		}
		add(&out, n)
	}
	return out
}

// treatments are those that the title names, and those that have a section of
// their own and are spoken of often. Where neither names any, the one that the
// text names most.
func (r *reading) treatments() []string {
	var out []string
	for _, c := range r.subject.concepts {
		if c.Kind == lexicon.Treatment {
			add(&out, c.Label)
		}
	}
	if len(out) > 0 && !r.hasHeadings() {
		return out
	}
	if name := r.ownName(); len(out) == 0 && name != "" {
		return []string{name} // what else has a section of its own is told beside it
	}
	count, order := r.countTreatments()
	most := 0
	for _, n := range count {
		most = max(most, n)
	}
	headed := r.headedTreatments()
	for _, c := range order {
		if headed[c] && count[c] >= 3 && count[c]*3 >= most {
			add(&out, c.Label)
		}
	}
	if len(out) > 0 {
		return out
	}
	if name := r.namedByTitle(); name != "" {
		return []string{name}
	}
	for _, c := range order {
		if len(r.subject.concepts) == 0 && count[c] >= 2 && count[c] == most {
			return []string{c.Label}
		}
	}
	return nil
}

// namedByTitle is the treatment of which the title names only a part: the condition
// that it is for (「痔の日帰り手術」), the drug or device that it is done with, or a name
// of its own that the lexicon does not know; "" where it names none.
func (r *reading) namedByTitle() string {
	title := withoutBrackets(r.article.Title)
	for _, m := range r.lex.Find(title) {
		if m.Concept.Is(lexicon.Condition) || m.Concept.Is(lexicon.Risk) {
			if name := r.treatmentOf(title[m.Start:m.End], m.Concept.Label); name != "" {
				return name
			}
		}
	}
	if m := ofSomething.FindStringSubmatch(title); m != nil {
		if m[2] == "手術" || m[2] == "治療" {
			return m[1] + m[2]
		}
		return m[1] + "の" + m[2]
	}
	for _, c := range r.subject.concepts {
		if c.Is(lexicon.Ingredient) || c.Is(lexicon.Device) {
			return c.Label
		}
	}
	if m := titleNote.FindStringSubmatch(title); m != nil && acronym.MatchString(m[1]) {
		return m[1] // 「腰の中に入れる見本の器具（MHN）」
	}
	return ""
}

// treatmentOf is the treatment of a condition that the article is about: as the
// lexicon names it, by the title's name of the condition or by its label, else by the
// label. What only tells of a condition treats nothing.
func (r *reading) treatmentOf(name, label string) string {
	way := "治療"
	if strings.Contains(r.article.Title, "手術") {
		way = "手術"
	} else if !strings.Contains(r.article.Title, way) && !slices.ContainsFunc(r.sections, tellsTreating) {
		return ""
	}
	for _, ailment := range []string{name, label} {
		for _, end := range []string{way, "の" + way, "治療", "の治療"} {
			if t := r.lex.Lookup(ailment + end); t != nil && t.Is(lexicon.Treatment) {
				return t.Label
			}
		}
	}
	return label + way
}

// treatsSame reports whether a treatment is one of those of a condition, where the
// article is about treating that at all: t is what the lexicon knows of its treatment.
func (r *reading) treatsSame(label string, t, c *lexicon.Concept) bool {
	ailment := strings.TrimSuffix(strings.TrimSuffix(label, "治療"), "手術")
	if ailment == label {
		return false
	}
	of := r.lex.Lookup(strings.TrimSuffix(ailment, "の"))
	if of == nil || !of.Is(lexicon.Condition) && !of.Is(lexicon.Risk) {
		return false
	}
	return t == nil || slices.Contains(c.UsedFor, of.ID)
}

// tellsTreating reports whether the heading of a section says that it tells how
// something is treated.
func tellsTreating(s *section) bool {
	return ownText(s) && containsAny(s.Heading, "治療", "療法", "手術")
}

func (r *reading) hasHeadings() bool {
	return slices.ContainsFunc(r.sections, func(s *section) bool { return s.Heading != "" })
}

// countTreatments counts the treatments that the text names, in the order of
// their first mention. A passage without headings counts where it speaks of
// treating at all: most passages of a general collection do not.
func (r *reading) countTreatments() (map[*lexicon.Concept]int, []*lexicon.Concept) {
	plain := !r.hasHeadings()
	count := map[*lexicon.Concept]int{}
	var order []*lexicon.Concept
	for _, s := range r.sections {
		if !ownText(s) || plain && !s.has(cueLasting) {
			continue
		}
		for _, m := range r.mentionsOf(s) {
			if m.Concept.Kind != lexicon.Treatment {
				continue
			}
			if count[m.Concept] == 0 {
				order = append(order, m.Concept)
			}
			count[m.Concept]++
		}
	}
	return count, order
}

// headedTreatments are the treatments that headings name, questions left out.
func (r *reading) headedTreatments() map[*lexicon.Concept]bool {
	out := map[*lexicon.Concept]bool{}
	for _, s := range r.sections {
		if s.Heading == "" || s.Kind == corpus.KindFAQ || !ownText(s) {
			continue
		}
		for _, m := range r.lex.Find(s.Heading) {
			if m.Concept.Kind == lexicon.Treatment {
				out[m.Concept] = true
			}
		}
	}
	return out
}

// ownName is the article's own name for a treatment that the lexicon does not
// know: the first noun of the title, or what stands in brackets behind it, where it
// ends as treatments do.
func (r *reading) ownName() string {
	title := withoutBrackets(r.article.Title)
	names := []string{firstNoun(title)}
	if m := titleNote.FindStringSubmatch(title); m != nil {
		names = append(names, m[1]) // 「肌の再生（見本移植）」
	}
	for _, name := range names {
		if runes(name) >= 3 && runes(name) <= 20 && hasAnySuffix(name, treatmentEnds...) && !slices.Contains(treatmentEnds, name) && !noTreatment.MatchString(name) {
			if c := r.lex.Lookup(name); c != nil && c.Is(lexicon.Treatment) {
				return c.Label
			}
			return name
		}
	}
	return ""
}

var (
	// titleNote is what a title says in brackets.
	titleNote = regexp.MustCompile(`[（(]([^（）()]+)[）)]`)
	// treatmentEnds are how names of treatments end.
	treatmentEnds = strings.Fields(`治療 療法 施術 手術 注射 点滴 注入 接種 レーザー ワクチン インプラント 矯正 脱毛 リフト ピーリング フェイシャル セラミック ブリッジ
		入れ歯 ホワイトニング 形成術 切除術 置換術 移植 除去 内服薬 外用薬 ダイエット カテーテル ブロック 短縮術 術 整体 鍼灸 マッサージ 指圧 カイロプラクティック リハビリ パネル検査 内視鏡検査`)
	// acronym is how a title gives the short name of a thing that it describes.
	acronym = regexp.MustCompile(`^[A-Z][A-Za-z]?[A-Z]{1,4}$`)
	// noTreatment are names that end so and are none.
	noTreatment = regexp.MustCompile(`(?:技|美|芸|医|学|話|戦|算|忍|魔|仁|処世|健康|仕事|話し)術$|(?:自費|保険|無料|各種|最新|専門|当院|一般|主な)(?:治療|診療|施術)$`)
	// ofSomething begins a title: 「見本ヘルニア（別名）の手術」「鉄の点滴」.
	ofSomething = regexp.MustCompile(`^([\p{Han}\p{Katakana}ーA-Za-z]{1,14})(?:[（(][^（()）]*[)）])?の(?:日帰り)?(手術|治療|点滴|注射|ワクチン|移植|矯正|レーザー治療)(?:$|[^\p{Han}\p{Katakana}ー])`)
)

// conditions are those that the title names, those that the article's treatment is
// for where the text names them, and those that the sections on effects speak of.
// What a citation is about is none of them.
func (r *reading) conditions() []string {
	var out []string
	for _, c := range r.subject.concepts {
		if c.Is(lexicon.Condition) {
			add(&out, c.Label)
		}
	}
	for _, c := range r.treatedConditions() {
		add(&out, c.Label)
	}
	for _, s := range r.sections {
		if s.Kind != corpus.KindEffects {
			continue
		}
		for _, m := range r.lex.Find(s.Heading) {
			if m.Concept.Is(lexicon.Condition) {
				add(&out, m.Concept.Label)
			}
		}
		for _, m := range r.uncited(s) {
			if m.Concept.Is(lexicon.Condition) {
				add(&out, m.Concept.Label)
			}
		}
	}
	return out
}

// treatedConditions are the conditions that a treatment in the title is used for
// and the text names, inside a longer name too: 白内障 of 白内障手術.
func (r *reading) treatedConditions() []*lexicon.Concept {
	var used []string
	for _, c := range r.subject.concepts {
		used = append(used, c.UsedFor...)
	}
	if len(used) == 0 {
		return nil
	}
	var out []*lexicon.Concept
	for _, s := range r.sections {
		switch s.Kind {
		case corpus.KindOverview, corpus.KindEffects, corpus.KindCandidates, corpus.KindSummary:
		default:
			continue // elsewhere it may be what forbids the treatment, or comes of it
		}
		for _, m := range r.uncited(s) {
			if m.Concept.Is(lexicon.Condition) && slices.Contains(used, m.Concept.ID) && !slices.Contains(out, m.Concept) {
				out = append(out, m.Concept)
			}
		}
	}
	return out
}

// uncited are the concepts named in a section's text, those of its citations left out.
func (r *reading) uncited(s *section) []lexicon.Mention {
	mentions := r.mentionsOf(s)
	if !s.has(cueSource) {
		return mentions
	}
	cited := citedSpans(s.Text)
	return slices.DeleteFunc(slices.Clone(mentions), func(m lexicon.Mention) bool {
		return slices.ContainsFunc(cited, func(span [2]int) bool { return span[0] <= m.Start && m.Start < span[1] })
	})
}

// citedSpans are the stretches of a text that cite: source lines, the list below a
// label of sources, sources in brackets.
func citedSpans(body string) [][2]int {
	var out [][2]int
	lines := strings.Split(body, "\n")
	for i, at := 0, 0; i < len(lines); i++ {
		l := lines[i]
		n := sourceLabelLen(l)
		switch {
		case n > 0 && !isBlank(l[n:]):
			out = append(out, [2]int{at, at + len(l)})
		case n > 0 || isBareLabel(l):
			start := at
			for range listBelow(lines[i+1:]) {
				at += len(lines[i]) + 1
				i++
			}
			out = append(out, [2]int{start, at + len(lines[i])})
		default:
			for _, m := range inlineSource.FindAllStringIndex(l, -1) {
				out = append(out, [2]int{at + m[0], at + m[1]})
			}
		}
		at += len(lines[i]) + 1
	}
	return out
}

// add appends a value that is not there yet.
func add(list *[]string, v string) {
	if v != "" && !slices.Contains(*list, v) {
		*list = append(*list, v)
	}
}
