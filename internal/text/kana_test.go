package text

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Every group is one word as people spell it: a search for any of them must
// find all of them.
func TestFoldKanaSame(t *testing.T) {
	for _, group := range [][]string{
		{"ヒゲ", "ひげ", "ヒげ"},
		{"サーバ", "サーバー", "さーばー", "サーバーー"},
		{"レーザ", "レーザー"},
		{"バイオリン", "ヴァイオリン"},
		{"インタビュ", "インタビュー", "インタヴュー"},
		{"ブーム", "ヴーム"},
		{"ビーナス", "ヴィーナス"},
		{"ベール", "ヴェール", "ヴェーる"},
		{"ボリューム", "ヴォリューム"},
		{"ウイルス", "ウィルス", "ういるす"},
		{"ウオーキング", "ウォーキング"},
		{"少シズツ", "少しずつ", "少しづつ"},
		{"ハナジ", "はなぢ", "ハナヂ"},
		{"茅ケ崎", "茅ヶ崎"},
		{"ココロ", "こゝろ", "コヽロ"},
		{"ツズク", "つづく", "つゞく"},
		{"イスズ", "いすゞ", "イスヾ"},
		{"様様", "様々"},
		{"エビス", "ゑびす", "ヱビス"},
		{"クワルテット", "クヮルテット"},
		{"受ケル", "受ける"},
	} {
		for _, s := range group {
			if got := FoldKana(s); got != group[0] {
				t.Errorf("FoldKana(%q) = %q, want %q", s, got, group[0])
			}
		}
	}
}

// Folding too much finds what nobody asked for.
func TestFoldKanaDifferent(t *testing.T) {
	for _, pair := range [][2]string{
		{"びょういん", "びよういん"}, // 病院, 美容院
		{"しっしん", "しつしん"},
		{"コーヒー", "コーヒ"}, // three kana keep their mark
		{"キー", "キ"},
		{"ビル", "ビール"},
		{"はり", "ばり"},
		{"検査ー", "検査"}, // not a word of kana
	} {
		a, b := FoldKana(pair[0]), FoldKana(pair[1])
		if same := a == b; same != (pair[0] == "コーヒー") {
			t.Errorf("FoldKana: %q is %q, %q is %q", pair[0], a, pair[1], b)
		}
	}
	for _, s := range []string{"", "癌", "hifu", "々", "ー", "ーーー", "10", "ボトックス", "ヽ", "ゞ"} {
		if got := FoldKana(s); got != s {
			t.Errorf("FoldKana(%q) = %q, want it untouched", s, got)
		}
	}
}

func TestFoldKanaIdempotent(t *testing.T) {
	kana := rapid.StringOf(rapid.RuneFrom([]rune("ァアィウヴゥェォャュョッヮヵヶヂヅヰヱヽヾゝゞ々ーあぃがづぢっんカ癌a")))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(kana, jumble()).Draw(t, "term")
		once := FoldKana(s)
		if twice := FoldKana(once); twice != once {
			t.Fatalf("FoldKana(%q) = %q, then %q", s, once, twice)
		}
	})
}

func TestRuneOffsets(t *testing.T) {
	const s = "aが𠮷\xff痛"
	got := RuneOffsets(s, [][2]int{{0, 1}, {1, 4}, {4, 8}, {8, 9}, {9, 12}, {1, 8}, {1, 8}, {12, 99}, {-1, 0}})
	want := [][2]int{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {1, 3}, {1, 3}, {5, 5}, {0, 0}}
	if !slices.Equal(got, want) {
		t.Errorf("RuneOffsets = %v, want %v", got, want)
	}
}

func TestIsKanji(t *testing.T) {
	for r, want := range map[rune]bool{'癌': true, '々': true, '𠮷': true, '㐂': true, 'が': false, 'カ': false, 'a': false, '。': false} {
		if got := IsKanji(r); got != want {
			t.Errorf("IsKanji(%q) = %v", r, got)
		}
	}
}
