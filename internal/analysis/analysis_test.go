package analysis

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"shirube/internal/lexicon"
)

func analyzer(t testing.TB) *Analyzer {
	t.Helper()
	a, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// sentences are our own, one a line, as treatment articles have them.
func sentences(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func terms(a *Analyzer, s string) []string {
	var out []string
	for _, t := range a.Tokens(s) {
		out = append(out, t.Term)
	}
	return out
}

// Every line is something that a search lost or confused before.
func TestTerms(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ name, text, want string }{
		{"negated adjective", "痛くない", "痛イ ナイ"},
		{"negated noun", "効果がない", "効果 ナイ"},
		{"negated verb, polite", "受けられません", "受ケル ナイ"},
		{"negated ability", "入浴はできない", "入浴 デキル ナイ"},
		{"negated past", "腫れなかった", "腫レル ナイ"},
		{"ず", "切らずに治す", "切ル ナイ 治ス"},
		{"なし", "副作用なし", "副作用 ナイ"},
		{"無し", "副作用無し", "副作用 ナイ"},
		{"無い", "痛みは無い", "痛ム ナイ"},
		{"以外", "妊婦以外", "妊婦 ナイ"},
		{"a hedge is no negation", "効くかもしれません", "効ク シレル"},
		{"a hedge, plain", "効くかもしれない薬", "効ク シレル 薬"},
		{"negation before a hedge stays", "効かないかもしれない", "効ク ナイ シレル"},
		{"a hedge ends with its line", "効くかもしれ\nない", "効ク シレル ナイ"},
		{"words that only look negated", "少ない危険", "少ナイ 危険"},
		{"negating prefixes are words", "未承認で非接触", "未 承認 非 接触"},
		{"full width", "ＨＩＦＵ", "hifu"},
		{"half-width kana", "ﾋｱﾙﾛﾝ酸", "ヒアルロン 酸"},
		{"decomposed kana", "か\u3099んの治療", "ガン 治療"},
		{"invisible characters", "ヒアル\u200bロン酸", "ヒアルロン 酸"},
		{"katakana beside its double", "血液サラサラの薬", "血液 サラサラ 薬"},
		{"a doubled word is one", "ジンジンと痛む", "ジンジン 痛ム"},
		{"letters with digits", "HbA1cとCO2", "hba1c co2"},
		{"a word after a number", "10mgを2回", "10 ミリグラム 2 回"},
		{"accents", "naïveなcafé", "naïve café"},
		{"Greek, Cyrillic, Korean", "αとДаと한국어", "α да 한국어"},
		{"units of measure", "5μm", "5 マイクロメートル"},
		{"thousands", "1,234,500円", "1234500 円"},
		{"a list is no number", "2,3日", "2 3 日"},
		{"decimal", "3.50倍", "3.5 倍"},
		{"date with dots", "2024.05.01", "2024 5 1"},
		{"万 with digits", "１０万円", "100000 円"},
		{"万 with a decimal", "1.5万円", "15000 円"},
		{"kanji numerals", "二〇二四年に三千五百円", "2024 年 3500 円"},
		{"percent", "20％", "20 パーセント"},
		{"yen sign", "￥10,000", "円 10000"},
		{"counters of months", "1ヶ月", "1 カ月"},
		{"half an hour", "30分の点滴", "30 分 点滴"},
		{"repeated kanji", "様々な人々", "様様 人人"},
		{"repeated kanji of no word", "疣々", "疣 疣"},
		{"adverb of an adjective", "正しく使う", "正シイ 使ウ"},
		{"a noun like a command", "気付け薬", "気付ケ 薬"},
		{"rare kanji", "𠮷野家の𩸽", "吉野家 𩸽"},
		{"variation selector", "葛\U000E0100飾区", "葛飾 区"},
		{"emoji and marks are no words", "😀痛み！？♪", "痛ム"},
		{"katakana around a middle dot", "フラクショナル・レーザー", "フラクショナル レーザ"},
		{"compound of the dictionary", "糖尿病", "糖尿 病"},
		{"katakana and kanji of one entry", "リンパ節", "リンパ 節"},
		{"every part of a compound is kept", "私生活", "私 生活"},
		{"names with one katakana", "芦ノ湖", "芦ノ湖"},
		{"a dot inside an entry", "ニューヨーク・タイムズ", "ニューヨーク タイムズ"},
		{"unknown katakana stays whole", "エクソソーム", "エクソソーム"},
		{"unknown katakana of words", "ニキビケア", "ニキビ ケア"},
		{"katakana that only seems of words", "アミノ酸", "アミノ 酸"},
		{"lay words in hiragana", "みずいぼとひげと水虫", "ミズイボ ヒゲ 水虫"},
		{"no lay word inside another", "来ておりものすごい", "来ル モノスゴイ"},
		{"prefix in katakana", "アンチエイジング", "アンチ エイジング"},
		{"entries that swallow a particle", "糖尿病が、横が、床や壁", "糖尿 病 横 床 壁"},
		{"single kanji", "癌と痔", "癌 痔"},
		{"particles and light verbs go", "私はこの施術をすることになった", "施術"},
		{"politeness goes", "お薬とご相談", "薬 相談"},
		{"invalid bytes part words", "痛\xffみ", "痛イ ミル"},
		{"one character of two words", "㍿", "株式 会社"},
		{"nothing", "", ""},
		{"nothing but marks", "、。…", ""},
	} {
		if got := strings.Join(terms(a, c.text), " "); got != c.want {
			t.Errorf("%s: %q has the terms %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

// Each group is one thing in several spellings: whichever is searched for, the
// others must be found.
func TestSameTerms(t *testing.T) {
	a := analyzer(t)
	for _, group := range [][]string{
		{"サーバー", "サーバ", "ｻｰﾊﾞｰ", "サーハ\u3099ー"},
		{"ひげ", "ヒゲ", "ﾋｹﾞ", "ひけ\u3099"},
		{"ヴァイオリン", "バイオリン"},
		{"ウィルス", "ウイルス"},
		{"HIFU", "hifu", "ＨＩＦＵ", "ｈｉｆｕ", "Hi\u00ADFU"},
		{"1万円", "10,000円", "一万円", "１００００円", "10000 円"},
		{"3か月", "3ヶ月", "３ヵ月", "3カ月", "三か月", "3箇月"},
		{"副作用なし", "副作用無し", "副作用はない", "副作用は無い"},
		{"腫れ", "腫れる", "腫れた"},
		{"早く", "早い"},
		{"大きな傷", "大きい傷"},
		{"かぜ", "カゼ"},
		{"様々", "様様"},
		{"20％", "20%"},
		{"第1", "第一"},
		{"2024年5月1日", "２０２４年０５月０１日"},
	} {
		want := terms(a, group[0])
		for _, s := range group[1:] {
			if got := terms(a, s); !slices.Equal(got, want) {
				t.Errorf("%q has the terms %q, but %q has %q", s, got, group[0], want)
			}
		}
	}
}

// A search for the one must not be the same as a search for the other.
func TestDifferentTerms(t *testing.T) {
	a := analyzer(t)
	for _, pair := range [][2]string{
		{"痛い", "痛くない"},
		{"効果がある", "効果がない"},
		{"受けられる", "受けられません"},
		{"承認", "未承認"},
		{"病院", "美容院"},
		{"10円", "10万円"},
	} {
		if x, y := terms(a, pair[0]), terms(a, pair[1]); slices.Equal(x, y) {
			t.Errorf("%q and %q both have the terms %q", pair[0], pair[1], x)
		}
	}
}

// Marks are drawn at these bytes of the page as it was written.
func TestOffsets(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct {
		text string
		want []string // what each token covers
	}{
		{"血液サラサラの薬", []string{"血液", "サラサラ", "薬"}},
		{"ＨＩＦＵは、ﾎﾞﾄｯｸｽと か\u3099ん治療", []string{"ＨＩＦＵ", "ﾎﾞﾄｯｸｽ", "か\u3099ん", "治療"}},
		{"費用は１，０００円～1.5万円。", []string{"費用", "１，０００", "円", "1.5万", "円"}},
		{"😀𠮷野\xff家\u200b族", []string{"𠮷野", "家\u200b族"}},
		{"葛\U000E0100飾区", []string{"葛\U000E0100飾", "区"}},
		{"㍿と①", []string{"㍿", "㍿", "①"}},
		{"痛くなかった", []string{"痛く", "なかっ"}},
	} {
		var got []string
		for _, tk := range a.Tokens(c.text) {
			got = append(got, c.text[tk.Start:tk.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("the tokens of %q cover %q, want %q", c.text, got, c.want)
		}
	}
}

func TestFingerprint(t *testing.T) {
	a := analyzer(t)
	if got := a.Fingerprint(); !strings.HasPrefix(got, rules+"+ipa.392127.") {
		t.Errorf("Fingerprint() = %q does not name rules and dictionary", got)
	}
	if with := analyzer(t).Fingerprint(); with != a.Fingerprint() {
		t.Errorf("fingerprints %q and %q of one program", with, a.Fingerprint())
	}
	// What is folded otherwise has other terms, and so another fingerprint.
	d := a.dict
	folded := &dictionary{kagome: d.kagome, terms: d.terms, forms: d.forms, pos: d.pos, roles: d.roles, tags: d.tags, unk: d.unk, viterbis: d.viterbis, identity: d.identity}
	if other := (&Analyzer{dict: folded}).Fingerprint(); other == a.Fingerprint() {
		t.Errorf("the fingerprint is %q although みずいぼ is another word", other)
	}
}

// Servers start several at once, and the dictionary takes most of a second.
func TestConcurrentUse(t *testing.T) {
	text := strings.Join(sentences(t), "\n")
	want := terms(analyzer(t), text)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			a, err := New(nil)
			if err != nil {
				t.Error(err)
				return
			}
			if got := terms(a, text); !slices.Equal(got, want) {
				t.Error("an Analyzer in another goroutine makes other terms")
			}
		})
	}
	wg.Wait()
}

func TestConcepts(t *testing.T) {
	if _, got := analyzer(t).Read("ヒアルロン酸"); len(got) > 0 {
		t.Errorf("without a lexicon there are concepts: %v", got)
	}
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	const s = "施術はヒアルロン酸注入です"
	_, m := a.Read(s)
	if len(m) == 0 || !strings.HasPrefix(s[m[0].Start:m[0].End], "ヒアルロン酸") {
		t.Fatalf("Read(%q) = %v", s, m)
	}
}
