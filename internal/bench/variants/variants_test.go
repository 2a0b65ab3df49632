package main

import (
	"slices"
	"strings"
	"testing"

	"shirube/internal/bench"
	"shirube/internal/text"
)

func TestRomaji(t *testing.T) {
	for kana, want := range map[string][5]string{ // Hepburn, Kunrei, input method, macrons, short vowels
		"トウニョウビョウ": {"tounyoubyou", "tounyoubyou", "tounyoubyou", "to\u0304nyo\u0304byo\u0304", "tonyobyo"},
		"ボトックス":    {"botokkusu", "botokkusu", "botokkusu", "botokkusu", "botokkusu"},
		"コラーゲン":    {"koraagen", "koraagen", "kora-genn", "kora\u0304gen", "koragen"},
		"シュジュツ":    {"shujutsu", "syuzyutu", "syuzyutu", "shujutsu", "shujutsu"},
		"キンエン":     {"kin'en", "kin'en", "kinnenn", "kin'en", "kin'en"},
		"ゴハンナベ":    {"gohannabe", "gohannabe", "gohannnabe", "gohannabe", "gohannabe"},
		"マッチ":      {"matchi", "matti", "matti", "matchi", "matchi"},
		"アップ":      {"appu", "appu", "appu", "appu", "appu"},
	} {
		for i, m := range []romaji{hepburn, kunrei, typedIn, macrons, short} {
			if got := m.write(kana); got != want[i] {
				t.Errorf("%s, %d: %q, want %q", kana, i, got, want[i])
			}
		}
	}
}

// What is written must be what an input method reads, or the figures are of nothing.
func TestRomajiIsReadAsItWasWritten(t *testing.T) {
	for _, kana := range []string{"ヒアルロンサンチュウシャ", "ジョウミャクナイチンセイ", "レーザーダツモウ", "シュジュツゴノイタミ", "フェイスリフト", "チェック"} {
		for _, m := range []romaji{hepburn, kunrei, typedIn, macrons} {
			if got, rest, ok := text.Katakana(m.write(kana)); !ok || rest != "" || text.ReadingKey(got) != text.ReadingKey(kana) {
				t.Errorf("%s is written %s, and that is read %s", kana, m.write(kana), got)
			}
		}
	}
}

func TestSlipsAreOneSlip(t *testing.T) {
	for _, s := range slips(load(t), 1) {
		n := 0
		for _, word := range []string{"エクソソーム点滴", "ボトックス", "ステロイド", "ジェネリック", "睡眠時無呼吸症候群", "ヒアルロン酸注入", "シャワー・レーザー"} {
			typed, ok := s.spell(word)
			if !ok {
				continue
			}
			n++
			if again, _ := s.spell(word); again != typed {
				t.Errorf("%s: %s is %s and %s", s.name, word, typed, again)
			}
			if s.by == asWritten && !oneSlip([]rune(word), []rune(typed)) {
				t.Errorf("%s: %s is not one slip away from %s", s.name, typed, word)
			}
		}
		if n == 0 && s.name != "slip in Latin letters" {
			t.Errorf("%s slips in nothing", s.name)
		}
	}
}

// A spelling that can mean two words is counted apart.
func TestAmbiguous(t *testing.T) {
	k := newKnown(load(t), nil)
	k.add("切開", "")
	k.add("石灰", "")
	k.add("サプリ", "")
	reading, slip := &sort{by: asRead}, &sort{slip: true}
	for _, tt := range []struct {
		name, typed string
		sort        *sort
		want        bool
	}{
		{"切開", "せっかい", reading, true},
		{"サプリ", "さぷり", reading, false},
		{"癌", "がん", reading, true}, // がん is another name of it, read alike
		{"サプリ", "サブリ", slip, false},
		{"サプ", "サプル", slip, true}, // サプリ is as near
	} {
		if got := k.ambiguous(tt.name, tt.typed, tt.sort); got != tt.want {
			t.Errorf("%s for %s: ambiguous %v", tt.typed, tt.name, got)
		}
	}
}

// A slip that makes another word of one of several makes another query.
func TestSlipsThatMakeWords(t *testing.T) {
	k := newKnown(load(t), nil)
	k.add("花粉症", "")
	k.add("使用", "")
	hiragana, romaji := &sort{by: asRead, slip: true}, &sort{by: asRomaji, slip: true}
	for _, tt := range []struct {
		name, typed string
		sort        *sort
		want        bool
	}{
		{"薬の仕様", "くすりのしよう", hiragana, false}, // no slip
		{"薬の症状", "くすりのしよう", hiragana, true},
		{"薬の症状", "くすりのしょうじう", hiragana, false},
		{"薬の症状", "kusurinoshiyou", romaji, true},
		{"薬の症状", "kusurinoshoujjo", romaji, false},
	} {
		if got := k.makesWord(tt.name, tt.typed, tt.sort); got != tt.want {
			t.Errorf("%s for %s makes a word: %v", tt.typed, tt.name, got)
		}
	}
}

// The reading of another name of a concept is not that of its label.
func TestReadsSo(t *testing.T) {
	an := load(t).Analyzer
	for _, tt := range []struct {
		word, kana string
		want       bool
	}{
		{"エクソソーム点滴", "エクソソームテンテキ", true},
		{"穿孔", "ショウカカンセンコウ", false},
		{"穿孔", "センコウ", true},
		{"骨粗しょう症の薬の使用", "コツソショウショウノクスリ", false},
		{"ピロリ菌感染症", "ピロリキン", false},
	} {
		if got := readsSo(an, tt.word, tt.kana); got != tt.want {
			t.Errorf("%s read %s: %v", tt.word, tt.kana, got)
		}
	}
}

func TestNames(t *testing.T) {
	an := load(t).Analyzer
	if got := words(an, "ヒアルロン酸の注入・費用とは"); !slices.Equal(got, []string{"ヒアルロン", "注入", "費用"}) {
		t.Error(got)
	}
	if got := words(an, "歯並びと一生続ける薬"); len(got) > 0 { // what goes on in hiragana is no word
		t.Error(got)
	}
	all := queries([]string{"脱毛", "入れ歯"})
	if len(all) != 4 || all[0].String() != "脱毛" || !strings.HasPrefix(all[3].String(), "入れ歯 ") {
		t.Error(all)
	}
}

func load(t *testing.T) *bench.Parts {
	t.Helper()
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	return parts
}
