// Package sheet writes tables for spreadsheet programs: CSV that Excel reads as UTF-8, with
// cells that no program takes for a formula. What stands in the cells is left to who has
// the table.
package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark is the byte order mark by which Excel knows UTF-8.
const mark = "\uFEFF"

// Writer writes rows.
type Writer struct{ csv *csv.Writer }

// NewWriter begins a table on w.
func NewWriter(w io.Writer) (*Writer, error) {
	if _, err := io.WriteString(w, mark); err != nil {
		return nil, fmt.Errorf("table: %w", err)
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	return &Writer{c}, nil
}

// Row writes a row.
func (w *Writer) Row(cells ...string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = Cell(c)
	}
	if err := w.csv.Write(safe); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	return nil
}

// Close writes what is left; it does not close what is written to.
func (w *Writer) Close() error {
	w.csv.Flush()
	if err := w.csv.Error(); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	return nil
}

// Cell is a text as it may stand in a cell: what a spreadsheet would take for a formula
// begins with an apostrophe, which says that it is text. Articles are written by others,
// and a formula of theirs could send away what else is in the table.
func Cell(s string) string {
	// Spreadsheets pass over leading space, and take the forms in full width as well.
	begin := strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) && r != '\t' && r != '\r' || r == '\uFEFF' || r == '\u200B' || r == '\x00'
	})
	r, _ := utf8.DecodeRuneInString(begin)
	if strings.ContainsRune("=+-@\t\r＝＋－＠", r) {
		return "'" + s
	}
	return s
}
