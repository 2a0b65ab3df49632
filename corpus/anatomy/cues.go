package anatomy

import (
	"strings"
	"unicode/utf8"
)

// cue is a set of words whose presence a rule needs. One pass over a text finds
// all cues in it, so that plain passages, most of which have none, cost next to
// nothing to read.
type cue uint32

const (
	cueSource    cue = 1 << iota // names a source
	cueSupervise                 // names a supervisor
	cueDowntime
	cueMoney
	cueMinutes  // a unit of minutes or hours
	cueLasting  // what lasts them: a treatment
	cueTimes    // a count of sessions
	cueSessions // says that it is one
	cueInterval
	cueInsurance
	cueApproval
)

var cueWords = map[cue]string{
	cueSource:    `参照 参考 出典 引用 情報源 文献 資料 情報 もとに 元に 基に 調べ 典拠 出どころ 添文 添付文書 ソース エビデンス 根拠 脚注 出所 ource eference OURCE EFERENCE doi DOI PMID`,
	cueSupervise: `監修`,
	cueDowntime:  downtimeWord,
	cueMoney:     `円 ¥ ￥`,
	cueMinutes:   `分 時間`,
	cueLasting:   `所要 施術 治療 手術 検査 処置 照射 点滴 要する かかる 接種 1回 １回 終了 終わ`,
	cueTimes:     `回 クール`,
	cueSessions:  `回数 目安 必要 推奨 おすすめ 勧め 一般的 繰り返 接種 合計 通院 実感 照射 治療 施術 コース クール 程度です ほどです`,
	cueInterval:  `間隔 おき ごと 毎 ペース に1回 に１回 に一回 月1 月１ 週1 週１ 年1 年１ 空け あけ`,
	cueInsurance: `保険 自費 自由診療 割負担 自己負担 任意接種`,
	cueApproval:  `承認 適応外`,
}

// cueEntry is a word by what follows its first character.
type cueEntry struct {
	rest string
	cue  cue
}

// cueTable finds the words that begin with a character. first says for the
// characters below 0x10000 where in lists they are; 0 is nowhere.
type cueTable struct {
	first [1 << 16]uint8
	lists [][]cueEntry
}

var cueIndex = buildCues()

func buildCues() *cueTable {
	t := &cueTable{lists: [][]cueEntry{nil}}
	for c, words := range cueWords {
		for _, w := range strings.Fields(words) {
			r, n := utf8.DecodeRuneInString(w)
			if t.first[r] == 0 {
				t.first[r] = uint8(len(t.lists)) // there are fewer than 256 first characters
				t.lists = append(t.lists, nil)
			}
			at := t.first[r]
			t.lists[at] = append(t.lists[at], cueEntry{w[n:], c})
		}
	}
	return t
}

// cuesIn returns the cues that a text has.
func cuesIn(s string) cue {
	var found cue
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		i += n
		if r >= 1<<16 || cueIndex.first[r] == 0 {
			continue
		}
		for _, e := range cueIndex.lists[cueIndex.first[r]] {
			if found&e.cue == 0 && strings.HasPrefix(s[i:], e.rest) {
				found |= e.cue
			}
		}
	}
	return found
}

// has reports whether a section's text has all of the cues.
func (s *section) has(c cue) bool {
	if !s.scanned {
		s.cues, s.scanned = cuesIn(s.Text), true
	}
	return s.cues&c == c
}
