package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"shirube/corpus"
)

// judgeText looks for noise in passages, and for the main text of the page in
// what was read.
func judgeText(p *page, g *gold, a *corpus.Article, file string) error {
	passages := passageText(a)
	for _, noise := range g.NoiseExamples {
		p.judge(noiseFree, !strings.Contains(passages, letters(noise)), "not: "+noise, "in a passage")
	}
	if g.Noise == nil {
		return nil
	}
	src, err := source(file, g.Charset)
	if err != nil {
		return err
	}
	main, noise, err := parts(src, filepath.Ext(file), g.Noise, g.Either)
	if err != nil {
		return fmt.Errorf("%s: %w", g.Page, err)
	}
	judgeKept(p, a, main)
	judgeAccounted(p, a, slices.Concat(main, noise))
	all := allLetters(main)
	for _, unit := range noise {
		// What the main text says as well may stand in a passage.
		if l := letters(unit.text); utf8.RuneCountInString(l) >= leastNoise && !strings.Contains(all, l) {
			p.judge(noiseFree, !strings.Contains(passages, l), "not: "+unit.text, "in a passage")
		}
	}
	return nil
}

// leastNoise is how many letters a piece of noise has that says by itself where
// it is from.
const leastNoise = 6

// passageText is everything that a search can show: headings and texts.
func passageText(a *corpus.Article) string {
	var b strings.Builder
	write := func(s string) { b.WriteString(letters(s) + "\n") }
	for _, s := range a.Sections {
		write(s.Heading)
	}
	for _, s := range a.Passages() {
		write(s.Heading)
		write(s.Text)
	}
	return b.String()
}

// keptText is everything of the article that is kept anywhere but among what was
// dropped.
func keptText(a *corpus.Article) string {
	var b strings.Builder
	b.WriteString(letters(a.Title) + "\n" + passageText(a))
	for _, s := range a.Sections {
		b.WriteString(letters(s.Text) + "\n") // whole, where passages cut it
	}
	for _, s := range a.Sources {
		b.WriteString(letters(s.Name) + letters(s.Title) + letters(s.URL) + "\n")
	}
	for _, s := range a.Supervisors {
		b.WriteString(letters(s.Affiliation) + letters(s.Title) + letters(s.Name) + letters(s.Representative) + "\n")
	}
	return b.String()
}

// fieldMark stands before what is kept in a field of its own.
var fieldMark = regexp.MustCompile(`^[\s（(【\[*]*(出典|参照元|参照|参考|引用|医療監修|監修医師|監修医|監修者|監修)[\s】\]*]*([:：｜|／】\]]|\s)`)

// judgeKept counts how many letters of the main text were kept.
func judgeKept(p *page, a *corpus.Article, main []unit) {
	kept := keptText(a)
	for _, u := range main {
		right, of := u.found(kept)
		p.add(textKept, tally{right, of})
		if right < of {
			p.Faults = append(p.Faults, fault{textKept, u.text, fmt.Sprintf("%d of %d letters kept", right, of)})
		}
	}
}

// found returns how many letters of a unit stand in a text, and how many it has.
// Ruby may be read with or without its readings, which are not counted.
func (u unit) found(in string) (right, of int) {
	want := letters(fieldMark.ReplaceAllString(u.text, ""))
	of = utf8.RuneCountInString(want)
	right = covered(want, in)
	if head := letters(u.head); head != "" && right < of && strings.Contains(in, head+"\n") {
		right = max(right, utf8.RuneCountInString(head)+covered(strings.TrimPrefix(want, head), in))
	}
	if u.spoken != "" {
		spoken := letters(u.spoken)
		right = max(right, covered(spoken, in)-utf8.RuneCountInString(spoken)+of)
	}
	return right, of
}

// judgeAccounted counts how many letters of the whole page were kept or are listed
// as dropped: what is neither was lost without a word.
func judgeAccounted(p *page, a *corpus.Article, all []unit) {
	var b strings.Builder
	b.WriteString(keptText(a))
	for _, d := range a.Dropped {
		b.WriteString(letters(d.Text) + "\n")
	}
	told := b.String()
	for _, u := range all {
		right, of := u.found(told)
		p.add(accounted, tally{right, of})
		if 2*right < of {
			p.Faults = append(p.Faults, fault{accounted, u.text, "neither kept nor listed as dropped"})
		}
	}
}

// leastPiece is how many letters a part of a unit must have to be found by
// itself: shorter ones stand everywhere.
const leastPiece = 8

// covered returns how many letters of s stand in kept: all of them in one place,
// or in pieces, of which none is short.
func covered(s, kept string) int {
	if strings.Contains(kept, s) {
		return utf8.RuneCountInString(s)
	}
	runes, n := []rune(s), 0
	for i := 0; i < len(runes); {
		size := longest(runes[i:], kept)
		if size < leastPiece && size < len(runes)-i {
			i++
			continue
		}
		if size >= min(leastPiece, len(runes)) {
			n += size
		}
		i += max(size, 1)
	}
	return n
}

// longest returns how many letters from the beginning of s stand in kept.
func longest(s []rune, kept string) int {
	low, high := 0, len(s)
	for low < high {
		mid := (low + high + 1) / 2
		if strings.Contains(kept, string(s[:mid])) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return low
}

func allLetters(units []unit) string {
	var b strings.Builder
	for _, u := range units {
		b.WriteString(letters(u.text) + "\n")
	}
	return b.String()
}

// source reads a file as UTF-8.
func source(file, charset string) (string, error) {
	data, err := os.ReadFile(file) //nolint:gosec // the caller's own file
	if err != nil {
		return "", fmt.Errorf("page: %w", err)
	}
	if charset == "" {
		return string(data), nil
	}
	enc, err := htmlindex.Get(charset)
	if err != nil {
		return "", fmt.Errorf("%s: charset %q: %w", file, charset, err)
	}
	if data, err = enc.NewDecoder().Bytes(data); err != nil {
		return "", fmt.Errorf("%s: not %s: %w", file, charset, err)
	}
	return string(data), nil
}
