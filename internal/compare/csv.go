package compare

import (
	"io"
	"strings"

	"shirube/corpus"
	"shirube/internal/present"
	"shirube/internal/sheet"
	"shirube/internal/statement"
)

// Words are what a table says around what articles say.
type Words struct {
	// Say is a text in the language of who reads the table: the Japanese one is its key.
	Say func(japanese string) string
	// Aspect is the name of a row.
	Aspect func(Aspect) string
	// Address is where a statement can be read.
	Address func(*statement.Statement) string
	// ArticleAddress is where an article can be read.
	ArticleAddress func(*statement.Article) string
}

// CSV writes a table for spreadsheets, a line for each sentence with its address.
func (t *Table) CSV(w io.Writer, words Words) error {
	out, err := sheet.NewWriter(w)
	if err != nil {
		return err //nolint:wrapcheck // it says what it is
	}
	say := words.Say
	if err := out.Row(say("項目"), say("治療"), say("内容"), say("文"), say("言い方"), say("出典の有無"), say("出典"), say("対象の治療"), say("記事"), say("監修・確認"), say("アドレス")); err != nil {
		return err //nolint:wrapcheck // it says what it is
	}
	for _, row := range t.Rows {
		for i := range row.Cells {
			if err := writeCell(out, words, words.Aspect(row.Aspect), t.Columns[i].Label, &row.Cells[i]); err != nil {
				return err
			}
		}
	}
	return out.Close() //nolint:wrapcheck // it says what it is
}

func writeCell(out *sheet.Writer, words Words, aspect, treatment string, c *Cell) error {
	say := words.Say
	if c.Missing {
		return out.Row(aspect, treatment, say("記載なし"), say("記事に記載が見つかりません。ないという意味ではありません。"), "", "", "", "", "", "", "") //nolint:wrapcheck // it says what it is
	}
	for i := range c.Entries {
		e := &c.Entries[i]
		if len(e.Statements) == 0 {
			a, address := e.Article, ""
			title, review := "", ""
			if a != nil {
				title, review, address = a.Title, Review(a), words.ArticleAddress(a)
			}
			source := ""
			if e.Source != nil {
				source = e.Source.URL
			}
			if err := out.Row(aspect, treatment, e.Label, "", "", "", source, "", title, review, address); err != nil {
				return err //nolint:wrapcheck // it says what it is
			}
		}
		for j := range e.Statements {
			s := &e.Statements[j]
			sourced := say("出典なし")
			if s.Sourced {
				sourced = say("出典あり")
			}
			if err := out.Row(aspect, treatment, e.Label, s.Sentence, say(StanceLabel(s.Stance)), sourced, SourceNames(s.Sources),
				strings.Join(s.Of, "、"), s.Article.Title, Review(s.Article), words.Address(s)); err != nil {
				return err //nolint:wrapcheck // it says what it is
			}
		}
	}
	return nil
}

// StanceLabel is how a sentence says something, in Japanese.
func StanceLabel(s corpus.Stance) string {
	switch s {
	case corpus.Hedged:
		return "可能性"
	case corpus.Denied:
		return "否定"
	}
	return "断定"
}

// SourceNames names sources, one after the other.
func SourceNames(list []corpus.Source) string {
	var names []string
	for _, s := range list {
		name := s.Name
		if s.Title != "" {
			name += "「" + s.Title + "」"
		}
		names = append(names, name)
	}
	return strings.Join(names, "、")
}

// Review is who answers for an article, and when they last did.
func Review(a *statement.Article) string {
	parts := []string{present.Supervisors(a.Supervisors), present.DateOf(a.Reviewed).Text}
	return strings.TrimSpace(strings.Join(parts, " "))
}
