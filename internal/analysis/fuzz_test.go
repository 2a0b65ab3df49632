package analysis

import "testing"

// Whatever a query or a page holds, its terms can be cut out of it.
func FuzzTokens(f *testing.F) {
	for _, s := range append(sentences(f), "\x00\xff痛", "\u202e痛い", "ーーー々ゝ", "10万円〜２０,０００円", "ﾊﾟ\u3099", "かもしれません", "レ-ザ-", "1\u20e3", "a\u0301\u0301", "μ", "5μ", "5°", "5°c", "5発", "5ユ", "ア-", "レ-ザ-ト〜") {
		f.Add(s)
	}
	a := analyzer(f)
	f.Fuzz(func(t *testing.T, s string) {
		if err := checkTokens(a, s); err != nil {
			t.Error(err)
		}
	})
}
