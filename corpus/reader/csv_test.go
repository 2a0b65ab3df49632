package reader

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"shirube/corpus"
)

// asked lists the questions of articles with their answers: "title: question → answer".
func asked(articles []*corpus.Article) []string {
	var out []string
	for _, a := range articles {
		for _, f := range a.FAQs {
			out = append(out, fmt.Sprintf("%s: %s → %s", a.Title, f.Question, f.Answer))
		}
	}
	return out
}

func TestTableOfQuestions(t *testing.T) {
	articles, problems := readAll(t, "faq/common.csv", []byte(strings.Join([]string{
		"カテゴリー,質問,回答",
		"ヒアルロン酸注射,痛みはありますか？,刺すときに軽い痛みが出ることがあります。",
		`料金,"「1本」とはいくつですか？","1本は1ccです。`,
		``,
		`2本目は、""1本""ずつ数えます。"`,
		"ヒアルロン酸注射,妊娠中でも受けられますか,妊娠中の方は受けられません。",
		",,",
	}, "\r\n")))
	want := []string{
		"ヒアルロン酸注射｜よくある質問: 痛みはありますか？ → 刺すときに軽い痛みが出ることがあります。",
		"ヒアルロン酸注射｜よくある質問: 妊娠中でも受けられますか → 妊娠中の方は受けられません。",
		"料金｜よくある質問: 「1本」とはいくつですか？ → 1本は1ccです。\n\n2本目は、\"1本\"ずつ数えます。",
	}
	if got := asked(articles); !slices.Equal(got, want) || len(problems) > 0 {
		t.Fatalf("%q\nwant %q\n%v", got, want, problems)
	}
	a := articles[0]
	if a.ID != "faq/common/ヒアルロン酸注射" || !slices.Equal(a.Tags, []string{"ヒアルロン酸注射"}) || articles[1].ID != "faq/common/料金" {
		t.Errorf("%q %q %q", a.ID, a.Tags, articles[1].ID)
	}
	if s := a.Sections[len(a.Sections)-1]; s.Kind != corpus.KindFAQ || s.StartLine != 6 {
		t.Errorf("the last question is %s on line %d", s.Kind, s.StartLine)
	}
	if len(a.Contraindications) == 0 || a.Contraindications[0].Label != "妊娠中" {
		t.Errorf("contraindications: %v", a.Contraindications)
	}
}

func TestTableWithoutCategories(t *testing.T) {
	for name, text := range map[string]string{
		"tab.tsv":   "Q\tA\n痛みは\t少しあります。\n",
		"semi.csv":  "question;answer\n痛みは;少しあります。\n",
		"order.csv": "ANSWER,ＱＵＥＳＴＩＯＮ\n少しあります。,痛みは\n",
	} {
		articles, problems := readAll(t, name, []byte(text))
		base := strings.SplitN(name, ".", 2)[0]
		if got := asked(articles); !slices.Equal(got, []string{base + ": 痛みは → 少しあります。"}) || len(problems) > 0 || articles[0].ID != base {
			t.Errorf("%s: %q %v", name, got, problems)
		}
	}
}

// An answer may hold questions of its own: the row says what is asked.
func TestAnswersAreNotTakenApart(t *testing.T) {
	articles, _ := readAll(t, "a.csv", []byte("質問,回答\n通院は何回ですか？,\"人により異なります。\n\n何回で終わりますか？\n\n3回ほどが目安です。\"\n"))
	if got := asked(articles); len(got) != 1 || !strings.HasSuffix(got[0], "3回ほどが目安です。") {
		t.Errorf("%q", got)
	}
}

func TestBadRowsLoseNothingElse(t *testing.T) {
	rows := []string{"質問,回答,備考", `5" の器具は使いますか,使いません。`, `痛みは,"閉じない引用符`, "通院は,3回ほどです。", "何もない質問,", ",何もない答え", `腫れは,"2日ほどです。",済`}
	articles, problems := readAll(t, "bad.csv", []byte(strings.Join(rows, "\n")))
	want := []string{"bad: 5\" の器具は使いますか → 使いません。", "bad: 痛みは → 閉じない引用符", "bad: 通院は → 3回ほどです。", "bad: 腫れは → 2日ほどです。"}
	if got := asked(articles); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	var said []string
	for _, p := range problems {
		said = append(said, fmt.Sprint(p.Line, p.Fatal))
	}
	if want := []string{"1 false", "2 false", "3 false", "5 true", "6 true"}; !slices.Equal(said, want) {
		t.Errorf("%q, want %q: %v", said, want, problems)
	}
}

func TestTablesThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"名前,値段\nA,1\n": "x.csv:1: the first row names no columns for question and answer",
		"質問,回答\n":      "x.csv:1: the table has no row",
		"\n\nただの文章です。": "x.csv:3: the first row names no columns",
	} {
		articles, problems := readAll(t, "x.csv", []byte(text))
		if len(articles) > 0 || len(problems) != 1 || !problems[0].Fatal || !strings.HasPrefix(problems[0].String(), want) {
			t.Errorf("%q: %v", text, problems)
		}
	}
}

func TestTableOfASpreadsheet(t *testing.T) {
	sjis, err := japanese.ShiftJIS.NewEncoder().String("質問,回答\n痛みはありますか,表面麻酔で和らげます。\n")
	if err != nil {
		t.Fatal(err)
	}
	articles, problems := readAll(t, "excel.csv", []byte(sjis))
	if got := asked(articles); len(got) != 1 || !strings.Contains(got[0], "表面麻酔") || len(problems) > 0 {
		t.Errorf("%q %v", got, problems)
	}
}

func FuzzTable(f *testing.F) {
	for _, s := range []string{"質問,回答\nq,a\n", "q;a\n\"x;y\n\"\";\"", "Q\tA\n\"\n\n", "質問,回答\n\"a\"b,c\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		articles, problems := readAll(t, "f.csv", []byte(s))
		if len(articles) == 0 && len(problems) == 0 {
			t.Error("neither read nor named")
		}
	})
}
