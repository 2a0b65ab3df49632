package anatomy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
)

var (
	// sourceLabel begins a line that names a source: 「参照元:X」「※出典：X」「（引用元 X）」.
	sourceLabel = regexp.MustCompile(`^(?:※|＊|\*|■|▼|・|\(|（|【|\[)*\s*(?:参照元?|参照文献|参照サイト|参考文献|参考資料|参考サイト|参考リンク|参考url|参考|出典元?|引用元?|引用文献|情報源|文献|ソース|source|sources|reference|references)\s*(?:】|\]|\)|）)?\s*[:：]\s*`)
	// bareLabel is a label with nothing after it: the list below it are sources.
	bareLabel = regexp.MustCompile(`^(?:※|＊|\*|■|▼|・|【|\[|<|〈)*\s*(?:参照元|参照文献|参照サイト|参考文献|参考資料|参考サイト|参考リンク|出典元?|引用元|引用文献|references?)\s*(?:】|\]|>|〉)?\s*[:：]?$`)
	// inlineSource is a source in brackets inside a sentence.
	inlineSource = regexp.MustCompile(`[（(](?:参照元?|参考文献|参考|出典元?|引用元?)\s*[:：]\s*([^（()）]+(?:[（(][^（()）]*[)）])?[^（()）]*)[)）]`)
	// authors begin the citation of a paper: 「Sato A, Suzuki B-C, et al. Title. …」.
	authors      = regexp.MustCompile(`^((?:\p{Lu}[\p{L}'’-]+(?: [\p{L}'’-]+)? \p{Lu}(?:-?\p{Lu})*,? ?){1,12}(?:et al)?)\. (.+)$`)
	urlPattern   = regexp.MustCompile(`https?://[^\s<>"「」（）、。　]+`)
	yearPattern  = regexp.MustCompile(`(?:19|20)\d{2}`)
	eraYear      = regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年`)
	titlePattern = regexp.MustCompile(`「([^「」]+(?:「[^」]*」[^「」]*)*)」|『([^』]+)』|“([^”]+)”|"([^"]{8,})"|《([^》]+)》`)
	refMark      = regexp.MustCompile(`[\[［](\d{1,2}(?:\s*[,、，\-–〜]\s*\d{1,2})*)[\]］]|※(\d{1,2})|（文献(\d{1,2})）`)
	listNumber   = regexp.MustCompile(`^\s*(?:[\[［(（](\d{1,2})[\]］)）]|(\d{1,2})[.．)]|※(\d{1,2})[.:：]?)\s*`)
	footnote     = regexp.MustCompile(`^\s*\[\^([^\]\s]+)\]:\s*`)
)

// sourceLine reports whether a line names a source after a label.
func sourceLine(line string) bool { return sourceLabelLen(line) > 0 }

// sourceLabelLen is the length in bytes of the label at the start of a line.
func sourceLabelLen(line string) int {
	t := strings.TrimLeft(line, " \t　")
	if len(t) == 0 || !mayLabel(t) {
		return 0
	}
	folded := fold(firstRunes(t, 24))
	m := sourceLabel.FindString(folded)
	if m == "" {
		return 0
	}
	return len(line) - len(t) + len(firstRunes(t, runes(m)))
}

// mayLabel is a quick test of how a source label begins.
func mayLabel(t string) bool {
	head := firstRunes(t, 6)
	for _, w := range []string{"参", "出典", "引用", "情報", "文献", "ソース"} {
		if strings.Contains(head, w) {
			return true
		}
	}
	c := head[0] | 0x20
	return c == 's' || c == 'r' || strings.ContainsRune("※＊*■▼・（【[(ｓＳｒＲ", firstRune(head))
}

// isBareLabel reports whether a line is a label above a list of sources.
func isBareLabel(line string) bool {
	t := strings.TrimSpace(line)
	return t != "" && len(t) < 60 && mayLabel(t) && bareLabel.MatchString(fold(t))
}

// readSources collects what the sections cite, and says which section each
// source supports: a section's own source lines, sources that are declared to
// support it, and numbers in its text that a list of sources explains.
func (r *reading) readSources(supports map[int][]string) {
	for i := range r.article.Sources {
		s := &r.article.Sources[i]
		if s.Type == "" {
			s.Type = r.sourceType(s)
		}
	}
	r.declareSupport(supports)
	numbered := map[string]int{}
	for _, s := range r.sections {
		if s.Kind == corpus.KindSources {
			r.listedSources(s, strings.Split(s.Text, "\n"), numbered)
			continue
		}
		r.sectionSources(s)
		r.linkedSources(s)
	}
	if len(numbered) > 0 {
		for _, s := range r.sections {
			if s.Kind != corpus.KindSources {
				r.attachNumbers(s, numbered)
			}
		}
	}
}

// declareSupport attaches declared sources to the sections they name.
func (r *reading) declareSupport(supports map[int][]string) {
	for n := range r.article.Sources {
		for _, h := range supports[n] {
			for _, s := range r.sections {
				if s.Heading != "" && SameHeading(s.Heading, h) {
					attach(s, n)
				}
			}
		}
	}
}

// SameHeading reports whether a heading is the one named; spaces, width, case and
// the mark of a question do not matter.
func SameHeading(heading, named string) bool {
	return bare(heading) == bare(named) || bare(question(heading)) == bare(named)
}

// sectionSources reads the source lines of a section that is about something else.
func (r *reading) sectionSources(s *section) {
	if !s.has(cueSource) {
		return
	}
	lines := strings.Split(s.Text, "\n")
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		switch n := sourceLabelLen(l); {
		case n > 0 && strings.TrimSpace(l[n:]) != "":
			r.cite(s, unbracket(l[n:]), l)
		case n > 0 || isBareLabel(l):
			i += r.listedSources(s, listBelow(lines[i+1:]), nil)
		default:
			for _, m := range inlineSource.FindAllStringSubmatch(l, -1) {
				r.cite(s, m[1], "")
			}
		}
	}
}

// linkedSources cites the official and scholarly pages that a section links to.
func (r *reading) linkedSources(s *section) {
	for _, l := range s.links {
		if !strings.HasPrefix(l.URL, "http") || l.Text == "" || !strings.Contains(s.Text, l.Text) {
			continue
		}
		src := parseSource(l.Text, nil, l.Text)
		src.URL = l.URL
		switch r.sourceType(&src) {
		case corpus.SourceGovernment, corpus.SourceSociety, corpus.SourceUniversity, corpus.SourceJournal, corpus.SourceDrugLabel:
			attach(s, r.source(src))
		}
	}
}

// listBelow is the list that begins at the first of lines: up to a blank line
// after it, or to what is no list item where it is a list.
func listBelow(lines []string) []string {
	n, items := 0, false
	for i, l := range lines {
		switch {
		case isBlank(l):
			if n > 0 {
				return lines[:n]
			}
			continue
		case listMark(l) > 0 || listNumber.MatchString(fold(l)):
			items = true
		case items:
			return lines[:n]
		}
		n = i + 1
	}
	return lines[:n]
}

// listedSources reads a list of sources, one a line, and returns how many lines
// it is. Numbers before them go to numbered.
func (r *reading) listedSources(s *section, lines []string, numbered map[string]int) int {
	for _, l := range lines {
		t := strings.TrimSpace(l)
		if t == "" || !hasLetters(t) || isBareLabel(t) {
			continue
		}
		number := ""
		if m := footnote.FindStringSubmatch(t); m != nil {
			number, t = "^"+m[1], t[len(m[0]):]
		} else if m := listNumber.FindStringSubmatch(fold(firstRunes(t, 12))); m != nil {
			number, t = m[1]+m[2]+m[3], t[len(firstRunes(t, runes(m[0]))):]
		} else {
			t = t[listMark(t):]
		}
		if n := sourceLabelLen(t); n > 0 {
			t = t[n:]
		}
		if strings.TrimSpace(t) == "" || endsSentence(t) && !looksCited(t) {
			continue
		}
		index := r.cite(s, t, l)
		if number != "" && numbered != nil && index >= 0 {
			numbered[number] = index
		}
	}
	return len(lines)
}

// looksCited reports whether a line that ends as a sentence does is a citation
// nevertheless: it has a title, a year or an address.
func looksCited(t string) bool {
	return urlPattern.MatchString(t) || yearPattern.MatchString(t) || titlePattern.MatchString(t)
}

// cite adds the sources that a text names to a section; whole is the line with
// its links. It returns the index of the first.
func (r *reading) cite(s *section, text, whole string) int {
	first := -1
	for _, part := range splitSources(text, r.isOrganisation) {
		n := r.source(parseSource(part, s.links, whole))
		if n < 0 {
			continue
		}
		attach(s, n)
		if first < 0 {
			first = n
		}
	}
	return first
}

// splitSources parts 「厚生労働省、日本皮膚科学会」, where each part is the name of
// an organisation.
func splitSources(text string, isOrganisation func(string) bool) []string {
	for _, sep := range []string{"、", "／", " / ", ",", "，"} {
		parts := strings.Split(text, sep)
		if len(parts) < 2 {
			continue
		}
		if !slices.ContainsFunc(parts, func(p string) bool {
			return runes(p) > 40 || !isOrganisation(strings.TrimSpace(withoutTitle(p)))
		}) {
			return parts
		}
	}
	return []string{text}
}

func withoutTitle(s string) string { return titlePattern.ReplaceAllString(s, "") }

func (r *reading) isOrganisation(name string) bool {
	switch corpus.SourceType(r.lex.SourceType(name)) {
	case corpus.SourceOther, corpus.SourceJournal, "":
		return false
	}
	return name != ""
}

func attach(s *section, n int) {
	if !slices.Contains(s.Sources, n) {
		s.Sources = append(s.Sources, n)
	}
}

// source returns the index of a source, which it adds where it is new.
func (r *reading) source(src corpus.Source) int {
	if src.Name == "" && src.Title == "" && src.URL == "" {
		return -1
	}
	for i, known := range r.article.Sources {
		if sameSource(known, src) {
			return i
		}
	}
	src.Type = r.sourceType(&src)
	r.article.Sources = append(r.article.Sources, src)
	return len(r.article.Sources) - 1
}

// sameSource reports whether two citations are of one work: the same address, or
// the same name and title.
func sameSource(a, b corpus.Source) bool {
	if a.URL != "" && a.URL == b.URL {
		return true
	}
	if a.URL != "" && b.URL != "" && a.URL != b.URL {
		return false
	}
	if a.Title != "" && b.Title != "" {
		return bare(a.Title) == bare(b.Title) && (a.Name == "" || b.Name == "" || bare(a.Name) == bare(b.Name))
	}
	return bare(a.Name) == bare(b.Name) && a.Title == b.Title && sameYear(a.Year, b.Year)
}

func sameYear(a, b *int) bool { return a == nil || b == nil || *a == *b }

// sourceType decides by the name, then by the whole citation, then by the address.
func (r *reading) sourceType(s *corpus.Source) corpus.SourceType {
	for _, name := range []string{s.Name + "「" + s.Title + "」", s.Name, s.Title} {
		if t := corpus.SourceType(r.lex.SourceType(name)); t != corpus.SourceOther && t != "" && name != "" {
			return t
		}
	}
	return typeOfURL(s.URL)
}

func typeOfURL(url string) corpus.SourceType {
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://"), "/")
	switch {
	case strings.HasSuffix(host, ".go.jp"), strings.HasSuffix(host, ".gov"), strings.HasSuffix(host, ".lg.jp"), strings.HasSuffix(host, "who.int"):
		return corpus.SourceGovernment
	case strings.HasSuffix(host, ".ac.jp"), strings.HasSuffix(host, ".edu"):
		return corpus.SourceUniversity
	case strings.HasSuffix(host, "doi.org"), strings.Contains(host, "jstage"), strings.Contains(host, "pubmed"):
		return corpus.SourceJournal
	case strings.HasSuffix(host, ".co.jp"):
		return corpus.SourceCompany
	}
	return corpus.SourceOther
}

// ParseSource reads a citation that a file declares as one text.
func ParseSource(s string) corpus.Source { return parseSource(s, nil, s) }

// parseSource reads one citation: name, title in quotation marks or after the
// name, address, year.
func parseSource(s string, links []Link, whole string) corpus.Source {
	src := corpus.Source{}
	s = strings.TrimSpace(s)
	if u := urlPattern.FindString(s); u != "" {
		src.URL = strings.TrimRight(u, ".,)")
		s = strings.Replace(s, u, " ", 1)
	}
	for _, l := range links {
		if src.URL == "" && l.Text != "" && strings.HasPrefix(l.URL, "http") && (strings.Contains(s, l.Text) || strings.Contains(whole, l.Text)) {
			src.URL = l.URL
		}
	}
	src.Year = yearOf(s)
	if m := titlePattern.FindStringSubmatchIndex(s); m != nil {
		for g := 1; g < len(m)/2; g++ {
			if m[2*g] >= 0 {
				src.Title = strings.TrimSpace(s[m[2*g]:m[2*g+1]])
			}
		}
		src.Name = trimCitation(s[:m[0]])
		if src.Name == "" {
			src.Name = trimCitation(dropYear(s[m[1]:]))
		}
		return nameOrTitle(src)
	}
	s = trimCitation(s)
	if m := authors.FindStringSubmatch(s); m != nil {
		src.Name, src.Title = trimCitation(m[1]), trimCitation(m[2])
		return src
	}
	for _, sep := range []string{"：", ":", "｜", "|", "　", " - ", " – ", "／"} {
		if name, title, ok := strings.Cut(s, sep); ok && trimCitation(name) != "" && trimCitation(title) != "" && runes(name) <= 30 && !strings.ContainsAny(name, "0123456789") {
			src.Name, src.Title = trimCitation(name), trimCitation(title)
			return src
		}
	}
	src.Name = trimCitation(dropYear(s))
	return nameOrTitle(src)
}

// nameOrTitle makes sure that there is a name: what a facet shows.
func nameOrTitle(s corpus.Source) corpus.Source {
	if s.Name == "" {
		s.Name, s.Title = s.Title, ""
	}
	if s.Name == "" {
		s.Name, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimPrefix(s.URL, "https://"), "http://"), "/")
	}
	return s
}

// dropYear takes a year in brackets off a citation.
func dropYear(s string) string {
	return bracketYear.ReplaceAllString(s, " ")
}

var bracketYear = regexp.MustCompile(`[（(]\s*(?:(?:19|20)\d{2}\s*年?(?:\s*\d{1,2}\s*月)?(?:発行|改訂|版|閲覧|公開|更新)?|(?:令和|平成)\s*(?:元|\d{1,2})\s*年[^）)]{0,6})\s*[)）]`)

// unbracket takes off a bracket that was opened before the label: 「（参考：X）」.
func unbracket(s string) string {
	s = strings.TrimRight(strings.TrimSpace(s), "。")
	for _, pair := range [...][2]string{{"（", "）"}, {"(", ")"}} {
		if strings.HasSuffix(s, pair[1]) && strings.Count(s, pair[1]) > strings.Count(s, pair[0]) {
			s = strings.TrimSuffix(s, pair[1])
		}
	}
	return s
}

// trimCitation takes separators, empty brackets and white space off both ends.
func trimCitation(s string) string {
	for {
		t := strings.Trim(s, " \t　、。.,，:：;；|｜/／-–—→>＞*")
		t = strings.TrimSuffix(strings.TrimSuffix(t, "()"), "（）")
		for _, pair := range [...][2]string{{"（", "）"}, {"(", ")"}, {"「", "」"}, {"【", "】"}, {"<", ">"}} {
			if strings.HasPrefix(t, pair[0]) && strings.HasSuffix(t, pair[1]) && strings.Count(t, pair[0]) == 1 {
				t = t[len(pair[0]) : len(t)-len(pair[1])]
			}
		}
		if t == s {
			return t
		}
		s = t
	}
}

// yearOf is the year of a citation: the first that is not a part of a longer number.
func yearOf(s string) *int {
	f := fold(s)
	for _, m := range yearPattern.FindAllStringIndex(f, -1) {
		if m[0] > 0 && isDigitByte(f[m[0]-1]) || m[1] < len(f) && isDigitByte(f[m[1]]) {
			continue
		}
		// A page range (1998–2003) and a number with a unit are no years.
		if m[0] > 0 && strings.ContainsRune(":：-–", lastRune(f[:m[0]])) {
			continue
		}
		y, _ := strconv.Atoi(f[m[0]:m[1]]) // digits by the expression
		return &y
	}
	if m := eraYear.FindStringSubmatch(f); m != nil {
		n := 1
		if m[2] != "元" {
			n, _ = strconv.Atoi(m[2])
		}
		y := map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925}[m[1]] + n
		return &y
	}
	return nil
}

func isDigitByte(c byte) bool { return c >= '0' && c <= '9' }

// attachNumbers attaches to a section the sources whose numbers stand in it.
func (r *reading) attachNumbers(s *section, numbered map[string]int) {
	for _, ref := range s.refs {
		if index, ok := numbered["^"+ref]; ok {
			attach(s, index)
		}
	}
	if !strings.ContainsAny(s.Text, "[［※") && !strings.Contains(s.Text, "（文献") {
		return
	}
	for _, m := range refMark.FindAllStringSubmatch(s.Text, -1) {
		for _, ref := range numbersOf(m[1] + m[2] + m[3]) {
			if index, ok := numbered[ref]; ok {
				attach(s, index)
			}
		}
	}
}

// numbersOf reads 「1,3-5」 as 1, 3, 4, 5.
func numbersOf(s string) []string {
	var out []string
	from, cur, ranged := 0, 0, false
	flush := func() {
		if cur == 0 {
			return
		}
		if ranged && from > 0 {
			for n := from + 1; n <= cur && n < from+50; n++ {
				out = append(out, strconv.Itoa(n))
			}
		} else {
			out = append(out, strconv.Itoa(cur))
		}
		from, cur, ranged = cur, 0, false
	}
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= '0' && r <= '9':
			cur = cur*10 + int(r-'0')
		case strings.ContainsRune("-–〜", r):
			flush()
			ranged = true
		case r != ' ':
			flush()
		}
		i += n
	}
	flush()
	return out
}
