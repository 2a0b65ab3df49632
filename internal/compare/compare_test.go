package compare

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"shirube/internal/search"
	"shirube/internal/statement"
	"shirube/internal/statement/statementtest"
)

func sample(t *testing.T) *statementtest.Shelf {
	t.Helper()
	shelf, err := statementtest.Sample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return shelf
}

func compare(t *testing.T, shelf *statementtest.Shelf, subjects ...string) *Table {
	t.Helper()
	table, err := Compare(t.Context(), shelf, subjects, search.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func cellOf(t *testing.T, table *Table, aspect Aspect, column int) *Cell {
	t.Helper()
	i := slices.IndexFunc(table.Rows, func(r Row) bool { return r.Aspect == aspect })
	if i < 0 || len(table.Rows[i].Cells) != len(table.Columns) {
		t.Fatalf("no cell %s %d", aspect, column)
	}
	return &table.Rows[i].Cells[column]
}

// Every sentence of a cell is one that its passage says, and leads there.
func TestStatementsStandInTheirPassages(t *testing.T) {
	shelf := sample(t)
	texts := map[string]string{}
	for _, a := range shelf.Articles {
		for _, p := range a.Passages() {
			texts[p.ID] = strings.Join(append(slices.Clone(p.Path), p.Heading, p.Text), "\n")
		}
	}
	table := compare(t, shelf, "ハイフ", "ボトックス", "抜歯", "ホワイトニング")
	if len(table.Columns) != 4 || table.Columns[0].Label != "HIFU" {
		t.Fatalf("%+v", table.Columns)
	}
	statements := 0
	for _, row := range table.Rows {
		for _, c := range row.Cells {
			for _, e := range c.Entries {
				for _, s := range e.Statements {
					statements++
					if !strings.Contains(texts[s.Passage], s.Sentence) {
						t.Errorf("%s %s: passage %q does not say %q", row.Aspect, e.Label, s.Passage, s.Sentence)
					}
				}
			}
		}
	}
	if statements < 100 {
		t.Errorf("only %d statements", statements)
	}
	for _, aspect := range []Aspect{Effects, Risks, Contraindications, Cost, Downtime, Sources} {
		for i := range 2 {
			if cellOf(t, table, aspect, i).Missing {
				t.Errorf("%s of %s is missing", aspect, table.Columns[i].Label)
			}
		}
	}
}

// What no article says is told as not stated: never as not there.
func TestMissingIsNotNone(t *testing.T) {
	shelf := sample(t)
	table := compare(t, shelf, "HIFU", "CPAP", "存在しない治療")
	if c := cellOf(t, table, Cost, 1); !c.Missing && len(c.Entries) == 0 {
		t.Errorf("%+v", c)
	}
	if !table.Columns[2].Unknown || !cellOf(t, table, Risks, 2).Missing {
		t.Errorf("%+v", table.Columns[2])
	}
	var b bytes.Buffer
	err := table.CSV(&b, Words{Say: func(s string) string { return s }, Aspect: func(a Aspect) string { return string(a) },
		Address: func(s *statement.Statement) string { return "/p/" + s.Passage }, ArticleAddress: func(a *statement.Article) string { return "/a/" + a.ID }})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b.Bytes(), []byte{0xEF, 0xBB, 0xBF}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	missing, addressed := 0, 0
	for _, r := range rows[1:] {
		switch {
		case r[2] == "記載なし":
			missing++
			if !strings.Contains(r[3], "ないという意味ではありません") {
				t.Errorf("%q", r)
			}
		case r[3] != "":
			addressed++
			if !strings.HasPrefix(r[10], "/p/") || r[8] == "" {
				t.Errorf("a sentence without an address: %q", r)
			}
		}
	}
	if missing < 9 || addressed < 30 {
		t.Errorf("%d missing, %d with an address", missing, addressed)
	}
}

// Articles that contradict one another stay side by side, each by its name.
func TestContradictionsStay(t *testing.T) {
	shelf, err := statementtest.New()
	if err != nil {
		t.Fatal(err)
	}
	for id, body := range map[string]string{
		"a": "## 費用\n\n1回3万円です。\n\n## リスク\n\n赤みが出ることがあります。\n",
		"b": "## 費用\n\n1回9万円です。\n\n## リスク\n\n赤みが出ることはありません。\n\n## 注意点\n\n- 妊娠中の方は受けられません\n",
	} {
		if err := shelf.Read(t.Context(), id+".md", "---\nid: "+id+"\ntitle: HIFUの解説 "+id+"\ntreatments: [HIFU]\n---\n\n# HIFUの解説\n\n"+body); err != nil {
			t.Fatal(err)
		}
	}
	table := compare(t, shelf, "HIFU", "HIFU", "高密度焦点式超音波", ArticlePrefix+"b")
	if len(table.Columns) != 2 || len(table.Columns[0].Articles) != 2 || table.Columns[1].Label != "HIFUの解説 b" {
		t.Fatalf("%+v", table.Columns)
	}
	cost := cellOf(t, table, Cost, 0)
	if !cost.Differs || len(cost.Entries) != 2 {
		t.Errorf("%+v", cost)
	}
	if c := cellOf(t, table, Cost, 1); c.Differs || len(c.Entries) != 1 {
		t.Errorf("%+v", c)
	}
	risks := cellOf(t, table, Risks, 0)
	if len(risks.Entries) != 1 || len(risks.Entries[0].Statements) != 2 || risks.Entries[0].Statements[0].Stance == risks.Entries[0].Statements[1].Stance {
		t.Errorf("%+v", risks)
	}
	contra := cellOf(t, table, Contraindications, 0)
	if len(contra.Silent) != 1 || contra.Silent[0].ID != "a" {
		t.Errorf("who says nothing: %+v", contra.Silent)
	}
	if !cellOf(t, table, Sessions, 0).Missing {
		t.Error("sessions are nowhere")
	}
}

// What is said of another treatment of the same article is not passed off as of this one.
func TestOtherTreatmentsOfAnArticle(t *testing.T) {
	shelf := sample(t)
	table := compare(t, shelf, "円形脱毛症治療")
	lex := shelf.Lexicon()
	elsewhere := 0
	for _, e := range cellOf(t, table, Contraindications, 0).Entries {
		for _, s := range e.Statements {
			if s.Elsewhere("円形脱毛症治療", lex) {
				elsewhere++
				if !slices.Contains(s.Of, "JAK阻害薬") && !slices.Contains(s.Of, "局所免疫療法") {
					t.Errorf("%q: %q", s.Sentence, s.Of)
				}
			}
		}
	}
	if elsewhere == 0 {
		t.Error("nothing is told to be of another treatment")
	}
	// Nobody outside the collection sees it.
	hidden, err := Compare(t.Context(), shelf, []string{"HIFU", ArticlePrefix + "hifu-face-lifting"}, search.Scope{Collections: []string{"elsewhere"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range hidden.Columns {
		if !c.Unknown || len(c.Articles) > 0 || strings.Contains(c.Label, "リフト") {
			t.Errorf("%+v", c)
		}
	}
}
