package main

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold is the form in which headings, questions and names are compared: NFKC,
// lower case, without white space.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
}

// letters is the form in which running text is compared: what is left of it
// without white space, punctuation, list marks and markup. Signs that change what
// a number says stay.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			return unicode.ToLower(r)
		case strings.ContainsRune("%¥~±℃<>=", r):
			return r
		case r == '〜' || r == '～':
			return '~'
		}
		return -1
	}, norm.NFKC.String(s))
}

// question is a question without the mark before it.
func question(s string) string {
	s = strings.TrimRight(letters(s), "~")
	rest := strings.TrimLeft(strings.TrimPrefix(s, "q"), "0123456789")
	if strings.HasPrefix(s, "q") && rest != "" && !isASCII(rest[0]) {
		return rest
	}
	return s
}

func isASCII(b byte) bool { return b < 0x80 }
