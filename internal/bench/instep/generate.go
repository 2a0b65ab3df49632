package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// generate writes n articles into dir, in folders of a hundred, as Markdown, HTML,
// text and JSON in turn, each of about 1,500 characters, always the same for the
// same n. It returns how many characters of text they have.
func generate(dir string, n int) (characters int, err error) {
	rnd := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range n {
		a := compose(rnd, i)
		name := filepath.Join(dir, fmt.Sprintf("%03d", i/100), fmt.Sprintf("article-%05d", i))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			return 0, fmt.Errorf("generate: %w", err)
		}
		ext, text := a.as(i)
		if err := os.WriteFile(name+ext, []byte(text), 0o600); err != nil {
			return 0, fmt.Errorf("generate: %w", err)
		}
		characters += a.characters()
	}
	return characters, nil
}

// piece is an article before it has a format.
type piece struct {
	id, title string
	sections  []part
}

type part struct {
	heading string
	lines   []string
	faq     bool // lines are questions and answers in turn
}

func (a piece) characters() int {
	n := utf8.RuneCountInString(a.title)
	for _, s := range a.sections {
		n += utf8.RuneCountInString(s.heading)
		for _, l := range s.lines {
			n += utf8.RuneCountInString(l)
		}
	}
	return n
}

// compose puts an article together of sentences and of what fills their gaps.
func compose(rnd *rand.Rand, i int) piece {
	one := func(of string) string {
		list := strings.Fields(of)
		return list[rnd.IntN(len(list))]
	}
	subject, part1 := one(treatments), one(places)
	yen := (1 + rnd.IntN(60)) * 5500
	fill := func(sentence string) string {
		return strings.NewReplacer("〔術〕", subject, "〔所〕", part1, "〔症〕", one(conditions), "〔険〕", one(risks), "〔人〕", one(people),
			"〔数〕", strconv.Itoa(1+rnd.IntN(12)), "〔円〕", fmt.Sprintf("%d,%03d円", yen/1000, yen%1000),
			"〔物〕", one(substances), "〔時〕", one(times)).Replace(sentence)
	}
	some := func(of []string, n int) []string {
		out := make([]string, 0, n)
		for _, k := range rnd.Perm(len(of))[:min(n, len(of))] {
			out = append(out, fill(of[k]))
		}
		return out
	}
	a := piece{id: fmt.Sprintf("generated-%05d", i), title: fill("〔所〕の〔術〕とは") + fmt.Sprintf("（第%d版）", i)}
	for _, s := range outline() {
		p := part{heading: fill(s.heading), faq: s.faq}
		if s.faq {
			for _, k := range rnd.Perm(len(s.sentences) / 2)[:4] {
				p.lines = append(p.lines, fill(s.sentences[2*k]), fill(s.sentences[2*k+1]))
			}
		} else {
			p.lines = some(s.sentences, 8)
		}
		a.sections = append(a.sections, p)
	}
	return a
}

// as is the article as a file: its extension and its text.
func (a piece) as(i int) (ext, text string) {
	switch i % 4 {
	case 0:
		return ".md", a.markdown()
	case 1:
		return ".html", a.html()
	case 2:
		return ".txt", a.plain()
	}
	record, err := json.Marshal(map[string]string{"id": a.id, "title": a.title, "text": a.body("## ")})
	if err != nil { // strings alone
		return ".json", ""
	}
	return ".json", string(record) + "\n"
}

func (a piece) markdown() string {
	return "---\nid: " + a.id + "\n---\n# " + a.title + "\n\n" + a.body("## ")
}

func (a piece) plain() string {
	return a.title + "\n\n" + a.body("■")
}

func (a piece) body(mark string) string {
	var b strings.Builder
	for _, s := range a.sections {
		b.WriteString(mark + s.heading + "\n\n")
		for k, l := range s.lines {
			if s.faq {
				l = []string{"Q. ", "A. "}[k%2] + l
			}
			b.WriteString(l + "\n")
			if k%2 == 1 {
				b.WriteString("\n")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (a piece) html() string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\"><title>" + a.title + "</title>" +
		"<link rel=\"canonical\" href=\"https://clinic.example/" + a.id + "\"></head>\n<body>\n" +
		"<nav><ul><li><a href=\"/\">ホーム</a></li><li><a href=\"/price\">料金表</a></li></ul></nav>\n<main><article><h1>" + a.title + "</h1>\n")
	for _, s := range a.sections {
		b.WriteString("<h2>" + s.heading + "</h2>\n")
		if s.faq {
			b.WriteString("<dl>\n")
			for k, l := range s.lines {
				tag := []string{"dt", "dd"}[k%2]
				b.WriteString("<" + tag + ">" + l + "</" + tag + ">\n")
			}
			b.WriteString("</dl>\n")
			continue
		}
		for k, l := range s.lines {
			if k%2 == 0 {
				b.WriteString("<p>")
			}
			b.WriteString(l)
			if k%2 == 1 {
				b.WriteString("</p>\n")
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("</article></main>\n<footer><p>見本クリニック</p></footer>\n</body></html>\n")
	return b.String()
}
