package adcheck

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"shirube/internal/pattern"
)

// What follows is about one sentence in normal form (NFKC, lower case): ！ is !,
// ％ is %, （ is (.

var (
	// negated takes back what stands before it.
	negated = regexp.MustCompile(pattern.Joined(`
		わけでは|訳では|わけじゃ|とは限|とはかぎ|限りません
		|とは?(?:言|い)え
		|とは?(?:言|い)い切
		|とは?断言でき
		|ではな(?:い|く|か)
		|ではあり(?:ません|えま)
		|ではござい|じゃな|ものでは
		|ことは(?:でき|出来|あり)
		|(?:でき|出来)(?:ません|ない|かね|ず)
		|(?:保証|約束|断言|明言)(?:は|を)?(?:
			し(?:ません|ない|かね|てい(?:ません|ない)|ておりません)
			|いたしません|致しません|いたしかね|致しかね|でき|は?ありません|は?ない
		)
		|(?:言|い|謳|うた)え(?:ません|ない)
		|(?:ありま|ございま|いま|おりま|なりま|られま|れま|しま|きま)せん
		|(?:では|は|が|も)ない(?:。|$|、|です|こと|ため|ので|場合|もの|と)
		|(?:してい|られ|なら|いえ|いわ)ない
		|不可能|難しい|困難|否定
		|(?:保証|効果|結果)はなく
		|しかね
	`))
	// denounced speaks of such words as others use them.
	denounced = regexp.MustCompile(pattern.Joined(`(?:と|って)?(?:
		いう|いった|言う|言われ|うたう|うたっ|謳う|謳っ|宣伝|説明|断言|広告|表現|表示|文言|言葉|勧誘|強調
		|記載
	)[^。]{0,24}(?:
		注意|慎重|疑|避け|信じ|鵜呑み|うのみ|気を付|気をつけ|禁止|禁じ|不適切|できません|認められ|惑わ|違反
		|問題|控え|見極め|冷静|判断
	)`))
	// afterQuote says that what stands in the brackets before it is somebody's words.
	afterQuote = regexp.MustCompile(pattern.Joined(`^(?:
		という|といっ|と言|といわ
		|とい(?:う|え|った)
		|とうた|と謳|と宣伝|と書|と表|と断|との|と感|と思|と考|と期|と聞|と質|と説|と約|と広|など|のような
		|とは|って
		|は(?:禁|使|不|認|誇|虚)
	)`))
	// question asks, and states nothing.
	question = regexp.MustCompile(`(?:[?？]|(?:です|ます|でしょう|ません)か[。?]?|のか[。?]?|かどうか[^。]{0,12}[。?]?)[」』)\s]*$`)
	// instruction tells somebody what to do.
	instruction = regexp.MustCompile(pattern.Joined(`
		ください|下さい|ましょう|お願い|必要があ|必要です
		|必要が(?:ご|あ)
		|べき|てはいけ|ないで|ご遠慮|お控え|していただ|して頂|なければ
		|ようにし(?:ま|て)
		|することが(?:大切|重要|必要)
		|確認し(?:ま|て)
		|確かめ
	`))
	// supposed is a condition or an aim, not a claim.
	supposed = regexp.MustCompile(`^[^、。]{0,14}?(?:たい(?:方|人|場合|と)|ため(?:に|には|の)|場合|なら|たら|れば|ように|目指|目標|目的|期待したい)`)
)

// tail is what follows byte at of a sentence, from there to its end.
func tail(s string, at int) string { return s[at:] }

// clause is what follows byte at up to the next comma; one right after it does not
// count.
func clause(s string, at int) string {
	rest := s[at:]
	skip := len(rest) - len(strings.TrimLeft(rest, "、, "))
	if i := strings.IndexAny(rest[skip:], "、,"); i >= 0 {
		return rest[:skip+i]
	}
	return rest
}

// before is what precedes byte at in its clause, at most n runes of it.
func before(s string, at, n int) string {
	head := s[:at]
	if i := strings.LastIndexAny(head, "、,。"); i >= 0 {
		_, size := utf8.DecodeRuneInString(head[i:])
		head = head[i+size:]
	}
	r := []rune(head)
	return string(r[max(len(r)-n, 0):])
}

// isQuestion reports whether a sentence only asks.
func isQuestion(s string) bool { return question.MatchString(strings.TrimSpace(s)) }

// spokenOf reports whether the words at [start,end) are quoted as what others say
// or write: in brackets, with what follows them saying so, or in a sentence that
// warns of them.
func spokenOf(s string, start, end int) bool {
	if denounced.MatchString(s[end:]) {
		return true
	}
	open, depth := -1, 0
	for i, r := range s[:start] {
		switch r {
		case '「', '『', '“', '"':
			if r == '"' && depth > 0 {
				depth--
			} else {
				open, depth = i, depth+1
			}
		case '」', '』', '”':
			depth = max(depth-1, 0)
		}
	}
	if open < 0 || depth == 0 {
		return false
	}
	rest := s[end:]
	i := strings.IndexAny(rest, "」』”\"")
	if i < 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(rest[i:])
	after := rest[i+size:]
	// 「…」「…」 と続く: what counts is what comes after the last of them.
	for strings.HasPrefix(after, "「") || strings.HasPrefix(after, "『") || strings.HasPrefix(after, "、「") || strings.HasPrefix(after, "や「") || strings.HasPrefix(after, "・「") {
		j := strings.IndexAny(after, "」』")
		if j < 0 {
			break
		}
		_, size = utf8.DecodeRuneInString(after[j:])
		after = after[j+size:]
	}
	return afterQuote.MatchString(strings.TrimSpace(after))
}
