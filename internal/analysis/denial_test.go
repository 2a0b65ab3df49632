package analysis

import (
	"slices"
	"strings"
	"testing"

	"shirube/internal/lexicon"
)

// denied lists what a text denies: the words, with ! before what is taken out and ?
// after what is asked.
func denied(a *Analyzer, s string) string {
	tokens, named := a.Read(s)
	var out []string
	for _, d := range Denials(s, tokens, named) {
		word := DictionaryForm(s, tokens[d.Token])
		if d.Except {
			word = "!" + word
		}
		if d.Asks {
			word += "?"
		}
		out = append(out, word)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestDenials(t *testing.T) {
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"痛くない", "痛い"},
		{"痛みはほとんどありません", "痛み"},
		{"痛みを感じることはありません", "感じる 痛み"},
		{"腫れや赤みは出ません", "出る 腫れ 赤み"},
		{"効果がない", "効果"},
		{"効果が出ないことがあります", "出る 効果"},
		{"副作用のない治療", "副作用"},
		{"麻酔なし", "麻酔"},
		{"切らずに治す", "切る"},
		{"頻繁に通わなくていい", "通う"},
		{"入院の必要はありません", "入院 必要"},
		{"通院は不要です", "通院"},
		{"通院不要", "通院"},
		{"痛みゼロ", "痛み"},
		{"ダウンタイムはゼロです", "ダウンタイム"},
		{"メスを使わない", "メス 使う"},
		{"麻酔抜きで受けたい", "麻酔"},
		{"ボトックス以外の治療", "!ボトックス"},
		{"ボトックスではなくヒアルロン酸", "!ボトックス"},
		{"局所麻酔を除く方法", "!局所 !麻酔"},
		{"ほくろを除く", ""},
		{"痛みの少ない治療", "痛み"},
		{"傷跡が残りにくい", "傷跡 残り"},
		{"効果は確かめられていません", "効果 確かめる"},
		{"痛みは少なくない", ""},
		{"企業の資金が入っていない研究", "入る"},
		{"痛くないですか", "痛い?"},
		{"痛くない？", "痛い?"},
		{"副作用はありませんか", "副作用?"},
		{"痛くないの", "痛い?"},
		{"傷跡が残らないか心配", "傷跡? 残る?"},
		// No denials.
		{"リスクはゼロではありません", ""},
		{"痛みがないわけではありません", ""},
		{"副作用がないとは限りません", ""},
		{"重い副作用がまったくないという意味ではありません", ""},
		{"相談しなければなりません", ""},
		{"受診しないといけない", ""},
		{"顔だけでなく首にも使えます", ""},
		{"この方法しかない", ""},
		{"出血するかもしれない", ""},
		{"切らない眼瞼下垂", ""},
		{"㍿以外", "!㍿ !㍿"},
		{"㍿ない抜き", "㍿ ㍿"},
		{"親知らず抜き", ""},
		{"歯がない", ""},
	} {
		if got := denied(a, c.text); got != c.want {
			t.Errorf("%s denies %q, want %q", c.text, got, c.want)
		}
	}
}
