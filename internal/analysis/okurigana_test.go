package analysis

import (
	"slices"
	"testing"
)

// A text that writes more hiragana after its kanji than somebody types, or fewer, is found all
// the same; other words with the same kanji are other words.
func TestOkuriganaDoesNotMatter(t *testing.T) {
	a := analyzer(t)
	for _, same := range [][]string{
		{"取り扱い", "取扱い", "取扱"}, {"受け付け", "受付け", "受付"}, {"引き締め", "引締め"}, {"申し込み", "申込み", "申込"},
		{"取り扱う", "取扱う", "取り扱います"}, {"行う", "行なう", "行なった"}, {"変わる", "変る"},
		{"組み合わせ", "組合せ"}, {"打ち合わせ", "打合せ"}, {"割り引き", "割引き", "割引"}, {"手当て", "手当"},
		{"現れる", "現われる"}, {"当たる", "当る"}, {"終わる", "終る"}, {"見積もり", "見積り", "見積"},
	} {
		want := terms(a, same[0])
		for _, s := range same[1:] {
			if got := terms(a, s); !slices.Equal(got, want) {
				t.Errorf("%s: %s, %s: %s", same[0], want, s, got)
			}
		}
	}
	for _, other := range [][2]string{{"話", "話し"}, {"開く", "開ける"}, {"治す", "治る"}, {"起こす", "起きる"}, {"下げる", "下がる"}, {"痛い", "痛む"}} {
		if x, y := terms(a, other[0]), terms(a, other[1]); slices.Equal(x, y) {
			t.Errorf("%s and %s are both %s", other[0], other[1], x)
		}
	}
}
