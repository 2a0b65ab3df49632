package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A word in a query stands alone, in a page it has neighbours: were it parted
// differently, the page would not be found.
func TestCompoundsAreTheSameEverywhere(t *testing.T) {
	a := analyzer(t)
	contexts := []string{"%s", "%sの", "%sで受けた%s。", "この%sが", "新しい%s治療", "とても%sな", "「%s」", "は%s、", "%s後に", "\n%s\n", "・%s・", "ABC%s123"}
	for _, word := range []string{
		"日本語", "糖尿病", "遺伝子", "心不全", "後遺症", "更年期", "研究所", "リンパ節", "アミノ酸", "アメリカ合衆国", "サラサラ", "ヒリヒリ",
		"エクソソーム", "ダウンタイム", "ハイドロキシアパタイト", "ボツリヌストキシン", "フラクショナルレーザー", "アフターケア", "ニキビケア",
		"ヒアルロン酸", "アンチエイジング", "コンスタンティノープル",
	} {
		want := terms(a, word)
		for _, c := range contexts {
			s := strings.ReplaceAll(c, "%s", word)
			at := strings.Index(s, word)
			var got []string
			for _, tk := range a.Tokens(s) {
				if tk.Start >= at && tk.End <= at+len(word) {
					got = append(got, tk.Term)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%q alone has the terms %q, in %q it has %q", word, want, s, got)
			}
		}
	}
}

// The parts of words are remembered, but not without end.
func TestCompoundMemoryIsBounded(t *testing.T) {
	shared := analyzer(t).dict
	d := &dictionary{kagome: shared.kagome, viterbis: shared.viterbis}
	for i := range maxMemory + 10 {
		d.parts(fmt.Sprint(i))
	}
	if n := len(d.compounds.parts); n > maxMemory {
		t.Errorf("%d words are remembered, want at most %d", n, maxMemory)
	}
}

func TestScriptRun(t *testing.T) {
	for s, want := range map[string]string{
		"アメリカ合衆国": "アメリカ", "歯科インプラント": "歯科", "リンパ節": "リンパ", "日本語": "日本語", "レーザー光": "レーザー", "受け身": "受け身", "": "",
		"芦ノ湖": "芦ノ湖", "茅ヶ崎市": "茅ヶ崎市", "サンゴ礁": "サンゴ", "虫歯ケア": "虫歯", "癌マーカー": "癌",
	} {
		if got := s[:scriptRun(s)]; got != want {
			t.Errorf("scriptRun(%q) ends after %q, want %q", s, got, want)
		}
	}
}
