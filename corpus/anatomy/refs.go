package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// What in a section points to a source elsewhere: numbers, names of authors, links.

var (
	// refMark is a number that refers to a list: 「[1,2]」「※1」「(2)。」「¹」.
	refMark = regexp.MustCompile(pattern.Joined(`
		[\[［]([0-9０-９]{1,2}(?:\s*[,、，\-–〜]\s*[0-9０-９]{1,2})*)[\]］]
		|(?:※|\*|＊)([0-9０-９]{1,2})
		|（文献([0-9０-９]{1,2})）
		|[（(]([0-9０-９]{1,2}(?:\s*[,、，]\s*[0-9０-９]{1,2})*)[)）]。
		|[^0-9０-９（(,、]([0-9]{1,2})[)）](?:。|、|$)
		|[^A-Za-zａ-ｚＡ-Ｚ]([¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?)
	`))
	// authorYear is a work by its author: 「（Sato et al., 2019）」「見本ら（2019）」.
	authorYear = pattern.MustGuard(`([A-Z][\p{Latin}'’-]+|[\p{Han}]{2,4})(?:\s+et\s+al\.?|\s+(?:and|&)\s+[A-Z][\p{Latin}'’-]+|ら|ほか|他)?\s*(?:[,，、]\s*|[（(]\s*|\s)((?:19|20)\d{2})`)
	// noteLine is a numbered note below the text.
	noteLine = regexp.MustCompile(`^(?:(?:※|注|\*|＊|\[|［|\()\s?\d{1,2}|\d{1,2}\))`)
	// namedOrganisation is an organisation in a sentence.
	namedOrganisation = regexp.MustCompile(`[\p{Han}\p{Katakana}ー]{2,}(?:学会|医師会|大学|研究所|センター|協会|機構|労働省|庁)`)
)

// notedSources cites the works in numbered notes below the text, which support what
// refers to them.
func (r *reading) notedSources(s *section, numbered map[string]int) {
	if !strings.ContainsAny(s.Text, "※注*＊[［()）;；") {
		return
	}
	for _, l := range strings.Split(s.Text, "\n") {
		t := strings.TrimSpace(l)
		if t == "" || len(t) > 900 {
			continue
		}
		number, work := listedNumber(t)
		if number != "" && !noteLine.MatchString(fold(firstRunes(t, 8))) && !authors.MatchString(work) && !isDrugLabel(work) {
			continue // a step
		}
		if number == "" || !isCitation(t) && !r.issuedBy(work) {
			continue
		}
		if n := r.source(parseSource(work, s.links, t)); n >= 0 {
			numbered[number] = n
		}
	}
}

// maxIssued is how many characters a work has that a note names by who issued it.
const maxIssued = 60

// issuedBy reports whether a note names a work by who issued it, the one behind the
// other without quotation marks: 「厚生労働省 手引きの概要」.
func (r *reading) issuedBy(work string) bool {
	issuer, title, ok := strings.Cut(strings.ReplaceAll(work, "　", " "), " ")
	return ok && runes(work) <= maxIssued && hasLetters(title) && !prosaic(title) && !corpus.HasAmount(title) && (r.isOrganisation(issuer) || isIssuer(issuer))
}

// attachNumbers attaches to a section the sources whose numbers stand in it.
func (r *reading) attachNumbers(s *section, numbered map[string]int) {
	if len(numbered) == 0 {
		return
	}
	for _, ref := range s.refs {
		for _, name := range []string{"^" + ref, ref} {
			if index, ok := numbered[name]; ok {
				attach(s, index)
				break
			}
		}
	}
	if !strings.ContainsAny(s.Text, "[［※*＊)）¹²³⁴⁵⁶⁷⁸⁹") {
		return
	}
	for _, l := range strings.Split(s.Text, "\n") {
		t := strings.TrimSpace(l)
		if noteLine.MatchString(fold(firstRunes(t, 8))) && isCitation(t) {
			continue // the note itself
		}
		for _, m := range refMark.FindAllStringSubmatch(l, -1) {
			for _, ref := range numbersOf(fold(strings.Join(m[1:], ""))) {
				if index, ok := numbered[ref]; ok {
					attach(s, index)
				}
			}
		}
	}
}

// attachAuthors attaches to a section the listed papers that it names by author and
// year.
func (r *reading) attachAuthors(s *section) {
	if !slices.ContainsFunc(r.article.Sources, isDatedPaper) {
		return
	}
	for _, m := range authorYear.FindAllStringSubmatch(s.Text, -1) {
		for n, src := range r.article.Sources {
			if isDatedPaper(src) && strings.HasPrefix(src.Name, m[1]) && *src.Year == atoi(m[2]) {
				attach(s, n)
			}
		}
	}
}

// isDatedPaper reports whether a source can be named by its author and year.
func isDatedPaper(src corpus.Source) bool {
	return src.Year != nil && src.Type == corpus.SourceJournal
}

// citeAuthors cites the papers that a section names in brackets by author and year,
// and that no list of sources has.
func (r *reading) citeAuthors(s *section) {
	if s.Kind == corpus.KindSources || !notedPaper.May(s.Text) {
		return
	}
	for _, m := range noted.FindAllStringSubmatch(s.Text, -1) {
		for _, part := range strings.FieldsFunc(m[1], func(c rune) bool { return strings.ContainsRune(";；／", c) }) {
			by := notedPaper.FindStringSubmatch(strings.TrimSpace(part))
			if by == nil || months.MatchString(by[1]) {
				continue
			}
			year := atoi(by[2])
			known := slices.IndexFunc(r.article.Sources, func(src corpus.Source) bool {
				return src.Year != nil && *src.Year == year && strings.HasPrefix(src.Name, firstAuthor.FindString(by[1]))
			})
			if known < 0 {
				known = r.source(corpus.Source{Name: trimCitation(by[1]), Year: &year, Type: corpus.SourceJournal})
			}
			attach(s, known)
		}
	}
}

// months are no authors: 「(May, 2021)」.
var months = regexp.MustCompile(`^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b`)

// firstAuthor is the family name that the names of authors begin with.
var firstAuthor = regexp.MustCompile(`^(?:[\p{Latin}'’-]+|[\p{Han}]+)`)

// atoi is the number that four digits are.
func atoi(digits string) int {
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

// linkedSources cites the official and scholarly pages that a section links to. In a
// list of sources every link to elsewhere that no line has named yet is one.
func (r *reading) linkedSources(s *section) {
	if s.Kind == corpus.KindSupervision || s.Kind == corpus.KindOther && aboutStaff(s.Heading) {
		return
	}
	for _, l := range s.links {
		if !strings.HasPrefix(l.URL, "http") || l.Text == "" {
			continue
		}
		line := lineWith(s.Text, l.Text)
		if line == "" {
			continue
		}
		src := r.linkSource(l, line)
		if m := readThere.FindStringSubmatch(l.Text); m != nil {
			src = r.paperAbove(s, line, m[1], l.URL)
		}
		if src.Type == "" {
			src.Type = r.sourceType(&src)
		}
		switch src.Type {
		case corpus.SourceGovernment, corpus.SourceSociety, corpus.SourceUniversity, corpus.SourceJournal, corpus.SourceDrugLabel:
			if s.Kind != corpus.KindSources || !r.hasURL(l.URL) {
				attach(s, r.source(src))
			}
		}
	}
}

// readThere is a link to a paper by the name of its journal: 「論文を見る（Mihon Journal）」.
var readThere = regexp.MustCompile(`^(?:(?:元の?|原|この)?(?:論文|文献|原著|原文|抄録|要旨|全文)(?:は|を|へ)?(?:読む|見る|みる|確認する|確認|参照|こちら)?)\s*[（(]([^（）()]{3,60})[)）]`)

// paperAbove is the paper that a card gives by authors and title above the link to it;
// journal and year are where the heading or the link names them.
func (r *reading) paperAbove(s *section, line, journal, url string) corpus.Source {
	src := corpus.Source{Name: journal, URL: url, Type: corpus.SourceJournal}
	above, _, _ := strings.Cut(s.Text, line)
	lines := strings.Split(above, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if authors.MatchString(strings.TrimSpace(lines[i])) {
			paper := parseSource(lines[i], nil, lines[i])
			src.Name, src.Title, src.Year = paper.Name, paper.Title+". "+journal, paper.Year
			break
		}
	}
	if at := strings.Index(s.Heading, journal); at >= 0 && src.Year == nil {
		src.Year = yearOf(s.Heading[at:])
	}
	return src
}

func (r *reading) hasURL(url string) bool {
	return slices.ContainsFunc(r.article.Sources, func(s corpus.Source) bool { return s.URL == url })
}

// aboutStaff reports whether a section tells of people, whose societies it links to.
func aboutStaff(heading string) bool {
	return containsAny(heading, "医師", "院長", "ドクター", "スタッフ", "経歴", "略歴", "資格", "所属", "アクセス", "挨拶", "あいさつ") || readHeading(heading).folded == "doctor"
}

// linkSource is the source that a link leads to. Where its words say nothing (こちら),
// the sentence names who is behind it, else the address does.
func (r *reading) linkSource(l Link, line string) corpus.Source {
	if runes(l.Text) > 4 && !isAddress(l.Text) || r.isOrganisation(l.Text) {
		src := parseSource(l.Text, nil, l.Text)
		src.URL = l.URL
		return src
	}
	at := hostOf(l.URL)
	src := corpus.Source{URL: l.URL, Name: at.name}
	if host := hostName(l.URL); src.Name == "" && (at.is != "" || hasAnySuffix(host, ".or.jp", ".gr.jp", ".org")) {
		src.Name = r.organisationIn(line, strings.Index(line, l.Text))
	}
	return nameOrTitle(src)
}

// organisationIn is the organisation that a line names before a place in it, the
// nearest one; else the first behind it; else empty.
func (r *reading) organisationIn(line string, before int) string {
	name := ""
	for _, m := range r.lex.Find(line) {
		if m.Concept.Kind == lexicon.Organisation && (m.Start < before || name == "") {
			name = line[m.Start:m.End]
		}
	}
	if name == "" {
		name = namedOrganisation.FindString(line)
	}
	return name
}

// lineWith is the line of a text that holds some words; empty where none does.
func lineWith(body, words string) string {
	i := strings.Index(body, words)
	if i < 0 {
		return ""
	}
	start := strings.LastIndexByte(body[:i], '\n') + 1
	if end := strings.IndexByte(body[i:], '\n'); end >= 0 {
		return body[start : i+end]
	}
	return body[start:]
}
