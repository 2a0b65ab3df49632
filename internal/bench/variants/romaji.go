package main

import (
	"strings"
	"unicode/utf8"
)

// romaji is a way to write kana in Latin letters.
type romaji struct {
	syllables map[string]string // that are written otherwise than Hepburn
	n         string            // ン before a vowel
	moraicN   string            // ン elsewhere
	long      long
}

// long says how long vowels are written.
type long int

const (
	asSpelt  long = iota // とう is tou, ー the vowel again
	asHyphen             // ー is -
	asMacron             // tō
	dropped              // to
)

//nolint:gochecknoglobals // constant tables
var (
	hepburn = romaji{n: "n'", moraicN: "n"}
	kunrei  = romaji{n: "n'", moraicN: "n", syllables: kunreiSyllables}
	typedIn = romaji{n: "nn", moraicN: "nn", long: asHyphen, syllables: kunreiSyllables}
	macrons = romaji{n: "n'", moraicN: "n", long: asMacron}
	short   = romaji{n: "n'", moraicN: "n", long: dropped}

	kunreiSyllables = map[string]string{
		"シ": "si", "チ": "ti", "ツ": "tu", "フ": "hu", "ジ": "zi", "シャ": "sya", "シュ": "syu", "ショ": "syo",
		"チャ": "tya", "チュ": "tyu", "チョ": "tyo", "ジャ": "zya", "ジュ": "zyu", "ジョ": "zyo",
	}
	hepburnSyllables = map[string]string{
		"ア": "a", "イ": "i", "ウ": "u", "エ": "e", "オ": "o", "カ": "ka", "キ": "ki", "ク": "ku", "ケ": "ke", "コ": "ko",
		"サ": "sa", "シ": "shi", "ス": "su", "セ": "se", "ソ": "so", "タ": "ta", "チ": "chi", "ツ": "tsu", "テ": "te", "ト": "to",
		"ナ": "na", "ニ": "ni", "ヌ": "nu", "ネ": "ne", "ノ": "no", "ハ": "ha", "ヒ": "hi", "フ": "fu", "ヘ": "he", "ホ": "ho",
		"マ": "ma", "ミ": "mi", "ム": "mu", "メ": "me", "モ": "mo", "ヤ": "ya", "ユ": "yu", "ヨ": "yo",
		"ラ": "ra", "リ": "ri", "ル": "ru", "レ": "re", "ロ": "ro", "ワ": "wa", "ヲ": "o",
		"ガ": "ga", "ギ": "gi", "グ": "gu", "ゲ": "ge", "ゴ": "go", "ザ": "za", "ジ": "ji", "ズ": "zu", "ゼ": "ze", "ゾ": "zo",
		"ダ": "da", "ヂ": "ji", "ヅ": "zu", "デ": "de", "ド": "do", "バ": "ba", "ビ": "bi", "ブ": "bu", "ベ": "be", "ボ": "bo",
		"パ": "pa", "ピ": "pi", "プ": "pu", "ペ": "pe", "ポ": "po", "ヴ": "vu",
		"キャ": "kya", "キュ": "kyu", "キョ": "kyo", "シャ": "sha", "シュ": "shu", "ショ": "sho", "チャ": "cha", "チュ": "chu", "チョ": "cho",
		"ニャ": "nya", "ニュ": "nyu", "ニョ": "nyo", "ヒャ": "hya", "ヒュ": "hyu", "ヒョ": "hyo", "ミャ": "mya", "ミュ": "myu", "ミョ": "myo",
		"リャ": "rya", "リュ": "ryu", "リョ": "ryo", "ギャ": "gya", "ギュ": "gyu", "ギョ": "gyo", "ジャ": "ja", "ジュ": "ju", "ジョ": "jo",
		"ビャ": "bya", "ビュ": "byu", "ビョ": "byo", "ピャ": "pya", "ピュ": "pyu", "ピョ": "pyo",
		"ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo", "フュ": "fyu", "ティ": "thi", "ディ": "dhi", "デュ": "dhu", "テュ": "thu", "トゥ": "twu", "ドゥ": "dwu",
		"ウィ": "wi", "ウェ": "we", "シェ": "she", "ジェ": "je", "チェ": "che", "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo",
		"ツァ": "tsa", "ツェ": "tse", "ツォ": "tso", "イェ": "ye",
		"ァ": "xa", "ィ": "xi", "ゥ": "xu", "ェ": "xe", "ォ": "xo", "ャ": "xya", "ュ": "xyu", "ョ": "xyo",
	}
)

// write spells katakana in Latin letters.
func (m romaji) write(kana string) string {
	var b strings.Builder
	for s := kana; s != ""; {
		out, n := m.syllable(s, b.String())
		b.WriteString(out)
		s = s[n:]
	}
	return b.String()
}

// syllable writes what s begins with, and says how many bytes that is; done is what
// stands before it.
func (m romaji) syllable(s, done string) (string, int) {
	r, n := utf8.DecodeRuneInString(s)
	vowel := ""
	if done != "" {
		vowel = strings.Trim(done[len(done)-1:], "bcdfghjkmnpqrstvwxyz'-")
	}
	switch r {
	case 'ー':
		return m.prolong(vowel), n
	case 'ッ':
		next := ""
		if n < len(s) {
			next, _ = m.syllable(s[n:], "")
		}
		if strings.Trim(next, "aiueonx-") == "" || next[0] >= utf8.RuneSelf {
			return "xtu", n
		}
		if strings.HasPrefix(next, "ch") && m.syllables == nil {
			return "t", n
		}
		return next[:1], n
	case 'ン':
		next, _ := utf8.DecodeRuneInString(s[n:])
		if strings.ContainsRune("アイウエオヤユヨ", next) {
			return m.n, n
		}
		return m.moraicN, n
	}
	if m.long >= asMacron && (r == 'ウ' && (vowel == "o" || vowel == "u") || r == 'オ' && vowel == "o") {
		return m.prolong(vowel), n
	}
	_, more := utf8.DecodeRuneInString(s[n:])
	for _, size := range []int{n + more, n} {
		if out, ok := m.syllables[s[:size]]; ok {
			return out, size
		}
		if out, ok := hepburnSyllables[s[:size]]; ok {
			return out, size
		}
	}
	return s[:n], n
}

func (m romaji) prolong(vowel string) string {
	switch {
	case m.long == asHyphen:
		return "-"
	case m.long == dropped:
		return ""
	case m.long == asMacron:
		return "\u0304"
	}
	return vowel
}
