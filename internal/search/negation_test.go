package search_test

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
)

// deniedCases reads testdata/negation.txt: query | what denies | what asserts.
func deniedCases(t *testing.T) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/negation.txt")
	check(t, err)
	var out [][]string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) != 3 {
			t.Fatalf("not three cells: %s", line)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, cells)
	}
	return out
}

// Who denies something in a query must first read what denies it: of two passages that
// speak of the same, the one that says there is none stands above the other.
func TestWhatDeniesStandsAboveWhatAsserts(t *testing.T) {
	cases := deniedCases(t)
	var list []*corpus.Article
	add := func(collection, id, text string) {
		a := articleOf(collection+id, "記録", nil, section{corpus.KindOther, "", text, ""})
		a.Collection = collection
		list = append(list, a)
	}
	for i, c := range cases {
		// The ids would put the other first where both score alike.
		name := fmt.Sprintf("case%03d", i)
		// The one that asserts says it twice, and denies something else; the other is longer.
		add(name, "-asserts", c[2]+"予約は要りません。"+c[2])
		add(name, "-denies", c[1]+strings.Repeat("受付で番号札を受け取り、順番を待ちます。", 3))
	}
	e := newEngine(t, list)
	var wrong []string
	for i, c := range cases {
		name := fmt.Sprintf("case%03d", i)
		for _, view := range []index.View{index.Articles, index.Passages} {
			got := ask(t, e, search.Request{Query: c[0], View: view, Collections: []string{name}})
			if len(got.Hits) == 0 || got.Hits[0].Article.ID != name+"-denies" {
				wrong = append(wrong, string(view)+": "+c[0])
			}
			if len(got.Interpreted.Negations) == 0 {
				t.Errorf("%s: no negation is shown", c[0])
			}
		}
	}
	t.Logf("%d of %d: %s", len(wrong), 2*len(cases), strings.Join(wrong, ", "))
	if 20*len(wrong) > 2*len(cases) {
		t.Errorf("more than one in twenty: %d of %d: %s", len(wrong), 2*len(cases), strings.Join(wrong, ", "))
	}
}

func TestWhatIsDeniedIsShownByItsName(t *testing.T) {
	e := newEngine(t, articles())
	for query, want := range map[string][]string{
		"痛くない治療":          {"痛み"},
		"副作用なし":           {"副作用"},
		"切らずに治したい":        {"切る"},
		"頻繁に通わなくていい":      {"通う"},
		"局所麻酔抜きで":         {"局所麻酔"},
		"痛みも腫れもない":        {"痛み", "腫れ"},
		"ヒアルロン酸以外":        {"ヒアルロン酸"},
		"腫れ -ヒアルロン酸":      {"ヒアルロン酸"},
		"腫れ ーヒアルロン酸":      {"ヒアルロン酸"},
		"痛みを感じない":         {"痛み"},
		"切らない眼瞼下垂":        {},
		"痛くないですか":         {},
		"妊娠中は受けられない？":     {},
		"副作用はありませんか":      {},
		"受診しなければならない":     {},
		"副作用がないわけではない":    {},
		"危ない治療":           {},
		"妊娠中かもしれない":       {},
		"顔だけでなく首にも使える治療":  {},
		"施術できない人":         {},
		"親知らずを抜かないといけない":  {},
		"おすすめできない人は？ 高血圧": {},
	} {
		got := ask(t, e, search.Request{Query: query}).Interpreted.Negations
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s denies %q, want %q", query, got, want)
		}
	}
	off := ask(t, e, search.Request{Query: "痛くない ハイフ以外", Interpret: &search.Interpret{Synonyms: true, Intent: true}}).Interpreted
	if len(off.Negations) != 0 {
		t.Errorf("with negation off: %v", off.Negations)
	}
}

// Taken out is pushed below, a minus excludes.
func TestWhatIsTakenOutComesLast(t *testing.T) {
	e := newEngine(t, articles())
	got := ask(t, e, search.Request{Query: "ハイフ以外 腫れ"})
	if len(got.Hits) < 2 || got.Hits[0].ID != "filler" || got.Hits[len(got.Hits)-1].ID != "hifu" {
		t.Errorf("hits %v", idsOf(got))
	}
	got = ask(t, e, search.Request{Query: "腫れ －ハイフ"})
	if slices.Contains(idsOf(got), "hifu") || !reflect.DeepEqual(got.Interpreted.Excluded, []string{"ハイフ"}) {
		t.Errorf("hits %v, excluded %v", idsOf(got), got.Interpreted.Excluded)
	}
}

// A plain word that is taken out (江戸以外で) is spoken of by what answers: it is not what a
// passage is about, as treatments are, and pushes nothing below what says less.
func TestAPlainWordThatIsTakenOutPushesNothingDown(t *testing.T) {
	e := newEngine(t, []*corpus.Article{
		articleOf("answers", "記録", nil, section{corpus.KindOther, "", "港町に次いで、内陸の町でも大きな灯台が建てられた。", ""}),
		articleOf("less", "記録", nil, section{corpus.KindOther, "", "内陸の町では井戸が掘られた。", ""}),
	})
	got := ask(t, e, search.Request{Query: "港町以外で灯台が建てられた内陸の町はどこ", Match: search.MatchAny})
	if len(got.Hits) != 2 || got.Hits[0].ID != "answers" {
		t.Errorf("hits %v", idsOf(got))
	}
}

func idsOf(r *search.Response) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID)
	}
	return out
}

// Who says that they are not pregnant is not asking who must not.
func TestWhoIsNotPregnantIsNotShownPrecautionsFirst(t *testing.T) {
	e := newEngine(t, articles())
	for query, want := range map[string]bool{
		"妊娠中": true, "妊娠中は受けられない": true, "妊娠中に使えない": true, "妊娠中でも受けられる": true, "妊娠していても痛くない": true,
		"妊娠中でない": false, "妊娠中ではない人": false, "妊娠していない": false,
	} {
		intent := ask(t, e, search.Request{Query: query}).Interpreted.Intent
		if got := slices.Contains(intent, string(corpus.KindPrecautions)); got != want {
			t.Errorf("%s: intent %v", query, intent)
		}
	}
}

// A query that only takes something out asks for all else; nothing need say 以外.
func TestOnlySomethingElse(t *testing.T) {
	e := newEngine(t, articles())
	for _, query := range []string{"ハイフ以外", "ハイフじゃなくて"} {
		got := ask(t, e, search.Request{Query: query})
		if ids := idsOf(got); !slices.Contains(ids, "filler") || !slices.Contains(ids, "cataract") || slices.Contains(ids, "hifu") || !got.Answerable {
			t.Errorf("%s: hits %v, answerable %v", query, ids, got.Answerable)
		}
	}
}
