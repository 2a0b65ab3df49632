package anatomy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// splitSources parts 「厚生労働省、日本皮膚科学会」, where each part is the name of
// an organisation.
func splitSources(text string, isOrganisation func(string) bool) []string {
	for _, sep := range []string{"、", "／", " / ", ",", "，"} {
		parts := strings.Split(text, sep)
		if len(parts) < 2 {
			continue
		}
		if !slices.ContainsFunc(parts, func(p string) bool { return !papers.MatchString(p) }) {
			return parts
		}
		if !slices.ContainsFunc(parts, func(p string) bool {
			return runes(p) > 40 || !isOrganisation(strings.TrimSpace(withoutTitle(p)))
		}) {
			if strings.Contains(sep, "/") || sep == "／" {
				if titlePattern.MatchString(parts[len(parts)-1]) && !titlePattern.MatchString(parts[0]) {
					break // who issued one work together
				}
			}
			return parts
		}
	}
	return []string{text}
}

// papers are cited side by side by their authors and years.
var papers = regexp.MustCompile(`(?:et al|ほか|ら).{0,3}(?:19|20)\d{2}`)

func withoutTitle(s string) string { return titlePattern.ReplaceAllString(s, "") }

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

// ParseSource reads a citation that a file declares as one text.
func ParseSource(s string) corpus.Source { return parseSource(s, nil, s) }

// parseSource reads one citation: name, title in quotation marks or after the
// name, address, year.
func parseSource(s string, links []Link, whole string) corpus.Source {
	src := corpus.Source{}
	s = strings.TrimSpace(accessNote.ReplaceAllString(s, " "))
	if u := urlPattern.FindString(s); u != "" {
		src.URL = strings.TrimRight(u, ".,)")
		s = strings.Replace(s, u, " ", 1)
	}
	for _, l := range links {
		if src.URL == "" && l.Text != "" && strings.HasPrefix(l.URL, "http") && (strings.Contains(s, l.Text) || strings.Contains(whole, l.Text)) {
			src.URL = l.URL
		}
	}
	if src.URL == "" {
		src.URL = identifierURL(s)
	}
	if onlyIdentifier.MatchString(s) {
		return nameOrTitle(src)
	}
	src.Year = citationYear(s)
	if m := authors.FindStringSubmatch(trimCitation(s)); m != nil {
		src.Name, src.Title = trimCitation(m[1]), trimCitation(m[2])
		return src
	}
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
	if issuer, title, ok := cutIssuer(s); ok && runes(issuer) <= 40 {
		src.Name, src.Title = trimCitation(issuer), trimCitation(lastYear.ReplaceAllString(dropYear(byWhom.ReplaceAllString(title, "")), ""))
		return src
	}
	if issuer, title, ok := strings.Cut(s, ". "); ok && latinLetters(s) && isPublicBody(issuer) {
		src.Name, src.Title = trimCitation(issuer), trimCitation(title)
		return src
	}
	if m := japaneseAuthors.FindStringSubmatch(s); m != nil && looksLikePaper(m[2]) {
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

// lastYear ends a citation, and is no part of its title.
var lastYear = regexp.MustCompile(`[.．,，][\s　]*(?:19|20)\d{2}年?[.．]?$|[\s　]+(?:19|20)\d{2}年$`)

// byWhom says behind a name what its part in a work was.
var byWhom = regexp.MustCompile(`^(?:監修|編集|編著|編|著|発行|作成)[ 　:：]+`)

// isPublicBody reports whether a name shows by itself that it is a government's or a
// society's: 「World Health Organization」.
func isPublicBody(name string) bool {
	switch corpus.SourceType(lexicon.SourceType(name)) {
	case corpus.SourceGovernment, corpus.SourceSociety:
		return true
	}
	return false
}

// nameOrTitle makes sure that there is a name: what a facet shows.
func nameOrTitle(s corpus.Source) corpus.Source {
	if s.Name == "" {
		s.Name, s.Title = s.Title, ""
	}
	if s.Name == "" {
		s.Name = hostOf(s.URL).name
	}
	if s.Name == "" {
		s.Name = strings.TrimPrefix(hostName(s.URL), "www.")
	}
	return s
}

var (
	// identifiers of papers, which are addresses as well.
	doi  = regexp.MustCompile(`(?i)\bdoi\s*[:：]?\s*(10\.\d{4,9}/[^\s<>"「」（）、。　]+)`)
	pmid = regexp.MustCompile(`(?i)\bPMID\s*[:：]?\s*(\d{4,9})`)
	// onlyIdentifier is a citation that is no more than that.
	onlyIdentifier = regexp.MustCompile(`(?i)^\s*(?:doi\s*[:：]?\s*10\.\S+|PMID\s*[:：]?\s*\d+)\s*$`)
	// accessNote says when an address was looked at.
	accessNote = regexp.MustCompile(`(?:[（(](?:最終)?(?:閲覧|アクセス|参照|確認)日?\s*[:：]?\s*(?:19|20)\d{2}[^）)]*[）)]|[（(](?:19|20)\d{2}[^）)]{1,12}(?:閲覧|アクセス|参照|確認)[^）)]*[）)])[\s。]*$`)
	// japaneseAuthors begin the citation of a Japanese paper: 「見本太郎, 見本花子: 題名」.
	japaneseAuthors = regexp.MustCompile(pattern.Joined(`^(
		(?:[\p{Han}]{1,4}[ 　]?[\p{Han}ぁ-んァ-ヶー]{1,5})(?:
			(?:[,，、・]\s*)(?:[\p{Han}]{1,4}[ 　]?[\p{Han}ぁ-んァ-ヶー]{1,5})
		)*(?:\s*[,，、]?\s*(?:ほか|他|ら|et al\.?))?
	)\s*[.．:：]\s*(.+)$`))
	// paperPlace is where in a journal a paper stands: volume, number, pages.
	paperPlace = regexp.MustCompile(`\d+\s*(?:\(\d+(?:[-–]\d+)?\))?\s*[:：]\s*[eE]?\d+|\b(?:19|20)\d{2}\s*;\s*\d+\s*\(|(?i)\bvol\.?\s*\d|第?\d+巻|\bpp?\.\s*\d`)
)

// latinPaper is a paper by its title, its journal and its year, or by what only
// papers are called: 「… : a randomized trial. Archives of Examples. 2010」.
var latinPaper = regexp.MustCompile(pattern.Joined(`
	^[A-Z][^.]{20,}[.?] [A-Z][A-Za-z&: -]{3,80}[.,]? \(?(?:19|20)\d{2}
	|^[A-Z][\x20-\x7e]*(?i:
		randomi[sz]ed|controlled trial|clinical trial|cohort study|meta-analysis|systematic review
		|case report|case series|double-blind|split-face|retrospective|prospective
	)
`))

// identifierURL is the address of a paper by its DOI or PMID; empty without one.
func identifierURL(s string) string {
	if m := doi.FindStringSubmatch(s); m != nil {
		return "https://doi.org/" + strings.TrimRight(m[1], ".,;)")
	}
	if m := pmid.FindStringSubmatch(s); m != nil {
		return "https://pubmed.ncbi.nlm.nih.gov/" + m[1] + "/"
	}
	return ""
}

// looksLikePaper reports whether a citation says where in a journal a work stands.
func looksLikePaper(s string) bool {
	return doi.MatchString(s) || pmid.MatchString(s) || paperPlace.MatchString(fold(s))
}

// isCitation reports whether a line by itself is a citation: of a paper, of a work of
// somebody, or an address alone.
func isCitation(t string) bool {
	t = strings.TrimSpace(t)
	if m := listNumber.FindStringIndex(t); m != nil {
		t = t[m[1]:]
	} else {
		t = t[listMark(t):]
	}
	t = strings.TrimSpace(quotedEnd.ReplaceAllString(strings.TrimLeft(t, "※＊*―—-– "), ""))
	switch {
	case t == "" || len(t) > 900:
		return false
	case onlyIdentifier.MatchString(t), isAddress(t), isDrugLabel(t):
		return true
	case authors.MatchString(t):
		return yearOf(t) != nil || looksLikePaper(t)
	case endsSentence(t):
		return false
	}
	if issuer, title, ok := cutColon(t); ok && isIssuer(issuer) && runes(issuer) <= 40 && !prosaic(title) {
		return true
	}
	if issuer, title, ok := cutIssuer(t); ok && runes(issuer) <= 40 && !prosaic(title) {
		return true
	}
	m := titlePattern.FindStringIndex(t)
	if m == nil {
		return japaneseAuthors.MatchString(t) && looksLikePaper(t)
	}
	issuer := strings.TrimSpace(t[:m[0]])
	if strings.LastIndexAny(issuer, "（(") > strings.LastIndexAny(issuer, "）)") {
		return false // a note behind something else
	}
	return issuer != "" && runes(issuer) <= 40 && runes(t[m[1]:]) <= 40 && isIssuer(issuer)
}

var (
	// drugLabel is the name of a drug with that of what tells of it.
	drugLabel = regexp.MustCompile(pattern.Joined(`
		^[^。、]{2,60}(?:添付文書|電子添文|インタビューフォーム|患者向医薬品ガイド|くすりのしおり)(?:
			\s*[(（][^()（）]*[)）]
			|\s*(?:19|20)\d{2}年?[^。、]{0,16}
			|\s*第[^。、]{1,8}版[^。、]{0,12}
		)*$
		|^くすりのしおり\s*[:：「『]
	`))
	// workTitle is a word that a title of a work has without quotation marks.
	workTitle = regexp.MustCompile(pattern.Joined(`
		指針|ガイドライン|ガイド|手引|マニュアル|調査|統計|報告|資料|q&a|Q&A|Ｑ＆Ａ|白書|ハンドブック
		|パンフレット|リーフレット|提言|声明|見解|基準|について|とは|お知らせ|注意喚起|情報
		|(?:19|20)\d{2}
		|令和|平成
	`))
	// issuerStop parts who issued a work from it: white space, or the full stop of a
	// citation in the manner of papers.
	issuerStop = regexp.MustCompile(`[.．]\s+|[.．]|[\s　]+`)
)

// labelCues are words of which such a name has one.
var labelCues = pattern.NewWords("添付文書", "添文", "フォーム", "ガイド", "しおり")

// isDrugLabel reports whether a line is the name of a drug's package insert or the like.
func isDrugLabel(t string) bool {
	t = strings.TrimLeft(t[listMark(t):], "※＊* 　")
	return labelCues.In(t) && !endsSentence(t) && drugLabel.MatchString(t)
}

// cutIssuer parts 「日本見本学会 見本指針」 and 「厚生労働省. 見本の手引き. 2022」, where
// what stands behind is the title of a work.
func cutIssuer(t string) (issuer, title string, ok bool) {
	for _, m := range issuerStop.FindAllStringIndex(t, 2) {
		issuer, title = strings.TrimSpace(t[:m[0]]), strings.TrimSpace(t[m[1]:])
		if title != "" && isIssuer(issuer) && workTitle.MatchString(title) && !isIssuer(title) && !titlePattern.MatchString(t) {
			return issuer, title, true
		}
	}
	return "", "", false
}

// cutColon parts 「日本見本学会：見本指針」.
func cutColon(t string) (before, after string, ok bool) {
	i := strings.IndexAny(t, ":：")
	if i <= 0 {
		return "", "", false
	}
	before, after = strings.TrimSpace(t[:i]), strings.TrimSpace(t[i+len(string(firstRune(t[i:]))):])
	return before, after, after != ""
}

// issuers end the names of who issues what is cited.
var issuers = regexp.MustCompile(`(?:学会|学会連合|協会|医師会|医会|研究会|委員会|研究班|研究所|省|庁|機構|センター|大学|病院|製薬|株式会社|連盟|WHO|PMDA|FDA|NHS|CDC)[ 　:：,、]*$|^株式会社`)

func isIssuer(name string) bool { return issuers.MatchString(name) }

// isAddress reports whether a line is an address and no more.
func isAddress(t string) bool {
	u := urlPattern.FindString(t)
	return u != "" && !hasLetters(strings.Replace(accessNote.ReplaceAllString(t, ""), u, "", 1))
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
		t := strings.Trim(s, " \t　、。.．―＊※↩↑^,，:：;；|｜/／-–—→>＞*")
		t = emptyBrackets.ReplaceAllString(t, "")
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

var emptyBrackets = regexp.MustCompile(`\(\s*\)$|（\s*）$`)

// citationYear is the year of a citation: the one in brackets behind it, else one
// outside of its title, else the first that it has: the title 「2019年の調査」 says
// what was asked about, not when it came out.
func citationYear(s string) *int {
	outside := titlePattern.ReplaceAllString(s, " ")
	if m := bracketYear.FindAllString(outside, -1); m != nil {
		if y := yearOf(m[len(m)-1]); y != nil {
			return y
		}
	}
	if y := yearOf(outside); y != nil {
		return y
	}
	if m := bracketYear.FindAllString(s, -1); m != nil {
		return yearOf(m[len(m)-1])
	}
	return yearOf(s)
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
