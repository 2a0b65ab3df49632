package bench

import "testing"

func TestRomaji(t *testing.T) {
	for kana, want := range map[string]string{
		"エクソソーム": "ekusoso-mu", "ぼとっくす": "botokkusu", "ヒアルロンサン": "hiaruronsan", "はんい": "hanni", "しゃっくり": "shakkuri", "ヴィーナス": "vi-nasu",
		"こんにゃく": "konnnyaku", "あっ": "axtu", "二重": "", "": "",
	} {
		if got := Romaji(kana); got != want {
			t.Errorf("%s: %q, want %q", kana, got, want)
		}
	}
}
