package anatomy

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/pattern"
	"shirube/internal/text"
)

// heading is what the words of a heading say.
type heading struct {
	folded string
	kind   corpus.Kind   // what it is about; empty where the words say nothing
	all    []corpus.Kind // every kind it names side by side (メリット・デメリット), kind included
	weak   bool          // only words that say little by themselves (痛み, 方法)
	words  []kindMatch
}

type kindMatch struct {
	kindWord
	start, end int
}

// kindOrder decides between kinds that a heading names side by side: the first
// in this order is the section's. What a reader must not miss comes first.
var kindOrder = []corpus.Kind{
	corpus.KindFAQ, corpus.KindSupervision, corpus.KindSources, corpus.KindRisks, corpus.KindPrecautions, corpus.KindDowntime,
	corpus.KindAftercare, corpus.KindCost, corpus.KindProcedure, corpus.KindCandidates, corpus.KindEffects,
	corpus.KindComparison, corpus.KindSummary, corpus.KindOther, corpus.KindOverview,
}

// fold is the form in which words are compared: width, case and composition do
// not matter.
func fold(s string) string { return text.Normalize(s).String }

// readHeading reads the words of a heading.
func readHeading(s string) heading {
	h := heading{folded: strings.TrimSpace(fold(s))}
	if kind := wholeHeading(h.folded); kind != "" {
		h.kind, h.all = kind, []corpus.Kind{kind}
		h.words = []kindMatch{{kindWord{h.folded, kind, false}, 0, len(h.folded)}}
		return h
	}
	h.words = matchKindWords(h.folded)
	if h.words == nil {
		return h
	}
	strong := dropBracketed(h.folded, slices.DeleteFunc(slices.Clone(h.words), func(m kindMatch) bool { return m.weak }))
	if len(strong) > 0 {
		if strong[0].kind == corpus.KindSummary && strong[0].start == 0 {
			strong = strong[:1] // 「まとめ：効果と費用」
		}
		if own := ownMethods(h.words, strong, len(h.folded)); own != "" {
			h.kind, h.all, h.weak = own, []corpus.Kind{own}, true
			return h
		}
		strong = dropCompared(dropLateSummary(strong))
		h.kind, h.all = decide(h.folded, strong)
		return h
	}
	h.weak = true
	h.kind, h.all = decide(h.folded, h.words)
	return h
}

// dropBracketed removes what brackets at the end add to a heading that says its kind
// before them: 「絶対禁忌(乳酸アシドーシスのリスク)」. What a reader must not miss stays
// beside what is none of it: 「効果(副作用)」.
func dropBracketed(s string, words []kindMatch) []kindMatch {
	open := strings.LastIndexByte(s, '(')
	if open <= 0 || !strings.HasSuffix(s, ")") {
		return words
	}
	var outside []kindMatch
	grave := false
	for _, w := range words {
		if w.start < open {
			outside = append(outside, w)
			grave = grave || isGrave(w.kind)
		}
	}
	for _, w := range words {
		if w.start > open && isGrave(w.kind) && !grave {
			return words
		}
	}
	if len(outside) == 0 {
		return words
	}
	return outside
}

// isGrave reports whether sections of a kind hold what a reader must not miss.
func isGrave(k corpus.Kind) bool { return k == corpus.KindRisks || k == corpus.KindPrecautions }

// ownMethods is the kind of the last word of a heading, where that says how something is
// done and the only strong word says whose it is: 「私たちの二つの術式」. It is "" elsewhere.
func ownMethods(words, strong []kindMatch, end int) corpus.Kind {
	last := words[len(words)-1]
	if last.kind != corpus.KindProcedure || !last.weak || last.end != end || !slices.Contains([]string{"術式", "治療法", "やり方"}, last.word) {
		return ""
	}
	for _, m := range strong {
		if m.kind != corpus.KindOther || !strings.HasSuffix(m.word, "の") {
			return ""
		}
	}
	return last.kind
}

// wholeHeading is the kind of a heading that means it only when it says no more.
func wholeHeading(folded string) corpus.Kind {
	word := strings.TrimLeft(folded, "0123456789.-–―~〜*■●◆・<〈《【[(「|:)# ")
	word = strings.TrimRight(word, "-–―~〜*■●◆・>〉》】])」|: ")
	switch {
	case slices.Contains(sourceHeads, word):
		return corpus.KindSources
	case slices.Contains(faqHeads, word), strings.HasSuffix(word, "質問"), answersQuestions.MatchString(word):
		return corpus.KindFAQ
	}
	return ""
}

// answersQuestions is a heading that promises answers: 「皆さんの疑問に回答」「気になる
// 疑問を解消」「質問にこたえます」.
var answersQuestions = regexp.MustCompile(pattern.Joined(`
	(?:疑問|質問|ギモン)(?:に|へ|を|と|への)?(?:全て|すべて|医師が|専門医が|ドクターが|まとめて|、|の)*(?:
		回答|返答|答え|こたえ|お答え|おこたえ|解消|解決|アンサー
	)
	|おたずね|お尋ね
	|よく(?:聞|訊|きか)
	|多い(?:ご)?質問
`))

// matchKindWords finds the kind words of a folded heading, leftmost-longest.
func matchKindWords(s string) []kindMatch {
	var out []kindMatch
	for i := 0; i < len(s); {
		if n := oneAndOther(s, i); n > 0 {
			out = append(out, kindMatch{kindWord{s[i : i+n], corpus.KindComparison, false}, i, i + n})
			i += n
			continue
		}
		if n := whatIs(s[i:]); n > 0 {
			out = append(out, kindMatch{kindWord{s[i : i+n], corpus.KindOverview, false}, i, i + n})
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		words := kindWords[r]
		at := slices.IndexFunc(words, func(w kindWord) bool { return strings.HasPrefix(s[i:], w.word) })
		if at >= 0 && !insideWord(s, i, words[at]) {
			n = len(words[at].word)
			out = append(out, kindMatch{words[at], i, i + n})
		}
		i += n
	}
	return out
}

// whatIs returns the length of a 「とは」 that asks what something is: at the end
// of the heading or of its part, not in 「他とは違う」.
func whatIs(s string) int {
	const word = "とは"
	if !strings.HasPrefix(s, word) {
		return 0
	}
	rest := s[len(word):]
	if rest == "" || strings.ContainsRune("?!。、,・:|/-~〜 　】」)", firstRune(rest)) {
		return len(word)
	}
	return 0
}

// contrast is of those who did something and those who did not: 「手術をした人としなかった人」.
var contrast = regexp.MustCompile(`(?:した|受けた|受ける|打った|打つ|使った|使う|飲んだ|飲む|する)(?:人|方|場合|群)と(?:し|受け|打た|使わ|飲ま)(?:なかった|ない)(?:人|方|場合|群)`)

// oneAndOther returns the length of such a contrast at i.
func oneAndOther(s string, i int) int {
	if i > 0 || !strings.Contains(s, "な") {
		return 0
	}
	at := contrast.FindStringIndex(s)
	if at == nil {
		return 0
	}
	return at[1]
}

// insideWord reports whether the kind word at i is only a part of another word
// there, and says nothing: 対象 in 対象的.
func insideWord(s string, i int, w kindWord) bool {
	if before, ok := strings.CutSuffix(w.word, "後"); ok && before != "" && hasAnyPrefix(s[i+len(w.word):], "にみられる", "に見られる", "に起こる", "に起きる", "に出る") {
		return true // 「接種後にみられる症状」: what matters is what is seen
	}
	if isLatinByte(w.word[0]) && i > 0 && isLatinByte(s[i-1]) {
		return true
	}
	if end := i + len(w.word); isLatinByte(w.word[len(w.word)-1]) && end < len(s) && isLatinByte(s[end]) {
		return true
	}
	for _, longer := range notKindWords[w.word] {
		at := strings.Index(longer, w.word)
		if at <= i && strings.HasPrefix(s[i-at:], longer) {
			return true
		}
	}
	return false
}

func isLatinByte(c byte) bool { return c >= 'a' && c <= 'z' }

// dropLateSummary removes まとめ where it only closes a heading about something
// else: 料金まとめ is about cost.
func dropLateSummary(words []kindMatch) []kindMatch {
	if len(words) < 2 || words[0].kind == corpus.KindSummary {
		return words
	}
	rest := slices.DeleteFunc(slices.Clone(words), func(m kindMatch) bool { return m.kind == corpus.KindSummary })
	if len(rest) == 0 {
		return words
	}
	return rest
}

// dropCompared removes 違い and 比較 where prices are compared: 「料金比較」 is about
// cost.
func dropCompared(words []kindMatch) []kindMatch {
	isCost := func(m kindMatch) bool { return m.kind == corpus.KindCost }
	if !slices.ContainsFunc(words, isCost) {
		return words
	}
	return slices.DeleteFunc(slices.Clone(words), func(m kindMatch) bool { return m.kind == corpus.KindComparison })
}

// decide picks the kind of a heading from its kind words. In Japanese the last
// word is the head (効果を高める注意点 is about 注意点); words that stand side by side
// (効果・リスク) are all named, and kindOrder decides.
func decide(s string, words []kindMatch) (corpus.Kind, []corpus.Kind) {
	all := []corpus.Kind{words[0].kind}
	for i, w := range words[1:] {
		between := s[words[i].end:w.start]
		if !sideBySide(between) {
			all = all[:0]
		}
		if !slices.Contains(all, w.kind) {
			all = append(all, w.kind)
		}
	}
	for _, k := range kindOrder {
		if slices.Contains(all, k) {
			return k, all
		}
	}
	return all[0], all
}

// sideBySide reports whether what stands between two words only lists them.
func sideBySide(between string) bool {
	between = strings.TrimSpace(between)
	for _, m := range []string{"術後の", "施術後の", "治療後の", "手術後の", "主な"} {
		between = strings.TrimSuffix(between, m)
	}
	switch between {
	case "", "・", "と", "や", "、", ",", "/", "&", "|", "および", "及び", "·", "･", "+", "または":
		return true
	}
	return false
}

// inherit decides the kind of a subsection: a specific parent beats the words of
// its child (施術料金が高額 under デメリット is a risk), a parent that names several
// kinds or none lets the child choose. FAQ, sources, supervision and a summary
// are never part of something else, whatever the headings' levels say.
func inherit(parent, child heading, parentKind corpus.Kind) corpus.Kind {
	switch child.kind {
	case corpus.KindFAQ, corpus.KindSources, corpus.KindSupervision:
		if !child.weak && parentKind != corpus.KindFAQ {
			return child.kind
		}
	case corpus.KindSummary:
		if child.folded == "まとめ" {
			return child.kind
		}
	case corpus.KindPrecautions:
		if parentKind == corpus.KindCandidates && !child.weak {
			return child.kind // who should have it, and who must not
		}
	}
	if parentKind == corpus.KindOverview && child.weak && child.kind != corpus.KindOverview && asksCause.MatchString(parent.folded) && !asksCause.MatchString(child.folded) {
		return parentKind // what hurts where is told there as a cause
	}
	if child.kind == corpus.KindPrecautions && !child.weak && seeDoctor.MatchString(child.folded) {
		return child.kind // when to see a doctor is no part of what is good about it
	}
	if !isSpecific(parentKind) {
		if child.kind != "" {
			return child.kind
		}
		return parentKind
	}
	if len(parent.all) > 1 && slices.Contains(parent.all, child.kind) || standsApart(parentKind, child) {
		return child.kind
	}
	return parentKind
}

var (
	// asksCause is a heading over causes: 「なぜ繰り返すのか」「腰痛の原因」.
	asksCause = regexp.MustCompile(`^(?:[0-9.\s]*)(?:そもそも、?)?(?:なぜ|どうして)|の(?:主な)?原因(?:$|\s|は|と)|^(?:主な)?原因$|原因(?:とは)?\?$`)
	// seeDoctor is a heading over symptoms with which somebody should see a doctor first.
	seeDoctor = regexp.MustCompile(`受診(?:を優先|を(?:お?すすめ|お?勧め)|してください|を?急|をいそ)|(?:すぐ|早め|ただち|直ち)に?(?:に)?(?:ご)?(?:受診|連絡)|救急車`)
)

// under is a heading below another: where it says nothing itself, it stands for the
// kinds that the one above names side by side (メリット・デメリット over each treatment).
func (h heading) under(parent heading) heading {
	if h.kind == "" && len(parent.all) > 1 {
		h.all = parent.all
	}
	return h
}

// standsApart reports whether a subsection is about something else than the
// section above it, because its heading says just that and cannot be a part of it:
// リスク・副作用 is no step of 施術の流れ, and 料金 none either.
func standsApart(parent corpus.Kind, child heading) bool {
	switch parent {
	case corpus.KindProcedure, corpus.KindCandidates, corpus.KindCost, corpus.KindEffects, corpus.KindAftercare:
	default:
		return false
	}
	switch child.kind {
	case corpus.KindRisks, corpus.KindPrecautions, corpus.KindCost, corpus.KindDowntime:
		return child.kind != parent && !child.weak && child.saysNoMore()
	}
	return false
}

// saysNoMore reports whether a heading has nothing but its kind words and fillers.
func (h *heading) saysNoMore() bool {
	kept := []byte(h.folded)
	for _, w := range h.words {
		for i := w.start; i < w.end; i++ {
			kept[i] = ' '
		}
	}
	return withoutFillers(string(kept)) == ""
}

// isSpecific reports whether subsections of such a section are about the same,
// whatever their headings say.
func isSpecific(k corpus.Kind) bool {
	switch k {
	case corpus.KindOverview, corpus.KindSummary, corpus.KindOther, corpus.KindComparison, "":
		return false // what is compared is told of below in every respect
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// NamesKind reports whether a heading says by a word of its own what kind of section
// stands under it: 副作用, 料金表, よくある質問. Headings about the clinic or the site,
// and words that say it only in company, are none.
func NamesKind(text string) bool {
	h := readHeading(text)
	return h.kind != "" && h.kind != corpus.KindOther && !h.weak
}

// NamesOnlyKind reports whether a line says such a word and nothing else but fillers:
// it is a heading even where nothing shows it as one.
func NamesOnlyKind(text string) bool {
	h := readHeading(unmark(text))
	return NamesKind(unmark(text)) && h.saysNoMore()
}
