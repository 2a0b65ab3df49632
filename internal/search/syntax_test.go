package search

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"shirube/internal/lexicon"
)

func TestSplit(t *testing.T) {
	for query, want := range map[string][]string{
		"エクソソーム 副作用":      {"エクソソーム 副作用"},
		`"迷走神経反射" 失神`:     {`+迷走神経反射`, "失神"},
		"「献血 できない」":       {"「献血 できない」"},
		"副作用 -ボトックス":      {"副作用", "-ボトックス"},
		"-ボトックス 副作用":      {"-ボトックス", "副作用"},
		"副作用 －ボトックス 痛み":   {"副作用", "-ボトックス", "痛み"},
		`-"ヒアルロン酸 注入" 痛み`: {"-+ヒアルロン酸 注入", "痛み"},
		"e-ヘルスネット":        {"e-ヘルスネット"},
		"10-20万円":         {"10-20万円"},
		"- 副作用":           {"- 副作用"},
		"--":              {"--"},
		`"閉じない 引用`:        {`"閉じない 引用`},
		`""`:              {`""`},
		"":                {},
		"　 ":              {},
		"痛い「":             {"痛い「"},
		`ピーリング "赤み"と"乾燥"`: {"ピーリング", "+赤み", "と", "+乾燥"},
	} {
		got := []string{}
		for _, c := range split(query) {
			s := strings.TrimSpace(query[c.start:c.end])
			if c.quoted {
				s = "+" + s
			}
			if c.excluded {
				s = "-" + s
			}
			got = append(got, s)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{`a "b" -c`, "「a」-「b", "-", "\xff\"", "　－"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, q string) {
		last := 0
		for _, c := range split(q) {
			if c.start < last || c.end < c.start || c.end > len(q) {
				t.Fatalf("clause %+v after %d in %q", c, last, q)
			}
			if utf8.ValidString(q) && !utf8.ValidString(q[c.start:c.end]) {
				t.Fatalf("clause %+v cuts a character of %q", c, q)
			}
			last = c.end
		}
	})
}

func TestNamedFiltersAndWhatOnlyLooksLikeOne(t *testing.T) {
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	e := New(nil, lex, nil)
	for word, want := range map[string]string{
		"kind:risks": "kind=risks",
		"KIND：リスク・副作用・デメリット": "kind=risks",
		"source_type:公的機関":   "source_type=government",
		"insurance:self_pay": "insurance=self_pay",
		"treatment:ハイフ":      "treatment=" + lex.Lookup("ハイフ").Label,
		"treatment:知らない治療":   "treatment=知らない治療",
		"kind:nonsense":      "",
		"kind:":              "",
		"http://example.com": "",
		"10:30":              "",
		"効果:高い":              "",
	} {
		got := ""
		if f, ok := e.named(word); ok {
			got = f.Name + "=" + f.Any[0]
		}
		if got != want {
			t.Errorf("%s is read as %q, want %q", word, got, want)
		}
	}
}
