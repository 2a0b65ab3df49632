package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
)

// Risks are often no sentences: a line 「副作用：赤み、腫れ」 or a row of a table,
// beside the time and the price, and lists whose nouns the lexicon knows in part.

var (
	// riskKey is the key before a list of risks.
	riskKey = regexp.MustCompile(pattern.Joined(`^[・※■●◆\s]*[【《\[]?(?:
		主な|考えられる|起こりうる|起こり得る|想定される|施術の|治療の
	)?(?:リスク|副作用|副反応|合併症|デメリット|有害事象)(?:
		[・、/&と](?:リスク|副作用|副反応|合併症|デメリット|有害事象|注意点)
	)*(?:など|等)?[】》\]]?\s*(?:[:：|｜]\s*|$)`))
	// riskMark is one in brackets, which needs no colon.
	riskMark = regexp.MustCompile(`^[・※\s]*[【《\[](?:主な)?(?:リスク|副作用|副反応|合併症)(?:[・、/&と](?:リスク|副作用|副反応|合併症))*[】》\]]\s*[:：]?\s*`)
	// listRest is what goes on after a list of nouns: 「…などが起こることがあります」.
	listRest  = regexp.MustCompile(`(?:など|等)(?:[がはをのも、。].*)?$|(?:が|を)(?:起こ|生じ|伴|出る|出ま|みられ|見られ|感じ|引き).*$|の?(?:可能性|リスク|おそれ|恐れ).*$|。$`)
	listParts = regexp.MustCompile(`[、,・/／]|および|及び|または|又は`)
	riskNote  = regexp.MustCompile(`[（(][^（）()]*[）)]`)
)

// keyedRisks is the list behind a key, "" where a unit has no such key. A row's is
// its second cell.
func keyedRisks(u unit) string {
	if u.form == row {
		if row := cells(u.text); len(row) == 2 && riskKey.MatchString(row[0]) {
			return row[1]
		}
		return ""
	}
	for _, key := range []*regexp.Regexp{riskKey, riskMark} {
		if m := key.FindString(u.text); m != "" && len(m) < len(u.text) {
			return u.text[len(m):]
		}
	}
	return ""
}

// keyedRiskClaims reads the lists of risks that stand behind a key in a section
// about something else.
func (r *reading) keyedRiskClaims(s *section, list *[]corpus.Claim) {
	for _, u := range s.unitsOf() {
		value := keyedRisks(u)
		if value == "" || r.otherTreatment(u.text) || isQuestion(u.text) {
			continue
		}
		at := len(u.text) - len(value)
		if u.form == row {
			at = strings.LastIndex(u.text, value)
		}
		for _, m := range r.lex.Find(value) {
			if m.Concept.Is(lexicon.Risk) {
				r.claim(list, s, m.Concept, "", u.text, stanceAt(u.text, at+m.Start, at+m.End))
			}
		}
		r.listedRisks(s, u, value, list)
	}
}

// listedRisks claims in the article's own words the nouns of a list that the
// lexicon does not know: 「赤み、腫れ、白抜けなど」. What is no list of nouns claims
// nothing.
func (r *reading) listedRisks(s *section, u unit, value string, list *[]corpus.Claim) {
	nouns := listRest.ReplaceAllString(riskNote.ReplaceAllString(value, ""), "")
	parts := r.nounParts(nouns)
	if len(parts) < 2 {
		return
	}
	stance := stanceOf("", value[min(len(nouns), len(value)):])
	if stance == corpus.Asserted && atTimes.MatchString(strings.TrimSpace(nouns)) {
		stance = corpus.Hedged
	}
	for i, p := range parts {
		parts[i] = often.ReplaceAllString(strings.TrimSpace(p), "")
		if n := runes(parts[i]); n < 2 || n > 14 || !riskNoun(parts[i]) || strings.ContainsAny(parts[i], "0123456789０１２３４５６７８９：:。がを") || notNoun.MatchString(parts[i]) {
			return
		}
	}
	if !slices.ContainsFunc(parts, r.namesRisk) {
		return
	}
	for _, p := range parts {
		if !r.namesRisk(p) && !r.namesTreatment(p) && !containsAny(p, "費用", "料金", "回数", "個人差", "時間") {
			r.claim(list, s, nil, p, u.text, stance)
		}
	}
}

var (
	// often says how often, before the name of what happens.
	often   = regexp.MustCompile(`^(?:ごく)?(?:まれに|稀に|ときに|時に|一時的に|一時的な|軽い|軽度の|また|主に|特に)、?`)
	atTimes = regexp.MustCompile(`^(?:ごく)?(?:まれに|稀に|ときに|時に)`)
	// notNoun ends a clause, not the name of a symptom.
	notNoun = regexp.MustCompile(`(?:により|によって|ため|から|まで|数日|なので|比較的|場合|とき|ほど|以上|ては|ても)$|^(?:また|なお|さらに|その|この)$`)
	// bothNouns are two nouns with や between them.
	bothNouns = regexp.MustCompile(`^([\p{Han}\p{Katakana}ー]{2,8})や([\p{Han}\p{Katakana}ー]{2,8})$`)
)

// nounParts are the parts of a list, without the clauses that lead to it: 「空気でのどが
// 乾き、くしゃみ、…」.
func (r *reading) nounParts(list string) []string {
	parts := listParts.Split(list, -1)
	for len(parts) > 0 && (strings.ContainsAny(parts[0], "がを") || notNoun.MatchString(strings.TrimSpace(parts[0]))) {
		parts = parts[1:]
	}
	var out []string
	for _, p := range parts {
		if m := bothNouns.FindStringSubmatch(strings.TrimSpace(p)); m != nil {
			out = append(out, m[1], m[2])
			continue
		}
		out = append(out, p)
	}
	return out
}

// riskNoun reports whether a label ends as the name of a symptom does: 色素沈着,
// 白抜け, むくみ.
func riskNoun(s string) bool {
	return endsInNoun(s) || hasAnySuffix(s, "み", "れ", "け", "き", "さ", "り", "え")
}

func (r *reading) namesRisk(p string) bool {
	return slices.ContainsFunc(r.lex.Find(p), func(m lexicon.Mention) bool { return m.Concept.Is(lexicon.Risk) })
}

// rowRisk claims the first cell of a row in a section on risks, where the lexicon
// does not know it: 「| 白抜け | まれ |」.
func (r *reading) rowRisk(s *section, u unit, list *[]corpus.Claim) {
	row := cells(u.text)
	if len(row) < 2 || len(u.head) > 0 && u.head[0] == row[0] || pairKeys[fold(row[0])] || riskKey.MatchString(row[0]) {
		return
	}
	label := strings.TrimSpace(riskNote.ReplaceAllString(row[0], ""))
	if runes(label) < 2 || runes(label) > 14 || !riskNoun(label) || strings.ContainsAny(label, "0123456789、") || r.namesTreatment(label) || corpus.HasAmount(u.text) || headCellWords.MatchString(label) {
		return
	}
	r.claim(list, s, nil, label, u.text, stanceOf("", strings.Join(row[1:], "。")))
}

// headCellWords head columns and rows, and name no risk.
var headCellWords = regexp.MustCompile(`症状|項目|リスク|副作用|内容|頻度|期間|時期|程度|対処|対応|原因|時間|費用|料金|回数|ダウンタイム|麻酔|通院|メイク|洗顔|入浴|シャワー|部位|種類|年齢|対象`)
