package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"shirube/corpus"
	"shirube/internal/bench"
	"shirube/internal/lexicon"
)

// generator makes articles of which every question and heading is another.
type generator struct {
	random *rand.Rand
	parts  *bench.Parts
	names  []string // of the lexicon's treatments and conditions
	texts  []string
	seen   map[string]bool
}

func newGenerator(parts *bench.Parts) *generator {
	g := &generator{random: rand.New(rand.NewPCG(7, 7)), parts: parts, seen: map[string]bool{}} //nolint:gosec // to be repeated
	for _, c := range parts.Lexicon.Concepts() {
		if c.Is(lexicon.Treatment) || c.Is(lexicon.Condition) {
			g.names = append(g.names, c.Label)
		}
	}
	return g
}

// textsOfArticle is how many questions and headings an article has, half of them each.
const textsOfArticle = 10

// write writes articles with so many texts into a file.
func (g *generator) write(dir string, texts int) (file string, err error) {
	file = filepath.Join(dir, "articles.jsonl")
	f, err := os.Create(file)
	if err != nil {
		return "", fmt.Errorf("articles: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	encoder := json.NewEncoder(w)
	for n := 0; len(g.texts) < texts; n++ {
		if err := encoder.Encode(g.article(n)); err != nil {
			return "", fmt.Errorf("articles: %w", err)
		}
	}
	return file, w.Flush()
}

func (g *generator) article(n int) *corpus.Article {
	name := g.name()
	a := &corpus.Article{ID: fmt.Sprintf("a%06d", n), Title: name + "の解説", Treatments: []string{name}}
	const faq = "faq"
	for i := range textsOfArticle / 2 {
		heading := g.text(name, headings())
		a.Sections = append(a.Sections, corpus.Section{
			ID: fmt.Sprintf("s%d", i), Kind: corpus.KindOverview, Heading: heading, Level: 1, Path: []string{heading}, Text: heading + "を説明します。", Sources: []int{},
		})
	}
	var said strings.Builder
	for range textsOfArticle / 2 {
		q := g.text(name, questions())
		answer := "医師が" + name + "の前に診察して判断します。"
		a.FAQs = append(a.FAQs, corpus.FAQ{Question: q, Answer: answer, Section: faq})
		fmt.Fprintf(&said, "%s\n%s\n", q, answer)
	}
	a.Sections = append(a.Sections, corpus.Section{ID: faq, Kind: corpus.KindFAQ, Heading: "質問", Level: 1, Path: []string{"質問"}, Text: said.String(), Sources: []int{}})
	a.Normalize()
	return a
}

func headings() []string {
	return []string{"%sと%sの違い", "%sのあとの%s", "%sに使う%sとは", "%sと%sの費用の目安", "%sで起こりうる%sの副作用"}
}

func questions() []string {
	return []string{"%sのあと%sはいつからできますか？", "%sは%sと一緒に受けられますか？", "%sで%sは悪くなりますか？", "%sの前に%sをやめる必要はありますか？"}
}

// text is one that was not there before: a name beside an invented one.
func (g *generator) text(name string, forms []string) string {
	for {
		s := fmt.Sprintf(forms[g.random.IntN(len(forms))], name, g.invented())
		if g.random.IntN(3) == 0 {
			s = fmt.Sprintf(forms[g.random.IntN(len(forms))], g.invented(), name)
		}
		if !g.seen[s] {
			g.seen[s] = true
			g.texts = append(g.texts, s)
			return s
		}
	}
}

func (g *generator) name() string { return g.names[g.random.IntN(len(g.names))] }

// invented is a word of katakana.
func (g *generator) invented() string {
	kana := []rune("アイウエオカキクケコサシスセソタチテトナニネノハヒフヘホマミムメモラリルレロガギグゲゴダデドバビブベボ")
	var out []rune
	for range 3 + g.random.IntN(3) {
		out = append(out, kana[g.random.IntN(len(kana))])
	}
	if g.random.IntN(2) == 0 {
		out = append(out, 'ン')
	}
	return string(out)
}

// query is what was typed, with how.
type query struct{ way, typed string }

func ways() []string {
	return []string{"as written", "in kana", "in romaji", "half typed", "with a slip", "in romaji, slipped", "from the middle", "two words", "1 or 2 characters"}
}

// queries are beginnings of names and texts, in every way in turn.
func (g *generator) queries(n int) []query {
	var out []query
	for i := 0; len(out) < n; i++ {
		s := g.texts[g.random.IntN(len(g.texts))]
		if i%3 == 0 {
			s = g.name()
		}
		way := ways()[i%len(ways())]
		if typed := g.typed(way, s); typed != "" {
			out = append(out, query{way, typed})
		}
	}
	return out
}

// typed is a beginning of s; empty where it cannot be typed so.
func (g *generator) typed(way, s string) string {
	kana := g.reading(s)
	if kana == "" {
		return ""
	}
	romaji := bench.Romaji(kana)
	switch way {
	case "as written":
		return g.beginning(s, 3)
	case "in kana":
		return g.beginning(kana, 3)
	case "in romaji":
		return g.beginning(romaji, 3)
	case "half typed":
		half := g.beginning(kana, 2)
		return half + string("kstnhmr"[g.random.IntN(7)])
	case "with a slip":
		return g.slip(g.beginning(kana, 5), []rune("アイウカキクサシスタナハマラ"))
	case "in romaji, slipped":
		return g.slip(g.beginning(romaji, 7), []rune("aiueokstnhmr"))
	case "from the middle":
		r := []rune(s)
		return g.beginning(string(r[len(r)/2:]), 2)
	case "two words":
		return g.beginning(s, 4) + " " + []string{"費用", "副作用", "違い", "いつ"}[g.random.IntN(4)]
	}
	r := []rune([]string{s, kana, romaji}[g.random.IntN(3)])
	return string(r[:min(len(r), 1+g.random.IntN(2))])
}

// beginning is the first characters of s, at least so many and at most twelve more.
func (g *generator) beginning(s string, least int) string {
	r := []rune(s)
	return string(r[:min(len(r), least+g.random.IntN(12))])
}

func (g *generator) slip(s string, by []rune) string {
	r := []rune(s)
	if len(r) < 3 {
		return s
	}
	i := 1 + g.random.IntN(len(r)-1)
	switch g.random.IntN(3) {
	case 0:
		r[i] = by[g.random.IntN(len(by))]
	case 1:
		r = append(r[:i], r[i+1:]...)
	default:
		r[i-1], r[i] = r[i], r[i-1]
	}
	return string(r)
}

// reading is s in katakana; empty where a word of it has no reading.
func (g *generator) reading(s string) string {
	var out strings.Builder
	for _, d := range g.parts.Analyzer.Details(s) {
		switch {
		case d.Reading != "":
			out.WriteString(d.Reading)
		case d.Kept:
			return ""
		}
	}
	return out.String()
}
