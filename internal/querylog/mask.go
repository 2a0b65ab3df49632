package querylog

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What stands for what was masked.
const (
	maskedNumber = "〔番号〕"
	maskedMail   = "〔メール〕"
	maskedBirth  = "〔生年月日〕"
)

// Masked reports whether something was masked in a text.
func Masked(s string) bool {
	return strings.Contains(s, maskedNumber) || strings.Contains(s, maskedMail) || strings.Contains(s, maskedBirth)
}

// Masker takes out of what people typed what could tell who they are: mail addresses,
// dates of birth, and numbers of phones, cards, insurance, files and persons, in any
// spelling. It keeps what a question is made of: prices, ages, days, doses. A name or an
// address in words it cannot know.
type Masker struct {
	mail, handle, mailJa, fullDate, bornAfter, bornBefore, numbered *regexp.Regexp
}

// NewMasker returns a Masker; its methods may be called by many goroutines.
func NewMasker() *Masker {
	const (
		digit = `[0-9０-９〇零一二三四五六七八九十元]`
		era   = `(?:明治|大正|昭和|平成|令和|[MTSHRＭＴＳＨＲmtshrｍｔｓｈｒ][.．]?)`
		step  = `\s*[.．/／・\-－‐‑‒–—−ー年月]\s*`
		at    = `\s*(?:[@＠﹫]|[(（\[［]\s*(?:at|アット|@)\s*[)）\]］]|アットマーク|あっとまーく)\s*`
		host  = `[A-Za-z0-9Ａ-Ｚａ-ｚ０-９\-－]+(?:\s?[.．。｡]\s?[A-Za-z0-9Ａ-Ｚａ-ｚ０-９\-－]+)*`
		date  = `(?:` + era + `\s*` + digit + `{1,3}|` + digit + `{4}|` + digit + `{1,4}\s*年)\s*(?:` + step + `)?` + digit + `{1,3}` + step + digit + `{1,3}\s*日?`
		loose = `(?:` + era + `\s*)?` + digit + `[0-9０-９〇零一二三四五六七八九十元年月日./．／・\-－‐–—−ー\s　]*`
	)
	return &Masker{
		mail:       regexp.MustCompile(`(?i)[A-Za-z0-9Ａ-Ｚａ-ｚ０-９._%+\-．＿－＋'!#$&*/=?^{|}~]+` + at + host),
		handle:     regexp.MustCompile(`[@＠﹫][A-Za-z0-9Ａ-Ｚａ-ｚ０-９._．＿\-]{3,}`),
		mailJa:     regexp.MustCompile(`[\p{L}\p{N}._\-]+[@＠﹫]` + host),
		fullDate:   regexp.MustCompile(date),
		bornAfter:  regexp.MustCompile(`(?:生年月日|誕生日|生まれた日|バースデー|birthday|date of birth)[はがのも、,:：=\s　]*(?:` + loose + `)`),
		bornBefore: regexp.MustCompile(`(?:` + loose + `)(?:生まれ|生れ|うまれ|産まれ|生)`),
		numbered: regexp.MustCompile(`(?i)(?:番号|記号|マイナンバー|個人番号|保険証|保険者|診察券|カルテ|会員|患者|免許証|パスポート|電話|携帯|ケータイ|tel|fax|phone|no\.)` +
			`[はがのも、,.:：=#＃№\s　(（]*(?:no\.?)?[はが:：\s　]*[A-Za-z]{0,3}[\-－]?(?:[0-9０-９〇零一二三四五六七八九][\-－‐–—−ー・\s　]?)*[0-9０-９〇零一二三四五六七八九]`),
	}
}

// Mask returns a text with what is personal replaced.
func (m *Masker) Mask(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if !suspicious(s) {
		return s
	}
	// Expressions are asked only of texts that have a word which every match needs.
	s = m.Mails(s)
	if has(s, "生", "うまれ", "産まれ", "誕生日", "バースデー", "irth") {
		s = m.bornAfter.ReplaceAllStringFunc(s, func(found string) string { return replaceDigits(found, maskedBirth, 2) })
		s = m.births(s)
	}
	digits := 0
	for _, r := range s {
		digits += digitsOf(r)
	}
	if digits >= 3 || has(s, "元", "十") {
		s = m.dates(s)
	}
	if digits >= 3 && has(strings.ToLower(s), "号", "ナンバー", "保険", "診察券", "カルテ", "会員", "患者", "免許", "パスポート", "電話", "携帯", "ケータイ", "tel", "fax", "phone", "no.") {
		s = m.numbered.ReplaceAllStringFunc(s, func(found string) string { return replaceDigits(found, maskedNumber, 3) })
	}
	return numbers(s)
}

// has reports whether one of the words is in a text.
func has(s string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// Mails masks mail addresses alone.
func (m *Masker) Mails(s string) string {
	if !has(s, "@", "＠", "﹫", "at", "AT", "At", "aT", "アット", "あっと") {
		return s
	}
	s = m.mail.ReplaceAllString(s, maskedMail)
	s = m.mailJa.ReplaceAllString(s, maskedMail)
	return m.handle.ReplaceAllString(s, maskedMail)
}

// suspicious is whether a text has anything to be masked at all: most have not.
func suspicious(s string) bool {
	digits := 0
	for _, r := range s {
		switch {
		case r == '@' || r == '＠' || r == '﹫' || r == 'ア' || r == 'あ' || r == '生' || r == '誕':
			return true
		case r == '[' || r == '［' || r == '(' || r == '（':
			return true
		}
		if digits += digitsOf(r); digits >= 3 {
			return true
		}
	}
	return false
}

// replaceDigits replaces what follows the words of a match from its first digit on, if
// it has so many of them.
func replaceDigits(found, with string, least int) string {
	first, n := -1, 0
	for i, r := range found {
		d := digitsOf(r)
		if d == 0 && strings.ContainsRune("十元", r) {
			d = 1
		}
		if d > 0 && first < 0 {
			first = i
		}
		n += d
	}
	if n < least {
		return found
	}
	return found[:first] + with
}

// births masks dates before 生, unless it begins another word: 3日 生理食塩水, 3年生.
func (m *Masker) births(s string) string {
	var b strings.Builder
	for {
		at := m.bornBefore.FindStringIndex(s)
		if at == nil {
			b.WriteString(s)
			return b.String()
		}
		found, rest := s[at[0]:at[1]], s[at[1]:]
		next, _ := utf8.DecodeRuneInString(rest)
		date, word := found, ""
		for _, w := range []string{"生まれ", "生れ", "うまれ", "産まれ", "生"} {
			if strings.HasSuffix(found, w) {
				date, word = strings.TrimSuffix(found, w), w
				break
			}
		}
		other := word == "生" && strings.ContainsRune("理活後体検涯産命薬成食化物涯殖着毛え", next)
		b.WriteString(s[:at[0]])
		if other || !isDate(date) {
			b.WriteString(found)
		} else {
			b.WriteString(maskedBirth + word)
		}
		s = rest
	}
}

// dates masks whole dates, but not what is in the middle of a longer number.
func (m *Masker) dates(s string) string {
	var b strings.Builder
	done := 0
	for _, at := range m.fullDate.FindAllStringIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(s[:at[0]])
		after, _ := utf8.DecodeRuneInString(s[at[1]:])
		if digitsOf(before) > 0 || digitsOf(after) > 0 {
			continue
		}
		b.WriteString(s[done:at[0]] + maskedBirth)
		done = at[1]
	}
	return b.String() + s[done:]
}

// isDate tells a year or a date from the year at school: four digits, a month, or an era.
func isDate(s string) bool {
	n := 0
	for _, r := range s {
		n += digitsOf(r)
	}
	first, _ := utf8.DecodeRuneInString(s)
	return n >= 4 || strings.Contains(s, "月") || !strings.ContainsRune("十元", first) && digitsOf(first) == 0
}

// digitsOf is how many decimal digits a character stands for: 5, ５, 五 and ⑤ are one.
func digitsOf(r rune) int {
	switch {
	case r < 0x80:
		if r >= '0' && r <= '9' {
			return 1
		}
		return 0
	case r >= 'ぁ' && r <= 'ー': // kana, for speed
		return 0
	case strings.ContainsRune("〇零一二三四五六七八九", r):
		return 1
	case unicode.Is(unicode.Han, r): // for speed
		return 0
	case unicode.Is(unicode.Nd, r):
		return 1
	case !unicode.Is(unicode.No, r):
		return 0
	}
	n := 0
	for _, d := range norm.NFKC.String(string(r)) {
		if d < '0' || d > '9' {
			return 0
		}
		n++
	}
	return n
}

// between are characters that stand between the digits of one number.
func between(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r) ||
		strings.ContainsRune("-−ー－_＿.．・･,，、/／()（）[]［］*＊+＋の~〜～:：", r)
}

// most is how many characters stand between two digits of one number at most.
const most = 3

// run is a number as it was typed: groups of digits with something between them.
type run struct {
	from, to int      // of the first digit, and after the last, in runes
	groups   []int    // digits in each
	seps     []string // what stands between them
	zero     bool     // begins with 0
}

func (r run) digits() int {
	n := 0
	for _, g := range r.groups {
		n += g
	}
	return n
}

// numbers masks what has as many digits as phones, cards and the like.
func numbers(s string) string {
	runes := []rune(s)
	var b strings.Builder
	done := 0
	for i := 0; i < len(runes); i++ {
		if digitsOf(runes[i]) == 0 {
			continue
		}
		r := runAt(runes, i)
		if r.personal(runes) {
			from := r.from
			if from > done && strings.ContainsRune("+＋〒", runes[from-1]) {
				from--
			}
			b.WriteString(string(runes[done:from]) + maskedNumber)
			done = r.to
		}
		i = r.to - 1
	}
	b.WriteString(string(runes[done:]))
	return b.String()
}

// runAt reads the number that begins at i.
func runAt(runes []rune, i int) run {
	r := run{from: i, to: i, zero: strings.ContainsRune("0０〇零", runes[i])}
	for open := false; i < len(runes); {
		if d := digitsOf(runes[i]); d > 0 {
			if !open {
				r.groups = append(r.groups, 0)
				open = true
			}
			r.groups[len(r.groups)-1] += d
			i++
			r.to = i
			continue
		}
		next := i
		for next < len(runes) && between(runes[next]) && (next-i < most || unicode.Is(unicode.Cf, runes[next])) {
			next++
		}
		if next == i || next == len(runes) || digitsOf(runes[next]) == 0 {
			break
		}
		r.seps = append(r.seps, string(runes[i:next]))
		i, open = next, false
	}
	return r
}

// personal: it could be the number of a phone, a card, a person, an insurance or a file.
func (r run) personal(runes []rune) bool {
	longest := 0
	for _, g := range r.groups {
		longest = max(longest, g)
	}
	switch n := r.digits(); {
	case r.amount(runes):
		return false
	case n >= 8 || longest >= 7:
		return true
	case n == 7 && len(r.groups) == 2 && r.groups[0] == 3: // a post code
		return strings.ContainsFunc(r.seps[0], func(c rune) bool { return unicode.Is(unicode.Pd, c) || strings.ContainsRune("-−ー－", c) })
	}
	return false
}

// amount: it is a price, a range, or something counted: one or two numbers, with a unit
// or commas at the thousands, of which none begins with 0; or two years.
func (r run) amount(runes []rune) bool {
	if r.zero {
		return false
	}
	values := []int{r.groups[0]} // digits of each number, commas left out
	commas := false
	for i, g := range r.groups[1:] {
		if strings.Trim(r.seps[i], ",，") == "" && g == 3 {
			values[len(values)-1] += g
			commas = true
			continue
		}
		values = append(values, g)
	}
	if len(values) > 2 || values[0] > 9 || len(values) == 2 && (values[0] > 7 || values[1] > 7) {
		return false
	}
	if commas && len(values) == 1 {
		return true
	}
	money := r.from > 0 && strings.ContainsRune("¥￥$＄", runes[r.from-1])
	return money || hasUnit(runes[r.to:]) || r.years(runes)
}

// years: 2024-2025.
func (r run) years(runes []rune) bool {
	text := norm.NFKC.String(string(runes[r.from:r.to]))
	if len(r.groups) != 2 || r.groups[0] != 4 || r.groups[1] != 4 {
		return false
	}
	second := text[len(text)-4:]
	return strings.HasPrefix(text, "20") && strings.HasPrefix(second, "20")
}

// hasUnit reports whether a text begins with what is counted by thousands: nobody counts
// days, ages or tablets so high, and 日曜に電話 or 本人 may follow a number as well.
func hasUnit(runes []rune) bool {
	s := strings.ToLower(norm.NFKC.String(string(runes[:min(len(runes), 8)])))
	s = strings.TrimLeft(s, " ")
	for _, unit := range []string{"円", "万", "億", "えん", "ドル", "ショット", "発", "単位", "本", "株", "%", "パーセント"} {
		if strings.HasPrefix(s, unit) {
			return !has(s, "発信", "本人", "本日")
		}
	}
	word := strings.IndexFunc(s, func(r rune) bool { return r != 'μ' && (r < 'a' || r > 'z') })
	if word < 0 {
		word = len(s)
	}
	return slices.Contains([]string{"yen", "mg", "μg", "ug", "ml", "cc", "mm", "cm", "kg", "nm", "hz", "khz", "mhz", "u", "iu"}, s[:word])
}
