package analysis

import "testing"

func TestFirst(t *testing.T) {
	a, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(a.Fingerprint())
	for _, s := range []string{"痛くない", "効果がない", "ＨＩＦＵとﾋｱﾙﾛﾝ酸の血液サラサラ", "10万円以下で受けられません", "か\u3099んの治療"} {
		t.Log(s, a.Tokens(s))
	}
}
