package lexicon

import (
	"slices"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/text"
)

// SourceType returns the corpus.SourceType of a cited organisation or work. What
// the data say of the organisation goes before the rules of SourceType, except
// that a drug label, a paper, a company or a hospital is one whatever other
// organisation its name mentions.
func (l *Lexicon) SourceType(name string) string {
	if c := l.Lookup(name); c != nil && c.Kind == Organisation {
		return c.SourceType
	}
	t := SourceType(name)
	switch corpus.SourceType(t) {
	case corpus.SourceDrugLabel, corpus.SourceJournal, corpus.SourceCompany, corpus.SourceHospital:
		return t
	}
	issuer, _ := unquote(name)
	for _, m := range l.Find(issuer) {
		if m.Concept.Kind == Organisation {
			return m.Concept.SourceType
		}
	}
	return t
}

// SourceType returns the corpus.SourceType that a name shows by itself, with no
// knowledge of single organisations: 〇〇学会 is a society, 株式会社〇〇 a company.
// It would rather say "other" than call a private body a public one: 研究所 and
// 機構 alone are not enough for a government.
func SourceType(name string) string {
	issuer, title := unquote(text.Normalize(name).String)
	whole := issuer + " " + title
	words := latinWords(whole)
	switch {
	case isDrugLabel(whole):
		return string(corpus.SourceDrugLabel)
	case isJournal(whole, words):
		return string(corpus.SourceJournal)
	case issuer == "":
		issuer = title
	}
	for _, r := range issuerRules() {
		if r.fits(issuer, latinWords(issuer)) {
			return string(r.is)
		}
	}
	return string(corpus.SourceOther)
}

// unquote parts the title in 「」 or 『』 from the name of who issued it.
func unquote(s string) (issuer, title string) {
	var out, in strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '「' || r == '『':
			depth++
		case r == '」' || r == '』':
			depth = max(depth-1, 0)
		case depth > 0:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return strings.TrimSpace(out.String()), in.String()
}

// latinWords returns the words of s in Latin letters, in lower case.
func latinWords(s string) []string {
	words := strings.FieldsFunc(s, func(r rune) bool { return !isAlnum(r) && r != '&' })
	return slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsFunc(w, unicode.IsLetter) })
}

func isDrugLabel(s string) bool {
	return containsAny(s, "添付文書", "電子添文", "インタビューフォーム", "くすりのしおり", "患者向医薬品ガイド", "医療用医薬品情報", "package insert", "prescribing information", "drug label")
}

// isJournal looks for what journals and citations of papers look like.
func isJournal(s string, words []string) bool {
	if containsAny(s, "雑誌", "会誌", "学会誌", "紀要", "ジャーナル", "j-stage", "医中誌", "原著論文", "et al", "pmid", "doi:", "doi.org", "pubmed", "medrxiv") {
		return true
	}
	strong := []string{"journal", "lancet", "jama", "bmj", "nejm", "cochrane", "plos", "j", "nature", "cureus", "bmc"}
	weak := []string{
		"med", "clin", "surg", "dermatol", "dermatologic", "aesthet", "aesthetic", "ann", "arch", "br", "am", "int", "eur", "res", "rev", "sci", "ther",
		"plast", "reconstr", "ophthalmol", "orthop", "periodontol", "oral", "implantol", "endod", "engl", "endocrinol", "metab", "oncol",
		"pharmacol", "invest", "jpn", "rep", "trans", "frontiers", "acta", "lasers",
	}
	n := 0
	for _, w := range words {
		switch {
		case slices.Contains(strong, w):
			n += 2
		case slices.Contains(weak, w):
			n++
		}
	}
	return n >= 2 && len(words) >= 2 || len(words) == 1 && n >= 2 && words[0] != "j" && words[0] != "nature"
}

// issuerRule says by which signs an issuer is of a type.
type issuerRule struct {
	is    corpus.SourceType
	holds []string // anywhere
	ends  []string // where a word ends: 〇〇病院, but not 〇〇病院会
	words []string // whole words in Latin letters
	but   []string // none of these anywhere
}

func (r issuerRule) fits(s string, words []string) bool {
	if containsAny(s, r.but...) {
		return false
	}
	return containsAny(s, r.holds...) || endsWord(s, r.ends) ||
		slices.ContainsFunc(words, func(w string) bool { return slices.Contains(r.words, w) })
}

// issuerRules are tried in order. Private marks go first, so that nobody becomes
// a government by having its name in his own.
func issuerRules() []issuerRule {
	private := []string{"一般社団", "一般財団", "npo", "特定非営利", "株式会社"}
	return []issuerRule{
		{is: corpus.SourceCompany,
			holds: []string{"株式会社", "有限会社", "合同会社", "(株)", "(有)", "ホールディングス"},
			ends:  []string{"製薬", "薬品", "薬品工業", "化粧品", "ファーマ"},
			words: []string{"inc", "ltd", "corp", "corporation", "llc", "gmbh", "company", "pharmaceuticals", "pharma", "kk"}},
		{is: corpus.SourceHospital,
			holds: []string{"医療法人"},
			ends:  []string{"病院", "医院", "クリニック", "診療所", "医療センター"},
			words: []string{"hospital", "clinic"},
			but:   []string{"国立国際医療", "成育医療", "長寿医療"}},
		{is: corpus.SourceSociety,
			holds: []string{"学会", "医師会", "薬剤師会", "歯科衛生士会"},
			ends:  []string{"医会", "協会", "研究会", "連盟", "連合会", "学術会議", "クラブ", "病院会"},
			words: []string{"society", "association", "academy", "federation", "college"}},
		{is: corpus.SourceUniversity,
			holds: []string{"大学", "医学部", "歯学部", "薬学部"},
			words: []string{"university", "universität", "université", "school"}},
		{is: corpus.SourceGovernment,
			holds: []string{"独立行政法人", "国立研究開発法人", "国立がん", "国立感染症", "国立健康", "国立保健", "国立循環器", "国立精神", "国立国際医療",
				"国立成育", "国立長寿", "国立医薬品", "国民生活センター", "消費生活センター", "世界保健機関", "保健所", "厚労省", "内閣府",
				"food and drug administration", "national institute", "national cancer institute", "centers for disease control", "world health organization"},
			ends:  append([]string{"省", "庁", "保健局", "福祉局", "医療局", "衛生局", "機構"}, municipal()...),
			words: []string{"fda", "who", "nih", "cdc", "ema", "nhs", "pmda", "ministry", "amed"},
			but:   private},
		{is: corpus.SourceSociety, holds: []string{"一般社団法人", "公益社団法人", "公益財団法人", "一般財団法人", "npo法人", "特定非営利活動法人"}},
		{is: corpus.SourceMedia,
			holds: []string{"新聞", "日経", "ウィキペディア", "ニュース", "出版", "放送協会"},
			ends:  []string{"放送", "テレビ", "ブログ", "マガジン", "書店", "書院", "医学書院", "編集部"},
			words: []string{"nhk", "wikipedia", "news", "magazine", "blog", "medscape"}},
	}
}

// municipal are the ends of names of prefectures, cities and their offices.
func municipal() []string {
	return []string{"東京都", "北海道", "大阪府", "京都府", "県", "市", "県庁", "都庁", "府庁", "市役所", "区役所", "町役場"}
}

// endsWord reports whether one of the ends stands where a word of s ends: before
// white space, punctuation or the end.
func endsWord(s string, ends []string) bool {
	for _, e := range ends {
		for rest := s; ; {
			i := strings.Index(rest, e)
			if i < 0 {
				break
			}
			rest = rest[i+len(e):]
			if r := next(rest, 0); endsPhrase(r) || isAlnum(r) {
				return true
			}
		}
	}
	return false
}

func containsAny(s string, subs ...string) bool {
	return slices.ContainsFunc(subs, func(sub string) bool { return strings.Contains(s, sub) })
}
