package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/lexicon"
	"shirube/internal/text"
)

// Denial is a word of which a text says that there is none, or that it does not
// happen: 痛み of 「痛みはほとんどありません」, 切る of 「切らずに」.
type Denial struct {
	Token int // index of the word in the tokens
	By    int // index of the word that denies it
	// Except: it is taken out of something, not said to be absent (「ボトックス以外」).
	Except bool
	// Happens: the word only says that something happens, is felt or is needed; what
	// does not stands before it (出る of 「腫れは出ません」).
	Happens bool
	// Less: it is said to be little or hardly to happen (痛みの少ない, 残りにくい).
	Less bool
	// Asks: the sentence asks whether it is so (「痛くないですか」).
	Asks bool
}

// Denials returns what a text denies, by its tokens and the concepts named in it,
// in the order of the words that deny. A denial inside a name is none (切らない眼瞼下垂),
// nor one that is denied itself (「ないわけではない」), that demands (「しなければならない」)
// or that is half of 「だけでなく」.
func Denials(s string, tokens []Token, named []lexicon.Mention) []Denial {
	var out []Denial
	for i := range tokens {
		if !isDenier(s, tokens, named, i) || insideName(named, tokens[i]) || cancelled(s, tokens, named, i) {
			continue
		}
		d := Denial{By: i, Less: lessens(tokens[i].Term), Except: excepts(s, tokens, named, i), Asks: asks(s[tokens[i].End:])}
		for _, j := range deniedBy(s, tokens, named, i, d.Except) {
			d.Token, d.Happens = j, supports(tokens[j].Term)
			out = append(out, d)
		}
	}
	return out
}

// between is what stands between two words. Those of one character (㍿) overlap.
func between(s string, a, b Token) string { return s[a.End:max(a.End, b.Start)] }

func surface(s string, t Token) string { return s[t.Start:t.End] }

// isDenier reports whether a word denies what stands before it: a negator, or one
// of the words that say the same (入院は不要, 痛みゼロ, 根拠に乏しい).
func isDenier(s string, tokens []Token, named []lexicon.Mention, i int) bool {
	switch tokens[i].Term {
	case negator:
		return true
	case "ゼロ", "皆無", "不要", "無用", "不明", "乏シイ", "不十分":
		return true
	case "少ナイ", "ニクイ":
		return i > 0
	case "除ク": // to remove a mole is no exception
		return i > 0 && between(s, tokens[i-1], tokens[i]) == "を" && !pulled(s, named, tokens[i-1])
	case "抜ク": // 麻酔抜きで; but teeth, hair and stains are pulled out
		rest := s[tokens[i].End:]
		return surface(s, tokens[i]) == "抜き" && i > 0 && tokens[i-1].End == tokens[i].Start && !pulled(s, named, tokens[i-1]) &&
			(rest == "" || hasPrefixAny(rest, "で", "の", " ", "　"))
	}
	return false
}

// lessens reports whether a word only says that there is little of something.
func lessens(term string) bool { return term == "少ナイ" || term == "ニクイ" }

// excepts reports whether a word that denies takes what stands before it out of
// something, or puts something else in its place (ボトックスではなく).
func excepts(s string, tokens []Token, named []lexicon.Mention, i int) bool {
	if surface(s, tokens[i]) == "以外" || tokens[i].Term == "除ク" {
		return true
	}
	if i == 0 {
		return false
	}
	gap := between(s, tokens[i-1], tokens[i])
	return (gap == "では" || gap == "じゃ") && slices.ContainsFunc(named, func(m lexicon.Mention) bool {
		return m.End == tokens[i-1].End && (m.Concept.Is(lexicon.Treatment) || m.Concept.Is(lexicon.Ingredient) || m.Concept.Is(lexicon.Device))
	})
}

// pulled reports whether a word is what can be pulled out.
func pulled(s string, named []lexicon.Mention, t Token) bool {
	return containsAny(surface(s, t), "歯", "毛", "血", "息", "染み", "シミ", "栓", "釘") || slices.ContainsFunc(named, func(m lexicon.Mention) bool {
		return m.End == t.End && (m.Concept.Is(lexicon.BodyPart) || m.Concept.Is(lexicon.Condition))
	})
}

// insideName reports whether a word is part of a name that began before it: of
// 切らない眼瞼下垂 or 歯がない nothing is denied.
func insideName(named []lexicon.Mention, t Token) bool {
	return slices.ContainsFunc(named, func(m lexicon.Mention) bool { return m.Start < t.Start && t.Start < m.End })
}

// cancelled reports whether the denial by tokens[i] is none: it demands, adds to
// something, or is denied in its turn.
func cancelled(s string, tokens []Token, named []lexicon.Mention, i int) bool {
	if i > 0 {
		switch tokens[i-1].Term {
		case "限ル", "イケル", "言イ切ル", "意味": // 〜とは限らない, 〜ないといけない, 〜という意味ではない
			return true
		}
		before := between(s, tokens[i-1], tokens[i])
		if containsAny(before, "だけで", "だけじゃ", "ばかりで", "のみで", "のみなら", "しか", "わけで", "わけじゃ", "訳で") {
			return true
		}
		if isDenier(s, tokens, named, i-1) && len(before) <= maxGap && clauseGoesOn(before) {
			return true // ゼロではない, なくはない: the one before is cancelled below
		}
	}
	rest := s[tokens[i].End:]
	if hasPrefixAny(rest, "と言い切", "とは言い切", "とは限", "とはいえ", "とは言え", "とも限", "とも言え", "わけでは", "わけじゃ", "という", "といった",
		"といけ", "と駄目", "とだめ", "とならな", "ばなら", "ばいけ", "てはなら", "てはいけ", "くてはなら", "くてはいけ", "きゃ") {
		return true
	}
	if i+1 < len(tokens) && tokens[i+1].Term == negator {
		gap := between(s, tokens[i], tokens[i+1])
		return len(gap) <= maxGap && clauseGoesOn(gap)
	}
	return false
}

// asks reports whether what follows a denial makes a question of it.
func asks(rest string) bool {
	rest = strings.TrimLeft(rest, " 　")
	if may := asksLeave(rest); may != "" {
		rest = may
	}
	for _, polite := range []string{"んでしょう", "のでしょう", "でしょう", "んです", "のです", "です", "の", "ん"} {
		if after, ok := strings.CutPrefix(rest, polite); ok {
			if polite == "の" && after == "" {
				return true // 痛くないの
			}
			rest = after
			break
		}
	}
	return hasPrefixAny(rest, "か", "?", "？")
}

// asksLeave cuts 〜なくてもいい off what follows a denial: 「受けなくてもいいですか」 asks.
func asksLeave(rest string) string {
	after, ok := strings.CutPrefix(rest, "くて")
	if !ok {
		return ""
	}
	after = strings.TrimPrefix(after, "も")
	for _, well := range []string{"いい", "よい", "良い", "大丈夫", "平気", "問題ない", "かまわない", "構わない"} {
		if out, ok := strings.CutPrefix(after, well); ok {
			return out
		}
	}
	return ""
}

// maxGap is the most bytes of particles and auxiliaries between words that belong
// together, as in 「(出血)することはありませ(ん)」.
const maxGap = 12 * len("あ")

// deniedBy lists the words that tokens[by] denies: what stands right before it, and,
// where that only says that something happens or is needed, the thing itself too:
// 感じる and 痛み of 「痛みを感じることはありません」; what is joined to it by や and と as well.
func deniedBy(s string, tokens []Token, named []lexicon.Mention, by int, except bool) []int {
	var out []int
	at := by
	joined := false // the last word was a thing, further ones must be joined to it
	for j := by - 1; j >= 0 && len(out) < maxDenied; j-- {
		gap := between(s, tokens[j], tokens[at])
		if len(gap) > maxGap || !clauseGoesOn(gap) || except && at == by && len(gap) > len("では") {
			break
		}
		if joined && !joins(gap) && !sameName(named, tokens[j], tokens[at]) {
			break
		}
		if isDenier(s, tokens, named, j) {
			break
		}
		at = j
		if !joined && degree(tokens[j].Term) {
			continue
		}
		out = append(out, j)
		joined = joined || except || !supports(tokens[j].Term)
	}
	return out
}

// maxDenied bounds how much one word denies.
const maxDenied = 6

// clauseGoesOn reports whether nothing between two words ends a clause.
func clauseGoesOn(gap string) bool {
	return !strings.ContainsAny(gap, "。、，,.!?！？\n　 「」『』（）()：:；;|｜")
}

// joins reports whether two words are joined as equals, or stand together as one
// compound.
func joins(gap string) bool {
	switch gap {
	case "", "や", "・", "と", "も", "および", "及び", "または", "又は", "／", "/":
		return true
	}
	return false
}

func sameName(named []lexicon.Mention, a, b Token) bool {
	return slices.ContainsFunc(named, func(m lexicon.Mention) bool { return m.Start <= a.Start && b.End <= m.End })
}

// degree reports whether a word says how much: 痛みはほとんどない.
func degree(term string) bool {
	switch term {
	case "ホトンド", "ホボ", "マズ", "特ニ", "トクニ", "全ク", "マッタク", "一切", "イッサイ", "アマリ", "余リ", "ソレホド", "ソコマデ", "サホド", "ゼンゼン", "全然", "カナラズシモ",
		"ナニモ", "何モ", "少シ", "スコシ", "モウ", "ソンナニ", "基本", "的", "ヨウ", "必ズシモ":
		return true
	}
	return false
}

// supports reports whether a word only says that something happens, is felt, is
// there or is needed: what is denied stands before it.
func supports(term string) bool {
	switch term {
	case "出ル", "デル", "起コル", "起キル", "オコル", "オキル", "生ジル", "現レル", "アラワレル", "感ジル", "伴ウ", "残ル", "ノコル", "見ラレル", "見ル", "ミル", "認メル", "デキル", "出来ル",
		"使ウ", "使エル", "確カメル", "証明", "分カル", "ワカル", "示ス", "確立", "根拠", "明ラカ", "ハッキリ", "十分", "苦", "サ", "ツカウ", "効ク", "利ク", "キク", "使用", "用イル", "得ル", "得ラレル", "受ケル", "行ウ", "入レル", "カカル", "掛カル", "続ク", "長引ク", "ツク", "付ク", "ナル", "成ル", "期待", "実感", "発生", "報告",
		"必要", "心配", "不安", "可能", "性", "恐レ", "オソレ", "リスク", "問題", "負担", "影響", "感", "済ム", "スム", "イイ", "ヨイ", "良イ", "要ル", "イル", "気", "コト", "場合", "強イ", "目立ツ", "避ケル":
		return true
	}
	return false
}

func containsAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

func hasPrefixAny(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

// DictionaryForm is a word of a text as people would name it: 通わ of 通わなくていい is
// 通う. What a particle follows is a noun, and stays as it is written.
func DictionaryForm(s string, t Token) string {
	word := Unfold(t.Term)
	last, _ := utf8.DecodeLastRuneInString(word)
	next, _ := utf8.DecodeRuneInString(s[t.End:])
	if hasKanji(word) && text.IsHiragana(last) && !strings.ContainsRune("はがをのもやにとでゼ", next) {
		return word
	}
	return surface(s, t)
}
