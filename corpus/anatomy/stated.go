package anatomy

import (
	"regexp"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// Sources that sentences name: 「厚生労働省によると」「日本見本学会『指針』では」「（見本ら, 2019）」.

var (
	// saysSo is a work by which a sentence states something: 「厚生労働省『手引き』によると」.
	saysSo = pattern.MustGuard(pattern.Joined(`(?:^|[。、「（(\s　※]|また、|なお、)([^。、「」『』（()）\s　]{2,30}?)(?:
		による|が公表した|が発表した|が作成した|の
	)?(
		(?:「[^「」]{2,60}」|『[^『』]{2,60}』)(?:[（(][^）)]{2,20}[）)])?
	)(?:
		[^。、「」『』]{0,4}(?:によると|によれば|に基づ|では|でも|において|で(?:推奨|示))
		|など?を(?:参考|もと|基|元)に
		|を(?:参考|もと|基|元)に
	)`))
	// saysBy is who states something, or in which of his works, without its title:
	// 「厚生労働省の調査によると」「見本錠の添付文書では」.
	saysBy = pattern.MustGuard(pattern.Joined(`(?:^|[。、「（(\s　※]|また、|なお、)([^。、「」『』（()）\s　]{2,30}?)(?:が(?:公表|発表|作成)した|による|の)?(
		添付文書|電子添文|インタビューフォーム
		|(?:診療|治療|適正使用)?(?:ガイドライン|指針|手引き?)
		|(?:全国|実態|患者|疫学)?(?:
			調査|統計|報告書?|データ|推計|試算|発表|調べ|見解|声明|提言|資料|まとめ
			|(?:公式)?(?:サイト|ホームページ|hp|HP)
		)
	)?((?:[（(][^）)]{2,20}[）)]|(?:19|20)\d{2}(?:年版?)?)?)(
		によると|によれば|に基づ|に準|では|でも|において
		|で(?:推奨|示|報告)
		|は、?[^。]{0,40}(?:
			推奨して|勧めて|すすめて|報告して|公表して|発表して|呼びかけて|注意喚起して|定めて
		)い(?:ます|る)
	)`))
	// ownWork are words for a work or a body that name none: 「本剤の添付文書」.
	ownWork = regexp.MustCompile(pattern.Joined(`
		^(?:
			本剤|当該|同|その|この|各|薬|製品|国内|海外|最新|近年|当院|当クリニック|一部|多く|複数|ある
			|いくつか
		).{0,4}$
		|^(?:関連|専門|国際|海外|公的|国|国の)?(?:の)?(?:
			学会|学術団体|協会|大学|研究所|センター|省庁|機関|自治体|病院
		)$
	`))
	// noted is what stands in brackets: 「（厚生労働省, 2023）」「（Sato et al., 2019）」.
	noted = pattern.MustGuard(`[（(]([^（()）]{3,120}(?:[（(][^（()）]{1,20}[)）][^（()）]{0,60})?)[)）]`)
	// notedBy is a body with a year, and no more.
	notedBy = regexp.MustCompile(`^([^,，、:：]{2,40})[,，、\s　]\s*((?:19|20)\d{2}|(?:令和|平成)(?:元|\d{1,2}))\s*年?(?:度|版|改訂)?$`)
	// notedPaper is the author of a paper with the year.
	notedPaper = pattern.MustGuard(pattern.Joined(`^(
		(?:
			\p{Lu}\p{Ll}[\p{Latin}'’-]+(?:\s+\p{Lu}{1,3})?
		)(?:\s*(?:,|and|&|＆)\s*\p{Lu}[\p{Latin}'’-]+)*(?:,?\s*et\s+al\.?,?|,)
		|\p{Lu}\p{Ll}[\p{Latin}'’-]+\s*(?:and|&|＆)\s*\p{Lu}\p{Ll}[\p{Latin}'’-]+,
		|[\p{Han}]{1,4}\s?(?:ら|ほか|他)
	)[,，、\s　]*[（(]?\s*((?:19|20)\d{2})[a-c]?[)）]?$`))
	// quotedEnd ends what was taken over from somebody: 「…ガイドライン2021より」.
	quotedEnd = pattern.MustGuard(`(?:より(?:引用|抜粋|作成|改変|転載)?|から(?:引用|抜粋|作成|改変|転載)|を(?:もと|基|元|参考)に(?:作成|作図|改変)|(?:引用|改変))$`)
)

// saidBy cites what the sentences of a section state something by, where an
// organisation of standing issued it: what a clinic calls its own course is none.
func (r *reading) saidBy(s *section) {
	for _, line := range strings.Split(s.Text, "\n") {
		if statesBy(line) {
			r.citeStated(s, line)
		}
		r.citeNoted(s, line)
	}
}

// statesBy is a quick test for lines in which somebody or a work may state something.
func statesBy(line string) bool {
	return bodyCues.In(line) && statingCues.In(line)
}

var (
	bodyCues    = pattern.NewWords("学会", "省", "庁", "大学", "機構", "センター", "協会", "医師会", "医会", "研究所", "委員会", "WHO", "PMDA", "FDA", "CDC", "NIH", "添付文書", "添文", "フォーム", "保健")
	statingCues = pattern.NewWords("によると", "によれば", "に基づ", "に準", "では", "でも", "において", "で推奨", "で示", "で報告", "推奨し", "勧めて", "すすめて", "報告し", "公表し", "発表し", "呼びかけ", "注意喚起", "参考に", "もとに", "基に", "元に")
)

func (r *reading) citeStated(s *section, line string) {
	for _, m := range saysSo.FindAllStringSubmatch(line, -1) {
		issuer := strings.TrimSuffix(lastTopic(m[1]), "の")
		if r.isOfStanding(issuer) {
			r.cite(s, issuer+m[2], line)
		}
	}
}

// saidByBody cites the bodies, or their works without a title, by which the sentences
// of a section state something: the listed source that is meant, where there is one.
func (r *reading) saidByBody(s *section) {
	for _, line := range strings.Split(s.Text, "\n") {
		if statesBy(line) && !sourceLine(line) {
			r.citeBody(s, line)
		}
	}
}

func (r *reading) citeBody(s *section, line string) {
	for _, m := range saysBy.FindAllStringSubmatch(line, -1) {
		issuer, work, when, says := lastTopic(m[1]), m[2], m[3], m[4]
		switch {
		case ownWork.MatchString(issuer):
		case strings.HasSuffix(work, "添付文書") || strings.HasSuffix(work, "添文") || strings.HasSuffix(work, "フォーム"):
			if !r.isOfStanding(issuer) && hasLetters(issuer) {
				r.citeWork(s, corpus.Source{Name: issuer + "の" + work, Year: yearOf(when)}, line)
			}
		case work == "" && says != "によると" && says != "によれば" && !strings.HasPrefix(says, "は"):
		case r.isOfStanding(issuer) && r.namesBody(issuer):
			src := corpus.Source{Name: issuer}
			if containsAny(work, "ガイドライン", "指針", "手引") {
				src.Title, src.Year = work, yearOf(when) // a survey's year is when it asked
			}
			r.citeWork(s, src, line)
		}
	}
}

// citeNoted cites what stands in brackets behind a statement, where it names a body
// and a year, a work of somebody, or where a paper was printed.
func (r *reading) citeNoted(s *section, line string) {
	for _, m := range noted.FindAllStringSubmatch(line, -1) {
		inner := strings.TrimSpace(m[1])
		if sourceLine(inner) || endsSentence(inner) {
			continue // cited by its label
		}
		inner, quoted := strings.TrimSpace(quotedEnd.ReplaceAllString(inner, "")), quotedEnd.MatchString(inner)
		by := notedBy.FindStringSubmatch(inner)
		switch {
		case by != nil && r.isOfStanding(by[1]) && r.namesBody(by[1]):
			r.citeWork(s, corpus.Source{Name: strings.TrimSpace(by[1]), Year: yearOf(eraSpelled(by[2]))}, line)
		case notedPaper.MatchString(inner):
			// attachAuthors cites it, where no list of sources has it
		case looksLikePaper(inner) && latinLetters(inner) && (yearOf(inner) != nil || identifierURL(inner) != ""), onlyIdentifier.MatchString(inner):
			r.cite(s, inner, line)
		case isCitation(inner) && (quoted || titlePattern.MatchString(inner)), quoted && r.issuedBy(inner):
			r.cite(s, inner, line)
		}
	}
}

// eraSpelled puts 年 behind the year of an era, as yearOf reads it.
func eraSpelled(s string) string {
	if strings.HasPrefix(s, "令和") || strings.HasPrefix(s, "平成") {
		return s + "年"
	}
	return s
}

// latinLetters reports whether a text is written in Latin letters for the most part.
func latinLetters(s string) bool {
	latin, letters := 0, 0
	for _, c := range s {
		if unicode.IsLetter(c) {
			letters++
		}
		if unicode.Is(unicode.Latin, c) {
			latin++
		}
	}
	return latin*2 > letters
}

// citeWork adds a source that a sentence names to its section: the one that is listed
// already where it is of the same body and says as much.
func (r *reading) citeWork(s *section, src corpus.Source, line string) {
	for n, known := range r.article.Sources {
		if sameBody(known.Name, src.Name) && (src.Title == "" || strings.Contains(known.Title, src.Title)) && sameYear(known.Year, src.Year) {
			attach(s, n)
			return
		}
	}
	for _, l := range s.links {
		if src.URL == "" && l.Text != "" && strings.HasPrefix(l.URL, "http") && strings.Contains(line, l.Text) && hostOf(l.URL).is != "" {
			src.URL = l.URL
		}
	}
	if n := r.source(src); n >= 0 {
		attach(s, n)
	}
}

// sameBody reports whether two names are of one body; a short name in brackets may
// stand behind the one: 「見本研究所（MRI）」.
func sameBody(a, b string) bool {
	short := func(s string) string { return bare(firstPart(fold(s))) }
	return short(a) != "" && short(a) == short(b)
}

// lastTopic is what stands behind the topic of a sentence: 「この記事は日本見本学会」.
func lastTopic(s string) string {
	if i := strings.LastIndex(s, "は"); i >= 0 && hasLetters(s[i+len("は"):]) {
		return s[i+len("は"):]
	}
	return s
}

// isOfStanding reports whether a name is that of a public body, a society, a
// university or a journal.
func (r *reading) isOfStanding(name string) bool {
	switch corpus.SourceType(r.lex.SourceType(name)) {
	case corpus.SourceGovernment, corpus.SourceSociety, corpus.SourceUniversity, corpus.SourceJournal:
		return name != ""
	}
	return false
}

// namesBody reports whether words are no more than the name of a body: 「厚生労働省の
// 承認」 and 「日本見本学会の専門医」 are not.
func (r *reading) namesBody(name string) bool {
	c := r.lex.Lookup(name)
	return c != nil || isIssuer(name) && !strings.ContainsAny(strings.ReplaceAll(name, "がん", ""), "のをがにで")
}
