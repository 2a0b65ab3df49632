package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/corpus/anatomy"
	"shirube/corpus/articles"
	"shirube/corpus/reader"
	"shirube/internal/lexicon"
	"shirube/internal/loglinear"
)

// training is how weights are made: chosen by cross-validation over our own pages.
func training() loglinear.Options {
	return loglinear.Options{Rounds: 40, Decay: 15, Rate: 0.2, MinGroups: 3, Smallest: 0.3}
}

// lesson is a section of which the kind is known, from one page.
type lesson struct {
	page     string
	own      bool // labelled: what is measured
	held     bool // kept back: measured, but never learned
	heading  string
	kinds    []string
	features anatomy.KindFeatures
}

// learn reads what kinds are learned from, prints how well they are told on pages that
// the weights were not made with, and writes the weights of all of them where a file
// is named.
func learn(ctx context.Context, w io.Writer, o options) error {
	lessons, err := collectLessons(ctx, o)
	if err != nil {
		return err
	}
	var b strings.Builder
	judged := crossValidate(lessons, o.folds)
	for i, v := range views() {
		fmt.Fprintf(&b, "by %s, pages left out in turn\n", v.name)
		writeConfusion(&b, judged[i])
	}
	m := loglinear.Train(examples(lessons), training())
	if err := judgeBeside(ctx, &b, o.beside, m); err != nil {
		return err
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return err
	}
	if o.write == "" {
		return nil
	}
	return writeWeights(o.write, m)
}

// view is what is shown of a section.
type view struct {
	name             string
	content, heading bool
}

func views() []view {
	return []view{{"text alone", true, false}, {"heading alone", false, true}, {"both", true, true}}
}

// judgeBeside judges labelled pages that nothing is learned from: "labels,folder".
func judgeBeside(ctx context.Context, b *strings.Builder, beside string, m *loglinear.Model) error {
	if beside == "" {
		return nil
	}
	gold, pages, _ := strings.Cut(beside, ",")
	lessons, err := pageLessons(ctx, gold, pages)
	if err != nil {
		return err
	}
	for _, v := range views() {
		fmt.Fprintf(b, "by %s, pages of %s\n", v.name, pages)
		var list []verdict
		for _, l := range lessons {
			list = append(list, judgeLesson(m, l, v)...)
		}
		writeConfusion(b, list)
	}
	return nil
}

// collectLessons reads labelled pages, the sample articles and the lists of examples.
func collectLessons(ctx context.Context, o options) ([]lesson, error) {
	labelled, err := pageLessons(ctx, o.gold, o.pages)
	if err != nil {
		return nil, err
	}
	lex, err := lexicon.Default()
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	sample, err := sampleLessons(ctx, lex, reader.New(lex))
	if err != nil {
		return nil, err
	}
	written, err := writtenLessons(lex, o.lessons)
	return slices.Concat(labelled, sample, written), err
}

// pageLessons reads labelled pages.
func pageLessons(ctx context.Context, gold, pages string) ([]lesson, error) {
	lex, err := lexicon.Default()
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	r := reader.New(lex)
	list, err := loadGold(gold)
	if err != nil {
		return nil, err
	}
	var out []lesson
	for i := range list {
		file, err := pageFile(pages, list[i].Page)
		if err != nil {
			return nil, err
		}
		a, _, err := readPage(ctx, r, file)
		if err != nil {
			return nil, err
		}
		if a != nil {
			out = append(out, labelledLessons(lex, &list[i], a)...)
		}
	}
	return out, nil
}

// labelledLessons are the labelled sections of a page.
func labelledLessons(lex *lexicon.Lexicon, g *gold, a *corpus.Article) []lesson {
	features := anatomy.FeaturesOf(lex, a)
	folded := make([]string, len(a.Sections))
	for i := range a.Sections {
		folded[i] = fold(a.Sections[i].Heading)
	}
	var out []lesson
	last, questions := -1, faqSections(a)
	for _, s := range g.Sections {
		at := findHeading(folded, fold(s.Heading), last, questions)
		if at < 0 {
			continue
		}
		last = at
		out = append(out, lesson{g.Page, true, g.Held, a.Sections[at].Heading, append([]string{s.Kind}, s.Alt...), features[at]})
	}
	return out
}

// sampleLessons are the sections of the sample articles, which say by their headings what
// they are.
func sampleLessons(ctx context.Context, lex *lexicon.Lexicon, r *reader.Reader) ([]lesson, error) {
	names, err := fs.Glob(articles.FS, "*")
	if err != nil {
		return nil, fmt.Errorf("articles: %w", err)
	}
	var out []lesson
	for _, name := range names {
		src, err := articles.FS.Open(name)
		if err != nil {
			return nil, fmt.Errorf("articles: %w", err)
		}
		_, err = r.Read(ctx, name, src, func(a *corpus.Article) error {
			features := anatomy.FeaturesOf(lex, a)
			questions := faqSections(a)
			for i := range a.Sections {
				if s := &a.Sections[i]; s.Heading != "" && !questions[i] && anatomy.NamesKind(s.Heading) {
					out = append(out, lesson{a.ID, false, false, s.Heading, []string{string(s.Kind)}, features[i]})
				}
			}
			return nil
		})
		if err = errors.Join(err, src.Close()); err != nil {
			return nil, fmt.Errorf("articles: %w", err)
		}
	}
	return out, nil
}

// examples are what the weights are made of: each lesson by its text, by its heading and by
// both, so that either tells alone.
func examples(lessons []lesson) []loglinear.Example {
	var out []loglinear.Example
	for _, l := range lessons {
		if l.held {
			continue
		}
		for _, features := range [][]loglinear.Feature{l.features.Content, l.features.Heading, slices.Concat(l.features.Content, l.features.Heading)} {
			if len(features) > 0 {
				out = append(out, loglinear.Example{Features: features, Classes: l.kinds, Weight: 1, Group: l.page})
			}
		}
	}
	return out
}

// crossValidate judges every labelled lesson by weights that were made without its page,
// in each of the views.
func crossValidate(lessons []lesson, folds int) [][]verdict {
	fold := map[string]int{}
	for _, l := range lessons {
		if _, seen := fold[l.page]; !seen {
			fold[l.page] = len(fold) % folds
		}
	}
	out := make([][]verdict, len(views()))
	for n := range folds {
		rest := slices.DeleteFunc(slices.Clone(lessons), func(l lesson) bool { return fold[l.page] == n })
		m := loglinear.Train(examples(rest), training())
		for _, l := range lessons {
			if fold[l.page] != n || !l.own || l.held {
				continue
			}
			for i, v := range views() {
				out[i] = append(out[i], judgeLesson(m, l, v)...)
			}
		}
	}
	return out
}

// judgeLesson judges a lesson in a view that says anything of it.
func judgeLesson(m *loglinear.Model, l lesson, v view) []verdict {
	if v.content && len(l.features.Content) == 0 {
		return nil
	}
	var features []loglinear.Feature
	if v.content {
		features = append(features, l.features.Content...)
	}
	if v.heading {
		features = append(features, l.features.Heading...)
	}
	p := m.Probabilities(features)
	kind := m.Classes()[slices.Index(p, slices.Max(p))]
	return []verdict{{l.kinds[0], corpus.Kind(kind), slices.Contains(l.kinds, kind)}}
}

func writeWeights(file string, m *loglinear.Model) (err error) {
	out, err := os.Create(filepath.Clean(file))
	if err != nil {
		return fmt.Errorf("weights: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return m.Write(out, "What features of a section say for and against its kinds: see kindfeatures.go.\nMade by: go run ./internal/bench/reading --learn --write FILE")
}
