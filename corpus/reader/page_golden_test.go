package reader

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/corpus/anatomy"
)

// Whole pages of several builders, as this package hands them over: headings with
// the lines under them, and what was dropped with its reason. What the rules make of
// it is not in these files.
func TestPageGolden(t *testing.T) {
	for _, name := range []string{"02-hifu-swell", "06-perio-sjis", "10-orthok-tailwind", "18-acne-amp", "21-threadlift-lp", "24-mole-lightning"} {
		src, err := os.ReadFile(filepath.Join("..", "..", "testdata", "pages", name+".html"))
		if err != nil {
			t.Fatal(err)
		}
		if src, _, err = DecodePage(src, ""); err != nil {
			t.Fatal(name, err)
		}
		f, d := &file{Reader: New(testLexicon(t)), name: name}, &anatomy.Draft{}
		if !f.html(d, src, 1, false) {
			t.Fatal(name, f.problems)
		}
		compareGolden(t, filepath.Join("testdata", "pages", name+".golden"), draftText(d))
	}
}

func draftText(d *anatomy.Draft) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "title: %s\nurl: %s\n", d.Article.Title, d.Article.URL)
	for _, f := range d.FAQs {
		fmt.Fprintf(&b, "declared: %s → %s\n", f.Question, f.Answer)
	}
	for _, p := range d.Parts {
		mark := ""
		if p.Question {
			mark = " ?"
		}
		fmt.Fprintf(&b, "\n%s %s%s (%d)\n", strings.Repeat("#", max(p.Level, 1)), p.Heading, mark, p.Line)
		for _, l := range p.Lines {
			fmt.Fprintf(&b, "%d: %s\n", l.No, l.Text)
		}
	}
	b.WriteString("\n")
	for _, x := range d.Dropped {
		fmt.Fprintf(&b, "- %d %s: %s\n", x.Line, x.Why, x.Text)
	}
	return b.Bytes()
}
