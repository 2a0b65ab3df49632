package search

import "testing"

func TestAParticleBetweenTwoNamesIsNoSlip(t *testing.T) {
	for typed, name := range map[string]string{"とヒアルロン酸": "ヒアルロン酸", "ボトックスとヒアルロン酸": "ボトックスヒアルロン酸", "セラミックの歯": "セラミック歯"} {
		if !joins(typed, name) {
			t.Errorf("%s is taken for a slip of %s", typed, name)
		}
	}
	for typed, name := range map[string]string{"ひあるろんさん": "ひあるろん", "ヒアルロソ酸": "ヒアルロン酸", "歯ぐきき": "歯ぐき"} {
		if joins(typed, name) {
			t.Errorf("%s is not taken for a slip of %s", typed, name)
		}
	}
}
