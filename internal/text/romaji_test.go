package text

import "testing"

func TestKatakana(t *testing.T) {
	for in, want := range map[string][2]string{
		"haifu": {"ハイフ", ""}, "HAIFU": {"ハイフ", ""}, "ｈａｉｆｕ": {"ハイフ", ""}, "haihu": {"ハイフ", ""},
		"tounyoubyou": {"トウニョウビョウ", ""}, "shimbun": {"シンブン", ""}, "kenkou": {"ケンコウ", ""}, "kennkou": {"ケンコウ", ""},
		"konna": {"コンナ", ""}, "kin'en": {"キンエン", ""}, "kinen": {"キネン", ""}, "hon": {"ホン", ""}, "jinnma": {"ジンマ", ""},
		"botokkusu": {"ボトックス", ""}, "macchi": {"マッチ", ""}, "matchi": {"マッチ", ""}, "koraagen": {"コラアゲン", ""}, "ko-ra-genn": {"コーラーゲン", ""},
		"tōkyō": {"トーキョー", ""}, "tôkyô": {"トーキョー", ""}, "syuzyutu": {"シュジュツ", ""}, "shujutsu": {"シュジュツ", ""},
		"ekusos": {"エクソ", "s"}, "ekusosh": {"エクソ", "sh"}, "dyua": {"ヂュア", ""}, "vitamin": {"ヴィタミン", ""},
	} {
		kana, rest, ok := Katakana(in)
		if !ok || kana != want[0] || rest != want[1] {
			t.Errorf("Katakana(%q) = %q, %q, %v; want %q", in, kana, rest, ok, want)
		}
	}
	for _, in := range []string{"q", "laser x", "2000", "glp-1", "痛み", "wwwx", "a.b"} {
		if kana, rest, ok := Katakana(in); ok {
			t.Errorf("%q is taken for romaji: %q, %q", in, kana, rest)
		}
	}
}

func TestReadingKeys(t *testing.T) {
	for _, same := range [][]string{
		{"トウニョウ", "とうにょう", "トーニョー", "トオニョオ"},
		{"コラーゲン", "コラアゲン", "こらーげん"},
		{"ケーキ", "ケイキ", "ケエキ"},
		{"サーバー", "サアバア"},
		{"ヴィタミン", "ビタミン"},
	} {
		for _, s := range same[1:] {
			if a, b := ReadingKey(same[0]), ReadingKey(s); a != b {
				t.Errorf("%s is %s, %s is %s", same[0], a, s, b)
			}
		}
	}
	for _, differ := range [][2]string{{"コウカ", "コカ"}, {"キネン", "キンエン"}, {"カッコ", "カコ"}} {
		if ReadingKey(differ[0]) == ReadingKey(differ[1]) {
			t.Errorf("%q have one key", differ)
		}
	}
	for _, same := range [][2]string{{"トニョビョ", "トウニョウビョウ"}, {"エクソソム", "エクソソーム"}, {"ボトクス", "ボトックス"}, {"サバ", "サーバー"}} {
		if a, b := LooseKey(same[0]), LooseKey(same[1]); a != b {
			t.Errorf("loosely %s is %s, %s is %s", same[0], a, same[1], b)
		}
	}
}

func FuzzReadings(f *testing.F) {
	for _, s := range []string{"tounyoubyou", "ー", "ヴ", "n'n", "tōkyō", "ｘｔｕ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		kana, _, _ := Katakana(s)
		for _, k := range []string{s, kana} {
			if key := ReadingKey(k); ReadingKey(key) != key {
				t.Errorf("the key of %q is %q, of that %q", k, key, ReadingKey(key))
			}
			LooseKey(k)
		}
	})
}
