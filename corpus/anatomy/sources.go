package anatomy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/pattern"
	"shirube/internal/text"
)

// labelWords name sources without doubt, whatever follows.
const labelWords = `参照元|参照文献|参照サイト|参照論文|参考文献|参考資料|参考サイト|参考リンク|参考論文|参考図書|参考書籍|参考情報|出典元|出典|引用・参考文献|引用・参考|引用元|引用文献|引用サイト|引用|参照|情報源|情報元|情報のもと|(?:もと|元|基)(?:に(?:した|なる|なった)|とした|となる)(?:資料|文献|情報|論文|もの|データ|サイト|本)?|(?:調べた|参照した|引用した|使用した|利用した|引いた|確認した)(?:資料|文献|情報|論文|もの|サイト|本|ページ)|(?:参考|根拠|より所|よりどころ)(?:に|と)(?:した|なる|なった)(?:資料|文献|情報|論文|もの|サイト|本|ページ)?|根拠(?:資料|文献)|典拠|出どころ|主な(?:参考)?(?:資料|文献)|脚注|出所`

var (
	// sourceLabel begins a line that names a source: 「参照元:X」「※出典：X」「【引用元】X」.
	sourceLabel = regexp.MustCompile(pattern.Joined(`^(?:※|＊|\*|■|▼|・|\(|（|【|\[)*\s*(?:
		` + labelWords + `|参考url|参照url|参考|文献|資料|資料元|ソース|エビデンス|根拠|source|sources|reference
		|references
	)\s*(?:】\s*[:：]?|\]\s*[:：]?|(?:\)|）)?\s*[:：])\s*`))
	// spacedLabel is a label that is parted from a source by white space or nothing.
	spacedLabel = regexp.MustCompile(`^(?:※|＊|\*|■|▼|・|\(|（)*\s*(?:` + labelWords + `|参考|資料)\s*(?:\)|）)?\s*`)
	// bareLabel is a label with nothing after it: the list below it are sources.
	bareLabel = regexp.MustCompile(`^(?:※|＊|\*|■|▼|・|【|\[|<|〈|\()*\s*(?:` + labelWords + `|references?)\s*(?:一覧|リスト)?\s*(?:】|\]|>|〉|\))?\s*[:：]?$`)
	// inlineSource is a source in brackets inside a sentence.
	inlineSource = pattern.MustGuard(`[（(【\[](?:` + labelWords + `|参考)(?:\s*[:：]\s*|[\s　]+)([^（()）【】\[\]]+(?:[（(][^（()）]*[)）])?[^（()）【】\[\]]*)[)）】\]]`)
	// authors begin the citation of a paper: 「Sato A, Suzuki B-C, et al. Title. …」.
	authors      = regexp.MustCompile(`^((?:\p{Lu}[\p{L}'’-]+(?: [\p{L}'’-]+)? \p{Lu}(?:-?\p{Lu})*,? ?){1,12}(?:et al)?)\. (.+)$`)
	urlPattern   = regexp.MustCompile(`https?://[^\s<>"「」（）、。　]+`)
	yearPattern  = regexp.MustCompile(`(?:19|20)\d{2}`)
	eraYear      = regexp.MustCompile(`(令和|平成|昭和)\s*(元|\d{1,2})\s*年`)
	titlePattern = pattern.MustGuard(`「([^「」]+(?:「[^」]*」[^「」]*)*)」|『([^』]+)』|“([^”]+)”|"([^"]{8,})"|《([^》]+)》`)
	listNumber   = regexp.MustCompile(`^\s*(?:[\[［(（](\d{1,2})[\]］)）]|(\d{1,2})[.．)]|(?:※|注|\*|＊)\s?(\d{1,2})[.:：)）]?)\s*`)
	footnote     = regexp.MustCompile(`^\s*\[\^([^\]\s]+)\]:\s*`)
)

// sourceLine reports whether a line names a source after a label.
func sourceLine(line string) bool { return sourceLabelLen(line) > 0 }

// sourceLabelLen is the length in bytes of the label at the start of a line.
func sourceLabelLen(line string) int {
	t := strings.TrimLeft(line, " \t　")
	if t == "" || !mayLabel(t) {
		return 0
	}
	folded := fold(firstRunes(t, 24))
	m := sourceLabel.FindString(folded)
	if m == "" {
		if m = spacedLabel.FindString(folded); m == "" || !looksCited(unbracket(t[len(firstRunes(t, runes(m))):])) {
			return 0
		}
	}
	return len(line) - len(t) + len(firstRunes(t, runes(m)))
}

// mayLabel is a quick test of how a source label begins.
func mayLabel(t string) bool {
	head := firstRunes(t, 6)
	for _, w := range []string{"参", "出典", "引用", "情報", "文献", "ソース", "エビデンス", "根拠", "脚注", "出所", "もと", "元に", "基に", "元と", "基と", "調べ", "資料", "典拠", "出どころ", "使用し", "利用し", "引いた", "確認し", "より所", "よりどころ"} {
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
			r.linkedSources(s)
			r.headedSource(s)
			if s.supports != nil {
				for _, n := range s.Sources {
					attach(s.supports, n)
				}
			}
			continue
		}
		r.sectionSources(s)
		r.saidBy(s)
		r.notedSources(s, numbered)
		r.linkedSources(s)
	}
	for _, s := range r.sections {
		if s.Kind != corpus.KindSources {
			r.attachNumbers(s, numbered)
			r.saidByBody(s)
			r.attachAuthors(s)
			r.citeAuthors(s)
		}
	}
}

// headedSource cites the heading of a section below a list of sources that describes one
// of them in a text which cites nothing: the name of a site over what it is.
func (r *reading) headedSource(s *section) {
	if s.parent != nil && s.parent.Kind == corpus.KindSources && len(s.Sources) == 0 && prosaic(strings.TrimSpace(s.Text)) && runes(s.Heading) <= 40 && s.head.kind == "" && !notCited(s.Heading) {
		r.cite(s, s.Heading, s.Heading)
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

// closingQuote ends the title of a work in a section that names a source without a label.
var closingQuote = pattern.NewWords("」", "』")

// sectionSources reads the source lines of a section that is about something else.
func (r *reading) sectionSources(s *section) {
	if !s.has(cueSource) && !closingQuote.In(s.Text) && !isBareLabel(s.Heading) {
		return
	}
	lines := strings.Split(s.Text, "\n")
	if isBareLabel(s.Heading) && strings.TrimSpace(s.Text) != "" {
		r.listedSources(s, listBelow(lines), nil)
		return
	}
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		switch n := sourceLabelLen(l); {
		case n > 0 && strings.TrimSpace(l[n:]) != "":
			r.cite(s, unbracket(l[n:]), l)
			for i+1 < len(lines) && isCitation(lines[i+1]) && !noteLine.MatchString(fold(firstRunes(lines[i+1], 8))) {
				i++
				r.cite(s, lines[i][listMark(lines[i]):], lines[i])
			}
		case n > 0 || isBareLabel(l):
			i += r.listedSources(s, listBelow(lines[i+1:]), nil)
		default:
			inline := inlineSource.FindAllStringSubmatch(l, -1)
			for _, m := range inline {
				r.cite(s, m[1], "")
			}
			if inline == nil && (onlyIdentifier.MatchString(l) || (strings.ContainsAny(l, "「『") || isDrugLabel(l)) && aloneIn(lines, i) && isCitation(l) && !noteLine.MatchString(fold(firstRunes(l, 8)))) {
				r.cite(s, quotedEnd.ReplaceAllString(strings.TrimSpace(l), ""), l)
			}
		}
	}
}

// aloneIn reports whether a line has blank lines, or nothing, above and below it.
func aloneIn(lines []string, i int) bool {
	return (i == 0 || isBlank(lines[i-1])) && (i+1 == len(lines) || isBlank(lines[i+1]))
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

// listedSources reads a list of sources, one a line or a row, and returns how many
// lines it is. An address on a line of its own belongs to the work above it. Numbers
// before them go to numbered.
func (r *reading) listedSources(s *section, lines []string, numbered map[string]int) int {
	last := -1 // the work that an address below it belongs to
	for _, l := range lines {
		number, t := listedNumber(citationOfRow(l))
		if n := sourceLabelLen(t); n > 0 {
			t = t[n:]
		}
		if t = strings.TrimSpace(seeHere.ReplaceAllString(t, "")); t == "" || !hasLetters(t) || notCited(t) {
			continue
		}
		if isAddress(t) && last >= 0 && number == "" && r.article.Sources[last].URL == "" {
			r.article.Sources[last].URL = strings.TrimRight(urlPattern.FindString(t), ".,)")
			continue
		}
		if last = r.cite(s, t, l); number != "" && numbered != nil && last >= 0 {
			numbered[number] = last
		}
	}
	return len(lines)
}

// listedNumber parts the number of a listed work from it; a footnote's has a caret.
func listedNumber(t string) (number, rest string) {
	t = strings.TrimSpace(t)
	if m := footnote.FindStringSubmatch(t); m != nil {
		return "^" + m[1], t[len(m[0]):]
	}
	if m := listNumber.FindStringSubmatch(fold(firstRunes(t, 12))); m != nil {
		return m[1] + m[2] + m[3], t[len(firstRunes(t, runes(m[0]))):]
	}
	if m := gluedNumber.FindStringSubmatch(t); m != nil {
		return m[1], m[2]
	}
	return "", t[listMark(t):]
}

// gluedNumber is a number that a page sets apart by its style alone: 「3日本見本学会」.
var gluedNumber = regexp.MustCompile(`^(\d{1,2})((?:日本[\p{Han}\p{Katakana}]|厚生労働|国立|独立行政|公益|一般社団|[A-Z][a-z]+ [A-Z]{1,3}[,.]).*)$`)

// citationOfRow is the work in a row of a table: what stands in its cells, numbers
// before it as the numbers of a list. Other lines stay as they are.
func citationOfRow(line string) string {
	if !isTableRow(line) {
		return line
	}
	c := cells(line)
	if len(c) > 1 && strings.Trim(c[0], "0123456789０１２３４５６７８９.．()（）[]") == "" && c[0] != "" {
		return strings.Trim(c[0], ".．()（）[]") + ". " + strings.Join(c[1:], " ")
	}
	return strings.Join(c, " ")
}

// notCited reports lines of a list of sources that are none: notes, labels, dates,
// the heads of its columns, prose.
func notCited(t string) bool {
	if isBareLabel(t) || ownInquiry.MatchString(t) || noiseReason(t) != "" || strings.Contains(firstRunes(t, 6), "監修") || isCitationHead(t) || dateLine.MatchString(fold(t)) {
		return true
	}
	if strings.HasPrefix(t, "※") && !urlPattern.MatchString(t) && titlePattern.FindStringIndex(t) == nil {
		return true
	}
	return (prosaic(t) || mostlyKana(t)) && !looksCited(t) && !isDrugLabel(t)
}

// ownInquiry is what somebody found out by himself, which nobody can look up.
var ownInquiry = regexp.MustCompile(`^(?:当院|院内|自社|当社|当クリニック|弊社|編集部|筆者|著者)(?:の)?(?:調べ|調査|データ|集計|統計|実績)`)

// mostlyKana reports whether a line is put in words of its own rather than names:
// more hiragana than a title has.
func mostlyKana(t string) bool {
	kana, all := 0, 0
	for _, r := range t {
		if unicode.IsLetter(r) {
			all++
		}
		if text.IsHiragana(r) {
			kana++
		}
	}
	return all >= 10 && kana*100 > all*55
}

// prosaic reports whether a line is a sentence.
func prosaic(t string) bool {
	return endsSentence(t) || hasAnySuffix(t, "です", "ます", "ください", "ません")
}

// isCitationHead reports whether a row is the head of a table of sources.
func isCitationHead(t string) bool {
	for _, w := range strings.Fields(fold(t)) {
		if !slices.Contains([]string{"no", "no.", "番号", "文献", "資料", "資料名", "出典", "発行元", "発行", "発行年", "年", "著者", "題名", "タイトル", "url", "リンク", "名称", "機関", "#"}, w) {
			return false
		}
	}
	return true
}

// looksCited reports whether a line that ends as a sentence does is a citation
// nevertheless: it has a title with who issued it, an address, authors.
func looksCited(t string) bool {
	if urlPattern.MatchString(t) || looksLikePaper(t) || authors.MatchString(t) {
		return true
	}
	m := titlePattern.FindStringIndex(t)
	return m != nil && (m[0] == 0 || isIssuer(strings.TrimSpace(t[:m[0]]))) && runes(t[m[1]:]) <= 25
}

// seeHere leads to a source, and is no part of its name: 「見本については、こちら：」.
var seeHere = regexp.MustCompile(`^[^:：。]{2,40}?(?:について)?(?:の)?(?:詳しく|くわしく|詳細)は、?(?:こちら|下記|以下)(?:を(?:参照|ご覧ください|ご参照ください))?[:：]\s*`)

// cite adds the sources that a text names to a section; whole is the line with
// its links. It returns the index of the first.
func (r *reading) cite(s *section, text, whole string) int {
	first := -1
	for _, part := range splitSources(text, r.isOrganisation) {
		if ownInquiry.MatchString(strings.TrimSpace(part)) {
			continue
		}
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
	if src.Type == "" {
		src.Type = r.sourceType(&src)
	}
	r.article.Sources = append(r.article.Sources, src)
	return len(r.article.Sources) - 1
}

// sourceType decides by the name, then by the whole citation, then by the address.
func (r *reading) sourceType(s *corpus.Source) corpus.SourceType {
	for _, name := range []string{s.Name + "「" + s.Title + "」", s.Name, s.Title} {
		if t := corpus.SourceType(r.lex.SourceType(name)); t != corpus.SourceOther && t != "" && name != "" {
			return t
		}
	}
	if t := typeOfURL(s.URL); t != corpus.SourceOther {
		return t
	}
	if looksLikePaper(s.Title) || looksLikePaper(s.Name) || latinPaper.MatchString(s.Name) || latinPaper.MatchString(s.Title) { // a citation that could not be parted is a name
		return corpus.SourceJournal
	}
	return corpus.SourceOther
}
