package lexicon

import (
	"strings"
	"testing"
)

// own sentences, a mix of what articles hold
const benchText = `エクソソーム点滴は、細胞から放出される小胞を用いる自由診療です。美肌やエイジングケアをめざして受ける方がいますが、効果には個人差があります。
施術の後に内出血や腫れ、赤みが出ることがあり、１週間ほどで落ち着くことが多いとされています。妊娠中・授乳中の方、抗凝固薬（ワーファリンなど）を服用している方は、事前に医師へご相談ください。
HIFU（ハイフ）はたるみの改善を目的とした治療で、料金は1回5万円〜です。ﾋｱﾙﾛﾝ酸注入やボトックスと組み合わせることもあります。
歯周病の治療では歯石を取り、歯みがきの方法を見直します。インプラントの手術は局所麻酔で行われ、しびれや痛みが残ることがまれにあります。
`

func BenchmarkFind(b *testing.B) {
	l, err := Default()
	if err != nil {
		b.Fatal(err)
	}
	s := strings.Repeat(benchText, 20)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		l.Find(s)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Default(); err != nil {
			b.Fatal(err)
		}
	}
}
