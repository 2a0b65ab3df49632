package anatomy

import (
	"regexp"
	"slices"
	"strings"

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
	if t == "" || !mayLabel(t) {
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
			if s.supports != nil {
				for _, n := range s.Sources {
					attach(s.supports, n)
				}
			}
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

// sourceType decides by the name, then by the whole citation, then by the address.
func (r *reading) sourceType(s *corpus.Source) corpus.SourceType {
	for _, name := range []string{s.Name + "「" + s.Title + "」", s.Name, s.Title} {
		if t := corpus.SourceType(r.lex.SourceType(name)); t != corpus.SourceOther && t != "" && name != "" {
			return t
		}
	}
	return typeOfURL(s.URL)
}

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
