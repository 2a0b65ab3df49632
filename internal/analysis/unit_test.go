package analysis

import (
	"slices"
	"testing"
)

// Who asks for 1cc must find 1mL, in the query and in the text alike.
func TestUnitsOfOneName(t *testing.T) {
	a := analyzer(t)
	for _, group := range [][]string{
		{"1ミリリットル", "1mL", "1ml", "1 ML", "1ｍｌ", "1㎖", "1cc", "1㏄", "１ＣＣ", "一cc"},
		{"20ミリグラム", "20mg", "20㎎", "20 MG"},
		{"5マイクログラム", "5μg", "5µg", "5㎍", "5mcg", "5 ㎍"},
		{"3センチメートル", "3cm", "3㎝", "3センチ"},
		{"10ミリメートル", "10mm", "10㎜"},
		{"755ナノメートル", "755nm", "755㎚"},
		{"37度", "37℃", "37°", "37 °C"},
		{"20単位", "20U", "20u", "20 units", "20ユニット", "二十単位"},
		{"300ショット", "300発", "300 shots"},
		{"50パーセント", "50%", "50％"},
		{"100,000円", "10万円", "十万円", "１０万円", "¥100000", "￥100,000", "10万yen"},
		{"2カ月", "2ヶ月", "2か月", "2ヵ月", "2箇月", "二ヶ月"},
		{"3カ所", "3ヶ所", "3か所", "3箇所"},
		{"24時間", "24h", "24H"},
		{"60キログラム", "60kg", "60㎏"},
		{"1リットル", "1L", "1ℓ", "1ℓ"},
	} {
		want := terms(a, group[0])
		slices.Sort(want)
		for _, s := range group[1:] {
			got := terms(a, s)
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("%q has the terms %q, %q has %q", s, got, group[0], want)
			}
		}
	}
}

// A letter is a unit after a number only, and what is in doubt stays what it is.
func TestNoUnits(t *testing.T) {
	a := analyzer(t)
	for s, want := range map[string][]string{
		"ビタミンCとL型":  {"ビタミン", "c", "l", "型"},
		"5ミリ":       {"5", "ミリ"},
		"発作":        {"発作"},
		"20発症":      {"20", "発症"},
		"3ユニットバス":   {"3", "ユニット", "バス"},
		"co2":       {"co2"},
		"2ショットガン療法": {"2", "ショット", "ガン", "療法"},
		"5μ":        {"5", "μ"},
		"μ":         {"μ"},
		"μの粒":       {"μ", "粒"},
		"gとu":       {"g", "u"},
	} {
		if got := terms(a, s); !slices.Equal(got, want) {
			t.Errorf("%q has the terms %q, want %q", s, got, want)
		}
	}
}
