package lexicon

import (
	"slices"
	"strings"
	"testing"
)

// A question must be answered from the right section: a row is what was typed,
// the words that show what is wanted, and what that is.
func TestIntents(t *testing.T) {
	l := load(t)
	for _, tt := range []struct{ s, want string }{
		{"ハイフの副作用は？", "副作用:risks:risk"},
		{"リスクとデメリット", "リスク:risks:risk デメリット:risks:"},
		{"ふくさよう", "ふくさよう:risks:risk"},
		{"危険ですか", "危険:risks:risk"},
		{"ボトックス 値段", "値段:cost:cost"},
		{"料金はいくらですか", "料金:cost:cost いくら:cost:cost"},
		{"おいくらかかりますか", "おいくらかかりますか:cost:cost"},
		{"ホワイトニングの相場", "相場:cost:cost"},
		{"保険適用になる？", "保険適用:cost:insurance"},
		{"保険きく？", "保険きく:cost:insurance"},
		{"自費の治療", "自費:cost:insurance"},
		{"治療の流れ", "治療の流れ:procedure:"},
		{"手順を知りたい", "手順:procedure:"},
		{"どうやって受けるの", "どうやって:procedure:"},
		{"何回通う", "何回:procedure:sessions 通う:procedure:sessions"},
		{"だつもう なんかい", "なんかい:procedure:sessions"},
		{"所要時間は何分", "所要時間:procedure:duration 何分:procedure:duration"},
		{"ダウンタイムはどれくらい", "ダウンタイム:downtime:downtime"},
		{"腫れ いつまで", "腫れ いつまで:downtime:downtime"},
		{"仕事は休む必要がある", "仕事は休:downtime:downtime"},
		{"注意点を教えて", "注意点:precautions:"},
		{"妊娠中でも受けられる?", "受けられる:precautions:contraindication"},
		{"授乳中はだめ？", "だめ:precautions:contraindication"},
		{"糖尿病でもできる？", "でもできる:precautions:contraindication"},
		{"禁忌と受けられない方", "禁忌:precautions:contraindication 受けられない方:precautions:contraindication"},
		{"アレルギーでも大丈夫ですか", "大丈夫:precautions:contraindication"},
		{"期待できる効果", "期待できる:effects: 効果:effects:"},
		{"メリットは", "メリット:effects:"},
		{"本当に効くの", "効く:effects:"},
		{"何歳から", "何歳から:candidates,precautions:"},
		{"おすすめの人", "おすすめの人:candidates:"},
		{"治療の対象", "対象:candidates:"},
		{"レーシックとの違い", "違い:comparison:"},
		{"どっちがいい", "どっちが:comparison:"},
		{"術後の過ごし方", "術後の過ごし方:aftercare:"},
		{"アフターケア", "アフターケア:aftercare:"},
		{"よくある質問", "よくある質問:faq:"},
		{"メソガンとは？", "とは:overview:"},
		{"メソガンとは何ですか", "とは何:overview:"},
		{"仕組み", "仕組み:overview:"},
		{"まとめ", "まとめ:summary:"},
		{"監修者は誰", "監修者:supervision:"},
		{"出典と参考文献", "出典:sources: 参考文献:sources:"},
		{"エビデンスはある", "エビデンス:sources:"},
		{"ﾀﾞｳﾝﾀｲﾑ", "ﾀﾞｳﾝﾀｲﾑ:downtime:downtime"},

		// Not asked for.
		{"医療費控除の書類", "医療費控除:cost:"},
		{"保険証を持参", ""},
		{"診療時間", ""},
		{"勘違いしやすい", ""},
		{"何度も受ける", ""},
		{"二人とはいえ", ""},
		{"メソガンとは別の治療", ""},
		{"痛みが続く", ""},
		{"", ""},
	} {
		var got []string
		for _, m := range l.Intents(tt.s) {
			if m.Word != tt.s[m.Start:m.End] {
				t.Errorf("%s: %q is not at [%d,%d)", tt.s, m.Word, m.Start, m.End)
			}
			got = append(got, m.Word+":"+strings.Join(m.Kinds, ",")+":"+strings.Join(m.Facts, ","))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.s, s, tt.want)
		}
	}
}

// 値段 must find what says 費用: the words of an entry are for expansion, and must
// not lead from the side effects to the price.
func TestIntentWords(t *testing.T) {
	l := load(t)
	words := func(s string) []string {
		in := l.Intents(s)
		if len(in) != 1 {
			t.Fatalf("%s: %+v", s, in)
		}
		return in[0].Words
	}
	for _, w := range []string{"値段", "料金", "費用", "価格", "いくら"} {
		if got := words(w); !slices.Contains(got, "費用") || !slices.Contains(got, "値段") || slices.Contains(got, "保険") {
			t.Errorf("%s is expanded to %v", w, got)
		}
	}
	if got := words("副作用"); slices.Contains(got, "リスク") || slices.Contains(got, "デメリット") {
		t.Errorf("副作用 is expanded to %v", got)
	}
	in := l.Intents("値段")
	in[0].Words[0], in[0].Kinds[0] = "変えた", "変えた"
	if words("値段")[0] == "変えた" {
		t.Error("a caller can change the table")
	}
}
