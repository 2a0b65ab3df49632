package analysis

import (
	"strings"

	"shirube/internal/text"
)

// rules is the version of everything in this package that decides what terms a
// text has. Raise it with every change that gives any text other terms: it is
// part of every index's fingerprint.
const rules = "1"

// negator is the one term of all that negates a predicate: ない, ぬ, ず, ません,
// なし, 以外. A search for 痛くない must be able to tell it from 痛い.
const negator = "ナイ"

// term is the index term of a dictionary entry with this part of speech and
// base form, or "" when it is not for the index.
func (t tag) term(base string) string {
	switch {
	case t.negates(base):
		return negator
	case t.kept(base):
		return fold(base)
	}
	return ""
}

// negates reports whether an entry negates the predicate or noun before it.
func (t tag) negates(base string) bool {
	switch base {
	case "ない", "無い":
		return true
	case "ぬ", "ん", "まい":
		return t == "助動詞"
	case "なし", "無し":
		return strings.HasPrefix(string(t), "名詞")
	case "以外":
		return true
	}
	return false
}

// kept reports whether words of this part of speech are for the index.
func (t tag) kept(base string) bool {
	head, rest, _ := strings.Cut(string(t), ",")
	switch head {
	case "名詞":
		switch {
		case strings.HasPrefix(rest, "非自立"):
			return hasKanji(base) && !strings.Contains(emptyNouns, base)
		case strings.HasPrefix(rest, "代名詞"), rest == "特殊,助動詞語幹", rest == "接尾,特殊", rest == "接尾,助動詞語幹":
			return false
		}
		return hasLetter(base)
	case "動詞":
		return rest == "自立" && !lightVerb(base)
	case "形容詞", "副詞", "感動詞":
		return true
	case "接頭詞", "連体詞":
		return hasKanji(base) && base != "御"
	case "記号":
		return rest == "アルファベット"
	}
	return false
}

const emptyNouns = "事物者方訳筈旨故程為"

func lightVerb(base string) bool {
	switch base {
	case "する", "いる", "ある", "なる":
		return true
	}
	return false
}

func hasKanji(s string) bool { return strings.IndexFunc(s, text.IsKanji) >= 0 }
