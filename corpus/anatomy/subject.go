package anatomy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/pattern"
	"shirube/internal/text"
)

// subject is what an article is about, by the words of its title.
type subject struct {
	concepts []*lexicon.Concept
	names    []string // folded, longest first
}

// generic are words that say how, not what: they are part of a treatment's name,
// but a heading with nothing else is not about the subject for them.
var generic = []string{"治療", "療法", "施術", "手術", "注射", "点滴", "注入", "接種", "検査", "外来", "術"}

// newSubject reads the subject from a title: the concepts that it names, and its
// first noun, so that treatments which the lexicon does not know count too.
func newSubject(lex Lexicon, title string) subject {
	var s subject
	title = withoutBrackets(title)
	add := func(name string) {
		name = fold(name)
		for _, part := range nameParts(name) {
			if !slices.Contains(s.names, part) {
				s.names = append(s.names, part)
			}
		}
	}
	for _, m := range lex.Find(title) {
		if isAbout(m.Concept) && !slices.Contains(s.concepts, m.Concept) {
			s.concepts = append(s.concepts, m.Concept)
			add(title[m.Start:m.End])
		}
	}
	add(firstNoun(title))
	slices.SortStableFunc(s.names, func(a, b string) int { return len(b) - len(a) })
	return s
}

// isAbout reports whether an article can be about a concept.
func isAbout(c *lexicon.Concept) bool {
	return c.Is(lexicon.Treatment) || c.Is(lexicon.Ingredient) || c.Is(lexicon.Device) || c.Is(lexicon.Condition)
}

// strip removes the subject's names from a heading; found says that there was one.
func (s *subject) strip(lex Lexicon, h string) (rest string, found bool) {
	if len(s.concepts) > 0 {
		var b strings.Builder
		pos := 0
		for _, m := range lex.Find(h) {
			if slices.Contains(s.concepts, m.Concept) {
				b.WriteString(h[pos:m.Start])
				b.WriteByte(' ')
				pos, found = m.End, true
			}
		}
		b.WriteString(h[pos:])
		h = b.String()
	}
	for _, name := range s.names {
		if strings.Contains(h, name) {
			h, found = strings.ReplaceAll(h, name, " "), true
		}
	}
	return h, found
}

// nameParts are the ways in which headings shorten a name: whole, without the
// generic noun at its end (白内障手術, 白内障), and up to where its script changes
// (エクソソーム点滴, エクソソーム).
func nameParts(name string) []string {
	var out []string
	add := func(s string) {
		if utf8.RuneCountInString(s) >= 2 && !slices.Contains(generic, s) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	add(name)
	for _, g := range generic {
		add(strings.TrimSuffix(name, g))
	}
	prev := script(0)
	for i, r := range name {
		sc := scriptOf(r)
		if i > 0 && sc != prev && utf8.RuneCountInString(name[:i]) >= 3 {
			add(name[:i])
		}
		prev = sc
	}
	return out
}

type script int

const (
	otherScript script = iota
	kanji
	hiragana
	katakana
	latin
)

func scriptOf(r rune) script {
	switch {
	case text.IsKanji(r):
		return kanji
	case text.IsHiragana(r):
		return hiragana
	case text.IsKatakana(r):
		return katakana
	case unicode.IsLetter(r), unicode.IsDigit(r):
		return latin
	}
	return otherScript
}

// firstNoun is the first noun of a title: up to a particle after something that
// is not hiragana, or up to a mark.
func firstNoun(title string) string {
	title = strings.TrimSpace(title)
	prev := otherScript
	for i, r := range title {
		sc := scriptOf(r)
		if sc == otherScript && i > 0 {
			return title[:i]
		}
		if sc == hiragana && prev != hiragana && prev != otherScript && strings.ContainsRune("のはをがにでともやへ", r) {
			return title[:i]
		}
		prev = sc
	}
	if utf8.RuneCountInString(title) > 20 {
		return ""
	}
	return title
}

// withoutBrackets takes 【医師監修】 and the like off the start of a title.
func withoutBrackets(title string) string {
	for {
		title = strings.TrimSpace(title)
		end := -1
		for _, pair := range [...][2]string{{"【", "】"}, {"[", "]"}, {"［", "］"}, {"《", "》"}, {"〈", "〉"}} {
			if strings.HasPrefix(title, pair[0]) {
				if i := strings.Index(title, pair[1]); i >= 0 && i+len(pair[1]) < len(title) {
					end = i + len(pair[1])
				}
			}
		}
		if end < 0 {
			return title
		}
		title = title[end:]
	}
}

// fillers are the words that a section's heading may have beside its subject and
// its kind words: エクソソーム点滴に期待される効果について has nothing else. Longest first.
var fillers = sortedByLength(`について に関する に関して における に対する にかかる にまつわる による にともなう に伴う として とともに 主な おもな 主に 知っておきたい 知っておくべき 気になる 詳しく 解説 紹介 ご紹介
	一般的な 一般的に 実際の 具体的な 具体的に 当院の 当院での 当院で 当クリニックの 治療 施術 手術 療法 点滴 注射 注入 接種 検査 診断 外来 医療 受ける 受けた 受けたい 行う する した して いる ある あります 際 時 後 前 中 時の 人 方 ひと かた こと もの 点
	ポイント 一覧 一覧表 表 種類 内容 目安 基本 何 なに どんな どのような どれくらい どのくらい 考えられる 起こりうる 起こる 得られる 事前 必要な 代表的な 大切な 重要な よくある ご案内 案内 まで から より など の に は が を で と も や へ か つ 選 大
	できる 期待 される いただく ため 予想される 想定される 術 とは 全て すべて 徹底 最新 版 編 ね な`)

func sortedByLength(words string) []string {
	out := strings.Fields(words)
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// remainder is what a heading says beside kind words that are not weak, the
// subject and fillers; aboutSubject says that it names the subject.
func (s *subject) remainder(lex Lexicon, h heading) (rest string, aboutSubject bool) {
	kept := []byte(headingNote.ReplaceAllStringFunc(h.folded, func(note string) string { return strings.Repeat(" ", len(note)) }))
	for _, w := range h.words {
		if !w.weak || h.kind == corpus.KindCost && w.kind == corpus.KindCost && w.word == "保険" {
			for i := w.start; i < w.end; i++ {
				kept[i] = ' '
			}
		}
	}
	// The subject is looked for in what is whole: a kind word may be a part of it.
	rest, aboutSubject = s.strip(lex, string(kept))
	if !aboutSubject {
		_, aboutSubject = s.strip(lex, h.folded)
	}
	if h.kind == corpus.KindCost {
		rest = insuranceAsked.ReplaceAllString(rest, " ")
	}
	return withoutFillers(rest), aboutSubject
}

var (
	// headingNote is a note in brackets that says nothing of what a heading is
	// about: 「料金（税込）」, 「費用（自由診療・目安）」.
	headingNote = regexp.MustCompile(pattern.Joined(`\((?:
		(?:
			税込み?|税抜き?|税別|消費税|目安|概算|自由診療|自費診療|自費|保険適用外|保険適応外|保険適用なし
			|保険外診療|保険診療|保険適用|保険外|全額|自己負担|表示|価格|料金|費用|一例|例|参考|全国平均
			|当院|の|は|・|/|、|,|\s
		)+
	)\)`))
	// insuranceAsked is what a heading on costs asks of insurance: 「保険は使える？」.
	insuranceAsked = regexp.MustCompile(`使え(?:る|ます)か?|効(?:く|きます)か?|きく|適用(?:される|されます)か?`)
)

func withoutFillers(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		at := slices.IndexFunc(fillers, func(f string) bool { return strings.HasPrefix(s[i:], f) })
		if at >= 0 {
			i += len(fillers[at])
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) {
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}
