package anatomy

import (
	"strings"
	"testing"
)

// BenchmarkRead reads a long article of every kind of line: what it costs a page is
// what all of them cost that are indexed.
func BenchmarkRead(b *testing.B) {
	lex := testLexicon(b)
	const one = "短い光を当てて、シミを薄くする治療です。日本見本学会「見本指針」では、薄いシミに勧めています。\n\n・毛穴が気になる方\n・シミが気になる方\n\n| 全顔 | 33,000円 |\n| 頬 | 11,000円 |\n\n赤みや腫れが2〜3日ほど出ることがあります[1]。妊娠中の方は受けられません。\n施術時間：20分\n\n"
	var parts []Part
	size := 0
	for _, h := range []string{"ピコレーザーとは", "期待できる効果", "こんな方におすすめ", "施術の流れ", "副作用", "注意点", "料金", "ダウンタイム", "まとめ"} {
		text := strings.Repeat(one, 20)
		size += len(text)
		parts = append(parts, sectionOf(h, text))
	}
	parts = append(parts, sectionOf("よくある質問", strings.Repeat("Q. 痛みはありますか？\nA. 少し痛みます。\n\n", 50)), sectionOf("参考文献", "1. 厚生労働省「手引き」\n2. 日本見本学会『指針』"))
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		d := &Draft{Parts: parts}
		d.Article.ID, d.Article.Title = "bench", "ピコレーザーの話"
		Read(lex, d)
	}
}
