package analysis

import (
	"slices"
	"strings"
	"testing"

	"shirube/internal/lexicon"
)

// informed is an analyzer that knows the built-in lexicon.
func informed(t testing.TB) *Analyzer {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func mentionsOf(a *Analyzer, s string) []lexicon.Mention {
	_, m := a.Read(s)
	return m
}

// within are the terms of s[from:to]; one that reaches beyond is in brackets.
func within(a *Analyzer, s string, from, to int) []string {
	var out []string
	for _, t := range a.Tokens(s) {
		switch {
		case t.Start >= to || t.End <= from:
		case t.Start < from || t.End > to:
			out = append(out, "<"+t.Term+">")
		default:
			out = append(out, t.Term)
		}
	}
	return out
}

// A name of the lexicon has the same terms wherever it stands, so that what was
// typed alone is found in any sentence. Where it is one word of the dictionary,
// Kagome says which of its forms that is; those are the few that may differ.
func TestNamesHaveTheSameTermsEverywhere(t *testing.T) {
	a := informed(t)
	total, differ := 0, []string{}
	for _, c := range a.lex.Concepts() {
		for _, name := range c.Names() {
			alone := within(a, name, 0, len(name))
			for _, before := range []string{"", "当院の", "は", "強い", "妊娠中の", "高濃度"} {
				s := before + name + "を"
				at, end := len(before), len(before)+len(name)
				if !slices.ContainsFunc(a.lex.Find(s), func(m lexicon.Mention) bool { return m.Start == at && m.End == end && !m.Phrase }) {
					continue
				}
				total++
				if got := within(a, s, at, end); !slices.Equal(got, alone) {
					differ = append(differ, s+" "+strings.Join(got, "|")+", alone "+strings.Join(alone, "|"))
				}
			}
		}
	}
	if total < 10000 {
		t.Fatalf("only %d names in sentences were looked at", total)
	}
	if len(differ)*500 > total {
		t.Errorf("%d of %d differ, such as %q", len(differ), total, first(differ, 10))
	}
}

func TestNamesEndWords(t *testing.T) {
	a := informed(t)
	for s, want := range map[string]string{
		"妊娠中の口渇は":              "口|渇", // not 中ノ口|渇
		"強いざ瘡が出る":              "ザ|瘡",
		"幹細胞培養上清液を点滴する":        "幹|細胞|培養|上|清|液",
		"ハイドロキシアパタイトを用いる":      "ハイドロ|キシアパタイト",
		"ないしゅっけつを防ぐ":           "ナイシュッケツ", // one word, not what its syllables could be
		"はこうれいしゃのかかつどうぼうこうによる": "カカツドウボウコウ",
	} {
		m := mentionsOf(a, s)
		m = slices.DeleteFunc(m, func(m lexicon.Mention) bool {
			return strings.Join(within(a, s, m.Start, m.End), "|") != want
		})
		if len(m) == 0 {
			t.Errorf("%s: no name has the terms %s: %v", s, want, terms(a, s))
		}
	}
	// A longer word that contains a name stays as it is without the lexicon.
	for _, s := range []string{"腎臓病の方", "痛みますか", "かゆみ止めを塗る"} {
		if got, want := terms(a, s), terms(analyzer(t), s); !slices.Equal(got, want) {
			t.Errorf("%s: %q with the lexicon, %q without", s, got, want)
		}
	}
}
