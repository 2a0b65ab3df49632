package anatomy

import (
	"strings"
	"testing"

	"shirube/corpus"
)

// 「痛みはありません」 must not be counted as a risk that the article states, nor
// 「ゼロではありません」 as one that it denies. The claim is the word in 〈〉.
func TestStance(t *testing.T) {
	tests := []struct {
		text string
		want corpus.Stance
	}{
		{"施術後に〈赤み〉が出ます。", corpus.Asserted},
		{"〈シミ〉を改善します。", corpus.Asserted},
		{"〈内出血〉は1〜2週間ほどで薄くなるのが一般的です。", corpus.Asserted},
		{"チクッとした〈痛み〉があります。", corpus.Asserted},
		{"〈シミ〉の改善が期待できます。", corpus.Hedged},
		{"〈赤み〉が出る可能性があります。", corpus.Hedged},
		{"まれに〈やけど〉が起こります。", corpus.Hedged},
		{"〈腫れ〉が出ることがあります。", corpus.Hedged},
		{"〈腫れ〉が続く場合もあります。", corpus.Hedged},
		{"〈色素沈着〉のおそれがあります。", corpus.Hedged},
		{"〈汚染〉されているリスクもゼロではありません。", corpus.Hedged},
		{"〈痛み〉がないわけではありません。", corpus.Hedged},
		{"〈感染〉は否定できません。", corpus.Hedged},
		{"〈感染〉が起こらないとは限りません。", corpus.Hedged},
		{"〈シミ〉に効果的だと考えられています。", corpus.Hedged},
		{"〈再発〉に関係していると指摘されています。", corpus.Hedged},
		{"〈痛み〉は少ないとされます。", corpus.Hedged},
		{"〈腫れ〉が出たら受診してください。", corpus.Hedged},
		{"〈内出血〉などが起こらないよう安静にしましょう。", corpus.Hedged},
		{"〈シミ〉が薄くならないことがあります。", corpus.Hedged},
		{"〈痛み〉が出るかもしれません。", corpus.Hedged},
		{"〈痛み〉はありません。", corpus.Denied},
		{"〈痛み〉はほとんどありません。", corpus.Denied},
		{"〈腫れ〉の心配はありません。", corpus.Denied},
		{"〈しびれ〉が残る心配はいりません。", corpus.Asserted},
		{"〈内出血〉、腫れ、赤みはほとんど生じません。", corpus.Denied},
		{"重い〈感染〉は報告されていません。", corpus.Denied},
		{"〈シミ〉への効果は認められませんでした。", corpus.Denied},
		{"〈痛み〉なしで受けられます。", corpus.Denied},
		{"〈痛み〉を感じないまま終わります。", corpus.Denied},
		{"〈赤み〉は3日ほどで引くことが多く、生活の制限はありません。", corpus.Asserted},
		{"〈赤み〉は3日ほどで引き、生活の制限はありません。", corpus.Asserted},
		{"〈痛み〉が少ないのが特徴です。", corpus.Hedged},
		{"〈腫れ〉はすぐに治まるので心配ありません。", corpus.Asserted},
		{"〈内出血〉が残る可能性がありますが、心配ありません。", corpus.Hedged},
		{"〈痛み〉はありませんが、赤みが出ることがあります。", corpus.Denied},
		{"痛みはありませんが、〈赤み〉が出ることがあります。", corpus.Hedged},
		{"〈かさぶた〉を無理にはがさないでください。", corpus.Asserted},
		{"〈痛み〉は少なくありません。", corpus.Hedged},
		{"必ず〈赤み〉が出ます。", corpus.Asserted},
	}
	for _, tt := range tests {
		start := strings.Index(tt.text, "〈")
		s := strings.Replace(tt.text, "〈", "", 1)
		end := strings.Index(s, "〉")
		s = strings.Replace(s, "〉", "", 1)
		if got := stanceAt(s, start, end); got != tt.want {
			t.Errorf("%s is %s, want %s", tt.text, got, tt.want)
		}
	}
}

// Whether somebody may have the treatment is the question that must not be
// answered the wrong way round.
func TestExclusionStance(t *testing.T) {
	tests := []struct {
		lead, text string
		form       unitForm
		want       corpus.Stance
	}{
		{"", "〈妊娠中〉の方は受けられません。", sentence, corpus.Asserted},
		{"", "〈妊娠中〉は施術ができません。", sentence, corpus.Asserted},
		{"", "〈がん治療中〉の方や、再発の不安がある方には、おすすめできません。", sentence, corpus.Asserted},
		{"", "〈妊娠中〉または妊娠の可能性がある方は禁忌です。", sentence, corpus.Asserted},
		{"", "〈糖尿病〉の方は治療が適さない場合があります。", sentence, corpus.Hedged},
		{"", "〈抗凝固薬〉を飲んでいる方は、自己判断でやめず、医師に相談してください。", sentence, corpus.Hedged},
		{"", "〈授乳中〉の方は事前にご相談ください。", sentence, corpus.Hedged},
		{"", "〈授乳中〉でも受けられます。", sentence, corpus.Denied},
		{"", "〈糖尿病〉の方でも問題ありません。", sentence, corpus.Denied},
		{"", "〈糖尿病〉の方も、主治医に相談のうえ可能です。", sentence, corpus.Hedged},
		{"次の方は受けられません。", "〈妊娠中〉の方", item, corpus.Asserted},
		{"次の方は事前に医師へご相談ください。", "〈糖尿病〉の方", item, corpus.Hedged},
		{"次の方は受けられないことがあります。", "〈糖尿病〉の方", item, corpus.Hedged},
		{"", "〈妊娠中〉の方", item, corpus.Asserted},
	}
	for _, tt := range tests {
		s := strings.Replace(tt.text, "〈", "", 1)
		end := strings.Index(s, "〉")
		s = strings.Replace(s, "〉", "", 1)
		if got := exclusionStance(unit{text: s, form: tt.form, lead: tt.lead}, end, "注意点"); got != tt.want {
			t.Errorf("%s %s is %s, want %s", tt.lead, tt.text, got, tt.want)
		}
	}
}
