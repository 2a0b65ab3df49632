package anatomy

import (
	"slices"
	"testing"
)

// Risks by what names them: subheadings, illnesses that come of a treatment, lists
// with clauses before them; and names that are none.
func TestRiskForms(t *testing.T) {
	faq := func(q, a string) []Part {
		return []Part{{Heading: "よくある質問", Level: 1}, {Heading: q, Level: 2, Lines: SplitLines(a, 1)}}
	}
	under := func(parts ...string) []Part {
		out := []Part{{Heading: "副作用・リスク", Level: 1}}
		for i := 0; i+1 < len(parts); i += 2 {
			out = append(out, Part{Heading: parts[i], Level: 2, Lines: SplitLines(parts[i+1], 1)})
		}
		return out
	}
	tests := []struct {
		name  string
		parts []Part
		want  []string
	}{
		{"subheadings name them", under("見え方の変動・レンズの破損", "夕方に変わることがあります。"), []string{"見え方の変動 hedged", "レンズの破損 hedged"}},
		{"subheadings that name none", under("副作用への対処", "冷やすことがあります。", "起こりやすい時期", "1週間のうちに出ることがあります。", "高額な費用", "回数がかかることがあります。"), nil},
		{"subheadings over what raises it", []Part{{Heading: "リスクが高まる人", Level: 1}, {Heading: "慢性の睡眠不足", Level: 2, Lines: SplitLines("治りが遅れることがあります。", 1)}}, nil},
		{"the list's stance", under("赤み・腫れ", "数日続くことがあります。"), []string{"赤み hedged", "腫れ hedged"}},
		{"an illness that is reported", []Part{sectionOf("副作用", "因果関係は分かっていませんが、帯状疱疹の発症が報告されています。")}, []string{"帯状疱疹 asserted"}},
		{"an illness in a list", []Part{sectionOf("副作用", "帯状疱疹や糖尿病、赤みが起こることがあります。")}, []string{"帯状疱疹 hedged", "糖尿病 hedged", "赤み hedged"}},
		{"an illness that somebody has", []Part{sectionOf("副作用", "糖尿病の方では感染が起こることがあります。")}, []string{"感染 hedged"}},
		{"a clause before a list", []Part{sectionOf("副作用", "風で目が乾き、赤み、くしゃみ、かすみ目が出ることがあります。")}, []string{"赤み hedged", "くしゃみ hedged", "かすみ目 hedged"}},
		{"what leads to it", []Part{sectionOf("副作用", "保存や運搬、使い方が不適切な場合、感染が起こるおそれがあります。")}, []string{"感染 hedged"}},
		{"how often", []Part{sectionOf("副作用", "まれに手のふるえ、赤み、耳鳴りが起こります。")}, []string{"赤み hedged", "手のふるえ hedged", "耳鳴り hedged"}},
		{"what is cured", append(faq("腫れますか？", "腫れを抑える薬を使うことがあります。"), sectionOf("副作用", "赤みを抑える薬を塗ります。")), nil},
		{"who it bothers", faq("痛いですか？", "痛みに弱い方は相談してください。"), nil},
		{"less of it", []Part{sectionOf("期待できる効果", "治療を続けると、感染の危険が年とともに下がることがあります。")}, nil},
		{"most people", []Part{sectionOf("副作用", "腫れと痛みはほとんどの方に出ます。")}, []string{"腫れ asserted", "痛み asserted"}},
		{"told plainly elsewhere", []Part{sectionOf("まとめ", "まれに感染などの重い合併症があります。")}, []string{"感染 hedged"}},
		{"reported elsewhere", []Part{sectionOf("まとめ", "施術後の感染も報告されています。")}, []string{"感染 asserted"}},
		{"hardly any", faq("痛いですか？", "施術中の痛みは殆どありません。")[0:2], []string{"痛み denied"}},
		{"the least of it", faq("痛いですか？", "施術中の痛みは最小限です。"), []string{"痛み hedged"}},
		{"some people", []Part{sectionOf("副作用", "赤みが気になる方がいます。腫れも起こりえます。")}, []string{"赤み hedged", "腫れ hedged"}},
		{"signs in a row", []Part{sectionOf("副作用", "締めつけるように痛む、強い腫れが出る、ろれつが回らない。")}, []string{"腫れ asserted"}},
	}
	for _, tt := range tests {
		if got := labels(readParts(t, "ピコレーザーの説明", tt.parts...).article.Risks); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
