package text

import (
	"slices"
	"testing"
)

func TestPairs(t *testing.T) {
	for s, want := range map[string][]string{
		"":          nil,
		"痛":         nil,
		"痛い、腫れ":     {"痛い", "腫れ"},
		"ＨＩ":        {"hi"},
		"サーバー":      {"サー", "ーバ", "バー"},
		"点 滴":       nil,
		"𠀋野家":       {"𠀋野", "野家"},
		"1回 10万円です": {"1回", "10", "0万", "万円", "円で", "です"},
	} {
		if got := Pairs(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// Those of two hiragana are in every text; the rest once.
func TestDistinctPairs(t *testing.T) {
	if got := DistinctPairs("痛みです。痛み", "ソース", "です"); !slices.Equal(got, []string{"痛み", "ソー", "ース"}) {
		t.Error(got)
	}
}
