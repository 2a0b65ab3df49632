package reader

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

const (
	// maxTable is the size in bytes of the largest table of questions. Its rows are
	// put together by their category, so all of them are held.
	maxTable = 64 << 20
	// maxRowLines bounds the lines of one row. A quote that is never closed would
	// make one row of all that follows.
	maxRowLines = 500
)

// isTableName reports whether a file's extension, in lower case, is that of a
// table of questions.
func isTableName(ext string) bool { return ext == ".csv" || ext == ".tsv" }

// columnNames are the names under which columns are known, folded.
func columnNames() map[string]string {
	return map[string]string{
		"question": "question", "q": "question", "質問": "question", "ご質問": "question", "質問文": "question", "設問": "question",
		"answer": "answer", "a": "answer", "回答": "answer", "答え": "answer", "ご回答": "answer", "回答文": "answer",
		"category": "category", "カテゴリ": "category", "カテゴリー": "category", "分類": "category", "区分": "category", "施術": "category", "メニュー": "category",
	}
}

// table is a table of questions: one article for each category, in the order in
// which they first appear, so that what is asked of one treatment is no fact of
// another. A file without categories is one article.
type table struct {
	*file
	columns map[string]int // question, answer, category → index
	drafts  []*anatomy.Draft
	of      map[string]*anatomy.Draft
}

// readTable reads a file of questions and answers, one a row, under a row that
// names the columns.
func (f *file) readTable(ctx context.Context, src io.Reader) error {
	body, err := io.ReadAll(io.LimitReader(src, maxTable+1))
	if err != nil {
		return fmt.Errorf("read %s: %w", f.name, err)
	}
	if len(body) > maxTable {
		f.reject(1, "the table is larger than %d MiB: part it", maxTable>>20)
		return nil
	}
	lines := anatomy.SplitLines(f.validUTF8(string(body), 1), 1)
	t := &table{file: f, of: map[string]*anatomy.Draft{}}
	at, comma, ok := t.header(lines)
	if !ok {
		return nil
	}
	for at < len(lines) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if strings.TrimSpace(lines[at].Text) == "" {
			at++
			continue
		}
		row, n, odd := parseRow(lines[at:], comma)
		switch {
		case row == nil:
			f.reject(lines[at].No, "the row cannot be read: a quotation mark is not closed, or stands inside a field (write it twice there)")
		case odd:
			f.warn(lines[at].No, "a quotation mark stands where none can: the row was read as it is")
		}
		if row != nil {
			t.row(row, lines[at].No)
		}
		at += n
	}
	return t.emitAll()
}

// header reads the row that names the columns, and returns where the others begin.
func (t *table) header(lines []anatomy.Line) (next int, comma rune, ok bool) {
	at := slices.IndexFunc(lines, func(l anatomy.Line) bool { return strings.TrimSpace(l.Text) != "" })
	if at < 0 {
		t.reject(1, "the file is empty")
		return 0, 0, false
	}
	known := columnNames()
	var row []string
	for _, comma = range []rune{',', '\t', ';'} {
		var n int
		if row, n, _ = parseRow(lines[at:], comma); len(row) < 2 {
			continue
		}
		t.columns = map[string]int{}
		var unread []string
		for i, name := range row {
			role := known[strings.ToLower(norm.NFKC.String(strings.TrimSpace(name)))]
			if _, taken := t.columns[role]; role == "" || taken {
				unread = append(unread, strings.TrimSpace(name))
				continue
			}
			t.columns[role] = i
		}
		_, asks := t.columns["question"]
		_, answers := t.columns["answer"]
		if !asks || !answers {
			continue
		}
		if len(unread) > 0 {
			t.warn(lines[at].No, "columns that are not read: %s", strings.Join(unread, ", "))
		}
		return at + n, comma, true
	}
	t.reject(lines[at].No, "the first row names no columns for question and answer (or 質問 and 回答; category or カテゴリ is optional)")
	return 0, 0, false
}

// parseRow reads the row that begins lines, and how many of them it takes. Odd:
// its quotation marks break the rules of RFC 4180, and were taken for text. A nil
// row could not be read; only its first line is skipped then, so that what follows
// is not lost with it.
func parseRow(lines []anatomy.Line, comma rune) (row []string, n int, odd bool) {
	n = rowLines(lines)
	texts := make([]string, n)
	for i := range texts {
		texts[i] = lines[i].Text
	}
	parse := func(s string, lazy bool) []string {
		r := csv.NewReader(strings.NewReader(s))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = comma, lazy, -1
		row, err := r.Read()
		if err != nil || r.InputOffset() < int64(len(s)) {
			return nil
		}
		return row
	}
	row = parse(strings.Join(texts, "\n"), false)
	if row != nil {
		return row, n, false
	}
	return parse(lines[0].Text, true), 1, true
}

// rowLines is how many lines the row that begins lines takes: up to where its
// quotation marks are paired.
func rowLines(lines []anatomy.Line) int {
	quotes := 0
	for i := 0; i < len(lines) && i < maxRowLines; i++ {
		if quotes += strings.Count(lines[i].Text, `"`); quotes%2 == 0 {
			return i + 1
		}
	}
	return 1
}

// row takes a question with its answer to the article of its category.
func (t *table) row(row []string, line int) {
	get := func(column string) string {
		i, ok := t.columns[column]
		if !ok || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	question, answer := get("question"), get("answer")
	switch {
	case question == "" && answer == "":
		return // an empty row of a spreadsheet: only commas
	case question == "":
		t.reject(line, "the row has no question")
		return
	case answer == "":
		t.reject(line, "the row has no answer")
		return
	}
	d := t.draft(get("category"), line)
	d.Parts = append(d.Parts, anatomy.Part{
		Heading: strings.Join(strings.Fields(question), " "), Level: 2, Line: line, Question: true,
		Lines: anatomy.SplitLines(answer, line),
	})
}

// draft is the article of a category, begun on a line where it is new.
func (t *table) draft(category string, line int) *anatomy.Draft {
	if d := t.of[category]; d != nil {
		return d
	}
	d := &anatomy.Draft{Parts: []anatomy.Part{{Heading: "よくある質問", Level: 1, Line: line}}}
	d.Article.ID = defaultID("", t.name)
	d.Article.Title = strings.TrimSuffix(path.Base(t.name), path.Ext(t.name))
	if category != "" {
		d.Article.ID += "/" + category
		d.Article.Title = category + "｜よくある質問"
		d.Article.Tags = []string{category}
	}
	t.of[category] = d
	t.drafts = append(t.drafts, d)
	return d
}

func (t *table) emitAll() error {
	if len(t.drafts) == 0 && len(t.problems) == 0 {
		t.reject(1, "the table has no row")
	}
	for _, d := range t.drafts {
		line := d.Parts[0].Line
		if size := partsSize(d.Parts); size > corpus.MaxArticleBytes {
			t.reject(line, "the questions of %q are larger than %d MiB", d.Article.Title, corpus.MaxArticleBytes>>20)
			continue
		}
		if err := t.article(d, line, nil); err != nil {
			return err
		}
	}
	return nil
}

func partsSize(parts []anatomy.Part) int {
	n := 0
	for i := range parts {
		n += len(parts[i].Heading)
		for _, l := range parts[i].Lines {
			n += len(l.Text) + 1
		}
	}
	return n
}
