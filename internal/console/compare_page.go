package console

import (
	"io"
	"net/url"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/internal/compare"
	"shirube/internal/present"
	"shirube/internal/staff"
	"shirube/internal/statement"
)

func (c *Console) compareRoutes() []route {
	return []route{
		get("/console/compare", staff.Reader, c.compare),
		get("/console/compare/table.csv", staff.Reader, c.compareCSV),
	}
}

// comparison is what the page shows.
type comparison struct {
	Subjects []string // as they were asked for, filled up to what fits
	Names    []string
	Table    *compareTable // nil: nothing was asked for
	CSV      string
	TooMany  bool
}

// compareTable is a table with its words.
type compareTable struct {
	Columns []compareColumn
	Rows    []compareRow
}

type compareColumn struct {
	Label    string
	Articles int
	More     int // articles that are not read
	Narrower []string
	Unknown  bool
	Without  string // the comparison without it
}

type compareRow struct {
	Label, Class string
	Cells        []compareCell
}

type compareCell struct {
	Column  string // its label, for a phone
	Missing bool
	Nothing bool // there are no articles at all
	Differs bool
	Entries []compareEntry
	Silent  []articleLink
}

type compareEntry struct {
	Label       string
	First, More []saidView
	Source      *sourceLink
}

type articleLink struct{ Title, Path string }

type sourceLink struct {
	URL, Type string
	Year      string
	Article   articleLink
}

// saidView is a sentence with where it stands.
type saidView struct {
	Sentence, Link string
	Passage        string
	Stance         string // empty: it asserts
	Sourced        bool
	Article        string
	Others         []string // the treatments that it speaks of, where it is not this one
	Draft          bool
}

// firstSaid is how many sentences of one thing are seen without unfolding.
const firstSaid = 2

func (c *Console) compare(r *request) (reply, error) {
	if err := c.shelfReady(); err != nil {
		return reply{}, err
	}
	subjects := r.gin.QueryArray("t")
	asked := asksFor(subjects)
	names, err := c.treatmentNames(r)
	if err != nil {
		return reply{}, err
	}
	v := comparison{Names: names, TooMany: len(asked) > compare.MostSubjects}
	v.Subjects = append(v.Subjects, asked[:min(len(asked), compare.MostSubjects)]...)
	for len(v.Subjects) < compare.MostSubjects {
		v.Subjects = append(v.Subjects, "")
	}
	if len(asked) > 0 {
		table, err := compare.Compare(r.ctx(), compared{c.cfg.Shelf, c.searcher}, asked, r.scope())
		if err != nil {
			return reply{}, err //nolint:wrapcheck // it says what is wrong
		}
		v.Table = r.compareTable(table)
		v.CSV = r.path("/console/compare/table.csv?") + url.Values{"t": asked}.Encode()
	}
	return r.show("compare", r.T("治療の比較"), v, "compare"), nil
}

// asksFor are the subjects that were typed.
func asksFor(subjects []string) []string {
	var out []string
	for _, s := range subjects {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (c *Console) compareCSV(r *request) (reply, error) {
	if err := c.shelfReady(); err != nil {
		return reply{}, err
	}
	table, err := compare.Compare(r.ctx(), compared{c.cfg.Shelf, c.searcher}, asksFor(r.gin.QueryArray("t")), r.scope())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says what is wrong
	}
	words := compare.Words{
		Say: func(s string) string { return r.compareWord(s) }, Aspect: r.aspect,
		Address:        func(s *statement.Statement) string { return r.address(s.Article.ID, s.Passage) },
		ArticleAddress: func(a *statement.Article) string { return r.address(a.ID, "") },
	}
	return r.download("compare.csv", "text/csv; charset=utf-8", func(w io.Writer) error { return table.CSV(w, words) }), nil
}

// compareWord is a word of the table of a comparison. They are listed so that each has its English.
func (r *request) compareWord(s string) string {
	for _, known := range []string{
		msg("項目"), msg("治療"), msg("内容"), msg("文"), msg("言い方"), msg("出典の有無"), msg("出典"), msg("対象の治療"), msg("記事"), msg("監修・確認"), msg("アドレス"),
		msg("記載なし"), msg("記事に記載が見つかりません。ないという意味ではありません。"), msg("出典あり"), msg("出典なし"), msg("可能性"), msg("否定"), msg("断定"),
	} {
		if s == known {
			return r.T(known)
		}
	}
	return s
}

// aspect is the name of a row.
func (r *request) aspect(a compare.Aspect) string {
	switch a {
	case compare.Effects:
		return r.T("期待される効果")
	case compare.Risks:
		return r.T("リスク・副作用")
	case compare.Contraindications:
		return r.T("受けられない方・要相談の方")
	case compare.Cost:
		return r.T("費用")
	case compare.Downtime:
		return r.T("ダウンタイム")
	case compare.Sessions:
		return r.T("回数")
	case compare.Insurance:
		return r.T("公的保険")
	case compare.Approval:
		return r.T("国内の承認")
	}
	return r.T("出典")
}

func (r *request) compareTable(t *compare.Table) *compareTable {
	out := &compareTable{}
	var asked []string
	for i := range t.Columns {
		asked = append(asked, t.Columns[i].Subject)
	}
	for i := range t.Columns {
		col := &t.Columns[i]
		without := url.Values{}
		for j, s := range asked {
			if j != i {
				without.Add("t", s)
			}
		}
		out.Columns = append(out.Columns, compareColumn{
			Label: col.Label, Articles: col.Total, More: max(0, col.Total-len(col.Articles)), Narrower: col.Narrower, Unknown: col.Unknown,
			Without: r.path("/console/compare?") + without.Encode(),
		})
	}
	for _, row := range t.Rows {
		v := compareRow{Label: r.aspect(row.Aspect), Class: string(row.Aspect)}
		for i := range row.Cells {
			v.Cells = append(v.Cells, r.compareCell(&t.Columns[i], &row.Cells[i]))
		}
		out.Rows = append(out.Rows, v)
	}
	return out
}

func (r *request) compareCell(col *compare.Column, c *compare.Cell) compareCell {
	v := compareCell{Column: col.Label, Missing: c.Missing, Nothing: col.Unknown, Differs: c.Differs}
	several := len(col.Articles) > 1
	for _, a := range c.Silent {
		if !c.Missing && several {
			v.Silent = append(v.Silent, articleLink{a.Title, r.passagePath(a.ID, "")})
		}
	}
	for i := range c.Entries {
		e := &c.Entries[i]
		entry := compareEntry{Label: e.Label}
		if e.Source != nil {
			entry.Source = &sourceLink{URL: present.Link(e.Source.URL), Type: present.LabelOf(corpus.SourceTypeLabels(), string(e.Source.Type)), Article: articleLink{e.Article.Title, r.passagePath(e.Article.ID, "")}}
			if e.Source.Year != nil {
				entry.Source.Year = r.T("%s年", strconv.Itoa(*e.Source.Year))
			}
			if !several {
				entry.Source.Article.Title = ""
			}
		}
		for j := range e.Statements {
			said := r.said(&e.Statements[j], col.Label)
			if !several {
				said.Article = ""
			}
			if j < firstSaid {
				entry.First = append(entry.First, said)
			} else {
				entry.More = append(entry.More, said)
			}
		}
		v.Entries = append(v.Entries, entry)
	}
	return v
}

// said is a sentence as pages show it, told of a treatment.
func (r *request) said(s *statement.Statement, treatment string) saidView {
	v := saidView{Sentence: trimMark(s.Sentence), Link: r.passagePath(s.Article.ID, s.Passage), Passage: s.Passage, Sourced: s.Sourced, Article: s.Article.Title, Draft: s.Article.Draft}
	switch s.Stance {
	case corpus.Hedged:
		v.Stance = r.T("可能性")
	case corpus.Denied:
		v.Stance = r.T("否定")
	case corpus.Asserted:
	}
	if treatment != "" && s.Elsewhere(treatment, r.console.cfg.Shelf.Lexicon()) {
		v.Others = s.Of
	}
	return v
}

// trimMark is a sentence without the mark of the list that it stands in.
func trimMark(s string) string {
	return strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(s), "-・*•■✓ 　"))
}
